"""What makes a class the shape of something in a file."""

from collections.abc import Callable
from dataclasses import field
from typing import Any, TypeVar, dataclass_transform

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

Shape = TypeVar("Shape")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field, Field))
def shape(cls: type[Shape]) -> type[Shape]:
    """A frozen type with slots: a large register holds hundreds of thousands of them."""
    make: Callable[[type[Shape]], Any] = dataclass(
        frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid")
    )
    made: type[Shape] = make(cls)
    return made


def set_when_read() -> Any:
    """A field that no file may give: it is set once, right after the file was read."""
    return field(init=False, repr=False, compare=False)
