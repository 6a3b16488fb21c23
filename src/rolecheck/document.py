"""A file of the register: its path, what it says, and the places that findings point at."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from rolecheck.careful import Positions, read_carefully
from rolecheck.identity_number import find_identity_numbers
from rolecheck.source import (
    MAX_BYTES,
    START,
    Mistake,
    Path,
    Span,
    UnreadableTextError,
    Values,
    decode,
    quick_values,
    span_at,
)

_FORGOTTEN: Values = object()

Parts: TypeAlias = tuple[bytes, Values, tuple[Path, ...], tuple[tuple[int, int], ...]]


class Document:
    """One file: `path` is relative to the register's folder, with `/`; `values` are what could be read of it.

    `mistakes` are those of the reader; `absent` are the keys without a value, which are left out of the values. A document keeps the bytes, not the text: the text is needed again only for
    the few files that have a finding.
    """

    __slots__ = ("_values", "absent", "data", "identity_numbers", "mistakes", "path")

    def __init__(self, path: str, data: bytes, values: Values = None, mistakes: Iterable[Mistake] = ()) -> None:
        self.path = path
        self.data = data
        self._values = values
        self.mistakes = tuple(mistakes)
        self.absent: tuple[Path, ...] = ()
        self.identity_numbers: tuple[tuple[int, int], ...] = ()

    @classmethod
    def read(cls, path: str, data: bytes) -> "Document":
        """The document of a file with these bytes; whatever is wrong with them stands in `mistakes`."""
        try:
            text = decode(data)
        except UnreadableTextError as error:
            document = cls(path, data, mistakes=error.mistakes)
            document.identity_numbers = tuple(find_identity_numbers(document.text))
            return document
        quick = quick_values(text)
        if quick.plain:
            document = cls(path, data, quick.values)
            document.absent = quick.absent
        else:
            reading = read_carefully(text)
            document = cls(path, data, reading.values, reading.mistakes)
            document.absent = reading.absent
        document.identity_numbers = tuple(find_identity_numbers(text))
        return document

    @property
    def parts(self) -> Parts:
        """What a sound document is made of, as plain values that can be handed to another process."""
        return self.data, self._values, self.absent, self.identity_numbers

    @classmethod
    def from_parts(cls, path: str, parts: Parts) -> "Document":
        """The document that was taken apart in another process."""
        data, values, absent, identity_numbers = parts
        document = cls(path, data, values)
        document.absent = absent
        document.identity_numbers = identity_numbers
        return document

    @classmethod
    def unreadable(cls, path: str, variant: str) -> "Document":
        """A path that cannot be read as a file: a link, a device, a folder, no permission, gone."""
        return cls(path, b"", mistakes=[Mistake("unreadable-file", variant, (), START, {})])

    @classmethod
    def stray(cls, path: str) -> "Document":
        """A file that nobody reads, in a folder where everything is meant to be read."""
        return cls(path, b"", mistakes=[Mistake("stray-file", "", (), START, {})])

    @property
    def values(self) -> Values:
        """What could be read of the file; None where that is nothing."""
        return _values_of(self) if self._values is _FORGOTTEN else self._values

    def forget_values(self) -> None:
        """Let the values go, once entities are made of them: they are read again for the few files that need them."""
        if self._values is not None:
            self._values = _FORGOTTEN

    @property
    def text(self) -> str:
        """The file's text, without a byte order mark; where the bytes are no text, what can be made of their beginning.

        Nothing that anybody could read can be made of another encoding.
        """
        try:
            return decode(self.data)
        except UnreadableTextError as error:
            if error.mistakes[0].variant == "utf-16":
                return ""
            return self.data[:MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")

    def span_of(self, path: Path, *, on_key: bool = False) -> Span:
        """Where the value (or the key) at a path of keys stands.

        A mapping or list is shown by its key, a missing key by the `id` of the mapping that lacks it, else by that
        mapping's first key, else by what holds it.
        """
        keys, scalars = _positions_of(self)
        if not on_key and path in scalars:
            return scalars[path]
        if path in keys:
            return keys[path]
        if path in scalars:
            return scalars[path]
        if not path:
            return next(iter(keys.values()), START)
        parent = path[:-1]
        return scalars.get((*parent, "id")) or self.span_of(parent)

    def span_at(self, start: int, end: int) -> Span:
        """The span between two offsets of the text."""
        return span_at(self.text, start, end)

    def stable_path(self, path: Path) -> tuple[str, ...]:
        """The path of keys with list positions replaced by what names the item, so that reordering changes nothing.

        Alike mistakes in items of one name, or of none, have one path: they are one finding with several places. Were
        they counted, putting the first right would give the second another name.
        """
        steps: list[str] = []
        value = self.values
        for step in path:
            steps.append(_item_name(value, step) if isinstance(step, int) else step)
            value = _child(value, step)
        return tuple(steps)


@lru_cache(maxsize=64)
def _values_of(document: Document) -> Values:
    return read_carefully(document.text).values


@lru_cache(maxsize=64)
def _positions_of(document: Document) -> Positions:
    """Where keys and scalars stand: the file is read a second time, and only the latest few are remembered."""
    return read_carefully(document.text).positions


_NAMING_KEYS = (("id",), ("person", "role", "process"), ("course",), ("competence",), ("name",))
_UNNAMED = "-"


def _item_name(items: Values, position: int) -> str:
    """What names a list item: its id or like key, else its value. Never its position, nor how many are like it before."""
    if not isinstance(items, list) or position >= len(items):
        return _UNNAMED
    return _own_name(items[position]) or _UNNAMED


def _own_name(item: Values) -> str | None:
    if isinstance(item, str):
        return item
    if not isinstance(item, dict):
        return None
    for keys in _NAMING_KEYS:
        if isinstance(item.get(keys[0]), str):
            return "+".join(str(item.get(key, "")) for key in keys)
    return None


def _child(value: Values, step: str | int) -> Values:
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None


@dataclass(frozen=True, slots=True)
class Place:
    """A document and a path of keys in it, written `appointment.at / "person"`; its lines are computed when asked for."""

    document: Document
    path: Path = ()
    on_key: bool = False
    fixed_span: Span | None = None

    def __truediv__(self, step: str | int) -> "Place":
        return Place(self.document, (*self.path, step))

    @property
    def key(self) -> "Place":
        """The place of the key itself, not of its value."""
        return Place(self.document, self.path, on_key=True)

    @property
    def file(self) -> str:
        """The document's path."""
        return self.document.path

    @property
    def span(self) -> Span:
        """Where in the document; may read the document a second time."""
        return self.fixed_span or self.document.span_of(self.path, on_key=self.on_key)
