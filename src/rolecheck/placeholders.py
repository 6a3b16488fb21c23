"""What stands in the braces of a sentence: a fact, or a count with the word for one or for many."""

import string
from collections.abc import Mapping, Sequence
from typing import Any

_FIVE_DIGITS = 10_000


class PlaceholderFormatter(string.Formatter):
    """Fills braces; `{n:one|many}` counts, and a placeholder without a fact is a mistake of ours."""

    def __init__(self, thousands: str) -> None:
        super().__init__()
        self._thousands = thousands

    def format_field(self, value: Any, format_spec: str) -> str:
        """A fact as text, or a count and its word."""
        if "|" in format_spec:
            one, many = format_spec.split("|")
            return f"{self._number(value)} {one if value == 1 else many}"
        return str(value)

    def _number(self, value: int) -> str:
        """A count in digits; from five digits on, thousands stand apart."""
        if value < _FIVE_DIGITS:
            return str(value)
        return self._thousands.format(thousands=self._number(value // 1000), rest=f"{value % 1000:03}")

    def get_field(self, field_name: str, _args: Sequence[Any], kwargs: Mapping[str, Any]) -> tuple[Any, str]:
        """The fact of a name as it is written, dots and brackets included: nothing is looked up inside of it."""
        return kwargs[field_name], field_name
