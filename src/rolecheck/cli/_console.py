"""Standard output and standard error: their width, their colours, their encoding."""

import atexit
import codecs
import contextlib
import errno
import os
import shutil
import sys
from typing import Literal, TextIO

from rolecheck import __version__
from rolecheck.errors import RolecheckError
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log, for_terminal, shortened

ColorChoice = Literal["auto", "always", "never"]
WIDTH_OF_NO_TERMINAL = 100
MIN_WIDTH, MAX_WIDTH = 20, 400


def canvas_for(stream: TextIO | None, color: str) -> Canvas:
    """What a stream can show: `color` decides, then NO_COLOR, then FORCE_COLOR, then whether it is a terminal."""
    return Canvas(width=_width(), color=_has_color(stream, color))


def _width() -> int:
    columns = shutil.get_terminal_size((WIDTH_OF_NO_TERMINAL, 24)).columns
    return min(max(columns or WIDTH_OF_NO_TERMINAL, MIN_WIDTH), MAX_WIDTH)


def _has_color(stream: TextIO | None, color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream is not None and stream.isatty()


def write(text: str, stream: TextIO | None) -> None:
    """Write text that is fit to be shown; a sign that the stream's encoding lacks becomes an escape.

    Raises OSError where the stream takes nothing, as with a full disk.
    """
    take_away()
    if stream is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    encoding = stream.encoding or "utf-8"
    if codecs.lookup(encoding).name != "utf-8":
        text = text.removeprefix("\ufeff")  # the mark of UTF-8, which this is not
    try:
        stream.write(text.encode(encoding, _ESCAPED).decode(encoding))
        stream.flush()
    except BrokenPipeError:  # nobody reads on, as with `| head`; the exit code still says what was found
        silence_standard_output()


# --- what stands on the terminal for now

_shown_on: list[int] = []  # the handle of the terminal whose last line is to be taken away
_TAKE_AWAY = b"\r\x1b[K"


def show_for_now(line: str, stream: TextIO) -> None:
    """Show a line, without its end, until something else is said; a terminal that takes none gets none."""
    with contextlib.suppress(OSError, ValueError):
        text = f"\r{line}\x1b[K".encode(stream.encoding or "utf-8", "replace")
        if not _shown_on:
            atexit.register(take_away)  # Ctrl-C ends the process without an exception
            _shown_on.append(stream.fileno())
        os.write(stream.fileno(), text)


def take_away() -> None:
    """Take the line away that was shown for now. It passes by Python's buffers, so that Ctrl-C may do so at any time."""
    while _shown_on:
        with contextlib.suppress(OSError):
            os.write(_shown_on.pop(), _TAKE_AWAY)


# --- what is said


def show_version() -> int:
    """Print the version; the exit code."""
    write(f"rolecheck {__version__}\n", sys.stdout)
    return 0


def _escape(error: UnicodeError) -> tuple[str, int]:
    """What a stream cannot encode, as an escape that JSON knows, too."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{missing[at]:02x}{missing[at + 1]:02x}" for at in range(0, len(missing), 2)), error.end


_ESCAPED = "rolecheck-escaped"
codecs.register_error(_ESCAPED, _escape)


def silence_standard_output() -> None:
    """Let nothing more be written to standard output when the process ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(error: RolecheckError, language: str) -> None:
    """Say on standard error why the run cannot go on, and what to do; where nobody hears it, the exit code says it."""
    with contextlib.suppress(OSError, ValueError):
        write(_complaint(error, language), sys.stderr)


def _complaint(error: RolecheckError, language: str) -> str:
    from rolecheck.wording import Speaker  # noqa: PLC0415 - --help must not pay for it

    try:
        speaker = Speaker(language)
    except OSError:  # so few handles are left that not even the sentences can be read
        return f"error: {error}\n"
    message: str = speaker.say(f"errors.{error.situation}.message", **error.facts)
    help_: str = speaker.say(f"errors.{error.situation}.help", **error.facts)
    if error.facts.get("suggestion") and error.situation.startswith("unknown"):
        help_ = f"{speaker.say('common.suggestion', **error.facts)} {help_}"
    label = speaker.common("error")
    return for_log(f"{label}: {for_terminal(shortened(message))}\n  {for_terminal(shortened(help_, 600))}\n")


def environment_language() -> str:
    """The language of the user's session, for what is said before a register is read."""
    asked = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return {"nb": "nb", "no": "nb", "nn": "nn"}.get(asked[:2], "en")
