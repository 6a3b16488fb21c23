"""A register as it stood at a git revision. The only module that runs git; it trusts neither the repository nor its settings.

git is asked for names and for blobs as they are stored, and checks nothing out: no filter, hook, textconv, pager or
line-end conversion of the repository takes part, nothing is fetched, and no bare repository inside another is entered.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final, NamedTuple

from rolecheck.document import Document
from rolecheck.errors import RolecheckError
from rolecheck.layout import FOLDERS, FileKind, is_yaml_name, kind_of, shown_path
from rolecheck.source import MAX_BYTES

# In front of every command. What is given here goes before the repository's own settings.
_OPTIONS: Final = (
    *("--no-pager", "--no-optional-locks", "--no-replace-objects", "--literal-pathspecs"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "safe.bareRepository=explicit"),
    *("-c", "core.bigFileThreshold=1m"),  # a larger blob is streamed, not held in memory
)
_ENVIRONMENT: Final = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # for a git that does not know the line above
    "GIT_NO_REPLACE_OBJECTS": "1",
}
_SECONDS: Final = 60  # for a question about names; a settings file can be a pipe that nobody writes to
_CHUNK: Final = 1024 * 1024
_OBJECT_NAME = re.compile(rb"[0-9a-f]{40,64}")
_LENGTH_OF_SHA_256: Final = 64
_LINK, _FOLDER, _SUBMODULE = b"120000", b"040000", b"160000"


@dataclass(frozen=True, slots=True)
class Revision:
    """A register at a commit. `documents` are read as they are asked for; None where no register stood there.

    `submodules` are folders of the register that another repository holds: what stood in them cannot be read.
    """

    commit: str
    documents: Iterator[Document] | None
    submodules: tuple[str, ...] = ()


class _Entry(NamedTuple):
    """A line of `git ls-tree`, its path relative to the register's folder."""

    mode: bytes
    object: bytes
    path: str


def read_revision(folder: Path, revision: str) -> Revision:
    """The register that stood in a folder at a revision.

    Raises RolecheckError where there is no git, no repository or no such revision, and where git fails.
    """
    git = _Git(folder)
    try:
        commit = git.commit(revision)
        entries = git.entries(commit)
        return Revision(
            commit=commit,
            documents=_documents(git, entries) if _is_register(entries) else None,
            submodules=tuple(shown_path(entry.path) for entry in entries if _is_submodule(entry)),
        )
    except OSError as error:
        raise _failure(error) from None


class Head(NamedTuple):
    """The commit that is checked out, and whether the files of a register are no longer as they stand there."""

    commit: str
    changed: bool


def head_of(folder: Path, documents: Iterable[Document]) -> Head | None:
    """What a register's folder was made from; None where it stands in no commit, or git cannot say.

    Files are compared by the names that git gives to what they hold, so that none of its filters runs.
    """
    try:
        git = _Git(folder)
        commit = git.commit("HEAD")
        entries = [entry for entry in git.entries(commit) if _is_looked_at(entry)]
    except (OSError, RolecheckError):
        return None
    if not _is_register(entries):
        return None
    stored = {shown_path(entry.path): entry.object if _is_read(entry, _obstacle(entry)) else b"" for entry in entries}
    return Head(commit, stored != {document.path: _object_name(document, len(commit)) for document in documents})


def _object_name(document: Document, length: int) -> bytes:
    """The name of a blob with the document's bytes; empty for what nobody has read."""
    if any(mistake.rule in {"unreadable-file", "stray-file"} for mistake in document.mistakes):
        return b""
    blob = b"blob %d\0" % len(document.data) + document.data
    found = hashlib.sha256(blob) if length == _LENGTH_OF_SHA_256 else hashlib.sha1(blob, usedforsecurity=False)
    return found.hexdigest().encode("ascii")


# --- what stands in the tree --------------------------------------------------------------------------------------


def _is_register(entries: Iterable[_Entry]) -> bool:
    return any(kind_of(entry.path) is FileKind.SETTINGS for entry in entries)


def _is_submodule(entry: _Entry) -> bool:
    return entry.mode == _SUBMODULE and entry.path.partition("/")[0] in FOLDERS and not is_yaml_name(entry.path)


def _documents(git: "_Git", entries: Iterable[_Entry]) -> Iterator[Document]:
    """The documents that the folder would give, had the commit been checked out."""
    looked_at = [(entry, _obstacle(entry)) for entry in entries if _is_looked_at(entry)]
    wanted = [entry.object for entry, obstacle in looked_at if _is_read(entry, obstacle)]
    contents = git.blobs(wanted)
    for entry, obstacle in looked_at:
        if _is_read(entry, obstacle):
            yield Document.read(shown_path(entry.path), next(contents))
        elif kind_of(entry.path) is FileKind.STRAY and obstacle != "link":
            yield Document.stray(shown_path(entry.path))
        else:
            yield Document.unreadable(shown_path(entry.path), obstacle)
    contents.close()


def _is_looked_at(entry: _Entry) -> bool:
    """Whether the reading of a folder would come to this entry, and keep it."""
    *above, name = entry.path.split("/")
    if not above:
        return entry.mode == _LINK if name in FOLDERS else kind_of(name) is not None
    if above[0] not in FOLDERS or any(step.startswith(".") for step in (*above, name)):
        return False
    if any(is_yaml_name(step) for step in above[1:]):
        return False  # nobody looks into a folder with the name of a file
    if entry.mode in (_FOLDER, _SUBMODULE):
        return is_yaml_name(name)
    return entry.mode == _LINK or kind_of(entry.path) is not None


def _obstacle(entry: _Entry) -> str:
    return {_LINK: "link", _FOLDER: "folder", _SUBMODULE: "folder"}.get(entry.mode, "")


def _is_read(entry: _Entry, obstacle: str) -> bool:
    return not obstacle and kind_of(entry.path) is not FileKind.STRAY


# --- git ----------------------------------------------------------------------------------------------------------


class _Git:
    """The repository that holds a folder. Each method is one run of git."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._command = [_program(), *_OPTIONS, "-C", str(self._folder)]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        self._environment = {**kept, **_ENVIRONMENT}

    def commit(self, revision: str) -> str:
        """The name of the commit that a revision stands for."""
        is_shallow = self._is_shallow()
        if not revision.startswith("-"):
            asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
            found = self._run(asked).stdout.removesuffix(b"\n")
            if _OBJECT_NAME.fullmatch(found):
                return found.decode("ascii")
        raise RolecheckError("revision-not-fetched" if is_shallow else "unknown-revision", value=revision)

    def _is_shallow(self) -> bool:
        """Whether the repository lacks its older commits. Raises RolecheckError where there is no repository."""
        done = self._run(["rev-parse", "--is-inside-work-tree", "--is-shallow-repository"])
        answers = done.stdout.split()
        if done.returncode == 0 and len(answers) == 2:
            if answers[0] != b"true":
                raise RolecheckError("no-repository", folder=self._folder)
            return answers[1] == b"true"
        if b"dubious ownership" in done.stderr or b"unsafe repository" in done.stderr:
            raise RolecheckError("untrusted-repository", folder=self._folder)
        if b"cannot use bare repository" in done.stderr:
            raise RolecheckError("bare-repository", folder=self._folder)
        if b"not a git repository" in done.stderr:
            raise RolecheckError("no-repository", folder=self._folder)
        raise _complaint(done.stderr)

    def entries(self, commit: str) -> list[_Entry]:
        """Everything in the folder at a commit, folders included, in the order of their names; nothing if it was not there."""
        done = self._run(["ls-tree", "-r", "-t", "-z", commit])
        if done.returncode != 0:
            raise _complaint(done.stderr)
        found = (_entry(line) for line in done.stdout.split(b"\0") if line)
        return [entry for entry in found if not entry.path.startswith(("./", "../"))]  # the folder itself, and above

    def _run(self, arguments: list[str]) -> "subprocess.CompletedProcess[bytes]":
        try:
            return subprocess.run(  # noqa: S603 - the program is absolute, the arguments are ours but for one that git is told to take as a name
                [*self._command, *arguments],
                check=False,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env=self._environment,
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired:
            raise RolecheckError("git-failed", reason=f"{arguments[0]}: {_SECONDS} s") from None

    def blobs(self, names: list[bytes]) -> Generator[bytes]:
        """The bytes of blobs, of each at most one more than a file may have."""
        try:
            with tempfile.TemporaryFile() as wanted, tempfile.TemporaryFile() as complaints:
                wanted.writelines(name + b"\n" for name in names)
                wanted.seek(0)
                process = subprocess.Popen(  # noqa: S603 - as above; the names of the blobs come from git
                    [*self._command, "cat-file", "--batch", "--buffer"],
                    stdin=wanted,
                    stdout=subprocess.PIPE,
                    stderr=complaints,
                    env=self._environment,
                )
                with process:
                    try:
                        yield from (_blob(process.stdout, complaints) for _ in names)
                    finally:
                        process.kill()
        except OSError as error:
            raise _failure(error) from None


def _program() -> str:
    """Where git is. Folders that depend on where one stands do not count: the register's own may hold a `git`."""
    folders = [folder for folder in os.get_exec_path() if os.path.isabs(folder)]
    found = shutil.which("git", path=os.pathsep.join(folders))
    if found is None:
        raise RolecheckError("no-git")
    return found


def _entry(line: bytes) -> _Entry:
    told, _, path = line.partition(b"\t")
    mode, _, name = told.split(b" ")
    return _Entry(mode, name, os.fsdecode(path))


def _blob(stream: IO[bytes] | None, complaints: IO[bytes]) -> bytes:
    """The next blob that git writes."""
    header = stream.readline(_CHUNK) if stream else b""
    told = header.split()[1:]
    if stream is None or len(told) != 2 or not told[1].isdigit():
        raise (
            RolecheckError("revision-incomplete") if told == [b"missing"] else _complaint(_read_from_start(complaints))
        )
    size = int(told[1])
    data = stream.read(min(size, MAX_BYTES + 1))
    left = size - len(data) + 1  # what is too much, and the end of line after it
    while left > 0 and (skipped := stream.read(min(left, _CHUNK))):
        left -= len(skipped)
    if left:
        raise _complaint(_read_from_start(complaints))
    return data


def _read_from_start(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(_CHUNK)


def _complaint(stderr: bytes) -> RolecheckError:
    """What git says, as an error of ours: its last line, without git's own word for an error."""
    if b"promisor" in stderr or b"lazy fetch" in stderr:
        return RolecheckError("revision-incomplete")
    lines = stderr.decode("utf-8", "replace").strip().split("\n")
    return RolecheckError("git-failed", reason=re.sub(r"^(fatal|error): ", "", lines[-1]) or "git")


def _failure(error: OSError) -> RolecheckError:
    return RolecheckError("git-failed", reason=error.strerror or error)
