"""Registers of any size for measuring: real role cards and catalogues, made-up units that are mostly in order."""

# ruff: noqa: INP001 - a script, not a package

import argparse
import shutil
from datetime import date, timedelta
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "data"
DAY = date(2026, 11, 22)
CATALOGUES = ("rolecheck.yaml", "processes.yaml", "courses.yaml", "sources.yaml")
INSTITUTES_PER_FACULTY = 9
UNITS_PER_GAP = 50  # one unit in so many has an adviser who lacks a course

_FIRST_NAMES = ("Aslaug", "Birk", "Ingunn", "Jorunn", "Kåre", "Magnhild", "Njål", "Ørjan", "Signe", "Tarjei")
_LAST_NAMES = ("Bekkerosli", "Fjordskarlia", "Granlihaug", "Lyngåsmyr", "Mårbekkli", "Rosslibakk", "Tverrelvmo")
_COURSES = {
    "saksbehandling": ("dfo-forvaltning-offentleglova", "ntnu-sak-radgiver", "ntnu-saksbehandleropplaring"),
    "innsyn": ("dfo-forvaltning-offentleglova", "elements-radgiver"),
    "sru": ("dfo-forvaltning-offentleglova", "elements-radgiver"),
}
_ROOT = """\
id: {unit}
kind: universitet
name: {{nb: Universitetet, nn: Universitetet, en: The University}}
leader: {leader}
reviewed: {reviewed}
people:
  - id: {leader}
    courses:
      - {{course: dfo-forvaltning-offentleglova, completed: 2022-03-01}}
      - {{course: ntnu-sak-prosessansvarlig, completed: 2022-04-01}}
  - id: eieren
appointments:
  - {{person: eieren, role: prosesseier, process: saksbehandling, from: 2023-08-01}}
  - {{person: eieren, role: prosesseier, process: innsyn, from: 2023-08-01}}
  - {{person: eieren, role: prosesseier, process: sru, from: 2023-08-01}}
  - person: {leader}
    role: prosessansvarlig
    process: saksbehandling
    from: 2023-09-01
    decided: {{by: eieren, on: 2023-08-22, ref: 2023/100}}
    anchored_in: {unit}
  - person: {leader}
    role: prosessansvarlig
    process: sru
    from: 2023-09-01
    decided: {{by: eieren, on: 2023-08-22, ref: 2023/101}}
    anchored_in: {unit}
"""


def write_register(folder: Path, units: int) -> None:
    """Write a register with so many unit files, one of them the root; equal numbers give equal bytes."""
    shutil.copytree(EXAMPLE / "roles", folder / "roles")
    for name in CATALOGUES:
        shutil.copy(EXAMPLE / name, folder / name)
    root = _ROOT.format(unit="universitetet", leader="lederen", reviewed=DAY - timedelta(days=30))
    _write(folder, "universitetet", root)
    for number in range(1, units):
        _write(folder, unit_id(number), unit_text(number))


def unit_id(number: int) -> str:
    """The id of a unit: a faculty, then its institutes, then the next faculty."""
    return f"e-{number:05d}"


def unit_text(number: int) -> str:
    """The file of one unit: two advisers and a contact, four appointments."""
    unit = unit_id(number)
    place_among_its_own = (number - 1) % (INSTITUTES_PER_FACULTY + 1)
    is_faculty = place_among_its_own == 0
    faculty = unit_id(number - place_among_its_own)
    leader, first, second = (f"{name}.{unit}" for name in ("leder", "anne", "bo"))
    return "".join(
        [
            f"id: {unit}\n",
            f"kind: {'fakultet' if is_faculty else 'institutt'}\n",
            f"name:\n  nb: Enhet {number} for fag og prøving\n  en: Unit {number} for subjects and trials\n",
            f"aliases: [E{number}]\n",
            f"parent: {'universitetet' if is_faculty else faculty}\n",
            f"leader: {leader}\n",
            "from: 2017-01-01\n",
            f"reviewed: {DAY - timedelta(days=number % 300)}\n",
            f"contacts:\n  kommunikasjonsressurs: {leader}\n  fagressurs: [{first}, {second}]\n",
            "people:\n",
            f"  - id: {leader}\n    name: {_name(number)}\n",
            _person(first, number, "saksbehandling", lacks_course=number % UNITS_PER_GAP == UNITS_PER_GAP - 1),
            _person(second, number + 1, "sru"),
            "appointments:\n",
            _appointment(first, "saksbehandling", leader, number),
            _appointment(first, "innsyn", leader, number),
            _appointment(second, "innsyn", leader, number),
            _appointment(second, "sru", leader, number),
        ]
    )


def _name(number: int) -> str:
    return f"{_FIRST_NAMES[number % len(_FIRST_NAMES)]} {_LAST_NAMES[number % len(_LAST_NAMES)]}"


def _person(person: str, number: int, process: str, *, lacks_course: bool = False) -> str:
    completed = date(2024, 1, 15) + timedelta(days=number % 400)
    lines = [f"  - id: {person}", f"    name: {_name(number)}", "    courses:"]
    lines += [
        f"      - {{course: {course}, completed: {completed}}}" for course in _COURSES[process][int(lacks_course) :]
    ]
    if process == "saksbehandling":
        lines += ["    attested:", f"      - {{competence: verktoyekspert, on: {completed + timedelta(days=90)}}}"]
    return "".join(f"{line}\n" for line in lines)


def _appointment(person: str, process: str, leader: str, number: int) -> str:
    return (
        f"  - person: {person}\n    role: prosessradgiver\n    process: {process}\n    from: 2025-06-01\n"
        f"    decided: {{by: {leader}, on: 2025-05-20, ref: 2025/{number}}}\n"
    )


def _write(folder: Path, unit: str, text: str) -> None:
    below = folder / "units" / unit[-1]  # as in a real register, one folder does not hold them all
    below.mkdir(parents=True, exist_ok=True)
    (below / f"{unit}.yaml").write_text(text, encoding="utf-8")


def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that does not exist yet")
    parser.add_argument("units", type=int)
    arguments = parser.parse_args()
    write_register(arguments.folder, arguments.units)


if __name__ == "__main__":
    _main()
