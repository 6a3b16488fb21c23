"""Registers in memory: the example register as bytes by path, and what a check says of such files."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from rolecheck.check import Report, check
from rolecheck.document import Document
from rolecheck.layout import FileKind, kind_of
from rolecheck.policy import Policy
from rolecheck.register import build

Files = Mapping[str, bytes]

EXAMPLE = Path(__file__).parents[1] / "data"
DAY = date(2026, 11, 22)


def example_files() -> dict[str, bytes]:
    """The example register: the bytes of every file by its path in the register."""
    return {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in sorted(EXAMPLE.rglob("*")) if path.is_file()
    }


def documents_of(files: Files) -> list[Document]:
    """The documents that a folder with these files would give."""
    kinds = ((path, data, kind_of(path)) for path, data in files.items())
    return [
        Document.stray(path) if kind is FileKind.STRAY else Document.read(path, data)
        for path, data, kind in kinds
        if kind is not None
    ]


def report_on(files: Files, day: date = DAY, *, also: Iterable[Document] = ()) -> Report:
    """What a check finds in these files, `also` being documents that no bytes can make."""
    register = build([*documents_of(files), *also])
    return check(register, Policy.of(register), day)


def write_folder(folder: Path, files: Files) -> Path:
    """Write files in the order in which they are given."""
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder
