"""The example register, broken once for every rule: exactly that rule must notice, and the report must fail where it is an error."""

import pytest

from breaks import BREAKS, Break
from examples import example_files, report_on
from rolecheck.check import Report
from rolecheck.finding import Finding, Severity
from rolecheck.rules import all_rules

FILES = example_files()
UNBROKEN = report_on(FILES)


def broken(case: Break) -> Report:
    return report_on(case.applied(FILES), also=case.documents)


def new_findings(report: Report) -> list[Finding]:
    before = {finding.fingerprint for finding in UNBROKEN.findings}
    return [finding for finding in report.findings if finding.fingerprint not in before]


def test_the_example_register_passes() -> None:
    assert not UNBROKEN.failed
    assert not UNBROKEN.unchecked


def test_every_rule_is_broken_once() -> None:
    assert sorted(case.rule for case in BREAKS) == sorted(all_rules())


@pytest.mark.parametrize("case", BREAKS, ids=str)
def test_exactly_the_broken_rule_notices(case: Break) -> None:
    assert {finding.rule for finding in new_findings(broken(case))} == {case.rule}


@pytest.mark.parametrize("case", BREAKS, ids=str)
def test_the_report_fails_where_it_must(case: Break) -> None:
    report = broken(case)
    assert report.failed is case.fails
    grave = any(finding.severity is Severity.ERROR for finding in new_findings(report))
    assert case.fails or not (grave or report.unchecked)


@pytest.mark.parametrize(
    "case", [case for case in BREAKS if all_rules()[case.rule].severity is Severity.ERROR], ids=str
)
def test_a_rule_that_is_an_error_fails_the_report(case: Break) -> None:
    assert case.fails
