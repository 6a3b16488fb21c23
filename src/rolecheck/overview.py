"""A report seen unit by unit: who holds what there, who lacks what, and what is wanting."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Literal, TypeAlias

from rolecheck.cards import EveryUnitHas
from rolecheck.check import Report
from rolecheck.demands import Demands
from rolecheck.finding import Finding, Severity, gravity
from rolecheck.layout import FileKind
from rolecheck.model import Appointment, Person, Unit
from rolecheck.policy import Policy, is_about, unit_of

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
# The same as a whole; "unchecked" where nothing is found that must or should be done, but too little could be read to tell.
Status: TypeAlias = Literal["error", "warning", "note", "waived", "good", "unchecked"]

# What these files say holds for every unit.
_OF_ALL_UNITS = frozenset({FileKind.SETTINGS, FileKind.PROCESSES, FileKind.COURSES, FileKind.ROLE_CARD})

# What people lack, by role and person.
Lacking: TypeAlias = Mapping[tuple[str, str], Sequence[Finding]]


@dataclass(frozen=True)
class Holding:
    """One person in one role at a unit: for which processes, appointed where, and what the person lacks for it."""

    person: Person
    role: str
    appointments: Mapping[str | None, Sequence[Appointment]]
    lacks: Sequence[Finding]


@dataclass(frozen=True)
class UnitOverview:
    """One unit. `counts_for` is the unit above for which its appointments count, where it has no duty of its own.

    `contributing` are the units below at which somebody is appointed who counts for this one; `away` are those who
    are appointed, but do not count on the day. `complete` is False where a file could not be read that holds for all
    units, so that nobody can say that all is in order.
    """

    unit: Unit
    leader: Person | None
    holdings: Sequence[Holding]
    contributing: Sequence[Unit]
    findings: Sequence[Finding]
    away: Sequence[Person] = ()
    counts_for: Unit | None = None
    complete: bool = True

    @property
    def status(self) -> Status:
        """How the unit stands as a whole."""
        worst = _worst_of(self.findings)
        if not self.complete and (worst is None or worst.waived or worst.severity is Severity.NOTE):
            return "unchecked"
        return "good" if worst is None else standing_of(worst)

    @property
    def standing(self) -> Standing:
        """The same by gravity: that nobody could check it is as grave as an error."""
        return "error" if self.status == "unchecked" else self.status

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
        return bool(deciding) and all(map(policy.looks_for, deciding))


@dataclass(frozen=True)
class Overview:
    """A report by unit, what belongs to no unit that is shown, and the summary's columns.

    `away` are all who are appointed, but do not count on the day. `unread` are the units that stand in no other file than
    one that cannot be read, by the names of their files.
    """

    report: Report
    units: Sequence[UnitOverview]
    elsewhere: Sequence[Finding]
    holdings_elsewhere: Sequence[Holding] = ()
    away: Sequence[Person] = ()
    unread: Sequence[str] = ()

    @property
    def is_partial(self) -> bool:
        """Whether there are requirements that were not looked at, as selection left them out or a file could not be read."""
        return self.report.policy.leaves_rules_out or not all(unit.complete for unit in self.units)

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
    roster, register, demands = report.case.roster, report.register, report.demands
    asked = report.policy.units
    shown = {unit.id: unit for unit in roster.bound_units if not asked or register.is_within(unit.id, asked)}
    shown |= {unit_id: register.units[unit_id] for unit_id in sorted(asked) if unit_id in register.units}
    findings: dict[str | None, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        findings[_unit_shown(finding, report, shown)].append(finding)
    held, lacking = list(_held(report)), lacking_of(report)
    held_at = _by_unit(held, demands)
    active = roster.active_appointments(within_units=asked)
    away = [one for one in active if one.person not in roster.counting]
    away_at = _by_unit(away, demands)
    complete = _OF_ALL_UNITS.isdisjoint(register.unchecked_kinds)
    units = []
    for unit in shown.values():
        found = _unit_overview(report, unit, held_at[unit.id], findings[unit.id], lacking)
        above = None if unit.id in roster.bound_ids else roster.bound_above(unit.id)
        counts_for = register.units[above] if above else None
        units.append(
            replace(found, counts_for=counts_for, away=_people_of(away_at[unit.id], report), complete=complete)
        )
    others = [] if asked else [one for one in held if demands.units_of(one).isdisjoint(shown)]
    told = {id(finding) for unit in units for finding in unit.findings}
    elsewhere = [finding for finding in findings[None] if id(finding) not in told]
    holdings = _holdings(report, others, lacking)
    return Overview(report, units, elsewhere, holdings, _people_of(away, report), _unread(report))


def _unit_shown(finding: Finding, report: Report, shown: Mapping[str, Unit]) -> str | None:
    """The unit under which a finding is shown: its own where that is shown, else the one for which it counts."""
    unit_id = unit_of(finding.gap, report.register)
    if unit_id is None or unit_id in shown:
        return unit_id
    if unit_id not in report.register.units:
        return None
    above = report.case.roster.bound_above(unit_id)
    return above if above in shown else None


def _unread(report: Report) -> list[str]:
    register, asked = report.register, report.policy.units
    named = {register.unit_of_file(path) for path in report.unchecked}
    return sorted(name for name in named if name and name not in register.units and (not asked or name in asked))


def _by_unit(appointments: Iterable[Appointment], demands: Demands) -> Mapping[str, Sequence[Appointment]]:
    found: dict[str, list[Appointment]] = defaultdict(list)
    for appointment in appointments:
        for unit in demands.units_of(appointment):
            found[unit].append(appointment)
    return found


def _people_of(appointments: Iterable[Appointment], report: Report) -> list[Person]:
    return [report.case.roster.person(person) for person in dict.fromkeys(one.person for one in appointments)]


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
        findings=sorted([*own_findings, *others], key=gravity),
    )


def _holdings(
    report: Report,
    appointments: Iterable[Appointment],
    lacking: Lacking,
) -> list[Holding]:
    by_holder: dict[tuple[str, str], dict[str | None, list[Appointment]]] = defaultdict(dict)
    for one in appointments:
        by_holder[one.role, one.person].setdefault(one.process, []).append(one)
    return [
        Holding(report.register.people[person], role, held, lacks_of(lacking, role, person, chain(*held.values())))
        for (role, person), held in sorted(by_holder.items(), key=lambda item: item[0])
    ]


def lacks_of(lacking: Lacking, role: str, person: str, appointments: Iterable[Appointment]) -> list[Finding]:
    """What a person lacks for some of their appointments to a role."""
    own = tuple(appointments)
    return [finding for finding in lacking.get((role, person), ()) if is_about(finding.gap, own)]


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


def standing_of(finding: Finding) -> Literal["error", "warning", "note", "waived"]:
    """How a finding makes a unit stand."""
    return "waived" if finding.waived else finding.severity.value


def _worst_of(findings: Iterable[Finding]) -> Finding | None:
    return min(findings, key=gravity, default=None)
