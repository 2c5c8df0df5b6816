"""Which block is the headline: what the markup calls one, what the page's title says, what the body talks about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from math import log1p
from operator import itemgetter, mul

from onrecord.article.lines import Line
from onrecord.article.tables import fold
from onrecord.layout import Layout
from onrecord.text import Document, Span

_BEFORE = 60  # lines before the body that are looked at in flattened text
_ABOVE = 6  # the same in HTML, where nothing is marked as a headline
_WORD = re.compile(r"\w+")
_TITLE_FACTS = {"headline": 3.0, "og:title": 2.5, "twitter:title": 2.0, "title": 2.0, "name": 0.0}
_NO_ARTICLES = frozenset(("Comment", "WebSite", "ImageObject", "VideoObject", "Breadcrumb", "BreadcrumbList"))
_TAG_WEIGHT = {"h1": 2.0, "h2": 0.9, "h3": 0.4}
_ELSEWHERE = frozenset(("navigation", "footer", "related", "comment", "consent", "popular", "widget", "promo"))
_LEAST_CLAIM, _LEAST_HEADING = 0.3, 2.0  # weight of a line to be looked at again, and of a headline
_ON_TOPIC = 2.0  # what it weighs that all words of a heading are the body's
_FEWEST = 3  # words of a headline within a longer line
_AFTER_KICKER = re.compile(r"[:|/–—.!?\"“”„»«\n]|\s[-·•]\s")
_BEFORE_DECK = re.compile(r"[|\n]|\s[\"“„«]")
_LOOK = 1200  # characters of a paragraph that tell what it speaks of
_DECK = 8  # words of a standfirst
_ENDINGS = ("?", "!", "”", "’", '"', "'", ")")
_HEADLINE_SHAPE = re.compile(r"^[\w’' ]{3,30}: \w|[?!]$|^[‘“\"]")
_WHEN = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d")
_OPENING, _CLOSING = "\"“„«'‘", "\"”»'’!?"
_INNER_STOP = re.compile(r"\.\.\.\s|…\s|[.!?]\s+[A-Z]\w+\s")
_CODE = re.compile(r"[{}<>\\]|\(\)")  # what a scraper leaves of scripts
_OUTLET_MARK = re.compile(r"\s+[|·•–—»:-]{1,2}\s+|\s*[|»]\s*")


def find_headline(layout: Layout, lines: Sequence[Line], body: Sequence[int]) -> int | None:
    """The line of the headline, or None.

    Args:
        body: the lines that are taken for body so far; the headline may still be among the first of them.
    """
    if layout.form != "html":
        return _in_text(lines, body, before=_BEFORE)
    top = _in_markup(layout, lines, body)
    return _in_text(lines, body, before=_ABOVE) if top is None else top  # old pages know no headings, only large letters


def titles(layout: Layout) -> list[tuple[str, float]]:
    """What the markup calls the page, with the trust it deserves; the page's own title also without the outlet's name."""
    found: list[tuple[str, float]] = []
    for fact in layout.facts:
        trust = _TITLE_FACTS.get(fact.name)
        if not trust or len(fact.value) > 400 or fact.kind in _NO_ARTICLES:
            continue
        found.append((fact.value, trust))
        if fact.name in ("title", "og:title", "twitter:title"):
            parts = _OUTLET_MARK.split(fact.value)
            if len(parts) > 1:
                found.append((max(parts, key=len), trust * 0.9))
    return found[:12]


def headline_span(document: Document, layout: Layout, line: Line) -> Span:
    """The headline within its line: without the kicker before it or the second deck behind it, where the page's data name it without them.

    `Harbours: Dockers end strike` is narrowed to `Dockers end strike` where some of them say so, and none say the whole.
    """
    words = [(found.group().casefold(), found.start(), found.end()) for found in _WORD.finditer(line.text)]
    own = [word for word, _, _ in words]
    inner: tuple[float, int, int] | None = None
    for fact in layout.facts:
        trust = _TITLE_FACTS.get(fact.name, 0.0)
        # The visible element that carries a fact is the line itself.
        if not trust or fact.name == "title" or fact.kind in _NO_ARTICLES or len(fact.value) > 400 or not fact.at.startswith(("meta", "script")):
            continue
        told = _words(fact.value)
        if told[: len(own)] == own:
            return line.span
        if fact.name != "headline" and len(parts := _OUTLET_MARK.split(fact.value)) > 1:
            told = told[: len(told) - len(_words(parts[-1]))]
        if _FEWEST <= len(told) < len(own) and (inner is None or trust > inner[0]):
            cut = len(own) - len(told)
            if own[cut:] == told and _AFTER_KICKER.search(line.text[words[cut - 1][2] : words[cut][1]]):
                inner = trust, words[cut][1], len(line.text)
            elif own[: len(told)] == told and _BEFORE_DECK.search(line.text[words[len(told) - 1][2] : words[len(told)][1]]):
                inner = trust, 0, words[len(told) - 1][2]
    if inner is None:
        return line.span
    _, start, end = inner
    while start > 0 and line.text[start - 1] in _OPENING:
        start -= 1
    while end < len(line.text) and line.text[end] in _CLOSING:
        end += 1
    return document.cite(line.span.start + start, line.span.start + end) or line.span


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _in_markup(layout: Layout, lines: Sequence[Line], body: Sequence[int]) -> int | None:
    known: dict[str, tuple[frozenset[str], float]] = {}
    for title, trust in sorted(titles(layout), key=itemgetter(1)):  # the most trusted last: it stands
        folded = fold(title)
        known[folded] = (frozenset(_WORD.findall(folded)), trust)
    first = body[0] if body else len(lines)
    shortest = min((len(words) for words, _ in known.values()), default=0)  # half of a title is not like it
    likely: dict[str, float] = {}  # the same words stand in menus, boxes and buttons
    weighed: dict[int, float] = {}
    tops: list[int] = []
    for line in lines[: first + 41]:
        tag = line.block.tag
        heading = tag in _TAG_WEIGHT or "headline" in line.marks
        if line.words > 60 or (not heading and (line.number > first + 1 or 2 * line.words < shortest)):
            continue
        likeness = likely.get(line.text, -1.0)
        if likeness < 0:
            likeness = likely[line.text] = _likeness_to(line.text, known)
        if not heading and likeness < 1.8:
            continue
        score = likeness + _TAG_WEIGHT.get(tag, 0.0) + ("headline" in line.marks) * 0.8
        if line.marks & _ELSEWHERE:
            score -= 1.5
        elif tag == "h1" and line.number < first:
            tops.append(line.number)
        score -= 0.02 * min(abs(first - line.number), 40) + (1.5 if line.number > first + 3 else 0.0)
        if line.words < 3:
            score -= 0.8
        if score > _LEAST_CLAIM:
            weighed[line.number] = score
    best = max(weighed, key=weighed.__getitem__, default=None)
    if best is not None and body and likely[lines[best].text] < 1.0:
        # No data of the page know it: it may be the outlet's name, and the headline the heading that speaks of what the body speaks of.
        topic = _stems(lines[i].text[:_LOOK] for i in body[:12])
        for i in weighed:
            own = _stems([lines[i].text])
            weighed[i] += _ON_TOPIC * len(own & topic) / max(2, len(own))
        best = max(weighed, key=weighed.__getitem__)
    if best is not None and weighed[best] > _LEAST_HEADING:
        return best
    return tops[0] if len(tops) == 1 and lines[tops[0]].words > _FEWEST else None  # the only one, whatever the page's data call it


def _likeness_to(text: str, known: Mapping[str, tuple[frozenset[str], float]]) -> float:
    """How alike a line is to what the markup calls the page, times the trust in that."""
    folded = fold(text)
    own = frozenset(_WORD.findall(folded))
    best = 0.0
    for title, (words, trust) in known.items():
        if trust > best:
            best = max(best, trust * _likeness(folded, own, title, words))
    return best


def _likeness(one: str, own: frozenset[str], other: str, words: frozenset[str]) -> float:
    """How alike two folded titles are, 0 to 1.

    Args:
        own, words: the words of the one and of the other.
    """
    if one == other:
        return 1.0
    common = len(own & words)
    if not common or common * 2 < min(len(own), len(words)):
        return 0.0
    share = 2 * common / (len(own) + len(words))
    if one in other or other in one:
        return max(0.6, share)
    return share**3


def _in_text(lines: Sequence[Line], body: Sequence[int], *, before: int) -> int | None:
    """The line before the body that is set like a headline and speaks of what the body speaks of.

    Args:
        before: how many lines before the body are looked at; headings are looked for three times as far.
    """
    weighed = {i: sum(map(mul, WEIGHTS, features)) for i, features in candidates(lines, body, before=before).items()}
    best = choose(lines, weighed)
    if best is None or weighed[best] < LEAST:
        return None
    while best - 1 in weighed and lines[best - 1].text == lines[best].text:
        best -= 1
    return best


def choose(lines: Sequence[Line], weighed: Mapping[int, float]) -> int | None:
    """The line that weighs most; or the headline above it, where it may be that one's standfirst, which says more."""
    best = max(weighed, key=lambda i: (weighed[i], i), default=None)
    if best is None or lines[best].words < _DECK:
        return best
    above = [i for i in range(best - 3, best) if i in weighed and weighed[i] > weighed[best] - MARGIN and _may_head(lines[i], lines[best])]
    return max(above, key=weighed.__getitem__, default=best)


def candidates(lines: Sequence[Line], body: Sequence[int], *, before: int = _BEFORE) -> dict[int, tuple[float, ...]]:
    """The lines that may be the headline, each with its features: of 0 to 1, in the order of FEATURES."""
    if not body:
        return {}
    first = body[0]
    near = max(0, first - before)
    lead = _stems(lines[i].text[:_LOOK] for i in body[:3])
    topic = lead | _stems(lines[i].text[:_LOOK] for i in body[3:15])
    told = _said_again(lines, near, first, body[-1])
    found: dict[int, tuple[float, ...]] = {}
    distance = 0
    for i in range(min(first + 1, len(lines) - 1), max(0, first - 3 * before if lines[0].block.path else near) - 1, -1):
        line = lines[i]
        distance += line.kind is None
        if not _is_set_like_headline(line) or (i >= first and line.prose and not (i == first and line.text.endswith("?"))):
            continue
        if i < near and line.block.tag not in _TAG_WEIGHT:
            continue
        own = _stems([line.text])
        found[i] = (
            *_shape_of(line),
            *_topic_of(own, topic, lead),
            *_place_of(lines, i, first, topic, distance),
            float(i in told),
            float(_WHEN.search(line.text) is not None),
        )
    said = [lines[i].text for i in found if lines[i].words >= _FEWEST]
    return {i: (*features, float(any(other != lines[i].text and other in lines[i].text for other in said))) for i, features in found.items()}


FEATURES = (
    "words", "under 4", "over 20", "sentence", "stop inside", "capitals", "begins small", "colon or question",
    "share in body", "words in body", "share in lead", "words in lead",
    "distance", "in body", "second of body", "byline below", "date below", "year below", "byline above", "date above",
    "caption above", "caption below", "same below", "longer below", "label above", "line above", "menu above", "list above",
    "deck of the line above", "deck below", "said again", "day inside", "holds another",
)  # fmt: skip
# Of `python -m training.headline DATA`: a choice among the lines of each page (conditional logit), rounded.
WEIGHTS = (
    2.5, -2.0, -2.5, -2.5, -0.4, -0.9, -0.8, 0.9,
    1.6, 2.4, 1.0, 1.6,
    -0.7, -2.7, -1.4, 2.5, 0.9, 0.5, -1.3, -0.2,
    -0.9, -0.2, 0.3, 0.7, 0.6, -0.2, 1.2, -1.2,
    -1.1, 1.0, 0.3, -0.7, -1.0,
)  # fmt: skip
LEAST = 3.5  # below it there is no headline
MARGIN = 2.0  # by how much a headline may weigh less than the standfirst below it


def _shape_of(line: Line) -> tuple[float, ...]:
    text = line.text
    return (
        min(line.words, 12) / 12,
        float(line.words < 4),
        float(line.words > 20),
        float(line.sentence and not text.endswith(("?", "!"))),
        float(_INNER_STOP.search(text) is not None),
        float(text.isupper()),
        float(text[:1].islower()),
        float(_HEADLINE_SHAPE.search(text) is not None),
    )


def _topic_of(own: set[str], topic: set[str], lead: set[str]) -> tuple[float, ...]:
    size, common, leading = max(1, len(own)), len(own & topic), len(own & lead)
    return common / size, min(common, 6) / 6, leading / size, min(leading, 6) / 6


def _place_of(lines: Sequence[Line], i: int, first: int, topic: set[str], distance: int) -> tuple[float, ...]:
    """What the lines around one tell of it: who and when stand below a headline, a menu or a label above it."""
    line = lines[i]
    below = [other.kind for other in lines[i + 1 : min(i + 7, first)]]
    above = [other.kind for other in lines[max(0, i - 6) : i]]
    under = lines[i + 1] if i + 1 < len(lines) else None
    over = lines[i - 1] if i else None
    return (
        log1p(distance) / 4,
        float(i >= first),
        float(i > first),
        float("byline" in below),
        float("date" in below),
        float(any(other.words <= 16 and _WHEN.search(other.text) for other in lines[i + 1 : min(i + 4, first)])),
        float("byline" in above),
        float("date" in above),
        float(over is not None and over.kind == "caption"),
        float(under is not None and under.kind == "caption"),
        float(under is not None and under.text == line.text),
        float(under is not None and under.kind is None and under.words > line.words and under.words >= 10),
        float(over is not None and over.kind is None and over.words <= 3),
        float(over is not None and over.kind is None and 4 <= over.words < line.words),
        float(over is not None and over.kind == "navigation"),
        float(any(kind in ("popular-heading", "related-heading") for kind in above)),
        _shared(over, topic) if over is not None and _may_head(over, line) else 0.0,
        max((_shared(other, topic) for other in lines[i + 1 : min(i + 3, first)] if other.words >= _DECK and _may_head(line, other)), default=0.0),
    )


def _shared(line: Line, topic: set[str]) -> float:
    return min(len(_stems([line.text]) & topic), 3) / 3


def _may_head(headline: Line, deck: Line) -> bool:
    """The one may be the headline above the other as its standfirst."""
    return (
        headline.kind is None
        and deck.kind is None
        and 3 <= headline.words <= deck.words + 3
        and (not headline.sentence or headline.text.endswith(_ENDINGS))
        and headline.text not in deck.text
    )


def _said_again(lines: Sequence[Line], start: int, first: int, last: int) -> set[int]:
    """Lines of four words or more that stand on the page once more, or within another line: the page's own title, a line for sharing.

    A line that stands twice in a row is a picture's text and its caption, and says nothing.
    """
    near = [line for line in lines[start:first] if line.words >= 4]
    others = [line for line in (*lines[: min(start, 30)], *near, *lines[first : first + 3], *lines[last : last + 40]) if line.words <= 60]
    places: dict[str, list[int]] = {}
    for line in lines:
        if line.words >= 4:
            places.setdefault(line.text, []).append(line.number)
    return {
        line.number
        for line in near
        if any(abs(i - line.number) > 2 for i in places[line.text]) or any(abs(o.number - line.number) > 2 and line.text in o.text for o in others)
    }


def _is_set_like_headline(line: Line) -> bool:
    return line.kind is None and not line.cut_off and 2 <= line.words <= 40 and _CODE.search(line.text) is None


def _stems(texts: Iterable[str]) -> set[str]:
    """The beginnings of the longer words: "sanctions" and "sanctioned" are one."""
    return {word[:6] for text in texts for word in _WORD.findall(fold(text)) if len(word) > 3 or word.isdigit()}
