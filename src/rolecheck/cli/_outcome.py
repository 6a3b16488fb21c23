"""Everything that can go wrong becomes one line and an exit code."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from rolecheck.cli._console import complain, environment_language, silence_standard_output, take_away
from rolecheck.errors import RolecheckError

LANGUAGES = ("nb", "nn", "en")
EXIT_CANNOT_RUN = 2
EXIT_BUG = 3


def exit_code_of(run: Callable[[list[str]], int], arguments: list[str]) -> int:
    """The exit code of a run: its own, or why it could not be made; a bug of ours never shows as a traceback."""
    try:
        return run(arguments)
    except RolecheckError as error:
        complain(error, _language(arguments))
    except OSError as error:
        complain(RolecheckError("system", reason=error.strerror or error), _language(arguments))
        silence_standard_output()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is ours
        if "--debug" in arguments:
            take_away()
            import traceback  # noqa: PLC0415 - only a bug needs it

            traceback.print_exc()
        complain(RolecheckError("bug", reason=type(error).__name__), _language(arguments))
        return EXIT_BUG
    return EXIT_CANNOT_RUN


def _language(arguments: Sequence[str]) -> str:
    """The language that was asked for, also where the run did not come far enough to understand its options."""
    for option, value in pairwise((*arguments, "")):
        asked = value if option == "--language" else option.removeprefix("--language=")
        if asked != option and asked in LANGUAGES:
            return asked
    return environment_language()
