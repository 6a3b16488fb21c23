"""Who has which role for which process: process × person."""

from collections.abc import Iterator, Sequence

from rolecheck.finding import Severity
from rolecheck.gap_report import GapReport, Part
from rolecheck.model import Appointment
from rolecheck.overview import Holding, lacks_for
from rolecheck.render.blocks import Cell, Table
from rolecheck.wording import Speaker


def matrix(part: Part, gap_report: GapReport, speaker: Speaker) -> Table | None:
    """A row for each person in each role, a column for each process; None where nobody has a role."""
    if not part.holdings:
        return None
    say, processes = speaker.say, _processes(part, gap_report)
    columns = [say("report.person"), say("report.role")]
    columns += [speaker.process(process) if process else say("report.no-process") for process in processes]
    rows = [
        [Cell(_name(holding, part, speaker)), Cell(speaker.role(holding.role))]
        + [_cell(holding, process, speaker) for process in processes]
        for holding in part.holdings
    ]
    marked = any(_worst(holding, process) for holding in part.holdings for process in holding.appointments)
    note, signed = (say(f"report.{name}") if marked else "" for name in ("roles-note", "roles-note-signs"))
    return Table(say("report.caption-roles"), columns, rows, "roles", note, signed, _tidy(part, processes, speaker))


def _processes(part: Part, gap_report: GapReport) -> list[str | None]:
    """The processes that somebody at the unit must have, or has."""
    is_bound = part.unit is not None and part.unit.counts_for is None
    required = {found.duty[1] for found in gap_report.overview.coverage if found.duty and is_bound}
    every = (*gap_report.report.register.processes, None)
    held = {process for holding in part.holdings for process in holding.appointments}
    return [process for process in every if process in required or process in held]


def _name(holding: Holding, part: Part, speaker: Speaker) -> str:
    """The person, with the other units at which they are appointed."""
    own = part.unit.unit.id if part.unit else None
    units = sorted({one.unit for held in holding.appointments.values() for one in held} - {own})
    name = speaker.text(holding.person)
    return speaker.say("report.person-at", person=name, units=", ".join(units)) if units else name


def _cell(holding: Holding, process: str | None, speaker: Speaker) -> Cell:
    if process not in holding.appointments:
        return Cell(speaker.say("report.not-held"))
    worst = _worst(holding, process)
    if worst is None:
        return Cell(speaker.say("report.held"), "good")
    but = speaker.say("report.held-but", mark=speaker.say(f"report.mark-{worst}"))
    return Cell(but, worst.value, signed=speaker.say("report.held"))


def _worst(holding: Holding, process: str | None) -> Severity | None:
    """The gravest thing that the person lacks for a process, and that counts."""
    found = [one.severity for one in lacks_for(process, holding.lacks) if not one.waived]
    return min(found, key=lambda severity: severity.rank, default=None)


def _tidy(part: Part, processes: Sequence[str | None], speaker: Speaker) -> Table:
    """A row for each person, role and process, with what the person lacks for it in words."""
    say = speaker.say
    names = ("person", "role", "process", "appointed-at", "from", "to", "lacks")
    rows = [
        list(_tidy_row(holding, appointment, speaker))
        for holding in part.holdings
        for process in processes
        for appointment in holding.appointments.get(process, ())
    ]
    return Table(say("report.sheet-appointments"), [say(f"report.{name}") for name in names], rows, name="appointments")


def _tidy_row(holding: Holding, appointment: Appointment, speaker: Speaker) -> Iterator[Cell]:
    process = appointment.process
    worst = _worst(holding, process)
    titles = [speaker.title(found.rule) for found in lacks_for(process, holding.lacks) if not found.waived]
    yield from (Cell(speaker.text(holding.person)), Cell(speaker.role(holding.role)))
    yield Cell(speaker.process(process) if process else speaker.say("report.no-process"))
    yield from (Cell(speaker.text(appointment.unit)), Cell(appointment.first_day), Cell(appointment.last_day or ""))
    yield Cell("; ".join(dict.fromkeys(titles)), worst.value if worst else "good")
