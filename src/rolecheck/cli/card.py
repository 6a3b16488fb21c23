"""`rolecheck card`: a role card as a person wants to read it."""

from typing import Annotated

import typer

from rolecheck.cli import _options as options


def card(
    role_card: Annotated[
        str | None, typer.Argument(metavar="[ROLE-CARD]", help="The id of the card; without it, all of them.")
    ] = None,
    register: options.RegisterOption = None,
    language: options.Language = None,
    redact: options.Redact = False,
    redact_key_file: options.RedactKeyFile = None,
    output: options.Output = None,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Show a role card; without an id, list them."""
    from rolecheck.files import read_register  # noqa: PLC0415 - --help must not pay for the rules

    files = read_register(register)  # a large register is being read while the rest is loaded
    from rolecheck.cli import _session as session  # noqa: PLC0415
    from rolecheck.cli._folders import output_path  # noqa: PLC0415
    from rolecheck.render.role_card import render_card, render_list  # noqa: PLC0415

    file = None if output is None else output_path(output)
    canvas = session.canvas(color, file)
    opened = session.open_session(files, language=language, redact=redact, redact_key_file=redact_key_file, color=color)
    cards = opened.register.cards
    if role_card is None:
        text = render_list(opened.register, opened.speaker, canvas)
    else:
        session.known("card", role_card, list(cards))
        text = render_card(opened.register, cards[role_card], opened.speaker, canvas)
    session.deliver(text, file, opened.speaker)
