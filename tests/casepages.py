"""Reads the case pages in tests/rules: registers written out in Markdown, and the findings they must give.

`Day: 2026-11-21` says as of which day, `Units: ie, hf` to which units the check is narrowed.
"""

import ast
import json
import os
import re
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from rolecheck.check import Report, check
from rolecheck.document import Document
from rolecheck.files import read_folder
from rolecheck.finding import Finding
from rolecheck.layout import FileKind, kind_of
from rolecheck.policy import Policy
from rolecheck.register import build

PAGES = Path(__file__).parent / "rules"
DEFAULT_DAY = date(2026, 11, 21)
KINDS = ("Fails", "Passes", "Boundary")
BREAKS = "Breaks the example"  # the heading of the one section that is no case; breaks.py reads it
FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1\s*$", re.MULTILINE | re.DOTALL)
_UNITS = re.compile(r"^Units: ([\w, -]+)$", re.MULTILINE)
_DAY = re.compile(r"^Day: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")


@dataclass(frozen=True)
class PageCase:
    """One case of a page: a register in memory or, for `special` files, on disk, and what must be found."""

    page: str
    title: str
    day: date
    files: dict[str, bytes]
    expected: tuple[str, ...]
    special: tuple[tuple[str, str], ...] = ()
    units: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.page}: {self.title}"

    @property
    def kind(self) -> str:
        """Fails, Passes or Boundary."""
        return self.title.partition(":")[0]

    def report(self, folder: Path) -> Report:
        """Check the case's register; `folder` is an empty folder for cases that need a real one."""
        documents = self._on_disk(folder) if self.special else self._in_memory()
        register = build(documents)
        return check(register, Policy.of(register, units=self.units), self.day)

    def _in_memory(self) -> list[Document]:
        read = ((path, data, kind_of(path)) for path, data in self.files.items())
        return [
            Document.stray(path) if kind is FileKind.STRAY else Document.read(path, data)
            for path, data, kind in read
            if kind is not None
        ]

    def _on_disk(self, folder: Path) -> list[Document]:
        for path, data in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        for kind, path in self.special:
            self._make_special(folder, kind, path)
        return list(read_folder(folder))

    @staticmethod
    def _make_special(folder: Path, kind: str, path: str) -> None:
        name, _, target = path.partition(" -> ")
        made = folder / name
        made.parent.mkdir(parents=True, exist_ok=True)
        if kind == "symlink":
            made.symlink_to(target)
        elif kind == "fifo":
            os.mkfifo(made)
        else:
            made.mkdir()


@dataclass
class _Draft:
    day: date = DEFAULT_DAY
    files: dict[str, bytes] = field(default_factory=dict)
    special: list[tuple[str, str]] = field(default_factory=list)
    expected: tuple[str, ...] | None = None
    units: tuple[str, ...] = ()

    def read(self, text: str) -> None:
        words = FENCE.sub("", text)
        if match := _DAY.search(words):
            self.day = date.fromisoformat(match[1])
        if match := _UNITS.search(words):
            self.units = tuple(match[1].split(", "))
        for fence in FENCE.finditer(text):
            self._read_fence(fence[2].strip(), fence[3])

    def _read_fence(self, info: str, body: str) -> None:
        kind, _, path = info.partition(" ")
        if kind == "findings":
            self.expected = tuple(line for line in body.splitlines() if line.strip())
        elif path.endswith(" (absent)"):
            self.files.pop(path.removesuffix(" (absent)"))
        elif kind in {"yaml", "text"}:
            self.files[path] = body.encode()
        elif kind == "bytes":
            self.files[path] = ast.literal_eval('b"' + body.replace("\n", "").replace('"', '\\"') + '"')
        elif kind == "python":
            value = eval(body.strip(), {"__builtins__": {}})  # noqa: S307 - our own case pages
            self.files[path] = value.encode() if isinstance(value, str) else value
        elif kind in {"symlink", "fifo", "folder"}:
            self.special.append((kind, path))
        else:
            raise ValueError(f"unknown block: {info}")


def read_page(path: Path) -> list[PageCase]:
    """The cases of one page."""
    shared_text, sections = sections_of(path)
    shared = _Draft()
    shared.read(shared_text)
    return [_case(path.stem, title, body, shared) for title, body in sections if title != BREAKS]


def sections_of(path: Path) -> tuple[str, list[tuple[str, str]]]:
    """What a page begins with, and the title and the body of each of its sections."""
    shared, *sections = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    parts = (section.partition("\n") for section in sections)
    return shared, [(title.strip(), body) for title, _, body in parts]


def _case(page: str, title: str, body: str, shared: _Draft) -> PageCase:
    draft = replace(shared, files=dict(shared.files), special=list(shared.special), expected=None)
    draft.read(body)
    if draft.expected is None:
        raise ValueError(f"{page}: {title}: no findings block")
    return PageCase(page, title, draft.day, draft.files, draft.expected, tuple(draft.special), draft.units)


def all_cases() -> list[PageCase]:
    """The cases of every page."""
    return [case for page in sorted(PAGES.glob("*.md")) for case in read_page(page)]


def found(report: Report) -> tuple[str, ...]:
    """What a report says, in the words of a case page."""
    return (*map(_line, report.findings), *(f"unchecked {path}" for path in report.unchecked))


def _line(finding: Finding) -> str:
    span = finding.gap.place.span
    place = f"{finding.gap.place.file}:{span.line}:{span.column}"
    subject = " ".join(f"{key}={_value(value)}" for key, value in finding.gap.subject.items())
    waived = f" waived={finding.waiver}" if finding.waived else ""
    return f"{finding.severity} {finding.rule} {place} {subject}{waived}"


def _value(value: str | None) -> str:
    if value is None:
        return "null"
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
