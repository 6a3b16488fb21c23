"""The JSON Schemas themselves: of their draft, closed, described, with sound examples, and true about days and ids."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic_core import PydanticCustomError

from examples import documents_of, example_files
from rolecheck.cards import NORM_KINDS
from rolecheck.document import Document
from rolecheck.fields import read_day
from rolecheck.references import Target
from rolecheck.register import build
from rolecheck.rules import all_rules
from rolecheck.schema import DRAFTS, NAMES, Draft, schema_of
from rolecheck.schema.known import REFERENCES, Known, known_in, rules_alone
from rolecheck.schema.scalars import DAY_PATTERN
from rolecheck.schema.texts import Texts
from rolecheck.shape import keys_of
from rolecheck.validation import entities_of
from schemaparity import plain_schema
from test_docs import SHAPES

CLASSES = {"2020-12": jsonschema.Draft202012Validator, "7": jsonschema.Draft7Validator}
TEXTS = Texts("en")
ALL_KEYS = {(name, key.name): key for name, shape in SHAPES.items() for key in keys_of(shape)}


@pytest.fixture(scope="module")
def with_register() -> dict[str, dict[str, Any]]:

    known = known_in(build(documents_of(example_files())), dict.fromkeys(all_rules(), "A rule"))
    return {f"{name} {draft}": schema_of(name, draft, known) for name in NAMES for draft in DRAFTS}


def parts_of(schema: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a schema."""
    if isinstance(schema, dict):
        yield schema
    children = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for child in children:
        yield from parts_of(child)


def shapes_in(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema of a shape."""
    return (part for part in parts_of(schema) if "required" in part and part.get("additionalProperties") is False)


# --- the schemas


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_one_of_its_draft(name: str, draft: Draft) -> None:
    schema = plain_schema(name, draft)
    CLASSES[draft].check_schema(schema)
    assert jsonschema.validators.validator_for(schema) is CLASSES[draft]


def test_a_schema_with_ids_is_one_of_its_draft(with_register: dict[str, dict[str, Any]]) -> None:
    for name, schema in with_register.items():
        CLASSES[name.partition(" ")[2]].check_schema(schema)


def test_check_jsonschema_finds_the_schemas_valid(tmp_path: Path, with_register: dict[str, dict[str, Any]]) -> None:
    plain = {f"{name} {draft} plain": plain_schema(name, draft) for name in NAMES for draft in DRAFTS}
    for name, schema in (with_register | plain).items():
        (tmp_path / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
    command: list[str | Path] = [
        Path(sys.executable).with_name("check-jsonschema"),
        "--check-metaschema",
        *sorted(tmp_path.iterdir()),
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"ok -- validation done\n")


def test_drafts_say_the_same() -> None:
    for name in NAMES:
        new, old = (json.dumps(plain_schema(name, draft)) for draft in DRAFTS)
        assert new.replace("$defs", "definitions").partition("$comment")[2] == old.partition("$comment")[2]


def test_nothing_stands_beside_a_reference(with_register: dict[str, dict[str, Any]]) -> None:
    beside = [
        part for schema in with_register.values() for part in parts_of(schema) if "$ref" in part and len(part) > 1
    ]
    assert beside == []
    assert any("$ref" in part for schema in with_register.values() for part in parts_of(schema))


@pytest.mark.parametrize("name", NAMES)
def test_every_shape_is_closed_and_every_key_described(name: str) -> None:
    described = [key for part in shapes_in(plain_schema(name)) for key in part["properties"].values()]
    assert described
    assert all(re.fullmatch(r"[A-Z0-9][^`*\[\]]+\.", key["description"]) for key in described)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_that_may_be_left_out_may_be_left_empty(name: str) -> None:
    whole = plain_schema(name)
    for part in shapes_in(whole):
        for key, schema in part["properties"].items():
            alone = jsonschema.Draft202012Validator({**schema, "$defs": whole.get("$defs", {})})
            assert alone.is_valid(None) == (key not in part["required"]), key


def test_there_are_no_meanings_or_examples_of_what_does_not_exist() -> None:
    for table in (TEXTS._meanings, TEXTS._examples):
        given = {(name, key) for name, keys in table.items() if name not in {"files", "mistakes"} for key in keys}
        shared = {("_Norm", key) for _, key in ALL_KEYS} | {("_Norm", "kind")}
        assert given - set(ALL_KEYS) - shared == set()


def test_examples_are_sound() -> None:
    """Each example is accepted where it stands, and each key without a closed list of values has one."""
    without = set()
    for name in NAMES:
        for shape in shapes_in(plain_schema(name)):
            for key, schema in shape["properties"].items():
                for example in schema.get("examples", ()):
                    assert jsonschema.Draft202012Validator(schema).is_valid(example), (key, example)
                is_scalar = "kind" not in schema.get("items", {}).get("required", ()) and not list(shapes_in(schema))
                closed = any({"enum", "$ref"} & set(part) for part in parts_of(schema))
                if is_scalar and "examples" not in schema and not closed:
                    without.add((name, key))
    assert without == set()


def test_days_are_those_of_the_calendar() -> None:
    pattern = re.compile(DAY_PATTERN)
    day = date(1899, 12, 1)
    while day < date(2201, 2, 1):
        assert bool(pattern.fullmatch(day.isoformat())) == _is_day(day.isoformat())
        day += timedelta(days=1)
    for year in range(1895, 2206):
        for month in range(14):
            for number in (0, 28, 29, 30, 31, 32):
                text = f"{year:04}-{month:02}-{number:02}"
                assert bool(pattern.fullmatch(text)) == _is_day(text), text


def _is_day(text: str) -> bool:
    try:
        read_day(text)
    except PydanticCustomError:
        return False
    return True


# --- references


def test_every_reference_is_a_key() -> None:
    assert {pair for pair in REFERENCES if pair[0] != "_Norm"} <= set(ALL_KEYS)


def test_people_are_named_by_their_ids_alone(with_register: dict[str, dict[str, Any]]) -> None:
    text = json.dumps(list(with_register.values()), ensure_ascii=False)
    people = [person for unit in build(documents_of(example_files())).units.values() for person in unit.people]
    assert len(people) > 50
    assert all(f'"{person.id}"' in text for person in people)
    assert [person.name for person in people if person.name and person.name in text] == []
    assert "@" not in text.replace("kari.nordmann@example.org", "")


def test_what_may_stand_in_a_file_that_cannot_be_read_is_not_refused() -> None:
    files = {**example_files(), "courses.yaml": b"- id: [\n"}

    known = known_in(build(documents_of(files)), {})
    schema = schema_of("unit", "2020-12", known)
    unit = {"id": "x", "kind": "fakultet", "name": "X", "people": [{"id": "p", "courses": [_completed("new")]}]}
    assert jsonschema.Draft202012Validator(schema).is_valid(unit)
    assert not jsonschema.Draft202012Validator(schema).is_valid({**unit, "kind": "new"})


def _completed(course: str) -> dict[str, str]:
    return {"course": course, "completed": "2026-01-01"}


@pytest.mark.parametrize(
    ("course", "unquoted"), [("2024", 2024), ("007", 7), ("true", True), ("1e3", 1000.0), ("0x1f", 31), ("0o17", 15)]
)
def test_an_id_that_yaml_takes_for_something_else_is_known(course: str, unquoted: object) -> None:
    known = {**rules_alone({}), Target.COURSE: Known({course: ""}, closed=True)}
    checked = jsonschema.Draft202012Validator(schema_of("courses", "2020-12", known))
    for value, expected in ((course, True), (unquoted, True), ("other", False), (5, False), (False, False)):
        assert checked.is_valid([{"id": "a", "name": "A", "also_met_by": [[value]]}]) == expected


def test_examples_of_a_norm_make_a_card() -> None:
    """The examples of a shape, put together, are a whole file that rolecheck takes."""
    norms = [
        {"id": f"n{number}", "kind": kind, "norm": "must"}
        | {
            key.name: TEXTS.examples(name, key.name)[0]
            for key in keys_of(shape)
            if TEXTS._examples.get(name, {}).get(key.name)
        }
        for number, (kind, name, shape) in enumerate(
            (_kind(shape), name, shape) for name, shape in SHAPES.items() if _kind(shape)
        )
    ]
    card = {"id": "a", "role": "a", "name": "A", "mandate": "A", "norms": norms}
    document = Document.read("roles/a.yaml", json.dumps(card).encode())
    assert len(norms) == 8
    assert entities_of(document, NAMES["role-card"])[1] == []


def _kind(shape: type) -> str:
    return next((kind for kind, found in NORM_KINDS.items() if found is shape), "")
