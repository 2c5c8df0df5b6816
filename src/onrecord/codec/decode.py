"""The frozen value that a JSON value stands for, checked to the last key.

A decoder is made once for each type: a store unpacks claims of hundreds of voices while somebody waits. Where a value is
wrong, the path to it is put together as the error rises, so that nothing is spent on paths while all is well.
"""

import types
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from onrecord.codec.shapes import Json, hints_of, joined, properties_of
from onrecord.errors import RecordError
from onrecord.text import Span

Decoder = Callable[[Json, str], Any]  # (JSON value, text that citations quote): the value


class _MisfitError(Exception):
    """A JSON value is not what its type says: the path below the value that was asked for, what is wrong, what to do."""

    def __init__(self, problem: str, remedy: str = "", at: str = "") -> None:
        super().__init__(problem)
        self.problem, self.remedy, self.at = problem, remedy, at

    def below(self, step: str) -> "_MisfitError":
        self.at = step + self.at
        return self


def decode(kind: Any, data: Json, text: str, at: str = "$") -> Any:
    """The frozen value of type `kind` that a JSON value stands for.

    Raises:
        RecordError: the value is not of that type, or a citation does not quote `text`; it names the path.
    """
    try:
        return _decoder_of(kind)(data, text)
    except _MisfitError as misfit:
        raise RecordError(at + misfit.at, misfit.problem, misfit.remedy) from None


@cache
def _decoder_of(kind: Any) -> Decoder:
    origin, args = get_origin(kind), get_args(kind)
    if kind is Any:
        return lambda data, text: data
    if origin in (Union, types.UnionType):
        return _optional(*(arg for arg in args if arg is not type(None)))
    if origin is tuple:
        return _tuple(args[0])
    if origin is dict:
        return _dict(args[1])
    if origin is Literal:
        return _literal(args)
    if kind is Span:
        return _span_object
    if is_dataclass(kind):
        return _object(kind)
    if issubclass(kind, Enum):
        return _enumeration(kind)
    return _plain((float, int) if kind is float else (kind,))  # 40 stays 40: the round trip is exact


def _optional(inner: Any) -> Decoder:
    decoder = _decoder_of(inner)
    return lambda data, text: None if data is None else decoder(data, text)


def _tuple(inner: Any) -> Decoder:
    decoder = _decoder_of(inner)

    def read(data: Json, text: str) -> Any:
        found: list[Any] = []
        try:
            for item in _need(data, (list,)):
                found.append(decoder(item, text))
        except _MisfitError as misfit:
            raise (misfit.below(f"[{len(found)}]") if isinstance(data, list) else misfit) from None
        return tuple(found)

    return read


def _dict(inner: Any) -> Decoder:
    decoder = _decoder_of(inner)

    def read(data: Json, text: str) -> Any:
        found: dict[Any, Any] = {}
        for key, item in _need(data, (dict,)).items():
            try:
                found[key] = decoder(item, text)
            except _MisfitError as misfit:
                raise misfit.below(f".{key}") from None
        return found

    return read


def _literal(args: tuple[Any, ...]) -> Decoder:
    def read(data: Json, text: str) -> Any:
        if data not in args or isinstance(data, bool):
            raise _MisfitError(f"{data!r:.60} is none of {', '.join(map(str, args))}")
        return data

    return read


def _enumeration(kind: Any) -> Decoder:
    members = {member.value: member for member in kind}

    def read(data: Json, text: str) -> Any:
        if not isinstance(data, str) or data not in members:
            raise _MisfitError(f"{data!r:.60} is none of {', '.join(members)}")
        return members[data]

    return read


def _plain(kinds: tuple[type, ...]) -> Decoder:
    exact = kinds[0]
    return lambda data, text: data if type(data) is exact else _need(data, kinds)


@cache
def _parts_of(kind: Hashable) -> tuple[tuple[str, ...], tuple[tuple[str, Decoder], ...], tuple[tuple[str, Decoder], ...]]:
    """Of a dataclass: its keys, the decoders of its citations (of the whole object), and those of its other fields."""
    hints = hints_of(kind)
    keys = tuple(key for key, _ in properties_of(kind))
    cited = tuple((name, _cited(name, hint)) for name, hint in hints.items() if name in _CITED)
    return keys, cited, tuple((name, _field(name, hint)) for name, hint in hints.items() if name not in _CITED and name != "quote")


def _object(kind: Any) -> Decoder:
    def read(data: Json, text: str) -> Any:
        keys, cited, plain = _parts_of(kind)  # not before the first value: a type may hold itself
        if not isinstance(data, dict) or len(data) != len(keys) or not all(map(data.__contains__, keys)):
            _check_keys(data, keys)
        values = {name: decoder(data, text) for name, decoder in cited}
        if values.get("span", ...) is None:
            values["quote"] = _need(data["text"], (str,), ".text")
        name = ""
        try:
            for name, decoder in plain:
                values[name] = decoder(data[name], text)
        except _MisfitError as misfit:
            raise misfit.below(f".{name}") from None
        try:
            return kind(**values)
        except ValueError as error:
            raise _MisfitError(str(error)) from None

    return read


def _field(name: str, hint: Any) -> Decoder:
    """The decoder of a field; those of two names are held to the bounds that the schema gives them."""
    decoder = _decoder_of(hint)
    if name == "confidence":
        return _bounded(decoder, lambda value: 0 <= value <= 1, "{value!r:.60} is not between 0 and 1")
    if name == "id":
        return _bounded(decoder, bool, "an ID is not empty")
    return decoder


def _bounded(decoder: Decoder, holds: Callable[[Any], bool], problem: str) -> Decoder:
    def read(data: Json, text: str) -> Any:
        value = decoder(data, text)
        if value is not None and not holds(value):
            raise _MisfitError(problem.format(value=value))
        return value

    return read


_CITED = ("span", "range", "spans")


def _cited(name: str, hint: Any) -> Decoder:
    if name == "spans":
        return _pieces
    if name == "range":
        return lambda data, text: _place(data, text)
    if type(None) in get_args(hint):
        return lambda data, text: None if data["start"] is None else _quoted(data, text)
    return _quoted


def _span_object(data: Json, text: str) -> Span:
    return _quoted(_check_keys(data, ("start", "end", "text")), text)


def _pieces(data: Json, text: str) -> tuple[Span, ...]:
    pieces = _need(data["spans"], (list,), ".spans")
    if not pieces:
        raise _MisfitError("cites nothing", "a citation has one piece or more", ".spans")
    found: list[Span] = []
    try:
        for piece in pieces:
            found.append(_place(_check_keys(piece, ("start", "end")), text))
    except _MisfitError as misfit:
        raise misfit.below(f".spans[{len(found)}]") from None
    spans = tuple(found)
    if (words := joined(text, spans)) != data["text"]:
        raise _misquoted(words, data["text"])
    return spans


def _quoted(data: Json, text: str) -> Span:
    span = _place(data, text)
    if (words := text[span.start : span.end]) != data["text"]:
        raise _misquoted(words, data["text"])
    return span


def _place(data: Json, text: str) -> Span:
    start, end = _need(data["start"], (int,), ".start"), _need(data["end"], (int,), ".end")
    if not 0 <= start < end <= len(text):
        raise _MisfitError(f"[{start}, {end}) is not a place in a text of {len(text)} characters")
    return Span(start, end)


def _misquoted(words: str, told: Json) -> _MisfitError:
    return _MisfitError(f"the page has {words!r:.60} at these offsets, not {told!r:.60}", at=".text")


def _need(data: Json, kinds: tuple[type, ...], at: str = "") -> Any:
    if not isinstance(data, kinds) or (isinstance(data, bool) and bool not in kinds):
        raise _MisfitError(f"{data!r:.60} is not {_NAMES[kinds[0]]}", at=at)
    return data


_NAMES: dict[type, str] = {int: "a whole number", float: "a number", str: "a string", bool: "true or false", list: "a list", dict: "an object"}


def _check_keys(data: Json, wanted: tuple[str, ...]) -> Json:
    found = _need(data, (dict,))
    if missing := [key for key in wanted if key not in found]:
        raise _MisfitError(f"lacks {', '.join(missing)}", "keys are always present: null where unknown, [] where none was found")
    if unknown := [key for key in found if key not in wanted]:
        raise _MisfitError(f"has {', '.join(map(repr, unknown))}, which the contract does not know")
    return found
