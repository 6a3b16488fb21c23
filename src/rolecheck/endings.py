"""What ends within the horizon, and what will be missing the day after, as far as the files can tell."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from rolecheck.calendar import add_days, within
from rolecheck.check import Report
from rolecheck.demands import Demand
from rolecheck.model import Appointment, Person, Unit
from rolecheck.roster import Duty


class Shortfall(StrEnum):
    """What falls short: nobody or too few for a process, too few for the role, one left for a process, a process vacant."""

    UNCOVERED = "uncovered"
    TOO_FEW = "too-few"
    SINGLE = "single"
    VACANT = "vacant"


# What will find it once it is so: what nobody looks for is not foretold either.
_RULES: Mapping[Shortfall, str] = {
    Shortfall.UNCOVERED: "process-uncovered",
    Shortfall.TOO_FEW: "too-few-people",
    Shortfall.SINGLE: "single-holder",
    Shortfall.VACANT: "role-vacant",
}


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
    """The last day on which a person counts in a role; with more than one process, for all of them.

    Without a role, the person is the unit's leader.
    """

    day: date
    person: Person
    unit: Unit
    role: str | None
    processes: tuple[str | None, ...]
    why: Why
    consequences: tuple[Consequence, ...] = ()

    def part(self, processes: Sequence[str | None], *, whole: bool) -> "Ending":
        """The same for some of the processes, with what will be missing for them; the `whole` also, where asked for."""
        kept = (replace(one, processes=tuple(p for p in one.processes if p in processes)) for one in self.consequences)
        pairs = zip(self.consequences, kept, strict=True)
        left = tuple(new for old, new in pairs if new.processes or (whole and not old.processes))
        return replace(self, processes=tuple(processes), consequences=left)


class Endings:
    """Finds what ends at each unit."""

    def __init__(self, report: Report) -> None:
        self._register = report.register
        self._roster = report.case.roster
        self._demands = report.demands
        self._first, self._last = report.as_of, report.case.horizon
        self._policy = report.policy

    def at(self, unit: Unit) -> list[Ending]:
        """What ends at a unit, in order of days. Somebody who goes on elsewhere at the unit ends nothing."""
        held = self._of(self._demands.appointments_at.get(unit.id, ()), unit)
        return sorted([*held, *self._leading(unit)], key=lambda one: one.day)

    def outside(self, units: Collection[str]) -> list[Ending]:
        """What ends of that which concerns none of the units."""
        own: dict[str, list[Appointment]] = defaultdict(list)
        for appointment in self._register.appointments:
            if self._demands.units_of(appointment).isdisjoint(units):
                own[appointment.unit].append(appointment)
        found = (one for unit, held in own.items() for one in self._of(held, self._register.units[unit]))
        return sorted(found, key=lambda one: (one.day, one.person.id))

    def _of(self, appointments: Sequence[Appointment], unit: Unit) -> list[Ending]:
        by_holder: dict[tuple[str, Duty], list[Appointment]] = defaultdict(list)
        for one in appointments:
            by_holder[one.person, (one.role, one.process)].append(one)
        found: dict[tuple[date, str, str, Why], list[str | None]] = defaultdict(list)
        for (person, (role, process)), own in by_holder.items():
            for day in self._last_days_of(own):
                found[day, person, role, self._why(own, day)].append(process)
        return [self._ending(*key, unit, tuple(processes)) for key, processes in sorted(found.items())]

    def _ending(
        self, day: date, person: str, role: str, why: Why, unit: Unit, processes: tuple[str | None, ...]
    ) -> Ending:
        consequences = tuple(_merged(self._consequences(role, processes, unit, day)))
        return Ending(day, self._register.people[person], unit, role, processes, why, consequences)

    def _leading(self, unit: Unit) -> Iterator[Ending]:
        """When the leader of a unit that must have one no longer counts."""
        leader = self._register.people.get(unit.leader or "")
        if leader is None or unit.id not in self._roster.bound_ids or not self._policy.looks_for("unit-without-leader"):
            return
        for last in self._last_days(_days_without(leader), leader.counts_on):
            if unit.active_on(add_days(last, 1)):
                why = Why.AWAY if leader.employed_on(add_days(last, 1)) else Why.ENDS
                yield Ending(last, leader, unit, None, (), why)

    # --- when it ends

    def _last_days(self, days: Iterable[date], counts_on: Callable[[date], bool]) -> Iterator[date]:
        """The days within the horizon after which somebody no longer counts; one who comes back can go again."""
        for day in sorted(set(days)):
            last = add_days(day, -1)
            if self._first <= last <= self._last and counts_on(last) and not counts_on(day):
                yield last

    def _last_days_of(self, own: Sequence[Appointment]) -> Iterator[date]:
        """The last days of what makes somebody a holder of one duty."""
        units = [self._register.units[one.unit] for one in own]
        last_days = (*(one.last_day for one in own), *(unit.last_day for unit in units))
        days = [*_days_without(self._register.people[own[0].person]), *_days_after(last_days)]
        return self._last_days(days, lambda day: any(self._roster.makes_holder(one, day) for one in own))

    def _why(self, own: Sequence[Appointment], last: date) -> Why:
        day = add_days(last, 1)
        person = self._register.people[own[0].person]
        running = [one for one in own if within(day, one.first_day, one.last_day)]
        if not running or not person.employed_on(day):
            return Why.ENDS
        open_units = any(self._register.units[one.unit].active_on(day) for one in running)
        return Why.AWAY if open_units else Why.CLOSES

    # --- what will be missing

    def _consequences(self, role: str, processes: Sequence[str | None], unit: Unit, day: date) -> Iterator[Consequence]:
        after = add_days(day, 1)
        for demand in self._demands.of_role.get(role, ()):
            if demand.process is not None and demand.process not in processes:
                continue
            if demand.kinds is not None and not (unit.kind in demand.kinds and unit.active_on(after)):
                continue  # the norm does not bind the unit, or not any more
            left = self._demands.holders(demand, unit, after)
            shortfall = _shortfall(demand, len(self._demands.holders(demand, unit, day)), len(left))
            if shortfall is not None and self._policy.looks_for(_RULES[shortfall]):
                remaining = tuple(self._register.people[person] for person in sorted(left))
                place = None if shortfall is Shortfall.VACANT else unit
                asked = (demand.process,) if demand.process else ()
                yield Consequence(shortfall, place, role, asked, demand.people, remaining)


def _days_without(person: Person) -> Iterator[date]:
    """Each day that could be the first on which somebody no longer counts, by their employment and leave."""
    yield from _days_after((person.last_day,))
    yield from (leave.first_day for leave in person.leave)


def _days_after(last_days: Iterable[date | None]) -> Iterator[date]:
    yield from (add_days(day, 1) for day in last_days if day is not None)


def _shortfall(demand: Demand, before: int, after: int) -> Shortfall | None:
    """What falls short because somebody ends. Where too few were left already, only that nobody is."""
    short = demand.people > 0 and (after < demand.people <= before or after == 0 < before)
    if demand.kinds is None:
        return Shortfall.VACANT if short else None
    if demand.process is None:
        return Shortfall.TOO_FEW if short else None
    if short:
        return Shortfall.UNCOVERED
    return Shortfall.SINGLE if after == demand.people == 1 < before else None


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
