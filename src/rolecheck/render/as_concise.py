"""One line a finding: file:line:column: severity[rule] sentence."""

from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log, for_terminal, shortened
from rolecheck.render.paint import painted
from rolecheck.wording import Speaker


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """A line for each finding, in the report's order."""
    return for_log(speaker.safe("".join(f"{_line(finding, speaker, canvas)}\n" for finding in report.findings)))


def _line(finding: Finding, speaker: Speaker, canvas: Canvas) -> str:
    span = finding.gap.place.span
    place = f"{shortened(speaker.text(finding.gap.place.file))}:{span.line}:{span.column}:"
    severity = painted(speaker.common(finding.severity), finding.severity.value, canvas)
    waived = f" ({speaker.common('waived')}: {speaker.text(finding.waiver)})" if finding.waived else ""
    message = shortened(speaker.finding(finding).message)
    return f"{for_terminal(place)} {severity}[{finding.rule}]{waived} {for_terminal(message)}"
