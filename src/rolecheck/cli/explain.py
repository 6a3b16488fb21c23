"""`rolecheck explain`: what a rule checks, why, and how to put things right."""

from typing import Annotated

import typer

from rolecheck.cli import _options as options


def explain(
    rule: Annotated[str | None, typer.Argument(metavar="[RULE]", help="The rule; without it, all of them.")] = None,
    language: options.Language = None,
    color: options.Color = "auto",
    debug: options.Debug = False,
) -> None:
    """Explain a rule; without one, list them."""
    from rolecheck.cli import _session as session  # noqa: PLC0415 - --help must not pay for the rules
    from rolecheck.render.explanation import render_rule, render_rules  # noqa: PLC0415
    from rolecheck.rules import all_rules  # noqa: PLC0415

    canvas = session.canvas(color, None)
    speaker = session.speaker_without_register(language)
    if rule is None:
        session.deliver(render_rules(speaker, canvas), None)
        return
    session.known("rule", rule, list(all_rules()))
    session.deliver(render_rule(all_rules()[rule], speaker, canvas), None)
