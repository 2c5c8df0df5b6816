"""The sentences that show a copy: what a reader checks a call by."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Final

from onrecord.copies.text import CopyFindings, Pair, Text
from onrecord.copies.words import Words, read_words
from onrecord.stories import Copy, CopyEvidence
from onrecord.text import Document

STANDS: Final = 0.6  # of a sentence's words that the other text has, from which the sentence stands in it
SHOWN: Final = 3  # sentences of each text that are shown, the longest
_END: Final = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[^\sa-z])|\s*[\n\r\u2029]\s*")
_TITLES: Final = re.compile(
    r"(?:^|[\s(\[“\"])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sen|Rep|Gov|St|Jan|Feb|Aug|Sept?|Oct|Nov|Dec|No|vs|U\.S|U\.K|U\.N)\.$"
)


def copies_of(findings: CopyFindings, texts: Mapping[str, Text]) -> tuple[Copy, ...]:
    """Each pair as the contract has it: with the share of sentences that stand in the other text, and words of both that show it.

    Args:
        findings: as `find_copies` gives them.
        texts: by id, at least those of the pairs, with their bodies: the offsets of evidence count in these.

    Raises:
        KeyError: the text of a pair is not among them.
    """
    ids = sorted({name for pair in findings.pairs for name in (pair.document, pair.of)})
    read = dict(zip(ids, read_words([texts[name].body for name in ids]), strict=True))
    return tuple(_copy(pair, texts, read, findings) for pair in findings.pairs)


def in_words(copy: Copy, credited: Sequence[str] = ()) -> str:
    """A pair's evidence in a line: "94 % of its sentences, credit 'Reuters'"."""
    line = f"{copy.share:.0%} of its sentences".replace("%", " %")
    return ", ".join([line, *(f"credit {name!r}" for name in credited)])


def _copy(pair: Pair, texts: Mapping[str, Text], read: Mapping[str, Words], findings: CopyFindings) -> Copy:
    document, of = texts[pair.document], texts[pair.of]
    mine = [(0, len(read[document.id]))] if pair.equal else [(run.start, run.end) for run in pair.runs]
    theirs = [(0, len(read[of.id]))] if pair.equal else [(run.of_start, run.of_end) for run in pair.runs]
    standing, count = _standing(document.body, read[document.id], mine, findings.furniture.get(document.id, ()))
    others, _ = _standing(of.body, read[of.id], theirs, findings.furniture.get(of.id, ()))
    evidence = (*_shown(document, standing), *_credits(document, pair.credits), *_shown(of, others), *_credits(of, pair.credits))
    return Copy(document.id, of.id, pair.kind, round(len(standing) / count, 4) if count else 0.0, evidence)


def _standing(
    body: str, words: Words, runs: Sequence[tuple[int, int]], furniture: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int, int]], int]:
    """The sentences that stand in the other text, with their words, and how many sentences there are; those of furniture are none."""
    taken, dropped = _counter(len(words), runs), _counter(len(words), furniture)
    standing, count = [], 0
    for start, end in _sentences(body):
        first, last = int(words.starts.searchsorted(start)), int(words.starts.searchsorted(end))
        size = last - first
        if not size or 2 * (dropped[last] - dropped[first]) > size:
            continue
        count += 1
        if taken[last] - taken[first] >= STANDS * size:
            standing.append((start, end, size))
    return standing, count


def _counter(count: int, ranges: Sequence[tuple[int, int]]) -> list[int]:
    """How many of the first n words lie in the ranges, for each n."""
    marks = bytearray(count)
    for start, end in ranges:
        marks[start:end] = b"\1" * (min(end, count) - start)
    return [0, *accumulate(marks)]


def _sentences(body: str) -> Iterator[tuple[int, int]]:
    """Sentences and lines, as ranges without white space at their ends."""
    start = 0
    for match in _END.finditer(body):
        end = match.start() + len(match[0].rstrip()) if "\n" not in match[0] else match.start()
        if body[match.start() - 1 : match.start()] == "." and "\n" not in match[0] and _TITLES.search(body, max(start, end - 8), end):
            continue
        yield from _trimmed(body, start, end)
        start = match.end()
    yield from _trimmed(body, start, len(body))


def _trimmed(body: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    part = body[start:end]
    inner = part.strip()
    if inner:
        begin = start + len(part) - len(part.lstrip())
        yield begin, begin + len(inner)


def _shown(text: Text, sentences: Sequence[tuple[int, int, int]]) -> Iterator[CopyEvidence]:
    """The longest sentences, in the order of the text."""
    chosen = sorted(sorted(sentences, key=lambda s: (-s[2], s[0]))[:SHOWN])
    for start, end, _ in chosen:
        yield from _cited(text, start, end)


def _credits(text: Text, credited: Sequence[str]) -> Iterator[CopyEvidence]:
    """Where a text names an agency that both credit: its first mention."""
    for name in credited:
        found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text.body, re.IGNORECASE)
        if found:
            yield from _cited(text, *found.span())


def _cited(text: Text, start: int, end: int) -> Iterator[CopyEvidence]:
    span = Document(text.id, "", text.body).cite(start, end)
    if span is not None:
        yield CopyEvidence(text.id, span.start, span.end, text.body[span.start : span.end])
