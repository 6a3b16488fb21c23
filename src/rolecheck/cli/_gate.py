"""The gate: a report is compared with a base, so that only what a change worsens fails the run."""

from dataclasses import replace
from pathlib import Path

from rolecheck.baseline import Entry, read_baseline
from rolecheck.check import Report, check
from rolecheck.cli._session import Session
from rolecheck.comparison import Comparison, compared_with_baseline, compared_with_register
from rolecheck.errors import RolecheckError
from rolecheck.files import read_file
from rolecheck.register import build
from rolecheck.wording import Speaker

MOST_BYTES_OF_A_BASELINE = 64 * 1024 * 1024


def compared(report: Report, opened: Session, *, since: str | None, baseline: Path | None) -> tuple[Report, Speaker]:
    """The report with its comparison, where one is asked for, and who can speak of both states.

    Both are judged as of the same day, with the same selection and the severities of the register as it is now.
    Raises RolecheckError where the base cannot be read, and where two are asked for.
    """
    if since is not None and baseline is not None:
        raise RolecheckError("two-bases")
    if since is not None:
        return _since(since, report, opened)
    if baseline is not None:
        entries = entries_of(baseline)
        comparison = compared_with_baseline(report.findings, report.register, entries, report.policy, str(baseline))
        return replace(report, comparison=comparison), opened.speaker
    return report, opened.speaker


def entries_of(baseline: Path) -> list[Entry]:
    """What a baseline file holds."""
    if not baseline.exists():
        raise RolecheckError("missing-baseline", file=baseline)
    return read_baseline(read_file(baseline, MOST_BYTES_OF_A_BASELINE), baseline)


def _since(since: str, report: Report, opened: Session) -> tuple[Report, Speaker]:
    from rolecheck.repository import read_revision  # noqa: PLC0415 - only this run pays for starting programs

    revision = read_revision(opened.folder, since)
    base = Comparison(since, commit=revision.commit, absent=revision.documents is None)
    if revision.documents is None:
        return replace(report, comparison=base), opened.speaker
    earlier = build(opened.watch("reading-earlier", revision.documents))
    before = check(earlier, report.policy, report.as_of, watch=opened.watch)
    unchecked = sorted({*before.unchecked, *revision.submodules})
    comparison = compared_with_register(
        report.findings, report.register, before.findings, earlier, replace(base, unchecked=tuple(unchecked))
    )
    redactor = opened.speaker.redactor
    speaker = opened.speaker
    if redactor is not None:  # people who stand in the earlier register alone are to be hidden, too
        speaker = Speaker(speaker.language, report.register, redactor.knowing(earlier))
    return replace(report, comparison=comparison), speaker
