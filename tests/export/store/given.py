"""A store for the tests of exports: a report with every layer, its copy, a denial elsewhere, a page that is written against spreadsheets,
one without a day, one that is not English, and one that failed. All of it is invented."""

from dataclasses import replace
from hashlib import sha256
from pathlib import Path

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
    Generator,
    Item,
    Kind,
    PageKind,
    Pieces,
    Published,
    Quantity,
    Record,
    Source,
    Stance,
    Statement,
    Status,
)  # fmt: skip
from onrecord.store.write import Reading, reading_of
from onrecord.text import Document, Span
from tests.record_by_hand import full_record
from tests.spans import span_of
from tests.store.given import failed, fill

HOSTILE = """=HYPERLINK("http://evil.example","click") \U0001f680 rockets
+1 \U0001d504\U0001d505 minister: "-2+3" @SUM(A1) said, "=cmd|' /C calc'!A0;=1+1".
\u202etxt.exe\u202c, a spokesman\x07 denied that Velmar shipped 40 howitzers to Ostania \U0001f1fb\U0001f1f2.
"""


def _page(name: str, text: str, *, headline: str, outlet: str | None, published: str | None, language: str = "en") -> Record:
    """A page whose every line is body, but the headline."""
    top = span_of(text, headline)
    lines, at = [], 0
    for line in text.splitlines(keepends=True):
        span = Span(at, at + len(line.rstrip("\n")))
        at += len(line)
        if span != top:
            lines.append(BodyBlock(span, BlockKind.PARAGRAPH))
    return Record(
        document=Document(
            f"sha256:{sha256(text.encode()).hexdigest()}", f"https://news.example/{name}", text, "text/html", language, "2026-05-09T08:30:00+02:00"
        ),
        generator=Generator("onrecord", "0.1.0", {}),
        article=Article(
            PageKind.ARTICLE, outlet, None, None, top, tuple(lines), (), None, (), (Credit(None, "meta", "Ida Lund", name="Ida Lund"),), (), (), ()
        ),
        published=Published(published, 0.9 if published else 0.0, (), ()),
        statements=(),
        times=(),
        places=(),
        actors=(),
        attributions=(),
        events=(),
        links=(),
        arms_transfers=(),
    )


def hostile_record() -> Record:
    """A page whose words a spreadsheet would run, with characters outside the basic plane before what is cited."""
    page = _page("hostile", HOSTILE, headline='=HYPERLINK("http://evil.example","click") \U0001f680 rockets', outlet="@evil", published="2026-05-01")

    def at(words: str) -> Span:
        return span_of(HOSTILE, words)

    return replace(
        page,
        statements=(
            Statement(
                "s1", "body", Source((at("+1 \U0001d504\U0001d505 minister"),), named=True), Pieces((at("said"),)),
                Pieces((at('"-2+3" @SUM(A1)'), at("\"=cmd|' /C calc'!A0;=1+1\""))), Kind.DIRECT, Stance.ASSERTS, None, settled=True, confidence=0.5,
            ),
            Statement(
                "s2", "body", Source((at("a spokesman"),), named=False), Pieces((at("denied"),)),
                Pieces((at("that Velmar shipped 40 howitzers to Ostania"),)), Kind.INDIRECT, Stance.DENIES, None, settled=True, confidence=0.9,
            ),
        ),
        actors=(
            Actor("a1", "=A1+1", "person", None, None, None, "-office", None, (at("\U0001d504\U0001d505 minister"),)),
            Actor("VEL", "Velmar", "state", "VEL", "GOV", None, None, None, (at("Velmar"),)),
            Actor("OST", "Ostania", "state", "OST", "GOV", None, None, None, (at("Ostania"),)),
        ),
        attributions=(Attribution("s1", ("a1",), None, ()), Attribution("s2", (), None, ())),
        events=(
            Event(
                "e1", "AID", None, (), (at("shipped"),), ("VEL",), ("OST",), None, None, "news", Status.DENIED, narrator=False, settled=True,
                confidence=0.7,
            ),
        ),
        links=(EventLink("s2", "e1", "denies", "specific", (at("denied"),), 0.9),),
        arms_transfers=(
            ArmsTransfer(
                "x1", "e1", "VEL", "OST", (), "aid", "shipped",
                (Item(at("howitzers"), None, "artillery", None, None, Quantity(at("40"), 40, None, "exact", None)),),
                None, Status.DENIED, None, None, None, "news", narrator=False, settled=True, confidence=0.7,
            ),
        ),
    )  # fmt: skip


def narrated_record() -> Record:
    """A page without a day that tells of a deed in its own voice."""
    text = "A village without a clock\nNobody knows the hour there.\nVelmar closed the bridge to Ostania.\n"
    page = _page("undated", text, headline="A village without a clock", outlet=None, published=None)
    return replace(
        page,
        actors=(
            Actor("VEL", "Velmar", "state", "VEL", "GOV", None, None, None, (span_of(text, "Velmar"),)),
            Actor("OST", "Ostania", "state", "OST", "GOV", None, None, None, (span_of(text, "Ostania"),)),
        ),
        events=(
            Event(
                "e1", "COERCE", None, (), (span_of(text, "closed"),), ("VEL",), ("OST",), None, None, "news", Status.OCCURRED, narrator=True,
                settled=True, confidence=0.7,
            ),
        ),
    )  # fmt: skip


def records() -> dict[str, Record]:
    """The records by name."""
    report = full_record()
    assert report.article is not None
    copied = replace(
        report,
        document=replace(report.document, id="sha256:" + "1" * 64, location="https://copy.example/a"),
        article=replace(report.article, outlet="Evening Copy", url="https://copy.example/a"),
    )
    return {
        "report": report,
        "copy": copied,
        "hostile": hostile_record(),
        "undated": narrated_record(),
        "french": replace(
            _page("french", "La foire\nLa foire ouvre jeudi.\n", headline="La foire", outlet="Le Port", published="2026-05-02", language="fr"),
            statements=None, actors=None, attributions=None, events=None, links=None, arms_transfers=None, times=None, places=None,
        ),
    }  # fmt: skip


def readings() -> list[Reading]:
    """The records as a store takes them."""
    return [
        reading_of(record, key=name, size=len(record.document.text), outlet="Le Port (manifest)" if name == "french" else None)
        for name, record in records().items()
    ]


def make_store(path: Path) -> None:
    """A store of all of them and a failure."""
    fill(path, *readings(), failed("broken=1.html"))
