"""`rolecheck people`: who holds what."""

from typing import Annotated

import typer

from rolecheck.cli import _options as options


def people(
    process: Annotated[
        str | None, typer.Option("--process", metavar="ID", help="Only this process: its network.")
    ] = None,
    unit: options.Units = None,
    role: Annotated[str | None, typer.Option("--role", metavar="ID", help="Only this role.")] = None,
    register: options.RegisterOption = None,
    as_of: options.AsOf = None,
    language: options.Language = None,
    redact: options.Redact = False,
    redact_key_file: options.RedactKeyFile = None,
    output: options.Output = None,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Show who holds what, by process or by unit.

    Without --unit: the network of each process. With it: the local team of the unit and of those below it.
    """
    from rolecheck.files import read_register  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.cli import _session as session  # noqa: PLC0415
    from rolecheck.cli._folders import output_path  # noqa: PLC0415
    from rolecheck.render.people import render_people  # noqa: PLC0415
    from rolecheck.roster import Roster  # noqa: PLC0415

    file = None if output is None else output_path(output)
    canvas = session.canvas(color, file)
    opened = session.open_session(
        files, as_of=as_of, language=language, redact=redact, redact_key_file=redact_key_file, color=color
    )
    units = session.known_units(opened.register, unit)
    if process is not None:
        session.known("process", process, list(opened.register.processes))
    if role is not None:
        session.known("role", role, sorted(opened.register.roles))
    roster = Roster(opened.register, opened.as_of)
    wanted = roster.active_appointments(process=process, role=role, within_units=units)
    session.deliver(render_people(roster, wanted, units, opened.speaker, canvas), file, opened.speaker)
