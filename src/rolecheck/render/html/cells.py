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


def rows(table: Table, view: View) -> Markup:
    """The rows of a table for reading. They may be stacked: each cell says what it is, and its column’s name."""
    labels = [for_html(column) for column in table.columns[1:]]
    return _markup("\n".join(_row(row, labels, view) for row in table.rows))


def marks(table: Table, view: View) -> Markup:
    """The rows of a grid, which may be stacked as well: the tone of a mark is that of its whole cell."""
    labels = [for_html(column) for column in table.columns[1:]]
    return _markup("\n".join(f'<tr role="row">{"".join(_marks_of(row, labels, view))}</tr>' for row in table.rows))


def _row(row: Sequence[Cell], labels: Sequence[str], view: View) -> str:
    first, *others = row
    parts = [f'<th scope="row" role="rowheader">{_in_row(first, view)}</th>']
    for label, cell in zip(labels, others, strict=True):
        number = ' class="number"' if isinstance(cell.value, int) else ""
        parts.append(f'<td role="cell" data-label="{label}"{number}>{_in_row(cell, view)}</td>')
    return f'<tr role="row">{"".join(parts)}</tr>'


def _in_row(cell: Cell, view: View) -> str:
    return f'<span class="pill {cell.tone}">{value(cell, view)}</span>' if cell.tone else value(cell, view)


def _marks_of(row: Sequence[Cell], labels: Sequence[str], view: View) -> list[str]:
    first, *others = row
    parts = [f'<th scope="row" role="rowheader">{value(first, view)}</th>']
    for label, cell in zip(labels, others, strict=True):
        tone = f' class="{cell.tone}"' if cell.tone else ""
        parts.append(f'<td role="cell" data-label="{label}"{tone}>{value(cell, view)}</td>')
    return parts


def _sign(cell: Cell, view: View) -> str:
    colon = ": " if _said(cell) != "" else ""
    word = for_html(view.tone_word(cell.tone))
    return f'<span class="sign" aria-hidden="true">{SIGNS[cell.tone]}</span><span class="unseen">{word}{colon}</span>'


def _said(cell: Cell) -> str | int | date:
    """What stands beside the sign."""
    return cell.value if cell.signed is None or not cell.tone else cell.signed


def _markup(escaped: str) -> Markup:
    return Markup(escaped)  # noqa: S704 - every text in it went through for_html
