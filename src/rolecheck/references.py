"""Every reference from one entity to another, and those that lead nowhere."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from rolecheck.calendar import is_reversed
from rolecheck.cards import (
    Attested,
    Completed,
    Decided,
    EveryProcessHas,
    EveryUnitHas,
    RoleCard,
    UnitContact,
    UnitHeadcount,
)
from rolecheck.document import Place
from rolecheck.layout import FileKind
from rolecheck.model import Appointment, Person, Unit, Waiver
from rolecheck.norms import LEADER
from rolecheck.register import Register


class Target(StrEnum):
    """What a reference names."""

    PERSON = "person"
    UNIT = "unit"
    PROCESS = "process"
    ROLE = "role"
    COURSE = "course"
    SOURCE = "source"
    COMPETENCE = "competence"
    ANCHOR = "anchor"
    KIND = "kind"
    RULE = "rule"


_DEFINED_IN = {
    Target.PERSON: FileKind.UNIT,
    Target.UNIT: FileKind.UNIT,
    Target.PROCESS: FileKind.PROCESSES,
    Target.ROLE: FileKind.ROLE_CARD,
    Target.COURSE: FileKind.COURSES,
    Target.SOURCE: FileKind.SOURCES,
    Target.COMPETENCE: FileKind.ROLE_CARD,
    Target.ANCHOR: FileKind.UNIT,
    Target.KIND: FileKind.SETTINGS,
}


@dataclass(frozen=True, slots=True)
class BrokenReference:
    """A reference that names nothing: `field` is the path of keys without list positions.

    `elsewhere` marks a competence that exists, but on no card of the person's roles (or not on the norm's own card).
    """

    place: Place
    field: str
    value: str
    target: Target
    elsewhere: bool = False


class References:
    """Finds the references of a register that name nothing. One into an unchecked file is given the benefit of doubt."""

    def __init__(self, register: Register, known_rules: frozenset[str]) -> None:
        self._register = register
        self._known: dict[Target, Mapping[str, object] | frozenset[str]] = {
            Target.PERSON: register.people,
            Target.UNIT: register.units,
            Target.PROCESS: register.processes,
            Target.ROLE: register.roles,
            Target.COURSE: register.courses,
            Target.SOURCE: register.sources,
            Target.COMPETENCE: frozenset(
                competence.id for card in register.cards.values() for competence in card.competence.all
            ),
            Target.ANCHOR: frozenset(register.groups) | frozenset(register.units),
            Target.KIND: frozenset(register.unit_kinds),
            Target.RULE: known_rules,
        }
        self._excused = {target for target, kind in _DEFINED_IN.items() if kind in register.unchecked_kinds}
        self._competences_of_role = {
            role: frozenset(competence.id for card in cards for competence in card.competence.all)
            for role, cards in register.cards_of_role.items()
        }

    def broken(self) -> Iterator[BrokenReference]:
        """Every broken reference of the register, file kind by file kind."""
        yield from self._of_settings()
        for course in self._register.courses.values():
            for position, parts in enumerate(course.also_met_by):
                place = course.at / "also_met_by" / position
                yield from self._of_list(place, "also_met_by", parts, Target.COURSE)
        for card in self._register.cards.values():
            yield from self._of_card(card)
        for unit in self._register.units.values():
            yield from self._of_unit(unit)
        for group in self._register.groups.values():
            yield from self._of_list(group.at / "members", "groups.members", group.members, Target.PERSON)
        for person in self._register.people.values():
            if person.courses or person.attested:
                yield from self._of_person(person)
        for waiver in self._register.waivers.values():
            yield from self.of_waiver(waiver)

    def known(self, target: Target) -> Collection[str]:
        """What a reference to a target may name."""
        return self._known[target]

    def is_excused(self, target: Target) -> bool:
        """Whether a file that may define more of a target could not be read."""
        return target in self._excused

    def is_sound(self, waiver: Waiver) -> bool:
        """Whether everything that a waiver names exists for certain; only then does it waive anything."""
        named = [*self._named_by(waiver), *((target, value) for _, target, value in self._matched_by(waiver))]
        return all(value in self._known[target] for target, value in named)

    def candidates(self, target: Target) -> dict[str, str]:
        """What a mistyped reference may have meant: ids, names and aliases, each with the id that it stands for."""
        found = {entity_id: entity_id for entity_id in self._known[target]}
        for entity in _entities(self._register, target):
            spellings = [*getattr(entity, "aliases", ()), *_names(entity)]
            for spelling in spellings:
                found.setdefault(spelling, entity.role if isinstance(entity, RoleCard) else entity.id)
        return found

    # --- one file kind after the other

    def _is_unknown(self, target: Target, value: str | None) -> bool:
        return value is not None and value not in self._known[target] and target not in self._excused

    def _of_list(self, place: Place, field: str, values: tuple[str, ...], target: Target) -> Iterator[BrokenReference]:
        for position, value in enumerate(values):
            if self._is_unknown(target, value):
                yield BrokenReference(place / position, field, value, target)

    def _of_settings(self) -> Iterator[BrokenReference]:
        settings = self._register.settings
        for rule_id in settings.severity if settings else ():
            if settings and self._is_unknown(Target.RULE, rule_id):
                yield BrokenReference((settings.at / "severity" / rule_id).key, "severity", rule_id, Target.RULE)

    def _of_card(self, card: RoleCard) -> Iterator[BrokenReference]:
        for key, value, target in (("process", card.process, Target.PROCESS), ("source", card.source, Target.SOURCE)):
            if value is not None and self._is_unknown(target, value):
                yield BrokenReference(card.at / key, key, value, target)
        own_competences = {competence.id for competence in card.competence.all}
        for norm in card.distinct_norms:
            if norm.source is not None and self._is_unknown(Target.SOURCE, norm.source):
                yield BrokenReference(norm.at / "source", "norms.source", norm.source, Target.SOURCE)
            match norm:
                case EveryUnitHas() | UnitHeadcount() | UnitContact():
                    yield from self._of_list(norm.at / "at", "norms.at", norm.at_kinds, Target.KIND)
                case Completed() if self._is_unknown(Target.COURSE, norm.course):
                    yield BrokenReference(norm.at / "course", "norms.course", norm.course, Target.COURSE)
                case Attested() if norm.competence not in own_competences:
                    elsewhere = norm.competence in self._known[Target.COMPETENCE]
                    place = norm.at / "competence"
                    yield BrokenReference(place, "norms.competence", norm.competence, Target.COMPETENCE, elsewhere)
                case Decided() if norm.by != LEADER and self._is_unknown(Target.ROLE, norm.by):
                    yield BrokenReference(norm.at / "by", "norms.by", norm.by, Target.ROLE)
                case _:
                    pass
            if isinstance(norm, EveryUnitHas | EveryProcessHas) and norm.processes:
                yield from self._of_list(norm.at / "processes", "norms.processes", norm.processes, Target.PROCESS)

    def _of_unit(self, unit: Unit) -> Iterator[BrokenReference]:
        if self._is_unknown(Target.KIND, unit.kind):
            yield BrokenReference(unit.at / "kind", "kind", unit.kind, Target.KIND)
        if unit.parent is not None and self._is_unknown(Target.UNIT, unit.parent):
            yield BrokenReference(unit.at / "parent", "parent", unit.parent, Target.UNIT)
        if unit.leader is not None and self._is_unknown(Target.PERSON, unit.leader):
            yield BrokenReference(unit.at / "leader", "leader", unit.leader, Target.PERSON)
        for contact, people in unit.contacts.items():
            yield from self._of_contact(unit, contact, people)
        for appointment in unit.appointments:
            yield from self._of_appointment(appointment)

    def _of_contact(self, unit: Unit, contact: str, people: tuple[str, ...]) -> Iterator[BrokenReference]:
        for position, person_id in enumerate(people):
            if self._is_unknown(Target.PERSON, person_id):
                place = unit.at / "contacts" / contact
                listed = isinstance(unit.at.document.values["contacts"][contact], list)
                yield BrokenReference(
                    place / position if listed else place, f"contacts.{contact}", person_id, Target.PERSON
                )

    def _of_person(self, person: Person) -> Iterator[BrokenReference]:
        for position, completion in enumerate(person.courses):
            if self._is_unknown(Target.COURSE, completion.course):
                place = person.at / "courses" / position / "course"
                yield BrokenReference(place, "people.courses.course", completion.course, Target.COURSE)
        for position, attestation in enumerate(person.attested):
            place = person.at / "attested" / position
            if not self._is_competence_of(person, attestation.competence):
                elsewhere = attestation.competence in self._known[Target.COMPETENCE]
                yield BrokenReference(
                    place / "competence",
                    "people.attested.competence",
                    attestation.competence,
                    Target.COMPETENCE,
                    elsewhere,
                )
            if attestation.by is not None and self._is_unknown(Target.PERSON, attestation.by):
                yield BrokenReference(place / "by", "people.attested.by", attestation.by, Target.PERSON)

    def _is_competence_of(self, person: Person, competence: str) -> bool:
        """Whether a card of one of the person's roles has the competence, or an unchecked file may say so."""
        if Target.COMPETENCE in self._excused:
            return True
        if Target.PERSON in self._excused and competence in self._known[Target.COMPETENCE]:
            return True  # an appointment in an unchecked file may give the person the role
        roles = self._register.roles_of_person.get(person.id, ())
        return any(competence in self._competences_of_role.get(role, ()) for role in roles)

    def _of_appointment(self, appointment: Appointment) -> Iterator[BrokenReference]:
        if self._is_unknown(Target.PERSON, appointment.person):
            place = appointment.at / "person"
            yield BrokenReference(place, "appointments.person", appointment.person, Target.PERSON)
        if self._is_unknown(Target.ROLE, appointment.role):
            yield BrokenReference(appointment.at / "role", "appointments.role", appointment.role, Target.ROLE)
        if appointment.process is not None and self._is_unknown(Target.PROCESS, appointment.process):
            place = appointment.at / "process"
            yield BrokenReference(place, "appointments.process", appointment.process, Target.PROCESS)
        if appointment.decided is not None and self._is_unknown(Target.PERSON, appointment.decided.by):
            place = appointment.at / "decided" / "by"
            yield BrokenReference(place, "appointments.decided.by", appointment.decided.by, Target.PERSON)
        if appointment.anchored_in is not None and self._is_unknown(Target.ANCHOR, appointment.anchored_in):
            place = appointment.at / "anchored_in"
            yield BrokenReference(place, "appointments.anchored_in", appointment.anchored_in, Target.ANCHOR)

    def of_waiver(self, waiver: Waiver) -> Iterator[BrokenReference]:
        """The broken references of one waiver."""
        for key, target, value in self._matched_by(waiver):
            if self._is_unknown(target, value):
                yield BrokenReference(waiver.at / key, key, value, target)
        for key, (target, value) in zip(("rule", "granted_by"), self._named_by(waiver), strict=True):
            if self._is_unknown(target, value):
                yield BrokenReference(waiver.at / key, key, value, target)

    @staticmethod
    def _named_by(waiver: Waiver) -> Iterator[tuple[Target, str]]:
        yield Target.RULE, waiver.rule
        yield Target.PERSON, waiver.granted_by

    @staticmethod
    def _matched_by(waiver: Waiver) -> Iterator[tuple[str, Target, str]]:
        for key, value in waiver.matched.items():
            if key != "contact":  # contacts are named by norms and units alike; there is no list of them
                yield key, Target(key), value


def sound_waivers(register: Register, known_rules: frozenset[str]) -> list[Waiver]:
    """The waivers that can waive something: everything that they name exists, and they end after they begin."""
    references = References(register, known_rules)
    return [
        waiver
        for waiver in register.waivers.values()
        if references.is_sound(waiver) and not is_reversed(waiver.granted, waiver.until)
    ]


def _entities(register: Register, target: Target) -> Sequence[Any]:
    match target:
        case Target.PERSON:
            return list(register.people.values())
        case Target.UNIT:
            return list(register.units.values())
        case Target.PROCESS:
            return list(register.processes.values())
        case Target.ROLE:
            return [card for card in register.cards.values() if card.process is None]
        case Target.COURSE:
            return list(register.courses.values())
        case Target.SOURCE:
            return list(register.sources.values())
        case Target.ANCHOR:
            return [*register.groups.values(), *register.units.values()]
        case _:
            return []


def _names(entity: object) -> tuple[str, ...]:
    if isinstance(entity, Person):
        return (entity.name,) if entity.name else ()
    text = getattr(entity, "name", None) or getattr(entity, "title", None)
    return text.all if text is not None else ()
