"""The reader: bytes become values.

Two passes over the same parser events. The quick one, here, builds values alone and gives up at the first construct
outside the dialect. The careful one (`careful`) runs only for a file that has a mistake or a finding: it names every
mistake and knows every place. Every scalar stays text; what is a date or a number is the model's business.
"""

import re
from collections.abc import Callable
from sys import intern
from typing import Any, Final, NamedTuple, TypeAlias

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MAX_BYTES: Final = 1024 * 1024
MAX_DEPTH: Final = 50
MAX_SCALAR: Final = 10_000
MAX_MISTAKES: Final = 1_000

Path: TypeAlias = tuple[str | int, ...]
Values: TypeAlias = Any  # nested dict[str, …], list[…], str and None; the model gives it a type

_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff"
_BREAKS = "\x85\u2028\u2029"
_BIDI = "\u202a-\u202e\u2066-\u2069"
FORBIDDEN = re.compile(f"[{_CONTROL}{_BREAKS}{_BIDI}]")
_KINDS_OF_FORBIDDEN = {
    "control-character": re.compile(f"[{_CONTROL}]"),
    "line-break-character": re.compile(f"[{_BREAKS}]"),
    "bidi-character": re.compile(f"[{_BIDI}]"),
}
# libyaml takes the sign for that of a complex key, also where no space follows it, and drops it without a word.
_STRAY_QUESTION_MARK = re.compile(r"[\[{,\s]\?[^\s]")
_LINE_END = re.compile(r"\r\n|\r|\n")
# A key that has no value, as it holds it: `to:2026-12-31` between braces. The sign after “https” is no such colon.
KEY_WITH_ITS_VALUE: Final = re.compile(r"([^:]+)(:)(?!//)\S")
NO_VALUE: Final = ("", "~", "null")


class Span(NamedTuple):
    """A stretch of text: lines and columns count from 1, columns count code points, the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Mistake(NamedTuple):
    """Something that keeps a file from being read: which rule it breaks, which variant of it, where, and facts."""

    rule: str
    variant: str
    path: Path
    span: Span
    facts: dict[str, Any]


START: Final = Span(1, 1, 1, 1)


class UnreadableTextError(ValueError):
    """The bytes are no text that can be read; `mistakes` says why."""

    def __init__(self, *mistakes: Mistake) -> None:
        super().__init__(mistakes[0].variant)
        self.mistakes = list(mistakes)


def decode(data: bytes) -> str:
    """The text of a file, without a byte order mark.

    Raises UnreadableTextError for a file that is too large, empty, not UTF-8, or holds characters that nobody can see.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableTextError(invalid("too-large", START, limit=MAX_BYTES // 1024))
    text = _utf8(data).removeprefix("\ufeff")
    if not text.isprintable() and FORBIDDEN.search(text):
        raise UnreadableTextError(*_forbidden_characters(text))
    # libyaml loses a line break where a block of text ends the file and the file does not end its last line.
    return text if text.endswith(("\n", "\r")) or not text else f"{text}\n"


def _utf8(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableTextError(invalid("utf-16", START))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8").removeprefix("\ufeff")
        raise UnreadableTextError(invalid("not-utf-8", span_at(before, len(before), len(before)))) from None


def _forbidden_characters(text: str) -> list[Mistake]:
    found: list[Mistake] = []
    for match in FORBIDDEN.finditer(text):
        span = span_at(text, match.start(), match.end())
        kind = kind_of_character(match.group())
        found.append(invalid(kind, span, (kind,), character=f"U+{ord(match.group()):04X}"))
        if len(found) == 20:  # each place costs a walk from the start, and the first few tell enough
            break
    return found


def kind_of_character(character: str) -> str:
    """What sort of forbidden character it is, as a variant of the rule invalid-yaml."""
    return next(kind for kind, pattern in _KINDS_OF_FORBIDDEN.items() if pattern.match(character))


def span_at(text: str, start: int, end: int) -> Span:
    """The span between two offsets of a text that stand on the same line."""
    line, line_start = 1, 0
    for match in _LINE_END.finditer(text, 0, start):
        line, line_start = line + 1, match.end()
    return Span(line, start - line_start + 1, line, end - line_start + 1)


def invalid(variant: str, span: Span, path: Path = (), **facts: Any) -> Mistake:
    """A mistake of the rule invalid-yaml."""
    return Mistake("invalid-yaml", variant, path, span, facts)


# --- the quick pass ---------------------------------------------------------------------------------------------

NO_KEY: Final[Any] = object()


class Quick(NamedTuple):
    """What the quick pass found: whether the text stays inside the dialect and, if so, its values.

    Keys without a value are left out of the values; `absent` tells where they stand.
    """

    plain: bool
    values: Values = None
    absent: tuple[Path, ...] = ()


_NOT_PLAIN: Final = Quick(plain=False)


def quick_values(text: str) -> Quick:
    """What the quick pass makes of a text."""
    if "?" in text and _STRAY_QUESTION_MARK.search(text):
        return _NOT_PLAIN
    try:
        return _quick_values(text)
    except YAMLError:
        return _NOT_PLAIN


def _quick_values(text: str) -> Quick:  # noqa: C901, PLR0912, PLR0915 - the hot loop of every run
    next_event: Callable[[], Any] = CParser(text).get_event
    next_event()
    event = next_event()
    if type(event) is not DocumentStartEvent or event.version or event.tags:
        return _NOT_PLAIN
    stack: list[tuple[Any, Any]] = []
    container: Any = None
    key: Any = NO_KEY
    root: Values = None
    key_style: Any = None
    absent: list[tuple[dict[str, Any], str, Path]] = []
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            value: Any = intern(event.value)  # ids and keys recur by the thousand; each is kept once
            if event.tag is not None or event.anchor is not None or len(value) > MAX_SCALAR:
                return _NOT_PLAIN
            style = event.style
            if not style:
                if value in NO_VALUE:
                    value = None
            elif style == '"' and FORBIDDEN.search(value):
                return _NOT_PLAIN
            if type(container) is dict:
                if key is not NO_KEY:
                    if value is None:
                        if not key_style and KEY_WITH_ITS_VALUE.match(key):
                            return _NOT_PLAIN
                        absent.append((container, key, (*_path_of(stack), key)))
                    container[key] = value
                    key = NO_KEY
                elif value is None or value in container or (value == "<<" and not style):
                    return _NOT_PLAIN
                else:
                    key, key_style = value, style
                continue
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None or len(stack) >= MAX_DEPTH:
                return _NOT_PLAIN
            value = {} if kind is MappingStartEvent else []
            if type(container) is dict:
                if key is NO_KEY:
                    return _NOT_PLAIN
                container[key] = value
            elif container is not None:
                container.append(value)
            else:
                root = value
            stack.append((container, key))
            container, key = value, NO_KEY
            continue
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            container, _ = stack.pop()
            key = NO_KEY
            continue
        elif kind is DocumentEndEvent:
            break
        else:
            return _NOT_PLAIN
        if container is None:
            root = value
        else:
            container.append(value)
    if type(next_event()) is not StreamEndEvent or root is None:
        return _NOT_PLAIN
    for mapping, absent_key, _ in absent:
        del mapping[absent_key]
    return Quick(True, root, tuple(path for _, _, path in absent))


def _path_of(stack: list[tuple[Any, Any]]) -> Path:
    """The path of the innermost open mapping or list."""
    return tuple(len(outer) - 1 if type(outer) is list else key for outer, key in stack[1:])
