"""An interval that ends before it begins."""

from collections.abc import Iterator
from datetime import date

from rolecheck.calendar import is_reversed
from rolecheck.document import Place
from rolecheck.finding import Gap, Severity
from rolecheck.model import Unit
from rolecheck.rule import Case, Group, rule


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
    for unit in case.register.units.values():
        yield from _of_unit(unit)
    for person in case.register.people.values():
        if is_reversed(person.first_day, person.last_day):
            yield _gap(person.at / "from", "people.from", person.first_day, person.last_day)
        for position, leave in enumerate(person.leave):
            if is_reversed(leave.first_day, leave.last_day):
                place = person.at / "leave" / position / "from"
                yield _gap(place, "people.leave.from", leave.first_day, leave.last_day)
    for waiver in case.register.waivers.values():
        if is_reversed(waiver.granted, waiver.until):
            yield _gap(waiver.at / "granted", "granted", waiver.granted, waiver.until)


def _of_unit(unit: Unit) -> Iterator[Gap]:
    if is_reversed(unit.first_day, unit.last_day):
        yield _gap(unit.at / "from", "from", unit.first_day, unit.last_day)
    period = unit.introduction
    if period is not None and is_reversed(period.first_day, period.last_day):
        yield _gap(unit.at / "introduction" / "from", "introduction.from", period.first_day, period.last_day)
    for held in unit.appointments:
        if is_reversed(held.first_day, held.last_day):
            yield _gap(held.at / "from", "appointments.from", held.first_day, held.last_day)


def _gap(place: Place, field: str, first: date | None, last: date | None) -> Gap:
    return Gap(
        place=place,
        subject={"file": place.file, "field": field, "value": str(first)},
        facts={"first": first, "last": last},
    )
