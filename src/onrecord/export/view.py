"""What a person is shown of a record: the same facts in every view, gathered once and drawn by each in its own way."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from typing import Final

from onrecord.export.deals import deals_of
from onrecord.export.marks import Mark, segments
from onrecord.export.quotes import Quote, quote_of
from onrecord.export.shown import (
    ActorView,
    CreditView,
    DatingView,
    EvidenceView,
    LeftOut,
    NoticeView,
    Paragraph,
    PlaceView,
    StatementView,
    StoryView,
    TimeView,
    View,
)
from onrecord.export.stances import Look, look_of
from onrecord.record import (
    Actor,
    Attribution,
    Candidate,
    Cited,
    Credit,
    Dating,
    Evidence,
    Note,
    PageKind,
    Place,
    Record,
    Related,
    Source,
    Stance,
    Statement,
    Time,
    Verdict,
)
from onrecord.text import Document, Span

OFFSETS: Final = "offsets [start:end] count Unicode code points of document.text, the end not included"

_TAKEN: Final = {
    Verdict.CRAWL: "day of the crawl",
    Verdict.MODIFIED: "day of a change",
    Verdict.OTHER_ARTICLE: "another story's date",
    Verdict.REJECTED: "rejected",
}
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_POSSIBLE: Final = 0.1  # a candidate less likely than this is no second answer for a reader in a hurry
# Words that stand for other words, a closed class: as a source they name nobody, as content they tell nothing by themselves.
_PRONOUNS: Final = frozenset({
    "i", "you", "he", "she", "it", "we", "they", "me", "him", "her", "us", "them", "this", "that", "these", "those", "who", "whom", "which", "what",
    "himself", "herself", "itself", "ourselves", "themselves", "hers", "theirs",
})  # fmt: skip
_PRONOUN: Final = "(pronoun)"
_AGAINST: Final = frozenset({Stance.DENIES, Stance.DECLINES, Stance.DOUBTS})
_POSSESSIVE: Final = re.compile(r"['’]s\b")
_LONG_SOURCE: Final = 2_000  # characters in which names are looked for: a page may quote a million
_WORD: Final = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_GIVE_MORE: Final = ": give the whole page"  # to someone who pasted a piece of one
_NOT_ARTICLES: Final = {
    PageKind.STUB: "too few to tell a headline, a body or a date by",
    PageKind.INDEX: "a page of links to stories, not a story",
    PageKind.CONSENT: "a page that asks for consent, not the story behind it",
    PageKind.ERROR: "the site's error page, not a story",
}
_DAMAGE: Final = frozenset({"gzip-truncated", "bytes-replaced", "pdf-truncated", "pdf-cut", "pdf-pages-damaged", "pdf-pages-without-text"})
_VERDICTS: Final = (Verdict.ACCEPTED, Verdict.SUPPORTS, Verdict.CRAWL, Verdict.MODIFIED, Verdict.REJECTED, Verdict.OTHER_ARTICLE)


def view_of(record: Record, *, read_from: str | None = None) -> View:
    """Gather what is shown of a record.

    Args:
        record: what was read.
        read_from: the file that was read, where the record's location is another: the URL that the caller gave.
    """
    document, article = record.document, record.article
    statements = None if record.statements is None else tuple(_statements(record))
    deals = deals_of(record)
    marks = _once(chain.from_iterable(_marks(i, s) for i, s in enumerate(record.statements or ())))
    quoted = (Mark(span, i, "quoted") for i, span in enumerate(deals.quoted))
    spoken = statements or ()
    headline, body, elsewhere = _place(record, spoken, (*marks, *quoted))
    return View(
        id=document.id,
        location=document.location,
        read_from=read_from,
        retrieved=document.retrieved,
        media_type=document.media_type,
        language=document.language,
        characters=len(document.text),
        generator=f"{record.generator.name} {record.generator.version}",
        models=tuple(sorted(record.generator.models.items())),
        kind=article.kind.value if article else None,
        why_no_article=why_no_article(record),
        outlet=article.outlet if article else None,
        section=article.section if article else None,
        url=article.url if article else None,
        headline=headline,
        body=body,
        dateline=quote_of(document, article.dateline.span) if article and article.dateline else None,
        agencies=tuple(_credits(document, article.agencies if article else ())),
        authors=tuple(_credits(document, article.authors if article else ())),
        published=_dating(document, record.published) if record.published else None,
        modified=_dating(document, record.published.modified) if record.published and record.published.modified else None,
        statements=statements,
        first=tuple(sorted(spoken, key=lambda said: (not said.headline, said.at))),
        counts=count_stances(record.statements or ()),
        elsewhere=elsewhere,
        times=None if record.times is None else tuple(_time(document, t) for t in record.times),
        actors=None if record.actors is None else tuple(_actors(record, record.actors)),
        places=None if record.places is None else tuple(_place_view(document, p) for p in record.places),
        deals=deals,
        anchors=dict(_anchors(paragraph for paragraph in (headline, *body) if paragraph)),
        related=tuple(_story(document, r) for r in (article.related if article else ())),
        notices=tuple(NoticeView(n.kind, quote_of(document, n.span)) for n in (article.notices if article else ())),
        left_out=_left_out(record),
        notes=record.notes,
        damage=tuple(note.text for note in record.notes if note.layer == "document" and note.code in _DAMAGE),
        told_notes=tuple(_told_notes(record.notes)),
    )


def _cited(document: Document, cited: Cited) -> Quote:
    return quote_of(document, cited.span) if cited.span else Quote(cited.quote or "", at=cited.at)


def _confidence(value: float) -> str:
    return f"{value:.2f}"


def _statements(record: Record) -> Iterator[StatementView]:
    document, statements = record.document, record.statements or ()
    holds: dict[str, list[str]] = {}
    for s in statements:
        if s.within is not None:
            holds.setdefault(s.within, []).append(s.id)
    attributions = {found.statement: found for found in record.attributions or ()}
    actors = {actor.id: actor.name for actor in record.actors or ()}
    for number, s in enumerate(statements):
        source = quote_of(document, *s.source.spans) if s.source else None
        found = attributions.get(s.id)
        known = _known(source, [actors[a] for a in found.actors if a in actors] if found else [])
        unnamed = _unnamed(document, s.source)
        yield StatementView(
            number=number,
            id=s.id,
            look=look_of(s.stance),
            source=source,
            unnamed="" if known and unnamed == _PRONOUN else unnamed,
            known=known,
            cue=quote_of(document, *s.cue.spans),
            content=quote_of(document, *s.content.spans) if s.content else None,
            kind=s.kind.value,
            confidence=_confidence(s.confidence),
            settled=s.settled,
            headline=s.part == "headline",
            within=s.within,
            holds=tuple(holds.get(s.id, ())),
            against=s.stance in _AGAINST,
            via=tuple(quote_of(document, via.span) for via in found.via) if found else (),
            context=tuple(_context(record, found, actors)) if found else (),
        )


def _known(source: Quote | None, names: Sequence[str]) -> str:
    """The names of a source that its own words do not give: "he", "Holm" and "the harbour master" are "[Ines Holm]"."""
    words = _folded(source.text[:_LONG_SOURCE]) if source else ""
    others = dict.fromkeys(name for name in names if _folded(name) not in words)
    return f"[{', '.join(others)}]" if others else ""


def _folded(text: str) -> str:
    """Its words alone, each with a space on both sides: "Ines Holm" stands in "said Ines Holm," and "Velmar" not in "Velmari"."""
    words = _WORD.findall(_POSSESSIVE.sub("", text.casefold()))
    return f" {' '.join(words)} "


def _context(record: Record, found: Attribution, actors: Mapping[str, str]) -> Iterator[str]:
    """Through whom a statement came, and when it was said, where the text states that; each with the words that say so."""
    for via in found.via:
        quote = quote_of(record.document, via.span)
        known = _known(quote, [actors[via.actor]] if via.actor is not None and via.actor in actors else [])
        yield f"via {' '.join(filter(None, (quote.text, known, quote.where)))}"
    if found.said and found.said.basis == "stated":
        days = " to ".join(dict.fromkeys(day for day in (found.said.earliest, found.said.latest) if day))
        words = next((f" “{record.document[t.span]}” [{t.span.start}:{t.span.end}]" for t in record.times or () if t.id == found.said.time), "")
        yield f"said {days}{words}" if days else f"said{words}, day unknown"


def _actors(record: Record, actors: Iterable[Actor]) -> Iterator[ActorView]:
    says: dict[str, list[str]] = {}
    for found in record.attributions or ():
        for actor in found.actors:
            says.setdefault(actor, []).append(found.statement)
    for one in actors:
        country = f"country {one.country}" if one.country and one.country != one.id else ""
        sector = f"sector {one.sector}" if one.sector else ""
        yield ActorView(
            id=one.id,
            name=one.name,
            facts=", ".join(filter(None, (one.kind, country, sector, one.role, f"Wikidata {one.wikidata}" if one.wikidata else ""))),
            title=quote_of(record.document, one.title) if one.title else None,
            mentions=tuple(quote_of(record.document, span) for span in one.mentions),
            says=tuple(says.get(one.id, ())),
        )


def _place_view(document: Document, place: Place) -> PlaceView:
    point = ""
    if place.lat is not None and place.lon is not None:
        point = f"{abs(place.lat):.2f} {'N' if place.lat >= 0 else 'S'} {abs(place.lon):.2f} {'E' if place.lon >= 0 else 'W'}"
    facts = ", ".join(filter(None, (place.country, point, f"GeoNames {place.geonames}" if place.geonames else "")))
    return PlaceView(
        place.id, place.name, facts or "which place of this name is not known", place.confidence, tuple(quote_of(document, m) for m in place.mentions)
    )


def _unnamed(document: Document, source: Source | None) -> str:
    if source is None or source.named:
        return ""
    return _PRONOUN if _is_made_of(document, source.spans, _PRONOUNS) else "(unnamed)"


def _is_made_of(document: Document, spans: tuple[Span, ...], words: frozenset[str]) -> bool:
    """Whether nothing but these words stands there."""
    if sum(map(len, spans)) > 40:  # a page may quote a million characters
        return False
    return all(word.lower() in words for span in spans for word in _WORD.findall(document[span]))


def _marks(number: int, statement: Statement) -> Iterator[Mark]:
    """The pieces of a statement; a link to it leads to the first piece of its content, or else of its cue."""
    content = statement.content.spans if statement.content else ()
    anchor = (content or statement.cue.spans)[0]
    for span in content:
        yield Mark(span, number, "content", anchor=span == anchor)
    for span in statement.source.spans if statement.source else ():
        yield Mark(span, number, "source")
    for span in statement.cue.spans:
        yield Mark(span, number, "cue", anchor=not content and span == anchor)


def _once(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Words that are the source of several statements are marked as a source once."""
    first = {(mark.span, mark.role if mark.role == "source" else mark): mark for mark in marks}
    return tuple(first.values())


def _place(
    record: Record, statements: tuple[StatementView, ...], marks: tuple[Mark, ...]
) -> tuple[Paragraph | None, tuple[Paragraph, ...], tuple[StatementView, ...]]:
    """Headline and body with each statement at the block where its cue stands, and the statements that stand in none."""
    if record.article is None:
        return None, (), statements
    blocks = _Blocks(record.article.headline, tuple(block.range for block in record.article.body))
    homes: dict[int, list[StatementView]] = {}
    for s in statements:
        homes.setdefault(next(blocks.at(s.cue.spans[0]), _NOWHERE), []).append(s)
    inside: dict[int, list[Mark]] = {}
    for mark in marks:
        for block in blocks.at(mark.span):
            inside.setdefault(block, []).append(mark)

    def paragraph(block: int, number: int | None, kind: str, span: Span) -> Paragraph:
        return Paragraph(number, kind, span, segments(record.document, span, inside.get(block, ())), tuple(homes.get(block, ())))

    headline = paragraph(_HEADLINE, None, "headline", blocks.headline) if blocks.headline else None
    body = tuple(paragraph(i, i + 1, block.kind.value, block.range) for i, block in enumerate(record.article.body))
    return headline, body, tuple(homes.get(_NOWHERE, ()))


def _anchors(paragraphs: Iterable[Paragraph]) -> Iterator[tuple[Span, int]]:
    """The quoted words whose mark is drawn, so that a link to it leads somewhere."""
    for paragraph in paragraphs:
        for segment in paragraph.segments:
            yield from ((edge.mark.span, edge.mark.number) for edge in segment.opens if edge.mark.role == "quoted" and edge.end)


_HEADLINE: Final = -1
_NOWHERE: Final = -2


@dataclass(frozen=True, slots=True)
class _Blocks:
    """The blocks of an article, to be asked which of them a span touches: _HEADLINE, or the place in the body."""

    headline: Span | None
    body: tuple[Span, ...]  # in order, apart from one another

    def at(self, span: Span) -> Iterator[int]:
        if self.headline and self.headline.overlaps(span):
            yield _HEADLINE
        first = max(bisect_right(self.body, span.start, key=lambda block: block.start) - 1, 0)
        for i in range(first, len(self.body)):
            if self.body[i].start >= span.end:
                return
            if self.body[i].overlaps(span):
                yield i


def _dating(document: Document, dating: Dating) -> DatingView:
    rows = sorted(dating.evidence, key=lambda e: _VERDICTS.index(e.verdict))
    exact = dating.date is not None and len(dating.date) == len("2026-09-10")
    open_ = [c for c in dating.candidates if not exact or (c.date != dating.date and c.confidence >= _POSSIBLE)]
    return DatingView(
        date=dating.date,
        confidence=_confidence(dating.confidence),
        candidates=tuple(map(_candidate, dating.candidates)),
        open=tuple(map(_candidate, open_)),
        exact=exact,
        evidence=tuple(EvidenceView(e.kind.value, e.verdict.value, e.reading, e.why, _cited(document, e)) for e in rows),
        rejected=tuple(_rejected(rows, {dating.date, *(c.date for c in dating.candidates)})),
    )


def _candidate(candidate: Candidate) -> str:
    return f"{candidate.date} ({_confidence(candidate.confidence)})"


def _rejected(rows: Iterable[Evidence], live: Set[str | None]) -> Iterator[str]:
    """Each day that was ruled out once, with the first reason against it. A year or "--09-10" alone is no day to warn of.

    A day may be the day of a change, or another story's, and a candidate all the same: such a day was not ruled out.
    """
    seen = set(live)
    for row in rows:
        if row.verdict in _TAKEN and row.reading and _DAY.fullmatch(row.reading) and row.reading not in seen:
            seen.add(row.reading)
            yield f"{row.reading} ({row.kind.value}: {_TAKEN[row.verdict]})"


def _time(document: Document, time: Time) -> TimeView:
    days = " to ".join(dict.fromkeys(day for day in (time.earliest, time.latest) if day))
    return TimeView(time.id, quote_of(document, time.span), time.type.value, time.value, days, time.anchor or "", _confidence(time.confidence))


def _story(document: Document, related: Related) -> StoryView:
    return StoryView(
        headline=quote_of(document, related.headline) if related.headline else None,
        teaser=quote_of(document, related.teaser) if related.teaser else None,
        dateline=quote_of(document, related.dateline.span) if related.dateline else None,
        url=related.url,
        truncated=related.truncated,
    )


def _credits(document: Document, credited: Iterable[Credit]) -> Iterator[CreditView]:
    return (CreditView(c.name, _cited(document, c)) for c in credited)


def count_stances(statements: Iterable[Statement]) -> tuple[tuple[Look, int], ...]:
    """How many statements of each stance there are, in the order in which a view tells them."""
    return _in_order(look_of(s.stance) for s in statements)


def count_looks(statements: Iterable[StatementView]) -> tuple[tuple[Look, int], ...]:
    """The same of statements that are to be shown."""
    return _in_order(s.look for s in statements)


def _in_order(looks: Iterable[Look]) -> tuple[tuple[Look, int], ...]:
    found = Counter(looks)
    return tuple(sorted(found.items(), key=lambda item: (item[0].rank, item[0].word)))


def _left_out(record: Record) -> tuple[LeftOut, ...]:
    kinds: dict[str, list[Quote]] = {}
    for piece in record.article.furniture if record.article else ():
        kinds.setdefault(piece.kind, []).append(quote_of(record.document, piece.range))
    by_number = sorted(kinds.items(), key=lambda kind: (-len(kind[1]), kind[0]))
    return tuple(LeftOut(kind, tuple(quotes)) for kind, quotes in by_number)


def why_no_article(record: Record) -> str | None:
    """What a page that is no article is, and what to do; None for an article, and where that was not read."""
    article = record.article
    if article is None:
        return None
    empty = article.kind == PageKind.ARTICLE and not article.body
    if article.kind not in _NOT_ARTICLES and not empty:
        return None
    if article.kind != PageKind.STUB and not empty:
        return _NOT_ARTICLES[article.kind]
    words = sum(len(record.document[block.range].split()) for block in article.body)
    remedy = _GIVE_MORE if record.document.media_type == "text/plain" else ""
    if not words:
        number = len(record.document.text.split())
        return f"no running text found among the {number:,} words on it{remedy}" if number > 1 else f"nothing but one word on it{remedy}"
    return f"only {words} word{'' if words == 1 else 's'} of running text, {_NOT_ARTICLES[PageKind.STUB]}{remedy}"


def _told_notes(notes: Iterable[Note]) -> Iterator[str]:
    """The notes in words. What is to be said of several layers alike is said once."""
    layers: dict[str, list[str]] = {}
    for note in notes:
        text = "not read yet by this version" if note.code == "not-built" else note.text
        layers.setdefault(text, []).append(note.layer.replace("_", " "))
    return (f"{', '.join(names)}: {text}" for text, names in layers.items())
