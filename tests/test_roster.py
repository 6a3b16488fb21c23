"""Who holds what on a day, where no rule asks: the appointments that `rolecheck people` and the report list."""

from datetime import date

from examples import documents_of
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
