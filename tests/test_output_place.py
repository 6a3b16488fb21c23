"""No command writes over a file that a register has, or where it would get one, however the place is spelled."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tinyregister import DAY, FILES, ROLECHECK, assert_one_clear_error, run, write_register

WRITING = {
    "validate": ("validate", "{register}", "--as-of", DAY, "--output", "{place}"),
    "validate, one more format": ("validate", "{register}", "--as-of", DAY, "--output", "json:{place}"),
    "report": ("report", "{register}", "--as-of", DAY, "--format", "csv", "--output", "{place}"),
    "people": ("people", "--register", "{register}", "--as-of", DAY, "--output", "{place}"),
    "card": ("card", "adviser", "--register", "{register}", "--output", "{place}"),
    "site": ("site", "{register}", "--as-of", DAY, "--output", "{place}"),
    "baseline": ("baseline", "create", "{place}", "--register", "{register}", "--as-of", DAY),
    "schema": ("schema", "--register", "{register}", "--output", "{place}"),
    "schema of any register": ("schema", "--output", "{place}"),
    "schema --wire": ("schema", "--wire", "--register", "{register}", "--output", "{place}"),
}
OF_A_REGISTER = (
    *(
        "rolecheck.yaml",
        "processes.yaml",
        "courses.yaml",
        "sources.yaml",
        "waivers.yaml",
        "rolecheck.yml",
        "waivers.YML",
    ),
    *(
        "units/ie.yaml",
        "units/new.yaml",
        "units/deep/er.yml",
        "units/report.txt",
        "roles/adviser.yaml",
        "roles",
        "units",
    ),
)
BESIDE = (
    "report.yaml",
    "rolecheck.yaml.txt",
    "unit/ie.yaml",
    "sub/courses.yaml",
    "courses.json",
    "rolecheck-baseline.jsonl",
)


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_register(tmp_path / "r")


def assert_refused(name: str, register: Path, place: str | Path, cwd: Path | None = None) -> None:
    """A command that writes to a place is refused, and the register is as it was."""
    before = files_in(register)
    done = run(*ROLECHECK, *(word.format(register=register, place=place) for word in WRITING[name]), cwd=cwd)
    assert_one_clear_error(done, Path(place).name, "lies among the files of the register", str(register))
    assert files_in(register) == before


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("place", ["rolecheck.yaml", "waivers.yaml", "units/ie.yaml", "units/new"])
def test_no_command_writes_over_a_file_of_the_register(name: str, place: str, register: Path) -> None:
    assert_refused(name, register, register / place)


@pytest.mark.parametrize("place", OF_A_REGISTER)
def test_every_file_that_a_register_reads_is_refused(place: str, register: Path) -> None:
    assert_refused("people", register, register / place)


@pytest.mark.parametrize("place", BESIDE)
def test_what_a_register_does_not_read_can_stand_in_its_folder(place: str, register: Path) -> None:
    (register / place).parent.mkdir(exist_ok=True)
    for name in ("people", "validate", "card"):
        words = [word.format(register=register, place=register / place) for word in WRITING[name]]
        assert run(*ROLECHECK, *words).code == 0
        assert (register / place).stat().st_size > 100
    for file, text in FILES.items():
        assert (register / file).read_text(encoding="utf-8") == text


def linked_file(register: Path) -> str:
    (register.parent / "out.txt").symlink_to(register / "sources.yaml")
    return "out.txt"


def linked_folder(register: Path) -> str:
    (register.parent / "link").symlink_to(register)
    return "link/courses.yaml"


def link_in_the_register(register: Path) -> str:
    (register.parent / "elsewhere.yaml").write_text("[]\n", encoding="utf-8")
    (register / "courses.yaml").symlink_to("../elsewhere.yaml")
    return "r/courses.yaml"


SPELLINGS: dict[str, Callable[[Path], str]] = {
    "relative": lambda _: "r/sources.yaml",
    "with a point": lambda _: "./r/./sources.yaml",
    "with two points": lambda _: "r/units/../sources.yaml",
    "through another folder": lambda register: f"../{register.parent.name}/r/units/x.yaml",
    "a link to a file": linked_file,
    "a link to the folder": linked_folder,
    "a link that stands in the register": link_in_the_register,
    "twice a slash": lambda _: "r//waivers.yaml",
}


@pytest.mark.parametrize("name", ["people", "validate, one more format", "report", "baseline"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_of_a_place_is_understood(spelling: str, name: str, register: Path) -> None:
    assert_refused(name, register, SPELLINGS[spelling](register), cwd=register.parent)


def test_another_register_is_spared_too(register: Path, tmp_path: Path) -> None:
    other = write_register(tmp_path / "other")
    before = files_in(other)
    words = [word.format(register=register, place=other / "rolecheck.yaml") for word in WRITING["report"]]
    assert_one_clear_error(run(*ROLECHECK, *words), str(other))
    assert files_in(other) == before


def test_a_schema_does_not_go_through_a_link_into_the_register(register: Path, tmp_path: Path) -> None:
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "unit.schema.json").symlink_to(register / "processes.yaml")
    before = files_in(register)
    done = run(*ROLECHECK, "schema", "--output", tmp_path / "schemas")
    assert_one_clear_error(done, "unit.schema.json", str(register))
    assert files_in(register) == before
    assert os.listdir(tmp_path / "schemas") == ["unit.schema.json"]


def test_a_folder_of_such_a_name_that_is_no_register_is_a_folder(register: Path, tmp_path: Path) -> None:
    (tmp_path / "units").mkdir()
    for place in (tmp_path / "units" / "x.yaml", tmp_path / "courses.yaml", register / "units" / ".."):
        name = "site" if place.name == ".." else "people"
        assert run(*ROLECHECK, *(word.format(register=register, place=place) for word in WRITING[name])).code == 0


@pytest.mark.parametrize("name", ["validate", "report", "people", "card", "site"])
def test_an_empty_name_is_no_place(name: str, register: Path) -> None:
    done = run(*ROLECHECK, *(word.format(register=register, place="") for word in WRITING[name]))
    assert_one_clear_error(done, "--output is empty")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "among the files of the register"),
        ("nb", "blant filene i registeret"),
        ("nn", "mellom filene i registeret"),
    ],
)
def test_each_language_says_so(language: str, words: str, register: Path) -> None:
    done = run(
        *ROLECHECK, "card", "--register", register, "--output", register / "x/../courses.yaml", "--language", language
    )
    assert (done.code, done.out) == (2, b"")
    assert words in done.err.decode()
