"""The layer `places`: one place for all names of one referent, with its mentions; names that stand for a government are no places here."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from onrecord.grounding.places.acting import is_acting, names_state
from onrecord.grounding.places.find import LEAST, Named, find_names
from onrecord.grounding.places.resolve import Located, locate
from onrecord.record import Article, Mention, Place, Statement
from onrecord.text import Document, Span

_LEAST_HEARD: Final = 0.1  # chance of a name by its own signs below which no mention makes it a place's
UNSURE: Final = 0.35  # chance of the likeliest place of a name below which none is given: on dev one in five was right there


def find_places(
    document: Document, article: Article, statements: Sequence[Statement] | None, mentions: Sequence[Mention] | None
) -> tuple[tuple[Place, ...], bool]:
    """The places of headline, body and dateline in the order of first mention, and whether all names were looked at."""
    ranges = read_ranges(article)
    names, whole = find_names(document.text, ranges, least=_LEAST_HEARD if mentions else LEAST)
    names = with_mentions(names, mentions or ())
    speaking = [span for s in statements or () if s.source for span in s.source.spans]
    kept: dict[int, list[tuple[Located, Named]]] = {}
    dateline = article.dateline.span if article.dateline else None
    for named, found in zip(names, locate(document.text, [(n.start, n.end) for n in names]), strict=True):
        if found is None or named.adjective:
            continue
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


def with_mentions(names: Sequence[Named], mentions: Sequence[Mention]) -> list[Named]:
    """The names that are likely enough with what the mentions say of the same words.

    Args:
        names: in the order of the text, also unlikely ones.
        mentions: of the same text; only those that are a name are heard.
    """
    heard = sorted(((m.name, m) for m in mentions if m.form == "named" and m.type and m.name), key=lambda pair: pair[0])
    kept, at = [], 0
    for named in names:
        while at < len(heard) and heard[at][0].end <= named.start:
            at += 1
        chance = named.chance
        if at < len(heard) and heard[at][0].start < named.end:
            span, mention = heard[at]
            whole = (span.start, span.end) == (named.start, named.end)
            odds = math.log(chance / max(1 - chance, 1e-9)) + _SAID[str(mention.type), whole] * mention.confidence
            chance = 1 / (1 + math.exp(-max(min(odds, 30.0), -30.0)))
        if chance >= LEAST:
            kept.append(replace(named, chance=chance))
    return kept


# What a mention of a kind adds to the log-odds, by whether it is the same words. Set by hand: a person's name speaks plainly, a body's may
# begin with a place's ("Bergen University"), and what is read as a place where we have one of that name is mostly one.
_SAID: Final = defaultdict(
    lambda: -2.0,
    {("LOC", True): 2.5, ("LOC", False): 1.5, ("PER", True): -3.0, ("PER", False): -4.0, ("ORG", True): -1.0, ("ORG", False): -1.5},
)


def _speaks(named: Named, speaking: Sequence[Span]) -> bool:
    """Whether the name is, with an article at most, the source of a statement."""
    return any(span.start <= named.start and named.end <= span.end and len(span) - (named.end - named.start) <= 4 for span in speaking)
