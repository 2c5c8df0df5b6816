"""Which lines credit somebody: by their words, by their marks, or by their place between headline and body.

What such a line says is read in `byline.py`.
"""

import re
from collections.abc import Iterator
from enum import Enum

from onrecord.article.byline import LONGEST, begins_as_byline, is_glued, opens_byline, read_byline
from onrecord.article.credited import APART, Frame
from onrecord.article.lines import Line
from onrecord.article.names import is_agency, is_person, known_agency
from onrecord.article.tables import fold, words_of

_DAY_BY = re.compile(r"\d.{0,40}\bby\s+(?=[^\W\d_])", re.IGNORECASE)  # "3 May 2021 - by Mary Roe"
_BY = re.compile(r"\bby\b", re.IGNORECASE)
_PICTURE = re.compile(r"\([^()]+/[^()]+\)")  # "(Aino Salmi / Harbour Wire)" alone in a line credits a picture
_DEEP = 3  # paragraphs before a line within the body that is no longer a byline: it credits a picture
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|a)?|auteurs?|contributors?|columnists?|journalists?|reporters?|profiles?|people|by)/[^/?#]", re.IGNORECASE
)
_ELSEWHERE = frozenset(("related", "popular", "comment"))  # marks of what is around other stories
_AFTERWARDS = frozenset(("related-heading", "popular-heading", "comment"))  # kinds of lines behind the body, below which others are credited


class Byline(Enum):
    """How a line is known to credit somebody."""

    NAMED = "by its words, or by the markup"
    OPENED = "the line above it is 'By'"
    PLACED = "by its place alone"


def find_bylines(frame: Frame) -> Iterator[tuple[Line, Byline]]:
    """Lines around the headline, and behind the body, that may credit somebody."""
    lines, body, top = frame.lines, frame.body, frame.top
    if not body:
        return
    within = set(body)
    start = max(0, min(body[0] if top is None else top, body[0]) - 6)
    found = opened = False
    elsewhere = lines[body[0] if top is None else top].marks | lines[body[0]].marks
    for i in range(start, min(len(lines), body[-1] + 9)):
        line = lines[i]
        if i >= body[-1] + 5 and not (opened or "byline" in line.marks):
            continue
        if i < body[0] and not (line.marks & _ELSEWHERE <= elsewhere):
            continue  # in a list of other stories
        deep = len(body) > _DEEP and body[_DEEP] < i < body[-1]
        if i > body[-1] and (line.kind in _AFTERWARDS or not line.marks.isdisjoint(_ELSEWHERE)):
            break
        if i in within or deep or len(line.text) > LONGEST or _credits_picture(line):
            opened = False
            continue
        how = Byline.OPENED if opened and (_is_joint(line.text) or _begins_with_name(line.text)) else _credits_somebody(frame, i, found=found)
        opened = how == Byline.OPENED or ((i < body[0] or "byline" in line.marks) and opens_byline(line.text))
        if how is not None:
            found = True
            yield line, how


def sole_within(frame: Frame) -> Line | None:
    """The only byline between the text's paragraphs, where there is but one: what follows it may be no longer of the article."""
    within = [line for line in frame.lines[frame.body[0] : frame.body[-1]] if line.kind == "byline" and line.words <= 9]
    sole = len(within) == 1 and "caption" not in within[0].marks and within[0].marks.isdisjoint(_ELSEWHERE)
    return within[0] if sole and begins_as_byline(within[0].text) else None


def is_below_caption(frame: Frame, line: Line) -> bool:
    """The line stands within the body, and a caption's element ends right above it."""
    above = frame.lines[max(0, line.number - 2) : line.number]
    return frame.body[0] < line.number < frame.body[-1] and line.kind != "byline" and any("caption" in other.marks for other in above)


def _credits_somebody(frame: Frame, i: int, *, found: bool) -> Byline | None:
    """Whether a line is a byline by its words, its marks, or its place."""
    line, last = frame.lines[i], frame.body[-1]
    if line.kind == "byline":
        return Byline.OPENED if _is_below(frame, i) else Byline.NAMED
    if line.kind not in (None, "date"):
        # "AFP/The Courier - [email]" is taken for a button, but stands in the byline's place.
        return Byline.NAMED if "byline" in line.marks and i < frame.body[0] and known_agency(APART.split(line.text)[0]) else None
    if _is_below(frame, i):
        return Byline.OPENED
    short = line.words <= 14 and not line.prose and i < last
    if short and (-1 if frame.top is None else frame.top) < i < frame.body[0] and (_is_profile(line) or _speaks_of_author(line.text, frame)):
        return Byline.NAMED
    if ("byline" in line.marks and (i < last or not found)) or (short and (_DAY_BY.search(line.text) or is_glued(line.text))):
        return Byline.NAMED
    return Byline.PLACED if _is_signed(frame, i) else None


def _speaks_of_author(text: str, frame: Frame) -> bool:
    """A word for an author opens the line. In an English page one word of another language is not enough: "Da Nang Airport Reopens"."""
    if not begins_as_byline(text):
        return False
    opening = text[: read_byline(text)[0].start]
    return frame.document.language != "en" or ":" in opening or len(opening.split()) != 1 or not opening.isascii() or _BY.search(opening) is not None


def _is_profile(line: Line) -> bool:
    """The line is a link to the page of the person whom it names."""
    return line.linked > 0.8 and any(_PROFILE.search(link.href) for link in line.block.links[:3]) and _begins_with_name(line.text)


def _credits_picture(line: Line) -> bool:
    """ "(Aino Salmi / Harbour Wire)", "Aino Salmi / AFP", or a name and an agency in a line marked as a caption."""
    if _PICTURE.fullmatch(line.text):
        return True
    person, _, agency = line.text.partition(" / ")
    if agency and is_person(person) and known_agency(agency):
        return True
    name, _, behind = line.text.rpartition(", ")
    return "caption" in line.marks and line.kind != "byline" and bool(name) and known_agency(behind) is not None


def _is_below(frame: Frame, i: int) -> bool:
    """An agency on a line of its own below a byline."""
    line = frame.lines[i]
    return i > 0 and frame.lines[i - 1].kind == "byline" and line.words <= 4 and is_agency(line.text)


def _is_signed(frame: Frame, i: int) -> bool:
    """A name between headline and body without "By": known by the time, the role or the byline that stands beside it."""
    lines, line, top = frame.lines, frame.lines[i], frame.top
    if top is None or not top < i < frame.body[0] or line.words > 9 or line.sentence:
        return False
    if not _begins_with_name(line.text):
        return False
    rest = line.text[read_byline(line.text)[-1].end :]
    if any(c.isdigit() for c in rest) or not words_of("names.tsv", "calendar").isdisjoint(fold(rest).split()):
        return True  # "Mary Roe 2 minutes ago", "Mary Roe, Harbour Wire / Friday"
    beside = [lines[j] for j in (i - 1, i + 1, i + 2) if top < j < frame.body[0]]
    return any(other.kind in ("date", "byline") or other.text == line.text for other in beside)


def _begins_with_name(text: str) -> bool:
    names = read_byline(text) if len(text) <= LONGEST else []
    return bool(names) and names[0].start <= 1


def _is_joint(text: str) -> bool:
    """What stands between two names that are elements of their own."""
    return fold(text).strip(" ,&") in ("", "and")
