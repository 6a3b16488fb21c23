"""Who holds what on a day, where no rule asks: the appointments that `rolecheck people` and the report list."""

from datetime import date

from examples import documents_of
from rolecheck.cards import EveryUnitHas
from rolecheck.register import build
from rolecheck.roster import Roster

CARD = b"id: %(role)s\nrole: %(role)s\nname: Card\nmandate: Advises.\n"
FILES = {
    "rolecheck.yaml": b"register: Small\nunit_kinds: [fakultet, institutt]\n",
    "processes.yaml": b"- {id: access, name: Access}\n- {id: archive, name: Archive}\n",
    "roles/adviser.yaml": CARD % {b"role": b"adviser"},
    "roles/lead.yaml": CARD % {b"role": b"lead"},
    "units/hf.yaml": (
        b"id: hf\nkind: fakultet\nname: HF\npeople: [{id: ola}]\nappointments:\n"
        b"  - {person: ola, role: adviser, process: access, from: 2026-01-01}\n"
    ),
    "units/idi.yaml": (
        b"id: idi\nkind: institutt\nname: IDI\nparent: ie\npeople: [{id: per}]\nappointments:\n"
        b"  - {person: per, role: adviser, process: archive, from: 2026-01-01}\n"
    ),
    "units/ie.yaml": (
        b"id: ie\nkind: fakultet\nname: IE\npeople:\n  - {id: kari}\n"
        b"  - {id: eva, leave: [{from: 2026-06-01, to: 2026-06-30}]}\nappointments:\n"
        b"  - {person: kari, role: lead, from: 2026-01-01, to: 2026-06-30}\n"
        b"  - {person: eva, role: adviser, process: access, from: 2026-06-01}\n"
    ),
    "units/old.yaml": (
        b"id: old\nkind: fakultet\nname: Old\nto: 2026-03-31\npeople: [{id: siri}]\nappointments:\n"
        b"  - {person: siri, role: adviser, process: access, from: 2020-01-01}\n"
    ),
}
REGISTER = build(documents_of(FILES))


def on(day: str) -> Roster:
    return Roster(REGISTER, date.fromisoformat(day))


def test_appointments_are_active_from_their_first_day_to_their_last_in_units_that_exist() -> None:
    active = {day: [found.person for found in on(day).active_appointments()] for day in DAYS}
    assert active == DAYS


DAYS = {
    "2019-12-31": [],
    "2025-12-31": ["siri"],
    "2026-01-01": ["ola", "per", "kari", "siri"],
    "2026-03-31": ["ola", "per", "kari", "siri"],
    "2026-04-01": ["ola", "per", "kari"],
    "2026-06-01": ["ola", "per", "kari", "eva"],  # eva is on leave, and appointed all the same
    "2026-07-01": ["ola", "per", "eva"],
}


def test_appointments_can_be_asked_for_by_process_role_and_unit() -> None:
    roster = on("2026-06-15")
    asked: list[tuple[dict[str, str], list[str], list[str]]] = [
        ({}, [], ["ola", "per", "kari", "eva"]),
        ({"process": "access"}, [], ["ola", "eva"]),
        ({"role": "adviser"}, [], ["ola", "per", "eva"]),
        ({"role": "lead"}, [], ["kari"]),
        ({}, ["ie"], ["per", "kari", "eva"]),
        ({}, ["idi", "hf"], ["ola", "per"]),
        ({"process": "access", "role": "adviser"}, ["ie"], ["eva"]),
        ({"process": "archive"}, ["hf"], []),
    ]
    for words, units, people in asked:
        assert [found.person for found in roster.active_appointments(**words, within_units=units)] == people


# --- what a sentence can offer: who could take a role on, and how a course can be met -----------------------------------

NORMS = b"""norms:
  - {id: covered, kind: every-unit-has, norm: must, at: [fakultet], processes: [access]}
  - {id: taught, kind: completed, norm: must, course: law}
  - {id: old, kind: completed, norm: must, course: gone}
"""
READY = {
    **FILES,
    "courses.yaml": b"""
- {id: law, name: Law, valid_months: 12, also_met_by: [[law-a, law-b], [jus]]}
- {id: law-a, name: A}
- {id: law-b, name: B, retired: 2026-07-01}
- {id: jus, name: Jus}
- {id: gone, name: Gone, retired: 2020-01-01}
""",
    "roles/adviser.yaml": CARD % {b"role": b"adviser"} + NORMS,
    "units/ie.yaml": b"""id: ie
kind: fakultet
name: IE
people:
  - {id: anna, courses: [{course: law, completed: 2026-01-15}]}
  - {id: bo, courses: [{course: law-a, completed: 2026-01-15}, {course: law-b, completed: 2026-01-15}]}
  - {id: cato, courses: [{course: law-a, completed: 2026-01-15}]}
  - {id: dag, courses: [{course: law, completed: 2025-01-15}]}
  - {id: eli, courses: [{course: jus, completed: 2026-01-15}], leave: [{from: 2026-06-01, to: 2026-06-30}]}
  - {id: finn, courses: [{course: law, completed: 2026-01-15}]}
appointments:
  - {person: finn, role: adviser, process: access, from: 2026-01-01}
""",
    "units/idi.yaml": b"""id: idi
kind: institutt
name: IDI
parent: ie
people: [{id: per, courses: [{course: jus, completed: 2026-01-15}]}]
""",
    "units/alone.yaml": b"""id: alone
kind: institutt
name: Alone
people: [{id: ann, courses: [{course: jus, completed: 2026-01-15}]}]
""",
}


def ready(day: str, files: dict[str, bytes] | None = None, unit: str = "ie") -> list[str]:
    register = build(documents_of({**READY, **(files or {})}))
    roster = Roster(register, date.fromisoformat(day))
    ((found, process),) = roster.norms.for_processes(EveryUnitHas)
    return [person.id for person in roster.ready_for(register.units[unit], found, process)]


def test_ready_are_those_who_count_have_every_open_course_and_do_not_hold_the_role() -> None:
    assert ready("2026-02-01") == ["anna", "bo", "eli", "per"]
    assert ready("2026-06-15") == ["anna", "bo", "per"]  # eli is on leave
    assert ready("2027-01-15") == ["anna", "bo", "eli", "per"]
    assert ready("2027-01-16") == ["bo", "eli", "per"]  # the day after the last on which anna's course counts
    assert ready("2026-02-01", unit="hf") == []


def test_nobody_is_ready_for_a_role_that_asks_for_no_course() -> None:
    norms = b"\n".join(line for line in NORMS.splitlines() if b"completed" not in line) + b"\n"
    assert ready("2026-02-01", {"roles/adviser.yaml": CARD % {b"role": b"adviser"} + norms}) == []


def test_nobody_is_ready_where_only_closed_courses_are_asked_for() -> None:
    norms = b"\n".join(line for line in NORMS.splitlines() if b"law" not in line) + b"\n"
    assert ready("2026-02-01", {"roles/adviser.yaml": CARD % {b"role": b"adviser"} + norms}) == []


def test_every_course_is_needed() -> None:
    more = NORMS + b"  - {id: more, kind: completed, norm: must, course: jus}\n"
    assert ready("2026-02-01", {"roles/adviser.yaml": CARD % {b"role": b"adviser"} + more}) == ["eli", "per"]


def test_each_kind_of_unit_has_people_of_its_own() -> None:
    """Two norms of one roster that bind different kinds: what was found out for one is not told for the other."""
    norms = (
        b"norms:\n  - {id: at-institutes, kind: every-unit-has, norm: must, at: [institutt], processes: [access]}\n"
        + (NORMS.partition(b"\n")[2])
    )
    register = build(documents_of({**READY, "roles/adviser.yaml": CARD % {b"role": b"adviser"} + norms}))
    roster = Roster(register, date(2026, 2, 1))
    found = {
        (norm.norm.id, unit): [one.id for one in roster.ready_for(register.units[unit], norm, process)]
        for norm, process in roster.norms.for_processes(EveryUnitHas)
        for unit in ("ie", "idi")
    }
    assert found == {
        ("at-institutes", "ie"): [],
        ("at-institutes", "idi"): ["per"],
        ("covered", "ie"): ["anna", "bo", "eli", "per"],
        ("covered", "idi"): [],
    }


def test_ways_to_meet_a_course_are_those_that_are_still_open() -> None:
    register = build(documents_of(READY))
    ways = {
        (course, day): [
            [part.id for part in way]
            for way in Roster(register, date.fromisoformat(day)).ways_to_meet(register.courses[course])
        ]
        for course, day in (("law", "2026-06-30"), ("law", "2026-07-02"), ("gone", "2026-06-30"), ("jus", "2026-06-30"))
    }
    assert ways == {
        ("law", "2026-06-30"): [["law"], ["law-a", "law-b"], ["jus"]],
        ("law", "2026-07-02"): [["law"], ["jus"]],
        ("gone", "2026-06-30"): [],
        ("jus", "2026-06-30"): [["jus"]],
    }
