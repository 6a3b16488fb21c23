"""A unit with a duty that has too few holders of a role for a process."""

from collections.abc import Iterator

from rolecheck.cards import EveryUnitHas
from rolecheck.finding import Gap
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def process_uncovered(case: Case) -> Iterator[Gap]:
    """A unit lacks holders of a role for a process.

    What it checks:
        Each unit that an `every-unit-has` norm binds has, for each process of the norm, enough people who count and
        are appointed. An appointment at a unit that the norm does not bind, such as an institute, counts for the
        nearest unit above that it does bind.

    Why:
        Without an adviser, nobody at the unit answers for the process, and the process manager has nobody to reach.

    Fails:
        units/ad.yaml without an appointment to prosessradgiver for innsyn, there or at an institute below

    Passes:
        appointments:
          - {person: ola.hansen, role: prosessradgiver, process: innsyn, from: 2024-01-01}

    Remedy:
        Appoint somebody at the unit or at a unit below it. One person may have several processes. If the gap is accepted
        for a time, write a waiver.
    """
    roster = case.roster
    for found, process in roster.norms.for_processes(EveryUnitHas):
        role, norm = found.card.role, found.norm
        for unit, people in roster.coverage(norm, [(role, process)]):
            if len(people) < norm.people:
                yield Gap(
                    place=unit.at / "id",
                    subject={"unit": unit.id, "role": role, "process": process},
                    facts={
                        "unit": unit,
                        "unit_id": unit.id,
                        "duty": (role, process),
                        "have": len(people),
                        "need": norm.people,
                        "lacking": norm.people - len(people),
                        "as_of": case.as_of,
                        "ready": roster.ready_for(unit, found, process),
                    },
                    norm=roster.norms.reference(found),
                    variant="none" if not people else "too-few",
                )
