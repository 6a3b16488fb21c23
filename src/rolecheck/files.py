"""The outside world: the folder of a register comes in, and text goes out."""

import atexit
import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from rolecheck.document import Document
from rolecheck.errors import RolecheckError
from rolecheck.layout import FOLDERS, FileKind, is_yaml_name, kind_of, shown_path
from rolecheck.output_folder import write_folder as write_folder  # noqa: PLC0414 - one door to the outside world
from rolecheck.read_ahead import read_all
from rolecheck.source import MAX_BYTES

# --- finding a register -------------------------------------------------------------------------------------------


def find_register(path: Path | None) -> Path:
    """The folder of the register: the one that is named, else the first that is found from here upwards.

    Raises RolecheckError where there is none.
    """
    if path is not None:
        return _named_register(path)
    here = Path.cwd()
    for folder in (here, *here.parents):
        for candidate in (folder, folder / "data"):
            if holds_register(candidate):
                return candidate
    raise RolecheckError("no-register-found", folder=here)


def _named_register(path: Path) -> Path:
    if not path.is_dir():
        raise RolecheckError("not-a-folder", folder=path)
    if holds_register(path):
        return path
    near = next((folder for folder in (path / "data", *path.absolute().parents) if holds_register(folder)), None)
    if near is not None:
        raise RolecheckError("no-register-but", folder=path, suggestion=near)
    raise RolecheckError("no-register", folder=path)


def holds_register(folder: Path) -> bool:
    """Whether a folder holds `rolecheck.yaml`, whatever the case of its ending."""
    try:
        names = os.listdir(folder)
    except OSError:
        return False
    return any(kind_of(name) is FileKind.SETTINGS for name in names)


def repository_root(folder: Path) -> Path | None:
    """The nearest folder, from an absolute one upwards, that holds `.git`, be it a folder or a file. Git is not asked."""
    return next((above for above in (folder, *folder.parents) if (above / ".git").exists()), None)


def repository_path(folder: Path) -> str:
    """A folder as seen from the root of its git repository or, outside of one, from the current folder; with `/`.

    Empty where the two are one.
    """
    for seen in (os.path.realpath(folder), os.path.abspath(folder)):  # a link may lead out of the repository
        root = repository_root(Path(seen))
        if root is not None:
            return _shown_below(seen, root)
    return _shown_below(os.path.abspath(folder), Path.cwd())


def _shown_below(folder: str, root: Path) -> str:
    path = os.path.relpath(folder, root).replace(os.sep, "/")
    return "" if path == "." else shown_path(path)


# --- reading ------------------------------------------------------------------------------------------------------


class RegisterFiles(NamedTuple):
    """The folder of a register, and its files; they are read as they are asked for."""

    folder: Path
    documents: Iterator[Document]
    number: int


def read_register(path: Path | None) -> RegisterFiles:
    """The register that is named or found; see `find_register` and `read_folder`."""
    folder = find_register(path)
    listed = _listed_in(folder)
    return RegisterFiles(folder, _read_listed(folder, listed), len(listed))


def read_folder(folder: Path) -> Iterator[Document]:
    """Every file of a register, in any order, with what keeps it from being read where something does.

    Files are read as they are asked for; those of a large register by a second process, which begins right away.

    Raises RolecheckError for a folder that cannot be listed, and for a register without units or role cards.
    """
    return _read_listed(folder, _listed_in(folder))


def _listed_in(folder: Path) -> list[tuple[str, str]]:
    listed = sorted(_listed(folder))
    for part in FOLDERS:
        if not any(kind_of(path) == part for path, _ in listed):
            raise RolecheckError("empty-register", folder=folder, what=f"{part}/*.yaml")
    return listed


def _read_listed(folder: Path, listed: Sequence[tuple[str, str]]) -> Iterator[Document]:
    return read_all([shown_path(path) for path, _ in listed], lambda number: _read(folder, *listed[number]))


def _listed(folder: Path) -> Iterator[tuple[str, str]]:
    """The path of each thing to read, and what keeps it from being read ("" where nothing does yet)."""
    for entry in _entries(folder):
        if entry.name in FOLDERS:
            if entry.is_symlink():
                yield entry.name, "link"
            elif entry.is_dir(follow_symlinks=False):
                yield from _listed_below(entry.path, entry.name)
        elif kind_of(entry.name) is not None:
            yield entry.name, _obstacle(entry)


def _listed_below(folder: str, path: str) -> Iterator[tuple[str, str]]:
    folders = [(folder, path)]  # not by recursion: folders can be nested deeper than calls
    while folders:
        folder, path = folders.pop()
        for entry in _entries(folder):
            inner = f"{path}/{entry.name}"
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False) and not is_yaml_name(entry.name):
                folders.append((entry.path, inner))
            elif entry.is_symlink() or kind_of(inner) is not None:
                yield inner, _obstacle(entry)


def _entries(folder: str | Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        raise RolecheckError("unreadable-folder", folder=folder, reason=error.strerror or error) from None


def _obstacle(entry: os.DirEntry[str]) -> str:
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "folder"
    return "" if entry.is_file(follow_symlinks=False) else "special"


def _read(folder: Path, path: str, obstacle: str) -> Document:
    shown = shown_path(path)
    if kind_of(path) is FileKind.STRAY and obstacle != "link":
        return Document.stray(shown)
    if obstacle:
        return Document.unreadable(shown, obstacle)
    try:
        return Document.read(shown, _read_bytes(os.path.join(folder, path)))
    except OSError as error:
        return Document.unreadable(shown, _READ_ERRORS.get(error.errno or 0, "unreadable"))


_READ_ERRORS = {
    errno.ENOENT: "gone",
    errno.EACCES: "permission",
    errno.EPERM: "permission",
    errno.ELOOP: "link",
    errno.EISDIR: "folder",
    errno.ENXIO: "special",
    errno.ENODEV: "special",
}


def _read_bytes(path: str) -> bytes:
    """The file's bytes, at most one more than is allowed. A link or a pipe put there since is neither followed nor waited for."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.ENXIO, "not an ordinary file")
        return _read_all(handle, min(status.st_size, MAX_BYTES) + 1)
    finally:
        os.close(handle)


def _read_all(handle: int, wanted: int) -> bytes:
    data = os.read(handle, wanted)
    while len(data) <= MAX_BYTES and (more := os.read(handle, MAX_BYTES + 1 - len(data))):
        data += more
    return data


def read_file(path: Path, limit: int) -> bytes:
    """The bytes of an ordinary file that was named by its path. Raises RolecheckError where it cannot be read."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise RolecheckError("no-ordinary-file", file=path)
        with os.fdopen(handle, "rb") as file:
            data = file.read(limit + 1)
    except (OSError, RuntimeError) as error:
        raise RolecheckError("unreadable-file", file=path, reason=getattr(error, "strerror", None) or error) from None
    if len(data) > limit:
        raise RolecheckError("unreadable-file", file=path, reason=os.strerror(errno.EFBIG))
    return data


# --- writing ------------------------------------------------------------------------------------------------------


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all. Raises RolecheckError, and then the old file is as it was."""
    write_bytes(path, text.encode("utf-8", "replace"))


def write_bytes(path: Path, data: bytes) -> None:
    """The same for what is no text."""
    try:
        if path.exists() and not path.is_file():
            _write_to_device(path, data)
        else:
            _write_beside(path, data)
    except (OSError, RuntimeError) as error:  # a loop of links is a RuntimeError
        raise RolecheckError("cannot-write", file=path, reason=getattr(error, "strerror", None) or error) from None


def _write_to_device(path: Path, data: bytes) -> None:
    with path.open("wb") as device:
        device.write(data)


def _write_beside(path: Path, data: bytes) -> None:
    target = path.resolve()
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:50]}.")
    forget = partial(_forget, temporary)
    atexit.register(forget)  # Ctrl-C ends the process without an exception
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _permissions_for(target))
        os.replace(temporary, target)
    except BaseException:
        forget()
        raise
    finally:
        atexit.unregister(forget)


def _forget(temporary: str) -> None:
    with contextlib.suppress(OSError):  # what went wrong first is what must be said
        os.unlink(temporary)


def _permissions_for(target: Path) -> int:
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
