"""`rolecheck report`: each format through a reader of its own, in files and folders, for one leader, and of hostile registers."""

import csv
import io
import json
import os
import re
import stat
from collections.abc import Callable
from datetime import datetime
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from markdown_it import MarkdownIt
from openpyxl import Workbook, load_workbook

from gitrepository import Repository, git
from pipelines import obeyed_by_azure, obeyed_by_github
from rolecheck.actions import Urgency
from rolecheck.assignment import Actor
from rolecheck.endings import Shortfall
from rolecheck.files import read_folder
from rolecheck.qualifications import State
from rolecheck.register import build
from rolecheck.render.report.formats import report_format, report_formats
from test_escape import _COLOUR, _CONTROL, _INVISIBLE, _REFUSED, CORPUS, _files, _quoted
from test_gap_report import FILES
from test_redaction import DATA, personal
from tinyregister import DAY, ROLECHECK, Run, assert_one_clear_error, run, write_register
from tinyregister import FILES as TINY

CORPUS_OF_THE_REGISTER = 0  # which text is the register's own name
TEXT_FORMATS = [name for name in report_formats() if not report_format(name).IS_BINARY]
MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table"])
NORWEGIAN = FILES | {
    "waivers.yaml": (
        "- {id: w, rule: too-few-people, unit: ie, reason: Æsj og åh, granted_by: rita, granted: 2026-01-01, until: 2027-12-31}\n"
    ),
    "units/ie.yaml": (
        "id: ie\nkind: faculty\nname: Fakultet for ærlighet, øl & <å>\nparent: top\nleader: kari\n"
        "people:\n"
        "  - {id: kari, name: Kari Leder}\n"
        "  - {id: per, name: Pål Ærø, courses: [{course: law, completed: 2023-12-01}]}\n"
        "appointments:\n"
        "  - {person: per, role: adviser, process: access, from: 2020-01-01, to: 2026-12-31, decided: {by: mona, on: 2020-01-01}}\n"
    ),
    "units/lone.yaml": "id: lone\nkind: faculty\nname: Lone\nparent: top\nleader: rita\n",
}


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return written(tmp_path / "register", NORWEGIAN)


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def reported(folder: Path, *options: str, env: dict[str, str] | None = None) -> Run:
    done = run(*ROLECHECK, "report", folder, "--as-of", DAY, *options, env=env)
    assert done.code in {0, 1}, done.err.decode()
    return done


def as_json(folder: Path, *options: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(reported(folder, "--format", "json", *options).out)
    return report


def as_rows(folder: Path, *options: str, separator: str = ",") -> list[dict[str, str]]:
    text = reported(folder, "--format", "csv", *options).out.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))


def as_workbook(folder: Path, target: Path, *options: str) -> Workbook:
    reported(folder, "--format", "xlsx", "--output", str(target), *options)
    return load_workbook(target)


def rows_of(book: Workbook, sheet: str) -> list[dict[str, Any]]:
    titles, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, titles), row, strict=True)) for row in rows if any(row[1:])]


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day)  # noqa: DTZ001 - a workbook knows no time zones


class Page(HTMLParser):
    """The elements of a page with their attributes, and its text by the element that it stands in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open:
            self.texts.setdefault(self._open[-1], []).append(data.strip())

    @property
    def words(self) -> str:
        shown = (text for tag, texts in self.texts.items() if tag != "style" for text in texts)
        return " ".join(" ".join(shown).split())


# --- the same content in each


def test_the_same_content_in_each_format(register: Path, tmp_path: Path) -> None:
    faculty, lone = as_json(register)["units"]
    rows, book = as_rows(register), as_workbook(register, tmp_path / "a.xlsx")
    counted = {
        "To do": [len(part["actions"]) for part in (faculty, lone)],
        "Courses and competence": [len(part["qualifications"]) for part in (faculty, lone)],
        "Appointments": [len(part["appointments"]) for part in (faculty, lone)],
        "Findings": [len([one for one in part["findings"] if not one["waiver"]]) for part in (faculty, lone)],
        "Waivers": [len([one for one in part["findings"] if one["waiver"]]) for part in (faculty, lone)],
    }
    assert min(counts[0] for counts in counted.values()) > 0
    for table, counts in counted.items():
        for part, count in zip((faculty, lone), counts, strict=True):
            of_csv = [row for row in rows if row["Table"] == table and row["Id"] == part["id"]]
            of_xlsx = (
                [row for row in rows_of(book, table) if row["Id"] == part["id"]] if table in book.sheetnames else []
            )
            assert (len(of_csv), len(of_xlsx)) == (count, count), (table, part["id"])


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_each_task_finding_and_reason_stands_in_each_format(format_: str, register: Path) -> None:
    parts = as_json(register)
    wanted = [task["what"] for part in (*parts["units"], parts["elsewhere"]) for task in part["actions"]]
    wanted += [one["message"] for part in parts["units"] for one in part["findings"]]
    wanted += ["Æsj og åh", "Kari Leder"]
    shown = " ".join(
        words_of(format_, reported(register, "--format", format_, env={"COLUMNS": "400"}).out.decode()).split()
    )
    assert [text for text in wanted if text not in shown] == []
    assert re.search("31 December 2026|2026-12-31", shown)


def words_of(format_: str, text: str) -> str:
    """The text of a document, without what belongs to its format."""
    if format_ == "html":
        return Page(text).words
    if format_ == "markdown":
        return Page(MARKDOWN.render(text)).words
    if format_ == "csv":
        return text.replace('""', '"')
    return json.dumps(json.loads(text), ensure_ascii=False).replace('\\"', '"') if format_ == "json" else text


@pytest.mark.parametrize("format_", ["terminal", "markdown", "html"])
def test_the_task_list_comes_first_after_the_status(format_: str, register: Path) -> None:
    shown = reported(register, "--format", format_, "--unit", "ie").out.decode()
    headings = ["Status", "To do", "Roles", "Courses and competence", "Findings", "Ends within 90 days", "Waivers"]
    marks = {"terminal": "{}", "markdown": "{}", "html": ">{}</"}[format_]
    places = [shown.find(marks.format(heading)) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


# --- each format by its reader


def test_json_has_keys_ids_and_days_for_programs(register: Path) -> None:
    report = as_json(register)
    assert list(report) == [
        *("format", "tool", "register", "as_of", "language", "summary", "unchecked", "revision"),
        *("overview", "elsewhere", "units"),
    ]
    assert (report["format"], report["as_of"], report["revision"]) == ("rolecheck-gap-report/1", "2026-11-21", None)
    unit, _ = report["units"]
    assert (unit["id"], unit["status"], unit["leader"]) == ("ie", "error", {"id": "kari", "name": "Kari Leder"})
    ending = next(task for task in unit["actions"] if task["by"] == "2026-12-31")
    assert (ending["urgency"], ending["who"]["actor"], ending["who"]["people"][0]["id"]) == ("dated", "leader", "kari")
    (consequence,) = unit["endings"][0]["consequences"][:1]
    assert (consequence["shortfall"], consequence["processes"], consequence["left"]) == ("uncovered", ["access"], [])
    assert unit["qualifications"][0]["state"] == "expiring"
    assert unit["waivers"] == [
        {
            "id": "w",
            "rule": "too-few-people",
            "reason": "Æsj og åh",
            "granted_by": {"id": "rita", "name": "Rita Rektor"},
            "granted": "2026-01-01",
            "until": "2027-12-31",
        }
    ]
    fingerprints = {one["fingerprint"] for one in unit["findings"]}
    assert {name for task in unit["actions"] for name in task["findings"]} <= fingerprints


def keys_of(value: object) -> set[str]:
    """Every key in a JSON value, at whatever depth."""
    if isinstance(value, dict):
        return set(value).union(*map(keys_of, value.values()))
    return set().union(*map(keys_of, value)) if isinstance(value, list) else set()


def test_every_key_and_every_format_is_documented(register: Path) -> None:
    page = (DATA.parent / "docs/gap-report.md").read_text()
    named = set(re.findall(r"`([a-z_-]+)`", page))
    report = as_json(register)
    for part in (*report["units"], report["elsewhere"]):
        del part["findings"]  # these, and the next two, are those of validate
    assert keys_of({**report, "summary": {}, "tool": {}}) - named == set()
    assert set(report_formats()) <= named
    assert {*Actor, *Urgency, *Shortfall, *State} <= named


@pytest.mark.parametrize("separator", ["comma", "semicolon"])
def test_csv_has_a_mark_a_row_for_each_thing_and_days_of_the_standard(separator: str, register: Path) -> None:
    data = reported(register, "--format", "csv", "--csv-separator", separator).out
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n")
    rows = as_rows(register, "--csv-separator", separator, separator={"comma": ",", "semicolon": ";"}[separator])
    (course,) = (row for row in rows if row["Table"] == "Courses and competence")
    assert (course["Person"], course["Requirement"], course["Standing"]) == ("Pål Ærø", "Law", "expires soon")
    assert (course["Since"], course["Last day"]) == ("2023-12-01", "2026-12-01")
    assert None not in {key for row in rows for key in row}


def test_a_workbook_has_days_as_days_and_texts_as_texts(register: Path, tmp_path: Path) -> None:
    book = as_workbook(register, tmp_path / "a.xlsx")
    (course,) = rows_of(book, "Courses and competence")
    assert (course["Person"], course["Since"], course["Last day"]) == (
        "Pål Ærø",
        midnight(2023, 12, 1),
        midnight(2026, 12, 1),
    )
    deadlines = [row["By"] for row in rows_of(book, "To do") if row["Id"] == "ie"]
    assert deadlines == ["now", midnight(2026, 12, 1), midnight(2026, 12, 31)]
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "d", "n"}
    assert all(
        cell.value is None for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "n"
    )


def test_a_workbook_can_be_worked_with(register: Path, tmp_path: Path) -> None:
    book = as_workbook(register, tmp_path / "a.xlsx", "--language", "nb")
    assert book.sheetnames[:4] == ["Om rapporten", "Alle enheter", "Enheter", "Oppgaver"]
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref is not None
        assert all(8 <= dimension.width <= 46 for dimension in sheet.column_dimensions.values())
        assert sheet.page_setup.orientation == "landscape"


@pytest.mark.parametrize("format_", report_formats())
def test_equal_input_gives_equal_bytes(format_: str, register: Path, tmp_path: Path) -> None:
    files = [tmp_path / "a", tmp_path / "b"]
    for seed, file in enumerate(files):
        reported(register, "--format", format_, "--output", str(file), env={"PYTHONHASHSEED": str(seed)})
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_page_stands_alone(register: Path) -> None:
    page = Page(reported(register, "--format", "html").out.decode())
    assert "script" not in {tag for tag, _ in page.elements}
    addresses = [value for _, attrs in page.elements for name, value in attrs.items() if name in {"href", "src"}]
    assert [address for address in addresses if not str(address).startswith(("#", "data:,"))] == []


def test_a_part_is_never_taken_for_the_whole(register: Path) -> None:
    (register / "units/broken.yaml").write_text("id: [")
    for format_ in ("terminal", "markdown", "html"):
        shown = reported(register, "--format", format_, "--unit", "ie", "--select", "too-few-people").out.decode()
        assert "rule too" in shown
        assert re.search("1 file could not be read, so that something may be missing here", " ".join(shown.split()))


def test_numbers_of_the_whole_register_are_not_taken_for_those_of_a_unit(register: Path) -> None:
    whole, part = (" ".join(reported(register, *unit).out.decode().split()) for unit in ([], ["--unit", "ie"]))
    assert "The whole register" not in whole
    assert "The whole register, Tiny: 3 units, 2 of them with required roles" in part


def test_several_rules_are_rules(register: Path) -> None:
    one, two = (
        reported(register, "--select", rules).out.decode()
        for rules in ("too-few-people", "too-few-people,course-missing")
    )
    assert "Only a part is shown: rule too-few-people." in one
    assert "Only a part is shown: rules course-missing, too-few-people." in two


# --- all units


@pytest.mark.parametrize("format_", ["terminal", "markdown", "html"])
def test_the_tasks_of_all_units_stand_together_the_first_that_is_due_first(format_: str, register: Path) -> None:
    shown = reported(register, "--format", format_, env={"COLUMNS": "400"}).out.decode()
    begin = {"terminal": "All tasks\n──", "markdown": "## All tasks", "html": ">All tasks</"}[format_]
    every = unescape(shown[shown.index(begin) :]).replace("\\", "")
    wanted = [task["what"] for part in as_json(register)["units"] for task in part["actions"]]
    assert len(wanted) > 2
    assert [what for what in wanted if what not in every] == []
    places = [every.index(word) for word in ("now", "31 December 2026", "no deadline")]
    assert places == sorted(places)
    assert "All tasks" not in reported(register, "--format", format_, "--unit", "ie").out.decode()


def test_the_index_of_a_folder_of_workbooks_has_all_tasks_each_with_its_unit(register: Path, tmp_path: Path) -> None:
    reported(register, "--format", "xlsx", "--output", f"{tmp_path}/out/")
    report = as_json(register)
    parts = [*report["units"], {"id": None, **report["elsewhere"]}]
    wanted = [(part["id"], task["who"]["name"], task["what"]) for part in parts for task in part["actions"]]
    rows = rows_of(load_workbook(tmp_path / "out" / "index.xlsx"), "To do")
    assert sorted(map(str, wanted)) == sorted(str((row["Id"], row["Who"], row["What"])) for row in rows)


def test_a_workbook_says_that_nothing_has_to_be_done(tmp_path: Path) -> None:
    register = written(tmp_path / "register", FILES)
    book = as_workbook(register, tmp_path / "a.xlsx", "--unit", "ie", "--select", "reversed-dates")
    (row,) = rows_of(book, "To do")
    assert (row["Id"], row["By"], row["What"]) == ("ie", None, "Nothing has to be done.")


def unbinding(folder: Path) -> Path:
    """A register in which one unit must have contacts, and one need not; Å comes before B by nobody's alphabet but a machine's."""
    card = (
        FILES["roles/adviser.yaml"] + "  - {id: press, kind: unit-contact, norm: must, at: [faculty], contact: press}\n"
    )
    department = "kind: department\nparent: ie\n"
    return written(
        folder,
        FILES
        | {
            "roles/adviser.yaml": card.replace(
                "norm: should, at: [faculty]", "norm: should, at: [faculty, department]"
            ),
            "units/a.yaml": f"id: a\nname: Ås\n{department}",
            "units/z.yaml": f"id: z\nname: Byn\n{department}",
        },
    )


def test_what_does_not_bind_a_unit_is_neither_in_order_nor_missing(tmp_path: Path) -> None:
    register = unbinding(tmp_path / "register")
    overview = as_json(register)["overview"]
    contacts = [one["name"] for one in overview["requirements"]].index("contacts")
    found = {unit["id"]: unit["standing"][contacts] for unit in overview["units"]}
    assert found == {"a": None, "ie": "error", "z": None}
    rows = as_rows(register)
    of_csv = {row["Id"]: row["Standing"] for row in rows if row["Requirement"] == "Contacts"}
    assert of_csv == {"a": "does not apply to the unit", "ie": "error", "z": "does not apply to the unit"}
    book = as_workbook(register, tmp_path / "a.xlsx")
    assert {row["Unit"]: row["Contacts"] for row in rows_of(book, "All units") if row["Contacts"]} == {
        "Ås": "–",
        "Byn": "–",
        "Faculty": "E",
    }
    for format_ in ("terminal", "markdown", "html"):
        shown = reported(register, "--format", format_, env={"COLUMNS": "400"}).out.decode()
        assert "– does not apply to the unit." in shown


@pytest.mark.parametrize("format_", ["terminal", "markdown", "html", "csv"])
def test_units_stand_by_their_names_with_the_last_letters_last(format_: str, tmp_path: Path) -> None:
    shown = reported(unbinding(tmp_path / "register"), "--format", format_, "--ignore", "too-few-people").out.decode()
    table = shown[shown.index("Contacts") if format_ != "terminal" else shown.rindex("All units") :]
    places = [table.index(name) for name in ("Byn", "Faculty", "Ås")]
    assert places == sorted(places)


def test_a_cell_of_a_page_has_one_sign(tmp_path: Path) -> None:
    html = reported(unbinding(tmp_path / "register"), "--format", "html").out.decode()
    grid = html[html.index('<table class="grid"') :].partition("</table>")[0]
    shown = [
        re.sub("<[^>]*>", "", re.sub('<span class="unseen">[^<]*</span>', "", cell))
        for cell in re.findall(r"<td[^>]*>(.*?)</td>", grid)
    ]
    assert set(shown) == {"✓", "●", "▲", "✕", "–"}


# --- where it goes


@pytest.mark.parametrize("format_", report_formats())
def test_a_folder_gets_a_file_for_each_unit_and_an_index(format_: str, register: Path, tmp_path: Path) -> None:
    reported(register, "--format", format_, "--output", f"{tmp_path}/out/")
    ending = report_format(format_).ENDING
    made = sorted(
        str(file.relative_to(tmp_path / "out"))
        for file in (tmp_path / "out").rglob("*")
        if not file.name.startswith(".")
    )
    assert made == [f"index{ending}", "unit", f"unit/ie{ending}", f"unit/lone{ending}"]


def test_a_folder_that_is_there_is_a_folder_and_anything_else_a_file(register: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    reported(register, "--format", "json", "--output", str(tmp_path / "there"))
    reported(register, "--format", "json", "--output", str(tmp_path / "new"))
    assert (tmp_path / "there" / "index.json").is_file()
    assert len(json.loads((tmp_path / "new").read_text())["units"]) == 2


@pytest.mark.parametrize(("output", "files"), [("out/", 3), ("out", 1)])
def test_what_was_written_is_said(output: str, files: int, register: Path, tmp_path: Path) -> None:
    done = reported(register, "--format", "json", "--output", f"{tmp_path}/{output}")
    (line,) = done.err.decode().splitlines()
    assert line.startswith(f"{files} file{'s' if files > 1 else ''} written: {tmp_path}/out. Failed. ")
    assert done.out == b""
    assert reported(register, "--format", "json").err == b""


def test_standard_output_and_a_file_get_the_same(register: Path, tmp_path: Path) -> None:
    reported(register, "--format", "markdown", "--output", str(tmp_path / "a.md"))
    assert reported(register, "--format", "markdown").out == (tmp_path / "a.md").read_bytes()
    assert reported(register, "--format", "markdown", "--output", "-").out == (tmp_path / "a.md").read_bytes()


def test_pages_of_a_folder_lead_to_each_other(register: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    reported(register, "--format", "html", "--output", f"{out}/")
    for file in out.rglob("*.html"):
        links = [attrs["href"] for tag, attrs in Page(file.read_text()).elements if tag == "a"]
        assert links
        assert [link for link in links if not (file.parent / str(link)).resolve().is_file()] == []
    reported(register, "--format", "markdown", "--output", f"{out}/")
    links = re.findall(r"\]\(([^)]*)\)", (out / "index.md").read_text())
    assert set(links) == {"unit/ie.md", "unit/lone.md"}
    assert not list(out.rglob("*.html"))  # what an earlier run made, and this one does not


def test_the_units_of_a_folder_say_what_the_whole_says(register: Path, tmp_path: Path) -> None:
    reported(register, "--format", "json", "--output", f"{tmp_path}/out/")
    whole = as_json(register)
    index = json.loads((tmp_path / "out/index.json").read_text())
    units = [json.loads((tmp_path / f"out/unit/{name}.json").read_text())["units"][0] for name in ("ie", "lone")]
    assert units == whole["units"]
    assert (index["overview"], index["elsewhere"]) == (whole["overview"], whole["elsewhere"])
    assert "units" not in index


def test_a_workbook_does_not_go_to_a_terminal(register: Path) -> None:
    done = run(*ROLECHECK, "report", register, "--format", "xlsx", "--language", "en")
    assert_one_clear_error(done, "xlsx", "--output")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--format", "xslx"], ["xslx", "Did you mean “xlsx”?"]),
        (["--csv-separator", "tab"], ["--csv-separator", "tab"]),
        (["--leader", "kari", "--unit", "ie"], ["--leader", "--unit"]),
        (["--leader", "kary"], ["kary", "Did you mean “kari”?"]),
        (["--leader", "Kari Leder"], ["Did you mean “kari”?"]),
        (["--leader", "per"], ["per", "leads a unit"]),
        (["--output", "/dev/null/x/"], ["/dev/null/x"]),
        (["--output", ""], ["cannot be written"]),
    ],
)
def test_what_cannot_be_meant_is_an_error(options: list[str], words: list[str], register: Path) -> None:
    assert_one_clear_error(run(*ROLECHECK, "report", register, "--language", "en", *options), *words)


def test_a_full_disk_is_an_error(register: Path) -> None:
    for format_ in report_formats():
        done = run(*ROLECHECK, "report", register, "--format", format_, "--output", "/dev/full", "--language", "en")
        assert_one_clear_error(done, "/dev/full")


def test_a_folder_of_somebody_else_is_left_alone(register: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").write_text("mine")
    done = run(*ROLECHECK, "report", register, "--format", "html", "--output", f"{tmp_path}/out/", "--language", "en")
    assert_one_clear_error(done, "index.html")
    assert (tmp_path / "out/index.html").read_text() == "mine"


def test_exit_codes_are_those_of_the_check(register: Path, tmp_path: Path) -> None:
    for format_ in report_formats():
        output = ["--format", format_, "--output", str(tmp_path / "x")]
        for options, code in ((["--fail-on", "never"], 0), ([], 1)):
            assert run(*ROLECHECK, "report", register, *output, *options).code == code


# --- one leader


def test_a_leader_gets_all_units_that_they_lead_and_what_is_below(tmp_path: Path) -> None:
    register = written(
        tmp_path / "register",
        NORWEGIAN | {"units/old.yaml": "id: old\nkind: faculty\nname: Old\nleader: kari\nto: 2025-01-01\n"},
    )
    assert [unit["id"] for unit in as_json(register, "--leader", "kari")["units"]] == ["ie"]
    assert {unit["id"] for unit in as_json(register, "--leader", "rita")["units"]} == {"ie", "lone", "top"}


def test_a_hidden_leader_is_not_suggested(register: Path) -> None:
    done = run(*ROLECHECK, "report", register, "--redact", "--leader", "kar")
    assert done.code == 2
    assert b"kari" not in done.err


# --- the revision


def test_the_revision_is_named_and_whether_the_files_have_changed(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repository", "data", FILES)
    commit = git(repository.top, "rev-parse", "HEAD")
    assert as_json(repository.register)["revision"] == {"commit": commit, "changed": False}
    assert f"Revision: {commit[:12]}\n" in reported(repository.register).out.decode()
    (repository.top / "README.md").write_text("not of the register")
    assert as_json(repository.register)["revision"] == {"commit": commit, "changed": False}
    repository.change({"units/new.yaml": "id: new\nkind: department\nname: New\n"})
    assert as_json(repository.register)["revision"] == {"commit": commit, "changed": True}
    assert (
        f"Revision: {commit[:12]}, with changes that are not committed\n" in reported(repository.register).out.decode()
    )


@pytest.mark.parametrize(
    "change", [{"units/ie.yaml": FILES["units/ie.yaml"] + "# a\n"}, {"units/top.yaml": None}], ids=["changed", "gone"]
)
def test_a_file_that_is_changed_or_gone_is_a_change(change: dict[str, str | None], tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repository", files=FILES)
    repository.change(change)
    assert as_json(repository.register)["revision"]["changed"] is True


def test_what_git_would_make_of_a_file_is_not_asked(tmp_path: Path) -> None:
    """A filter is a program that the repository names: comparing must not run it."""
    repository = Repository.create(tmp_path / "repository", files=FILES)
    (repository.top / ".gitattributes").write_text("*.yaml filter=evil\n")
    git(repository.top, "config", "filter.evil.clean", f"touch {tmp_path}/obeyed; cat")
    repository.change({"units/ie.yaml": FILES["units/ie.yaml"] + "# a\n"})
    assert as_json(repository.register)["revision"]["changed"] is True
    assert not (tmp_path / "obeyed").exists()


def test_a_register_in_no_commit_has_no_revision(tmp_path: Path) -> None:
    repository = Repository.create(tmp_path / "repository", "other")
    data = written(repository.top / "data", FILES)
    assert as_json(data)["revision"] is None
    assert "Revision" not in reported(data).out.decode()


# --- privacy


@pytest.mark.parametrize("format_", report_formats())
def test_nothing_personal_is_left_in_any_file(format_: str, tmp_path: Path) -> None:
    people = personal(build(read_folder(DATA)))
    for options in ([], ["--redact"]):
        out = tmp_path / f"out{len(options)}"
        run(*ROLECHECK, "report", DATA, "--as-of", DAY, "--format", format_, "--output", f"{out}/", *options)
        shown = " ".join(" ".join(_content(file) for file in out.rglob("*") if file.is_file()).split())
        assert ("person-" in shown) is bool(options)
        found = {text for text in people if text in shown}
        assert not found if options else found


def _content(file: Path) -> str:
    """Everything that a file says, its name included; of a workbook, all of its parts."""
    if file.suffix == ".xlsx":
        with ZipFile(file) as parts:
            inside = " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
        return f"{file} {inside}"
    return f"{file.name} {file.read_text()}"


@pytest.mark.parametrize("format_", report_formats())
def test_a_waiver_is_shown_with_its_norm_its_granter_and_its_days(format_: str, register: Path, tmp_path: Path) -> None:
    wanted = ["adviser/two", "Rita Rektor", "1 January 2026", "31 December 2027"]
    if format_ in {"csv", "xlsx"}:
        rows = as_rows(register) if format_ == "csv" else rows_of(as_workbook(register, tmp_path / "a.xlsx"), "Waivers")
        (row,) = [row for row in rows if row["Waiver"]]
        days = ["2026-01-01", "2027-12-31"] if format_ == "csv" else [midnight(2026, 1, 1), midnight(2027, 12, 31)]
        assert [row[name] for name in ("Norm", "Granted by", "From", "Last day")] == [*wanted[:2], *days]
    elif format_ == "json":
        (waiver,) = (one for part in as_json(register)["units"] for one in part["waivers"])
        assert [waiver["granted_by"]["name"], waiver["granted"], waiver["until"]] == [
            *(wanted[1], "2026-01-01", "2027-12-31")
        ]
    else:
        shown = " ".join(words_of(format_, reported(register, "--format", format_).out.decode()).split())
        waivers = shown[shown.index("waived: by w") - 200 :]
        assert [text for text in wanted if text not in waivers] == []


def test_a_leader_is_not_told_which_key_to_edit(register: Path) -> None:
    for format_ in ("terminal", "markdown", "html", "csv"):
        shown = " ".join(words_of(format_, reported(register, "--format", format_).out.decode()).split())
        assert "Appoint somebody as adviser for boards at Lone." in shown
        assert "“appointments”" not in shown
    (finding,) = [
        one
        for part in as_json(register)["units"]
        for one in part["findings"]
        if one["subject"] == {"unit": "lone", "role": "adviser", "process": "boards"}
    ]
    assert finding["remedy"] == "Appoint somebody as adviser for boards at Lone."
    assert "“appointments”" in finding["help"]


def test_a_reason_is_not_shown_where_people_are_hidden(register: Path, tmp_path: Path) -> None:
    for format_ in report_formats():
        reported(
            register, "--format", format_, "--redact", "--output", str(tmp_path / f"a{report_format(format_).ENDING}")
        )
    assert [file.name for file in tmp_path.glob("a.*") if "Æsj" in _content(file)] == []


def test_a_reason_for_leave_is_nowhere_and_neither_are_its_days(tmp_path: Path) -> None:
    away = FILES["units/ie.yaml"].replace(
        "name: Ola Hansen", "name: Ola Hansen, leave: [{from: 2026-11-03, to: 2027-04-05}]"
    )
    register = written(tmp_path / "register", FILES | {"units/ie.yaml": away})
    for format_ in TEXT_FORMATS:
        shown = reported(register, "--format", format_).out.decode()
        assert "Ola Hansen" in shown
        assert not re.search("2026-11-03|2027-04-05|3 November|5 April", shown)
        assert re.search("6 April 2027|2027-04-06", shown), format_
        hidden = reported(register, "--format", format_, "--redact").out.decode()
        assert not re.search("6 April 2027|2027-04-06", hidden)


# --- hostile registers


def deceiving_files() -> dict[str, str | bytes]:
    """The corpus in every text that a gap report shows, as far as files can hold it; and in those that cannot be read."""
    texts = [_quoted(text) for text in CORPUS.values() if not _REFUSED.search(text)]
    units = {
        f"units/h{number}.yaml": (
            f"id: h{number}\nkind: faculty\nname: {text}\nparent: ie\nleader: p{number}\n"
            f"people:\n- {{id: p{number}, name: {text}, to: 2026-12-31}}\n"
            f"appointments:\n- {{person: p{number}, role: r{number}, process: x{number}, from: 2020-01-01}}\n"
            f"- {{person: p{number}, role: adviser, process: access, from: 2020-01-01}}\n"
        )
        for number, text in enumerate(texts)
    }
    cards = {
        f"roles/r{number}.yaml": (
            f"id: r{number}\nrole: r{number}\nname: {text}\nmandate: M\nsource: s{number}\n"
            f"competence: {{expert: [{{id: c{number}, text: {text}}}]}}\n"
            f"norms:\n- {{id: a, kind: completed, norm: must, course: k{number}, section: {text}, note: {text}}}\n"
            f"- {{id: b, kind: attested, norm: must, competence: c{number}}}\n"
        )
        for number, text in enumerate(texts)
    }
    lists = {
        "processes.yaml": "- {id: x%d, name: %s}\n",
        "courses.yaml": "- {id: k%d, name: %s}\n",
        "sources.yaml": "- {id: s%d, kind: card, title: %s, owner: %s, approved_by: X}\n",
        "waivers.yaml": "- {id: w%d, rule: course-missing, person: p%d, reason: %s, granted_by: kari, granted: 2026-01-01, until: 2026-12-31}\n",
    }
    written = {
        path: "".join(_filled(line, number, text) for number, text in enumerate(texts)) for path, line in lists.items()
    }
    beginning = {path: text for path, text in _files().items() if path.startswith("units/")}
    settings = {"rolecheck.yaml": TINY["rolecheck.yaml"].replace("Tiny", texts[CORPUS_OF_THE_REGISTER])}
    whole = {path: TINY.get(path, "") + text for path, text in written.items()}
    return {**beginning, **units, **cards, **whole, **settings}


def _filled(line: str, number: int, text: str) -> str:
    numbers = line.count("%d")
    return line % (*[number] * numbers, *[text] * line.count("%s"))


@pytest.fixture(scope="module")
def deceiving_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_register(tmp_path_factory.mktemp("deceiving"), deceiving_files())


@pytest.fixture(scope="module")
def hostile(deceiving_register: Path) -> Callable[[str], bytes]:
    made: dict[str, bytes] = {}

    def rendered(format_: str) -> bytes:
        if format_ not in made:
            target = deceiving_register.parent / f"deceiving{report_format(format_).ENDING}"
            reported(deceiving_register, "--format", format_, "--output", str(target), "--language", "en")
            made[format_] = target.read_bytes()
        return made[format_]

    return rendered


def test_every_text_of_the_corpus_is_there_to_deceive(hostile: Callable[[str], bytes]) -> None:
    report = json.loads(hostile("json"))
    names = {unit["name"] for unit in report["units"]}
    reasons = {waiver["reason"] for unit in report["units"] for waiver in unit["waivers"]}
    for text in CORPUS.values():
        if not _REFUSED.search(text):
            assert {text} <= names & reasons


@pytest.mark.parametrize("format_", TEXT_FORMATS)
def test_nothing_that_nobody_can_see_and_no_command_leaves(format_: str, hostile: Callable[[str], bytes]) -> None:
    text = hostile(format_).decode().removeprefix("\ufeff").replace("\r\n", "\n")
    if format_ == "html":
        text = re.sub("<style>.*?</style>", "", text, flags=re.DOTALL)
    assert sorted(set(_CONTROL.findall(_COLOUR.sub("", text)))) == []
    assert sorted(set(_INVISIBLE.findall(text))) == []
    assert obeyed_by_github(text) == []
    assert obeyed_by_azure(text) == []


def test_no_formula_survives(hostile: Callable[[str], bytes]) -> None:
    rows = list(csv.reader(io.StringIO(hostile("csv").decode("utf-8-sig"), newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1
    assert [cell for row in rows for cell in row if cell.strip()[:1] in {*"=+-@＝＋－＠\t\r\n"} - {""}] == []
    book = load_workbook(io.BytesIO(hostile("xlsx")))
    types = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert types <= {"s", "d", "n"}
    values = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert not [value for value in values if _CONTROL.search(value) or _INVISIBLE.search(value)]
    with ZipFile(io.BytesIO(hostile("xlsx"))) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "vba" in name.lower()]
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name)


def test_no_element_no_link_and_no_script_comes_from_a_file(hostile: Callable[[str], bytes], register: Path) -> None:
    expected = {tag for tag, _ in Page(reported(register, "--format", "html").out.decode()).elements} | {
        "ol",
        "li",
        "ul",
        "a",
    }
    page = Page(hostile("html").decode())
    assert {tag for tag, _ in page.elements} <= expected
    assert [attrs for _, attrs in page.elements if any(name.startswith("on") for name in attrs)] == []
    links = [str(attrs.get("href")) for tag, attrs in page.elements if tag in {"a", "link"}]
    assert [link for link in links if not link.startswith(("#", "data:,", "unit/"))] == []
    assert "forged" in page.words  # it is shown, as text


def test_markdown_makes_no_link_and_no_element(hostile: Callable[[str], bytes]) -> None:
    text = hostile("markdown").decode()
    tokens = [inner for token in MARKDOWN.parse(text) for inner in (token, *(token.children or ()))]
    kinds = {token.type for token in tokens}
    assert kinds & {"link_open", "image", "code_inline", "fence", "code_block", "s_open"} == set()
    html = {token.content.strip() for token in tokens if token.type in {"html_inline", "html_block"}}
    assert html <= {"<!-- -->"}


def test_json_is_json(hostile: Callable[[str], bytes]) -> None:
    report = json.loads(hostile("json"))
    assert report["format"] == "rolecheck-gap-report/1"


@pytest.mark.parametrize("format_", report_formats())
def test_hostile_names_stay_inside_the_folder(format_: str, deceiving_register: Path, tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"
    out.parent.mkdir()
    reported(deceiving_register, "--format", format_, "--output", f"{out}/")
    assert os.listdir(tmp_path / "a") == ["out"]
    names = [str(file.relative_to(out)) for file in out.rglob("*") if stat.S_ISREG(file.lstat().st_mode)]
    shape = rf"(index|unit/[a-z0-9-]+){re.escape(report_format(format_).ENDING)}|\.rolecheck-\w+"
    assert [name for name in names if not re.fullmatch(shape, name)] == []
