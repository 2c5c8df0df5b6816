"""The reader: one page as text with what is said in it, when, where and by whom, each as a layer; and what it rests on."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.errors import StoreError
from onrecord.export.deals import NARRATED, NOT_SAID, NOT_SETTLED, TransferView
from onrecord.export.marks import Mark, segments
from onrecord.export.shown import Paragraph, View
from onrecord.export.view import OFFSETS, view_of
from onrecord.record import Record
from onrecord.store.listing import PageRow
from onrecord.store.store import Store
from onrecord.text import Span
from onrecord.web.answers import Answer, Asked, called, corrections_of, page_row, page_url, url

LAYERS: Final = ("event", "time", "place", "actor")
_LISTED: Final = 100  # pieces of one kind that a table lists
_QUOTED: Final = 400  # characters of furniture shown in place


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Furniture where it stands: before the paragraph of this number."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CopyRow:
    """Another page that carries this one's text, or whose text this one carries."""

    page: str
    outlet: str | None
    published: str | None
    headline: str | None
    kind: str
    share: float
    earlier: int  # 1: the other is the source


@dataclass(frozen=True, slots=True)
class ClaimLink:
    """A claim that a statement of this page stands behind."""

    id: str
    type: str
    relation: str
    outlets: int
    newsrooms: int


def reader(asked: Asked) -> Answer:
    """A page."""
    row = page_of(asked, "page")
    record = asked.store.record(row)
    view = with_layers(record, view_of(record))
    corrections = corrections_of(asked.store, row)
    furniture = asked.word("furniture") is not None
    before, after = neighbours(asked.store, row.page)
    shown = {
        "view": view,
        "row": row,
        "words_of_layer": {"event": "events and arms", "time": "times", "place": "places", "actor": "who is named"},
        "layers": {name: found for name in LAYERS if (found := sum(1 for _ in spans_of(record, view, name)))},
        "layer_of": layers_of(record, view),
        "left_out": left_out(record, view) if furniture else {},
        "left_out_number": sum(len(kind.quotes) for kind in view.left_out) + len(view.related),
        "furniture": furniture,
        "copies": copies_of(asked.store, row.page),
        "claims": claims_of(asked, row.page),
        "corrections": corrections,
        "before": before,
        "after": after,
        "story": story_of(asked.store, row.page),
        "offsets": OFFSETS,
        "not_said": NOT_SAID,
        "not_settled": NOT_SETTLED,
        "narrated": NARRATED,
        "most_listed": _LISTED,
        "citation": citation(row, record, ()),
        "here": page_url(row.page),
    }
    return Answer("reader.html.j2", view.title or view.name, record.to_json, shown)


def page_of(asked: Asked, name: str) -> PageRow:
    """The page that a step of the address names.

    Raises:
        StoreError: there is no such page.
    """
    key = asked.path[name]
    row = page_row(asked.store, key)
    if row is None:
        raise StoreError(key, "there is no such page in this store", "see the list of pages")
    return row


def with_layers(record: Record, view: View) -> View:
    """The same view with the times, places and actors of the record marked in its paragraphs, beside statements and events.

    Words are called by where they begin: `#q120`, so that whoever quotes them can lead to them.
    """
    at = Layered(record, view)
    return replace(
        view,
        headline=at.paragraph(view.headline) if view.headline else None,
        body=tuple(map(at.paragraph, view.body)),
        anchors={span: span.start - 1 for span in view.anchors},  # the templates of a page count from 1
    )


class Layered:
    """The marks of a record's layers, to be put into its paragraphs."""

    def __init__(self, record: Record, view: View) -> None:
        self._record = record
        spans = {span for name in LAYERS for span in spans_of(record, view, name)}
        self._spans = sorted(spans, key=lambda span: (span.start, -span.end))
        self._starts = [span.start for span in self._spans]

    def paragraph(self, paragraph: Paragraph) -> Paragraph:
        """A paragraph with these marks beside those of its statements."""
        said = {edge.mark for segment in paragraph.segments for edge in segment.opens if edge.mark.role != "quoted"}
        first = bisect_right(self._starts, paragraph.span.start - 1)
        last = bisect_right(self._starts, paragraph.span.end - 1)
        inside = self._spans[first:last]
        marks, named = [], set()
        for span in inside:
            marks.append(Mark(span, span.start, "quoted", anchor=span.start not in named))
            named.add(span.start)
        return replace(paragraph, segments=segments(self._record.document, paragraph.span, (*said, *marks)))


def spans_of(record: Record, view: View, layer: str) -> Iterator[Span]:
    """Where the words of a layer stand."""
    match layer:
        case "event":
            yield from view.deals.quoted
        case "time":
            yield from (time.span for time in record.times or ())
        case "place":
            yield from (span for place in record.places or () for span in place.mentions)
        case "actor":
            yield from (span for actor in record.actors or () for span in actor.mentions)


def layers_of(record: Record, view: View) -> Mapping[Span, str]:
    """The classes of each marked stretch: the layers that it belongs to."""
    found: dict[Span, list[str]] = {}
    for name in LAYERS:
        for span in spans_of(record, view, name):
            if f"l-{name}" not in found.setdefault(span, []):
                found[span].append(f"l-{name}")
    return {span: " ".join(names) for span, names in found.items()}


def left_out(record: Record, view: View) -> Mapping[int, tuple[LeftOut, ...]]:
    """What was left out, by the number of the paragraph that it stands before; after the last, under the number that follows."""
    starts = [paragraph.span.start for paragraph in view.body]
    found: dict[int, list[LeftOut]] = {}
    pieces = [(piece.range, piece.kind) for piece in record.article.furniture] if record.article else []
    for related in record.article.related if record.article else ():
        pieces += [(span, "another story") for span in (related.headline, related.teaser) if span]
    for span, kind in sorted(pieces, key=lambda piece: piece[0]):
        text = record.document.text[span.start : min(span.end, span.start + _QUOTED)]
        found.setdefault(bisect_right(starts, span.start) + 1, []).append(LeftOut(kind, text, span.start, span.end))
    return {number: tuple(those[:_LISTED]) for number, those in found.items()}


def copies_of(store: Store, page: str) -> tuple[CopyRow, ...]:
    """The pages that share text with one, the nearest first; near misses too."""
    sql = """
        SELECT o.key, a.outlet, a.published, a.headline, x.kind, x.share, {} FROM capture c JOIN copy x ON x.{} = c.id JOIN capture o ON o.id = x.{}
        JOIN record r ON r.capture_id = o.id AND r.shown JOIN article a ON a.record_id = r.id WHERE c.key = ? ORDER BY x.share DESC, o.key LIMIT 50"""
    rows = [
        row
        for earlier, mine, other in ((1, "capture_id", "of_capture_id"), (0, "of_capture_id", "capture_id"))
        for row in store.connection.execute(sql.format(earlier, mine, other), (page,))
    ]
    return tuple(CopyRow(*row) for row in sorted(rows, key=lambda row: (row[4] == "independent", -row[5], row[0])))


def claims_of(asked: Asked, page: str) -> Mapping[str, tuple[ClaimLink, ...]]:
    """The claims behind which each statement of a page stands."""
    rows = asked.store.connection.execute(
        "SELECT v.statement, k.id, k.type, v.relation FROM voice v JOIN capture c ON c.id = v.capture_id JOIN claim k ON k.id = v.claim_id "
        "WHERE c.key = ? AND v.statement IS NOT NULL ORDER BY k.n",
        (page,),
    ).fetchall()
    found: dict[str, list[ClaimLink]] = {}
    for statement, id_, type_, relation in rows:
        counts = asked.snapshot.rows("SELECT outlets, newsrooms FROM claim WHERE id = ?", id_) if asked.snapshot else []
        link = ClaimLink(id_, type_, relation, *(counts[0] if counts else (0, 0)))
        if link not in found.setdefault(statement, []):
            found[statement].append(link)
    return {statement: tuple(those[:4]) for statement, those in found.items()}


def story_of(store: Store, page: str) -> tuple[str, int] | None:
    """The story of a page, and how many pages tell it."""
    row = store.connection.execute(
        "SELECT s.story_id, (SELECT count(*) FROM story_capture o WHERE o.story_id = s.story_id) FROM story_capture s "
        "JOIN capture c ON c.id = s.capture_id WHERE c.key = ?",
        (page,),
    ).fetchone()
    return (row[0], row[1]) if row else None


def neighbours(store: Store, page: str) -> tuple[str | None, str | None]:
    """The pages before and after one, by day of publication."""
    ask = store.connection
    row = ask.execute(
        "SELECT a.published, a.record_id FROM capture c JOIN record r ON r.capture_id = c.id AND r.shown "
        "JOIN article a ON a.record_id = r.id WHERE c.key = ?",
        (page,),
    ).fetchone()
    if row is None or row[0] is None:
        return None, None
    found = []
    for sign, order in (("<", "DESC"), (">", "ASC")):
        near = ask.execute(
            f"SELECT c.key FROM article a JOIN record r ON r.id = a.record_id JOIN capture c ON c.id = r.capture_id "
            f"WHERE (a.published, a.record_id) {sign} (?, ?) ORDER BY a.published {order}, a.record_id {order} LIMIT 1",
            row,
        ).fetchone()
        found.append(near[0] if near else None)
    return found[0], found[1]


def citation(row: PageRow, record: Record, spans: Sequence[Span]) -> str:
    """What to write under a quotation: outlet, headline, date, sentence, offsets, digest of the archived bytes.

    Args:
        spans: what is quoted, from the first to the last of them; none: the page is cited.
    """
    told = [row.outlet or "outlet unknown", f"“{row.headline}”" if row.headline else "no headline", row.published or "no date"]
    if row.url or row.location:
        told.append(row.url or row.location)
    if spans:
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        told.append(f"“{record.document.text[start:end]}”")
        told.append(f"characters {start} to {end}")
    told += [f"retrieved {row.retrieved}" if row.retrieved else "time of retrieval not told", row.digest, f"onrecord {row.version}"]
    return ". ".join(told) + "."


def statement(asked: Asked) -> Answer:
    """One statement by its address: its words in their paragraph, the claims behind which it stands, and how to cite it."""
    row = page_of(asked, "page")
    record = asked.store.record(row)
    view = with_layers(record, view_of(record))
    said = next((s for s in view.statements or () if s.id == asked.path["statement"]), None)
    if said is None:
        raise _no(row.page, f"no statement {asked.path['statement']}")
    home = next((p for p in (view.headline, *view.body) if p and said in p.statements), None)
    told: dict[str, Any] = json.loads(record.to_json())
    data = next(s for s in told["statements"] if s["id"] == said.id)
    cited = citation(row, record, [span for quote in (said.source, said.cue, said.content) if quote for span in quote.spans])
    claims = claims_of(asked, row.page).get(said.id, ())
    shown = {"view": view, "row": row, "said": said, "home": home, "citation": cited, "claims": claims, "layer_of": layers_of(record, view)}
    return Answer("statement.html.j2", f"{said.id} of {row.headline or row.page}", {"page": row.page, "citation": cited, "statement": data}, shown)


def transfer(asked: Asked) -> Answer:
    """One transfer of arms as its page tells it."""
    row = page_of(asked, "page")
    record = asked.store.record(row)
    told: dict[str, Any] = json.loads(record.to_json())
    data = next((x for x in told["arms_transfers"] or () if x["id"] == asked.path["transfer"]), None)
    if data is None:
        raise _no(row.page, f"no transfer {asked.path['transfer']}")
    view = with_layers(record, view_of(record))
    deal = next(x for x in view.deals.transfers or () if x.id == data["id"])
    cited = citation(row, record, _told_in(record, deal))
    shown = {
        "view": view, "row": row, "deal": deal, "citation": cited, "supplier": called(data["supplier"]), "recipient": called(data["recipient"]),
        "not_said": NOT_SAID, "not_settled": NOT_SETTLED, "narrated": NARRATED, "most_listed": _LISTED,
    }  # fmt: skip
    return Answer("transfer.html.j2", f"{deal.id} of {row.headline or row.page}", {"page": row.page, "citation": cited, "transfer": data}, shown)


def _told_in(record: Record, deal: TransferView) -> list[Span]:
    """The words of a transfer in the block that tells of it first: of several blocks no sentence is one."""
    spans = sorted(span for quote in (*deal.triggers, *(item.words for item in deal.items)) for span in quote.spans)
    blocks = [block.range for block in record.article.body] if record.article else []
    home = next((block for block in blocks if spans and block.overlaps(spans[0])), None)
    return [span for span in spans if home is None or home.overlaps(span)]


def _no(page: str, what: str) -> StoreError:
    return StoreError(page, f"this page has {what}", "see the page: numbers change when it is read anew")


def pages(asked: Asked) -> Answer:
    """All pages, the newest first; those without a date last, on a list of their own."""
    ask = asked.store.connection
    outlet, since, before = asked.word("outlet"), asked.word("since"), asked.word("before")
    cursor = asked.word("after")
    new = asked.new_after
    parts = ["a.published IS NOT NULL"]
    given: list[Any] = []
    for sql, value in (("a.outlet = ?", outlet), ("a.published >= ?", since), ("a.published < ?", before), ("c.id > ?", new)):
        if value is not None:
            parts.append(sql)
            given.append(value)
    if cursor and "~" in cursor:
        day, _, number = cursor.partition("~")
        parts.append("(a.published, a.record_id) < (?, ?)")
        given += [day, int(number) if number.isascii() and number.isdecimal() and len(number) < 12 else 0]
    rows = ask.execute(
        f"SELECT c.key, a.outlet, a.published, a.headline, a.statements, a.events, a.transfers, c.location, a.record_id FROM article a "
        f"JOIN record r ON r.id = a.record_id JOIN capture c ON c.id = r.capture_id WHERE {' AND '.join(parts)} "
        "ORDER BY a.published DESC, a.record_id DESC LIMIT 51",
        given,
    ).fetchall()
    names = ("page", "outlet", "published", "headline", "statements", "events", "transfers", "location")
    found = [dict(zip(names, row[:8], strict=True)) for row in rows[:50]]
    more = url("/pages", outlet=outlet, since=since, before=before, new=new, after=f"{rows[49][2]}~{rows[49][8]}") if len(rows) > 50 else None
    data = {"pages": found, "next": more}
    return Answer("pages.html.j2", "Pages", data, {"pages": found, "next": more, "outlet": outlet, "from_start": cursor is None})
