"""What makes a class the shape of something in a file."""

import typing
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, NamedTuple, TypeVar, dataclass_transform

from pydantic import ConfigDict, Field
from pydantic.fields import FieldInfo

Shape = TypeVar("Shape")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, Field))
def shape(cls: type[Shape]) -> type[Shape]:
    """A frozen type with slots: a large register holds hundreds of thousands of them.

    A plain dataclass, not one of pydantic's: those prepare a validator each, where one for each kind of file is enough.
    """
    cls.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return dataclass(frozen=True, slots=True, kw_only=True, eq=False)(cls)


def set_when_read() -> Any:
    """A field that no file may give: it is set once, right after the file was read."""
    return field(init=False, repr=False, compare=False)


class Key(NamedTuple):
    """A key that the mapping of a shape may have in a file, with the type of its value."""

    name: str
    type: Any
    required: bool


def keys_of(shape: Any) -> Iterator[Key]:
    """The keys of a shape as files spell them, in the order of its fields."""
    hints = typing.get_type_hints(shape, include_extras=True)
    for found in fields(shape):
        if found.init:
            default = found.default
            is_required = default.is_required() if isinstance(default, FieldInfo) else default is MISSING
            alias = default.alias if isinstance(default, FieldInfo) else None
            yield Key(alias or found.name, hints[found.name], is_required and found.default_factory is MISSING)
