"""What a site is about, alike in each language: a report, seen unit by unit, and how much of it may be shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rolecheck.cards import Decided, EveryProcessHas
from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.gap_report import GapReport, Revision, gap_report_of
from rolecheck.model import Appointment, Unit
from rolecheck.overview import Lacking, Overview, Requirement, UnitOverview, lacking_of, lacks_of, overview_of
from rolecheck.policy import unit_of
from rolecheck.render.blocks import IN_ORDER, Tone

MOST_ON_MAP = 100  # units in the map on the first page
TONES: tuple[Tone, ...] = ("good", "waived", "note", "warning", "error")


@dataclass(frozen=True)
class Edition:
    """A register on a day, checked by a version of rolecheck. `public` leaves out everything about single people."""

    report: Report
    version: str
    revision: Revision | None = None
    public: bool = False

    # --- units

    @cached_property
    def overview(self) -> Overview:
        """The units that some norm binds."""
        return self.gap_report.overview

    @cached_property
    def gap_report(self) -> GapReport:
        """What the pages of units say."""
        return gap_report_of(self.report, self.revision)

    @cached_property
    def units(self) -> Mapping[str, UnitOverview]:
        """Every unit that is shown, by id: what is appointed at one without a duty counts elsewhere, yet stands there."""
        bound = {found.unit.id: found for found in self.overview.units}
        policy, register = self.report.policy, self.report.register
        others = [
            unit_id
            for unit_id in register.units
            if unit_id not in bound and (not policy.units or register.is_within(unit_id, policy.units))
        ]
        if others:
            asked = replace(self.report, policy=replace(policy, units=frozenset(others)))
            bound = {found.unit.id: found for found in overview_of(asked).units} | bound
        return {unit_id: bound[unit_id] for unit_id in register.units if unit_id in bound}

    @cached_property
    def below(self) -> Mapping[str, Sequence[Unit]]:
        """The units right below each one."""
        below: dict[str, list[Unit]] = defaultdict(list)
        for found in self.units.values():
            parent = self.report.register.parent_of(found.unit)
            if parent is not None:
                below[parent.id].append(found.unit)
        return below

    @property
    def has_large_map(self) -> bool:
        """Whether the map of units and requirements is too large for the first page."""
        return len(self.overview.units) > MOST_ON_MAP

    def tone(self, unit: UnitOverview, requirement: Requirement) -> Tone:
        """How a unit stands with a requirement; "" where it does not bind the unit."""
        return self.gap_report.standing(unit, requirement)

    # --- processes

    @cached_property
    def appointments(self) -> Mapping[str, Sequence[Appointment]]:
        """The appointments in force for each process, at whatever unit, also of people who do not count."""
        found: dict[str, list[Appointment]] = defaultdict(list)
        for appointment in self.report.case.roster.active_appointments():
            if appointment.process is not None:
                found[appointment.process].append(appointment)
        return found

    def network(self, process_id: str) -> Sequence[Appointment]:
        """The appointments in force for a process at the units that are shown."""
        return [found for found in self.appointments.get(process_id, ()) if found.unit in self.units]

    @cached_property
    def answering_roles(self) -> frozenset[str]:
        """The roles that every process has: whoever holds one answers for the whole process."""
        return frozenset(found.card.role for found in self.report.case.roster.norms.all(EveryProcessHas))

    @cached_property
    def coordinating_roles(self) -> frozenset[str]:
        """Of the roles that answer for a process those that delegate to no other: they coordinate its network."""
        answering = self.answering_roles
        decided = self.report.case.roster.norms.all(Decided)
        delegating = {found.norm.by for found in decided if found.card.role in answering}
        return frozenset(answering - delegating) or answering

    @cached_property
    def _lacking(self) -> Lacking:
        return lacking_of(self.report)

    def lacks(self, appointment: Appointment) -> Sequence[Finding]:
        """What the person of an appointment lacks for it."""
        return lacks_of(self._lacking, appointment.role, appointment.person, [appointment])

    # --- rules

    @cached_property
    def by_rule(self) -> Mapping[str, Sequence[Finding]]:
        """The findings of each rule."""
        found: dict[str, list[Finding]] = defaultdict(list)
        for finding in self.report.findings:
            found[finding.rule].append(finding)
        return found

    def unit_of(self, finding: Finding) -> UnitOverview | None:
        """The unit that a finding is about, where that is shown."""
        return self.units.get(unit_of(finding.gap, self.report.register) or "")


def is_in_order(unit: UnitOverview) -> bool:
    """Whether nothing must or should be done."""
    return unit.standing in IN_ORDER
