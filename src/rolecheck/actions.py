"""Who must do what, by when: derived from findings, from what ends soon, and from courses that expire soon."""

from collections.abc import Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rolecheck.assignment import Actor, Assigner, Responsible, closing_unit
from rolecheck.check import Report
from rolecheck.endings import Ending
from rolecheck.finding import Finding, Severity
from rolecheck.qualifications import Qualification, State


class Urgency(StrEnum):
    """What must be in order already is due now, what opens on a known day before that day; what should be has no deadline."""

    NOW = "now"
    DATED = "dated"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that somebody must do, because of a finding, of an ending, or of a course that expires. `day` is the last."""

    responsible: Responsible
    cause: Finding | Ending | Qualification
    urgency: Urgency
    day: date | None = None

    def identity(self, said: Collection[str]) -> tuple[Hashable, ...]:
        """What is the same where several actions are one task: who acts, on what, by the ids of the facts that are said."""
        return self.responsible.identity, *_identity(self.cause, said)


def _identity(cause: Finding | Ending | Qualification, said: Collection[str]) -> tuple[Hashable, ...]:
    match cause:
        case Finding():
            gap = cause.gap
            facts = {**gap.facts, "file": gap.place.file}
            names = {"duty" if name == "role" else name for name in said}  # a role is said as part of a duty
            ids = [gap.subject.get(key) for key in ("course", "competence")]  # what has a text for a name
            return cause.rule, *ids, *(_id(facts[name]) for name in sorted(names) if name in facts)
        case Ending():
            return Ending.__name__, cause.day, cause.person.id, cause.unit.id, cause.role, cause.processes
        case Qualification():
            return type(cause.required).__name__, cause.person.id, cause.required.id


def _id(fact: object) -> Hashable:
    """A fact by its id, where it has one."""
    if isinstance(fact, tuple):
        return tuple(_id(part) for part in fact)
    known: object = getattr(fact, "id", None)
    return (type(fact), known) if isinstance(known, str) else str(fact)


def actions_of(
    findings: Iterable[Finding],
    endings: Iterable[Ending],
    qualifications: Iterable[Qualification],
    report: Report,
) -> list[Action]:
    """The most urgent first. What is waived needs nothing, and what is only worth knowing asks nothing of anybody."""
    assigner = Assigner(report)
    actions = [
        *_from_findings(findings, assigner, report),
        *(Action(who, part, Urgency.DATED, part.day) for one in endings for who, part in assigner.share(one)),
        *(
            Action(Responsible(Actor.PERSON, (one.person,)), one, Urgency.DATED, one.last_day)
            for one in qualifications
            if one.state is State.EXPIRING
        ),
    ]
    return sorted(actions, key=_urgency)


def _urgency(action: Action) -> tuple[int, date]:
    return list(Urgency).index(action.urgency), action.day or date.max


def _from_findings(findings: Iterable[Finding], assigner: Assigner, report: Report) -> Iterator[Action]:
    for found in findings:
        if found.waived:
            continue
        until = found.gap.facts.get("until")
        closing = closing_unit(found, report)
        if found.rule == "waiver-ending" and isinstance(until, date):
            yield Action(assigner.responsible(found), found, Urgency.DATED, until)
        elif closing is not None and found.severity is not Severity.NOTE:
            yield Action(assigner.responsible(found), found, Urgency.DATED, closing.last_day)
        elif found.severity is not Severity.NOTE:
            urgency = Urgency.NOW if found.severity is Severity.ERROR else Urgency.UNDATED
            yield Action(assigner.responsible(found), found, urgency)
