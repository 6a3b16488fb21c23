"""A process for which nobody, anywhere, has a role."""

from collections.abc import Iterator

from rolecheck.cards import EveryProcessHas
from rolecheck.finding import Gap
from rolecheck.rule import Case, Group, rule


@rule(group=Group.COMPLIANCE)
def role_vacant(case: Case) -> Iterator[Gap]:
    """A process lacks holders of a role in the whole register.

    What it checks:
        Each process that an `every-process-has` norm concerns has enough people who count and are appointed to the
        role, at whatever unit.

    Why:
        Without an owner nobody decides over the process, without a manager nobody coordinates its network of advisers.

    Fails:
        no appointment to prosessansvarlig for sru, at any unit

    Passes:
        appointments:
          - {person: kari.nordmann, role: prosessansvarlig, process: sru, from: 2024-01-01}

    Remedy:
        Appoint somebody, at the unit that answers for the process. If the gap is accepted for a time, write a waiver.
    """
    roster = case.roster
    for found, process_id in roster.norms.for_processes(EveryProcessHas):
        role, need = found.card.role, found.norm.people
        have = len(roster.holders(role, process_id))
        if have < need:
            process = case.register.processes[process_id]
            yield Gap(
                place=process.at / "id",
                subject={"role": role, "process": process_id},
                facts={
                    "duty": (role, process_id),
                    "have": have,
                    "need": need,
                    "lacking": need - have,
                    "as_of": case.as_of,
                },
                norm=roster.norms.reference(found),
                variant="none" if have == 0 else "too-few",
            )
