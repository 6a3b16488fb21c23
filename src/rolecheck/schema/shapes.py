"""From the shapes of the model to schemas."""

import inspect
import types
import typing
from collections.abc import Mapping
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Any

from pydantic import Discriminator

from rolecheck.cards import NORM_KINDS
from rolecheck.layout import FileKind
from rolecheck.model import Waiver
from rolecheck.norms import LEADER
from rolecheck.references import Target
from rolecheck.schema.known import REFERENCES, Known
from rolecheck.schema.scalars import Schema, nullable, readings, scalars, text
from rolecheck.schema.texts import NORM, Texts, as_sentence
from rolecheck.shape import Key, keys_of
from rolecheck.validation import shape_of


class ShapeSchemas:
    """Makes the schemas of shapes; `definitions` are the lists of known ids that they came to need.

    Shapes stand where they are used: an editor shows the description nearest to a key, and of two draft-07 hides what
    stands beside a reference.
    """

    def __init__(self, texts: Texts, known: Mapping[Target, Known]) -> None:
        self.definitions: dict[str, Schema] = {}
        self._texts = texts
        self._known = known
        self._scalars = scalars(texts)

    def of_file(self, kind: FileKind) -> Schema:
        """The schema of a whole file."""
        shape, many = shape_of(kind)
        schema = self._of_shape(shape)
        if kind is FileKind.ROLE_CARD:
            schema |= _general_cards_name_processes()
        elif kind is FileKind.WAIVERS:
            schema |= {"anyOf": [_has(key) for key in Waiver.MATCHING_KEYS]}
        return {"type": "array", "items": schema} if many else schema

    # --- shapes

    def _of_shape(self, shape: type) -> Schema:
        keys = list(keys_of(shape))
        return {
            "description": _purpose(shape),
            "type": "object",
            "properties": {key.name: self._of_key(shape.__name__, key) for key in keys},
            "required": [key.name for key in keys if key.required],
            "additionalProperties": False,
        }

    def _of_key(self, shape: str, key: Key) -> Schema:
        owner = NORM if self._texts.is_shared(shape, key.name) else shape
        named = REFERENCES.get((owner, key.name))
        target = named if named in self._known else None
        if (shape, key.name) == ("Settings", "severity"):
            schema = self._severities(key.type)
        elif (shape, key.name) == ("Decided", "by"):
            schema = self._decider()
        else:
            schema = self._of_type(key.type, target)
        if not key.required:
            schema = nullable(schema)
        if "$ref" in schema:  # what stands beside a reference does not count in draft-07
            schema = {"allOf": [schema]}
        described = {**schema, "description": self._texts.sentence(shape, key.name)}
        examples = self._texts.examples(shape, key.name)
        if examples and target is None:
            described["examples"] = examples
        return described

    # --- types

    def _of_type(self, hint: Any, target: Target | None = None) -> Schema:
        if target is not None and hint is str:
            return self._reference(target)
        found = next((schema for known, schema in self._scalars if known == hint), None)
        if found is not None:
            return self._one_or_many(target) if target is not None and "array" in found["type"] else dict(found)
        if is_dataclass(hint):
            return self._of_shape(typing.cast("type", hint))
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return {"type": "string", "enum": [member.value for member in hint]}
        return self._of_composed_type(hint, target)

    def _of_composed_type(self, hint: Any, target: Target | None) -> Schema:
        parts = [part for part in typing.get_args(hint) if part not in (types.NoneType, ...)]
        origin = typing.get_origin(hint)
        if any(isinstance(mark, Discriminator) for mark in getattr(hint, "__metadata__", ())):
            return self._norm()
        if origin is typing.Literal:
            return {"type": "string", "enum": parts}
        if origin is tuple:
            return {"type": "array", "items": self._of_type(parts[0], target)}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return self._of_mapping(parts[0], parts[1], target)
        if origin in (typing.Union, types.UnionType) and len(parts) == 1:
            return self._of_type(parts[0], target)
        raise TypeError(f"no schema for {hint!r}")

    def _of_mapping(self, key: Any, value: Any, target: Target | None) -> Schema:
        names = {
            name: limit
            for name, limit in self._of_type(key).items()
            if name in {"pattern", "maxLength", "patternErrorMessage"}
        }
        schema = {"type": "object", "additionalProperties": nullable(self._of_type(value, target))}
        return {**schema, "propertyNames": names} if names else schema

    # --- references

    def _reference(self, target: Target) -> Schema:
        known = self._known[target]
        values = [(reading, name) for known_id, name in known.names.items() for reading in readings(known_id)]
        choice: Schema = {"enum": [value for value, _ in values]}
        if any(name for _, name in values):
            choice["enumDescriptions"] = [name for _, name in values]
        self.definitions[target.value] = choice if known.closed else {"anyOf": [choice, text()]}
        return {"$ref": f"#/$defs/{target.value}"}

    def _one_or_many(self, target: Target) -> Schema:
        one = self._reference(target)
        return {"anyOf": [one, {"type": "array", "items": one}]}

    def _decider(self) -> Schema:
        others = self._reference(Target.ROLE) if Target.ROLE in self._known else text()
        return {"anyOf": [{"enum": [LEADER]}, others]}

    def _severities(self, hint: Any) -> Schema:
        """The severities by rule, each rule with its title."""
        value = self._of_type(typing.get_args(hint)[1])
        known = self._known[Target.RULE]
        rules = {rule: {**nullable(value), "description": f"{title}."} for rule, title in known.names.items()}
        return {
            "type": "object",
            "properties": rules,
            "additionalProperties": False if known.closed else nullable(value),
        }

    # --- norms

    def _norm(self) -> Schema:
        """One norm: its kind says which keys it has, so that a mistake is told of that kind alone."""
        shared = next(iter(NORM_KINDS.values())).__bases__[0]
        keys = list(keys_of(shared))
        kind = {
            "description": self._texts.sentence(NORM, "kind"),
            "type": "string",
            "enum": list(NORM_KINDS),
            "enumDescriptions": [_purpose(shape) for shape in NORM_KINDS.values()],
        }
        return {
            "description": _purpose(shared),
            "type": "object",
            "properties": {"kind": kind} | {key.name: self._of_key(NORM, key) for key in keys},
            "required": ["kind", *(key.name for key in keys if key.required)],
            "allOf": [{"if": _is_kind(kind), "then": self._of_shape(shape)} for kind, shape in NORM_KINDS.items()],
        }


def _purpose(shape: type) -> str:
    """The first paragraph of a shape's docstring, which says what it means."""
    paragraph = (inspect.getdoc(shape) or "").partition("\n\n")[0]
    return as_sentence(" ".join(paragraph.split()).removesuffix("."))


def _is_kind(kind: str) -> Schema:
    return {"properties": {"kind": {"const": kind}}, "required": ["kind"]}


def _has(key: str) -> Schema:
    """That a mapping has a key with a value."""
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _general_cards_name_processes() -> Schema:
    """That a norm of a card without a process names its own, where it needs some."""
    named = {"required": ["processes"], "properties": {"processes": {"type": "array", "minItems": 1}}}
    norm = {"if": _is_kind("every-unit-has"), "then": named}
    return {"if": _has("process"), "else": {"properties": {"norms": {"items": norm}}}}
