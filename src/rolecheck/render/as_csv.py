"""One row a finding, for a spreadsheet: UTF-8 with a mark that Excel looks for, lines as RFC 4180 ends them."""

from collections.abc import Iterable

from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.policy import unit_of
from rolecheck.render.canvas import Canvas
from rolecheck.render.compared import state_word
from rolecheck.render.escape import for_csv
from rolecheck.render.remarks import in_brackets, waiver
from rolecheck.wording import Speaker

_MARK = "\ufeff"
_COLUMNS = (
    *("severity", "waived", "rule", "unit", "message", "detail", "remedy"),
    *("norm", "file", "line", "column", "fingerprint"),
)


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """A row of titles, then one for each finding in the report’s order, with its state where there is a base."""
    columns = _COLUMNS if report.comparison is None else (*_COLUMNS, "state")
    titles: list[str] = [speaker.say(f"csv.{column}") for column in columns]
    rows = [titles, *(_cells(report, finding, speaker, canvas) for finding in report.findings)]
    return _MARK + "".join(_row(cells, canvas.separator) for cells in rows)


def _row(cells: Iterable[str], separator: str) -> str:
    return separator.join(map(for_csv, cells)) + "\r\n"


def _cells(report: Report, finding: Finding, speaker: Speaker, canvas: Canvas) -> list[str]:
    words, place = speaker.finding(finding), finding.gap.place
    return [
        speaker.common(finding.severity),
        waiver(report, finding, speaker),
        finding.rule,
        speaker.text(unit_of(finding.gap, report.register)),
        words.message,
        f"{words.label}{in_brackets(words, speaker, canvas)}".strip(),
        words.help,
        words.norm,
        speaker.text(canvas.in_repository(place.file)),
        str(place.span.line),
        str(place.span.column),
        speaker.fingerprint(finding),
        *([state_word(report, finding, speaker)] if report.comparison else []),
    ]
