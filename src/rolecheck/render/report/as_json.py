"""The gap report for programs, version 1: equal input gives equal bytes. docs/gap-report.md says what each key means."""

import json
from typing import Any

from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_json
from rolecheck.render.record import header
from rolecheck.render.report.document import Document
from rolecheck.render.report.records import overview_record, part_record

ENDING = ".json"
IS_BINARY = False
FORMAT = "rolecheck-gap-report/1"


def render(document: Document, canvas: Canvas) -> str:  # noqa: ARG001 - every format is called alike
    """The report as JSON."""
    gap_report, speaker = document.gap_report, document.speaker
    revision = gap_report.revision
    content: dict[str, Any] = {
        **header(gap_report.report, speaker),
        "format": FORMAT,
        "revision": {"commit": revision.commit, "changed": revision.changed} if revision else None,
    }
    if document.has_index:
        content["overview"] = overview_record(gap_report, speaker)
        content["elsewhere"] = part_record(gap_report.elsewhere, gap_report.report, speaker)
    if document.parts:
        places = {unit.unit.id: place for place, unit in enumerate(gap_report.overview.units)}
        parts = sorted(document.parts, key=lambda part: places[part.unit.unit.id] if part.unit else 0)
        content["units"] = [part_record(part, gap_report.report, speaker) for part in parts]
    return for_json(json.dumps(content, ensure_ascii=False, indent=2)) + "\n"
