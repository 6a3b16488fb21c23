"""Spreads independent work over the processors, where that pays."""

import gc
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

PAYS_FROM = 150  # items; below, starting processes costs more than it saves
_ITEMS_AT_A_TIME = 100


def mapped(work: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
    """What `work` makes of each item, in order; with many items and several processors, in several processes."""
    processors = _processors()
    if len(items) < PAYS_FROM or processors == 1:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - a small register must not pay for it
    from multiprocessing import get_context  # noqa: PLC0415

    with ProcessPoolExecutor(min(processors, 8), mp_context=get_context("fork"), initializer=_start) as pool:
        yield from pool.map(work, items, chunksize=_ITEMS_AT_A_TIME)


def _processors() -> int:
    """How many processors this process may use; one where the system cannot fork."""
    if not hasattr(os, "fork"):
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _start() -> None:
    """A helper process leaves Ctrl-C to its parent, and never stops to look for garbage."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
