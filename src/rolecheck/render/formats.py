"""The formats that there are: one file each, found by its being here."""

from typing import Protocol

from rolecheck import render
from rolecheck.check import Report
from rolecheck.discovery import load
from rolecheck.render.canvas import Canvas
from rolecheck.render.format_names import PREFIX, formats
from rolecheck.wording import Speaker

__all__ = ["Renderer", "formats", "renderer"]


class Renderer(Protocol):
    """The function `render` of each format."""

    def __call__(self, report: Report, speaker: Speaker, canvas: Canvas) -> str:
        """The report as text."""


def renderer(name: str) -> Renderer:
    """The renderer of a format that exists."""
    found: Renderer = load(render, f"{PREFIX}{name}").render
    return found
