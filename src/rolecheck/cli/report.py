"""`rolecheck report`: the gap report, unit by unit."""

import typer

from rolecheck.cli import _options as options


def report(
    register: options.RegisterArgument = None,
    unit: options.Units = None,
    as_of: options.AsOf = None,
    language: options.Language = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = None,
    no_waivers: options.NoWaivers = False,
    redact: options.Redact = False,
    redact_key: options.RedactKey = None,
    output: options.Output = None,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Show unit by unit what is missing, then all in a table.

    Each unit has who holds what, who lacks what, and what to do.

    Exits like validate: with 0, 1 or 2.
    """
    from rolecheck.files import read_register  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.check import check  # noqa: PLC0415
    from rolecheck.cli import _session as session  # noqa: PLC0415
    from rolecheck.overview import overview_of  # noqa: PLC0415
    from rolecheck.render.report_as_terminal import render  # noqa: PLC0415

    canvas = session.canvas(color, output)
    opened = session.open_session(
        files, as_of=as_of, language=language, redact=redact, redact_key=redact_key, color=color
    )
    policy = session.policy_of(
        opened.register, select=select, ignore=ignore, units=unit, fail_on=fail_on, use_waivers=not no_waivers
    )
    checked = check(opened.register, policy, opened.as_of, watch=opened.watch)
    session.deliver(render(overview_of(checked), opened.speaker, canvas), output, opened.speaker)
    if checked.failed:
        raise typer.Exit(1)
