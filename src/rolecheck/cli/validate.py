"""`rolecheck validate`: checks the register; the command for CI."""

import os
from dataclasses import replace

import typer

from rolecheck.cli import _options as options


def validate(
    context: typer.Context,
    register: options.RegisterArgument = None,
    as_of: options.AsOf = None,
    language: options.Language = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    unit: options.Units = None,
    fail_on: options.FailOn = None,
    no_waivers: options.NoWaivers = False,
    since: options.Since = None,
    baseline: options.Baseline = None,
    redact: options.Redact = False,
    redact_key_file: options.RedactKeyFile = None,
    format_: options.Format = None,
    output: options.Outputs = None,
    csv_separator: options.CsvSeparator = "comma",
    color: options.Color = "auto",
    show_config: options.ShowConfig = False,
    debug: options.Debug = False,
) -> None:
    """Check the register, and say what is missing.

    Each finding says where it stands, why it is required, and what to do. In GitHub Actions and Azure Pipelines,
    without --format, annotations follow.

    Exits with 0 when nothing is found at or above --fail-on, with 1 when something is, or when a file could not be
    checked, and with 2 when the run could not be made. With --since or --baseline, only what is new counts.
    """
    from rolecheck.files import read_register  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.check import check  # noqa: PLC0415
    from rolecheck.cli import _gate as gate  # noqa: PLC0415
    from rolecheck.cli import _outputs  # noqa: PLC0415
    from rolecheck.cli import _session as session  # noqa: PLC0415

    outputs = _outputs.outputs_of(format_, output, os.environ)
    _outputs.check_separator(csv_separator)
    session.check_color(color)
    opened = session.open_session(
        files, as_of=as_of, language=language, redact=redact, redact_key_file=redact_key_file, color=color
    )
    policy = session.policy_of(
        opened.register, select=select, ignore=ignore, units=unit, fail_on=fail_on, use_waivers=not no_waivers
    )
    if show_config:
        from rolecheck.cli._configuration import Configuration  # noqa: PLC0415
        from rolecheck.render.configuration import render_configuration  # noqa: PLC0415

        settings = Configuration(context, opened, policy).settings()
        session.deliver(render_configuration(settings, opened.speaker), None, opened.speaker)
        return
    report = check(opened.register, policy, opened.as_of, watch=opened.watch)
    report, speaker = gate.compared(report, opened, since=since, baseline=baseline)
    opened = replace(opened, speaker=speaker)
    _outputs.deliver_report(report, opened, outputs, color=color, separator=csv_separator)
    if report.failed:
        raise typer.Exit(1)
