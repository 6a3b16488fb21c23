"""The gap report as a workbook: a sheet for each kind of table. Texts are texts and never formulas; days are days."""

import textwrap
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from rolecheck import __version__
from rolecheck.render.blocks import Cell, Table, Tone
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_spreadsheet
from rolecheck.render.report.document import Document
from rolecheck.render.report.gathered import gathered

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.workbook import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

ENDING = ".xlsx"
IS_BINARY = True
_DAY = "yyyy-mm-dd"
_A4 = 9
_SAID_BY_THE_GRID = "standing"
_NARROWEST, _WIDEST, _MARGIN = 8, 45, 3  # in characters; a filter’s sign stands in the margin
_LINE, _MOST_LINES = 15, 25  # a row has 409 points at most
# Dark letters on light ground, as on paper; the words say the same.
_COLOURS: Mapping[Tone, Mapping[str, str]] = {
    "error": {"bg_color": "#FBDAD7", "font_color": "#7A1212"},
    "warning": {"bg_color": "#FDEFC8", "font_color": "#5C4300"},
    "note": {"bg_color": "#DCEBFA", "font_color": "#123B66"},
    "waived": {"font_color": "#595959", "italic": "1"},
    "good": {"font_color": "#1B5E20"},
    "": {},
}


def render(document: Document, canvas: Canvas) -> bytes:  # noqa: ARG001 - every format is called alike
    """The workbook's bytes; equal input gives equal bytes."""
    from xlsxwriter.workbook import Workbook  # noqa: PLC0415 - only those who ask for a workbook pay for it

    buffer = BytesIO()
    book = Workbook(
        buffer,
        {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    day = document.gap_report.report.as_of
    title = for_spreadsheet(document.pages[0].title)
    book.set_properties({"title": title, "comments": f"rolecheck {__version__}", "created": _midnight(day)})
    writer = _Writer(book, document)
    for table in gathered(document, even_nothing=True):
        if table.name != _SAID_BY_THE_GRID:
            writer.add(table)
    book.close()
    return buffer.getvalue()


class _Writer:
    """Adds a sheet at a time."""

    def __init__(self, book: "Workbook", document: Document) -> None:
        self._book = book
        self._document = document
        self._head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats: dict[tuple[Tone, bool], Format] = {}

    def add(self, table: Table) -> None:
        """A sheet with a frozen head, filters, readable widths, and a page for paper."""
        sheet = self._book.add_worksheet(table.caption)
        texts = [table.columns, *([self._document.speaker.text(cell.value) for cell in row] for row in table.rows)]
        widths = [_width(column) for column in zip(*texts, strict=True)]
        for column, (title, width) in enumerate(zip(table.columns, widths, strict=True)):
            sheet.write_string(0, column, for_spreadsheet(title), self._head)
            sheet.set_column(column, column, width)
        for number, row in enumerate(table.rows, start=1):
            for column, cell in enumerate(row):
                self._write(sheet, number, column, cell)
        for number, said in enumerate(texts):  # not every program makes room for a text of several lines
            sheet.set_row(number, _height(said, widths))
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)
        if table.note:
            sheet.write_string(len(table.rows) + 2, 0, for_spreadsheet(table.note))
        _lay_out_for_paper(sheet)

    def _write(self, sheet: "Worksheet", row: int, column: int, cell: Cell) -> None:
        look = self._look(cell)
        if cell.value == "":
            sheet.write_blank(row, column, None, look)
        elif isinstance(cell.value, date):
            sheet.write_datetime(row, column, _midnight(cell.value), look)
        elif isinstance(cell.value, int):
            sheet.write_number(row, column, cell.value, look)
        elif self._address(cell):
            sheet.write_url(row, column, f"external:{self._address(cell)}", look, for_spreadsheet(cell.value))
        else:
            sheet.write_string(row, column, for_spreadsheet(cell.value), look)

    def _address(self, cell: Cell) -> str:
        """Where another workbook of the folder stands; made of ids alone, and of nothing that somebody wrote freely."""
        return "" if cell.link == self._document.name else self._document.address(cell.link, ENDING)

    def _look(self, cell: Cell) -> "Format":
        key = (cell.tone, isinstance(cell.value, date))
        if key not in self._formats:
            look: dict[str, Any] = {"text_wrap": True, "valign": "top", **_COLOURS[cell.tone]}
            self._formats[key] = self._book.add_format(look | ({"num_format": _DAY, "align": "left"} if key[1] else {}))
        return self._formats[key]


def _width(texts: Sequence[str]) -> int:
    """In characters: a column of marks is as narrow as its title’s longest word allows."""
    title, *values = texts
    longest = max(map(len, values), default=0)
    word = max(map(len, title.split()), default=0)
    return min(max(_NARROWEST, word + _MARGIN, longest + _MARGIN), _WIDEST)


def _height(texts: Sequence[str], widths: Sequence[int]) -> int:
    lines = max(len(textwrap.wrap(text, max(width - _MARGIN, 1))) for text, width in zip(texts, widths, strict=True))
    return _LINE * min(max(lines, 1), _MOST_LINES)


def _lay_out_for_paper(sheet: "Worksheet") -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a workbook knows no time zones
