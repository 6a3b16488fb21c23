"""A reference that names nothing."""

from collections.abc import Iterator

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
    candidates: dict[Target, dict[str, str]] = {}
    for broken in references.broken():
        if broken.target not in candidates:
            candidates[broken.target] = references.candidates(broken.target)
        yield _gap(broken, candidates[broken.target])


def _gap(broken: BrokenReference, candidates: dict[str, str]) -> Gap:
    is_person = broken.target is Target.PERSON
    value = PersonId(broken.value) if is_person else broken.value
    suggestion = None if broken.elsewhere else closest(broken.value, candidates)
    return Gap(
        place=broken.place,
        subject={"file": broken.place.file, "field": broken.field, "value": value},
        facts={"value": value, "suggestion": PersonId(suggestion) if suggestion and is_person else suggestion},
        variant="competence-elsewhere" if broken.elsewhere else broken.target.value,
    )
