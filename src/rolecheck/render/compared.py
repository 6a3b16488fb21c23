"""What became of the findings since the base: for the formats that people read."""

from collections.abc import Iterator

from rolecheck.check import Report
from rolecheck.comparison import Comparison
from rolecheck.finding import Finding
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_terminal, shortened
from rolecheck.render.prose import wrapped
from rolecheck.wording import Speaker

_LENGTH_OF_A_COMMIT = 12
_MOST_FILES = 20


def state_word(report: Report, finding: Finding, speaker: Speaker) -> str:
    """“new” or “unchanged”; nothing where there is no base."""
    state = report.state_of(finding)
    return speaker.common(state) if state else ""


def fixed_lines(report: Report, speaker: Speaker) -> Iterator[str]:
    """A line for each finding of the base that is gone, fit for a terminal."""
    for fixed in report.comparison.fixed if report.comparison else ():
        yield for_terminal(f"{speaker.common('fixed')}[{fixed.rule}] {shortened(speaker.fixed(fixed))}")


def comparison_lines(report: Report, speaker: Speaker, canvas: Canvas) -> Iterator[str]:
    """What the findings were compared with, how many there are of each state, and what nobody can say."""
    for sentence in comparison_sentences(report, speaker):
        yield from wrapped(sentence, canvas)


def comparison_sentences(report: Report, speaker: Speaker) -> Iterator[str]:
    """The same as sentences; none where there is no base."""
    if report.comparison is not None:
        yield from _sentences(report, report.comparison, speaker)


def _sentences(report: Report, comparison: Comparison, speaker: Speaker) -> Iterator[str]:
    base = shortened(speaker.text(comparison.base))
    yield speaker.say(
        "comparison.with-baseline" if comparison.is_with_baseline else "comparison.with-revision",
        base=base,
        commit=(comparison.commit or "")[:_LENGTH_OF_A_COMMIT],
        new=len(report.new),
        unchanged=len(report.findings) - len(report.new),
        fixed=len(comparison.fixed),
    )
    if comparison.absent:
        yield speaker.say("comparison.absent", base=base)
    if comparison.unchecked:
        files = speaker.listed(comparison.unchecked, most=_MOST_FILES)
        yield speaker.say("comparison.unchecked", base=base, n=len(comparison.unchecked), files=files)
    if comparison.unsure:
        yield speaker.say("comparison.unsure", n=comparison.unsure)
    if comparison.is_with_baseline and comparison.fixed:
        yield speaker.say("comparison.stale")
