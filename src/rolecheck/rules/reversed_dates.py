"""An interval that ends before it begins."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from rolecheck.calendar import is_reversed
from rolecheck.document import Place
from rolecheck.finding import Gap, Severity
from rolecheck.model import Person
from rolecheck.rule import Case, Group, rule


class _Interval(NamedTuple):
    """An interval in a file: its keys, its days, and where it stands."""

    at: Place
    field: str
    first: date | None
    last: date | None
    first_key: str = "from"
    last_key: str = "to"


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def reversed_dates(case: Case) -> Iterator[Gap]:
    """An interval ends before it begins.

    What it checks:
        `from` is not after `to`, anywhere; `granted` of a waiver is not after `until`. One day may be both.

    Why:
        Such an interval holds no day, so that an appointment or a waiver has no effect at all.

    Fails:
        {from: 2026-08-01, to: 2026-03-31}

    Passes:
        {from: 2026-03-31, to: 2026-08-01}

    Remedy:
        Correct one of the dates. This cannot be waived.
    """
    for interval in _intervals(case):
        if is_reversed(interval.first, interval.last):
            yield Gap(
                place=interval.at / interval.first_key,
                subject={
                    "file": interval.at.file,
                    "field": f"{interval.field}{interval.first_key}",
                    "value": str(interval.first),
                },
                facts={"first": interval.first, "last": interval.last},
            )


def _intervals(case: Case) -> Iterator[_Interval]:
    for unit in case.register.units.values():
        yield _interval(unit, "")
        if unit.introduction is not None:
            period = unit.introduction
            yield _Interval(unit.at / "introduction", "introduction.", period.first_day, period.last_day)
        for appointment in unit.appointments:
            yield _interval(appointment, "appointments.")
    yield from _of_people(case.register.people.values())
    for waiver in case.register.waivers.values():
        yield _Interval(waiver.at, "", waiver.granted, waiver.until, "granted", "until")


def _of_people(people: Iterable[Person]) -> Iterator[_Interval]:
    for person in people:
        if person.first_day is not None or person.last_day is not None:
            yield _interval(person, "people.")
        for position, leave in enumerate(person.leave):
            yield _Interval(person.at / "leave" / position, "people.leave.", leave.first_day, leave.last_day)


def _interval(entity: Any, field: str) -> _Interval:
    return _Interval(entity.at, field, entity.first_day, entity.last_day)
