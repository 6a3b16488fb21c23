"""A unit with a duty and nobody to carry it."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING)
def unit_without_leader(case: Case) -> Iterator[Gap]:
    """A unit that must have holders of a role has no leader, or one who does not count on the day.

    What it checks:
        Each active unit that an `every-unit-has` or `unit-headcount` norm binds names a `leader` who is employed and not
        on leave.

    Why:
        The leader appoints the advisers. Without one, gaps at the unit have nobody to close them.

    Fails:
        id: ie    (and no `leader`)

    Passes:
        id: ie
        leader: kari.nordmann

    Remedy:
        Name the leader, or the one who acts for the time being. If it waits, write a waiver.
    """
    for unit in case.roster.bound_units:
        if unit.leader not in case.roster.counting:
            leader = case.register.people.get(unit.leader or "")
            yield Gap(
                place=unit.at / ("id" if unit.leader is None else "leader"),
                subject={"unit": unit.id},
                facts={"unit": unit, "person": leader, "as_of": case.as_of},
                variant="away" if leader else "unknown" if unit.leader else "",
            )
