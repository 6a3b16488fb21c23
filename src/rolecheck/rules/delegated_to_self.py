"""Somebody who answers to nobody but themselves."""

from collections.abc import Iterator

from rolecheck.cards import Decided
from rolecheck.finding import Gap, PersonId, Severity
from rolecheck.norms import LEADER
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.NOTE)
def delegated_to_self(case: Case) -> Iterator[Gap]:
    """One person has both a role and the role that delegates it, for the same process.

    What it checks:
        Nobody holds a role that a `decided` norm is about and also the role that the norm names in `by`.

    Why:
        Delegation to oneself is possible, but then nobody else follows up. It should be a choice, not an accident.

    Fails:
        kari.nordmann is both prosesseier and prosessansvarlig for sru

    Passes:
        kari.nordmann is prosesseier, ola.hansen is prosessansvarlig for sru

    Remedy:
        Give one of the roles to somebody else, or leave it as it is. If you want it out of the way, write a waiver.
    """
    for found, held in case.roster.held_duties(Decided):
        by, process = found.norm.by, held.duty[1]
        if by != LEADER and held.person.id in case.roster.holders(by, process):
            yield Gap(
                place=held.person.at / "id",
                subject={
                    "person": PersonId(held.person.id),
                    "role": held.duty[0],
                    "process": process,
                    "unit": held.person.unit,
                },
                facts={"person": held.person, "duty": held.duty, "decider": (by, process)},
            )
