"""How a unit stands as a whole, in words."""

from rolecheck.check import Report
from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Cell
from rolecheck.wording import Speaker


def status(found: UnitOverview, report: Report, speaker: Speaker) -> Cell:
    """In order or not; also where no norm binds the unit, or where it does not exist on the day."""
    unit = found.unit
    if not unit.active_on(report.as_of):
        closed = unit.last_day is not None and unit.last_day < report.as_of
        return Cell(speaker.say("report.status-closed" if closed else "report.status-not-open"), "note")
    if unit.id not in report.case.roster.bound_ids and not found.findings:
        return Cell(speaker.say("report.status-free"))
    return Cell(speaker.say(f"report.status-{found.status}"), found.standing)
