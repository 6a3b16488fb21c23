"""A waiver that has run out while its gap is still open."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING, after_waivers=True)
def waiver_expired(case: Case) -> Iterator[Gap]:
    """A waiver has run out, and the gap that it accepted is still there.

    What it checks:
        No waiver whose last day is before the day of the check still matches a finding.

    Why:
        The gap counts again. Somebody promised to close it by that day.

    Fails:
        until: 2026-03-31    on 2026-04-01, while the gap is open

    Passes:
        the gap is closed, or the waiver still in force

    Remedy:
        Close the gap, or have the waiver granted anew with a new last day.
    """
    for waiver in case.sound_waivers:
        if waiver.until < case.as_of and waiver.id in case.waivers_with_findings:
            yield Gap(
                place=waiver.at / "id",
                subject={"waiver": waiver.id},
                facts={"waiver": waiver.id, "until": waiver.until, "rule": waiver.rule},
                unit=case.register.unit_of_waiver(waiver),
            )
