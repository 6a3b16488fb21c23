"""What docs/privacy.md and docs/personvern.md claim and tell people to do, done."""

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from gitrepository import Repository, git
from rolecheck import model
from rolecheck.references import Target
from rolecheck.render import report
from rolecheck.render.format_names import formats
from rolecheck.schema.known import REFERENCES
from rolecheck.shape import keys_of
from test_redacted_outputs import OUT, REGISTER, Command, everything
from tinyregister import DAY, FILES, ROLECHECK, Run, run, validate, write_register

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
NORWEGIAN = (ROOT / "docs" / "personvern.md").read_text(encoding="utf-8")
BLOCKS = [
    "".join(line[len(indent) :] + "\n" for line in body.splitlines())
    for indent, body in re.findall(r"^( *)```sh\n(.*?)^ *```$", PAGE, re.MULTILINE | re.DOTALL)
]
# Where the files hold a shape that tells of a person.
ABOUT_PEOPLE = {
    "Person": "people.",
    "Leave": "people.leave.",
    "Completion": "people.courses.",
    "Attestation": "people.attested.",
    "Appointment": "appointments.",
    "Decision": "appointments.decided.",
}
ELSEWHERE = {"Unit": "", "Group": "groups.", "Waiver": "waivers."}
UNIT = (
    "id: xx\nkind: faculty\nname: X\nleader: kari\npeople:\n"
    "  - {id: kari.nordmann, name: Kari Nordmann, email: kari.nordmann@example.org}\n"
    "appointments:\n  - {person: kari.nordmann, role: adviser, process: access, from: 2020-01-01}\n"
)


def test_every_key_about_people_is_on_the_page() -> None:
    table = PAGE.partition("| key | must be there |")[2].partition("\n\n")[0]
    named = {key for row in table.splitlines() for key in re.findall(r"`([a-z_.]+)`", row.partition(" | ")[0])}
    of_people = {prefix + key.name for shape, prefix in ABOUT_PEOPLE.items() for key in keys_of(getattr(model, shape))}
    referring = {
        ELSEWHERE[shape] + key
        for (shape, key), target in REFERENCES.items()
        if target is Target.PERSON and shape in ELSEWHERE
    }
    assert named == of_people | referring | {"waivers.reason"}


def test_every_option_on_the_pages_exists() -> None:
    helps = [
        run(*ROLECHECK, name, "--help").out.decode() for name in ("validate", "report", "site", "schema", "baseline")
    ]
    of_git = {"--replace-text", "--replace-message", "--path-rename", "--mailmap"}
    for page in (PAGE, NORWEGIAN):
        named = set(re.findall(r"--[a-z][a-z-]+", page)) - of_git
        assert {"--redact", "--redact-key-file", "--public"} <= named
        assert {option for option in named if option not in "".join(helps)} == set()


SHOWING: list[Command] = [
    *(("report", REGISTER, "--as-of", DAY, "--format", name, "--output", f"{OUT}/one") for name in formats(report)),
    ("people", "--register", REGISTER, "--as-of", DAY),
    ("site", REGISTER, "--as-of", DAY, "--output", OUT),
    ("validate", REGISTER, "--as-of", DAY),
]


@pytest.mark.parametrize("command", SHOWING, ids=" ".join)
def test_no_report_shows_an_address(command: Command, tmp_path: Path) -> None:
    _, words = everything(command, write_register(tmp_path / "r", {"units/xx.yaml": UNIT}), tmp_path / "out")
    assert "kari nordmann" in words or command[0] == "validate"
    assert "kari nordmann example org" not in words


def test_a_fingerprint_can_be_traced_by_who_knows_the_ids(tmp_path: Path) -> None:
    unused = UNIT.partition("appointments:")[0]
    register = write_register(tmp_path / "r", {"units/xx.yaml": unused})
    plain, hidden = validate(register, "--select", "unused-person"), validate(register, "--redact")
    (finding,) = plain.findings
    identity = json.dumps(["unused-person", finding["subject"]], separators=(",", ":"))
    guessed = hashlib.sha256(identity.encode()).hexdigest()[:32]
    assert guessed == finding["fingerprint"]
    assert guessed.encode() not in hidden.out


# What the page says of names, and whose names these are.
CLAIMED = {
    "Nordmann-Hansen, Kari": "Kari Anne Nordmann-Hansen",
    "Anne Hansen": "Kari Anne Nordmann-Hansen",
    "K. A. Nordmann-Hansen": "Kari Anne Nordmann-Hansen",
    "KA Nordmann": "Kari Anne Nordmann-Hansen",
    "Kari Marie Dale": "Kari Dale",
    "k.dale": "Kari Dale",
    "van der Berg, Eva": "Eva van der Berg",
    "Andre Linde": "André Lindé",
    "Haakon Stroem": "Håkon Strøm",
    "Lisa Vik2": "Lisa Vik",
    "KariNordmann": "Kari Anne Nordmann-Hansen",
    "kari%2Enordmann": "Kari Anne Nordmann-Hansen",
}


@pytest.mark.parametrize("said", CLAIMED)
def test_a_name_is_hidden_as_the_page_says(said: str, tmp_path: Path) -> None:
    assert f"“{said}”" in PAGE or f"`{said}`" in PAGE
    unit = f"id: xx\nkind: group\nname: X\npeople: [{{id: x1, name: {CLAIMED[said]}}}]\n"
    card = f"id: adviser\nrole: adviser\nname: Adviser\nmandate: Rings {said} first.\n"
    register = write_register(tmp_path / "r", {"units/xx.yaml": unit, "roles/adviser.yaml": card})
    plain, hidden = (
        run(*ROLECHECK, "card", "adviser", "--register", register, *options).out.decode()
        for options in ([], ["--redact"])
    )
    assert f"Rings {said} first." in plain
    assert re.search("Rings person-[0-9a-f]{10} first.", hidden)


# What both pages say is left, and who the register has.
LEFT = {
    "Berit og Ola Nordmann": ("Berit Nordmann", "Berit og "),
    "Holm AS": ("Anne Siri Holm", "Holm AS"),
    "dagbok": ("Dag Bok", "dagbok"),
    "Torstein": ("Tor Stein", "Torstein"),
}


@pytest.mark.parametrize("said", LEFT)
def test_both_pages_tell_what_is_left_of_a_name(said: str, tmp_path: Path) -> None:
    assert f"“{said}”" in " ".join(PAGE.split())
    assert f"“{said}”" in " ".join(NORWEGIAN.split())
    name, left = LEFT[said]
    unit = f"id: xx\nkind: group\nname: X\npeople: [{{id: x1, name: {name}}}, {{id: x2, name: Ola Nordmann}}]\n"
    card = f"id: adviser\nrole: adviser\nname: Adviser\nmandate: Mandate of {said} first.\n"
    register = write_register(tmp_path / "r", {"units/xx.yaml": unit, "roles/adviser.yaml": card})
    shown = run(*ROLECHECK, "card", "adviser", "--register", register, "--redact").out.decode()
    assert f"Mandate of {left}" in shown
    assert "Ola Nordmann" not in shown


@pytest.mark.parametrize("said", ["Berit", "Nordmann-Hansen", "Hansen", "Berit\n\n  Nordmann-Hansen"])
def test_what_the_page_says_is_not_hidden(said: str, tmp_path: Path) -> None:
    unit = "id: xx\nkind: group\nname: X\npeople: [{id: x1, name: Berit Anne Nordmann-Hansen}]\n"
    card = f"id: adviser\nrole: adviser\nname: Adviser\nmandate: |\n  Rings {said} first.\n"
    register = write_register(tmp_path / "r", {"units/xx.yaml": unit, "roles/adviser.yaml": card})
    assert "person-" not in run(*ROLECHECK, "card", "adviser", "--register", register, "--redact").out.decode()


# --- how to erase somebody


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with a register in `data`, in which Kari Nordmann has a task, and the tool on the path of a shell."""
    card = f"{FILES['roles/adviser.yaml']}  - {{id: kept, kind: decided, norm: should, by: leader}}\n"
    repository = Repository.create(tmp_path / "r", "data", {"units/xx.yaml": UNIT, "roles/adviser.yaml": card})
    tools = tmp_path / "tools"
    tools.mkdir()
    (tools / "rolecheck").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m rolecheck "$@"\n', encoding="utf-8")
    (tools / "rolecheck").chmod(0o755)
    return repository


def shell(repository: Repository, script: str) -> Run:
    """Run a block of the page at the top of the repository."""
    tools = repository.top.parent / "tools"
    done = run("bash", "-c", f'PATH="{tools}:$PATH"\n{script}', cwd=repository.top)
    assert done.code in {0, 1}, done.err
    return done


def block(start: str) -> str:
    """The first block of commands that begins so."""
    return next(body for body in BLOCKS if body.startswith(start))


def texts_below(folder: Path) -> Mapping[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8", errors="replace")
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def entries_about_people(repository: Repository) -> list[str]:
    """The lines of the baseline whose fingerprints tell of somebody: that nobody recorded who appointed them."""
    lines = (repository.top / "rolecheck-baseline.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if "decision-missing" in line]


def test_somebody_is_erased_as_the_page_says(repository: Repository) -> None:
    assert shell(repository, "rolecheck baseline create rolecheck-baseline.jsonl --register data").code == 0
    shell(repository, block("rolecheck report data --format html"))
    shell(repository, "rolecheck schema --register data --output schemas")
    assert len([text for text in texts_below(repository.top).values() if "kari.nordmann" in text.casefold()]) > 2
    assert len(entries_about_people(repository)) == 2
    found = shell(repository, block("grep -rnF -e kari.nordmann")).out.decode()
    assert {line.partition(":")[0] for line in found.splitlines()} == {"data/units/xx.yaml"}

    repository.change({"units/xx.yaml": UNIT.replace(UNIT[UNIT.index("people:") : UNIT.index("appointments:")], "")})
    assert b"There is no person" in shell(repository, "rolecheck validate data --language en").out
    repository.change({"units/xx.yaml": UNIT.partition("people:")[0]})
    assert b"nordmann" not in shell(repository, "rolecheck validate data").out
    shell(repository, block("rolecheck baseline update"))
    shell(repository, block("rolecheck report data --format html"))
    shutil.rmtree(repository.top / "schemas")

    left = {name for name, text in texts_below(repository.top).items() if "nordmann" in text.casefold()}
    assert {name for name in left if "/rule-" not in name} == set()  # the manual has a Kari Nordmann of its own
    assert len(entries_about_people(repository)) == 1  # that of somebody else
    repository.commit({})
    remembered = shell(repository, "git log -p -S kari.nordmann -- data")
    assert b"Kari Nordmann" in remembered.out


def test_the_page_finds_what_is_held_about_somebody(repository: Repository) -> None:
    asked = next(body for body in BLOCKS if "git log -p -S" in body)
    done = shell(repository, asked)
    assert done.code == 0
    for said in ("data/units/xx.yaml:6:", "Kari Nordmann", "+  - {id: kari.nordmann"):
        assert said in done.out.decode()


def test_the_page_makes_a_key_that_works(repository: Repository) -> None:
    assert shell(repository, block("(umask 077;")).code in {0, 1}
    text = (repository.top / "report.txt").read_text(encoding="utf-8")
    assert "person-" in text
    assert "Nordmann" not in text
    assert git(repository.top, "status", "--short", "redact.key") == "?? redact.key"
