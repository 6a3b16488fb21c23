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

from rolecheck.model import Person
from rolecheck.register import Register

_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"\s+|[\W_]{1,3}")  # between the words of a name, an id or an address
Words: TypeAlias = tuple[str, ...]
# What a file rule quotes from a file that nobody could read in full may be anybody's name.
QUOTING_FACTS = frozenset({"value", "key", "name", "suggestion"})


class Redactor:
    """Replaces ids, names and addresses of a register's people; one key gives one person one pseudonym."""

    def __init__(self, register: Register, key: bytes) -> None:
        self._register = register
        self._key = key

    def pseudonym(self, person_id: str) -> str:
        """A stand-in for a person's id that nobody without the key can trace back."""
        return f"person-{self._digest(person_id)[:10]}"

    def fingerprint(self, fingerprint: str) -> str:
        """A finding's fingerprint, so that it cannot be guessed from a person's id either."""
        return self._digest(fingerprint)[:32]

    def text(self, text: str) -> str:
        """A text in which no id, name or address of the register's people is left, however its words are joined."""
        parts: list[str] = []
        end = 0
        words = list(_WORD.finditer(text))
        for position, word in enumerate(words):
            if word.start() < end:
                continue
            for known, pseudonym in self._known_by_first_word.get(_plain(word.group()), ()):
                found = words[position : position + len(known)]
                if _says(found, known, text):
                    parts += [text[end : word.start()], pseudonym]
                    end = found[-1].end()
                    break
        return "".join([*parts, text[end:]])

    @cached_property
    def _known_by_first_word(self) -> dict[str, list[tuple[Words, str]]]:
        """What gives a person away, the longest first; a single word also by its genitive."""
        known: dict[str, dict[Words, str]] = defaultdict(dict)
        for person in self._register.people.values():
            pseudonym = self.pseudonym(person.id)
            for words in _spellings(person):
                known[words[0]][words] = pseudonym
                if len(words) == 1:
                    known[f"{words[0]}s"].setdefault((f"{words[0]}s",), pseudonym)
        return {first: sorted(found.items(), key=lambda item: -len(item[0])) for first, found in known.items()}

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _spellings(person: Person) -> Iterator[Words]:
    """The words of a person's id, address and name; of a name also “Nordmann, Kari” and without what stands between."""
    for text in (person.id, person.email, person.name):
        words = tuple(_plain(word) for word in _WORD.findall(text or ""))
        if words:
            yield words
        if text == person.name and len(words) > 1:
            yield (words[-1], *words[:-1])
            yield (words[0], words[-1])
            yield (words[-1], words[0])


def _says(found: Sequence[re.Match[str]], known: Words, text: str) -> bool:
    """Whether some words of a text are those of a person, close to each other; a genitive (“Karis”) is still the name."""
    said = [_plain(word.group()) for word in found]
    if said[:-1] != list(known[:-1]) or said[-1:] not in ([known[-1]], [f"{known[-1]}s"]):
        return False
    return all(_JOINT.fullmatch(text, before.end(), after.start()) for before, after in pairwise(found))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word).lower()
