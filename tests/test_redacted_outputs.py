"""With --redact, every command in every format is searched for every name, address and id of a register that hides them well.

The people are named in ids, names, addresses, texts, file names, keys, mistakes, waivers, and in an earlier revision.
"""

import html
import io
import re
import unicodedata
import urllib.parse
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

import tinyregister
from gitrepository import Repository
from rolecheck.render import report
from rolecheck.render.format_names import formats
from tinyregister import DAY, ROLECHECK, Run, run, write_register

LATER = "2027-06-01"
UNIT = "id: {0}\nkind: faculty\nname: {1}\nleader: {2}\n"
# All of it invented, and made of words that stand nowhere else.
FILES: Mapping[str, str] = {
    "rolecheck.yaml": "register: {nb: Registeret til Zqata Vimdal}\nlanguage: nb\nunit_kinds: [faculty, group]\nhorizon_days: 400\n",
    "processes.yaml": "- {id: access, name: Innsyn (spør Zqata Vimdal), aliases: [zqata.vimdal sin prosess]}\n",
    "courses.yaml": "- {id: law, name: Kurs hos Zqata Vimdal, valid_months: 12}\n",
    "sources.yaml": (
        "- {id: card, title: Notat av Vimdal (Zqata), kind: card, approved_by: Zqata Vimdal, approved: 2020-01-01,\n"
        "   expires: 2026-12-31, url: https://example.org/zqata%2Evimdal/oa77%40zq.example}\n"
    ),
    "roles/adviser.yaml": (
        "id: adviser\nrole: adviser\nname: Rådgiver etter Ørjåse Tverrødegård\nsource: card\n"
        "mandate: Svarer for ZqataVimdal og ørjåse_tverrødegård.\nresponsibilities: [Ringer Zqata&nbsp;Vimdal]\n"
        "competence: {basic: [{id: law-known, text: Kan loven som Zqata Vimdal}]}\n"
        "norms:\n"
        "  - {id: covered, kind: every-unit-has, norm: must, at: [faculty], processes: [access], note: Se Zqata Vimdal,\n"
        "     section: Kapittelet til Zqata Vimdal}\n"
        "  - {id: trained, kind: completed, norm: must, course: law}\n"
        "  - {id: known, kind: attested, norm: should, competence: law-known}\n"
        "  - {id: kept, kind: decided, norm: must, by: leader}\n"
        "  - {id: anchored, kind: anchored, norm: should, people: 2}\n"
        "  - {id: contact, kind: unit-contact, norm: should, at: [faculty], contact: press}\n"
    ),
    "units/ie.yaml": (
        UNIT.format("ie", "Fakultetet til Zqata Vimdals venner", "zqata.vimdal")
        + "aliases: [Zqata-Vimdal-fakultetet]\ncontacts: {press: zqata.vimdal}\nreviewed: 2020-01-01\n"
        "people:\n"
        "  - id: zqata.vimdal\n    name: Zqata Vimdal\n    email: zq-post@zq.example\n"
        "    courses: [{course: law, completed: 2024-01-01, evidence: Bevis for Zqata Vimdal}]\n"
        "  - {id: oa77, name: Ørjåse Tverrødegård, email: oa77@zq.example, leave: [{from: 2026-11-01, to: 2026-12-31}]}\n"
        "  - {id: xq9, name: Ubruka Ledigstad}\n"
        "groups: [{id: team, name: Gruppa til Zqata Vimdal, members: [zqata.vimdal, oa77]}]\n"
        "appointments:\n"
        "  - {person: zqata.vimdal, role: adviser, process: access, from: 2020-01-01, anchored_in: team,\n"
        "     decided: {by: zqata.vimdal, on: 2020-01-01, ref: Brev fra Zqata Vimdal}}\n"
        "  - {person: oa77, role: adviser, process: access, from: 2020-01-01, to: 2026-12-31}\n"
        "  - {person: savna.nokonby, role: adviser, process: access, from: 2020-01-01}\n"
    ),
    "units/zqata-vimdal.yaml": UNIT.format("zqata-vimdal", "Zqata Vimdal-senteret", "oa77") + "parent: ie\n",
    "units/oa77/below.yaml": UNIT.format("below", "Under", "zqata.vimdl") + "parent: zqata-vimdal\n",
    "units/broken.yaml": "id: broken\nkind: group\nname: Uleselig\nZqata Vimdal: leder\n"
    "people:\n  - {id: rest.fraa, name: Rest Fraavik, from: oa77}\n",
    "units/syntax.yaml": "id: syntax\nname: Zqata Vimdal: x\n",
    "units/twice.yaml": UNIT.format("twice", "To", "xq9") + "people:\n  - {id: xq9, name: Dobbel Gjengarud}\n",
    "waivers.yaml": (
        "- {id: unntak-for-zqata-vimdal, rule: decision-missing, unit: ie, reason: Zqata Vimdal er sjuk, granted_by: xq9,\n"
        "   granted: 2026-01-01, until: 2027-03-01}\n"
        "- {id: brukt, rule: course-expired, unit: ie, reason: Ørjåse Tverrødegård ventar, granted_by: oa77,\n"
        "   granted: 2026-01-01, until: 2026-12-15}\n"
    ),
}
EARLIER = {
    "units/gone.yaml": UNIT.format("gone", "Før", "borte.vaeknes")
    + "people:\n  - {id: borte.vaeknes, name: Borte Væknes, email: bv@zq.example}\n"
}
NAMES = (
    *("Zqata Vimdal", "Vimdal Zqata", "Ørjåse Tverrødegård", "Ubruka Ledigstad", "Rest Fraavik", "Dobbel Gjengarud"),
    *("Borte Væknes", "zqata vimdal", "oa77", "xq9", "rest fraa", "borte vaeknes", "zq post zq example"),
    *("oa77 zq example", "bv zq example", "savna nokonby", "zqata vimdl"),
)
WORD = re.compile(r"[^\W_]+")
REGISTER = "{register}"
OUT = "{out}"
Command = tuple[str, ...]
SHOWING_WHAT_IS_FIXED = ("terminal", "concise", "json", "jsonl", "markdown", "sarif")
COMMANDS: Sequence[Command] = (
    *(("validate", REGISTER, "--as-of", DAY, "--format", name) for name in formats()),
    *(("validate", REGISTER, "--as-of", DAY, "--since", "HEAD~1", "--format", name) for name in SHOWING_WHAT_IS_FIXED),
    ("validate", REGISTER, "--as-of", LATER, "--format", "json"),
    ("validate", REGISTER, "--as-of", DAY, "--no-waivers", "--language", "nn"),
    ("validate", REGISTER, "--as-of", DAY, "--output", f"sarif:{OUT}/r.sarif", "--output", f"csv:{OUT}/r.csv"),
    *(("report", REGISTER, "--as-of", DAY, "--format", name, "--output", f"{OUT}/one") for name in formats(report)),
    *(("report", REGISTER, "--as-of", LATER, "--format", name, "--output", f"{OUT}/") for name in formats(report)),
    ("report", REGISTER, "--as-of", DAY, "--language", "en", "--leader", "zqata.vimdal"),
    ("people", "--register", REGISTER, "--as-of", DAY),
    ("people", "--register", REGISTER, "--as-of", DAY, "--unit", "ie", "--language", "nn"),
    ("card", "--register", REGISTER),
    ("card", "adviser", "--register", REGISTER),
    ("schema", "--register", REGISTER, "--file-kind", "unit"),
    ("schema", "--register", REGISTER, "--output", OUT),
    ("site", REGISTER, "--as-of", DAY, "--output", OUT),
)
PUBLIC: Command = ("site", REGISTER, "--as-of", DAY, "--public", "--output", OUT)


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The register, with a commit before in which more people stood; outside of the folder nothing names anybody."""
    repository = Repository.create(tmp_path_factory.mktemp("hidden") / "r", files={**FILES, **EARLIER})
    repository.commit(dict.fromkeys(EARLIER))
    return repository.register


def everything(command: Command, register: Path, out: Path, *options: str) -> tuple[Run, str]:
    """The run, and all that it said and wrote, as words: files and their names, what stands in archives and in code."""
    out.mkdir()
    done = run(*ROLECHECK, *(word.format(register=register, out=out) for word in command), *options, cwd=out)
    texts = [done.out.decode(), done.err.decode()]
    for path in sorted(out.rglob("*")):
        texts.append(str(path.relative_to(out)))
        if path.is_file():
            texts += _texts_of(path.read_bytes())
    return done, words_of("\n".join(texts))


def _texts_of(data: bytes) -> list[str]:
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return [data.decode("utf-8", "replace")]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [text for name in archive.namelist() for text in (name, archive.read(name).decode("utf-8", "replace"))]


def words_of(text: str) -> str:
    """A text as words alone, as somebody would find them who looks through every code."""
    for _ in range(3):
        text = html.unescape(urllib.parse.unquote(text))
    text = re.sub("[\u00ad\u200b-\u200f\u2060\ufeff]", "", unicodedata.normalize("NFC", text))
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    return f" {' '.join(WORD.findall(text.casefold()))} "


def named_in(words: str) -> set[str]:
    """Who is named in a text: by a name, an id or an address, in words or in one word."""
    spellings = {name: " ".join(WORD.findall(name.casefold())) for name in NAMES}
    return {name for name, said in spellings.items() if said in words or said.replace(" ", "") in words}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command).replace("{", "").replace("}", ""))
def test_nobody_is_named(command: Command, register: Path, tmp_path: Path) -> None:
    plain, shown = everything(command, register, tmp_path / "plain")
    redacted, hidden = everything(command, register, tmp_path / "redacted", "--redact")
    assert (plain.code, redacted.code) in {(0, 0), (1, 1)}, redacted.err
    assert len(named_in(shown)) >= 1  # there was something to hide
    assert named_in(hidden) == set()
    if "schema" not in command:
        assert "person" in hidden


def test_an_error_names_nobody_but_whom_the_command_line_named(register: Path, tmp_path: Path) -> None:
    command = ("report", REGISTER, "--as-of", DAY, "--leader", "nobody.here")
    done, words = everything(command, register, tmp_path / "out", "--redact")
    assert done.code == 2
    assert named_in(words) == set()


@pytest.mark.parametrize("options", [[], ["--redact"]], ids=["alone", "with --redact"])
def test_the_public_site_names_nobody(options: list[str], register: Path, tmp_path: Path) -> None:
    done, words = everything(PUBLIC, register, tmp_path / "out", *options)
    assert done.code == 0, done.err
    assert named_in(words) == set()
    assert "person-" not in words
    assert {word for word in ("sjuk", "ventar", "brev", "bevis", "zq") if f" {word} " in words} == set()


def test_a_baseline_names_nobody(tmp_path: Path) -> None:
    unsound = {"units/broken.yaml", "units/syntax.yaml", "units/zqata-vimdal.yaml", "units/oa77/below.yaml"}
    repository = Repository.create(
        tmp_path / "r", files={path: text for path, text in FILES.items() if path not in unsound}
    )
    file = tmp_path / "b.jsonl"
    for action in ("create", "update", "prune"):
        done = run(*ROLECHECK, "baseline", action, file, "--register", repository.register, "--as-of", DAY)
        assert done.code == 0, done.err
        assert len(file.read_text(encoding="utf-8").splitlines()) > 5
        assert named_in(words_of(file.read_text(encoding="utf-8"))) == set()


# --- names in two parts of an output

PARTED: Mapping[str, str] = {
    "processes.yaml": "- {id: access, name: Nordmann}\n- {id: boards, name: Kari}\n",
    "roles/adviser.yaml": tinyregister.FILES["roles/adviser.yaml"].replace("[access]", "[access, boards]")
    + "responsibilities:\n  - Hjelp dekan Nordmann\n  - Kari tar notatet\n  - Hansen\n  - Kari A. Nordmann-Hansen vet\n",
    "units/ie.yaml": (
        "id: ie\nkind: faculty\nname: IE\nleader: p1\npeople:\n  - {id: p1, name: Kari Nordmann}\n"
        "  - {id: p2, name: Ola Hansen}\n  - {id: p3, name: Kari Anne Nordmann-Hansen}\n"
        "appointments:\n  - {person: p2, role: adviser, process: access, from: 2020-01-01}\n"
    ),
}


def test_the_items_of_a_card_stay_apart(tmp_path: Path) -> None:
    register = write_register(tmp_path / "r", PARTED)
    plain, hidden = (
        run(*ROLECHECK, "card", "adviser", "--register", register, *options).out.decode()
        for options in ([], ["--redact"])
    )
    assert "- Hjelp dekan Nordmann\n- Kari tar notatet\n- Hansen\n" in hidden
    assert re.search("\n- person-[0-9a-f]{10} vet\n", hidden)
    assert plain.count("\n") == hidden.count("\n")


@pytest.mark.parametrize("name", ["markdown", "terminal"])
def test_the_cells_of_a_table_stay_apart(name: str, tmp_path: Path) -> None:
    register = write_register(tmp_path / "r", PARTED)
    command = (*ROLECHECK, "report", register, "--as-of", DAY, "--format", name, "--fail-on", "never")
    plain, hidden = (run(*command, *options).out.decode().splitlines() for options in ([], ["--redact"]))
    assert len(plain) == len(hidden)
    for sign in "|,":
        rows = [(one.count(sign), two.count(sign)) for one, two in zip(plain, hidden, strict=True) if "Kari" not in one]
        assert all(one == two for one, two in rows)
    titles = [line for line in hidden if "Nordmann" in line and "Kari" in line]
    assert titles
    assert not [line for line in titles if "person-" in line.partition("Kari")[0]]


# --- people who are called like words of ours

ORDINARY = (
    "1",
    "error",
    "norm",
    "must",
    "unit",
    "help",
    "november",
    "mai",
    "name",
    "file",
    "2026",
    "adviser",
    "person",
)


def ordinary_register(folder: Path, ids: Sequence[str]) -> Path:
    """A unit for each of these people, who leads it, has a role in it, and lacks something."""
    files = {
        f"units/u{number:02}.yaml": UNIT.format(f"u{number:02}", f"Avdeling {number:02}", known_id)
        + f"people: [{{id: {known_id}}}]\n"
        + f"appointments: [{{person: {known_id}, role: guide, process: access, from: 2026-05-17}}]\n"
        for number, known_id in enumerate(ids)
    }
    shared = {
        "rolecheck.yaml": "register: Tiny\nlanguage: en\nunit_kinds: [faculty]\n",
        "processes.yaml": "- id: access\n  name: Access to documents\n",
        "courses.yaml": "- {id: law, name: The law, valid_months: 12}\n",
        "roles/guide.yaml": (
            "id: guide\nrole: guide\nname: Guide\nmandate: Guides.\nnorms:\n"
            "  - {id: covered, kind: every-unit-has, norm: must, at: [faculty], people: 2, processes: [access]}\n"
            "  - {id: trained, kind: completed, norm: must, course: law}\n"
            "  - {id: kept, kind: decided, norm: should, by: leader}\n"
        ),
    }
    for path, text in {**files, **shared}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def distinct(known_ids: Sequence[str]) -> list[str]:
    """Ids that are as long, and stand nowhere else."""
    return [letter * len(known_id) for letter, known_id in zip("bcdfghjklmpqtvwxz", known_ids, strict=False)]


@pytest.mark.parametrize(
    "command",
    [
        *(
            ("validate", REGISTER, "--as-of", DAY, "--language", code, "--format", "terminal")
            for code in ("nb", "nn", "en")
        ),
        *(("validate", REGISTER, "--as-of", DAY, "--format", name) for name in formats() if name != "terminal"),
        *(("report", REGISTER, "--as-of", DAY, "--format", name, "--output", f"{OUT}/one") for name in formats(report)),
        ("people", "--register", REGISTER, "--as-of", DAY),
        ("card", "guide", "--register", REGISTER),
        ("site", REGISTER, "--as-of", DAY, "--output", OUT),
        ("site", REGISTER, "--as-of", DAY, "--public", "--output", OUT),
    ],
    ids=" ".join,
)
def test_a_word_of_ours_that_is_an_id_is_hidden_where_it_is_an_id_and_left_where_it_is_a_word(
    command: Command, tmp_path: Path
) -> None:
    """What is shown is what would be shown if nobody were called like anything that we say."""
    said = []
    for name, ids in (("left", ORDINARY), ("right", distinct(ORDINARY))):
        register, out = ordinary_register(tmp_path / name / "register", ids), tmp_path / name / "out"
        done, _ = everything(command, register, out, "--redact")
        assert done.code in {0, 1}, done.err
        files = {path: _texts_of(path.read_bytes()) for path in sorted(out.rglob("*")) if path.is_file()}
        texts = {"": done.out.decode(), **{str(path.relative_to(out)): "".join(found) for path, found in files.items()}}
        said.append({file: unkeyed(text).replace(f"/{name}/", "/") for file, text in texts.items()})
    assert "card" in command or re.search("Avdeling 12|u12", "".join(said[0].values()))
    assert said[0] == said[1]


def unkeyed(text: str) -> str:
    """A text without what the key decides."""
    text = re.sub(r"[Pp]erson-[0-9a-f]{10}", "person-0000000000", text)
    return re.sub(r"\b[0-9a-f]{32}\b", "0" * 32, text)
