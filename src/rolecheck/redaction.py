"""Pseudonyms in the place of people: what a report shows when it may not show who is who."""

import hashlib
import hmac
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

from rolecheck.layout import FileKind, kind_of
from rolecheck.model import Unit
from rolecheck.register import Register
from rolecheck.source import Values

_WORD = re.compile(r"[^\W_]+")
# Between the words of a name, an id or an address; an initial may stand there, too.
_JOINT = re.compile(r"(?:\s+|[\W_]{1,3})(?:[^\W_](?:\s+|[\W_]{1,3}))?")
_SHORT = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
_LONG = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
Words: TypeAlias = tuple[str, ...]
# What a file rule quotes from a file that nobody could read in full may be anybody's name.
QUOTING_FACTS = frozenset({"value", "key", "name", "suggestion"})


class Redactor:
    """Replaces ids, names and addresses of a register's people; one key gives one person one pseudonym."""

    def __init__(self, register: Register, key: bytes, *others: Register) -> None:
        self._registers = (register, *others)
        self._key = key

    def knowing(self, other: Register) -> "Redactor":
        """One that hides the people of another register as well, such as those who have left since."""
        return Redactor(self._registers[0], self._key, *self._registers[1:], other)

    def pseudonym(self, person_id: str) -> str:
        """A stand-in for a person's id that nobody without the key can trace back."""
        return f"person-{self._digest(person_id)[:10]}"

    def fingerprint(self, fingerprint: str) -> str:
        """A finding's fingerprint, so that it cannot be guessed from a person's id either."""
        return self._digest(fingerprint)[:32]

    def text(self, text: str) -> str:
        """A text in which no id, name or address of the register's people is left, as far as `_spellings` knows them."""
        text = unicodedata.normalize("NFC", text)
        parts: list[str] = []
        end = 0
        words = list(_WORD.finditer(text))
        for position, word in enumerate(words):
            if word.start() < end or word.group().casefold() not in self._lengths:
                continue
            found = self._person_at(position, words, text)
            if found is not None:
                person_end, pseudonym = found
                parts += [text[end : word.start()], pseudonym]
                end = person_end
        return "".join([*parts, text[end:]])

    def _person_at(self, position: int, words: Sequence[re.Match[str]], text: str) -> tuple[int, str] | None:
        """Where the person ends who is named from a word on, and the pseudonym; the longest spelling counts."""
        for length in self._lengths[words[position].group().casefold()]:
            for named in _stretches(words, position, length):
                said = tuple(word.group().casefold() for word in named)
                pseudonym = self._known.get(said) or self._known.get((*said[:-1], said[-1].removesuffix("s")))
                if pseudonym and all(_JOINT.fullmatch(text, one.end(), two.start()) for one, two in pairwise(named)):
                    return named[-1].end(), pseudonym
        return None

    @cached_property
    def _known(self) -> dict[Words, str]:
        """What gives a person away, word by word, with the pseudonym."""
        known: dict[Words, str] = {}
        for register in self._registers:
            for person_id, name, email in _people_in(register):
                pseudonym = self.pseudonym(person_id)
                for words in _spellings(person_id, name, email):
                    known.setdefault(words, pseudonym)
        return known

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """For each word that a spelling begins with (a single one also in the genitive), how long these are, longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._known:
            lengths[words[0]].add(len(words))
            if len(words) == 1:
                lengths[f"{words[0]}s"].add(1)
        return {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _people_in(register: Register) -> Iterator[tuple[str, str, str]]:
    """Id, name and address of everybody whom the files name, also where their file or their entry does not count."""
    for entity in register.named_entities:
        for person in entity.people if isinstance(entity, Unit) else ():
            yield person.id, person.name or "", person.email or ""
    unchecked = frozenset(register.unchecked)
    for document in register.documents:
        if document.path in unchecked and kind_of(document.path) is FileKind.UNIT and isinstance(document.values, dict):
            yield from _people_as_written(document.values.get("people"))


def _people_as_written(people: Values) -> Iterator[tuple[str, str, str]]:
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            texts = [text if isinstance(text := person.get(key), str) else "" for key in ("id", "name", "email")]
            yield texts[0] or texts[1] or texts[2], texts[1], texts[2]


def _spellings(person_id: str, name: str, email: str) -> Iterator[Words]:
    """The words of an id, an address and a name; of a name also “Nordmann, Kari”, without names in the middle, and in ASCII."""
    for text in (person_id, email, *_transcribed(name)):
        words = tuple(word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text)))
        if words:
            yield words
        if text not in (person_id, email):
            for first in (words[:length] for length in range(1, len(words))):
                yield (*first, words[-1])
                yield (words[-1], *first)


def _transcribed(name: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", name)
    yield from dict.fromkeys((composed, composed.translate(_SHORT), composed.translate(_LONG)))


def _stretches(words: Sequence[re.Match[str]], position: int, length: int) -> Iterator[list[re.Match[str]]]:
    """So many words from one on: as they stand, and without initials, as in “Kari A. Nordmann”."""
    standing = list(words[position : position + length])
    if len(standing) == length:
        yield standing
    near = words[position + 1 : position + 2 * length]
    named = [words[position], *(word for word in near if word.end() - word.start() > 1)][:length]
    if len(named) == length and named != standing:
        yield named
