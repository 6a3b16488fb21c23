"""Something that is said to have happened, but lies ahead."""

from collections.abc import Iterator
from datetime import date

from rolecheck.document import Place
from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def future_date(case: Case) -> Iterator[Gap]:
    """A date of something done lies after the day of the check.

    What it checks:
        `completed` of a course, `on` of an attestation and `reviewed` of a unit are not after the day of the check.

    Why:
        They say that something has been done. A plan is no fact, and most often the year is mistyped.

    Fails:
        {course: dfo-forvaltning-offentleglova, completed: 2062-03-12}

    Passes:
        {course: dfo-forvaltning-offentleglova, completed: 2026-03-12}

    Remedy:
        Check the date. Correct it only if it is wrong, and note nothing before it is done. This cannot be waived.
        `--as-of` with a past day finds whatever was done later; add `--ignore future-date` to look back.
    """
    for unit in case.register.units.values():
        if unit.reviewed is not None and unit.reviewed > case.as_of:
            yield _gap(case, unit.at / "reviewed", "reviewed", unit.reviewed)
    for person in case.register.people.values():
        for position, completion in enumerate(person.courses):
            if completion.completed > case.as_of:
                place = person.at / "courses" / position / "completed"
                yield _gap(case, place, "people.courses.completed", completion.completed)
        for position, attestation in enumerate(person.attested):
            if attestation.on > case.as_of:
                place = person.at / "attested" / position / "on"
                yield _gap(case, place, "people.attested.on", attestation.on)


def _gap(case: Case, place: Place, field: str, day: date) -> Gap:
    return Gap(
        place=place,
        subject={"file": place.file, "field": field, "value": str(day)},
        facts={"date": day, "as_of": case.as_of},
        variant=field.rpartition(".")[2],
    )
