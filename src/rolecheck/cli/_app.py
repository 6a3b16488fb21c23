"""Puts the commands together."""

import sys
from typing import Annotated

import typer
from typer.exceptions import TyperException

from rolecheck import cli
from rolecheck.cli._console import show_version, silence_standard_output
from rolecheck.cli._outcome import EXIT_CANNOT_RUN
from rolecheck.discovery import load, modules_of


def _show_version(wanted: bool) -> None:
    if wanted:
        raise typer.Exit(show_version())


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


def run_command(arguments: list[str]) -> int:
    """Run one command; the exit code says whether the register passed."""
    try:
        return int(_make_app()(args=arguments, prog_name="rolecheck", standalone_mode=False) or 0)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        return cli.EXIT_INTERRUPTED
    except TyperException as error:
        _show_usage(error)
        return EXIT_CANNOT_RUN
    except SystemExit:  # how the parser of command lines ends when nobody reads its help
        silence_standard_output()
        return 0


def _show_usage(error: TyperException) -> None:
    """What the parser of the command line has to say about its use, on standard error."""
    show = getattr(error, "show", None)
    if callable(show):
        show()
    else:
        sys.stderr.write(f"{error}\n")
