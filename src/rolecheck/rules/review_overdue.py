"""A unit file that its leader has not confirmed for a long time."""

from collections.abc import Iterator

from rolecheck.calendar import add_months
from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING)
def review_overdue(case: Case) -> Iterator[Gap]:
    """A unit's file has not been reviewed for longer than the register allows.

    What it checks:
        Where the register sets `review_months`, each active unit has `reviewed`, and the day is not after that date plus
        so many months.

    Why:
        Data are to be up to date. People leave and courses are taken, and the file does not know unless somebody looks.

    Fails:
        reviewed: 2025-09-01    with `review_months: 12`, on 2026-09-02

    Passes:
        reviewed: 2025-09-01    with `review_months: 12`, on 2026-09-01

    Remedy:
        Read the file through, correct what is wrong, and set `reviewed` to the day on which you did. If it waits, write a
        waiver.
    """
    months = case.register.settings.review_months if case.register.settings else None
    if months is None:
        return
    for unit in case.roster.active_units.values():
        if unit.reviewed is None or case.as_of > add_months(unit.reviewed, months):
            never = unit.reviewed is None
            yield Gap(
                place=unit.at / ("id" if never else "reviewed"),
                subject={"unit": unit.id},
                facts={"unit": unit, "reviewed": unit.reviewed, "months": months},
                variant="never" if never else "",
            )
