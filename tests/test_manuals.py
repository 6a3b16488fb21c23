"""Every rule has its whole manual in every language, and says there what it says in English."""

import re
import tomllib
from importlib import resources

import pytest

from rolecheck.render.manual import WRITTEN_IN_CODE, manual_of
from rolecheck.rule import Rule
from rolecheck.rules import all_rules
from rolecheck.sentences import known_languages
from rolecheck.wording import Speaker

TRANSLATED = [language for language in known_languages() if language != WRITTEN_IN_CODE]
TEXTS = {"summary", "checks", "why", "remedy"}
EXAMPLES = {"fails", "passes"}
CODE = re.compile("`[^`]*`")
# Words that keys, ids and values of an example never are.
ENGLISH = re.compile(r"\b(with|and|the|on|one|two|where|while|without|closed|there|nothing|is)\b")


def written(language: str) -> dict[str, dict[str, str]]:
    file = resources.files("rolecheck") / "manuals" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def test_each_language_but_that_of_the_code_has_a_file_and_there_is_no_other() -> None:
    folder = resources.files("rolecheck") / "manuals"
    assert sorted(entry.name for entry in folder.iterdir()) == [f"{language}.toml" for language in TRANSLATED]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_rule_has_every_text_in_order(language: str) -> None:
    manuals = written(language)
    assert list(manuals) == sorted(all_rules())
    assert {rule: sorted(TEXTS - set(texts)) for rule, texts in manuals.items() if TEXTS - set(texts)} == {}
    assert {rule: sorted(set(texts) - TEXTS - EXAMPLES) for rule, texts in manuals.items()} == {
        rule: [] for rule in manuals
    }


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_is_whole_sentences_and_an_example_is_not_empty(language: str) -> None:
    faults = [
        (rule, key, text)
        for rule, texts in written(language).items()
        for key, text in texts.items()
        if text != text.strip() or not text or (key in TEXTS and not text.endswith("."))
    ]
    assert faults == []


def keys_named(rule: Rule, language: str) -> set[str]:
    return {key for section in manual_of(rule, language).sections for key in CODE.findall(section.text)}


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_manual_names_the_keys_that_the_english_one_names(language: str) -> None:
    left_out = {rule.id: keys_named(rule, "en") - keys_named(rule, language) for rule in all_rules().values()}
    assert {rule: keys for rule, keys in left_out.items() if keys} == {}


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_example_has_words_of_english(language: str) -> None:
    shown = {
        (rule.id, section.name): ENGLISH.findall(CODE.sub("", section.text.replace(" on: ", " ")))
        for rule in all_rules().values()
        for section in manual_of(rule, language).sections
        if section.example
    }
    assert {key: found for key, found in shown.items() if found} == {}


def test_english_words_in_examples_are_noticed() -> None:
    examples = [
        section.text for rule in all_rules().values() for section in manual_of(rule, "en").sections if section.example
    ]
    assert sum(bool(ENGLISH.search(text)) for text in examples) > 20


@pytest.mark.parametrize("language", known_languages())
def test_every_section_has_a_heading(language: str) -> None:
    speaker = Speaker(language)
    (rule, *_) = all_rules().values()
    headings = [speaker.say(f"explain.section-{section.name}") for section in manual_of(rule, language).sections]
    assert len(set(headings)) == 5
