"""The formats that there are: one file each, found by its being here."""

from typing import Protocol

from rolecheck import render
from rolecheck.check import Report
from rolecheck.discovery import load, modules_of
from rolecheck.render.canvas import Canvas
from rolecheck.wording import Speaker

_PREFIX = "as_"
# Their keys and their markup are ours and must stay; each text from the register is made safe before it gets there.
FOR_PROGRAMS = frozenset({"gitlab", "json", "junit", "sarif"})


class Renderer(Protocol):
    """The function `render` of each format."""

    def __call__(self, report: Report, speaker: Speaker, canvas: Canvas) -> str:
        """The report as text."""


def formats() -> list[str]:
    """The names of the formats."""
    return [name.removeprefix(_PREFIX) for name in modules_of(render, _PREFIX)]


def renderer(name: str) -> Renderer:
    """The renderer of a format that exists."""
    found: Renderer = load(render, f"{_PREFIX}{name}").render
    return found
