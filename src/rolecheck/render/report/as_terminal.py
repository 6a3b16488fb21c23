"""The gap report in a terminal: a section for each unit, then one table over all of them."""

from collections.abc import Iterable, Iterator, Sequence

from rolecheck.render.blocks import Block, Cell, Facts, Item, Items, Page, Paragraph, Section, Table, Tone
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log, for_terminal
from rolecheck.render.paint import painted
from rolecheck.render.prose import LONGEST_PARAGRAPH, definition, heading, wrapped
from rolecheck.render.report.document import Document
from rolecheck.render.summary import summary_lines
from rolecheck.render.table import Cell as TerminalCell
from rolecheck.render.table import Column, drawn
from rolecheck.wording import Speaker

ENDING = ".txt"
IS_BINARY = False
_STYLES: dict[Tone, str] = {
    "error": "bold red",
    "warning": "bold yellow",
    "note": "cyan",
    "waived": "dim",
    "good": "green",
    "": "",
}
_PAINT: dict[Tone, str] = {"error": "error", "warning": "warning", "note": "note", "waived": "dim", "good": "good"}
_LENGTH_OF_A_MARK = 7
_BETWEEN_COLUMNS = 3
_MOST_TITLES = 6  # of columns of marks; where there are more, they have numbers


def render(document: Document, canvas: Canvas) -> str:
    """The whole report as text; the overview comes last, where a reader of a terminal looks first."""
    painter = _Painter(document.speaker, canvas)
    parts = ["\n".join(painter.page(page)) for page in document.pages[document.has_index :]]
    if document.has_index:
        parts += ["\n".join(painter.chapter(block)) for block in _last_is_the_table(document.pages[0].blocks)]
    parts.append("\n".join(summary_lines(document.gap_report.report, document.speaker, canvas)))
    return for_log(document.speaker.last_word("\n\n".join(parts) + "\n"))


def _last_is_the_table(blocks: Sequence[Block]) -> list[Section]:
    return [block for block in reversed(blocks) if isinstance(block, Section)]


class _Painter:
    """Lays out one block at a time."""

    def __init__(self, speaker: Speaker, canvas: Canvas) -> None:
        self._speaker = speaker
        self._canvas = canvas

    def page(self, page: Page) -> Iterator[str]:
        """A title, and what stands under it."""
        yield from heading(page.title, self._canvas)
        yield from self._blocks(page.blocks)

    def chapter(self, section: Section) -> Iterator[str]:
        """A part of the overview, which weighs as much as a unit."""
        yield from heading(section.title, self._canvas)
        first, *rest = section.blocks
        yield from self._under(first) if isinstance(first, Section) else self._block(first)
        yield from self._blocks(rest)

    def _blocks(self, blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Section):
                yield ""
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Section():
                yield from self._under(block)
            case Facts():
                for name, cell in block.pairs:
                    yield from self._fact(name, cell)
            case Table():
                yield from self._table(block)
            case Items():
                for item in block.items:
                    yield from self._item(item)
            case Paragraph():
                yield from self._painted(wrapped(block.text, self._canvas), block.tone)

    def _under(self, section: Section) -> Iterator[str]:
        yield painted(for_terminal(section.title), "bold", self._canvas)
        yield from self._blocks(section.blocks)

    def _fact(self, name: str, cell: Cell) -> Iterator[str]:
        value = self._speaker.text(cell.value)
        first, *rest = definition(name, value, self._canvas)
        start = f"{for_terminal(name)}: "
        yield f"{start}{self._tinted(first.removeprefix(start), cell.tone)}" if first.startswith(start) else first
        yield from self._painted(rest, cell.tone)

    def _item(self, item: Item) -> Iterator[str]:
        words = f"{item.tag}: {item.text}" if item.tag else item.text
        first, *rest = wrapped(words, self._canvas, first="- ", indent="  ")
        yield first.replace(item.tag, self._tinted(item.tag, item.tone), 1) if item.tag else first
        yield from rest
        for detail in item.details:
            yield from wrapped(detail, self._canvas, first="  ", indent="    ")

    def _painted(self, lines: Iterable[str], tone: Tone) -> Iterator[str]:
        return (self._tinted(line, tone) for line in lines)

    def _tinted(self, text: str, tone: Tone) -> str:
        return painted(text, _PAINT[tone], self._canvas) if tone else text

    # --- tables

    def _table(self, table: Table) -> Iterator[str]:
        texts = [[self._speaker.text(cell.value) for cell in row] for row in table.rows]
        is_mark = [_is_of_marks(number, texts) for number in range(len(table.columns))]
        numbered = sum(is_mark) > _MOST_TITLES or (any(is_mark) and not self._fits([table.columns, *texts]))
        titles = _numbered(table.columns, is_mark) if numbered else list(table.columns)
        columns = [Column(title, centred=marks) for title, marks in zip(titles, is_mark, strict=True)]
        rows = [
            [TerminalCell(text, _STYLES[cell.tone], LONGEST_PARAGRAPH) for text, cell in zip(said, row, strict=True)]
            for said, row in zip(texts, table.rows, strict=True)
        ]
        yield from drawn(columns, rows, self._canvas)
        yield from self._key(table, is_mark if numbered else ())

    def _fits(self, rows: Sequence[Sequence[str]]) -> bool:
        """Whether the table has room for the longest word of each column."""
        words = [max(len(word) for text in texts for word in (*text.split(), "")) for texts in zip(*rows, strict=True)]
        return sum(words) + _BETWEEN_COLUMNS * len(words) <= self._canvas.width

    def _key(self, table: Table, is_numbered: Sequence[bool]) -> Iterator[str]:
        """What the numbers and the marks of a table mean."""
        if is_numbered:
            yield ""
            titles = (title for title, numbered in zip(table.columns, is_numbered, strict=True) if numbered)
            for number, title in enumerate(titles, start=1):
                yield from wrapped(title, self._canvas, first=f"{number:>2}  ", indent="    ")
        if table.note:
            yield from ["", *wrapped(table.note, self._canvas)] if is_numbered else wrapped(table.note, self._canvas)


def _is_of_marks(number: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds nothing but short marks, so that it can be narrow; the first one names the row."""
    return number > 0 and all(len(row[number]) <= _LENGTH_OF_A_MARK for row in rows)


def _numbered(titles: Sequence[str], is_mark: Sequence[bool]) -> list[str]:
    numbers = iter(range(1, len(titles) + 1))
    return [str(next(numbers)) if marks else title for title, marks in zip(titles, is_mark, strict=True)]
