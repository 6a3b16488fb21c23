"""The tasks of all units in one table: what the reader of the whole looks for first."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rolecheck.actions import Urgency
from rolecheck.gap_report import GapReport
from rolecheck.model import Unit
from rolecheck.overview import UnitOverview
from rolecheck.render.blocks import Cell, Table
from rolecheck.render.order import sorting_of
from rolecheck.render.report.phrases import Task, tasks_of
from rolecheck.render.report.tables import deadline, unit_name
from rolecheck.wording import Speaker


@dataclass(frozen=True, slots=True)
class _Shared:
    """A task, and the units – none for what belongs to no unit – at which the same is asked of the same people."""

    task: Task
    units: tuple[Unit, ...]


def all_tasks(gap_report: GapReport, speaker: Speaker, *, most: int | None = None) -> Table | None:
    """Who does what for which unit, by when: deadlines first, then by unit; None where nothing has to be done.

    `most` is how many are shown; how many more there are is said below.
    """
    found = _in_order(gap_report, speaker)
    rows = [
        [deadline(one.task, speaker), _where(one.units, speaker), Cell(one.task.who), Cell(one.task.what)]
        for one in found[:most]
    ]
    more = len(found) - len(rows)
    note = speaker.say("report.more-actions", n=more) if more else ""
    columns = [speaker.say(f"report.{name}") for name in ("by", "unit", "who", "what")]
    caption = speaker.say("report.caption-actions")
    return Table(caption, columns, rows, "all-actions", note, tidy=_tidy(found, speaker)) if found else None


def _in_order(gap_report: GapReport, speaker: Speaker) -> Sequence[_Shared]:
    """Each task once. The order is that of what is most urgent of it at any unit."""
    found: dict[Hashable, _Shared] = {}
    for unit, task in sorted(_tasks(gap_report, speaker), key=lambda one: _sorted_by(one[0], one[1], speaker)):
        units = (unit.unit,) if unit is not None else ()
        known = found.get(task.key)
        found[task.key] = _Shared(known.task, (*known.units, *units)) if known else _Shared(task, units)
    return list(found.values())


def _tasks(gap_report: GapReport, speaker: Speaker) -> Iterator[tuple[UnitOverview | None, Task]]:
    for unit, actions in gap_report.actions:
        yield from ((unit, task) for task in tasks_of(actions, gap_report.report, speaker, at=unit))


def _sorted_by(unit: UnitOverview | None, task: Task, speaker: Speaker) -> tuple[int, date, tuple[str, str]]:
    """What belongs to no unit comes last of what is equally urgent."""
    name = sorting_of(unit, speaker) if unit is not None else ("\U0010ffff", "")
    return list(Urgency).index(task.urgency), task.day or date.max, name


def _where(units: Sequence[Unit], speaker: Speaker) -> Cell:
    if not units:
        return Cell(speaker.say("report.no-unit"))
    return Cell(speaker.listed(units), link=unit_name(units[0].id, speaker) if len(units) == 1 else "")


def _tidy(found: Sequence[_Shared], speaker: Speaker) -> Table:
    """A row for each unit and task."""
    names = ("unit", "id", "by", "who", "what")
    rows = [
        [*_whose(unit, speaker), deadline(one.task, speaker), Cell(one.task.who), Cell(one.task.what)]
        for one in found
        for unit in one.units or (None,)
    ]
    titles = [speaker.say(f"report.{name}") for name in names]
    return Table(speaker.say("report.sheet-all-actions"), titles, rows, name="all-actions")


def _whose(unit: Unit | None, speaker: Speaker) -> tuple[Cell, Cell]:
    if unit is None:
        return Cell(speaker.say("report.no-unit")), Cell("")
    return Cell(speaker.text(unit), link=unit_name(unit.id, speaker)), Cell(speaker.text(unit.id))
