"""Which requirements bind each unit on the day, met or not. One that nobody looked at is not among them."""

from collections.abc import Mapping, Sequence

from rolecheck.cards import Anchored, Attested, Completed, Decided, EveryUnitHas, UnitContact, UnitHeadcount
from rolecheck.check import Report
from rolecheck.norms import Norms
from rolecheck.overview import REQUIREMENTS, Overview, Requirement, UnitOverview
from rolecheck.roster import Duty

_OF_HOLDERS = frozenset({"courses", "competence", "decision", "anchor"})


def obligations_of(overview: Overview) -> Mapping[str, Sequence[Requirement]]:
    """For each unit that is shown, the requirements that bind it or that a finding there is about."""
    every = [*overview.coverage, *(Requirement(name, rules) for name, rules in REQUIREMENTS.items())]
    binding = [(found, _units_bound_by(found, overview)) for found in every]
    return {
        unit.unit.id: [found for found, bound in binding if unit.unit.id in bound or unit.worst_about(found)]
        for unit in overview.units
    }


def _units_bound_by(requirement: Requirement, overview: Overview) -> set[str]:
    report = overview.report
    if not requirement.was_looked_at(report.policy):
        return set()
    if requirement.duty is not None:
        return _bound_to_duty(requirement.duty, report)
    if requirement.name in _OF_HOLDERS:
        return {unit.unit.id for unit in overview.units if _has_bound_holders(unit, requirement.name, report)}
    roster, settings = report.case.roster, report.register.settings
    match requirement.name:
        case "people":
            norms = [found.norm for found in roster.norms.all(UnitHeadcount)]
            return {unit.id for norm in norms for unit in roster.units_bound_by(norm)}
        case "contacts":
            wanted = [found.norm for found in roster.norms.all(UnitContact)]
            return {unit.id for norm in wanted for unit in roster.units_bound_by(norm)}
        case "review":
            return set(roster.active_units) if settings is not None and settings.review_months is not None else set()
        case _:
            return {unit.id for unit in roster.bound_units}


def _bound_to_duty(duty: tuple[str, str], report: Report) -> set[str]:
    roster = report.case.roster
    return {
        unit.id
        for found, process in roster.norms.for_processes(EveryUnitHas)
        if (found.card.role, process) == duty
        for unit in roster.units_bound_by(found.norm)
    }


def _has_bound_holders(unit: UnitOverview, name: str, report: Report) -> bool:
    norms = report.case.roster.norms
    duties = {(holding.role, process) for holding in unit.holdings for process in holding.appointments}
    return any(_binds_holders(name, norms, duty) for duty in duties)


def _binds_holders(name: str, norms: Norms, duty: Duty) -> bool:
    match name:
        case "courses":
            return bool(norms.for_holders(Completed, *duty))
        case "competence":
            return bool(norms.for_holders(Attested, *duty))
        case "decision":
            return bool(norms.for_holders(Decided, *duty))
        case _:
            return bool(norms.for_holders(Anchored, *duty))
