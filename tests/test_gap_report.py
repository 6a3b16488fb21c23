"""What a gap report says, from files to content: who must do what, by when; what ends; what each person has."""

from datetime import date

import pytest

from casepages import all_cases
from examples import documents_of
from rolecheck.actions import ACTORS, Actor, Urgency
from rolecheck.check import check
from rolecheck.endings import Shortfall
from rolecheck.gap_report import GapReport, Part, gap_report_of
from rolecheck.policy import Policy
from rolecheck.qualifications import State
from rolecheck.register import build
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


def reported(changes: dict[str, str] | None = None, day: date = DAY) -> GapReport:
    """The gap report of the register above, with some files changed."""
    files = {path: text.encode() for path, text in {**FILES, **(changes or {})}.items()}
    register = build(documents_of(files))
    return gap_report_of(check(register, Policy.of(register), day))


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
        for task in tasks_of(part.actions, checked, Speaker("en", checked.register))
    ]


# --- who must do what


def test_every_rule_has_somebody_who_puts_it_right_and_words_for_it() -> None:
    assert set(ACTORS) == set(all_rules())
    for language in known_languages():
        speaker = Speaker(language)
        assert set(speaker._sentences["report"]["do"]) == {*all_rules(), "ending", "expiring"}


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
    assert "single-holder" in {finding.rule for finding in part.open}


def test_a_person_takes_a_course_once_however_many_processes_ask_for_it() -> None:
    part = faculty("name: Per Li, courses: [{course: law, completed: 2025-01-01}]", "name: Per Li")
    assert said(part) == [("now", "Per Li", "Complete “Law”.")]
    assert [found.rule for found in part.open].count("course-missing") == 2


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
        ("undated", "Rita Rektor (leader)", "Name the leader of Faculty, or the one who acts as leader.")
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
        "Rita Rektor (leader)",
        "Decide who takes over from Mona Manager as manager for access. Then nobody is manager for access.",
    ) in said(report.elsewhere, report)


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
