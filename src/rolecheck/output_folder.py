"""A folder of generated files: each is written whole or not at all, and what others put there is never touched."""

import atexit
import contextlib
import errno
import fcntl
import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn, Self

from rolecheck.errors import RolecheckError

LIST = ".rolecheck-written"  # what the last run wrote, so that this one removes what is no longer made
_UNFINISHED = ".rolecheck-unfinished"
_HEADER = "rolecheck-written/1"
_MOST_BYTES_OF_A_LIST = 64 * 1024 * 1024
_IS_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_ORDINARY = os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write many files, as they come, below a folder, which is made where it is missing; paths are relative, with `/`.

    What an earlier run wrote here and this one does not is removed. Raises RolecheckError where a file cannot be
    written, where its path leads out of the folder or through a link, and where something stands in its place that no
    run wrote; then the file is as it was, and nothing is removed.
    """
    with _OutputFolder(folder) as output:
        for path, data in files:
            output.write(path, data)
        output.finish()


class _OutputFolder:
    """Everything is reached by handles, one folder at a time, so that no link, however late it appears, leads out.

    A path stands in the list before its file is made: a run that is cut off leaves nothing that the next one does not
    know for rolecheck's own. Files are not forced to the disk (fsync), as a run can always make them again.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._handles = contextlib.ExitStack()
        self._made: dict[str, str] = {}  # by how a file system that ignores case sees them; folders end in "/"
        self._inner: tuple[tuple[str, ...], int] | None = None  # the folder inside that was written to last

    def __enter__(self) -> Self:
        try:
            with self._errors_of(""):
                os.makedirs(self._folder, exist_ok=True)
                self._root = self._kept(os.open(self._folder, _IS_FOLDER))
                self._list = self._kept(os.open(LIST, os.O_RDWR | os.O_APPEND | _ORDINARY, 0o666, dir_fd=self._root))
                self._before = self._read_list()
        except BaseException:
            self._handles.close()
            raise
        self._forget()  # what a run that was cut off has left
        atexit.register(self._forget)  # Ctrl-C ends the process without an exception
        return self

    def __exit__(self, *_: object) -> None:
        self._forget()
        atexit.unregister(self._forget)
        self._leave_inner()
        self._handles.close()

    # --- writing

    def write(self, path: str, data: bytes) -> None:
        """Write one file."""
        *above, name = _parts(path) or self._refuse("unsafe-file-name", path)
        self._check_clash(path, above)
        with self._errors_of(path):
            known = self._before.get(_folded(path))
            if known is not None and known != path:
                self._remove(known)
            mode = self._mode_of(path, name, tuple(above), ours=known is not None)
            if known is None:
                os.write(self._list, f"{path}\n".encode())
            folder = self._parent(tuple(above), make=True)
            if folder is None:
                self._refuse("foreign-file", path)
            self._fill(data, mode)
            os.replace(_UNFINISHED, name, src_dir_fd=self._root, dst_dir_fd=folder)

    def finish(self) -> None:
        """Remove what only earlier runs made, and leave the list of what there is now."""
        gone = [path for folded, path in self._before.items() if self._made.get(folded) != path]
        for path in gone:
            with self._errors_of(path):
                if _folded(path) not in self._made:
                    self._remove(path)
        self._remove_empty({tuple(path.split("/")[:-1]) for path in gone})
        self._leave_inner()
        written = sorted(path for path in self._made.values() if not path.endswith("/"))
        with self._errors_of(LIST):
            self._fill("".join(f"{line}\n" for line in (_HEADER, *written)).encode(), None)
            os.replace(_UNFINISHED, LIST, src_dir_fd=self._root, dst_dir_fd=self._root)

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

    def _mode_of(self, path: str, name: str, above: tuple[str, ...], *, ours: bool) -> int | None:
        """The permissions of the file that is replaced, None where there is none."""
        folder = self._parent(above, make=False)
        status = None if folder is None else _status(name, folder)
        if status is None:
            return None
        if not ours or not stat.S_ISREG(status.st_mode):
            self._refuse("foreign-file", path)
        return stat.S_IMODE(status.st_mode)

    def _check_clash(self, path: str, above: list[str]) -> None:
        """Raise RolecheckError where two paths are one on a file system that ignores case."""
        for folder in ("/".join(above[:length]) + "/" for length in range(1, len(above) + 1)):
            if self._made.setdefault(_folded(folder), folder) != folder or _folded(folder[:-1]) in self._made:
                self._refuse("clashing-file-names", path)
        if _folded(path) in self._made or _folded(f"{path}/") in self._made:
            self._refuse("clashing-file-names", path)
        self._made[_folded(path)] = path

    def _remove(self, path: str) -> None:
        """Remove a file that an earlier run wrote, unless it is gone, or somebody has put something else there."""
        *above, name = path.split("/")
        folder = self._parent(tuple(above), make=False)
        status = None if folder is None else _status(name, folder)
        if status is not None and stat.S_ISREG(status.st_mode):
            os.unlink(name, dir_fd=folder)

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

    def _read_list(self) -> dict[str, str]:
        """What earlier runs wrote. A line without an end was cut off before its file was made, and is cut away."""
        self._lock()
        data = b""
        while len(data) <= _MOST_BYTES_OF_A_LIST and (more := os.read(self._list, _MOST_BYTES_OF_A_LIST)):
            data += more
        whole, newline, rest = data.rpartition(b"\n")
        header, *paths = whole.decode("utf-8", "replace").split("\n")
        ours = header == _HEADER and all(map(_parts, paths)) if newline else _HEADER.encode().startswith(rest)
        if not ours or len(data) > _MOST_BYTES_OF_A_LIST:
            self._refuse("foreign-file", LIST)
        os.ftruncate(self._list, len(whole + newline))
        if not newline:
            os.write(self._list, f"{_HEADER}\n".encode())
        return {_folded(path): path for path in paths}

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

    def _refuse(self, situation: str, path: str) -> NoReturn:
        raise RolecheckError(situation, file=self._folder / path)


def _parts(path: str) -> list[str] | None:
    """The names of a path that is safe to write; None for any other. Names that begin like our own files are kept free."""
    parts = path.split("/")
    if not path.isprintable() or "\\" in path:
        return None
    unsafe = any(part in {"", ".", ".."} or part.casefold().startswith(".rolecheck") for part in parts)
    return None if unsafe else parts


def _folded(path: str) -> str:
    return path.casefold() if path.isascii() else unicodedata.normalize("NFC", path.casefold())


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
