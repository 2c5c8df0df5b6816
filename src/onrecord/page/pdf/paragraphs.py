"""Rows as paragraphs, by their gaps, indents and ends; their text, with divided words joined; headings by their size."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from onrecord.page.pdf.rows import Row

_LARGER: Final = 1.2  # times the size of running text: a heading
_SAME_SIZE: Final = 0.12
_HALVES: Final = frozenset(
    ("well", "self", "half", "ex", "vice", "two", "three", "four", "five", "six", "seven", "eight", "nine")
)  # and no syllable of a longer word
_SENTENCE_END: Final = re.compile(r"[.!?:;。！？।؟…][\"'”’»)\]]*$")
_BULLET: Final = re.compile(r"[•▪●◦‣·*–—-]\s")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNSPACED: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


@dataclass(slots=True)
class Paragraph:
    """Rows that belong together, and what they are: "p", "h1", "h2", "head" or "foot"."""

    rows: list[Row]
    place: str = "p"
    text: str = ""
    after: list["Paragraph"] = field(default_factory=list)  # feet and heads of pages over which it goes on


def paragraphs_of(pages: Sequence[Sequence[Row]]) -> list[Paragraph]:
    """The paragraphs of all pages, without their text; one may go on over the edges of a page."""
    indenting = _indents(pages)
    found: list[Paragraph] = []
    current: Paragraph | None = None
    last: Row | None = None
    for rows in pages:
        fresh = True  # the page has shown no text of its own yet
        for row in rows:
            if row.zone:
                edge = Paragraph([row], row.zone)
                if current is None:
                    found.append(edge)
                else:
                    current.after.append(edge)
            elif (
                current is not None
                and last is not None
                and _goes_on(last, row, current, turned=fresh or row.column != last.column, indenting=indenting)
            ):
                current.rows.append(row)
                last, fresh = row, False
            else:
                current = Paragraph([row])
                found.append(current)
                last, fresh = row, False
    return found


def _indents(pages: Sequence[Sequence[Row]]) -> bool:
    """Whether paragraphs begin with an indent: then a row without one, on top of a column, goes on with what stands before it."""
    indented = sum(_is_indented(row, last) for rows in pages for last, row in pairwise(rows) if row.column == last.column)
    return indented * 30 >= sum(map(len, pages)) and indented >= 3


def _is_indented(row: Row, last: Row) -> bool:
    return 0.6 * row.height < row.x0 - last.x0 < 5 * row.height and row.x0 - row.left < 5 * row.height


def _goes_on(last: Row, row: Row, paragraph: Paragraph, *, turned: bool, indenting: bool) -> bool:
    """A row belongs to the paragraph of the row before it.

    Args:
        turned: it stands in another column or on another page.
        indenting: paragraphs begin with an indent.
    """
    em = last.height
    if abs(row.height - em) > _SAME_SIZE * max(em, row.height) or last.bold != row.bold or _BULLET.match(row.text):
        return False
    ended = _SENTENCE_END.search(last.text) is not None
    room = last.right - last.x1
    needed = (len(row.text.split()[0]) + 1) * (row.x1 - row.x0) / len(row.text)  # for its first word
    if turned:
        if row.x0 - row.left > 0.6 * em or (ended and not indenting):
            return False
        words = sum(len(each.text.split()) for each in paragraph.rows)
        return (row.text[0].islower() and not ended) or (words >= 5 and room < 1.2 * needed)
    if last.y1 - row.y1 > max(1.3 * last.pitch, 1.2 * em) or (ended and _is_indented(row, last)):
        return False
    if ended and room > 1.2 * needed and not row.text[0].islower():
        return False
    capital = row.text[0].isupper() or row.text[0].isdigit()
    return not (capital and room > 0.4 * (last.right - last.left) and room > 3 * needed and row.height < 1.5 * em and not _is_set_large(row, last))


def _is_set_large(row: Row, last: Row) -> bool:
    """Lines of a headline, which are broken for their looks: few of them fill the width."""
    return len(row.text) < 0.5 * (row.right - row.left) / (0.25 * row.height) and len(last.text) > 12


def join(paragraphs: Sequence[Paragraph]) -> None:
    """Write the text of each paragraph from its rows."""
    every = [each for whole in paragraphs for each in (whole, *whole.after)]
    known = Counter(word.casefold() for each in every for row in each.rows for word in _WORD.findall(row.text.replace("\u00ad", "-")))
    for paragraph in every:
        text = ""
        for row in paragraph.rows:
            words = " ".join(row.text.split())
            text = words if not text else _joined(text, words, known)
        paragraph.text = text.replace("\u00ad", "-" if text.endswith("\u00ad") else "").strip()


def _joined(text: str, following: str, known: Counter[str]) -> str:
    """Two lines of one paragraph as one text.

    A hyphen at the end of a line goes where the file marks it as made by the line, or the word is written without it elsewhere; it
    stays where the word has it elsewhere, or a capital or a digit stands beside it; else it goes.
    """
    if text.endswith("\u00ad"):
        return text[:-1] + ("-" if _keeps_hyphen(text[:-1], following, known) else "") + following
    if text[-1] in "-\u2010" and len(text) > 1 and text[-2].isalnum():
        return (text if _keeps_hyphen(text[:-1], following, known) else text[:-1]) + following
    if text[-1] in "–—/" and not text[-2:-1].isspace():
        return text + following
    both = _UNSPACED.match(text[-1]) and _UNSPACED.match(following[0])
    return text + ("" if both else " ") + following


def _keeps_hyphen(text: str, following: str, known: Counter[str]) -> bool:
    before, after = re.search(r"[\w-]*$", text), re.match(r"\w*", following)
    head, tail = before[0] if before else "", after[0] if after else ""
    if not head or not tail or not head[-1].isalpha() or not tail[0].islower():
        return True
    if known[(head + tail).casefold()]:
        return False
    return known[f"{head}-{tail}".casefold()] > 0 or len(head) < 2 or head.isupper() or head.casefold() in _HALVES


def rank(paragraphs: Sequence[Paragraph]) -> None:
    """Tell headings by their size: the largest of some words on the first pages is the headline."""
    own = [paragraph for paragraph in paragraphs if paragraph.place == "p"]
    sizes: Counter[float] = Counter()
    for paragraph in own:
        for row in paragraph.rows:
            sizes[round(row.height, 1)] += len(row.text)
    if not sizes:
        return
    usual = max(sizes, key=lambda size: (sizes[size], -size))
    large = [paragraph for paragraph in own if paragraph.rows[0].height >= _LARGER * usual and len(paragraph.text) <= 300]
    for paragraph in large:
        paragraph.place = "h2"
    titles = [paragraph for paragraph in large if len(paragraph.text.split()) >= 4 or len(_UNSPACED.findall(paragraph.text)) >= 8]
    if titles:
        max(titles, key=lambda paragraph: round(paragraph.rows[0].height, 1)).place = "h1"
