"""The names of the formats, for those who need no format: each is a file that is found by its being here."""

from types import ModuleType

from rolecheck import render
from rolecheck.discovery import modules_of

PREFIX = "as_"


def formats(package: ModuleType = render) -> list[str]:
    """The names of the formats of a package – of findings, if none is given – in order."""
    return [name.removeprefix(PREFIX) for name in modules_of(package, PREFIX)]
