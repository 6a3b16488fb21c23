"""The example register, broken once for every rule: exactly that rule must notice, and the report must fail where it is an error."""

from pathlib import Path

import pytest

from breaks import Break, Edit, read_break
from casepages import PAGES
from examples import example_files, report_on
from rolecheck.check import Report
from rolecheck.finding import Finding, Severity
from rolecheck.rules import all_rules

FILES = example_files()
UNBROKEN = report_on(FILES)
ERRORS = [rule.id for rule in all_rules().values() if rule.severity is Severity.ERROR]


def break_of(rule_id: str) -> Break:
    """What the rule's own case page says under “Breaks the example”."""
    return read_break(PAGES / f"{rule_id}.md")


def broken(case: Break) -> Report:
    return report_on(case.applied(FILES), also=case.documents)


def new_findings(report: Report) -> list[Finding]:
    before = {finding.fingerprint for finding in UNBROKEN.findings}
    return [finding for finding in report.findings if finding.fingerprint not in before]


def test_the_example_register_passes() -> None:
    assert not UNBROKEN.failed
    assert not UNBROKEN.unchecked


@pytest.mark.parametrize("rule_id", all_rules())
def test_exactly_the_broken_rule_notices(rule_id: str) -> None:
    assert {finding.rule for finding in new_findings(broken(break_of(rule_id)))} == {rule_id}


@pytest.mark.parametrize("rule_id", all_rules())
def test_the_report_fails_where_it_must(rule_id: str) -> None:
    case = break_of(rule_id)
    report = broken(case)
    assert report.failed is case.fails
    grave = any(finding.severity is Severity.ERROR for finding in new_findings(report))
    assert case.fails or not (grave or report.unchecked)


@pytest.mark.parametrize("rule_id", ERRORS)
def test_a_rule_that_is_an_error_fails_the_report(rule_id: str) -> None:
    assert break_of(rule_id).fails


# --- the section itself

ADDED = "```added a.yaml\na: 1\n```\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# rule\n", "has 0"),
        (f"## Breaks the example\nReport: fails\n{ADDED}" * 2, "has 2"),
        ("## Breaks the example\nReport: fails\n", "needs a block"),
        (f"## Breaks the example\n{ADDED}", "one line"),
        (f"## Breaks the example\nReport: fails\nReport: passes\n{ADDED}", "one line"),
        (f"## Breaks the example\nReport: fails\n```old a.yaml\na: 1\n```\n{ADDED}", "after “old a.yaml”"),
        ("## Breaks the example\nReport: fails\n```new\na: 1\n```\n", "unknown block: new"),
        ("## Breaks the example\nReport: fails\n```yaml a.yaml\na: 1\n```\n", "unknown block: yaml"),
    ],
)
def test_a_section_that_nobody_can_follow_is_refused(tmp_path: Path, text: str, message: str) -> None:
    page = tmp_path / "rule.md"
    page.write_text(text)
    with pytest.raises(ValueError, match=message):
        read_break(page)


def test_an_edit_is_of_whole_lines_that_stand_once() -> None:
    files = {"a.yaml": b"a: 1\n  b: 2\nb: 2\nc: 3\nc: 3\n"}
    assert Edit("a.yaml", "b: 2\n", "").apply(files) == {"a.yaml": b"a: 1\n  b: 2\nc: 3\nc: 3\n"}
    assert Edit("b.yaml", "", "d: 4\n").apply(files) == files | {"b.yaml": b"d: 4\n"}
    for text in ("c: 3\n", "d: 4\n", "2\n"):
        with pytest.raises(ValueError, match="stands"):
            Edit("a.yaml", text, "").apply(files)
