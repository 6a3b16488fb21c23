"""The report for GitLab’s Code Quality: a list of issues, which a merge request compares with those of its target.

Waived findings are left out: Code Quality cannot say that something is accepted. So a waiver closes an issue there, and
its end opens it again. A file that was not checked is an issue in any case, even if no finding about it was selected.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from rolecheck.check import Report
from rolecheck.finding import Finding, Severity
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_json
from rolecheck.render.in_one_text import told
from rolecheck.render.remarks import in_brackets
from rolecheck.wording import Speaker

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}
_UNCHECKED = "unchecked"


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """The findings that count, as JSON."""
    issues = [*_unchecked(report, speaker, canvas), *_findings(report, speaker, canvas)]
    return for_json(json.dumps(issues, ensure_ascii=False, indent=2)) + "\n"


def _unchecked(report: Report, speaker: Speaker, canvas: Canvas) -> Iterator[dict[str, Any]]:
    told = {found.gap.place.file for found in report.findings if not found.waived}
    for file in report.unchecked:
        if file not in told:
            yield {
                "description": speaker.say("formats.unchecked", file=file),
                "check_name": _UNCHECKED,
                "fingerprint": hashlib.sha256(f"{_UNCHECKED} {speaker.text(file)}".encode()).hexdigest()[:32],
                "severity": "blocker",
                "location": {"path": speaker.safe(canvas.in_repository(file)), "lines": {"begin": 1, "end": 1}},
            }


def _findings(report: Report, speaker: Speaker, canvas: Canvas) -> Iterator[dict[str, Any]]:
    for finding in report.findings:
        if not finding.waived:
            yield _issue(finding, speaker, canvas)


def _issue(finding: Finding, speaker: Speaker, canvas: Canvas) -> dict[str, Any]:
    place, words = finding.gap.place, speaker.finding(finding)
    return {
        "description": f"{told(words)}{in_brackets(words, speaker, canvas)}",
        "check_name": finding.rule,
        "fingerprint": speaker.fingerprint(finding),
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": speaker.safe(canvas.in_repository(place.file)),
            "lines": {"begin": place.span.line, "end": place.span.end_line},
        },
    }
