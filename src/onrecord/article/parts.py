"""The entries of a live blog: stretches of the body that each begin with a time of their own."""

import re
from collections.abc import Sequence

from onrecord.article.lines import Line
from onrecord.layout import Layout
from onrecord.record import Part
from onrecord.text import Document

_FEWEST = 3
_TOLD = 2  # where the page calls itself a live blog
_HEADING = 25  # words of a heading that begins with a time
_MONTH = r"[^\W\d_]{3,10}\.?"
_CLOCK = re.compile(
    rf"""(?:(?:posted|published|updated?|publicado|publié|actualizado|aktualisiert|stand|aggiornato|обновлено):?\s)?
    (?P<day>(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?:,?\s\d{{4}})?,?\s(?:[-–—|]\s)?)?   # March 3, 2026
    (?:(?:at|um|kl\.?|à|a\sla[s]?|às|alle|ore|om|godz\.?|в|о|om|klo|ur[ae]?)\s)?
    (?P<hour>[01]?\d|2[0-3])\s?[:.h時时]\s?(?P<minute>[0-5]\d)(?:分)?(?::[0-5]\d)?
    \s?(?P<half>[ap]\.?m\.?)?
    \s?(?:(?P<zone>GMT|UTC)|[A-Z]{{2,5}}|Uhr|uhr|h(?:rs)?)?
    (?P<dated>,?\s(?:[-–—|]\s)?(?:(?:on|am|le|el|il)\s)?(?:{_MONTH}\s\d{{1,2}}|\d{{1,2}}\.?\s{_MONTH})(?:,?\s\d{{4}})?)?""",
    re.IGNORECASE | re.VERBOSE,
)
_LIVE = re.compile(
    r"\blive(?:\s?[:|–—]|\s-\s|\s(?:updates?|blog|coverage|scores?|ticker|reports?|feed)\b)|[-–—|:]\s?live$|liveblog|live-?ticker|newsticker"
    r"|as it happened|minute[ -]by[ -]minute|\ben direct\b|\ben vivo\b|\ben directo\b|\bin diretta\b|\bao vivo\b|\bao minuto\b|онлайн|хроника"
    r"|مباشر|直播",
    re.IGNORECASE,
)


def find_parts(document: Document, layout: Layout, lines: Sequence[Line], body: Sequence[int]) -> tuple[Part, ...]:
    """The entries of a live blog, () on any other page: some times in lines of their own, each followed by body.

    A time is a line that holds nothing else; on a page that calls itself live also what a heading begins with, or any `<time>` that is
    a whole line. Its value is the element's; else the clock as written, as ISO 8601 without a day ("14:03").
    """
    if not body:
        return ()
    stamps = {fact.span: fact.value for fact in layout.facts if fact.span is not None and fact.name in ("time", "pubdate", "datepublished")}
    starts = {span.start: value for span, value in stamps.items()}
    told = _is_told_live(layout, lines, body)
    fewest = _TOLD if told else _FEWEST
    near = lines[max(0, body[0] - 2) : body[-1]]
    clocks = [(line, time) for line in near if (time := _time_of(line, stamps.get(line.span) if told else None, told=told)) is not None]
    if len(clocks) < fewest:
        return ()
    parts = []
    within = set(body)
    for number, (clock, time) in enumerate(clocks):
        stop = clocks[number + 1][0].number if number + 1 < len(clocks) else body[-1] + 1
        entry = [i for i in range(clock.number + 1, stop) if i in within]
        if entry:
            span = document.cite(clock.span.start, lines[entry[-1]].span.end)
            if span is not None:
                parts.append(Part(span, starts.get(clock.span.start) or time or None))
    return tuple(parts) if len(parts) >= fewest else ()


def _is_told_live(layout: Layout, lines: Sequence[Line], body: Sequence[int]) -> bool:
    """The page calls itself a live blog."""
    if any(fact.kind == "LiveBlogPosting" for fact in layout.facts):
        return True
    above = [line.text for line in lines[max(0, body[0] - 8) : body[0]] if 3 <= line.words <= 40]
    return any(_LIVE.search(text) for text in (*above, *(fact.value for fact in layout.facts if fact.name in ("title", "og:title", "headline"))))


def _time_of(line: Line, stamp: str | None, *, told: bool) -> str | None:
    """The time that a line is; "" where only the element tells it, None where it is none.

    Args:
        stamp: the value of the `<time>` element that the line is.
        told: the page calls itself live: a time may have its day, or begin a heading.
    """
    text = line.text.strip()
    if line.words > _HEADING:
        return None
    found = _CLOCK.match(text)
    if found is not None:
        rest = text[found.end() :].strip(" -–—|·:")
        heading = line.block.tag in ("h2", "h3", "h4") or line.block.emphasised
        if not told and (found["day"] or found["dated"]):
            return None  # so readers' comments are stamped
        if rest and not (told and heading and text[found.end() : found.end() + 1] in " -–—|·:"):
            return None
        return _iso(found)
    return "" if stamp is not None and line.words <= 8 else None


def _iso(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    half = (found["half"] or "").lower()[:1]
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{found['minute']}" + ("Z" if found["zone"] else "")
