"""What the commands have in common: the register is read, the options are understood, the text is written."""

import contextlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic_core import PydanticCustomError

from rolecheck.check import Report
from rolecheck.cli._console import canvas_for, environment_language, write
from rolecheck.cli._progress import watch_on
from rolecheck.cli._redact_key import new_key, redact_key
from rolecheck.errors import RolecheckError
from rolecheck.fields import LANGUAGES, read_day
from rolecheck.files import RegisterFiles, repository_path, write_text
from rolecheck.policy import FailOn, Policy
from rolecheck.redaction import Redactor
from rolecheck.register import Register, build
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_log
from rolecheck.render.summary import summary_lines
from rolecheck.rules import all_rules
from rolecheck.suggestions import closest
from rolecheck.watch import Watch
from rolecheck.wording import Speaker

_FAIL_ON: tuple[FailOn, ...] = ("error", "warning", "note", "never")
_COLORS = ("auto", "always", "never")


@dataclass(frozen=True)
class Session:
    """A register on a day, the folder that holds it, how to speak of it, and who watches what takes long.

    `key` is there where people are hidden by one that somebody gave.
    """

    folder: Path
    register: Register
    as_of: date
    speaker: Speaker
    watch: Watch
    key: bytes | None = field(default=None, repr=False)

    def placed(self, canvas: Canvas) -> Canvas:
        """The canvas, for formats that name files as seen from the root of the repository."""
        return replace(canvas, repository_path=repository_path(self.folder))


def open_session(
    files: RegisterFiles,
    *,
    as_of: str | None = None,
    language: str | None = None,
    redact: bool = False,
    redact_key_file: Path | None = None,
    color: str = "auto",
) -> Session:
    """Build the register from its files. Raises RolecheckError where the day, the language or the key will not do.

    A key hides people also without `redact`: whoever gives one means it. Whoever gives an empty one meant it, too.
    """
    day = _day(as_of)
    _check_language(language)
    given = redact_key(redact_key_file, hidden=redact)
    key = given or (new_key() if redact else None)
    watch = watch_on(sys.stderr, color=color, language=language)
    register = build(watch("reading", files.documents, files.number))
    redactor = Redactor(register, key) if key is not None else None
    speaker = Speaker(language or register.language, register, redactor)
    return Session(files.folder, register, day, speaker, watch, given)


def speaker_without_register(language: str | None) -> Speaker:
    """How to speak where no register is needed."""
    _check_language(language)
    return Speaker(language or environment_language())


def _check_language(language: str | None) -> None:
    if language is not None and language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)


def _day(as_of: str | None) -> date:
    if as_of is None:
        return datetime.now(ZoneInfo("Europe/Oslo")).date()
    try:
        return read_day(as_of)
    except PydanticCustomError as error:
        situation = "not-a-day" if error.type == "not-a-date" else "no-such-day"
        raise RolecheckError(situation, value=as_of) from None


def policy_of(
    register: Register,
    *,
    select: Sequence[str] | None = None,
    ignore: Sequence[str] | None = None,
    units: Sequence[str] | None = None,
    holders_too: bool = False,
    fail_on: str | None = None,
    use_waivers: bool = True,
) -> Policy:
    """The policy that the options ask for. An unknown rule, unit or severity is a RolecheckError, never nothing."""
    rules = [known("rule", rule, list(all_rules())) for rule in _split(select)]
    ignored = [known("rule", rule, list(all_rules())) for rule in _split(ignore)]
    chosen = known_units(register, units)
    if fail_on is not None and fail_on not in _FAIL_ON:
        raise RolecheckError("unknown-choice", option="--fail-on", value=fail_on, known=", ".join(_FAIL_ON))
    known_fail_on = next((choice for choice in _FAIL_ON if choice == fail_on), None)
    return Policy.of(
        register,
        select=rules,
        ignore=ignored,
        units=chosen,
        holders_too=holders_too,
        fail_on=known_fail_on,
        use_waivers=use_waivers,
    )


def known_units(register: Register, values: Sequence[str] | None) -> list[str]:
    """The units with these ids, also those whose files could not be read.

    Raises RolecheckError, with a suggestion from ids, names and aliases.
    """
    asked = _split(values)
    known_ids = {*register.units, *(register.unit_of_file(path) for path in register.unchecked)}
    if any(value not in known_ids for value in asked):
        spellings = {unit_id: unit_id for unit_id in register.units}
        for unit in register.units.values():
            for spelling in (*unit.aliases, *unit.name.all):
                spellings.setdefault(spelling, unit.id)
        wrong = next(value for value in asked if value not in known_ids)
        raise unknown("unit", wrong, spellings)
    return asked


def unknown(what: str, value: str, choices: Sequence[str] | dict[str, str]) -> RolecheckError:
    """The error for an option or argument that names nothing, with what it may have meant."""
    suggestion = closest(value, choices)
    listed = ", ".join(choices)
    return RolecheckError(f"unknown-{what}", value=value, suggestion=suggestion or "", known=listed)


def known(what: str, value: str, choices: Sequence[str]) -> str:
    """The value, where it is one of the choices. Raises RolecheckError, with a suggestion."""
    if value not in choices:
        raise unknown(what, value, choices)
    return value


def _split(values: Sequence[str] | None) -> list[str]:
    """Options that can be given several times may also be given as one list with commas."""
    return [part for value in values or () for part in value.split(",")]


def check_color(color: str) -> None:
    """Raise RolecheckError for what is no choice of colours."""
    if color not in _COLORS:
        raise RolecheckError("unknown-choice", option="--color", value=color, known=", ".join(_COLORS))


def canvas(color: str, output: Path | None) -> Canvas:
    """What the text will be shown on; a file has no colours unless they are asked for."""
    check_color(color)
    if output is not None and color == "auto":
        return Canvas(canvas_for(sys.stdout, "never").width)
    return canvas_for(sys.stdout, color)


def deliver(text: str, output: Path | None, speaker: Speaker | None = None) -> None:
    """Write a text for people to a file or to standard output; `speaker` has the last word on what may not be shown."""
    text = for_log(text if speaker is None else speaker.last_word(text))
    if output is None:
        write(text, sys.stdout)
    else:
        write_text(output, text)


def summarize(report: Report, speaker: Speaker, color: str) -> None:
    """Say on standard error what the findings come to, for a format that has no room for it."""
    lines = summary_lines(report, speaker, canvas_for(sys.stderr, color))
    with contextlib.suppress(OSError):  # the findings are out; without standard error, the exit code says the rest
        write(for_log("".join(f"{line}\n" for line in lines)), sys.stderr)
