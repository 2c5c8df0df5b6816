"""The cells of a record: each figure that it gives, with the words that it rests on and where they stand.

A cell has two names. `cell` is its path in the record's JSON, "statements[s3].stance"; `key` is the same in a reading that numbers statements
otherwise, since it names a thing by where its words begin: "statements@120.stance". What a cell refers to is given by name, not by ID, for the
same reason.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from onrecord.record import ArmsTransfer, Cited, Dating, Record, Statement
from onrecord.text import Span

Value = str | float | bool | tuple[str, ...] | None
NEAR: Final = 0.011  # confidences may differ by that between processors: their sums are rounded in another order
# Of these cells: another number wherever the same record would give other ones, name or order them otherwise, or write another table.
SCHEME: Final = 1
COLUMNS: Final = ("page", "cell", "value", "words", "offsets", "at")
Outcome = Literal["same", "differs", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure.

    page: the key of its page; None: it is made of several pages.
    words: the words that it rests on, pieces joined by one space; None: it rests on none, or on `at`.
    spans: where they stand, in code points of the page's text.
    at: the element or address that holds the value, where it is not in the text.
    """

    page: str | None
    cell: str
    key: str
    value: Value
    words: str | None = None
    spans: tuple[tuple[int, int], ...] = ()
    at: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Compared:
    """A cell, and how it came out when it was read again: `again` is None where it did not come out at all, `cell` where it was not there before."""

    outcome: Outcome
    cell: Cell | None
    again: Cell | None

    @property
    def told(self) -> Cell:
        """The cell, or where it is new, the new one."""
        found = self.cell or self.again
        assert found is not None
        return found


def cells_of(record: Record, page: str) -> tuple[Cell, ...]:
    """Every cell of a record, in the order of its JSON."""
    return tuple(_Cells(record, page).all())


def compare(cells: Iterable[Cell], again: Iterable[Cell]) -> tuple[Compared, ...]:
    """Cells as they were and as they are, matched by page and key; in the order in which they were, the new ones last."""
    new = {(cell.page, cell.key): cell for cell in again}
    found = []
    for cell in cells:
        other = new.pop((cell.page, cell.key), None)
        outcome: Outcome = "gone" if other is None else "same" if _same(cell, other) else "differs"
        found.append(Compared(outcome, cell, other))
    return (*found, *(Compared("new", None, cell) for cell in new.values()))


def _same(cell: Cell, other: Cell) -> bool:
    if (cell.words, cell.spans, cell.at) != (other.words, other.spans, other.at):
        return False
    if type(cell.value) is float and type(other.value) is float:
        return abs(cell.value - other.value) <= NEAR
    return cell.value == other.value and type(cell.value) is type(other.value)


def value_in_words(value: Value) -> str:
    """A value in one cell of a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "; ".join(value) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else value


def cells_csv(cells: Iterable[Cell]) -> str:
    """Cells as CSV, safe to open in a spreadsheet."""
    from onrecord.export.registers import csv_of

    rows = (
        {
            "page": cell.page or "",
            "cell": cell.cell,
            "value": value_in_words(cell.value),
            "words": cell.words or "",
            "offsets": ";".join(f"{start}..{end}" for start, end in cell.spans),
            "at": cell.at or "",
        }
        for cell in cells
    )
    return csv_of(rows, COLUMNS)


class _Cells:
    """What is known of a record while its cells are told."""

    def __init__(self, record: Record, page: str) -> None:
        self.record, self.page, self.text = record, page, record.document.text
        self.actors = {actor.id: actor.name for actor in record.actors or ()}
        self.times = {time.id: time.value for time in record.times or ()}
        self.places = {place.id: place.name for place in record.places or ()}
        self.statements = {statement.id: statement for statement in record.statements or ()}
        self.attributed = {one.statement: one for one in record.attributions or ()}
        self.seen: Counter[str] = Counter()
        self.keys: dict[str, str] = {}  # ID of a statement or event → what its key begins with

    def all(self) -> Iterator[Cell]:
        yield from self._document()
        yield from self._article()
        if self.record.published is not None:
            yield from self._dating("article.published", self.record.published)
            if self.record.published.modified is not None:
                yield from self._dating("article.modified", self.record.published.modified)
        yield from self._statements()
        yield from self._events()
        yield from self._links()
        yield from self._transfers()
        yield from self._named()

    def cell(self, path: str, key: str, value: Value, spans: Iterable[Span] = (), *, at: str | None = None, quote: str | None = None) -> Cell:
        pieces = tuple((span.start, span.end) for span in spans)
        words = " ".join(self.text[start:end] for start, end in pieces) or quote
        return Cell(self.page, path, key, value, words, pieces, at)

    def key(self, layer: str, identity: str, first: Span | str | None) -> tuple[str, str]:
        """How the path and the key of an item begin."""
        where = f"{layer}@{first.start if isinstance(first, Span) else first}"
        self.seen[where] += 1
        key = where if self.seen[where] == 1 else f"{where}#{self.seen[where]}"
        self.keys[identity] = key
        return f"{layer}[{identity}]", key

    def _document(self) -> Iterator[Cell]:
        document = self.record.document
        text = f"sha256:{hashlib.sha256(self.text.encode()).hexdigest()}"
        for name, value in (("text", text), ("media_type", document.media_type), ("language", document.language), ("retrieved", document.retrieved)):
            yield self.cell(f"document.{name}", f"document.{name}", value)

    def _article(self) -> Iterator[Cell]:
        article = self.record.article
        if article is None:
            return
        for name in ("kind", "outlet", "section", "url"):
            value = getattr(article, name)
            yield self.cell(f"article.{name}", f"article.{name}", None if value is None else str(value))
        headline = (article.headline,) if article.headline else ()
        yield self.cell("article.headline", "article.headline", self.text[headline[0].start : headline[0].end] if headline else None, headline)
        for name, ranges in (
            ("body", [(block.range, block.kind.value) for block in article.body]),
            ("parts", [(part.range, part.time or "") for part in article.parts]),
            ("furniture", [(piece.range, piece.kind) for piece in article.furniture]),
        ):  # their words are the text itself: they are not said twice
            spans = tuple((span.start, span.end) for span, _ in ranges)
            yield replace(self.cell(f"article.{name}", f"article.{name}", tuple(kind for _, kind in ranges)), spans=spans)
        if article.dateline is not None:
            told = tuple(filter(None, (article.dateline.place, article.dateline.date_text)))
            yield self.cell("article.dateline", "article.dateline", told, (article.dateline.span,))
        for name, credits_ in (("agencies", article.agencies), ("authors", article.authors)):
            for n, credit in enumerate(credits_):
                yield self._cited(f"article.{name}[{n}]", credit.name, credit)
        for n, notice in enumerate(article.notices):
            yield self.cell(f"article.notices[{n}]", f"article.notices@{notice.span.start}", notice.kind, (notice.span,))
        for n, story in enumerate(article.related):
            parts = tuple(filter(None, (story.headline, story.teaser)))
            yield self.cell(f"article.related[{n}]", f"article.related[{n}]", story.url, parts)

    def _cited(self, path: str, value: Value, cited: Cited) -> Cell:
        key = f"{path.partition('[')[0]}@{cited.span.start if cited.span else cited.at}={value}"
        self.seen[key] += 1
        return self.cell(path, f"{key}#{self.seen[key]}", value, (cited.span,) if cited.span else (), at=cited.at, quote=cited.quote)

    def _dating(self, path: str, dating: Dating) -> Iterator[Cell]:
        accepted = next((one for one in dating.evidence if one.verdict == "accepted"), None)
        where = (accepted.span,) if accepted and accepted.span else ()
        at, quote = (accepted.at, accepted.quote) if accepted else (None, None)
        yield self.cell(f"{path}.date", f"{path}.date", dating.date, where, at=at, quote=quote)
        yield self.cell(f"{path}.confidence", f"{path}.confidence", float(dating.confidence))
        yield self.cell(f"{path}.candidates", f"{path}.candidates", tuple(one.date for one in dating.candidates))
        for n, one in enumerate(dating.evidence):
            yield self._cited(f"{path}.evidence[{n}]", f"{one.kind.value}, {one.reading or 'no date'}, {one.verdict.value}: {one.why}", one)

    def _statements(self) -> Iterator[Cell]:
        for s in self.record.statements or ():
            path, key = self.key("statements", s.id, s.cue.spans[0] if s.cue.spans else None)
            yield from (replace(cell, cell=f"{path}.{cell.cell}", key=f"{key}.{cell.key}") for cell in self._statement(s))

    def _statement(self, s: Statement) -> Iterator[Cell]:
        source = s.source.spans if s.source else ()
        told = self.attributed.get(s.id)
        yield self.cell("source", "source", self._names(told.actors if told else ()), source)
        yield self.cell("cue", "cue", None, s.cue.spans)
        yield self.cell("content", "content", s.kind.value, s.content.spans if s.content else ())
        yield self.cell("stance", "stance", s.stance.value if s.stance else None, s.cue.spans)
        if told and told.said:
            days = "/".join(day or "?" for day in (told.said.earliest, told.said.latest))
            yield self.cell("said", "said", f"{days}, {told.said.basis}", self._time_words(told.said.time))
        for n, via in enumerate(told.via if told else ()):
            yield self.cell(f"via[{n}]", f"via@{via.span.start}", self.actors.get(via.actor or "", via.actor), (via.span,))
        yield self.cell("part", "part", s.part)
        yield self.cell("source.named", "source.named", bool(s.source and s.source.named))
        outer = self.statements.get(s.within or "")
        yield self.cell("within", "within", self._statement_in_words(outer) if outer else s.within, outer.cue.spans if outer else ())
        yield self.cell("settled", "settled", s.settled)
        yield self.cell("confidence", "confidence", float(s.confidence))

    def _statement_in_words(self, s: Statement) -> str:
        return f"the statement of the cue at {s.cue.spans[0].start}" if s.cue.spans else s.id

    def _events(self) -> Iterator[Cell]:
        for e in self.record.events or ():
            path, key = self.key("events", e.id, e.triggers[0] if e.triggers else None)
            for name, value in (
                ("type", e.type), ("status", e.status.value), ("mode", e.mode), ("contexts", e.contexts), ("told_as", e.told_as),
                ("initiators", self._names(e.initiators)), ("recipients", self._names(e.recipients)), ("narrator", e.narrator),
            ):  # fmt: skip
                yield self.cell(f"{path}.{name}", f"{key}.{name}", value, e.triggers)
            yield self.cell(f"{path}.time", f"{key}.time", self.times.get(e.time or "", e.time), self._time_words(e.time))
            yield self.cell(f"{path}.place", f"{key}.place", self.places.get(e.place or "", e.place))
            yield self.cell(f"{path}.settled", f"{key}.settled", e.settled)
            yield self.cell(f"{path}.confidence", f"{key}.confidence", float(e.confidence))

    def _links(self) -> Iterator[Cell]:
        for link in self.record.links or ():
            path = f"links[{link.statement}:{link.target}]"
            where = f"links@{self.keys.get(link.statement, link.statement)}:{self.keys.get(link.target, link.target)}"
            self.seen[where] += 1
            key = where if self.seen[where] == 1 else f"{where}#{self.seen[where]}"
            yield self.cell(f"{path}.relation", f"{key}.relation", f"{link.relation}, {link.basis}", link.about)
            yield self.cell(f"{path}.confidence", f"{key}.confidence", float(link.confidence))

    def _transfers(self) -> Iterator[Cell]:
        triggers = {event.id: event.triggers for event in self.record.events or ()}
        for x in self.record.arms_transfers or ():
            path, key = self.key("arms_transfers", x.id, next(iter(triggers.get(x.event, ())), None))
            told = triggers.get(x.event, ())
            for name, value in (
                ("supplier", self.actors.get(x.supplier or "", x.supplier)), ("recipient", self.actors.get(x.recipient or "", x.recipient)),
                ("via", self._names(x.via)), ("mode", x.mode), ("stage", x.stage), ("status", x.status.value), ("told_as", x.told_as),
                ("narrator", x.narrator),
            ):  # fmt: skip
                yield self.cell(f"{path}.{name}", f"{key}.{name}", value, told)
            yield from self._items(x, path, key)
            for name in ("time", "ordered", "delivered"):
                time = getattr(x, name)
                yield self.cell(f"{path}.{name}", f"{key}.{name}", self.times.get(time or "", time), self._time_words(time))
            yield self.cell(f"{path}.settled", f"{key}.settled", x.settled)
            yield self.cell(f"{path}.confidence", f"{key}.confidence", float(x.confidence))

    def _items(self, x: ArmsTransfer, path: str, key: str) -> Iterator[Cell]:
        for n, item in enumerate(x.items):
            told = ", ".join(filter(None, (item.category, item.designation, item.condition)))
            part = "" if item.part_of is None else f", part of item {item.part_of}"
            yield self.cell(f"{path}.items[{n}]", f"{key}.items@{item.span.start}", told + part, (item.span,))
            if item.quantity is not None:
                q = item.quantity
                many = f"{q.bound} {q.value:g}" + (f" to {q.upper:g}" if q.upper is not None else "") + (f", {q.role}" if q.role else "")
                yield self.cell(f"{path}.items[{n}].quantity", f"{key}.items@{item.span.start}.quantity", many, (q.span,))
        if x.value is not None:
            yield self.cell(f"{path}.value", f"{key}.value", f"{x.value.bound} {x.value.amount:g} {x.value.currency}", (x.value.span,))

    def _named(self) -> Iterator[Cell]:
        for actor in self.record.actors or ():
            path, key = self.key("actors", actor.id, actor.mentions[0] if actor.mentions else actor.name)
            facts = (actor.kind, actor.country, actor.sector, actor.role, actor.wikidata)
            yield self.cell(path, key, tuple(f if f is not None else "?" for f in (actor.name, *facts)), actor.mentions)
        for time in self.record.times or ():
            path, key = self.key("times", time.id, time.span)
            yield self.cell(path, key, f"{time.type.value} {time.value} ({time.earliest or '?'}/{time.latest or '?'})", (time.span,))
        for place in self.record.places or ():
            path, key = self.key("places", place.id, place.mentions[0] if place.mentions else place.name)
            where = f"{place.lat:g} {place.lon:g}" if place.lat is not None and place.lon is not None else "?"
            number = "?" if place.geonames is None else str(place.geonames)
            yield self.cell(path, key, (place.name, place.country or "?", where, number), place.mentions)

    def _names(self, ids: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.actors.get(one, one) for one in ids)

    def _time_words(self, time: str | None) -> tuple[Span, ...]:
        found = next((t for t in self.record.times or () if t.id == time), None)
        return (found.span,) if found else ()


def read_cells(told: Any) -> tuple[Cell, ...]:
    """Cells as `Cell.to_dict` gave them, read back.

    Raises:
        ValueError: they are none.
    """
    if not isinstance(told, list):
        raise ValueError("not a list of cells")
    return tuple(_read_cell(one) for one in told)


def _read_cell(told: Any) -> Cell:
    if not isinstance(told, dict) or told.keys() != _FIELDS:
        raise ValueError(f"no cell: {told!r:.80}")
    page, cell, key, value, words, spans, at = (told[name] for name in Cell.__dataclass_fields__)
    texts = all(one is None or isinstance(one, str) for one in (page, words, at)) and isinstance(cell, str) and isinstance(key, str)
    value = tuple(value) if isinstance(value, list) else value
    fits = all(isinstance(one, str) for one in value) if isinstance(value, tuple) else value is None or isinstance(value, str | float | bool)
    pairs = isinstance(spans, list) and all(
        isinstance(p, list) and len(p) == 2 and all(type(n) is int for n in p) and 0 <= p[0] < p[1] for p in spans
    )
    if not (texts and fits and pairs):
        raise ValueError(f"no cell: {told!r:.80}")
    return Cell(page, cell, key, value, words, tuple((start, end) for start, end in spans), at)


_FIELDS: Final[Mapping[str, Any] | Any] = Cell.__dataclass_fields__.keys()
