"""What the keys of the files mean, in plain words, and examples of their values."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

NORM = "_Norm"
_SEE = re.compile(r", see \[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"\*\*|`")


@cache
def _file(path: str) -> dict[str, dict[str, Any]]:
    text = resources.files("rolecheck").joinpath("schema", *path.split("/")).read_text(encoding="utf-8")
    return tomllib.loads(text)


class Texts:
    """The texts of one language, of which English is the only one as yet."""

    def __init__(self, language: str) -> None:
        self._meanings = _file(f"meanings/{language}.toml")
        self._examples = _file("examples.toml")

    def meaning(self, shape: str, key: str) -> str:
        """What a key of a shape means, as docs/data-format.md says it."""
        own = self._meanings.get(shape, {})
        return str(own[key] if key in own else self._meanings[NORM][key])

    def sentence(self, shape: str, key: str) -> str:
        """What a key of a shape means, as a sentence without marks or links."""
        return as_sentence(self.meaning(shape, key))

    def examples(self, shape: str, key: str) -> list[Any]:
        """Values that the key of a shape may have."""
        own = self._examples.get(shape, {})
        return list(own[key] if key in own else self._examples[NORM].get(key, ()) if self.is_shared(shape, key) else ())

    def is_shared(self, shape: str, key: str) -> bool:
        """Whether a key of a norm is one that every norm has."""
        return key in self._meanings[NORM] and key not in self._meanings.get(shape, {})

    def mistake(self, what: str) -> str:
        """What to say of a value that will not do."""
        return str(self._meanings["mistakes"][what])

    def file(self, name: str) -> str:
        """What a kind of file is."""
        return str(self._meanings["files"][name])


def as_sentence(phrase: str) -> str:
    """A phrase of the documentation in words alone."""
    words = _MARKS.sub("", _LINK.sub(r"\1", _SEE.sub("", phrase)))
    return f"{words[:1].upper()}{words[1:]}."
