"""Notes in which the outlet corrects, withdraws or updates what it published: before the text, behind it, or at the end of a paragraph.

News of a correction is none: a note speaks of "this article", or has a label of its own.
"""

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from onrecord.article.lines import Line
from onrecord.article.tables import fold, spellings
from onrecord.lexicon import read_table
from onrecord.record import BodyBlock, Notice
from onrecord.text import Document

_LONGEST = 120  # words
_ABOVE, _BELOW = 10, 15  # lines around the body in which notes stand
_FIRST, _LAST = 2, 4  # lines of the body that may be notes
_REACH = 12  # words
_TOKEN = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_EDITOR = re.compile(
    r"\W*(?:editors?'?s?'? ?notes?|note (?:from|by) the editors?|anmerkung der redaktion|anm\. d\. red\.?|note de la rédaction|ndlr"
    r"|nota de la redacción|nota del editor|nota della redazione|nota da redação|от редакции|redactioneel)\s*[:.–—-]\s*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"\W{0,3}([^\W\d_][^:：–—\d(\[,]{1,40}?)\b(?:\s*[(\[][^)\]]{0,30}[)\]]|,?\s[^:：–—]{0,12}\d[^:：–—]{0,20})?\s*(?:[:：–—]|】|\s-\s)"
)
_SENTENCE = re.compile(r"(?<=[.!?”\"»)])\s+(?=[(\[*•]{0,2}[^\W\d_])")
_INVITES = re.compile(
    r"\bif you\b|\b(?:e-?mail|write to|contact) us\b|\bplease\b|\breport (?:a correction|an error)\b|\bour corrections? p", re.IGNORECASE
)
_ELSEWHERE = frozenset(("navigation", "comment", "related", "popular", "consent", "advertising"))

Kind = Literal["correction", "retraction", "update"]
_RETRACTED = ("retract", "withdrawn")
_UPDATES = ("update", "aktualis", "mise à jour", "actualiz", "atualiz", "aggiorna")  # labels behind which a note may open
_UPDATED = ("has been updated", "was updated", "developing story", "will be updated")


@dataclass(frozen=True, slots=True)
class Noticed:
    """A notice, and the line that it is or stands in."""

    line: int
    notice: Notice


def find_notices(document: Document, lines: Sequence[Line], body: Sequence[int], taken: Container[int]) -> tuple[Noticed, ...]:
    """The notices of a page in order: whole lines near the body or at its ends, and the end of the body's last paragraphs.

    Args:
        body: the lines of the body; some of them may prove to be notices.
        taken: lines that are headline or related stories.
    """
    if not body:
        return ()
    edges = {*body[:_FIRST], *body[-_LAST:]} if len(body) > 1 else set()
    within = set(body)
    found: list[Noticed] = []
    for i in range(max(0, body[0] - _ABOVE), min(len(lines), body[-1] + _BELOW)):
        line = lines[i]
        if i in taken or line.words > _LONGEST or line.marks & _ELSEWHERE:
            continue
        if line.kind == "notice" and i not in within:
            if _INVITES.search(line.text):
                continue
            told = tell_notice(line.text)
            ending = _ending(document, line) if told is None and line.prose else None
            found.append(Noticed(i, ending or Notice(line.span, told or _kind(line.text))))
        elif (line.kind in (None, "promo", "label", "date") and i not in within) or i in edges:
            kind = tell_notice(line.text)
            if kind is not None and (line.sentence or line.words >= 5):
                found.append(Noticed(i, Notice(line.span, kind)))
            elif i in body[-_LAST:] and (ending := _ending(document, line)) is not None:
                found.append(Noticed(i, ending))
    return tuple(found)


def _ending(document: Document, line: Line) -> Notice | None:
    """The notice that the last sentences of a paragraph are."""
    for stop in _SENTENCE.finditer(line.text):
        kind = tell_notice(line.text[stop.end() :])
        if kind is not None:
            span = document.cite(line.span.start + stop.end(), line.span.end)
            return Notice(span, kind) if span is not None else None
    return None


def without_notices(blocks: Iterable[BodyBlock], noticed: Sequence[Noticed], document: Document) -> tuple[BodyBlock, ...]:
    """Blocks of the body less the notices that they end in."""
    kept = []
    for block in blocks:
        cut = next((each.notice.span.start for each in noticed if block.range.start < each.notice.span.start < block.range.end), None)
        left = block.range if cut is None else document.cite(block.range.start, cut)
        if left is not None:
            kept.append(BodyBlock(left, block.kind))
    return tuple(kept)


def tell_notice(text: str) -> Kind | None:
    """What kind of notice a text is by its label or first words; None where it is none."""
    editor = _EDITOR.match(text)
    rest = text[editor.end() :] if editor else text
    label = _LABEL.match(rest, 0, 100)
    kind = _table()[0].get(" ".join(_tokens(label[1]))) if label else None
    if kind is None:
        for start in (rest, rest[label.end() :]) if label and fold(label[1]).startswith(_UPDATES) else (rest,):
            kind = _by_opening(start)
            if kind is not None:
                kind = "update" if kind == "correction" and _is_update(start) else kind
                break
    return None if kind is None or _INVITES.search(text) else kind


def _is_update(text: str) -> bool:
    folded = fold(text)
    return any(words in folded for words in _UPDATED) and "correct" not in folded and "amended" not in folded


def _by_opening(text: str) -> Kind | None:
    first = _TOKEN.search(text, 0, 300)
    if first is None or fold(first[0]) not in _first_words():
        return None
    tokens = _tokens(text[:300])
    for size in range(min(12, len(tokens)), 1, -1):
        for rest, kind in _table()[1].get(" ".join(tokens[:size]), ()):
            if not rest or any(word in rest for word in tokens[size : size + _REACH]):
                return kind
    return None


@cache
def _first_words() -> frozenset[str]:
    return frozenset(opening.split(" ", 1)[0] for opening in _table()[1])


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(fold(text))


@cache
def _table() -> tuple[dict[str, Kind], dict[str, list[tuple[frozenset[str], Kind]]]]:
    """Labels with their kind; openings with the words one of which has to follow, and their kind."""
    labels: dict[str, Kind] = {}
    opens: dict[str, list[tuple[frozenset[str], Kind]]] = {}
    for written, how, words, _ in read_table("article/notices.tsv").rows:
        kind: Kind = "retraction" if written == "retraction" else "update" if written == "update" else "correction"
        before, _, after = words.partition("…")
        for phrase in spellings(before):
            tokens = " ".join(_tokens(phrase))
            if how == "label":
                labels[tokens] = kind
            else:
                opens.setdefault(tokens, []).append((frozenset(_tokens(after.replace("/", " "))), kind))
    return labels, opens


def _kind(text: str) -> Kind:
    folded = fold(text)
    if any(words in folded for words in _RETRACTED):
        return "retraction"
    return "update" if any(words in folded for words in _UPDATED) and "correct" not in folded else "correction"
