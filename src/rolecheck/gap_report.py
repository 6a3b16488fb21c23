"""The content of a gap report, without words: what each unit must do and why, and what concerns the whole register."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from rolecheck.actions import Action, actions_of
from rolecheck.check import Report
from rolecheck.endings import Ending, Endings
from rolecheck.finding import Finding, gravity
from rolecheck.obligations import obligations_of
from rolecheck.overview import OTHER, Holding, Overview, Requirement, Standing, UnitOverview, overview_of, standing_of
from rolecheck.qualifications import Qualification, qualifications_of


@dataclass(frozen=True, slots=True)
class Revision:
    """The commit that a register stands at; `changed` where its files are no longer as they stand there."""

    commit: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A unit – or, without one, what belongs to no unit that is shown – with everything that is said of it."""

    unit: UnitOverview | None
    holdings: Sequence[Holding]
    actions: Sequence[Action]
    qualifications: Sequence[Qualification]
    endings: Sequence[Ending]
    findings: Sequence[Finding]

    @property
    def counting(self) -> list[Finding]:
        """The findings that count."""
        return [finding for finding in self.findings if not finding.waived]

    @property
    def waived(self) -> list[Finding]:
        """The findings that a waiver accepts."""
        return [finding for finding in self.findings if finding.waived]


@dataclass(frozen=True)
class GapReport:
    """A report, unit by unit. The part of a unit is made when it is asked for: a register can have very many."""

    overview: Overview
    revision: Revision | None = None

    @property
    def report(self) -> Report:
        """What the check found."""
        return self.overview.report

    @cached_property
    def _endings(self) -> Endings:
        return Endings(self.report)

    @cached_property
    def _obligations(self) -> Mapping[str, Sequence[Requirement]]:
        return obligations_of(self.overview)

    def standing(self, unit: UnitOverview, requirement: Requirement) -> Standing:
        """How a unit stands with a requirement."""
        worst = unit.worst_about(requirement)
        if worst is not None:
            return standing_of(worst)
        binding = self._obligations.get(unit.unit.id)
        binds = binding is not None and (requirement.name == OTHER or requirement in binding)
        return "good" if binds and unit.complete else ""

    def part(self, unit: UnitOverview) -> Part:
        """Everything about one unit."""
        return self._part(unit, unit.holdings, unit.findings, self._endings.at(unit.unit))

    @property
    def parts(self) -> Iterator[Part]:
        """The units, one after the other."""
        return map(self.part, self.overview.units)

    @cached_property
    def elsewhere(self) -> Part:
        """What concerns no unit that is shown: cards, documents, processes, files, and people with roles in other units."""
        findings = sorted(self.overview.elsewhere, key=gravity)
        asked = self.report.policy.units
        endings = [] if asked else self._endings.outside([unit.unit.id for unit in self.overview.units])
        return self._part(None, self.overview.holdings_elsewhere, findings, endings)

    @cached_property
    def actions(self) -> Sequence[tuple[UnitOverview | None, Sequence[Action]]]:
        """What must be done at each unit, and – without one – what belongs to no unit that is shown."""
        return [(part.unit, part.actions) for part in (*self.parts, self.elsewhere)]

    def _part(
        self,
        unit: UnitOverview | None,
        holdings: Sequence[Holding],
        findings: Sequence[Finding],
        endings: Sequence[Ending],
    ) -> Part:
        qualifications = qualifications_of(holdings, self.report)
        actions = actions_of(findings, endings, qualifications, self.report)
        return Part(unit, holdings, actions, qualifications, endings, findings)


def gap_report_of(report: Report, revision: Revision | None = None) -> GapReport:
    """The gap report of a check."""
    return GapReport(overview_of(report), revision)
