"""Which finding counts as what: selection, units, severities, waivers, and when a run has failed."""

from dataclasses import replace
from typing import Any

from examples import DAY, documents_of
from rolecheck.check import Report, check
from rolecheck.document import Document, Place
from rolecheck.finding import Gap, Severity
from rolecheck.policy import FailOn, Policy, unit_of
from rolecheck.register import Register, build
from rolecheck.rules import all_rules

FILES = {
    "rolecheck.yaml": b"register: Small\nunit_kinds: [fakultet, institutt]\nreview_months: 12\n",
    "processes.yaml": b"- {id: innsyn, name: Innsyn}\n",
    "courses.yaml": b"- {id: law, name: Law}\n",
    "sources.yaml": b"- {id: paper, title: Paper, kind: card}\n",
    "waivers.yaml": (
        b"- {id: w-hf, rule: process-uncovered, unit: hf, reason: Wait., granted_by: kari,"
        b" granted: 2026-01-01, until: 2027-12-31}\n"
        b"- {id: w-idle, rule: contact-missing, unit: idi, reason: Wait., granted_by: kari,"
        b" granted: 2026-01-01, until: 2026-12-31}\n"
    ),
    "roles/adviser.yaml": (
        b"id: adviser\nrole: adviser\nname: Adviser\nmandate: Advises.\nsource: paper\nnorms:\n"
        b"  - {id: each, kind: every-unit-has, norm: must, at: [fakultet], processes: [innsyn]}\n"
        b"  - {id: two, kind: unit-headcount, norm: should, at: [fakultet], people: 2}\n"
        b"  - {id: press, kind: unit-contact, norm: describes, at: [fakultet], contact: press}\n"
    ),
    "units/ie.yaml": b"id: ie\nkind: fakultet\nname: IE\nleader: kari\nreviewed: 2026-11-01\npeople: [{id: kari}]\n",
    "units/idi.yaml": b"id: idi\nkind: institutt\nname: IDI\nparent: ie\nreviewed: 2025-01-01\n",
    "units/hf.yaml": b"id: hf\nkind: fakultet\nname: HF\nleader: kari\nreviewed: 2026-11-01\n",
}
# By rule, then by what it is about; `w-hf` waives the error of HF.
ALL = [
    "contact-missing hf",
    "contact-missing ie",
    "process-uncovered hf",
    "process-uncovered ie",
    "review-overdue idi",
    "source-unapproved paper",
    "too-few-people hf",
    "too-few-people ie",
    "waiver-unused w-idle",
]


def register_of(**changes: bytes) -> Register:
    """The register with other bytes in some files, named without their endings."""
    return build(documents_of(FILES | {f"{path.replace('_', '/')}.yaml": data for path, data in changes.items()}))


def report_with(register: Register | None = None, **asked: Any) -> Report:
    register = register or register_of()
    return check(register, Policy.of(register, **asked), DAY)


def shown(report: Report) -> list[str]:
    """Each finding's rule, and the first thing that it is about."""
    return sorted(f"{finding.rule} {next(iter(finding.gap.subject.values()))}" for finding in report.findings)


# --- selection


def test_everything_is_shown_unless_something_is_asked_for() -> None:
    assert shown(report_with()) == ALL


def test_only_selected_rules_are_shown() -> None:
    assert shown(report_with(select=["review-overdue"])) == ["review-overdue idi"]
    assert shown(report_with(select=["review-overdue", "source-unapproved"])) == [
        "review-overdue idi",
        "source-unapproved paper",
    ]


def test_ignored_rules_are_not_shown() -> None:
    ignored = ["contact-missing", "too-few-people", "waiver-unused", "review-overdue"]
    assert shown(report_with(ignore=ignored)) == [
        "process-uncovered hf",
        "process-uncovered ie",
        "source-unapproved paper",
    ]


def test_what_is_ignored_wins_over_what_is_selected() -> None:
    assert shown(report_with(select=["review-overdue", "contact-missing"], ignore=["contact-missing"])) == [
        "review-overdue idi"
    ]


def test_a_unit_is_shown_with_all_below_it_and_nothing_else() -> None:
    ie = ["contact-missing ie", "process-uncovered ie", "review-overdue idi", "too-few-people ie"]
    assert shown(report_with(units=["ie"])) == [*ie, "waiver-unused w-idle"]
    assert shown(report_with(units=["idi"])) == ["review-overdue idi", "waiver-unused w-idle"]
    assert shown(report_with(units=["hf"])) == ["contact-missing hf", "process-uncovered hf", "too-few-people hf"]


def test_several_units_are_shown_together_and_rules_are_still_selected() -> None:
    assert shown(report_with(units=["hf", "idi"], select=["review-overdue", "contact-missing"])) == [
        "contact-missing hf",
        "review-overdue idi",
    ]


def test_what_is_wrong_with_a_unit_file_is_shown_with_its_unit() -> None:
    broken = register_of(units_hf=b"id: hf\nkind: fakultet\n")
    assert shown(report_with(broken, units=["hf"])) == ["invalid-shape units/hf.yaml"]
    assert "invalid-shape units/hf.yaml" not in shown(report_with(broken, units=["ie"]))


def test_a_gap_concerns_the_unit_of_its_subject_before_that_of_its_file() -> None:
    place = Place(Document.read("units/hf.yaml", b""))
    named = Gap(place, {"person": "kari", "unit": "ie"}, unit="idi")
    assert unit_of(named, register_of()) == "ie"
    assert unit_of(replace(named, subject={"person": "kari"}), register_of()) == "idi"
    assert unit_of(Gap(place, {"person": "kari"}), register_of()) == "hf"


# --- severities


def severities(report: Report) -> dict[str, Severity]:
    return {finding.rule: finding.severity for finding in report.findings}


def test_the_norm_decides_where_the_rule_leaves_it_to_the_norm() -> None:
    found = severities(report_with())
    assert found["process-uncovered"] is Severity.ERROR
    assert found["too-few-people"] is Severity.WARNING
    assert found["contact-missing"] is Severity.NOTE
    assert found["review-overdue"] is Severity.WARNING


def test_the_register_has_the_last_word() -> None:
    settings = (
        FILES["rolecheck.yaml"] + b"severity: {process-uncovered: note, review-overdue: error, too-few-people: off}\n"
    )
    found = severities(report_with(register_of(rolecheck=settings)))
    assert found["process-uncovered"] is Severity.NOTE
    assert found["review-overdue"] is Severity.ERROR
    assert "too-few-people" not in found


def test_a_rule_that_leaves_its_severity_to_a_norm_that_is_not_there_gives_errors() -> None:
    rule = replace(all_rules()["too-few-people"], severity=None)
    gap = Gap(Place(Document.read("units/ie.yaml", b"")), {"unit": "ie"})
    assert Policy().severity_of(rule, gap) is Severity.ERROR


# --- failing


def fails_at(rules: list[str]) -> list[bool]:
    """Whether these findings fail the run, for each severity that may be asked for."""
    choices: tuple[FailOn, ...] = ("error", "warning", "note", "never")
    return [report_with(select=rules, fail_on=choice).failed for choice in choices]


def test_a_run_fails_at_the_severity_asked_for_and_above() -> None:
    assert fails_at(["process-uncovered"]) == [True, True, True, False]
    assert fails_at(["too-few-people"]) == [False, True, True, False]
    assert fails_at(["contact-missing"]) == [False, False, True, False]
    assert fails_at(["stray-file"]) == [False, False, False, False]


def test_what_is_asked_for_wins_over_the_register_and_that_over_the_default() -> None:
    strict = register_of(rolecheck=FILES["rolecheck.yaml"] + b"fail_on: note\n")
    lenient = register_of(rolecheck=FILES["rolecheck.yaml"] + b"fail_on: never\n")
    assert report_with(strict, select=["contact-missing"]).failed
    assert not report_with(strict, select=["contact-missing"], fail_on="error").failed
    assert not report_with(lenient).failed
    assert report_with(lenient, fail_on="error").failed
    assert report_with().failed
    assert not report_with(select=["too-few-people"]).failed


def test_a_waived_finding_fails_nothing_unless_waivers_are_not_used() -> None:
    waived = report_with(select=["process-uncovered"], units=["hf"])
    counted = report_with(select=["process-uncovered"], units=["hf"], use_waivers=False)
    assert (waived.failed, waived.waived, sum(waived.counted.values())) == (False, 1, 0)
    assert (counted.failed, counted.waived, counted.counted[Severity.ERROR]) == (True, 0, 1)


def test_an_unchecked_file_always_fails_the_run() -> None:
    unreadable = build([*documents_of(FILES), Document.unreadable("units/x.yaml", "link")])
    assert report_with(unreadable, select=["review-overdue"], fail_on="never").failed


def test_a_register_without_readable_settings_is_judged_as_if_they_said_nothing() -> None:
    report = report_with(register_of(rolecheck=b"unit_kinds: [fakultet]\n"))
    assert report.failed
    assert report.policy == Policy()
    assert report.policy.fail_on == "error"
    assert report.policy.use_waivers


# --- waivers


def test_the_first_waiver_in_force_is_the_one_that_is_named() -> None:
    entry = (
        "- {{id: {id}, rule: process-uncovered, unit: hf, reason: Wait., granted_by: kari,"
        " granted: {granted}, until: {until}}}\n"
    )
    waivers = "".join(
        [
            entry.format(id="over", granted="2026-01-01", until="2026-11-21"),
            entry.format(id="not-yet", granted="2026-11-23", until="2027-12-31"),
            entry.format(id="today", granted="2026-11-22", until="2026-11-22"),
            entry.format(id="later", granted="2026-01-01", until="2027-12-31"),
        ]
    )
    report = report_with(register_of(waivers=waivers.encode()), select=["process-uncovered"])
    assert [finding.waiver for finding in report.findings] == ["today", None]
