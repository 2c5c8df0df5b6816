"""Bytes → Document and Layout: the text that every figure cites, and what is known of each range of it."""

import hashlib
import os
from dataclasses import dataclass

from onrecord.errors import PageError
from onrecord.layout import Layout
from onrecord.page.flat import lay_out_text
from onrecord.record import Note
from onrecord.text import Document


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
    """Read the page in a file."""
    name = os.fspath(path)
    with open(name, "rb") as file:
        return read_page(file.read(), Capture(location or name, retrieved, content_type))


def read_page(data: bytes, capture: Capture) -> Page:
    """Read a page from its bytes."""
    return page_of_text(data.decode("utf-8"), capture)


def page_of_text(text: str, capture: Capture) -> Page:
    """Read text that was copied out of a page."""
    if not text.strip():
        raise PageError(capture.location, "no text in it: nothing but white space", "check that the page was saved whole")
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    return Page(Document(f"sha256:{digest}", capture.location, text, "text/plain", "en", capture.retrieved), lay_out_text(text))
