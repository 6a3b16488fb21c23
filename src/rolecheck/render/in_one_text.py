"""A finding in one text, for a reader who sees it beside a line and without our layout."""

from rolecheck.render.escape import shortened
from rolecheck.sentences import Wording

LONGEST = 1_000
_ENDS = (".", "!", "?")


def told(words: Wording) -> str:
    """What is wrong, as a first sentence, and what to do."""
    message = words.message if words.message.endswith(_ENDS) else f"{words.message}."
    return shortened(f"{shortened(message, LONGEST // 2)} {words.help}".strip(), LONGEST)
