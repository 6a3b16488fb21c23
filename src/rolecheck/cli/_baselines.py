"""What becomes of a baseline file: made, brought up to date, or pruned."""

import os
from dataclasses import dataclass
from pathlib import Path

from rolecheck.baseline import Entry, baseline_text
from rolecheck.check import Report
from rolecheck.cli._gate import entries_of
from rolecheck.errors import RolecheckError
from rolecheck.policy import unit_of
from rolecheck.render.escape import for_terminal, shortened
from rolecheck.wording import Speaker

ACTIONS = ("create", "update", "prune")
_MOST_FILES = 5


@dataclass(frozen=True, slots=True)
class Change:
    """The text that the file gets, and how many of its findings come, go and stay."""

    text: str
    added: int
    removed: int
    kept: int


def check_action(action: str, file: Path) -> None:
    """Raises RolecheckError for an action that there is not, and for `create` where something stands already."""
    if action not in ACTIONS:
        raise RolecheckError("unknown-choice", option="baseline", value=action, known=", ".join(ACTIONS))
    if action == "create" and os.path.lexists(file):
        raise RolecheckError("baseline-exists", file=file)


def changed(action: str, file: Path, report: Report) -> Change:
    """What an action makes of a file.

    Raises RolecheckError where the file is no baseline, and where a file of the register is unchecked: what it hides
    would be lost, or be let in later.
    """
    unchecked = report.unchecked
    if unchecked:
        shown = [*unchecked[:_MOST_FILES], *(["…"] if len(unchecked) > _MOST_FILES else [])]
        raise RolecheckError("baseline-of-unchecked", n=len(unchecked), files=", ".join(shown))
    before = {} if action == "create" else {entry.fingerprint: entry for entry in entries_of(file)}
    found = {entry.fingerprint: entry for entry in _entries(report)}
    kept = before.keys() & found.keys()
    after = [before[name] for name in kept] if action == "prune" else list(found.values())
    added = 0 if action == "prune" else len(found) - len(kept)
    return Change(baseline_text(after), added, len(before) - len(kept), len(kept))


def _entries(report: Report) -> list[Entry]:
    """The findings as a baseline keeps them, with titles in the register's own language, whoever writes the file."""
    speaker = Speaker(report.register.language, report.register)
    return [
        Entry(
            rule=finding.rule,
            unit=None if (unit := unit_of(finding.gap, report.register)) is None else speaker.text(unit),
            fingerprint=finding.fingerprint,
            waived=finding.waived,
            title=speaker.title(finding.rule),
        )
        for finding in report.findings
    ]


def told(change: Change, file: Path, speaker: Speaker) -> str:
    """What was done, in a line."""
    text = speaker.say("baseline.written", file=file, added=change.added, removed=change.removed, kept=change.kept)
    return f"{for_terminal(shortened(text, 1_000))}\n"
