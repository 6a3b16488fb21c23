"""Every rule against its case page: registers in, findings out."""

from collections import defaultdict
from pathlib import Path

import pytest

from casepages import KINDS, PAGES, PageCase, all_cases, found
from rolecheck.rule import SECTIONS
from rolecheck.rules import all_rules

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: PageCase, tmp_path: Path) -> None:
    assert found(case.report(tmp_path)) == case.expected


def test_every_rule_has_a_page_and_every_page_a_rule() -> None:
    assert {page.stem for page in PAGES.glob("*.md")} == set(all_rules())


def test_every_page_has_failing_passing_and_boundary_cases() -> None:
    kinds: dict[str, set[str]] = defaultdict(set)
    for case in CASES:
        kinds[case.page].add(case.kind)
    assert {page: have for page, have in kinds.items() if have != set(KINDS)} == {}


@pytest.mark.parametrize("case", [case for case in CASES if case.kind == "Fails"], ids=str)
def test_a_failing_case_shows_its_rule(case: PageCase) -> None:
    assert any(line.split()[1] == case.page for line in case.expected)


@pytest.mark.parametrize("rule_id", all_rules())
def test_every_rule_is_documented_in_the_same_sections(rule_id: str) -> None:
    rule = all_rules()[rule_id]
    assert rule.summary.endswith(".")
    assert tuple(rule.sections) == SECTIONS
    assert all(rule.sections.values())
