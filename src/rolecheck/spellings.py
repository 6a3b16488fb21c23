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
# “KariNordmann”
INNER_CAPITAL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
# Where a word is part of the name of a file or of an address; “Kristiansand-Oslo” is neither.
_BEFORE_A_HANDLE = re.compile(r"(?:[_@]|[^\W_]\.)\Z")
_BEHIND_A_HANDLE = re.compile(r"_|\.[^\W_]")
_NEAR_A_SMALL_HANDLE = frozenset("-/\\~")
_SHORTEST_RUN = 5
_SHORTEST_HANDLE = 8
_LONGER_THAN_A_WORD = 10  # in small letters
_MOST_DIGITS = 2  # that tell one account from another; more are a year
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
    for text in _transcribed(name):
        if words := _words_of(text):
            yield words


def joined_ids(person_id: str, email: str) -> Iterator[str]:
    """An id, an address and an account in one word: they count where `is_a_handle` says so."""
    for text in (person_id, email, email.partition("@")[0]):
        yield from map(in_plain_letters, _run_together(_words_of(text)))


def account_key(name: str, email: str) -> str:
    """The account of an address that is “kdale” for Kari Dale; empty where it is another one, as “post” is."""
    words = _words_of_name(name)
    account = in_plain_letters(email.partition("@")[0])
    if not _tells(words) or not account.isalpha() or not is_account(account):
        return ""
    last = _last_part(words)
    initials = "".join(word.text[0] for word in words[: last[0].position][:_MOST_WORDS])
    surnames = ["".join(word.text for word in last), *(word.text for word in last)]
    fitting = (initials[:number] + surname for number in range(1, len(initials) + 1) for surname in surnames)
    return account if account in map(in_plain_letters, fitting) else ""


def is_account(word: str) -> bool:
    """Whether a word is written as an account: “elund”, but not “Elin”."""
    return word.islower() and len(without_digits(word)) >= _SHORTEST_RUN


def is_a_handle(word: re.Match[str]) -> bool:
    """Whether somebody’s names in one word are they, and no word of a language, as “dagbok”, “Torstein” and “Kristiansand” are.

    They are with a capital within, before the sign of an address, and in small letters when there are many of these; and
    if they are not short, also with a digit, and as a part of an address or of the name of a file.
    """
    said = word.group()
    letters = without_digits(said)
    before, behind = word.string[max(0, word.start() - 2) : word.start()], word.string[word.end() : word.end() + 2]
    if INNER_CAPITAL.search(said) or behind[:1] == "@" or (letters.islower() and len(letters) >= _LONGER_THAN_A_WORD):
        return True
    if len(letters) < _SHORTEST_HANDLE:
        return len(said) >= _SHORTEST_HANDLE and len(said) - len(letters) <= _MOST_DIGITS
    is_in_a_path = said.islower() and not _NEAR_A_SMALL_HANDLE.isdisjoint((before[-1:], behind[:1]))
    is_in_a_name = bool(_BEFORE_A_HANDLE.search(before) or _BEHIND_A_HANDLE.match(behind))
    return said != letters or is_in_a_path or is_in_a_name


def name_keys(name: str) -> Iterator[str]:
    """Every choice of words by which a name is told, as `key_of` writes it: of two of its parts, or of one with an initial.

    Parts stand apart in the name; those of “Nordmann-Hansen” and of “van der Berg” are words of one part. One part alone,
    and a name of one word, are not here: many are called so.
    """
    for written in _with_and_without_digits(name):
        for chosen in _choices([word for word in written if not word.is_letter]):
            if _tells(chosen):
                yield key_of([word.text for word in chosen])
            yield from _with_initials(chosen, written)


def joined_names(name: str) -> Iterator[str]:
    """A name in one word, as “karinordmann”: it counts where `is_a_handle` says so."""
    for written in _with_and_without_digits(name):
        if _tells(written):
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


def _with_and_without_digits(name: str) -> Sequence[list[_NameWord]]:
    words = _words_of_name(name)
    bare = [word._replace(text=without_digits(word.text) or word.text) for word in words]
    return (words,) if bare == words else (words, bare)


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
            if plain := in_plain_letters(text):  # nothing is left of a mark that stands for itself
                words.append(_NameWord(plain, len(words), part, tells, is_letter))
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
    """“K. Nordmann” and “Nordmann, Kari A.”; of one part alone, the initials are those of names before it: “KA Nordmann”.

    Of a very long name, only the first words count as initials: to go through all of it for each choice would take long.
    """
    telling = [word for word in chosen if word.tells]
    if not telling:
        return
    texts = [word.text for word in chosen]
    before = [word for word in words[: chosen[0].position][:_MOST_WORDS] if word.part < telling[0].part]
    near = words[: _MOST_WORDS + len(chosen)]
    others = before if not _tells(chosen) else [word for word in near if word not in chosen][:_MOST_WORDS]
    for word in dict.fromkeys(other.text[0] for other in others):
        yield key_of(texts, word)
    for number in range(2, min(len(before), 3) + 1):
        yield key_of(texts, "".join(word.text[0] for word in before[:number]))


def _last_part(words: Sequence[_NameWord]) -> Sequence[_NameWord]:
    """The surname, with what belongs to it: “van der Berg”."""
    number = max(word.part for word in words if word.tells)
    return [word for word in words if word.part == number]


def _in_one_word(words: Sequence[_NameWord]) -> Iterator[str]:
    """“karinordmann”, “nordmannkari”: the whole, and the first name with the last part or a word of it.

    Two first names in one word are mostly a name of their own: “Torstein” is not “Tor Stein Hansen”.
    """
    texts = [word.text for word in words]
    last = [word.text for word in _last_part(words)]
    pairs = [[texts[0], text] for text in last if text != texts[0]]
    whole = [texts, [texts[-1], *texts[:-1]], [*last, *texts[: -len(last)]], [texts[0], *last], [*last, texts[0]]]
    for together in (*whole, *pairs, *(pair[::-1] for pair in pairs)):
        yield from map(in_plain_letters, _run_together(together))


def _run_together(words: Sequence[str]) -> Iterator[str]:
    """Several words as one, as in the name of a file; a short one would be some other word."""
    together = "".join(words)
    if len(words) > 1 and len(together) >= _SHORTEST_RUN:
        yield together


def _words_of(text: str) -> Words:
    return tuple(as_said(word) for word in WORD.findall(unicodedata.normalize("NFC", text)))


def _transcribed(name: str) -> Iterator[str]:
    composed = unicodedata.normalize("NFC", name)
    yield from dict.fromkeys(
        (composed, composed.translate(_SHORT), composed.translate(_LONG), _without_marks(composed))
    )
