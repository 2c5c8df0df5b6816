"""FollowTheMoney: entities as JSON Lines, for Aleph, OpenAleph and the `ftm` tools.

A page is an Article, somebody named on it a Person, PublicBody, Organization or LegalEntity, what is said to have happened an Event, and
what somebody says a Note on the page, the events it speaks of and whoever says it. The schema has no entity for a denial or a weapon: a
denial is a Note that says so, and a transfer is told in the words of its Event. No link is made between supplier and recipient, since a
drawing of links would show a deal that is only denied like one that is done. States are one entity over all pages; whoever else is named
is one entity a page: that two pages mean one person is for the analyst to say.

Source: FollowTheMoney 4, https://followthemoney.tech
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

from onrecord.export.registers import without_controls
from onrecord.export.store.head import Head
from onrecord.export.store.pages import Page, hull
from onrecord.export.store.tables import denial, paragraph
from onrecord.lexicon import read_table
from onrecord.record import Actor, ArmsTransfer, Event, Statement
from onrecord.text import Span

Json = dict[str, Any]
_BODIES: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
_LANGUAGES: Final = {"en": "eng"}
_DATE: Final = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")


def entities(head: Head | None, pages: Iterable[Page]) -> Iterator[str]:
    """The lines: the head as a Note, then the entities page by page; a state comes once."""
    if head is not None:
        told = [f"{name}: {text}" for name, text in head.lines()]
        yield _line(_entity("onrecord-export", "Note", name=["About this export"], description=told, publisher=[head.generator]))
    states: set[str] = set()
    for page in pages:
        for entity in entities_of(page):
            if entity["id"].startswith(_STATE):
                if entity["id"] in states:
                    continue
                states.add(entity["id"])
            yield _line(entity)


_STATE: Final = "onrecord-state-"


def entities_of(page: Page) -> Iterator[Json]:
    """The entities of a page."""
    yield _article(page)
    for actor in page.record.actors or ():
        yield _actor(page, actor)
    transfers: dict[str, list[ArmsTransfer]] = {}
    for transfer in page.record.arms_transfers or ():
        transfers.setdefault(transfer.event, []).append(transfer)
    for event in page.record.events or ():
        yield _event(page, event, transfers.get(event.id, []))
    for statement in page.record.statements or ():
        yield _note(page, statement)


def _line(entity: Json) -> str:
    return json.dumps(entity, ensure_ascii=False, allow_nan=False)


def _entity(key: str, schema: str, **properties: Iterable[str | None]) -> Json:
    """An entity without what is unknown, each value once. Control characters are shown: the schema's own cleaning would drop them."""
    kept = {name: list(dict.fromkeys(without_controls(value) for value in values if value)) for name, values in properties.items()}
    return {"id": key, "schema": schema, "properties": {name: values for name, values in kept.items() if values}}


def _id(page: Page, name: str) -> str:
    return f"onrecord-{page.key}-{name}"


def _article(page: Page) -> Json:
    record, article = page.record, page.record.article
    document = record.document
    return _entity(
        f"onrecord-{page.key}",
        "Article",
        title=[page.words(page.headline)],
        sourceUrl=[page.url],
        fileName=[None if page.url == document.location else document.location],
        publisher=[page.outlet],
        author=[credit.name for credit in article.authors] if article else [],
        publishedAt=[_day(page.known.published)],
        retrievedAt=[_moment(document.retrieved)],
        language=[_LANGUAGES.get(document.language or "")],
        mimeType=[document.media_type],
        generator=[f"onrecord {page.version}"],
        notes=[
            f"document {document.id}",
            *(["corrected by people"] if page.corrected else []),
            *(f"carries the text of page {key}" for key in page.copy_of),
        ],
    )


def _actor(page: Page, actor: Actor) -> Json:
    is_state = actor.kind == "state"
    schema = {
        "person": "Person",
        "state": "PublicBody",
        "organisation": "PublicBody" if actor.sector in _BODIES else "Organization",
        "group": "Organization",
    }
    role = [actor.role] if actor.kind == "person" else []
    cited = [] if is_state else [_where(page, actor.mentions)]
    return _entity(
        f"{_STATE}{actor.id}" if is_state else _id(page, actor.id),
        schema.get(actor.kind or "", "LegalEntity"),
        name=[actor.name],
        country=[country(actor.country)],
        wikidataId=[actor.wikidata],
        sector=[actor.sector],
        sourceUrl=[] if is_state else [page.url],
        notes=cited,
        **({"position": role} if role else {}),
    )


def _actor_ids(page: Page, actors: Iterable[str]) -> list[str]:
    found = (page.known.actor(actor) for actor in actors)
    return [f"{_STATE}{actor.id}" if actor.kind == "state" else _id(page, actor.id) for actor in found if actor]


def _event(page: Page, event: Event, transfers: list[ArmsTransfer]) -> Json:
    known = page.known
    time, place = known.time(event.time), known.place(event.place)
    voices = known.voices(event.id)
    sides = " to ".join(filter(None, (known.names(event.initiators), known.names(event.recipients))))
    told = [f"{name.replace('_', ' ')} {voices[name].replace(';', '; ')}" for name in ("asserted_by", "declined_by", "doubted_by") if voices[name]]
    parties = [*event.initiators, *event.recipients, *(via for transfer in transfers for via in transfer.via)]
    return _entity(
        _id(page, event.id),
        "Event",
        name=[f"{event.type}: {sides}" if sides else event.type],
        startDate=[_day(time.earliest) if time else None],
        endDate=[_day(time.latest) if time else None],
        involved=_actor_ids(page, parties),
        location=[place.name if place else None],
        country=[country(place.country) if place else None],
        summary=[
            f"status {event.status.value}",
            *told,
            denial(page, event.id),
            *([] if event.settled else ["not settled: model and rules disagree"]),
        ],
        description=[paragraph(page, event), *(words for transfer in transfers for words in _transfer_words(page, transfer))],
        keywords=[event.type, event.mode, event.status.value, event.told_as, *event.contexts, *(["arms transfer"] if transfers else [])],
        recordId=[f"{page.key}:{event.id}"],
        sourceUrl=[page.url],
        publisher=[page.outlet],
        proof=[f"onrecord-{page.key}"],
        notes=[_where(page, event.triggers)],
    )


def _transfer_words(page: Page, transfer: ArmsTransfer) -> Iterator[str]:
    """What is transferred, from whom to whom and at which step, in a line an item."""
    known = page.known
    who = f"{known.name(transfer.supplier) or 'supplier not told'} to {known.name(transfer.recipient) or 'recipient not told'}"
    for item in transfer.items:
        number = f"{known.words(item.quantity.span)} " if item.quantity else ""
        yield f"arms transfer, {transfer.status.value}{f', {transfer.stage}' if transfer.stage else ''}: {who}: {number}{known.words(item.span)}"
    if not transfer.items:
        yield f"arms transfer, {transfer.status.value}{f', {transfer.stage}' if transfer.stage else ''}: {who}: items not told"


def _note(page: Page, one: Statement) -> Json:
    record, known = page.record, page.known
    told = next((by for by in record.attributions or () if by.statement == one.id), None)
    links = [link for link in record.links or () if link.statement == one.id]
    source = page.words(one.source.spans) if one.source else "(source not named)"
    stance = one.stance.value if one.stance else "speaks of"
    actors = [actor for actor in map(known.actor, told.actors if told else ()) if actor]
    spans = hull(one.source.spans if one.source else (), one.cue.spans, one.content.spans if one.content else ())
    return _entity(
        _id(page, one.id),
        "Note",
        name=[f"{source}: {stance}"],
        description=[known.words(span) for span in spans],
        summary=[f"{link.relation} event {link.target} ({link.basis})" for link in links],
        entity=[f"onrecord-{page.key}", *(_id(page, link.target) for link in links), *_actor_ids(page, (actor.id for actor in actors))],
        keywords=[one.stance.value if one.stance else None, one.kind.value],
        sourceUrl=[page.url],
        publisher=[page.outlet],
        proof=[f"onrecord-{page.key}"],
        notes=[_where(page, spans), *([] if one.settled else ["not settled: model and rules disagree"])],
    )


def _where(page: Page, spans: Iterable[Span]) -> str | None:
    """Where words stand, in both counts, in which document, read by which version."""
    pieces = sorted(set(spans))
    if not pieces:
        return None
    quote = " … ".join(map(page.known.words, pieces))
    points = "; ".join(f"{piece.start}..{piece.end}" for piece in pieces)
    units = "; ".join(f"{start}..{end}" for start, end in map(page.units.span, pieces))
    return f"“{quote}” at {points} (UTF-16 {units}) of document {page.record.document.id}, read by onrecord {page.version}"


def _day(text: str | None) -> str | None:
    """A date as FollowTheMoney has it: a day, a month or a year that is in the calendar."""
    if not text or not _DATE.fullmatch(text):
        return None
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) < 10 else text)
    except ValueError:
        return None
    return text


def _moment(text: str | None) -> str | None:
    """A time of a day, to the second, in UTC where it says how far it is from it."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="seconds")


def country(alpha3: str | None) -> str | None:
    """A country's code in FollowTheMoney; None where it has none."""
    return _countries().get(alpha3 or "")


@cache
def _countries() -> dict[str, str]:
    return {alpha3: code for alpha3, code, _ in read_table("export/store/countries.tsv").rows}
