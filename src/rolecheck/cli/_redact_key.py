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


def redact_key(file: Path | None, *, hidden: bool) -> bytes | None:
    """The key in a file, else that in the environment; None where neither gives one.

    `hidden` says whether people are hidden also without one. Raises RolecheckError where the file cannot be read, or can
    be by everybody on this machine; for a key that can be guessed; and where nothing but an empty variable would hide
    people. The key itself is never shown.
    """
    if file is not None:
        return _checked(_read(file), str(file))
    check_environment(hidden=hidden)
    given = os.environ.get(VARIABLE, "")
    return _checked(given.encode("utf-8", "surrogateescape"), VARIABLE) if given else None


def check_environment(*, hidden: bool) -> None:
    """Raise RolecheckError where the variable is there, but empty, and nothing else hides people.

    So it is in a pipeline whose secret is missing, and nobody would see it but those who now read the names.
    """
    if not hidden and os.environ.get(VARIABLE) == "":
        raise RolecheckError("empty-key", variable=VARIABLE)


def is_in_environment() -> bool:
    """Whether the environment gives a key."""
    return bool(os.environ.get(VARIABLE))


def new_key() -> bytes:
    """A key for this run alone."""
    return os.urandom(32)


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
    if len(key) < FEWEST_CHARACTERS or len(set(key)) < FEWEST_DIFFERENT or _repeats_itself(key):
        raise RolecheckError("weak-key", origin=origin, fewest=FEWEST_CHARACTERS)
    return key


def _repeats_itself(key: bytes) -> bool:
    """Whether a key is one block that is too short for a key, over and over; the last may be cut off."""
    longest = min(FEWEST_CHARACTERS - 1, len(key) - FEWEST_DIFFERENT)  # that few signs in a row do not meet by chance
    return any(key[block:] == key[:-block] for block in range(1, longest + 1))
