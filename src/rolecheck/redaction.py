"""Pseudonyms in the place of people: what a report shows when it may not show who is who."""

import hashlib
import hmac
import re
from collections import defaultdict
from functools import cached_property
from itertools import chain

from rolecheck.register import Register

_WORD = re.compile(r"[^\W_]+")
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
        """A text in which no id, name or address of the register's people is left."""
        parts: list[str] = []
        end = 0
        for word in _WORD.finditer(text):
            if word.start() < end:
                continue
            for known, pseudonym in self._known_by_first_word.get(word.group().lower(), ()):
                stretch = text[word.start() : word.start() + len(known)]
                if stretch.lower() == known and _ends_word(text, word.start() + len(known)):
                    parts += [text[end : word.start()], pseudonym]
                    end = word.start() + len(known)
                    break
        return "".join([*parts, text[end:]])

    @cached_property
    def _known_by_first_word(self) -> dict[str, list[tuple[str, str]]]:
        known: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for person in chain.from_iterable(register.people.values() for register in self._registers):
            for words in (person.id, person.name, person.email):
                first = _WORD.search(words or "")
                if words and first:
                    known[first.group().lower()].append((words.lower(), self.pseudonym(person.id)))
        for candidates in known.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))
        return known

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _ends_word(text: str, position: int) -> bool:
    """Whether a name ends here; a genitive (“Karis”) is still the name."""
    rest = text[position : position + 2]
    if rest[:1] in ("s", "S"):
        rest = rest[1:]
    return not rest[:1].isalnum()
