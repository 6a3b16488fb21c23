"""Small registers made at random, and an emitter that writes the same values in many layouts."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from examples import DAY

Values = dict[str, Any]  # path -> what the file says: nested dict, list and str

KINDS = ("fakultet", "institutt")
PROCESSES = ("innsyn", "sru")
ROLES = ("adviser", "owner")
COURSES = ("law", "system", "both")
COMPETENCES = ("expert", "patience")
CONTACTS = ("press", "help")
PEOPLE = ("boss", "per", "kari", "ola")


def days(nearest: int = 0, farthest: int = 800) -> st.SearchStrategy[str]:
    """Days around the day of the check: mostly on it, beside it, or some months away."""
    distances = st.sampled_from([0, 1, -1, 30, -30, 365, -365, 366, -366]) | st.integers(-farthest, farthest)
    return distances.map(lambda distance: str(DAY + timedelta(days=distance - nearest)))


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping in which each key may be absent."""
    return st.fixed_dictionaries({}, optional=fields)


def required(must: Mapping[str, Any], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A mapping with these keys, and some others that may be absent."""
    fixed = {key: value if isinstance(value, st.SearchStrategy) else st.just(value) for key, value in must.items()}
    return st.fixed_dictionaries(fixed, optional=fields)


# --- cards


def norms(*, of_process: str | None) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Norms of every kind, each drawn or not."""
    modality = st.sampled_from(["must", "should", "describes"])
    at = st.lists(st.sampled_from(KINDS), min_size=1, unique=True)
    people = st.sampled_from(["0", "1", "2"])
    processes = st.lists(st.sampled_from(PROCESSES), min_size=1, unique=True)
    shapes: dict[str, dict[str, Any]] = {
        "every-unit-has": {"at": at, "people": people} | ({} if of_process else {"processes": processes}),
        "unit-headcount": {"at": at, "people": people},
        "every-process-has": {"people": people},
        "completed": {"course": st.sampled_from(COURSES)},
        "attested": {"competence": st.sampled_from(COMPETENCES)},
        "anchored": {"people": people},
        "decided": {"by": st.sampled_from(["leader", *ROLES])},
        "unit-contact": {"at": at, "contact": st.sampled_from(CONTACTS)},
    }
    drawn = st.lists(st.sampled_from(sorted(shapes)), unique=True)
    return drawn.flatmap(
        lambda kinds: st.tuples(
            *(required({"id": f"n-{kind}", "kind": kind, "norm": modality, **shapes[kind]}) for kind in kinds)
        ).map(list)
    )


def card(card_id: str, role: str, process: str | None = None) -> st.SearchStrategy[dict[str, Any]]:
    """A role card with both competences, so that a norm may name either."""
    expert = st.sampled_from([["basic", "basic"], ["basic", "expert"]])
    competence = expert.map(
        lambda levels: {
            level: [{"id": name, "text": name} for name, own in zip(COMPETENCES, levels, strict=True) if own == level]
            for level in set(levels)
        }
    )
    must = {"id": card_id, "role": role, "name": card_id, "mandate": "Advises.", "competence": competence}
    of_process = {"process": process} if process else {}
    return required(must | of_process | {"norms": norms(of_process=process)}, source=st.just("paper"))


# --- units

PERIOD = st.fixed_dictionaries({"from": days(), "to": days()})
COMPLETION = st.fixed_dictionaries({"course": st.sampled_from(COURSES), "completed": days(nearest=400)})
ATTESTATION = required({"competence": st.sampled_from(COMPETENCES), "on": days(nearest=400)})
APPOINTMENT = required(
    {"person": st.sampled_from(PEOPLE), "role": st.sampled_from(ROLES), "from": days(nearest=400)},
    process=st.sampled_from(PROCESSES),
    to=days(nearest=-200),
    decided=st.fixed_dictionaries({"by": st.sampled_from(PEOPLE), "on": days(nearest=400)}),
    anchored_in=st.sampled_from(["u0", "team", "nowhere"]),
)


def person(person_id: str) -> st.SearchStrategy[dict[str, Any]]:
    """Somebody with courses, attestations and leave."""
    return required(
        {"id": person_id},
        **{"from": days(nearest=400), "to": days(nearest=-200)},
        leave=st.lists(PERIOD, max_size=1),
        courses=st.lists(COMPLETION, max_size=3),
        attested=st.lists(ATTESTATION, max_size=2),
    )


def unit(unit_id: str, parents: tuple[str, ...], people: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """A unit with these people; only the first unit has the group."""
    must: dict[str, Any] = {
        "id": unit_id,
        "kind": st.sampled_from(KINDS),
        "name": unit_id.upper(),
        "people": st.tuples(*map(person, people)).map(list),
        "appointments": st.lists(APPOINTMENT, max_size=3),
    }
    if unit_id == "u0":
        members = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True)
        must |= {
            "leader": "boss",
            "groups": st.tuples(required({"id": "team", "name": "Team", "members": members})).map(list),
        }
    return required(
        must,
        parent=st.sampled_from(parents),
        reviewed=days(nearest=365),
        introduction=PERIOD,
        contacts=optional(**{contact: st.sampled_from(PEOPLE) for contact in CONTACTS}),
        **{"from": days(nearest=400), "to": days(nearest=-400)},
    )


@st.composite
def registers(draw: st.DrawFn) -> Values:
    """A register of two to four units. References mostly hold, dates mostly fit, norms are often broken."""
    unit_ids = [f"u{number}" for number in range(draw(st.integers(2, 4)))]
    homes = {name: draw(st.sampled_from(unit_ids)) for name in PEOPLE}
    course = {"valid_months": st.sampled_from(["12", "0"]), "retired": days()}
    source = {"approved": days(), "approved_by": st.just("Rektor"), "expires": days()}
    files: Values = {
        "rolecheck.yaml": draw(required({"register": "Small", "unit_kinds": list(KINDS)}, review_months=st.just("12"))),
        "processes.yaml": [{"id": process, "name": process} for process in PROCESSES],
        "courses.yaml": [
            *(draw(required({"id": name, "name": name}, **course)) for name in COURSES[:2]),
            draw(required({"id": "both", "name": "Both"}, also_met_by=st.just([["law", "system"]]), **course)),
        ],
        "sources.yaml": [draw(required({"id": "paper", "title": "Paper", "kind": "card"}, **source))],
        "roles/adviser.yaml": draw(card("adviser", "adviser")),
        "roles/adviser-innsyn.yaml": draw(card("adviser-innsyn", "adviser", "innsyn")),
        "roles/owner.yaml": draw(card("owner", "owner")),
    }
    for unit_id in unit_ids:
        people = tuple(name for name in PEOPLE if homes[name] == unit_id)
        files[f"units/{unit_id}.yaml"] = draw(unit(unit_id, (*unit_ids, "nowhere"), people))
    return files


# --- one register, many layouts

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


class Emitter:
    """Writes values as YAML: keys and items in any order, block or flow, plain or quoted, with comments between."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def files(self, values: Values) -> dict[str, bytes]:
        """The bytes of every file."""
        return {path: self.text(value).encode() for path, value in self._shuffled(values.items())}

    def text(self, value: Any) -> str:
        """One file."""
        return "".join(f"{line}\n" for line in [*self._comments(), *self._block(value, 0), *self._comments()])

    def _block(self, value: Any, indent: int) -> Iterator[str]:
        pad, step = " " * indent, self._random.choice([2, 3, 4])
        items = self._shuffled(value.items() if isinstance(value, dict) else ((None, item) for item in value))
        for number, (key, item) in enumerate(items):
            if number:
                yield from self._comments()
            head = f"{pad}- " if key is None else f"{pad}{self._scalar(key)}:"
            if not item or isinstance(item, str) or self._random.random() < 0.3:
                yield f"{head} {self._flow(item)}{self._random.choice(['', '  # why'])}"
            elif key is None:
                first, *rest = self._block(item, indent + 2)
                yield from (head + first.lstrip(" "), *rest)
            else:
                yield head
                yield from self._block(item, indent + step)

    def _flow(self, value: Any) -> str:
        if isinstance(value, dict):
            inner = (f"{self._scalar(key)}: {self._flow(item)}" for key, item in self._shuffled(value.items()))
            return f"{{{', '.join(inner)}}}"
        if isinstance(value, list):
            return f"[{', '.join(map(self._flow, self._shuffled(value)))}]"
        return self._scalar(value)

    def _scalar(self, text: str) -> str:
        quoted = ["'" + text.replace("'", "''") + "'", json.dumps(text)]
        return self._random.choice([text, *quoted] if _PLAIN.fullmatch(text) else quoted)

    def _comments(self) -> list[str]:
        return self._random.choice([[], [], ["# a remark"], ["", "  # further in"]])

    def _shuffled(self, items: Any) -> list[Any]:
        shuffled = list(items)
        self._random.shuffle(shuffled)
        return shuffled


def plainly(values: Values) -> dict[str, bytes]:
    """The files in one fixed layout."""
    return {path: json.dumps(value, ensure_ascii=False, indent=1).encode() for path, value in values.items()}
