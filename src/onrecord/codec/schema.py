"""The JSON Schema of a frozen type."""

import types
from dataclasses import is_dataclass
from enum import Enum
from typing import Any, Literal, Union, get_args, get_origin

from onrecord.codec.shapes import PIECES, Json, properties_of
from onrecord.text import Span


def schema(kind: Any, *, title: str, schema_id: str) -> Json:
    """The JSON Schema (2020-12) of a type, with one definition a dataclass."""
    definitions: dict[str, Json] = {}
    root = _schema(kind, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_id,
        "title": title,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema(kind: Any, definitions: dict[str, Json]) -> Json:
    origin, args = get_origin(kind), get_args(kind)
    if kind is Any:
        return {}
    if kind == PIECES:
        piece = {"type": "object", "properties": dict(_OFFSETS), "required": ["start", "end"], "additionalProperties": False}
        return {"type": "array", "items": piece, "minItems": 1}
    if origin in (Union, types.UnionType):
        inner = [_schema(arg, definitions) for arg in args if arg is not type(None)]
        return {"anyOf": [*inner, {"type": "null"}]} if type(None) in args else {"anyOf": inner}
    if origin is tuple:
        return {"type": "array", "items": _schema(args[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(args[1], definitions)}
    if origin is Literal:
        return {"enum": list(args)}
    if kind is Span:
        definitions["Span"] = {
            "type": "object",
            "properties": {**_OFFSETS, "text": {"type": "string"}},
            "required": ["start", "end", "text"],
            "additionalProperties": False,
        }
        return {"$ref": "#/$defs/Span"}
    if is_dataclass(kind):
        name = kind.__name__  # type: ignore[union-attr]
        if name not in definitions:
            definitions[name] = {}  # a type may hold itself
            key_of: Any = kind
            properties = {key: _bounded(key, hint) or _schema(hint, definitions) for key, hint in properties_of(key_of)}
            definitions[name] = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
            if doc := (kind.__doc__ or "").strip().splitlines():
                definitions[name]["description"] = doc[0]
        return {"$ref": f"#/$defs/{name}"}
    if isinstance(kind, type) and issubclass(kind, Enum):
        definitions[kind.__name__] = {"enum": [m.value for m in kind]}
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return {"type": {int: "integer", float: "number", str: "string", bool: "boolean"}[kind]}


_OFFSETS: dict[str, Json] = {"start": {"type": "integer", "minimum": 0}, "end": {"type": "integer", "minimum": 1}}
# Fields that mean the same in every type, with the bounds that `decode` holds them to.
_BOUNDED: dict[tuple[str, Any], Json] = {
    ("start", int): _OFFSETS["start"],
    ("end", int): _OFFSETS["end"],
    ("confidence", float): {"type": "number", "minimum": 0, "maximum": 1},
    ("id", str): {"type": "string", "minLength": 1},
}


def _bounded(key: str, hint: Any) -> Json:
    return _BOUNDED.get((key, hint))
