"""The table from the documents to the checks: complete, and every norm that it names stands in the example register."""

import re

from examples import EXAMPLE, documents_of, example_files
from rolecheck.register import build
from rolecheck.rules import all_rules

PAGE = (EXAMPLE.parent / "docs" / "requirements.md").read_text(encoding="utf-8")
REGISTER = build(documents_of(example_files()))
NORMS = {f"{card.id}/{norm.id}" for card in REGISTER.cards.values() for norm in card.norms}


def rows() -> dict[int, list[str]]:
    """The cells of each row of the table, by its number."""
    found = (line.strip().strip("|").split("|") for line in PAGE.splitlines() if re.match(r"\| *\d+ *\|", line))
    return {int(cells[0]): [cell.strip() for cell in cells[1:]] for cells in found}


def test_the_rows_are_numbered_as_in_the_domain_document() -> None:
    assert list(rows()) == list(range(1, 23))


def test_every_row_says_where_what_and_how() -> None:
    assert {number: cells for number, cells in rows().items() if len(cells) != 4 or not all(cells)} == {}


def test_every_norm_that_the_table_names_stands_on_a_card() -> None:
    named = set(re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", PAGE))
    assert named
    assert named - NORMS == set()


def test_every_norm_of_the_example_stands_in_the_table() -> None:
    assert NORMS - set(re.findall(r"`([a-z0-9-]+/[a-z0-9-]+)`", PAGE)) == set()


def test_every_rule_that_the_table_names_exists() -> None:
    named = {rule for row in rows().values() for rule in re.findall(r"[Rr]ules? `([a-z-]+)`", " ".join(row))}
    assert named
    assert named - set(all_rules()) == set()
