"""The careful pass over a text: every mistake against the dialect, and the place of every key and scalar."""

import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from yaml import YAMLError
from yaml._yaml import CParser
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from rolecheck.missing_dashes import with_missing_dashes
from rolecheck.source import (
    FORBIDDEN,
    MAX_DEPTH,
    MAX_MISTAKES,
    MAX_SCALAR,
    NO_KEY,
    NO_VALUE,
    START,
    Mistake,
    Path,
    Span,
    Values,
    invalid,
    kind_of_character,
    span_at,
)
from rolecheck.syntax import colon_without_space, syntax_mistake

# Possessive: a file of a million empty lines must not be tried in every way that it can be split.
MAX_POSITIONS = 50_000  # of a file; what stands beyond is shown by what holds it, so that a vast file takes little room
_DIRECTIVE = re.compile(r"(?:[ \t]*+(?:#[^\r\n]*+)?(?>\r\n|\r|\n))*+%")


class Positions(NamedTuple):
    """Where the keys and the scalar values of a file stand, by their path of keys."""

    keys: dict[Path, Span]
    scalars: dict[Path, Span]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the careful pass found in a text: values as far as they can be read, mistakes, and places.

    `absent` are the keys without a value.
    """

    values: Values
    mistakes: list[Mistake]
    positions: Positions
    absent: tuple[Path, ...] = ()


def read_carefully(text: str, *, keep_absent: bool = False) -> Reading:
    """Values, every mistake against the dialect, and the place of every key and scalar.

    `keep_absent` leaves keys without a value in place (as None): the model never wants them, a comparison with other
    readers does.
    """
    reader = _CarefulReader(text, keep_absent=keep_absent)
    directive = _DIRECTIVE.match(text)
    if directive:
        reader.unsupported("directive", span_at(text, directive.end() - 1, directive.end()))
        return reader.reading
    try:
        reader.read(CParser(text))
    except YAMLError as error:
        mistake = syntax_mistake(error, text, reader.path)
        reader.reading.mistakes.append(mistake)
    except _StopReading:
        pass
    reader.finish()
    return reader.reading


class _StopReading(Exception):  # noqa: N818 - it is no error
    """No more of this file is worth reading."""


@dataclass(slots=True)
class _Frame:
    """One open mapping or list, and the path at which its next value goes.

    `is_item` tells a mapping that begins with a dash; `repeated` are the mistakes that one of its keys stands twice.
    `colon` is where a space may be missing: it is, if the key has no value.
    """

    container: Any
    path: Path
    key: Any = NO_KEY
    readable: bool = True
    is_item: bool = False
    colon: Mistake | None = None
    repeated: list[Mistake] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)

    def value_path(self) -> Path:
        if isinstance(self.container, list):
            return (*self.path, len(self.container))
        if self.key is None:  # a dropped value: its path must not look like a sibling's
            return (*self.path, "?")
        return self.path if self.key is NO_KEY else (*self.path, self.key)


class _CarefulReader:
    def __init__(self, text: str, *, keep_absent: bool) -> None:
        self._text = text
        self._keep_absent = keep_absent
        self._frames: list[_Frame] = []
        self._values: Values = None
        self._documents = 0
        self._absent: list[Path] = []
        self._mistakes: list[Mistake] = []
        self._positions = Positions({}, {})

    @property
    def reading(self) -> Reading:
        return Reading(self._values, self._mistakes, self._positions, tuple(self._absent))

    @property
    def path(self) -> Path:
        return self._frames[-1].value_path() if self._frames else ()

    def read(self, parser: CParser) -> None:
        while (event := parser.get_event()) is not None:
            match event:
                case DocumentStartEvent():
                    self._start_document(event)
                case AliasEvent():
                    self.unsupported("alias", _span(event), name=event.anchor)
                    self._add_scalar(None, _span(event), readable=False)
                case ScalarEvent():
                    self._read_scalar(event)
                case MappingStartEvent() | SequenceStartEvent():
                    self._open(event)
                case MappingEndEvent() | SequenceEndEvent():
                    self._close()
                case _:
                    pass
        if self._values is None and not self._mistakes:
            self._report(invalid("empty", START))

    def unsupported(self, variant: str, span: Span, **facts: Any) -> None:
        self._report(Mistake("unsupported-yaml", variant, self.path, span, facts))

    def _report(self, mistake: Mistake) -> None:
        self._mistakes.append(mistake)
        if len(self._mistakes) >= MAX_MISTAKES:
            self._mistakes.append(invalid("too-many-mistakes", mistake.span, count=MAX_MISTAKES))
            raise _StopReading

    def _start_document(self, event: DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            self.unsupported("several-documents", _span(event))
            raise _StopReading

    def _read_scalar(self, event: ScalarEvent) -> None:
        span, value = _span(event), event.value
        readable = self._report_properties(event)
        if self._is_after_stray_question_mark(event):
            self._report(invalid("stray-question-mark", span, self.path))
            readable = False
        if len(value) > MAX_SCALAR:
            self._report(invalid("scalar-too-long", span, self.path, limit=MAX_SCALAR))
            value, readable = "", False
        if hidden := FORBIDDEN.search(value):
            character = hidden.group()
            self._report(
                invalid(f"escaped-{kind_of_character(character)}", span, self.path, character=f"U+{ord(character):04X}")
            )
            readable = False
        plain = not event.style
        self._add_scalar(None if plain and value in NO_VALUE else value, span, readable=readable, plain=plain)

    def _is_after_stray_question_mark(self, event: ScalarEvent) -> bool:
        """Whether the reader dropped a question mark that stands right before the text."""
        mark: Any = event.start_mark
        return not event.style and mark.index > 0 and self._text[mark.index - 1] == "?"

    def _report_properties(self, event: Any) -> bool:
        """Report an anchor or a tag on a node; say whether the node can be used."""
        if event.anchor is not None:
            self.unsupported("anchor", _span(event), name=event.anchor)
        if event.tag is not None:
            self.unsupported("tag", _span(event), name=event.tag)
        return event.anchor is None and event.tag is None

    def _add_scalar(self, value: str | None, span: Span, *, readable: bool, plain: bool = False) -> None:
        frame = self._frames[-1] if self._frames else None
        if frame is not None and isinstance(frame.container, dict) and frame.key is NO_KEY:
            self._start_pair(frame, value, span, readable=readable, plain=plain)
            return
        if (value is not None or not readable) and len(self._positions.scalars) < MAX_POSITIONS:
            self._positions.scalars[self.path] = span
        self._store(value if readable else None)

    def _start_pair(self, frame: _Frame, key: str | None, span: Span, *, readable: bool, plain: bool) -> None:
        if plain and key == "<<":
            self._report(Mistake("unsupported-yaml", "merge-key", (*frame.path, "<<"), span, {}))
        elif key is None and readable:
            self.unsupported("key-not-text", span)
        elif key is not None and key in frame.container:
            self._repeat(frame, key, span)
        elif key is not None and readable:
            if len(self._positions.keys) < MAX_POSITIONS:
                self._positions.keys[(*frame.path, key)] = span
            frame.key = key
            frame.colon = colon_without_space(key, span, frame.path) if plain else None
            return
        frame.key = None  # the value that follows belongs to nothing

    def _repeat(self, frame: _Frame, key: str, span: Span) -> None:
        """Report a key that stands twice, and where it stands first, if that is known."""
        first = self._positions.keys.get((*frame.path, key))
        facts = {"key": key} if first is None else {"key": key, "first_line": first.line, "first": first}
        variant = "" if first is not None else "far-below"
        mistake = Mistake("duplicate-key", variant, (*frame.path, key), span, facts)
        self._report(mistake)
        if frame.is_item:
            frame.repeated.append(mistake)

    def finish(self) -> None:
        """Have the last word on the items that are still open where reading ended."""
        for frame in self._frames:
            self._ask_for_dashes(frame)

    def _ask_for_dashes(self, frame: _Frame) -> None:
        if frame.repeated:
            self._mistakes[:] = with_missing_dashes(self._mistakes, frame.repeated, next(iter(frame.container)))

    def _store(self, value: Any) -> None:
        """Put a value where it belongs: in its list, under its key, or at the root; a value without a key is dropped."""
        frame = self._frames[-1] if self._frames else None
        if frame is None:
            self._values = value
        elif isinstance(frame.container, list):
            frame.container.append(value)
        else:
            if frame.key is not None:
                frame.container[frame.key] = value
                if value is None:
                    self._leave_out(frame)
            frame.key = NO_KEY

    def _leave_out(self, frame: _Frame) -> None:
        """Take note of a key without a value, or report it where it holds the value that it lacks."""
        frame.absent.append(frame.key)
        if frame.colon is not None:
            self._report(frame.colon)
        else:
            self._absent.append((*frame.path, frame.key))

    def _open(self, event: MappingStartEvent | SequenceStartEvent) -> None:
        span = _span(event)
        if len(self._frames) >= MAX_DEPTH:
            self._report(invalid("too-deep", span, self.path, limit=MAX_DEPTH))
            raise _StopReading
        self._report_properties(event)
        parent = self._frames[-1] if self._frames else None
        is_key = parent is not None and isinstance(parent.container, dict) and parent.key is NO_KEY
        if is_key:
            self.unsupported("key-not-text", span)
        container: Any = {} if isinstance(event, MappingStartEvent) else []
        path = self.path
        if not is_key and not self._is_dropped(parent) and len(self._positions.keys) < MAX_POSITIONS:
            self._positions.keys.setdefault(path, span)
        is_item = parent is not None and isinstance(parent.container, list) and not event.flow_style
        self._frames.append(_Frame(container, path, readable=not is_key, is_item=is_item))

    @staticmethod
    def _is_dropped(parent: _Frame | None) -> bool:
        return parent is not None and isinstance(parent.container, dict) and parent.key is None

    def _close(self) -> None:
        frame = self._frames.pop()
        self._ask_for_dashes(frame)
        if not self._keep_absent:
            for key in frame.absent:
                frame.container.pop(key, None)
        if not frame.readable:  # it was a key: its value belongs to nothing
            self._frames[-1].key = None
            return
        self._store(frame.container)


def _span(event: Any) -> Span:
    start, end = event.start_mark, event.end_mark
    if isinstance(event, MappingStartEvent | SequenceStartEvent):
        return Span(start.line + 1, start.column + 1, start.line + 1, start.column + 2)
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
