"""What ends within the horizon, and what will be missing the day after, as far as the files can tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from rolecheck.calendar import add_days, within
from rolecheck.cards import EveryProcessHas, EveryUnitHas, UnitHeadcount
from rolecheck.check import Report
from rolecheck.model import Appointment, Person, Unit
from rolecheck.overview import Holding
from rolecheck.roster import Duty


class Shortfall(StrEnum):
    """What falls short: nobody or too few for a process, too few for the role, one left for a process, a process vacant."""

    UNCOVERED = "uncovered"
    TOO_FEW = "too-few"
    SINGLE = "single"
    VACANT = "vacant"


class Why(StrEnum):
    """Why somebody no longer counts: appointment or employment ends, the unit closes, or they are away for a time."""

    ENDS = "ends"
    CLOSES = "closes"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a unit – for a vacant process, the whole register – will lack from the day after an ending.

    `left` are those who remain; without `processes`, all processes are meant together.
    """

    shortfall: Shortfall
    unit: Unit | None
    role: str
    processes: tuple[str, ...]
    need: int
    left: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day on which a person counts in a role; with more than one process, for all of them."""

    day: date
    person: Person
    unit: Unit
    role: str
    processes: tuple[str | None, ...]
    why: Why
    consequences: tuple[Consequence, ...] = ()

    def part(self, processes: Sequence[str | None], *, whole: bool) -> "Ending":
        """The same for some of the processes, with what will be missing for them; the `whole` also, where asked for."""
        kept = (replace(one, processes=tuple(p for p in one.processes if p in processes)) for one in self.consequences)
        pairs = zip(self.consequences, kept, strict=True)
        left = tuple(new for old, new in pairs if new.processes or (whole and not old.processes))
        return replace(self, processes=tuple(processes), consequences=left)


class _Asked(NamedTuple):
    """A norm about a number of holders: of which (role, process), at units of which kinds, and how many."""

    shortfall: Shortfall
    duty: Duty
    kinds: tuple[str, ...]
    people: int


class Endings:
    """Finds what ends at each unit."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._register = report.register
        self._roster = report.case.roster
        self._kinds = tuple(sorted(self._roster.norms.binding_kinds))
        self._horizon = report.case.horizon

    def of(self, holdings: Sequence[Holding]) -> list[Ending]:
        """The endings among these holdings, in order of their days. Somebody who goes on elsewhere at the unit ends nothing."""
        found: dict[tuple[date, str, str, str, Why], list[str | None]] = defaultdict(list)
        for holding in holdings:
            for process, appointment in holding.appointments.items():
                own, place = self._own(appointment)
                for day in self._last_days(own):
                    found[day, holding.person.id, holding.role, place, self._why(own, day)].append(process)
        return [self._ending(*key, tuple(processes)) for key, processes in sorted(found.items())]

    def _ending(
        self, day: date, person: str, role: str, unit_id: str, why: Why, processes: tuple[str | None, ...]
    ) -> Ending:
        unit = self._register.units[unit_id]
        duties = [(role, process) for process in processes]
        consequences = tuple(_merged(self._consequences(duties, unit, day)))
        return Ending(day, self._register.people[person], unit, role, processes, why, consequences)

    # --- when it ends

    def _own(self, appointment: Appointment) -> tuple[Sequence[Appointment], str]:
        """All appointments of the same person to the same duty that count for the same unit, and that unit."""
        place = self._place_of(appointment)
        held = self._roster.appointments_by_holder[appointment.person, appointment.role, appointment.process]
        return [one for one in held if self._place_of(one) == place], place

    def _last_days(self, own: Sequence[Appointment]) -> Iterator[date]:
        """The days within the horizon after which somebody no longer counts; one who comes back can go again."""
        for day in sorted(set(self._days_after(own))):
            last = add_days(day, -1)
            if self._report.as_of <= last <= self._horizon and self._any(own, last) and not self._any(own, day):
                yield last

    def _days_after(self, own: Sequence[Appointment]) -> Iterator[date]:
        """Each day that could be the first on which somebody no longer counts."""
        person = self._register.people[own[0].person]
        units = [self._register.units[one.unit] for one in own]
        for last in (person.last_day, *(one.last_day for one in own), *(unit.last_day for unit in units)):
            if last is not None:
                yield add_days(last, 1)
        yield from (leave.first_day for leave in person.leave)

    def _any(self, appointments: Iterable[Appointment], day: date) -> bool:
        return any(self._roster.makes_holder(one, day) for one in appointments)

    def _why(self, own: Sequence[Appointment], last: date) -> Why:
        day = add_days(last, 1)
        person = self._register.people[own[0].person]
        running = [one for one in own if within(day, one.first_day, one.last_day)]
        if not running or not within(day, person.first_day, person.last_day):
            return Why.ENDS
        open_units = any(self._register.units[one.unit].active_on(day) for one in running)
        return Why.AWAY if open_units else Why.CLOSES

    def _place_of(self, appointment: Appointment) -> str:
        return self._roster.counts_for(appointment.unit, self._kinds) or appointment.unit

    # --- what will be missing

    def _consequences(self, duties: Sequence[Duty], unit: Unit, day: date) -> Iterator[Consequence]:
        for asked in self._asked:
            role, process = asked.duty
            if process is None and all(role != held for held, _ in duties):
                continue
            if process is not None and asked.duty not in duties:
                continue
            everywhere = asked.shortfall is Shortfall.VACANT
            if not everywhere and not (unit.kind in asked.kinds and unit.active_on(add_days(day, 1))):
                continue  # the norm does not bind the unit, or not any more
            before = self._holders(asked, unit, day)
            after = self._holders(asked, unit, add_days(day, 1))
            shortfall = _shortfall(asked, len(before), len(after))
            if shortfall is not None:
                left = tuple(self._register.people[person] for person in sorted(after))
                place = None if everywhere else unit
                yield Consequence(shortfall, place, role, (process,) if process else (), asked.people, left)

    def _holders(self, asked: _Asked, unit: Unit, day: date) -> set[str]:
        """Who will hold what a norm asks for on a day, by what the files say today."""
        role, process = asked.duty
        everywhere = asked.shortfall is Shortfall.VACANT
        return {
            one.person
            for one in (self._of_role[role] if everywhere else self._near[unit.id])
            if one.role == role
            and process in (None, one.process)
            and self._roster.makes_holder(one, day)
            and (everywhere or self._roster.counts_for(one.unit, asked.kinds) == unit.id)
        }

    @cached_property
    def _asked(self) -> list[_Asked]:
        norms = self._roster.norms
        found = [
            _Asked(
                Shortfall.UNCOVERED,
                (one.card.role, process),
                self._roster.kinds_bound_by(one.norm),
                one.norm.people,
            )
            for one, process in norms.for_processes(EveryUnitHas)
        ]
        for role in self._register.cards_of_role:
            for norm in norms.for_role(UnitHeadcount, role):
                kinds = self._roster.kinds_bound_by(norm.norm)
                found.append(_Asked(Shortfall.TOO_FEW, (role, None), kinds, norm.norm.people))
        for everywhere, process in norms.for_processes(EveryProcessHas):
            found.append(_Asked(Shortfall.VACANT, (everywhere.card.role, process), (), everywhere.norm.people))
        return list(dict.fromkeys(found))

    @cached_property
    def _near(self) -> dict[str, list[Appointment]]:
        """The appointments at each unit and at all units below it."""
        found: dict[str, list[Appointment]] = defaultdict(list)
        for one in self._register.appointments:
            unit = self._register.units[one.unit]
            for place in (unit, *self._register.above(unit)):
                found[place.id].append(one)
        return found

    @cached_property
    def _of_role(self) -> dict[str, list[Appointment]]:
        found: dict[str, list[Appointment]] = defaultdict(list)
        for one in self._register.appointments:
            found[one.role].append(one)
        return found


def _shortfall(asked: _Asked, before: int, after: int) -> Shortfall | None:
    """What falls short because somebody ends; what was missing already is a finding, and no consequence."""
    if after >= before:
        return None
    if after < asked.people:
        return asked.shortfall
    return Shortfall.SINGLE if asked.shortfall is Shortfall.UNCOVERED and after == asked.people == 1 else None


def _merged(consequences: Iterable[Consequence]) -> Iterator[Consequence]:
    """One consequence for all processes of which the same can be said."""
    found: dict[tuple[object, ...], Consequence] = {}
    for one in consequences:
        key = (one.shortfall, one.role, one.need, tuple(person.id for person in one.left))
        known = found.get(key)
        processes = one.processes if known is None else (*known.processes, *one.processes)
        unique = tuple(dict.fromkeys(processes))
        found[key] = Consequence(one.shortfall, one.unit, one.role, unique, one.need, one.left)
    yield from found.values()
