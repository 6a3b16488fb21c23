"""A unit that stands above itself."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def circular_parents(case: Case) -> Iterator[Gap]:
    """Units stand above each other in a circle.

    What it checks:
        Whoever follows `parent` from a unit upwards never comes back to it. One finding a circle.

    Why:
        Appointments at an institute count for the unit above it; in a circle there is none.

    Fails:
        units/ie.yaml with `parent: idi`, and units/idi.yaml with `parent: ie`

    Passes:
        units/ie.yaml with `parent: ntnu`, and units/idi.yaml with `parent: ie`

    Remedy:
        Correct one of the parents. This cannot be waived.
    """
    for unit_id, circle in case.register.units_in_circles.items():
        if unit_id == circle[0]:
            unit = case.register.units[unit_id]
            yield Gap(
                place=unit.at / "parent",
                subject={"unit": unit_id},
                facts={"unit": unit, "chain": " → ".join((*circle, circle[0]))},
            )
