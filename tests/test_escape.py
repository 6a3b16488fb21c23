"""One corpus of texts that were written to deceive, in values, keys, ids and file names, through every format."""

import os
import re
from functools import cache
from pathlib import Path

import pytest

from rolecheck.render.formats import formats
from tinyregister import FILES, UNIT, Run, validate, write_register

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
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
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
    long_names = ", ".join(_quoted(text) for text in CORPUS.values() if "\0" not in text)
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
    for shown in (done.out.decode(), done.err.decode()):
        without_colours = _COLOUR.sub("", shown) if color == "always" else shown
        assert sorted(set(_CONTROL.findall(without_colours))) == []
        assert sorted(set(_INVISIBLE.findall(without_colours))) == []
        assert "Traceback" not in shown
        assert not re.search(r"^(::|##)", shown, re.MULTILINE)


def test_nothing_invisible_leaves_by_a_redacted_file(hostile_register: Path, tmp_path: Path) -> None:
    for format_ in formats():
        validate(hostile_register, "--format", format_, "--redact", "--output", str(tmp_path / format_))
        assert not _CONTROL.search((tmp_path / format_).read_text(encoding="utf-8"))
        assert not _INVISIBLE.search((tmp_path / format_).read_text(encoding="utf-8"))


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
    assert longest < (20_000 if format_ in {"gitlab", "json", "sarif"} else 1_500)


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
        assert validate(write_register(folder), "--format", format_).code == 0
    (folder / "units/ie.yaml").unlink()
    done = validate(folder)
    assert (done.code, done.out) == (2, b"")
    assert not _CONTROL.search(done.err.decode())
    assert "\n::error" not in done.err.decode()
