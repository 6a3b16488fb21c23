"""`rolecheck schema`: the schemas themselves, the command, and the settings of an editor."""

import json
import re
import stat
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
from rolecheck.files import read_folder
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
from tinyregister import ROLECHECK, Run, run, write_register

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


# --- the command


def schema(*arguments: str | Path, cwd: Path | None = None, env: dict[str, str] | None = None) -> Run:
    return run(*ROLECHECK, "schema", *arguments, cwd=cwd, env=env)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a small register in `data`."""
    (tmp_path / ".git").mkdir()
    write_register(tmp_path / "data", {})
    return tmp_path


def settings_of(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", NAMES)
def test_one_schema_is_printed(name: str) -> None:
    done = schema("--file-kind", name)
    assert (done.code, done.err) == (0, b"")
    assert json.loads(done.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    older = json.loads(schema("--file-kind", name, "--draft", "7").out)
    assert older["$schema"] == "http://json-schema.org/draft-07/schema#"


def test_without_options_the_kinds_are_listed() -> None:
    done = schema("--language", "nb")
    assert (done.code, done.err) == (0, b"")
    assert all(f"{name}: ".encode() in done.out for name in NAMES)
    assert b"Filtyper" in done.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--file-kind", "unti"), b"unit"),
        (("--draft", "4"), b"2020-12, 7"),
        (("--file-kind", "unit", "--register", "nowhere"), b"nowhere"),
        (("--output", "/dev/null"), b"/dev/null"),
        (("--wire",), b"No register found"),
    ],
)
def test_what_cannot_be_done_is_said(arguments: tuple[str, ...], said: bytes, tmp_path: Path) -> None:
    done = schema(*arguments, cwd=tmp_path)
    assert (done.code, done.out) == (2, b"")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


def test_all_schemas_are_written(tmp_path: Path) -> None:
    done = schema("--output", "a/b", cwd=tmp_path)
    assert (done.code, done.err) == (0, b"")
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == sorted(f"{n}.schema.json" for n in NAMES)
    assert done.out.count(b"Written: a/b/") == len(NAMES)
    one = schema("--file-kind", "unit").out
    assert (tmp_path / "a" / "b" / "unit.schema.json").read_bytes() == one


def test_equal_registers_give_equal_bytes(repository: Path) -> None:
    first, second = (
        schema("--file-kind", "unit", "--register", repository / "data", env={"PYTHONHASHSEED": seed}).out
        for seed in ("1", "2")
    )
    assert first == second
    assert json.loads(first)["$defs"]["unit"]["enum"]


def test_an_identity_number_is_never_written(repository: Path) -> None:
    (repository / "data" / "courses.yaml").write_text("- {id: law, name: Law for 15815000134}\n", encoding="utf-8")
    done = schema("--file-kind", "unit", "--register", repository / "data")
    assert done.code == 0
    assert b"Law for" in done.out
    assert b"15815000134" not in done.out


def test_validate_pays_nothing_for_schemas(repository: Path) -> None:
    script = (
        "import sys; from rolecheck.cli import main; sys.argv[1:] = ['validate', 'data']\n"
        "try: main()\nfinally: print([name for name in sys.modules if 'schema' in name])"
    )
    done = run(sys.executable, "-c", script, cwd=repository)
    loaded = done.out.decode().splitlines()[-1]
    assert set(re.findall(r"'([^']+)'", loaded)) <= {"rolecheck.cli.schema", *_schema_modules_of_pydantic()}


def _schema_modules_of_pydantic() -> set[str]:
    """What importing pydantic's TypeAdapter brings with it in any case."""
    script = "import sys; from pydantic import TypeAdapter; TypeAdapter(int); print([n for n in sys.modules if 'schema' in n])"
    return set(re.findall(r"'([^']+)'", run(sys.executable, "-c", script).out.decode()))


# --- wiring


def test_wiring_names_every_schema(repository: Path) -> None:
    done = schema("--wire", cwd=repository)
    assert (done.code, done.err) == (0, b"")
    wired = settings_of(repository)["yaml.schemas"]
    assert set(wired) == {f"./data/.schema/{name}.schema.json" for name in NAMES}
    assert wired["./data/.schema/settings.schema.json"] == ["/data/rolecheck.yaml", "/data/rolecheck.yml"]
    assert "/data/units/*.yaml" in wired["./data/.schema/unit.schema.json"]
    for path in wired:
        found = json.loads((repository / path).read_text(encoding="utf-8"))
        assert found["$schema"] == "http://json-schema.org/draft-07/schema#"
        assert "definitions" not in found or set(found["definitions"]) == {"rule"}


def test_wiring_twice_changes_nothing(repository: Path) -> None:
    schema("--wire", cwd=repository)
    before = {path: path.read_bytes() for path in sorted(repository.rglob("*")) if path.is_file()}
    assert schema("--wire", cwd=repository).code == 0
    assert {path: path.read_bytes() for path in sorted(repository.rglob("*")) if path.is_file()} == before


def test_what_was_wired_is_no_part_of_the_register(repository: Path) -> None:
    before = run(*ROLECHECK, "validate", repository / "data", "--as-of", "2026-11-21")
    schema("--wire", "--register", "data", cwd=repository)
    assert run(*ROLECHECK, "validate", repository / "data", "--as-of", "2026-11-21").out == before.out
    assert all(".schema" not in document.path for document in read_folder(repository / "data"))


def test_wiring_with_a_register_adds_its_ids(repository: Path) -> None:
    assert schema("--wire", "--register", "data", cwd=repository).code == 0
    found = json.loads((repository / "data" / ".schema" / "unit.schema.json").read_text(encoding="utf-8"))
    assert {"unit", "person", "kind"} <= set(found["definitions"])


def test_two_registers_of_a_repository_are_wired_side_by_side(repository: Path) -> None:
    write_register(repository / "other", {})
    schema("--wire", "--register", "data", cwd=repository)
    schema("--wire", "--register", "other", cwd=repository)
    assert len(settings_of(repository)["yaml.schemas"]) == 2 * len(NAMES)


def test_without_a_repository_the_current_folder_counts(tmp_path: Path) -> None:
    write_register(tmp_path / "data", {})
    assert schema("--wire", cwd=tmp_path).code == 0
    assert "./data/.schema/unit.schema.json" in settings_of(tmp_path)["yaml.schemas"]
    assert schema("--wire", "--register", tmp_path / "data", cwd=Path("/")).code == 0


def test_schemas_elsewhere_are_wired_too(repository: Path) -> None:
    assert schema("--wire", "--output", "schemas", cwd=repository).code == 0
    assert "./schemas/unit.schema.json" in settings_of(repository)["yaml.schemas"]
    assert not (repository / "data" / ".schema").exists()


COMMENTED = """\
// How we work
{
  "editor.tabSize": 2, // two
  "yaml.schemas": {
    "./mine.json": "mine.yaml", /* keep */
  },
}
"""


def test_settings_with_comments_are_kept(repository: Path) -> None:
    file = repository / ".vscode" / "settings.json"
    file.parent.mkdir()
    file.write_text(COMMENTED, encoding="utf-8")
    file.chmod(0o640)
    assert schema("--wire", cwd=repository).code == 0
    text = file.read_text(encoding="utf-8")
    for kept in COMMENTED.splitlines()[:5]:
        assert kept in text.splitlines()
    assert '"./data/.schema/unit.schema.json"' in text
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert sorted(path.name for path in file.parent.iterdir()) == ["settings.json"]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"yaml.schemas": 5}', b"\xff\xfe{}", b'{"a": 1, "a": 2}'])
def test_settings_that_are_not_understood_are_left_alone(content: bytes, repository: Path) -> None:
    file = repository / ".vscode" / "settings.json"
    file.parent.mkdir()
    file.write_bytes(content)
    done = schema("--wire", cwd=repository)
    assert done.code == 2
    assert file.read_bytes() == content
    assert b"stays as it is" in done.err
    printed = done.out.decode().partition("settings.json:\n")[2]
    assert set(json.loads(printed)["yaml.schemas"]) == {f"./data/.schema/{name}.schema.json" for name in NAMES}
    assert (repository / "data" / ".schema" / "unit.schema.json").exists()


def test_settings_that_cannot_be_written_stay_as_they_are(repository: Path) -> None:
    (repository / ".vscode").write_text("a file where the folder would be", encoding="utf-8")
    done = schema("--wire", cwd=repository)
    assert done.code == 2
    assert done.err.startswith(b"error: ")
    assert (repository / ".vscode").read_text(encoding="utf-8") == "a file where the folder would be"


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
