"""Those whom a page speaks of: two who are called the same are told apart by their ids."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rolecheck.actions import Action
from rolecheck.check import Report
from rolecheck.endings import Ending
from rolecheck.finding import Finding
from rolecheck.gap_report import GapReport, Part
from rolecheck.model import Course, Person, Unit
from rolecheck.qualifications import Qualification
from rolecheck.wording import Speaker

Named = Person | Unit | Course


def of_part(part: Part, report: Report, speaker: Speaker) -> Speaker:
    """Tells apart those whom a unit's page speaks of."""
    return _telling_apart(speaker, _in_part(part, report))


def of_index(gap_report: GapReport, speaker: Speaker) -> Speaker:
    """Tells apart those whom the overview speaks of."""
    tasks = (action for _, actions in gap_report.actions for action in actions)
    units = (found.unit for found in gap_report.overview.units)
    away = gap_report.overview.away
    return _telling_apart(
        speaker, [*units, *away, *_in_actions(tasks), *_in_part(gap_report.elsewhere, gap_report.report)]
    )


def _telling_apart(speaker: Speaker, things: Iterable[Named]) -> Speaker:
    """Says the ids of those that are called the same."""
    known = {(type(thing), thing.id): str(speaker.text(thing)) for thing in things}
    counted = Counter((kind, name) for (kind, _), name in known.items())
    return speaker.with_ids(frozenset(key for key, name in known.items() if counted[key[0], name] > 1))


def _in_part(part: Part, report: Report) -> Iterator[Named]:
    if part.unit is not None:
        found = part.unit
        yield from _in_facts((found.unit, found.leader, found.counts_for, *found.contributing, *found.away))
    yield from (holding.person for holding in part.holdings)
    yield from _in_actions(part.actions)
    causes: list[Finding | Ending | Qualification] = [*part.findings, *part.endings, *part.qualifications]
    for cause in causes:
        yield from _in_cause(cause)
    for waiver_id in {finding.waiver for finding in part.waived}:
        yield from _in_facts([report.register.people.get(report.register.waivers[waiver_id or ""].granted_by)])


def _in_actions(actions: Iterable[Action]) -> Iterator[Named]:
    for action in actions:
        yield from action.responsible.people
        yield from _in_facts([action.responsible.unit])
        yield from _in_cause(action.cause)


def _in_cause(cause: Finding | Ending | Qualification) -> Iterator[Named]:
    match cause:
        case Finding():
            yield from _in_facts(cause.gap.facts.values())
        case Ending():
            yield from _in_facts((cause.person, cause.unit, *(one.left for one in cause.consequences)))
        case Qualification():
            yield from _in_facts((cause.person, cause.required))


def _in_facts(facts: Iterable[object]) -> Iterator[Named]:
    for fact in facts:
        if isinstance(fact, tuple):
            yield from _in_facts(fact)
        elif isinstance(fact, Person | Unit | Course):
            yield fact
