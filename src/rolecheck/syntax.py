"""What the parser says of a text that is no YAML, as a variant of a rule that every language can word."""

import re
from typing import Any

from rolecheck.source import START, Mistake, Path, Span, invalid

_LINE_END = re.compile(r"\r\n|\r|\n")
_PROBLEMS = {
    "mapping values are not allowed in this context": "stray-colon",
    "could not find expected ':'": "missing-colon",
    "found unexpected end of stream": "unclosed-quote",
    "did not find expected ',' or ']'": "unclosed-bracket",
    "did not find expected ',' or '}'": "unclosed-brace",
    "did not find expected key": "wrong-indentation",
    "did not find expected '-' indicator": "wrong-indentation",
    "block sequence entries are not allowed in this context": "stray-dash",
    "did not find expected alphabetic or numeric character": "stray-sign",
    "found unknown escape character": "unknown-escape",
}


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
    if variant == "unclosed-quote" and opened is not None:
        span = Span(opened.line + 1, opened.column + 1, opened.line + 1, opened.column + 2)
    elif variant == "stray-colon" and _has_one_colon(lines[mark.line]):
        variant = "wrong-indentation"
        column = len(lines[mark.line]) - len(lines[mark.line].lstrip()) + 1
        span = Span(mark.line + 1, column, mark.line + 1, len(lines[mark.line].rstrip()) + 1)
    if "cannot start any token" in problem:
        variant = "tab" if character == "\t" else "reserved-character"
    elif "tab character" in problem:
        variant = "tab"
    opened_on = opened.line + 1 if opened is not None else span.line
    return invalid(variant, span, path, problem=problem, character=character, opened_on=opened_on)


def _has_one_colon(line: str) -> bool:
    """Whether the only colon of a line is that after its key, so that the line itself stands wrong."""
    return len(re.findall(r":(?=\s|$)", line)) == 1
