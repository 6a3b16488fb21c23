"""Which keys a mapping in a file may have, by the shape that stands at its path."""

import re
import typing
from collections.abc import Sequence
from dataclasses import is_dataclass
from functools import cache
from typing import Any

from rolecheck.cards import NORM_KINDS
from rolecheck.fields import LANGUAGES, Day, Id, Text
from rolecheck.shape import Key, keys_of
from rolecheck.source import Path, Values

(_ID,) = typing.get_args(Id)[1:]


def step_into(values: Values, step: int | str) -> Values:
    """What stands under a key or at a position; None where that is nothing."""
    try:
        return values[step]
    except (KeyError, IndexError, TypeError):
        return None


def keys_at(root: type, path: Path, values: Values) -> Sequence[Key]:
    """The keys of the shape at a path; none where it is no shape, or may be one of several."""
    return _keys_of(_shape_at(root, path, values))


def known_at(root: type, path: Path, values: Values) -> list[str]:
    """The keys that the mapping at a path may have."""
    return [key.name for key in keys_at(root, path, values)] or list(LANGUAGES)


def is_day(root: type, path: Path, values: Values) -> bool:
    """Whether the key at a path has a day for its value."""
    return any(key.name == path[-1] and key.type == Day for key in keys_at(root, path[:-1], values))


def fault_of_key(root: type, path: Path, values: Values) -> str | None:
    """What is wrong with the key at a path, whatever its value: the variant of a mistake."""
    shape, key = _shape_at(root, path[:-1], values), str(path[-1])
    if shape == Id:  # a mapping whose keys are ids, of which there is no list
        return None if len(key) <= (_ID.max_length or 0) and re.search(str(_ID.pattern), key) else "key-not-an-id"
    known = LANGUAGES if shape is Text else tuple(known.name for known in _keys_of(shape))
    return "unknown-key" if known and key not in known else None


@cache
def _keys_of(shape: Any) -> tuple[Key, ...]:
    return tuple(keys_of(shape)) if is_dataclass(shape) else ()


def _shape_at(root: type, path: Path, values: Values) -> Any:
    shape: Any = root
    for step in path:
        values = step_into(values, step)
        if isinstance(step, str):
            shape = _field_shape(shape, step)
        if path[:1] == ("norms",) and isinstance(step, int):
            shape = NORM_KINDS.get(str(step_into(values, "kind")))
    return shape


@cache
def _field_shape(shape: Any, key: str) -> Any:
    """The shape inside a field, through optional, annotated and repeated types; of a mapping, what its keys are."""
    found = next((candidate.type for candidate in _keys_of(shape) if candidate.name == key), None)
    while found is not None and not is_dataclass(found) and found is not Text and found != Id:
        inner = [part for part in typing.get_args(found) if part not in (type(None), ...)]
        found = inner[0] if inner else None
    return found
