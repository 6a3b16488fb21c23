"""What each command prints, letter by letter. `UPDATE_GOLDEN=1 pytest tests/test_formats.py` writes it anew: read it then."""

import os
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rolecheck.render.formats import formats
from rolecheck.render.report.formats import report_format, report_formats
from tinyregister import ROLECHECK, run

ROOT = Path(__file__).parents[1]
GOLDEN = Path(__file__).parent / "golden"
GAPS = ["examples/gaps", "--as-of", "2026-11-21"]
RUNS: dict[str, list[str]] = {
    "validate-terminal-80-en": ["validate", *GAPS],
    "validate-terminal-140-nb": ["validate", *GAPS, "--language", "nb"],
    "validate-terminal-80-en-color": ["validate", *GAPS, "--color", "always", "--unit", "arts"],
    "validate-mistakes-80-en": ["validate", "examples/mistakes", "--as-of", "2026-11-21"],
    "validate-concise-80-en": ["validate", *GAPS, "--format", "concise"],
    "validate-json-80-en": ["validate", *GAPS, "--format", "json"],
    "validate-json-mistakes-80-nb": [
        *["validate", "examples/mistakes", "--as-of", "2026-11-21", "--format", "json", "--language", "nb"]
    ],
    "validate-sarif-80-en": ["validate", *GAPS, "--format", "sarif"],
    "validate-sarif-mistakes-80-nb": [
        *["validate", "examples/mistakes", "--as-of", "2026-11-21", "--format", "sarif", "--language", "nb"]
    ],
    "validate-junit-80-en": ["validate", *GAPS, "--format", "junit"],
    "validate-junit-80-nb": ["validate", *GAPS, "--format", "junit", "--language", "nb", "--fail-on", "warning"],
    "validate-junit-mistakes-80-nb": [
        *["validate", "examples/mistakes", "--as-of", "2026-11-21", "--format", "junit", "--language", "nb"]
    ],
    "validate-gitlab-80-en": ["validate", *GAPS, "--format", "gitlab"],
    "validate-gitlab-mistakes-80-nb": [
        *["validate", "examples/mistakes", "--as-of", "2026-11-21", "--format", "gitlab", "--language", "nb"]
    ],
    **{
        f"validate-{format_}-80-{language}": ["validate", *GAPS, "--format", format_, "--language", language]
        for format_ in ("azure", "csv", "github", "jsonl", "markdown")
        for language in ("en", "nb")
    },
    "validate-github-mistakes-80-en": ["validate", "examples/mistakes", "--as-of", "2026-11-21", "--format", "github"],
    "validate-markdown-mistakes-80-nb": [
        *["validate", "examples/mistakes", "--as-of", "2026-11-21", "--format", "markdown", "--language", "nb"]
    ],
    "report-80-en": ["report", *GAPS],
    "report-140-nb": ["report", *GAPS, "--language", "nb"],
    "report-unit-80-en-color": ["report", *GAPS, "--unit", "science", "--color", "always"],
    "report-institute-80-en": ["report", *GAPS, "--unit", "computing"],
    **{
        f"report-{format_}-80-{language}": ["report", *GAPS, "--format", format_, "--language", language]
        for format_ in report_formats()
        if format_ != "terminal"
        for language in ("en", "nb")
    },
    "people-80-en": ["people", "--register", *GAPS],
    "people-unit-80-nb": ["people", "--register", *GAPS, "--unit", "science", "--language", "nb"],
    "card-80-en": ["card", "adviser", "--register", "examples/gaps"],
    "card-specific-80-nb": ["card", "prosessradgiver-saksbehandling", "--register", "data", "--language", "nb"],
    "card-list-80-en": ["card", "--register", "examples/gaps"],
    "explain-80-en": ["explain", "course-expired", "--language", "en"],
    "explain-list-80-nb": ["explain", "--language", "nb"],
    "explain-80-nb": ["explain", "course-expired", "--language", "nb"],
    "explain-80-nn": ["explain", "course-expired", "--language", "nn"],
    "validate-terminal-80-nn": ["validate", *GAPS, "--language", "nn"],
    "validate-mistakes-80-nn": ["validate", "examples/mistakes", "--as-of", "2026-11-21", "--language", "nn"],
    "report-80-nn": ["report", *GAPS, "--language", "nn"],
    "people-80-nn": ["people", "--register", *GAPS, "--language", "nn"],
    "card-80-nn": ["card", "prosessradgiver-saksbehandling", "--register", "data", "--language", "nn"],
}
_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)  # it has tests of its own, in a browser


@pytest.fixture(scope="module")
def outside_git(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples where no repository is: a gap report names the revision, which every commit changes."""
    folder = tmp_path_factory.mktemp("outside-git")
    shutil.copytree(ROOT / "examples", folder / "examples")
    return folder


def printed(name: str, outside_git: Path) -> str:
    """What a run prints on both streams, at the width in its name; of a workbook, what its reader finds in it."""
    width = next(part for part in name.split("-") if part.isdigit())
    words, is_report = RUNS[name], name.startswith("report")
    workbook = outside_git / "report.xlsx"
    is_binary = is_report and "--format" in words and report_format(words[words.index("--format") + 1]).IS_BINARY
    to_file = ["--output", workbook.name] if is_binary else []
    done = run(*ROLECHECK, *words, *to_file, cwd=outside_git if is_report else ROOT, env={"COLUMNS": width})
    assert done.code in (0, 1), done.err.decode()
    text = cells_of(workbook) if is_binary else done.out.decode()
    return _STYLE.sub("<style></style>", text) + done.err.decode()


def cells_of(workbook: Path) -> str:
    """Every cell that is not empty, a line each."""
    return "".join(
        f"{sheet.title}!{cell.coordinate} {cell.data_type} {cell.value}\n"
        for sheet in load_workbook(workbook)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    )


@pytest.mark.parametrize("name", RUNS)
def test_it_prints_what_was_agreed(name: str, outside_git: Path) -> None:
    file = GOLDEN / f"{name}.txt"
    text = printed(name, outside_git)
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode()


@pytest.mark.parametrize("name", [name for name in RUNS if "--format" not in RUNS[name]])
def test_it_fits_the_width(name: str) -> None:
    width = int(next(part for part in name.split("-") if part.isdigit()))
    text = _COLOR.sub("", (GOLDEN / f"{name}.txt").read_text(encoding="utf-8"))
    # The examples in the documentation of a rule are YAML, and YAML is not broken into lines for a reader's width.
    assert [line for line in text.split("\n") if len(line) > width and "completed:" not in line] == []


def test_colour_says_nothing_that_the_words_do_not() -> None:
    plain = {line.strip() for line in (GOLDEN / "validate-terminal-80-en.txt").read_text(encoding="utf-8").split("\n")}
    colored = (GOLDEN / "validate-terminal-80-en-color.txt").read_text(encoding="utf-8")
    findings, summary, _ = _COLOR.sub("", colored).partition("The whole register, ")  # which --unit says more of
    assert summary
    assert {line.strip() for line in findings.split("\n")} <= plain


def test_every_format_has_a_golden_file() -> None:
    used = {
        arguments[arguments.index("--format") + 1]
        for arguments in RUNS.values()
        if "validate" in arguments[:1] and "--format" in arguments
    }
    assert used | {"terminal"} == set(formats())


def test_every_format_of_the_gap_report_has_golden_files_and_none_is_left_over() -> None:
    named = {file.stem for file in GOLDEN.glob("report-*.txt")}
    assert named == {name for name in RUNS if name.startswith("report-")}
    assert {"terminal", "markdown", "html", "csv", "xlsx", "json"} <= set(report_formats())
