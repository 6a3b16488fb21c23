"""`rolecheck report`: the gap report, unit by unit."""

import typer

from rolecheck.cli import _options as options


def report(
    register: options.RegisterArgument = None,
    unit: options.Units = None,
    leader: options.Leader = None,
    as_of: options.AsOf = None,
    language: options.Language = None,
    select: options.Select = None,
    ignore: options.Ignore = None,
    fail_on: options.FailOn = None,
    no_waivers: options.NoWaivers = False,
    redact: options.Redact = False,
    redact_key_file: options.RedactKeyFile = None,
    format_: options.ReportFormat = None,
    output: options.ReportOutput = None,
    csv_separator: options.CsvSeparator = "comma",
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Say unit by unit what must be done, by whom and when, and why; then all in a table.

    Each unit has its tasks, who holds what, who has which courses, what is missing, what ends soon, and what is waived.
    With one file a unit: rolecheck report --format html --output reports/

    Exits like validate: with 0, 1 or 2.
    """
    from rolecheck.files import read_register  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.check import check  # noqa: PLC0415
    from rolecheck.cli import _reports as reports  # noqa: PLC0415
    from rolecheck.cli import _session as session  # noqa: PLC0415

    target = reports.target_of(format_, output, color=color, separator=csv_separator)
    opened = session.open_session(
        files, as_of=as_of, language=language, redact=redact, redact_key_file=redact_key_file, color=color
    )
    units = reports.units_led_by(leader, unit, opened) if leader is not None else unit
    policy = session.policy_of(
        opened.register,
        select=select,
        ignore=ignore,
        units=units,
        holders_too=True,
        fail_on=fail_on,
        use_waivers=not no_waivers,
    )
    checked = check(opened.register, policy, opened.as_of, watch=opened.watch)
    reports.deliver_gap_report(checked, opened, target)
    if checked.failed:
        raise typer.Exit(1)
