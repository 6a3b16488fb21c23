"""The formats of a gap report: one file each, found by its being here."""

from typing import Protocol

from rolecheck.discovery import load
from rolecheck.render import report
from rolecheck.render.canvas import Canvas
from rolecheck.render.format_names import PREFIX, formats
from rolecheck.render.report.document import Document


class ReportFormat(Protocol):
    """What a format's file holds: the ending of its files, whether they are no text, and `render`."""

    ENDING: str
    IS_BINARY: bool

    @staticmethod
    def render(document: Document, canvas: Canvas) -> str | bytes:
        """The document as it is written."""


def report_formats() -> list[str]:
    """The names of the formats, in order."""
    return formats(report)


def report_format(name: str) -> ReportFormat:
    """A format that exists."""
    found: ReportFormat = load(report, f"{PREFIX}{name}")  # type: ignore[assignment]
    return found
