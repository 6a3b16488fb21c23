"""Who must do what, by when: derived from findings, from what ends soon, and from courses that expire soon."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rolecheck.cards import Decided, EveryProcessHas
from rolecheck.check import Report
from rolecheck.endings import Ending
from rolecheck.finding import Finding, Severity
from rolecheck.model import Person, Unit
from rolecheck.norms import LEADER
from rolecheck.policy import unit_of
from rolecheck.qualifications import Qualification, State
from rolecheck.roster import Duty


class Actor(StrEnum):
    """Who acts.

    The person whom a finding is about, the leader of its unit or of the unit above, whoever decides on an appointment,
    whoever answers for a process, whoever owns a document, whoever granted a waiver, or whoever keeps the register.
    """

    PERSON = "person"
    LEADER = "leader"
    LEADER_ABOVE = "leader-above"
    DECIDER = "decider"
    PROCESS = "process"
    OWNER = "owner"
    GRANTER = "granter"
    KEEPER = "keeper"


# Who puts right what a rule finds. A test holds this against the rules that there are.
ACTORS: Mapping[str, Actor] = {
    "circular-parents": Actor.KEEPER,
    "competence-unattested": Actor.LEADER,
    "contact-missing": Actor.LEADER,
    "course-closed": Actor.PROCESS,
    "course-expired": Actor.PERSON,
    "course-missing": Actor.PERSON,
    "decision-missing": Actor.DECIDER,
    "delegated-to-self": Actor.PERSON,
    "duplicate-id": Actor.KEEPER,
    "duplicate-key": Actor.KEEPER,
    "expertise-unspecified": Actor.PROCESS,
    "future-date": Actor.KEEPER,
    "invalid-shape": Actor.KEEPER,
    "invalid-yaml": Actor.KEEPER,
    "misnamed-file": Actor.KEEPER,
    "national-identity-number": Actor.KEEPER,
    "overlapping-appointments": Actor.KEEPER,
    "process-uncovered": Actor.LEADER,
    "reversed-dates": Actor.KEEPER,
    "review-overdue": Actor.LEADER,
    "role-unanchored": Actor.LEADER,
    "role-vacant": Actor.DECIDER,
    "single-holder": Actor.LEADER,
    "source-expired": Actor.OWNER,
    "source-unapproved": Actor.OWNER,
    "stray-file": Actor.KEEPER,
    "too-few-people": Actor.LEADER,
    "unit-without-leader": Actor.LEADER_ABOVE,
    "unknown-reference": Actor.KEEPER,
    "unreadable-file": Actor.KEEPER,
    "unsupported-yaml": Actor.KEEPER,
    "unused-person": Actor.LEADER,
    "waiver-ending": Actor.GRANTER,
    "waiver-expired": Actor.GRANTER,
    "waiver-unused": Actor.GRANTER,
}


class Urgency(StrEnum):
    """What must be in order already is due now, what opens on a known day before that day; what should be has no deadline."""

    NOW = "now"
    DATED = "dated"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who acts. Without `people`, nobody is known who does; then `unit`, `duty` or `title` says who it ought to be."""

    actor: Actor
    people: tuple[Person, ...] = ()
    unit: Unit | None = None
    duty: Duty | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody must do, because of a finding, of an ending, or of a course that expires. `day` is the last."""

    responsible: Responsible
    cause: Finding | Ending | Qualification
    urgency: Urgency
    day: date | None = None


def actions_of(
    findings: Iterable[Finding],
    endings: Iterable[Ending],
    qualifications: Iterable[Qualification],
    report: Report,
) -> list[Action]:
    """The most urgent first. What is waived needs nothing, and what is only worth knowing asks nothing of anybody."""
    assigner = _Assigner(report)
    actions = [
        *_from_findings(findings, assigner),
        *(Action(assigner.leader_of(one.unit), one, Urgency.DATED, one.day) for one in endings),
        *(
            Action(Responsible(Actor.PERSON, (one.person,)), one, Urgency.DATED, one.last_day)
            for one in qualifications
            if one.state is State.EXPIRING
        ),
    ]
    return sorted(actions, key=_urgency)


def _urgency(action: Action) -> tuple[int, date]:
    return list(Urgency).index(action.urgency), action.day or date.max


def _from_findings(findings: Iterable[Finding], assigner: "_Assigner") -> Iterator[Action]:
    for found in findings:
        if found.waived:
            continue
        until = found.gap.facts.get("until")
        if found.rule == "waiver-ending" and isinstance(until, date):
            yield Action(assigner.responsible(found), found, Urgency.DATED, until)
        elif found.severity is not Severity.NOTE:
            urgency = Urgency.NOW if found.severity is Severity.ERROR else Urgency.UNDATED
            yield Action(assigner.responsible(found), found, urgency)


class _Assigner:
    """Finds the people behind an actor."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._register = report.register
        self._roster = report.case.roster

    def responsible(self, finding: Finding) -> Responsible:
        """Who puts right what was found."""
        subject = finding.gap.subject
        unit = self._register.units.get(unit_of(finding.gap, self._register) or "")
        process = subject.get("process")
        match ACTORS[finding.rule]:
            case Actor.PERSON:
                return Responsible(Actor.PERSON, (self._register.people[subject["person"] or ""],))
            case Actor.LEADER if unit is not None:
                return self.leader_of(unit)
            case Actor.LEADER_ABOVE if unit is not None:
                return self._leader_above(unit)
            case Actor.DECIDER:
                return self._decider(subject["role"] or "", process, unit)
            case Actor.PROCESS if process is not None:
                return self._answering_for(process, not_as=subject.get("role"))
            case Actor.PROCESS | Actor.OWNER:
                return self._owner(finding)
            case Actor.GRANTER:
                return self._granter(subject["waiver"] or "")
            case _:
                return Responsible(Actor.KEEPER)

    def leader_of(self, unit: Unit) -> Responsible:
        """The unit's leader, named only where they count on the day."""
        counts = unit.leader in self._roster.counting
        return Responsible(Actor.LEADER, (self._roster.person(unit.leader or ""),) if counts else (), unit)

    def _leader_above(self, unit: Unit) -> Responsible:
        above = next(iter(self._register.above(unit)), None)
        return self.leader_of(above) if above is not None else Responsible(Actor.KEEPER)

    def _decider(self, role: str, process: str | None, unit: Unit | None) -> Responsible:
        """Whoever decides on appointments to a role, by the norms; where no norm says so, the unit's leader."""
        named = [found.norm.by for found in self._roster.norms.for_holders(Decided, role, process)]
        if named and named[0] != LEADER:
            return self._holders_of((named[0], process))
        if unit is not None:
            return self.leader_of(unit)
        return self._answering_for(process, not_as=role) if process else Responsible(Actor.KEEPER)

    def _answering_for(self, process: str, *, not_as: str | None) -> Responsible:
        """The holders of a role that each process must have, other than the role in question."""
        roles = [
            found.card.role
            for found, concerned in self._roster.norms.for_processes(EveryProcessHas)
            if concerned == process and found.card.role != not_as
        ]
        answering = [self._holders_of((role, process)) for role in dict.fromkeys(roles)]
        known = (found for found in answering if found.people)
        return next(known, answering[0] if answering else Responsible(Actor.KEEPER))

    def _holders_of(self, duty: Duty) -> Responsible:
        people = tuple(self._roster.person(person) for person in sorted(self._roster.holders(*duty)))
        return Responsible(Actor.PROCESS, people, duty=duty)

    def _owner(self, finding: Finding) -> Responsible:
        """Whoever owns the document that a finding is about, or the one that the norm on a card stands in."""
        source = self._register.sources.get(finding.gap.subject.get("source") or "")
        if source is None and finding.gap.norm is not None:
            title = finding.gap.norm.source
            source = next((one for one in self._register.sources.values() if one.title is title), None)
        return Responsible(Actor.OWNER, title=source.owner) if source and source.owner else Responsible(Actor.KEEPER)

    def _granter(self, waiver: str) -> Responsible:
        granter = self._register.people.get(self._register.waivers[waiver].granted_by)
        return Responsible(Actor.GRANTER, (granter,)) if granter is not None else Responsible(Actor.KEEPER)
