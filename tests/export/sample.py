"""A record written by hand that holds one of everything a view has to draw. The story is invented."""

from onrecord.record import (
    Article,
    BlockKind,
    BodyBlock,
    Candidate,
    Credit,
    Dateline,
    Dating,
    Evidence,
    EvidenceKind,
    Furniture,
    Generator,
    Kind,
    Note,
    Notice,
    PageKind,
    Pieces,
    Published,
    Record,
    Related,
    Source,
    Stance,
    Statement,
    Time,
    TimexType,
    Verdict,
)
from onrecord.text import Document, Span
from tests.spans import span_of

TEXT = """Sunday, November 8, 2026
Quay Courier
Harbour board sold two tugs to Velmora, minister says
Ostrava Bay, Sep 10 (Coastwire) - The harbour board sold two tugs to Velmora in June, the transport minister said on Tuesday.
“It will,” board chair Ilse Corran said, “change nothing, because no such sale exists.”
The mayor’s office declined to comment on the price, but port officials expect a second sale by May, which analysts say may include a crane.
What happens next
Both Velmoran and island officials have denied that any tug left the harbour. “We threaten nobody,” an aide said.
A union leader doubted that the tugs were seaworthy and urged the board to publish the contract.
Correction: an earlier version misspelt the name of the board chair.
More stories
Ferry strike enters its third week
Riverside, Sep 9 - Crews walked out again on Monday as talks …
Share this page
© 2026 Quay Courier
"""


def at(words: str, nth: int = 0) -> Span:
    """Where words stand in the text."""
    return span_of(TEXT, words, nth)


def line(words: str) -> Span:
    """The whole line that begins with words."""
    start = TEXT.index(words)
    return Span(start, TEXT.index("\n", start))


def says(i: str, source: str | None, cue: str | Span, content: tuple[str, ...], stance: Stance | None, **more: object) -> Statement:
    fields = {"part": "body", "kind": Kind.INDIRECT, "within": None, "settled": True, "confidence": 0.9, "named": False} | more
    named = bool(fields.pop("named"))
    return Statement(
        id=i,
        source=Source((at(source),), named) if source else None,
        cue=Pieces((cue if isinstance(cue, Span) else at(cue),)),
        content=Pieces(tuple(at(c) for c in content)) if content else None,
        stance=stance,
        **fields,  # type: ignore[arg-type]
    )


STATEMENTS = (
    says("s1", "minister", "says", ("Harbour board sold two tugs to Velmora",), Stance.ASSERTS, part="headline"),
    says("s2", "the transport minister", "said", ("The harbour board sold two tugs to Velmora in June",), Stance.ASSERTS, named=True),
    says(
        "s3", "board chair Ilse Corran", at("said", 1), ("“It will,”", "“change nothing, because no such sale exists.”"), Stance.DENIES,
        kind=Kind.DIRECT, named=True, confidence=0.83,
    ),
    says("s4", "The mayor’s office", "declined to comment on", ("the price",), Stance.DECLINES, named=True),
    says("s5", "port officials", "expect", ("a second sale by May, which analysts say may include a crane",), Stance.EXPECTS, confidence=0.78),
    says("s6", "analysts", at("say", 1), ("may include a crane",), Stance.ASSERTS, within="s5", settled=False),
    says("s7", "Both Velmoran and island officials", "have denied", ("that any tug left the harbour",), Stance.DENIES),
    says("s8", "an aide", at("said", 2), ("“We threaten nobody,”",), Stance.ASSERTS, kind=Kind.DIRECT),
    says("s9", "A union leader", "doubted", ("that the tugs were seaworthy",), Stance.DOUBTS),
    says("s10", None, "urged", ("the board to publish the contract",), Stance.URGES),
)  # fmt: skip

PUBLISHED = Published(
    date="2026-09-10",
    confidence=0.94,
    candidates=(Candidate("2026-09-10", 0.94), Candidate("2025-09-10", 0.05)),
    evidence=(
        Evidence(at("Sunday, November 8, 2026"), kind=EvidenceKind.MASTHEAD, reading="2026-11-08", verdict=Verdict.CRAWL, why="59 days later"),
        Evidence(at("Sep 10"), kind=EvidenceKind.DATELINE, reading="--09-10", verdict=Verdict.ACCEPTED, why="month and day of the report"),
        Evidence(
            None, 'meta[name="date"]', "2026-09-10T08:10:00Z", kind=EvidenceKind.METADATA, reading="2026-09-10", verdict=Verdict.SUPPORTS,
            why="agrees with the dateline",
        ),
        Evidence(at("Sep 9"), kind=EvidenceKind.RELATED, reading="--09-09", verdict=Verdict.OTHER_ARTICLE, why="dateline of a teaser"),
        Evidence(at("© 2026"), kind=EvidenceKind.COPYRIGHT, reading="2026", verdict=Verdict.REJECTED, why="a year of copyright"),
    ),
    modified=Dating("2026-09-12", 0.6, (), (
        Evidence(None, "time[datetime]", "2026-09-12", kind=EvidenceKind.VISIBLE, reading="2026-09-12", verdict=Verdict.MODIFIED, why="updated"),
    )),
)  # fmt: skip

ARTICLE = Article(
    kind=PageKind.ARTICLE,
    outlet="Quay Courier",
    section="Harbour",
    url="https://quay-courier.example/2026/tugs",
    headline=line("Harbour board"),
    body=(
        BodyBlock(line("Ostrava Bay"), BlockKind.PARAGRAPH),
        BodyBlock(line("“It will"), BlockKind.PARAGRAPH),
        BodyBlock(line("The mayor’s"), BlockKind.PARAGRAPH),
        BodyBlock(line("What happens"), BlockKind.SUBHEAD),
        BodyBlock(line("Both Velmoran"), BlockKind.PARAGRAPH),
        BodyBlock(line("A union"), BlockKind.LIST_ITEM),
    ),
    parts=(),
    dateline=Dateline(at("Ostrava Bay, Sep 10"), "Ostrava Bay", "Sep 10"),
    agencies=(Credit(at("Coastwire"), name="Coastwire"),),
    authors=(Credit(None, 'meta[name="author"]', "Runa Teel", name="Runa Teel"),),
    related=(
        Related(
            line("Ferry strike"), line("Riverside, Sep 9"), Dateline(at("Riverside, Sep 9"), "Riverside", "Sep 9"),
            "https://quay-courier.example/ferry", True,
        ),
    ),
    notices=(Notice(line("Correction:"), "correction"),),
    furniture=(
        Furniture(line("Quay Courier"), "masthead"),
        Furniture(line("More stories"), "related"),
        Furniture(line("Share this"), "share"),
        Furniture(line("© 2026"), "copyright"),
    ),
)  # fmt: skip

TIMES = (
    Time("t1", at("June"), TimexType.DATE, "2026-06", "2026-06-01", "2026-06-30", "published", 0.9),
    Time("t2", at("Tuesday"), TimexType.DATE, "2026-09-08", "2026-09-08", "2026-09-08", "published", 0.8),
)

RECORD = Record(
    document=Document("sha256:" + "3509ac1d36aa" + "0" * 52, "saved/tugs.txt", TEXT, "text/plain", "en", "2026-11-08T06:00:00Z"),
    generator=Generator("onrecord", "0.1.0", {}),
    article=ARTICLE,
    statements=STATEMENTS,
    published=PUBLISHED,
    times=TIMES,
    notes=(Note("places", "not-built", "onrecord 0.1.0 does not read places yet"),),
)
