"""A record unfolded: the rows that it has in each table of the store.

Rows are plain tuples, made in the process that read the page and written by another. Their references count from 1 within the
record; writing adds `record_id * IDS`, so that nothing has to be looked up.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from onrecord.codec import joined
from onrecord.record import Actor, ArmsTransfer, Attribution, Event, Pieces, Place, Record, Statement, Time
from onrecord.store.facets import statement_facets
from onrecord.text import Span

IDS: Final = 1_000_000  # of rows that one record may have in a table
Row = tuple[Any, ...]
Rows = dict[str, list[Row]]

# The columns of each table that follow `id` and `record_id`, in the order of its rows; parents before children.
COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "article": ("kind", "language", "media_type", "outlet", "section", "url", "headline", "published", "confidence", "modified", "dateline",
                "agencies", "authors", "statements", "events", "transfers"),
    "paragraph": ("kind", "start", "end", "text"),
    "actor": ("actor", "name", "kind", "country", "sector", "title", "role", "wikidata", "mentions"),
    "time": ("time", "text", "type", "value", "earliest", "latest", "anchor", "confidence", "start", "end"),
    "place": ("place", "name", "country", "lat", "lon", "geonames", "confidence", "mentions"),
    "statement": ("statement", "paragraph_id", "part", "text", "source", "source_named", "cue", "kind", "stance", "within", "actors", "names", "via",
                  "said_time", "said_earliest", "said_latest", "said_basis", "published", "facets", "settled", "confidence",
                  "source_spans", "cue_spans", "text_spans"),
    "event": ("event", "paragraph_id", "type", "mode", "contexts", "text", "initiators", "initiator_names", "recipients", "recipient_names",
              "time", "earliest", "latest",
              "place", "place_name", "place_country", "told_as", "status", "narrator", "settled", "confidence", "text_spans"),
    "link": ("event_id", "statement_id", "n", "relation", "basis", "text", "confidence", "text_spans"),
    "transfer": ("transfer", "event_id", "supplier", "supplier_name", "recipient", "recipient_name", "via", "mode", "stage",
                 "value", "amount", "currency", "amount_bound", "value_start", "value_end", "status", "earliest", "latest",
                 "ordered_earliest", "ordered_latest", "delivered_earliest", "delivered_latest", "told_as", "narrator", "settled", "confidence"),
    "item": ("transfer_id", "n", "text", "designation", "category", "condition", "part_of", "quantity", "number", "number_upper", "number_bound",
             "number_role", "start", "end", "quantity_start", "quantity_end"),
    "note": ("layer", "code", "text"),
}  # fmt: skip
_WITHOUT_RECORD: Final = {"link", "item"}
_WITHOUT_ID: Final = {"article", "link"}
FULL_TEXT: Final = {"statement": ("text", "source", "names", "facets"), "paragraph": ("text",)}


def insertion(table: str) -> str:
    """The SQL that inserts a row of a record: its parameters are the base of the record's ids, the record, n, and the row."""
    names, values = [], []
    if table not in _WITHOUT_ID:
        names, values = ["id"], ["?1 + ?3"]
    if table not in _WITHOUT_RECORD:
        names.append("record_id")
        values.append("?2")
    for at, column in enumerate(COLUMNS[table], 4):
        names.append(f'"{column}"')
        values.append(f"?1 + ?{at}" if column.endswith("_id") else f"?{at}")
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})"


def unfold(record: Record, *, outlet: str | None = None) -> Rows:
    """The rows of a record, by table. They depend on its JSON alone, so that a record read back gives the same.

    Args:
        outlet: as the manifest tells it; it wins over what the page says.
    """
    paragraphs = _paragraphs(record)
    times = {t.id: t for t in record.times or ()}
    places = {p.id: p for p in record.places or ()}
    actors = {a.id: (n, a) for n, a in enumerate(record.actors or (), 1)}
    said = {a.statement: a for a in record.attributions or ()}
    statements = {s.id: n for n, s in enumerate(record.statements or (), 1)}
    events = {e.id: n for n, e in enumerate(record.events or (), 1)}
    starts = [row[1] for row in paragraphs]
    facets = statement_facets(record, outlet or (record.article.outlet if record.article else None))
    rows: Rows = {
        "article": [_article(record, outlet)],
        "paragraph": paragraphs,
        "actor": [_actor(record, a) for a in record.actors or ()],
        "time": [_time(record, t) for t in record.times or ()],
        "place": [_place(p) for p in record.places or ()],
        "statement": [
            _statement(record, s, said.get(s.id), actors, _paragraph_at(paragraphs, starts, s.cue.spans[0]), facets[s.id])
            for s in record.statements or ()
        ],
        "event": [
            _event(record, e, times, places, actors, _paragraph_at(paragraphs, starts, e.triggers[0] if e.triggers else None))
            for e in record.events or ()
        ],
        "link": [
            (events[k.target], statements[k.statement], n, k.relation, k.basis, _words(record, k.about), k.confidence, _places(k.about))
            for n, k in enumerate(record.links or (), 1)
            if k.statement in statements and k.target in events
        ],
        "transfer": [],
        "item": [],
        "note": [(n.layer, n.code, n.text) for n in record.notes],
    }
    for transfer in record.arms_transfers or ():
        if transfer.event in events:
            rows["transfer"].append(_transfer(record, transfer, events[transfer.event], times, actors))
            number = len(rows["transfer"])
            rows["item"] += [(number, *_item(record, transfer, n)) for n in range(len(transfer.items))]
    if too_many := [table for table, found in rows.items() if len(found) >= IDS]:
        raise ValueError(f"more than {IDS:,} rows of {too_many[0]} in one record")
    return rows


def _article(record: Record, outlet: str | None) -> Row:
    article, published, document = record.article, record.published, record.document
    dating = (published.date, published.confidence, published.modified and published.modified.date) if published else (None, None, None)
    counts = tuple(None if layer is None else len(layer) for layer in (record.statements, record.events, record.arms_transfers))
    if article is None:
        return (None, document.language, document.media_type, outlet, None, None, None, *dating, None, "[]", "[]", *counts)
    return (
        article.kind.value,
        document.language,
        document.media_type,
        outlet or article.outlet,
        article.section,
        article.url,
        article.headline and document[article.headline],
        *dating,
        article.dateline and document[article.dateline.span],
        _json([c.name for c in article.agencies]),
        _json([c.name for c in article.authors]),
        *counts,
    )


def _paragraphs(record: Record) -> list[Row]:
    """The headline and the blocks of the body, in the order of the text."""
    if record.article is None:
        return []
    blocks = [(b.range, b.kind.value) for b in record.article.body]
    if record.article.headline:
        blocks.append((record.article.headline, "headline"))
    return [(kind, span.start, span.end, record.document[span]) for span, kind in sorted(blocks)]


def _paragraph_at(paragraphs: Sequence[Row], starts: Sequence[int], span: Span | None) -> int | None:
    """The number of the paragraph in which a span begins."""
    if span is None:
        return None
    at = bisect_right(starts, span.start) - 1
    return at + 1 if at >= 0 and span.start < paragraphs[at][2] else None


def _actor(record: Record, actor: Actor) -> Row:
    title = record.document[actor.title] if actor.title else None
    return (actor.id, actor.name, actor.kind, actor.country, actor.sector, title, actor.role, actor.wikidata, _places(actor.mentions))


def _time(record: Record, t: Time) -> Row:
    words = record.document[t.span]
    return (t.id, words, t.type.value, t.value, t.earliest, t.latest, t.anchor, t.confidence, t.span.start, t.span.end)


def _place(p: Place) -> Row:
    return (p.id, p.name, p.country, p.lat, p.lon, p.geonames, p.confidence, _places(p.mentions))


def _statement(
    record: Record, s: Statement, told: Attribution | None, actors: Mapping[str, tuple[int, Actor]], paragraph: int | None, facets: str
) -> Row:
    who = tuple(dict.fromkeys(told.actors)) if told else ()
    said = told.said if told else None
    return (
        s.id,
        paragraph,
        s.part,
        _pieces(record, s.content),
        s.source and joined(record.document.text, s.source.spans),
        None if s.source is None else int(s.source.named),
        joined(record.document.text, s.cue.spans),
        s.kind.value,
        s.stance and s.stance.value,
        s.within,
        _json(who),
        _names(who, actors),
        _json([record.document[v.span] for v in told.via]) if told else "[]",
        *((said.time, said.earliest, said.latest, said.basis) if said else (None, None, None, None)),
        record.published and record.published.date,
        facets,
        int(s.settled),
        s.confidence,
        _places(s.source.spans if s.source else ()),
        _places(s.cue.spans),
        _places(s.content.spans if s.content else ()),
    )


def _event(
    record: Record, e: Event, times: Mapping[str, Time], places: Mapping[str, Place], actors: Mapping[str, tuple[int, Actor]], paragraph: int | None
) -> Row:
    place = places.get(e.place or "")
    return (
        e.id,
        paragraph,
        e.type,
        e.mode,
        _json(e.contexts),
        _words(record, e.triggers),
        _json(e.initiators),
        _names(e.initiators, actors),
        _json(e.recipients),
        _names(e.recipients, actors),
        e.time,
        *_days(times.get(e.time or "")),
        e.place,
        *((place.name, place.country) if place else (None, None)),
        e.told_as,
        e.status.value,
        int(e.narrator),
        int(e.settled),
        e.confidence,
        _places(e.triggers),
    )


def _transfer(record: Record, t: ArmsTransfer, event: int, times: Mapping[str, Time], actors: Mapping[str, tuple[int, Actor]]) -> Row:
    def name(who: str | None) -> str | None:
        return actors[who][1].name if who is not None and who in actors else None

    worth = t.value
    value = (record.document[worth.span], worth.amount, worth.currency, worth.bound, worth.span.start, worth.span.end) if worth else (None,) * 6
    days = [day for i in (t.time, t.ordered, t.delivered) for day in _days(times.get(i or ""))]
    return (
        t.id,
        event,
        t.supplier,
        name(t.supplier),
        t.recipient,
        name(t.recipient),
        _json(t.via),
        t.mode,
        t.stage,
        *value,
        t.status.value,
        *days,
        t.told_as,
        int(t.narrator),
        int(t.settled),
        t.confidence,
    )


def _item(record: Record, transfer: ArmsTransfer, n: int) -> Row:
    item = transfer.items[n]
    q = item.quantity
    quantity = (record.document[q.span], q.value, q.upper, q.bound, q.role) if q else (None,) * 5
    return (
        n,
        record.document[item.span],
        item.designation,
        item.category,
        item.condition,
        item.part_of,
        *quantity,
        item.span.start,
        item.span.end,
        *((q.span.start, q.span.end) if q else (None, None)),
    )


def _names(ids: Iterable[str], actors: Mapping[str, tuple[int, Actor]]) -> str:
    return "; ".join(actors[i][1].name for i in ids if i in actors)


def _days(t: Time | None) -> tuple[str | None, str | None]:
    return (t.earliest, t.latest) if t else (None, None)


def _pieces(record: Record, pieces: Pieces | None) -> str | None:
    return joined(record.document.text, pieces.spans) if pieces else None


def _words(record: Record, spans: tuple[Span, ...]) -> str:
    """The words of a list of citations, joined by " … ": each may stand far from the next."""
    return " … ".join(record.document[s] for s in spans)


def _places(spans: Iterable[Span]) -> str:
    return "[" + ",".join(f"[{s.start},{s.end}]" for s in spans) + "]"


def _json(value: Iterable[Any]) -> str:
    found = list(value)
    return json.dumps(found, ensure_ascii=False) if found else "[]"
