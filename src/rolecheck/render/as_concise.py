"""One line a finding: file:line:column: severity[rule] sentence."""

from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.render.canvas import Canvas
from rolecheck.render.compared import fixed_lines, state_word
from rolecheck.render.escape import for_log, for_terminal, shortened
from rolecheck.render.paint import painted
from rolecheck.render.remarks import in_brackets
from rolecheck.wording import Speaker


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """A line for each finding, in the report's order; where there is a base, for what is new, and then for what is fixed."""
    lines = [_line(report, finding, speaker, canvas) for finding in report.in_full]
    return for_log(speaker.last_word("".join(f"{line}\n" for line in [*lines, *fixed_lines(report, speaker)])))


def _line(report: Report, finding: Finding, speaker: Speaker, canvas: Canvas) -> str:
    span = finding.gap.place.span
    place = f"{shortened(speaker.text(finding.gap.place.file))}:{span.line}:{span.column}:"
    severity = painted(speaker.common(finding.severity), finding.severity.value, canvas)
    waived = f" ({speaker.common('waived')}: {speaker.text(finding.waiver)})" if finding.waived else ""
    state = state_word(report, finding, speaker)
    mark = f" ({state})" if state else ""
    words = speaker.finding(finding)
    message = shortened(words.message) + shortened(in_brackets(words, speaker, Canvas()))
    return f"{for_terminal(place)} {severity}[{finding.rule}]{mark}{waived} {for_terminal(message)}"
