"""The cells of tables as HTML. A site has millions of them: what a template would need a millisecond for takes a tenth of it here."""

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from rolecheck.render.blocks import Cell, Table
from rolecheck.render.escape import for_html
from rolecheck.render.html.view import SIGNS, View


def value(cell: Cell, view: View) -> Markup:
    """A cell’s value: its sign and the word for it, then the words, which may lead to another page."""
    words = for_html(view.words(_said(cell)))
    address = view.href(cell.link)
    if address:
        words = f'<a href="{for_html(address)}">{words}</a>'
    if isinstance(cell.value, date):
        words = f'<time datetime="{cell.value.isoformat()}">{words}</time>'
    return _markup(f"{_sign(cell, view)}{words}" if cell.tone else words)


def rows(table: Table, view: View, *, stacked: bool) -> Markup:
    """The rows of a table for reading; where they may be stacked, each cell says what it is, and its column’s name."""
    labels = [for_html(column) for column in table.columns]
    return _markup("\n".join(_row(row, labels, view, stacked=stacked) for row in table.rows))


def marks(table: Table, view: View) -> Markup:
    """The rows of a grid: the tone of a mark is that of its whole cell."""
    return _markup("\n".join(f"<tr>{''.join(_marks_of(row, view))}</tr>" for row in table.rows))


def _row(row: Sequence[Cell], labels: Sequence[str], view: View, *, stacked: bool) -> str:
    first, *others = row
    role = ' role="rowheader"' if stacked else ""
    parts = [f'<th scope="row"{role}>{_in_row(first, view)}</th>']
    for label, cell in zip(labels[1:], others, strict=True):
        role = f' role="cell" data-label="{label}"' if stacked else ""
        number = ' class="number"' if isinstance(cell.value, int) else ""
        parts.append(f"<td{role}{number}>{_in_row(cell, view)}</td>")
    role = ' role="row"' if stacked else ""
    return f"<tr{role}>{''.join(parts)}</tr>"


def _in_row(cell: Cell, view: View) -> str:
    return f'<span class="pill {cell.tone}">{value(cell, view)}</span>' if cell.tone else value(cell, view)


def _marks_of(row: Sequence[Cell], view: View) -> list[str]:
    first, *others = row
    toned = (f' class="{cell.tone}"' if cell.tone else "" for cell in others)
    marked = [f"<td{tone}>{value(cell, view)}</td>" for cell, tone in zip(others, toned, strict=True)]
    return [f'<th scope="row">{value(first, view)}</th>', *marked]


def _sign(cell: Cell, view: View) -> str:
    colon = ": " if _said(cell) != "" else ""
    word = for_html(view.tone_word(cell.tone))
    return f'<span class="sign" aria-hidden="true">{SIGNS[cell.tone]}</span><span class="unseen">{word}{colon}</span>'


def _said(cell: Cell) -> str | int | date:
    """What stands beside the sign."""
    return cell.value if cell.signed is None or not cell.tone else cell.signed


def _markup(escaped: str) -> Markup:
    return Markup(escaped)  # noqa: S704 - every text in it went through for_html
