"""Search: what is said, with the words marked that were looked for; facets as links; the same as an Atom feed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, cast

from onrecord import codec
from onrecord.errors import QueryError
from onrecord.export.stances import Look, look_of
from onrecord.record import Stance
from onrecord.search import Hit, In, Order, count_hits
from onrecord.search import search as find
from onrecord.web.answers import Answer, Asked, page_url, url

_HITS: Final = 30
_STANCES: Final = ("denies", "declines", "doubts", "confirms", "asserts", "expects")
_LONGEST: Final = 600  # characters of a hit
_BEFORE: Final = 160  # of them before the first word that was looked for


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a hit, marked or not."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A hit as it is shown."""

    hit: Hit
    look: Look | None
    pieces: tuple[Piece, ...]
    source: tuple[Piece, ...]
    link: str


def search(asked: Asked) -> Answer:
    """What a query finds."""
    query = asked.word("q") or ""
    within = asked.one_of("in", ("statements", "text")) or "statements"
    order = asked.one_of("order", ("best", "relevance", "newest")) or "best"
    cursor = asked.word("cursor")
    base = {"q": query, "in": within if within != "statements" else None, "order": order if order != "best" else None}
    shown: dict[str, Any] = {"query": query, "within": within, "order": order, "hits": (), "error": None, "facets": [], "next": None, "found": None}
    shown["feed"] = url("/search.atom", q=query, **{"in": base["in"]}) if query else None
    shown["ways"] = [(words, url("/search", **{**base, "in": None if name == "statements" else name}), name == within)
                     for name, words in (("statements", "what sources say"), ("text", "all of the text"))]  # fmt: skip
    if not query:
        return Answer("search.html.j2", "Search", {"query": "", "hits": []}, shown)
    try:
        found = find(asked.store, query, within=cast(In, within), limit=_HITS, cursor=cursor, order=cast(Order, order))
    except QueryError as error:
        shown["error"] = error
        return Answer("search.html.j2", f"Search: {query}", {"query": query, "error": str(error), "hits": []}, shown, 400)
    shown |= {
        "found": found,
        "hits": tuple(map(view_of_hit, found.hits)),
        "next": url("/search", **base, cursor=found.next) if found.next else None,
        "facets": facets(asked, query, found.hits) if within == "statements" and found.total > 1 else [],
    }
    data = {
        "query": query,
        "in": within,
        "order": found.order,
        "total": found.total,
        "exact": found.exact,
        "coverage": codec.encode(found.coverage, ""),
        "next": found.next,
        "hits": [asdict(hit) for hit in found.hits],
    }
    return Answer("search.html.j2", f"Search: {query}", data, shown)


def facets(asked: Asked, query: str, hits: tuple[Hit, ...]) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Narrower queries: by stance with how many each would find; by outlet and year as they come on this page."""
    found: list[tuple[str, list[tuple[str, str, str]]]] = []
    if "stance:" not in query:
        counted = []
        for stance in _STANCES:
            narrower = f"{query} stance:{stance}"
            try:
                number, exact = count_hits(asked.store, narrower, timeout_s=0.5)
            except QueryError:
                continue
            if number:
                counted.append((stance, f"{number:,}" if exact else f"over {number:,}", url("/search", q=narrower)))
        found.append(("stance", counted))
    outlets = dict.fromkeys(hit.outlet for hit in hits if hit.outlet and '"' not in hit.outlet)
    if "outlet:" not in query and len(outlets) > 1:
        found.append(("outlet", [(name, "", url("/search", q=f'{query} outlet:"{name}"')) for name in list(outlets)[:8]]))
    years = sorted({hit.published[:4] for hit in hits if hit.published}, reverse=True)
    if "after:" not in query and "before:" not in query and len(years) > 1:
        found.append(("year", [(y, "", url("/search", q=f"{query} after:{y} before:{int(y) + 1}")) for y in years if y.isdecimal()]))
    return [facet for facet in found if facet[1]]


def view_of_hit(hit: Hit) -> HitView:
    """A hit with its marks, cut to the part that holds the first of them where it is long."""
    look = look_of(Stance(hit.stance)) if hit.stance else (look_of(None) if hit.statement else None)
    statement = hit.statement or (hit.statements[0] if hit.statements else None)
    at: str | int | None = statement or (hit.marks[0].start if hit.marks else None)
    words = hit.text or hit.cue or ""
    spans = hit.text_spans if hit.text else hit.cue_spans
    return HitView(hit, look, tuple(_cut(words, list(_ranges(hit, spans)))), tuple(_pieces(hit.source or "", _ranges(hit, hit.source_spans))),
                   page_url(hit.page, at if isinstance(at, str) else None))  # fmt: skip


def _ranges(hit: Hit, spans: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """The marks of a hit as ranges of a citation's words, whose pieces are joined by one space each."""
    at = 0
    for begin, stop in spans:
        yield from sorted((at + m.start - begin, at + m.end - begin) for m in hit.marks if begin <= m.start and m.end <= stop)
        at += stop - begin + 1


def _cut(words: str, ranges: list[tuple[int, int]]) -> Iterator[Piece]:
    begin = max(ranges[0][0] - _BEFORE, 0) if ranges and len(words) > _LONGEST else 0
    end = min(begin + _LONGEST, len(words))
    if begin:
        yield Piece("… ", False)
    yield from _pieces(words[begin:end], ((s - begin, e - begin) for s, e in ranges if begin <= s and e <= end))
    if end < len(words):
        yield Piece(" …", False)


def _pieces(words: str, ranges: Iterator[tuple[int, int]]) -> Iterator[Piece]:
    at = 0
    for start, end in ranges:
        if start < at:
            continue
        if at < start:
            yield Piece(words[at:start], False)
        yield Piece(words[start:end], True)
        at = end
    if at < len(words):
        yield Piece(words[at:], False)


def feed(asked: Asked) -> Answer:
    """A query's newest hits as an Atom feed."""
    query = asked.word("q") or ""
    within = asked.one_of("in", ("statements", "text")) or "statements"
    hits: tuple[Hit, ...] = ()
    if query:
        hits = find(asked.store, query, within=cast(In, within), limit=50, order="newest").hits
    retrieved = {}
    for hit in hits:
        row = asked.store.connection.execute(
            "SELECT r.read_at FROM capture c JOIN record r ON r.capture_id = c.id AND r.shown WHERE c.key = ?", (hit.page,)
        ).fetchone()
        retrieved[hit.page] = _moment(row[0]) if row else "1970-01-01T00:00:00Z"
    updated = max(retrieved.values(), default="1970-01-01T00:00:00Z")
    shown = {"query": query, "hits": tuple(map(view_of_hit, hits)), "updated": updated, "read": retrieved, "address": url("/search", q=query)}
    return Answer("search.atom.j2", f"onrecord: {query}", {}, shown)


def _moment(told: str) -> str:
    """A time as RFC 3339 writes it, as Atom wants it."""
    return told if told.endswith("Z") or "+" in told else f"{told}Z"
