"""What each holder of a role has of the courses and the competences that the role requires, met or not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rolecheck.calendar import add_days
from rolecheck.cards import Attested, Competence, Completed
from rolecheck.check import Report
from rolecheck.finding import Finding
from rolecheck.model import Course, Person
from rolecheck.overview import Holding
from rolecheck.training import Standing, Validity, is_closed, training_of, validity_of


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
    """Each person with each course and competence once, whatever number of roles and processes asks for it."""
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
        for asked in norms.for_holders(Completed, holding.role, process):
            course = report.register.courses[asked.norm.course]
            yield _of_course(holding, course, _about(holding, process, "course", course.id), report)
        for confirmed in norms.for_holders(Attested, holding.role, process):
            wanted = confirmed.norm.competence
            competence = next(one for one in confirmed.card.competence.all if one.id == wanted)
            yield _of_competence(holding, competence, _about(holding, process, "competence", wanted), report)


def _of_course(holding: Holding, course: Course, finding: Finding | None, report: Report) -> Qualification:
    person, register, day = holding.person, report.register, report.as_of
    valid = validity_of(register, person, course, day)
    if valid is not None:
        state = State.EXPIRING if _expires_soon(course, valid, report) else State.DONE
        return Qualification(person, course, state, valid.completed, valid.last_day)
    if is_closed(register, course, day):
        return Qualification(person, course, State.CLOSED)
    training = training_of(register, person, course, day)
    if training.standing is Standing.EXPIRED:
        completed = person.courses[training.completion].completed
        return Qualification(person, course, State.EXPIRED, completed, training.last_day, finding)
    return Qualification(person, course, State.MISSING, finding=finding)


def _expires_soon(course: Course, valid: Validity, report: Report) -> bool:
    """Whether it will be asked for anew within the horizon; a course that is closed by then will not."""
    last_day = valid.last_day
    if last_day is None or last_day > report.case.horizon:
        return False
    return not is_closed(report.register, course, add_days(last_day, 1))


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
    return (True, 9) if finding is None else (finding.waived, finding.severity.rank)
