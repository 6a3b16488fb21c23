"""`rolecheck schema`: what it prints and writes, and the settings of an editor, of which nothing may be lost."""

import json
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from rolecheck.files import read_folder
from rolecheck.schema import NAMES
from tinyregister import ROLECHECK, Run, run, write_register


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


def test_hostile_names_stay_text(repository: Path) -> None:
    name = 'a\u200bb"]}\\u0022 ![x](https://example.org/x) </script>'
    (repository / "data" / "courses.yaml").write_text(f"- id: law\n  name: '{name}'\n", encoding="utf-8")
    done = schema("--file-kind", "unit", "--register", repository / "data")
    found = json.loads(done.out)["$defs"]["course"]
    assert (found["enum"], found["enumDescriptions"]) == (["law"], [name])
    assert "\u200b" not in done.out.decode()


def test_validate_pays_nothing_for_schemas(repository: Path) -> None:
    script = (
        "import sys; from rolecheck.cli import main; sys.argv[1:] = ['validate', 'data']\n"
        "import atexit; atexit.register(lambda: print([name for name in sys.modules if 'schema' in name])); main()"
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
    assert b"left as it is" in done.err
    printed = done.out.decode().partition("settings.json:\n")[2]
    assert set(json.loads(printed)["yaml.schemas"]) == {f"./data/.schema/{name}.schema.json" for name in NAMES}
    assert (repository / "data" / ".schema" / "unit.schema.json").exists()


def test_settings_that_cannot_be_written_stay_as_they_are(repository: Path) -> None:
    (repository / ".vscode").write_text("a file where the folder would be", encoding="utf-8")
    done = schema("--wire", cwd=repository)
    assert done.code == 2
    assert done.err.startswith(b"error: ")
    assert (repository / ".vscode").read_text(encoding="utf-8") == "a file where the folder would be"
