"""A mapping that has a key twice."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.ERROR)
def duplicate_key(case: Case) -> Iterator[Gap]:
    """A key stands twice in one mapping.

    What it checks:
        Each key stands once in its mapping.

    Why:
        Only one of the two values can count, and most programs silently take the last.

    Fails:
        leader: kari.nordmann
        leader: ola.hansen

    Passes:
        leader: ola.hansen

    Remedy:
        Remove one of the two, or make one list of their values. Where keys of an item in a list begin anew, the dash before
        the next item is missing: that is one finding. This cannot be waived.
    """
    yield from case.mistakes("duplicate-key")
