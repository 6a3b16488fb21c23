"""The gap report in a terminal: a section for each unit, then one table over all of them."""

from collections.abc import Iterator, Sequence

from rolecheck.finding import Finding, Severity
from rolecheck.layout import FileKind
from rolecheck.overview import Holding, Overview, Requirement, UnitOverview
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_terminal
from rolecheck.render.paint import painted
from rolecheck.render.prose import definition, heading, wrapped
from rolecheck.render.remarks import waiver
from rolecheck.render.summary import summary_lines
from rolecheck.render.table import Cell, Column, drawn
from rolecheck.wording import Speaker

WIDE = 120  # columns from which the summary has room for the units’ names
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "cyan"}


def render(overview: Overview, speaker: Speaker, canvas: Canvas) -> str:
    """The whole report as text."""
    painter = _Painter(overview, speaker, canvas)
    parts = ["\n".join(painter.unit(unit)) for unit in overview.units]
    if overview.elsewhere:
        parts.append("\n".join(painter.elsewhere(overview.elsewhere)))
    if len(overview.units) > 1:
        parts.append("\n".join(painter.summary()))
    parts.append("\n".join(painter.legend()))
    parts.append("\n".join(summary_lines(overview.report, speaker, canvas)))
    return "\n\n".join(parts) + "\n"


class _Painter:
    """Lays out one part of the report at a time."""

    def __init__(self, overview: Overview, speaker: Speaker, canvas: Canvas) -> None:
        self._overview = overview
        self._report = overview.report
        self._speaker = speaker
        self._canvas = canvas

    # --- a unit

    def unit(self, found: UnitOverview) -> Iterator[str]:
        """Header, who holds what, what is wanting, what ends soon."""
        say = self._speaker.say
        yield from heading(self._speaker.text(found.unit), self._canvas)
        has_duty = found.unit in self._report.case.roster.bound_units
        if found.leader or has_duty:
            leader = self._speaker.text(found.leader) if found.leader else say("report.no-leader")
            yield from definition(say("report.leader"), leader, self._canvas)
        yield from definition(say("report.day"), self._speaker.text(self._report.as_of), self._canvas)
        yield f"{say('report.status')}: {self._status(found)}"
        if found.counts_for is not None:
            yield from self._lines(say("report.counts-for", unit=found.counts_for))
        elif found.holdings and not has_duty:
            unread = FileKind.UNIT in self._report.register.unchecked_kinds
            yield from self._lines(say("report.counts-for-unread" if unread else "report.counts-for-none"))
        if found.away:
            names = self._speaker.listed(found.away, most=20)
            yield from self._lines(say("report.away", people=names))
        if found.contributing:
            names = self._speaker.listed(found.contributing, most=20)
            yield from self._lines(say("report.contributing", units=names))
        yield ""
        yield from self._matrix(found)
        yield from self._gaps(found.findings)
        if found.endings:
            yield ""
            yield painted(say("report.endings", n=self._report.case.horizon_days), "bold", self._canvas)
            for ending in found.endings:
                facts = {"day": ending.day, "person": ending.person, "duty": ending.duty}
                yield from self._lines(f"- {say('report.ending', **facts)}", indent="  ")

    def _status(self, found: UnitOverview) -> str:
        if found.worst is None:
            waived = any(finding.waived for finding in found.findings)
            words = self._speaker.say("report.status-waived" if waived else "report.status-good")
            return painted(words, "good", self._canvas)
        return painted(self._speaker.say(f"report.status-{found.worst}"), found.worst.value, self._canvas)

    def _matrix(self, found: UnitOverview) -> Iterator[str]:
        if not found.holdings:
            yield self._speaker.say("report.nobody")
            return
        required = {name.duty[1] for name in self._overview.requirements if name.duty and found.counts_for is None}
        processes = [
            process
            for process in (*self._report.register.processes, None)
            if process in required or any(process in holding.appointments for holding in found.holdings)
        ]
        no_process = self._speaker.say("report.no-process")
        columns = [
            Column(self._speaker.say("report.holder")),
            *(Column(self._speaker.process(name) if name else no_process, centred=True) for name in processes),
            Column(self._speaker.say("report.lacks")),
        ]
        rows = [list(self._row(found, holding, processes)) for holding in found.holdings]
        yield from drawn(columns, rows, self._canvas)

    def _row(self, found: UnitOverview, holding: Holding, processes: Sequence[str | None]) -> Iterator[Cell]:
        name = self._speaker.text(holding.person)
        units = {appointment.unit for appointment in holding.appointments.values()} - {found.unit.id}
        if units:
            name = f"{name} ({', '.join(sorted(units))})"
        role = self._speaker.role(holding.role)
        yield Cell(f"{name}\n{role}" if self._has_several_roles(found) else name)
        for process in processes:
            yield Cell(self._mark(holding, process), self._style(holding, process))
        lacks = self._lacks(holding)
        yield Cell("\n".join(lacks if len(lacks) < 2 else (f"- {words}" for words in lacks)) or "–")

    def _has_several_roles(self, found: UnitOverview) -> bool:
        return len({holding.role for holding in found.holdings}) > 1

    def _mark(self, holding: Holding, process: str | None) -> str:
        if process not in holding.appointments:
            return ""
        worst = _worst(_about_process(holding, process))
        return self._speaker.say("report.mark-held") if worst is None else self._speaker.say(f"report.mark-{worst}")

    @staticmethod
    def _style(holding: Holding, process: str | None) -> str:
        worst = _worst(_about_process(holding, process))
        return "" if worst is None else _STYLES[worst]

    def _lacks(self, holding: Holding) -> list[str]:
        """What the person lacks, each thing once, in a few words."""
        lacks: dict[str, None] = {}
        for finding in holding.lacks:
            facts = finding.gap.facts
            what = facts.get("course") or facts.get("competence")
            title = self._speaker.title(finding.rule)
            words = f"{title}: {self._speaker.text(what)}" if what else title
            waived = f" ({self._speaker.common('waived')})" if finding.waived else ""
            lacks[f"{words}{waived}"] = None
        return list(lacks)

    # --- gaps

    def _gaps(self, findings: Sequence[Finding]) -> Iterator[str]:
        if not findings:
            return
        yield ""
        yield painted(self._speaker.say("report.gaps"), "bold", self._canvas)
        for finding in findings:
            yield from self._gap(finding)

    def _gap(self, finding: Finding) -> Iterator[str]:
        words = self._speaker.finding(finding)
        severity = self._speaker.common(finding.severity)
        style = "dim" if finding.waived else finding.severity.value
        if finding.waived:
            severity = f"{severity}, {self._speaker.common('waived')}"
        first, *rest = self._lines(f"- {severity}: {words.message}", indent="  ")
        yield first.replace(severity, painted(severity, style, self._canvas), 1)
        yield from rest
        if words.norm:
            yield from self._lines(f"  {self._speaker.common('norm')}: {words.norm}", indent="    ")
        if finding.waived:
            text = waiver(self._report, finding, self._speaker)
            yield from self._lines(f"  {self._speaker.common('waived')}: {text}", indent="    ")
        elif words.help:
            yield from self._lines(f"  → {words.help}", indent="    ")

    def elsewhere(self, findings: Sequence[Finding]) -> Iterator[str]:
        """What concerns no unit that is shown: cards, documents, processes, files."""
        yield from heading(self._speaker.say("report.elsewhere"), self._canvas)
        for finding in findings:
            yield from self._gap(finding)

    # --- the summary

    def summary(self) -> Iterator[str]:
        """Units × requirements, by letters that read without colour."""
        yield from heading(self._speaker.say("report.summary"), self._canvas)
        requirements = self._overview.requirements
        columns = [Column(self._speaker.say("report.unit"))]
        columns += [Column(str(number), centred=True) for number, _ in enumerate(requirements, start=1)]
        rows = [
            [self._name_in_summary(unit), *(self._summary_cell(unit, requirement) for requirement in requirements)]
            for unit in self._overview.units
        ]
        yield from drawn(columns, rows, self._canvas)
        yield ""
        for number, requirement in enumerate(requirements, start=1):
            yield f"{number:>2}  {for_terminal(self._requirement(requirement))}"

    def legend(self) -> Iterator[str]:
        """What the letters mean."""
        yield from self._lines(self._speaker.say("report.legend"))

    def _name_in_summary(self, unit: UnitOverview) -> Cell:
        return Cell(self._speaker.text(unit.unit) if self._canvas.width >= WIDE else unit.unit.id)

    def _requirement(self, requirement: Requirement) -> str:
        if requirement.duty is not None:
            return self._speaker.duty(*requirement.duty)
        return self._speaker.say(f"report.requirement-{requirement.name}")

    def _summary_cell(self, unit: UnitOverview, requirement: Requirement) -> Cell:
        worst = unit.worst_about(requirement)
        if worst is None:
            return Cell(self._speaker.say("report.mark-good"), "green")
        if worst.waived:
            return Cell(self._speaker.say("report.mark-waived"), "dim")
        return Cell(self._speaker.say(f"report.mark-{worst.severity}"), _STYLES[worst.severity])

    # --- lines

    def _lines(self, text: str, *, indent: str = "") -> list[str]:
        return wrapped(text, self._canvas, indent=indent)


def _about_process(holding: Holding, process: str | None) -> list[Finding]:
    return [found for found in holding.lacks if found.gap.subject.get("process") == process]


def _worst(findings: Sequence[Finding]) -> Severity | None:
    return min((found.severity for found in findings if not found.waived), key=lambda found: found.rank, default=None)
