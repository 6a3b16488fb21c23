"""Reads from each case page how its rule breaks the example register: the edits that this rule, and no other, must notice."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from casepages import BREAKS, FENCE, PAGES, sections_of
from rolecheck.document import Document

_REPORT = re.compile(r"^Report: (fails|passes)$", re.MULTILINE)


@dataclass(frozen=True)
class Edit:
    """Whole lines that stand exactly once in a file, and what comes in their place; without `old`, new lines at the end."""

    path: str
    old: str
    new: str

    def apply(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files with the edit made; a file that is not there yet is added."""
        text = files.get(self.path, b"").decode()
        if not self.old:
            return {**files, self.path: (text + self.new).encode()}
        edited, count = re.subn(f"^{re.escape(self.old)}", lambda _: self.new, text, flags=re.MULTILINE)
        if count != 1:
            raise ValueError(f"{self.path}: stands {count} times: {self.old}")
        return {**files, self.path: edited.encode()}


@dataclass(frozen=True)
class Break:
    """What breaks one rule. `fails` is whether the report must fail, `unreadable` the paths that cannot be opened."""

    rule: str
    edits: tuple[Edit, ...]
    unreadable: tuple[str, ...]
    fails: bool

    def applied(self, files: Mapping[str, bytes]) -> dict[str, bytes]:
        """The files with every edit made."""
        broken = dict(files)
        for edit in self.edits:
            broken = edit.apply(broken)
        return broken

    @property
    def documents(self) -> list[Document]:
        """The documents that no bytes can make."""
        return [Document.unreadable(path, "link") for path in self.unreadable]


def read_break(page: Path) -> Break:
    """How a page breaks the example: its one section with the heading for it."""
    _, sections = sections_of(page)
    bodies = [body for title, body in sections if title == BREAKS]
    if len(bodies) != 1:
        raise ValueError(f"{page.stem}: needs one section “{BREAKS}”, and has {len(bodies)}")
    blocks = [(match[2].strip(), match[3]) for match in FENCE.finditer(bodies[0])]
    report = _REPORT.findall(FENCE.sub("", bodies[0]))
    if len(report) != 1 or not blocks:
        raise ValueError(f"{page.stem}: “{BREAKS}” needs a block, and one line “Report: fails” or “Report: passes”")
    paths = tuple(info.removeprefix("unreadable ") for info, _ in blocks if info.startswith("unreadable "))
    edits = tuple(_edits([block for block in blocks if not block[0].startswith("unreadable ")]))
    return Break(page.stem, edits, paths, fails=report == ["fails"])


def _edits(blocks: list[tuple[str, str]]) -> Iterator[Edit]:
    waiting = iter(blocks)
    for info, body in waiting:
        kind, _, path = info.partition(" ")
        if kind == "added" and path and body:
            yield Edit(path, "", body)
        elif kind == "old" and path and body:
            following, new = next(waiting, ("nothing", ""))
            if following != "new":
                raise ValueError(f"after “{info}” stands {following}, and not new")
            yield Edit(path, body, new)
        else:
            raise ValueError(f"unknown block: {info}")


def all_breaks() -> list[Break]:
    """The break of every rule, in the order of rules."""
    return [read_break(page) for page in sorted(PAGES.glob("*.md"))]
