"""The command line: one file a command, found by its being here; the only clock and the only printing."""

import atexit
import contextlib
import gc
import os
import signal
import sys
from typing import NoReturn

EXIT_INTERRUPTED = 130


def main() -> None:
    """Run `rolecheck` with the arguments of this process, and exit with its code."""
    # We use no plug-ins of pydantic, and looking for them costs a tenth of a start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # a run makes hundreds of thousands of objects and drops almost none
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:  # in the background of a script, Ctrl-C is for others
        signal.signal(signal.SIGINT, _leave_at_once)
    from rolecheck.cli._outcome import exit_code_of  # noqa: PLC0415 - after it, so that Ctrl-C is heard from the start

    _leave(exit_code_of(_run, sys.argv[1:]))


def _leave_at_once(*_: object) -> NoReturn:
    """Answer Ctrl-C.

    An exception would not do. Libraries written in other languages turn it into one of theirs, or drop it; and where it
    meets code that is made from text, as the methods of dataclasses are, Python dies by the signal in the end.
    """
    _tidy_up()
    os._exit(EXIT_INTERRUPTED)


def _leave(code: int) -> NoReturn:
    """End the process with a code.

    Python would first take every module and object apart, which is a fifth of a short run and helps nobody.
    """
    _tidy_up()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):  # what cannot be written has been told of
            stream.flush()
    os._exit(code)


def _tidy_up() -> None:
    """What is registered for the end of the process, which os._exit leaves out."""
    atexit._run_exitfuncs()  # noqa: SLF001 - the only name it has


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # the commonest question of scripts needs no parser of command lines
        from rolecheck.cli._console import show_version  # noqa: PLC0415

        return show_version()
    from rolecheck.cli._app import run_command  # noqa: PLC0415 - --version must not pay for it

    return run_command(arguments)
