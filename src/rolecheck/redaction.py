"""Pseudonyms in the place of people: what a report shows when it may not show who is who."""

import hashlib
import hmac
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
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
_PSEUDONYM = re.compile(r"person-[0-9a-f]{10}")
# What a name can be written with, and not be seen by a reader of words: `%2E`, `&aring;`, signs without width, “KariNordmann”.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_WITHIN = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_ODD = re.compile(rf"%[0-9A-Fa-f]{{2}}|&#?\w+;|{_UNSEEN.pattern}|{_WITHIN.pattern}")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_RUN = re.compile(r"\S+")
_MOST_CODES = 3  # one inside the other
_SHORTEST_RUN = 5
Words: TypeAlias = tuple[str, ...]
Sparing: TypeAlias = Callable[[str], bool]
# What a file rule quotes from a file that nobody could read in full may be anybody's name.
QUOTING_FACTS = frozenset({"value", "key", "name", "suggestion"})


def _sparing_nothing(_word: str) -> bool:
    return False


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

    def text(self, text: str, *, sparing: Sparing = _sparing_nothing) -> str:
        """A text in which no id, name or address of the register's people is left, as far as `_spellings` knows them.

        `sparing` knows the words of ours in it, which somebody can be called like: what consists of these alone stays.
        """
        text = unicodedata.normalize("NFC", text)
        if not _ODD.search(text):
            return self._hidden(text, sparing)
        text = _RUN.sub(lambda run: self._decoded(run.group(), sparing), text)  # so that what stands around it stays
        return self._decoded(self._hidden(text, sparing), sparing)

    def _decoded(self, run: str, sparing: Sparing) -> str:
        """Some signs; where they name somebody in code, or without a space, they are written out."""
        plain = run
        for _ in range(_MOST_CODES):
            plain, before = _without_codes(plain), plain
            if plain == before:
                break
        hidden = self._hidden(plain, sparing)
        return run if hidden == plain else hidden

    def _hidden(self, text: str, sparing: Sparing) -> str:
        parts: list[str] = []
        end = 0
        words = list(_WORD.finditer(text))
        for position, word in enumerate(words):
            if word.start() < end or word.group().casefold() not in self._lengths:
                continue
            own = _PSEUDONYM.match(text, word.start())
            if own is not None and own.group() in self._pseudonyms:
                end, parts = own.end(), [*parts, text[end : own.end()]]
                continue
            found = self._person_at(position, words, text, sparing)
            if found is not None:
                person_end, pseudonym = found
                parts += [text[end : word.start()], pseudonym]
                end = person_end
        return "".join([*parts, text[end:]])

    def _person_at(
        self, position: int, words: Sequence[re.Match[str]], text: str, sparing: Sparing
    ) -> tuple[int, str] | None:
        """Where the person ends who is named from a word on, and the pseudonym; the longest spelling counts."""
        for length in self._lengths[words[position].group().casefold()]:
            for named in _stretches(words, position, length):
                said = tuple(word.group().casefold() for word in named)
                if all(map(sparing, said)):
                    continue
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
    def _pseudonyms(self) -> frozenset[str]:
        return frozenset(self._known.values())

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
    account = email.partition("@")[0]
    for text in (person_id, email, account, *_transcribed(name)):
        words = tuple(word.casefold() for word in _WORD.findall(unicodedata.normalize("NFC", text)))
        if not words or (text == account and len(words) == 1 and account.isalpha()):
            continue  # a box such as “post” is a word before it is anybody’s
        yield words
        yield from _run_together(words)
        if text not in (person_id, email, account):
            for first in (words[:length] for length in range(1, len(words))):
                yield from ((*first, words[-1]), (words[-1], *first))
            yield from (*_run_together((words[0], words[-1])), *_run_together((words[-1], *words[:-1])))


def _run_together(words: Words) -> Iterator[Words]:
    """Several words as one, as in the name of a file; a short one would be some other word."""
    together = "".join(words)
    if len(words) > 1 and len(together) >= _SHORTEST_RUN:
        yield (together,)


def _without_codes(run: str) -> str:
    """The signs of an address, of a page and of a name in one word (“KariNordmann”), as they would be written elsewhere."""
    from html import unescape  # noqa: PLC0415 - nearly no text needs its long list of names

    data = _PERCENT.sub(lambda code: bytes([int(code[1], 16)]), run.encode("utf-8", "replace"))
    return _WITHIN.sub(" ", _UNSEEN.sub("", unescape(data.decode("utf-8", "replace"))))


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
