"""What findings say to whoever made the mistake: what is meant, where it stands, and what to do."""

import pytest

from examples import report_on
from rolecheck.finding import Finding
from rolecheck.register import Register
from rolecheck.render import as_terminal
from rolecheck.render.canvas import Canvas
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


@pytest.mark.parametrize("header", ["  to: >", "  to: |-  # a text", "  - >", "  - to: |", "  - - to: >", "to: >"])
def test_a_text_of_several_lines_lacks_no_space(header: str) -> None:
    text = f"{UNIT}introduction:\n{header}\n{' ' * 12}Note\n\n{' ' * 12}NB:important\n{' ' * 12}-and more\n{' ' * 7}reviewed: 2026-01-01\n"
    (found,), register = findings("invalid-yaml", units_ie=text)
    assert found.gap.place.span.line == 10
    assert Speaker("en", register).finding(found).message == "This line does not fit the lines above it"


def test_a_line_after_a_text_of_several_lines_may_lack_a_space() -> None:
    text = f"{UNIT}people:\n  - id: ola\n    name: |\n      Ola\n    email:x\n    from: 2026-01-01\n"
    (found,), register = findings("invalid-yaml", units_ie=text)
    assert found.gap.place.span.line == 8
    assert Speaker("en", register).finding(found).message == "A space is missing after a colon"


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


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("appointments:\n  - {person: kari.moen, role: adviser, from: 2026-01-01, to:2026-12-31}\n", (5, 60)),
        ("people:\n  - {id: ola, name:Ola}\n", (5, 19)),
        ("people: [{id:ola}]\n", (4, 13)),
        ("contacts: {press:kari.moen}\n", (4, 17)),
        ("contacts:\n  ? press:kari.moen\n", (5, 10)),
        ("leader:kari.moen:\n", (4, 7)),
        ("leader:kari.moen: ~\n", (4, 7)),
        ("introduction: {from: 2026-01-01,\n  to:2026-12-31}\n", (5, 5)),
    ],
)
def test_a_key_that_holds_its_value_lacks_a_space(text: str, place: tuple[int, int]) -> None:
    (found,), register = findings("invalid-yaml", units_ie=UNIT + text)
    assert (found.gap.place.span.line, found.gap.place.span.column) == place
    assert Speaker("en", register).finding(found).message == "A space is missing after a colon"
    assert findings("invalid-shape", units_ie=UNIT + text)[0] == []  # the key that is meant is there


def test_every_space_that_is_missing_is_told() -> None:
    found, _ = findings("invalid-yaml", units_ie=f"{UNIT}people: [{{id:ola, name:Ola}}, {{id: per, email:x}}]\n")
    assert [one.gap.place.span.column for one in found] == [13, 23, 45]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("leder:\n", "leder"),
        ("leder: ~\n", "leder"),
        ("people: [{id: ola, colour}]\n", "colour"),
        ("people:\n  - id: ola\n    colour:\n", "colour"),
        ("introduction: {from: 2026-01-01, to: 2026-12-31, fra: }\n", "fra"),
        (
            "appointments: [{person: kari.moen, role: adviser, from: 2026-01-01, decided: {by: kari.moen, on: 2026-01-01, https://x}}]\n",
            "https://x",
        ),
        ("groups: [{id: team, name: {nb: Lag, fr: }, members: []}]\n", "fr"),
        ("people: [{id: ola, 'name:Ola': }]\n", "name:Ola"),
    ],
)
def test_an_unknown_key_without_a_value_is_unknown_all_the_same(text: str, key: str) -> None:
    assert said("invalid-shape", units_ie=UNIT + text).message == f"The key “{key}” is not known here"


def test_an_unknown_key_without_a_value_is_unknown_on_a_norm_and_in_a_list() -> None:
    norm = "norms: [{id: led, kind: decided, norm: must, by: leader, colour: }]\n"
    assert said("invalid-shape", roles_adviser=CARD + norm).message == "The key “colour” is not known here"
    assert said("invalid-shape", processes="- {id: access, name: Access, colour: }\n").label == "unknown key"


def test_a_contact_without_a_value_needs_an_id_as_well() -> None:
    assert (
        said("invalid-shape", units_ie=f"{UNIT}contacts: {{Press: }}\n").message == "The key “Press” is not a valid id"
    )


@pytest.mark.parametrize(
    "text",
    [
        "leader:\nto: ~\npeople:\n",
        "contacts: {press: }\nleader: kari.moen\n",
        "people: [{id: ola, leave: , name: null}]\n",
    ],
)
def test_a_known_key_without_a_value_is_as_if_it_were_absent(text: str) -> None:
    assert findings("invalid-shape", units_ie=UNIT + text)[0] == []
    assert findings("invalid-yaml", units_ie=UNIT + text)[0] == []


def test_a_misspelt_key_without_a_value_is_one_finding() -> None:
    text = "id: ie\nkind: fakultet\nnavn:\n"
    words = said("invalid-shape", units_ie=text)
    assert words.message == "The key “navn” is not known here"
    assert words.help.startswith("Did you mean “name”?")


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
        "people:\n  - id: ola\n    name: Ola\n    from: 2026-01-01\n    from: 2026-02-01\n    email: x\n    name: Olav\n",
        "people:\n  - {id: ola, name: Ola, id: per, name: Per}\n",
        "name: Other\n",
        "name: Other\nkind: fakultet\n",
    ],
)
def test_where_no_dash_can_be_missing_one_of_two_is_to_go(text: str) -> None:
    found, register = findings("duplicate-key", units_ie=UNIT + text)
    helps = {Speaker("en", register).finding(one).help for one in found}
    assert [one[:24] for one in helps] == ["Keep only one of them. I"]


def test_two_keys_that_stand_twice_in_one_item_are_two_findings() -> None:
    text = "people:\n  - id: ola\n    name: Ola\n    from: 2026-01-01\n    from: 2026-02-01\n    email: x\n    name: Olav\n"
    found, register = findings("duplicate-key", units_ie=UNIT + text)
    labels = [Speaker("en", register).finding(one).label for one in found]
    assert [one.gap.place.span.line for one in found] == [8, 10]
    assert labels == ["already on line 7", "already on line 6"]


def test_where_reading_ends_in_an_item_its_dash_is_asked_for_all_the_same() -> None:
    text = "people:\n  - id: ola\n    name: Ola\n    id: per\n    name: Per\n    email: [x\n"
    (found,), register = findings("duplicate-key", units_ie=UNIT + text)
    assert Speaker("en", register).finding(found).help.startswith("From here on, 2 keys appear twice.")


@pytest.mark.parametrize(
    ("language", "label"),
    [("nb", "står allerede lenger oppe"), ("nn", "står allereie lenger oppe"), ("en", "already above")],
)
def test_a_place_that_is_not_known_is_not_told(language: str, label: str) -> None:
    many = "".join(f"  - {{id: p{number}}}\n" for number in range(50_001))
    text = f"{UNIT}people:\n{many}  - id: ola\n    name: Ola\n    name: Olav\n  - id: per\n    id: pia\n"
    found, register = findings("duplicate-key", units_ie=text)
    words = [Speaker(language, register).finding(one) for one in found]
    assert [one.label for one in words] == [label, label]
    assert [one.related for one in words] == [(), ()]
    assert ["«- »" in one.help or "“- ”" in one.help for one in words] == [False, True]


def test_a_first_key_that_stands_twice_alone_asks_for_a_dash() -> None:
    words = said("duplicate-key", units_ie=f"{UNIT}people:\n  - id: ola\n    name: Ola\n    id: per\n")
    assert words.help.startswith("Is a dash missing?")


# --- what a mapping needs, and what it must not have


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("people:\n  - id: ola\n    courses:\n      - elements\n", "course and completed"),
        ("people:\n  - id: ola\n    leave: [away]\n", "from"),
        ("appointments:\n  - {person: o, role: a, from: 2026-01-01, decided: kari 2026-01-01}\n", "by and on"),
        ("appointments: [ola]\n", "person, role and from"),
        ("groups: [team]\n", "id, name and members"),
        ("introduction: 2026-01-01\n", "from and to"),
    ],
)
def test_where_keys_are_needed_those_that_must_be_there_are_named(text: str, needed: str) -> None:
    words = said("invalid-shape", units_ie=UNIT + text)
    assert (
        words.help == f"Needed here: {needed}. Write one line for each key: “key: value”, with a space after the colon."
    )


def test_where_any_keys_can_stand_none_is_named() -> None:
    assert said("invalid-shape", units_ie=f"{UNIT}contacts: ola\n").help.startswith("Write one line for each key")


def test_a_norm_that_is_a_text_needs_keys() -> None:
    words = said("invalid-shape", roles_lead=CARD.replace("adviser", "lead") + "norms: [must]\n")
    assert words.message == "Keys with values are needed here"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("appointments:\n  - {person: o, role: a, from: 2026-01-01, decided: {by: kari.moen}}\n", "on"),
        ("appointments:\n  - {person: o, role: a}\n", "from"),
        ("people:\n  - {id: o, courses: [{course: a}]}\n", "completed"),
    ],
)
def test_a_missing_day_comes_with_an_example(text: str, key: str) -> None:
    words = said("invalid-shape", "nb", units_ie=UNIT + text)
    assert words.message == f"Feltet «{key}» mangler"
    assert words.help == f"Legg til datoen, for eksempel «{key}: 2026-11-21»."


def test_what_is_no_day_comes_without_one() -> None:
    assert (
        said("invalid-shape", units_ie=f"{UNIT}appointments:\n  - {{role: a, from: 2026-01-01}}\n").help
        == "Add “person: …”."
    )


@pytest.mark.parametrize(("key", "meant"), [("reason: ill", ""), ("fra: 2026-01-01", "Did you mean “from”? ")])
def test_a_key_in_a_leave_is_not_shown_and_why_is_said(key: str, meant: str) -> None:
    leave = f"{{{key}}}" if meant else f"{{from: 2026-01-01, {key}}}"
    words = said("invalid-shape", units_ie=f"{UNIT}people:\n  - {{id: o, leave: [{leave}]}}\n")
    assert words.message == "A key that may tell of a leave does not belong here"
    assert words.help.startswith(f"{meant}The key is not shown here, as it may tell the reason.")
    assert "remove the key" in words.help
    assert not {"reason:", "ill", "…"} & set(f"{words.message} {words.label} {words.help}".split())


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("people:\n  -id: ola\n", (5, 3)),
        ("people:\n  -id: ola\n  -name: Ola\n", (5, 3)),
        ("people:\n- id: ola\n  name: Ola\n-id: per\n", (7, 1)),
        ("people:\n- id: ola\n-id:\n", (6, 1)),
        ("groups:\n  - id: team\n    name: Team\n    members:\n      -ola\n", (8, 7)),
    ],
)
def test_a_dash_without_a_space_is_shown_where_the_file_can_be_read(text: str, place: tuple[int, int]) -> None:
    (found,), register = findings("invalid-shape", units_ie=UNIT + text)
    assert (found.gap.place.span.line, found.gap.place.span.column) == place
    assert Speaker("nb", register).finding(found).message == "Et mellomrom mangler etter en strek"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("people:\n  - id:ola\n", (5, 7)),
        ("people: [id:ola]\n", (4, 12)),
        ("introduction: from:2026-01-01\n", (4, 19)),
    ],
)
def test_a_colon_without_a_space_is_shown_where_the_file_can_be_read(text: str, place: tuple[int, int]) -> None:
    (found,), register = findings("invalid-shape", units_ie=UNIT + text)
    assert (found.gap.place.span.line, found.gap.place.span.column) == place
    assert Speaker("nn", register).finding(found).message == "Eit mellomrom manglar etter eit kolon"


@pytest.mark.parametrize("text", ['people: ["id:ola"]\n', "people: [https://example.org]\n", 'people: {"-id": ola}\n'])
def test_a_sign_that_may_stand_there_lacks_no_space(text: str) -> None:
    assert "space is missing" not in said("invalid-shape", units_ie=UNIT + text).message


# --- which id was meant


def suggested(text: str, **more: str) -> str:
    """What is suggested for an id of the example, “Did you mean …?” aside."""
    words = said("invalid-shape", units_ie=UNIT + text, **more)
    return words.help.removeprefix("Did you mean “").partition("”")[0]


@pytest.mark.parametrize("written", ["Birk Li", "birk li", "Birk.Li", "BIRKLI", "birk--li", "birk-li-", "Bírk Lí"])
@pytest.mark.parametrize("referred_to", ["birk.li", "birk-li", "birkli", "birk_li"])
def test_the_id_that_the_same_file_refers_to_is_meant(written: str, referred_to: str) -> None:
    text = f"people:\n  - {{id: {written}}}\nappointments:\n  - {{person: {referred_to}, role: adviser, from: 2026-01-01}}\n"
    assert suggested(text) == referred_to


@pytest.mark.parametrize(
    "other",
    [
        "leader: birk_li\n",
        "contacts: {press: [birk_li]}\n",
        "groups:\n  - {id: team, name: Team, members: [birk_li]}\n",
        "appointments:\n  - {person: ola, role: adviser, from: 2026-01-01, decided: {by: birk_li, on: 2026-01-01}}\n",
    ],
)
def test_the_id_that_another_file_refers_to_is_meant(other: str) -> None:
    assert suggested("people: [{id: Birk Li}]\n", units_ad=f"id: ad\nkind: fakultet\nname: AD\n{other}") == "birk_li"


def test_the_id_that_is_referred_to_most_often_is_meant() -> None:
    other = "id: ad\nkind: fakultet\nname: AD\nleader: birk_li\ncontacts: {press: birk-li, web: birk_li}\n"
    assert suggested("people: [{id: Birk Li}]\n", units_ad=other) == "birk_li"


def test_an_id_that_somebody_has_is_not_meant() -> None:
    assert suggested("people: [{id: KariMoen}]\nleader: kari.moen\n") == "karimoen"


@pytest.mark.parametrize(
    "text",
    [
        "people: [{id: birk.li, name: Birk Li}, {id: Birk Li}]\n",
        "people: [{id: Kari Moen}]\n",
        "people: [{id: Birk Li}, {id: birk.li}]\nleader: birk.li\n",
        "groups: [{id: team, name: Team, members: []}, {id: Team, name: Team, members: []}]\n",
    ],
)
def test_an_id_that_is_taken_is_not_suggested(text: str) -> None:
    assert not said("invalid-shape", units_ie=UNIT + text).help.startswith("Did you mean")


def test_an_id_that_is_taken_in_another_file_that_cannot_be_read_is_not_suggested() -> None:
    other = "id: ad\nkind: fakultet\nname: AD\npeople: [{id: birk.li}]\ncolour: red\n"
    found, register = findings("invalid-shape", units_ie=f"{UNIT}people: [{{id: Birk Li}}]\n", units_ad=other)
    helps = {one.gap.place.file: Speaker("en", register).finding(one).help for one in found}
    assert not helps["units/ie.yaml"].startswith("Did you mean")


def test_what_refers_to_nobody_is_not_meant() -> None:
    other = "id: ad\nkind: fakultet\nname: birk_li\n"
    assert suggested("people: [{id: Birk Li}]\n", units_ad=other) == "birk.li"


def test_an_id_of_another_sort_is_not_taken() -> None:
    assert suggested("groups: [{id: Access, name: Access, members: []}]\n") == "access"


def test_an_id_that_nobody_refers_to_looks_like_those_of_others() -> None:
    assert suggested("people: [{id: Anne-Grete Li}]\n") == "anne-grete.li"
    hyphens = FILES["units/hf.yaml"].replace("kari.moen", "kari-moen")
    assert suggested("people: [{id: Birk Li}]\n", units_hf=hyphens) == "birk-li"


def test_only_people_have_full_stops_in_their_ids() -> None:
    assert suggested("groups:\n  - {id: Team_A.B, name: Team, members: []}\nleader: team.a.b\n") == "team-a-b"
    assert suggested("groups:\n  - {id: Team A, name: Team, members: []}\n") == "team-a"


# --- what is shown of a file


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_of_a_file_in_another_encoding_no_line_is_shown(encoding: str) -> None:
    mark = {"utf-16": b"", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}[encoding]
    report = report_on(
        {**{path: text.encode() for path, text in FILES.items()}, "units/ie.yaml": mark + UNIT.encode(encoding)}
    )
    shown = as_terminal.render(report, Speaker("nb", report.register), Canvas())
    assert "Filen er lagret med tegnkodingen UTF-16, ikke UTF-8\n  --> units/ie.yaml:1:1\n  = hjelp: Lagre" in shown
