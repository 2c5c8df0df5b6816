"""The words of a statement moved by a person, before they are written down: where source and content begin and end, a word at a time.

What is moved stands in the address alone (`/review?content=120-180`), so that it works without scripts, can be gone back on, and writes nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.errors import RecordError
from onrecord.record import Record, Statement
from onrecord.text import Span

PARTS: Final = ("content", "source")
# A word with its marks and what joins its parts; else one character as a reader sees it. Cuts nothing that is drawn as one.
_WORD: Final = r"(?:[\p{L}\p{N}]\p{M}*)(?:['’-]?[\p{L}\p{N}]\p{M}*)*|(?!\s)\X"
_WORDLESS: Final = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"  # scripts that put no space between words


@dataclass(frozen=True, slots=True)
class Edges:
    """Where a part of a statement begins and ends, and where a word more or less would put that. None: it cannot move there."""

    start: int
    end: int
    moves: Mapping[str, tuple[int, int] | None]


def moved(record: Record, said: Statement, given: Mapping[str, str | None]) -> Statement:
    """A statement whose parts begin and end where a person put them ("120-180"); as it is where nothing is given.

    Raises:
        RecordError: a part cannot begin or end there: outside its sentence's block, within the cue, past its own other end.
    """
    for part in PARTS:
        told, words = given.get(part), getattr(said, part)
        if told is None or words is None:
            continue
        start, _, end = told.partition("-")
        if not (_is_number(start) and _is_number(end)):
            raise RecordError(part, f"{told!r:.40} is no range of characters", 'such as "120-180"')
        spans = words.spans
        least, most = room(record, said, part)
        first, last = int(start), int(end)
        if not (least <= first < spans[0].end and spans[-1].start < last <= most and first < last):
            raise RecordError(part, f"its words cannot be {told}", f"within {least}-{most}")
        ends = [span.end for span in spans[:-1]] + [last]
        starts = [first] + [span.start for span in spans[1:]]
        said = replace(said, **{part: replace(words, spans=tuple(Span(a, b) for a, b in zip(starts, ends, strict=True)))})
    return said


def _is_number(told: str) -> bool:
    return told.isascii() and told.isdecimal() and len(told) < 12


def room(record: Record, said: Statement, part: str) -> tuple[int, int]:
    """How far a part may reach: to the ends of its block, and to the cue beside it."""
    spans = getattr(said, part).spans
    blocks = [block.range for block in record.article.body] if record.article else []
    blocks += [record.article.headline] if record.article and record.article.headline else []
    least = next((block.start for block in blocks if block.start <= spans[0].start < block.end), spans[0].start)
    most = next((block.end for block in blocks if block.start < spans[-1].end <= block.end), spans[-1].end)
    for cue in said.cue.spans:
        if cue.end <= spans[0].start:
            least = max(least, cue.end)
        if cue.start >= spans[-1].end:
            most = min(most, cue.start)
    return least, most


def edges(record: Record, said: Statement, part: str) -> Edges:
    """The edges of a part, with the four that are a word away: start and end, each earlier and later."""
    import regex

    spans = getattr(said, part).spans
    start, end = spans[0].start, spans[-1].end
    least, most = room(record, said, part)
    found = [match.span() for match in regex.finditer(f"{_WORDLESS}\\p{{M}}*|{_WORD}", record.document.text, pos=least, endpos=most)]
    starts, ends = [a for a, _ in found], [b for _, b in found]

    def at(places: list[int], number: int) -> int | None:
        return places[number] if 0 <= number < len(places) else None

    def to(first: int | None, last: int | None) -> tuple[int, int] | None:
        holds = first is not None and last is not None and least <= first < spans[0].end and spans[-1].start < last <= most and first < last
        return (first, last) if holds and first is not None and last is not None else None

    return Edges(
        start,
        end,
        {
            "start-earlier": to(at(starts, bisect_left(starts, start) - 1), end),
            "start-later": to(at(starts, bisect_right(starts, start)), end),
            "end-earlier": to(start, at(ends, bisect_left(ends, end) - 1)),
            "end-later": to(start, at(ends, bisect_right(ends, end))),
        },
    )


def written(record: Record, said: Statement, part: str) -> Any:
    """The words of a part as a correction holds them."""
    words = getattr(said, part)
    told = {"spans": [{"start": span.start, "end": span.end} for span in words.spans], "text": " ".join(record.document[s] for s in words.spans)}
    return told | ({"named": words.named} if part == "source" else {})
