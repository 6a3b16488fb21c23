"""Where files of a run go: which place can be meant, and what is said of files that went."""

import contextlib
import os
import sys
from pathlib import Path

from rolecheck.cli._console import write
from rolecheck.cli._session import Session
from rolecheck.errors import RolecheckError
from rolecheck.layout import FOLDERS
from rolecheck.render.escape import for_log, for_terminal
from rolecheck.written_list import Hides


def output_path(output: str, register: Path) -> Path:
    """The place that --output names. Raises RolecheckError where it names none, and where the register is read from."""
    if not output:  # as from a variable that is empty: not the folder that one stands in
        raise RolecheckError("empty-output")
    place, root = Path(os.path.realpath(output)), Path(os.path.realpath(register))
    if place.is_relative_to(root) and place.relative_to(root).parts[:1] in {(name,) for name in FOLDERS}:
        raise RolecheckError("output-in-register", file=output, register=register)
    return Path(output)


def hidden_in(opened: Session) -> Hides:
    """What the files of a session do not tell of people."""
    return Hides.NAMES if opened.speaker.redactor else Hides.NOTHING


def tell_removed(number: int, folder: Path, opened: Session) -> None:
    """Say on standard error how many files of earlier runs are gone, if any are."""
    if number:
        said = opened.speaker.say("folder.removed", n=number, folder=folder)
        with contextlib.suppress(OSError):  # the files are written; without standard error, they say the rest
            write(for_log(f"{for_terminal(said)}\n"), sys.stderr)
