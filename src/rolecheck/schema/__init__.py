"""JSON Schemas of the register's files, made from the shapes of the model, for editors and for other tools."""

import json
from typing import Any, Literal

from rolecheck import __version__
from rolecheck.layout import FileKind
from rolecheck.references import Target
from rolecheck.schema.known import Known
from rolecheck.schema.shapes import ShapeSchemas
from rolecheck.schema.texts import Texts

Draft = Literal["2020-12", "7"]
DRAFTS: tuple[Draft, ...] = ("2020-12", "7")
NAMES: dict[str, FileKind] = {
    "settings": FileKind.SETTINGS,
    "processes": FileKind.PROCESSES,
    "courses": FileKind.COURSES,
    "sources": FileKind.SOURCES,
    "waivers": FileKind.WAIVERS,
    "role-card": FileKind.ROLE_CARD,
    "unit": FileKind.UNIT,
}
_META_SCHEMAS = {
    "2020-12": "https://json-schema.org/draft/2020-12/schema",
    "7": "http://json-schema.org/draft-07/schema#",
}


def schema_of(name: str, draft: Draft, known: dict[Target, Known]) -> dict[str, Any]:
    """The schema of a kind of file; `known` are the ids that references may or must name."""
    texts = Texts("en")
    shapes = ShapeSchemas(texts, known)
    schema = {
        "$schema": _META_SCHEMAS[draft],
        "$comment": f"Written by rolecheck {__version__} with “rolecheck schema”; changes here are lost.",
        **shapes.of_file(NAMES[name]),
        "description": texts.file(name),  # and no title: editors would repeat it above every hover
    }
    if shapes.definitions:
        schema["$defs"] = shapes.definitions
    return _in_draft_7(schema) if draft == "7" else schema


def as_json(schema: dict[str, Any]) -> str:
    """A schema as the text of a file."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _in_draft_7(schema: Any) -> Any:
    """The same in draft-07, which has another name for definitions; nothing else that is used here differs."""
    if isinstance(schema, list):
        return [_in_draft_7(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    older = {("definitions" if key == "$defs" else key): _in_draft_7(value) for key, value in schema.items()}
    if "$ref" in older:
        older["$ref"] = older["$ref"].replace("#/$defs/", "#/definitions/")
    return older
