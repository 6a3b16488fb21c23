"""A rule's manual in a language: English as it is written beside the code, any other from its file in `manuals/`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from rolecheck.rule import SECTIONS, Rule

WRITTEN_IN_CODE = "en"
_EXAMPLES = ("fails", "passes")
_KEYS = ("checks", "why", "fails", "passes", "remedy")


@dataclass(frozen=True, slots=True)
class ManualSection:
    """A part of a manual: `name` names its heading under `explain.section`; an example keeps its lines as they are."""

    name: str
    text: str
    example: bool


@dataclass(frozen=True, slots=True)
class Manual:
    """What a rule is about in one sentence, and the rest."""

    summary: str
    sections: tuple[ManualSection, ...]


def manual_of(rule: Rule, language: str) -> Manual:
    """The manual of a rule. Examples without words of a language are the same in all of them."""
    beside_code = dict(zip(_KEYS, (rule.sections[title] for title in SECTIONS), strict=True))
    texts = {"summary": rule.summary, **beside_code}
    if language != WRITTEN_IN_CODE:
        texts |= _manuals_in(language)[rule.id]
    return Manual(
        summary=texts["summary"],
        sections=tuple(
            ManualSection(key, texts[key] if key in _EXAMPLES else " ".join(texts[key].split()), key in _EXAMPLES)
            for key in _KEYS
        ),
    )


@cache
def _manuals_in(language: str) -> Mapping[str, Mapping[str, str]]:
    file = resources.files("rolecheck") / "manuals" / f"{language}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
