"""What a template may ask while it lays out a page: words, addresses, and ids that stand once."""

from collections import Counter
from collections.abc import Callable, Sequence
from itertools import count

from rolecheck.render.blocks import IN_ORDER, Cell, Table, Tone
from rolecheck.wording import Speaker

# The address of another page by its name; "" where it cannot be reached.
Addresses = Callable[[str], str]
# Signs that differ in shape, so that nobody has to tell colours apart. They are no emoji on any system.
SIGNS: dict[Tone, str] = {"error": "✕", "warning": "▲", "note": "●", "waived": "◇", "good": "✓"}
_FEW_ROWS = 8  # of a table that is not cut in two on paper
_ROWS_ON_A_SHEET = 24  # of a grid, whose rows are low, and hard to read without the names above them
_LONG_ROWS = 4  # columns from which a table may be wider than its page
_MORE_TO_SAY: tuple[Tone, ...] = ("waived", "note")  # though it is in order


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

    def is_short(self, table: Table) -> bool:
        """Whether a table should stand on one sheet of paper."""
        return len(table.rows) <= (_ROWS_ON_A_SHEET if table.look == "grid" else _FEW_ROWS)

    def bar_words(self, parts: Sequence[Cell]) -> str:
        """What a bar shows: how much of the whole is in order, and of how much of that there is more to say."""
        numbers = Counter[Tone]()
        for cell in parts:
            numbers[cell.tone] += int(str(cell.value))
        in_order = sum(numbers[tone] for tone in IN_ORDER)
        said = self.say("site.bar-in-order", part=in_order, whole=numbers.total())
        of_which = [self.say(f"site.bar-{tone}", n=numbers[tone]) for tone in _MORE_TO_SAY if numbers[tone]]
        return self.say("site.bar-of-which", said=said, rest=", ".join(of_which)) if of_which else said

    def parts(self, numbers: list[int]) -> list[tuple[float, float]]:
        """Where each part of a bar begins and how wide it is, in per cent of the whole."""
        whole, begun, parts = sum(numbers), 0, []
        for number in numbers:
            parts.append((round(100 * begun / whole, 2), round(100 * number / whole, 2)) if whole else (0.0, 0.0))
            begun += number
        return parts
