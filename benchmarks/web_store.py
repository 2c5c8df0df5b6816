"""A store of made-up pages for measuring the web UI: every layer of a record, claims that several newsrooms tell, and denials.

Pages tell deals: most are told by one page, some by as many as sixty, in part as printings of one agency's text, in part in words of their own. Each
page has ten statements, six of which speak of its four deeds: who asserts, who denies, who declines. Words are drawn as they are spread in news, so
that a search has words that are rare and words that are everywhere. The same seed makes the same pages.

Of a large store only the first BLOCK pages are put into stories and claims by the program; the rest are those again, under other keys and IDs,
row by row: nothing is merged across blocks, as nothing is between the years of an archive.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Final

from benchmarks.search_speed import COMMON, OUTLETS, STATES, SYLLABLES
from onrecord.ingest.copies import state_of
from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    BlockKind,
    BodyBlock,
    Credit,
    Event,
    EventLink,
    Furniture,
    Generator,
    Item,
    Kind,
    PageKind,
    Pieces,
    Place,
    Published,
    Quantity,
    Record,
    Said,
    Source,
    Stance,
    Statement,
    Status,
    Time,
    TimexType,
)
from onrecord.store import open_store
from onrecord.store.file import open_file, transaction
from onrecord.store.packed import pack, unpack
from onrecord.store.rows import FULL_TEXT, IDS
from onrecord.store.write import Failed, Reading, put, reading_of
from onrecord.text import Document, Span

SEED: Final = 9
STATEMENTS: Final = 10  # of a page
BLOCK: Final = 2_000  # pages that are merged as `onrecord stories` does
_BATCH: Final = 200
_ID: Final = re.compile(rb'(?<=")[cds][0-9a-f]{12}(?:[0-9a-f]{4})?(?=")')
# In the order in which their rows refer to each other.
_TABLES: Final = (
    "document", "capture", "record", "article", "paragraph", "actor", "time", "place", "statement", "event", "link", "transfer", "item", "note",
    "copy", "story", "story_capture", "deal", "claim", "voice", "figure",
)  # fmt: skip
_AGENCIES: Final = ("Harbour Wire", "Norland Press", "Inland News Agency")
_ITEMS: Final = (
    ("artillery shells", "ammunition"), ("howitzers", "artillery"), ("drones", "drones"), ("armoured vehicles", "armour"), ("mortars", "artillery"),
    ("air defence missiles", "air-defence"), ("patrol boats", "ships"), ("rifles", "small-arms"),
)  # fmt: skip
_DEEDS: Final = ("CONSULT", "SANCTION", "ACCUSE", "AGREE", "COOPERATE", "ASSAULT", "REJECT", "THREATEN")
_STATUSES: Final = (Status.OCCURRED, Status.OCCURRED, Status.OCCURRED, Status.PLANNED, Status.EXPECTED)
_SAID: Final = (
    ("said", Stance.ASSERTS),
    ("announced", Stance.ASSERTS),
    ("expects", Stance.EXPECTS),
    ("urged", Stance.URGES),
    ("warned", Stance.ASSERTS),
)
_ASSERTS: Final = ("said", Stance.ASSERTS, "asserts")
_DENIES: Final = ("denied", Stance.DENIES, "denies")
_DECLINES: Final = ("would not comment on claims", Stance.DECLINES, "declines")
_TOLD: Final = 3  # statements on the transfer; as many follow that tell a deed each
_TITLES: Final = ("foreign minister", "defence minister", "government spokesman", "ambassador", "general")


@dataclass(frozen=True, slots=True)
class _Deal:
    """What pages tell of: who gives what to whom, when and where, and a second deed beside it."""

    supplier: str
    recipient: str
    item: tuple[str, str]
    number: int
    status: Status
    day: date
    place: int
    deeds: tuple[str, ...]
    answers: tuple[tuple[str, Stance, str], ...]  # how the speakers on the transfer stand to it
    speakers: tuple[int, ...]  # a person for each statement
    report: int  # seeds the words of the agency's text


@dataclass(slots=True)
class _Text:
    """A text as it is written, which says where each piece of it stands."""

    written: str = ""
    blocks: list[Span] = field(default_factory=list)

    def add(self, words: str) -> Span:
        start = len(self.written)
        self.written += words
        return Span(start, start + len(words))

    def end(self, start: int) -> None:
        self.blocks.append(Span(start, len(self.written)))
        self.written += "\n"


@dataclass(frozen=True, slots=True)
class _World:
    """The names and words that pages are made of."""

    words: tuple[str, ...]
    weights: tuple[float, ...]  # cumulated
    persons: tuple[tuple[str, str, str], ...]  # name, state, title
    places: tuple[tuple[str, str, float, float], ...]  # name, state, latitude, longitude


def make_store(path: Path, pages: int, *, seed: int = SEED) -> None:
    """Write a store of so many pages, with its stories and claims; rounded up to whole blocks where there are several."""
    block = min(pages, BLOCK)
    with closing(open_file(path, write=True, create=True)) as connection:
        _write(connection, block, seed)
    with open_store(path) as store:
        store.stories()
    if pages > block:
        with closing(open_file(path, write=True)) as connection:
            _multiply(connection, block, -(-pages // block))


def _write(connection: sqlite3.Connection, pages: int, seed: int) -> None:
    batch: list[Reading | Failed] = []
    for record, outlet in records(pages, seed=seed):
        data = record.document.text.encode()
        made = reading_of(record, key=record.document.location, size=len(data), source=pack(data), outlet=outlet)
        batch.append(made)
        if len(batch) == _BATCH:
            batch.append(Failed(f"{record.document.location}!", "broken.html", None, "page", "not a page", "fetch it again", made.reader))
            assert put(connection, batch) == 0
            batch.clear()
    assert put(connection, batch) == 0


def _multiply(connection: sqlite3.Connection, pages: int, times: int) -> None:
    """Write the rows of a block of pages again under other keys and IDs."""
    connection.create_function("other", 2, lambda id_, block: None if id_ is None else _other(id_, block), deterministic=True)
    connection.create_function("others", 2, lambda json, block: pack(_ID.sub(lambda found: _other(found[0].decode(), block).encode(), unpack(json))))
    for table in ("story", "deal", "claim"):
        connection.execute(f"CREATE TEMP TABLE first_{table} AS SELECT id FROM {table}")
    insertions = [_again(connection, table, pages) for table in _TABLES]
    for block in range(1, times):
        with transaction(connection):
            for sql in insertions:
                connection.execute(sql, {"block": block})
    with transaction(connection):
        for table in ("deal", "claim"):  # all of them in one order
            order = f"(SELECT id, row_number() OVER (ORDER BY n, id) AS n FROM {table})"
            connection.execute(f"UPDATE {table} SET n = o.n FROM {order} AS o WHERE o.id = {table}.id")
        connection.execute("UPDATE store SET value = ? WHERE name IN ('stories of', 'copies of')", (state_of(connection),))
        for table in FULL_TEXT:
            connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('rebuild')")
    connection.execute("ANALYZE")


def _other(id_: str, block: int) -> str:
    """An ID of the same form, and another in each block."""
    kind, digest = id_[:-12], id_[-12:]
    return kind + hashlib.sha256(f"{block} {digest}".encode()).hexdigest()[:12]


def _again(connection: sqlite3.Connection, table: str, pages: int) -> str:
    """What writes the rows of a block's table as those of another block."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = []
    for column in columns:
        if column in ("key", "digest", "story_id", "claim_id", "deal_id") or (column == "id" and table in ("story", "deal", "claim")):
            values.append(f"other({column}, :block)")
        elif column == "source" and table == "document":
            values.append("NULL")  # as in a store that was told to leave the originals out: their digest is another's
        elif column == "json" and table in ("deal", "claim"):
            values.append("others(json, :block)")
        elif column in ("document_id", "capture_id", "of_capture_id", "record_id") or (column == "id" and table in ("document", "capture", "record")):
            values.append(f"{column} + :block * {pages}")
        elif column in ("id", "paragraph_id", "event_id", "statement_id", "transfer_id"):
            values.append(f"{column} + :block * {pages * IDS}")
        else:
            values.append(f'"{column}"')
    names = ", ".join(f'"{column}"' for column in columns)
    first = {
        **dict.fromkeys(("document", "capture", "record"), f"id <= {pages}"),
        **dict.fromkeys(("copy", "story_capture", "voice"), f"capture_id <= {pages}"),
        **dict.fromkeys(("story", "deal", "claim"), f"id IN (SELECT id FROM first_{table})"),
        "figure": "claim_id IN (SELECT id FROM first_claim)",
        "article": f"record_id <= {pages}",
        "link": f"event_id < {(pages + 1) * IDS}",
    }.get(table, f"id < {(pages + 1) * IDS}")
    return f"INSERT INTO {table} ({names}) SELECT {', '.join(values)} FROM {table} WHERE {first}"


def records(count: int, *, seed: int = SEED) -> Iterator[tuple[Record, str]]:
    """Records of made-up pages, each with its outlet."""
    chance = Random(seed)
    world = _world(chance)
    number = 0
    while number < count:
        deal = _deal(chance, world)
        tellings = 1 if chance.random() < 0.6 else 2 + min(int(chance.paretovariate(1.1) * 1.5), 60)
        agency = chance.choice(_AGENCIES)
        printed: Record | None = None
        for _ in range(min(tellings, count - number)):
            number += 1
            outlet = chance.choice(OUTLETS)
            if printed is None or chance.random() < 0.5:
                by_agency = tellings > 2 and printed is None
                record = _page(deal, world, Random(f"{seed} {deal.report} {number}"), agency if by_agency else None, number)
                printed = record if by_agency else printed
            else:
                record = printed
            located = f"https://{outlet.lower().replace(' ', '-')}.example/{number}"
            yield replace(record, document=replace(record.document, location=located)), outlet


def _world(chance: Random) -> _World:
    syllables = SYLLABLES.split()

    def name() -> str:
        return "".join(chance.choices(syllables, k=chance.randint(2, 3))).capitalize()

    made = sorted({"".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(30_000)})
    chance.shuffle(made)
    words = [*COMMON.split(), *made]
    codes = list(STATES)
    persons = [(f"{name()} {name()}", chance.choice(codes), chance.choice(_TITLES)) for _ in range(4_000)]
    places = [(name(), chance.choice(codes), round(chance.uniform(-50, 65), 3), round(chance.uniform(-120, 150), 3)) for _ in range(800)]
    return _World(tuple(words), tuple(accumulate(1 / n for n in range(3, len(words) + 3))), tuple(persons), tuple(places))


def _deal(chance: Random, world: _World) -> _Deal:
    supplier, recipient = chance.sample(list(STATES), 2)
    return _Deal(
        supplier, recipient, chance.choice(_ITEMS), chance.randrange(10, 5_000, 10), chance.choice(_STATUSES),
        date(2019, 1, 1) + timedelta(days=chance.randrange(2_500)), int(len(world.places) * chance.random() ** 2),
        tuple(chance.sample(_DEEDS, _TOLD)),
        (_ASSERTS, _DENIES if chance.random() < 0.3 else _ASSERTS, _DECLINES if chance.random() < 0.2 else _ASSERTS),
        tuple(int(len(world.persons) * chance.random() ** 3) for _ in range(STATEMENTS)), chance.randrange(1 << 40),
    )  # fmt: skip


def _page(deal: _Deal, world: _World, chance: Random, agency: str | None, number: int) -> Record:
    """One page on a deal, in words of its own."""
    text = _Text()
    published = deal.day + timedelta(days=chance.randrange(4))

    def filling(least: int, most: int) -> str:
        return " ".join(chance.choices(world.words, cum_weights=world.weights, k=chance.randint(least, most)))

    masthead = text.add("Menu Subscribe Share this page")
    text.written += "\n"
    supplier, recipient, (item, category) = STATES[deal.supplier], STATES[deal.recipient], deal.item
    headline = text.add(f"{supplier} {chance.choice(('ships', 'sends', 'sells'))} {item} to {recipient}: {filling(3, 7)}")
    text.written += "\n"
    place_name, country, lat, lon = world.places[deal.place]
    statements, attributions, links, spans = [], [], [], {}
    actors = {code: Actor(code, STATES[code], "state", code, "GOV", None, None, None, ()) for code in (deal.supplier, deal.recipient)}
    credit = None
    deeds: list[Span] = []
    for n in range(1, STATEMENTS + 1):
        start = len(text.written)
        if n == 1:
            spans["place"] = text.add(place_name)
            text.add(", ")
            if agency:
                credit = text.add(agency)
                text.add(": ")
        name, state, title = world.persons[deal.speakers[n - 1]]
        cue, stance, relation = deal.answers[n - 1] if n <= _TOLD else _ASSERTS if n <= 2 * _TOLD else (*chance.choice(_SAID), "")
        source = text.add(f"{STATES[state]}'s {title} {name}")
        text.add(" ")
        cued = text.add(cue)
        text.add(" that ")
        begin = len(text.written)
        if n <= _TOLD:
            text.add(f"{supplier} had ")
            trigger = text.add("shipped")
            text.add(" ")
            number_told = text.add(f"{deal.number:,}")
            text.add(" ")
            what = text.add(item)
            text.add(f" to {recipient} in ")
            when = text.add(f"{deal.day:%B}")
            if n == 1:
                spans |= {"item": what, "quantity": number_told, "time": when}
                deeds.append(trigger)
            links.append(EventLink(f"s{n}", "e1", relation, "specific", (trigger,), 0.9))  # type: ignore[arg-type]
        elif relation:
            text.add(f"{supplier} and {recipient} ")
            deeds.append(text.add("met"))
            text.add(f" over {filling(3, 6)}")
            links.append(EventLink(f"s{n}", f"e{len(deeds)}", relation, "specific", (deeds[-1],), 0.9))  # type: ignore[arg-type]
        else:
            text.add(filling(9, 16))
        content = Span(begin, len(text.written))
        text.add(f". {filling(12, 24).capitalize()}.")
        text.end(start)
        actor = actors.setdefault(name, Actor(f"a{n}", name, "person", state, "GOV", None, title, None, (source,)))
        settled = chance.random() < 0.85
        statements.append(
            Statement(id=f"s{n}", part="body", source=Source((source,), named=True), cue=Pieces((cued,)), content=Pieces((content,)),
                      kind=Kind.INDIRECT, stance=stance, within=None, settled=settled, confidence=round(chance.uniform(0.4, 0.99), 2))
        )  # fmt: skip
        attributions.append(Attribution(f"s{n}", (actor.id,), Said(None, f"{published}", f"{published}", "day-of-page"), ()))
    month = f"{deal.day:%Y-%m}"
    last = (deal.day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    sides = {"initiators": (deal.supplier,), "recipients": (deal.recipient,), "time": "t1", "place": "p1", "told_as": "news"}
    settled = chance.random() < 0.9
    kept = {"narrator": False, "settled": settled, "confidence": 0.8}
    quantity = Quantity(spans["quantity"], deal.number, None, "exact", None)
    item_told = Item(spans["item"], None, category, None, None, quantity)  # type: ignore[arg-type]
    return Record(
        document=Document("sha256:" + hashlib.sha256(text.written.encode()).hexdigest(), f"{number}.html", text.written, "text/plain", "en", None),
        generator=Generator("onrecord", "0", {"made-up": "0" * 64}),
        article=Article(
            kind=PageKind.ARTICLE, outlet=None, section=None, url=None, headline=headline, parts=(), dateline=None, authors=(), related=(),
            notices=(),
            body=tuple(BodyBlock(block, BlockKind.PARAGRAPH) for block in text.blocks), furniture=(Furniture(masthead, "navigation"),),
            agencies=(Credit(credit, name=agency),) if credit and agency else (),
        ),
        statements=tuple(statements),
        published=Published(date=f"{published}" if chance.random() < 0.95 else None, confidence=0.9, candidates=(), evidence=(), modified=None),
        times=(Time("t1", spans["time"], TimexType.DATE, month, f"{month}-01", f"{last}", "published", 0.9),),
        places=(Place("p1", place_name, country, lat, lon, 1_000_000 + deal.place, 0.9, (spans["place"],)),),
        actors=tuple(actors.values()),
        attributions=tuple(attributions),
        events=(
            Event("e1", "AID", None, ("military",), (deeds[0],), status=deal.status, **sides, **kept),  # type: ignore[arg-type]
            *(
                Event(f"e{n}", deed, None, (), (trigger,), status=Status.OCCURRED, **sides, **kept)  # type: ignore[arg-type]
                for n, (deed, trigger) in enumerate(zip(deal.deeds, deeds[1:], strict=True), 2)
            ),
        ),
        links=tuple(links),
        arms_transfers=(
            ArmsTransfer(
                id="x1", event="e1", supplier=deal.supplier, recipient=deal.recipient, via=(), mode="sale", stage="shipped",
                items=(item_told,),
                value=None, status=deal.status, time="t1", ordered=None, delivered=None, told_as="news", narrator=False, settled=settled,
                confidence=0.8,
            ),
        ),
    )  # fmt: skip
