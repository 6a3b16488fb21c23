"""A required course that nobody can take any more."""

from collections.abc import Iterator

from rolecheck.cards import Completed
from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule
from rolecheck.training import is_closed


@rule(group=Group.COMPLIANCE, severity=Severity.WARNING)
def course_closed(case: Case) -> Iterator[Gap]:
    """A role card requires a course that is retired, and nothing replaces it.

    What it checks:
        The course of each `completed` norm can still be taken, or all courses of one list in its `also_met_by` can. While
        it cannot, nobody is reported for lacking it.

    Why:
        One gap on the card says more than the same gap for every person, who can do nothing about it.

    Fails:
        - id: ntnu-sak-radgiver
          retired: 2024-06-24

    Passes:
        - id: ntnu-sak-radgiver
          retired: 2024-06-24
          also_met_by: [[elements-radgiver]]

    Remedy:
        Name the course that replaces it in `also_met_by`, or change the norm on the card. If it waits, write a waiver.
    """
    norms = case.roster.norms
    for found in norms.all(Completed):
        course = case.register.courses[found.norm.course]
        process = found.card.process
        if is_closed(case.register, course, case.as_of) and (process is None or process in case.register.processes):
            yield Gap(
                place=found.norm.at / "id",
                subject={"role": found.card.role, "process": process, "course": course.id},
                facts={"card": found.card.name, "course": course, "retired": course.retired},
                norm=norms.reference(found),
            )
