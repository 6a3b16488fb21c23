"""What is said of a finding beside its sentence: the norm, the card’s own words, other places, the help, the waiver."""

from collections.abc import Iterator

from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.render.canvas import Canvas
from rolecheck.sentences import Wording
from rolecheck.wording import Speaker


def remarks(
    report: Report, finding: Finding, words: Wording, speaker: Speaker, canvas: Canvas
) -> Iterator[tuple[str, str]]:
    """Each remark with its name; those that would say nothing are left out."""
    named = [
        (speaker.common("norm"), words.norm),
        (speaker.common("norm-note"), words.note),
        *other_places(words, speaker, canvas),
        (speaker.common("help"), words.help),
        (speaker.common("waived"), waiver(report, finding, speaker)),
    ]
    return ((name, text) for name, text in named if text)


def other_places(words: Wording, speaker: Speaker, canvas: Canvas) -> Iterator[tuple[str, str]]:
    """Where else a finding stands, or what else it breaks, each with what it is."""
    for found, message in words.related:
        if found.key.startswith(("also", "first")):
            yield (
                message,
                f"{speaker.text(canvas.in_repository(found.place.file))}:{found.place.span.line}:{found.place.span.column}",
            )


def in_brackets(words: Wording, speaker: Speaker, canvas: Canvas) -> str:
    """The other places as an addition to the sentence; empty where there are none."""
    return "".join(f" ({name}: {place})" for name, place in other_places(words, speaker, canvas))


def waiver(report: Report, finding: Finding, speaker: Speaker) -> str:
    """Which waiver accepts a finding, until when and why; empty where none does."""
    if finding.waiver is None:
        return ""
    found = report.register.waivers[finding.waiver]
    facts = {"waiver": found.id, "until": found.until, "reason": found.reason}
    return speaker.say("terminal.waived-without-reason" if speaker.redactor else "terminal.waived", **facts)
