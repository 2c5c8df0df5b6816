"""The path of a field in a record's JSON, and the layer of the record that it stands in.

article.headline                  a field of the article
article.published.date            when it was published
statements[s3].stance             a field of a statement, event, link (links[s3:e2]), transfer, actor, time or place
statements[s3]                    the whole of it: None takes it out
links[+]                          one that was not read
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord import codec
from onrecord.errors import RecordError
from onrecord.record import Actor, ArmsTransfer, Article, Attribution, Event, EventLink, Place, Published, Record, Statement, Time
from onrecord.store.corrections import Correction, Quote

_PATH: Final = re.compile(
    r"(?P<layer>article|statements|events|links|arms_transfers|actors|times|places)(?:\[(?P<item>[^\[\]]{1,80})\])?(?P<rest>(?:\.[a-z_]{1,40}|\[\d{1,6}\])*)"
)
_DAY: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_STEP: Final = re.compile(r"\.([a-z_]+)|\[(\d+)\]")
_TYPES: Final[dict[str, Any]] = {
    "article": Article,
    "statements": tuple[Statement, ...],
    "published": Published,
    "times": tuple[Time, ...],
    "places": tuple[Place, ...],
    "actors": tuple[Actor, ...],
    "attributions": tuple[Attribution, ...],
    "events": tuple[Event, ...],
    "links": tuple[EventLink, ...],
    "arms_transfers": tuple[ArmsTransfer, ...],
}
# Fields of a statement in the JSON that another layer holds.
_GROUNDED: Final = {("source", "actors"): ("actors",), ("said",): ("said",), ("via",): ("via",)}
# What the encoder and the rule have to agree on. Where a person has decided it, nothing is unsettled.
_SETTLING: Final = {"stance", "initiators", "recipients", "supplier", "recipient", "relation"}


@dataclass(frozen=True, slots=True)
class Field:
    """Where a field stands: in which layer, in which of its items, and the way on from there."""

    layer: str
    item: str | None
    rest: tuple[str | int, ...]


def read_field(path: str) -> Field:
    """The field that a path names.

    Raises:
        RecordError: it names none.
    """
    found = _PATH.fullmatch(path)
    if found is None or (found["layer"] == "article") != (found["item"] is None):
        remedy = 'such as "article.published.date", "statements[s3].stance" or "events[e1]"'
        raise RecordError(f"{path:.120}", "no field that can be corrected", remedy)
    rest = tuple(name or int(number) for name, number in _STEP.findall(found["rest"]))
    layer, item = found["layer"], found["item"]
    if rest[-1:] == ("id",):
        raise RecordError(path, "an ID names what others refer to, and is no fact of the page", "correct what it names")
    if layer == "article":
        if not rest:
            raise RecordError(path, "an article is corrected field by field", 'such as "article.headline"')
        if rest[0] == "published":
            return Field("published", None, rest[1:] or ("date",))
        return Field("published", None, rest) if rest[0] == "modified" else Field("article", None, rest)
    if layer == "statements":
        for given, held in _GROUNDED.items():
            if rest[: len(given)] == given:
                return Field("attributions", item, held + rest[len(given) :])
    return Field(layer, item, rest)


def apply_correction(record: Record, correction: Correction) -> tuple[Record, str | None]:
    """The record with one correction put in, and why it could not be, where it could not.

    Raises:
        RecordError: the value is none that the field can hold.
    """
    assert correction.field is not None
    at = read_field(correction.field)
    layer = getattr(record, at.layer)
    if layer is None:
        return record, f"{at.layer} were not read on this page"
    data = codec.encode(layer, record.document.text)
    number: int | None = None
    if at.layer == "published":
        _put_date(data, at.rest, correction.value)
    elif at.layer == "article":
        if correction.quote and not _stands(record, correction.quote):
            return record, f"{correction.quote.text!r:.60} no longer stands there"
        _set(data, at.rest, correction.value)
    elif at.item == "+":
        number = len(data)
        data.append(correction.value)
    else:
        number = _find(record, data, at, correction.quote)
        if number is None:
            words = f" at {correction.quote.text!r:.60}" if correction.quote else ""
            return record, f"{at.layer} have no {at.item}{words}"
        if at.rest:
            _set(data[number], at.rest, correction.value)
            if at.rest[-1] in _SETTLING and "settled" in data[number]:
                data[number]["settled"] = True
        elif correction.value is None:
            del data[number]
        else:
            data[number] = correction.value
    try:
        held = codec.decode(_TYPES[at.layer], data, record.document.text, f"$.{at.layer}")
    except RecordError as error:
        raise RecordError(_as_typed(correction.field, at, number, error.location), error.problem, error.remedy) from None
    return replace(record, **{at.layer: held}), None


def _as_typed(field: str, at: Field, number: int | None, path: str) -> str:
    """A path in the JSON as a person names it: by the ID of the item, where the layer counts from 0."""
    head = f"$.{at.layer}" if number is None else f"$.{at.layer}[{number}]"
    if field.startswith(at.layer) and path.startswith(head):
        return at.layer + (f"[{at.item}]" if at.item else "") + path.removeprefix(head)
    return field  # another layer holds it, under another name


def former_value(record: Record, path: str) -> Any:
    """The JSON that a field holds now.

    Raises:
        RecordError: the record has no such field.
    """
    at = read_field(path)
    layer = getattr(record, at.layer)
    if layer is None:
        raise RecordError(path, f"{at.layer} were not read on this page")
    value: Any = codec.encode(layer, record.document.text)
    if at.item == "+":
        return None
    if at.item is not None:
        number = _find(record, value, at, None)
        if number is None:
            raise RecordError(path, f"{at.layer} have no {at.item}")
        value = value[number]
    for step in at.rest:
        try:
            value = None if value is None else value[step]
        except (KeyError, IndexError, TypeError):
            raise RecordError(path, f"there is no {step}") from None
    return value


def anchor_of(record: Record, path: str) -> Quote | None:
    """The words by which an item is known again, should another version number it otherwise; None for a field of the article."""
    at = read_field(path)
    layer = getattr(record, at.layer)
    if at.item in (None, "+") or layer is None:
        return None
    data = codec.encode(layer, record.document.text)
    number = _find(record, data, at, None)
    return None if number is None else _anchor(record, at.layer, data[number])


def _find(record: Record, data: list[Any], at: Field, quote: Quote | None) -> int | None:
    """Which item is meant: the one of that ID, if it stands at the words quoted; else the only one that does."""
    named = [n for n, item in enumerate(data) if _identity(at.layer, item) == at.item]
    if quote is None:
        return named[0] if named else None
    there = [n for n, item in enumerate(data) if _anchor(record, at.layer, item) == quote]
    both = [n for n in named if n in there]
    if both:
        return both[0]
    return there[0] if len(there) == 1 else None


def _identity(layer: str, item: Any) -> str:
    if layer == "links":
        return f"{item['statement']}:{item['target']}"
    return str(item["statement" if layer == "attributions" else "id"])


def _anchor(record: Record, layer: str, item: Any) -> Quote | None:
    spans = _ANCHORS[layer](record, item)
    if not spans:
        return None
    start, end = spans[0]
    return Quote(start, end, record.document.text[start:end])


def _statement_anchor(record: Record, statement: str) -> list[tuple[int, int]]:
    return [(s.cue.spans[0].start, s.cue.spans[0].end) for s in record.statements or () if s.id == statement]


def _event_anchor(record: Record, event: str) -> list[tuple[int, int]]:
    return [(e.triggers[0].start, e.triggers[0].end) for e in record.events or () if e.id == event and e.triggers]


def _first(spans: list[Any]) -> list[tuple[int, int]]:
    return [(s["start"], s["end"]) for s in spans[:1]]


_ANCHORS: Final[dict[str, Callable[[Record, Any], list[tuple[int, int]]]]] = {
    "statements": lambda _, item: _first(item["cue"]["spans"]),
    "attributions": lambda record, item: _statement_anchor(record, item["statement"]),
    "events": lambda _, item: _first(item["triggers"]),
    "links": lambda record, item: _first(item["about"]) or _statement_anchor(record, item["statement"]),
    "arms_transfers": lambda record, item: _first(item["items"]) or _event_anchor(record, item["event"]),
    "times": lambda _, item: [(item["start"], item["end"])],
    "actors": lambda _, item: _first(item["mentions"]),
    "places": lambda _, item: _first(item["mentions"]),
}


def _stands(record: Record, quote: Quote) -> bool:
    return record.document.text[quote.start : quote.end] == quote.text


def _put_date(data: Any, rest: tuple[str | int, ...], value: Any) -> None:
    """A day that a person told is as sure as a day can be; the evidence of the page stays beside it."""
    if rest[-1] == "date" and value is not None and not (isinstance(value, str) and _DAY.fullmatch(value)):
        raise RecordError("article.published.date", f"{value!r:.40} is no day", "write 2024-02-29, 2024-02 or 2024")
    if rest[0] == "modified" and data["modified"] is None:
        data["modified"] = {"date": None, "confidence": 1.0, "candidates": [], "evidence": []}
    target, field = (data["modified"], rest[1:] or ("date",)) if rest[0] == "modified" else (data, rest)
    _set(target, field, value)
    if field == ("date",):
        target["confidence"] = 1.0
        target["candidates"] = [] if value is None else [{"date": value, "confidence": 1.0}]


def _set(data: Any, steps: tuple[str | int, ...], value: Any) -> None:
    try:
        for step in steps[:-1]:
            data = data[step]
        data[steps[-1]]  # what is set must be there: a record has all its keys
        data[steps[-1]] = value
    except (KeyError, IndexError, TypeError):
        raise RecordError(".".join(map(str, steps)), "there is no such field here", "correct the whole of what it stands in") from None
