"""The last lines of a check: how much was looked at, what was found, and whether it passed."""

from collections.abc import Iterator

from rolecheck.check import Report, count_by_severity
from rolecheck.finding import Severity
from rolecheck.render.canvas import Canvas
from rolecheck.render.compared import comparison_lines
from rolecheck.render.escape import for_terminal, shortened
from rolecheck.render.paint import painted
from rolecheck.render.prose import wrapped
from rolecheck.sentences import Worded, one_after_the_other
from rolecheck.wording import Speaker

_MOST_FILES = 20


def summary_lines(report: Report, speaker: Speaker, canvas: Canvas) -> Iterator[str]:
    """What was not checked, what was, the counts, and the verdict."""
    if report.unchecked:
        lines = wrapped(speaker.say("summary.unchecked-files"), canvas)
        yield from (painted(line, "error", canvas) for line in lines)
        for path in report.unchecked[:_MOST_FILES]:
            yield f"  {for_terminal(shortened(speaker.text(path)))}"
        if len(report.unchecked) > _MOST_FILES:
            yield f"  … {speaker.say('common.more', n=len(report.unchecked) - _MOST_FILES)}"
    yield from wrapped(checked(report, speaker), canvas)
    part = shown_part(report, speaker)
    if part:
        yield from wrapped(part, canvas)
    yield from comparison_lines(report, speaker, canvas)
    yield verdict(report, speaker, canvas)


def checked(report: Report, speaker: Speaker) -> str:
    """How much was looked at, and as of which day."""
    register = report.register
    return speaker.say(
        "summary.checked-whole" if report.policy.units else "summary.checked",
        register=register.name,
        day=report.as_of,
        units=len(register.units),
        bound=len(report.case.roster.bound_units),
        people=len(register.people),
        appointments=len(register.appointments),
        in_force=len(report.case.roster.active_appointments()),
    )


def shown_part(report: Report, speaker: Speaker) -> str:
    """Which part of the findings is shown, so that a part is never taken for the whole; empty where all are."""
    policy, say = report.policy, speaker.say
    parts = [
        say(f"summary.{key if len(values) > 1 else one}", **{name: ", ".join(sorted(values))})
        for one, key, name, values in (
            ("only-units", "only-units", "units", policy.units),
            ("only-rule", "only-rules", "rules", policy.select),
            ("without-rule", "without-rules", "rules", policy.ignore),
        )
        if values
    ]
    shown = [say("summary.filtered", what=Worded("; ".join(parts)))] if parts else []
    return one_after_the_other([*shown, say("summary.only-of-units")] if policy.units else shown)


def verdict(report: Report, speaker: Speaker, canvas: Canvas) -> Worded:
    """Whether the check passed, and how many findings there are."""
    style, word = ("error", "summary.failed") if report.failed else ("good", "summary.passed")
    return Worded(f"{painted(speaker.say(word), style, canvas)} {_counts(report, speaker, canvas)}")


def _counts(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    if not report.new and not report.unchecked:
        return speaker.say("summary.nothing" if report.comparison is None else "comparison.nothing-new")
    counted = count_by_severity(report.new)
    parts = [
        painted(speaker.say(f"summary.{severity}s", n=count), severity.value, canvas if count else Canvas())
        for severity, count in ((severity, counted[severity]) for severity in Severity)
    ]
    waived = sum(finding.waived for finding in report.new)
    if waived:
        parts.append(speaker.say("summary.waived", n=waived))
    if report.unchecked:
        parts.append(painted(speaker.say("summary.unchecked", n=len(report.unchecked)), "error", canvas))
    counts = Worded(", ".join(parts))
    return speaker.say("summary.counts" if report.comparison is None else "comparison.counts", counts=counts)
