"""PDF → the text of the page in reading order, its blocks, and what the file says of itself. Needs the extra `pdf` (pypdfium2).

A PDF knows where characters stand, and neither lines, columns nor paragraphs. Characters become runs, runs are put into reading
order by cutting the page where a gap goes through all of it, rows become paragraphs by their gaps, indents and ends. A word that
the end of a line divides is joined; ligatures are written as letters. docs/canonical-text.md says it in full.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import Any, Final

from onrecord.errors import PageError
from onrecord.layout import Block, Element, Fact, Layout
from onrecord.record import Note
from onrecord.text import Document

PAGES_CAP: Final = 100  # pages that are read; an issue of a newspaper has fewer
_PAGES_REFUSED: Final = 2_000  # no page of news, and an archive is to be split before it is read
_CHARACTERS_CAP: Final = 2_000_000
_PAGE_CHARACTERS: Final = 200_000
_MOST_RUNS: Final = 6_000  # on one page: beyond that they are left in the order of the file
_DEEPEST: Final = 24  # cuts within cuts

_ZONE: Final = 0.13  # the part of a page's height above and below in which running heads and feet stand
_GAP: Final = 1.5  # of a line's height: where characters of one line are farther apart, two things begin
_GUTTER: Final = 0.8  # of a line's height: the narrowest gap between two columns
_COLUMN: Final = 5.0  # of a line's height: the narrowest column
_LARGER: Final = 1.2  # times the size of running text: a heading
_SAME_SIZE: Final = 0.12
_BOLD: Final = 550
_BOLD_NAME: Final = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)

_HALVES: Final = frozenset(
    ("well", "self", "half", "ex", "vice", "two", "three", "four", "five", "six", "seven", "eight", "nine")
)  # and no syllable of a longer word
_LIGATURES: Final = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SENTENCE_END: Final = re.compile(r"[.!?:;。！？।؟…][\"'”’»)\]]*$")
_BULLET: Final = re.compile(r"[•▪●◦‣·*–—-]\s")
_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_UNSPACED: Final = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|стр\.?|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur|di|из|\|)\s*\d{1,4})?\W*", re.IGNORECASE
)
_PRINTED_URL: Final = re.compile(r"(https?://[^\s…]{4,2000}[^\s….])(?:\s+\d{1,4}\s*/\s*\d{1,4})?")
_FILE_NAME: Final = re.compile(r"^(?:Microsoft \w+ - .*|untitled.*|document\d*|.*\.(?:docx?|odt|indd|qxp|qxd|pdf|html?|pptx?))$", re.IGNORECASE)
_PDF_DATE: Final = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
# Programs that print what a browser shows: when they made the file is when the page was got.
_BROWSERS: Final = re.compile(
    r"Skia/PDF|Chrom(?:e|ium)|Mozilla|Firefox|Safari|HeadlessChrome|wkhtmltopdf|WebKit|Prince|WeasyPrint|SingleFile", re.IGNORECASE
)

_BODY: Final = Element("body")
_PLACES: Final = {
    "p": (_BODY, Element("p")),
    "h1": (_BODY, Element("h1")),
    "h2": (_BODY, Element("h2")),
    "head": (_BODY, Element("header", role="banner"), Element("p")),
    "foot": (_BODY, Element("footer"), Element("p")),
}


@dataclass(frozen=True, slots=True)
class PdfText:
    """A PDF as read: its text, a block a paragraph, what the file says of itself, when a browser printed it."""

    text: str
    blocks: tuple[tuple[int, int, str], ...]  # start, end, one of _PLACES
    facts: tuple[Fact, ...]
    url: str | None
    retrieved: str | None  # ISO 8601
    notes: tuple[Note, ...]

    @property
    def paragraphs(self) -> list[str]:
        return [self.text[start:end] for start, end, _ in self.blocks]

    def lay_out(self, document: Document) -> Layout:
        """The layout, with every span cited from the document of this text."""
        cited = ((document.cite(start, end), place) for start, end, place in self.blocks)
        blocks = tuple(Block(span, _PLACES[place]) for span, place in cited if span is not None)
        url = document.location if re.match(r"https?://\S+$", document.location, re.IGNORECASE) else None
        facts = (Fact("url", "url", url), *self.facts) if url else self.facts
        return Layout("html", blocks, facts, url=url or self.url)


@dataclass(slots=True)
class _Run:
    """Characters that stand in one line without a wide gap. Distances in points, y grows upwards."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    bold: bool
    zone: str = ""  # "head" or "foot" where it belongs to the edge of the page

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(slots=True)
class _Row(_Run):
    """One line of one column, with the edges of that column."""

    column: int = 0
    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0  # from line to line in the column


@dataclass(slots=True)
class _Paragraph:
    rows: list[_Row]
    place: str = "p"
    text: str = ""
    after: list["_Paragraph"] = field(default_factory=list)  # feet and heads of pages over which it goes on


def read_pdf(data: bytes, location: str) -> PdfText:
    """The text of a PDF in reading order.

    Raises:
        PageError: the extra is not installed, or the file is locked, damaged, has no text or too many pages.
    """
    scattered, notes, facts, retrieved = _read_pages(data, location)
    if not any(scattered):
        raise PageError(
            location,
            "a PDF without text: a scan",
            "let an OCR program (ocrmypdf, for one) put the text in, then read that file",
        )
    url = _mark_edges(scattered)
    if url:
        facts = (*facts, Fact("foot of the printed page", "saved-from", url))
    paragraphs = _paragraphs([_rows(runs) for runs in scattered])
    _join(paragraphs)
    _rank(paragraphs)
    parts: list[str] = []
    blocks: list[tuple[int, int, str]] = []
    length = 0
    for paragraph in (each for whole in paragraphs for each in (whole, *whole.after)):
        if paragraph.text:
            separator = "\n\n" if parts else ""
            start = length + len(separator)
            parts += (separator, paragraph.text)
            length = start + len(paragraph.text)
            blocks.append((start, length, paragraph.place))
    return PdfText("".join(parts), tuple(blocks), facts, url, retrieved, tuple(notes))


def _read_pages(data: bytes, location: str) -> tuple[list[list[_Run]], list[Note], tuple[Fact, ...], str | None]:
    """The runs of each page, and what the file says of itself."""
    try:
        import pypdfium2
    except ImportError:
        raise PageError(location, "a PDF, which this installation cannot read", "pip install 'onrecord[pdf]'") from None
    notes: list[Note] = []
    try:
        file = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(location, str(error)) from None
    try:
        count = len(file)
        if count > _PAGES_REFUSED:
            raise PageError(location, f"a PDF of {count:,} pages, more than {_PAGES_REFUSED:,}", "take the pages of the story out of it")
        if count == 0:
            raise PageError(location, "a PDF without a page", "fetch it again")
        if b"%%EOF" not in data[-2048:]:
            notes.append(Note("document", "pdf-truncated", "the file does not end as a PDF does: pages may be missing"))
        if count > PAGES_CAP:
            notes.append(Note("document", "pdf-cut", f"the first {PAGES_CAP} of its {count:,} pages were read"))
        pages: list[list[_Run]] = []
        total = bare = broken = 0
        for number in range(min(count, PAGES_CAP)):
            try:
                runs, cut = _read_page(file, number, pypdfium2)
            except pypdfium2.PdfiumError:
                broken += 1
                continue
            if cut:
                notes.append(Note("document", "pdf-cut", f"page {number + 1} holds more than {_PAGE_CHARACTERS:,} characters: the rest was left out"))
            bare += not runs
            pages.append(runs)
            total += sum(len(run.text) for run in runs)
            if total > _CHARACTERS_CAP:
                notes.append(Note("document", "pdf-cut", f"the text was cut behind page {number + 1}: {total:,} characters"))
                break
        if broken and not pages:
            raise _unreadable(location, "no page of it can be opened")
        if broken:
            notes.append(Note("document", "pdf-pages-damaged", f"{broken} of {count:,} pages could not be read"))
        if bare and bare < len(pages):
            notes.append(Note("document", "pdf-pages-without-text", f"{bare} of {len(pages)} pages hold pictures only, or nothing"))
        facts, retrieved = _told(file.get_metadata_dict())
    finally:
        file.close()
    if retrieved:
        notes.append(Note("document", "retrieved-told", "when it was retrieved is told by the browser that printed the page"))
    return pages, notes, facts, retrieved


def _unreadable(location: str, error: str) -> PageError:
    if "password" in error.lower() or "security" in error.lower():
        return PageError(location, "a PDF that opens only with a password", "take the password off (qpdf --decrypt, for one), then read that file")
    return PageError(location, "a damaged or cut PDF: no page of it can be read", "fetch it again")


def _told(metadata: dict[str, str]) -> tuple[tuple[Fact, ...], str | None]:
    """Facts of the file's own data, and when a browser printed it."""
    title = " ".join(metadata.get("Title", "").split())
    facts = (Fact("PDF Title", "title", title[:1000]),) if title and not _FILE_NAME.match(title) else ()
    maker = f"{metadata.get('Producer', '')} {metadata.get('Creator', '')}"
    found = _PDF_DATE.match(metadata.get("CreationDate", ""))
    if found is None or not _BROWSERS.search(maker):
        return facts, None
    year, month, day, hour, minute, second, utc, east, minutes = found.groups()
    zone = "+00:00" if utc else f"{east}:{minutes or '00'}" if east else ""
    written = f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
    return facts, written if _is_time(written) else None


def _is_time(written: str) -> bool:
    from datetime import datetime

    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True


# Characters to runs


def _read_page(file: Any, number: int, pdfium: Any) -> tuple[list[_Run], bool]:
    """The runs of one page in the order of the file, and whether it was cut."""
    page = file[number]
    try:
        text = page.get_textpage()
        try:
            width, height = page.get_size()
            return _runs(pdfium.raw, text.raw, page.get_rotation(), width, height)
        finally:
            text.close()
    finally:
        page.close()


def _runs(raw: Any, text: Any, rotation: int, width: float, height: float) -> tuple[list[_Run], bool]:
    from ctypes import byref

    count = raw.FPDFText_CountChars(text)
    box = raw.FS_RECTF()
    runs: list[_Run] = []
    open_run: _Run | None = None
    space = False
    high = 0
    for i in range(min(count, _PAGE_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
        high = 0
        character = _character(code)
        if code in (10, 13):
            open_run, space = None, False
            continue
        if character.isspace():
            space = True
            continue
        if not character or not raw.FPDFText_GetLooseCharBox(text, i, byref(box)):
            continue
        x0, x1, y0, y1 = _turned(box.left, box.right, box.bottom, box.top, rotation, width, height)
        if y1 <= y0:
            continue
        if open_run is None or _is_apart(open_run, x0, y0, y1):
            open_run = _Run(character, x0, x1, y0, y1, _is_bold(raw, text, i))
            runs.append(open_run)
        else:
            open_run.text += f" {character}" if space else character
            open_run.x1 = max(open_run.x1, x1)
            if len(open_run.text) < 4:  # a drop cap or a mark before the line does not make its size
                open_run.y0, open_run.y1 = y0, y1
        space = False
    return [run for run in runs if run.text.strip()], count > _PAGE_CHARACTERS


def _is_bold(raw: Any, text: Any, i: int) -> bool:
    """By the weight that the font declares, or else by its name."""
    from ctypes import c_int, create_string_buffer

    if raw.FPDFText_GetFontWeight(text, i) >= _BOLD:
        return True
    name = create_string_buffer(120)
    length = raw.FPDFText_GetFontInfo(text, i, name, len(name), c_int())
    return 0 < length <= len(name) and _BOLD_NAME.search(name.value) is not None


def _character(code: int) -> str:
    """What is written for a character of the file: "" for what shows nothing, a space for white space."""
    if code in (0x02, 0xFFFE, 0xAD):
        return "\u00ad"  # PDFium's marks for a hyphen that only the end of a line made
    if code in _LIGATURES:
        return _LIGATURES[code]
    if code > 0x10FFFF or code == 0:
        return ""
    character = chr(code)
    category = unicodedata.category(character)
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    return "\ufffd" if category == "Cs" else character


def _turned(left: float, right: float, bottom: float, top: float, rotation: int, width: float, height: float) -> tuple[float, float, float, float]:
    """A box as it is seen on a page that is shown turned; width and height are those of the page as it is seen."""
    if rotation == 90:
        return bottom, top, height - right, height - left
    if rotation == 180:
        return width - right, width - left, height - top, height - bottom
    if rotation == 270:
        return width - top, width - bottom, left, right
    return left, right, bottom, top


def _is_apart(run: _Run, x0: float, y0: float, y1: float) -> bool:
    """A character belongs to another run: it stands in another line, far to the right, or to the left again."""
    height = min(run.height, y1 - y0)
    overlap = min(run.y1, y1) - max(run.y0, y0)
    return overlap < 0.5 * height or x0 - run.x1 > _GAP * run.height or run.x0 - x0 > run.height


# Runs to rows in reading order


def _rows(runs: list[_Run]) -> list[_Row]:
    """The rows of a page: its head, column after column from above, its foot."""
    own = [run for run in runs if not run.zone]
    em = median(run.height for run in own) if own else 0.0
    rightwards = _reads_rightwards(runs)
    groups = [own] if len(own) > _MOST_RUNS else _columns(own, em, rightwards, 0)
    rows = _edge(runs, "head", rightwards)
    for column, group in enumerate(groups):
        lines = _lines(group, rightwards)
        steps = [a.y1 - b.y1 for a, b in pairwise(lines) if 0 < a.y1 - b.y1 < 3 * em]
        pitch = median(steps) if len(steps) >= 2 else 1.35 * em
        left, right = min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)
        rows += (_Row(line.text, line.x0, line.x1, line.y0, line.y1, line.bold, "", column, left, right, pitch) for line in lines)
    return [*rows, *_edge(runs, "foot", rightwards)]


def _edge(runs: Sequence[_Run], zone: str, rightwards: bool) -> list[_Row]:
    lines = _lines([run for run in runs if run.zone == zone], rightwards)
    return [_Row(line.text, line.x0, line.x1, line.y0, line.y1, line.bold, zone) for line in lines]


def _reads_rightwards(runs: Sequence[_Run]) -> bool:
    """Whether most letters are of a script that is written from left to right."""
    sample = "".join(run.text for run in runs[:200])[:4000]
    other = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in sample)
    return other * 2 < sum(c.isalpha() for c in sample) or other == 0


@dataclass(slots=True)
class _Stretch:
    """A part of the page's width that text covers."""

    x0: float
    x1: float
    runs: int


def _columns(runs: list[_Run], em: float, rightwards: bool, depth: int) -> list[list[_Run]]:
    """The columns of a part of the page, in reading order: cut from above to below where a gap goes through, else into bands."""
    if len(runs) < 4 or depth > _DEEPEST:
        return [runs]
    cover = _cover(runs)
    for a, b in pairwise(cover):
        left, right = [run for run in runs if run.x1 <= a.x1], [run for run in runs if run.x0 >= b.x0]
        if b.x0 - a.x1 >= _GUTTER * em and _is_column(left, em) and _is_column(right, em):
            sides = (left, right) if rightwards else (right, left)
            return [column for side in sides for column in _columns(side, em, rightwards, depth + 1)]
    groups: list[list[_Run]] = []
    covered: list[_Stretch] = []
    for band in _bands(runs):
        own = _cover(band)
        both = _merged(covered, own)
        # A band that covers the gap between the columns above it, or parts what was whole, begins anew.
        if groups and (_is_parted(both, em) or not (_is_parted(covered, em) or _is_parted(own, em))):
            groups[-1] += band
            covered = both
        else:
            groups.append(band)
            covered = own
    if len(groups) == 1:
        return [runs]
    return [column for group in groups for column in _columns(group, em, rightwards, depth + 1)]


def _cover(runs: Iterable[_Run]) -> list[_Stretch]:
    return _merged([], [_Stretch(run.x0, run.x1, 1) for run in runs])


def _merged(some: Sequence[_Stretch], others: Sequence[_Stretch]) -> list[_Stretch]:
    """What both cover, from left to right; stretches that touch are one."""
    cover: list[_Stretch] = []
    for stretch in sorted((*some, *others), key=lambda s: (s.x0, s.x1)):
        if cover and stretch.x0 <= cover[-1].x1:
            cover[-1] = _Stretch(cover[-1].x0, max(cover[-1].x1, stretch.x1), cover[-1].runs + stretch.runs)
        else:
            cover.append(stretch)
    return cover


def _is_parted(cover: Sequence[_Stretch], em: float) -> bool:
    return any(b.x0 - a.x1 >= _GUTTER * em for a, b in pairwise(cover))


def _is_column(runs: Sequence[_Run], em: float) -> bool:
    """Two lines or more, of some width: no column of bullets or numbers."""
    if len(runs) < 2:
        return False
    wide = max(run.x1 for run in runs) - min(run.x0 for run in runs) >= _COLUMN * em
    tall = max(run.y1 for run in runs) - min(run.y0 for run in runs) >= 1.8 * em
    return wide and tall


def _bands(runs: Iterable[_Run]) -> Iterator[list[_Run]]:
    """Runs between gaps that go across the whole width, from above."""
    band: list[_Run] = []
    floor = 0.0
    for run in sorted(runs, key=lambda run: -run.y1):
        if band and run.y1 - 0.25 * run.height < floor:
            yield band
            band = []
        floor = min(floor, run.y0) if band else run.y0
        band.append(run)
    if band:
        yield band


def _lines(runs: Iterable[_Run], rightwards: bool) -> list[_Run]:
    """The lines of a column from above; runs at one height are one line."""
    lines: list[list[_Run]] = []
    for run in sorted(runs, key=lambda run: -(run.y0 + run.y1)):
        last = lines[-1][0] if lines else None
        if last is not None and min(last.y1, run.y1) - max(last.y0, run.y0) > 0.5 * min(last.height, run.height):
            lines[-1].append(run)
        else:
            lines.append([run])
    whole = []
    for line in lines:
        line.sort(key=lambda run: run.x0 if rightwards else -run.x0)
        longest = max(line, key=lambda run: len(run.text))
        whole.append(
            _Run(" ".join(run.text for run in line), min(run.x0 for run in line), max(run.x1 for run in line), longest.y0, longest.y1, longest.bold)
        )
    return whole


# Running heads and feet


def _mark_edges(pages: Sequence[Sequence[_Run]]) -> str | None:
    """Tell running heads and feet: what is repeated from page to page at its edge, a page's number, the address that a browser prints.

    Returns:
        The printed address.
    """
    zoned = [[(run, zone) for run in runs if (zone := _zone(run, low, high))] for runs in pages for low, high in [_extent(runs)]]
    pages_of: Counter[tuple[str, str]] = Counter()
    for runs in zoned:
        pages_of.update({(zone, _pattern(run.text)) for run, zone in runs})
    url = None
    for page, runs in zip(pages, zoned, strict=True):
        low, high = _extent(page)
        for run, zone in runs:
            printed = _PRINTED_URL.fullmatch(run.text.strip()) if zone == "foot" else None
            outermost = run.y0 < low + run.height if zone == "foot" else run.y1 > high - run.height
            if printed:
                url = url or printed[1]
            if printed or pages_of[zone, _pattern(run.text)] > 1 or (outermost and _PAGE_NUMBER.fullmatch(run.text)):
                run.zone = zone
    return url


def _extent(runs: Sequence[_Run]) -> tuple[float, float]:
    """The lowest and the highest point of a page's text."""
    return min((run.y0 for run in runs), default=0.0), max((run.y1 for run in runs), default=0.0)


def _zone(run: _Run, low: float, high: float) -> str:
    edge = _ZONE * (high - low)
    return "head" if run.y0 > high - edge else "foot" if run.y1 < low + edge else ""


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))


# Rows to paragraphs


def _paragraphs(pages: Sequence[Sequence[_Row]]) -> list[_Paragraph]:
    indenting = _indents(pages)
    found: list[_Paragraph] = []
    current: _Paragraph | None = None
    last: _Row | None = None
    for rows in pages:
        fresh = True  # the page has shown no text of its own yet
        for row in rows:
            if row.zone:
                edge = _Paragraph([row], row.zone)
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
                current = _Paragraph([row])
                found.append(current)
                last, fresh = row, False
    return found


def _indents(pages: Sequence[Sequence[_Row]]) -> bool:
    """Whether paragraphs begin with an indent: then a row without one, on top of a column, goes on with what stands before it."""
    indented = sum(_is_indented(row, last) for rows in pages for last, row in pairwise(rows) if row.column == last.column)
    return indented * 30 >= sum(map(len, pages)) and indented >= 3


def _is_indented(row: _Row, last: _Row) -> bool:
    return 0.6 * row.height < row.x0 - last.x0 < 5 * row.height and row.x0 - row.left < 5 * row.height


def _goes_on(last: _Row, row: _Row, paragraph: _Paragraph, *, turned: bool, indenting: bool) -> bool:
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


def _is_set_large(row: _Row, last: _Row) -> bool:
    """Lines of a headline, which are broken for their looks: few of them fill the width."""
    return len(row.text) < 0.5 * (row.right - row.left) / (0.25 * row.height) and len(last.text) > 12


def _join(paragraphs: Sequence[_Paragraph]) -> None:
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


def _rank(paragraphs: Sequence[_Paragraph]) -> None:
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
