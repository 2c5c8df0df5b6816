"""Windows → drafts by the encoder: its attributions, and those within them, in spans of the document and in the record's manner.

Its teachers' guideline differs from the record in two things: there "that" belongs to the content, and so does what is refused
("declined / to comment").
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from onrecord.encoder.attributions import Attribution, Reading, find_attributions, spans
from onrecord.encoder.encode import Encoding
from onrecord.encoder.model import packaged
from onrecord.encoder.nested import find_nested
from onrecord.encoder.passages import Passage
from onrecord.record import Stance
from onrecord.statements.cues import first_words, is_known, match_at
from onrecord.statements.draft import Draft
from onrecord.statements.silence import is_silent
from onrecord.statements.tokens import ADVERBS, NEGATED, OPENERS, find_lowers, find_words
from onrecord.text import Document, Span

HEARD: Final = 0.15  # confidence of an attribution that is shown to the rules: what they read alike is taken from there on
MOST_INNER: Final = 600  # contents of a page that are read again: the longest news pages have a third of that
_DOUBTFUL: Final = 0.28  # confidence below which an adverb without a source is no cue
LIKELY: Final = 0.25  # confidence of one whose content is read for others within it
# "that" joins a content to its cue, "said that shells were sold", unless it is its first word: "said that was untrue".
_THAT: Final = re.compile(
    r"that\b[\s,]*(?!(?:is|was|are|were|would|will|could|can|may|might|had|has|did|does|should|must)(?:n[’']t)?\b)", re.IGNORECASE
)
_TELLS: Final = re.compile(r"\b(?:tell|tells|told|telling)$", re.IGNORECASE)
_TOLD: Final = re.compile(r"(?:her|him|them|us|me|you)\s+(?!to\b)", re.IGNORECASE)
_RELATIVE: Final = re.compile(r"(?:who|which)\s+\S", re.IGNORECASE)
_NEAR: Final = 40  # characters between a cue and such a "that": "told her that"
_DASH_CLAUSE: Final = re.compile(r"(?<=\S)\s{0,2}(?:--|[—–])\s?(?:who|whose|whom|which)\b")
_ON: Final = re.compile(r"\s*(?:on|about|regarding)\s+")
_CLOSERS: Final = {"”": "“„", "’": "‘", '"': '"', "»": "«"}
_HEAD: Final = 60  # characters of a content in which the rest of a refusal stands


def read_windows(document: Document, encoding: Encoding) -> Iterator[Draft]:
    """The drafts of a page in the order of their cues, window by window.

    Raises:
        SetupError: the weights are missing or altered.
    """
    text, model = document.text, packaged()
    reading = Reading.of(model.settings("statements"))
    least = min(HEARD, reading.keep, reading.bare, reading.nested)
    wide = replace(reading, keep=least, bare=least, nested=least)
    places = [passage.start for passage in encoding.passages]
    left = MOST_INNER
    for window in encoding.windows:
        if is_silent(find_lowers(text, window.start, window.end)):
            continue
        heard = find_attributions(model, text, window, wide)
        sure = [one for one in heard if one.confidence >= LIKELY]
        read = partial(find_attributions, model, text, reading=reading)
        inner = find_nested(read, text, window, sure, partial(_may_attribute, text)) if sure and left > 0 else ()
        left -= len(sure)
        outside = {one.cue: one.confidence for one in heard}
        better = [one for one in inner if one.confidence > outside.get(one.cue, 0.0)]
        cues = {one.cue for one in better}
        for one in sorted((*better, *(one for one in heard if one.cue not in cues)), key=lambda one: one.cue):
            draft = _draft(document, one, partial(spans, window), encoding.passages, places)
            if draft is not None:
                if one.cue in cues:
                    draft.inner, draft.content = True, [_unquoted(document, piece) for piece in draft.content]
                yield draft


def _unquoted(document: Document, span: Span) -> Span:
    """What is said inside a quotation, without a mark that belongs to the quotation: "{the bridge was gone},” Maas recalled"."""
    text, start, end = document.text, span.start, span.end
    while end > start and text[end - 1] in _CLOSERS and not any(opener in text[start : end - 1] for opener in _CLOSERS[text[end - 1]]):
        end -= 1
        while end > start and text[end - 1] in ",;. ":
            end -= 1
    return document.cite(start, end) or span


def _without_clause(document: Document, span: Span) -> Span:
    """A source without the clause between dashes that tells more of it: "{Germany} -- whose border is long -- said"."""
    clause = _DASH_CLAUSE.search(document.text, span.start, span.end)
    return (document.cite(span.start, clause.start()) if clause else None) or span


def _may_attribute(text: str, start: int, end: int) -> bool:
    """Whether a content may hold a statement: behind its first word stands one that attributes, as the rules look for them."""
    lowers = find_lowers(text, start, end)
    return any(word in known for known in (first_words(), NEGATED) for word in lowers[1:]) and any(
        next(match_at(lowers, i), None) is not None for i in range(1, len(lowers))
    )


def _draft(
    document: Document, one: Attribution, place: partial[tuple[tuple[int, int], ...]], passages: tuple[Passage, ...], starts: list[int]
) -> Draft | None:
    """An attribution in spans, nothing of it in another part of the page than its cue; None where no content is left."""
    cues = list(_cut(document, place((one.cue,)), passages, starts))
    if not cues:
        return None
    passage, cue = cues[0][0], _bare(document, cues[0][1])
    pieces = list(_cut(document, place(one.content), passages, starts))
    content = [span for p, span in pieces if p is passage]
    awaited = not content and any(document.text[span.start] in OPENERS for _, span in pieces)  # the quotation before it runs on to it
    source = tuple(span for p, span in _cut(document, place(one.source), passages, starts) if p is passage)
    cue, content, refuses = _as_refusal(document, cue, [kept for span in content if (kept := _without_that(document, cue, span))])
    if not content and not refuses and not awaited:
        return None
    cue_words = find_lowers(document.text, cue.start, cue.end)
    known = is_known(cue_words)
    source = tuple(_without_clause(document, span) for span in source[:1])
    if not source and not known and one.confidence < _DOUBTFUL and ADVERBS.issuperset(cue_words):  # "so far": nobody says anything
        return None
    relative = bool(source) and _RELATIVE.match(document.text, source[0].start, source[0].end) is not None
    return Draft(passage.part, cue, source, content, one.confidence, known=known, relative=relative, refuses=refuses)


def _cut(document: Document, ranges: Iterable[tuple[int, int]], passages: tuple[Passage, ...], starts: list[int]) -> Iterator[tuple[Passage, Span]]:
    """Ranges of the text without what stands between two passages: that is furniture."""
    for start, end in ranges:
        at = max(0, bisect_right(starts, start) - 1)
        while at < len(passages) and passages[at].start < end:
            span = document.cite(max(start, passages[at].start), min(end, passages[at].end)) if passages[at].end > start else None
            if span is not None and any(map(str.isalnum, document[span])):
                yield passages[at], span
            at += 1


def _without_that(document: Document, cue: Span, span: Span) -> Span | None:
    """A content without the "that" that joins it to the cue before it, and without whom it was told: "told {her} that"."""
    if cue.end <= span.start <= cue.end + 2 and _TELLS.search(document[cue]):
        told = _TOLD.match(document.text, span.start, span.end)
        span = (document.cite(told.end(), span.end) if told else None) or span
    that = _THAT.match(document.text, span.start, span.end) if cue.end <= span.start <= cue.end + _NEAR else None
    return document.cite(that.end(), span.end) if that is not None and that.end() < span.end else span


def _bare(document: Document, cue: Span) -> Span:
    """A cue without the mark behind its words: "{adding}:"."""
    return document.cite(cue.start, cue.start + len(document[cue].rstrip(" ,:;"))) or cue


def _as_refusal(document: Document, cue: Span, content: list[Span]) -> tuple[Span, list[Span], bool]:
    """ "{declined} [to comment on the sale]" as "{declined to comment} on [the sale]", where the lexicon has the whole for a refusal."""
    first = next((span for span in content if cue.end <= span.start <= cue.end + 2), None)
    words = find_words(document.text, cue.start, min(first.end, first.start + _HEAD) if first else cue.end)
    for i in range(len(words)):
        if words.starts[i] >= cue.end:
            break
        lowers = ("not", *words.lowers[i + 1 :]) if words.lowers[i] in NEGATED else words.lowers[i:]
        match = next(match_at(lowers, 0, known=True), None)
        if match is None or match.entry.stance is not Stance.DECLINES or len(match.entry.words) < 2:
            continue
        end, alone = words.ends[i + match.end - 1], "none" in match.entry.frames
        if first is None or end <= cue.end:
            return cue, content, alone
        whole = document.cite(cue.start, end)
        on = _ON.match(document.text, end, first.end)
        rest = document.cite(on.end() if on else end, first.end)
        left = [span for span in content if span is not first]
        return whole or cue, ([rest, *left] if rest is not None and any(map(str.isalnum, document[rest])) else left), alone
    return cue, content, False
