"""A frozen value as its JSON value."""

from collections.abc import Hashable
from dataclasses import is_dataclass
from enum import Enum
from typing import Any

from onrecord.codec.shapes import Json, hints_of, joined
from onrecord.text import Span


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
    for name in hints_of(kind):
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
