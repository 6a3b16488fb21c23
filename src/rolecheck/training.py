"""Courses: completed, expired, closed; what a person's completions are worth on a day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rolecheck.calendar import add_months
from rolecheck.model import Course, Person
from rolecheck.register import Register


class Standing(StrEnum):
    """What a person has of a required course."""

    MET = "met"
    EXPIRED = "expired"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Training:
    """A person's standing in a required course: the position of the completion that decides it, and its last valid day."""

    standing: Standing
    completion: int = 0
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """When somebody met a required course, and the last day on which that counts; None where it always does."""

    completed: date
    last_day: date | None


def validity_of(register: Register, person: Person, course: Course, day: date) -> Validity | None:
    """How long a person meets a course, by the way that lasts longest; None for somebody who does not on the day."""
    met = [way for way in _ways(register, person, course, day) if all(part.standing is Standing.MET for part in way)]
    if not met:
        return None
    way = max(met, key=_last_day_of)
    completed = max(person.courses[part.completion].completed for part in way)
    return Validity(completed, min((part.last_day for part in way if part.last_day), default=None))


def training_of(register: Register, person: Person, course: Course, day: date) -> Training:
    """What a person has of a course on a day: by the course itself, or by a whole list of `also_met_by`.

    What has expired is what lasted longest, and of a list that which expired first.
    """
    ways = list(_ways(register, person, course, day))
    met = next((way for way in ways if all(part.standing is Standing.MET for part in way)), None)
    if met is not None:
        return met[0]
    complete = [way for way in ways if all(part.standing is not Standing.MISSING for part in way)]
    if not complete:
        return Training(Standing.MISSING)
    return min(max(complete, key=_last_day_of), key=lambda part: part.last_day or date.max)


def _ways(register: Register, person: Person, course: Course, day: date) -> Iterator[list[Training]]:
    """What a person has of each course of each way to meet a course."""
    for way in [(course,), *also_met_by(register, course)]:
        yield [_one_course(person, part, day) for part in way]


def _last_day_of(way: Iterable[Training]) -> date:
    """The last day on which a way counts, or counted."""
    return min((part.last_day for part in way if part.last_day), default=date.max)


def also_met_by(register: Register, course: Course) -> list[tuple[Course, ...]]:
    """The lists of courses that, taken as a whole, count as this one; a list with an unknown course counts for nothing."""
    return [
        tuple(register.courses[part] for part in parts)
        for parts in course.also_met_by
        if parts and all(part in register.courses for part in parts)
    ]


def is_closed(register: Register, course: Course, day: date) -> bool:
    """Whether nobody can meet the course any more: it is retired, and so is something in every list that replaces it."""
    return course.retired_on(day) and all(
        any(part.retired_on(day) for part in parts) for parts in also_met_by(register, course)
    )


def last_valid_day(course: Course, completed: date) -> date | None:
    """The last day on which a completion counts: the anniversary itself; none where the course never expires."""
    return None if course.valid_months is None else add_months(completed, course.valid_months)


def _one_course(person: Person, course: Course, day: date) -> Training:
    completions = [
        (completion.completed, position)
        for position, completion in enumerate(person.courses)
        if completion.course == course.id and completion.completed <= day
    ]
    if not completions:
        return Training(Standing.MISSING)
    completed, position = max(completions)
    last = last_valid_day(course, completed)
    if last is None or day <= last:
        return Training(Standing.MET, position, last)
    return Training(Standing.EXPIRED, position, last)
