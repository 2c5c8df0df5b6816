"""A full record of contract v1 written by hand: every layer, also those that no stage fills yet."""

from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    BlockKind,
    BodyBlock,
    Candidate,
    Credit,
    Dateline,
    Dating,
    Event,
    EventLink,
    Evidence,
    EvidenceKind,
    Furniture,
    Generator,
    Item,
    Kind,
    Money,
    Note,
    Notice,
    PageKind,
    Part,
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
    Verdict,
    Via,
)  # fmt: skip
from onrecord.text import Document, Span
from tests.spans import span_of

TEXT = """Thursday, May 7, 2026
Velmar ships howitzers to Ostania, official says
Velmar City, Apr 30 (Harbour Wire): Velmar shipped about 40 used D-30 howitzers worth €12 million to Ostania in March, \
a Velmari official told Harbour Wire.
“It will,” Ostania’s defence minister said on Monday, “change nothing, because no such shipment exists.”
Correction: an earlier version gave the wrong month.
Related articles
Harvest fair opens a day late
"""


def find(words: str, nth: int = 0) -> Span:
    """The span of the nth place where the words stand in TEXT."""
    return span_of(TEXT, words, nth)


def full_record() -> Record:
    """One record with every layer of the contract in it."""
    body = (find("Velmar City, Apr 30 (Harbour Wire): Velmar shipped").start, find("Harbour Wire.").end)
    quote = find("“It will,” Ostania’s defence minister said on Monday, “change nothing, because no such shipment exists.”")
    masthead = Evidence(
        find("Thursday, May 7, 2026"), kind=EvidenceKind.MASTHEAD, reading="2026-05-07", verdict=Verdict.CRAWL, why="the day of the crawl"
    )
    meta = Evidence(
        None, 'meta[name="date"]', "2026-04-30T08:10Z", EvidenceKind.METADATA, "2026-04-30", Verdict.ACCEPTED, "the day it was first put online"
    )
    dateline = Dateline(find("Velmar City, Apr 30"), "Velmar City", "Apr 30")
    return Record(
        document=Document("sha256:" + "0" * 64, "by-hand.txt", TEXT, "text/plain", "en", "2026-05-07T11:00:00Z"),
        generator=Generator("onrecord", "0.0.0", {"encoder": "0" * 64}),
        article=Article(
            kind=PageKind.ARTICLE,
            outlet="Example Post",
            section="World",
            url="https://example.org/a",
            headline=find("Velmar ships howitzers to Ostania, official says"),
            body=(BodyBlock(Span(*body), BlockKind.PARAGRAPH), BodyBlock(quote, BlockKind.PARAGRAPH)),
            parts=(Part(Span(*body), "2026-04-30T08:10:00Z"),),
            dateline=dateline,
            agencies=(Credit(find("Harbour Wire"), name="Harbour Wire"),),
            authors=(Credit(None, 'meta[name="author"]', "Ida Lund", name="Ida Lund"),),
            related=(Related(find("Harvest fair opens a day late"), None, None, "https://example.org/b", truncated=False),),
            notices=(Notice(find("Correction: an earlier version gave the wrong month."), "correction"),),
            furniture=(Furniture(find("Thursday, May 7, 2026"), "date"), Furniture(find("Related articles"), "related-heading")),
        ),
        statements=(
            Statement(
                id="s1",
                part="body",
                source=Source((find("a Velmari official"),), named=False),
                cue=Pieces((find("told"),)),
                content=Pieces((Span(find("Velmar shipped").start, find("in March").end),)),
                kind=Kind.INDIRECT,
                stance=Stance.ASSERTS,
                within=None,
                settled=True,
                confidence=0.9,
            ),
            Statement(
                id="s2",
                part="body",
                source=Source((find("Ostania’s defence minister"),), named=True),
                cue=Pieces((find("said", 0),)),
                content=Pieces((find("“It will,”"), find("“change nothing, because no such shipment exists.”"))),
                kind=Kind.DIRECT,
                stance=Stance.DENIES,
                within=None,
                settled=False,
                confidence=0.7,
            ),
        ),
        published=Published(
            date="2026-04-30",
            confidence=0.95,
            candidates=(Candidate("2026-04-30", 0.95),),
            evidence=(meta, masthead),
            modified=Dating("2026-05-01", 0.9, (Candidate("2026-05-01", 0.9),), ()),
        ),
        times=(
            Time("t1", find("March"), TimexType.DATE, "2026-03", "2026-03-01", "2026-03-31", "published", 0.9),
            Time("t2", find("Monday"), TimexType.DATE, "2026-04-27", "2026-04-27", "2026-04-27", "published", 0.9),
        ),
        places=(Place("p1", "Velmar City", None, 51.5, -3.25, 1, 0.5, (find("Velmar City"),)),),
        actors=(
            Actor("VEL", "Velmar", "state", "VEL", "GOV", None, None, None, (find("Velmar", 2),)),
            Actor("OST", "Ostania", "state", "OST", None, None, None, "Q1", (find("Ostania", 1),)),
            Actor("a1", "Ostania’s defence minister", "person", "OST", "MIL", find("defence minister"), "minister of defence", None, ()),
        ),
        attributions=(
            Attribution("s1", ("VEL",), Said("t1", "2026-04-30", "2026-04-30", "day-of-page"), (Via(find("Harbour Wire", 1), None),)),
            Attribution("s2", ("a1",), Said("t2", "2026-04-27", "2026-04-27", "stated"), ()),
        ),
        events=(
            Event(
                "e1", "AID", None, ("military",), (find("shipped"),), ("VEL",), ("OST",), "t1", None, "news", Status.OCCURRED,
                narrator=False, settled=True, confidence=0.8,
            ),
        ),
        links=(
            EventLink("s1", "e1", "asserts", "specific", (find("shipped"),), 0.9),
            EventLink("s2", "e1", "denies", "anaphoric", (find("no such shipment exists"),), 0.8),
        ),
        arms_transfers=(
            ArmsTransfer(
                id="x1",
                event="e1",
                supplier="VEL",
                recipient="OST",
                via=(),
                mode="aid",
                stage="shipped",
                items=(Item(find("D-30 howitzers"), "D-30", "artillery", "used", None, Quantity(find("about 40"), 40, None, "about", "delivered")),),
                value=Money(find("€12 million"), 12e6, "EUR", "exact"),
                status=Status.OCCURRED,
                time="t1",
                ordered=None,
                delivered="t1",
                told_as="news",
                narrator=False,
                settled=True,
                confidence=0.8,
            ),
        ),
        notes=(Note("article", "cut", "nothing was cut"),),
    )  # fmt: skip
