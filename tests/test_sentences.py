"""What case pages do not show of a finding: whom its sentences name, what they suggest, and which ids are people's."""

import pytest

from examples import report_on
from rolecheck.finding import Finding, PersonId
from rolecheck.redaction import Redactor
from rolecheck.register import Register
from rolecheck.wording import Speaker

FILES = {
    "rolecheck.yaml": "register: Small\nunit_kinds: [fakultet]\n",
    "roles/adviser.yaml": (
        "id: adviser\nrole: adviser\nname: Adviser\nmandate: Advises.\nnorms:\n"
        "  - {id: all, kind: unit-headcount, norm: should, at: [fakultet], people: 0}\n"
        "  - {id: appointed, kind: decided, norm: should, by: leader}\n"
    ),
    "roles/lead.yaml": (
        "id: lead\nrole: lead\nname: Lead\nmandate: Leads.\ncompetence:\n  basic: [{id: tact, text: Has tact}]\n"
    ),
    "units/hf.yaml": "id: hf\nkind: fakultet\nname: HF\nleader: kari\npeople:\n  - {id: kari, name: Kari Moen}\n",
}
UNIT = "id: ie\nkind: fakultet\nname: IE\n"
PEOPLE = "people:\n  - {id: ola, name: Ola Lien}\n"


def found(rule: str, **units: str) -> tuple[Finding, Register]:
    """The one finding of a rule in the register with more units."""
    files = FILES | {f"units/{name}.yaml": text for name, text in units.items()}
    report = report_on({path: text.encode() for path, text in files.items()})
    (finding,) = (finding for finding in report.findings if finding.rule == rule)
    return finding, report.register


def said(rule: str, **units: str) -> str:
    """What the finding says, and what to do."""
    finding, register = found(rule, **units)
    words = Speaker("en", register).finding(finding)
    return f"{words.message}. {words.help}"


def said_hidden(rule: str, **units: str) -> str:
    """The same where people are hidden, and what the finding is about."""
    finding, register = found(rule, **units)
    speaker = Speaker("en", register, Redactor(register, b"key"))
    words = speaker.finding(finding)
    return f"{words.message}. {words.help} {list(speaker.subject(finding).values())}"


def appointed_by(decider: str) -> str:
    decided = f"{{by: {decider}, on: 2026-01-01}}"
    return f"{UNIT}leader: kari\n{PEOPLE}appointments:\n  - {{person: ola, role: adviser, from: 2026-01-01, decided: {decided}}}\n"


def test_a_decider_is_named_and_hidden_also_where_nobody_knows_them() -> None:
    assert said("decision-missing", ie=appointed_by("ola")).startswith("Ola Lien decided that Ola Lien is")
    assert said("decision-missing", ie=appointed_by("olaf")).startswith("olaf decided that Ola Lien is")
    assert "olaf" not in said_hidden("decision-missing", ie=appointed_by("olaf"))


def test_a_leader_who_is_away_is_named_and_one_who_is_missing_is_not() -> None:
    away = f"{UNIT}leader: ola\npeople:\n  - {{id: ola, name: Ola Lien, to: 2026-01-01}}\n"
    assert said("unit-without-leader", ie=away).startswith("Ola Lien is the leader of IE, but")
    assert said("unit-without-leader", ie=f"{UNIT}leader: olaf\n").startswith("The leader of IE is not in")
    assert said("unit-without-leader", ie=UNIT).startswith("IE has no leader")


def test_an_unknown_person_is_suggested_and_hidden() -> None:
    typed = f"{UNIT}leader: karli\n"
    assert "“karli”" in said("unknown-reference", ie=typed)
    assert "“kari”" in said("unknown-reference", ie=typed)
    assert "kar" not in said_hidden("unknown-reference", ie=typed)
    assert "person-" in said_hidden("unknown-reference", ie=typed)


def test_an_unknown_unit_is_no_person() -> None:
    typed = f"{UNIT}leader: kari\nparent: hff\n"
    assert "no unit with the id “hff”" in said("unknown-reference", ie=typed)
    assert "'…'" in said_hidden("unknown-reference", ie=typed)  # it may be anybody's name, in the wrong place


def test_what_exists_elsewhere_is_not_suggested() -> None:
    attested = "    attested: [{competence: tact, on: 2026-01-01, by: kari}]\n"
    unit = f"{UNIT}leader: kari\npeople:\n  - id: ola\n{attested}"
    assert "“tact” exists" in said("unknown-reference", ie=unit)
    assert "Did you mean" not in said("unknown-reference", ie=unit)
    assert "Did you mean" in said("unknown-reference", ie=unit.replace("tact", "tactt"))


def test_an_id_that_is_taken_is_a_persons_only_where_a_person_has_it() -> None:
    person, _ = found("duplicate-id", ie=f"{UNIT}leader: kari\npeople: [{{id: kari}}]\n")
    unit, _ = found("duplicate-id", hf2="id: hf\nkind: fakultet\nname: HF\nleader: kari\n")
    assert (person.gap.subject["id"], unit.gap.subject["id"]) == ("kari", "hf")
    assert isinstance(person.gap.subject["id"], PersonId)
    assert not isinstance(unit.gap.subject["id"], PersonId)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("navn: X", "name"),
        ("epost: x@example.org", "email"),
        ("kurs: []", "courses"),
        ("fra: 2026-01-01", "from"),
        ("permisjon: []", "leave"),
        ("namn: X", "name"),
        ("frå: 2026-01-01", "from"),
        ("stadfesta: []", "attested"),
        ("emial: x@example.org", "email"),
    ],
)
def test_a_key_in_norwegian_or_misspelt_is_understood(written: str, meant: str) -> None:
    assert f"Did you mean “{meant}”?" in said("invalid-shape", ie=f"{UNIT}people:\n  - {{id: ola, {written}}}\n")


def test_the_keys_that_can_stand_there_are_named() -> None:
    sentence = said("invalid-shape", ie=f"{UNIT}people:\n  - {{id: ola, zzz: 1}}\n")
    assert "The keys that can be used here are id, name, email, from, to, leave, courses, attested." in sentence


@pytest.mark.parametrize("written", ["1.9.2026", "01.09.2026", "2026-9-1", "20260901", "1/9-2026", "”2026-09-01”"])
def test_a_day_in_another_form_is_understood(written: str) -> None:
    assert "Did you mean “2026-09-01”?" in said("invalid-shape", ie=f"{UNIT}from: {written}\n")


@pytest.mark.parametrize("written", ["31.2.2026", "tomorrow", "2026", "00.00.0000"])
def test_what_is_no_day_in_any_form_gets_no_suggestion(written: str) -> None:
    assert "Did you mean" not in said("invalid-shape", ie=f"{UNIT}from: {written}\n")
