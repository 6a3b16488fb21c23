"""Which file of a register's folder is what, told by its path alone."""

import unicodedata
from enum import StrEnum
from pathlib import PurePosixPath


class FileKind(StrEnum):
    """What a file of the register holds. STRAY: it stands where everything is meant to be read, but nobody reads it."""

    SETTINGS = "rolecheck"
    PROCESSES = "processes"
    COURSES = "courses"
    SOURCES = "sources"
    WAIVERS = "waivers"
    ROLE_CARD = "roles"
    UNIT = "units"
    STRAY = "stray"


_SINGLE_FILES = {
    kind.value: kind
    for kind in (FileKind.SETTINGS, FileKind.PROCESSES, FileKind.COURSES, FileKind.SOURCES, FileKind.WAIVERS)
}
FOLDERS = (FileKind.ROLE_CARD.value, FileKind.UNIT.value)


def shown_path(path: str) -> str:
    """A path as text, also where its bytes are none."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def is_yaml_name(name: str) -> bool:
    """Whether a file name ends in `.yaml` or `.yml`, in any case of letters."""
    return name.lower().endswith((".yaml", ".yml"))


def stem(path: str) -> str:
    """The file's name without its extension, in Unicode NFC."""
    return unicodedata.normalize("NFC", path.rpartition("/")[2].rpartition(".")[0])


def kind_of(path: str) -> FileKind | None:
    """What the file at a path (relative to the register, with `/`) holds; None where rolecheck does not look."""
    steps = path.split("/")
    if any(step.startswith(".") for step in steps):
        return None
    if len(steps) == 1:
        return _SINGLE_FILES.get(stem(path)) if is_yaml_name(path) else None
    if steps[0] not in FOLDERS:
        return None
    if not is_yaml_name(path):
        return None if PurePosixPath(path).suffix.lower() in {".md", ".markdown"} else FileKind.STRAY
    if steps[0] == FileKind.UNIT.value:
        return FileKind.UNIT
    # A card in a subfolder of roles/ is read by nobody, which its author can hardly mean.
    return FileKind.ROLE_CARD if len(steps) == 2 else FileKind.STRAY
