"""WARC archives, packed record by record with gzip or not: the pages in them, and the byte ranges that are lost.

No WARC library goes on after a damaged record, and none says that the last one is cut. So the records are told apart here, by their
lengths or, where those do not hold, by what the next record begins with; fastwarc is handed one whole record at a time.

A record that is no page, or is done, is passed without being unpacked: the next gzip member is looked for, and where the unpacked size
that stands before it is that of the record, it is the next record.

Source: ISO 28500:2017 (WARC 1.1); RFC 1952 (gzip).
"""

import base64
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, Final
from urllib.parse import urlsplit

from onrecord.errors import PageError
from onrecord.intake.found import Done, Item, Source, Unreadable, found
from onrecord.page.file import BYTES_CAP, RATIO_CAP, RATIO_FREE

_HEAD: Final = 8 * 1024  # of a record: its headers and those of HTTP
_HEAD_CAP: Final = 64 * 1024
_CHUNK: Final = 256 * 1024
_WASTE_CAP: Final = 16  # times the size of the file, of members that turned out damaged
_REMEMBERED: Final = 1_000_000  # payloads, of which a revisit may name one: 200 MB
_MAGIC: Final = b"\x1f\x8b\x08"
_BREAKS: Final = b"\r\n\r\n"
_FIRST: Final = re.compile(rb"WARC/\d\.\d{1,2}\r\n")  # of the lines of a record
_STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_TYPE: Final = re.compile(rb"\r?\ncontent-type[ \t]*:[ \t]*([^\r\n]*)", re.I)
_PAGE_TYPES: Final = ("text/html", "application/xhtml+xml", "text/plain")
_AGAIN: Final = "fetch the archive again, if it can be had"


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a record, and the first bytes of what it holds."""

    fields: dict[str, str]  # names in small letters; of a name that stands twice, the first
    length: int  # of what it holds
    size: int  # of the header itself, with the empty line
    block: bytes

    @property
    def end(self) -> int:
        return self.size + self.length


@dataclass(frozen=True, slots=True)
class Whole:
    """A record that was read whole."""

    address: str  # its offset in the file; "+N" where it is N bytes into what a gzip member unpacks to
    at: int
    head: Head
    data: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """A range of the file that cannot be read."""

    start: int
    end: int
    cause: str


Wanted = Callable[[Head, str], bool]


@dataclass(frozen=True, slots=True)
class Range:
    """The records of a WARC that begin from one offset to before another.

    pages: how many of them are pages, as far as their headers tell.
    payloads: where the payloads stand that revisits in the range name: digest → address.
    """

    start: int
    end: int
    pages: int = 0
    payloads: Mapping[str, str] = field(default_factory=dict)


def find_in_warc(source: Source, done: Done, *, packed: bool, within: Range | None = None) -> Iterator[Item]:
    """The pages of a WARC: its responses of status 200 that are HTML or text, and its revisits of such.

    Args:
        packed: whether it is packed with gzip, as a whole or record by record.
        within: the part of it that is looked into; None: all.
    """
    within = within or Range(0, source.size)
    pages = _Pages(source, done, packed, within.payloads)
    walk = _walk_packed if packed else _walk_plain
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
    walk = _walk_packed if packed else _walk_plain
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
        data = _load(self._source.file, address, self._packed) if address else None
        if data is None:
            first = revisit.head.fields.get("warc-refers-to-target-uri", "its first capture")
            raise PageError(place, f"a revisit of {first}, whose record is not in this archive", "ingest the archive that holds it")
        return data


def _is_page(head: Head) -> bool:
    """Whether HTTP answered with a page. A header that is not whole in the first bytes is left to fastwarc to judge."""
    http = head.block[head.size :]
    end = http.find(_BREAKS)
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


def _read_head(block: bytes) -> Head | None:
    """The header of the record at the beginning of a block; None where none stands there whole."""
    end = block.find(_BREAKS, 0, _HEAD_CAP)
    if end < 0 or not block.startswith(b"WARC/"):
        return None
    fields: dict[str, str] = {}
    for line in re.split(rb"\r\n(?![ \t])", block[:end])[1:]:
        name, colon, value = line.partition(b":")
        if not colon:
            return None
        fields.setdefault(name.strip().decode("latin-1").lower(), value.strip().decode("utf-8", "replace"))
    fields["warc-type"] = fields.get("warc-type", "").lower()
    length = fields.get("content-length", "")
    if not (fields["warc-type"] and length.isascii() and length.isdigit() and len(length) < 16):
        return None
    return Head(fields, int(length), end + len(_BREAKS), block)


def _walk_plain(file: BinaryIO, size: int, wants: Wanted, within: Range) -> Iterator[Whole | Lost]:
    """The records wanted, and the ranges lost, of an archive that is not packed."""
    at = within.start
    while at < within.end:
        file.seek(at)
        block = file.read(_HEAD_CAP)
        if blank := len(block) - len(block.lstrip(b"\r\n")):
            at += blank
            continue
        head = _read_head(block)
        after = at + head.end if head else at
        if head is None or not _ends(file, at, head, size):
            resumed = _next_record(file, at + (head.size if head else 1), size)
            cause = "no WARC header" if head is None else "cut" if after > size else "its length is not what its header says"
            yield Lost(at, resumed, cause)
            at = resumed
            continue
        if wants(head, str(at)):
            file.seek(at)
            yield Whole(str(at), at, head, file.read(head.end) if head.length <= BYTES_CAP else b"")
        at = after + len(_BREAKS)


def _ends(file: BinaryIO, at: int, head: Head, size: int) -> bool:
    """Whether a record ends where its header says: two line breaks follow and then the next record, or the end of the file.

    Something else may follow too, if no record begins before it: then that is what is lost.
    """
    end = at + head.end
    if end >= size:
        return end == size
    file.seek(end)
    following = file.read(len(_BREAKS) + 5)
    if not _BREAKS.startswith(following[: len(_BREAKS)]):
        return False
    return following[len(_BREAKS) :] in (b"", b"WARC/") or _next_record(file, at + head.size, size) >= end


def _next_record(file: BinaryIO, start: int, size: int) -> int:
    """Where the next record begins, by its header; the size of the file where there is none."""
    return next((at for at in _positions(file, b"WARC/", start, size) if _starts_record(file, at)), size)


def _starts_record(file: BinaryIO, at: int) -> bool:
    for size in (11, 1024, _HEAD_CAP):  # no more than is needed: there may be thousands of places that only begin like one
        file.seek(at)
        block = file.read(size)
        end = block.find(_BREAKS)
        if not _FIRST.match(block) or _FIRST.search(block, 1, end if end >= 0 else size):
            return False
        if end >= 0:
            return _read_head(block) is not None
    return False


def _positions(file: BinaryIO, sought: bytes, start: int, size: int) -> Iterator[int]:
    """Where bytes stand in a file, from `start` on."""
    while start < size:
        file.seek(start)
        chunk = file.read(_CHUNK)
        at = chunk.find(sought)
        while at >= 0:
            yield start + at
            at = chunk.find(sought, at + 1)
        if len(chunk) < len(sought):
            return
        start += len(chunk) - len(sought) + 1


def _walk_packed(file: BinaryIO, size: int, wants: Wanted, within: Range) -> Iterator[Whole | Lost]:
    """The records wanted, and the ranges lost, of an archive packed with gzip."""
    at, wasted = within.start, 0
    while at < within.end:
        member = _Member(file, at)
        try:
            yield from _records_of(member, at, size, wants)
        except (zlib.error, PageError) as error:
            cause = error.problem if isinstance(error, PageError) else str(error).removeprefix("Error -3 while decompressing data: ")
            wasted += member.read
            # Members may lie within members: without an end to it, each would be unpacked again within the one before.
            after = _next_member(file, at + 1, size) if wasted < _WASTE_CAP * size + RATIO_FREE else size
            if not _is_padding(file, at, size):
                yield Lost(at, after, cause)
            at = after
        else:
            at = member.end or size


def _records_of(member: "_Member", at: int, size: int, wants: Wanted) -> Iterator[Whole]:
    """The records wanted of one gzip member, which mostly holds one.

    Raises:
        zlib.error, PageError: the member is damaged, cut, or a bomb.
    """
    while member.fill(1):
        start = member.told
        address = f"{at}+{start}" if start else str(at)
        head = _member_head(member)
        wanted = wants(head, address)
        if not wanted and not start and (after := _end_of(member.file, at, size, head)):
            member.end = after
            return
        data = b""
        if wanted and head.length <= BYTES_CAP:
            data = member.take(head.end)
        else:
            member.skip(head.end)
        if member.told < start + head.end or not _BREAKS.startswith(member.take(len(_BREAKS))):
            raise zlib.error("the length of a record is not what its header says")
        while member.fill(1) and member.ahead[0] in b"\r\n":
            member.take(1)
        # Here a member of one record has been unpacked to its end, and compared with its sum.
        if wanted:
            yield Whole(address, at, head, data)


def _member_head(member: "_Member") -> Head:
    for size in (_HEAD, _HEAD_CAP):
        member.fill(size)
        head = _read_head(bytes(member.ahead[:_HEAD_CAP]))
        if head is not None and (_BREAKS in head.block[head.size :] or len(head.block) - head.size >= head.length):
            return head
    if head is None:
        raise zlib.error("no WARC header")
    return head


class _Member:
    """What one gzip member unpacks to, in order."""

    def __init__(self, file: BinaryIO, at: int) -> None:
        self.file, self._at, self._next = file, at, at
        self._unpacker = zlib.decompressobj(wbits=31)
        self._total = 0
        self.ahead = bytearray()
        self.told = 0  # bytes taken
        self.end: int | None = None  # of the member in the file

    def fill(self, size: int) -> int:
        """Unpack until `size` bytes are ahead, or the member ends; how many are ahead."""
        while len(self.ahead) < size and self.end is None:
            packed = self._unpacker.unconsumed_tail or self._more()
            part = self._unpacker.decompress(packed, max(size - len(self.ahead), _HEAD))
            self.ahead += part
            self._total += len(part)
            if self._unpacker.eof:
                self.end = self._next - len(self._unpacker.unused_data)
            elif not packed and not part:
                raise zlib.error("cut: the file ends before it does")
            if self._total > RATIO_FREE and self._total > RATIO_CAP * (self._next - self._at):
                raise PageError("", f"{self._next - self._at:,} bytes that unpack to {self._total:,} and more: no page packs like that")
        return len(self.ahead)

    def take(self, size: int) -> bytes:
        """The next `size` bytes; fewer only at the end of the member."""
        self.fill(size)
        data = bytes(self.ahead[:size])
        del self.ahead[:size]
        self.told += len(data)
        return data

    def skip(self, size: int) -> None:
        while size > 0 and (part := self.take(min(size, _CHUNK))):
            size -= len(part)

    @property
    def read(self) -> int:
        """Packed bytes that were read."""
        return self._next - self._at

    def _more(self) -> bytes:
        self.file.seek(self._next)
        packed = self.file.read(64 * 1024)
        self._next += len(packed)
        return packed


def _end_of(file: BinaryIO, at: int, size: int, head: Head) -> int | None:
    """Where the member of a record ends, if the next member tells: the size that stands before it is that of this record."""
    after = _next_member(file, at + 1, size)
    file.seek(max(at, after - 4))
    return after if int.from_bytes(file.read(4), "little") == (head.end + len(_BREAKS)) & 0xFFFFFFFF else None


def _next_member(file: BinaryIO, start: int, size: int) -> int:
    """Where the next gzip member with a WARC record begins; the size of the file where there is none."""
    for at in _positions(file, _MAGIC, start, size):
        file.seek(at)
        try:
            if zlib.decompressobj(wbits=31).decompress(file.read(4096), 16).startswith(b"WARC/"):
                return at
        except zlib.error:
            continue
    return size


def holds_records(head: bytes) -> bool:
    """Whether a gzip member with a WARC record begins anywhere in bytes; the first of a file may be damaged."""
    return _next_member(io.BytesIO(head), 0, len(head)) < len(head)


def _is_padding(file: BinaryIO, at: int, size: int) -> bool:
    """Whether nothing but zero bytes follows, as tapes and broken downloads are filled up."""
    while at < size:
        file.seek(at)
        chunk = file.read(_CHUNK)
        if chunk.strip(b"\0"):
            return False
        at += len(chunk) or size
    return True


def _load(file: BinaryIO, address: str, packed: bool) -> bytes | None:
    """The record at an address at which one was seen; None where it is damaged or too large."""
    at, _, inner = address.partition("+")
    try:
        if packed:
            member = _Member(file, int(at))
            member.skip(int(inner or 0))
            head = _member_head(member)
            return member.take(head.end) if head.length <= BYTES_CAP else None
        file.seek(int(at))
        head_or_none = _read_head(file.read(_HEAD_CAP))
        if head_or_none is None or head_or_none.length > BYTES_CAP:
            return None
        file.seek(int(at))
        return file.read(head_or_none.end)
    except (zlib.error, PageError):
        return None
