"""A folder of generated files: each is written whole or not at all, and what others put there is never touched."""

import atexit
import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn, Self

from rolecheck.errors import RolecheckError
from rolecheck.written_list import HEADER, Entry, Output, folded, parts_of, read_entries

LIST = ".rolecheck-written"  # what earlier runs wrote, so that this one removes what is no longer made
_UNFINISHED = ".rolecheck-unfinished"
_MOST_BYTES_OF_A_LIST = 64 * 1024 * 1024
_IS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_ORDINARY = os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]], output: Output, *, ahead: Iterable[str] = ()) -> int:
    """Write many files, as they come, below a folder, which is made where it is missing; paths are relative, with `/`.

    What an earlier run of the same kind wrote here, and this one does not, is removed; how many files that were comes
    back. Raises RolecheckError where a file cannot be written, where its path leads out of the folder or through a
    link, and where something stands in its place that no run of this kind wrote; then the file is as it was, and
    nothing is removed. The paths that are known `ahead` are looked at before anything is written.
    """
    with _OutputFolder(folder, output) as opened:
        for path in ahead:
            opened.check(path)
        for path, data in files:
            opened.write(path, data)
        return opened.finish()


class _OutputFolder:
    """Everything is reached by handles, one folder at a time, so that no link, however late it appears, leads out.

    A path stands in the list before its file is made: a run that is cut off leaves nothing that the next one does not
    know for rolecheck's own. Files are not forced to the disk (fsync), as a run can always make them again.
    """

    def __init__(self, folder: Path, output: Output) -> None:
        self._folder = folder
        self._output = output
        self._handles = contextlib.ExitStack()
        self._made: dict[str, str] = {}  # by how a file system that ignores case sees them; folders end in "/"
        self._inner: tuple[tuple[str, ...], int] | None = None  # the folder inside that was written to last

    def __enter__(self) -> Self:
        try:
            with self._errors_of(""):
                os.makedirs(self._folder, exist_ok=True)
                self._root = self._kept(os.open(self._folder, _IS_FOLDER))
                self._list = self._kept(os.open(LIST, os.O_RDWR | os.O_APPEND | _ORDINARY, 0o666, dir_fd=self._root))
                self._before = self._read_list()  # of every kind
                self._is_new = not self._before
        except BaseException:
            self._handles.close()
            raise
        self._forget()  # what a run that was cut off has left
        atexit.register(self._forget)  # Ctrl-C ends the process without an exception
        return self

    def __exit__(self, error: object, *_: object) -> None:
        self._forget()
        if error is not None and self._is_new:
            with contextlib.suppress(OSError):
                os.unlink(LIST, dir_fd=self._root)
        atexit.unregister(self._forget)
        self._leave_inner()
        self._handles.close()

    # --- writing

    def check(self, path: str) -> None:
        """Raise RolecheckError where something stands in the place of a file."""
        *above, name = parts_of(path) or self._refuse("unsafe-file-name", path)
        with self._errors_of(path):
            outermost = _status(above[0], self._root) if above else None
            if outermost is not None and not stat.S_ISDIR(outermost.st_mode):
                self._refuse("foreign-file", path)
            self._mode_of(path, name, tuple(above))

    def write(self, path: str, data: bytes) -> None:
        """Write one file."""
        *above, name = parts_of(path) or self._refuse("unsafe-file-name", path)
        self._check_clash(path, above)
        with self._errors_of(path):
            known = self._own(path)
            if known is not None and known.path != path:
                self._remove(known.path)
            mode = self._mode_of(path, name, tuple(above))
            if known is None or self._output.hides < known.hides:
                os.write(self._list, str(self._entry(path)).encode())
                self._is_new = False
            folder = self._parent(tuple(above), make=True)
            if folder is None:
                self._refuse("foreign-file", path)
            self._fill(data, mode)
            os.replace(_UNFINISHED, name, src_dir_fd=self._root, dst_dir_fd=folder)

    def finish(self) -> int:
        """Remove what only earlier runs made, and leave the list of what there is now; how many files are gone."""
        others = {key: entry for key, entry in self._before.items() if self._made.get(key) != entry.path}
        gone = {key: entry for key, entry in others.items() if self._goes(key, entry)}
        removed = 0
        for key, entry in gone.items():
            with self._errors_of(entry.path):
                removed += key not in self._made and self._remove(entry.path)
        self._remove_empty({tuple(entry.path.split("/")[:-1]) for entry in gone.values()})
        self._leave_inner()
        written = [self._entry(path) for path in self._made.values() if not path.endswith("/")]
        kept = [entry for key, entry in others.items() if key not in gone]
        with self._errors_of(LIST):
            self._fill("".join((f"{HEADER}\n", *map(str, sorted((*written, *kept))))).encode(), None)
            os.replace(_UNFINISHED, LIST, src_dir_fd=self._root, dst_dir_fd=self._root)
        return removed

    def _goes(self, key: str, entry: Entry) -> bool:
        """Whether the file of an earlier run is not to stay as it was."""
        return key in self._made or (entry.kind == self._output.kind and self._output.outdates(entry))

    def _entry(self, path: str) -> Entry:
        return Entry(path, self._output.kind, self._output.hides)

    def _own(self, path: str) -> Entry | None:
        """What is known of a file that runs of this kind have written."""
        known = self._before.get(folded(path))
        return known if known is not None and known.kind == self._output.kind else None

    def _fill(self, data: bytes, mode: int | None) -> None:
        handle = os.open(_UNFINISHED, os.O_WRONLY | os.O_EXCL | _ORDINARY, 0o666, dir_fd=self._root)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            if mode is not None:
                os.fchmod(handle, mode)
        finally:
            os.close(handle)

    def _forget(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(_UNFINISHED, dir_fd=self._root)

    # --- what is there

    def _mode_of(self, path: str, name: str, above: tuple[str, ...]) -> int | None:
        """The permissions of the file that is replaced, None where there is none."""
        folder = self._parent(above, make=False)
        status = None if folder is None else _status(name, folder)
        if status is None:
            return None
        known = self._before.get(folded(path))
        if known is None or not stat.S_ISREG(status.st_mode):
            self._refuse("foreign-file", path)
        if known.kind != self._output.kind:
            self._refuse("other-output", path, command=f"rolecheck {known.kind}")
        return stat.S_IMODE(status.st_mode)

    def _check_clash(self, path: str, above: list[str]) -> None:
        """Raise RolecheckError where two paths are one on a file system that ignores case."""
        for folder in ("/".join(above[:length]) + "/" for length in range(1, len(above) + 1)):
            if self._made.setdefault(folded(folder), folder) != folder or folded(folder[:-1]) in self._made:
                self._refuse("clashing-file-names", path)
        if folded(path) in self._made or folded(f"{path}/") in self._made:
            self._refuse("clashing-file-names", path)
        self._made[folded(path)] = path

    def _remove(self, path: str) -> bool:
        """Remove a file that an earlier run wrote, unless it is gone, or somebody has put something else there."""
        *above, name = path.split("/")
        folder = self._parent(tuple(above), make=False)
        status = None if folder is None else _status(name, folder)
        if status is None or not stat.S_ISREG(status.st_mode):
            return False
        os.unlink(name, dir_fd=folder)
        return True

    def _remove_empty(self, folders: Iterable[tuple[str, ...]]) -> None:
        """Remove folders, and those that hold them, as far as they are empty: the innermost first."""
        within = {folder[:length] for folder in folders for length in range(1, len(folder) + 1)}
        for *above, name in sorted(within, key=len, reverse=True):
            outer = self._parent(tuple(above), make=False)
            if outer is None:
                continue
            with contextlib.suppress(OSError):  # it is gone, or something else is in it
                os.rmdir(name, dir_fd=outer)

    def _parent(self, above: tuple[str, ...], *, make: bool) -> int | None:
        """A handle for a folder inside; None where it is missing, and where something else stands in its place."""
        if not above:
            return self._root
        if self._inner is None or self._inner[0] != above:
            self._leave_inner()
            handle = _entered(above, self._root, make=make)
            if handle is None:
                return None
            self._inner = above, handle
        return self._inner[1]

    def _leave_inner(self) -> None:
        if self._inner is not None:
            os.close(self._inner[1])
            self._inner = None

    # --- the list

    def _read_list(self) -> dict[str, Entry]:
        """What earlier runs wrote. A line without an end was cut off before its file was made, and is cut away."""
        self._lock()
        data = b""
        while len(data) <= _MOST_BYTES_OF_A_LIST and (more := os.read(self._list, _MOST_BYTES_OF_A_LIST)):
            data += more
        whole, newline, rest = data.rpartition(b"\n")
        header, *lines = whole.decode("utf-8", "replace").split("\n")
        entries = read_entries(lines)
        ours = header == HEADER if newline else HEADER.encode().startswith(rest)
        if entries is None or not ours or len(data) > _MOST_BYTES_OF_A_LIST:
            self._refuse("foreign-file", LIST)
        os.ftruncate(self._list, len(whole + newline))
        if not newline:
            os.write(self._list, f"{HEADER}\n".encode())
        return entries

    def _lock(self) -> None:
        """Keep a second run out. Raises RolecheckError where one is at work, and where the list is no ordinary file."""
        if not stat.S_ISREG(os.fstat(self._list).st_mode):
            self._refuse("foreign-file", LIST)
        try:
            fcntl.flock(self._list, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._refuse("folder-in-use", "")
        except OSError:  # not every file system has locks
            return
        if os.fstat(self._list).st_nlink == 0:  # another run has put a new list in its place since it was opened
            self._refuse("folder-in-use", "")

    # --- small things

    def _kept(self, handle: int) -> int:
        self._handles.callback(os.close, handle)
        return handle

    @contextlib.contextmanager
    def _errors_of(self, path: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or error
            raise RolecheckError("cannot-write", file=self._folder / path, reason=reason) from None

    def _refuse(self, situation: str, path: str, **facts: object) -> NoReturn:
        raise RolecheckError(situation, file=self._folder / path, **facts)


def _status(name: str, folder: int) -> os.stat_result | None:
    try:
        return os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return None


def _entered(names: Iterable[str], outer: int, *, make: bool) -> int | None:
    """A handle for a folder inside another, never through a link; None where something else stands in the way."""
    handle = os.dup(outer)
    for name in names:
        try:
            inner = _opened_or_made(name, handle, make=make)
        except OSError as error:
            if error.errno not in {errno.ENOENT, errno.ENOTDIR, errno.ELOOP} or (make and error.errno == errno.ENOENT):
                raise
            return None
        finally:
            os.close(handle)
        handle = inner
    return handle


def _opened_or_made(name: str, outer: int, *, make: bool) -> int:
    flags = _IS_FOLDER | os.O_NOFOLLOW
    try:
        return os.open(name, flags, dir_fd=outer)
    except FileNotFoundError:
        if not make:
            raise
    os.mkdir(name, dir_fd=outer)
    return os.open(name, flags, dir_fd=outer)
