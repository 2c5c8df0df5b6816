"""WARC archives, packed record by record with gzip or not: the pages in them, and the byte ranges that are lost.

Records are told apart in `warc_records.py`; of each that may hold a page, fastwarc is handed the whole.

Source: ISO 28500:2017 (WARC 1.1).
"""

import base64
import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from onrecord.errors import PageError
from onrecord.intake.found import Done, Item, Source, Unreadable, found
from onrecord.intake.warc_records import BREAKS, Head, Range, Whole, load_record, walk_packed, walk_plain
from onrecord.page.file import BYTES_CAP, RATIO_CAP, RATIO_FREE

_REMEMBERED: Final = 1_000_000  # payloads, of which a revisit may name one: 200 MB
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_TYPE: Final = re.compile(rb"\r?\ncontent-type[ \t]*:[ \t]*([^\r\n]*)", re.I)
_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain")
_AGAIN: Final = "fetch the archive again, if it can be had"


def find_in_warc(source: Source, done: Done, *, packed: bool, within: Range | None = None) -> Iterator[Item]:
    """The pages of a WARC: its responses of status 200 that are HTML or text, and its revisits of such.

    Args:
        packed: whether it is packed with gzip, as a whole or record by record.
        within: the part of it that is looked into; None: all.
    """
    within = within or Range(0, source.size)
    pages = _Pages(source, done, packed, within.payloads)
    walk = walk_packed if packed else walk_plain
    for part in walk(source.file, source.size, pages.wants, within):
        if isinstance(part, Whole):
            yield pages.read(part)
        elif (key := f"{source.key}@{part.start}-{part.end}") not in done:
            cause = f"bytes {part.start:,} to {part.end:,} of {source.size:,} are lost: {part.cause}"
            yield Unreadable(key, f"{source.place}@{part.start}", "warc", cause, _AGAIN, part.end)


def cut_warc(file: BinaryIO, size: int, *, packed: bool, pages: int) -> Iterator[Range]:
    """A WARC in parts that begin where a record begins and hold no more than so many pages; only headers are unpacked.

    What is packed as a whole, and not record by record, is one part.
    """
    cutter = _Cutter(pages)
    walk = walk_packed if packed else walk_plain
    for _ in walk(file, size, cutter.passes, Range(0, size)):
        pass  # what is lost is told when the part is read
    yield from cutter.ranges(size)


class _Cutter:
    """What is noted of the records that are passed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._cuts: list[tuple[int, int, dict[str, str]]] = [(0, 0, {})]  # of each part its start, its pages, the payloads that it needs
        self._payloads: dict[str, str] = {}

    def passes(self, head: Head, address: str) -> bool:
        """Note a record; none is wanted."""
        kind = head.fields["warc-type"]
        if kind not in ("response", "revisit") or not _is_page(head):
            return False
        start, pages, needed = self._cuts[-1]
        at, _, inner = address.partition("+")
        if pages >= self._most and not inner:
            start, pages, needed = int(at), 0, {}
            self._cuts.append((start, pages, needed))
        digest = head.fields.get("warc-payload-digest")
        if digest and kind == "response" and len(self._payloads) < _REMEMBERED:
            self._payloads.setdefault(digest, address)
        elif digest and digest in self._payloads:
            needed[digest] = self._payloads[digest]
        self._cuts[-1] = (start, pages + 1, needed)
        return False

    def ranges(self, size: int) -> Iterator[Range]:
        """The parts."""
        ends = [*(start for start, _, _ in self._cuts[1:]), size]
        for (start, pages, needed), end in zip(self._cuts, ends, strict=True):
            yield Range(start, end, pages, needed)


class _Pages:
    """What is remembered from record to record: where each payload stands, for the revisits that name it."""

    def __init__(self, source: Source, done: Done, packed: bool, payloads: Mapping[str, str]) -> None:
        self._source, self._done, self._packed = source, done, packed
        self._payloads = dict(payloads)  # digest → address

    def wants(self, head: Head, address: str) -> bool:
        """Whether a record is a page that is not done."""
        kind = head.fields["warc-type"]
        if kind not in ("response", "revisit") or not _is_page(head):
            return False
        if kind == "response" and len(self._payloads) < _REMEMBERED and (digest := head.fields.get("warc-payload-digest")):
            self._payloads.setdefault(digest, address)
        return f"{self._source.key}@{address}" not in self._done

    def read(self, record: Whole) -> Item:
        """The page of a record, or why there is none."""
        source = self._source
        key, place = f"{source.key}@{record.address}", f"{source.place}@{record.address}"
        fields = record.head.fields
        try:
            data = record.data
            if record.head.length > BYTES_CAP:
                raise PageError(place, f"a record of {record.head.length:,} bytes, too large for one page", "give the page alone")
            if not self._packed and not _agrees(record.head, data):  # gzip has sums of its own: there a digest that differs is its writer's fault
                raise PageError(place, "its content does not match its WARC-Block-Digest", _AGAIN)
            if fields["warc-type"] == "revisit":
                data = self._first_of(record, place)
            content_type, payload = _payload(data, place)
        except PageError as error:
            return Unreadable(key, _uri(fields) or place, "warc", error.problem, error.remedy, record.at)
        page = found(source, payload, key=key, place=place, url=_uri(fields), retrieved=_time(fields), content_type=content_type, part=True)
        return replace(page, progress=record.at)

    def _first_of(self, revisit: Whole, place: str) -> bytes:
        """The record whose payload a revisit found unchanged."""
        address = self._payloads.get(revisit.head.fields.get("warc-payload-digest", ""))
        data = load_record(self._source.file, address, self._packed) if address else None
        if data is None:
            first = revisit.head.fields.get("warc-refers-to-target-uri", "its first capture")
            raise PageError(place, f"a revisit of {first}, whose record is not in this archive", "ingest the archive that holds it")
        return data


def _is_page(head: Head) -> bool:
    """Whether HTTP answered with a page. A header that is not whole in the first bytes is left to fastwarc to judge."""
    http = head.block[head.size :]
    end = http.find(BREAKS)
    if end >= 0 or len(http) >= head.length:
        http = http[: end if end >= 0 else len(http)]
        status = _STATUS.match(http)
        if not status or status[1] != b"200":
            return False
        kind = _TYPE.search(http)
        if kind and kind[1].strip() and not kind[1].strip().lower().startswith(tuple(name.encode() for name in _PAGE_TYPES)):
            return False
    address = _uri(head.fields) or ""
    return not address.lower().split("?")[0].endswith("/robots.txt")


def _payload(record: bytes, place: str) -> tuple[str | None, bytes]:
    """The content type and the body of an HTTP response, its transfer and content encodings undone."""
    from fastwarc.warc import ArchiveIterator

    cause = "no HTTP response in it"
    for decode in ("all", "transfer", "none"):  # crawlers keep the headers of what they have decoded themselves
        try:
            for response in ArchiveIterator(io.BytesIO(record), auto_decode=decode):
                if not response.is_http:
                    break
                payload = response.reader.read(BYTES_CAP + 1)
                if len(payload) > BYTES_CAP or (len(payload) > RATIO_FREE and len(payload) > RATIO_CAP * len(record)):
                    problem = f"{len(record):,} bytes that unpack to more than {min(BYTES_CAP, len(payload) - 1):,}"
                    raise PageError(place, problem, "no page packs like that: do not trust where it came from")
                return response.http_headers.get("Content-Type"), payload
        except (OSError, ValueError) as error:
            cause = f"its HTTP response cannot be read: {error}"
    raise PageError(place, cause, _AGAIN)


def _agrees(head: Head, record: bytes) -> bool:
    """Whether a record's content is what its digest says; true where it has none of the usual kind."""
    digest = head.fields.get("warc-block-digest", "")
    if not re.fullmatch("sha1:[A-Z2-7]{32}", digest):
        return True
    return base64.b32encode(hashlib.sha1(record[head.size :], usedforsecurity=False).digest()).decode() == digest.removeprefix("sha1:")


def _uri(fields: dict[str, str]) -> str | None:
    """The address of a record; old crawlers wrote it in angle brackets."""
    address = fields.get("warc-target-uri", "").strip("<> ")
    try:
        return address if urlsplit(address).scheme in ("http", "https") else None
    except ValueError:
        return None


def _time(fields: dict[str, str]) -> str | None:
    written = fields.get("warc-date", "")
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return None
    return written
