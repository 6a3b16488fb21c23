"""Where reports go: several formats at once, what a pipeline shows beside them, and exit codes that all formats share."""

import csv
import io
import json
import os
from pathlib import Path

import pytest

from pipelines import obeyed_by_azure, obeyed_by_github
from rolecheck.render.formats import formats
from tinyregister import DAY, FILES, ROLECHECK, UNIT, Run, run, write_register

GITHUB = {"GITHUB_ACTIONS": "true"}
AZURE = {"TF_BUILD": "True"}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    """A register with one error and one note, in the folder `data` of a repository."""
    (tmp_path / ".git").mkdir()
    return write_register(tmp_path / "data", {"units/xx.yaml": f"{UNIT}parent: nowhere\n"})


def checked(register: Path, *options: str, env: dict[str, str] | None = None) -> Run:
    return run(*ROLECHECK, "validate", register, "--as-of", DAY, *options, cwd=register.parent, env=env)


def files_of(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"data", ".git"}


# --- several at once ------------------------------------------------------------------------------------------------


def test_a_format_and_two_more(register: Path, tmp_path: Path) -> None:
    done = checked(register, "--format", "terminal", "--output", "json:out.json", "--output", "csv:out.csv")
    assert (done.code, done.out, done.err) == (1, checked(register).out, b"")
    assert (tmp_path / "out.json").read_bytes() == checked(register, "--format", "json").out
    assert (tmp_path / "out.csv").read_bytes() == checked(register, "--format", "csv").out
    assert files_of(tmp_path) == {"out.json", "out.csv"}


def test_every_format_at_once(register: Path, tmp_path: Path) -> None:
    options = [part for name in formats() for part in ("--output", f"{name}:{name}.out")]
    done = checked(register, *options)
    assert (done.code, done.out) == (1, checked(register).out)
    for name in formats():
        assert (tmp_path / f"{name}.out").read_bytes() == checked(register, "--format", name).out


def test_a_plain_file_takes_the_text_of_the_format(register: Path, tmp_path: Path) -> None:
    done = checked(register, "--format", "json", "--output", "a", "--output", "terminal:b")
    assert (done.code, done.out) == (1, b"")
    assert json.loads((tmp_path / "a").read_bytes())["format"] == "rolecheck-report/1"
    assert (tmp_path / "b").read_bytes() == checked(register).out


def test_two_formats_on_standard_output(register: Path) -> None:
    done = checked(register, "--format", "concise", "--output", "github:-")
    parts = [checked(register, "--format", name).out for name in ("concise", "github")]
    assert done.out == b"".join(parts)
    assert checked(register, "--output", "-").out == checked(register).out


@pytest.mark.parametrize(
    "name",
    [
        "C:\\x",
        "C:x",
        "a:b",
        "out:1.txt",
        "2026-11-21T10:00.txt",
        "./json:x",
        "./sarf:x",
        "json",
        "æøå:x",
        "reports/a:b",
    ],
)
def test_what_names_no_format_is_a_file(name: str, register: Path, tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    done = checked(register, "--format", "concise", "--output", name)
    assert (done.code, done.out) == (1, b"")
    assert b"unknown-reference" in (tmp_path / name).read_bytes()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--output", "jsno:out"], "“json”"),
        (["--output", "JSON:out"], "“json”"),
        (["--output", "githb:out"], "./githb:out"),
        (["--output", "json:"], "“json:”"),
        (["--output", "json:a", "--output", "csv:a"], "Two outputs"),
        (["--output", "a", "--output", "csv:./data/../a"], "Two outputs"),
        (["--output", "csv:link", "--output", "json:target"], "Two outputs"),
        (["--format", "json", "--output", "json:-"], "twice"),
        (["--output", "csv:-", "--output", "csv:-"], "twice"),
        (["--format", "csv", "--csv-separator", "tab"], "semicolon"),
    ],
)
def test_what_cannot_be_meant_is_an_error(options: list[str], words: str, register: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("target")
    done = checked(register, *options)
    assert (done.code, done.out) == (2, b"")
    assert done.err.startswith(b"error: ")
    assert words.encode() in done.err
    assert files_of(tmp_path) == {"link"}


def test_nothing_is_written_where_a_run_cannot_be_made(register: Path, tmp_path: Path) -> None:
    done = checked(register, "--unit", "nosuch", "--output", "json:out.json")
    assert (done.code, done.out, files_of(tmp_path)) == (2, b"", set())


_BROKEN = """
import rolecheck.render.as_csv
def broken(*arguments):
    raise RuntimeError
rolecheck.render.as_csv.render = broken
from rolecheck.cli import main
main()
"""


def test_nothing_is_written_where_one_format_cannot_be_rendered(register: Path, tmp_path: Path) -> None:
    outputs = ["--output", "json:out.json", "--output", "csv:out.csv"]
    done = run(ROLECHECK[0], "-c", _BROKEN, "validate", register, *outputs, cwd=tmp_path)
    assert (done.code, done.out, files_of(tmp_path)) == (3, b"", set())


def test_a_file_that_cannot_be_written_is_said_before_anything_is_shown(register: Path, tmp_path: Path) -> None:
    done = checked(register, "--output", "json:out.json", "--output", "csv:nowhere/out.csv")
    assert (done.code, done.out) == (2, b"")
    assert b"nowhere/out.csv" in done.err
    json.loads((tmp_path / "out.json").read_bytes())  # whole, as each file is


def test_a_file_has_no_colours_while_a_terminal_does(register: Path, tmp_path: Path) -> None:
    done = checked(register, "--output", "terminal:out", env={"FORCE_COLOR": "1"})
    assert b"\x1b[" in done.out
    assert b"\x1b[" not in (tmp_path / "out").read_bytes()


# --- pipelines ------------------------------------------------------------------------------------------------------


def test_github_gets_annotations_after_the_text(register: Path) -> None:
    done = checked(register, env=GITHUB)
    text, annotations = checked(register).out, checked(register, "--format", "github").out
    assert (done.code, done.err) == (1, b"")
    assert done.out == text + annotations
    assert [command.name for command in obeyed_by_github(done.out.decode())] == ["error", "notice"]
    assert obeyed_by_github(text.decode()) == []


def test_azure_gets_issues_after_the_text(register: Path) -> None:
    done = checked(register, env=AZURE)
    assert done.out == checked(register).out + checked(register, "--format", "azure").out
    assert [command.name for command in obeyed_by_azure(done.out.decode())] == ["task.logissue"]


@pytest.mark.parametrize("env", [{"GITLAB_CI": "true"}, {"CI": "true"}, {"GITHUB_ACTIONS": "false"}, {"TF_BUILD": ""}])
def test_elsewhere_nothing_is_added(env: dict[str, str], register: Path) -> None:
    assert checked(register, env=env).out == checked(register).out


@pytest.mark.parametrize("options", [["--format", "terminal"], ["--format", "json"], ["--format", "github"]])
def test_a_format_that_is_asked_for_comes_alone(options: list[str], register: Path) -> None:
    assert checked(register, *options, env=GITHUB).out == checked(register, *options).out


def test_a_file_never_gets_annotations(register: Path, tmp_path: Path) -> None:
    done = checked(register, "--output", "out.txt", env=GITHUB)
    assert (done.code, done.out) == (1, b"")
    assert (tmp_path / "out.txt").read_bytes() == checked(register).out
    done = checked(register, "--output", "json:out.json", "--output", "github:-", env=GITHUB)
    assert done.out == checked(register, env=GITHUB).out  # and once is enough
    json.loads((tmp_path / "out.json").read_bytes())


def test_paths_are_seen_from_the_root_of_the_repository(register: Path) -> None:
    github = obeyed_by_github(checked(register, "--format", "github").out.decode())
    assert {command.properties["file"] for command in github} == {"data/units/ie.yaml", "data/units/xx.yaml"}
    azure = obeyed_by_azure(checked(register, "--format", "azure").out.decode())
    assert {command.properties["sourcepath"] for command in azure} == {"data/units/xx.yaml"}
    assert {finding["file"] for finding in checked(register, "--format", "json").findings} == {
        *("units/ie.yaml", "units/xx.yaml")
    }


def many(count: int) -> dict[str, str]:
    return {f"units/u{n:04}.yaml": f"id: u{n:04}\nkind: group\nname: Unit {n}\nparent: nowhere\n" for n in range(count)}


@pytest.mark.parametrize(("count", "said"), [(10, None), (11, "2 more"), (40, "31 more")])
def test_the_tenth_annotation_says_how_many_there_are_beyond(count: int, said: str | None, tmp_path: Path) -> None:
    register = write_register(tmp_path / "data", many(count))
    for format_, read in (("github", obeyed_by_github), ("azure", obeyed_by_azure)):
        commands = read(checked(register, "--format", format_).out.decode())
        errors = [command for command in commands if "error" in (command.name, command.properties.get("type"))]
        assert len(errors) == count + (said is not None)  # all of them are in the log
        assert [said in command.data for command in errors[9:10]] == [True] if said else count == 10


def test_waived_findings_never_look_like_failures() -> None:
    gaps = Path(__file__).parents[1] / "examples/gaps"
    github = obeyed_by_github(checked(gaps, "--format", "github").out.decode())
    waived = [command for command in github if "(waived)" in command.properties["title"]]
    assert [command.name for command in waived] == ["notice"]
    assert "waived: by boards-manager" in waived[0].data
    azure = checked(gaps, "--format", "azure").out.decode()
    line = next(line for line in azure.split("\n") if "boards-manager until" in line)
    assert obeyed_by_azure(line) == []
    assert "(waived)" in line
    rows = list(csv.reader(io.StringIO(checked(gaps, "--format", "csv").out.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:] if row[1]] == ["role-vacant"]
    markdown = checked(gaps, "--format", "markdown").out.decode()
    assert "| error (waived) | <code>role-vacant</code> |" in markdown


# --- formats --------------------------------------------------------------------------------------------------------


def test_lines_of_json_have_what_the_report_has(register: Path) -> None:
    report = checked(register, "--format", "json").report
    header, *findings = map(json.loads, checked(register, "--format", "jsonl").out.decode().splitlines())
    assert findings == report.pop("findings")
    assert header == report


@pytest.mark.parametrize(("name", "separator"), [("comma", ","), ("semicolon", ";")])
def test_csv_has_a_mark_and_ends_lines_as_the_standard_does(name: str, separator: str, register: Path) -> None:
    data = checked(register, "--format", "csv", "--csv-separator", name).out
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") == 3
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator, strict=True))
    assert {len(row) for row in rows} == {12}
    assert [row[2] for row in rows[1:]] == ["single-holder", "unknown-reference"]


def test_csv_in_another_encoding_has_no_mark(register: Path) -> None:
    data = checked(register, "--format", "csv", env={"PYTHONIOENCODING": "cp1252"}).out
    assert data.startswith(b'"Severity"')


def test_a_page_keeps_to_its_length_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    register = write_register(tmp_path / "data", many(1_000))
    page = checked(register, "--format", "markdown").out.decode()
    assert 60_000 < len(page) < 65_000
    rows = page.count("| error | <code>unknown-reference</code> |")
    assert 100 < rows < 1_000
    assert f"… and {1_001 - rows} more findings that there is no room for here." in page  # one note


def test_a_page_gives_up_details_before_rows(tmp_path: Path) -> None:
    register = write_register(tmp_path / "data", many(250))
    page = checked(register, "--format", "markdown").out.decode()
    assert len(page) < 65_000
    assert page.count("| error | <code>unknown-reference</code> |") == 250
    assert "There is no room here for the details of" in page


# --- exit codes -----------------------------------------------------------------------------------------------------

BROKEN_UNIT = {"units/xx.yaml": "["}
ERROR = {"units/xx.yaml": f"{UNIT}parent: nowhere\n"}
WITHOUT_FINDING = {
    "units/ie.yaml": FILES["units/ie.yaml"] + "  - {person: kari, role: adviser, process: access, from: 2020-01-01}\n"
}
SITUATIONS: dict[str, tuple[dict[str, str], list[str], int]] = {
    "clean": (WITHOUT_FINDING, [], 0),
    "findings below fail_on": ({}, ["--fail-on", "warning"], 0),
    "findings at fail_on": (ERROR, [], 1),
    "findings at a lower fail_on": ({}, ["--fail-on", "note"], 1),
    "findings, never": (ERROR, ["--fail-on", "never"], 0),
    "unchecked file": (BROKEN_UNIT, [], 1),
    "unchecked file, never": (BROKEN_UNIT, ["--fail-on", "never"], 1),
    "unchecked file, its finding not shown": (BROKEN_UNIT, ["--select", "single-holder"], 1),
    "unusable run": (ERROR, ["--as-of", "2026-02-30"], 2),
}


@pytest.mark.parametrize("format_", formats())
@pytest.mark.parametrize("situation", SITUATIONS)
def test_exit_codes_are_the_same_in_every_format(situation: str, format_: str, tmp_path: Path) -> None:
    files, options, code = SITUATIONS[situation]
    register = write_register(tmp_path / "data", files)
    done = checked(register, "--format", format_, *options)
    assert done.code == code
    to_file = checked(register, "--output", f"{format_}:{os.devnull}", *options, env=GITHUB)
    assert to_file.code == code


@pytest.mark.parametrize("format_", formats())
def test_an_unchecked_file_is_named_although_its_finding_is_not_shown(format_: str, tmp_path: Path) -> None:
    register = write_register(tmp_path / "data", BROKEN_UNIT)
    done = checked(register, "--format", format_, "--select", "unused-person")
    assert b"units/xx.yaml" in done.out + done.err
