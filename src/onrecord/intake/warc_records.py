"""The records of a WARC, whole ones and the ranges between them that are lost.

No WARC library goes on after a damaged record, and none says that the last one is cut. So the records are told apart here, by their
lengths or, where those do not hold, by what the next record begins with.

A record that is no page, or is done, is passed without being unpacked: the next gzip member is looked for, and where the unpacked size
that stands before it is that of the record, it is the next record.

Source: ISO 28500:2017 (WARC 1.1); RFC 1952 (gzip).
"""

import io
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from onrecord.errors import PageError
from onrecord.page.file import BYTES_CAP, RATIO_CAP, RATIO_FREE

_HEAD: Final = 8 * 1024  # of a record: its headers and those of HTTP
_HEAD_CAP: Final = 64 * 1024
_CHUNK: Final = 256 * 1024
_WASTE_CAP: Final = 16  # times the size of the file, of members that turned out damaged
_MAGIC: Final = b"\x1f\x8b\x08"
BREAKS: Final = b"\r\n\r\n"
_FIRST: Final = re.compile(rb"WARC/\d\.\d{1,2}\r\n")  # of the lines of a record


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


def _read_head(block: bytes) -> Head | None:
    """The header of the record at the beginning of a block; None where none stands there whole."""
    end = block.find(BREAKS, 0, _HEAD_CAP)
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
    return Head(fields, int(length), end + len(BREAKS), block)


def walk_plain(file: BinaryIO, size: int, wants: Wanted, within: Range) -> Iterator[Whole | Lost]:
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
        at = after + len(BREAKS)


def _ends(file: BinaryIO, at: int, head: Head, size: int) -> bool:
    """Whether a record ends where its header says: two line breaks follow and then the next record, or the end of the file.

    Something else may follow too, if no record begins before it: then that is what is lost.
    """
    end = at + head.end
    if end >= size:
        return end == size
    file.seek(end)
    following = file.read(len(BREAKS) + 5)
    if not BREAKS.startswith(following[: len(BREAKS)]):
        return False
    return following[len(BREAKS) :] in (b"", b"WARC/") or _next_record(file, at + head.size, size) >= end


def _next_record(file: BinaryIO, start: int, size: int) -> int:
    """Where the next record begins, by its header; the size of the file where there is none."""
    return next((at for at in _positions(file, b"WARC/", start, size) if _starts_record(file, at)), size)


def _starts_record(file: BinaryIO, at: int) -> bool:
    for size in (11, 1024, _HEAD_CAP):  # no more than is needed: there may be thousands of places that only begin like one
        file.seek(at)
        block = file.read(size)
        end = block.find(BREAKS)
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


def walk_packed(file: BinaryIO, size: int, wants: Wanted, within: Range) -> Iterator[Whole | Lost]:
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
        if member.told < start + head.end or not BREAKS.startswith(member.take(len(BREAKS))):
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
        if head is not None and (BREAKS in head.block[head.size :] or len(head.block) - head.size >= head.length):
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
    return after if int.from_bytes(file.read(4), "little") == (head.end + len(BREAKS)) & 0xFFFFFFFF else None


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


def load_record(file: BinaryIO, address: str, packed: bool) -> bytes | None:
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
