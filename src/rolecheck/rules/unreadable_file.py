"""A path of the register that cannot be read as a file."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.ERROR)
def unreadable_file(case: Case) -> Iterator[Gap]:
    """A file of the register cannot be read.

    What it checks:
        Everything that rolecheck should read is an ordinary file that can be opened: not a symbolic link, not a device
        or a named pipe, not a folder with the name of a YAML file, and not a file without read permission.

    Why:
        A link can lead out of the register, so links are never followed. What is not read is not checked, and a report
        that says nothing about it would be taken for good news.

    Fails:
        units/ie.yaml -> /somewhere/else/ie.yaml

    Passes:
        units/ie.yaml    (a file of its own)

    Remedy:
        Put the file itself in the place of the link, or rename the folder. This cannot be waived.
    """
    yield from case.mistakes("unreadable-file")
