"""Which id somebody meant who wrote what cannot be one: the id that others refer to, else the one that the text makes."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cached_property
from itertools import chain

from rolecheck.document import Place
from rolecheck.register import Register

_LONGEST = 64
_IN_ASCII = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})
_SIGNS = str.maketrans("", "", "-._")
_ID = re.compile(rf"(?=.{{1,{_LONGEST}}}$)[a-z0-9]+([-._][a-z0-9]+)*")


class MeantIds:
    """Knows the ids that a register refers to, also in files that cannot be read in full. They are looked up once."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def meant_by(self, text: str, *, of_person: bool) -> str | None:
        """The id that a text means: one that is referred to but missing and differs in signs and capitals alone, else the likeliest."""
        made = _made_of(text, self._sign_in_people if of_person else "-")
        if not of_person:
            made = re.sub("[._]", "-", made)
        referred_to = self._missing.get(made.translate(_SIGNS))
        found = (
            (one for one, _ in referred_to.most_common() if of_person or not {".", "_"} & set(one))
            if referred_to
            else ()
        )
        return next(iter(found), made) or None

    @cached_property
    def _missing(self) -> Mapping[str, Counter[str]]:
        """The ids that are referred to and that nothing has, by their letters and digits, with how often each is."""
        register = self._register
        unchecked = frozenset(register.unchecked)
        sources = (register.units, register.cards, register.courses, register.waivers)
        entities = chain.from_iterable(found.values() for found in sources)
        values = (document.values for document in register.documents if document.path in unchecked)
        known = set[str]().union(*sources, register.people, register.processes, register.sources, register.groups)
        missing: dict[str, Counter[str]] = defaultdict(Counter)
        for text in _texts_in([*entities, *values]):
            if text not in known and _ID.fullmatch(text):
                missing[text.translate(_SIGNS)][text] += 1
        return missing

    @cached_property
    def _sign_in_people(self) -> str:
        """What stands between the words of people's ids in this register."""
        signs = Counter(sign for person in self._register.people for sign in ".-_" if sign in person)
        return next((sign for sign, _ in signs.most_common(1)), "-")


def _made_of(text: str, sign: str) -> str:
    """The id that a text would make: small letters a–z and digits, and single signs between them."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_IN_ASCII)).encode("ascii", "ignore").decode()
    return re.sub(r"([._-])[._-]+", r"\1", re.sub(r"[^a-z0-9._-]+", sign, letters)).strip("._-")[:_LONGEST].strip("._-")


def _texts_in(value: object) -> Iterator[str]:
    """Every text in something that a file says, keys aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts_in(inner)
    elif is_dataclass(value) and not isinstance(value, Place):
        yield from _texts_in([getattr(value, field.name) for field in fields(value)])
