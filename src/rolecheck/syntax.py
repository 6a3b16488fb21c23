"""What the parser says of a text that is no YAML, as a variant of a rule that every language can word."""

import re
from collections.abc import Sequence
from typing import Any

from rolecheck.source import KEY_WITH_ITS_VALUE, START, Mistake, Path, Span, invalid

_LINE_END = re.compile(r"\r\n|\r|\n")
_PROBLEMS = {
    "mapping values are not allowed in this context": "stray-colon",
    "could not find expected ':'": "missing-colon",
    "found unexpected end of stream": "unclosed-quote",
    "did not find expected ',' or ']'": "unclosed-bracket",
    "did not find expected ',' or '}'": "unclosed-brace",
    "did not find expected key": "wrong-indentation",
    "did not find expected '-' indicator": "missing-dash",
    "block sequence entries are not allowed in this context": "stray-dash",
    "did not find expected alphabetic or numeric character": "stray-sign",
    "found unknown escape character": "unknown-escape",
}
_NO_SPACE_AFTER_COLON = re.compile(r"\s*(?:-\s+)*[^\W\d][\w-]*(:)(?=[^\s:])(?!//)")
_NO_SPACE_AFTER_DASH = re.compile(r"\s*(-)[^\W\d]")
_NO_SPACE = {"missing-space": _NO_SPACE_AFTER_COLON, "missing-space-after-dash": _NO_SPACE_AFTER_DASH}

# A key or a dash whose text stands on the lines below it, as it is written.
_TEXT_BELOW = re.compile(r"( *+)((?:- +)*+)([^\s#].*?:\s+)?[|>][-+\d]*+\s*+(?:#.*)?$")

_OF_A_LINE_ABOVE = frozenset({"stray-colon", "missing-dash", "wrong-indentation"})


def syntax_mistake(error: Exception, text: str, path: Path) -> Mistake:
    """A mistake of the rule invalid-yaml, from what the parser raised about a text."""
    mark: Any = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", "") or getattr(error, "reason", "") or "not YAML")
    if mark is None:
        return invalid("syntax", START, path, problem=problem)
    span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    variant = _PROBLEMS.get(problem, "syntax")
    character = text[mark.index : mark.index + 1]
    lines = [*_LINE_END.split(text), ""]  # the parser may point past the last line
    hard_space = next((row for row in (mark.line, mark.line - 1) if row >= 0 and "\xa0" in lines[row]), None)
    if hard_space is not None:
        column = lines[hard_space].index("\xa0") + 1
        return invalid("hard-space", Span(hard_space + 1, column, hard_space + 1, column + 1), path)
    opened = getattr(error, "context_mark", None)
    suspect = _without_space(variant, mark.line, opened.line if opened is not None else mark.line, lines)
    if suspect is not None:
        return invalid(*suspect, path)
    if variant == "unclosed-quote" and opened is not None:
        span = Span(opened.line + 1, opened.column + 1, opened.line + 1, opened.column + 2)
    elif variant == "missing-colon" and opened is not None:  # the parser reads on, and misses it only on a later line
        span = Span(opened.line + 1, opened.column + 1, opened.line + 1, len(lines[opened.line].rstrip()) + 1)
    elif variant == "stray-colon" and _has_one_colon(lines[mark.line]):
        variant = "wrong-indentation"
        column = len(lines[mark.line]) - len(lines[mark.line].lstrip()) + 1
        span = Span(mark.line + 1, column, mark.line + 1, len(lines[mark.line].rstrip()) + 1)
    elif variant == "missing-dash" and (opened is None or opened.column != mark.column):
        variant = "wrong-indentation"
    if "cannot start any token" in problem:
        variant = "tab" if character == "\t" else "reserved-character"
    elif "tab character" in problem:
        variant = "tab"
    opened_on = opened.line + 1 if opened is not None else span.line
    return invalid(variant, span, path, problem=problem, character=character, opened_on=opened_on)


def colon_without_space(key: str, span: Span, path: Path) -> Mistake | None:
    """The mistake that a key is one only because the space after its colon is missing, at the path of the key that is meant."""
    found = KEY_WITH_ITS_VALUE.match(key)
    if found is None:
        return None
    is_as_written = span.line == span.end_line and span.end_column - span.column == len(key)
    column = span.column + found.start(2)
    place = Span(span.line, column, span.line, column + 1) if is_as_written else span
    return invalid("missing-space", place, (*path, found[1].strip()))


def _without_space(variant: str, row: int, opened: int, lines: Sequence[str]) -> tuple[str, Span] | None:
    """Which sign lacks the space after it, and where: it makes the parser take a line for text, and stumble over the next."""
    if variant == "missing-colon":
        return _missing_space(opened, lines)
    if variant not in _OF_A_LINE_ABOVE or (variant == "stray-colon" and not _has_one_colon(lines[row])):
        return None
    texts = _rows_of_text(lines[: row + 1])
    found = _missing_space(row, lines) if row not in texts else None
    while row > 0 and row - 1 not in texts and (above := _missing_space(row - 1, lines)) is not None:
        found, row = above, row - 1
    return found


def _rows_of_text(lines: Sequence[str]) -> frozenset[int]:
    """The lines that belong to a text below `|` or `>`: what looks like a key or a dash there is none."""
    rows: set[int] = set()
    outside: int | None = None
    for row, line in enumerate(lines):
        if outside is not None and (not line.strip() or len(line) - len(line.lstrip(" ")) > outside):
            rows.add(row)
            continue
        header = _TEXT_BELOW.match(line)
        outside = len(header[1] + (header[2] if header[3] else "")) if header else None
    return frozenset(rows)


def _missing_space(row: int, lines: Sequence[str]) -> tuple[str, Span] | None:
    for variant, pattern in _NO_SPACE.items():
        sign = pattern.match(lines[row])
        if sign is not None:
            return variant, Span(row + 1, sign.start(1) + 1, row + 1, sign.end(1) + 1)
    return None


def _has_one_colon(line: str) -> bool:
    """Whether the only colon of a line is that after its key, so that the line itself stands wrong."""
    return len(re.findall(r":(?=\s|$)", line)) == 1
