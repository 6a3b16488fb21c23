"""Who comes back after a leave, and what is missing only until then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rolecheck.check import Report
from rolecheck.demands import Demand
from rolecheck.finding import Finding
from rolecheck.model import Person, Unit


@dataclass(frozen=True, slots=True)
class Return:
    """The day on which the last of some people is back who together fill what is missing."""

    day: date
    people: tuple[Person, ...]


def return_that_fills(finding: Finding, report: Report) -> Return | None:
    """Who fills what a finding misses by coming back, as far as the files can tell; None where waiting is not enough."""
    subject = finding.gap.subject
    unit = report.register.units.get(subject.get("unit") or "")
    named = _named(finding, unit)
    if named:
        return min(_returns(named, report), key=lambda found: found.day, default=None)
    for demand in report.demands.of_role.get(subject.get("role") or "", ()):
        if demand.norm == finding.gap.norm and demand.process == subject.get("process"):
            return _filling(demand, unit, report)
    return None


def _named(finding: Finding, unit: Unit | None) -> Sequence[str]:
    """The people whom a unit names for what a finding misses; one of them is enough."""
    if unit is None:
        return ()
    if finding.rule == "unit-without-leader":
        return (unit.leader,) if unit.leader else ()
    contact = finding.gap.subject.get("contact")
    return unit.contacts.get(contact, ()) if contact else ()


def _returns(people: Sequence[str], report: Report) -> Iterator[Return]:
    """When each of some people is back, where that is known."""
    for person_id in dict.fromkeys(people):
        person = report.register.people.get(person_id)
        day = person.back_on(report.as_of) if person else None
        if person is not None and day is not None:
            yield Return(day, (person,))


def _filling(demand: Demand, unit: Unit | None, report: Report) -> Return | None:
    """Whoever is back by then with those who hold the role on that day, once they are enough."""
    away = list(_returns([one.person for one in report.demands.asked_for(demand, unit)], report))
    for day in sorted({found.day for found in away}):
        holders = report.demands.holders(demand, unit, day)
        back = {person.id: person for found in away for person in found.people if person.id in holders}
        if back and len(holders) >= demand.people:
            return Return(day, tuple(back[person] for person in sorted(back)))
    return None
