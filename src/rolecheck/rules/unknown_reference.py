"""A reference that names nothing."""

from collections.abc import Iterator
from functools import cache

from rolecheck.finding import Gap, PersonId, Severity
from rolecheck.references import BrokenReference, References, Target
from rolecheck.rule import Case, Group, rule
from rolecheck.suggestions import closest


@rule(group=Group.REGISTER, severity=Severity.ERROR)
def unknown_reference(case: Case) -> Iterator[Gap]:
    """A reference names something that does not exist.

    What it checks:
        People, units, processes, roles, courses, sources, competences, groups, unit kinds and rules that a file names
        exist in the register. A competence that is attested stands on a card of one of the person's roles.

    Why:
        A misspelled name counts for nothing: the appointment, course or waiver that it stands in has no effect.

    Fails:
        process: insyn

    Passes:
        process: innsyn

    Remedy:
        Correct the name, or add what it names. Ids count, not names. This cannot be waived.
    """
    references = References(case.register, case.known_rules)
    candidates = cache(references.candidates)
    suggested = cache(lambda target, value: closest(value, candidates(target)))
    for broken in references.broken():
        yield _gap(broken, None if broken.elsewhere else suggested(broken.target, broken.value))


def _gap(broken: BrokenReference, suggestion: str | None) -> Gap:
    is_person = broken.target is Target.PERSON
    value = PersonId(broken.value) if is_person else broken.value
    return Gap(
        place=broken.place,
        subject={"file": broken.place.file, "field": broken.field, "value": value},
        facts={"value": value, "suggestion": PersonId(suggestion) if suggestion and is_person else suggestion},
        variant=_variant(broken),
    )


def _variant(broken: BrokenReference) -> str:
    """Which sentence: what is not there, or what follows from that where one would not think of it."""
    if broken.elsewhere:
        return "competence-elsewhere"
    return "granter" if broken.field == "granted_by" else broken.target.value
