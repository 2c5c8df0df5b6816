"""Where and when a report was filed: "HELSINKI, May 3 (Reuters) -" at the head of a text.

A dateline is known by its slots: a place, perhaps a day, perhaps an agency in brackets, then a dash or a colon. Neither the
place nor the agency has to be known.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from onrecord.article.names import is_agency, known_agency
from onrecord.article.tables import words_of
from onrecord.record import Dateline
from onrecord.text import Document, Span

_LONGEST = 110
_BRACKET = re.compile(r"\s*\(([^()\d]{2,40})\)\s*|\s+/([^/\s]{2,20})/[.\s]*")
_COUNTRY = re.compile(r"\s*(?:\[[^\[\]\d]{2,30}\]|\([^()\d]{2,30}\))(?=,)")  # "Nairobi [Kenya], May 3"
_DOTTED = re.compile(r"([^.\d]{2,40})\.\s([^.]{3,20})\.\s([A-Z][\w-]{2,20})\s[-–—]\s?")  # "Kyiv. May 3. INTERFAX - "
_DOTTED_DAY = re.compile(r"([^.,\d]{2,40})\.\s([^.,]{3,20})$")  # "Kyiv. May 3"
_DAY_BEHIND = re.compile(r"([^,\d]{2,40})\s(\d{1,2}\s[^\W\d_]{3,12})$")  # "HELSINKI 3 mayo"
_BEFORE_DAY = re.compile(r"([^()\d]{2,40}) \(([^()\d]{2,40})\),? ([^-–—:()]{3,20}?)\s*(?:[:—–]|-{1,2})\s*(?=\S)")
_RULE = re.compile(r"\.?(?:\s*[:—–]|\s+-{1,2}|-{2})-?\s*(?=\S)|\.\s?-\s?(?=\S)")
_MONTH_OR_DAY = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]+")
_PLACE_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*(?:[.'’-][^\W\d_]*)*")


@dataclass(frozen=True, slots=True)
class Filed:
    """A dateline, the agency in it, and where the report's own words begin."""

    dateline: Dateline
    agency: Span | None
    after: int


def find_dateline(document: Document, start: int, end: int) -> Filed | None:
    """The dateline at the head of [start, end), or None."""
    head = document.text[start : min(end, start + _LONGEST)]
    slots = _slots(head)
    parts = _parts(head[: slots.stop]) if slots else None
    if slots is None or parts is None:
        return None
    place, date, shouted = parts
    if not (shouted or date or (slots.agency and slots.closed)) or (not slots.agency and not date and _is_label(place)):
        return None
    if slots.agency and not (shouted or date or is_agency(head[slice(*slots.agency)]) or "/" in head[slice(*slots.agency)]):
        return None  # "Turku (Norland) – …" is a place with its country
    agency = document.cite(start + slots.agency[0], start + slots.agency[1]) if slots.agency else None
    span = document.cite(start, start + slots.end)
    return Filed(Dateline(span, _named(place), date), agency, start + slots.after) if span else None


class _Slots(NamedTuple):
    """Offsets of what a dateline is made of."""

    stop: int  # end of place and date
    end: int  # end of the dateline
    after: int  # where the report's own words begin
    agency: tuple[int, int] | None
    closed: bool  # a dash or colon follows


def _slots(head: str) -> _Slots | None:
    dotted = _DOTTED.match(head)
    if dotted and _is_date(dotted[2]):
        return _Slots(dotted.end(2), dotted.end(3), dotted.end(), dotted.span(3), closed=True)
    rule = _RULE.search(head)
    bracket = next((found for found in _BRACKET.finditer(head) if head[found.end() : found.end() + 1] != ","), None)
    before_day = _BEFORE_DAY.match(head)
    if before_day and is_agency(before_day[2]) and _is_date(before_day[3]):  # "HELSINKI (Harbour Wire), Thursday -"
        return _Slots(before_day.end(3), before_day.end(3), before_day.end(), before_day.span(2), closed=True)
    if bracket is None or (rule is not None and rule.start() < bracket.start()):
        return _Slots(rule.start(), rule.start(), rule.end(), None, closed=True) if rule else None
    group = bracket.lastindex or 0
    if not _is_name(bracket[group]):
        return None
    closing = bracket.start() + len(bracket[0].rstrip(" ."))
    after = _RULE.match(head, closing)
    return _Slots(bracket.start(), closing, after.end() if after else bracket.end(), bracket.span(group), closed=after is not None)


def _is_name(words: str) -> bool:
    if known_agency(words):
        return True
    if "/" in words and not any(is_agency(part.strip()) for part in words.split("/")):  # "Aino Salmi (Norland/Sailing): …"
        return False
    return len(words.split()) <= 4 and (words[:1].isupper() or words.islower()) and not words.endswith((".", ","))


def _parts(head: str) -> tuple[str, str | None, bool] | None:
    """Place, words of the date, whether the place is in capitals; None where the words are no place and date."""
    head = _COUNTRY.sub("", head)
    parted = _DOTTED_DAY.match(head) or _DAY_BEHIND.match(head)
    if parted:
        head = f"{parted[1]}, {parted[2]}"
    chunks = [chunk.strip() for chunk in head.strip(" ,.").split(",")]
    place = chunks[0]
    words = place.split()
    if not words or len(words) > 5 or len(place) > 40 or not _is_place(words):
        return None
    date_at = next((i for i, chunk in enumerate(chunks) if i and _is_date(chunk)), None)
    middle = chunks[1:date_at]
    if len(middle) > 2 or not all(chunk and len(chunk.split()) <= 4 and chunk[0].isupper() for chunk in middle):
        return None
    date = None
    if date_at is not None:
        if len(chunks) - date_at > 3 or not all(_is_date(chunk) for chunk in chunks[date_at:]):
            return None
        date = head[head.index(chunks[date_at], len(place)) :].strip(" ,.")
    first = _WORD.findall(words[0])
    shouted = any(len(w) >= 2 and w.isupper() for w in first) or (len(words) > 1 and words[-1].isupper() and len(words[-1]) > 2)
    return place, date, shouted and sum(w.isupper() or not w[0].isupper() for w in words) >= len(words) - 1


def _is_place(words: list[str]) -> bool:
    """Names begin with capitals; "de", "of" and the like may stand between."""
    return (
        words[0][0].isalpha()
        and all(w[0].isupper() or w in words_of("names.tsv", "particle") or not w[0].islower() for w in words)
        and (words[0][0].isupper() or not words[0][0].islower())
    )


def _is_date(chunk: str) -> bool:
    """A weekday, or a short run of words with a number in it, each known in dates or a number."""
    words = [w.casefold() for w in _WORD.findall(chunk)]
    if not chunk or len(words) > 4:
        return False
    known = words_of("names.tsv", "calendar")
    if _MONTH_OR_DAY.search(chunk):
        return bool(words and any(w in known for w in words)) or (not words and chunk.strip().isdigit() and len(chunk.strip()) == 4)
    return bool(words) and all(w in known for w in words)


def _is_label(place: str) -> bool:
    return any(w.casefold() in words_of("names.tsv", "label") for w in _WORD.findall(place))


def _named(place: str) -> str:
    """The place in title case where it is printed in capitals: "SAN JUAN" is San Juan."""
    words = place.split()
    if not any(len(_WORD.findall(w)) and w.isupper() and len(w.replace(".", "")) > 2 for w in words):
        return place
    particles = words_of("names.tsv", "particle")
    return " ".join(w.casefold() if i and w.casefold() in particles else _PLACE_WORD.sub(_titled, w) for i, w in enumerate(words))


def _titled(word: re.Match[str]) -> str:
    return _WORD.sub(lambda m: m[0].capitalize() if m[0].isupper() else m[0], word[0])
