"""How long work lets itself be watched: each step hands its items to somebody who passes them on."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Watch(Protocol):
    """Passes the items of a step on, one by one, and sees how far the work has come.

    A step is named by its key under `[progress]` in the language files; without a total, the number of items is it.
    """

    def __call__(self, step: str, items: Iterable[Item], total: int | None = None, /) -> Iterable[Item]:
        """The items, as they are."""


def unwatched(_step: str, items: Iterable[Item], _total: int | None = None, /) -> Iterable[Item]:
    """Nobody looks on, which costs nothing."""
    return items


def total_of(items: Iterable[object], total: int | None) -> int | None:
    """How many items a step has, where that is known."""
    return len(items) if total is None and isinstance(items, Sequence) else total
