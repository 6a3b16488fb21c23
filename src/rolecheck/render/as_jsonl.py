"""The machine-readable report line by line: first all but the findings, then one finding a line, with the same keys."""

import json

from rolecheck.check import Report
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_json
from rolecheck.render.record import finding_values, header
from rolecheck.wording import Speaker


def render(report: Report, speaker: Speaker, canvas: Canvas) -> str:  # noqa: ARG001 - every renderer is called alike
    """The report as lines of JSON."""
    values = [header(report, speaker), *(finding_values(finding, speaker) for finding in report.findings)]
    return "".join(f"{for_json(json.dumps(value, ensure_ascii=False))}\n" for value in values)
