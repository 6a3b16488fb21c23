"""Where a text names somebody whose ids, names and addresses are known."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from rolecheck.spellings import (
    MOST_WORDS_IN_ANY_ORDER,
    WORD,
    Words,
    as_said,
    exact_spellings,
    in_plain_letters,
    key_of,
    name_keys,
    whole_name_key,
    without_digits,
)

# What may stand between the words of a name, an id or an address. A line may end there, as a long text is folded; but the
# name does not go on in another cell, item or paragraph, and not behind the end of a sentence.
SPACE = r"[^\S\r\n\v\f\x1c-\x1e\x85\u2028\u2029]"
_SIGN = r"(?:(?![.!?]\s)[^\w\s|¦\u2500-\u257f]|_)"
_LINE_END = rf"{SPACE}*[,\-‐‑–]?{SPACE}*(?:\r\n|[\r\n\u2028]){SPACE}*"
_SIGNS = rf"{SPACE}{{0,2}}{_SIGN}{{1,3}}{SPACE}{{0,2}}"
_BEHIND_INITIAL = rf"(?:\.?(?:{_LINE_END}|{SPACE}{{0,2}}|[-‐‑_]))"


class Joints(NamedTuple):
    """What parts two words of a name, and an initial from the next word."""

    words: re.Pattern[str]
    words_or_initial: re.Pattern[str]
    behind_initial: re.Pattern[str]


def _joints(most_spaces: str) -> Joints:
    words = rf"(?:{SPACE}{{1,{most_spaces}}}|{_SIGNS}|{_LINE_END})"
    return Joints(*map(re.compile, (words, rf"{words}(?:[^\W_]{_BEHIND_INITIAL})?", _BEHIND_INITIAL)))


IN_A_TEXT = _joints("")
LAID_OUT = _joints("2")  # where there are more, a column ends
_LONGEST_INITIALS = 3  # written as one word
_MOST_INITIALS = 6
_MOST_READINGS = 2**16
_WORDS_OF_ONE_LETTER = frozenset("aioåø")  # as initials, they have a point, or follow another one
_PSEUDONYM = re.compile(r"person-[0-9a-f]{10}")
Sparing: TypeAlias = Callable[[str], bool]


def sparing_nothing(_word: str) -> bool:
    """Nothing is a word of ours."""
    return False


class _Reading(NamedTuple):
    """What a word of a text can be: the first of so many words of an id; a word of names, or its genitive; initials.

    `is_enough` says whether it may name somebody alone.
    """

    said: str
    lengths: Sequence[int] = ()
    names: Sequence[str] = ()
    owners: Sequence[str] = ()
    initials: str = ""
    is_enough: bool = False


class Found(NamedTuple):
    """Where a text names a person, and what they are called instead."""

    start: int
    end: int
    pseudonym: str


class _Reader(NamedTuple):
    """The words of a text, what each can be, what parts them, and which are ours."""

    words: Sequence[re.Match[str]]
    readings: Sequence[_Reading | None]
    joints: Joints
    sparing: Sparing

    def found(self, first: int, last: int, pseudonym: str) -> Found:
        return Found(self.words[first].start(), self.words[last].end(), pseudonym)


class KnownPeople:
    """Finds people in texts. For each of them: what they are called instead, and their id, name and address."""

    def __init__(self, people: Sequence[tuple[str, str, str, str]]) -> None:
        self._known: dict[Words, str] = {}
        self._names: dict[str, str] = {}
        for pseudonym, person_id, name, email in people:
            for words in exact_spellings(person_id, name, email):
                self._known.setdefault(words, pseudonym)
            self._names.setdefault(whole_name_key(name), pseudonym)
        self._names.pop("", None)
        for pseudonym, _, name, _ in people:  # whose whole name it is goes before whose name it is in part
            for key in name_keys(name):
                self._names.setdefault(key, pseudonym)
        self._pseudonyms = frozenset((*self._known.values(), *self._names.values()))

    def found_in(self, text: str, sparing: Sparing, joints: Joints) -> Iterator[Found]:
        """Everybody whom a text names, from its beginning on; a pseudonym of theirs names nobody once more."""
        readings = list(map(self._reading, WORD.findall(text)))
        known = [reading for reading in readings if reading]
        if not known or (len(known) == 1 and not known[0].is_enough):  # as nearly always
            return
        end = 0
        reader = _Reader(list(WORD.finditer(text)), readings, joints, sparing)
        for position, word in enumerate(reader.words):
            if readings[position] is None or word.start() < end:
                continue
            own = _PSEUDONYM.match(text, word.start())
            if own is not None and own.group() in self._pseudonyms:
                end = own.end()
            elif (found := self._person_at(position, reader)) is not None:
                end = found.end
                yield found

    def _person_at(self, position: int, reader: _Reader) -> Found | None:
        """Who is named from a word on; the longest spelling counts."""
        exact = self._exact_at(position, reader)
        name = self._name_at(position, reader)
        return name if exact is None or (name is not None and name.end > exact.end) else exact

    def _exact_at(self, position: int, reader: _Reader) -> Found | None:
        """By an id, an address or a whole name, word by word; initials may stand among them."""
        reading = reader.readings[position]
        for length in reading.lengths if reading else ():
            for named in _stretches(reader.words, position, length):
                said = tuple(as_said(word.group()) for word in named)
                pseudonym = self._known.get(said) or self._known.get((*said[:-1], said[-1].removesuffix("s")))
                if pseudonym and not all(map(reader.sparing, said)) and _are_a_row(named, reader.joints):
                    return Found(named[0].start(), named[-1].end(), pseudonym)
        return None

    def _name_at(self, position: int, reader: _Reader) -> Found | None:
        """By words of a name, in any order."""
        together = _together(position, reader)
        if len(together) == 1 and not together[0].is_enough:
            return None
        for length in range(len(together), 0, -1):
            pseudonym = self._named_by(together[:length])
            if pseudonym and not all(reader.sparing(reading.said) for reading in together[:length]):
                return reader.found(position, position + length - 1, pseudonym)
        return None

    def _named_by(self, together: Sequence[_Reading]) -> str | None:
        """Who is called by all of these words; one initial at the end has to be theirs, others may stand among the words."""
        named = [reading for reading in together if reading.names or reading.owners]
        ends = [reading.initials for reading in (together[0], together[-1]) if reading not in named]
        among = [reading.initials for reading in together[1:-1] if reading not in named]
        if not named or len(ends) > 1 or any(len(initials) > 1 for initials in among):
            return None
        *first, last = named
        if not all(reading.names for reading in first):
            return None
        keys = (key_of([*(one.names[0] for one in first), word], "".join(ends)) for word in (*last.names, *last.owners))
        return next((found for key in keys if (found := self._names.get(key))), None)

    # --- what is known of them

    @cached_property
    def _lengths(self) -> dict[str, list[int]]:
        """For each word that a spelling begins with (a single one also in the genitive), how long these are, longest first."""
        lengths: dict[str, set[int]] = defaultdict(set)
        for words in self._known:
            lengths[words[0]].add(len(words))
            if len(words) == 1:
                lengths[f"{words[0]}s"].add(1)
        return {first: sorted(found, reverse=True) for first, found in lengths.items()}

    @cached_property
    def _words_of_names(self) -> frozenset[str]:
        return frozenset(word for key in self._names for word in key.split() if not word.endswith("."))

    @cached_property
    def _reading(self) -> Callable[[str], _Reading | None]:
        """What a word can be; None where it is nobody's, which nearly all words are."""
        return lru_cache(_MOST_READINGS)(self._read)

    def _read(self, word: str) -> _Reading | None:
        said = as_said(word)
        names = self._among_names(said, without_digits(said))
        owners = self._among_names(*(one[:-1] for one in (said, without_digits(said)) if one.endswith("s")))
        is_short = word.isupper() and len(word) <= _LONGEST_INITIALS and not names
        lengths = self._lengths.get(said, ())
        initials = in_plain_letters(said) if is_short else ""
        if not (lengths or names or owners or initials):
            return None
        is_enough = bool(lengths) or any(name in self._names for name in (*names, *owners))
        return _Reading(said, lengths, names, owners, initials, is_enough)

    def _among_names(self, *words: str) -> tuple[str, ...]:
        return tuple(word for word in dict.fromkeys(map(in_plain_letters, words)) if word in self._words_of_names)


def _together(position: int, reader: _Reader) -> Sequence[_Reading]:
    """The words from one on that can belong to one name."""
    together: list[_Reading] = []
    for at in range(position, min(position + MOST_WORDS_IN_ANY_ORDER + _MOST_INITIALS, len(reader.words))):
        reading = reader.readings[at]
        if reading is None or not (reading.names or reading.owners or _is_initial(reading, reader.words[at], together)):
            break
        if together and not _are_joined(reader.words[at - 1], together[-1], reader.words[at], reader.joints):
            break
        together.append(reading)
    return together


def _are_a_row(named: Sequence[re.Match[str]], joints: Joints) -> bool:
    return all(joints.words_or_initial.fullmatch(one.string, one.end(), two.start()) for one, two in pairwise(named))


def _is_initial(reading: _Reading, word: re.Match[str], before: Sequence[_Reading]) -> bool:
    behind = word.string[word.end() : word.end() + 1]
    if reading.said in _WORDS_OF_ONE_LETTER:
        return behind == "." or bool(before and before[-1].initials)
    return bool(reading.initials) and behind != ")"  # as of an item


def _are_joined(one: re.Match[str], reading: _Reading, two: re.Match[str], joints: Joints) -> bool:
    between = (one.string, one.end(), two.start())
    is_letter = one.end() - one.start() == 1 and one.group().isupper()
    if is_letter and joints.behind_initial.fullmatch(*between):
        return True
    return bool((reading.names or not is_letter) and joints.words.fullmatch(*between))


def _stretches(words: Sequence[re.Match[str]], position: int, length: int) -> Iterator[list[re.Match[str]]]:
    """So many words from one on: as they stand, and without initials, as in “Kari A. Nordmann”."""
    standing = list(words[position : position + length])
    if len(standing) == length:
        yield standing
    near = words[position + 1 : position + 2 * length]
    named = [words[position], *(word for word in near if word.end() - word.start() > 1)][:length]
    if len(named) == length and named != standing:
        yield named
