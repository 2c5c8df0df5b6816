"""Pages made of statements, with records written by hand, and a store that holds them."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    BlockKind,
    BodyBlock,
    Event,
    EventLink,
    Generator,
    Kind,
    PageKind,
    Pieces,
    Published,
    Record,
    Source,
    Stance,
    Statement,
    Status,
)  # fmt: skip
from onrecord.store.file import open_file
from onrecord.store.write import put, reading_of
from onrecord.text import Document, Span

ACTORS = {
    "RUS": ("Russia", "state", "RUS"),
    "PRK": ("North Korea", "state", "PRK"),
    "TUR": ("Türkiye", "state", "TUR"),
    "USA": ("United States", "state", "USA"),
    "a1": ("Dmitry Orlov", "person", "RUS"),
    "a2": ("Wagner Group", "group", None),
    "a3": ("Komid", "organisation", "PRK"),
}


@dataclass(frozen=True)
class Deed:
    """What a statement speaks of."""

    type: str
    status: str
    initiators: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    supplier: str | None = None
    recipient: str | None = None


@dataclass(frozen=True)
class Said:
    """One statement; content in two pieces is interrupted by its cue."""

    source: str | None
    content: str | tuple[str, str] | None
    stance: str | None = "asserts"
    who: tuple[str, ...] = ()
    deed: Deed | None = None
    cue: str = "said"


def record_of(location: str, published: str | None, outlet: str, said: tuple[Said, ...]) -> Record:
    """A page that says it, sentence by sentence."""
    text = f"{outlet} {location}\n"
    headline = Span(0, len(text) - 1)
    statements, attributions, events, links, transfers, body = [], [], [], [], [], []
    for n, one in enumerate(said, 1):
        start = len(text)
        pieces = (one.content,) if isinstance(one.content, str) else one.content or ()

        def add(words: str) -> Span:
            nonlocal text
            at = len(text)
            text += words
            return Span(at, at + len(words))

        content = [add(pieces[0])] if len(pieces) == 2 else []
        text += ", " if content else ""
        source = add(one.source) if one.source else None
        text += " " if source else ""
        cue = add(one.cue)
        text += " "
        content += [add(piece) for piece in pieces[-1:]]
        text += ".\n"
        body.append(BodyBlock(Span(start, len(text) - 1), BlockKind.PARAGRAPH))
        statements.append(
            Statement(
                id=f"s{n}",
                part="body",
                source=Source((source,), named=False) if source else None,
                cue=Pieces((cue,)),
                content=Pieces(tuple(content)) if content else None,
                kind=Kind.INDIRECT,
                stance=Stance(one.stance) if one.stance else None,
                within=None,
                settled=True,
                confidence=0.9,
            )
        )
        attributions.append(Attribution(f"s{n}", one.who, None, ()))
        if deed := one.deed:
            status = Status(deed.status)
            events.append(
                Event(f"e{n}", deed.type, None, (), (cue,), deed.initiators, deed.recipients, None, None, "news", status, False, True, 0.9)  # type: ignore[arg-type]
            )
            links.append(EventLink(f"s{n}", f"e{n}", "denies" if one.stance == "denies" else "asserts", "specific", (cue,), 0.9))
            if deed.supplier or deed.recipient:
                transfers.append(
                    ArmsTransfer(
                        f"x{n}", f"e{n}", deed.supplier, deed.recipient, (), None, None, (), None, status, None, None, None, "news", False, True, 0.9
                    )
                )
    article = Article(
        kind=PageKind.ARTICLE, outlet=outlet, section=None, url=None, headline=headline, body=tuple(body), parts=(), dateline=None, agencies=(),
        authors=(), related=(), notices=(), furniture=(),
    )  # fmt: skip
    used = {i for one in said for i in (*one.who, *(_parties(one.deed) if one.deed else ()))}
    return Record(
        document=Document(f"sha256:{sha256(location.encode()).hexdigest()}", location, text, language="en"),
        generator=Generator("onrecord", "0", {}),
        article=article,
        statements=tuple(statements),
        published=Published(published, 0.9 if published else 0.0, (), ()),
        times=(),
        places=(),
        actors=tuple(
            Actor(i, name, kind, country, None, None, None, None, (headline,))  # type: ignore[arg-type]
            for i, (name, kind, country) in ACTORS.items()
            if i in used
        ),
        attributions=tuple(attributions),
        events=tuple(events),
        links=tuple(links),
        arms_transfers=tuple(transfers),
    )


def _parties(deed: Deed) -> tuple[str, ...]:
    return tuple(filter(None, (*deed.initiators, *deed.recipients, deed.supplier, deed.recipient)))


def fill(path: Path, records: tuple[Record, ...]) -> None:
    """Put pages into a store, which is made where it is not there."""
    connection = open_file(path, write=True, create=True)
    try:
        for record in records:
            put(connection, [reading_of(record, key=record.document.location, size=len(record.document.text))])
    finally:
        connection.close()
