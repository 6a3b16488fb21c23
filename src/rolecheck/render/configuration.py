"""Every setting of a run, a line each: its name, its value, and where that comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from rolecheck.finding import Facts
from rolecheck.render.escape import for_terminal, shortened
from rolecheck.wording import Speaker

_LONGEST = 1_000


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting. `origin` names the sentence that says where the value comes from, `facts` fill it.

    Where the value is a word of ours, such as “yes”, `word` names it.
    """

    name: str
    value: object = ""
    origin: str = ""
    facts: Facts = field(default_factory=dict)
    word: str = ""


def render_configuration(settings: Iterable[Setting], speaker: Speaker) -> str:
    """The settings in the order in which they come."""
    return "".join(f"{_line(setting, speaker)}\n" for setting in settings)


def _line(setting: Setting, speaker: Speaker) -> str:
    value = speaker.say(f"settings.{setting.word}") if setting.word else speaker.text(setting.value)
    origin = speaker.say(f"settings.{setting.origin}", **setting.facts)
    return f"{_clean(setting.name)} = {_clean(value)}  ({_clean(origin)})"


def _clean(text: str) -> str:
    return for_terminal(shortened(text, _LONGEST))
