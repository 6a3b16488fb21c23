"""Findings as a person reads them: what is wrong, the line where it stands, why it is required, what to do."""

from collections.abc import Iterator, Sequence

from rolecheck.check import Report
from rolecheck.document import Document
from rolecheck.finding import Finding
from rolecheck.identity_number import mask_identity_numbers
from rolecheck.render.canvas import Canvas
from rolecheck.render.compared import fixed_lines, state_word
from rolecheck.render.escape import for_log, for_terminal, shortened
from rolecheck.render.paint import painted
from rolecheck.render.prose import broken
from rolecheck.render.remarks import remarks
from rolecheck.render.summary import summary_lines
from rolecheck.sentences import Wording
from rolecheck.source import Span
from rolecheck.spoken_keys import speaks_of_leave
from rolecheck.wording import Speaker

_LONGEST_LEAVE = 200  # lines


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """Every finding with its place, or what is new and what is fixed where there is a base; then the summary."""
    painter = _Painter(speaker, canvas)
    blocks = ["\n".join(painter.finding(report, finding)) for finding in report.in_full]
    blocks += ["\n".join(lines) for lines in [list(painter.fixed(report))] if lines]
    blocks.append("\n".join(summary_lines(report, speaker, canvas)))
    return for_log(speaker.last_word("\n\n".join(blocks) + "\n"))


class _Painter:
    """Lays out one finding at a time."""

    def __init__(self, speaker: Speaker, canvas: Canvas) -> None:
        self._speaker = speaker
        self._canvas = canvas
        self._width = canvas.width
        self._document: Document | None = None
        self._lines: list[str] = []

    def finding(self, report: Report, finding: Finding) -> Iterator[str]:
        words = self._speaker.finding(finding)
        span = finding.gap.place.span
        gutter = " " * len(str(span.line))
        yield from self._headline(report, finding, words)
        arrow = painted(f"{gutter} -->", "place", self._canvas)
        yield f"{arrow} {self._clean(self._speaker.text(finding.gap.place.file))}:{span.line}:{span.column}"
        yield from self._snippet(finding, words, span, gutter)
        yield from self._remarks(report, finding, words, gutter)

    def fixed(self, report: Report) -> Iterator[str]:
        """One line for each finding that is gone."""
        for line in fixed_lines(report, self._speaker):
            head, *rest = self._wrapped(line, indent="    ")
            tag, bracket, text = head.partition("]")
            yield painted(f"{tag}{bracket}", "good", self._canvas) + text
            yield from rest

    def _headline(self, report: Report, finding: Finding, words: Wording) -> Iterator[str]:
        tag = f"{self._speaker.common(finding.severity)}[{finding.rule}]"
        marks = [state_word(report, finding, self._speaker), self._speaker.common("waived") if finding.waived else ""]
        if any(marks):
            tag = f"{tag} ({', '.join(mark for mark in marks if mark)})"
        style = "dim" if finding.waived else finding.severity.value
        lines = self._wrapped(f"{tag}: {self._clean(words.message)}", indent="    ")
        head, *rest = lines
        yield painted(head[: len(tag)], style, self._canvas) + painted(head[len(tag) :], "bold", self._canvas)
        yield from (painted(line, "bold", self._canvas) for line in rest)

    def _snippet(self, finding: Finding, words: Wording, span: Span, gutter: str) -> Iterator[str]:
        line = self._line(finding, span.line)
        if not line.strip() or self._speaker.redactor or _tells_of_leave(self._lines, span.line):
            return
        bar = painted("|", "place", self._canvas)
        room = self._width - len(gutter) - 4
        end = span.end_column if span.end_line == span.line else len(line) + 1
        shown, start, length = _window(line, span.column - 1, max(end - span.column, 1), room)
        label = self._clean(words.label)
        yield f"{gutter} {bar}"
        yield f"{painted(str(span.line), 'place', self._canvas)} {bar} {shown}"
        style = "dim" if finding.waived else finding.severity.value
        carets = painted("^" * length, style, self._canvas)
        if label and start + length + 1 + len(label) <= room:
            yield f"{gutter} {bar} {' ' * start}{carets} {painted(label, style, self._canvas)}"
            return
        yield f"{gutter} {bar} {' ' * start}{carets}"
        for part in broken(label, max(room, 10)):
            yield f"{gutter} {bar} {painted(part, style, self._canvas)}"

    def _line(self, finding: Finding, number: int) -> str:
        document = finding.gap.place.document
        if document is not self._document:
            text = mask_identity_numbers(document.text)
            self._document, self._lines = document, text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def _remarks(self, report: Report, finding: Finding, words: Wording, gutter: str) -> Iterator[str]:
        for name, text in remarks(report, finding, words, self._speaker, Canvas()):
            yield from self._remark(name, self._clean(text, limit=1_000), gutter)

    def _remark(self, name: str, text: str, gutter: str) -> Iterator[str]:
        prefix = f"{gutter} = {self._clean(name)}: "
        first, *rest = self._wrapped(f"{prefix}{text}", indent=f"{gutter}   ")
        yield first.replace(f" = {self._clean(name)}:", f" = {painted(self._clean(name), 'bold', self._canvas)}:", 1)
        yield from rest

    def _wrapped(self, text: str, *, indent: str) -> list[str]:
        return broken(text, self._width, indent=indent) or [""]

    @staticmethod
    def _clean(text: str, limit: int = 300) -> str:
        return for_terminal(shortened(text, limit))


def _tells_of_leave(lines: Sequence[str], number: int) -> bool:
    """Whether a line stands in somebody’s leave; what else it says may be the reason, which concerns nobody."""
    inner = len(lines[number - 1])
    for line in reversed(lines[max(0, number - _LONGEST_LEAVE) : number]):
        indent = len(line) - len(line.lstrip(" -"))
        if line.strip() and indent < inner:
            inner = indent
            if speaks_of_leave(line):
                return True
    return False


def _window(line: str, start: int, length: int, room: int) -> tuple[str, int, int]:
    """The part of a line that fits, with the marked stretch in it: what is shown, and where the mark stands in it.

    Characters that a terminal must not get are shown as escapes, so that the mark moves with them.
    """
    room = max(room, 10)
    first = 0 if start + min(length, room) <= room else max(0, start - room // 3)
    last = first + room
    before = for_terminal(line[first:start])
    marked = for_terminal(line[start : min(start + length, last)])
    after = for_terminal(line[start + length : last]) + ("…" if last < len(line) else "")
    shown = f"{'…' if first else ''}{before}{marked}{after}"
    mark_at = len(before) + (1 if first else 0)
    return shown[: room - 1] + "…" if len(shown) > room else shown, mark_at, max(1, min(len(marked), room - mark_at))
