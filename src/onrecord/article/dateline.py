"""Where and when a report was filed: "HELSINKI, May 3 (Reuters) -" at the head of a text.

A dateline is known by its slots: a place, perhaps a day, perhaps an agency in brackets, then a dash or a colon. Neither the
place nor the agency has to be known.
"""

import re
from dataclasses import dataclass

from onrecord.article.tables import words_of
from onrecord.record import Dateline
from onrecord.text import Document, Span

_LONGEST = 110
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]\d]{2,40})[)\]]\s*|\s+/([^/\s]{2,20})/[.\s]*")
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
    text = document.text
    head = text[start : min(end, start + _LONGEST)]
    cut, bracket = _slots(head)
    if cut is None:
        return None
    parts = _parts(head[: bracket.start() if bracket else cut.start()])
    if parts is None:
        return None
    place, date, shouted = parts
    if not (shouted or date or (bracket and _closes(head, bracket))):
        return None
    if bracket is None and not date and _is_label(place):
        return None
    agency = document.cite(start + bracket.start(bracket.lastindex or 0), start + bracket.end(bracket.lastindex or 0)) if bracket else None
    span = document.cite(start, start + (bracket.end() if bracket else cut.start()))
    if span is None:
        return None
    return Filed(Dateline(span, _named(place), date), agency, start + cut.end())


def _slots(head: str) -> tuple[re.Match[str] | None, re.Match[str] | None]:
    """Where the dateline ends, and the agency's bracket in it."""
    bracket = _BRACKET.search(head)
    rule = _RULE.search(head)
    if bracket and (rule is None or bracket.start() < rule.start()):
        if not _is_name(bracket[1] or bracket[2]):
            return None, None
        after = _RULE.match(head, bracket.end()) or _RULE.match(head, bracket.start() + len(bracket[0].rstrip()))
        return after or bracket, bracket
    return rule, None


def _closes(head: str, bracket: re.Match[str]) -> bool:
    """The bracket is followed by a dash or colon, so that it does not belong to a sentence."""
    return bool(_RULE.match(head, bracket.start() + len(bracket[0].rstrip())))


def _is_name(words: str) -> bool:
    return len(words.split()) <= 4 and (words[:1].isupper() or words.islower()) and not words.endswith((".", ","))


def _parts(head: str) -> tuple[str, str | None, bool] | None:
    """Place, words of the date, whether the place is in capitals; None where the words are no place and date."""
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
        date = head[head.index(chunks[date_at], len(place)) :].strip(" ,")
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
