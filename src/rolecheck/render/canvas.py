"""What a text will be shown on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canvas:
    """The width in columns, and whether there are colours."""

    width: int = 100
    color: bool = False
