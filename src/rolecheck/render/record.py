"""The report as plain values, for formats made of JSON: fixed order of keys and findings."""

from typing import Any

from rolecheck import __version__
from rolecheck.check import Report
from rolecheck.document import Place
from rolecheck.finding import Finding, Severity
from rolecheck.wording import Speaker

FORMAT = "rolecheck-report/1"


def header(report: Report, speaker: Speaker) -> dict[str, Any]:
    """Everything but the findings."""
    return {
        "format": FORMAT,
        "tool": {"name": "rolecheck", "version": __version__},
        "register": speaker.text(report.register.name),
        "as_of": report.as_of.isoformat(),
        "language": speaker.language,
        "summary": _summary(report),
        "unchecked": [speaker.text(path) for path in report.unchecked],
    }


def _summary(report: Report) -> dict[str, Any]:
    register = report.register
    return {
        "units": len(register.units),
        "bound_units": len(report.case.roster.bound_units),
        "people": len(register.people),
        "appointments": len(register.appointments),
        "errors": report.counted[Severity.ERROR],
        "warnings": report.counted[Severity.WARNING],
        "notes": report.counted[Severity.NOTE],
        "waived": report.waived,
        "unchecked_files": len(report.unchecked),
        "failed": report.failed,
    }


def finding_values(finding: Finding, speaker: Speaker) -> dict[str, Any]:
    """A finding; its file as seen from the register’s folder."""
    gap, words = finding.gap, speaker.finding(finding)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "norm": speaker.text(gap.norm.name) if gap.norm else None,
        "modality": gap.norm.modality if gap.norm else None,
        "subject": speaker.subject(finding),
        "message": words.message,
        "help": words.help,
        **_place(gap.place, speaker),
        "related": [{"message": message, **_place(found.place, speaker)} for found, message in words.related],
        "fingerprint": speaker.fingerprint(finding),
        "waiver": speaker.text(finding.waiver) if finding.waiver else None,
        "url": f"docs/rules.md#{finding.rule}",
    }


def _place(place: Place, speaker: Speaker) -> dict[str, Any]:
    span = place.span
    return {
        "file": speaker.text(place.file),
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
