"""From a document's values to typed entities, or to every mistake in its shape."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from pydantic import TypeAdapter, ValidationError

from rolecheck.cards import NORM_KINDS, RoleCard
from rolecheck.document import Document, Place
from rolecheck.known_keys import fault_of_key, is_day, keys_at, known_at, step_into
from rolecheck.layout import FileKind
from rolecheck.missing_spaces import missing_space
from rolecheck.model import Course, Process, Settings, Source, Unit, Waiver
from rolecheck.source import MAX_MISTAKES, Mistake, Path, Values
from rolecheck.spoken_keys import speaks_of_leave, spoken_key
from rolecheck.suggestions import closest

_SHAPES: dict[FileKind, tuple[type, bool]] = {  # the shape, and whether the file is a list of it
    FileKind.SETTINGS: (Settings, False),
    FileKind.PROCESSES: (Process, True),
    FileKind.COURSES: (Course, True),
    FileKind.SOURCES: (Source, True),
    FileKind.WAIVERS: (Waiver, True),
    FileKind.ROLE_CARD: (RoleCard, False),
    FileKind.UNIT: (Unit, False),
}


def shape_of(kind: FileKind) -> tuple[type, bool]:
    """The shape that a kind of file holds, and whether the file is a list of it."""
    return _SHAPES[kind]


def entities_of(document: Document, kind: FileKind) -> tuple[Sequence[Any], list[Mistake]]:
    """The entities that a file defines, in its order, or else every mistake in the file's shape.

    A file with a mistake defines nothing. What the reader could not make sense of is not judged a second time.
    """
    if document.values is None:
        return (), []
    adapter, many = _adapter(kind), _SHAPES[kind][1]
    mistakes = list(islice(_extra_mistakes(document, kind), MAX_MISTAKES))
    misshapen: list[Mistake] = []
    try:
        validated = adapter.validate_python(document.values)
    except ValidationError as error:
        misshapen = list(_mistakes(document, kind, error))
    misshapen += islice(_mistakes_in_absent_keys(document, kind, misshapen), MAX_MISTAKES)
    mistakes += _without_mistyped_keys(misshapen)
    if mistakes or document.mistakes:
        return (), _not_yet_reported(mistakes, document)
    entities: Sequence[Any] = validated if many else (validated,)
    for position, entity in enumerate(entities):
        _place(entity, Place(document, (position,) if many else ()))
    return entities, []


@cache
def _adapter(kind: FileKind) -> TypeAdapter[Any]:
    shape, many = _SHAPES[kind]
    return TypeAdapter(list[shape] if many else shape)  # type: ignore[valid-type]


def _place(entity: Any, place: Place) -> None:
    """Tell an entity, and those inside it, where they stand. Only here is a frozen entity ever touched."""
    set_field = object.__setattr__
    set_field(entity, "at", place)
    if type(entity) is Unit:
        _place_unit_parts(entity, place.document)
    elif type(entity) is RoleCard:
        for position, norm in enumerate(entity.norms):
            set_field(norm, "at", Place(place.document, ("norms", position)))


def _place_unit_parts(unit: Unit, document: Document) -> None:
    set_field = object.__setattr__
    for position, person in enumerate(unit.people):
        set_field(person, "at", Place(document, ("people", position)))
        set_field(person, "unit", unit.id)
    for position, appointment in enumerate(unit.appointments):
        set_field(appointment, "at", Place(document, ("appointments", position)))
        set_field(appointment, "unit", unit.id)
    for position, group in enumerate(unit.groups):
        set_field(group, "at", Place(document, ("groups", position)))


# --- mistakes -----------------------------------------------------------------------------------------------------

_VARIANTS = {
    "missing": "missing-key",
    "unexpected_keyword_argument": "unknown-key",
    "dataclass_type": "not-a-mapping",
    "dict_type": "not-a-mapping",
    "mapping_type": "not-a-mapping",
    "model_attributes_type": "not-a-mapping",
    "tuple_type": "not-a-list",
    "list_type": "not-a-list",
    "string_type": "not-text",
    "string_pattern_mismatch": "not-an-id",
    "string_too_long": "id-too-long",
    "literal_error": "not-one-of",
    "enum": "not-one-of",
    "union_tag_invalid": "not-one-of",
    "union_tag_not_found": "missing-key",
}


def _mistakes(document: Document, kind: FileKind, error: ValidationError) -> Iterator[Mistake]:
    for detail in error.errors(include_url=False, include_input=False)[:MAX_MISTAKES]:
        loc = _without_tags(detail["loc"], document.values)
        context = detail.get("ctx", {})
        variant = _VARIANTS.get(detail["type"], detail["type"])
        if detail["type"].startswith("union_tag"):
            loc, context = (*loc, "kind"), {"expected": ", ".join(NORM_KINDS)}
        on_key = variant in {"unknown-key", "missing-key"}
        if loc and loc[-1] == "[key]":
            loc, on_key = loc[:-1], True
            variant = "unknown-key" if variant == "not-one-of" else "key-not-an-id"
        yield _mistake(document, kind, loc, variant, context, on_key=on_key)


def _mistake(
    document: Document, kind: FileKind, loc: Path, variant: str, context: dict[str, Any], *, on_key: bool
) -> Mistake:
    root, values = _SHAPES[kind][0], document.values
    facts = _facts(loc, variant, context, values)
    sign = missing_space(document, loc, variant, _value_at(loc, values))
    if sign is not None:
        return Mistake("invalid-shape", sign[0], loc, sign[1], {"key": facts["key"], "value": facts["value"]})
    if variant == "unknown-key":
        known = known_at(root, loc[:-1], values)
        facts["suggestion"] = spoken_key(facts["key"], known) or closest(facts["key"], known)
        facts["known"] = ", ".join(known)
        variant = "unknown-key-in-leave" if _may_tell_why(loc, facts["suggestion"]) else variant
    elif variant == "missing-key" and is_day(root, loc, values):
        variant = "missing-day"
    elif variant == "not-a-mapping":
        facts["required"] = tuple(key.name for key in keys_at(root, loc, values) if key.required)
    return Mistake("invalid-shape", variant, loc, document.span_of(loc, on_key=on_key), facts)


def _may_tell_why(loc: Path, suggestion: str | None) -> bool:
    """Whether an unknown key may be the reason of a leave: it stands in one, or beside one and means no key of ours."""
    return "leave" in loc[:-1] or (loc[:1] == ("people",) and not suggestion and speaks_of_leave(f"{loc[-1]}:"))


def _mistakes_in_absent_keys(document: Document, kind: FileKind, found: Sequence[Mistake]) -> Iterator[Mistake]:
    """Keys without a value that could not have one here; what stands inside another mistake is not judged."""
    faulty = {mistake.path for mistake in found}
    for path in document.absent:
        if any(path[:length] in faulty for length in range(len(path))):
            continue
        variant = fault_of_key(_SHAPES[kind][0], path, document.values)
        if variant is not None:
            yield _mistake(document, kind, path, variant, {}, on_key=True)


_MISSING = frozenset({"missing-key", "missing-day"})


def _without_mistyped_keys(mistakes: list[Mistake]) -> list[Mistake]:
    """Without the missing keys that an unknown key beside them was meant to be: one cause, one finding."""
    unknown = [mistake for mistake in mistakes if mistake.variant.startswith("unknown-key")]
    meant = {(*mistake.path[:-1], mistake.facts["suggestion"]) for mistake in unknown}
    return [mistake for mistake in mistakes if mistake.variant not in _MISSING or mistake.path not in meant]


def _without_tags(loc: tuple[int | str, ...], values: Values) -> Path:
    """The location without the name of a norm's kind, which the validator puts between a norm and its keys."""
    path: list[int | str] = []
    for step in loc:
        if isinstance(values, dict) and path and isinstance(path[-1], int) and values.get("kind") == step:
            continue
        path.append(step)
        if step != "[key]":
            values = step_into(values, step)
    return tuple(path)


def _value_at(loc: Path, values: Values) -> Values:
    for step in loc:
        values = step_into(values, step)
    return values


def _facts(loc: Path, variant: str, context: dict[str, Any], values: Values) -> dict[str, Any]:
    value = _value_at(loc, values)
    facts: dict[str, Any] = {"key": str(_last_key(loc)), "value": value if isinstance(value, str) else None}
    if variant == "not-one-of":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ").split(", ")
        facts["expected"] = tuple(expected)
        facts["suggestion"] = closest(facts["value"] or "", expected)
    if variant == "not-a-date":
        facts["suggestion"] = _likely_day(facts["value"] or "")
    if "limit" in context:
        facts["limit"] = context["limit"]
    return facts


_DAY_FIRST = re.compile(r"\W*([0-9]{1,2})[./-] ?([0-9]{1,2})[./-] ?([0-9]{4})\W*")
_YEAR_FIRST = re.compile(r"\W*([0-9]{4})[./-]?([0-9]{1,2})[./-]?([0-9]{1,2})\W*")


def _likely_day(text: str) -> str | None:
    """The day that a text means, written as it should be: 1.9.2026 and 2026-9-1 are the first of September."""
    day_first, year_first = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    numbers = day_first.groups()[::-1] if day_first else year_first.groups() if year_first else None
    if numbers is None:
        return None
    year, month, day = map(int, numbers)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _last_key(loc: Path) -> str:
    return next((step for step in reversed(loc) if isinstance(step, str)), "")


def _not_yet_reported(mistakes: list[Mistake], document: Document) -> list[Mistake]:
    """Without those at or below a place where the reader already reported a mistake."""
    reported = [mistake.path for mistake in document.mistakes if mistake.path]
    return [found for found in mistakes if not any(found.path[: len(path)] == path for path in reported)]


def _extra_mistakes(document: Document, kind: FileKind) -> Iterator[Mistake]:
    """What the shapes cannot say: a norm that would bind nothing, a waiver that would match everything."""
    if kind is FileKind.ROLE_CARD and isinstance(document.values, dict):
        yield from _norms_without_processes(document)
    elif kind is FileKind.WAIVERS and isinstance(document.values, list):
        yield from _waivers_for_everything(document)


def _norms_without_processes(document: Document) -> Iterator[Mistake]:
    norms = document.values.get("norms")
    if "process" in document.values or not isinstance(norms, list):
        return
    for position, norm in enumerate(norms):
        if isinstance(norm, dict) and norm.get("kind") == "every-unit-has" and not norm.get("processes"):
            path: Path = ("norms", position, "processes")
            yield Mistake("invalid-shape", "norm-without-processes", path, document.span_of(path), {})


def _waivers_for_everything(document: Document) -> Iterator[Mistake]:
    for position, waiver in enumerate(document.values):
        if isinstance(waiver, dict) and not any(key in waiver for key in Waiver.MATCHING_KEYS):
            path: Path = (position,)
            span = document.span_of((position, "unit"))
            facts = {"keys": Waiver.MATCHING_KEYS}
            yield Mistake("invalid-shape", "waiver-for-everything", path, span, facts)
