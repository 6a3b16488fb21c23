"""A file whose keys or values are not those of its kind."""

from collections.abc import Iterator
from dataclasses import replace

from rolecheck.finding import Gap, Severity
from rolecheck.meant_ids import MeantIds
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.ERROR)
def invalid_shape(case: Case) -> Iterator[Gap]:
    """A file does not have the shape that its kind of file must have.

    What it checks:
        Keys are known, also those without a value, and the required ones are there; lists are lists; dates are
        YYYY-MM-DD and stand in the calendar; ids are lower-case letters, digits and hyphens. Every mistake of a file is
        reported.

    Why:
        A misspelled key would otherwise be ignored, and what it says would not count.

    Fails:
        appointments:
          - person: kari.nordmann
            rolle: prosessradgiver
            from: 2024-02-30

    Passes:
        appointments:
          - person: kari.nordmann
            role: prosessradgiver
            from: 2024-02-29

    Remedy:
        The message names the key and, where one is near, the key or value that was probably meant. This cannot be waived.
    """
    ids = MeantIds(case.register)
    for gap in case.mistakes("invalid-shape"):
        yield _with_meant_id(gap, ids) if gap.variant == "not-an-id" else gap


def _with_meant_id(gap: Gap, ids: MeantIds) -> Gap:
    meant = ids.meant_by(str(gap.facts.get("value") or ""), gap.place)
    return replace(gap, facts={**gap.facts, "suggestion": meant})
