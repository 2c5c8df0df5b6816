"""Which block is the headline: what the markup calls one, what the page's title says, what the body talks about."""

import re
from collections.abc import Iterable, Sequence

from onrecord.article.lines import Line
from onrecord.article.tables import fold
from onrecord.layout import Layout

_BEFORE = 60  # lines before the body that are looked at in flattened text
_ABOVE = 6  # the same in HTML, where nothing is marked as a headline
_WORD = re.compile(r"\w+")
_TITLE_FACTS = {"headline": 3.0, "og:title": 2.5, "twitter:title": 2.0, "title": 2.0, "name": 0.0}
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
        if not trust or len(fact.value) > 400 or (fact.name == "headline" and fact.kind in ("Comment", "WebSite", "ImageObject", "VideoObject")):
            continue
        found.append((fact.value, trust))
        if fact.name in ("title", "og:title", "twitter:title"):
            parts = _OUTLET_MARK.split(fact.value)
            if len(parts) > 1:
                found.append((max(parts, key=len), trust * 0.9))
    return found[:12]


def _in_markup(layout: Layout, lines: Sequence[Line], body: Sequence[int]) -> int | None:
    named = {fold(title): (frozenset(_WORD.findall(fold(title))), trust) for title, trust in reversed(titles(layout))}
    first = body[0] if body else len(lines)
    best, best_score = None, 2.0
    for line in lines:
        tag = line.block.tag
        heading = tag in ("h1", "h2", "h3") or "headline" in line.marks
        if line.words > 60 or (not heading and line.index > first + 1) or line.index > first + 40:
            continue
        folded = fold(line.text)
        likeness = max((trust * _likeness(folded, title, words) for title, (words, trust) in named.items()), default=0.0)

        score = likeness + {"h1": 2.0, "h2": 0.9, "h3": 0.4}.get(tag, 0.0) + ("headline" in line.marks) * 0.8
        if not heading and likeness < 1.8:
            continue
        if line.marks & {"navigation", "footer", "related", "comment", "consent", "popular", "widget", "promo"}:
            score -= 1.5
        score -= 0.02 * min(abs(first - line.index), 40) + (1.5 if line.index > first + 3 else 0.0)
        if line.words < 3:
            score -= 0.8
        if score > best_score:
            best, best_score = line.index, score
    return best


def _likeness(one: str, other: str, words: frozenset[str]) -> float:
    """How alike two folded titles are, 0 to 1.

    Args:
        words: those of `other`.
    """
    if one == other:
        return 1.0
    own = frozenset(_WORD.findall(one))
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
        before: how many lines before the body are looked at.
    """
    if not body:
        return None
    topic = _stems(lines[i].text[:1200] for i in body[:12])
    first = body[0]
    start = max(0, first - before)
    told = _said_again(lines, start, first, body[-1])
    scored: dict[int, float] = {}
    distance = 0
    for i in range(min(first + 2, len(lines) - 1), start - 1, -1):
        line = lines[i]
        if i > first and not _is_set_like_headline(line):
            continue
        if line.kind is None or line.kind in ("caption", "promo"):
            distance += 1
        if not _is_set_like_headline(line) or (i >= first and line.prose and not line.text.endswith("?")):
            continue
        words = _stems([line.text])
        common = len(words & topic)
        scored[i] = (1.2 * common / len(words) if words else 0.0) + 0.12 * min(common, 6) + 0.05 * min(line.words, 10) - 0.05 * distance
        scored[i] += _set_off(lines, i, first) + 0.7 * (i in told)
    if not scored:
        return None
    best = max(scored, key=lambda i: (scored[i], i))
    if scored[best] < 0.3:
        return None
    # A standfirst says more than the headline that it stands under.
    above = max(
        (i for i in range(best - 4, best) if _is_headed_by(lines, best, i) and i in scored and scored[i] > scored[best] - 0.6),
        key=scored.__getitem__,
        default=best,
    )
    if above != best:
        return above
    while best - 1 in scored and lines[best - 1].text == lines[best].text:
        best -= 1
    return best


def _set_off(lines: Sequence[Line], i: int, first: int) -> float:
    """What the lines around one add to or take from its being the headline: who and when stand below it, a credit below a picture's text."""
    line = lines[i]
    weight = 0.0
    if line.sentence and not line.text.endswith(("?", "!")):
        weight -= 0.6
    if _INNER_STOP.search(line.text):
        weight -= 0.3
    if any(lines[j].kind in ("byline", "date") for j in range(i + 1, min(i + 5, first))):
        weight += 0.4
    if i + 1 < len(lines) and lines[i + 1].kind == "caption":
        weight -= 0.4
    if any(lines[j].kind == "byline" for j in range(max(0, i - 6), i)):
        weight -= 0.5
    return weight


def _said_again(lines: Sequence[Line], start: int, first: int, last: int) -> set[int]:
    """Lines of four words or more that stand on the page once more, or within another line: the page's own title, a line for sharing.

    A line that stands twice in a row is a picture's text and its caption, and says nothing.
    """
    near = [line for line in lines[start:first] if line.words >= 4]
    others = [line for line in (*lines[: min(start, 30)], *near, *lines[first : first + 3], *lines[last : last + 40]) if line.words <= 60]
    places: dict[str, list[int]] = {}
    for line in lines:
        if line.words >= 4:
            places.setdefault(line.text, []).append(line.index)
    return {
        line.index
        for line in near
        if any(abs(i - line.index) > 2 for i in places[line.text]) or any(abs(o.index - line.index) > 2 and line.text in o.text for o in others)
    }


def _is_headed_by(lines: Sequence[Line], i: int, above: int) -> bool:
    """A line may be the standfirst of the headline above it."""
    if above < 0:
        return False
    headline, standfirst = lines[above], lines[i]
    return standfirst.block.gap <= 1 and 4 <= headline.words <= standfirst.words + 3 and headline.text not in standfirst.text


def _is_set_like_headline(line: Line) -> bool:
    if line.kind is not None or line.cut_off or not 3 <= line.words <= 40 or _CODE.search(line.text):
        return False
    if _INNER_STOP.search(line.text) and (line.words > 25 or line.text.endswith(".")):
        return False
    return not line.sentence or line.text.endswith(("?", "!", "”", "’", '"', "'", ")")) or line.words <= 20


def _stems(texts: Iterable[str]) -> set[str]:
    """The beginnings of the longer words: "sanctions" and "sanctioned" are one."""
    return {word[:6] for text in texts for word in _WORD.findall(fold(text)) if len(word) > 3 or word.isdigit()}
