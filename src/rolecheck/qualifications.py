"""What each holder of a role has of the courses and the competences that the role requires, met or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rolecheck.calendar import add_days
from rolecheck.cards import Attested, Competence, Completed
from rolecheck.check import Report
from rolecheck.finding import Finding, gravity
from rolecheck.model import Course, Person
from rolecheck.overview import REQUIREMENTS, Holding, Requirement
from rolecheck.training import Standing, is_closed, training_of, validity_of


class State(StrEnum):
    """What somebody has of something that is required. A closed course can be taken by nobody, and is asked of nobody."""

    DONE = "done"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    MISSING = "missing"
    CLOSED = "closed"
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Qualification:
    """A person and something that one of their roles requires.

    `since` is when it was completed or confirmed, `last_day` the last day on which it counts or counted, `finding` the
    gravest finding about it.
    """

    person: Person
    required: Course | Competence
    state: State
    since: date | None = None
    last_day: date | None = None
    finding: Finding | None = None


def qualifications_of(holdings: Sequence[Holding], report: Report) -> list[Qualification]:
    """Each person with each course and competence once, whatever number of roles and processes asks for it.

    What nobody checked is left out, so that nobody is said to lack what no finding is about.
    """
    found: dict[tuple[str, type, str], Qualification] = {}
    for holding in holdings:
        for qualification in _of(holding, report):
            required = qualification.required
            key = (holding.person.id, type(required), required.id)
            found[key] = _graver(found.get(key), qualification)
    order = {person: at for at, person in enumerate(dict.fromkeys(person for person, _, _ in found))}
    return [found[key] for key in sorted(found, key=lambda key: order[key[0]])]


def _of(holding: Holding, report: Report) -> Iterator[Qualification]:
    norms = report.case.roster.norms
    for process in holding.appointments:
        if _was_looked_at("courses", report):
            for asked in norms.for_holders(Completed, holding.role, process):
                yield _of_course(holding, process, report.register.courses[asked.norm.course], report)
        if _was_looked_at("competence", report):
            for confirmed in norms.for_holders(Attested, holding.role, process):
                wanted = confirmed.norm.competence
                competence = next(one for one in confirmed.card.competence.all if one.id == wanted)
                yield _of_competence(holding, competence, _about(holding, process, "competence", wanted), report)


def _was_looked_at(requirement: str, report: Report) -> bool:
    return Requirement(requirement, REQUIREMENTS[requirement]).was_looked_at(report.policy)


def _of_course(holding: Holding, process: str | None, course: Course, report: Report) -> Qualification:
    person, register, day = holding.person, report.register, report.as_of
    finding = _about(holding, process, "course", course.id)
    valid = validity_of(register, person, course, day)
    if valid is not None:
        soon = _expires_soon(holding, process, course, valid.last_day, report)
        return Qualification(person, course, State.EXPIRING if soon else State.DONE, valid.completed, valid.last_day)
    if is_closed(register, course, day):
        return Qualification(person, course, State.CLOSED)
    training = training_of(register, person, course, day)
    if training.standing is Standing.EXPIRED:
        completed = person.courses[training.completion].completed
        return Qualification(person, course, State.EXPIRED, completed, training.last_day, finding)
    return Qualification(person, course, State.MISSING, finding=finding)


def _expires_soon(holding: Holding, process: str | None, course: Course, last_day: date | None, report: Report) -> bool:
    """Whether it will be asked for anew within the horizon: the course can be taken then, and the holder goes on.

    Somebody on leave on that day goes on when they are back.
    """
    if last_day is None or last_day > report.case.horizon:
        return False
    person, day = holding.person, add_days(last_day, 1)
    at_work = day if person.counts_on(day) else person.back_on(day)
    if at_work is None or is_closed(report.register, course, day):
        return False
    return report.case.roster.held_on(person.id, holding.role, process, at_work)


def _of_competence(holding: Holding, competence: Competence, finding: Finding | None, report: Report) -> Qualification:
    days = [one.on for one in holding.person.attested if one.competence == competence.id and one.on <= report.as_of]
    if days:
        return Qualification(holding.person, competence, State.CONFIRMED, max(days))
    return Qualification(holding.person, competence, State.UNCONFIRMED, finding=finding)


def _about(holding: Holding, process: str | None, key: str, value: str) -> Finding | None:
    """What was found about something that the holder lacks."""
    for finding in holding.lacks:
        subject = finding.gap.subject
        if subject.get(key) == value and subject.get("process") == process:
            return finding
    return None


def _graver(one: Qualification | None, other: Qualification) -> Qualification:
    return other if one is None or _gravity(other) < _gravity(one) else one


def _gravity(qualification: Qualification) -> tuple[bool, int]:
    finding = qualification.finding
    if finding is None:
        return True, 8 if qualification.state is State.EXPIRING else 9
    return gravity(finding)
