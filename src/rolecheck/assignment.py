"""Who puts right what is found, and who sees to it that somebody takes over."""

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rolecheck.cards import Decided, EveryProcessHas
from rolecheck.check import Report
from rolecheck.endings import Ending, Shortfall
from rolecheck.finding import Finding
from rolecheck.model import Person, Unit
from rolecheck.norms import LEADER
from rolecheck.policy import unit_of
from rolecheck.roster import Duty


class Actor(StrEnum):
    """Who acts.

    The person whom a finding is about, the leader of its unit or of the unit above, whoever decides on an appointment,
    whoever answers for a process, whoever owns a document, whoever granted a waiver, or whoever keeps the register.
    """

    PERSON = "person"
    LEADER = "leader"
    LEADER_ABOVE = "leader-above"
    DECIDER = "decider"
    PROCESS = "process"
    OWNER = "owner"
    GRANTER = "granter"
    KEEPER = "keeper"


# Who puts right what a rule finds. A test holds this against the rules that there are.
ACTORS: Mapping[str, Actor] = {
    "circular-parents": Actor.KEEPER,
    "competence-unattested": Actor.LEADER,
    "contact-missing": Actor.LEADER,
    "course-closed": Actor.PROCESS,
    "course-expired": Actor.PERSON,
    "course-missing": Actor.PERSON,
    "decision-missing": Actor.DECIDER,
    "delegated-to-self": Actor.PERSON,
    "duplicate-id": Actor.KEEPER,
    "duplicate-key": Actor.KEEPER,
    "expertise-unspecified": Actor.PROCESS,
    "future-date": Actor.KEEPER,
    "invalid-shape": Actor.KEEPER,
    "invalid-yaml": Actor.KEEPER,
    "misnamed-file": Actor.KEEPER,
    "national-identity-number": Actor.KEEPER,
    "overlapping-appointments": Actor.KEEPER,
    "process-uncovered": Actor.LEADER,
    "reversed-dates": Actor.KEEPER,
    "review-overdue": Actor.LEADER,
    "role-unanchored": Actor.LEADER,
    "role-vacant": Actor.DECIDER,
    "single-holder": Actor.LEADER,
    "source-expired": Actor.OWNER,
    "source-unapproved": Actor.OWNER,
    "stray-file": Actor.KEEPER,
    "too-few-people": Actor.LEADER,
    "unit-without-leader": Actor.LEADER_ABOVE,
    "unknown-reference": Actor.KEEPER,
    "unreadable-file": Actor.KEEPER,
    "unsupported-yaml": Actor.KEEPER,
    "unused-person": Actor.LEADER,
    "waiver-ending": Actor.GRANTER,
    "waiver-expired": Actor.GRANTER,
    "waiver-unused": Actor.GRANTER,
}


# These ask for more people at a unit. One that closes within the horizon is asked what to do until then instead.
ASKING_FOR_PEOPLE = frozenset({"process-uncovered", "too-few-people", "single-holder"})


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who acts. Without `people`, nobody is known who does; then `unit`, `duty` or `title` says who it ought to be."""

    actor: Actor
    people: tuple[Person, ...] = ()
    unit: Unit | None = None
    duty: Duty | None = None
    title: str = ""

    @property
    def identity(self) -> tuple[Hashable, ...]:
        """What keeps them apart from others who are called the same."""
        people = tuple(person.id for person in self.people)
        unit = None if people or self.unit is None else self.unit.id
        return self.actor, people, unit, self.duty, self.title


def closing_unit(finding: Finding, report: Report) -> Unit | None:
    """The unit that a finding asks more people for, although it closes within the horizon."""
    unit = report.register.units.get(finding.gap.subject.get("unit") or "")
    if unit is None or finding.rule not in ASKING_FOR_PEOPLE:
        return None
    return unit if unit.closes_by(report.case.horizon) else None


class Assigner:
    """Finds the people behind an actor."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._register = report.register
        self._roster = report.case.roster

    def responsible(self, finding: Finding) -> Responsible:
        """Who puts right what was found."""
        subject = finding.gap.subject
        unit = self._register.units.get(unit_of(finding.gap, self._register) or "")
        process = subject.get("process")
        match ACTORS[finding.rule]:
            case Actor.PERSON:
                return Responsible(Actor.PERSON, (self._register.people[subject["person"] or ""],))
            case Actor.LEADER if unit is not None:
                return self.leader_of(unit)
            case Actor.LEADER_ABOVE if unit is not None:
                return self._leader_above(unit)
            case Actor.DECIDER:
                return self._decider(subject["role"] or "", process, unit)
            case Actor.PROCESS if process is not None:
                return self._answering_for(process, not_as=subject.get("role"))
            case Actor.PROCESS | Actor.OWNER:
                return self._owner(finding)
            case Actor.GRANTER:
                return self._granter(subject["waiver"] or "")
            case _:
                return Responsible(Actor.KEEPER)

    def share(self, ending: Ending) -> Iterator[tuple[Responsible, Ending]]:
        """Who finds successors: for a process that nobody is left for, whoever is asked when it is vacant; else the leader.

        Where nothing will be missing, nobody has to be found.
        """
        if ending.role is None:
            yield self._leader_above(ending.unit), ending
            return
        if not ending.consequences:
            return
        vacant = {
            process for one in ending.consequences if one.shortfall is Shortfall.VACANT for process in one.processes
        }
        leader = self.leader_of(ending.unit)
        found: dict[tuple[Hashable, ...], tuple[Responsible, list[str | None]]] = {}
        for process in ending.processes:
            who = self._decider(ending.role, process, None) if process in vacant else leader
            found.setdefault(who.identity, (who, []))[1].append(process)
        ordered = sorted(found.values(), key=lambda one: one[0] is not leader)
        for place, (who, processes) in enumerate(ordered):
            yield who, ending.part(processes, whole=place == 0)

    def leader_of(self, unit: Unit) -> Responsible:
        """The unit's leader, named only where they count on the day."""
        counts = unit.leader in self._roster.counting
        return Responsible(Actor.LEADER, (self._roster.person(unit.leader or ""),) if counts else (), unit)

    def _leader_above(self, unit: Unit) -> Responsible:
        return self._leader_of_first(self._register.above(unit)) or Responsible(Actor.KEEPER)

    def _leader_of_first(self, units: Iterable[Unit]) -> Responsible | None:
        """The leader of the first of some units that exists on the day."""
        unit = next((found for found in units if found.id in self._roster.active_units), None)
        return self.leader_of(unit) if unit is not None else None

    def _decider(self, role: str, process: str | None, unit: Unit | None) -> Responsible:
        """Whoever decides on appointments to a role, by the norms; where no norm says so, the unit's leader."""
        named = [found.norm.by for found in self._roster.norms.for_holders(Decided, role, process)]
        if named and named[0] != LEADER:
            return self._holders_of((named[0], process))
        if unit is not None:
            return self.leader_of(unit)
        answering = self._answering_for(process, not_as=role) if process else Responsible(Actor.KEEPER)
        return answering if answering.people else self._leader_where_last_held((role, process)) or answering

    def _leader_where_last_held(self, duty: Duty) -> Responsible | None:
        """The leader of the unit at which somebody holds a duty, or was the last who did; where it has closed, of the one above."""
        last = self._report.demands.last_to(duty)
        if last is None:
            return None
        unit = self._register.units[last.unit]
        return self._leader_of_first((unit, *self._register.above(unit)))

    def _answering_for(self, process: str, *, not_as: str | None) -> Responsible:
        """The holders of a role that each process must have, other than the role in question."""
        roles = [
            found.card.role
            for found, concerned in self._roster.norms.for_processes(EveryProcessHas)
            if concerned == process and found.card.role != not_as
        ]
        answering = [self._holders_of((role, process)) for role in dict.fromkeys(roles)]
        known = (found for found in answering if found.people)
        return next(known, answering[0] if answering else Responsible(Actor.KEEPER))

    def _holders_of(self, duty: Duty) -> Responsible:
        people = tuple(self._roster.person(person) for person in sorted(self._roster.holders(*duty)))
        return Responsible(Actor.PROCESS, people, duty=duty)

    def _owner(self, finding: Finding) -> Responsible:
        """Whoever owns the document that a finding is about, or the one that the norm on a card stands in."""
        norm = finding.gap.norm
        source_id = finding.gap.subject.get("source") or (norm.source_id if norm else None)
        source = self._register.sources.get(source_id or "")
        return Responsible(Actor.OWNER, title=source.owner) if source and source.owner else Responsible(Actor.KEEPER)

    def _granter(self, waiver_id: str) -> Responsible:
        """Whoever granted a waiver and still counts; else the leader of the unit that it is about."""
        waiver = self._register.waivers[waiver_id]
        if waiver.granted_by in self._roster.counting:
            return Responsible(Actor.GRANTER, (self._roster.person(waiver.granted_by),))
        unit = self._register.units.get(self._register.unit_of_waiver(waiver) or "")
        return self.leader_of(unit) if unit is not None else Responsible(Actor.KEEPER)
