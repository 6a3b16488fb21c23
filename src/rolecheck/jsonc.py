"""JSON with comments, as editors keep their settings: one value is set, and everything else stays as it is written."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 100
_BLANK = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*|/\*.*?\*/)*", re.DOTALL)
_STRING = re.compile(r'"(?:[^"\\\x00-\x1f]|\\.)*"')
_PLAIN = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class NotUnderstoodError(ValueError):
    """The text is not JSON with comments, or says something that cannot be added to without losing something."""


@dataclass(slots=True)
class _Node:
    """A value, where it stands, and what is in it if it is an object."""

    start: int
    end: int
    value: Any
    members: dict[str, "_Node"] = field(default_factory=dict)
    last_end: int = -1
    has_last_comma: bool = False
    has_twins: bool = False


def with_value(text: str, path: tuple[str, str], value: Any) -> str:
    """The text with a value under two keys inside each other. Raises NotUnderstoodError, and never guesses."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    body = text.removeprefix("\ufeff")
    if not body.strip():
        body = "{}\n"
    before = _parsed(body)
    outer = _object(before)
    changed = _set(body, outer, path[0], {path[1]: value})
    if path[0] in outer.members:
        inner = _object(outer.members[path[0]])
        changed = _set(body, inner, path[1], value)
    expected = {**before.value, path[0]: {**before.value.get(path[0], {}), path[1]: value}}
    if _parsed(changed).value != expected:
        raise NotUnderstoodError("the change would change more than it should")
    return mark + changed


def _object(node: _Node) -> _Node:
    if not isinstance(node.value, dict):
        raise NotUnderstoodError("not an object")
    if node.has_twins:
        raise NotUnderstoodError("a key stands twice")
    return node


# --- writing ------------------------------------------------------------------------------------------------------


def _set(text: str, parent: _Node, key: str, value: Any) -> str:
    """The text with a member of an object, which is added at its end or gets another value."""
    old = parent.members.get(key)
    if old is not None:
        return text if old.value == value else text[: old.start] + _written(text, parent, value) + text[old.end :]
    closing = parent.end - 1
    place = len(text[:closing].rstrip(" \t\r\n"))
    indent = _indent_of_members(text, parent)
    member = f"{_newline(text)}{indent}{json.dumps(key, ensure_ascii=False)}: {_written(text, parent, value)}"
    rest = text[place:]
    if "\n" not in text[place:closing]:
        rest = f"{_newline(text)}{_indent_before(text, parent.start)}{rest.lstrip(' ')}"
    if parent.last_end < 0 or parent.has_last_comma:
        return text[:place] + member + rest
    return f"{text[: parent.last_end]},{text[parent.last_end : place]}{member}{rest}"


def _written(text: str, parent: _Node, value: Any) -> str:
    """A value as it is written among the members of an object."""
    outer = _indent_of_members(text, parent)
    step = outer.removeprefix(_indent_before(text, parent.start)) or "  "
    lines = json.dumps(value, ensure_ascii=False, indent=step).split("\n")
    return f"{_newline(text)}{outer}".join(lines)


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _indent_of_members(text: str, node: _Node) -> str:
    """The indentation of an object's members, taken from those that it has."""
    for member in re.finditer(r'\n([ \t]+)"', text[node.start : node.end]):
        return member[1]
    outer = _indent_before(text, node.start)
    return outer * 2 if outer else "  "


def _indent_before(text: str, place: int) -> str:
    """The indentation of the line on which something stands."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    return line[: len(line) - len(line.lstrip(" \t"))]


# --- reading ------------------------------------------------------------------------------------------------------


def _parsed(text: str) -> _Node:
    node = _value(text, _after_blank(text, 0), 0)
    if _after_blank(text, node.end) != len(text):
        raise NotUnderstoodError("something follows the value")
    return node


def _after_blank(text: str, place: int) -> int:
    match = _BLANK.match(text, place)
    return match.end() if match else place


def _value(text: str, place: int, depth: int) -> _Node:
    if depth > MAX_DEPTH:
        raise NotUnderstoodError("too deep")
    sign = text[place : place + 1]
    if sign == "{":
        return _read_object(text, place, depth)
    if sign == "[":
        return _read_list(text, place, depth)
    match = (_STRING if sign == '"' else _PLAIN).match(text, place)
    if match is None:
        raise NotUnderstoodError(f"no value at {place}")
    try:
        return _Node(place, match.end(), json.loads(match.group()))
    except ValueError as error:
        raise NotUnderstoodError(str(error)) from None


def _read_object(text: str, start: int, depth: int) -> _Node:
    node = _Node(start, start, {})
    place = _after_blank(text, start + 1)
    while text[place : place + 1] != "}":
        if node.last_end >= 0 and not node.has_last_comma:
            raise NotUnderstoodError("a comma is missing")
        key = _value(text, place, depth + 1)
        place = _after_blank(text, key.end)
        if not isinstance(key.value, str) or text[place : place + 1] != ":":
            raise NotUnderstoodError("not a key with a colon")
        member = _value(text, _after_blank(text, place + 1), depth + 1)
        node.has_twins |= key.value in node.members
        node.members[key.value] = member
        node.value[key.value] = member.value
        node.last_end = member.end
        place, node.has_last_comma = _after_comma(text, member.end)
    node.end = place + 1
    return node


def _read_list(text: str, start: int, depth: int) -> _Node:
    node = _Node(start, start, [])
    place, more = _after_blank(text, start + 1), True
    while text[place : place + 1] != "]":
        if not more:
            raise NotUnderstoodError("a comma is missing")
        item = _value(text, place, depth + 1)
        node.value.append(item.value)
        place, more = _after_comma(text, item.end)
    node.end = place + 1
    return node


def _after_comma(text: str, place: int) -> tuple[int, bool]:
    """The place of what comes next, and whether a comma stands before it."""
    place = _after_blank(text, place)
    if text[place : place + 1] == ",":
        return _after_blank(text, place + 1), True
    return place, False
