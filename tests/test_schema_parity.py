"""What the schemas can say, they say as rolecheck does. `tests/schemaparity.py` compares, and prints the whole table."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from casepages import PageCase, all_cases
from examples import documents_of, example_files
from rolecheck.careful import read_carefully
from rolecheck.document import Document
from rolecheck.layout import FileKind, kind_of
from rolecheck.references import References
from rolecheck.register import build
from rolecheck.rules import all_rules
from rolecheck.schema import NAMES, schema_of
from rolecheck.schema.known import known_in
from rolecheck.validation import entities_of
from schemacorpus import by_kind, corpus
from schemaparity import REASONS, compare

EDITORS = Path(__file__).parents[1] / "docs" / "editors.md"
FILES = {
    "rolecheck": 1_150,
    "processes": 880,
    "courses": 1_150,
    "sources": 1_250,
    "waivers": 1_100,
    "roles": 1_500,
    "units": 1_700,
}
LARGE = {FileKind.ROLE_CARD: 5, FileKind.UNIT: 5}  # of the many files with one spot changed, one in so many


@pytest.mark.parametrize("kind", NAMES.values(), ids=NAMES)
def test_check_jsonschema_and_rolecheck_agree(kind: FileKind) -> None:
    outcome = compare(kind, by_kind(corpus(every=LARGE.get(kind, 1)))[kind])
    assert outcome.disagreements == []
    assert outcome.files >= FILES[kind.value]
    assert outcome.accepted > 100
    assert outcome.files - outcome.accepted > 50
    assert outcome.listed.total() < outcome.files * 0.04


def test_the_list_of_reasons_is_documented() -> None:
    page = EDITORS.read_text(encoding="utf-8")
    shown = page.partition("## Where the schemas and rolecheck differ")[2].partition("\n## ")[0]
    assert len(re.findall(r"^\* ", shown, re.MULTILINE)) == len(REASONS) + 2  # and two of registers


# --- with the ids of a register

PAGES = {"unknown-reference", "invalid-shape", "duplicate-id", "competence-unattested"}
CASES = [
    case for number, case in enumerate(all_cases()) if not case.special and (case.page in PAGES or number % 5 == 0)
]


def verdicts(documents: Sequence[Document]) -> dict[str, tuple[bool, bool]]:
    """Whether rolecheck and the schema with the register's ids accept each file; a competence of another card is known."""
    register = build(documents)
    titles = dict.fromkeys(all_rules(), "")
    known = known_in(register, titles)
    names = {kind: name for name, kind in NAMES.items()}
    broken = {found.place.file for found in References(register, frozenset(titles)).broken() if not found.elsewhere}
    repeated = {duplicate.place.file for duplicate in register.duplicates}
    found: dict[str, tuple[bool, bool]] = {}
    for document in documents:
        kind = kind_of(document.path)
        again = Document.read(document.path, document.data)
        if kind not in names or again.mistakes or document.path in repeated:  # nobody checks what does not stand
            continue
        own = not entities_of(again, kind)[1] and document.path not in broken
        values = read_carefully(again.text, keep_absent=True).values
        schema: dict[str, Any] = schema_of(names[kind], "2020-12", known)
        found[document.path] = (own, jsonschema.Draft202012Validator(schema).is_valid(values))
    return found


@pytest.mark.parametrize("page", sorted({case.page for case in CASES}))
def test_references_are_known_as_to_rolecheck(page: str) -> None:
    cases: list[PageCase] = [case for case in CASES if case.page == page]
    different = {
        (case.title, path): pair
        for case in cases
        for path, pair in verdicts(case._in_memory()).items()
        if pair[0] != pair[1]
    }
    assert different == {}


def test_every_file_of_the_example_is_accepted_with_its_own_ids() -> None:
    found = verdicts(documents_of(example_files()))
    assert len(found) > 80
    assert set(found.values()) == {(True, True)}
