"""What a gap report says of a task, of an ending and of a course, in words."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rolecheck.actions import Action, Urgency
from rolecheck.assignment import Actor, Responsible, closing_unit
from rolecheck.calendar import add_days
from rolecheck.check import Report
from rolecheck.endings import Consequence, Ending, Shortfall, Why
from rolecheck.fields import LANGUAGES
from rolecheck.finding import Finding
from rolecheck.gap_report import Part
from rolecheck.model import Person, Unit
from rolecheck.overview import UnitOverview
from rolecheck.qualifications import Qualification, State
from rolecheck.returns import return_that_fills
from rolecheck.sentences import Worded, one_after_the_other, sentences_in
from rolecheck.wording import Speaker

_MOST = 20
_TOO_FEW = ("too-few-none", "too-few-one")  # where nobody is left, or one


@dataclass(frozen=True, slots=True)
class Task:
    """Actions that ask the same of the same people: who must do what, and by when. `key` is what tells tasks apart."""

    urgency: Urgency
    day: date | None
    who: str
    what: str
    actions: tuple[Action, ...]
    key: Hashable


def tasks_of(
    actions: Iterable[Action], report: Report, speaker: Speaker, *, at: UnitOverview | None = None
) -> list[Task]:
    """The actions in words, each once: what several findings ask of somebody is one task, and the most urgent counts.

    `at` is the unit that they stand under, whose leader needs no unit in their name.
    """
    tasks: dict[Hashable, Task] = {}
    for action in actions:
        key = action.identity(_said(action, report, speaker))
        known = tasks.get(key)
        if known is None:
            told = who(action.responsible, speaker, at=at.unit if at else None), _what(action, report, speaker)
            tasks[key] = Task(action.urgency, action.day, *told, (action,), key)
        else:
            tasks[key] = replace(known, actions=(*known.actions, action))
    return list(tasks.values())


def _said(action: Action, report: Report, speaker: Speaker) -> frozenset[str]:
    """The facts that the words of a task name."""
    cause = action.cause
    return speaker.placeholders(_to_do(cause, report)) if isinstance(cause, Finding) else frozenset()


def _to_do(finding: Finding, report: Report) -> str:
    """Where the words stand for what to do about a finding; some kinds of it have words of their own."""
    if closing_unit(finding, report):
        return "report.do.closing" if finding.gap.facts.get("have") == 0 else "report.do.closing-more"
    lacking = finding.gap.facts.get("lacking")
    several = isinstance(lacking, int) and lacking > 1 and finding.gap.variant == "none"
    own = f"{finding.rule}-{'several' if several else finding.gap.variant}"
    return f"report.do.{own if own in sentences_in(LANGUAGES[0])['report']['do'] else finding.rule}"


def who(responsible: Responsible, speaker: Speaker, *, at: Unit | None = None) -> str:
    """Who acts: by name where that is known. Whoever leads another unit than the one spoken of is called its leader."""
    people, unit, say = responsible.people, responsible.unit, speaker.say
    match responsible.actor:
        case Actor.KEEPER:
            return say("report.keeper")
        case Actor.OWNER:
            return speaker.text(responsible.title)
        case Actor.LEADER if people and unit is at:
            return say("report.person-as-leader", person=people[0])
        case Actor.LEADER if people:
            return say("report.person-as-leader-of", person=people[0], unit=unit)
        case Actor.LEADER:
            return say("report.some-leader", unit=unit)
        case Actor.PROCESS if responsible.duty is not None:
            role, process = responsible.duty
            if not people:
                return speaker.duty(role, process)
            return say("report.person-as", people=people, role=speaker.duty(role, None))
        case _:
            return speaker.listed(people, most=_MOST)


def _what(action: Action, report: Report, speaker: Speaker) -> Worded:
    cause = action.cause
    if isinstance(cause, Finding):
        return _remedy(cause, report, speaker)
    if isinstance(cause, Qualification):
        course = report.register.courses[cause.required.id]
        return speaker.say("report.do.expiring", ways=report.case.roster.ways_to_meet(course))
    return one_after_the_other([_ending(cause, "report.do", speaker), *consequences_of(cause, speaker)])


def why_told(ending: Ending, speaker: Speaker) -> Why:
    """Why somebody no longer counts, as far as it may be said: of those who are hidden nobody learns that they are away."""
    return Why.ENDS if ending.why is Why.AWAY and speaker.redactor else ending.why


def _ending(ending: Ending, place: str, speaker: Speaker) -> Worded:
    """An ending in words. That a leave begins is never said: only that somebody does not count."""
    why = why_told(ending, speaker)
    facts = {"person": ending.person, "unit": ending.unit, "day": add_days(ending.day, 1)}
    if ending.role is not None:
        facts["duties"] = speaker.duties(ending.role, ending.processes)
    kind = "leading" if ending.role is None else "ending"
    return speaker.say(f"{place}.{kind}" if why is Why.ENDS else f"{place}.{kind}-{why}", **facts)


def remedy(finding: Finding, report: Report, speaker: Speaker) -> Worded:
    """What to do about a finding, said to whoever must do it, and what is known that helps."""
    return one_after_the_other([_remedy(finding, report, speaker), speaker.finding(finding).hints])


def _remedy(finding: Finding, report: Report, speaker: Speaker) -> Worded:
    do = speaker.say(_to_do(finding, report), **{**finding.gap.facts, "file": finding.gap.place.file})
    filling = return_that_fills(finding, report) if speaker.tells_of_leave else None
    if filling is None:
        return do
    return one_after_the_other([do, speaker.say("report.or-wait", people=filling.people, day=filling.day)])


def away_words(person: Person, day: date, speaker: Speaker) -> str:
    """Somebody who is away, and when they are back, where that is known; who is hidden is not told by such a day."""
    back = back_on(person, day, speaker)
    return speaker.text(person) if back is None else speaker.say("report.away-until", person=person, day=back)


def back_on(person: Person, day: date, speaker: Speaker) -> date | None:
    """The day on which somebody is back that may be shown."""
    return person.back_on(day) if speaker.tells_of_leave else None


def consequences_of(ending: Ending, speaker: Speaker) -> list[Worded]:
    """What will be missing, in whole sentences, each once.

    That one is left for a process goes without saying where too few are left in the role, and that too few are left in
    the role where nobody is left for a process.
    """
    too_few = {_left(found) for found in ending.consequences if found.shortfall is Shortfall.TOO_FEW}
    nobody = {
        _left(found) for found in ending.consequences if found.shortfall is Shortfall.UNCOVERED and not found.left
    }
    unsaid = {Shortfall.SINGLE: too_few, Shortfall.TOO_FEW: nobody}
    return [
        _consequence(found, speaker)
        for found in ending.consequences
        if _left(found) not in unsaid.get(found.shortfall, ())
    ]


def _left(found: Consequence) -> tuple[str, tuple[str, ...]]:
    return found.role, tuple(person.id for person in found.left)


def _consequence(found: Consequence, speaker: Speaker) -> Worded:
    key = found.shortfall.value
    if found.shortfall is Shortfall.TOO_FEW and len(found.left) < len(_TOO_FEW):
        key = _TOO_FEW[len(found.left)]
    elif found.left and found.shortfall in (Shortfall.UNCOVERED, Shortfall.VACANT):
        key = f"{key}-too-few"
    return speaker.say(
        f"report.then.{key}",
        unit=found.unit,
        duty=(found.role, None),
        duties=speaker.duties(found.role, found.processes),
        have=len(found.left),
        need=found.need,
        left=found.left,
    )


def standing(qualification: Qualification, speaker: Speaker) -> str:
    """What somebody has of a course or a competence, with the days that are known."""
    key = qualification.state.value
    if qualification.state is State.DONE and qualification.last_day is not None:
        key = "done-until"
    words = speaker.say(
        f"report.standing.{key}", since=qualification.since or "", last_day=qualification.last_day or ""
    )
    waived = qualification.finding is not None and qualification.finding.waived
    return speaker.say("report.standing.waived", standing=words) if waived else words


def required(qualification: Qualification, speaker: Speaker) -> str:
    """The course or the competence by its name."""
    thing = qualification.required
    return speaker.text(thing.text if hasattr(thing, "text") else thing)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that ends: when, who and what, and what will be missing then."""

    day: date
    what: str
    consequences: Sequence[Worded] = ()


def endings_of(part: Part, report: Report, speaker: Speaker) -> list[Told]:
    """What ends within the horizon, in order of days: appointments, courses, waivers."""
    told = [*_appointments(part, speaker), *_expiring(part, speaker), *_waivers(part, report, speaker)]
    return sorted(told, key=lambda one: one.day)


def _appointments(part: Part, speaker: Speaker) -> Iterator[Told]:
    for one in part.endings:
        yield Told(one.day, _ending(one, "report", speaker), consequences_of(one, speaker))


def _expiring(part: Part, speaker: Speaker) -> Iterator[Told]:
    for one in part.qualifications:
        if one.state is State.EXPIRING and one.last_day is not None:
            words = speaker.say("report.expiring-in-list", person=one.person, required=required(one, speaker))
            yield Told(one.last_day, words)


def _waivers(part: Part, report: Report, speaker: Speaker) -> Iterator[Told]:
    for waiver_id in dict.fromkeys(finding.waiver for finding in part.waived):
        waiver = report.register.waivers[waiver_id or ""]
        if waiver.until <= report.case.horizon:
            yield Told(waiver.until, speaker.say("report.waiver-ending", waiver=waiver.id))
