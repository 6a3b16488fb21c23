"""How somebody can be written: the words of an id and an address, and of a name in any order, shortened, and in other letters."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple, TypeAlias

WORD = re.compile(r"[^\W_]+")
Words: TypeAlias = tuple[str, ...]
_SHORT = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "Ae", "Ø": "O", "Å": "A"})
_LONG = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
# Letters of one sign that are no letter with a mark.
_PLAIN = str.maketrans(
    dict(zip("øłđðŧŋħıØŁĐÐŦŊĦ", "olddtnhiOLDDTNH", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th", "Æ": "Ae", "Œ": "Oe"}
)
# “Haakon” is “Håkon”, “Stroem” is “Strøm”, “Mueller” is “Müller”: for comparing, each of them is written short.
_TWO_FOR_ONE = re.compile("aa|ae|oe|ue")
_SHORTEST_RUN = 5
_MOST_WORDS = 6  # of which every choice counts
MOST_WORDS_IN_ANY_ORDER = 12


def as_said(word: str) -> str:
    """A word as it is compared: in small letters, and in ordinary ones where they are wide or raised."""
    return word.casefold() if word.isascii() else unicodedata.normalize("NFKC", word).casefold()


def in_plain_letters(word: str) -> str:
    """A word without the marks of its letters, so that all ways to write it in fewer letters are one."""
    return _TWO_FOR_ONE.sub(lambda two: two[0][0], _without_marks(as_said(word)))


def without_digits(word: str) -> str:
    """A word without the digits around it, as of a second “nordmann2” or of a note; empty where there is nothing else."""
    return word.strip("0123456789")


@lru_cache(maxsize=2**14)
def _without_marks(word: str) -> str:
    if word.isascii():
        return word
    parted = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in parted if not unicodedata.combining(sign)).translate(_PLAIN)


def exact_spellings(person_id: str, name: str, email: str) -> Iterator[Words]:
    """What gives somebody away in these words and this order alone: an id, an address, and a whole name."""
    account = email.partition("@")[0]
    for text in (person_id, email, account):
        words = _words_of(text)
        if words and not (text == account and len(words) == 1 and account.isalpha()):
            yield words  # a box such as “post” is a word before it is anybody’s
            yield from _run_together(words)
    for text in _transcribed(name):
        if words := _words_of(text):
            yield words


def name_keys(name: str) -> Iterator[str]:
    """Every choice of words by which a name is told, as `key_of` writes it: of two of its parts, or of one with an initial.

    Parts stand apart in the name; those of “Nordmann-Hansen” and of “van der Berg” are words of one part. One part alone,
    and a name of one word, are not here: many are called so.
    """
    words = _words_of_name(name)
    bare = [word._replace(text=without_digits(word.text) or word.text) for word in words]
    for written in (words,) if bare == words else (words, bare):
        for chosen in _choices([word for word in written if not word.is_letter]):
            if _tells(chosen):
                yield key_of([word.text for word in chosen])
            yield from _with_initials(chosen, written)
        yield from _in_one_word(written)


def whole_name_key(name: str) -> str:
    """The key of all words of a name; empty where these are not enough for one."""
    words = [word for word in _words_of_name(name) if not word.is_letter]
    return key_of([word.text for word in words]) if _tells(words) else ""


def key_of(words: Sequence[str], initials: str = "") -> str:
    """Words in plain letters, in no order, with the initials of others before them or behind."""
    return " ".join([*([f"{initials}."] if initials else []), *sorted(words)])


class _NameWord(NamedTuple):
    """A word of a name, and the part that it belongs to.

    `tells` says whether it tells one name from another, as “der” does not; `is_letter`, whether it is an initial already.
    """

    text: str
    position: int
    part: int
    tells: bool
    is_letter: bool


def _words_of_name(name: str) -> list[_NameWord]:
    chunks = unicodedata.normalize("NFC", name).split()
    is_small = [chunk.islower() for chunk in chunks]
    words: list[_NameWord] = []
    part = 0
    for number, chunk in enumerate(chunks):
        joins_next = is_small[number] and not all(is_small) and number + 1 < len(chunks)
        for text in WORD.findall(chunk):
            is_letter = len(text) == 1 and text.upper() != text.lower()
            tells = not joins_next and not is_letter
            words.append(_NameWord(in_plain_letters(text), len(words), part, tells, is_letter))
        part += not joins_next
    return words


def _choices(words: Sequence[_NameWord]) -> Iterator[tuple[_NameWord, ...]]:
    """Some of the words, or all; of a very long name only those that stand together, and the first with each other one."""
    if len(words) <= _MOST_WORDS:
        for number in range(1, len(words) + 1):
            yield from combinations(words, number)
        return
    if len(words) <= MOST_WORDS_IN_ANY_ORDER:
        yield tuple(words)
    for number in range(1, _MOST_WORDS + 1):
        yield from (tuple(words[at : at + number]) for at in range(len(words) - number + 1))
    yield from ((words[0], other) for other in words[2:])


def _tells(words: Sequence[_NameWord]) -> bool:
    return len({word.part for word in words if word.tells}) > 1


def _with_initials(chosen: Sequence[_NameWord], words: Sequence[_NameWord]) -> Iterator[str]:
    """“K. Nordmann” and “Nordmann, Kari A.”; of one part alone, the initials are those of names before it: “KA Nordmann”."""
    telling = [word for word in chosen if word.tells]
    if not telling:
        return
    texts = [word.text for word in chosen]
    before = [word for word in words[: chosen[0].position] if word.part < telling[0].part]
    others = before if not _tells(chosen) else [word for word in words if word not in chosen][:_MOST_WORDS]
    for word in dict.fromkeys(other.text[0] for other in others):
        yield key_of(texts, word)
    for number in range(2, min(len(before), 3) + 1):
        yield key_of(texts, "".join(word.text[0] for word in before[:number]))


def _in_one_word(words: Sequence[_NameWord]) -> Iterator[str]:
    """“karinordmann”, “nordmannkari”: the whole, the first name with the last part, and with one word of another part."""
    if not words:
        return
    texts = [word.text for word in words]
    last = [word.text for word in words if word.part == words[-1].part]
    pairs = [[words[0].text, word.text] for word in words if word.tells and word.part != words[0].part]
    whole = [texts, [texts[-1], *texts[:-1]], [*last, *texts[: -len(last)]], [texts[0], *last], [*last, texts[0]]]
    for together in (*whole, *pairs, *(pair[::-1] for pair in pairs)):
        for (text,) in _run_together(tuple(together)):
            yield in_plain_letters(text)


def _run_together(words: Words) -> Iterator[Words]:
    """Several words as one, as in the name of a file; a short one would be some other word."""
    together = "".join(words)
    if len(words) > 1 and len(together) >= _SHORTEST_RUN:
        yield (together,)


def _words_of(text: str) -> Words:
    return tuple(as_said(word) for word in WORD.findall(unicodedata.normalize("NFC", text)))


def _transcribed(name: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", name)
    yield from dict.fromkeys(
        (composed, composed.translate(_SHORT), composed.translate(_LONG), _without_marks(composed))
    )
