"""Schemas as files, and the settings of an editor that name them."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from rolecheck.cli import _session as session
from rolecheck.cli._folders import output_path
from rolecheck.errors import RolecheckError
from rolecheck.files import find_register, read_file, read_folder, repository_root, write_text
from rolecheck.jsonc import NotUnderstoodError, with_value
from rolecheck.layout import FileKind
from rolecheck.redaction import Redactor
from rolecheck.references import Target
from rolecheck.register import build
from rolecheck.render.canvas import Canvas
from rolecheck.render.escape import for_json, for_terminal
from rolecheck.render.prose import heading, wrapped
from rolecheck.rules import all_rules
from rolecheck.schema import DRAFTS, NAMES, Draft, as_json, schema_of
from rolecheck.schema.known import Known, known_in, rules_alone
from rolecheck.wording import Speaker

FOLDER = ".schema"  # in the register, where nothing hidden is read
SETTINGS = Path(".vscode") / "settings.json"
MAPPING = "yaml.schemas"
MOST_BYTES_OF_SETTINGS = 8 * 1024 * 1024
_ENDINGS = ("yaml", "yml")


def chosen(file_kind: str | None) -> list[str]:
    """The kinds of file that are asked for. Raises RolecheckError for one that there is not."""
    return list(NAMES) if file_kind is None else [session.known("file-kind", file_kind, list(NAMES))]


def chosen_draft(draft: str | None, *, wire: bool) -> Draft:
    """The draft that is asked for; editors of every age know draft-07."""
    if draft is None:
        return "7" if wire else "2020-12"
    found = next((known for known in DRAFTS if known == draft), None)
    if found is None:
        raise RolecheckError("unknown-choice", option="--draft", value=draft, known=", ".join(DRAFTS))
    return found


def listed(speaker: Speaker, canvas: Canvas) -> str:
    """The kinds of file, a line each."""
    lines = [*heading(speaker.say("schema.list"), canvas)]
    for name in NAMES:
        lines += wrapped(f"{name}: {', '.join(_patterns(name)[:1])}", canvas, indent="  ")
    return "\n".join([*lines, "", *wrapped(speaker.say("schema.hint"), canvas)]) + "\n"


def made(kinds: Sequence[str], draft: Draft, register: Path | None, *, redact: bool) -> dict[str, str]:
    """The text of each schema; with a register, its ids stand in them, those of people unless they are to be hidden."""
    titles = {rule: session.speaker_without_register("en").title(rule) for rule in all_rules()}
    if register is None:
        known = rules_alone(titles)
        return {kind: as_json(schema_of(kind, draft, known)) for kind in kinds}
    opened = build(read_folder(find_register(register)))
    speaker = Speaker("en", opened, Redactor(opened, os.urandom(32)) if redact else None)
    known = known_in(opened, titles)
    if redact:
        known = {target: _without_names(ids, speaker) for target, ids in known.items() if target is not Target.PERSON}
    return {kind: for_json(speaker.safe(as_json(schema_of(kind, draft, known)))) for kind in kinds}


def _without_names(known: Known, speaker: Speaker) -> Known:
    """The same ids; what they are called may name somebody."""
    return Known({known_id: speaker.text(name) for known_id, name in known.names.items()}, closed=known.closed)


def write(schemas: dict[str, str], folder: Path, speaker: Speaker) -> str:
    """Write schemas into a folder, which is made where it is missing; what to say of it."""
    files = {kind: output_path(folder / _file_name(kind)) for kind in schemas}
    _make_folder(output_path(folder))
    for kind, text in schemas.items():
        write_text(files[kind], text)
    return "".join(_said(speaker, "written", folder / _file_name(kind)) for kind in schemas)


def wire(
    kinds: Sequence[str], draft: Draft, register: Path | None, output: Path | None, speaker: Speaker, *, redact: bool
) -> str:
    """Write schemas, and name them in the settings of VS Code; what to say of it.

    Settings that cannot be read for certain stay as they are: what to add is printed, and RolecheckError raised.
    """
    root = Path(os.path.abspath(find_register(register)))  # without “..”, which no editor resolves
    schemas = made(kinds, draft, register, redact=redact)
    folder = Path(os.path.abspath(output or root / FOLDER))
    workspace = _workspace(root, folder)
    entries = {_schema_path(folder / _file_name(kind), workspace): _globs(kind, root, workspace) for kind in kinds}
    settings = workspace / SETTINGS
    changed = _settings_with(settings, entries)
    said = write(schemas, folder, speaker)
    if changed is None:
        snippet = json.dumps({MAPPING: entries}, ensure_ascii=False, indent=2)
        session.deliver(f"{said}{_said(speaker, 'to-add', settings)}{snippet}\n", None)
        raise RolecheckError("settings-not-understood", file=settings)
    _make_folder(settings.parent)
    write_text(settings, changed)
    ids = _said(speaker, "with-ids" if register else "without-ids", root)
    return said + _said(speaker, "wired", settings) + ids


def _settings_with(settings: Path, entries: dict[str, list[str]]) -> str | None:
    """The settings with the schemas named in them, and all else as it was; None where that is not certain."""
    try:
        text = read_file(settings, MOST_BYTES_OF_SETTINGS).decode("utf-8") if settings.exists() else ""
        for path, globs in entries.items():
            text = with_value(text, (MAPPING, path), globs)
    except (NotUnderstoodError, UnicodeDecodeError):
        return None
    return text


def _said(speaker: Speaker, what: str, file: Path) -> str:
    return f"{for_terminal(speaker.say(f'schema.{what}', file=file))}\n"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RolecheckError("cannot-write", file=folder, reason=error.strerror or error) from None


def _file_name(kind: str) -> str:
    return f"{kind}.schema.json"


def _workspace(register: Path, folder: Path) -> Path:
    """The folder that an editor is likely to have open: the repository's, else the current one, else the register's."""
    here = Path.cwd()
    repository = repository_root(register)
    for candidate in (repository, here):
        if candidate is not None and register.is_relative_to(candidate) and folder.is_relative_to(candidate):
            return candidate
    return register


def _schema_path(file: Path, workspace: Path) -> str:
    if file.is_relative_to(workspace):
        return f"./{file.relative_to(workspace).as_posix()}"
    return file.as_uri()


def _globs(kind: str, register: Path, workspace: Path) -> list[str]:
    inside = register.relative_to(workspace).as_posix()
    return [f"/{pattern}" if inside == "." else f"/{inside}/{pattern}" for pattern in _patterns(kind)]


def _patterns(kind: str) -> list[str]:
    """Which files of a register are of a kind. Not every editor lets `**` stand for no folder at all."""
    found = NAMES[kind]
    names = {FileKind.ROLE_CARD: ["roles/*"], FileKind.UNIT: ["units/**/*", "units/*"]}.get(found, [found.value])
    return [f"{name}.{ending}" for ending in _ENDINGS for name in names]
