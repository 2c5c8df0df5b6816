"""The tables that are made page by page: a row a page, a statement, an event, a link, an item of a transfer, and what these name."""

from collections.abc import Callable, Iterator
from typing import Final

from onrecord.export.provenance import RELATIONS
from onrecord.export.store.columns import Cell, Column, Row, Table, column, texts
from onrecord.export.store.pages import PROVENANCE, Page, hull
from onrecord.record import ArmsTransfer, Cited, Event, Evidence, Item, Published
from onrecord.text import Span

_ONE_PAGE: Final = "no denial found in 1 page read"
_SETTLED: Final = (
    column("truth", "settled: whether model and rules agree; what is not settled counts in no total"),
    column("number", "confidence: 0 to 1"),
)
_VOICES: Final = (
    column("texts", "asserted_by: who asserts it on this page"),
    column("texts", "denied_by: who denies it on this page"),
    column("texts", "declined_by: who declines to say"),
    column("texts", "doubted_by: who doubts it"),
    column("text", "denial: who denies it, or that nobody was found who does: of this page alone"),
)
_DAYS: Final = texts("earliest: first day on which it may have been", "latest: last day")
_PARAGRAPH: Final = column("text", "paragraph: the paragraph that tells of it")


def _table(name: str, row: str, *columns: Column) -> Table:
    return Table(name, row, (*columns, *PROVENANCE))


PAGES: Final = _table(
    "pages",
    "a page as it was got at one place and time; it quotes its headline",
    *texts(
        "headline: its words", "kind: article, live-blog, transcript, index, stub, consent, error", "language: ISO 639-1", "section: of the outlet"
    ),
    column("text", "media_type: of the bytes"),
    column("number", "published_confidence: 0 to 1"),
    *texts("modified: day of the last change", "dateline: where it was filed"),
    column("texts", "agencies: credited"),
    column("texts", "authors: named"),
    column("integer", "statements: how many; empty: not read"),
    column("integer", "events: how many; empty: not read"),
    column("integer", "transfers: how many; empty: not read"),
    column("texts", "notes: why something was not read, what was cut"),
)
DATES: Final = _table(
    "dates",
    "a date on a page that is evidence, for or against, of when it was published",
    *texts(
        "kind: metadata, url, visible, dateline, masthead, related, copyright, internal, capture",
        "verdict: what it was taken for",
        "reading: the date it reads as",
        "why: the reason",
        "at: the element or address that holds it, where it is not in the text",
        "value: what stands there",
    ),
)
STATEMENTS: Final = _table(
    "statements",
    "a statement: who (source) says (cue) what (text); it quotes from the first to the last word of the three",
    *texts(
        "statement: its ID on the page",
        "part: headline or body",
        "stance: asserts, expects, denies, confirms, declines, doubts, promises, threatens, urges, asks, holds; empty: none",
        "kind: direct, indirect, mixed",
        "source: the words for who says it; empty: nobody is named",
    ),
    column("truth", "source_named: whether they are a name or an office of one holder"),
    column("texts", "actors: who that is"),
    column("texts", "actor_ids: their IDs on the page; a state's is its ISO 3166-1 alpha-3 code on every page"),
    *texts("cue: the words that attribute", "text: what is said"),
    *texts("said_earliest: first day on which it may have been said", "said_latest: last day", "said_basis: stated, day-of-page, no-later-than-page"),
    column("texts", "via: through whom it came"),
    column("text", "within: the statement in which it stands"),
    column("texts", "speaks_of: events of the page that it asserts, denies, declines or doubts, as denies e1"),
    *_SETTLED,
    column("places", "source_offsets: in code points"),
    column("places", "source_offsets_utf16: in UTF-16 code units"),
    column("places", "cue_offsets: in code points"),
    column("places", "cue_offsets_utf16: in UTF-16 code units"),
    column("places", "text_offsets: in code points"),
    column("places", "text_offsets_utf16: in UTF-16 code units"),
)
EVENTS: Final = _table(
    "events",
    "what is said to have happened, by PLOVER; it quotes the words that tell of it",
    *texts("event: its ID on the page", "type: PLOVER's", "mode: PLOVER's"),
    column("texts", "contexts: PLOVER's"),
    column("texts", "initiators: who does it"),
    column("texts", "initiator_ids: their IDs on the page"),
    column("texts", "recipients: to whom"),
    column("texts", "recipient_ids: their IDs on the page"),
    *_DAYS,
    *texts("time: the words for when", "place: its name", "place_country: ISO 3166-1 alpha-3"),
    column("number", "lat: of the place"),
    column("number", "lon: of the place"),
    column("integer", "geonames: ID of the place"),
    *texts("status: occurred, ongoing, planned, expected, possible, denied, cancelled, hypothetical", "told_as: news or background"),
    column("truth", "narrator: whether the page says it in its own voice"),
    *_VOICES,
    *_SETTLED,
    _PARAGRAPH,
)
LINKS: Final = _table(
    "links",
    "a statement that asserts, denies, declines or doubts an event; it quotes the words that do it",
    *texts(
        "statement: its ID on the page",
        "event: its ID on the page",
        "relation: asserts, denies, declines, doubts",
        "basis: specific (names the deed), anaphoric (answers one told before), blanket (denies the kind)",
        "source: the words for who says it",
    ),
    column("texts", "actors: who that is"),
    *texts("cue: the words that attribute", "event_type: PLOVER's", "event_status: as the page tells it"),
    column("number", "confidence: 0 to 1"),
)
TRANSFERS: Final = _table(
    "transfers",
    "an item of a transfer of arms as one page tells it, or a transfer without items; it quotes the deed, the item, the number and the value",
    *texts("transfer: its ID on the page"),
    column("integer", "item_number: its place in the transfer, from 1"),
    *texts("event: its ID on the page", "supplier: its name", "supplier_id: on the page", "supplier_country: ISO 3166-1 alpha-3"),
    *texts("recipient: its name", "recipient_id: on the page", "recipient_country: ISO 3166-1 alpha-3"),
    column("texts", "via: through whom"),
    *texts("mode: sale, aid, lease, licence, swap, smuggling", "stage: requested, offered, approved, agreed, ordered, shipped, delivered"),
    *texts(
        "status: as for events",
        "item: the words",
        "designation: such as D-30",
        "category: ammunition, artillery, armour, …",
        "condition: new or used",
    ),
    column("integer", "part_of: the item_number of the total that it is a batch of: never added to it"),
    column("text", "quantity: the words"),
    column("number", "number: how many"),
    column("number", "number_upper: at most, of a range"),
    *texts(
        "number_bound: exact, about, at-least, at-most, between", "number_role: ordered, delivered, planned, seen", "value: the words for the worth"
    ),
    column("number", "amount: of the whole deal, in its currency"),
    *texts("currency: ISO 4217", "amount_bound: as number_bound"),
    *_DAYS,
    *texts(
        "ordered_earliest: first day of the order",
        "ordered_latest: last day",
        "delivered_earliest: first day of the delivery",
        "delivered_latest: last day",
    ),
    column("text", "told_as: news or background"),
    column("truth", "narrator: whether the page says it in its own voice"),
    *_VOICES,
    *_SETTLED,
    _PARAGRAPH,
)
ACTORS: Final = _table(
    "actors",
    "somebody a page names; it quotes the words for them",
    *texts(
        "actor: ID on the page; a state's is its ISO 3166-1 alpha-3 code on every page",
        "name: as the page has it",
        "kind: person, organisation, state, group; empty: the words do not tell",
        "country: ISO 3166-1 alpha-3",
        "sector: PLOVER's",
        "title: the words",
        "role: office on the day of the page",
        "wikidata: item",
    ),
)
TIMES: Final = _table(
    "times",
    "words for a time, and the days they mean",
    *texts("time: ID on the page", "type: DATE, TIME, DURATION, SET", "value: TIMEX3", *("earliest: first day", "latest: last day")),
    column("text", "anchor: published, or the ID of a time"),
    column("number", "confidence: 0 to 1"),
)
PLACES: Final = _table(
    "places",
    "a place a page names; it quotes the words for it",
    *texts("place: ID on the page", "name: its name", "country: ISO 3166-1 alpha-3"),
    column("number", "lat: north"),
    column("number", "lon: east"),
    column("integer", "geonames: ID"),
    column("number", "confidence: 0 to 1"),
)


def _pages(page: Page) -> Iterator[Row]:
    record, article, dated = page.record, page.record.article, page.record.published
    yield {
        "headline": page.words(page.headline),
        "kind": article.kind.value if article else None,
        "language": record.document.language,
        "section": article.section if article else None,
        "media_type": record.document.media_type,
        "published_confidence": dated.confidence if dated else None,
        "modified": dated.modified.date if dated and dated.modified else None,
        "dateline": page.known.words(article.dateline.span) if article and article.dateline else None,
        "agencies": tuple(credit.name for credit in article.agencies) if article else (),
        "authors": tuple(credit.name for credit in article.authors) if article else (),
        "statements": None if record.statements is None else len(record.statements),
        "events": None if record.events is None else len(record.events),
        "transfers": None if record.arms_transfers is None else len(record.arms_transfers),
        "notes": tuple(f"{note.layer}: {note.text}" for note in record.notes),
        **page.cited(page.headline),
    }


def _dates(page: Page) -> Iterator[Row]:
    for evidence in _evidence(page.record.published):
        yield {
            "kind": evidence.kind.value,
            "verdict": evidence.verdict.value,
            "reading": evidence.reading,
            "why": evidence.why or None,
            "at": evidence.at,
            "value": page.known.words(evidence.span) if evidence.span else evidence.quote,
            **page.cited(_span_of(evidence)),
        }


def _evidence(dated: Published | None) -> Iterator[Evidence]:
    if dated is not None:
        yield from dated.evidence
        yield from dated.modified.evidence if dated.modified else ()


def _span_of(cited: Cited) -> tuple[Span, ...]:
    return (cited.span,) if cited.span else ()


def _statements(page: Page) -> Iterator[Row]:
    record, known = page.record, page.known
    told = {attribution.statement: attribution for attribution in record.attributions or ()}
    for one in record.statements or ():
        by = told.get(one.id)
        said = by.said if by else None
        source = one.source.spans if one.source else ()
        content = one.content.spans if one.content else ()
        yield {
            "statement": one.id,
            "part": one.part,
            "stance": one.stance.value if one.stance else None,
            "kind": one.kind.value,
            "source": page.words(source),
            "source_named": one.source.named if one.source else None,
            "actors": tuple(map(known.name, by.actors)) if by else (),
            "actor_ids": by.actors if by else (),
            "cue": page.words(one.cue.spans),
            "text": page.words(content),
            "said_earliest": said.earliest if said else None,
            "said_latest": said.latest if said else None,
            "said_basis": said.basis if said else None,
            "via": tuple(known.words(via.span) for via in by.via) if by else (),
            "within": one.within,
            "speaks_of": tuple(f"{link.relation} {link.target}" for link in record.links or () if link.statement == one.id),
            "settled": one.settled,
            "confidence": one.confidence,
            **page.places("source", source),
            **page.places("cue", one.cue.spans),
            **page.places("text", content),
            **page.cited(hull(source, one.cue.spans, content)),
        }


def _events(page: Page) -> Iterator[Row]:
    known = page.known
    for event in page.record.events or ():
        time, place = known.time(event.time), known.place(event.place)
        yield {
            "event": event.id,
            "type": event.type,
            "mode": event.mode,
            "contexts": event.contexts,
            "initiators": tuple(map(known.name, event.initiators)),
            "initiator_ids": event.initiators,
            "recipients": tuple(map(known.name, event.recipients)),
            "recipient_ids": event.recipients,
            "earliest": time.earliest if time else None,
            "latest": time.latest if time else None,
            "time": known.words(time.span) if time else None,
            "place": place.name if place else None,
            "place_country": place.country if place else None,
            "lat": place.lat if place else None,
            "lon": place.lon if place else None,
            "geonames": place.geonames if place else None,
            "status": event.status.value,
            "told_as": event.told_as,
            "narrator": event.narrator,
            **_voices(page, event.id),
            "settled": event.settled,
            "confidence": event.confidence,
            "paragraph": paragraph(page, event),
            **page.cited(event.triggers),
        }


def _links(page: Page) -> Iterator[Row]:
    record, known = page.record, page.known
    statements = {one.id: one for one in record.statements or ()}
    actors = {attribution.statement: attribution.actors for attribution in record.attributions or ()}
    for link in record.links or ():
        one, event = statements.get(link.statement), known.events.get(link.target)
        yield {
            "statement": link.statement,
            "event": link.target,
            "relation": link.relation,
            "basis": link.basis,
            "source": page.words(one.source.spans) if one and one.source else None,
            "actors": tuple(map(known.name, actors.get(link.statement, ()))),
            "cue": page.words(one.cue.spans) if one else None,
            "event_type": event.type if event else None,
            "event_status": event.status.value if event else None,
            "confidence": link.confidence,
            **page.cited(link.about),
        }


def _transfers(page: Page) -> Iterator[Row]:
    for transfer in page.record.arms_transfers or ():
        for at, item in enumerate(transfer.items) if transfer.items else ((None, None),):
            yield _transfer(page, transfer, at, item)


def _transfer(page: Page, transfer: ArmsTransfer, at: int | None, item: Item | None) -> Row:
    known, event = page.known, page.known.events.get(transfer.event)
    quantity, value = item.quantity if item else None, transfer.value
    return {
        "transfer": transfer.id,
        "item_number": None if at is None else at + 1,
        "event": transfer.event,
        **_party(page, "supplier", transfer.supplier),
        **_party(page, "recipient", transfer.recipient),
        "via": tuple(map(known.name, transfer.via)),
        "mode": transfer.mode,
        "stage": transfer.stage,
        "status": transfer.status.value,
        "item": known.words(item.span) if item else None,
        "designation": item.designation if item else None,
        "category": item.category if item else None,
        "condition": item.condition if item else None,
        "part_of": item.part_of + 1 if item and item.part_of is not None else None,
        "quantity": known.words(quantity.span) if quantity else None,
        "number": quantity.value if quantity else None,
        "number_upper": quantity.upper if quantity else None,
        "number_bound": quantity.bound if quantity else None,
        "number_role": quantity.role if quantity else None,
        "value": known.words(value.span) if value else None,
        "amount": value.amount if value else None,
        "currency": value.currency if value else None,
        "amount_bound": value.bound if value else None,
        **_days(page, "", transfer.time),
        **_days(page, "ordered_", transfer.ordered),
        **_days(page, "delivered_", transfer.delivered),
        "told_as": transfer.told_as,
        "narrator": transfer.narrator,
        **_voices(page, transfer.event),
        "settled": transfer.settled,
        "confidence": transfer.confidence,
        "paragraph": paragraph(page, event) if event else None,
        **page.cited(words_of(page, transfer, item)),
    }


def words_of(page: Page, transfer: ArmsTransfer, item: Item | None) -> tuple[Span, ...]:
    """The words that a row of a register rests on: the deed, the item, its number, the worth of the deal."""
    event = page.known.events.get(transfer.event)
    told = [*(event.triggers if event else ())]
    if item is not None:
        told += [item.span, *([item.quantity.span] if item.quantity else [])]
    return (*told, *([transfer.value.span] if transfer.value else []))


def _party(page: Page, side: str, actor: str | None) -> Row:
    found = page.known.actor(actor)
    return {side: found.name if found else None, f"{side}_id": actor, f"{side}_country": found.country if found else None}


def _days(page: Page, of: str, time: str | None) -> Row:
    found = page.known.time(time)
    return {f"{of}earliest": found.earliest if found else None, f"{of}latest": found.latest if found else None}


def _voices(page: Page, event: str) -> Row:
    told = page.known.voices(event)
    cells: dict[str, Cell] = {name: tuple(told[name].split(";")) if told[name] else () for name in RELATIONS}
    return {**cells, "denial": denial(page, event)}


def denial(page: Page, event: str) -> str:
    """Who denies an event on its page, or that nobody was found who does."""
    if page.record.links is None:
        return "not read"
    by = page.known.voices(event)["denied_by"]
    return f"denied by {by.replace(';', '; ')}" if by else _ONE_PAGE


def paragraph(page: Page, event: Event) -> str | None:
    """The paragraph, or the headline, in which the first words for an event stand."""
    article, first = page.record.article, event.triggers[0] if event.triggers else None
    if article is None or first is None:
        return None
    blocks = (*page.headline, *(block.range for block in article.body))
    return next((page.known.words(block) for block in blocks if first in block), None)


def _actors(page: Page) -> Iterator[Row]:
    for actor in page.record.actors or ():
        yield {
            "actor": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country,
            "sector": actor.sector,
            "title": page.known.words(actor.title) if actor.title else None,
            "role": actor.role,
            "wikidata": actor.wikidata,
            **page.cited(actor.mentions),
        }


def _times(page: Page) -> Iterator[Row]:
    for time in page.record.times or ():
        yield {
            "time": time.id,
            "type": time.type.value,
            "value": time.value,
            "earliest": time.earliest,
            "latest": time.latest,
            "anchor": time.anchor,
            "confidence": time.confidence,
            **page.cited((time.span,)),
        }


def _places(page: Page) -> Iterator[Row]:
    for place in page.record.places or ():
        yield {
            "place": place.id,
            "name": place.name,
            "country": place.country,
            "lat": place.lat,
            "lon": place.lon,
            "geonames": place.geonames,
            "confidence": place.confidence,
            **page.cited(place.mentions),
        }


OF_A_PAGE: Final[dict[str, tuple[Table, Callable[[Page], Iterator[Row]]]]] = {
    table.name: (table, rows)
    for table, rows in (
        (PAGES, _pages),
        (STATEMENTS, _statements),
        (EVENTS, _events),
        (LINKS, _links),
        (TRANSFERS, _transfers),
        (ACTORS, _actors),
        (TIMES, _times),
        (PLACES, _places),
        (DATES, _dates),
    )
}
