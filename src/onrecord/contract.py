"""Contract `onrecord/1`: how the layers of a Record are joined into one JSON object, and taken apart again.

Three joins, all here: `published` stands in `article`; what grounding adds to a statement (`attributions`) stands in it;
`asserted_by` … of events and transfers are read off `links`. Layout, encoding, mentions and times_found are not in the JSON.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import Any, Final, Literal

from onrecord import codec
from onrecord.errors import RecordError
from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    Dating,
    Event,
    EventLink,
    Generator,
    Note,
    Place,
    Published,
    Record,
    Said,
    Source,
    Statement,
    Time,
    Via,
)  # fmt: skip
from onrecord.text import Document

SCHEMA: Final = "onrecord/1"
_HALF: Final = re.compile("[\ud800-\udfff]")
_RELATIONS: Final = ("asserts", "denies", "declines", "doubts")


# The joined forms: what stands in the JSON, in its types. Only what a join changes is written here.


@dataclass(frozen=True, slots=True)
class DocumentJson:
    """The page as read: `text` is what every offset counts in."""

    id: str
    location: str
    retrieved: str | None
    media_type: str
    language: str | None
    text: str


@dataclass(frozen=True, slots=True)
class ArticleJson(Article):
    """What the page is, with the day on which it was published."""

    published: Dating | None
    modified: Dating | None


@dataclass(frozen=True, slots=True)
class SourceJson(Source):
    """Who a statement is attributed to: the page's words, and the actors they name."""

    actors: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class StatementJson(Statement):
    """One attribution relation, with what grounding adds to it."""

    source: SourceJson | None
    said: Said | None
    via: tuple[Via, ...] | None


@dataclass(frozen=True, slots=True)
class EventJson(Event):
    """What is said to have happened, with the statements that speak of it."""

    asserted_by: tuple[str, ...] | None
    denied_by: tuple[str, ...] | None
    declined_by: tuple[str, ...] | None
    doubted_by: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class ArmsTransferJson(ArmsTransfer):
    """One deal at one status, with the statements that speak of it."""

    asserted_by: tuple[str, ...] | None
    denied_by: tuple[str, ...] | None
    declined_by: tuple[str, ...] | None
    doubted_by: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RecordJson:
    """Everything onrecord says of one page. A key is always present: null = not run or unknown, [] = none found."""

    schema: Literal["onrecord/1"]
    generator: Generator
    document: DocumentJson
    notes: tuple[Note, ...]
    article: ArticleJson | None
    statements: tuple[StatementJson, ...] | None
    events: tuple[EventJson, ...] | None
    links: tuple[EventLink, ...] | None
    arms_transfers: tuple[ArmsTransferJson, ...] | None
    actors: tuple[Actor, ...] | None
    times: tuple[Time, ...] | None
    places: tuple[Place, ...] | None


def to_dict(record: Record) -> dict[str, Any]:
    """The JSON value of a record."""
    joined = RecordJson(
        schema=SCHEMA,
        generator=record.generator,
        document=DocumentJson(**{f.name: getattr(record.document, f.name) for f in fields(DocumentJson)}),
        notes=record.notes,
        article=_join_article(record.article, record.published),
        statements=_join_statements(record.statements, record.attributions),
        events=_join_links(EventJson, record.events, record.links, "id"),
        links=record.links,
        arms_transfers=_join_links(ArmsTransferJson, record.arms_transfers, record.links, "event"),
        actors=record.actors,
        times=record.times,
        places=record.places,
    )
    data: dict[str, Any] = codec.encode(joined, record.document.text)
    return data


def to_json(record: Record, *, indent: int | None = None) -> str:
    """The JSON of a record: one line unless `indent` is given, UTF-8 characters as they are, no NaN."""
    return json.dumps(to_dict(record), ensure_ascii=False, allow_nan=False, indent=indent)


def from_json(text: str | bytes) -> Record:
    """Read a record; the exact inverse of `to_json` on the layers that are in the JSON.

    Raises:
        RecordError: not JSON, another schema, a key missing or unknown, a value of the wrong type, a citation that does
            not quote the text, or derived values (`asserted_by` …) that the links do not give.
    """
    try:
        data = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise RecordError("$", f"not JSON: {error}") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise RecordError("$.schema", f"not {SCHEMA!r}", "this version reads no other contract")
    page = data.get("document")
    source = page.get("text") if isinstance(page, dict) else None
    if not isinstance(source, str):
        raise RecordError("$.document.text", "there is no text to cite")
    if _HALF.search(source):
        raise RecordError("$.document.text", "it holds a lone surrogate, half a character that no encoding can write")
    joined: RecordJson = codec.decode(RecordJson, data, source)
    record = Record(
        document=Document(**{f.name: getattr(joined.document, f.name) for f in fields(DocumentJson)}),
        generator=joined.generator,
        article=_narrow(Article, joined.article),
        statements=_each(joined.statements, lambda s: _narrow(Statement, s, source=_narrow(Source, s.source))),
        published=_published(joined.article),
        times=joined.times,
        places=joined.places,
        actors=joined.actors,
        attributions=_attributions(joined),
        events=_each(joined.events, lambda e: _narrow(Event, e)),
        links=joined.links,
        arms_transfers=_each(joined.arms_transfers, lambda t: _narrow(ArmsTransfer, t)),
        notes=joined.notes,
    )
    for given, derived, name in ((joined.events, record.events, "events"), (joined.arms_transfers, record.arms_transfers, "arms_transfers")):
        key = "id" if name == "events" else "event"
        again = _join_links(type(given[0]), derived, record.links, key) if given else given
        if given != again:
            raise RecordError(f"$.{name}", "asserted_by, denied_by, declined_by or doubted_by differ from the links")
    return record


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON number")


def record_schema() -> dict[str, Any]:
    """The JSON Schema of contract `onrecord/1`, made from the types."""
    data: dict[str, Any] = codec.schema(
        RecordJson, title="A record of onrecord, contract v1", schema_id="https://onrecord.invalid/schema/onrecord-1.json"
    )
    return data


def check(record: Record) -> tuple[str, ...]:
    """What is wrong with a record: citations that do not hold, IDs that are not unique, references to nothing."""
    return (*_bad_citations(record), *_bad_references(record))


def _bad_citations(record: Record) -> Iterator[str]:
    for f in fields(record):
        if f.name not in ("document", "generator", "layout", "encoding", "mentions", "notes"):
            for span in codec.citations(getattr(record, f.name)):
                if wrong := record.document.check(span):
                    yield f"{f.name}: {wrong}"


def _bad_references(record: Record) -> Iterator[str]:
    layers = {name: getattr(record, name) or () for name in ("statements", "events", "arms_transfers", "times", "places", "actors")}
    ids = {name: {item.id for item in items} for name, items in layers.items()}
    counts = Counter(item.id for items in layers.values() for item in items)
    yield from (f"the ID {i} is given twice" for i, count in sorted(counts.items()) if count > 1)

    def known(at: str, layer: str, *wanted: str | None) -> Iterator[str]:
        yield from (f"{at} names {i}, which is not in {layer}" for i in wanted if i is not None and i not in ids[layer])

    for s in record.statements or ():
        yield from known(s.id, "statements", s.within)
    for t in record.times or ():
        yield from known(t.id, "times", None if t.anchor == "published" else t.anchor)
    for a in record.attributions or ():
        yield from known("an attribution", "statements", a.statement)
        yield from known(a.statement, "actors", *a.actors, *(v.actor for v in a.via))
        yield from known(a.statement, "times", a.said.time if a.said else None)
    for e in record.events or ():
        yield from known(e.id, "actors", *e.initiators, *e.recipients)
        yield from known(e.id, "times", e.time)
        yield from known(e.id, "places", e.place)
    for link in record.links or ():
        yield from known("a link", "statements", link.statement)
        yield from known("a link", "events", link.target)
    for x in record.arms_transfers or ():
        yield from known(x.id, "events", x.event)
        yield from known(x.id, "actors", x.supplier, x.recipient, *x.via)
        yield from known(x.id, "times", x.time, x.ordered, x.delivered)


def _widen(kind: Any, value: Any, **more: Any) -> Any:
    """A value of a joined type, made from one of the type it extends."""
    own = {f.name: getattr(value, f.name) for f in fields(value)}
    return kind(**(own | more))


def _narrow(kind: Any, value: Any, **more: Any) -> Any:
    """The value of the type that a joined type extends."""
    return None if value is None else kind(**({f.name: getattr(value, f.name) for f in fields(kind)} | more))


def _each(items: Iterable[Any] | None, make: Any) -> Any:
    return None if items is None else tuple(make(item) for item in items)


def _join_article(article: Article | None, published: Published | None) -> Any:
    if article is None:
        return None
    first = None if published is None else _narrow(Dating, published)
    return _widen(ArticleJson, article, published=first, modified=published and published.modified)


def _published(article: ArticleJson | None) -> Published | None:
    if article is None or article.published is None:
        return None
    own = {f.name: getattr(article.published, f.name) for f in fields(Dating)}
    return Published(**own, modified=article.modified)


def _join_statements(statements: tuple[Statement, ...] | None, attributions: tuple[Attribution, ...] | None) -> Any:
    known = {a.statement: a for a in attributions or ()}

    def join(statement: Statement) -> Any:
        found = known.get(statement.id)
        source = statement.source and _widen(SourceJson, statement.source, actors=found and found.actors)
        return _widen(StatementJson, statement, source=source, said=found and found.said, via=found and found.via)

    return _each(statements, join)


def _attributions(joined: RecordJson) -> tuple[Attribution, ...] | None:
    """The attributions of a record: `via` is a list where they were read, null where not.

    Where a page has no statement there is nothing to tell by; the layer then counts as read where its actors were.
    """
    if not joined.statements:
        return None if joined.statements is None or joined.actors is None else ()
    found = tuple(Attribution(s.id, s.source.actors or () if s.source else (), s.said, s.via) for s in joined.statements if s.via is not None)
    return found or None


def _join_links(kind: Any, items: Any, links: tuple[EventLink, ...] | None, key: str) -> Any:
    """Events or transfers with the statements that the links tie to them, by relation."""
    tied: dict[tuple[str, str], dict[str, None]] = {}  # a dict keeps the order and drops what was said before
    for link in links or ():
        tied.setdefault((link.target, link.relation), {})[link.statement] = None

    def by(event: str, relation: str) -> tuple[str, ...] | None:
        return None if links is None else tuple(tied.get((event, relation), ()))

    names = [f.name for f in fields(EventJson)][-4:]
    return _each(items, lambda item: _widen(kind, item, **{n: by(getattr(item, key), r) for n, r in zip(names, _RELATIONS, strict=True)}))
