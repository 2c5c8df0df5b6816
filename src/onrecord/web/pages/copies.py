"""Two pages side by side: what one has of the other's words, and what not."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from onrecord.errors import StoreError
from onrecord.record import Record
from onrecord.web.answers import Answer, Asked
from onrecord.web.pages.reader import page_of

_MOST: Final = 6_000  # words of a page that are compared
_WORD: Final = re.compile(r"\S+\s*")
Kind = Literal["same", "gone", "new"]


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that both pages have, or only this one."""

    kind: Kind
    text: str


def diff(asked: Asked) -> Answer:
    """The source at the left, the copy at the right, and why it counts as one."""
    from onrecord.ingest.copies import read_evidence

    mine, other = page_of(asked, "page"), page_of(asked, "other")
    row = asked.store.connection.execute(
        "SELECT page, kind, share, evidence FROM copies WHERE (page = ? AND of_page = ?) OR (page = ? AND of_page = ?)",
        (mine.page, other.page, other.page, mine.page),
    ).fetchone()
    if row is None:
        raise StoreError(mine.page, f"it shares no text with {other.page}", "see the copies that the page's reader lists")
    copy, source = (mine, other) if row[0] == mine.page else (other, mine)
    left, right = asked.store.record(source), asked.store.record(copy)
    lefts, rights = compare(words_of(left), words_of(right))
    evidence = read_evidence(row[3])
    reasons = [f"{row[2]:.0%} of its sentences stand in the other page"]
    shared = sorted(set(source.agencies) & set(copy.agencies))
    if shared:
        reasons.append(f"both credit {', '.join(shared)}")
    if source.published and copy.published:
        reasons.append("published on the same day" if source.published == copy.published else f"published {source.published} and {copy.published}")
    data = {
        "source": source.page,
        "copy": copy.page,
        "kind": row[1],
        "share": row[2],
        "evidence": [{"page": e.document, "start": e.start, "end": e.end, "text": e.text} for e in evidence],
    }
    shown = {
        "source": source, "copy": copy, "kind": row[1], "share": row[2], "reasons": reasons, "lefts": lefts, "rights": rights,
        "cut": max(len(words_of(left)), len(words_of(right))) >= _MOST,
    }  # fmt: skip
    return Answer("copies.html.j2", "Copy and source", data, shown)


def words_of(record: Record) -> list[str]:
    """The words of a page's own text, each with the white space behind it."""
    if record.article is None:
        return []
    text = "\n\n".join(record.document[block.range] for block in record.article.body)
    return [word[:80] for word in _WORD.findall(text[: _MOST * 40])[:_MOST]]


def compare(left: list[str], right: list[str]) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """The runs of both texts: what they share, what only the left has, what only the right has."""
    # Words that stand everywhere are no place to begin from: without `autojunk` a page of one word repeated takes minutes.
    matcher = SequenceMatcher(None, [w.strip() for w in left], [w.strip() for w in right], autojunk=True)
    lefts: list[Run] = []
    rights: list[Run] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        if i < j:
            lefts.append(Run("same" if tag == "equal" else "gone", "".join(left[i:j])))
        if k < m:
            rights.append(Run("same" if tag == "equal" else "new", "".join(right[k:m])))
    return tuple(lefts), tuple(rights)
