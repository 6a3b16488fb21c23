"""Logging commands of Azure Pipelines, which become issues of the run."""

from rolecheck.check import Report
from rolecheck.finding import Severity
from rolecheck.render.annotations import Annotation, annotations
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_azure, for_log, for_terminal
from rolecheck.wording import Speaker

_LEVELS = (Severity.ERROR, Severity.WARNING)


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """A command for each error and each warning; Azure knows no notes, so they and what is waived are plain lines."""
    told = annotations(report, speaker, canvas, limited=_LEVELS)
    return "".join(f"{_line(annotation, speaker)}\n" for annotation in told)


def _line(annotation: Annotation, speaker: Speaker) -> str:
    text = " – ".join(annotation.lines)
    if annotation.severity not in _LEVELS or annotation.waived:
        return for_log(for_terminal(f"{speaker.common(annotation.severity)}: {_place(annotation)}{text}"))
    span = annotation.span
    properties = [f"type={annotation.severity}"]
    if span is not None:
        properties += [f"sourcepath={for_azure(annotation.file)}", f"linenumber={span.line}"]
        properties += [f"columnnumber={span.column}", f"code={for_azure(annotation.rule)}"]
    return f"##vso[task.logissue {';'.join(properties)}]{for_azure(text)}"


def _place(annotation: Annotation) -> str:
    span = annotation.span
    return f"{annotation.file}:{span.line}:{span.column}: {annotation.title}: " if span else ""
