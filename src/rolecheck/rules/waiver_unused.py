"""A waiver that accepts nothing."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.CARE, severity=Severity.WARNING, after_waivers=True)
def waiver_unused(case: Case) -> Iterator[Gap]:
    """A waiver is in force, but there is no gap that it accepts.

    What it checks:
        Every waiver in force matches at least one finding.

    Why:
        Either the gap is closed, and the waiver can go, or the waiver has a mistake and does not do what was decided.

    Fails:
        rule: too-few-people, unit: ad    while ad has two advisers

    Passes:
        rule: too-few-people, unit: ad    while ad has one adviser

    Remedy:
        Remove the waiver, or correct its rule or the keys that say what it concerns.
    """
    for waiver in case.sound_waivers:
        if waiver.in_force_on(case.as_of) and waiver.id not in case.waivers_with_findings:
            yield Gap(
                place=waiver.at / "id",
                subject={"waiver": waiver.id},
                facts={"waiver": waiver.id, "rule": waiver.rule},
                unit=case.register.unit_of_waiver(waiver),
            )
