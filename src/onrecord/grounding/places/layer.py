"""The layer `places`: one place for all names of one referent, with its mentions; names that stand for a government are no places here."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from onrecord.grounding.places.acting import is_acting, names_state
from onrecord.grounding.places.find import Named, find_names
from onrecord.grounding.places.gazetteer import Kind
from onrecord.grounding.places.resolve import Located, locate
from onrecord.record import Article, Mention, Place, Statement
from onrecord.text import Document, Span

_SURE: Final = 0.8  # confidence of a name of arms, above which no town is read in it
_STATELY: Final = frozenset((Kind.COUNTRY, Kind.CAPITAL, Kind.REGION))
UNSURE: Final = 0.35  # chance of the likeliest place of a name below which none is given: on dev one in five was right there


def find_places(
    document: Document, article: Article, statements: Sequence[Statement] | None, mentions: Iterable[Mention] = ()
) -> tuple[tuple[Place, ...], bool]:
    """The places of headline, body and dateline in the order of first mention, and whether all names were looked at."""
    ranges = read_ranges(article)
    names, whole = find_names(document.text, ranges)
    speaking = [span for s in statements or () if s.source for span in s.source.spans]
    arms = sorted(one.name for one in mentions if one.name and one.type in ("WEAPON", "PLATFORM") and one.confidence >= _SURE)
    kept: dict[int, list[tuple[Located, Named]]] = {}
    dateline = article.dateline.span if article.dateline else None
    for named, found in zip(names, locate(document.text, [(n.start, n.end) for n in names]), strict=True):
        if found is None or named.adjective:
            continue
        if found.entry.kind not in _STATELY and _is_of_arms(arms, named):
            continue  # "40 Lund howitzers" are a type; "Swedish howitzers", "Iran missiles" are of a state
        filed = dateline is not None and dateline.start <= named.start < dateline.end
        if (
            not filed
            and names_state(document.text[named.start : named.end], found.entry)
            and (is_acting(document.text, named.start, named.end) or _speaks(named, speaking))
        ):
            continue
        kept.setdefault(found.entry.row, []).append((found, named))
    places: list[Place] = []
    for group in kept.values():
        spans = [span for found, _ in group if (span := document.cite(found.start, found.end))]
        if spans:
            places.append(_place(f"p{len(places) + 1}", document, group, spans))
    return tuple(places), whole


def _place(number: str, document: Document, group: Sequence[tuple[Located, Named]], spans: Sequence[Span]) -> Place:
    """One referent; where no place of its name is likely enough, the name alone."""
    entry, sure = group[0][0].entry, max(found.confidence for found, _ in group)
    named = max(named.chance for _, named in group)
    if sure < UNSURE:
        return Place(number, document[spans[0]], None, None, None, None, round(named, 2), tuple(spans))
    lat, lon = round(entry.lat, 4), round(entry.lon, 4)
    return Place(number, entry.name, entry.country, lat, lon, entry.geonames, round(named * sure, 2), tuple(spans))


def read_ranges(article: Article) -> list[tuple[int, int]]:
    """Headline, body and dateline, in order and without overlap."""
    spans = [
        *([article.headline] if article.headline else []),
        *(b.range for b in article.body),
        *([article.dateline.span] if article.dateline else []),
    ]
    merged: list[tuple[int, int]] = []
    for span in sorted(spans):
        start = max(span.start, merged[-1][1]) if merged else span.start
        if start < span.end:
            merged.append((start, span.end))
    return merged


def _is_of_arms(arms: Sequence[Span], named: Named) -> bool:
    """Whether the name is part of the name of arms or of a ship."""
    at = bisect_right(arms, named.start, key=lambda span: span.start)
    return at > 0 and named.end <= arms[at - 1].end


def _speaks(named: Named, speaking: Sequence[Span]) -> bool:
    """Whether the name is, with an article at most, the source of a statement."""
    return any(span.start <= named.start and named.end <= span.end and len(span) - (named.end - named.start) <= 4 for span in speaking)
