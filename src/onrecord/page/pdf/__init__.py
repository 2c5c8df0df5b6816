"""PDF → the text of the page in reading order, its blocks, and what the file says of itself. Needs the extra `pdf` (pypdfium2).

A PDF knows where characters stand, and neither lines, columns nor paragraphs. Characters become runs, runs are put into reading
order by cutting the page where a gap goes through all of it, rows become paragraphs by their gaps, indents and ends. A word that
the end of a line divides is joined; ligatures are written as letters. docs/canonical-text.md says it in full.
"""

import re
from dataclasses import dataclass
from typing import Final

from onrecord.errors import PageError, install_extra
from onrecord.layout import Block, Element, Fact, Layout
from onrecord.page.pdf.edges import mark_edges
from onrecord.page.pdf.paragraphs import join, paragraphs_of, rank
from onrecord.page.pdf.rows import rows_of
from onrecord.page.pdf.runs import PAGE_CHARACTERS, Run, read_page
from onrecord.record import Note
from onrecord.text import Document

PAGES_CAP: Final = 100  # pages that are read; an issue of a newspaper has fewer
_PAGES_REFUSED: Final = 2_000  # no page of news, and an archive is to be split before it is read
_CHARACTERS_CAP: Final = 2_000_000
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
    url = mark_edges(scattered)
    if url:
        facts = (*facts, Fact("foot of the printed page", "saved-from", url))
    paragraphs = paragraphs_of([rows_of(runs) for runs in scattered])
    join(paragraphs)
    rank(paragraphs)
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


def _read_pages(data: bytes, location: str) -> tuple[list[list[Run]], list[Note], tuple[Fact, ...], str | None]:
    """The runs of each page, and what the file says of itself."""
    try:
        import pypdfium2
    except ImportError:
        raise PageError(location, "a PDF, which this installation cannot read", install_extra("pdf")) from None
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
        pages: list[list[Run]] = []
        total = bare = broken = 0
        for number in range(min(count, PAGES_CAP)):
            try:
                runs, cut = read_page(file, number, pypdfium2)
            except pypdfium2.PdfiumError:
                broken += 1
                continue
            if cut:
                notes.append(Note("document", "pdf-cut", f"page {number + 1} holds more than {PAGE_CHARACTERS:,} characters: the rest was left out"))
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
