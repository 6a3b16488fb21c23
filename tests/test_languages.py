"""Every language says everything, in whole sentences, of whatever a register can hold."""

import ast
import re
import string
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from casepages import PageCase, all_cases
from rolecheck.check import Report, check
from rolecheck.cli._outcome import LANGUAGES as LANGUAGES_OF_ERRORS
from rolecheck.document import Document
from rolecheck.fields import LANGUAGES as LANGUAGES_OF_TEXTS
from rolecheck.fields import Text
from rolecheck.finding import Finding
from rolecheck.policy import Policy
from rolecheck.redaction import Redactor
from rolecheck.register import Register, build
from rolecheck.rules import all_rules
from rolecheck.sentences import Wording, known_languages, sentences_in
from rolecheck.wording import Speaker

LANGUAGES = known_languages()

SOURCES = Path(__file__).parents[1] / "src/rolecheck"

# Texts that may be empty: a finding about a whole file has no words at a place in it.
MAY_BE_EMPTY = re.compile(r"rules\.[a-z-]+(\.[a-z-0-9]+)?\.label")

# The variants of rules that have many. Some depend on the machine, so that no case page can show them.
VARIANTS = {
    "unreadable-file": "link special folder permission gone unreadable",
    "invalid-yaml": """
        syntax stray-colon missing-colon missing-space missing-space-after-dash missing-dash unclosed-quote unclosed-bracket unclosed-brace wrong-indentation stray-dash
        stray-sign unknown-escape tab reserved-character control-character line-break-character bidi-character
        escaped-control-character escaped-line-break-character escaped-bidi-character not-utf-8 utf-16 empty too-large
        too-deep scalar-too-long too-many-mistakes""",
    "unsupported-yaml": "anchor alias merge-key tag directive several-documents key-not-text",
    "invalid-shape": """
        unknown-key unknown-key-in-leave missing-key missing-day not-a-mapping not-a-list not-text not-a-text text-without-language not-a-date
        no-such-date year-out-of-range not-an-id key-not-an-id id-too-long not-a-number number-too-large not-one-of
        norm-without-processes waiver-for-everything missing-space missing-space-after-dash""",
    "duplicate-key": "missing-dash far-below missing-dash-far-below",
    "duplicate-id": "unit person card process course source waiver group norm competence settings of-role",
    "unknown-reference": """
        person unit process role course source competence competence-elsewhere granter anchor kind rule""",
    "decision-missing": "no-leader no-role not-by-leader not-by-role",
}


# --- the files against each other


def texts_of(language: str) -> dict[str, str]:
    """Every text of a language by its dotted key."""
    file = resources.files("rolecheck") / "languages" / f"{language}.toml"
    return dict(_flat(tomllib.loads(file.read_text(encoding="utf-8")), ""))


def _flat(entries: Mapping[str, Any], above: str) -> Iterator[tuple[str, str]]:
    for key, value in entries.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value


def placeholders_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def plurals_in(text: str) -> list[str]:
    return [spec for _, _, spec, _ in string.Formatter().parse(text) if spec]


def test_every_language_that_can_be_asked_for_has_a_file() -> None:
    assert set(LANGUAGES) == {"nb", "nn", "en"} == set(LANGUAGES_OF_TEXTS) == set(LANGUAGES_OF_ERRORS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_keys_of_english(language: str) -> None:
    assert set(texts_of(language)) == set(texts_of("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_has_the_placeholders_of_the_english_one(language: str) -> None:
    english = texts_of("en")
    different = {
        key: (text, english[key])
        for key, text in texts_of(language).items()
        if placeholders_in(text) != placeholders_in(english[key])
    }
    assert different == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_two_forms(language: str) -> None:
    odd = {
        key: text
        for key, text in texts_of(language).items()
        if any(len([form for form in spec.split("|") if form]) != 2 for spec in plurals_in(text))
    }
    assert odd == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty(language: str) -> None:
    empty = [key for key, text in texts_of(language).items() if not text.strip() and not MAY_BE_EMPTY.fullmatch(key)]
    assert empty == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_has_space_around_it_or_two_spaces(language: str) -> None:
    assert [key for key, text in texts_of(language).items() if text != text.strip() or "  " in text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_without_a_full_stop_and_every_help_a_sentence(language: str) -> None:
    texts = texts_of(language)
    messages = {key: text for key, text in texts.items() if key.endswith(".message")}
    helps = {key: text for key, text in texts.items() if key.endswith(".help") and key != "common.help"}
    assert [key for key, text in messages.items() if text.endswith((".", "?", "!", ":"))] == []
    assert [key for key, text in helps.items() if not text.endswith((".", "?"))] == []


@pytest.mark.parametrize(
    ("language", "foreign"), [("en", "«»"), *((language, '“”"') for language in LANGUAGES if language != "en")]
)
def test_a_language_uses_its_own_quotation_marks(language: str, foreign: str) -> None:
    assert [key for key, text in texts_of(language).items() if set(foreign) & set(text)] == []


# --- the rules


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, ...]:
    return tuple(case.report(own_folder(tmp_path_factory, case)) for case in all_cases())


def own_folder(factory: pytest.TempPathFactory, case: PageCase) -> Path:
    """A folder for a case that needs a real one; the others read nothing from theirs."""
    return factory.mktemp("case") if case.special else factory.getbasetemp()


def texts_of_rule(language: str, rule_id: str, variant: str) -> Mapping[str, Any]:
    entry = sentences_in(language)["rules"][rule_id]
    return {**entry, **entry.get(variant, {})}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_title_and_no_text_is_for_an_unknown_rule(language: str) -> None:
    entries = sentences_in(language)["rules"]
    assert set(entries) == set(all_rules())
    assert [rule_id for rule_id, entry in entries.items() if not entry.get("title")] == []
    assert [rule_id for rule_id, entry in entries.items() if entry["title"].endswith(".")] == []


def occurring_variants(reports: tuple[Report, ...]) -> set[tuple[str, str]]:
    in_cases = {(finding.rule, finding.gap.variant) for report in reports for finding in report.findings}
    return in_cases | {(rule_id, variant) for rule_id, variants in VARIANTS.items() for variant in variants.split()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_variant_that_can_occur_has_a_message_and_help(language: str, reports: tuple[Report, ...]) -> None:
    occurring = occurring_variants(reports)
    assert {rule_id for rule_id, _ in occurring} == set(all_rules())
    mute = [
        f"{rule_id}.{variant}: {kind}"
        for rule_id, variant in sorted(occurring)
        for kind in ("message", "help")
        if not texts_of_rule(language, rule_id, variant).get(kind)
    ]
    assert mute == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_variants_with_texts_are_those_that_can_occur(language: str, reports: tuple[Report, ...]) -> None:
    written = {
        (rule_id, variant)
        for rule_id, entry in sentences_in(language)["rules"].items()
        for variant, texts in entry.items()
        if isinstance(texts, dict) and variant not in {"related", "when"}
    }
    assert written == {(rule_id, variant) for rule_id, variant in occurring_variants(reports) if variant}


# --- the sentences of every finding of every case

FORBIDDEN = {
    "unfilled": re.compile(r"\{[a-z_]+(:[^{}]*\|[^{}]*)?\}"),
    "double space": re.compile(r"  "),
    "None": re.compile(r"\bNone\b"),
    "nothing between quotation marks": re.compile(r"“\s*”|«\s*»"),
    "odd beginning": re.compile(r"^[\s,.:;]"),
    "odd end": re.compile(r"\s$"),
}


def faults_of(words: Wording, finding: Finding) -> Iterator[str]:
    """What is wrong with the sentences of a finding, each with the sentence."""
    quoted = [fact for fact in finding.gap.facts.values() if isinstance(fact, str)]
    for text in (words.message, words.label, words.help, words.norm, *(text for _, text in words.related)):
        yield from faults_of_sentence(text, quoted)
    if not words.message or words.message.endswith("."):
        yield f"message: {words.message}"
    if not words.help.endswith((".", "?")):
        yield f"help: {words.help}"
    if words.label.endswith("."):
        yield f"label: {words.label}"
    if not all(text for _, text in words.related):
        yield f"empty related: {words.message}"


def faults_of_sentence(text: str, quoted: Sequence[str]) -> Iterator[str]:
    """What no sentence may have, unless it is quoted from the register."""
    for name, pattern in FORBIDDEN.items():
        if pattern.search(text) and not any(pattern.search(quotation) for quotation in quoted):
            yield f"{name}: {text}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_every_case_is_said_in_whole_sentences(language: str, reports: tuple[Report, ...]) -> None:
    faults = {
        f"{finding.rule} {finding.gap.variant}: {fault}"
        for report in reports
        for finding in report.findings
        for fault in faults_of(Speaker(language, report.register).finding(finding), finding)
    }
    assert sorted(faults) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_and_the_words_of_severity_and_modality_can_be_said(language: str) -> None:
    speaker = Speaker(language)
    assert all(speaker.title(rule_id) for rule_id in all_rules())
    assert all(
        speaker.common(word)
        for word in ("error", "warning", "note", "must", "should", "describes", "waived", "norm", "help")
    )


# --- the voice itself

SETTINGS = """\
register: {nb: Prøveregister, en: Sample}
language: nb
unit_kinds: [fakultet]
"""
PROCESSES = """\
- id: innsyn
  name: {nb: Innsyn, en: Access to documents}
- id: sru
  name: SRU
- id: arkiv
  name: {nn: Arkivering}
"""
ADVISER = """\
id: adviser
role: adviser
name: {nb: Prosessrådgiver, en: Process adviser}
mandate: Hjelper.
norms:
  - {id: one-each, kind: every-unit-has, norm: must, at: [fakultet], processes: [innsyn]}
"""
OWNER = """\
id: owner-innsyn
role: owner
process: innsyn
name: {nb: Prosesseier – innsyn, en: Process owner – access}
mandate: Eier.
"""
UNIT = """\
id: ad
kind: fakultet
name: {nb: Fakultet for design, en: Faculty of Design}
people:
  - id: kari
    name: Kari Nordmann
  - id: ola
"""


def sample() -> Register:
    files = {
        "rolecheck.yaml": SETTINGS,
        "processes.yaml": PROCESSES,
        "roles/adviser.yaml": ADVISER,
        "roles/owner-innsyn.yaml": OWNER,
        "units/ad.yaml": UNIT,
    }
    return build([Document.read(path, text.encode()) for path, text in files.items()])


def test_a_list_has_and_before_the_last() -> None:
    assert Speaker("en").listed([]) == ""
    assert Speaker("en").listed(["a"]) == "a"
    assert Speaker("en").listed(["a", "b"]) == "a and b"
    assert Speaker("en").listed(["a", "b", "c"]) == "a, b and c"
    assert Speaker("nb").listed(["a", "b", "c"]) == "a, b og c"
    assert Speaker("nn").listed(["{a}", "b{0}", "{c"]) == "{a}, b{0} og {c"


def test_ways_to_meet_a_requirement_are_alternatives_and_their_parts_belong_together() -> None:
    ways = (("A",), ("B", "C"), ("D", "E", "F"))
    said = {language: Speaker(language).say("common.person", name=ways) for language in ("en", "nb", "nn")}
    assert said == {
        "en": "“A”, both “B” and “C” or all of “D”, “E” and “F”",
        "nb": "«A», både «B» og «C» eller både «D», «E» og «F»",
        "nn": "«A», både «B» og «C» eller både «D», «E» og «F»",
    }


@pytest.mark.parametrize(
    ("language", "many", "with_zeros"),
    [
        ("en", "12,345,678 notes", "20,005 notes"),
        ("nb", "12\u00a0345\u00a0678 merknader", "20\u00a0005 merknader"),
    ],
)
def test_a_count_of_five_digits_or_more_has_its_thousands_apart(language: str, many: str, with_zeros: str) -> None:
    say = Speaker(language).say
    assert [say("summary.notes", n=12_345_678), say("summary.notes", n=20_005)] == [many, with_zeros]
    assert say("summary.notes", n=9999).startswith("9999 ")


def test_a_long_list_says_how_many_more() -> None:
    assert Speaker("en").listed(["a", "b", "c", "d"]) == "a, b, c and d"
    assert Speaker("en").listed(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"
    assert Speaker("nb").listed(["a", "b", "c", "d", "e", "f"]) == "a, b, c og 3 til"
    assert Speaker("nb").listed(["a", "b", "c", "d", "e"], most=1) == "a og 4 til"
    assert Speaker("en").listed(["a", "b", "c", "d", "e"], most=20) == "a, b, c, d and e"


def test_a_count_takes_the_form_for_one_or_for_many() -> None:
    assert [Speaker("en").say("summary.warnings", n=n) for n in (0, 1, 2)] == ["0 warnings", "1 warning", "2 warnings"]
    assert [Speaker("nb").say("summary.warnings", n=n) for n in (0, 1, 2)] == [
        "0 advarsler",
        "1 advarsel",
        "2 advarsler",
    ]
    assert [Speaker("nn").say("summary.warnings", n=n) for n in (1, 2)] == ["1 åtvaring", "2 åtvaringar"]
    assert [Speaker("nb").say("summary.errors", n=n) for n in (1, 2)] == ["1 feil", "2 feil"]


def test_a_placeholder_without_a_fact_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        Speaker("en").say("summary.warnings")


@pytest.mark.parametrize(
    ("has", "asked", "registers", "said"),
    [
        ({"nb": "b", "nn": "n", "en": "e"}, "en", "nn", "e"),
        ({"nb": "b", "nn": "n"}, "en", "nn", "n"),
        ({"nb": "b", "en": "e"}, "nn", "nn", "b"),
        ({"nn": "n", "en": "e"}, "nb", "nb", "e"),
        ({"nn": "n"}, "en", "nb", "n"),
    ],
)
def test_a_text_falls_back_to_the_registers_language_then_nb_en_nn(
    has: dict[str, str], asked: str, registers: str, said: str
) -> None:
    assert Text(by_language=has).in_language(asked, registers) == said


def test_a_bare_text_is_the_same_in_every_language() -> None:
    assert {Text("Innsyn").in_language(language, "nb") for language in ("nb", "nn", "en")} == {"Innsyn"}


def test_names_are_said_in_the_language_asked_for_or_the_nearest() -> None:
    assert Speaker("en", sample()).process("innsyn") == "Access to documents"
    assert Speaker("nn", sample()).process("innsyn") == "Innsyn"
    assert Speaker("en", sample()).process("arkiv") == "Arkivering"
    assert Speaker("en", sample()).process("unheard-of") == "unheard-of"
    assert Speaker("en", sample()).text(sample().name) == "Sample"


def test_a_role_and_a_process_make_one_phrase_with_small_first_letters() -> None:
    assert Speaker("nb", sample()).duty("adviser", "innsyn") == "prosessrådgiver for innsyn"
    assert Speaker("en", sample()).duty("adviser", "innsyn") == "process adviser for access to documents"
    assert Speaker("nb", sample()).duty("adviser", None) == "prosessrådgiver"


def test_an_abbreviation_keeps_its_capitals_inside_a_sentence() -> None:
    assert Speaker("nb", sample()).duty("adviser", "sru") == "prosessrådgiver for SRU"


def test_a_role_without_a_general_card_has_the_name_before_the_dash() -> None:
    assert Speaker("nb", sample()).role("owner") == "Prosesseier"
    assert Speaker("en", sample()).role("owner", "innsyn") == "Process owner"
    assert Speaker("en").role("owner") == "owner"


def test_a_person_is_named_and_without_a_name_shown_by_the_id() -> None:
    people = sample().people
    assert Speaker("nb", sample()).listed([people["kari"], people["ola"]]) == "Kari Nordmann og ola"


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("nb", "1. mars 2027", "31. desember 2026"),
        ("nn", "1. mars 2027", "31. desember 2026"),
        ("en", "1 March 2027", "31 December 2026"),
    ],
)
def test_a_day_is_written_with_the_months_name(language: str, first: str, last: str) -> None:
    speaker = Speaker(language)
    assert [speaker.text(date(2027, 3, 1)), speaker.text(date(2026, 12, 31))] == [first, last]
    assert len({speaker.text(date(2026, month, 1)) for month in range(1, 13)}) == 12
    assert first in speaker.say("people.title", register="X", day=date(2027, 3, 1))


def test_a_month_is_not_taken_for_somebody_of_that_name() -> None:
    files = {"units/ad.yaml": UNIT.replace("Kari Nordmann", "Mai Berg").replace("id: kari", "id: mai")}
    register = build([Document.read(path, text.encode()) for path, text in files.items()])
    speaker = Speaker("nb", register, Redactor(register, b"key"))
    title = speaker.say("people.title", register="X", day=date(2026, 5, 17))
    assert speaker.last_word(title) == "X per 17. mai 2026"
    for named in ("Mai Berg", "mai", "Spør Mai Berg før 17. juni"):
        assert "mai" not in speaker.text(named).casefold()
    assert "Berg" not in speaker.last_word("Mai Berg")


def test_nothing_is_no_words() -> None:
    assert Speaker("en").text(None) == ""


def test_a_language_without_a_file_says_nothing() -> None:
    with pytest.raises(FileNotFoundError):
        Speaker("xx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_names_itself(language: str) -> None:
    assert {"nb": "Norsk bokmål", "nn": "Nynorsk", "en": "English"}[language] == sentences_in(language)["name"]


NOT_NYNORSK = re.compile(
    r"(?<![\w-])(ikke|hva|hvem|hvilk\w+|hvor\w*|uten|hvis|mangler|enhet\w*|oppnevn\w*|leder\w*|bare|noen?|mer|fra|"
    r"filen|linjen|mappen|navn\w*|kilde\w*|tegn\w*|finnes|gjelder|bekreftet|fortsatt|allerede|være|en|et|én)\b"
)


def test_nynorsk_has_no_word_of_bokmal() -> None:
    words = {key: NOT_NYNORSK.findall(text) for key, text in texts_of("nn").items()}
    assert {key: found for key, found in words.items() if found} == {}


def test_the_words_of_bokmal_are_noticed() -> None:
    seen = [key for key, text in texts_of("nb").items() if NOT_NYNORSK.search(text)]
    assert len(seen) > len(texts_of("nb")) / 4


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("nb", "Fakultet for design mangler prosessrådgiver for innsyn"),
        ("nn", "Fakultet for design manglar prosessrådgiver for innsyn"),
        ("en", "Faculty of Design has no process adviser for access to documents"),
    ],
)
def test_a_finding_is_one_sentence_of_names(language: str, message: str) -> None:
    register = sample()
    report = check(register, Policy.of(register, select=["process-uncovered"]), date(2026, 11, 21))
    assert [Speaker(language, register).finding(finding).message for finding in report.findings] == [message]


@pytest.mark.parametrize(
    ("language", "consequence"),
    [
        ("nb", "dispensasjonen gjelder ikke før det er rettet"),
        ("nn", "dispensasjonen gjeld ikkje før det er retta"),
        ("en", "the waiver does not count until that is put right"),
    ],
)
def test_a_waiver_of_somebody_unknown_is_said_not_to_count(language: str, consequence: str) -> None:
    (page,) = [case for case in all_cases() if "nobody known has granted" in case.title]
    report = page.report(Path())
    (said,) = [
        Speaker(language, report.register).finding(finding).message
        for finding in report.findings
        if finding.rule == "unknown-reference"
    ]
    assert said.endswith(consequence)
    assert "per" in said


# --- no sentence is made of parts in code

SAID = {"say", "common", "title", "duty", "role", "process", "text", "listed"}


def glued(tree: ast.AST) -> Iterator[str]:
    """Texts of a language that a formatted string joins by words or by space alone, where no language can turn them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for one, between, two in zip(node.values, node.values[1:], node.values[2:], strict=False):
                joins = isinstance(between, ast.Constant) and re.fullmatch(r"[\s\w,]*", str(between.value))
                if joins and is_said(one) and is_said(two):
                    yield ast.unparse(node)


def is_said(part: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in SAID
        for node in ast.walk(part)
    )


def test_no_sentence_is_glued_in_code() -> None:
    found = {path.name: list(glued(ast.parse(path.read_text(encoding="utf-8")))) for path in SOURCES.rglob("*.py")}
    assert len(found) > 50
    assert {name: strings for name, strings in found.items() if strings} == {}


def test_a_glued_sentence_is_noticed() -> None:
    assert list(glued(ast.parse('f"{speaker.text(one)} and {speaker.text(two)}"')))
    assert not list(glued(ast.parse('f"{speaker.text(one)}: {speaker.text(two)}"')))
