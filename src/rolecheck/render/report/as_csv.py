"""All tables below each other, for a spreadsheet: UTF-8 with a mark that Excel looks for, lines as RFC 4180 ends them."""

from collections.abc import Iterable
from datetime import date

from rolecheck.render.blocks import Cell, Table
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_csv
from rolecheck.render.report.document import Document
from rolecheck.render.report.gathered import gathered

ENDING = ".csv"
IS_BINARY = False
_MARK = "\ufeff"
_FOR_READERS_ONLY = frozenset({"units", "roles"})  # other tables say the same with a row for each thing


def render(document: Document, canvas: Canvas) -> str:
    """A row for each thing; the first column says of which table it is, and columns of one name are one column."""
    tables = [table for table in gathered(document) if table.name not in _FOR_READERS_ONLY]
    first = [document.speaker.say(f"report.{name}") for name in ("unit", "id")]
    titles = list(dict.fromkeys([*first, *(title for table in tables for title in table.columns)]))
    rows = [[document.speaker.say("report.table"), *titles]]
    rows += [cells for table in tables for cells in _cells(table, titles)]
    return _MARK + "".join(canvas.separator.join(map(for_csv, cells)) + "\r\n" for cells in rows)


def _cells(table: Table, titles: Iterable[str]) -> Iterable[list[str]]:
    for row in table.rows:
        values = {title: _written(cell) for title, cell in zip(table.columns, row, strict=True)}
        yield [table.caption, *(values.get(title, "") for title in titles)]


def _written(cell: Cell) -> str:
    """A day as every program reads it."""
    return cell.value.isoformat() if isinstance(cell.value, date) else str(cell.value)
