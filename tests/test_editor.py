"""What somebody sees who edits a unit in an editor with the real yaml-language-server, after `rolecheck schema --wire`."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from examples import EXAMPLE
from languageserver import SERVER, LanguageServer
from tinyregister import ROLECHECK, environment

GOOD = """\
id: ny
kind: fakultet
name: Nytt fakultet
parent: ntnu
from: 2026-01-01
people:
  - id: nora.ny
    courses:
      - {course: ntnu-sak-radgiver, completed: 2026-03-01}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the register of NTNU, wired with its ids."""
    if not SERVER.exists() and not os.environ.get("CI"):
        pytest.skip("“make tools” fetches the language server")
    folder = tmp_path_factory.mktemp("with blåbær")
    shutil.copytree(EXAMPLE, folder / "data")
    (folder / ".git").mkdir()
    command: list[str | Path] = [*ROLECHECK, "schema", "--wire", "--register", folder / "data"]
    subprocess.run(command, check=True, cwd=folder, env=environment({}), capture_output=True)
    return folder


@pytest.fixture(scope="module")
def server(workspace: Path) -> Iterator[LanguageServer]:
    settings = json.loads((workspace / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    with LanguageServer(workspace, {**settings, "yaml.completion": True, "yaml.schemaStore.enable": False}) as server:
        yield server


@pytest.fixture
def unit(workspace: Path, request: pytest.FixtureRequest) -> Path:
    """A file that is not there yet, another one for each test: what is said of it is never said of an earlier one."""
    return workspace / "data" / "units" / "fakultet" / f"u{sha256(request.node.name.encode()).hexdigest()[:12]}.yaml"


def test_a_good_file_is_left_in_peace(server: LanguageServer, unit: Path) -> None:
    assert server.open(unit, GOOD) == []


@pytest.mark.parametrize("path", sorted(EXAMPLE.rglob("*.yaml"))[::6], ids=lambda path: path.stem)
def test_the_files_of_the_register_are_left_in_peace(server: LanguageServer, workspace: Path, path: Path) -> None:
    file = workspace / "data" / path.relative_to(EXAMPLE)
    assert server.open(file, file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "path",
    ["rolecheck.yml", "processes.yml", "courses.yml", "sources.yml", "waivers.yml", "roles/r.yml", "units/u.yml"],
)
def test_every_kind_of_file_has_its_schema(server: LanguageServer, workspace: Path, path: str) -> None:
    is_list = "/" not in path and path != "rolecheck.yml"
    found = server.open(workspace / "data" / path, "- colour: red\n" if is_list else "colour: red\n")
    assert "Property colour is not allowed." in [one["message"] for one in found]


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("kind: fakultet", "kind: fakultett", 1, "Value is not accepted."),
        ("2026-01-01", "2026-02-30", 4, "Write a day that stands in the calendar as YYYY-MM-DD"),
        ("id: ny\n", "id: Ny\n", 0, "Write an id: a–z, digits and single hyphens"),
        ("parent: ntnu", "parrent: ntnu", 3, "Property parrent is not allowed."),
        ("ntnu-sak-radgiver", "ntnu-sak", 8, "Value is not accepted."),
        ("completed: 2026-03-01", "evidence: a", 8, 'Missing property "completed".'),
    ],
)
def test_a_mistake_is_shown_where_it_stands(
    server: LanguageServer, unit: Path, old: str, new: str, line: int, said: str
) -> None:
    (found,) = server.open(unit, GOOD.replace(old, new, 1))
    assert found["range"]["start"]["line"] == line
    assert found["message"].startswith(said)


def test_course_ids_are_offered_with_their_names(server: LanguageServer, unit: Path) -> None:
    text = GOOD.replace("{course: ntnu-sak-radgiver, completed: 2026-03-01}", "course: ")
    server.open(unit, text)
    offered = server.completion(unit, 8, len("      - course: "))
    courses = re.findall(r"^- id: (\S+)", (EXAMPLE / "courses.yaml").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(offered) == set(courses)
    assert offered["dfo-forvaltning-offentleglova"]["documentation"] == "DFØ kurs forvaltning, offentlighetsloven"


def test_keys_are_offered_with_their_meaning(server: LanguageServer, unit: Path) -> None:
    server.open(unit, GOOD + "\n")
    offered = server.completion(unit, 9, 0)
    assert {"leader", "reviewed", "appointments", "contacts", "groups"} <= set(offered)
    assert "id" not in offered
    assert "somebody last read this file through" in str(offered["reviewed"]["documentation"])


@pytest.mark.parametrize(
    ("line", "column", "said"),
    [
        (3, 1, "The unit above; absent for the topmost."),
        (4, 1, "The unit's first day."),
        (8, 10, "The course; an id from courses.yaml."),
        (8, 40, "The day of completion; not after the day of the check."),
    ],
)
def test_a_key_is_explained(server: LanguageServer, unit: Path, line: int, column: int, said: str) -> None:
    server.open(unit, GOOD)
    assert said in server.hover(unit, line, column).replace("\\", "")


def test_the_keys_of_a_norm_are_those_of_its_kind(server: LanguageServer, workspace: Path) -> None:
    card, other = (workspace / "data" / "roles" / f"{name}.yaml" for name in ("ny", "nyere"))
    text = "id: ny\nrole: ny\nname: Ny\nmandate: Ny\nnorms:\n  - id: a\n    kind: decided\n    norm: must\n    by: leader\n    people: 2\n"
    (found,) = server.open(card, text)
    assert found["message"] == "Property people is not allowed."
    server.open(other, text.replace("    by: leader\n    people: 2\n", "    \n"))
    offered = server.completion(other, 8, 4)
    assert "by" in offered
    assert {"people", "at", "course"} & set(offered) == set()
