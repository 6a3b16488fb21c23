"""A second process reads part of a large register, so that two cores share the work.

Both processes take stretches of files from one queue until it is empty. What the second one has read it puts into a
file in memory, and says so through a pipe. It can only ever help: a stretch that it does not hand over – it was
killed, or met something that is not an ordinary sound file – is read by the first process, as if there were no other.
"""

import atexit
import contextlib
import errno
import marshal
import os
import resource
import signal
import struct
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, NoReturn

from rolecheck.document import Document

FEWEST_FILES = 150  # with fewer, a second process costs more than it saves
_STRETCH = 32  # files that are taken at a time
_MOST_STRETCHES = 10_000  # a pipe mostly holds 65,536 bytes, and all tickets must fit before anybody reads
_HANDLES_TO_SPARE = 64
_TICKET = struct.Struct("=I")  # the number of a stretch
_NOTICE = struct.Struct("=IQQ")  # the number of a stretch, and where in the shared file it stands

ReadOne = Callable[[int], Document]


class _Shared(NamedTuple):
    """The handles that both processes have."""

    tickets: int
    notices: int
    storage: int


def read_all(paths: Sequence[str], read_one: ReadOne) -> Iterator[Document]:
    """Each file once, in any order. `read_one` reads the file with a number; a second process begins right away."""
    second = _SecondReader.start(paths, read_one) if len(paths) >= FEWEST_FILES else None
    if second is None:
        return (read_one(number) for number in range(len(paths)))
    return second.documents()


class _SecondReader:
    """The first process's side: what is still to be read, and the second process."""

    def __init__(self, paths: Sequence[str], read_one: ReadOne, shared: _Shared, process: int) -> None:
        self._paths = paths
        self._read_one = read_one
        self._shared = shared
        self._process = process
        self._missing = set(range(len(_stretches(len(paths)))))
        atexit.register(self._end)  # also where the run ends before anything is asked for

    @classmethod
    def start(cls, paths: Sequence[str], read_one: ReadOne) -> "_SecondReader | None":
        """Begin to read in a second process; None where this machine, or this moment, does not allow one."""
        if not _can_fork():
            return None
        with contextlib.ExitStack() as handles:
            try:
                return cls._fork(paths, read_one, handles)
            except OSError:
                return None

    @classmethod
    def _fork(cls, paths: Sequence[str], read_one: ReadOne, handles: contextlib.ExitStack) -> "_SecondReader":
        def pipe() -> tuple[int, int]:
            ends = os.pipe()
            for end in ends:
                handles.callback(_close, end)
            return ends

        tickets, tickets_in = pipe()
        notices, notices_in = pipe()
        storage = os.memfd_create("rolecheck")
        handles.callback(_close, storage)
        stretches = _stretches(len(paths))
        os.set_blocking(tickets_in, False)
        queue = b"".join(_TICKET.pack(number) for number in range(len(stretches)))
        if os.write(tickets_in, queue) < len(queue):
            raise OSError(errno.ENOSPC, "a pipe that does not hold the queue")
        with _undisturbed():
            process = os.fork()
            if process == 0:
                signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C is the first process's to answer
        _close(tickets_in)  # so that the queue has an end
        if process == 0:
            _close(notices)
            _serve(_Shared(tickets, notices_in, storage), stretches, read_one)
        _close(notices_in)
        os.set_blocking(notices, False)
        handles.pop_all()
        return cls(paths, read_one, _Shared(tickets, notices, storage), process)

    def documents(self) -> Iterator[Document]:
        """Every file: what the second process has ready comes first, so that it is never waited for in vain."""
        stretches = _stretches(len(self._paths))
        try:
            while True:
                yield from self._handed_over(stretches)
                number = _take(self._shared.tickets)
                if number is None:
                    break
                self._missing.discard(number)
                yield from map(self._read_one, stretches[number])
            os.set_blocking(self._shared.notices, True)
            yield from self._handed_over(stretches)
        finally:
            self._end()
        for number in sorted(self._missing):
            yield from map(self._read_one, stretches[number])

    def _handed_over(self, stretches: Sequence[range]) -> Iterator[Document]:
        """The files of the stretches that the second process is done with."""
        for number, offset, length in _notices(self._shared.notices):
            self._missing.discard(number)
            read = marshal.loads(os.pread(self._shared.storage, length, offset))  # noqa: S302 - written by ourselves
            for file, parts in zip(stretches[number], read, strict=True):
                yield self._read_one(file) if parts is None else Document.from_parts(self._paths[file], parts)

    def _end(self) -> None:
        """The second process is gone after this, whether it was done or not."""
        atexit.unregister(self._end)
        for handle in self._shared:
            _close(handle)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._process, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self._process, 0)


def _can_fork() -> bool:
    """Whether a copy of this process is safe and cheap: one thread, handles to spare, a system that can share memory."""
    if not (hasattr(os, "fork") and hasattr(os, "memfd_create")) or threading.active_count() > 1:
        return False
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= _HANDLES_TO_SPARE and (os.cpu_count() or 1) > 1


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the second process knows that it is none of its business."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _stretches(files: int) -> list[range]:
    length = max(_STRETCH, -(-files // _MOST_STRETCHES))
    return [range(start, min(start + length, files)) for start in range(0, files, length)]


def _serve(shared: _Shared, stretches: Sequence[range], read_one: ReadOne) -> NoReturn:
    """What the second process does, to its end. It says nothing and cleans nothing up that is the first one's."""
    try:
        for handle in range(3):  # whoever reads what the first process says must not wait for the second
            _close(handle)
        end = 0
        while (number := _take(shared.tickets)) is not None:
            data = marshal.dumps([_parts(read_one(file)) for file in stretches[number]])
            _write_all(shared.storage, data)
            os.write(shared.notices, _NOTICE.pack(number, end, len(data)))
            end += len(data)
    finally:
        os._exit(0)  # whatever happened: what is not handed over is read by the first process


def _parts(document: Document) -> Any:
    return document.parts if not document.mistakes else None


def _write_all(handle: int, data: bytes) -> None:
    written = 0
    while written < len(data):
        written += os.write(handle, data[written:])


def _take(tickets: int) -> int | None:
    """The next stretch that nobody has taken."""
    ticket = os.read(tickets, _TICKET.size)
    return int(_TICKET.unpack(ticket)[0]) if len(ticket) == _TICKET.size else None


def _notices(handle: int) -> Iterator[tuple[int, int, int]]:
    """What the second process has said so far; where the handle waits, until it says no more."""
    while True:
        try:
            notice = os.read(handle, _NOTICE.size)
        except BlockingIOError:
            return
        if len(notice) < _NOTICE.size:
            return
        yield _NOTICE.unpack(notice)


def _close(handle: int) -> None:
    with contextlib.suppress(OSError):
        os.close(handle)
