"""Frozen types ↔ JSON values ↔ JSON Schema, all three read off the same annotations.

A type is a dataclass, an enumeration, a Literal, a tuple, an optional, a number, a string or Any. Three names of fields
stand for citations, whose JSON lies flat in the object that has them:

    span: Span               "start", "end", "text"         text = what stands there in the document
    span: Span | None        the same; where it is null, "text" is the value in the markup (field `quote`)
    spans: tuple[Span, ...]  "spans": [{"start", "end"}], "text" = the pieces joined by one space
    range: Span              "start", "end"

A Span under any other name is an object {"start", "end", "text"}.
"""

import types
from collections.abc import Hashable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from onrecord.errors import RecordError
from onrecord.text import Span

Json = Any


def encode(value: Any, text: str) -> Json:
    """The JSON value of a frozen value; spans quote `text`."""
    kind = type(value)
    if kind is str or kind is int or kind is float or value is None:
        return value
    if kind is Span:
        return {"start": value.start, "end": value.end, "text": text[value.start : value.end]}
    if kind is tuple or kind is list:
        return [encode(item, text) for item in value]
    if is_dataclass(kind):
        return _encode_fields(value, kind, text)
    if isinstance(value, Enum):
        return value.value
    if kind is dict:
        return {key: encode(item, text) for key, item in value.items()}
    return value


def _encode_fields(value: Any, kind: Hashable, text: str) -> Json:
    found: dict[str, Json] = {}
    for name in _hints(kind):
        item = getattr(value, name)
        if name == "span":
            if item is None:
                found["start"], found["end"], found["text"] = None, None, value.quote
            else:
                found["start"], found["end"], found["text"] = item.start, item.end, text[item.start : item.end]
        elif name == "range":
            found["start"], found["end"] = item.start, item.end
        elif name == "spans":
            found["spans"] = [{"start": s.start, "end": s.end} for s in item]
            found["text"] = joined(text, item)
        elif name != "quote":
            found[name] = encode(item, text)
    return found


def joined(text: str, spans: tuple[Span, ...]) -> str:
    """The words of a citation in pieces: the pieces joined by one space."""
    return " ".join(text[s.start : s.end] for s in spans)


def decode(kind: Any, data: Json, text: str, at: str = "$") -> Any:
    """The frozen value of type `kind` that a JSON value stands for.

    Raises:
        RecordError: the value is not of that type, or a citation does not quote `text`; it names the path.
    """
    origin, args = get_origin(kind), get_args(kind)
    if kind is Any:
        return data
    if origin in (Union, types.UnionType):
        if data is None and type(None) in args:
            return None
        (inner,) = (arg for arg in args if arg is not type(None))
        return decode(inner, data, text, at)
    if origin is tuple:
        return tuple(decode(args[0], item, text, f"{at}[{i}]") for i, item in enumerate(_need(data, list, at)))
    if origin is dict:
        return {key: decode(args[1], item, text, f"{at}.{key}") for key, item in _need(data, dict, at).items()}
    if origin is Literal:
        if data not in args or isinstance(data, bool):
            raise RecordError(at, f"{data!r:.60} is none of {', '.join(map(str, args))}")
        return data
    if kind is Span:
        return _decode_span(_keys(data, ("start", "end", "text"), at), text, at)
    if is_dataclass(kind):
        return _decode_object(kind, data, text, at)
    if issubclass(kind, Enum):
        try:
            return kind(data)
        except ValueError:
            raise RecordError(at, f"{data!r:.60} is none of {', '.join(m.value for m in kind)}") from None
    value = _need(data, (float, int) if kind is float else kind, at)  # 40 stays 40: the round trip is exact
    if at.endswith(".confidence") and not 0 <= value <= 1:
        raise RecordError(at, f"{value!r:.60} is not between 0 and 1")
    if at.endswith(".id") and not value:
        raise RecordError(at, "an ID is not empty")
    return value


def _decode_object(kind: Any, data: Json, text: str, at: str) -> Any:
    hints = _hints(kind)
    _keys(data, tuple(key for key, _ in _properties(kind)), at)
    values: dict[str, Any] = {}
    for name, hint in hints.items():
        if name == "span":
            if data["start"] is None and type(None) in get_args(hint):
                values["span"], values["quote"] = None, decode(str, data["text"], text, f"{at}.text")
            else:
                values["span"] = _decode_span(data, text, at)
        elif name == "range":
            values["range"] = _decode_span(data, text, at, quoted=False)
        elif name == "spans":
            pieces = _need(data["spans"], list, f"{at}.spans")
            if not pieces:
                raise RecordError(f"{at}.spans", "cites nothing", "a citation has one piece or more")
            spans = tuple(_decode_piece(piece, text, f"{at}.spans[{i}]") for i, piece in enumerate(pieces))
            if joined(text, spans) != data["text"]:
                raise RecordError(f"{at}.text", f"the page has {joined(text, spans)!r:.60} at these offsets, not {data['text']!r:.60}")
            values["spans"] = spans
        elif name != "quote":
            values[name] = decode(hint, data[name], text, f"{at}.{name}")
    try:
        return kind(**values)
    except ValueError as error:
        raise RecordError(at, str(error)) from None


def _decode_span(data: Json, text: str, at: str, *, quoted: bool = True) -> Span:
    start, end = _need(data["start"], int, f"{at}.start"), _need(data["end"], int, f"{at}.end")
    if not 0 <= start < end <= len(text):
        raise RecordError(at, f"[{start}, {end}) is not a place in a text of {len(text)} characters")
    if quoted and text[start:end] != data["text"]:
        raise RecordError(f"{at}.text", f"the page has {text[start:end]!r:.60} at these offsets, not {data['text']!r:.60}")
    return Span(start, end)


def _decode_piece(data: Json, text: str, at: str) -> Span:
    return _decode_span(_keys(data, ("start", "end"), at), text, at, quoted=False)


def _need(data: Json, kind: type | tuple[type, ...], at: str) -> Any:
    if not isinstance(data, kind) or (isinstance(data, bool) and kind is not bool):
        wanted = kind[0] if isinstance(kind, tuple) else kind
        raise RecordError(at, f"{data!r:.60} is not {_NAMES[wanted]}")
    return data


_NAMES: dict[type, str] = {int: "a whole number", float: "a number", str: "a string", bool: "true or false", list: "a list", dict: "an object"}


def _keys(data: Json, wanted: tuple[str, ...], at: str) -> Json:
    found = _need(data, dict, at)
    if missing := [key for key in wanted if key not in found]:
        raise RecordError(at, f"lacks {', '.join(missing)}", "keys are always present: null where unknown, [] where none was found")
    if unknown := [key for key in found if key not in wanted]:
        raise RecordError(at, f"has {', '.join(map(repr, unknown))}, which the contract does not know")
    return found


@cache
def _hints(kind: Hashable) -> dict[str, Any]:
    """Fields of a dataclass with their types; a subclass's own fields follow those it inherits."""
    cls: Any = kind
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}


@cache
def _properties(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    """The keys of a dataclass's JSON object, with the type of each (None: offsets and words of a citation)."""
    found: list[tuple[str, Any]] = []
    for name, hint in _hints(kind).items():
        if name in ("span", "range"):
            nullable = type(None) in get_args(hint)
            offset: Any = int | None if nullable else int
            found += [("start", offset), ("end", offset)] + ([("text", str)] if name == "span" else [])
        elif name == "spans":
            found += [("spans", _PIECES), ("text", str)]
        elif name != "quote":
            found.append((name, hint))
    return tuple(found)


_PIECES = "pieces"


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
    if kind == _PIECES:
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
            properties = {key: _bounded(key, hint) or _schema(hint, definitions) for key, hint in _properties(key_of)}
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


def citations(value: Any) -> Iterator[Span]:
    """Every span below a frozen value, in its order; those of a value that stands in several places, once."""
    yield from _spans(value, set())


def _spans(value: Any, seen: set[int]) -> Iterator[Span]:
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item, seen)
    elif is_dataclass(value) and not isinstance(value, type) and id(value) not in seen:
        seen.add(id(value))
        for f in fields(value):
            yield from _spans(getattr(value, f.name), seen)
