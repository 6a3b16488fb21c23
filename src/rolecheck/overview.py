"""A report seen unit by unit: who holds what there, who lacks what, and what is wanting."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

from rolecheck.cards import EveryUnitHas
from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.model import Appointment, Person, Unit
from rolecheck.policy import Policy, unit_of

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
# What may come, and no requirement: without it, too, one can say whether a requirement is met.
_ADVICE = frozenset({"single-holder"})

# How a unit stands, as a whole or with one requirement: by its gravest finding, else in order; "" where the requirement
# does not bind the unit, or was not looked at.
Standing: TypeAlias = Literal["error", "warning", "note", "waived", "good", ""]

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
    def standing(self) -> Standing:
        """How the unit stands as a whole."""
        worst = _worst_of(self.findings)
        return standing_of(worst) if worst else "good"

    def worst_about(self, requirement: "Requirement") -> Finding | None:
        """The gravest finding about one requirement, those that are waived last."""
        return _worst_of(found for found in self.findings if requirement.concerns(found))


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

    def was_looked_at(self, policy: Policy) -> bool:
        """Whether selection left in every rule that decides on it and that the register has not switched off."""
        deciding = {rule for rule in self.rules if policy.severities.get(rule) != "off"} - _ADVICE
        return (
            bool(deciding) and deciding.isdisjoint(policy.ignore) and (not policy.select or deciding <= policy.select)
        )


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
    def coverage(self) -> Sequence[Requirement]:
        """That units have somebody in each role for each process that some norm asks for, whether it was looked at or not."""
        norms = self.report.case.roster.norms
        duties = dict.fromkeys((found.card.role, process) for found, process in norms.for_processes(EveryUnitHas))
        return [
            Requirement(process, ("process-uncovered", "single-holder"), (role, process)) for role, process in duties
        ]

    @cached_property
    def requirements(self) -> Sequence[Requirement]:
        """Coverage, as far as it was looked at, then every other requirement that some finding is about."""
        policy = self.report.policy
        coverage = [found for found in self.coverage if found.was_looked_at(policy) or self._is_needed(found)]
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
    held_at, lacking = _shown_at(_held(report), report), lacking_of(report)
    away_at = _shown_at((one for one in roster.active_appointments() if one.person not in roster.counting), report)
    units = []
    for unit in shown.values():
        found = _unit_overview(report, unit, held_at(unit), findings[unit.id], lacking)
        above = None if unit.id in bound else roster.counts_for(unit.id, kinds)
        away = [roster.person(person) for person in dict.fromkeys(one.person for one in away_at(unit))]
        units.append(replace(found, counts_for=register.units[above] if above else None, away=away))
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


def _shown_at(appointments: Iterable[Appointment], report: Report) -> Callable[[Unit], Sequence[Appointment]]:
    """Which of the appointments each unit shows: what counts for it, or, where no norm binds it, what is in its file."""
    roster = report.case.roster
    kinds = tuple(sorted(roster.norms.binding_kinds))
    counting: dict[str | None, list[Appointment]] = defaultdict(list)
    own: dict[str | None, list[Appointment]] = defaultdict(list)
    for appointment in appointments:
        counting[_place_of(appointment, report, kinds)].append(appointment)
        own[appointment.unit].append(appointment)
    return lambda unit: (counting if unit.id in roster.bound_ids else own)[unit.id]


def _held(report: Report) -> Iterable[Appointment]:
    for holders in report.case.roster.holdings.values():
        for appointments in holders.values():
            yield from appointments


def _unit_overview(
    report: Report,
    unit: Unit,
    appointments: Sequence[Appointment],
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
        findings=sorted([*own_findings, *others], key=_gravest_first),
    )


def _holdings(
    report: Report,
    appointments: Iterable[Appointment],
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


def standing_of(finding: Finding) -> Standing:
    """How a finding makes a unit stand."""
    return "waived" if finding.waived else finding.severity.value


def _worst_of(findings: Iterable[Finding]) -> Finding | None:
    return min(findings, key=_gravest_first, default=None)


def _gravest_first(finding: Finding) -> tuple[bool, int]:
    return finding.waived, finding.severity.rank
