"""Where files of a run go: which place can be meant, and what is said of files that went."""

import contextlib
import os
import sys
from pathlib import Path

from rolecheck.cli._console import write
from rolecheck.cli._session import Session
from rolecheck.errors import RolecheckError
from rolecheck.files import holds_register
from rolecheck.layout import FOLDERS, kind_of
from rolecheck.render.escape import for_log, for_terminal
from rolecheck.written_list import Hides


def output_path(output: str | Path) -> Path:
    """The place that --output names. Raises RolecheckError where it names none, and for a file that a register has or may get.

    A link is followed, and is itself no file to replace.
    """
    if not output:  # as from a variable that is empty: not the folder that one stands in
        raise RolecheckError("empty-output")
    path = Path(output)
    for place in {_really(path), _really(path.parent) / path.name if path.name != ".." else _really(path)}:
        for folder in place.parents:
            if _is_read(place.relative_to(folder).as_posix()) and holds_register(folder):
                raise RolecheckError("output-in-register", file=output, register=folder)
    return path


def _really(path: Path) -> Path:
    return Path(os.path.realpath(path))


def _is_read(path: str) -> bool:
    """Whether a register reads what stands at a path in it, or looks there for files."""
    return path.partition("/")[0] in FOLDERS or kind_of(path) is not None


def hidden_in(opened: Session) -> Hides:
    """What the files of a session do not tell of people."""
    return Hides.NAMES if opened.speaker.redactor else Hides.NOTHING


def tell_removed(number: int, folder: Path, opened: Session) -> None:
    """Say on standard error how many files of earlier runs are gone, if any are."""
    if number:
        said = opened.speaker.say("folder.removed", n=number, folder=folder)
        with contextlib.suppress(OSError):  # the files are written; without standard error, they say the rest
            write(for_log(f"{for_terminal(said)}\n"), sys.stderr)
