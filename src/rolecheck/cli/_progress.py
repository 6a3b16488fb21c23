"""How far a long run has come: one line on standard error, on a terminal only, after a second, gone before the output."""

import os
import time
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, TextIO

from rolecheck.cli._console import canvas_for, environment_language, show_for_now, take_away
from rolecheck.watch import Item, Watch, total_of, unwatched
from rolecheck.wording import Speaker

if TYPE_CHECKING:
    from rich.console import Console

SECONDS_BEFORE = 1.0
SECONDS_BETWEEN = 0.1
_NARROWEST_BAR, _WIDEST_BAR = 8, 40
_PIPELINES = ("CI", "GITHUB_ACTIONS", "TF_BUILD")


def watch_on(stream: TextIO | None, *, color: str, language: str | None) -> Watch:
    """Who watches a run: nobody where the stream is no terminal that can take a line back, or where a pipeline runs."""
    if stream is None or not stream.isatty() or os.environ.get("TERM", "dumb") in {"", "dumb", "unknown"}:
        return unwatched
    if any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in _PIPELINES):
        return unwatched
    return _Progress(stream, color=color, language=language)


class _Progress:
    """Draws when an item passes. No thread draws, as one would be in the way of Ctrl-C and of the second reader.

    rich makes the line, and nothing else: its live display hides the cursor, which a run that is killed cannot undo.
    """

    def __init__(self, stream: TextIO, *, color: str, language: str | None) -> None:
        self._stream = stream
        self._color = color
        self._language = language
        self._begin = time.monotonic() + SECONDS_BEFORE
        self._next = self._begin

    def __call__(self, step: str, items: Iterable[Item], total: int | None = None, /) -> Iterator[Item]:
        number, total = 0, total_of(items, total)
        self._next = self._begin  # a new step shows itself at once
        try:
            for item in items:
                if time.monotonic() >= self._next:
                    self._show(step, number, total)
                yield item
                number += 1
        finally:
            take_away()

    def _show(self, step: str, number: int, total: int | None) -> None:
        show_for_now(self._line(step, number, total), self._stream)
        self._next = time.monotonic() + SECONDS_BETWEEN

    def _line(self, step: str, number: int, total: int | None) -> str:
        """The step, a bar where there is room for one, and the count, where the step has more than one item."""
        from rich.progress_bar import ProgressBar  # noqa: PLC0415 - a short run must not pay for rich
        from rich.table import Table  # noqa: PLC0415

        parts: list[str | ProgressBar] = [self._speaker.say(f"progress.{step}")]
        width = os.get_terminal_size(self._stream.fileno()).columns - 1  # a full line would wrap
        if total is not None and total > 1:
            count = self._speaker.say("progress.count", number=number, total=total)
            room = width - len(f"{parts[0]}  {count}")
            if room >= _NARROWEST_BAR:
                parts.append(ProgressBar(total, number, width=min(room, _WIDEST_BAR), complete_style="cyan"))
            parts.append(count)
        table = Table.grid(*("" for _ in parts), padding=(0, 1, 0, 0))
        table.add_row(*parts)
        with self._console.capture() as line:
            self._console.print(table, end="", width=width, no_wrap=True, crop=True)
        return line.get().partition("\n")[0]

    @cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self._language or environment_language())

    @cached_property
    def _console(self) -> "Console":
        from rich.console import Console  # noqa: PLC0415 - a short run must not pay for rich

        colors = canvas_for(self._stream, self._color).color
        return Console(file=self._stream, force_terminal=True, no_color=not colors, highlight=False, markup=False)
