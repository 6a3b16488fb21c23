"""Tables for a terminal, laid out by rich; what stands in a cell is data and never markup."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import LONGEST_TEXT, for_terminal, shortened


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title; `centred` for marks."""

    title: str
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of one or several lines, in a style of rich; `limit` is how long a line may be, in characters."""

    text: str
    style: str = ""
    limit: int = LONGEST_TEXT


def drawn(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], canvas: Canvas) -> list[str]:
    """The lines of a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for column, width in zip(columns, _widths(columns, rows, canvas.width), strict=True):
        justify: Literal["center", "left"] = "center" if column.centred else "left"
        table.add_column(_text(Cell(column.title)), justify=justify, overflow="fold", width=width)
    for row in rows:
        table.add_row(*map(_text, row))
    console = Console(
        file=StringIO(),
        width=canvas.width,
        force_terminal=canvas.color,
        color_system="standard" if canvas.color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(table)
    lines = [line.rstrip() for line in capture.get().split("\n")]
    return [line for line in lines if line]


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], room: int) -> list[int | None]:
    """How wide each column is so that the table fits and no word is cut; nothing where even the longest words do not fit.

    Columns of marks, whose titles alone are long, give way first, then the widest. Left alone, rich takes from every
    column, and cuts words to do so.
    """
    cells = [
        [_text(cell) for cell in (Cell(column.title), *column_of)] for column, column_of in _by_column(columns, rows)
    ]
    widths = [max(cell_len(line) for text in texts for line in text.plain.split("\n")) for texts in cells]
    least = [max(cell_len(word) for text in texts for word in (*text.plain.split(), "")) for texts in cells]
    room -= 3 * len(columns) - 1  # what stands between the columns and beside them
    if sum(least) > room:
        return [None] * len(columns)
    while sum(widths) > room:
        giving = [at for at, width in enumerate(widths) if width > least[at]]
        widths[max(giving, key=lambda at: (columns[at].centred, widths[at]))] -= 1
    return list(widths)


def _by_column(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Column, list[Cell]]]:
    for at, column in enumerate(columns):
        yield column, [row[at] for row in rows]


def _text(cell: Cell) -> Text:
    lines = (for_terminal(shortened(line, cell.limit)) for line in cell.text.split("\n"))
    return Text("\n".join(lines), style=cell.style)
