"""One corpus of texts that were written to deceive, in values, keys, ids and file names, through every format."""

import csv
import io
import json
import os
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pipelines import obeyed_by_azure, obeyed_by_github
from rolecheck.render.formats import formats
from tinyregister import DAY, FILES, ROLECHECK, UNIT, Run, run, validate, write_register

COMMANDS = {"github", "azure"}  # the formats that are commands

ESC, CSI_C1, OSC_C1 = "\x1b", "\x9b", "\x9d"
# What no file may hold at all (U+0080 and below U+00A0, controls, overrides) and what it may, but nobody can see.
CORPUS = {
    "command for GitHub": "\n::error file=x::forged",
    "command in a line": "a::error::forged",
    "command of Azure": "##[error]forged",
    "group of Azure": "\n##vso[task.complete result=Succeeded]",
    "colours": f"{ESC}[31mred{ESC}[0m",
    "screen cleared": f"{ESC}[2J{ESC}[H",
    "link of a terminal": f"{ESC}]8;;http://evil.example{ESC}\\click{ESC}]8;;{ESC}\\",
    "clipboard of a terminal": f"{ESC}]52;c;Zm9yZ2Vk\x07",
    "title of a terminal": f"{ESC}]0;forged\x07",
    "C1 sequence": f"{CSI_C1}31mred",
    "C1 command": f"{OSC_C1}52;c;Zm9yZ2Vk\x9c",
    "override": "\u202egnirts",
    "isolate": "\u2066abc\u2069",
    "mark of direction": "a\u200fb\u061cc",
    "zero width": "a\u200bb\u200cc\u200dd\u2060e",
    "soft hyphen": "a\u00adb",
    "filler of Hangul": "a\u3164b\u115fc\uffa0d",
    "variation selectors": "a\ufe0fb\U000e0100c",
    "tags": "a\U000e0041\U000e007fb",
    "annotation": "a\ufff9b\ufffac\ufffbd",
    "mark of byte order": "a\ufeffb",
    "line of Unicode": "a\u2028b\u2029c\u0085d",
    "carriage return": "a\rforged",
    "backspace": "abc\b\b\bxyz",
    "bell and NUL": "a\x07b\x00c",
    "DEL": "a\x7fb",
    "tab": "a\tb",
    "command of GitHub with properties": "x\n\r::error file=a,line=1::forged%0A::stop-commands::forged",
    "command after spaces": " \u3000\u00a0::error::forged",
    "command across texts": "::error::",
    "pausing commands": "::stop-commands::forged",
    "command of old in a line": "a ##[set-env name=PATH;]forged ##[error]forged",
    "command of Azure in a line": "a ##vso[task.setvariable variable=x]forged",
    "keyword of Azure": "##vso",
    "folded command": "a" * 60 + " ::error::forged " + "b" * 30 + " ::warning::forged",
    "codes of commands": "%0A::error::x %0D %25 %3A%2C %AZP25 %3B%5D",
    "properties": ",line=99,title=forged::x;sourcepath=y]z",
    "end of CDATA": "]]>",
    "end of a script": "--></script><script>alert(1)</script>",
    "comment": "<!-- a --> <!--",
    "link of Markdown": "[click](http://evil.example) <http://evil.example> [a]: http://evil.example",
    "picture of Markdown": "![x](http://evil.example/x.png)",
    "row of Markdown": "a | b | c |\n|---|---|\n| d",
    "backticks": "``` `a` ``b`` ```\n~~~",
    "stress": "*a* **b** _c_ __d__ ~~e~~",
    "escapes of Markdown": "\\| \\[a\\](b) \\",
    "mentions": "@kari @org/team ,@ola kari@example.org",
    "references": "#123 org/repo#12 GH-12 !34 %5 $6 ~label &7 #a",
    "addresses": "http://evil.example https://evil.example www.evil.example ftp://evil.example mailto:a@evil.example",
    "emoji": ":tada: :+1: :x:",
    "mathematics": "$x$ $$y$$ $`z`$",
    "details": "</details></summary><details open>",
    "heading": "# a",
    "item": "- [ ] a",
    "entity": "&lt;b&gt; &#60;b&#62; &copy;",
    "formula of a command": "=cmd|' /C calc'!A0",
    "formula with a plus": "+1+cmd|' /C calc'!A0",
    "formula with a minus": "-2+3",
    "formula with an at": "@SUM(1)",
    "formula after space": "  =1+1",
    "formula after a tab": "\t=1+1",
    "formula in wide signs": "＝1+1",
    "formula after a separator": "a;=1+1,=1+1",
    "formula after a quote": '"=1+1","=1+1',
    "lone surrogate": "a\ud800b\udfff",
    "longer than any text": "y" * 100_000,
    "markup of rich closed": "[/x]",
    "markup of rich": "[link=http://evil.example]click[/link] [red]x[/red] [@click=x]y[/]",
    "braces": "{register} {0} {value!r:>99999999} {{}}",
    "per cent": "%s %n %(x)s",
    "entities": "<script>alert(1)</script> &amp; ]]> <!-- -->",
    "Markdown": "| a | `b` | ![x](http://evil.example) |",
    "formula": "=HYPERLINK(1)",
    "quotes": "\"'`“”\\",
    "backslashes": "\\x1b[31m \\u202e \\n",
    "finding": "units/ie.yaml:1:1: error[forged] x",
    "signs of many": "a" + "\u0301" * 500,
    "very long": "x" * 9_999,
}
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff"
    "\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
# What the reader refuses, so that no rule ever sees it.
_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|.{10001}"
)
_COLOUR = re.compile("\x1b\\[(?:0|2|34|1(?:;3[0-7])?)m")


def _quoted(text: str) -> str:
    """The text between double quotes of YAML, with escapes where a file cannot hold it as it is."""
    return '"' + "".join(sign if sign.isalnum() and sign.isascii() else f"\\U{ord(sign):08x}" for sign in text) + '"'


def _files() -> dict[str, str | bytes]:
    """The corpus in every place that a finding can quote."""
    files: dict[str, str | bytes] = {}
    for number, text in enumerate(CORPUS.values()):
        quoted, name = _quoted(text), f"units/u{number}"
        raw = text.encode("utf-8", "surrogatepass")
        files[f"{name}-id.yaml"] = UNIT.replace("xx", quoted)
        files[f"{name}-name.yaml"] = f"id: u{number}-name\nkind: faculty\nname: {quoted}\nleader: kari\n"
        files[f"{name}-kind.yaml"] = f"id: u{number}-kind\nkind: {quoted}\nname: X\nleader: kari\n"
        files[f"{name}-parent.yaml"] = UNIT.replace("xx", f"u{number}-parent") + f"parent: {quoted}\n"
        files[f"{name}-key.yaml"] = UNIT + f"? {quoted}\n: x\n"
        files[f"{name}-twice.yaml"] = UNIT + f"? {quoted}\n: x\n? {quoted}\n: x\n"
        files[f"{name}-contact.yaml"] = UNIT + f"contacts:\n  ? {quoted}\n  : x\n"
        files[f"{name}-raw.yaml"] = UNIT.encode() + b"# " + raw + b"\nparent: " + raw + b"\n"
        files[f"{name}-plain.yaml"] = UNIT.encode() + raw + b": " + raw + b"\n"
        files[f"{name}-person.yaml"] = (
            UNIT.replace("xx", f"u{number}-person")
            + f"people:\n- {{id: p{number}, name: {quoted}}}\n- {{id: p{number}, name: {quoted}}}\n"
            + f"appointments:\n- {{person: {quoted}, role: {quoted}, process: {quoted}, from: {quoted}}}\n"
        )
        files[f"{name}-anchor.yaml"] = f"id: &a{number} {quoted}\n".encode()
    long_names = ", ".join(_quoted(text) for text in CORPUS.values() if "\0" not in text and len(text) <= 10_000)
    files["sources.yaml"] = FILES["sources.yaml"] + "".join(
        f"- {{id: s{number}, title: {_quoted(text)}, kind: {_quoted(text)}, expires: 2020-01-01}}\n"
        for number, text in enumerate(CORPUS.values())
        if not _REFUSED.search(text)
    )
    files["waivers.yaml"] = f"- {{id: w, rule: r, unit: u, reason: [{long_names}]}}\n"
    return files


def _hostile_names(folder: Path) -> int:
    """Files and folders whose names deceive, as far as the file system takes them; how many there are."""
    made = 0
    names = [text.encode("utf-8", "surrogatepass") for text in CORPUS.values()]
    names += [b"\xff", b"\xed\xa0\x80", b"a\xc3", b"-rf", b" ", b"x" * 250]
    for name in names:
        if b"\0" in name or b"/" in name or len(name) > 250:
            continue
        for path in (b"units/" + name + b".yaml", b"units/" + name + b".txt"):
            Path(os.fsdecode(os.fsencode(folder) + b"/" + path)).write_text(UNIT, encoding="utf-8")
            made += 1
    return made


@pytest.fixture(scope="session")
def hostile_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    register = write_register(tmp_path_factory.mktemp("escape"), _files())
    assert _hostile_names(register) > 50
    (register / ".git").mkdir()  # a repository of its own
    return register


def _lines(data: bytes) -> str:
    """What a format shows, without the mark and the carriage returns that belong to csv."""
    text = data.decode()
    return text[1:].replace("\r\n", "\n") if text.startswith("\ufeff") else text


@cache
def said(register: Path, format_: str, color: str = "never", language: str = "en") -> Run:
    return validate(register, "--format", format_, "--color", color, "--language", language)


@pytest.fixture(scope="session")
def report(hostile_register: Path) -> Run:
    """The JSON report, by which the other formats are judged."""
    return said(hostile_register, "json")


@pytest.mark.parametrize("format_", formats())
@pytest.mark.parametrize(("color", "language"), [("never", "en"), ("always", "nb")])
def test_nothing_invisible_leaves(format_: str, color: str, language: str, hostile_register: Path) -> None:
    done = said(hostile_register, format_, color, language)
    assert done.code == 1
    for shown in (_lines(done.out), done.err.decode()):
        without_colours = _COLOUR.sub("", shown) if color == "always" else shown
        assert sorted(set(_CONTROL.findall(without_colours))) == []
        assert sorted(set(_INVISIBLE.findall(without_colours))) == []
        assert "Traceback" not in shown
        if format_ not in COMMANDS:
            assert obeyed_by_github(shown) == []
            assert obeyed_by_azure(shown) == []


def test_nothing_invisible_leaves_by_a_redacted_file(hostile_register: Path, tmp_path: Path) -> None:
    outputs = [f"--output={format_}:{tmp_path / format_}" for format_ in formats()]
    assert validate(hostile_register, "--redact", *outputs).code == 1
    for format_ in formats():
        shown = _lines((tmp_path / format_).read_bytes())
        assert not _CONTROL.search(shown)
        assert not _INVISIBLE.search(shown)


def test_json_says_what_stands_in_the_files(report: Run) -> None:
    assert report.code == 1
    kinds = {finding["subject"]["value"] for finding in report.findings if finding["subject"].get("field") == "kind"}
    assert kinds == {text for text in CORPUS.values() if not _REFUSED.search(text)}
    assert all(isinstance(finding["message"], str) and finding["message"] for finding in report.findings)


def test_concise_gives_each_finding_one_line(report: Run, hostile_register: Path) -> None:
    done = said(hostile_register, "concise")
    lines = done.out.decode().split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(report.findings)
    severity = re.compile(r": (?:error|warning|note)\[[a-z-]+\] ")
    assert all(severity.search(line) for line in lines)
    assert max(map(len, lines)) < 5_000


def test_terminal_gives_each_finding_one_head_and_one_place(report: Run, hostile_register: Path) -> None:
    shown = said(hostile_register, "terminal").out.decode()
    assert len(re.findall(r"^(?:error|warning|note)\[[a-z-]+\]: ", shown, re.MULTILINE)) == len(report.findings)
    assert len(re.findall(r"^ +--> ", shown, re.MULTILINE)) == len(report.findings)
    assert "error[forged]:" not in shown


def test_lines_of_json_say_what_the_report_says(report: Run, hostile_register: Path) -> None:
    header, *findings = map(json.loads, said(hostile_register, "jsonl").out.decode().rstrip("\n").split("\n"))
    assert findings == report.findings
    assert header == {key: value for key, value in report.report.items() if key != "findings"}


def test_github_obeys_one_command_a_finding(report: Run, hostile_register: Path) -> None:
    shown = said(hostile_register, "github").out.decode()
    commands = obeyed_by_github(shown)
    assert len(commands) == shown.count("\n")  # no line is anything else
    assert obeyed_by_azure(shown) == []
    assert {command.name for command in commands} <= {"error", "warning", "notice"}
    assert {*(name for command in commands for name in command.properties)} == {
        *("file", "line", "endLine", "col", "endColumn", "title")
    }
    placed = [command.properties for command in commands if "file" in command.properties]
    lines = Counter((found["rule"], str(found["line"])) for found in report.findings)
    assert Counter((command["title"].rpartition("[")[2][:-1], command["line"]) for command in placed) == lines
    assert all(command["file"].partition("units/")[2] or command["file"].endswith(".yaml") for command in placed)


def test_azure_obeys_one_command_an_error(report: Run, hostile_register: Path) -> None:
    shown = said(hostile_register, "azure").out.decode()
    commands = obeyed_by_azure(shown)
    assert obeyed_by_github(shown) == []
    assert {command.name for command in commands} == {"task.logissue"}
    placed = [command.properties for command in commands if "code" in command.properties]
    assert all({*command} == {"type", "sourcepath", "linenumber", "columnnumber", "code"} for command in placed)
    lines = Counter((f["severity"], f["rule"], str(f["line"])) for f in report.findings if f["severity"] != "note")
    assert Counter((command["type"], command["code"], command["linenumber"]) for command in placed) == lines


@pytest.mark.parametrize(("name", "separator"), [("comma", ","), ("semicolon", ";")])
def test_csv_has_one_row_a_finding_and_no_formula(
    name: str, separator: str, report: Run, hostile_register: Path
) -> None:
    data = validate(hostile_register, "--format", "csv", "--csv-separator", name).out
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator, strict=True))
    assert len(rows) == 1 + len(report.findings)
    assert {len(row) for row in rows} == {12}
    assert [cell for row in rows for cell in row if cell.strip()[:1] in {*"=+-@＝＋－＠\t\r\n"} - {""}] == []
    assert max(len(cell) for row in rows for cell in row) < 32_767
    assert [row[-1] for row in rows[1:]] == [finding["fingerprint"] for finding in report.findings]


@pytest.mark.parametrize("columns", ["20", "41", "80", "97", "400"])
@pytest.mark.parametrize(
    "command",
    ["validate {}", "validate {} --format concise", "report {}", "people --register {}", "card --register {}"],
)
def test_no_pipeline_obeys_what_is_shown_at_any_width(command: str, columns: str, hostile_register: Path) -> None:
    words = command.format(hostile_register).split()
    day = [] if words[0] == "card" else ["--as-of", DAY]
    done = run(*ROLECHECK, *words, *day, "--color", "never", env={"COLUMNS": columns})
    assert done.code in {0, 1}
    for shown in (done.out.decode(), done.err.decode()):
        assert obeyed_by_github(shown) == []
        assert obeyed_by_azure(shown) == []
        assert "##vso" not in shown


def test_braces_in_a_file_are_no_placeholders(report: Run) -> None:
    messages = [finding["message"] for finding in report.findings]
    assert f"There is no unit kind “{CORPUS['braces']}”" in messages
    assert any(message.startswith(f"{CORPUS['braces']} has no") for message in messages)


@pytest.mark.parametrize("format_", formats())
def test_a_path_of_a_hundred_thousand_characters_is_shortened(format_: str, tmp_path: Path) -> None:
    """A name can have 255 bytes, a path 4,095, a text 10,000 characters; whatever is longer comes from the command line."""
    deep = "units/" + ("d" * 200 + "/") * 15
    write_register(tmp_path, {f"{deep}xx.yaml": UNIT + f"parent: {'y' * 10_000}\n"})
    done = validate(tmp_path, "--format", format_)
    assert done.code == 1
    longest = max(len(line) for line in done.out.decode().split("\n"))
    assert longest < (1_500 if format_ in {"terminal", "concise", "markdown"} else 40_000)


@pytest.mark.parametrize("name", [b"\xff", b"\xed\xa0\x80"])
@pytest.mark.parametrize("format_", formats())
def test_two_names_that_are_no_text_are_two_files(name: bytes, format_: str, tmp_path: Path) -> None:
    write_register(tmp_path)
    for first in (name, name + b"\xfe"):
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/units/" + first + b".yaml")).write_text("[", encoding="utf-8")
    done = validate(tmp_path, "--format", format_)
    assert (done.code, b"Traceback" in done.err) == (1, False)
    assert done.out.count(b"invalid-yaml") >= 2


def test_a_register_whose_own_folder_is_no_text(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m\n::error::x"))
    folder.mkdir()
    for format_ in formats():
        done = validate(write_register(folder), "--format", format_)
        assert done.code == 0
        assert not _CONTROL.search(_lines(done.out))
        assert all(command.data != "x" for command in obeyed_by_github(_lines(done.out)))
    (folder / "units/ie.yaml").unlink()
    done = validate(folder)
    assert (done.code, done.out) == (2, b"")
    assert not _CONTROL.search(done.err.decode())
    assert "\n::error" not in done.err.decode()
