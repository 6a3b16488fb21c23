"""A unit that has one adviser for a process, and nobody to step in."""

from collections import defaultdict
from collections.abc import Iterator

from rolecheck.cards import EveryUnitHas
from rolecheck.finding import Gap, Severity
from rolecheck.roster import Coverage
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.NOTE)
def single_holder(case: Case) -> Iterator[Gap]:
    """A unit has enough holders of a role for a process, but only just: one.

    What it checks:
        An `every-unit-has` norm asks for one person, and the unit has exactly one. Where the norm is not met,
        `process-uncovered` says so instead.

    Why:
        Nothing is wrong today. The day this person is on leave or gives notice, the process has nobody.

    Fails:
        one adviser for innsyn

    Passes:
        two advisers for innsyn

    Remedy:
        Consider a second person. This is a note, and nothing has to be done.
    """
    roster = case.roster
    by_duty: dict[tuple[str, str], list[tuple[int, Coverage]]] = defaultdict(list)
    for found, process in roster.norms.for_processes(EveryUnitHas):
        duty = (found.card.role, process)
        by_duty[duty] += [(found.norm.people, coverage) for coverage in roster.coverage(found.norm, [duty])]
    for (role, process), asked in by_duty.items():
        uncovered = {coverage.unit.id for needed, coverage in asked if len(coverage.people) < needed}
        for needed, (unit, people) in asked:
            if needed == len(people) == 1 and unit.id not in uncovered:
                yield Gap(
                    place=unit.at / "id",
                    subject={"unit": unit.id, "role": role, "process": process},
                    facts={"unit": unit, "duty": (role, process), "person": roster.person(people[0])},
                )
