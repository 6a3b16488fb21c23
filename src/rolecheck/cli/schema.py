"""`rolecheck schema`: JSON Schemas of the register's files, for editors and other tools."""

from pathlib import Path
from typing import Annotated

import typer

from rolecheck.cli import _options as options


def schema(
    file_kind: Annotated[
        str | None,
        typer.Option("--file-kind", metavar="KIND", help="Only this kind of file, such as unit; without it, all."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Write KIND.schema.json files into this folder.")
    ] = None,
    draft: Annotated[
        str | None,
        typer.Option("--draft", metavar="2020-12|7", help="The draft of JSON Schema; 2020-12, or 7 with --wire."),
    ] = None,
    register: Annotated[
        Path | None,
        typer.Option(
            "--register", metavar="REGISTER", help="Add the ids of this register, so that editors complete them."
        ),
    ] = None,
    wire: Annotated[
        bool,
        typer.Option(
            "--wire",
            help="Write the schemas into the register's folder .schema, and name them in .vscode/settings.json.",
        ),
    ] = False,
    redact: Annotated[
        bool,
        typer.Option("--redact", help="With --register: leave out the ids of people, and their names in other texts."),
    ] = False,
    language: options.Language = None,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Write JSON Schemas of the register's files, for editors.

    With --file-kind, one schema is printed; with --output or --wire, files are written; else, the kinds are listed.
    """
    from rolecheck.cli import _schemas as schemas  # noqa: PLC0415 - --help must not pay for the model
    from rolecheck.cli import _session as session  # noqa: PLC0415
    from rolecheck.cli._redact_key import check_environment, is_in_environment  # noqa: PLC0415

    check_environment(hidden=redact or register is None)  # without a register, no people stand in a schema
    redact = redact or is_in_environment()
    canvas = session.canvas(color, output)
    speaker = session.speaker_without_register(language)
    kinds = schemas.chosen(file_kind)
    chosen_draft = schemas.chosen_draft(draft, wire=wire)
    if wire:
        session.deliver(schemas.wire(kinds, chosen_draft, register, output, speaker, redact=redact), None)
    elif output is not None:
        made = schemas.made(kinds, chosen_draft, register, redact=redact)
        session.deliver(schemas.write(made, output, speaker), None)
    elif file_kind is not None:
        session.deliver(schemas.made(kinds, chosen_draft, register, redact=redact)[file_kind], None)
    else:
        session.deliver(schemas.listed(speaker, canvas), None)
