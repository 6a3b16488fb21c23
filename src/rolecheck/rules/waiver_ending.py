"""A waiver that soon runs out."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.NOTE, after_waivers=True)
def waiver_ending(case: Case) -> Iterator[Gap]:
    """A waiver that is in force and needed runs out soon.

    What it checks:
        The last day of each waiver in force that matches a finding is more than `horizon_days` away.

    Why:
        From the day after, the gap counts. There is still time to close it.

    Fails:
        until: 2027-01-31    on 2026-11-21, with the usual horizon of 90 days

    Passes:
        until: 2027-06-30    on 2026-11-21, with the usual horizon of 90 days

    Remedy:
        Close the gap before the last day, or have the waiver granted anew.
    """
    for waiver in case.sound_waivers:
        in_use = waiver.in_force_on(case.as_of) and waiver.id in case.waivers_with_findings
        if in_use and waiver.until <= case.horizon:
            yield Gap(
                place=waiver.at / "id",
                subject={"waiver": waiver.id},
                facts={"waiver": waiver.id, "until": waiver.until, "rule": waiver.rule},
                unit=case.register.unit_of_waiver(waiver),
            )
