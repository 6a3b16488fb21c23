"""Norwegian national identity numbers: found, so that they can be removed, and never shown.

Source: the control digits of fødselsnummer, D-number and synthetic test numbers, as published by Skatteetaten.
"""

import re
from collections.abc import Iterator

_ELEVEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{6}[ -]?[0-9]{5}(?![0-9])")
_SIX_DIGITS = re.compile("[0-9]{6}")
_FIRST_WEIGHTS = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def find_identity_numbers(text: str) -> Iterator[tuple[int, int]]:
    """The start and end offset of each identity number in a text, in order."""
    if not _SIX_DIGITS.search(text):  # nearly every file, and much faster to see
        return
    for match in _ELEVEN_DIGITS.finditer(text):
        if _control_digits_fit(match.group()):
            yield match.span()


def mask_identity_numbers(text: str) -> str:
    """The text with every digit of an identity number replaced by an asterisk; its length is unchanged."""
    return _ELEVEN_DIGITS.sub(_mask, text)


def _mask(match: re.Match[str]) -> str:
    number = match.group()
    return re.sub("[0-9]", "*", number) if _control_digits_fit(number) else number


def _control_digits_fit(number: str) -> bool:
    digits = [int(character) for character in number if character.isdigit()]
    first = sum(weight * digit for weight, digit in zip(_FIRST_WEIGHTS, digits[:10], strict=True))
    second = sum(weight * digit for weight, digit in zip(_SECOND_WEIGHTS, digits, strict=True))
    return first % 11 == 0 and second % 11 == 0
