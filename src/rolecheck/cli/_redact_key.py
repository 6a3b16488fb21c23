"""The secret that keeps pseudonyms the same from run to run: from a file or from the environment, never from an argument."""

import os
import stat
from pathlib import Path

from rolecheck.errors import RolecheckError
from rolecheck.files import read_file

VARIABLE = "ROLECHECK_REDACT_KEY"
# A pseudonym can be traced back by whoever tries all ids under all keys, so that a key must be out of reach of guessing.
FEWEST_CHARACTERS, FEWEST_DIFFERENT = 32, 8
_MOST_BYTES = 4096


def redact_key(file: Path | None) -> bytes:
    """The key in a file, else that in the environment, else a new one for this run alone.

    Raises RolecheckError where the file cannot be read, or can be by everybody on this machine; and for a key that can
    be guessed. The key itself is never shown.
    """
    if file is not None:
        return _checked(_read(file), str(file))
    given = os.environ.get(VARIABLE, "")
    return _checked(given.encode("utf-8", "surrogateescape"), VARIABLE) if given else os.urandom(32)


def _read(file: Path) -> bytes:
    data = read_file(file, _MOST_BYTES)
    try:
        mode = file.stat().st_mode
    except OSError as error:
        raise RolecheckError("unreadable-file", file=file, reason=error.strerror or error) from None
    if mode & (stat.S_IROTH | stat.S_IWOTH):
        raise RolecheckError("open-key-file", file=file, variable=VARIABLE)
    return data


def _checked(data: bytes, origin: str) -> bytes:
    key = data.strip()  # an editor ends a file with a new line
    if len(key) < FEWEST_CHARACTERS or len(set(key)) < FEWEST_DIFFERENT:
        raise RolecheckError("weak-key", origin=origin, fewest=FEWEST_CHARACTERS)
    return key
