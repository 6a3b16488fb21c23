"""What counts as what: severities, selection, units, waivers, and when a run has failed."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, TypeAlias

from rolecheck.document import Place
from rolecheck.finding import Finding, Gap, Severity
from rolecheck.layout import FileKind, kind_of
from rolecheck.model import Appointment, Waiver
from rolecheck.register import Register
from rolecheck.rule import Rule

FailOn: TypeAlias = Literal["error", "warning", "note", "never"]


@dataclass(frozen=True, slots=True)
class Policy:
    """How a run judges: what the register's settings say, then what was asked for.

    `select` empty means every rule; `units` empty means every unit, else these and all below them. With `holders_too`,
    what the holders of roles at these units lack is a part of them, whichever unit's file the people stand in.
    """

    severities: Mapping[str, str] = field(default_factory=dict)
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    holders_too: bool = False
    fail_on: FailOn = "error"
    use_waivers: bool = True

    @classmethod
    def of(
        cls,
        register: Register,
        *,
        select: Iterable[str] = (),
        ignore: Iterable[str] = (),
        units: Iterable[str] = (),
        holders_too: bool = False,
        fail_on: FailOn | None = None,
        use_waivers: bool = True,
    ) -> "Policy":
        """The register's own policy, with what a caller asks for on top."""
        settings = register.settings
        return cls(
            severities=settings.severity if settings else {},
            select=frozenset(select),
            ignore=frozenset(ignore),
            units=frozenset(units),
            holders_too=holders_too,
            fail_on=fail_on or (settings.fail_on if settings else "error"),
            use_waivers=use_waivers,
        )

    @property
    def leaves_rules_out(self) -> bool:
        """Whether selection leaves out what some rules find."""
        return bool(self.select or self.ignore)

    def looks_for(self, rule: str) -> bool:
        """Whether selection and the register's settings leave in what a rule finds."""
        if self.severities.get(rule) == "off" or rule in self.ignore:
            return False
        return not self.select or rule in self.select

    def is_off(self, rule: Rule) -> bool:
        """Whether the register has switched a rule off: its findings do not exist."""
        return self.severities.get(rule.id) == "off"

    def severity_of(self, rule: Rule, gap: Gap) -> Severity:
        """The register's word on the rule, else the rule's own, else what the norm says."""
        override = self.severities.get(rule.id)
        if override is not None:
            return Severity(override)
        if rule.severity is not None:
            return rule.severity
        return gap.norm.own_severity if gap.norm else Severity.ERROR

    def shows(self, finding: Finding, register: Register) -> bool:
        """Whether selection leaves a finding in."""
        units = units_of(finding.gap, register) if self.units else ()
        return any(self.covers(finding.rule, unit, register) for unit in units or (None,))

    def covers(self, rule: str, unit: str | None, register: Register) -> bool:
        """Whether selection leaves in what a rule finds about a unit."""
        if not self.looks_for(rule):
            return False
        return not self.units or (unit is not None and register.is_within(unit, self.units))

    def fails(self, findings: Iterable[Finding], unchecked: Collection[str]) -> bool:
        """Whether a run has failed; a file that nobody could check always fails it."""
        if unchecked:
            return True
        return any(self.fails_on(finding) for finding in findings)

    def fails_on(self, finding: Finding) -> bool:
        """Whether a finding alone makes a run fail."""
        if finding.waived or self.fail_on == "never":
            return False
        return finding.severity.rank <= Severity(self.fail_on).rank


def is_about(gap: Gap, appointments: Iterable[Appointment]) -> bool:
    """Whether what a holder of a role lacks concerns some of their appointments.

    It does so for each to the process, unless it stands in one appointment: then for that unit alone.
    """
    subject = gap.subject
    units = (subject.get("unit"),) if gap.place.path[:1] == ("appointments",) else None
    return any(one.process == subject.get("process") and (units is None or one.unit in units) for one in appointments)


def unit_of(gap: Gap, register: Register) -> str | None:
    """The unit that a gap concerns, the first where there are several."""
    return next(iter(units_of(gap, register)), None)


def units_of(gap: Gap, register: Register) -> Sequence[str]:
    """The units that a gap concerns: the subject says so, else its file does, or the waivers that it stands in.

    One value in two waivers is one gap with two places, so that it can concern several units.
    """
    unit = gap.subject.get("unit") or gap.unit or register.unit_of_file(gap.place.file)
    if unit is not None:
        return (unit,)
    places = (gap.place, *(related.place for related in gap.related))
    named = (_unit_of_waiver(place) for place in places if kind_of(place.file) is FileKind.WAIVERS)
    return [name for name in named if name in register.units]


def _unit_of_waiver(place: Place) -> str:
    """The unit that the waiver at a place names, also where nothing else of that waiver can be used."""
    match place.path, place.document.values:
        case (int(position), *_), list(waivers) if position < len(waivers):
            waiver = waivers[position]
            unit = waiver.get("unit") if isinstance(waiver, dict) else None
            return unit if isinstance(unit, str) else ""
        case _:
            return ""


def matching_waivers(rule: Rule, gap: Gap, waivers: Iterable[Waiver]) -> list[Waiver]:
    """The rule's waivers that match a gap; every key that a waiver gives must stand in the gap's subject with its value."""
    if not rule.waivable:
        return []
    subject = gap.subject
    return [waiver for waiver in waivers if all(subject.get(key) == value for key, value in waiver.matched.items())]


def in_force(waivers: Iterable[Waiver], day: date) -> Waiver | None:
    """The first of some waivers that is in force on a day."""
    return next((waiver for waiver in waivers if waiver.in_force_on(day)), None)
