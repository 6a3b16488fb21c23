"""Who holds what on a day, and for which unit it counts."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rolecheck.calendar import within
from rolecheck.cards import Completed, EveryUnitHas, UnitContact, UnitHeadcount
from rolecheck.finding import NormReference, PersonId, Related
from rolecheck.model import Appointment, Course, Group, Person, Unit
from rolecheck.norms import CardNorm, N, Norms
from rolecheck.register import Register
from rolecheck.training import Standing, Training, also_met_by, is_closed, training_of

Duty = tuple[str, str | None]  # a role, and a process or none


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A person who holds (role, process), with the appointments that make them so."""

    duty: Duty
    person: Person
    appointments: tuple[Appointment, ...]

    @property
    def subject(self) -> dict[str, str | None]:
        """The beginning of a subject about the holder."""
        role, process = self.duty
        return {"person": PersonId(self.person.id), "role": role, "process": process}


class Coverage(NamedTuple):
    """A unit that a norm binds, and the ids of the people who hold the role for it."""

    unit: Unit
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequiredTraining:
    """A course that a holder's role requires, and what the holder has of it."""

    held: HeldDuty
    course: Course
    training: Training
    norm: NormReference

    @property
    def person(self) -> Person:
        """The holder."""
        return self.held.person

    @property
    def subject(self) -> dict[str, str | None]:
        """The subject of a gap about the course."""
        return {**self.held.subject, "course": self.course.id, "unit": self.person.unit}

    @property
    def facts(self) -> dict[str, object]:
        """The facts of a gap about the course."""
        return {"person": self.person, "duty": self.held.duty, "course": self.course}

    @property
    def related(self) -> tuple[Related, ...]:
        """The appointments that ask for the course."""
        return tuple(Related(appointment.at / "person", "appointment") for appointment in self.held.appointments)


class Roster:
    """A register as it is on one day. A holder is a person who counts, in an active appointment."""

    def __init__(self, register: Register, day: date) -> None:
        self.register = register
        self.day = day
        self.norms = Norms(register)
        self._bound_above: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._trainings: dict[tuple[str, str], Training] = {}
        self._people_by_unit: dict[tuple[str, ...], dict[str, list[Person]]] = {}

    # --- people

    @cached_property
    def counting(self) -> frozenset[str]:
        """The people who count: employed and not on leave."""
        day = self.day
        return frozenset(person.id for person in self.register.people.values() if person.counts_on(day))

    @cached_property
    def holdings(self) -> dict[Duty, dict[str, list[Appointment]]]:
        """For each (role, process), its holders with the appointments that make them so, in path order."""
        holdings: dict[Duty, dict[str, list[Appointment]]] = defaultdict(dict)
        counting, active, day = self.counting, self.active_units, self.day
        for appointment in self.register.appointments:
            if (
                appointment.person in counting
                and appointment.unit in active
                and within(day, appointment.first_day, appointment.last_day)
            ):
                holders = holdings[appointment.role, appointment.process]
                holders.setdefault(appointment.person, []).append(appointment)
        return holdings

    def holders(self, role: str, process: str | None) -> dict[str, list[Appointment]]:
        """The holders of exactly (role, process), with their appointments."""
        return self.holdings.get((role, process), {})

    def held_on(self, person_id: str, role: str, process: str | None, day: date) -> bool:
        """Whether a person was a holder of (role, process) on some other day."""
        appointments = self.appointments_by_holder.get((person_id, role, process), ())
        return any(self.makes_holder(appointment, day) for appointment in appointments)

    def makes_holder(self, appointment: Appointment, day: date) -> bool:
        """Whether an appointment makes its person a holder on any day, by what the files say today."""
        return (
            within(day, appointment.first_day, appointment.last_day)
            and self.person(appointment.person).counts_on(day)
            and self.register.units[appointment.unit].active_on(day)
        )

    @cached_property
    def appointments_by_holder(self) -> dict[tuple[str, str, str | None], list[Appointment]]:
        """The appointments of each person to each (role, process), on whatever days."""
        found: dict[tuple[str, str, str | None], list[Appointment]] = defaultdict(list)
        for appointment in self.register.appointments:
            found[appointment.person, appointment.role, appointment.process].append(appointment)
        return found

    def active_appointments(
        self, *, process: str | None = None, role: str | None = None, within_units: Collection[str] = ()
    ) -> list[Appointment]:
        """The active appointments of everybody who is employed, also of those on leave; None and empty mean all."""
        return [
            found
            for found in self.register.appointments
            if found.unit in self.active_units
            and within(self.day, found.first_day, found.last_day)
            and self.person(found.person).employed_on(self.day)
            and process in (None, found.process)
            and role in (None, found.role)
            and (not within_units or self.register.is_within(found.unit, within_units))
        ]

    def members_who_count(self, group: Group) -> int:
        """How many distinct members of a group count."""
        return len(self.counting.intersection(group.members))

    # --- units

    @cached_property
    def active_units(self) -> dict[str, Unit]:
        """The units that exist on the day, by id."""
        day = self.day
        return {unit.id: unit for unit in self.register.units.values() if unit.active_on(day)}

    @cached_property
    def bound_units(self) -> list[Unit]:
        """The active units that some norm binds to have holders."""
        kinds = self.norms.binding_kinds
        return [unit for unit in self.active_units.values() if unit.kind in kinds]

    @cached_property
    def bound_ids(self) -> frozenset[str]:
        """The ids of these units."""
        return frozenset(unit.id for unit in self.bound_units)

    def units_bound_by(self, norm: EveryUnitHas | UnitHeadcount | UnitContact) -> Iterator[Unit]:
        """The active units that one norm binds; a contact for the introduction binds only during it."""
        for unit in self.active_units.values():
            if self.norms.binds_kind(norm, unit.kind) and not self._is_outside_introduction(norm, unit):
                yield unit

    def _is_outside_introduction(self, norm: EveryUnitHas | UnitHeadcount | UnitContact, unit: Unit) -> bool:
        if not isinstance(norm, UnitContact) or norm.during == "always":
            return False
        period = unit.introduction
        return period is None or not within(self.day, period.first_day, period.last_day)

    def coverage(self, norm: EveryUnitHas | UnitHeadcount, duties: Sequence[Duty]) -> list[Coverage]:
        """For each unit that a norm binds, the distinct holders of any of the duties that count for it."""
        kinds = self.kinds_bound_by(norm)
        by_unit: dict[str, dict[str, None]] = defaultdict(dict)
        for duty in duties:
            for person_id, appointments in self.holdings.get(duty, {}).items():
                for appointment in appointments:
                    unit_id = self.counts_for(appointment.unit, kinds)
                    if unit_id is not None:
                        by_unit[unit_id][person_id] = None
        return [Coverage(unit, tuple(by_unit.get(unit.id, ()))) for unit in self.units_bound_by(norm)]

    def kinds_bound_by(self, norm: EveryUnitHas | UnitHeadcount) -> tuple[str, ...]:
        """The kinds of unit that a norm binds."""
        return tuple(kind for kind in norm.at_kinds if self.norms.binds_kind(norm, kind))

    def counts_for(self, unit_id: str, kinds: tuple[str, ...]) -> str | None:
        """The unit for which an appointment at a unit counts: itself if bound, else the nearest active bound unit above."""
        known = self._bound_above
        if (unit_id, kinds) not in known:
            known[unit_id, kinds] = self.counts_for_on(self.day, unit_id, kinds)
        return known[unit_id, kinds]

    def counts_for_on(self, day: date, unit_id: str, kinds: tuple[str, ...]) -> str | None:
        """The same on any day, as units open and close."""
        unit = self.register.units[unit_id]
        near = (unit, *self.register.above(unit))
        return next((found.id for found in near if found.kind in kinds and found.active_on(day)), None)

    def bound_above(self, unit_id: str) -> str | None:
        """The unit itself if any norm binds it to have holders, else the nearest one above."""
        return self.counts_for(unit_id, self.norms.binding_kinds)

    def duties_of(self, role: str) -> list[Duty]:
        """Every (role, process) that somebody holds."""
        return [duty for duty in self.holdings if duty[0] == role]

    # --- holders against the norms that bind them

    @cached_property
    def _held(self) -> dict[Duty, list[HeldDuty]]:
        return {
            duty: [HeldDuty(duty, self.person(person_id), tuple(held)) for person_id, held in holders.items()]
            for duty, holders in self.holdings.items()
        }

    def held_duties(self, kind: type[N]) -> Iterator[tuple[CardNorm[N], HeldDuty]]:
        """Each holder of each (role, process), with each norm of a kind that binds them."""
        for duty, held in self._held.items():
            for found in self.norms.for_holders(kind, *duty):
                for one in held:
                    yield found, one

    def required_training(self, standing: Standing) -> list[RequiredTraining]:
        """Each course that a holder's role requires and of which the holder has just this; closed courses are left out."""
        return self._required_training[standing]

    @cached_property
    def _required_training(self) -> dict[Standing, list[RequiredTraining]]:
        """What does not meet the norms, by standing."""
        unmet: dict[Standing, list[RequiredTraining]] = {Standing.MISSING: [], Standing.EXPIRED: []}
        for found, held in self.held_duties(Completed):
            course = self.register.courses[found.norm.course]
            if course.id in self._closed_courses:
                continue
            training = self._training(held.person, course)
            if training.standing is not Standing.MET:
                reference = self.norms.reference(found)
                unmet[training.standing].append(RequiredTraining(held, course, training, reference))
        return unmet

    @cached_property
    def _closed_courses(self) -> frozenset[str]:
        courses = self.register.courses.values()
        return frozenset(course.id for course in courses if is_closed(self.register, course, self.day))

    def _training(self, person: Person, course: Course) -> Training:
        key = (person.id, course.id)
        if key not in self._trainings:
            self._trainings[key] = training_of(self.register, person, course, self.day)
        return self._trainings[key]

    def ways_to_meet(self, course: Course) -> tuple[tuple[Course, ...], ...]:
        """The courses, or sets of courses, that can still be taken to meet a required course."""
        ways = [(course,), *also_met_by(self.register, course)]
        return tuple(way for way in ways if not any(part.retired_on(self.day) for part in way))

    def ready_for(self, unit: Unit, found: CardNorm[EveryUnitHas], process: str) -> tuple[Person, ...]:
        """Who at a unit, or at those that count for it, could take on (role, process) with every course completed."""
        role = found.card.role
        courses = [norm.norm.course for norm in self.norms.for_holders(Completed, role, process)]
        required = [self.register.courses[course] for course in courses if course not in self._closed_courses]
        holders = self.holders(role, process)
        return tuple(
            person
            for person in self._people_by_bound_unit(found.norm).get(unit.id, ())
            if required
            and person.id not in holders
            and all(self._training(person, course).standing is Standing.MET for course in required)
        )

    def _people_by_bound_unit(self, norm: EveryUnitHas) -> dict[str, list[Person]]:
        kinds = self.kinds_bound_by(norm)
        if kinds not in self._people_by_unit:
            by_unit: dict[str, list[Person]] = defaultdict(list)
            for person_id in sorted(self.counting):
                person = self.person(person_id)
                unit_id = self.counts_for(person.unit, kinds)
                if unit_id is not None:
                    by_unit[unit_id].append(person)
            self._people_by_unit[kinds] = by_unit
        return self._people_by_unit[kinds]

    def person(self, person_id: str) -> Person:
        """The person with an id that is known to stand."""
        return self.register.people[person_id]
