"""Where a text names somebody whose ids, names and addresses are known."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from rolecheck.joints import (
    BEHIND_A_SMALL_INITIAL,
    WORDS_OF_ONE_LETTER,
    Joints,
    are_a_row,
    is_another_name,
    stretches,
)
from rolecheck.spellings import (
    MOST_WORDS_IN_ANY_ORDER,
    WORD,
    Words,
    account_key,
    as_said,
    exact_spellings,
    in_plain_letters,
    is_a_handle,
    is_account,
    joined_ids,
    joined_names,
    key_of,
    name_keys,
    whole_name_key,
    without_digits,
)

_LONGEST_INITIALS = 3  # written as one word
_MOST_INITIALS = 6
_MOST_READINGS = 2**16
_MOST_NAMES_BEFORE_IT = 2
_PSEUDONYM = re.compile(r"person-[0-9a-f]{10}")
Sparing: TypeAlias = Callable[[str], bool]


def sparing_nothing(_word: str) -> bool:
    """Nothing is a word of ours."""
    return False


class _Reading(NamedTuple):
    """What a word of a text can be: the first of so many words of an id; a word of names, its genitive, several in one; initials."""

    said: str
    lengths: Sequence[int] = ()
    names: Sequence[str] = ()
    owners: Sequence[str] = ()
    joined: Sequence[str] = ()
    initials: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether it may name somebody alone."""
        return bool(self.lengths or self.joined)


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
        self._joined: dict[str, str] = {}
        self._accounts: dict[str, str] = {}
        for pseudonym, person_id, name, email in people:
            for words in exact_spellings(person_id, name, email):
                self._known.setdefault(words, pseudonym)
            for joined in joined_ids(person_id, email):
                self._joined.setdefault(joined, pseudonym)
            self._accounts.setdefault(account_key(name, email), pseudonym)
            self._names.setdefault(whole_name_key(name), pseudonym)
        self._names.pop("", None)
        self._accounts.pop("", None)
        for pseudonym, _, name, _ in people:  # whose whole name it is goes before whose name it is in part
            for key in name_keys(name):
                self._names.setdefault(key, pseudonym)
            for joined in joined_names(name):
                self._joined.setdefault(joined, pseudonym)
        self._pseudonyms = frozenset((*self._known.values(), *self._names.values()))

    def found_in(self, text: str, sparing: Sparing, joints: Joints) -> Iterator[Found]:
        """Everybody whom a text names, from its beginning on; a pseudonym of theirs names nobody once more."""
        readings = list(map(self._reading, WORD.findall(text)))
        known = [reading for reading in readings if reading]
        if not known:  # as nearly always
            return
        if len(known) == 1 and not known[0].is_enough and not BEHIND_A_SMALL_INITIAL.search(text):
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
        found = self._exact_at(position, reader)
        for way in (self._joined_at, self._name_at):
            other = way(position, reader)
            if other is not None and (found is None or other.end > found.end):
                found = other
        around = self._around_another_name(position, reader, found.end if found else 0)
        return around or found or self._behind_a_small_initial(position, reader)

    def _exact_at(self, position: int, reader: _Reader) -> Found | None:
        """By an id, an address or a whole name, word by word; initials may stand among them."""
        reading = reader.readings[position]
        for length in reading.lengths if reading else ():
            for named in stretches(reader.words, position, length):
                said = tuple(as_said(word.group()) for word in named)
                pseudonym = self._known.get(said) or self._known.get((*said[:-1], said[-1].removesuffix("s")))
                if pseudonym and not all(map(reader.sparing, said)) and are_a_row(named, reader.joints):
                    return Found(named[0].start(), named[-1].end(), pseudonym)
        return None

    def _joined_at(self, position: int, reader: _Reader) -> Found | None:
        """By several words in one, or by the account of an address."""
        reading, word = reader.readings[position], reader.words[position]
        if reading is None or not reading.joined or reader.sparing(reading.said):
            return None
        is_handle = is_a_handle(word)
        for joined in reading.joined:
            known = self._joined.get(joined) if is_handle or not joined.isalpha() else None
            if pseudonym := known or (self._accounts.get(joined) if is_handle or is_account(word.group()) else None):
                return reader.found(position, position, pseudonym)
        return None

    def _name_at(self, position: int, reader: _Reader) -> Found | None:
        """By words of a name, in any order."""
        together = _together(position, reader)
        for length in range(len(together), 1, -1):
            if pseudonym := self._called(together[:length], reader):
                return reader.found(position, position + length - 1, pseudonym)
        return None

    def _around_another_name(self, position: int, reader: _Reader, beyond: int) -> Found | None:
        """By words of a name with one more name among them, which the register does not have: “Kari Marie Dale”."""
        before: list[_Reading] = []
        for other in range(position + 1, min(position + 1 + _MOST_NAMES_BEFORE_IT, len(reader.words) - 1)):
            reading = reader.readings[other - 1]
            if reading is None or not reading.names:
                return None
            before.append(reading)
            is_known = reader.words[other + 1].start() < beyond
            if (
                is_known
                or reader.readings[other + 1] is None
                or not is_another_name(reader.words[position : other + 2])
            ):
                continue
            behind = _together(other + 1, reader) if self._name_at(other, reader) is None else ()
            for length in range(len(behind), 0, -1):
                last = position + len(before) + length
                pseudonym = self._called([*before, *behind[:length]], reader)
                if pseudonym and reader.words[last].group()[0].isupper() and not behind[length - 1].initials:
                    return reader.found(position, last, pseudonym)
        return None

    def _behind_a_small_initial(self, position: int, reader: _Reader) -> Found | None:
        """By a name as in an address: “k.dale”."""
        if position == 0:
            return None
        letter, word = reader.words[position - 1 : position + 1]
        sign = BEHIND_A_SMALL_INITIAL.match(letter.string, letter.end())
        if sign is None or sign.end() != word.start() or not letter.group().islower():
            return None
        said = as_said(letter.group())
        together = [_Reading(said, initials=in_plain_letters(said)), *_together(position, reader)]
        for length in range(len(together), 1, -1):
            if pseudonym := self._called(together[:length], reader):
                return reader.found(position - 1, position + length - 2, pseudonym)
        return None

    def _called(self, together: Sequence[_Reading], reader: _Reader) -> str | None:
        """Who is called by all of these words, unless these are ours."""
        pseudonym = self._named_by(together)
        return pseudonym if pseudonym and not all(reader.sparing(reading.said) for reading in together) else None

    def _named_by(self, together: Sequence[_Reading]) -> str | None:
        """Who is called by all of these words; one initial at the end has to be theirs, others may stand among the words.

        Several behind a surname and without points are no initials: “Holm AS” is a company, and “Holm IE” has a faculty.
        """
        named = [reading for reading in together if reading.names or reading.owners]
        ends = [reading.initials for reading in (together[0], together[-1]) if reading not in named]
        among = [reading.initials for reading in together[1:-1] if reading not in named]
        is_a_company = bool(named and ends and together[-1] not in named and len(ends[0]) > 1)
        if not named or len(ends) > 1 or is_a_company or any(len(initials) > 1 for initials in among):
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
    def _joined_or_accounts(self) -> frozenset[str]:
        return frozenset((*self._joined, *self._accounts))

    @cached_property
    def _reading(self) -> Callable[[str], _Reading | None]:
        """What a word can be; None where it is nobody's, which nearly all words are."""
        return lru_cache(_MOST_READINGS)(self._read)

    def _read(self, word: str) -> _Reading | None:
        said = as_said(word)
        said_so = tuple(dict.fromkeys((said, without_digits(said))))
        genitive_of = tuple(one[:-1] for one in said_so if one.endswith("s"))
        names, owners = (_among(self._words_of_names, words) for words in (said_so, genitive_of))
        joined = _among(self._joined_or_accounts, (*said_so, *genitive_of))
        is_short = word.isupper() and len(word) <= _LONGEST_INITIALS and not names
        lengths = self._lengths.get(said, ())
        initials = in_plain_letters(said) if is_short else ""
        if not (lengths or names or owners or joined or initials):
            return None
        return _Reading(said, lengths, names, owners, joined, initials)


def _among(known: Container[str], words: Sequence[str]) -> Sequence[str]:
    return tuple(plain for plain in dict.fromkeys(map(in_plain_letters, words)) if plain in known)


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


def _is_initial(reading: _Reading, word: re.Match[str], before: Sequence[_Reading]) -> bool:
    behind = word.string[word.end() : word.end() + 1]
    if reading.initials and reading.said in WORDS_OF_ONE_LETTER:
        return behind == "." or bool(before and before[-1].initials)
    return bool(reading.initials) and behind != ")"  # as of an item


def _are_joined(one: re.Match[str], reading: _Reading, two: re.Match[str], joints: Joints) -> bool:
    between = (one.string, one.end(), two.start())
    is_letter = one.end() - one.start() == 1 and one.group().isupper()
    if is_letter and joints.behind_initial.fullmatch(*between):
        return True
    return bool((reading.names or not is_letter) and joints.words.fullmatch(*between))
