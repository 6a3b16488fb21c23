"""What must hold for any text and any register, tried on generated ones."""

import json
from collections.abc import Callable, Iterable
from copy import deepcopy
from datetime import timedelta
from random import Random
from typing import Any

import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from casepages import found
from examples import DAY, documents_of, report_on
from generated import COMPETENCES, CONTACTS, COURSES, PEOPLE, Emitter, Values, plainly, registers
from rolecheck.careful import read_carefully
from rolecheck.check import Report, check
from rolecheck.finding import Finding
from rolecheck.model import Waiver
from rolecheck.policy import Policy
from rolecheck.register import build
from rolecheck.rules import all_rules
from rolecheck.source import FORBIDDEN, Path, Span, decode, quick_values

RUNS = settings(max_examples=50)  # each makes a register and checks it twice

# --- the reader

VISIBLE = st.characters(exclude_categories=["Cs", "Cc"]).filter(lambda sign: not FORBIDDEN.search(sign))
TEXTS = st.text(VISIBLE | st.sampled_from(" \n\t:#-,[]{}'\"&*!|>%@`?~"), max_size=30) | st.sampled_from(
    ["no", "null", "~", "", "0123", "1.10", "12:30", "2024-02-31", "true", "<<", "=", "- a", "a: b", "# a", "---"]
)
VALUES = st.recursive(
    TEXTS | st.none(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)
FILES = st.lists(VALUES, max_size=4) | st.dictionaries(TEXTS, VALUES, max_size=4)
LAYOUTS = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, True, False]),
        "default_style": st.sampled_from([None, None, "'", '"', "|", ">"]),
        "allow_unicode": st.booleans(),
        "width": st.sampled_from([10, 80]),
        "indent": st.sampled_from([2, 4]),
        "line_break": st.sampled_from(["\n", "\r\n", "\r"]),
    }
)
LIKE_YAML = st.lists(
    st.sampled_from(
        [*"ab:-,[]{}'\"#|>&*!?~%é\\ \n\t", "id: ", "- ", "\n  ", "\n- ", ": |\n ", ">-", "&a ", "*a", "!!str "]
    )
    | st.sampled_from(
        ["? ", "null", "<<", "<<: ", "---\n", "...\n", "%YAML 1.2\n", "a: ", "b: ", "# a\n", "{a: ", "}", "]"]
    ),
    max_size=25,
).map("".join)


class _Dumper(yaml.SafeDumper):
    """Never writes an alias."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def dumped(values: Any, layout: dict[str, Any]) -> str:
    # A style that is asked for would also be given to "no value", which has none.
    if layout["default_style"]:
        values = without_none(values)
    text = str(yaml.dump(values, Dumper=_Dumper, sort_keys=False, **layout))
    # PyYAML folds some quoted texts wrongly, and writes some characters that no register may hold.
    assume(yaml.safe_load(text) == values and not FORBIDDEN.search(text))
    return text


def without_none(values: Any) -> Any:
    """Keys without a value are as if they were absent."""
    if isinstance(values, dict):
        return {key: without_none(value) for key, value in values.items() if value is not None}
    if isinstance(values, list):
        return [without_none(value) for value in values if value is not None]
    return values


def as_read(values: Any) -> Any:
    """What the reader makes of values: keys without a value are left out."""
    if isinstance(values, dict):
        return {key: as_read(value) for key, value in values.items() if value is not None}
    return [as_read(value) for value in values] if isinstance(values, list) else values


def stretch(text: str, span: Span) -> str:
    """The text of a span, line by line as an editor counts."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1] if span.line < span.end_line else lines[-1]
    if span.line == span.end_line:
        return lines[0][span.column - 1 : span.end_column - 1]
    return "\n".join([lines[0][span.column - 1 :], *lines[1:]])


def is_written_as(value: str, written: str) -> bool:
    """Whether a stretch of text is a scalar with this value, however it is quoted."""
    if written.startswith(("|", ">")):  # the indentation is measured from outside the stretch
        return "".join(written.partition("\n")[2].split()) == "".join(value.split())
    return bool(yaml.load(written, yaml.BaseLoader) == value)  # noqa: S506 - it builds texts alone


def scalars_of(values: Any, path: Path = ()) -> Iterable[tuple[Path, str]]:
    """Every text in some values, by its path of keys."""
    if isinstance(values, str):
        yield path, values
    for step, value in values.items() if isinstance(values, dict) else enumerate(values or ()):
        if isinstance(values, dict | list):
            yield from scalars_of(value, (*path, step))


def has_a_key_like_a_value(values: Any) -> bool:
    """Whether there is a key such as `to:2026-12-31` without a value: it is told that a space is missing in it."""
    if isinstance(values, dict):
        found = any(value is None and ":" in key for key, value in values.items())
        return found or any(map(has_a_key_like_a_value, values.values()))
    return isinstance(values, list) and any(map(has_a_key_like_a_value, values))


@given(FILES, LAYOUTS)
def test_what_was_written_is_read(values: Any, layout: dict[str, Any]) -> None:
    text = dumped(values, layout)
    written = without_none(values) if layout["default_style"] else values
    # The quick pass may leave a question mark to the careful one, wherever it stands.
    reading, quick = read_carefully(text), quick_values(text)
    assert reading.values == as_read(written)
    kinds = {(mistake.rule, mistake.variant) for mistake in reading.mistakes}
    assert kinds <= ({("invalid-yaml", "missing-space")} if has_a_key_like_a_value(written) else set())
    assert quick == (True, reading.values, reading.absent) or (not quick.plain and ("?" in text or kinds))


@given(LIKE_YAML | st.text(VISIBLE | st.just("\n"), max_size=60))
def test_the_quick_and_the_careful_pass_agree(text: str) -> None:
    text = decode(text.encode())
    plain, values, absent = quick_values(text)
    reading = read_carefully(text)
    assert plain is (not reading.mistakes) or "?" in text
    if plain:
        assert not reading.mistakes
        assert (reading.values, reading.absent) == (values, absent)


@given(FILES, LAYOUTS)
def test_a_span_holds_the_text_that_it_is_said_to_hold(values: Any, layout: dict[str, Any]) -> None:
    text = dumped(values, layout)
    reading = read_carefully(text)
    scalars = dict(scalars_of(reading.values))
    assert set(reading.positions.scalars) == set(scalars)
    for path, value in scalars.items():
        assert is_written_as(value, stretch(text, reading.positions.scalars[path]))
    for path, span in reading.positions.keys.items():
        if path and isinstance(path[-1], str):
            assert is_written_as(path[-1], stretch(text, span))


@given(LIKE_YAML)
def test_a_mistake_has_a_place_in_the_text(text: str) -> None:
    text = decode(text.encode())
    lines = text.split("\n")
    for mistake in read_carefully(text).mistakes:
        span = mistake.span
        assert 1 <= span.line <= span.end_line
        assert span.line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1


# --- runs over generated registers

WAIVER_RULES = {"waiver-ending", "waiver-expired", "waiver-unused"}
Identity = tuple[str, str, str, str, bool]


def checked(values: Values) -> Report:
    return report_on(plainly(values))


def identity(finding: Finding) -> Identity:
    subject = json.dumps(dict(finding.gap.subject))
    return finding.rule, finding.severity, subject, finding.fingerprint, finding.waived


def identities(report: Report) -> set[Identity]:
    """Everything about the findings that an edit of layout must not change."""
    assert not report.unchecked
    return {identity(finding) for finding in report.findings}


def fingerprints(report: Report) -> set[str]:
    return {finding.fingerprint for finding in report.findings}


@RUNS
@given(registers(), st.randoms(use_true_random=False))
def test_order_and_layout_change_no_finding(values: Values, random: Random) -> None:
    assert identities(report_on(Emitter(random).files(values))) == identities(checked(values))


@RUNS
@given(registers(), st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(values: Values, random: Random) -> None:
    documents = documents_of(plainly(values))
    random.shuffle(documents)
    register = build(documents)
    assert found(check(register, Policy.of(register), DAY)) == found(checked(values))


@RUNS
@given(registers())
def test_no_register_breaks_the_run(values: Values) -> None:
    report = checked(values)
    assert report.failed is any(finding.severity == "error" and not finding.waived for finding in report.findings)
    assert len(fingerprints(report)) == len(report.findings)


# --- closing a gap


def _unit(values: Values, unit_id: str | None) -> dict[str, Any]:
    unit: dict[str, Any] = values[f"units/{unit_id}.yaml"]
    return unit


def _person(values: Values, subject: dict[str, str]) -> dict[str, Any]:
    people: list[dict[str, Any]] = _unit(values, subject["unit"])["people"]
    return next(person for person in people if person["id"] == subject["person"])


def _complete(values: Values, subject: dict[str, str]) -> None:
    completion = {"course": subject["course"], "completed": str(DAY)}
    _person(values, subject).setdefault("courses", []).append(completion)


def _attest(values: Values, subject: dict[str, str]) -> None:
    attestation = {"competence": subject["competence"], "on": str(DAY)}
    _person(values, subject).setdefault("attested", []).append(attestation)


def _name_contact(values: Values, subject: dict[str, str]) -> None:
    unit = _unit(values, subject["unit"])
    unit["people"].append({"id": "new"})
    unit.setdefault("contacts", {})[subject["contact"]] = [
        unit.get("contacts", {}).get(subject["contact"], "new"),
        "new",
    ]


def _review(values: Values, subject: dict[str, str]) -> None:
    _unit(values, subject["unit"])["reviewed"] = str(DAY)


# How a gap of each rule is closed, and which other gaps the same deed may close.
CLOSING: dict[str, tuple[Callable[[Values, dict[str, str]], None], set[str]]] = {
    "course-missing": (_complete, {"course-missing", "course-expired"}),
    "course-expired": (_complete, {"course-missing", "course-expired"}),
    "competence-unattested": (_attest, {"competence-unattested"}),
    "contact-missing": (_name_contact, {"contact-missing"}),
    "review-overdue": (_review, {"review-overdue"}),
}


@RUNS
@given(registers(), st.data())
def test_closing_a_gap_changes_no_other_finding(values: Values, data: st.DataObject) -> None:
    before = checked(values)
    open_gaps = [finding for finding in before.findings if finding.rule in CLOSING]
    assume(open_gaps)
    gap = data.draw(st.sampled_from(open_gaps))
    close, closed_with_it = CLOSING[gap.rule]
    mended = deepcopy(values)
    close(mended, {key: str(value) for key, value in gap.gap.subject.items()})
    gone = identities(before) - identities(checked(mended))
    assert identities(checked(mended)) <= identities(before)
    assert identity(gap) in gone
    assert {rule for rule, *_ in gone} <= closed_with_it


# --- waivers and rules that are off

NAMES = {"person": PEOPLE, "course": COURSES, "competence": COMPETENCES, "contact": CONTACTS}


@RUNS
@given(registers(), st.data())
def test_a_waiver_changes_no_finding_but_who_counts_it(values: Values, data: st.DataObject) -> None:
    before = checked(values)
    waivable = [
        finding
        for finding in before.findings
        if all_rules()[finding.rule].waivable and set(finding.gap.subject) & set(Waiver.MATCHING_KEYS)
    ]
    assume(waivable)
    finding = data.draw(st.sampled_from(waivable))
    matched = {key: value for key, value in finding.gap.subject.items() if key in Waiver.MATCHING_KEYS and value}
    waiver = {"id": "w", "rule": finding.rule, "reason": "Accepted.", "granted_by": "boss", **matched}
    until = data.draw(st.sampled_from([DAY, DAY + timedelta(days=1000), DAY - timedelta(days=1)]))
    waived = {**values, "waivers.yaml": [{**waiver, "granted": "2020-01-01", "until": str(until)}]}
    after = checked(waived)
    others = [found for found in after.findings if found.rule not in WAIVER_RULES]
    assert {identity(found)[:4] for found in others} == {identity(found)[:4] for found in before.findings}
    waived_ones = {found.fingerprint for found in after.findings if found.waived}
    assert waived_ones == ({finding.fingerprint} if until >= DAY else set()) | {
        found.fingerprint
        for found in others
        if until >= DAY and found.rule == finding.rule and matched.items() <= dict(found.gap.subject).items()
    }
    assert sum(after.counted.values()) + after.waived == len(after.findings)


@RUNS
@given(registers(), st.data())
def test_off_takes_away_the_findings_of_that_rule_and_nothing_else(values: Values, data: st.DataObject) -> None:
    before = checked(values)
    assume(before.findings)
    rule = data.draw(st.sampled_from(sorted({finding.rule for finding in before.findings})))
    quiet = {**values, "rolecheck.yaml": {**values["rolecheck.yaml"], "severity": {rule: "off"}}}
    kept = {finding for finding in identities(before) if finding[0] != rule}
    assert identities(checked(quiet)) == kept
