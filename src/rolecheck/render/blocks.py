"""What a page for readers consists of: blocks in words, which each format lays out in its own way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any, Literal, TypeAlias

# What a reader should feel about something; formats show it by colour, and never by colour alone.
Tone = Literal["error", "warning", "note", "waived", "good", ""]
# Whatever is counted as in order, anywhere: nothing about it must or should be done, though something may be worth a look.
IN_ORDER: frozenset[Tone] = frozenset({"good", "waived", "note"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: a day and a number keep their kind, for formats that can hold one.

    `link` names another page, such as `unit/ie` or `rule/course-missing`, for formats that have other pages.
    `signed` is what is left of the value for formats that draw a sign for each tone; None where all is.
    """

    value: str | int | date
    tone: Tone = ""
    link: str = ""
    signed: str | None = None


# What a table is like, for formats that can show it: rows to read; a grid of marks, with long names above narrow columns;
# or bars, whose columns after the first hold the parts of a whole as numbers, each with a tone.
Look = Literal["rows", "grid", "bars"]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under named columns; the first cell of a row names it.

    `name` says what kind of table it is, alike in each language and on each page. `note` explains the marks in it,
    `signed_note` the signs of formats that draw one for each tone.
    `tidy` is the same for those who filter and count: a row for each thing, and in each column one kind of value.
    """

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    name: str = ""
    note: str = ""
    signed_note: str = ""
    tidy: "Table | None" = None
    look: Look = "rows"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, a pair a line; `large` ones are figures that a page is opened for."""

    pairs: Sequence[tuple[str, Cell]]
    large: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a list: a sentence, and sentences that explain it. `tag` is the word for its tone, shown before it.

    `language` is that of the sentence, where it may not be the page’s.
    """

    text: str
    tone: Tone = ""
    details: Sequence[str] = ()
    link: str = ""
    tag: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """Things in a row; numbered where their order counts. `tidy` is the same as a table."""

    items: Sequence[Item]
    numbered: bool = False
    tidy: Table | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A few sentences, with their language as in `Item`; where `verbatim`, an example whose lines stand as they are."""

    text: str
    tone: Tone = ""
    verbatim: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, and what stands under it."""

    title: str
    blocks: Sequence["Block"]


Block: TypeAlias = Table | Facts | Items | Paragraph | Section


@dataclass(frozen=True, slots=True)
class Page:
    """Something with a title that can be read, printed or sent on its own; `name` is its address among other pages."""

    name: str
    title: str
    blocks: Sequence[Block]


# What is no text for a reader, but tells formats what something is and where it leads.
_NO_TEXTS = frozenset({"name", "tone", "link", "look", "language"})


def reworded(page: Page, change: Callable[[str], str]) -> Page:
    """The page with every text changed."""
    changed: Page = _changed(page, change)
    return changed


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        texts = {field.name: getattr(value, field.name) for field in fields(value) if field.name not in _NO_TEXTS}
        return replace(value, **{name: _changed(text, change) for name, text in texts.items()})
    return [_changed(inner, change) for inner in value] if isinstance(value, Sequence) else value
