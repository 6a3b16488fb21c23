"""Files and folders that were made to break a reader: the real command line ends well, and says where.

Every run has a limit on the processor's time, so that one that never ends dies of a signal, which fails the test.
"""

import os
import re
import socket
import subprocess
import tempfile
import threading
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest

from hostilefiles import LARGE, SMALL, Hostile
from rolecheck.errors import RolecheckError
from rolecheck.files import read_folder
from tinyregister import AS_ORDINARY_USER, ROLECHECK, UNIT, Run, run, validate, write_register

FORMS = ("NFC", "NFD")
MOST_MEGABYTES = 100  # on top of a run over the tiny register


@pytest.fixture(scope="module")
def megabytes_of_an_empty_run(tmp_path_factory: pytest.TempPathFactory) -> float:
    done = validate(write_register(tmp_path_factory.mktemp("empty")))
    assert (done.code, done.err) == (0, b"")
    return done.megabytes


def assert_ended_well(done: Run, code: int) -> None:
    assert done.err == b""
    assert done.code == code


def assert_only_unreadable(done: Run, path: str, words: str) -> None:
    assert_ended_well(done, 1)
    assert [(found["rule"], found["line"], found["column"]) for found in done.of_file(path)] == [
        ("unreadable-file", 1, 1)
    ]
    assert words in done.of_file(path)[0]["message"]
    assert path in done.report["unchecked"]


# --- what a file can hold -----------------------------------------------------------------------------------------


def assert_found(hostile: Hostile, found: list[dict[str, Any]]) -> None:
    places = [
        (finding["line"] if hostile.line else 0, finding["column"] if hostile.column else 0)
        for finding in found
        if finding["rule"] == hostile.rule
    ]
    assert not hostile.rule or (hostile.line, hostile.column) in places
    assert hostile.rule or found == []
    lines = len(re.split(rb"\r\n|\r|\n", hostile.content))
    assert all(1 <= finding["line"] <= lines for finding in found)


@pytest.mark.parametrize("hostile", LARGE, ids=str)
def test_large_file(hostile: Hostile, tmp_path: Path, megabytes_of_an_empty_run: float) -> None:
    done = validate(write_register(tmp_path, {hostile.path: hostile.content}))
    assert_ended_well(done, 1 if hostile.rule else 0)
    assert_found(hostile, done.of_file(hostile.path))
    assert done.megabytes - megabytes_of_an_empty_run < MOST_MEGABYTES


@pytest.fixture(scope="module")
def run_over_small_files(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """One run over all of them: starting a process for each would take longer than everything else."""
    units = {f"units/{number}/xx.yaml": hostile.content for number, hostile in enumerate(SMALL)}
    done = validate(write_register(tmp_path_factory.mktemp("small"), units))
    assert_ended_well(done, 1)
    return done


@pytest.mark.parametrize("number", range(len(SMALL)), ids=[str(hostile) for hostile in SMALL])
def test_small_file(number: int, run_over_small_files: Run) -> None:
    found = run_over_small_files.of_file(f"units/{number}/xx.yaml")
    assert_found(SMALL[number], [finding for finding in found if finding["rule"] != "duplicate-id"])


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    content = f"!!python/object/apply:os.mkdir [{tmp_path}/made]\n"
    done = validate(write_register(tmp_path / "register", {"units/xx.yaml": content}))
    assert_ended_well(done, 1)
    assert "unsupported-yaml" in [found["rule"] for found in done.of_file("units/xx.yaml")]
    assert not (tmp_path / "made").exists()


ALLOWED_CONTROLS = "\t\n\r"
CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in ALLOWED_CONTROLS]
OTHERS = [*"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\ufffe\uffff"]


def test_every_character_that_nobody_can_see(tmp_path: Path) -> None:
    units = {f"units/c{ord(sign):04x}.yaml": f"id: c\n# {sign}\n" for sign in CONTROLS + OTHERS}
    done = validate(write_register(tmp_path, units))
    assert_ended_well(done, 1)
    found = {path: [(f["rule"], f["line"], f["column"]) for f in done.of_file(path)] for path in units}
    assert found == {path: [("invalid-yaml", 2, 3)] for path in units}


def test_every_character_that_nobody_can_see_as_an_escape(tmp_path: Path) -> None:
    units = {
        f"units/c{ord(sign):04x}.yaml": UNIT + f'aliases: [x, "\\u{ord(sign):04x}"]\n' for sign in CONTROLS + OTHERS
    }
    done = validate(write_register(tmp_path, units))
    assert_ended_well(done, 1)
    found = {path: [(f["rule"], f["line"], f["column"]) for f in done.of_file(path)] for path in units}
    assert found == {path: [("invalid-yaml", 5, 14)] for path in units}


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\b", "\\v", "\\f", "\\e", "\\N", "\\L", "\\P", "\\x7f"])
def test_short_escapes_as_keys(escape: str, tmp_path: Path) -> None:
    done = validate(write_register(tmp_path, {"units/xx.yaml": UNIT + f'"{escape}": x\n'}))
    assert_ended_well(done, 1)
    assert ("invalid-yaml", 5, 1) in [(f["rule"], f["line"], f["column"]) for f in done.of_file("units/xx.yaml")]


# --- what a folder can hold ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["units/xx.yaml", "units/sub/xx.YML", "roles/xx.yaml", "processes.yaml", "waivers.yaml"]
)
def test_folder_with_the_name_of_a_file(path: str, tmp_path: Path) -> None:
    write_register(tmp_path)
    (tmp_path / path).unlink(missing_ok=True)
    (tmp_path / path).mkdir(parents=True)
    (tmp_path / path / "inner.yaml").write_text("[[[", encoding="utf-8")
    assert_only_unreadable(validate(tmp_path), path, "is a folder")


@pytest.mark.parametrize("path", ["units/xx.yaml", "roles/xx.yaml", "processes.yaml", "waivers.yaml", "rolecheck.yaml"])
def test_file_without_read_permission(path: str, tmp_path: Path) -> None:
    write_register(tmp_path, {path: "id: xx\n"})
    (tmp_path / path).chmod(0)
    assert_only_unreadable(validate(tmp_path, prefix=AS_ORDINARY_USER), path, "may not be read")


@pytest.mark.parametrize("path", ["", "units", "roles", "units/sub"])
def test_folder_without_read_permission(path: str, tmp_path: Path) -> None:
    folder = write_register(tmp_path / "register", {"units/sub/xx.yaml": UNIT})
    (folder / path).chmod(0)
    done = validate(folder, prefix=AS_ORDINARY_USER)
    (folder / path).chmod(0o700)
    assert (done.code, done.out) == (2, b"")
    assert b"error: " in done.err.lower()
    assert b"Traceback" not in done.err


@pytest.mark.parametrize(
    "path", ["units/xx.yaml", "units/ie.yaml", "roles/xx.yaml", "processes.yaml", "rolecheck.yaml"]
)
def test_pipe_is_not_waited_for(path: str, tmp_path: Path) -> None:
    write_register(tmp_path)
    (tmp_path / path).unlink(missing_ok=True)
    os.mkfifo(tmp_path / path)
    assert_only_unreadable(validate(tmp_path), path, "is not an ordinary file")


def test_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_register(tmp_path)
    monkeypatch.chdir(tmp_path)  # the path of a socket has to be short
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("units/xx.yaml")
        assert_only_unreadable(validate(tmp_path), "units/xx.yaml", "is not an ordinary file")


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("units/xx.yaml", "xx.yaml"),
        ("units/xx.yaml", "ie.yaml"),
        ("units/xx.yaml", "nowhere.yaml"),
        ("units/xx.yaml", "../../outside.yaml"),
        ("units/xx.yaml", "/dev/zero"),
        ("units/xx.yaml", "/proc/self/environ"),
        ("units/xx.yaml", "/etc/passwd"),
        ("units/sub", "."),
        ("units/sub", "../.."),
        ("units/sub", "/"),
        ("roles/xx.yaml", "/dev/zero"),
        ("roles/xx.md", "/etc/passwd"),
        ("processes.yaml", "/etc/passwd"),
        ("rolecheck.yaml", "../outside.yaml"),
        ("courses.yaml", "courses.yaml"),
    ],
)
def test_link_is_not_followed(link: str, target: str, tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("secret: outside\n", encoding="utf-8")
    folder = write_register(tmp_path / "register")
    (folder / link).unlink(missing_ok=True)
    (folder / link).symlink_to(target)
    done = validate(folder)
    assert_only_unreadable(done, link, "symbolic link")
    assert b"secret" not in done.out
    assert b"root:" not in done.out


def test_links_in_a_circle(tmp_path: Path) -> None:
    write_register(tmp_path)
    (tmp_path / "units/a.yaml").symlink_to("b.yaml")
    (tmp_path / "units/b.yaml").symlink_to("a.yaml")
    done = validate(tmp_path)
    assert_only_unreadable(done, "units/a.yaml", "symbolic link")
    assert_only_unreadable(done, "units/b.yaml", "symbolic link")


@pytest.mark.parametrize("folder", ["units", "roles"])
def test_folder_that_is_a_link(folder: str, tmp_path: Path) -> None:
    register = write_register(tmp_path / "register")
    (register / folder).rename(tmp_path / "elsewhere")
    (register / folder).symlink_to("../elsewhere")
    done = validate(register)
    assert done.code in {1, 2}
    assert b"Traceback" not in done.err
    if done.code == 1:
        assert_only_unreadable(done, folder, "symbolic link")
    else:
        assert done.err.startswith(b"error: ")


@pytest.fixture
def deep_path() -> Iterator[Path]:
    """A folder that pytest, whose own cleaning cannot go so deep, does not have to remove."""
    folder = tempfile.mkdtemp()
    yield Path(folder)
    subprocess.run(["rm", "-rf", folder], check=True)


def test_folders_nested_as_deep_as_a_path_can_be(deep_path: Path) -> None:
    tmp_path = write_register(deep_path)
    deep = "units/" + "d/" * 900
    (tmp_path / deep).mkdir(parents=True)
    (tmp_path / deep / "xx.yaml").write_text(UNIT, encoding="utf-8")
    done = validate(tmp_path)
    assert_ended_well(done, 0)
    assert done.report["summary"]["units"] == 2


def test_folders_nested_deeper_than_a_path_can_be(deep_path: Path) -> None:
    tmp_path = write_register(deep_path)
    back = os.open(".", os.O_RDONLY)
    try:
        os.chdir(tmp_path / "units")
        for _ in range(2_500):
            os.mkdir("d")
            os.chdir("d")
        Path("xx.yaml").write_text(UNIT, encoding="utf-8")
    finally:
        os.fchdir(back)
        os.close(back)
    done = validate(tmp_path)
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith(b"error: ")
    assert b"Traceback" not in done.err


def test_hidden_files_and_folders_are_left_alone(tmp_path: Path) -> None:
    done = validate(
        write_register(tmp_path, {"units/.xx.yaml": "[", "units/.git/xx.yaml": "[", ".x/units/a.yaml": "["})
    )
    assert_ended_well(done, 0)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_name_counts_as_nfc(form: Literal["NFC", "NFD"], tmp_path: Path) -> None:
    name = unicodedata.normalize(form, "blåbær-é")
    done = validate(write_register(tmp_path, {f"units/{name}.yaml": UNIT}))
    assert_ended_well(done, 1)
    (found,) = (finding for finding in done.findings if finding["rule"] == "misnamed-file")
    assert found["message"] == "The file is called “blåbær-é”, but its id is “xx”"
    assert found["file"] == f"units/{name}.yaml"


@pytest.mark.parametrize("form", FORMS)
def test_an_unchecked_file_named_in_nfd_answers_for_its_unit(form: Literal["NFC", "NFD"], tmp_path: Path) -> None:
    name = unicodedata.normalize(form, "blåbær-é")
    write_register(tmp_path, {f"units/{name}.yaml": "["})
    done = run(*ROLECHECK, "validate", tmp_path, "--format", "json", "--as-of", "2026-11-21")
    assert_ended_well(done, 1)
    assert done.report["unchecked"] == [f"units/{name}.yaml"]


@pytest.mark.parametrize(
    "name", [b"\xff", b"a\nb", b"a\x1b[31mb", b"\xed\xa0\x80", b"x" * 250, "\u202eabc".encode(), b" ", b"-rf"]
)
def test_hostile_file_names(name: bytes, tmp_path: Path) -> None:
    write_register(tmp_path)
    Path(os.fsdecode(os.fsencode(tmp_path / "units") + b"/" + name + b".yaml")).write_text(UNIT, encoding="utf-8")
    done = validate(tmp_path)
    assert_ended_well(done, 1)
    assert [found["rule"] for found in done.findings if found["rule"] != "single-holder"] == ["misnamed-file"]


# --- no register at all -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["units", "roles"])
def test_register_without_units_or_role_cards(missing: str, tmp_path: Path) -> None:
    register = write_register(tmp_path)
    for path in (register / missing).iterdir():
        path.unlink()
    done = validate(register)
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith(f"error: The register in {register} has no {missing}/*.yaml".encode())


@pytest.mark.parametrize("path", ["nowhere", "rolecheck.yaml", "units", "a\0b", "x" * 5_000, "\udcff", ""])
def test_no_register_there(path: str, tmp_path: Path) -> None:
    write_register(tmp_path)
    if "\0" in path:
        path = path.replace("\0", "\x01")  # no command line can carry a NUL
    done = run(*ROLECHECK, "validate", path, cwd=tmp_path / "units")
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith(b"error: ")
    assert b"Traceback" not in done.err


# --- while somebody works in the folder -----------------------------------------------------------------------------


@contextmanager
def meanwhile(step: Callable[[], None]) -> Iterator[None]:
    """Take a step again and again in another thread."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            step()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()


def _variants(folder: Path, times: int) -> set[str]:
    """What becomes of units/xx.yaml in many readings: its id where it was read, else what kept it from being read."""
    seen: set[str] = set()
    for _ in range(times):
        documents = {document.path: document for document in read_folder(folder)}
        assert documents["units/ie.yaml"].values["id"] == "ie"
        if found := documents.get("units/xx.yaml"):
            seen.add(found.mistakes[0].variant if found.mistakes else found.values["id"])
    return seen


def test_a_file_that_vanishes_during_the_run(tmp_path: Path) -> None:
    write_register(tmp_path)
    vanishing = tmp_path / "units/xx.yaml"

    def appear_and_vanish() -> None:
        (tmp_path / "beside").write_text(UNIT, encoding="utf-8")
        (tmp_path / "beside").rename(vanishing)
        vanishing.unlink()

    with meanwhile(appear_and_vanish):
        assert _variants(tmp_path, 100) <= {"xx", "gone"}


def test_a_file_that_becomes_a_link_or_a_pipe_during_the_run(tmp_path: Path) -> None:
    folder = write_register(tmp_path / "register")
    (tmp_path / "outside").write_text("id: outside\n", encoding="utf-8")
    changing = folder / "units/xx.yaml"

    def change() -> None:
        (tmp_path / "beside").write_text(UNIT, encoding="utf-8")
        (tmp_path / "beside").rename(changing)
        (tmp_path / "link").symlink_to(tmp_path / "outside")
        (tmp_path / "link").rename(changing)
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "pipe").rename(changing)

    with meanwhile(change):
        assert _variants(folder, 100) <= {"xx", "link", "special", "gone"}


def test_a_file_that_grows_and_shrinks_during_the_run(tmp_path: Path) -> None:
    write_register(tmp_path)
    changing = tmp_path / "units/xx.yaml"

    def grow_and_shrink() -> None:
        changing.write_text(UNIT, encoding="utf-8")
        with changing.open("ab") as file:
            file.write(b"#" * 3_000_000)
        os.truncate(changing, 0)

    with meanwhile(grow_and_shrink):
        assert _variants(tmp_path, 50) <= {"xx", "empty", "too-large", "gone"}


def test_a_folder_that_vanishes_during_the_run(tmp_path: Path) -> None:
    write_register(tmp_path)

    def appear_and_vanish() -> None:
        (tmp_path / "units/sub").mkdir()
        (tmp_path / "units/sub/xx.yaml").write_text(UNIT, encoding="utf-8")
        (tmp_path / "units/sub/xx.yaml").unlink()
        (tmp_path / "units/sub").rmdir()

    with meanwhile(appear_and_vanish):
        for _ in range(100):
            try:
                documents = read_folder(tmp_path)
            except RolecheckError as error:
                assert error.situation == "unreadable-folder"  # noqa: PT017 - either outcome is right
            else:
                assert "units/ie.yaml" in {document.path for document in documents}
