"""The names of the formats, for those who need no format: each is a file that is found by its being here."""

from rolecheck import render
from rolecheck.discovery import modules_of

PREFIX = "as_"


def formats() -> list[str]:
    """The names of the formats, in order."""
    return [name.removeprefix(PREFIX) for name in modules_of(render, PREFIX)]
