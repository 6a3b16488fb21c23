"""Where a shape is wrong because the space after a colon or a dash is missing: the parser takes the line for something else."""

import re
from typing import Any

from rolecheck.document import Document
from rolecheck.source import Path, Span

_COLON = re.compile(r"[^\W\d][\w-]*(:)(?!//)\S")
_DASH = re.compile(r"(-)[^\W\d]")


def missing_space(document: Document, path: Path, variant: str, value: Any) -> tuple[str, Span] | None:
    """Which sign lacks its space and where, for a mistake in shape of a variant, at a path where a value stands."""
    if variant == "unknown-key":
        return _after_dash(document, path, str(path[-1]), on_key=True)
    if variant == "not-a-list" and isinstance(value, dict) and value:
        first = next(iter(value))
        return _after_dash(document, (*path, first), first, on_key=True)
    if variant == "not-a-list" and isinstance(value, str):
        above = document.span_of(path, on_key=True)
        return _after_dash(document, path, value) if document.span_of(path).line > above.line else None
    if variant == "not-a-mapping" and isinstance(value, str):
        return _found(_COLON, "missing-space", document.span_of(path), value)
    return None


def _after_dash(document: Document, path: Path, text: str, *, on_key: bool = False) -> tuple[str, Span] | None:
    if not text.startswith("-"):
        return None
    return _found(_DASH, "missing-space-after-dash", document.span_of(path, on_key=on_key), text)


def _found(pattern: re.Pattern[str], variant: str, span: Span, text: str) -> tuple[str, Span] | None:
    """The sign in a text that stands as it is: one in quotation marks is longer, and is meant to be as it is."""
    sign = pattern.match(text)
    if sign is None or span.line != span.end_line or span.end_column - span.column != len(text):
        return None
    column = span.column + sign.start(1)
    return variant, Span(span.line, column, span.line, column + 1)
