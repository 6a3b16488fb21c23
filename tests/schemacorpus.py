"""The files on which rolecheck and another judge of our JSON Schemas must agree: good ones, and broken ones of every sort."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

from breaks import all_breaks
from casepages import all_cases
from examples import example_files
from hostilefiles import ALL
from rolecheck.document import Document
from rolecheck.layout import FileKind, kind_of
from rolecheck.validation import entities_of

ROOT = Path(__file__).parents[1]
MOST_BYTES = 20_000
SPOT_CHANGED = "one spot changed"
SPOT = "@spot@"

# What is put where a text stood, as YAML: odd spellings of numbers and truth values, days, nothing, and other shapes.
TOKENS = (
    *("5", "-5", "+5", "0", "007", "100", "99", "0099", "1_000", "0x1F", "0o14", "0b11", "1e3", "1E3", "1e-3", "1.5"),
    *("1.0", "1.", ".5", ".inf", "1.2.3", "1-2", "12:30", "9" * 64, "9" * 65, '"5"', '"-5"', '"1.5"', '"07"', '"1e3"'),
    *("true", "True", "TRUE", "false", '"true"', "no", "on", "off", "y", "null", "Null", "NULL", "~", '"null"', '""'),
    *("2024-02-29", "2023-02-29", "2100-02-29", "1900-01-01", "1899-12-31", "2200-12-31", "2201-01-01", "2024-1-1"),
    *("20240101", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-01T00:00:00", '"2024-01-01\\n"', "２０２４-01-01"),
    *("a", "a-b", "a--b", "-a", "a_b", "a.b", "A", "æ", '"a b"', '" a"', '"a\\n"', "a" * 64, "a" * 65, "x" * 200),
    *("[]", "{}", "[a]", "[[a]]", "[5, true]", "[~]", "[a, null]", "{a: b}", "{nb: b}", "{nb: ~}", "{nb: ~, en: b}"),
    *(
        "{nb: b, fr: c}",
        "{nb: 5, nn: true}",
        "{nb: [a]}",
        "{nb: Null}",
        "[{a: b}]",
        "{5: a}",
        "{true: a}",
        "{a: [b, c]}",
    ),
    *("{a: ~}", "{A: b}", "{a_b: c}", "must", "leader", "error", "every-unit-has", "decided", "introduction", "en"),
)


@dataclass(frozen=True)
class Sample:
    """A file, the kind of file that it would be, and where it comes from."""

    source: str
    kind: FileKind
    data: bytes


def corpus(every: int = 1) -> list[Sample]:
    """Every file of the corpus once, whatever its name; of those with one spot changed, one in `every`."""
    unique: dict[tuple[FileKind, bytes], Sample] = {}
    for sample in _all():
        if len(sample.data) <= MOST_BYTES:
            unique.setdefault((sample.kind, sample.data), sample)
    return [sample for sample in unique.values() if sample.source != SPOT_CHANGED or crc32(sample.data) % every == 0]


def by_kind(samples: Sequence[Sample]) -> dict[FileKind, list[Sample]]:
    """Samples by the kind of file."""
    kinds = (kind for kind in FileKind if kind is not FileKind.STRAY)
    return {kind: [sample for sample in samples if sample.kind is kind] for kind in kinds}


def _all() -> Iterator[Sample]:
    for case in all_cases():
        yield from _of_register("case pages", case.files)
    files = example_files()
    yield from _of_register("data", files)
    for folder in (ROOT / "examples" / "gaps", ROOT / "examples" / "mistakes"):
        found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.y*ml"))}
        yield from _of_register("examples", found)
    for broken in all_breaks():
        yield from _of_register("data, broken", broken.applied(files))
    for hostile in ALL:
        yield from _of_register("hostile files", {hostile.path: hostile.content})
    for kind, values in whole_files().items():
        yield from (Sample(SPOT_CHANGED, kind, data.encode()) for data in _changed(values))


def _of_register(source: str, files: dict[str, bytes]) -> Iterator[Sample]:
    for path, data in files.items():
        kind = kind_of(path)
        if kind is not None and kind is not FileKind.STRAY:
            yield Sample(source, kind, data)


# --- one spot changed


def whole_files() -> dict[FileKind, Any]:
    """For each kind of file, values that hold every key: what the examples of docs/data-format.md hold together."""
    from test_docs import example_files as documented_files  # noqa: PLC0415 - it is a test, too

    whole: dict[FileKind, Any] = {}
    for path, data in documented_files().items():
        kind = kind_of(path)
        values = Document.read(path, data).values
        assert kind is not None
        assert entities_of(Document.read(path, data), kind)[1] == []
        if kind is FileKind.ROLE_CARD and kind in whole:  # one card with the norms and competences of all
            whole[kind]["norms"] += values["norms"]
            whole[kind].setdefault("competence", values.get("competence"))
            continue
        whole[kind] = values if kind not in whole or len(data) > 700 else whole[kind]
    whole[FileKind.ROLE_CARD]["competence"] = {"basic": [{"id": "a", "text": "b"}], "expert": []}
    return whole


def _changed(values: Any) -> Iterator[str]:
    """The file with one thing changed in every way, and everything else as it was."""
    yield json.dumps(values)
    seen: set[tuple[Any, ...]] = set()
    for path in _paths(values):
        name = _alike(values, path)
        if name in seen:
            continue
        seen.add(name)
        yield from _changed_at(*_slim(values, path))


def _changed_at(values: Any, path: tuple[Any, ...]) -> Iterator[str]:
    yield from (_written(values, path, token) for token in TOKENS)
    container = _at(values, path[:-1])
    if isinstance(container, dict):
        yield json.dumps(_with(values, path, None, drop=True))
        for key in (f"{path[-1]}x", str(path[-1]).upper(), "at", "first_day", "5", "true", "null"):
            renamed = {(key if old == path[-1] else old): value for old, value in container.items()}
            yield json.dumps(_with(values, path[:-1], renamed))
        for token in ("5", "~", "[]"):
            yield _written(values, (*path[:-1], "colour"), token)
    yield json.dumps(_with(values, path, [_at(values, path)]))
    yield json.dumps(_with(values, path, {str(path[-1]): _at(values, path)}))


def _slim(values: Any, path: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    """The values and the path without what has nothing to do with it, so that thousands of files are read in time."""
    if not path:
        return values, ()
    inner, rest = _slim(values[path[0]], path[1:])
    if isinstance(values, list):
        return [inner], (0, *rest)
    kept = {key: value for key, value in values.items() if key == path[0] or not _is_deep(value)}
    return {**kept, path[0]: inner}, (path[0], *rest)


def _is_deep(value: Any) -> bool:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(isinstance(part, dict | list) for part in parts)


def _written(values: Any, path: tuple[Any, ...], token: str) -> str:
    return json.dumps(_with(values, path, SPOT)).replace(f'"{SPOT}"', token)


def _paths(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if above:
        yield above
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, child in children:
        yield from _paths(child, (*above, step))


def _alike(values: Any, path: tuple[Any, ...]) -> tuple[Any, ...]:
    """What a path has in common with those that nothing tells from it: items of a list are alike, but for norms."""
    steps: list[Any] = []
    for position, step in enumerate(path):
        norm = _at(values, path[: position + 1]) if path[0] == "norms" and position == 1 else None
        steps.append(norm["kind"] if norm else "*" if isinstance(step, int) else step)
    return tuple(steps)


def _at(values: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        values = values[step]
    return values


def _with(values: Any, path: tuple[Any, ...], new: Any, *, drop: bool = False) -> Any:
    """A copy with something else at a path, or with nothing there."""
    if not path:
        return new
    copy = dict(values) if isinstance(values, dict) else list(values)
    if drop and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = _with(copy.get(path[0]) if isinstance(copy, dict) else copy[path[0]], path[1:], new, drop=drop)
    return copy
