"""SARIF 2.1.0, for GitHub code scanning and editors: every rule with its manual, every finding with its places.

GitHub rejects a file with more than 25,000 results, so the gravest of more are listed, and a notification counts them.
It shows waived findings like others, as it does not look at `suppressions`; editors and other readers do.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from rolecheck import __version__
from rolecheck.check import Report
from rolecheck.document import Place
from rolecheck.finding import Finding, Severity, gravity
from rolecheck.model import Waiver
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_json, for_sarif, for_uri
from rolecheck.render.in_one_text import told
from rolecheck.render.manual import Manual, ManualSection, manual_of
from rolecheck.render.record import fixed_values
from rolecheck.rule import Rule
from rolecheck.rules import all_rules
from rolecheck.wording import Speaker

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "rolecheckFinding/v1"
MOST_RESULTS = 25_000
_ROOT = "%SRCROOT%"


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:
    """The report as a SARIF log of one run."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_Writer(report, speaker, canvas).run()]}
    return for_json(json.dumps(log, ensure_ascii=False, indent=2)) + "\n"


class _Writer:
    """Makes the parts of one run."""

    def __init__(self, report: Report, speaker: Speaker, canvas: Canvas) -> None:
        self._report = report
        self._speaker = speaker
        self._canvas = canvas
        self._rule_index = {rule: index for index, rule in enumerate(all_rules())}

    def run(self) -> dict[str, Any]:
        """Tool, circumstances and results."""
        findings = _gravest(self._report.findings)
        return {
            "tool": {
                "driver": {
                    "name": "rolecheck",
                    "semanticVersion": __version__,
                    "version": __version__,
                    "rules": [_rule(rule, self._speaker) for rule in all_rules().values()],
                }
            },
            "language": self._speaker.language,
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": {_ROOT: {"description": {"text": self._speaker.say("formats.root")}}},
            "automationDetails": {"id": self._automation_id()},
            "invocations": [
                {
                    "executionSuccessful": True,
                    "exitCode": int(self._report.failed),
                    "toolExecutionNotifications": list(self._notifications(len(findings))),
                }
            ],
            "results": [self._result(finding) for finding in findings],
            "properties": {
                "register": self._speaker.text(self._report.register.name),
                "as_of": self._report.as_of.isoformat(),
                **self._fixed(),
            },
        }

    def _automation_id(self) -> str:
        """What GitHub keeps apart by, then the day: `rolecheck/<folder of the register>/<day>`."""
        folder = for_uri(self._speaker.safe(self._canvas.repository_path))
        return "/".join(part for part in ("rolecheck", folder, self._report.as_of.isoformat()) if part)

    def _notifications(self, listed: int) -> Iterator[dict[str, Any]]:
        """What keeps the results from being all that there is to say."""
        for file in self._report.unchecked:
            yield {
                "level": "error",
                "message": self._message(self._speaker.say("formats.unchecked", file=file)),
                "locations": [{"physicalLocation": {"artifactLocation": self._artifact(file)}}],
            }
        total = len(self._report.findings)
        if listed < total:
            text = self._speaker.say("formats.left-out", shown=listed, all=total)
            yield {"level": "error", "message": self._message(text)}

    def _fixed(self) -> dict[str, Any]:
        """What the base had and is gone. No results with the state “absent”: GitHub would take them for open alerts."""
        comparison = self._report.comparison
        return {"fixed": [fixed_values(fixed, self._speaker) for fixed in comparison.fixed]} if comparison else {}

    def _result(self, finding: Finding) -> dict[str, Any]:
        words = self._speaker.finding(finding)
        result = {
            "ruleId": finding.rule,
            "ruleIndex": self._rule_index[finding.rule],
            "level": finding.severity.value,
            "message": self._message(told(words)),
            "locations": [self._location(finding.gap.place)],
            "relatedLocations": _distinct(
                {**self._location(found.place), "message": self._message(message)} for found, message in words.related
            ),
            "partialFingerprints": {FINGERPRINT: self._speaker.fingerprint(finding)},
        }
        state = self._report.state_of(finding)
        if state is not None:
            result["baselineState"] = state.value
        if self._report.policy.use_waivers:  # all results have this key, or none
            result["suppressions"] = self._suppressions(finding)
        return result

    def _suppressions(self, finding: Finding) -> list[dict[str, Any]]:
        if finding.waiver is None:
            return []
        waiver = self._report.register.waivers[finding.waiver]
        return [
            {
                "kind": "external",
                "status": "accepted",
                "justification": self._justification(waiver),
                "properties": {"waiver": self._speaker.text(waiver.id), "until": waiver.until.isoformat()},
            }
        ]

    def _justification(self, waiver: Waiver) -> str:
        if self._speaker.redactor:  # a reason may tell more about somebody than their name does
            return self._speaker.say("terminal.waived-without-reason", waiver=waiver.id, until=waiver.until)
        return self._speaker.text(waiver.reason)

    def _location(self, place: Place) -> dict[str, Any]:
        span = place.span
        region = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": span.end_column,
        }
        return {"physicalLocation": {"artifactLocation": self._artifact(place.file), "region": region}}

    def _artifact(self, file: str) -> dict[str, str]:
        return {"uri": for_uri(self._speaker.safe(self._canvas.in_repository(file))), "uriBaseId": _ROOT}

    @staticmethod
    def _message(text: str) -> dict[str, str]:
        return {"text": for_sarif(text)}


def _distinct(locations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each once, as the standard wants it: where people are hidden, two files may look the same."""
    return list({json.dumps(location): location for location in locations}.values())


def _gravest(findings: Sequence[Finding]) -> Sequence[Finding]:
    """As many findings as GitHub takes, in their order; where that is not all, waived and mild ones give way."""
    if len(findings) <= MOST_RESULTS:
        return findings
    order = sorted(range(len(findings)), key=lambda at: gravity(findings[at]))
    return [findings[at] for at in sorted(order[:MOST_RESULTS])]


def _rule(rule: Rule, speaker: Speaker) -> dict[str, Any]:
    """A rule and its manual. Where the norm decides how grave a gap is, the level is that of what must be."""
    manual = manual_of(rule, speaker.language)
    return {
        "id": rule.id,
        "shortDescription": {"text": speaker.title(rule.id)},
        "fullDescription": {"text": manual.summary},
        "help": {"text": _manual(manual, speaker), "markdown": _manual_in_markdown(manual, speaker)},
        "defaultConfiguration": {"level": (rule.severity or Severity.ERROR).value},
        "properties": {"tags": [rule.group.value]},
    }


def _manual(manual: Manual, speaker: Speaker) -> str:
    """The rule's manual as plain text."""
    sections = (f"{_heading(section, speaker)}:\n{section.text}" for section in manual.sections)
    return "\n\n".join([manual.summary, *sections])


def _manual_in_markdown(manual: Manual, speaker: Speaker) -> str:
    """The rule's manual with its headings in bold and its examples as code."""
    parts = [manual.summary]
    for section in manual.sections:
        parts.append(f"**{_heading(section, speaker)}**")
        parts.append(f"```text\n{section.text}\n```" if section.example else section.text)
    return "\n\n".join(parts)


def _heading(section: ManualSection, speaker: Speaker) -> str:
    return speaker.say(f"explain.section-{section.name}")
