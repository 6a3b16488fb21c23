"""How many holders norms ask for and where, which units an appointment concerns, and who holds what on any day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rolecheck.cards import EveryProcessHas, EveryUnitHas, UnitHeadcount
from rolecheck.finding import NormReference
from rolecheck.model import Appointment, Unit
from rolecheck.roster import Duty, Roster


@dataclass(frozen=True, slots=True, eq=False)
class Demand:
    """So many people a norm asks for: in which role, for which process (None: for whatever), at units of which kinds.

    Without `kinds`, people anywhere count.
    """

    norm: NormReference
    role: str
    process: str | None
    kinds: tuple[str, ...] | None
    people: int

    def concerns(self, duty: Duty) -> bool:
        """Whether holders of (role, process) count."""
        return self.role == duty[0] and self.process in (None, duty[1])


class Demands:
    """What the norms of a register ask for on a day."""

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._register = roster.register
        self._units: dict[tuple[str, Duty], frozenset[str]] = {}
        self._holders: dict[tuple[Demand, str, date], frozenset[str]] = {}
        self._last: dict[Duty, Appointment | None] = {}

    @cached_property
    def of_role(self) -> Mapping[str, Sequence[Demand]]:
        """What is asked for, by role."""
        found: dict[str, list[Demand]] = defaultdict(list)
        for demand in self._found():
            found[demand.role].append(demand)
        return found

    def _found(self) -> Iterator[Demand]:
        norms, roster = self._roster.norms, self._roster
        for unit_norm, process in norms.for_processes(EveryUnitHas):
            kinds = roster.kinds_bound_by(unit_norm.norm)
            yield Demand(norms.reference(unit_norm), unit_norm.card.role, process, kinds, unit_norm.norm.people)
        for role in self._register.cards_of_role:
            for one in norms.for_role(UnitHeadcount, role):
                yield Demand(norms.reference(one), role, None, roster.kinds_bound_by(one.norm), one.norm.people)
        for anywhere, process in norms.for_processes(EveryProcessHas):
            yield Demand(norms.reference(anywhere), anywhere.card.role, process, None, anywhere.norm.people)

    # --- which units an appointment concerns

    def units_of(self, appointment: Appointment) -> frozenset[str]:
        """Its own unit, the nearest one that any norm binds, and each for which some norm counts it."""
        duty = (appointment.role, appointment.process)
        key = (appointment.unit, duty)
        if key not in self._units:
            asking = (one.kinds for one in self.of_role.get(appointment.role, ()) if one.concerns(duty))
            kinds = {self._roster.norms.binding_kinds, *(found for found in asking if found is not None)}
            counting = (self._roster.counts_for(appointment.unit, found) for found in kinds)
            self._units[key] = frozenset({appointment.unit, *(unit for unit in counting if unit is not None)})
        return self._units[key]

    @cached_property
    def appointments_at(self) -> Mapping[str, Sequence[Appointment]]:
        """The appointments, on whatever days and of whomever, by each unit that they concern."""
        found: dict[str, list[Appointment]] = defaultdict(list)
        for appointment in self._register.appointments:
            for unit in self.units_of(appointment):
                found[unit].append(appointment)
        return found

    @cached_property
    def _near(self) -> Mapping[str, Sequence[Appointment]]:
        """The appointments at each unit and at all units below it."""
        found: dict[str, list[Appointment]] = defaultdict(list)
        for appointment in self._register.appointments:
            unit = self._register.units[appointment.unit]
            for place in (unit, *self._register.above(unit)):
                found[place.id].append(appointment)
        return found

    @cached_property
    def _of_duty(self) -> dict[Duty, list[Appointment]]:
        found: dict[Duty, list[Appointment]] = defaultdict(list)
        for appointment in self._register.appointments:
            found[appointment.role, appointment.process].append(appointment)
        return found

    def last_to(self, duty: Duty) -> Appointment | None:
        """The appointment to a duty that has no end yet, or the latest one; none that begins after the day."""
        if duty not in self._last:
            begun = [one for one in self._of_duty.get(duty, ()) if one.first_day <= self._roster.day]
            self._last[duty] = max(begun, key=lambda one: one.last_day or date.max, default=None)
        return self._last[duty]

    # --- who holds what on a day

    def asked_for(self, demand: Demand, unit: Unit | None) -> Sequence[Appointment]:
        """The appointments, on whatever days, that can count for a norm: at a unit and below, or anywhere."""
        if demand.kinds is None:
            return self._of_duty[demand.role, demand.process]
        near = self._near.get(unit.id, ()) if unit is not None else ()
        return [one for one in near if demand.concerns((one.role, one.process))]

    def holders(self, demand: Demand, unit: Unit | None, day: date) -> frozenset[str]:
        """The people who count for a norm on any day, at a unit or anywhere, by what the files say today."""
        place = "" if demand.kinds is None or unit is None else unit.id
        key = (demand, place, day)
        if key not in self._holders:
            asked = self.asked_for(demand, unit)
            self._holders[key] = frozenset(one.person for one in asked if self._counts(one, demand, unit, day))
        return self._holders[key]

    def _counts(self, one: Appointment, demand: Demand, unit: Unit | None, day: date) -> bool:
        if not self._roster.makes_holder(one, day):
            return False
        if demand.kinds is None or unit is None:
            return demand.kinds is None
        return self._roster.counts_for_on(day, one.unit, demand.kinds) == unit.id
