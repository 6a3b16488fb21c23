"""The example registers, and what README.md shows of them and tells a reader to write."""

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from examples import report_on
from rolecheck.check import Report, check
from rolecheck.document import Document
from rolecheck.files import read_folder
from rolecheck.policy import Policy
from rolecheck.register import build
from rolecheck.rule import Group
from rolecheck.rules import all_rules

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DAY = date(2026, 11, 21)
GROUPS = {"gaps": {Group.COMPLIANCE, Group.CARE}, "mistakes": {Group.FILE, Group.REGISTER}}
CONSOLE = re.compile(r"^```console\n\$ rolecheck ([^\n]+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SNIPPET = re.compile(r"^\*\*([^*\n]+)\*\*(?:(?!^\*\*).)*?^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def report_of(name: str) -> Report:
    register = build(read_folder(ROOT / "examples" / name))
    return check(register, Policy.of(register), DAY)


# --- the examples


@pytest.mark.parametrize("name", GROUPS)
def test_an_example_shows_every_rule_of_its_groups_and_no_other(name: str) -> None:
    shown = {finding.rule for finding in report_of(name).findings}
    assert shown == {rule.id for rule in all_rules().values() if rule.group in GROUPS[name]}


@pytest.mark.parametrize("name", GROUPS)
def test_every_rule_is_named_where_it_is_shown(name: str) -> None:
    files = [path for path in sorted((ROOT / "examples" / name).rglob("*")) if path.is_file()]
    words = "\n".join(f"{path}\n{path.read_text(encoding='utf-8')}" for path in files)
    rules = (rule for rule in all_rules().values() if rule.group in GROUPS[name])
    assert [rule.id for rule in rules if rule.id not in words] == []


@pytest.mark.parametrize("name", GROUPS)
def test_the_people_are_invented(name: str) -> None:
    people = report_of(name).register.people.values()
    assert people
    assert all((person.email or "").endswith("@example.org") for person in people)


def test_the_list_of_examples_names_every_folder() -> None:
    listed = (ROOT / "examples" / "README.md").read_text(encoding="utf-8")
    folders = {path.name for path in (ROOT / "examples").iterdir() if path.is_dir()}
    assert folders == set(GROUPS)
    assert all(f"rolecheck validate examples/{name} --as-of {DAY}" in listed for name in folders)


# --- README.md


def test_the_readme_shows_what_rolecheck_prints() -> None:
    blocks = CONSOLE.findall(README)
    assert blocks
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    for arguments, shown in blocks:
        command = [sys.executable, "-m", "rolecheck", *arguments.split()]
        run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
        assert (run.stdout.decode(), run.returncode) == (shown, 1)


CATALOGUE = {
    "rolecheck.yaml": "register: NTNU\nunit_kinds: [universitet, fakultet]\n",
    "processes.yaml": "- {id: innsyn, name: Innsyn}\n",
    "courses.yaml": "- {id: dfo-forvaltning-offentleglova, name: DFØ-kurs}\n",
    "roles/prosessradgiver.yaml": (
        "id: prosessradgiver\nrole: prosessradgiver\nname: Prosessrådgiver\nmandate: Gir råd.\nnorms:\n"
        "  - {id: to, kind: unit-headcount, norm: should, at: [fakultet], people: 2}\n"
    ),
    "units/ntnu.yaml": "id: ntnu\nkind: universitet\nname: NTNU\nleader: per.li\npeople:\n  - {id: per.li}\n",
}
IE = "id: ie\nkind: fakultet\nname: IE\nleader: per.li\n"
KARI = "people:\n  - {id: kari.nordmann}\n"
IN_NORWEGIAN = (ROOT / "docs" / "rediger-registeret.md").read_text(encoding="utf-8")
SNIPPETS = SNIPPET.findall(README.partition("## Editing the register")[2].partition("\n## ")[0])
NORWEGIAN_SNIPPETS = SNIPPET.findall(IN_NORWEGIAN)


def with_snippet(snippet: str) -> dict[str, bytes]:
    """A tiny register into which a snippet has been written where README.md says that it belongs."""
    files = dict(CATALOGUE)
    if snippet.startswith("- "):
        files |= {"units/hf.yaml": IE.replace("id: ie", "id: hf"), "waivers.yaml": snippet}
    else:
        files["units/ie.yaml"] = IE + ("" if snippet.startswith("people:") else KARI) + snippet
    return {path: text.encode() for path, text in files.items()}


def test_the_readme_tells_how_to_make_the_common_edits() -> None:
    assert [title for title, _ in SNIPPETS] == [
        "Add a person.",
        "Appoint somebody.",
        "Note a course.",
        "End an appointment.",
        "Ask for a waiver.",
    ]


def test_the_norwegian_page_makes_the_same_edits_and_more() -> None:
    assert {snippet for _, snippet in SNIPPETS} < {snippet for _, snippet in NORWEGIAN_SNIPPETS}
    assert [title for title, _ in NORWEGIAN_SNIPPETS] == re.findall(r"^\*\*(.+?)\*\*", IN_NORWEGIAN, re.MULTILINE)


EDITS = [*SNIPPETS, *NORWEGIAN_SNIPPETS]


@pytest.mark.parametrize("snippet", [snippet for _, snippet in EDITS], ids=[title for title, _ in EDITS])
def test_an_edit_of_the_readme_is_sound(snippet: str) -> None:
    assert Document.read("snippet.yaml", snippet.encode()).mistakes == ()
    report = report_on(with_snippet(snippet), DAY)
    sound = (Group.COMPLIANCE, Group.CARE)
    assert [found.rule for found in report.findings if all_rules()[found.rule].group not in sound] == []
    assert report.waived == snippet.startswith("- ")


def test_the_commands_are_listed() -> None:
    listed = re.findall(r"^\| `rolecheck ([a-z]+)", README, re.MULTILINE)
    folder = ROOT / "src" / "rolecheck" / "cli"
    assert sorted(listed) == sorted(path.stem for path in folder.glob("[a-z]*.py"))


def test_the_options_exist() -> None:
    commands = (ROOT / "src" / "rolecheck" / "cli").glob("*.py")
    options = "".join(path.read_text(encoding="utf-8") for path in commands)
    described = set(re.findall(r"(--[a-z][a-z-]*)", README)) - {"--help"}
    assert described <= set(re.findall(r"\"(--[a-z-]+)\"", options))
