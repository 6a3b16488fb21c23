"""What a language says, as it stands in its file: sentences with places for facts, and the words that are in all of them."""

import re
import string
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from rolecheck.finding import Related

_FIVE_DIGITS = 10_000
_WORD = re.compile(r"[^\W_]+")


def known_languages() -> list[str]:
    """The languages that have a file."""
    folder = resources.files("rolecheck") / "languages"
    return sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))


@cache
def sentences_in(language: str) -> Mapping[str, Any]:
    """Everything that a language says."""
    file = resources.files("rolecheck") / "languages" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def language_name(language: str) -> str:
    """A language by its own name."""
    return str(sentences_in(language)["name"])


@cache
def words_of(language: str) -> frozenset[str]:
    """Every word that a language says by itself, the names of rules included, in small letters."""
    sentences = sentences_in(language)
    texts = [*_texts_in(sentences), *sentences["rules"]]
    return frozenset(word.casefold() for text in texts for word in _WORD.findall(text))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts_in(inner)
    elif isinstance(value, str):
        yield value


@cache
def placeholders_in(sentence: str) -> frozenset[str]:
    """The names of the facts that a sentence has places for."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name)


class Worded(str):
    """Words that are fit to be shown: what stands in them of a register names nobody who is to be hidden.

    Nothing in it is hidden once more, so that no word of ours is taken for somebody who is called like it.
    """

    __slots__ = ()


def one_after_the_other(sentences: Iterable[Worded]) -> Worded:
    """Several sentences as one text; empty ones are left out."""
    return Worded(" ".join(filter(None, sentences)))


class Formatter(string.Formatter):
    """Fills braces; `{n:one|many}` counts, and a placeholder without a fact is a mistake of ours."""

    def __init__(self, thousands: str) -> None:
        super().__init__()
        self._thousands = thousands

    def format_field(self, value: Any, format_spec: str) -> str:
        """A fact with what stands after its colon, if that is a word for one and a word for many."""
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return f"{self._number(value)} {one if value == 1 else many}"
        return str(value)

    def _number(self, value: int) -> str:
        """A count in digits; from five digits on, thousands stand apart."""
        if value < _FIVE_DIGITS:
            return str(value)
        return self._thousands.format(thousands=self._number(value // 1000), rest=f"{value % 1000:03}")

    def get_field(self, field_name: str, _args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        """The fact of a placeholder."""
        return kwargs[field_name], field_name


@dataclass(frozen=True, slots=True)
class Wording:
    """What a finding says in one language: its sentence, the words at the place, what to do, what may help, and the norm."""

    message: str
    label: str
    help: Worded
    hints: Worded
    norm: str
    note: str
    related: tuple[tuple[Related, str], ...]


def inside_a_sentence(name: Worded) -> Worded:
    """A name with a small first letter, unless it is an abbreviation such as SRU."""
    return name if name[1:2].isupper() else Worded(name[:1].lower() + name[1:])
