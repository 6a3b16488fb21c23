"""A holder of a role who has not completed a required course."""

from collections.abc import Iterator
from datetime import date

from rolecheck.finding import Gap
from rolecheck.model import Course
from rolecheck.rule import Case, Group, rule
from rolecheck.training import Standing


@rule(group=Group.COMPLIANCE)
def course_missing(case: Case) -> Iterator[Gap]:
    """A holder of a role has not completed a course that the role requires.

    What it checks:
        Everybody who holds the role has completed the course of each `completed` norm on or before the day, or all
        courses of one list in the course's `also_met_by`.

    Why:
        The role card says which courses the role cannot be filled without.

    Fails:
        - id: ola.hansen
          courses: []

    Passes:
        - id: ola.hansen
          courses:
            - {course: dfo-forvaltning-offentleglova, completed: 2025-03-12}

    Remedy:
        Take the course, and note it in the unit file. If it waits, write a waiver.
    """
    for duty in case.roster.required_training(Standing.MISSING):
        yield Gap(
            place=duty.person.at / "id",
            subject=duty.subject,
            facts=duty.facts | {"ways": case.roster.ways_to_meet(duty.course)},
            norm=duty.norm,
            related=duty.related,
            variant=_variant(duty.course, case.as_of),
        )


def _variant(course: Course, day: date) -> str:
    if not course.also_met_by:
        return ""
    return "retired" if course.retired_on(day) else "with-replacements"
