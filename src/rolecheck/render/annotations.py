"""Findings as a pipeline shows them beside the code: by level, and no more than it shows without saying so."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rolecheck.check import Report
from rolecheck.finding import Finding, Severity
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import shortened
from rolecheck.render.remarks import remarks
from rolecheck.source import Span
from rolecheck.wording import Speaker

# GitHub and Azure alike show so many of each level for one step, and drop the others without a word.
MOST_SHOWN = 10
_LONGEST_LINE = 1_000


@dataclass(frozen=True, slots=True)
class Annotation:
    """One thing to show: its level, what it says line by line and, where it concerns a file, where it stands there."""

    severity: Severity
    title: str
    lines: Sequence[str]
    rule: str = ""
    file: str = ""
    span: Span | None = None
    waived: bool = False


def annotations(
    report: Report, speaker: Speaker, canvas: Canvas, *, limited: Collection[Severity] = tuple(Severity)
) -> Iterator[Annotation]:
    """All that there is to show, the gravest first and what a waiver accepts last; nothing is left out.

    Where one of the `limited` levels has more than is shown, the last that is shown says how many more there are.
    """
    failing = [_annotation(report, found, speaker, canvas) for found in report.findings if not found.waived]
    if report.unchecked:
        failing.insert(0, _unchecked(report, speaker, canvas))
    for severity in Severity:
        level = [found for found in failing if found.severity is severity]
        if severity is Severity.NOTE:
            level += [_annotation(report, found, speaker, canvas) for found in report.findings if found.waived]
        yield from _honest(level, severity, speaker) if severity in limited else level


def _honest(level: Sequence[Annotation], severity: Severity, speaker: Speaker) -> Iterator[Annotation]:
    if len(level) <= MOST_SHOWN:
        yield from level
        return
    shown = MOST_SHOWN - 1
    more = speaker.say("annotations.more", n=len(level) - shown, severity=speaker.common(severity))
    yield from level[:shown]
    yield Annotation(severity, "rolecheck", [more])
    yield from level[shown:]


def _unchecked(report: Report, speaker: Speaker, canvas: Canvas) -> Annotation:
    files = speaker.listed([shortened(canvas.in_repository(path)) for path in report.unchecked], most=20)
    return Annotation(Severity.ERROR, "rolecheck", [speaker.say("summary.unchecked-files"), files])


def _annotation(report: Report, finding: Finding, speaker: Speaker, canvas: Canvas) -> Annotation:
    words, place = speaker.finding(finding), finding.gap.place
    title = f"{speaker.title(finding.rule)} [{finding.rule}]"
    message = f"{words.message} ({words.label})" if words.label else words.message
    told = (f"{name}: {text}" for name, text in remarks(report, finding, words, speaker, canvas))
    return Annotation(
        severity=finding.severity,
        title=f"{title} ({speaker.common('waived')})" if finding.waived else title,
        lines=[shortened(line, _LONGEST_LINE) for line in (message, *told)],
        rule=finding.rule,
        file=speaker.text(canvas.in_repository(place.file)),
        span=place.span,
        waived=finding.waived,
    )
