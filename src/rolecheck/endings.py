"""What ends within the horizon, and what will be missing the day after, as far as the files can tell."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
    """The last day of a person in a role; with more than one process, for all of them."""

    day: date
    person: Person
    unit: Unit
    role: str
    processes: tuple[str | None, ...]
    consequences: tuple[Consequence, ...] = ()


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
        found: dict[tuple[date, str, str, str], list[str | None]] = defaultdict(list)
        for holding in holdings:
            for process, appointment in holding.appointments.items():
                day = self._last_day(appointment)
                if day is not None and day <= self._horizon:
                    unit = self._place_of(appointment)
                    found[day, holding.person.id, holding.role, unit].append(process)
        return [self._ending(*key, tuple(processes)) for key, processes in sorted(found.items())]

    def _ending(self, day: date, person: str, role: str, unit_id: str, processes: tuple[str | None, ...]) -> Ending:
        unit = self._register.units[unit_id]
        duties = [(role, process) for process in processes]
        consequences = tuple(_merged(self._consequences(duties, unit, day)))
        return Ending(day, self._register.people[person], unit, role, processes, consequences)

    # --- when it ends

    def _last_day(self, appointment: Appointment) -> date | None:
        """The last day before a gap in a person's appointments to one duty that count for one unit; None for no end."""
        person = self._register.people[appointment.person]
        place = self._place_of(appointment)
        own = [one for one in self._of_holder[_holder(appointment)] if self._place_of(one) == place]
        day = self._report.as_of
        while True:
            running = [one for one in own if within(day, one.first_day, one.last_day)]
            if not running:
                return add_days(day, -1)
            days = [one.last_day for one in running]
            last = max((end for end in days if end is not None), default=None) if None not in days else None
            if last is None or (person.last_day is not None and person.last_day <= last):
                return person.last_day
            if last == date.max:
                return None
            day = add_days(last, 1)

    def _place_of(self, appointment: Appointment) -> str:
        return self._roster.counts_for(appointment.unit, self._kinds) or appointment.unit

    @cached_property
    def _of_holder(self) -> dict[tuple[str, str, str | None], list[Appointment]]:
        found: dict[tuple[str, str, str | None], list[Appointment]] = defaultdict(list)
        for appointment in self._register.appointments:
            found[_holder(appointment)].append(appointment)
        return found

    # --- what will be missing

    def _consequences(self, duties: Sequence[Duty], unit: Unit, day: date) -> Iterator[Consequence]:
        for asked in self._asked:
            role, process = asked.duty
            if process is None and all(role != held for held, _ in duties):
                continue
            if process is not None and asked.duty not in duties:
                continue
            everywhere = asked.shortfall is Shortfall.VACANT
            if not everywhere and unit.kind not in asked.kinds:
                continue
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
            and within(day, one.first_day, one.last_day)
            and self._register.people[one.person].counts_on(day)
            and self._register.units[one.unit].active_on(day)
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


def _holder(appointment: Appointment) -> tuple[str, str, str | None]:
    return appointment.person, appointment.role, appointment.process


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
