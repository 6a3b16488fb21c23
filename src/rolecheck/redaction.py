"""Pseudonyms in the place of people: what a report shows when it may not show who is who."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from rolecheck.joints import IN_A_TEXT, LAID_OUT, SPACE, Joints
from rolecheck.layout import FileKind, kind_of
from rolecheck.model import Unit
from rolecheck.recognition import Found, KnownPeople, Sparing, sparing_nothing
from rolecheck.register import Register
from rolecheck.source import Values
from rolecheck.spellings import INNER_CAPITAL

_FOLD = re.compile(r"(?:\r\n|[\r\n\u2028])" + f"{SPACE}*")
_TO_THE_END_OF_A_WORD = re.compile(rf"[,.;:!?)\]»”]*(?:{SPACE}+|$|(?=[\r\n\u2028]))")
# What a name can be written with, and not be seen by a reader of words: `%2E`, `&aring;`, signs without width, “KariNordmann”.
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_ODD = re.compile(rf"%[0-9A-Fa-f]{{2}}|&#?\w+;|{_UNSEEN.pattern}|{INNER_CAPITAL.pattern}")
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})")
_RUN = re.compile(r"\S+")
_MOST_CODES = 3  # one inside the other
# What a file rule quotes from a file that nobody could read in full may be anybody's name.
QUOTING_FACTS = frozenset({"value", "key", "name", "suggestion"})


class Redactor:
    """Replaces ids, names and addresses of a register's people; one key gives one person one pseudonym."""

    def __init__(self, register: Register, key: bytes, *others: Register) -> None:
        self._registers = (register, *others)
        self._key = key

    def knowing(self, other: Register) -> "Redactor":
        """One that hides the people of another register as well, such as those who have left since."""
        return Redactor(self._registers[0], self._key, *self._registers[1:], other)

    def pseudonym(self, person_id: str) -> str:
        """A stand-in for a person's id that nobody without the key can trace back."""
        return f"person-{self._digest(person_id)[:10]}"

    def fingerprint(self, fingerprint: str) -> str:
        """A finding's fingerprint, so that it cannot be guessed from a person's id either."""
        return self._digest(fingerprint)[:32]

    def text(self, text: str, *, sparing: Sparing = sparing_nothing) -> str:
        """A text in which no id, name or address of the register's people is left, as far as `spellings` knows them.

        `sparing` knows the words of ours in it, which somebody can be called like: what consists of these alone stays.
        """
        text = unicodedata.normalize("NFC", text)
        if not _ODD.search(text):
            return self._hidden(text, sparing)
        text = _RUN.sub(lambda run: self._decoded(run.group(), sparing), text)  # so that what stands around it stays
        return self._decoded(self._hidden(text, sparing), sparing)

    def laid_out(self, text: str, *, sparing: Sparing) -> str:
        """The same for a text in lines and columns. What it holds in code stays so, as that keeps it from being obeyed."""
        return self._hidden(unicodedata.normalize("NFC", text), sparing, LAID_OUT)

    def _decoded(self, run: str, sparing: Sparing) -> str:
        """Some signs; where they name somebody in code, or without a space, they are written out."""
        plain = run
        for _ in range(_MOST_CODES):
            plain, before = _without_codes(plain), plain
            if plain == before:
                break
        hidden = self._hidden(plain, sparing)
        return run if hidden == plain else hidden

    def _hidden(self, text: str, sparing: Sparing, joints: Joints = IN_A_TEXT) -> str:
        parts: list[str] = []
        end = 0
        for found in self._people.found_in(text, sparing, joints):
            shown, after = _with_its_line_ends(found, text)
            parts += [text[end : found.start], shown]
            end = after
        return "".join([*parts, text[end:]]) if parts else text

    @cached_property
    def _people(self) -> KnownPeople:
        people = (person for register in self._registers for person in _people_in(register))
        return KnownPeople([(self.pseudonym(person_id), person_id, name, email) for person_id, name, email in people])

    def _digest(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def _people_in(register: Register) -> Iterator[tuple[str, str, str]]:
    """Id, name and address of everybody whom the files name, also where their file or their entry does not count."""
    for entity in register.named_entities:
        for person in entity.people if isinstance(entity, Unit) else ():
            yield person.id, person.name or "", person.email or ""
    unchecked = frozenset(register.unchecked)
    for document in register.documents:
        if document.path in unchecked and kind_of(document.path) is FileKind.UNIT and isinstance(document.values, dict):
            yield from _people_as_written(document.values.get("people"))


def _people_as_written(people: Values) -> Iterator[tuple[str, str, str]]:
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            texts = [text if isinstance(text := person.get(key), str) else "" for key in ("id", "name", "email")]
            yield texts[0] or texts[1] or texts[2], texts[1], texts[2]


def _with_its_line_ends(found: Found, text: str) -> tuple[str, int]:
    """A pseudonym for what stands there, and where the text goes on; where a line ended in it, one ends behind it."""
    folds = "".join(_FOLD.findall(text, found.start, found.end))
    if not folds:
        return found.pseudonym, found.end
    signs = _TO_THE_END_OF_A_WORD.match(text, found.end)
    after = signs.end() if signs else found.end
    is_last = after == len(text) or _FOLD.match(text, after)
    return f"{found.pseudonym}{text[found.end : after].rstrip()}{'' if is_last else folds}", after


def _without_codes(run: str) -> str:
    """The signs of an address, of a page and of a name in one word (“KariNordmann”), as they would be written elsewhere."""
    from html import unescape  # noqa: PLC0415 - nearly no text needs its long list of names

    data = _PERCENT.sub(lambda code: bytes([int(code[1], 16)]), run.encode("utf-8", "replace"))
    return INNER_CAPITAL.sub(" ", _UNSEEN.sub("", unescape(data.decode("utf-8", "replace"))))
