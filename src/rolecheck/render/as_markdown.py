"""A page for a job’s summary or a comment: what it came to, a table for each unit, and the details folded away."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from rolecheck.check import Report
from rolecheck.finding import Finding, gravity
from rolecheck.policy import unit_of
from rolecheck.render.canvas import Canvas
from rolecheck.render.compared import comparison_sentences
from rolecheck.render.escape import for_markdown, shortened
from rolecheck.render.remarks import remarks
from rolecheck.render.summary import checked, shown_part, verdict
from rolecheck.wording import Speaker

# A comment on GitHub takes 65,536 characters.
MOST_CHARACTERS = 65_000
_ROOM_FOR_THE_END = 1_000
_ROOM_FOR_UNCHECKED = 10_000
_ROOM_FOR_FIXED = 10_000


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """The page. Where it would be too long, details go first, then rows, and the end says how many."""
    return _Page(report, speaker, canvas).text()


@dataclass
class _Section:
    """The findings of one unit: how it begins, its rows, and their details."""

    head: str
    findings: Sequence[Finding]
    rows: list[str] = field(default_factory=list)
    details: list[str] = field(default_factory=list)


class _Page:
    """Puts in what there is room for, the gravest units first."""

    def __init__(self, report: Report, speaker: Speaker, canvas: Canvas) -> None:
        self._report = report
        self._speaker = speaker
        self._canvas = canvas
        self._room = MOST_CHARACTERS - _ROOM_FOR_THE_END

    def text(self) -> str:
        head = "\n\n".join(self._head()) + "\n"
        self._room -= len(head)
        sections = [_Section(self._heading(unit), findings) for unit, findings in self._by_unit()]
        without_row = sum(self._add_rows(section) for section in sections)
        without_details = sum(self._add_details(section) for section in sections)
        parts = [head, *(self._section(section) for section in sections if section.rows)]
        if without_row:
            parts.append(f"\n{self._say('markdown.more', n=without_row)}\n")
        if without_details:
            parts.append(f"\n{self._say('markdown.more-details', n=without_details)}\n")
        return "".join(parts)

    def _head(self) -> Iterator[str]:
        report, speaker = self._report, self._speaker
        yield f"## {self._clean(verdict(report, speaker, Canvas()))}"
        if report.unchecked:
            yield f"**{self._say('summary.unchecked-files')}**"
            yield "\n".join(self._unchecked())
        yield self._clean(checked(report, speaker), 1_000)
        part = shown_part(report, speaker)
        if part:
            yield self._clean(part, 1_000)
        yield from (self._clean(sentence, 1_000) for sentence in comparison_sentences(report, speaker))
        fixed = list(self._fixed())
        if fixed:
            yield "\n".join(fixed)

    def _fixed(self) -> Iterator[str]:
        """A line for each finding of the base that is gone, as far as there is room."""
        fixed = self._report.comparison.fixed if self._report.comparison else ()
        room = _ROOM_FOR_FIXED
        for number, one in enumerate(fixed):
            line = f"- {self._say('common.fixed')}: {self._code(one.rule)} {self._clean(self._speaker.fixed(one))}"
            room -= len(line)
            if room < 0:
                yield f"- {self._say('common.more', n=len(fixed) - number)}"
                return
            yield line

    def _unchecked(self) -> Iterator[str]:
        room, files = _ROOM_FOR_UNCHECKED, self._report.unchecked
        for number, path in enumerate(files):
            line = f"- {self._code(self._speaker.text(self._canvas.in_repository(path)))}"
            room -= len(line)
            if room < 0:
                yield f"- {self._say('common.more', n=len(files) - number)}"
                return
            yield line

    def _by_unit(self) -> list[tuple[str | None, list[Finding]]]:
        by_unit: dict[str | None, list[Finding]] = defaultdict(list)
        for finding in self._report.in_full:
            by_unit[unit_of(finding.gap, self._report.register)].append(finding)
        for findings in by_unit.values():
            findings.sort(key=gravity)
        return sorted(by_unit.items(), key=lambda item: gravity(item[1][0]))

    def _heading(self, unit_id: str | None) -> str:
        unit = self._report.register.units.get(unit_id or "")
        if unit_id is None:
            name = self._say("report.elsewhere")
        elif unit is None:
            name = self._code(self._speaker.text(unit_id))
        else:
            name = f"{self._clean(self._speaker.text(unit.name))} ({self._code(self._speaker.text(unit.id))})"
        titles = " | ".join(self._say(f"csv.{column}") for column in ("severity", "rule", "message", "place"))
        return f"\n### {name}\n\n| {titles} |\n|---|---|---|---|\n"

    def _add_rows(self, section: _Section) -> int:
        """Add the rows that there is room for; how many there is none for."""
        for number, finding in enumerate(section.findings):
            row = self._row(finding)
            cost = len(row) + (0 if section.rows else len(section.head))
            if cost > self._room:
                return len(section.findings) - number
            self._room -= cost
            section.rows.append(row)
        return 0

    def _add_details(self, section: _Section) -> int:
        """Add the details that there is room for, of the findings that have a row; how many there is none for."""
        for number, finding in enumerate(section.findings[: len(section.rows)]):
            detail = self._detail(finding)
            cost = len(detail) + (0 if section.details else len(self._folded(section)))
            if cost > self._room:
                return len(section.rows) - number
            self._room -= cost
            section.details.append(detail)
        return 0

    def _section(self, section: _Section) -> str:
        return section.head + "".join(section.rows) + (self._folded(section) if section.details else "")

    def _folded(self, section: _Section) -> str:
        title = self._say("markdown.details")
        return f"\n<details><summary>{title}</summary>\n\n{''.join(section.details)}\n</details>\n"

    def _row(self, finding: Finding) -> str:
        message = self._clean(self._speaker.finding(finding).message)
        return f"| {self._tag(finding)} | {self._code(finding.rule)} | {message} | {self._place(finding)} |\n"

    def _detail(self, finding: Finding) -> str:
        words = self._speaker.finding(finding)
        said = f"{words.message} ({words.label})" if words.label else words.message
        lines = [
            f"- **{self._tag(finding)}** {self._code(finding.rule)} {self._place(finding)}: {self._clean(said, 600)}"
        ]
        lines += [
            f"  - {self._clean(f'{name}: {text}', 1_000)}"
            for name, text in remarks(self._report, finding, words, self._speaker, self._canvas)
        ]
        return "\n".join(lines) + "\n"

    def _tag(self, finding: Finding) -> str:
        severity = self._speaker.common(finding.severity)
        return f"{severity} ({self._speaker.common('waived')})" if finding.waived else severity

    def _place(self, finding: Finding) -> str:
        place = finding.gap.place
        file = shortened(self._speaker.text(self._canvas.in_repository(place.file)))
        return self._code(f"{file}:{place.span.line}")

    def _say(self, key: str, **facts: object) -> str:
        return self._clean(self._speaker.say(key, **facts))

    def _code(self, text: str) -> str:
        return f"<code>{self._clean(text, 400)}</code>"

    @staticmethod
    def _clean(text: str, limit: int = 300) -> str:
        return for_markdown(shortened(text, limit))
