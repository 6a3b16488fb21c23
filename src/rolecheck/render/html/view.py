"""What a template may ask while it lays out a page: words, addresses, and ids that stand once."""

from collections.abc import Callable
from itertools import count

from rolecheck.render.blocks import Tone
from rolecheck.wording import Speaker

# The address of another page by its name; "" where it cannot be reached.
Addresses = Callable[[str], str]
# Signs that differ in shape, so that nobody has to tell colours apart. They are no emoji on any system.
SIGNS: dict[Tone, str] = {"error": "✕", "warning": "▲", "note": "●", "waived": "◇", "good": "✓"}
_FEW_ROWS = 8  # of a table that is not cut in two on paper
_LONG_ROWS = 4  # columns from which a table may be wider than a telephone


def nowhere(_: str) -> str:
    """The addresses of a page that stands alone."""
    return ""


class View:
    """One page while it is laid out."""

    def __init__(self, speaker: Speaker, address: Addresses = nowhere) -> None:
        self.speaker = speaker
        self.address = address
        self._ids = count(1)
        self._tone_words: dict[Tone, str] = {}

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the user interface."""
        return self.speaker.say(key, **facts)

    def words(self, value: object) -> str:
        """A cell's value in words."""
        return value if isinstance(value, str) else self.speaker.text(value)

    def href(self, link: str) -> str:
        """Where a link leads; "" where it leads nowhere."""
        return self.address(link) if link else ""

    def sign(self, tone: Tone) -> str:
        """The sign of a tone."""
        return SIGNS.get(tone, "")

    def tone_word(self, tone: Tone) -> str:
        """The word for a tone."""
        if tone not in self._tone_words:
            self._tone_words[tone] = self.speaker.say(f"site.tone-{tone}")
        return self._tone_words[tone]

    def next_id(self) -> str:
        """An id that no other element of the page has."""
        return f"p{next(self._ids)}"

    def is_wide(self, columns: int) -> bool:
        """Whether a table of so many columns must be able to scroll."""
        return columns >= _LONG_ROWS

    def is_short(self, rows: int) -> bool:
        """Whether a table of so many rows should stand on one sheet of paper."""
        return rows <= _FEW_ROWS

    def parts(self, numbers: list[int]) -> list[tuple[float, float]]:
        """Where each part of a bar begins and how wide it is, in per cent of the whole."""
        whole, begun, parts = sum(numbers), 0, []
        for number in numbers:
            parts.append((round(100 * begun / whole, 2), round(100 * number / whole, 2)) if whole else (0.0, 0.0))
            begun += number
        return parts
