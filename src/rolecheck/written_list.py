"""The list of what runs have written into a folder: each file, the kind of output that it belongs to, and what it hides."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

HEADER = "rolecheck-written/1"
_KIND = re.compile(r"[a-z]+(?: --format [a-z]+)?")


class Hides(IntEnum):
    """What a file does not tell of people: their names, or that they are there at all."""

    NOTHING = 0
    NAMES = 1
    PEOPLE = 2


@dataclass(frozen=True, slots=True)
class Output:
    """What a run makes: its kind is the command, such as `report --format html`.

    A run that is narrowed makes some files of many: the others of its kind stay, unless they tell more of people.
    """

    kind: str
    hides: Hides = Hides.NOTHING
    narrowed: bool = False

    def outdates(self, entry: "Entry") -> bool:
        """Whether a file of this kind goes that is not made again."""
        return not self.narrowed or entry.hides < self.hides


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A line of the list."""

    path: str
    kind: str
    hides: Hides

    def __str__(self) -> str:
        return f"{self.kind}:{self.hides.name.lower()}:{self.path}\n"


def parts_of(path: str) -> list[str] | None:
    """The names of a path that is safe to write; None for any other. Names that begin like our own files are kept free."""
    parts = path.split("/")
    if not path.isprintable() or "\\" in path:
        return None
    unsafe = any(part in {"", ".", ".."} or part.casefold().startswith(".rolecheck") for part in parts)
    return None if unsafe else parts


def folded(path: str) -> str:
    """A path as a file system sees it that ignores case."""
    return path.casefold() if path.isascii() else unicodedata.normalize("NFC", path.casefold())


def read_entries(lines: Iterable[str]) -> dict[str, Entry] | None:
    """The files by their folded paths; None where no run can have written the lines.

    A path that stands there twice was claimed anew by a run that did not come to its end, and may be of either.
    """
    entries: dict[str, Entry] = {}
    for line in lines:
        entry = _entry(line)
        if entry is None:
            return None
        before = entries.get(folded(entry.path))
        if before is not None and before.kind == entry.kind:
            entry = Entry(before.path, entry.kind, min(before.hides, entry.hides))
        entries[folded(entry.path)] = entry
    return entries


def _entry(line: str) -> Entry | None:
    kind, _, rest = line.partition(":")
    hides, _, path = rest.partition(":")
    if not _KIND.fullmatch(kind) or hides not in _HIDES or not parts_of(path):
        return None
    return Entry(path, kind, _HIDES[hides])


_HIDES: Mapping[str, Hides] = {hides.name.lower(): hides for hides in Hides}
