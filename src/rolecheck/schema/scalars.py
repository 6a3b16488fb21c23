"""What a value that is no shape may look like to a tool that gives YAML's plain values types.

rolecheck reads every scalar as text. Other tools read `2024` as a number and `true` as a truth value before a schema
sees them, so a schema must accept those wherever their text would do. How they were written is lost by then: `+5`,
`0x5` and `5` are one number. There the schema accepts what rolecheck may refuse, never the other way round where that
can be helped; docs/editors.md lists it.
"""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from rolecheck.fields import LANGUAGES, Day, Id, OneOrMany, PeopleCount, PersonId, TextField, Whole
from rolecheck.schema.texts import Texts

Schema: TypeAlias = dict[str, Any]

MOST_PEOPLE = 99
_YEAR = "(?:(?:19|20|21)[0-9]{2}|2200)"
_LEAP_YEAR = "(?:(?:19|21)(?:0[48]|[2468][048]|[13579][26])|20(?:[02468][048]|[13579][26]))"
_MONTH_AND_DAY = (
    "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
DAY_PATTERN = f"^(?:{_YEAR}-{_MONTH_AND_DAY}|{_LEAP_YEAR}-02-29)$"

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]*)?(?:e[-+]?[0-9]+)?|0o[0-7]+|0x[0-9a-f]+")
_LONGEST_EXACT = 15  # digits that every reader of JSON keeps


def text() -> Schema:
    """Any scalar."""
    return {"type": ["string", "number", "boolean"]}


def scalars(texts: Texts) -> list[tuple[Any, Schema]]:
    """The types of `fields` with their schemas."""
    return [
        (Day, {"type": "string", "pattern": DAY_PATTERN, "patternErrorMessage": texts.mistake("day")}),
        (Whole, _whole("^[0-9]+$", texts.mistake("whole"))),
        (PeopleCount, {**_whole("^0*[0-9]{1,2}$", texts.mistake("people")), "maximum": MOST_PEOPLE}),
        # A number with a fraction has a full stop, which only the id of a person may have.
        (Id, _id(Id, "integer", texts.mistake("id"))),
        (PersonId, _id(PersonId, "number", texts.mistake("person-id"))),
        (TextField, _text_by_language()),
        (OneOrMany, {"type": ["string", "number", "boolean", "array"], "items": text()}),
        (str, text()),
    ]


def _whole(pattern: str, mistake: str) -> Schema:
    return {"type": ["integer", "string"], "minimum": 0, "pattern": pattern, "patternErrorMessage": mistake}


def _id(annotated: Any, number: str, mistake: str) -> Schema:
    (constraints,) = annotated.__metadata__
    return {
        "type": ["string", number, "boolean"],
        "pattern": constraints.pattern,
        "patternErrorMessage": mistake,
        "maxLength": constraints.max_length,
        "minimum": 0,
        "exclusiveMaximum": float(10**constraints.max_length),
    }


def _text_by_language() -> Schema:
    languages = {language: nullable(text()) for language in LANGUAGES}
    return {
        "type": ["string", "number", "boolean", "object"],
        "properties": languages,
        "additionalProperties": False,
        "minProperties": 1,
        "not": {"type": "object", "additionalProperties": {"type": "null"}},  # a language without a text is none
    }


def nullable(schema: Schema) -> Schema:
    """The same for a key that may be left out: one without a value is left out, too."""
    if "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    widened = {**schema, "type": [*types, "null"]}
    return {**widened, "enum": [*schema["enum"], None]} if "enum" in schema else widened


def readings(value: str) -> Iterator[Any]:
    """A text, and what YAML makes of it where it stands without quotation marks."""
    yield value
    if value in {"true", "false"}:
        yield value == "true"
    elif _NUMBER.fullmatch(value) and len(value) <= _LONGEST_EXACT:
        if value.startswith(("0o", "0x")):
            yield int(value, 0)
        else:
            yield int(value) if value.isdecimal() else float(value)
