"""Which id somebody meant who wrote what cannot be one: the id that others refer to, else the one that the text makes."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from rolecheck.document import Place
from rolecheck.layout import FileKind, kind_of
from rolecheck.register import Register
from rolecheck.source import Path

Slot: TypeAlias = tuple[str, ...]  # where ids of one sort stand: the kind of file, and the keys that lead to them

_LONGEST = 64
_IN_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_SIGNS = str.maketrans("", "", "-._")
_OF_PEOPLE = frozenset({"leader", "person", "members", "contacts", "by", "granted_by"})
_OF_OTHERS = frozenset(
    {
        "parent",
        "anchored_in",
        "unit",
        "role",
        "process",
        "processes",
        "course",
        "also_met_by",
        "competence",
        "source",
        "by",
    }
)
_ID = re.compile(rf"(?=.{{1,{_LONGEST}}}$)[a-z0-9]+([-._][a-z0-9]+)*")


class MeantIds:
    """Knows the ids that a register refers to, also in files that cannot be read in full. They are looked up once."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def meant_by(self, text: str, place: Place) -> str | None:
        """The id that a text means: one that is referred to but missing and differs in signs and capitals alone, else the likeliest.

        None where that one is taken.
        """
        slot = _slot(place.file, place.path)
        of_person = slot == _PEOPLE
        made = _made_of(text, self._sign_in_people if of_person else "-")
        if not of_person:
            made = re.sub("[._]", "-", made)
        referred_to = self._referred_to[of_person].get(made.translate(_SIGNS), Counter())
        found = (one for one, _ in referred_to.most_common() if of_person or not {".", "_"} & set(one))
        taken = self._taken.get(slot, frozenset())
        free = (one for one in found if one not in taken)
        return next(free, made if made not in taken else "") or None

    @cached_property
    def _referred_to(self) -> Mapping[bool, Mapping[str, Counter[str]]]:
        """The ids that people, and that others, are referred to by, by letters and digits, with how often each is."""
        register = self._register
        sources = (register.units, register.cards, register.courses, register.waivers)
        entities = [*chain.from_iterable(found.values() for found in sources), *self._unchecked.values()]
        return {of_people: _counted(entities, keys) for of_people, keys in ((True, _OF_PEOPLE), (False, _OF_OTHERS))}

    @cached_property
    def _taken(self) -> Mapping[Slot, Collection[str]]:
        """The ids that stand in the register, also in files that cannot be read in full."""
        register = self._register
        taken: dict[Slot, set[str]] = {
            _PEOPLE: set(register.people),
            (FileKind.UNIT, "groups"): set(register.groups),
            (FileKind.UNIT,): set(register.units),
            (FileKind.ROLE_CARD,): set(register.cards),
            (FileKind.PROCESSES,): set(register.processes),
            (FileKind.COURSES,): set(register.courses),
            (FileKind.SOURCES,): set(register.sources),
            (FileKind.WAIVERS,): set(register.waivers),
        }
        for file, values in self._unchecked.items():
            for path, text in _ids_in(values):
                taken.setdefault(_slot(file, path), set()).add(text)
        return taken

    @cached_property
    def _unchecked(self) -> Mapping[str, object]:
        """What can be read of the files that define nothing."""
        unchecked = frozenset(self._register.unchecked)
        return {document.path: document.values for document in self._register.documents if document.path in unchecked}

    @cached_property
    def _sign_in_people(self) -> str:
        """What stands between the words of people's ids in this register."""
        signs = Counter(sign for person in self._register.people for sign in ".-_" if sign in person)
        return next((sign for sign, _ in signs.most_common(1)), "-")


_PEOPLE: Slot = (FileKind.UNIT, "people")


def _slot(file: str, path: Path) -> Slot:
    """The slot of the id at a path."""
    return (kind_of(file) or "", *(step for step in path[:-1] if isinstance(step, str)))


def _counted(entities: Iterable[object], keys: Collection[str]) -> Mapping[str, Counter[str]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for text in _referred_to_in(entities, keys):
        if _ID.fullmatch(text):
            counted[text.translate(_SIGNS)][text] += 1
    return counted


def _made_of(text: str, sign: str) -> str:
    """The id that a text would make: small letters a–z and digits, and single signs between them."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_IN_ASCII)).encode("ascii", "ignore").decode()
    return re.sub(r"([._-])[._-]+", r"\1", re.sub(r"[^a-z0-9._-]+", sign, letters)).strip("._-")[:_LONGEST].strip("._-")


def _referred_to_in(value: object, keys: Collection[str], *, named: bool = False) -> Iterator[str]:
    """Every text that something says under one of the keys, or inside it."""
    if isinstance(value, str):
        if named:
            yield value
    elif is_dataclass(value) and not isinstance(value, Place):
        for field in fields(value):
            yield from _referred_to_in(getattr(value, field.name), keys, named=named or field.name in keys)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _referred_to_in(inner, keys, named=named or key in keys)
    elif isinstance(value, Iterable):
        for inner in value:
            yield from _referred_to_in(inner, keys, named=named)


def _ids_in(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every id that stands in what a file says, with its path."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key == "id" and isinstance(inner, str):
                yield (*path, key), inner
            else:
                yield from _ids_in(inner, (*path, key))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from _ids_in(inner, (*path, position))
