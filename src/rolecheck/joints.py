"""What stands between the words of a name in a text, and which words may stand among them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

WORDS_OF_ONE_LETTER = frozenset("aioåø")  # as initials, they have a point, or follow another one
# What may stand between the words of a name, an id or an address. A line may end there, as a long text is folded; but the
# name does not go on in another cell, item or paragraph, and not behind the end of a sentence.
SPACE = r"[^\S\r\n\v\f\x1c-\x1e\x85\u2028\u2029]"
_SIGN = r"(?:(?![.!?]\s)[^\w\s|¦\u2500-\u257f]|_)"
_LINE_END = rf"{SPACE}*[,\-‐‑–]?{SPACE}*(?:\r\n|[\r\n\u2028]){SPACE}*"
_SIGNS = rf"{SPACE}{{0,2}}{_SIGN}{{1,3}}{SPACE}{{0,2}}"
_BEHIND_INITIAL = rf"(?:\.?(?:{_LINE_END}|{SPACE}{{0,2}}|[-‐‑_]))"
_BESIDE = re.compile(rf"{SPACE}|[-‐‑]|{SPACE}?(?:\r\n|[\r\n\u2028]){SPACE}*")
# In “k.dale”; it begins with the sign, as there are few of these to look at.
BEHIND_A_SMALL_INITIAL = re.compile(r"[._](?<=[^\W\d_].)(?<![^\W_]{2}.)(?=[^\W_])")


class Joints(NamedTuple):
    """What parts two words of a name, also with an initial among them, and an initial from the next word."""

    words: re.Pattern[str]
    words_or_initial: re.Pattern[str]
    behind_initial: re.Pattern[str]


def _joints(most_spaces: str) -> Joints:
    words = rf"(?:{SPACE}{{1,{most_spaces}}}|{_SIGNS}|{_LINE_END})"
    return Joints(*map(re.compile, (words, rf"{words}(?:[^\W_]{_BEHIND_INITIAL})?", _BEHIND_INITIAL)))


IN_A_TEXT = _joints("")
LAID_OUT = _joints("2")  # where there are more, a column ends


def are_a_row(named: Sequence[re.Match[str]], joints: Joints) -> bool:
    """Whether nothing but what can stand in a name parts these words, and one initial at each place."""
    return all(joints.words_or_initial.fullmatch(one.string, one.end(), two.start()) for one, two in pairwise(named))


def is_another_name(words: Sequence[re.Match[str]]) -> bool:
    """Whether the last word but one is written as a name among names; in “EN DAG I VIK”, capitals do not tell.

    Only a space, a dash or the end of a line may part them, so that no list is taken for one name.
    """
    first, middle = words[0].group(), words[-2].group()
    is_title = not (first.isupper() if len(middle) == 1 else middle.isupper())
    return (
        is_title
        and first[0].isupper()
        and middle[0].isupper()
        and all(_BESIDE.fullmatch(one.string, one.end(), two.start()) for one, two in pairwise(words))
    )


def stretches(words: Sequence[re.Match[str]], position: int, length: int) -> Iterator[list[re.Match[str]]]:
    """So many words from one on: as they stand, and without initials, as in “Kari A. Nordmann”."""
    standing = list(words[position : position + length])
    if len(standing) == length:
        yield standing
    near = words[position + 1 : position + 2 * length]
    named = [words[position], *(word for word in near if not _is_a_letter_of_a_name(word))][:length]
    if len(named) == length and named != standing:
        yield named


def _is_a_letter_of_a_name(word: re.Match[str]) -> bool:
    """Whether a word of one letter is an initial: the preposition in “en dag i Vik” is none, nor is “I” without a point."""
    letter = word.group()
    has_point = word.string[word.end() : word.end() + 1] == "."
    return len(letter) == 1 and letter.isupper() and (has_point or letter.lower() not in WORDS_OF_ONE_LETTER)
