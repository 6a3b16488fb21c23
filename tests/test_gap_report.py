"""What a gap report says, from files to content: who must do what, by when; what ends; what each person has."""

from collections.abc import Iterable, Sequence
from datetime import date

import pytest

from casepages import all_cases
from examples import documents_of
from rolecheck.actions import Urgency
from rolecheck.assignment import ACTORS, Actor
from rolecheck.check import check
from rolecheck.endings import Shortfall, Why
from rolecheck.gap_report import GapReport, Part, gap_report_of
from rolecheck.overview import Standing
from rolecheck.policy import Policy
from rolecheck.qualifications import State
from rolecheck.redaction import Redactor
from rolecheck.register import build
from rolecheck.render.blocks import Facts, Page, Section, Table
from rolecheck.render.report.content import index_page, unit_page
from rolecheck.render.report.phrases import standing, tasks_of
from rolecheck.rules import all_rules
from rolecheck.sentences import known_languages
from rolecheck.wording import Speaker

DAY = date(2026, 11, 21)
FILES = {
    "rolecheck.yaml": "register: Tiny\nlanguage: en\nunit_kinds: [university, faculty, department]\nhorizon_days: 90\n",
    "processes.yaml": "- {id: access, name: Access}\n- {id: boards, name: Boards}\n",
    "courses.yaml": (
        "- {id: law, name: Law, valid_months: 36}\n"
        "- {id: tool, name: The tool, also_met_by: [[basics, practice]]}\n"
        "- {id: basics, name: Basics, valid_months: 12}\n"
        "- {id: practice, name: Practice}\n"
    ),
    "sources.yaml": (
        "- {id: policy, title: The policy, kind: policy, owner: Director, approved_by: Rector}\n"
        "- {id: card, title: The card, kind: card, approved_by: Rector, approved: 2020-01-01}\n"
    ),
    "roles/adviser.yaml": (
        "id: adviser\nrole: adviser\nname: Adviser\nsource: policy\nmandate: Advises.\n"
        "competence:\n  expert: [{id: expert, text: Knows it all}]\n"
        "norms:\n"
        "  - {id: covered, kind: every-unit-has, norm: must, at: [faculty], processes: [access, boards]}\n"
        "  - {id: two, kind: unit-headcount, norm: should, at: [faculty], people: 2}\n"
        "  - {id: law, kind: completed, norm: must, course: law}\n"
        "  - {id: decided, kind: decided, norm: should, by: manager}\n"
    ),
    "roles/manager.yaml": (
        "id: manager\nrole: manager\nname: Manager\nsource: card\nmandate: Manages.\n"
        "norms:\n  - {id: one, kind: every-process-has, norm: must}\n"
    ),
    "units/top.yaml": (
        "id: top\nkind: university\nname: Top\nleader: rita\n"
        "people:\n  - {id: rita, name: Rita Rektor}\n  - {id: mona, name: Mona Manager}\n  - {id: bo, name: Bo Boards}\n"
        "appointments:\n  - {person: mona, role: manager, process: access, from: 2020-01-01}\n"
        "  - {person: bo, role: manager, process: boards, from: 2020-01-01}\n"
    ),
    "units/ie.yaml": (
        "id: ie\nkind: faculty\nname: Faculty\nparent: top\nleader: kari\n"
        "people:\n"
        "  - {id: kari, name: Kari Leder}\n"
        "  - {id: ola, name: Ola Hansen, courses: [{course: law, completed: 2025-01-01}]}\n"
        "  - {id: per, name: Per Li, courses: [{course: law, completed: 2025-01-01}]}\n"
        "appointments:\n"
        "  - {person: ola, role: adviser, process: access, from: 2020-01-01, decided: {by: mona, on: 2020-01-01}}\n"
        "  - {person: per, role: adviser, process: access, from: 2020-01-01, decided: {by: mona, on: 2020-01-01}}\n"
        "  - {person: per, role: adviser, process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}}\n"
    ),
}

VACANT = FILES["units/top.yaml"].replace("  - {person: bo, role: manager, process: boards, from: 2020-01-01}\n", "")


def reported(
    changes: dict[str, str] | None = None,
    day: date = DAY,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    units: Iterable[str] = (),
) -> GapReport:
    """The gap report of the register above, with some files changed, of the rules and units that are asked for."""
    files = {path: text.encode() for path, text in {**FILES, **(changes or {})}.items()}
    register = build(documents_of(files))
    return gap_report_of(check(register, Policy.of(register, select=select, ignore=ignore, units=units), day))


def faculty(old: str = "", new: str = "", more: str = "") -> Part:
    """The part of the faculty, after one change in its file."""
    assert old in FILES["units/ie.yaml"]
    text = FILES["units/ie.yaml"].replace(old, new, 1) if old else FILES["units/ie.yaml"]
    (part,) = reported({"units/ie.yaml": text + more}).parts
    return part


def said(part: Part, report: GapReport | None = None) -> list[tuple[str, str, str]]:
    """When, who and what, in English."""
    checked = (report or reported()).report
    return [
        (task.day.isoformat() if task.day else task.urgency.value, task.who, task.what)
        for task in tasks_of(part.actions, checked, Speaker("en", checked.register), at=part.unit)
    ]


# --- who must do what


def test_every_rule_has_somebody_who_puts_it_right_and_words_for_it() -> None:
    assert set(ACTORS) == set(all_rules())
    for language in known_languages():
        speaker = Speaker(language)
        assert set(speaker._sentences["report"]["do"]) == {
            *all_rules(),
            *(
                "ending",
                "ending-away",
                "ending-closes",
                "leading",
                "leading-away",
                "closing",
                "closing-more",
                "expiring",
            ),
            *("process-uncovered-several", "process-uncovered-too-few", "role-vacant-several", "role-vacant-too-few"),
            *("course-missing-retired", "decision-missing-not-by-leader", "decision-missing-decided-later"),
        }


@pytest.mark.parametrize("language", known_languages())
def test_every_finding_of_every_case_can_be_a_task(language: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    told = 0
    for case in all_cases():
        report = case.report(tmp_path_factory.mktemp("case"))
        gap_report = gap_report_of(report)
        speaker = Speaker(language, report.register)
        for part in (*gap_report.parts, gap_report.elsewhere):
            for task in tasks_of(part.actions, report, speaker):
                told += 1
                assert task.who
                assert task.what.endswith((".", "!"))
                assert "{" not in task.what
    assert told > 50


def test_what_must_be_is_due_now_what_should_be_has_no_deadline_what_is_worth_knowing_is_no_task() -> None:
    part = faculty(
        "  - {person: per, role: adviser, process: access, from: 2020-01-01, decided: {by: mona, on: 2020-01-01}}\n"
        "  - {person: per, role: adviser, process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}}\n"
    )
    assert said(part) == [
        ("now", "Kari Leder (leader)", "Appoint somebody as adviser for boards at Faculty."),
        ("undated", "Kari Leder (leader)", "Appoint 1 more person as adviser at Faculty."),
    ]
    assert "single-holder" in {finding.rule for finding in part.counting}


def test_a_person_takes_a_course_once_however_many_processes_ask_for_it() -> None:
    part = faculty("name: Per Li, courses: [{course: law, completed: 2025-01-01}]", "name: Per Li")
    assert said(part) == [("now", "Per Li", "Complete “Law”.")]
    assert [found.rule for found in part.counting].count("course-missing") == 2


def test_an_expired_course_is_the_persons_task() -> None:
    part = faculty(
        "name: Per Li, courses: [{course: law, completed: 2025", "name: Per Li, courses: [{course: law, completed: 2022"
    )
    assert said(part) == [("now", "Per Li", "Complete “Law”, as what was completed before has expired.")]


def test_a_decision_is_for_the_role_that_the_norm_names() -> None:
    part = faculty("from: 2020-01-01, decided: {by: mona, on: 2020-01-01}}", "from: 2020-01-01}")
    assert said(part) == [
        (
            "undated",
            "Mona Manager (manager)",
            "Decide that Ola Hansen is adviser for access, or record the decision that is missing.",
        )
    ]


def test_a_decision_of_a_role_that_nobody_has_is_for_that_role() -> None:
    text = FILES["units/ie.yaml"].replace(
        "process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}", "process: boards, from: 2020-01-01"
    )
    report = reported({"units/ie.yaml": text, "units/top.yaml": VACANT})
    (part,) = report.parts
    assert [who for _, who, _ in said(part)] == ["manager for boards"]


def test_a_leader_who_is_away_is_not_asked_by_name_and_the_leader_above_finds_another() -> None:
    away = ("name: Kari Leder", "name: Kari Leder, leave: [{from: 2026-01-01}]")
    assert said(faculty(*away)) == [
        ("undated", "Rita Rektor (leader of Top)", "Name the leader of Faculty, or the one who acts as leader.")
    ]
    text = FILES["units/ie.yaml"].replace(*away).replace("person: ola", "person: per").replace("parent: top\n", "")
    (part,) = reported({"units/ie.yaml": text}).parts
    assert {who for _, who, _ in said(part)} == {"the leader of Faculty", "whoever keeps the register"}


def test_a_document_is_its_owners_and_a_vacant_role_the_deciders() -> None:
    report = reported(
        {"units/top.yaml": VACANT, "units/ie.yaml": FILES["units/ie.yaml"].replace("{by: bo", "{by: mona")}
    )
    assert said(report.elsewhere, report) == [
        ("now", "whoever keeps the register", "Appoint somebody as manager for boards."),
        ("undated", "Director", "Have “The policy” approved, or record who approved it and when."),
    ]


def test_a_waiver_that_ends_is_due_on_its_last_day_and_what_it_accepts_is_no_task() -> None:
    waiver = "- {id: w, rule: too-few-people, unit: ie, reason: R., granted_by: rita, granted: 2026-01-01, until: 2026-12-31}\n"
    per_for_access = (
        "  - {person: per, role: adviser, process: access, from: 2020-01-01, decided: {by: mona, on: 2020-01-01}}\n"
    )
    text = FILES["units/ie.yaml"].replace(per_for_access, "").replace("person: per", "person: ola")
    report = reported({"waivers.yaml": waiver, "units/ie.yaml": text})
    (part,) = report.parts
    assert [found.rule for found in part.waived] == ["too-few-people"]
    assert said(part, report) == [
        ("2026-12-31", "Rita Rektor", "Close the gap that the waiver “w” accepts, or renew the waiver.")
    ]


def test_actions_come_with_the_most_urgent_first() -> None:
    part = faculty(
        "  - {person: per, role: adviser, process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}}\n",
        "",
        more="reviewed: 2026-01-01\n",
    )
    soon = faculty("process: boards, from: 2020-01-01", "process: boards, from: 2020-01-01, to: 2026-12-01")
    assert [action.urgency for action in part.actions] == [Urgency.NOW]
    assert [action.urgency for action in soon.actions] == [Urgency.DATED]
    order = [*Urgency]
    for case_part in (part, soon):
        urgencies = [order.index(action.urgency) for action in case_part.actions]
        assert urgencies == sorted(urgencies)


def test_the_actors_of_people_are_people() -> None:
    part = faculty("name: Per Li, courses: [{course: law, completed: 2025-01-01}]", "name: Per Li")
    (first, *_) = part.actions
    assert (first.responsible.actor, [person.id for person in first.responsible.people]) == (Actor.PERSON, ["per"])


# --- who comes back

AWAY = "name: Per Li, leave: [{from: 2026-11-01, to: 2027-02-28}%s], "


@pytest.mark.parametrize(
    ("leave", "waits"),
    [
        ("", "1 March 2027"),
        (", {from: 2027-03-01, to: 2027-03-31}", "1 April 2027"),
        (", {from: 2027-02-15}", ""),
        ("], to: 2027-02-28, attested: [", ""),
    ],
    ids=["back the day after", "two leaves in a row", "no end", "leaves for good"],
)
def test_a_gap_that_a_return_fills_can_wait_for_it(leave: str, waits: str) -> None:
    report = reported({"units/ie.yaml": FILES["units/ie.yaml"].replace("name: Per Li, ", AWAY % leave)})
    (part,) = report.parts
    tasks = {what for _, _, what in said(part, report)}
    assert {what for what in tasks if "Appoint 1 more person as adviser" in what} == {
        "Appoint 1 more person as adviser at Faculty."
        + (f" Or ask for a waiver until {waits}, when Per Li will be back." if waits else "")
    }


def test_a_return_is_of_no_help_where_it_is_not_enough_or_the_appointment_has_ended() -> None:
    both = (
        FILES["units/ie.yaml"]
        .replace("name: Per Li, ", AWAY % "")
        .replace("name: Ola Hansen, ", "name: Ola Hansen, to: 2027-01-31, ")
    )
    report = reported({"units/ie.yaml": both})
    (part,) = report.parts
    assert [what for _, _, what in said(part, report) if "more person" in what] == [
        "Appoint 1 more person as adviser at Faculty."
    ]
    ending = FILES["units/ie.yaml"].replace("name: Per Li, ", AWAY % "")
    ending = ending.replace("process: boards, from: 2020-01-01", "process: boards, from: 2020-01-01, to: 2027-02-28")
    report = reported({"units/ie.yaml": ending})
    (part,) = report.parts
    assert [what for _, _, what in said(part, report) if "boards" in what] == [
        "Appoint somebody as adviser for boards at Faculty."
    ]


# --- people, courses and units that are called the same


def shown(part: Part, report: GapReport) -> Page:
    return unit_page(part, report, Speaker("en", report.report.register))


def table_of(page: Page, name: str) -> Table:
    sections = [block for block in page.blocks if isinstance(block, Section)]
    tables = [block for section in sections for block in section.blocks if isinstance(block, Table)]
    (table,) = [table for table in tables if table.name == name]
    return table


def cells(page: Page, name: str) -> list[list[object]]:
    """The rows of a table of a page, as values."""
    return [[cell.value for cell in row] for row in table_of(page, name).rows]


def namesakes() -> GapReport:
    """Two advisers who are called the same, and have no course."""
    text = FILES["units/ie.yaml"].replace(", courses: [{course: law, completed: 2025-01-01}]", "")
    return reported({"units/ie.yaml": text.replace("name: Per Li", "name: Ola Hansen")})


def test_two_people_of_one_name_have_a_task_each_and_are_told_apart_by_their_ids() -> None:
    report = namesakes()
    (part,) = report.parts
    page = shown(part, report)
    assert cells(page, "actions") == [
        ["now", "Ola Hansen (ola)", "Complete “Law”."],
        ["now", "Ola Hansen (per)", "Complete “Law”."],
    ]
    assert {row[0] for row in cells(page, "roles")} == {"Ola Hansen (ola)", "Ola Hansen (per)"}
    assert {row[0] for row in cells(page, "qualifications")} == {"Ola Hansen (ola)", "Ola Hansen (per)"}


def test_somebody_with_a_name_of_their_own_on_the_page_is_said_without_their_id() -> None:
    top = FILES["units/top.yaml"].replace("name: Bo Boards", "name: Ola Hansen")
    report = reported({"units/top.yaml": top})
    (part,) = report.parts
    assert {row[0] for row in cells(shown(part, report), "roles")} == {"Ola Hansen", "Per Li"}


def test_whoever_is_hidden_is_not_told_by_their_id() -> None:
    report = namesakes()
    register = report.report.register
    speaker = Speaker("en", register, Redactor(register, b"a secret that nobody guesses, 32 bytes"))
    (part,) = report.parts
    people = {str(row[0]) for row in cells(unit_page(part, report, speaker), "roles")}
    assert len(people) == 2
    assert not any("ola" in person or "per)" in person for person in people)


def test_two_courses_of_one_name_are_two_tasks() -> None:
    courses = FILES["courses.yaml"] + "- {id: law-2, name: Law}\n"
    card = FILES["roles/adviser.yaml"] + "  - {id: law-2, kind: completed, norm: must, course: law-2}\n"
    text = FILES["units/ie.yaml"].replace(
        "name: Per Li, courses: [{course: law, completed: 2025-01-01}]", "name: Per Li"
    )
    text = text.replace("2025-01-01}]", "2025-01-01}, {course: law-2, completed: 2025-01-01}]")
    report = reported({"courses.yaml": courses, "roles/adviser.yaml": card, "units/ie.yaml": text})
    (part,) = report.parts
    assert sorted(str(row[2]) for row in cells(shown(part, report), "actions")) == [
        "Complete “Law (law)”.",
        "Complete “Law (law-2)”.",
    ]


def test_two_units_of_one_name_are_told_apart_among_the_tasks_of_all() -> None:
    other = "id: hf\nkind: faculty\nname: Faculty\nparent: top\nleader: kari\n"
    report = reported({"units/hf.yaml": other})
    page = index_page(report, Speaker("en", report.report.register))
    assert {row[1] for row in cells(page, "all-actions")} == {"Faculty (hf)", "–"}
    assert {row[0] for row in cells(page, "units")} == {"Faculty (hf)", "Faculty (ie)"}


# --- what ends


def ends(old: str, new: str, more: str = "") -> list[tuple[str, str, list[str]]]:
    part = faculty(old, new, more)
    return [
        (
            ending.day.isoformat(),
            ending.person.id,
            [f"{one.shortfall} {','.join(one.processes)}" for one in ending.consequences],
        )
        for ending in part.endings
    ]


OLA = "  - {person: ola, role: adviser, process: access, from: 2020-01-01"


@pytest.mark.parametrize(("last_day", "count"), [("2027-02-19", 1), ("2027-02-20", 0), ("2026-11-21", 1)])
def test_what_ends_on_the_last_day_of_the_horizon_still_counts(last_day: str, count: int) -> None:
    assert len(ends(OLA, f"{OLA}, to: {last_day}")) == count


def test_one_adviser_left_is_said() -> None:
    left = "Then only Per Li is left as adviser at Faculty, which needs 2 people."
    assert ends(OLA, f"{OLA}, to: 2026-12-31") == [("2026-12-31", "ola", ["single access", "too-few "])]
    part = faculty(OLA, f"{OLA}, to: 2026-12-31")
    assert said(part) == [
        (
            "2026-12-31",
            "Kari Leder (leader)",
            f"Decide who takes over from Ola Hansen as adviser for access. {left}",
        )
    ]


def test_nobody_left_for_a_process_is_said() -> None:
    boards = "  - {person: per, role: adviser, process: boards, from: 2020-01-01"
    assert ends(boards, f"{boards}, to: 2026-12-31") == [("2026-12-31", "per", ["uncovered boards"])]
    (task,) = said(faculty(boards, f"{boards}, to: 2026-12-31"))
    assert task[2].endswith("Then Faculty has no adviser for boards.")


def test_all_that_somebody_leaves_on_one_day_is_one_ending() -> None:
    part = faculty("name: Per Li,", "name: Per Li, to: 2026-12-31,")
    (ending,) = part.endings
    assert ending.processes == ("access", "boards")
    assert [(one.shortfall, one.processes) for one in ending.consequences] == [
        (Shortfall.SINGLE, ("access",)),
        (Shortfall.UNCOVERED, ("boards",)),
        (Shortfall.TOO_FEW, ()),
    ]


def test_a_successor_who_is_appointed_already_fills_the_gap() -> None:
    more = "  - {person: kari, role: adviser, process: access, from: 2027-01-01}\n"
    assert ends(OLA, f"{OLA}, to: 2026-12-31", more) == [("2026-12-31", "ola", [])]
    late = more.replace("2027-01-01", "2027-01-02")
    assert ends(OLA, f"{OLA}, to: 2026-12-31", late) == [("2026-12-31", "ola", ["single access", "too-few "])]


def test_an_appointment_that_is_renewed_does_not_end() -> None:
    more = "  - {person: ola, role: adviser, process: access, from: 2027-01-01}\n"
    assert ends(OLA, f"{OLA}, to: 2026-12-31", more) == []
    assert ends(OLA, f"{OLA}, to: 2026-12-31", more.replace("01-01}", "01-02}"))[0][:2] == ("2026-12-31", "ola")
    assert ends(OLA, f"{OLA}, to: 2026-12-31", more.replace("01-01}", "01-01, to: 2027-01-31}"))[0][:2] == (
        "2027-01-31",
        "ola",
    )


def test_what_is_missing_already_is_no_consequence() -> None:
    part = faculty(
        "  - {person: per, role: adviser, process: access, from: 2020-01-01, decided: {by: mona, on: 2020-01-01}}\n"
        "  - {person: per, role: adviser, process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}}\n",
        "",
    )
    assert [one.shortfall for ending in part.endings for one in ending.consequences] == []
    alone = FILES["units/ie.yaml"].replace(OLA, f"{OLA}, to: 2026-12-31").replace("person: per", "person: kari")
    (part,) = reported({"units/ie.yaml": alone}).parts
    assert [one.left[0].id for ending in part.endings for one in ending.consequences] == ["kari", "kari"]


def test_somebody_at_a_department_counts_for_the_faculty() -> None:
    department = (
        "id: idi\nkind: department\nname: Department\nparent: ie\n"
        "people:\n  - {id: eva, name: Eva Berg, to: 2026-12-31, courses: [{course: law, completed: 2025-01-01}]}\n"
        "appointments:\n  - {person: eva, role: adviser, process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}}\n"
    )
    report = reported({"units/idi.yaml": department})
    (part,) = report.parts
    assert [(ending.person.id, ending.unit.id) for ending in part.endings] == [("eva", "ie")]
    assert [(one.shortfall, [p.id for p in one.left]) for one in part.endings[0].consequences] == [
        (Shortfall.SINGLE, ["per"])
    ]


def test_the_last_manager_of_a_process_is_missed_everywhere() -> None:
    report = reported(
        {"units/top.yaml": FILES["units/top.yaml"].replace("from: 2020-01-01", "from: 2020-01-01, to: 2026-12-31", 1)}
    )
    (ending,) = report.elsewhere.endings
    assert [(one.shortfall, one.unit) for one in ending.consequences] == [(Shortfall.VACANT, None)]
    assert (
        "2026-12-31",
        "Rita Rektor (leader of Top)",
        "Decide who takes over from Mona Manager as manager for access. Then nobody is manager for access.",
    ) in said(report.elsewhere, report)


def test_the_same_people_are_asked_the_day_before_a_role_is_vacant_and_the_day_after() -> None:
    last = FILES["units/top.yaml"].replace("from: 2020-01-01", "from: 2020-01-01, to: 2026-12-31", 1)
    decided = FILES["roles/manager.yaml"] + "  - {id: by, kind: decided, norm: should, by: director}\n"
    director = "id: director\nrole: director\nname: Director\nsource: card\nmandate: Directs.\nnorms: []\n"
    top = last + "  - {person: rita, role: director, process: access, from: 2020-01-01}\n"
    for changes, who in (
        ({"units/top.yaml": last}, "Rita Rektor (leader of Top)"),
        (
            {"units/top.yaml": top, "roles/manager.yaml": decided, "roles/director.yaml": director},
            "Rita Rektor (director)",
        ),
    ):
        asked = []
        for day, urgency in ((date(2026, 12, 31), "2026-12-31"), (date(2027, 1, 1), "now")):
            report = reported(changes, day)
            about = [one for one in said(report.elsewhere, report) if "manager for access" in one[2]]
            asked += [found for when, found, _ in about if when == urgency]
        assert asked == [who, who]


def away(*leave: str) -> list[tuple[str, str, list[str]]]:
    return ends("name: Ola Hansen,", f"name: Ola Hansen, leave: [{', '.join(leave)}],")


def test_a_leave_that_begins_ends_what_counts_the_day_before() -> None:
    assert away("{from: 2027-01-01}") == [("2026-12-31", "ola", ["single access", "too-few "])]
    assert away("{from: 2027-02-20}") == [("2027-02-19", "ola", ["single access", "too-few "])]
    assert away("{from: 2027-02-21}") == []


def test_who_comes_back_and_goes_again_ends_twice() -> None:
    twice = away("{from: 2026-12-01, to: 2026-12-05}", "{from: 2027-01-10, to: 2027-01-20}")
    assert [day for day, _, _ in twice] == ["2026-11-30", "2027-01-09"]
    joined = away("{from: 2026-12-01, to: 2026-12-05}", "{from: 2026-12-06, to: 2027-01-20}")
    assert [day for day, _, _ in joined] == ["2026-11-30"]


def test_somebody_who_is_back_by_then_fills_the_gap() -> None:
    text = FILES["units/ie.yaml"].replace(OLA, f"{OLA}, to: 2026-12-31")
    text += "  - {person: kari, role: adviser, process: access, from: 2020-01-01}\n"
    back = text.replace("name: Kari Leder", "name: Kari Leder, leave: [{from: 2026-11-01, to: 2026-12-31}]")
    (part,) = reported({"units/ie.yaml": back}).parts
    assert [one.consequences for one in part.endings] == [()]
    late = back.replace("to: 2026-12-31}]", "to: 2027-01-01}]")
    (part,) = reported({"units/ie.yaml": late}).parts
    assert [len(one.consequences) for one in part.endings] == [2]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Ola Hansen does not count as adviser for access from 1 January 2027: decide who stands in."),
        ("nb", "Ola Hansen teller ikke som adviser for access fra 1. januar 2027: Finn ut hvem som tar over så lenge."),
        ("nn", "Ola Hansen tel ikkje som adviser for access frå 1. januar 2027: Finn ut kven som tek over så lenge."),
    ],
)
def test_a_leave_is_never_called_one(language: str, words: str) -> None:
    text = FILES["units/ie.yaml"].replace("name: Ola Hansen,", "name: Ola Hansen, leave: [{from: 2027-01-01}],")
    report = reported({"units/ie.yaml": text})
    (part,) = report.parts
    (task,) = tasks_of(part.actions, report.report, Speaker(language, report.report.register))
    assert task.what.startswith(words)
    for forbidden in ("leave", "permisjon", "fråvær", "fravær"):
        assert forbidden not in task.what


def test_a_leave_of_somebody_who_is_hidden_is_an_end_like_any_other() -> None:
    text = FILES["units/ie.yaml"].replace("name: Ola Hansen,", "name: Ola Hansen, leave: [{from: 2027-01-01}],")
    report = reported({"units/ie.yaml": text})
    register = report.report.register
    speaker = Speaker("en", register, Redactor(register, b"a secret that nobody guesses, 32 bytes"))
    (part,) = report.parts
    (task,) = tasks_of(part.actions, report.report, speaker)
    assert task.what.startswith("Decide who takes over from ")


DEPARTMENT = (
    "id: idi\nkind: department\nname: Department\nparent: ie\nto: 2026-12-31\n"
    "people:\n  - {id: eva, name: Eva Berg, courses: [{course: law, completed: 2025-01-01}]}\n"
    "appointments:\n  - {person: eva, role: adviser, process: boards, from: 2020-01-01, decided: {by: bo, on: 2020-01-01}}\n"
)


def test_a_unit_that_closes_ends_what_counts_for_the_one_above() -> None:
    report = reported({"units/idi.yaml": DEPARTMENT})
    (part,) = report.parts
    assert [(one.day, one.person.id, one.why, one.unit.id) for one in part.endings] == [
        (date(2026, 12, 31), "eva", Why.CLOSES, "ie")
    ]
    closes = "Eva Berg is no longer adviser for boards from 1 January 2027, as the unit with the appointment closes"
    assert said(part, report) == [
        (
            "2026-12-31",
            "Kari Leder (leader)",
            f"{closes}: decide who takes over. Then only Per Li is left as adviser for boards at Faculty.",
        )
    ]


def test_nobody_takes_over_at_a_unit_that_closes_and_it_is_said_among_the_facts() -> None:
    text = FILES["units/ie.yaml"].replace("kind: faculty\n", "kind: faculty\nto: 2026-12-31\n")
    report = reported({"units/ie.yaml": text})
    (part,) = report.parts
    assert {(one.why, one.consequences) for one in part.endings} == {(Why.CLOSES, ())}
    assert part.actions == []
    facts = [block for block in shown(part, report).blocks if isinstance(block, Facts)]
    assert ("Closes after", date(2026, 12, 31)) in [(name, cell.value) for name, cell in facts[0].pairs]


@pytest.mark.parametrize(
    ("last_day", "urgency"), [("2026-11-21", "2026-11-21"), ("2027-02-19", "2027-02-19"), ("2027-02-20", "now")]
)
def test_a_unit_that_closes_within_the_horizon_is_not_asked_to_appoint_people_at_once(
    last_day: str, urgency: str
) -> None:
    text = (
        FILES["units/ie.yaml"].split("appointments:")[0].replace("kind: faculty\n", f"kind: faculty\nto: {last_day}\n")
    )
    report = reported({"units/ie.yaml": text})
    (part,) = report.parts
    assert {finding.rule for finding in part.counting} >= {"process-uncovered", "too-few-people"}
    tasks = [one for one in said(part, report) if "adviser" in one[2]]
    assert {when for when, _, _ in tasks} == {urgency} if urgency != "now" else {"now", "undated"}
    asked = "Decide who is adviser" if urgency != "now" else "Appoint"
    assert len(tasks) == 3
    assert all(what.startswith(asked) for _, _, what in tasks)


# --- waivers and those who granted them


@pytest.mark.parametrize(
    ("granter", "leader", "who"),
    [
        ("rita", "kari", "Rita Rektor"),
        ("gone", "kari", "Kari Leder (leader)"),
        ("away", "kari", "Kari Leder (leader)"),
        ("gone", "gone", "the leader of Faculty"),
    ],
)
@pytest.mark.parametrize("about", ["unit: ie", "person: per"])
def test_a_waiver_is_asked_of_somebody_who_is_there_at_the_unit_that_it_is_about(
    granter: str, leader: str, who: str, about: str
) -> None:
    waiver = (
        f"- {{id: w, rule: course-missing, {about}, reason: R., granted_by: {granter}, "
        "granted: 2026-01-01, until: 2026-12-31}\n"
    )
    top = FILES["units/top.yaml"].replace(
        "people:\n",
        "people:\n  - {id: gone, name: Gro Gone, to: 2026-06-30}\n"
        "  - {id: away, name: Aud Away, leave: [{from: 2026-06-30}]}\n",
    )
    text = FILES["units/ie.yaml"].replace(
        "name: Per Li, courses: [{course: law, completed: 2025-01-01}]", "name: Per Li"
    )
    report = reported(
        {
            "waivers.yaml": waiver,
            "units/top.yaml": top,
            "units/ie.yaml": text.replace("leader: kari", f"leader: {leader}"),
        }
    )
    (part,) = report.parts
    assert [one for one in said(part, report) if "waiver" in one[2]] == [
        ("2026-12-31", who, "Close the gap that the waiver “w” accepts, or renew the waiver.")
    ]


def test_a_waiver_about_no_unit_whose_granter_has_left_is_the_keepers() -> None:
    waiver = "- {id: w, rule: role-vacant, role: manager, process: boards, reason: R., granted_by: gone, granted: 2026-01-01, until: 2026-12-31}\n"
    top = VACANT.replace("people:\n", "people:\n  - {id: gone, name: Gro Gone, to: 2026-06-30}\n")
    report = reported({"waivers.yaml": waiver, "units/top.yaml": top})
    assert [who for when, who, _ in said(report.elsewhere, report) if when == "2026-12-31"] == [
        "whoever keeps the register"
    ]


# --- no unit looks better than it is


def test_the_gravest_tone_of_a_units_row_is_its_status_in_every_case(tmp_path_factory: pytest.TempPathFactory) -> None:
    order = ("good", "waived", "note", "warning", "error")
    seen: set[str] = set()
    for case in all_cases():
        report = gap_report_of(case.report(tmp_path_factory.mktemp("case")))
        for unit in report.overview.units:
            row = [report.standing(unit, one) for one in report.overview.requirements]
            counting = [finding.severity.value for finding in unit.findings if not finding.waived]
            status = max(counting, key=order.index, default="waived" if unit.findings else "good")
            seen.add(status)
            assert unit.standing == status, str(case)
            assert max(map(order.index, filter(None, row)), default=0) == order.index(status), str(case)
            assert all(any(one.concerns(found) for one in report.overview.requirements) for found in unit.findings)
    assert seen == set(order)


def test_what_no_column_is_about_has_one_of_its_own_where_it_is_needed() -> None:
    assert "other" not in [one.name for one in reported().overview.requirements]
    text = FILES["units/ie.yaml"] + "contacts: {press: nobody-here}\n"
    report = reported({"units/ie.yaml": text, "units/hf.yaml": "id: hf\nkind: faculty\nname: Arts\nleader: kari\n"})
    (other,) = [one for one in report.overview.requirements if one.name == "other"]
    assert other.rules == ("unknown-reference",)
    assert [report.standing(unit, other) for unit in report.overview.units] == ["good", "error"]


def columns_of(report: GapReport) -> dict[str, list[Standing]]:
    """How the units stand with each requirement of the summary."""
    overview = report.overview
    return {one.name: [report.standing(unit, one) for unit in overview.units] for one in overview.requirements}


NOBODY_FOR_BOARDS = {"units/ie.yaml": FILES["units/ie.yaml"].rpartition("  - {person: per")[0]}
ONE_FOR_ACCESS = {"units/ie.yaml": NOBODY_FOR_BOARDS["units/ie.yaml"].rpartition("  - {person: per")[0]}


@pytest.mark.parametrize(
    ("select", "ignore", "columns"),
    [
        ([], [], {"access": ["note"], "boards": ["error"]}),
        ([], ["single-holder"], {"access": ["good"], "boards": ["error"]}),
        (["process-uncovered"], [], {"access": ["good"], "boards": ["error"]}),
        ([], ["process-uncovered", "single-holder"], {}),
        (["course-missing"], [], {}),
    ],
)
def test_a_requirement_that_was_not_looked_at_has_no_column(
    select: list[str], ignore: list[str], columns: dict[str, list[Standing]]
) -> None:
    found = columns_of(reported(ONE_FOR_ACCESS, select=select, ignore=ignore))
    assert {name: found[name] for name in ("access", "boards") if name in found} == columns


def test_a_requirement_that_was_looked_at_in_part_says_what_was_found_and_calls_nothing_in_order() -> None:
    """Access has a single holder, which a note says; whether somebody is missing for either process, nobody asked."""
    assert columns_of(reported(ONE_FOR_ACCESS, select=["single-holder"])) == {"access": ["note"]}


@pytest.mark.parametrize("look_for", [[], ["process-uncovered"]])
def test_the_legend_says_that_a_dash_can_be_a_requirement_that_nobody_checked(look_for: Sequence[str]) -> None:
    report = reported({"units/hf.yaml": "id: hf\nkind: faculty\nname: Arts\nleader: kari\n"}, select=look_for)
    table = table_of(index_page(report, Speaker("en", report.report.register)), "units")
    assert ("was not checked" in table.note) == bool(look_for)
    assert ("was not checked" in table.signed_note) == bool(look_for)


def test_a_switched_off_advice_does_not_hide_who_is_missing() -> None:
    settings = FILES["rolecheck.yaml"] + "severity: {single-holder: off}\n"
    assert columns_of(reported({**NOBODY_FOR_BOARDS, "rolecheck.yaml": settings}))["boards"] == ["error"]
    settings = FILES["rolecheck.yaml"] + "severity: {process-uncovered: off}\n"
    assert "boards" not in columns_of(reported({**NOBODY_FOR_BOARDS, "rolecheck.yaml": settings}))


@pytest.mark.parametrize("ignore", [[], ["process-uncovered"]])
def test_the_matrix_has_every_process_that_somebody_must_have_looked_at_or_not(ignore: list[str]) -> None:
    report = reported(NOBODY_FOR_BOARDS, ignore=ignore)
    (part,) = report.parts
    assert list(table_of(shown(part, report), "roles").columns[2:]) == ["Access", "Boards"]


def test_who_is_away_is_shown_at_the_unit_for_which_they_count_and_at_their_own_where_that_is_asked_for() -> None:
    """A department whose adviser is away, at a faculty for which they would count."""
    files = {
        "units/idi.yaml": (
            "id: idi\nkind: department\nname: Department\nparent: ie\nleader: kari\n"
            "people:\n  - {id: ane, name: Ane Li, leave: [{from: 2026-10-01, to: 2026-12-24}]}\n"
            "appointments:\n  - {person: ane, role: adviser, process: access, from: 2020-01-01}\n"
        )
    }
    assert {
        asked: {
            unit.unit.id: [person.id for person in unit.away] for unit in reported(files, units=units).overview.units
        }
        for asked, units in [("all", []), ("faculty", ["ie"]), ("department", ["idi"]), ("both", ["ie", "idi"])]
    } == {
        "all": {"ie": ["ane"]},
        "faculty": {"ie": ["ane"]},
        "department": {"idi": ["ane"]},
        "both": {"ie": ["ane"], "idi": ["ane"]},
    }


# --- what each person has


def has(courses: str, norm: str = "law", day: date = DAY) -> list[tuple[State, str, str]]:
    card = FILES["roles/adviser.yaml"].replace("course: law}", f"course: {norm}}}")
    text = FILES["units/ie.yaml"].replace(
        "name: Ola Hansen, courses: [{course: law, completed: 2025-01-01}]", f"name: Ola Hansen, courses: [{courses}]"
    )
    (part,) = reported({"roles/adviser.yaml": card, "units/ie.yaml": text}, day).parts
    return [
        (one.state, one.since.isoformat() if one.since else "", one.last_day.isoformat() if one.last_day else "")
        for one in part.qualifications
        if one.person.id == "ola"
    ]


@pytest.mark.parametrize(
    ("completed", "state"),
    [
        ("2023-11-20", State.EXPIRED),
        ("2023-11-21", State.EXPIRING),
        ("2024-02-19", State.EXPIRING),
        ("2024-02-20", State.DONE),
        ("2026-11-22", State.MISSING),
    ],
)
def test_a_course_is_done_then_expires_soon_then_has_expired(completed: str, state: State) -> None:
    (found,) = has(f"{{course: law, completed: {completed}}}")
    assert found[0] is state


def test_a_course_that_expires_soon_is_due_on_its_last_day() -> None:
    old = "name: Per Li, courses: [{course: law, completed: 2025-01-01}]"
    part = faculty(old, "name: Per Li, courses: [{course: law, completed: 2023-12-01}]")
    assert said(part) == [("2026-12-01", "Per Li", "Complete “Law” again.")]


def test_of_several_ways_the_one_that_lasts_longest_counts() -> None:
    both = "{course: basics, completed: 2026-01-15}, {course: practice, completed: 2026-02-01}"
    assert has(both, "tool") == [(State.EXPIRING, "2026-02-01", "2027-01-15")]
    assert has(f"{both}, {{course: tool, completed: 2020-05-05}}", "tool") == [(State.DONE, "2020-05-05", "")]
    assert has("{course: basics, completed: 2026-01-15}", "tool") == [(State.MISSING, "", "")]


def test_a_course_that_will_be_closed_when_it_expires_is_asked_of_nobody() -> None:
    courses = FILES["courses.yaml"].replace(
        "name: Law, valid_months: 36", "name: Law, valid_months: 36, retired: 2026-01-01"
    )
    text = FILES["units/ie.yaml"].replace("2025-01-01}]}\n  - {id: per", "2023-12-01}]}\n  - {id: per")
    (part,) = reported({"courses.yaml": courses, "units/ie.yaml": text}).parts
    assert [one.state for one in part.qualifications] == [State.DONE, State.DONE]
    (part,) = reported({"courses.yaml": courses, "units/ie.yaml": text}, date(2026, 12, 2)).parts
    assert [one.state for one in part.qualifications] == [State.CLOSED, State.DONE]


def test_a_competence_is_confirmed_or_not() -> None:
    card = FILES["roles/adviser.yaml"] + "  - {id: expert, kind: attested, norm: must, competence: expert}\n"
    text = FILES["units/ie.yaml"].replace(
        "name: Ola Hansen,", "name: Ola Hansen, attested: [{competence: expert, on: 2026-11-21}],"
    )
    (part,) = reported({"roles/adviser.yaml": card, "units/ie.yaml": text}).parts
    states = {(one.person.id, one.state) for one in part.qualifications if one.required.id == "expert"}
    assert states == {("ola", State.CONFIRMED), ("per", State.UNCONFIRMED)}


def test_a_waived_gap_in_training_is_shown_as_waived() -> None:
    waiver = "- {id: w, rule: course-missing, person: per, reason: R., granted_by: rita, granted: 2026-01-01, until: 2027-12-31}\n"
    text = FILES["units/ie.yaml"].replace(
        "name: Per Li, courses: [{course: law, completed: 2025-01-01}]", "name: Per Li"
    )
    report = reported({"waivers.yaml": waiver, "units/ie.yaml": text})
    (part,) = report.parts
    speaker = Speaker("en", report.report.register)
    assert [standing(one, speaker) for one in part.qualifications if one.person.id == "per"] == ["missing (waived)"]
    assert part.actions == []


# --- units that nobody could read


def test_a_unit_that_could_not_be_read_stands_in_the_overview() -> None:
    report = reported({"units/broken.yaml": "id: [\n", "units/misspelt.yaml": "id: other\nkind: faculty\n"})
    assert report.overview.unread == ["broken", "misspelt"]
    assert [unit.unit.id for unit in report.overview.units] == ["ie"]
