"""What findings say to whoever made the mistake: what is meant, where it stands, and what to do."""

import pytest

from examples import report_on
from rolecheck.finding import Finding
from rolecheck.register import Register
from rolecheck.sentences import Wording
from rolecheck.wording import Speaker

CARD = "id: adviser\nrole: adviser\nname: Adviser\nmandate: Advises.\n"
FILES = {
    "rolecheck.yaml": "register: Small\nunit_kinds: [fakultet]\n",
    "processes.yaml": "- {id: access, name: Access}\n",
    "roles/adviser.yaml": CARD,
    "units/hf.yaml": "id: hf\nkind: fakultet\nname: HF\nleader: kari.moen\npeople:\n  - {id: kari.moen, name: Kari Moen}\n",
}
UNIT = "id: ie\nkind: fakultet\nname: IE\n"


def findings(rule: str, **files: str) -> tuple[list[Finding], Register]:
    """The findings of a rule in the register with these files; `units_ie` is `units/ie.yaml`."""
    named = {f"{name.replace('_', '/')}.yaml": text for name, text in files.items()}
    report = report_on({path: text.encode() for path, text in (FILES | named).items()})
    return [finding for finding in report.findings if finding.rule == rule], report.register


def said(rule: str, language: str = "en", **files: str) -> Wording:
    """What the one finding of a rule says."""
    (finding,), register = findings(rule, **files)
    return Speaker(language, register).finding(finding)


# --- what else a finding breaks

TWICE = f"{UNIT}leader: kari.moen\npeople:\n  - {{id: ola, name: Ola}}\nappointments:\n" + (
    "  - {person: ola, role: adviser, process: access, from: 2026-01-01}\n" * 2
)
BY_LEADER = "  - {id: %s, kind: decided, norm: %s, by: leader}\n"


def related(language: str, *norms: tuple[str, str], unit: str = TWICE) -> list[str]:
    card = CARD + "norms:\n" + "".join(BY_LEADER % norm for norm in norms)
    words = said("decision-missing", language, roles_adviser=card, units_ie=unit)
    return [
        f"{text} {found.place.file}:{found.place.span.line}" for found, text in words.related if found.key != "norm"
    ]


def test_the_norm_of_the_line_above_is_not_named_a_second_time() -> None:
    assert related("nb", ("by-leader", "describes")) == ["også her units/ie.yaml:9"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", "også etter adviser/again (omtaler)"),
        ("nn", "også etter adviser/again (omtalar)"),
        ("en", "also by adviser/again (describes)"),
    ],
)
def test_another_norm_is_named_once_and_its_verb_in_the_language_of_the_report(language: str, words: str) -> None:
    found = related(language, ("by-leader", "should"), ("again", "describes"))
    assert [text for text in found if text.startswith(("også etter", "also by"))] == [f"{words} roles/adviser.yaml:7"]
    assert len(found) == 2


# --- where a sign is missing

PEOPLE = "people:\n  - id: ola\n    name: Ola\n  - id: per\n    name: Per\n"


@pytest.mark.parametrize(
    ("right", "wrong", "place"),
    [
        ("    name: Ola", "    name:Ola", (6, 9)),
        ("  - id: ola", "  - id:ola", (5, 7)),
        ("  - id: ola", "  - id:ola # who", (5, 7)),
        ("kind: fakultet", "kind:fakultet", (2, 5)),
        ("id: ie", "id:ie", (1, 3)),
        ("  - id: ola\n    name: Ola", "  - id:ola\n    name:Ola\n    email: x", (5, 7)),
        ("    name: Ola", "    leave:\n      - from:2026-01-01\n        to: 2026-02-01", (7, 13)),
        ("    name: Per\n", "    name:Per\n", (8, 9)),
    ],
)
def test_a_colon_without_a_space_is_shown_where_it_stands(right: str, wrong: str, place: tuple[int, int]) -> None:
    assert right in UNIT + PEOPLE
    (found,), register = findings("invalid-yaml", units_ie=(UNIT + PEOPLE).replace(right, wrong, 1))
    words = Speaker("nb", register).finding(found)
    assert (found.gap.place.span.line, found.gap.place.span.column) == place
    assert words.message == "Et mellomrom mangler etter et kolon"
    assert words.help == "Skriv «felt: verdi», med mellomrom etter kolonet."


@pytest.mark.parametrize(("wrong", "line"), [("  -id: ola", 5), ("  -id: per", 7)])
def test_a_dash_without_a_space_is_shown_where_it_stands(wrong: str, line: int) -> None:
    text = UNIT + PEOPLE.replace(wrong.replace("-", "- "), wrong)
    (found,), register = findings("invalid-yaml", units_ie=text)
    assert (found.gap.place.span.line, found.gap.place.span.column) == (line, 3)
    assert Speaker("nb", register).finding(found).message == "Et mellomrom mangler etter en strek"


@pytest.mark.parametrize(
    ("wrong", "line"), [("    name Ola\n", 6), ("    https://example.org/ola\n", 6), ("    name Ola\n\n\n", 6)]
)
def test_a_missing_colon_is_shown_on_its_own_line(wrong: str, line: int) -> None:
    (found,), register = findings("invalid-yaml", units_ie=UNIT + PEOPLE.replace("    name: Ola\n", wrong))
    words = Speaker("nb", register).finding(found)
    assert (found.gap.place.span.line, found.gap.place.span.column) == (line, 5)
    assert (words.message, words.label) == ("Et felt mangler kolon etter navnet", "et kolon mangler her")


def test_a_line_as_far_in_as_the_dashes_above_may_lack_one() -> None:
    words = said("invalid-yaml", "nb", units_ie=UNIT + PEOPLE.replace("  - id: per", "  id: per"))
    assert words.message == "Linjen står like langt inn som punktene i listen over, men har ingen strek foran"
    assert words.help.startswith("Begynner det et nytt punkt her, skriver du «- » foran.")


def test_a_line_further_in_than_the_dashes_above_lacks_none() -> None:
    words = said("invalid-yaml", "nb", units_ie=UNIT + PEOPLE.replace("  - id: per", "   id: per"))
    assert words.message == "Linjen passer ikke sammen med linjene over"


# --- an item of a list whose dash is missing

ITEMS = (
    "appointments:\n"
    "  - person: ola\n    role: adviser\n    process: access\n    from: 2026-01-01\n"
    "  - person: per\n    role: adviser\n    process: access\n    from: 2026-02-01\n    to: 2026-12-31\n"
)


def test_keys_that_begin_anew_in_an_item_are_one_finding_that_asks_for_the_dash() -> None:
    words = said("duplicate-key", "nb", units_ie=UNIT + ITEMS.replace("  - person: per", "    person: per"))
    assert words.message == "Feltet «person» står to ganger i samme punkt på listen"
    assert words.help == (
        "Herfra står 4 felt to ganger. Mangler det en strek? Begynner det et nytt punkt her, skriver du «- » foran «person», "
        "like langt inn som streken over. Ellers beholder du bare ett av hvert felt."
    )


def test_the_finding_stands_where_the_dash_is_missing() -> None:
    (found,), _ = findings("duplicate-key", units_ie=UNIT + ITEMS.replace("  - person: per", "    person: per"))
    assert (found.gap.place.span.line, found.gap.place.span.column) == (9, 5)
    assert [place.place.span.line for place in found.gap.related] == [5]


def test_two_dashes_that_are_missing_are_two_places() -> None:
    third = ITEMS.splitlines(keepends=True)[5:]
    text = UNIT + "".join([ITEMS, *third]).replace("  - person: per", "    person: per")
    (found,), register = findings("duplicate-key", units_ie=text)
    also = [text for _, text in Speaker("nb", register).finding(found).related]
    assert (found.gap.place.span.line, also) == (9, ["det første feltet «person»", "også her"])


def test_keys_in_another_order_ask_for_a_dash_as_well() -> None:
    text = "people:\n  - id: ola\n    name: Ola\n    email: x\n    name: Per\n    id: per\n"
    (found,), register = findings("duplicate-key", units_ie=UNIT + text)
    assert found.gap.place.span.line == 8
    assert Speaker("en", register).finding(found).help.startswith("From here on, 2 keys appear twice.")


@pytest.mark.parametrize(
    "text",
    [
        "people:\n  - id: ola\n    name: Ola\n    name: Olav\n",
        "people:\n  - {id: ola, name: Ola, id: per, name: Per}\n",
        "name: Other\n",
        "name: Other\nkind: fakultet\n",
    ],
)
def test_where_no_dash_can_be_missing_one_of_two_is_to_go(text: str) -> None:
    found, register = findings("duplicate-key", units_ie=UNIT + text)
    helps = {Speaker("en", register).finding(one).help for one in found}
    assert [one[:24] for one in helps] == ["Keep only one of them. I"]


def test_a_first_key_that_stands_twice_alone_asks_for_a_dash() -> None:
    words = said("duplicate-key", units_ie=f"{UNIT}people:\n  - id: ola\n    name: Ola\n    id: per\n")
    assert words.help.startswith("Is a dash missing?")
