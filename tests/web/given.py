"""Stores for the tests of the web UI: pages whose every layer is written by hand, so that no model has to run."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

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
    Money,
    Note,
    PageKind,
    Pieces,
    Place,
    Published,
    Quantity,
    Record,
    Related,
    Said,
    Source,
    Stance,
    Statement,
    Status,
    Time,
    TimexType,
)
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.store import Store
from onrecord.store.write import Item as Written
from onrecord.store.write import put, reading_of
from onrecord.text import Document, Span
from onrecord.web.app import create_app
from tests.record_by_hand import full_record
from tests.store.given import failed, reading

HOST = "127.0.0.1:8000"
BASE = f"http://{HOST}"
LISTS = ["/", "/claims", "/arms?scope=all", "/pages", "/timeline", "/map", "/adjacency", "/actors", "/review", "/audit", "/problems", "/about"]


def written(record: Record, location: str, outlet: str | None = None) -> Written:
    """A record as a worker hands it over, with the bytes of its text."""
    data = record.document.text.encode("utf-8", "surrogatepass")
    record = replace(record, document=replace(record.document, location=location))
    return reading_of(record, key=location, size=len(data), source=pack(data), outlet=outlet)


def with_digest(record: Record, number: int) -> Record:
    """The same record of other bytes."""
    return replace(record, document=replace(record.document, id=f"sha256:{number:064x}"))


def deal(number: int, outlet: str) -> Written:
    """A page on howitzers: asserted by an official, denied by a minister, with a place, a day and a transfer."""
    record = full_record()
    event = replace(record.events[0], place="p1")  # type: ignore[index]
    return written(with_digest(replace(record, events=(event,)), number), f"https://{outlet.lower()}.example/howitzers", outlet)


def make_store(path: Path, *items: Written) -> Store:
    """A store of these pages, its stories made."""
    with closing(open_file(path, write=True, create=True)) as connection:
        assert put(connection, items) == 0
    store = open_store(path)
    store.stories()
    return store


def small_store(path: Path) -> Store:
    """Two pages on one deal, four that were read from text, one that failed."""
    return make_store(
        path, deal(1, "Post"), deal(2, "Courier"), *(reading(name) for name in ("shells", "grain", "undated", "french")), failed("broken.html")
    )


def client(path: Path, **options: Any) -> TestClient:
    """A browser without a screen, before the web UI of a store."""
    return TestClient(create_app(path, wait=True, **options), base_url=BASE, follow_redirects=False)


def addresses_of(page: str, claim: str) -> list[str]:
    """The address of every type of page that shows one thing: a page of the store, its statement and transfer, a claim, a place."""
    of_page = [f"/page/{page}", f"/page/{page}?furniture=1", f"/page/{page}/statement/s1", f"/page/{page}/transfer/x1"]
    return [*of_page, f"/claim/{claim}", f"/timeline?claim={claim}", "/place/1"]


def csrf_of(page: str) -> str:
    """The token that the forms of a page carry."""
    return page.split('name="csrf" value="')[1].split('"')[0]


def post(browser: TestClient, address: str, form: dict[str, str], **headers: str) -> Any:
    """A form of ours, sent as a browser does: under our referrer policy its Origin is null."""
    sent = {"origin": "null", "sec-fetch-site": "same-origin", **headers}
    return browser.post(address, data=form, headers=sent)


def hostile_record(payload: str, number: int) -> Record:
    """A record that holds a payload wherever a page may put words: headline, source, content, names, outlet, addresses, furniture."""
    text = f"{payload}\n{payload} said {payload} in {payload}.\n{payload}\n"
    starts = list(_places(text, payload))
    spans = [Span(at, at + len(payload)) for at in starts]
    headline, source, content, where, left = spans
    cue = Span(source.end + 1, source.end + 5)
    body = Span(source.start, where.end + 1)
    return Record(
        document=Document(f"sha256:{number:064x}", payload, text, "text/plain", "en", None),
        generator=Generator("onrecord", "0.0.0", {payload[:100]: "0" * 64}),
        article=Article(
            kind=PageKind.ARTICLE, outlet=payload, section=payload, url=payload, headline=headline, body=(BodyBlock(body, BlockKind.PARAGRAPH),),
            parts=(), dateline=None, agencies=(Credit(left, name=payload),), authors=(Credit(None, payload, payload, name=payload),),
            related=(Related(left, None, None, payload, truncated=False),), notices=(), furniture=(Furniture(left, payload),),
        ),
        statements=(
            Statement(id="s1", part="body", source=Source((source,), named=True), cue=Pieces((cue,)), content=Pieces((content,)), kind=Kind.INDIRECT,
                      stance=Stance.DENIES, within=None, settled=False, confidence=0.5),
        ),
        published=Published(date="2026-04-30", confidence=0.9, candidates=(), evidence=(), modified=None),
        times=(Time("t1", content, TimexType.DATE, "2026-03", "2026-03-01", "2026-03-31", "published", 0.9),),
        places=(Place("p1", payload, None, 10.0, 20.0, None, 0.5, (where,)),),
        actors=(Actor("a1", payload, "person", None, None, None, payload, None, (source,)),
                Actor("a2", f"{payload}.", "organisation", None, None, None, None, None, (where,))),
        attributions=(Attribution("s1", ("a1",), Said(None, "2026-04-30", "2026-04-30", "day-of-page"), ()),),
        events=(Event("e1", "AID", None, (), (content,), ("a1",), ("a2",), "t1", "p1", "news", Status.OCCURRED, narrator=True, settled=False,
                      confidence=0.5),),
        links=(EventLink("s1", "e1", "denies", "specific", (content,), 0.9),),
        arms_transfers=(
            ArmsTransfer(
                id="x1", event="e1", supplier="a1", recipient="a2", via=(), mode="aid", stage="shipped",
                items=(Item(content, payload, "artillery", None, None, Quantity(where, 40, None, "about", None)),),
                value=Money(where, 12e6, "EUR", "exact"), status=Status.OCCURRED, time="t1", ordered=None, delivered=None, told_as="news",
                narrator=True, settled=False, confidence=0.5,
            ),
        ),
        notes=(Note("article", "cut", payload),),
    )  # fmt: skip


def _places(text: str, words: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))
