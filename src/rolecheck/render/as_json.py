"""The machine-readable report, version 1: equal input gives equal bytes."""

import json

from rolecheck.check import Report
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_json
from rolecheck.render.record import finding_values, header
from rolecheck.wording import Speaker


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:  # noqa: ARG001 - every renderer is called alike
    """The report as JSON."""
    content = {
        **header(report, speaker),
        "findings": [finding_values(finding, speaker) for finding in report.findings],
    }
    return for_json(json.dumps(content, ensure_ascii=False, indent=2)) + "\n"
