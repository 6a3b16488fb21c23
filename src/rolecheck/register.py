"""The register: every entity that stands, and the questions that do not depend on a day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from rolecheck.cards import RoleCard
from rolecheck.document import Document, Place
from rolecheck.fields import Text
from rolecheck.layout import FileKind, kind_of, stem
from rolecheck.model import Appointment, Course, Group, Person, Process, Settings, Source, Unit, Waiver
from rolecheck.source import Mistake
from rolecheck.validation import entities_of


class MistakeInFile(NamedTuple):
    """A mistake of group A, and the file that has it."""

    document: Document
    mistake: Mistake


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An entity that does not stand, as an earlier one has its id. `of_role` tells a second card for one role."""

    kind: str
    id: str
    place: Place
    first: Place
    of_role: bool = False


@dataclass(frozen=True)
class Register:
    """What the files say, as far as it stands. Made by `build`; entities are found by their ids, in path order."""

    documents: Sequence[Document]
    settings: Settings | None
    processes: dict[str, Process] = field(default_factory=dict)
    courses: dict[str, Course] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    waivers: dict[str, Waiver] = field(default_factory=dict)
    cards: dict[str, RoleCard] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    named_entities: list[Unit | RoleCard] = field(default_factory=list)
    duplicates: list[Duplicate] = field(default_factory=list)
    mistakes: list[MistakeInFile] = field(default_factory=list)

    # --- settings

    @property
    def name(self) -> Text:
        """The register's title."""
        return self.settings.register if self.settings else Text("")

    @property
    def language(self) -> str:
        """The language of bare texts, and of reports that ask for none."""
        return self.settings.language if self.settings else "en"

    @property
    def unit_kinds(self) -> tuple[str, ...]:
        """The closed list of kinds; empty where the settings could not be read."""
        return self.settings.unit_kinds if self.settings else ()

    # --- files

    @cached_property
    def unchecked(self) -> tuple[str, ...]:
        """The paths of the files of which nothing is used, in path order."""
        paths = {found.document.path for found in self.mistakes if found.mistake.rule != "stray-file"}
        return tuple(sorted(paths))

    @cached_property
    def unchecked_kinds(self) -> frozenset[FileKind]:
        """The kinds of file of which at least one is unchecked: a reference to what they define proves nothing."""
        return frozenset(kind for path in self.unchecked for kind in [_kind_of_unchecked(path)] if kind)

    @cached_property
    def _ids_by_file(self) -> dict[str, str]:
        return {entity.at.file: entity.id for entity in self.named_entities}

    def unit_of_file(self, path: str) -> str | None:
        """The unit that a file defines; for a file that cannot be read, the one that its name says."""
        if kind_of(path) is not FileKind.UNIT:
            return None
        return self._ids_by_file.get(path) or stem(path)

    def unit_of_waiver(self, waiver: Waiver) -> str | None:
        """The unit that a waiver is about: the one that it names, or that of the person whom it names."""
        person = self.people.get(waiver.person or "")
        return waiver.unit or (person.unit if person is not None else None)

    # --- roles

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles that exist: those that a card names."""
        return frozenset(card.role for card in self.cards.values())

    @cached_property
    def _cards_by_duty(self) -> dict[tuple[str, str | None], RoleCard]:
        return {(card.role, card.process): card for card in self.cards.values()}

    def general_card(self, role: str) -> RoleCard | None:
        """The role's card for all processes."""
        return self._cards_by_duty.get((role, None))

    def specific_card(self, role: str, process: str | None) -> RoleCard | None:
        """The role's card for one process."""
        return self._cards_by_duty.get((role, process)) if process is not None else None

    @cached_property
    def cards_of_role(self) -> dict[str, list[RoleCard]]:
        """Every card of each role, in path order."""
        cards: dict[str, list[RoleCard]] = defaultdict(list)
        for card in self.cards.values():
            cards[card.role].append(card)
        return cards

    # --- people

    @cached_property
    def appointments(self) -> tuple[Appointment, ...]:
        """The appointments that stand: person, role and process exist."""
        people, roles, processes = self.people, self.roles, self.processes
        return tuple(
            appointment
            for unit in self.units.values()
            for appointment in unit.appointments
            if appointment.person in people
            and appointment.role in roles
            and (appointment.process is None or appointment.process in processes)
        )

    @cached_property
    def roles_of_person(self) -> dict[str, set[str]]:
        """The roles to which each person is appointed at any time, also by an appointment with some other mistake."""
        roles: dict[str, set[str]] = defaultdict(set)
        for unit in self.units.values():
            for appointment in unit.appointments:
                roles[appointment.person].add(appointment.role)
        return roles

    # --- units

    @cached_property
    def units_in_circles(self) -> dict[str, tuple[str, ...]]:
        """Each unit that stands above itself, with its circle, beginning at the smallest id."""
        circles: dict[str, tuple[str, ...]] = {}
        finished: set[str] = set()
        for start in self.units:
            trail: dict[str, int] = {}
            unit_id: str | None = start
            while unit_id in self.units and unit_id not in finished and unit_id not in trail:
                trail[unit_id] = len(trail)
                unit_id = self.units[unit_id].parent
            if unit_id in trail:
                circle = list(trail)[trail[unit_id] :]
                first = circle.index(min(circle))
                circles |= dict.fromkeys(circle, tuple(circle[first:] + circle[:first]))
            finished.update(trail)
        return circles

    def parent_of(self, unit: Unit) -> Unit | None:
        """The unit above; none for a root, an unknown parent, or a unit that is part of a circle."""
        if unit.parent is None or unit.id in self.units_in_circles:
            return None
        return self.units.get(unit.parent)

    def above(self, unit: Unit) -> Iterator[Unit]:
        """The units above a unit, nearest first."""
        parent = self.parent_of(unit)
        while parent is not None:
            yield parent
            parent = self.parent_of(parent)

    def is_within(self, unit_id: str, tops: Iterable[str]) -> bool:
        """Whether a unit is one of the given units or stands below one; in a circle, each stands below each."""
        unit = self.units.get(unit_id)
        if unit is None:
            return unit_id in tops
        circle = self.units_in_circles.get(unit.id, (unit.id,))
        return any(one in tops for one in circle) or any(above.id in tops for above in self.above(unit))


# --- building -----------------------------------------------------------------------------------------------------


def build(documents: Iterable[Document]) -> Register:
    """The register that these documents describe; what is wrong with them stands in it, too.

    Where two entities of a kind share an id, the first in path order stands. Path order is by code points.
    """
    files = [_read(document) for document in documents]
    return _Builder(sorted(files, key=lambda file: file.document.path)).build()


def _kind_of_unchecked(path: str) -> FileKind | None:
    """What an unchecked path could have defined; a link in `units/` may lead to a folder of units."""
    kind = kind_of(path)
    if kind in (None, FileKind.STRAY):
        return next((folder for folder in (FileKind.ROLE_CARD, FileKind.UNIT) if path.startswith(folder)), None)
    return kind


class _File(NamedTuple):
    """A file, what it defines, and its mistakes."""

    document: Document
    kind: FileKind | None
    entities: Sequence[Any]
    mistakes: Sequence[Mistake]


def _read(document: Document) -> _File:
    kind = kind_of(document.path)
    if kind is None or kind is FileKind.STRAY:
        return _File(document, None, (), document.mistakes)
    entities, mistakes = entities_of(document, kind)
    document.forget_values()
    return _File(document, kind, entities, (*document.mistakes, *mistakes))


class _Builder:
    """Puts a register together from its files, in path order."""

    def __init__(self, files: Sequence[_File]) -> None:
        self._documents = [file.document for file in files]
        self._mistakes = [MistakeInFile(file.document, mistake) for file in files for mistake in file.mistakes]
        self._entities: dict[FileKind, list[Any]] = {kind: [] for kind in FileKind}
        for file in files:
            if file.kind is not None:
                self._entities[file.kind] += file.entities
        self._duplicates: list[Duplicate] = []

    def build(self) -> Register:
        cards = self._cards(self._entities[FileKind.ROLE_CARD])
        units = self._first_of_each("unit", self._entities[FileKind.UNIT])
        standing = units.values()
        return Register(
            documents=self._documents,
            settings=self._settings(self._entities[FileKind.SETTINGS]),
            processes=self._first_of_each("process", self._entities[FileKind.PROCESSES]),
            courses=self._first_of_each("course", self._entities[FileKind.COURSES]),
            sources=self._first_of_each("source", self._entities[FileKind.SOURCES]),
            waivers=self._first_of_each("waiver", self._entities[FileKind.WAIVERS]),
            cards=cards,
            units=units,
            people=self._first_of_each("person", (person for unit in standing for person in unit.people)),
            groups=self._first_of_each("group", (group for unit in standing for group in unit.groups)),
            named_entities=[*self._entities[FileKind.ROLE_CARD], *self._entities[FileKind.UNIT]],
            duplicates=self._duplicates,
            mistakes=self._mistakes,
        )

    def _settings(self, found: list[Settings]) -> Settings | None:
        for other in found[1:]:
            self._duplicates.append(Duplicate("settings", "rolecheck", other.at, found[0].at))
        return found[0] if found else None

    def _first_of_each(self, kind: str, entities: Iterable[Any]) -> dict[str, Any]:
        standing: dict[str, Any] = {}
        for entity in entities:
            first = standing.setdefault(entity.id, entity)
            if first is not entity:
                self._duplicates.append(Duplicate(kind, entity.id, entity.at / "id", first.at / "id"))
        return standing

    def _cards(self, cards: list[RoleCard]) -> dict[str, RoleCard]:
        standing: dict[str, RoleCard] = {}
        by_duty: dict[tuple[str, str | None], RoleCard] = {}
        for card in self._first_of_each("card", cards).values():
            first = by_duty.setdefault((card.role, card.process), card)
            if first is card:
                standing[card.id] = card
                self._report_duplicates_on(card)
            else:
                self._duplicates.append(Duplicate("card", card.id, card.at / "id", first.at / "id", of_role=True))
        return standing

    def _report_duplicates_on(self, card: RoleCard) -> None:
        norms = [(norm.id, norm.at / "id") for norm in card.norms]
        competences = [
            (competence.id, card.at / "competence" / level / position / "id")
            for level in ("basic", "expert")
            for position, competence in enumerate(getattr(card.competence, level))
        ]
        for kind, places in (("norm", norms), ("competence", competences)):
            first_places: dict[str, Place] = {}
            for entity_id, place in places:
                first = first_places.setdefault(entity_id, place)
                if first is not place:
                    self._duplicates.append(Duplicate(kind, f"{card.id}/{entity_id}", place, first))
