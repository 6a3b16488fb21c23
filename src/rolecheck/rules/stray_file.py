"""A file that nobody reads."""

from collections.abc import Iterator

from rolecheck.finding import Gap, Severity
from rolecheck.rule import Case, Group, rule


@rule(group=Group.FILE, severity=Severity.WARNING)
def stray_file(case: Case) -> Iterator[Gap]:
    """A file stands where everything is read, but nobody reads it.

    What it checks:
        Files below `roles/` and `units/` are YAML (`.yaml` or `.yml`), Markdown or hidden. Role cards stand directly in
        `roles/`.

    Why:
        The author of `ie.yaml.bak` or `ie.json` may believe that it counts.

    Fails:
        units/ie.yaml.bak

    Passes:
        units/ie.yaml

    Remedy:
        Rename, move or remove the file. This cannot be waived.
    """
    yield from case.mistakes("stray-file")
