"""That somebody is on leave is shown; why is nobody's business, and is shown nowhere, wherever a file says it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from rolecheck.render import report
from rolecheck.render.format_names import formats
from test_redacted_outputs import OUT, REGISTER, Command, everything
from tinyregister import DAY, write_register

BEGINNING = "id: {0}\nkind: group\nname: X\nleader: kari\npeople:\n"
# Each says “sjukdom” in another place, where it has no business to be.
FILES: Mapping[str, str] = {
    "a": "  - id: per\n    leave: [{from: 2026-01-01, to: 2026-12-31, reason: sjukdomA}]  # sjukdomB\n",
    "b": "  - id: pal\n    leave: sjukdomC\n",
    "c": "  - id: olb\n    leave:\n      - from: sjukdomD  # sjukdomE\n        to: 2026-12-31\n",
    "d": "  - id: olc\n    leave:\n      - from: 2026-12-31  # sjukdomF\n        to: 2026-01-01\n",
    "e": "  - id: old\n    leave:\n      - from: 2026-12-31\n        to: 2026-01-01  sjukdomG: x\n",
    "f": "  - id: ole\n    leave: {sjukdomH: 2026-01-01, sjukdomI: [2026-01-01]}\n",
    "g": "  - id: olf\n    leave:\n      - from: 2026-01-01\n        to: 2026-12-31\n        from: sjukdomJ\n",
    "h": "  - id: olg\n    leave_reason: sjukdomK\n",
    "i": "  - id: olh\n    leave: &sjukdomL [{from: 2026-01-01, to: 2026-12-31}]\n",
    "j": "  - id: oli\n    leave: [{sjukdomM: 2026-01-01}]\n",
    "k": "  - {id: olj, 'leave': [{from: 2026-01-01,\n      to: 2026-12-31, sjukdomN: [x]}]}\n",
    "l": "  - id: olk\n    leave: [{from: 2026-01-01, sjukdomO: 1, sjukdomO: 2}]\n",
    "m": "  - id: oll\n    leave:\n    - from: 2026-13-01 sjukdomP\n    - sjukdomQ\n",
    "n": "  - {id: olm, permisjon: {from: 2026-01-01, arsak: sjukdomR}}\n",
    "o": "  - id: oln\n    permisjon: {from: 2026-01-01, arsak: sjukdomS}\n",
    "p": "  - id: olo\n    permission: sjukdomT\n",
    "q": "  - id: olp\n    fravær: sjukdomU\n",
    "r": "  - id: olq\n    Fråvær:\n      - sjukdomV\n      - sjukdomV: {a: }\n",
    "s": "  - id: olr\n    'Sjukmelding frå': sjukdomW\n",
    "t": "  - id: ols\n    sykdom : sjukdomX\n",
    "u": "  - id: olt\n    FORELDREPERMISJON:\n      from: 2026-01-01\n        sjukdomY: 2026-12-31\n",
    "v": "  - {id: olu, leave: [{from: 2026-01-01, sjukdomZ:2026-01-01}]}\n",
    "w": "  - id: olv\n    leave:\n      - from: 2026-01-01\n        sjukdomÆ:\n        -sjukdomØ:\n",
    "x": "  - id: olw\n    leave:\n      -sjukdomÅ: 2026-01-01\n",
    "y": "  - id: olx\n    leave: [from:sjukdomA, {from:sjukdomB, to: }]\n",
    "z": "  - id: oly\n    permisjonar:\n      - {from: 2026-01-01, til:2026-02-01, sjukdomC: , }\n",
    "aa": "  - id: olz\n    sjukdom: 2026-01-01\n",
    "ab": "  - id: ola\n    sjukdom:\n",
    "ac": "  - {id: olø, sjukdomsgrunn: [{from: 2026-01-01}]}\n",
}
COMMANDS: list[Command] = [
    *(("validate", REGISTER, "--as-of", DAY, "--format", name) for name in formats()),
    *(("validate", REGISTER, "--as-of", DAY, "--language", language) for language in ("nb", "nn")),
    *(("report", REGISTER, "--as-of", DAY, "--format", name, "--output", f"{OUT}/one") for name in formats(report)),
    ("people", "--register", REGISTER, "--as-of", DAY),
    ("site", REGISTER, "--as-of", DAY, "--output", OUT),
]


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with these files, and somebody on leave in a sound one."""
    units = {f"units/{name}.yaml": BEGINNING.format(name) + text for name, text in FILES.items()}
    sound = BEGINNING.format("sound") + "  - {id: sana, name: Sana, leave: [{from: 2026-01-01}]}\n"
    held = "appointments: [{person: sana, role: adviser, process: access, from: 2020-01-01}]\n"
    return write_register(tmp_path_factory.mktemp("leave"), {**units, "units/sound.yaml": sound + held})


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_no_reason_is_shown(command: Command, register: Path, tmp_path: Path) -> None:
    done, words = everything(command, register, tmp_path / "out")
    assert done.code in {0, 1}, done.err
    assert "sjukdom" not in words


def test_what_is_wrong_with_a_leave_is_said_all_the_same(register: Path, tmp_path: Path) -> None:
    done, _ = everything(("validate", REGISTER, "--as-of", DAY, "--format", "json"), register, tmp_path / "out")
    found = {finding["file"]: finding for finding in done.findings if finding["severity"] == "error"}
    assert {f"units/{name}.yaml" for name in FILES} <= found.keys()
    assert found["units/a.yaml"]["message"] == "A key that may tell of a leave does not belong here"
    assert found["units/aa.yaml"]["message"] == found["units/ab.yaml"]["message"] == found["units/a.yaml"]["message"]
    assert found["units/c.yaml"]["message"] == "“from” must be a date"


def test_other_lines_are_shown_as_they_stand(tmp_path: Path) -> None:
    other = write_register(
        tmp_path / "r", {"units/xx.yaml": "id: xx\nkind: group\nname: X\nleader: nobody  # on leave\n"}
    )
    done, _ = everything(("validate", REGISTER, "--as-of", DAY), other, tmp_path / "out")
    assert "leader: nobody  # on leave" in done.out.decode()


def test_somebody_on_leave_is_away_and_no_more(register: Path, tmp_path: Path) -> None:
    done, words = everything(("people", "--register", REGISTER, "--as-of", DAY), register, tmp_path / "out")
    assert "Sana (not at work that day)" in " ".join(done.out.decode().split()), words
