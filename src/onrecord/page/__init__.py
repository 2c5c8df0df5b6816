"""Bytes → Document and Layout: the text that every figure cites, and what is known of each range of it."""

import hashlib
import os
import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from onrecord.errors import PageError
from onrecord.layout import Layout
from onrecord.page.decode import decode
from onrecord.page.file import read_file, unpacked
from onrecord.page.flat import lay_out_text
from onrecord.page.language import tell_language
from onrecord.page.saved import Saved, find_copied, find_saved, own_addresses
from onrecord.page.sniff import is_pdf, refuse_binary, refuse_data, tell_form
from onrecord.record import Note
from onrecord.text import Document

TEXT_CAP: Final = 8_000_000  # characters of one page's text: ten long novels
_LARGE: Final = 1_000_000  # characters of markup
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SAVED_WHOLE: Final = "check that the page was saved whole"


@dataclass(frozen=True, slots=True)
class Capture:
    """Where and when the bytes were got, as far as the caller knows."""

    location: str  # path or URL
    retrieved: str | None = None  # ISO 8601
    content_type: str | None = None  # the HTTP header, "text/html; charset=koi8-r"


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: its text, its layout, and what reading the bytes had to say (cut, replaced, not trusted)."""

    document: Document
    layout: Layout
    notes: tuple[Note, ...] = ()


def open_page(path: str | os.PathLike[str], *, location: str | None = None, retrieved: str | None = None, content_type: str | None = None) -> Page:
    """Read the page in a file.

    Raises:
        PageError: the file cannot be read or holds no page; it names the file, the cause, and what to do.
        ValueError: `retrieved` is no ISO 8601 time.
    """
    _check_time(retrieved)
    name = os.fsdecode(path)
    if not name:
        raise PageError("(no name)", "the name of the file is empty", "give the path of a page")
    if _is_content(name):
        problem = "this is a page's content, not the path of a file"
        raise PageError(f"{' '.join(name[:40].split())}…", problem, "give markup to onrecord.read_html, text to onrecord.read_text")
    return read_page(read_file(name), Capture(location or name, retrieved, content_type))


def _is_content(name: str) -> bool:
    """Whether a page was given where the path of one belongs: markup, or several lines, and no file of that name."""
    looks_so = (name.lstrip().startswith("<") and ">" in name) or len(name.strip().splitlines()) > 1
    try:
        return looks_so and not os.path.lexists(name)
    except ValueError:  # a NUL in it
        return looks_so


def read_page(data: bytes, capture: Capture) -> Page:
    """Read a page from its bytes: HTML, plain text or PDF, also in gzip; which, is told by the bytes.

    Raises:
        PageError: the bytes hold no page; it names the location, the cause, and what to do.
        ValueError: `capture.retrieved` is no ISO 8601 time.
    """
    _check_time(capture.retrieved)
    location = _printable(capture.location)
    if not data:
        raise PageError(location, "empty: there is not a byte in it", _SAVED_WHOLE)
    page, cut = unpacked(data, location)
    identity = _identity(data)
    del data  # a large page would lie in memory twice while it is parsed
    notes = [Note("document", "gzip-truncated", "the gzip data ends before its end: the page may be cut")] if cut else []
    if is_pdf(page):
        return _pdf_page(page, identity, capture, tuple(notes))
    decoded = decode(page, content_type=capture.content_type)
    refuse_binary(page, location, wide=decoded.encoding.startswith("utf-16"))
    if tell_form(decoded.text, capture.content_type, location) == "text":
        if "charset" not in (capture.content_type or ""):
            decoded = decode(page, markup=False)
        refuse_data(decoded.text, location)
        return _flat_page(decoded.text, identity, capture, (*notes, *decoded.notes))
    del page
    return _html_page(decoded.text, identity, capture, (*notes, *decoded.notes))


def page_of_text(text: str, capture: Capture) -> Page:
    """Read text that was copied out of a page; the document's text is the text given, unchanged.

    Raises:
        PageError: nothing but white space, too much of it, or a lone surrogate (half a character, which no encoding can write).
        ValueError: `capture.retrieved` is no ISO 8601 time.
    """
    _check_time(capture.retrieved)
    if half := _SURROGATE.search(text):
        problem = f"a lone surrogate (U+{ord(half[0]):04X}) at character {half.start():,}: half a character"
        raise PageError(_printable(capture.location), problem, "decode the text again, with its true encoding")
    return _flat_page(text, _identity(text.encode("utf-8")), capture, ())


def _flat_page(text: str, identity: str, capture: Capture, notes: tuple[Note, ...]) -> Page:
    _check_text(text, capture)
    lines = text.splitlines()
    document = _document(identity, capture, text, "text/plain", tell_language(lines))
    layout = lay_out_text(document)
    saved = find_copied([capture.location, *lines])
    if saved.url:
        layout = replace(layout, facts=(*layout.facts, *saved.facts), url=saved.url)
    return _told(Page(document, layout, notes), saved)


def _html_page(markup: str, identity: str, capture: Capture, notes: tuple[Note, ...]) -> Page:
    from onrecord.page.html import render  # here: text alone needs no parser
    from onrecord.page.tame import tame
    from onrecord.page.thin import thin

    markup, thinned = thin(markup)
    if thinned:
        notes = (*notes, Note("document", "markup-thinned", "attributes, options or <body> tags too many for a parser were left out"))
    markup, simplified = tame(markup, _printable(capture.location))
    if simplified:
        notes = (*notes, Note("document", "markup-simplified", "nested too deep for a parser: the layout knows the outer elements only"))
    rendering = render(markup)
    if len(markup) > _LARGE:
        _give_back()
    _check_text(rendering.text, capture)
    language = tell_language([rendering.text[block.start : block.end] for block in rendering.blocks], rendering.lang)
    document = _document(identity, capture, rendering.text, "text/html", language)
    layout, linked = own_addresses(rendering.lay_out(document))
    saved = find_saved(markup, capture.location)
    saved = saved if saved.facts else linked
    return _told(Page(document, replace(layout, facts=(*layout.facts, *saved.facts), url=layout.url or saved.url), notes), saved)


def _give_back() -> None:
    """Have the C library return what the tree took, ten times the page, to the system: nothing after it would ever use that again."""
    import ctypes

    trim = getattr(ctypes.CDLL(None) if os.name == "posix" else None, "malloc_trim", None)  # of glibc alone
    if trim is not None:
        trim(0)


def _told(page: Page, saved: Saved) -> Page:
    """The page with the time that whoever saved it wrote down, where the caller knows none."""
    if saved.time is None or page.document.retrieved is not None:
        return page
    note = Note("document", "retrieved-told", "when it was retrieved is told by the program that saved the page")
    return replace(page, document=replace(page.document, retrieved=saved.time), notes=(*page.notes, note))


def _pdf_page(page: bytes, identity: str, capture: Capture, notes: tuple[Note, ...]) -> Page:
    from onrecord.page.pdf import read_pdf  # here: it needs an extra

    read = read_pdf(page, _printable(capture.location))
    _check_text(read.text, capture)
    if read.retrieved and capture.retrieved is None:
        capture = replace(capture, retrieved=read.retrieved)
    document = _document(identity, capture, read.text, "application/pdf", tell_language(read.paragraphs))
    return Page(document, read.lay_out(document), (*notes, *read.notes))


def _identity(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def _document(identity: str, capture: Capture, text: str, media_type: str, language: str | None) -> Document:
    return Document(identity, _printable(capture.location), text, media_type, language, capture.retrieved)


def _check_text(text: str, capture: Capture) -> None:
    if len(text) > TEXT_CAP:
        problem = f"{len(text):,} characters of text, more than the {TEXT_CAP:,} that one page may hold"
        raise PageError(_printable(capture.location), problem, "split it into its pages")
    if not text.strip():
        raise PageError(_printable(capture.location), "no text in it: nothing but white space, or markup that a script would fill", _SAVED_WHOLE)


def _check_time(retrieved: str | None) -> None:
    if retrieved is not None:
        try:
            datetime.fromisoformat(retrieved)
        except ValueError:
            raise ValueError(f"retrieved is no ISO 8601 time: {retrieved!r}; write 2024-02-29T13:30:00Z") from None


def _printable(location: str) -> str:
    """A path may hold bytes that are no text; a record and an error message may not."""
    return location.encode("utf-8", "surrogateescape" if _only_escapes(location) else "replace").decode("utf-8", "replace")


def _only_escapes(text: str) -> bool:
    return all("\udc80" <= half <= "\udcff" for half in _SURROGATE.findall(text))
