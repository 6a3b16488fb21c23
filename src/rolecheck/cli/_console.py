"""Standard output and standard error: their width, their colours, their encoding."""

import contextlib
import os
import shutil
import sys
from typing import Literal, TextIO

from rolecheck.errors import RolecheckError
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_terminal, shortened

ColorChoice = Literal["auto", "always", "never"]
WIDTH_OF_NO_TERMINAL = 100
MIN_WIDTH, MAX_WIDTH = 20, 400


def canvas_for(stream: TextIO, color: str) -> Canvas:
    """What a stream can show: `color` decides, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    return Canvas(width=_width(), color=_has_color(stream, color))


def _width() -> int:
    columns = shutil.get_terminal_size((WIDTH_OF_NO_TERMINAL, 24)).columns
    return min(max(columns or WIDTH_OF_NO_TERMINAL, MIN_WIDTH), MAX_WIDTH)


def _has_color(stream: TextIO, color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty()


def write(text: str, stream: TextIO | None = None) -> None:
    """Write text that is fit to be shown; a sign that the stream's encoding lacks becomes an escape."""
    stream = stream or sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:  # nobody reads on, as with `| head`; the exit code still says what was found
        silence_standard_output()


def silence_standard_output() -> None:
    """Let nothing more be written to standard output when the process ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(error: RolecheckError, language: str) -> None:
    """Say on standard error why the run cannot go on, and what to do."""
    from rolecheck.wording import Speaker  # noqa: PLC0415 - --help must not pay for it

    speaker = Speaker(language)
    message = speaker.say(f"errors.{error.situation}.message", **error.facts)
    help_ = speaker.say(f"errors.{error.situation}.help", **error.facts)
    if error.facts.get("suggestion") and error.situation.startswith("unknown"):
        help_ = f"{speaker.say('common.suggestion', **error.facts)} {help_}"
    label = speaker.common("error")
    write(f"{label}: {for_terminal(shortened(message))}\n  {for_terminal(shortened(help_, 600))}\n", sys.stderr)


def environment_language() -> str:
    """The language of the user's session, for what is said before a register is read."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return {"nb": "nb", "no": "nb", "nn": "nn"}.get(asked[:2], "en")
