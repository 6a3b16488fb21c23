"""Who comes back after a leave, and what is missing only until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rolecheck.cards import EveryUnitHas, UnitHeadcount
from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.model import Appointment, Person


@dataclass(frozen=True, slots=True)
class Return:
    """The day on which the last of some people is back who together fill what is missing."""

    day: date
    people: tuple[Person, ...]


def return_that_fills(finding: Finding, report: Report) -> Return | None:
    """Who fills what a finding misses by coming back, as far as the files can tell; None where waiting is not enough."""
    need = finding.gap.facts.get("need")
    unit_id = finding.gap.subject.get("unit")
    if not isinstance(need, int) or unit_id is None:
        return None
    roster = report.case.roster
    asked = _asked_for(finding, unit_id, report)
    away = {one.person: roster.person(one.person) for one in asked if one.person not in roster.counting}
    days = sorted(back for person in away.values() if (back := person.back_on(report.as_of)) is not None)
    for day in days:
        holders = {one.person for one in asked if roster.makes_holder(one, day)}
        if len(holders) >= need:
            return Return(day, tuple(away[person] for person in sorted(holders & away.keys())))
    return None


def _asked_for(finding: Finding, unit_id: str, report: Report) -> Sequence[Appointment]:
    """The appointments in force, also of people who are away, that count for the norm that a finding breaks."""
    roster, subject = report.case.roster, finding.gap.subject
    norms, norm = roster.norms, finding.gap.norm
    kinds = [roster.kinds_bound_by(one.norm) for one in norms.all(EveryUnitHas) if norms.reference(one) == norm]
    kinds += [roster.kinds_bound_by(one.norm) for one in norms.all(UnitHeadcount) if norms.reference(one) == norm]
    return [
        one
        for one in roster.in_force.get(unit_id, ())
        if one.role == subject.get("role")
        and subject.get("process") in (None, one.process)
        and any(roster.counts_for(one.unit, bound) == unit_id for bound in kinds)
    ]
