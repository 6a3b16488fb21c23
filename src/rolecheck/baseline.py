"""The baseline file: the findings that were there when somebody began to look, so that a run can fail on new ones alone.

One JSON object a line, sorted, so that git merges what two people change: first the format, then one line for each
finding. It names no people: a finding is told by its fingerprint, and described by its rule and its unit alone.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from rolecheck.errors import RolecheckError

FORMAT = "rolecheck-baseline/1"
_FORMAT_OF_ANY_VERSION = re.compile(r"rolecheck-baseline/[0-9]{1,6}")
_FINGERPRINT = re.compile(r"[0-9a-f]{32}")
_RULE = re.compile(r"[a-z][a-z0-9-]{0,63}")
_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding in a baseline file. `title` is what its rule finds, for those who read the file; nothing depends on it."""

    rule: str
    unit: str | None
    fingerprint: str
    waived: bool = False
    title: str = ""


def baseline_text(entries: Iterable[Entry]) -> str:
    """The file that holds these entries, each finding once."""
    once = {entry.fingerprint: entry for entry in entries}
    ordered = sorted(once.values(), key=_order)
    return "".join(f"{json.dumps(line, ensure_ascii=True)}\n" for line in [{"format": FORMAT}, *map(_line, ordered)])


def _order(entry: Entry) -> tuple[str, str, str]:
    return (entry.rule, entry.unit or "", entry.fingerprint)


def _line(entry: Entry) -> dict[str, Any]:
    content: dict[str, Any] = {"rule": entry.rule, "unit": entry.unit, "fingerprint": entry.fingerprint}
    if entry.waived:
        content["waived"] = True
    return {**content, "title": entry.title}


def read_baseline(data: bytes, file: object) -> list[Entry]:
    """The entries of a baseline file. Raises RolecheckError, with the line, where it is none; nothing of it is quoted.

    An entry may stand twice, as a merge that keeps both sides leaves it.
    """
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise _malformed(file, data.count(b"\n", 0, error.start) + 1) from None
    header = _parsed(lines[0], file, 1)
    found = header.get("format")
    if not isinstance(found, str) or not _FORMAT_OF_ANY_VERSION.fullmatch(found):
        raise RolecheckError("no-baseline-file", file=file, format=FORMAT)
    if found != FORMAT:
        raise RolecheckError("baseline-version", file=file, found=found, format=FORMAT)
    return [_entry(line, file, number) for number, line in enumerate(lines[1:], start=2) if line.strip()]


def _parsed(line: str, file: object, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value
    raise RolecheckError("no-baseline-file", file=file, format=FORMAT) if number == 1 else _malformed(file, number)


def _entry(line: str, file: object, number: int) -> Entry:
    content = _parsed(line, file, number)
    rule, unit, identity = (content.pop(key, None) for key in ("rule", "unit", "fingerprint"))
    waived, title = content.pop("waived", False), content.pop("title", "")
    sound = (
        not content
        and isinstance(rule, str)
        and _RULE.fullmatch(rule)
        and (unit is None or _is_short_text(unit))
        and isinstance(identity, str)
        and _FINGERPRINT.fullmatch(identity)
        and isinstance(waived, bool)
        and _is_short_text(title)
    )
    if not sound:
        raise _malformed(file, number)
    return Entry(rule, unit, identity, waived, title)


def _is_short_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= _LONGEST


def _malformed(file: object, number: int) -> RolecheckError:
    return RolecheckError("malformed-baseline", file=file, line=number)
