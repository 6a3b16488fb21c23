"""Tables for a terminal, laid out by rich; what stands in a cell is data and never markup."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_terminal, shortened


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title; `centred` for marks, `wide` takes the room that is left, `narrowest` is its least width."""

    title: str
    centred: bool = False
    wide: bool = False
    narrowest: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A text of one or several lines, in a style of rich."""

    text: str
    style: str = ""


def drawn(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], canvas: Canvas) -> list[str]:
    """The lines of a table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for column in columns:
        justify: Literal["center", "left"] = "center" if column.centred else "left"
        table.add_column(
            _text(Cell(column.title)),
            justify=justify,
            overflow="fold",
            ratio=1 if column.wide else None,
            min_width=column.narrowest,
        )
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


def _text(cell: Cell) -> Text:
    lines = (for_terminal(shortened(line)) for line in cell.text.split("\n"))
    return Text("\n".join(lines), style=cell.style)
