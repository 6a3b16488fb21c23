"""What norms ask for in numbers, as gap reports show it: where it counts, what will be missing, and who fills it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import documents_of
from rolecheck.check import check
from rolecheck.endings import Ending
from rolecheck.gap_report import GapReport, Part, gap_report_of
from rolecheck.policy import Policy
from rolecheck.qualifications import State
from rolecheck.register import build
from rolecheck.render.blocks import Facts
from rolecheck.render.report.content import index_page
from rolecheck.render.report.phrases import tasks_of
from rolecheck.wording import Speaker

DAY = date(2026, 11, 21)
COMMON = {
    "rolecheck.yaml": (
        "register: Tiny\nlanguage: en\nunit_kinds: [university, faculty, institute]\nhorizon_days: 90\n"
    ),
    "processes.yaml": "- {id: access, name: Access}\n- {id: boards, name: Boards}\n",
    "courses.yaml": (
        "- {id: law, name: Law, valid_months: 12, also_met_by: [[basics, practice]]}\n"
        "- {id: basics, name: Basics, valid_months: 12}\n- {id: practice, name: Practice, valid_months: 12}\n"
    ),
    "sources.yaml": "- {id: card, title: The card, kind: card, approved_by: Rector, approved: 2020-01-01}\n",
}
COVERED = "{id: covered, kind: every-unit-has, norm: must, at: [faculty], processes: [access]}"
AT_INSTITUTES = "{id: one, kind: unit-headcount, norm: should, at: [institute], people: 1}"
LAW = "{id: law, kind: completed, norm: must, course: law}"
PLAIN_DAYS = "from: 2020-01-01"


def card(*norms: str, role: str = "adviser") -> dict[str, str]:
    lines = "".join(f"  - {norm}\n" for norm in norms)
    text = f"id: {role}\nrole: {role}\nname: {role.title()}\nsource: card\nmandate: Acts.\nnorms:\n{lines}"
    return {f"roles/{role}.yaml": text}


def unit(unit_id: str, kind: str = "faculty", parent: str = "", **holders: str) -> dict[str, str]:
    """A unit with people called like their ids, each an adviser for access on some days; its leader is `lea`."""
    people = "".join(f"  - {{id: {name}, name: {name.title()}}}\n" for name in holders)
    held = "".join(
        f"  - {{person: {name}, role: adviser, process: access, {days}}}\n" for name, days in holders.items()
    )
    above = f"parent: {parent}\n" if parent else ""
    return {
        f"units/{unit_id}.yaml": (
            f"id: {unit_id}\nkind: {kind}\nname: {unit_id.upper()}\nleader: lea-{unit_id}\n{above}"
            f"people:\n  - {{id: lea-{unit_id}, name: Lea}}\n{people}appointments:\n{held or '  []'}\n"
        )
    }


def reported(*files: Mapping[str, str], day: date = DAY, **selection: Any) -> GapReport:
    texts: dict[str, str] = dict(COMMON)
    for part in files:
        texts |= part
    register = build(documents_of({path: text.encode() for path, text in texts.items()}))
    return gap_report_of(check(register, Policy.of(register, **selection), day))


def part_of(report: GapReport, unit_id: str) -> Part:
    (found,) = [part for part in report.parts if part.unit and part.unit.unit.id == unit_id]
    return found


def tasks(report: GapReport, unit_id: str) -> list[str]:
    speaker = Speaker("en", report.report.register)
    return [task.what for task in tasks_of(part_of(report, unit_id).actions, report.report, speaker)]


def ends(part: Part) -> list[tuple[str, str, list[str]]]:
    return [
        (one.day.isoformat(), one.person.id, [found.shortfall.value for found in one.consequences])
        for one in part.endings
    ]


# --- norms that bind different kinds of unit ---------------------------------------------------------------------------


def at_an_institute(days: str = PLAIN_DAYS, leave: str = "") -> GapReport:
    institute = unit("i", "institute", "f", ann=days)
    institute["units/i.yaml"] = institute["units/i.yaml"].replace("name: Ann}", f"name: Ann{leave}}}")
    return reported(card(COVERED, AT_INSTITUTES), unit("f"), institute)


def test_a_holder_is_shown_at_each_unit_for_which_some_norm_counts_them() -> None:
    report = at_an_institute()
    for unit_id in ("f", "i"):
        part = part_of(report, unit_id)
        assert [holding.person.id for holding in part.holdings] == ["ann"]
        assert "process-uncovered" not in {finding.rule for finding in part.findings}
    found = part_of(report, "f").unit
    assert found is not None
    assert [one.id for one in found.contributing] == ["i"]


def test_what_ends_is_told_at_each_unit_that_will_lack_something() -> None:
    report = at_an_institute("from: 2024-01-01, to: 2026-12-15")
    assert ends(part_of(report, "f")) == [("2026-12-15", "ann", ["uncovered"])]
    assert ends(part_of(report, "i")) == [("2026-12-15", "ann", ["too-few"])]


def test_a_return_fills_the_gap_of_each_unit() -> None:
    report = at_an_institute(leave=", leave: [{from: 2026-10-01, to: 2026-12-31}]")
    for unit_id in ("f", "i"):
        assert any("when Ann will be back" in what for what in tasks(report, unit_id)), unit_id


# --- people who do not hold the role today -----------------------------------------------------------------------------


def test_what_ends_counts_whoever_will_hold_the_role_by_then() -> None:
    report = reported(
        card(COVERED),
        unit("f", cy="from: 2024-01-01, to: 2026-12-10", new="from: 2026-12-01, to: 2027-01-10"),
    )
    assert ends(part_of(report, "f")) == [("2026-12-10", "cy", ["single"]), ("2027-01-10", "new", ["uncovered"])]


def test_what_ends_counts_whoever_is_back_by_then() -> None:
    faculty = unit("f", ann="from: 2024-01-01, to: 2026-12-31")
    faculty["units/f.yaml"] = faculty["units/f.yaml"].replace(
        "name: Ann}", "name: Ann, leave: [{from: 2026-10-01, to: 2026-11-30}]}"
    )
    assert ends(part_of(reported(card(COVERED), faculty), "f")) == [("2026-12-31", "ann", ["uncovered"])]


def test_nobody_has_to_find_a_successor_where_nothing_will_be_missing() -> None:
    report = reported(card(COVERED), unit("f", cy="from: 2024-01-01, to: 2026-12-10", di=PLAIN_DAYS, ed=PLAIN_DAYS))
    assert ends(part_of(report, "f")) == [("2026-12-10", "cy", [])]
    assert tasks(report, "f") == []


def test_what_is_missing_already_is_a_consequence_only_where_nobody_is_left() -> None:
    three = card("{id: covered, kind: every-unit-has, norm: must, at: [faculty], processes: [access], people: 3}")
    two_end = unit("f", cy="from: 2024-01-01, to: 2026-12-10", di="from: 2024-01-01, to: 2026-12-11")
    assert ends(part_of(reported(three, two_end), "f")) == [
        ("2026-12-10", "cy", []),
        ("2026-12-11", "di", ["uncovered"]),
    ]


def test_how_many_are_to_be_appointed_is_said() -> None:
    three = "{id: covered, kind: every-unit-has, norm: must, at: [faculty], processes: [access], people: 3}"
    assert tasks(reported(card(three), unit("f", cy=PLAIN_DAYS)), "f") == [
        "Appoint 2 more people as adviser for access at F."
    ]
    assert tasks(reported(card(three), unit("f")), "f") == ["Appoint 3 people as adviser for access at F."]
    assert tasks(reported(card(COVERED), unit("f")), "f") == ["Appoint somebody as adviser for access at F."]


MANAGED = card("{id: managed, kind: every-process-has, norm: must, processes: [access]}", role="manager")


@pytest.mark.parametrize(
    ("leave", "waits"), [("{from: 2026-10-01, to: 2026-12-24}", True), ("{from: 2026-10-01}", False)]
)
def test_a_process_waits_for_its_manager(leave: str, *, waits: bool) -> None:
    top = {
        "units/top.yaml": (
            f"id: top\nkind: university\nname: Top\npeople:\n  - {{id: mo, name: Mo Li, leave: [{leave}]}}\n"
            "appointments:\n  - {person: mo, role: manager, process: access, from: 2020-01-01}\n"
        )
    }
    report = reported(card(COVERED), MANAGED, top, unit("f", parent="top", cy=PLAIN_DAYS))
    speaker = Speaker("en", report.report.register)
    (what,) = [task.what for task in tasks_of(report.elsewhere.actions, report.report, speaker)]
    assert what.startswith("Appoint somebody as manager for access.")
    assert ("until 25 December 2026, when Mo Li will be back" in what) == waits


@pytest.mark.parametrize(
    ("leave", "waits"), [("leave: [{from: 2026-10-01, to: 2026-12-24}]", True), ("to: 2026-10-01", False)]
)
def test_a_unit_waits_for_its_leader(leave: str, *, waits: bool) -> None:
    faculty = unit("f", cy=PLAIN_DAYS)
    faculty["units/f.yaml"] = faculty["units/f.yaml"].replace("name: Lea}", f"name: Lea, {leave}}}")
    (what,) = tasks(reported(card(COVERED), faculty), "f")
    assert ("when Lea will be back" in what) == waits


def test_who_joins_later_is_not_back() -> None:
    """Ann is back on 1 December, but has no role then; Bo begins in his first job on that day, and fills the gap."""
    faculty = unit("f", ann="from: 2020-01-01, to: 2026-11-30", bo=PLAIN_DAYS)
    faculty["units/f.yaml"] = (
        faculty["units/f.yaml"]
        .replace("name: Ann}", "name: Ann, leave: [{from: 2026-10-01, to: 2026-11-30}]}")
        .replace("name: Bo}", "name: Bo, from: 2026-12-01}")
    )
    assert tasks(reported(card(COVERED), faculty), "f") == ["Appoint somebody as adviser for access at F."]


# --- leaders -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("to: 2026-12-15", ("2026-12-15", "Name the leader of F after Lea.")),
        (
            "leave: [{from: 2026-12-01, to: 2027-01-31}]",
            (
                "2026-11-30",
                "Lea does not count as leader of F from 1 December 2026: name somebody who acts as leader.",
            ),
        ),
        ("to: 2027-02-19", ("2027-02-19", "Name the leader of F after Lea.")),
        ("to: 2027-02-20", None),
    ],
)
def test_a_leader_who_ends_within_the_horizon_is_told(words: str, end: tuple[str, str] | None) -> None:
    faculty = unit("f", cy=PLAIN_DAYS)
    faculty["units/f.yaml"] = faculty["units/f.yaml"].replace("name: Lea}", f"name: Lea, {words}}}")
    report = reported(card(COVERED), faculty)
    assert ends(part_of(report, "f")) == ([(end[0], "lea-f", [])] if end else [])
    assert tasks(report, "f") == ([end[1]] if end else [])
    assert ends(part_of(reported(card(COVERED), faculty, ignore=["unit-without-leader"]), "f")) == []


# --- one person, several appointments ----------------------------------------------------------------------------------


def test_every_appointment_to_one_duty_is_shown() -> None:
    files = unit("f", bo="from: 2024-01-01, to: 2026-12-01")
    institute = unit("i", "institute", "f")
    institute["units/i.yaml"] = institute["units/i.yaml"].replace(
        "appointments:\n  []", "appointments:\n  - {person: bo, role: adviser, process: access, from: 2025-01-01}"
    )
    part = part_of(reported(card(COVERED), files, institute), "f")
    (holding,) = part.holdings
    assert {(one.unit, one.last_day) for one in holding.appointments["access"]} == {
        ("f", date(2026, 12, 1)),
        ("i", None),
    }
    assert ends(part) == []


def test_who_has_left_is_not_away() -> None:
    faculty = unit("f", cy=PLAIN_DAYS, di=PLAIN_DAYS)
    faculty["units/f.yaml"] = (
        faculty["units/f.yaml"]
        .replace("name: Cy}", "name: Cy, to: 2026-10-01}")
        .replace("name: Di}", "name: Di, leave: [{from: 2026-10-01}]}")
    )
    report = reported(card(COVERED), faculty)
    found = part_of(report, "f").unit
    assert found is not None
    assert [person.id for person in found.away] == ["di"]
    assert [person.id for person in report.overview.away] == ["di"]
    (facts,) = [block for block in index_page(report, Speaker("en")).blocks if isinstance(block, Facts)]
    assert ("Appointed, but not at work on the day", "Di") in [(name, cell.value) for name, cell in facts.pairs]
    assert [one.person for one in report.report.case.roster.active_appointments()] == ["di"]


# --- a unit that is asked for ------------------------------------------------------------------------------------------


def test_a_unit_that_is_asked_for_stands_as_in_the_whole() -> None:
    """De stands in the file of F, is adviser at G, and lacks the course."""
    first = unit("f", de=PLAIN_DAYS)
    second = unit("g")
    second["units/g.yaml"] = second["units/g.yaml"].replace(
        "appointments:\n  []", "appointments:\n  - {person: de, role: adviser, process: access, from: 2024-01-01}"
    )
    whole = reported(card(COVERED, LAW), first, second, holders_too=True)
    asked = reported(card(COVERED, LAW), first, second, units=["g"], holders_too=True)
    for report in (whole, asked):
        assert {finding.rule for finding in part_of(report, "g").counting} >= {"course-missing"}
        assert "Complete Law or both Basics and Practice." in "".join(tasks(report, "g")).replace("“", "").replace(
            "”", ""
        )
    assert asked.report.failed
    assert asked.elsewhere.findings == []
    assert not reported(card(COVERED, LAW), first, second, units=["g"]).report.failed  # `validate --unit` goes by files


# --- courses -----------------------------------------------------------------------------------------------------------


def states(courses: str, days: str = PLAIN_DAYS, words: str = "", **selection: Any) -> list[tuple[State, str]]:
    faculty = unit("f", cy=days)
    faculty["units/f.yaml"] = faculty["units/f.yaml"].replace("name: Cy}", f"name: Cy, courses: [{courses}]{words}}}")
    part = part_of(reported(card(COVERED, LAW), faculty, **selection), "f")
    return [(one.state, one.last_day.isoformat() if one.last_day else "") for one in part.qualifications]


def completed(course: str, day: str) -> str:
    return f"{{course: {course}, completed: {day}}}"


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (PLAIN_DAYS, "", State.EXPIRING),
        ("from: 2020-01-01, to: 2026-12-31", "", State.DONE),
        ("from: 2020-01-01, to: 2027-01-01", "", State.EXPIRING),
        (PLAIN_DAYS, ", to: 2026-12-31", State.DONE),
        (PLAIN_DAYS, ", leave: [{from: 2026-12-01, to: 2027-05-31}]", State.EXPIRING),
        (PLAIN_DAYS, ", leave: [{from: 2026-12-01}]", State.DONE),
        ("from: 2020-01-01, to: 2027-03-01", ", leave: [{from: 2026-12-01, to: 2027-05-31}]", State.DONE),
    ],
)
def test_a_course_is_renewed_by_whoever_goes_on(days: str, words: str, state: State) -> None:
    assert states(completed("law", "2025-12-31"), days, words) == [(state, "2026-12-31")]


@pytest.mark.parametrize(
    ("courses", "last_day"),
    [
        ([("basics", "2025-06-01"), ("practice", "2025-03-01")], "2026-03-01"),
        ([("law", "2020-01-01"), ("basics", "2025-10-01"), ("practice", "2025-10-01")], "2026-10-01"),
        ([("law", "2025-11-01"), ("basics", "2025-10-01"), ("practice", "2025-10-01")], "2026-11-01"),
        ([("basics", "2025-03-01"), ("practice", "2026-02-01")], "2026-03-01"),
        ([("law", "2024-02-29")], "2025-02-28"),
    ],
)
def test_what_has_expired_counted_until_the_last_day_on_which_nothing_was_found(
    courses: list[tuple[str, str]], last_day: str
) -> None:
    said = ", ".join(completed(*one) for one in courses)
    assert states(said) == [(State.EXPIRED, last_day)]
    faculty = unit("f", cy=PLAIN_DAYS)
    faculty["units/f.yaml"] = faculty["units/f.yaml"].replace("name: Cy}", f"name: Cy, courses: [{said}]}}")
    last = date.fromisoformat(last_day)
    found = [
        {finding.rule for finding in reported(card(COVERED, LAW), faculty, day=day).report.findings}
        for day in (last, last + timedelta(1))
    ]
    assert ["course-expired" in rules for rules in found] == [False, True]


def test_nobody_is_said_to_lack_what_nobody_checked() -> None:
    assert states("") == [(State.MISSING, "")]
    assert states("", ignore=["course-missing"]) == []
    assert states("", select=["process-uncovered"]) == []


# --- what could not be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("broken", "status"),
    [
        ("processes.yaml", "unchecked"),
        ("roles/other.yaml", "unchecked"),
        ("waivers.yaml", "good"),
        ("units/x.yaml", "good"),
    ],
)
def test_no_unit_is_in_order_where_a_file_that_holds_for_all_cannot_be_read(broken: str, status: str) -> None:
    report = reported(card(COVERED), unit("f", cy=PLAIN_DAYS, di=PLAIN_DAYS), {broken: "x: [\n"})
    found = part_of(report, "f").unit
    assert found is not None
    assert found.status == status
    assert found.standing == ("error" if status == "unchecked" else "good")
    marks = {report.standing(found, one) for one in report.overview.requirements}
    assert ("good" in marks) == (status == "good")


# --- what somebody lacks for one process, or for one appointment --------------------------------------------------------

CASES_NEED_LAW = {
    "roles/adviser-boards.yaml": (
        "id: adviser-boards\nrole: adviser\nprocess: boards\nname: Adviser, boards\nsource: card\nmandate: Acts.\n"
        f"norms:\n  - {LAW}\n  - {{id: anchor, kind: anchored, norm: should}}\n"
        "  - {id: decided, kind: decided, norm: must, by: leader}\n"
    )
}


def at_two_faculties() -> list[dict[str, str]]:
    """Per stands at G and is adviser for access at F; for boards, which asks for more of him, at G alone."""
    second = unit("g", per=PLAIN_DAYS)
    second["units/g.yaml"] = second["units/g.yaml"].replace("process: access", "process: boards")
    first = unit("f", siv=PLAIN_DAYS)
    first["units/f.yaml"] += "  - {person: per, role: adviser, process: access, from: 2020-01-01}\n"
    return [card(COVERED), CASES_NEED_LAW, first, second]


@pytest.mark.parametrize("units", [[], ["f"]])
def test_a_unit_has_nothing_to_do_with_what_its_people_lack_for_another_process(units: list[str]) -> None:
    part = part_of(reported(*at_two_faculties(), units=units, holders_too=True), "f")
    assert [finding.rule for finding in part.findings] == []
    assert part.unit is not None
    assert part.unit.standing == "good"


def test_the_unit_of_the_process_has() -> None:
    part = part_of(reported(*at_two_faculties(), units=["g"], holders_too=True), "g")
    assert {finding.rule for finding in part.findings} >= {"course-missing", "role-unanchored", "decision-missing"}


@pytest.mark.parametrize("units", [[], ["f"]])
def test_an_appointment_without_a_decision_is_a_matter_of_its_own_unit(units: list[str]) -> None:
    """Per is adviser for boards at both; only at F is it anchored and decided."""
    files = at_two_faculties()
    files[2]["units/f.yaml"] = files[2]["units/f.yaml"].replace(
        "person: per, role: adviser, process: access, from: 2020-01-01",
        "person: per, role: adviser, process: boards, from: 2020-01-01, anchored_in: f, decided: {by: lea-f, on: 2020-01-01}",
    )
    report = reported(*files, units=units, holders_too=True)
    assert {finding.rule for finding in part_of(report, "f").findings} - {"single-holder"} == {"course-missing"}
    if not units:
        rules = {finding.rule for finding in part_of(report, "g").findings}
        assert rules >= {"course-missing", "role-unanchored", "decision-missing"}


# --- units that open and close -----------------------------------------------------------------------------------------


def test_who_will_count_for_a_unit_that_opens_does_not_count_above_it() -> None:
    """Siv begins at an institute that opens on that day, and has a duty of its own."""
    everywhere = COVERED.replace("[faculty]", "[faculty, institute]")
    institute = unit("i", "institute", "f", siv="from: 2026-12-01")
    institute["units/i.yaml"] += "from: 2026-12-01\n"
    report = reported(card(everywhere), unit("f", per="from: 2020-01-01, to: 2026-12-15"), institute)
    assert ends(part_of(report, "f")) == [("2026-12-15", "per", ["uncovered"])]


def test_who_will_count_above_a_unit_that_closes_fills_the_gap() -> None:
    """Siv is at an institute of a faculty that closes on the day that the university's own adviser ends."""
    above = COVERED.replace("[faculty]", "[university, faculty]")
    top = unit("u", "university", per="from: 2020-01-01, to: 2026-12-31")
    faculty = unit("f", parent="u")
    faculty["units/f.yaml"] += "to: 2026-12-31\n"
    report = reported(card(above), top, faculty, unit("i", "institute", "f", siv=PLAIN_DAYS))
    assert ends(part_of(report, "u")) == [("2026-12-31", "per", [])]


def test_the_leader_above_is_that_of_a_unit_that_exists() -> None:
    top = unit("u", "university")
    closed = unit("old", parent="u")
    closed["units/old.yaml"] += "to: 2020-01-01\n"
    faculty = unit("f", parent="old", cy=PLAIN_DAYS)
    faculty["units/f.yaml"] = faculty["units/f.yaml"].replace("leader: lea-f\n", "")
    report = reported(card(COVERED), top, closed, faculty)
    (action,) = part_of(report, "f").actions
    assert [person.id for person in action.responsible.people] == ["lea-u"]


@pytest.mark.parametrize(
    ("people", "what"),
    [
        ({}, "Decide who is adviser for access at F until the unit closes, or ask for a waiver until then."),
        (
            {"cy": PLAIN_DAYS},
            "Decide whether more people are to be adviser for access at F until the unit closes, or ask for a waiver until then.",
        ),
    ],
)
def test_a_unit_that_closes_is_asked_for_what_it_lacks_until_then(people: dict[str, str], what: str) -> None:
    two = COVERED.replace("processes: [access]", "processes: [access], people: 2")
    faculty = unit("f", **people)
    faculty["units/f.yaml"] += "to: 2026-12-31\n"
    assert tasks(reported(card(two), faculty), "f") == [what]


# --- what is not looked for is not foretold ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("norm", "ignore", "told"),
    [
        (COVERED, [], ["uncovered"]),
        (COVERED, ["single-holder"], ["uncovered"]),
        (COVERED, ["process-uncovered"], []),
        ("{id: n, kind: unit-headcount, norm: must, at: [faculty], people: 1}", [], ["too-few"]),
        ("{id: n, kind: unit-headcount, norm: must, at: [faculty], people: 1}", ["too-few-people"], []),
        ("{id: n, kind: unit-headcount, norm: must, at: [faculty], people: 0}", [], []),
        (COVERED.replace("processes", "people: 0, processes"), [], []),
        ("{id: n, kind: every-process-has, norm: must, processes: [access]}", [], ["vacant"]),
        ("{id: n, kind: every-process-has, norm: must, processes: [access]}", ["role-vacant"], []),
    ],
)
def test_what_nobody_will_find_is_not_foretold(norm: str, ignore: list[str], told: list[str]) -> None:
    files = (
        card(norm, "{id: z, kind: unit-headcount, norm: must, at: [faculty], people: 0}"),
        unit("f", cy="from: 2020-01-01, to: 2026-12-15"),
    )
    report = reported(*files, ignore=ignore)
    assert ends(part_of(report, "f")) == [("2026-12-15", "cy", told)]
    off = {
        "rolecheck.yaml": COMMON["rolecheck.yaml"] + f"severity: {{{', '.join(f'{rule}: off' for rule in ignore)}}}\n"
    }
    assert ends(part_of(reported(*files, off), "f")) == [("2026-12-15", "cy", told)]


def test_nobody_left_in_a_role_is_said_as_such() -> None:
    norm = "{id: n, kind: unit-headcount, norm: must, at: [faculty], people: 1}"
    (what,) = tasks(reported(card(norm), unit("f", cy="from: 2020-01-01, to: 2026-12-15")), "f")
    assert what == "Decide who takes over from Cy as adviser for access. Then F has no adviser."


# --- the day after, as the rules see it --------------------------------------------------------------------------------

_NUMBERS = ("process-uncovered", "too-few-people", "role-vacant")
_OFFSETS = st.integers(0, 95)
_KINDS = st.sampled_from(["[faculty]", "[institute]", "[faculty, institute]"])


@st.composite
def _days(draw: st.DrawFn) -> str:
    first = DAY + timedelta(draw(st.integers(-400, 60)))
    last = draw(st.none() | _OFFSETS)
    return f"from: {first}" + (f", to: {max(first, DAY + timedelta(last))}" if last is not None else "")


@st.composite
def _registers(draw: st.DrawFn) -> list[dict[str, str]]:
    people = draw(st.integers(0, 3))
    norms = [
        f"{{id: a, kind: every-unit-has, norm: must, at: {draw(_KINDS)}, processes: [access], people: {people}}}",
        f"{{id: b, kind: unit-headcount, norm: should, at: {draw(_KINDS)}, people: {draw(st.integers(0, 3))}}}",
        f"{{id: c, kind: every-process-has, norm: must, processes: [access], people: {draw(st.integers(0, 2))}}}",
    ]
    faculty = unit("f", **{f"a{number}": draw(_days()) for number in range(draw(st.integers(0, 3)))})
    institute = unit(
        "i", "institute", "f", **{f"b{number}": draw(_days()) for number in range(draw(st.integers(0, 3)))}
    )
    for path, text in {**faculty, **institute}.items():
        if draw(st.booleans()):
            begin = draw(_OFFSETS)
            leave = (
                f"leave: [{{from: {DAY + timedelta(begin)}, to: {DAY + timedelta(begin + draw(st.integers(0, 30)))}}}]"
            )
            (faculty if path in faculty else institute)[path] = text.replace(
                "name: A0}", f"name: A0, {leave}}}"
            ).replace("name: B0}", f"name: B0, {leave}}}")
    institute["units/i.yaml"] += draw(_dates_of_a_unit())
    below = unit("t", "institute", "i", c0=draw(_days()))
    return [card(*norms), faculty, institute, *draw(st.sampled_from([[], [below]]))]


@st.composite
def _dates_of_a_unit(draw: st.DrawFn) -> str:
    """A unit that opens has nobody below it who would count elsewhere until then: that ends nothing, and is not foretold."""
    return draw(st.sampled_from(["", f"to: {DAY + timedelta(draw(_OFFSETS))}\n"]))


def _nobody_left(report: GapReport) -> set[tuple[str, str | None]]:
    """What nobody is left for, by the rules: of which kind, and at which unit."""
    return {
        (finding.rule, finding.gap.subject.get("unit"))
        for finding in report.report.findings
        if finding.rule in _NUMBERS and finding.gap.facts["have"] == 0
    } | {
        (f"{finding.rule} at all", finding.gap.subject.get("unit"))
        for finding in report.report.findings
        if finding.rule in _NUMBERS
    }


_SHORTFALL = {"process-uncovered": "uncovered", "too-few-people": "too-few", "role-vacant": "vacant"}


def _told(endings: Iterable[Ending], day: date) -> set[tuple[str, str | None]]:
    return {
        (found.shortfall.value, found.unit.id if found.unit else None)
        for one in endings
        if one.day == day
        for found in one.consequences
    }


@settings(max_examples=40)
@given(_registers())
def test_what_the_rules_find_anew_on_a_later_day_is_told_and_nothing_else(files: list[dict[str, str]]) -> None:
    report = reported(*files)
    endings = [one for part in (*report.parts, report.elsewhere) for one in part.endings]
    days = sorted({one.day for one in endings})
    for day in [*days, *(DAY + timedelta(offset) for offset in (0, 30, 90))]:
        before, after = (_nobody_left(reported(*files, day=one)) for one in (day, day + timedelta(1)))
        anew = {(_SHORTFALL[rule.removesuffix(" at all")], place) for rule, place in after - before}
        told = {found for found in _told(endings, day) if found[0] != "single"}
        assert told == anew, day
