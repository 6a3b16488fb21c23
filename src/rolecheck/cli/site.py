"""`rolecheck site`: the register as web pages, which open from a disk."""

from typing import Annotated, Optional

import typer

from rolecheck.cli import _options as options


def site(
    register: options.RegisterArgument = None,
    output: Annotated[
        str, typer.Option("--output", metavar="DIR", help="The folder that the pages are written to.")
    ] = "site",
    public: Annotated[
        bool,
        typer.Option(
            "--public",
            help="Leave out everything about single people: no names, ids, addresses or leave. Where an id names "
            "somebody, the address of its page changes from run to run, unless a key keeps it (--redact-key-file).",
        ),
    ] = False,
    unit: options.Units = None,
    as_of: options.AsOf = None,
    language: Annotated[
        Optional[str],
        typer.Option(
            "--language",
            metavar="nb|nn|en",
            help="The language in which the site opens; the register's own without it. The pages are made in all three.",
        ),
    ] = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    no_waivers: options.NoWaivers = False,
    redact: options.Redact = False,
    redact_key_file: options.RedactKeyFile = None,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Write the register as web pages: all units, processes, role cards and rules.

    They open from a disk or from any web server, fetch nothing, and hold all languages. Pages that an earlier run wrote
    into the folder, and this one does not, are removed; with --unit, they stay.

    Exits with 0 when the pages are written, whatever they say, and with 2 otherwise: it is for validate to fail a pipeline.
    """
    from rolecheck.files import read_register  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.cli import _session as session  # noqa: PLC0415
    from rolecheck.cli._folders import output_path  # noqa: PLC0415
    from rolecheck.cli._site import publish  # noqa: PLC0415

    session.check_color(color)
    folder = output_path(output)
    opened = session.open_session(
        files, as_of=as_of, language=language, redact=redact or public, redact_key_file=redact_key_file, color=color
    )
    policy = session.policy_of(
        opened.register, select=select, ignore=ignore, units=unit, holders_too=True, use_waivers=not no_waivers
    )
    publish(opened, policy, folder, public=public)
