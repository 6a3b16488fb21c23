"""An appointment that nobody with the right to do so has decided."""

from collections.abc import Iterator

from rolecheck.cards import Decided
from rolecheck.finding import Gap, PersonId
from rolecheck.layout import FileKind
from rolecheck.model import Appointment
from rolecheck.norms import LEADER
from rolecheck.roster import Roster
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def decision_missing(case: Case) -> Iterator[Gap]:
    """An appointment does not say that the right person decided it.

    What it checks:
        Each appointment that a `decided` norm binds has `decided`, dated on or before the day, by the leader of its unit
        or of a unit above – or, where the norm names a role, by a holder of that role for the same process, on the day of
        the decision or of the check. While a unit's file cannot be read, nobody who decided is said to lack the right to.

    Why:
        Responsibility is delegated. Who delegated it, and when, is what an auditor asks first.

    Fails:
        - {person: ola.hansen, role: prosessradgiver, process: innsyn, from: 2024-01-01}

    Passes:
        - person: ola.hansen
          role: prosessradgiver
          process: innsyn
          from: 2024-01-01
          decided: {by: kari.nordmann, on: 2023-12-10}

    Remedy:
        Note who decided the appointment, and when. If it waits, write a waiver.
    """
    roster = case.roster
    for found, held in roster.held_duties(Decided):
        for appointment in held.appointments:
            if not _is_decided(roster, appointment, found.norm.by) and not _is_excused(case, appointment):
                yield Gap(
                    place=appointment.at / "person",
                    subject={**held.subject, "unit": appointment.unit},
                    facts={
                        "person": held.person,
                        "duty": held.duty,
                        "decider": (found.norm.by, held.duty[1]),
                        "unit": case.register.units[appointment.unit],
                        **_decision_facts(case, appointment),
                    },
                    norm=roster.norms.reference(found),
                    variant=_variant(case, appointment, found.norm.by),
                )


def _variant(case: Case, appointment: Appointment, by: str) -> str:
    decider = "leader" if by == LEADER else "role"
    if appointment.decided is None:
        return f"no-{decider}"
    if appointment.decided.by not in case.register.people:
        return "by-unknown"
    return "decided-later" if appointment.decided.on > case.as_of else f"not-by-{decider}"


def _is_excused(case: Case, appointment: Appointment) -> bool:
    """Whether it is decided, and a unit file that nobody could read may say that the decider had the right to."""
    decision = appointment.decided
    return decision is not None and decision.on <= case.as_of and FileKind.UNIT in case.register.unchecked_kinds


def _decision_facts(case: Case, appointment: Appointment) -> dict[str, object]:
    decision = appointment.decided
    if decision is None:
        return {}
    return {"by": case.register.people.get(decision.by) or PersonId(decision.by), "on": decision.on}


def _is_decided(roster: Roster, appointment: Appointment, by: str) -> bool:
    decision = appointment.decided
    if decision is None or decision.on > roster.day or decision.by not in roster.register.people:
        return False
    if by != LEADER:
        return any(roster.held_on(decision.by, by, appointment.process, day) for day in (decision.on, roster.day))
    unit = roster.register.units[appointment.unit]
    return any(decision.by == candidate.leader for candidate in (unit, *roster.register.above(unit)))
