"""The command line: one file a command, found by its being here; the only clock and the only printing."""

import os
import sys

EXIT_INTERRUPTED = 130


def main() -> None:
    """Run `rolecheck` with the arguments of this process, and exit with its code."""
    # We use no plug-ins of pydantic, and looking for them costs a tenth of a start.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    if sys.argv[1:] == ["--version"]:  # the commonest question of scripts needs no command line parser
        from rolecheck import __version__  # noqa: PLC0415

        sys.stdout.write(f"rolecheck {__version__}\n")
        return
    try:
        from rolecheck.cli._app import run  # noqa: PLC0415 - --version must not pay for it

        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    sys.exit(code)
