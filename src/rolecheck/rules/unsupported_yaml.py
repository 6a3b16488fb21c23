"""YAML outside the small dialect that a register uses."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.ERROR)
def unsupported_yaml(case: Case) -> Iterator[Gap]:
    """A file uses a part of YAML that a register does without.

    What it checks:
        A register uses plain mappings, lists and texts. Anchors (&), aliases (*), merge keys (<<), tags (!), directives
        (%), several documents in one file, and keys that are no text are refused.

    Why:
        What a line says must stand on that line: an alias or a merge key means that an edit in one place changes another,
        which a reader of the change does not see.

    Fails:
        leader: &leader kari.nordmann

    Passes:
        leader: kari.nordmann

    Remedy:
        Write the value out where it is needed. This cannot be waived.
    """
    yield from case.mistakes("unsupported-yaml")
