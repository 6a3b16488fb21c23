"""One file a format, found by its being here: `as_<name>.py` turns a report into text."""

import importlib
import pkgutil
from dataclasses import dataclass
from typing import Protocol

from rolecheck.check import Report
from rolecheck.wording import Speaker


@dataclass(frozen=True, slots=True)
class Canvas:
    """What the text will be shown on: its width in columns, and whether it has colours."""

    width: int = 100
    color: bool = False


class Renderer(Protocol):
    """The function `render` of each format."""

    def __call__(self, report: Report, speaker: Speaker, canvas: Canvas) -> str:
        """The report as text."""


def formats() -> list[str]:
    """The names of the formats."""
    return sorted(
        module.name.removeprefix("as_") for module in pkgutil.iter_modules(__path__) if module.name.startswith("as_")
    )


def renderer(name: str) -> Renderer:
    """The renderer of a format that exists."""
    found: Renderer = importlib.import_module(f"{__name__}.as_{name}").render
    return found
