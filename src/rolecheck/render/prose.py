"""Headings, paragraphs and lists for a terminal."""

import re
import textwrap
from collections.abc import Iterable, Iterator

from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_terminal, shortened
from rolecheck.render.paint import painted

LONGEST_PARAGRAPH = 2_000
_AFTER_AN_ORDINAL = re.compile(r"(?<=\b[0-9]\.) |(?<=\b[0-9]{2}\.) ")
_GLUE = "\0"  # stands in no text that is fit to be shown


def heading(text: str, canvas: Canvas) -> Iterator[str]:
    """A title with a line under it."""
    lines = wrapped(text, canvas)
    yield from (painted(line, "bold", canvas) for line in lines)
    yield painted("─" * max(map(len, lines)), "dim", canvas)


def wrapped(text: str, canvas: Canvas, *, first: str = "", indent: str = "") -> list[str]:
    """A paragraph that fits the canvas; `first` stands before its first line, `indent` before the others."""
    clean = for_terminal(shortened(text, LONGEST_PARAGRAPH))
    return broken(clean, canvas.width, first=first, indent=indent) or [first.rstrip()]


def broken(clean: str, width: int, *, first: str = "", indent: str = "") -> list[str]:
    """The lines of a text that is fit to be shown; a date such as “21. november” is not broken after its point."""
    together = _AFTER_AN_ORDINAL.sub(_GLUE, clean)
    lines = textwrap.wrap(together, width, initial_indent=first, subsequent_indent=indent, break_on_hyphens=False)
    return [line.replace(_GLUE, " ") for line in lines]


def listing(title: str, items: Iterable[str], canvas: Canvas) -> Iterator[str]:
    """A small title and its items, or nothing where there are none."""
    lines = [line for item in items for line in wrapped(item, canvas, first="- ", indent="  ")]
    if lines:
        yield ""
        yield painted(for_terminal(title), "bold", canvas)
        yield from lines


def definition(name: str, value: str, canvas: Canvas) -> list[str]:
    """`name: value` on as many lines as it takes."""
    return wrapped(f"{name}: {value}", canvas, indent="  ")
