"""Puts the commands together, and turns everything that can go wrong into one line and an exit code."""

import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

import typer
from typer.exceptions import TyperException

from rolecheck import __version__, cli
from rolecheck.cli._console import complain, environment_language, silence_standard_output
from rolecheck.discovery import load, modules_of
from rolecheck.errors import RolecheckError

LANGUAGES = ("nb", "nn", "en")
EXIT_CANNOT_RUN = 2
EXIT_BUG = 3


def _show_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"rolecheck {__version__}\n")
        raise typer.Exit


def _make_app() -> typer.Typer:
    app = typer.Typer(
        name="rolecheck",
        help="Role cards state norms, unit files state facts, rolecheck compares them.",
        add_completion=False,
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def everything(
        version: Annotated[
            bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
        ] = False,
        debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a mistake in rolecheck.")] = False,
    ) -> None:
        """Role cards state norms, unit files state facts, rolecheck compares them."""

    for name in modules_of(cli):
        app.command(name)(getattr(load(cli, name), name))
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code says whether the register passed, or why the run could not be made."""
    try:
        return int(_make_app()(args=list(arguments), prog_name="rolecheck", standalone_mode=False) or 0)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return cli.EXIT_INTERRUPTED
    except TyperException as error:
        _show_usage(error)
    except RolecheckError as error:
        complain(error, _language(arguments))
    except OSError as error:
        complain(RolecheckError("system", reason=error.strerror or error), _language(arguments))
        silence_standard_output()
    except Exception as error:  # noqa: BLE001 - a bug of ours must not reach a user as a traceback
        if "--debug" in arguments:
            import traceback  # noqa: PLC0415 - only a bug needs it

            traceback.print_exc()
        complain(RolecheckError("bug", reason=type(error).__name__), _language(arguments))
        return EXIT_BUG
    return EXIT_CANNOT_RUN


def _show_usage(error: TyperException) -> None:
    """What the parser of the command line has to say about its use, on standard error."""
    show = getattr(error, "show", None)
    if callable(show):
        show()
    else:
        sys.stderr.write(f"{error}\n")


def _language(arguments: Sequence[str]) -> str:
    """The language that was asked for, also where the run did not come far enough to understand its options."""
    for option, value in pairwise((*arguments, "")):
        asked = value if option == "--language" else option.removeprefix("--language=")
        if asked != option and asked in LANGUAGES:
            return asked
    return environment_language()
