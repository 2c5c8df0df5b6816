"""Mail files, mailboxes and MHTML: the part that is the page.

A mail (EML) holds its text as HTML, as plain text, or as both; of both, the HTML is taken. MHTML, which browsers save, is a mail whose
first HTML part is the page; its headers tell the address and the time of saving.
"""

import email
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import Final

from onrecord.errors import PageError
from onrecord.intake.found import Done, Found, Item, Source, Unreadable, found
from onrecord.intake.packed import whole_page
from onrecord.page.file import BYTES_CAP

_FROM: Final = re.compile(rb"From .{1,200}\d\d:\d\d.{0,40}$")
_DEPTH_CAP: Final = 20  # parts within parts: each line is compared with the boundary of each part around it
_LINE_CAP: Final = 1024 * 1024
_TEXTS: Final = ("text/html", "application/xhtml+xml", "text/plain")
_SAVE_AGAIN: Final = "save the page or mail again, or save its text"


def read_mail(source: Source) -> Found:
    """The page in a mail; its time of retrieval is that of the mail.

    Raises:
        PageError: no part of it is text.
    """
    return _page(source, *_texts(source))


def read_mhtml(source: Source) -> Found:
    """The page that a browser saved as MHTML, with the address and time that the browser wrote down.

    Raises:
        PageError: no part of it is text.
    """
    message, parts = _texts(source)
    start = (message.get_param("start") or "") if message.is_multipart() else ""
    return _page(source, message, parts, str(start))


def find_in_mailbox(source: Source, done: Done) -> Iterator[Item]:
    """The mails of a mailbox (mbox), in order; each begins with a line "From …" after a blank line."""
    source.file.seek(0)
    lines = iter(lambda: source.file.readline(_LINE_CAP), b"")
    at, end, mail, blank = 0, 0, bytearray(), True
    for line in lines:
        if blank and _FROM.match(line.rstrip()):
            if mail:
                yield from _one_of(source, at, bytes(mail), done)
            at, mail = end, bytearray()
        if len(mail) <= BYTES_CAP:
            mail += line
        end += len(line)
        blank = not line.strip(b"\r\n")
    yield from _one_of(source, at, bytes(mail), done)


def _one_of(source: Source, at: int, mail: bytes, done: Done) -> Iterator[Item]:
    key, place = f"{source.key}@{at}", f"{source.place}@{at}"
    if key in done:
        return
    try:
        yield replace(read_mail(replace(source, key=key, place=place, file=io.BytesIO(mail), size=len(mail))), progress=at)
    except PageError as error:
        yield Unreadable(key, place, "mail", error.problem, error.remedy, at)


def _texts(source: Source) -> tuple[Message, list[Message]]:
    """A mail, and those of its parts that are texts and no attachments."""

    class Part(Message):
        """Knows how many parts are around it."""

        depth = 0

        def attach(self, payload: "Part") -> None:  # type: ignore[override]
            payload.depth = self.depth + 1
            if payload.depth > _DEPTH_CAP:
                raise PageError(source.place, f"parts within parts, more than {_DEPTH_CAP} deep", "do not trust where it came from")
            super().attach(payload)

    # By its old policy, which reads headers only when asked: the new one fails on odd ones.
    message = email.message_from_bytes(whole_page(source), Part)
    return message, [part for part in message.walk() if part.get_content_type() in _TEXTS and part.get_content_disposition() != "attachment"]


def _page(source: Source, message: Message, parts: list[Message], root: str = "") -> Found:
    # The part that "start" names; else HTML before plain text; the first of each. Frames and forwarded mails come later.
    parts.sort(key=lambda part: (not root or str(part.get("Content-ID", "")).strip() != root, _TEXTS.index(part.get_content_type()) == 2))
    for part in parts:
        data = part.get_payload(decode=True)
        if isinstance(data, bytes) and data.strip():
            page = found(source, data, url=_address(message, part), retrieved=_time(message), content_type=_type(part), part=True)
            return replace(page, container=source.place)
    raise PageError(source.place, "a mail or MHTML file without a text in it", _SAVE_AGAIN)


def _address(message: Message, part: Message) -> str | None:
    for written in (message.get("Snapshot-Content-Location"), part.get("Content-Location")):
        address = "".join(str(written or "").split())
        if address.lower().startswith(("http://", "https://")):
            return address
    return None


def _time(message: Message) -> str | None:
    """The date of the mail, or of saving."""
    try:
        time = parsedate_to_datetime(str(message.get("Date", "")))
    except (TypeError, ValueError, OverflowError):
        return None
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).isoformat()  # "-0000" says: UTC, from I know not where


def _type(part: Message) -> str:
    charset = part.get_content_charset()
    return part.get_content_type() + (f"; charset={charset}" if charset else "")
