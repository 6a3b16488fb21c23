"""A file that is no readable YAML."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.ERROR)
def invalid_yaml(case: Case) -> Iterator[Gap]:
    """A file is not readable YAML.

    What it checks:
        The file is YAML in UTF-8, is not empty, is at most 1 MiB, nests at most 50 levels, has no text over 10,000
        characters, and holds no character that nobody can see: control characters, invisible line breaks (U+0085,
        U+2028, U+2029) and characters that turn the direction of writing – also when written as an escape.

    Why:
        One misplaced sign can hide the rest of a file. Invisible characters make a file say something else than it
        shows to the person who approves it.

    Fails:
        name: Institutt: design

    Passes:
        name: "Institutt: design"

    Remedy:
        Go to the line and column. Most often a text needs quotation marks, or a line is indented too little or too much.
        This cannot be waived.
    """
    yield from case.mistakes("invalid-yaml")
