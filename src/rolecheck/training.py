"""Courses: completed, expired, closed; what a person's completions are worth on a day."""

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
    met = []
    for way in [(course,), *also_met_by(register, course)]:
        trained = [_one_course(person, part, day) for part in way]
        if all(part.standing is Standing.MET for part in trained):
            completed = max(person.courses[part.completion].completed for part in trained)
            met.append(Validity(completed, min((part.last_day for part in trained if part.last_day), default=None)))
    return max(met, key=lambda found: found.last_day or date.max, default=None)


def training_of(register: Register, person: Person, course: Course, day: date) -> Training:
    """What a person has of a course on a day: by the course itself, or by a whole list of `also_met_by`."""
    ways = [(course,), *also_met_by(register, course)]
    expired: Training | None = None
    for way in ways:
        trained = [_one_course(person, part, day) for part in way]
        if all(part.standing is Standing.MET for part in trained):
            return trained[0]
        if expired is None and all(part.standing is not Standing.MISSING for part in trained):
            expired = next(part for part in trained if part.standing is Standing.EXPIRED)
    return expired or Training(Standing.MISSING)


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
