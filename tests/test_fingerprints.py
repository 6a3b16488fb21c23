"""A fingerprint names a finding for as long as it stands, whatever else is edited in the files.

Edits of the example register as people make them: in the text of its files. `test_properties` tries whole generated registers.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from breaks import all_breaks
from examples import example_files, report_on
from generated import Emitter
from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.rule import Group
from rolecheck.rules import all_rules

UNIT = "units/ie.yaml"
RUNS = settings(max_examples=15)  # each checks the whole example register
Fingerprints = frozenset[tuple[str, str]]


def fingerprints(report: Report) -> Fingerprints:
    return frozenset((finding.rule, finding.fingerprint) for finding in report.findings)


def of_files(files: Mapping[str, str]) -> Fingerprints:
    return fingerprints(report_on({path: text.encode() for path, text in files.items()}))


@cache
def broken() -> tuple[Mapping[str, str], Fingerprints]:
    """The example register with every edit that breaks a rule without making a file unreadable, and what is found in it.

    Two edits are left out: of two with one id, the first stands, so that the order says something; and an identity
    number in a comment goes with the comment.
    """
    files = example_files()
    for case in all_breaks():
        if case.rule in {"duplicate-id", "national-identity-number"}:
            continue
        try:
            edited = case.applied(files)
        except ValueError:
            continue
        if not report_on(edited).unchecked:
            files = edited
    texts = {path: data.decode() for path, data in files.items()}
    return texts, of_files(texts)


def test_there_is_something_to_lose() -> None:
    assert len({rule for rule, _ in broken()[1]}) > 15


# --- layout


@RUNS
@given(st.data())
def test_inserting_lines_changes_none(data: st.DataObject) -> None:
    files, before = broken()
    edited = {}
    for path in data.draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=5, unique=True)):
        lines = files[path].splitlines()
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(lines)))
            lines[at:at] = data.draw(st.sampled_from([[""], ["# a remark"], ["", "      # further in", ""]]))
        edited[path] = "\n".join(lines) + "\n"
    assert of_files({**files, **edited}) == before


def items_below(text: str, key: str) -> list[str]:
    """The items of a list at the top of a file, each with its lines."""
    inner = re.search(rf"^{key}:\n((?:[ \-#].*\n|\n)*)", text, re.MULTILINE)
    return re.split(r"(?m)^(?=  - )", inner.group(1))[1:] if inner else []


@RUNS
@given(st.data())
def test_reordering_changes_none(data: st.DataObject) -> None:
    files, before = broken()
    edited = dict(files)
    moved = 0
    for path in files:
        for key in ("people", "appointments", "norms", "groups"):
            items = items_below(edited[path], key)
            if len(items) > 1:
                shuffled = data.draw(st.permutations(items))
                moved += shuffled != items
                edited[path] = edited[path].replace("".join(items), "".join(shuffled))
    assume(moved)
    assert of_files(edited) == before


@RUNS
@given(st.integers(0, 1_000))
def test_reformatting_changes_none(seed: int) -> None:
    files, before = broken()
    values = {path: yaml.load(text, yaml.BaseLoader) for path, text in files.items() if path.endswith(".yaml")}  # noqa: S506
    emitter = Emitter(Random(seed))  # noqa: S311 - no secret
    reformatted = {path: data.decode() for path, data in emitter.files(without_nothing(values)).items()}
    assert of_files({**files, **reformatted}) == before


def without_nothing(values: Any) -> Any:
    """Without keys that have no value: the emitter would make texts of them."""
    if isinstance(values, dict):
        return {key: without_nothing(value) for key, value in values.items() if value not in ("", "~", "null")}
    return [without_nothing(value) for value in values] if isinstance(values, list) else values


# --- mistakes that are alike

# Items of `people`, as they stand and with one mistake put right. The last of each has nothing wrong with it.
PEOPLE: Sequence[Sequence[str]] = (
    ("{id: kari, from: 2024-02-31, to: 2024-02-30}", "{id: kari, from: 2024-02-01, to: 2024-02-30}", "{id: kari}"),
    ("{id: kari, from: yesterday}", "{id: kari}"),
    ("{id: kari, nmae: Kari}", "{id: kari, name: Kari}"),
    ("{id: kari, courses: [{course: law, completed: 2024-02-31}]}", "{id: kari, courses: []}"),
    (
        "{id: kari, courses: [{course: law, completed: 2024-02-31}, {course: law, completed: x, evidense: y}]}",
        "{id: kari, courses: [{course: law, completed: x, evidense: y}]}",
        "{id: kari, courses: [{course: law, completed: x}]}",
        "{id: kari}",
    ),
    (
        "{id: ola, leave: [{from: 2024-02-31, to: 2024-02-30}, {from: x}, {to: y}]}",
        "{id: ola, leave: [{from: 2024-02-01, to: 2024-02-30}, {from: x}, {to: y}]}",
        "{id: ola, leave: [{from: x}, {to: y}]}",
        "{id: ola, leave: [{to: y}]}",
        "{id: ola}",
    ),
    (
        "{id: ola, attested: [{competence: c}, {competence: c, on: x}]}",
        "{id: ola, attested: [{competence: c}]}",
        "{id: ola}",
    ),
    ("{from: 2024-02-31}", "{id: anna, from: 2024-02-01}"),
    ("{to: 2024-02-31}", "{id: berit, to: 2024-02-01}"),
    ("{name: Nils}", "{id: nils, name: Nils}"),
    ("[a]", "{id: carl}"),
    ("text", "{id: dina}"),
)
BROKEN_ITEMS = st.lists(
    st.sampled_from([stages[:at] for stages in PEOPLE for at in range(2, len(stages) + 1)]), min_size=2, max_size=6
)
OF_FILES = {rule.id for rule in all_rules().values() if rule.group is Group.FILE}


def found_in(people: Sequence[str]) -> Fingerprints:
    """What is wrong with the files, where the unit IE has these people; what waits for whole files is left out."""
    text = "id: ie\nkind: fakultet\nname: IE\npeople:\n" + "".join(f"  - {person}\n" for person in people)
    files = {"rolecheck.yaml": b"register: R\nunit_kinds: [fakultet]\n", UNIT: text.encode()}
    return frozenset(found for found in fingerprints(report_on(files)) if found[0] in OF_FILES)


@given(BROKEN_ITEMS, st.data())
def test_putting_one_right_gives_no_other_a_new_name(items: list[Sequence[str]], data: st.DataObject) -> None:
    people = [stages[-2] for stages in items]
    before = found_in(people)
    assert before
    at = data.draw(st.integers(0, len(items) - 1))
    mended = [*people[:at], items[at][-1], *people[at + 1 :]]
    removed = [*people[:at], *people[at + 1 :]]
    assert found_in(mended) <= before
    assert found_in(removed) <= before
    assert found_in(data.draw(st.permutations(people))) == before


@pytest.mark.parametrize("stages", PEOPLE, ids=lambda stages: stages[0])
def test_each_step_only_takes_findings_away(stages: Sequence[str]) -> None:
    found = [found_in([stage]) for stage in stages]
    assert all(after <= before for before, after in pairwise(found))
    assert found[0]
    assert not found[-1]


def mistakes_in(courses: str) -> tuple[str, list[Finding]]:
    text = f"id: ie\nkind: fakultet\nname: IE\npeople:\n  - {{id: kari, courses: [{courses}]}}\n"
    report = report_on({"rolecheck.yaml": b"register: R\nunit_kinds: [fakultet]\n", UNIT: text.encode()})
    return text, [found for found in report.findings if found.rule == "invalid-shape"]


def test_alike_mistakes_are_one_finding_with_every_place() -> None:
    text, (finding,) = mistakes_in("{course: law, completed: x}, {course: law, completed: x}")
    (other,) = finding.gap.related
    assert other.key == "also"
    line = text.split("\n")[4]
    columns = {line.index("x}") + 1, line.rindex("x}") + 1}
    assert {finding.gap.place.span.column, other.place.span.column} == columns


@pytest.mark.parametrize("second", ["y", "2024-02-31", "20240301"])
def test_mistakes_that_differ_are_findings_of_their_own(second: str) -> None:
    _, found = mistakes_in(f"{{course: law, completed: x}}, {{course: law, completed: {second}}}")
    assert len({finding.fingerprint for finding in found}) == 2
    assert all(finding.gap.related == () for finding in found)
