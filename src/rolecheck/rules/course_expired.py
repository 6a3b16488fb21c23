"""A holder of a role whose required course has expired."""

from collections.abc import Iterator

from rolecheck.finding import Gap
from rolecheck.rule import Case, Group, rule
from rolecheck.training import Standing


@rule(group=Group.COMPLIANCE)
def course_expired(case: Case) -> Iterator[Gap]:
    """A holder of a role has completed a required course, but it has expired.

    What it checks:
        A course with `valid_months` counts until the anniversary of the latest completion, that day included.

    Why:
        The catalogue says how long the course is fresh; rolecheck never invents an expiry.

    Fails:
        {course: brannvern, completed: 2022-03-12}    with `valid_months: 36`, on 2025-03-13

    Passes:
        {course: brannvern, completed: 2022-03-12}    with `valid_months: 36`, on 2025-03-12

    Remedy:
        Take the course again, and note it beside the old one. If it waits, write a waiver.
    """
    for duty in case.roster.required_training(Standing.EXPIRED):
        expired = case.register.courses[duty.person.courses[duty.training.completion].course]
        yield Gap(
            place=duty.person.at / "courses" / duty.training.completion / "course",
            subject=duty.subject,
            facts=duty.facts
            | {
                "expired": expired,
                "last_day": duty.training.last_day,
                "ways": case.roster.ways_to_meet(duty.course),
            },
            variant="" if expired is duty.course else "replacement",
            norm=duty.norm,
            related=duty.related,
        )
