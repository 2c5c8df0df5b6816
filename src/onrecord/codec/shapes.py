"""What the annotations of a frozen type say about its JSON object."""

from collections.abc import Hashable
from dataclasses import fields
from functools import cache
from typing import Any, get_args, get_type_hints

from onrecord.text import Span

Json = Any
PIECES = "pieces"  # stands for the type of the key "spans"


def joined(text: str, spans: tuple[Span, ...]) -> str:
    """The words of a citation in pieces: the pieces joined by one space."""
    return " ".join(text[s.start : s.end] for s in spans)


@cache
def hints_of(kind: Hashable) -> dict[str, Any]:
    """Fields of a dataclass with their types; a subclass's own fields follow those it inherits."""
    cls: Any = kind
    hints = get_type_hints(cls)
    return {f.name: hints[f.name] for f in fields(cls)}


@cache
def properties_of(kind: Hashable) -> tuple[tuple[str, Any], ...]:
    """The keys of a dataclass's JSON object, with the type of each."""
    found: list[tuple[str, Any]] = []
    for name, hint in hints_of(kind).items():
        if name in ("span", "range"):
            nullable = type(None) in get_args(hint)
            offset: Any = int | None if nullable else int
            found += [("start", offset), ("end", offset)] + ([("text", str)] if name == "span" else [])
        elif name == "spans":
            found += [("spans", PIECES), ("text", str)]
        elif name != "quote":
            found.append((name, hint))
    return tuple(found)
