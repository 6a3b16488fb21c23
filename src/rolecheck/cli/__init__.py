"""The command line: one file a command, found by its being here; the only clock and the only printing."""

import gc
import os
import sys

EXIT_INTERRUPTED = 130


def main() -> None:
    """Run `rolecheck` with the arguments of this process, and exit with its code."""
    # We use no plug-ins of pydantic, and looking for them costs a tenth of a start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # a run makes hundreds of thousands of objects and drops almost none
    try:
        from rolecheck.cli._outcome import exit_code_of  # noqa: PLC0415 - inside, so that Ctrl-C is heard from the start

        code = exit_code_of(_run, sys.argv[1:])
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    sys.exit(code)


def _run(arguments: list[str]) -> int:
    if arguments == ["--version"]:  # the commonest question of scripts needs no parser of command lines
        from rolecheck.cli._console import show_version  # noqa: PLC0415

        return show_version()
    from rolecheck.cli._app import run_command  # noqa: PLC0415 - --version must not pay for it

    return run_command(arguments)
