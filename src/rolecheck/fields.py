"""The scalar types of the files: days, whole numbers, ids, and texts in several languages."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, PlainValidator, StringConstraints, TypeAdapter
from pydantic_core import PydanticCustomError

FIRST_YEAR, LAST_YEAR = 1900, 2200
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WHOLE = re.compile(r"[0-9]+")
MOST_DIGITS = 6
MOST = 999_999  # of months or days: more than any calendar holds

Language: TypeAlias = Literal["nb", "nn", "en"]
LANGUAGES: tuple[Language, ...] = ("nb", "nn", "en")


def read_day(value: Any) -> date:
    """A `YYYY-MM-DD` that stands in the calendar, years 1900 to 2200; anything else is a PydanticCustomError."""
    if not isinstance(value, str):
        raise PydanticCustomError("not-a-date", "not YYYY-MM-DD")
    return _read_day(value)


@lru_cache(maxsize=8_192)
def _read_day(value: str) -> date:
    match = _DAY.fullmatch(value)
    if match is None:
        raise PydanticCustomError("not-a-date", "not YYYY-MM-DD")
    if not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise PydanticCustomError("year-out-of-range", "outside the years 1900 to 2200")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("no-such-date", "not in the calendar") from None


def _read_whole(value: Any) -> int:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise PydanticCustomError("not-a-number", "not a whole number")
    return min(int(value[-MOST_DIGITS:]), MOST) if len(value.lstrip("0")) <= MOST_DIGITS else MOST


def _read_people(value: Any) -> int:
    number = _read_whole(value)
    if number > 99:
        raise PydanticCustomError("number-too-large", "more than 99", {"limit": 99})
    return number


class Text:
    """A text in one or several languages. A bare string is in the register's language."""

    __slots__ = ("_by_language", "_plain")

    def __init__(self, plain: str | None = None, by_language: Mapping[str, str] | None = None) -> None:
        self._plain = plain
        self._by_language = by_language

    def in_language(self, asked: str, registers: str) -> str:
        """The text in a language, falling back in the order: asked, the register's, nb, en, nn."""
        if self._by_language is None:
            return self._plain or ""
        return self._by_language[self.language_in(asked, registers)]

    def language_in(self, asked: str, registers: str) -> str:
        """The language in which `in_language` answers."""
        if self._by_language is None:
            return registers
        return next(language for language in _in_order(asked, registers) if language in self._by_language)

    @property
    def all(self) -> tuple[str, ...]:
        """Every wording of the text, for suggestions."""
        return tuple(self._by_language.values()) if self._by_language else (self._plain or "",)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._key == other._key

    def __hash__(self) -> int:
        return hash((self._plain, tuple(sorted((self._by_language or {}).items()))))

    def __repr__(self) -> str:
        return f"Text({self._by_language or self._plain!r})"

    @property
    def _key(self) -> tuple[str | None, Mapping[str, str] | None]:
        return self._plain, self._by_language


def _in_order(asked: str, registers: str) -> tuple[str, ...]:
    return asked, registers, "nb", "en", "nn"


_BY_LANGUAGE: TypeAdapter[dict[Language, str]] = TypeAdapter(dict[Language, str])


def _read_text(value: Any) -> Text:
    if isinstance(value, str):
        return Text(value)
    if not isinstance(value, dict):
        raise PydanticCustomError("not-a-text", "neither a text nor a mapping from language to text")
    if not value:
        raise PydanticCustomError("text-without-language", "no language in the mapping")
    by_language: Mapping[Any, str] = _BY_LANGUAGE.validate_python(value)
    return Text(by_language=by_language)


def _read_one_or_many(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Day = Annotated[date, PlainValidator(read_day)]
Whole = Annotated[int, PlainValidator(_read_whole)]
PeopleCount = Annotated[int, PlainValidator(_read_people)]
TextField = Annotated[Text, PlainValidator(_read_text)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
PersonId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+([-._][a-z0-9]+)*$", max_length=64)]
OneOrMany = Annotated[tuple[str, ...], BeforeValidator(_read_one_or_many)]
