"""Workflow commands of GitHub Actions, which become annotations beside the code."""

from collections.abc import Iterator

from rolecheck.check import Report
from rolecheck.finding import Severity
from rolecheck.render.annotations import Annotation, annotations
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_workflow_message, for_workflow_property
from rolecheck.wording import Speaker

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """A command for each finding; what a waiver accepts is a notice."""
    return "".join(f"{_command(annotation)}\n" for annotation in annotations(report, speaker, canvas))


def _command(annotation: Annotation) -> str:
    command = "notice" if annotation.waived else _COMMANDS[annotation.severity]
    properties = ",".join(f"{name}={for_workflow_property(value)}" for name, value in _properties(annotation))
    return f"::{command} {properties}::{for_workflow_message(annotation.lines)}"


def _properties(annotation: Annotation) -> Iterator[tuple[str, str]]:
    span = annotation.span
    if span is not None:
        yield "file", annotation.file
        yield "line", str(span.line)
        yield "endLine", str(span.end_line)
        if span.line == span.end_line:  # the runner takes columns within one line alone
            yield "col", str(span.column)
            yield "endColumn", str(span.end_column)
    yield "title", annotation.title
