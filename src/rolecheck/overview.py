"""A report seen unit by unit: who holds what there, who lacks what, and what is wanting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeAlias

from rolecheck.cards import EveryUnitHas
from rolecheck.check import Report
from rolecheck.finding import Finding, Severity
from rolecheck.model import Appointment, Person, Unit
from rolecheck.policy import unit_of

# The requirements that a summary has a column for, beside one for each role and process that units must cover.
REQUIREMENTS: Mapping[str, tuple[str, ...]] = {
    "people": ("too-few-people",),
    "courses": ("course-missing", "course-expired"),
    "competence": ("competence-unattested",),
    "decision": ("decision-missing",),
    "anchor": ("role-unanchored",),
    "contacts": ("contact-missing",),
    "leader": ("unit-without-leader",),
    "review": ("review-overdue",),
}

OTHER = "other"  # the column for findings about a unit that no other column is about

# What people lack, by role and person.
Lacking: TypeAlias = Mapping[tuple[str, str], Sequence[Finding]]


@dataclass(frozen=True)
class Holding:
    """One person in one role at a unit: for which processes, appointed where, and what the person lacks for it."""

    person: Person
    role: str
    appointments: Mapping[str | None, Appointment]
    lacks: Sequence[Finding]


@dataclass(frozen=True)
class UnitOverview:
    """One unit. `counts_for` is the unit above for which its appointments count, where it has no duty of its own.

    `contributing` are the units below at which somebody is appointed who counts for this one; `away` are those who
    are appointed, but do not count on the day.
    """

    unit: Unit
    leader: Person | None
    holdings: Sequence[Holding]
    contributing: Sequence[Unit]
    findings: Sequence[Finding]
    away: Sequence[Person] = ()
    counts_for: Unit | None = None

    @property
    def worst(self) -> Severity | None:
        """The gravest finding that is not waived; None where everything is in order."""
        return min((found.severity for found in self.findings if not found.waived), key=_rank, default=None)

    def worst_about(self, requirement: "Requirement") -> Finding | None:
        """The gravest finding about one requirement, those that are waived last."""
        about = [found for found in self.findings if requirement.concerns(found)]
        return min(about, key=lambda found: (found.waived, found.severity.rank), default=None)


@dataclass(frozen=True)
class Requirement:
    """A column of the summary: the rules that it gathers and, for coverage, the role and the process."""

    name: str
    rules: tuple[str, ...]
    duty: tuple[str, str] | None = None

    def concerns(self, finding: Finding) -> bool:
        """Whether a finding is about this requirement."""
        if finding.rule not in self.rules:
            return False
        subject = finding.gap.subject
        return self.duty is None or (subject.get("role"), subject.get("process")) == self.duty


@dataclass(frozen=True)
class Overview:
    """A report by unit, what belongs to no unit that is shown, and the summary's columns.

    `unread` are the units that stand in no other file than one that cannot be read, by the names of their files.
    """

    report: Report
    units: Sequence[UnitOverview]
    elsewhere: Sequence[Finding]
    holdings_elsewhere: Sequence[Holding] = ()
    unread: Sequence[str] = ()

    @cached_property
    def requirements(self) -> Sequence[Requirement]:
        """Coverage of each role and process, then every other requirement that some finding is about."""
        norms = self.report.case.roster.norms
        duties = dict.fromkeys((found.card.role, process) for found, process in norms.for_processes(EveryUnitHas))
        coverage = [
            Requirement(process, ("process-uncovered", "single-holder"), (role, process)) for role, process in duties
        ]
        others = [Requirement(name, rules) for name, rules in REQUIREMENTS.items()]
        columns = [*coverage, *(other for other in others if self._is_needed(other))]
        return [*columns, *self._rest(columns)]

    def _rest(self, columns: Sequence[Requirement]) -> Iterator[Requirement]:
        """A column for what no other is about, so that no unit with a finding looks as if it were in order."""
        findings = (finding for unit in self.units for finding in unit.findings)
        rules = {found.rule for found in findings if not any(column.concerns(found) for column in columns)}
        if rules:
            yield Requirement(OTHER, tuple(sorted(rules)))

    def _is_needed(self, requirement: Requirement) -> bool:
        return any(unit.worst_about(requirement) for unit in self.units)


def overview_of(report: Report) -> Overview:
    """The units with a duty that the report covers, and those that were asked for by name."""
    roster, register = report.case.roster, report.register
    kinds = tuple(sorted(roster.norms.binding_kinds))
    asked = report.policy.units
    bound = {unit.id: unit for unit in roster.bound_units}
    shown = {unit.id: unit for unit in bound.values() if not asked or register.is_within(unit.id, asked)}
    shown |= {unit_id: register.units[unit_id] for unit_id in sorted(asked) if unit_id in register.units}
    findings: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[_unit_shown(finding, report, kinds, shown)].append(finding)
    counting, lacking = _appointments_by_unit(report, kinds), lacking_of(report)
    standing = _appointments_by_own_unit(report)
    units = []
    for unit in shown.values():
        appointments = (counting if unit.id in bound else standing)[unit.id]
        found = _unit_overview(report, unit, appointments, findings[unit.id], lacking)
        above = None if unit.id in bound else roster.counts_for(unit.id, kinds)
        units.append(replace(found, counts_for=register.units[above] if above else None, away=_away(report, unit.id)))
    others = [] if asked else [held for held in _held(report) if _place_of(held, report, kinds) not in shown]
    return Overview(report, units, findings[None], _holdings(report, others, lacking), _unread(report))


def _unit_shown(finding: Finding, report: Report, kinds: tuple[str, ...], shown: Mapping[str, Unit]) -> str | None:
    """The unit under which a finding is shown: its own where that is shown, else the one for which it counts."""
    unit_id = unit_of(finding.gap, report.register)
    if unit_id is None or unit_id in shown:
        return unit_id
    if unit_id not in report.register.units:
        return None
    above = report.case.roster.counts_for(unit_id, kinds)
    return above if above in shown else None


def _place_of(appointment: Appointment, report: Report, kinds: tuple[str, ...]) -> str | None:
    return report.case.roster.counts_for(appointment.unit, kinds)


def _unread(report: Report) -> list[str]:
    register, asked = report.register, report.policy.units
    named = {register.unit_of_file(path) for path in report.unchecked}
    return sorted(name for name in named if name and name not in register.units and (not asked or name in asked))


def _appointments_by_unit(report: Report, kinds: tuple[str, ...]) -> dict[str, list[Appointment]]:
    roster = report.case.roster
    by_unit: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in _held(report):
        unit_id = roster.counts_for(appointment.unit, kinds)
        if unit_id is not None:
            by_unit[unit_id].append(appointment)
    return by_unit


def _away(report: Report, unit_id: str) -> list[Person]:
    """Who is appointed, but does not count on the day."""
    roster = report.case.roster
    people = dict.fromkeys(one.person for one in roster.in_force.get(unit_id, ()) if one.person not in roster.counting)
    return [roster.person(person) for person in people]


def _appointments_by_own_unit(report: Report) -> dict[str, list[Appointment]]:
    by_unit: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in _held(report):
        by_unit[appointment.unit].append(appointment)
    return by_unit


def _held(report: Report) -> Iterable[Appointment]:
    for holders in report.case.roster.holdings.values():
        for appointments in holders.values():
            yield from appointments


def _unit_overview(
    report: Report,
    unit: Unit,
    appointments: list[Appointment],
    own_findings: list[Finding],
    lacking: Lacking,
) -> UnitOverview:
    register = report.register
    below = {appointment.unit for appointment in appointments if appointment.unit != unit.id}
    holdings = _holdings(report, appointments, lacking)
    # What a holder lacks concerns this unit, too, where the person stands in another unit's file.
    own = {(found.rule, found.fingerprint) for found in own_findings}
    others = [found for held in holdings for found in held.lacks if (found.rule, found.fingerprint) not in own]
    return UnitOverview(
        unit=unit,
        leader=register.people.get(unit.leader or ""),
        holdings=holdings,
        contributing=[register.units[unit_id] for unit_id in sorted(below)],
        findings=sorted([*own_findings, *others], key=lambda found: (found.waived, found.severity.rank)),
    )


def _holdings(
    report: Report,
    appointments: list[Appointment],
    lacking: Lacking,
) -> list[Holding]:
    by_holder: dict[tuple[str, str], dict[str | None, Appointment]] = defaultdict(dict)
    for appointment in appointments:
        by_holder[appointment.role, appointment.person].setdefault(appointment.process, appointment)
    return [
        Holding(report.register.people[person], role, held, lacking.get((role, person), ()))
        for (role, person), held in sorted(by_holder.items(), key=lambda item: item[0])
    ]


def lacking_of(report: Report) -> Lacking:
    """What norms ask of each person in each role, and the person lacks."""
    lacking: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for found in report.findings:
        role, person = found.gap.subject.get("role"), found.gap.subject.get("person")
        if found.gap.norm is not None and role and person:
            lacking[role, person].append(found)
    return lacking


def lacks_for(process: str | None, findings: Iterable[Finding]) -> list[Finding]:
    """Those of the findings about a person in a role that are about one process."""
    return [found for found in findings if found.gap.subject.get("process") == process]


def _rank(severity: Severity) -> int:
    return severity.rank
