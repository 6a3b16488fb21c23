"""What is said of a finding beside its sentence: the norm, the card’s own words, other places, the help, the waiver."""

from collections.abc import Iterator

from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.render.canvas import Canvas
from rolecheck.wording import Speaker, Wording


def remarks(
    report: Report, finding: Finding, words: Wording, speaker: Speaker, canvas: Canvas
) -> Iterator[tuple[str, str]]:
    """Each remark with its name; those that would say nothing are left out."""
    named = [
        (speaker.common("norm"), words.norm),
        (speaker.common("note"), words.note),
        *_other_places(words, speaker, canvas),
        (speaker.common("help"), words.help),
        (speaker.common("waived"), waiver(report, finding, speaker)),
    ]
    return ((name, text) for name, text in named if text)


def _other_places(words: Wording, speaker: Speaker, canvas: Canvas) -> Iterator[tuple[str, str]]:
    for found, message in words.related:
        if found.key.startswith(("also", "first")):
            yield message, f"{speaker.text(canvas.in_repository(found.place.file))}:{found.place.span.line}"


def waiver(report: Report, finding: Finding, speaker: Speaker) -> str:
    """Which waiver accepts a finding, until when and why; empty where none does."""
    if finding.waiver is None:
        return ""
    found = report.register.waivers[finding.waiver]
    facts = {"waiver": found.id, "until": found.until, "reason": found.reason}
    return speaker.say("terminal.waived-without-reason" if speaker.redactor else "terminal.waived", **facts)
