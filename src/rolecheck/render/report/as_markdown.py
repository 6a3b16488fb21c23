"""The gap report as Markdown, for a page that people share."""

from collections.abc import Iterable, Iterator

from rolecheck.render.blocks import Block, Cell, Facts, Item, Items, Page, Paragraph, Section, Table
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log, for_markdown, for_uri, shortened
from rolecheck.render.report.document import Document

ENDING = ".md"
IS_BINARY = False
_LONGEST = 2_000
_DEEPEST = 6


def render(document: Document, canvas: Canvas) -> str:  # noqa: ARG001 - every format is called alike
    """A heading for each page, then its blocks; units stand below the overview."""
    writer = _Writer(document)
    pages = [writer.page(page, 2 if number and document.has_index else 1) for number, page in enumerate(document.pages)]
    return for_log(document.speaker.last_word("\n".join(pages)))


class _Writer:
    """Writes one block at a time."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def page(self, page: Page, level: int) -> str:
        """A title, and what stands under it."""
        return "\n".join([f"{'#' * level} {_clean(page.title)}\n", *self._blocks(page.blocks, level + 1)])

    def _blocks(self, blocks: Iterable[Block], level: int) -> Iterator[str]:
        for block in blocks:
            match block:
                case Section():
                    yield f"{'#' * min(level, _DEEPEST)} {_clean(block.title)}\n"
                    yield from self._blocks(block.blocks, level + 1)
                case Facts():
                    yield "".join(f"- **{_clean(name)}:** {self._cell(cell)}\n" for name, cell in block.pairs)
                case Table():
                    yield self._table(block)
                case Items():
                    yield "".join(map(_item, block.items))
                case Paragraph():
                    yield f"{_clean(block.text)}\n"

    def _table(self, table: Table) -> str:
        lines = [map(_clean, table.columns), ["---"] * len(table.columns)]
        lines += [map(self._cell, row) for row in table.rows]
        note = f"\n{_clean(table.note)}\n" if table.note else ""
        return "".join(f"| {' | '.join(line)} |\n" for line in lines) + note

    def _cell(self, cell: Cell) -> str:
        text = _clean(self._document.speaker.text(cell.value))
        address = self._document.address(cell.link, ENDING)
        return f"[{text}]({for_uri(address)})" if address else text


def _item(item: Item) -> str:
    tag = f"**{_clean(item.tag)}:** " if item.tag else ""
    return "".join([f"- {tag}{_clean(item.text)}\n", *(f"  - {_clean(detail)}\n" for detail in item.details)])


def _clean(text: str) -> str:
    return for_markdown(shortened(text, _LONGEST))
