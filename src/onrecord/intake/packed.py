"""Bytes that are packed: unpacked as they are asked for, under a cap of size and of ratio, into files that hold no memory."""

import bz2
import gzip
import io
import lzma
import tempfile
import zlib
from typing import BinaryIO, Final, Literal, cast

from onrecord.errors import PageError
from onrecord.intake.found import Source
from onrecord.page.file import BYTES_CAP, RATIO_CAP, RATIO_FREE, too_large

Packing = Literal["gzip", "bzip2", "xz"]
ARCHIVE_CAP: Final = 16 * 1024 * 1024 * 1024  # of an archive that lies packed in another, and of a tar
IN_MEMORY: Final = 4 * 1024 * 1024  # what is larger is put on disk
_CHUNK: Final = 256 * 1024
DAMAGE: Final = (zlib.error, EOFError, OSError, lzma.LZMAError)  # what is raised when damaged bytes are unpacked


class Unpacked(io.RawIOBase):
    """The content of a packed file, from its beginning; seeking back unpacks again.

    Raises, on read:
        PageError: it unpacks to more than the caps allow.
        DAMAGE: the bytes are damaged or cut.
    """

    def __init__(self, inner: BinaryIO, place: str, packed: int, cap: int = ARCHIVE_CAP) -> None:
        self._inner, self._place, self._packed, self._cap = inner, place, packed, cap
        self._most = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        before = self.tell()
        if whence == io.SEEK_SET and offset > before:  # in steps, each of which is checked
            while before < offset and (part := self.read(min(_CHUNK, offset - before))):
                before += len(part)
            return before
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def read(self, size: int = -1) -> bytes:
        parts: list[bytes] = []
        left = self._cap if size is None or size < 0 else size
        while left > 0 and (part := self._inner.read(min(left, _CHUNK))):
            parts.append(part)
            left -= len(part)
            self._check()
        return b"".join(parts)

    def _check(self) -> None:
        self._most = max(self._most, self._inner.tell())
        if self._most > self._cap or (self._most > RATIO_FREE and self._most > RATIO_CAP * self._packed):
            problem = f"{self._packed:,} bytes that unpack to more than {min(self._cap, self._most - 1):,}"
            raise PageError(self._place, problem, "no page packs like that: do not trust where it came from")

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def unpack(source: Source, packing: Packing) -> Unpacked:
    """The content of a source that is packed as a whole."""
    source.file.seek(0)
    inner: gzip.GzipFile | bz2.BZ2File | lzma.LZMAFile
    if packing == "gzip":
        inner = gzip.GzipFile(fileobj=source.file, mode="rb")
    elif packing == "bzip2":
        inner = bz2.BZ2File(source.file)
    else:
        inner = lzma.LZMAFile(source.file)  # noqa: SIM115 (the file is the caller's)
    return Unpacked(cast(BinaryIO, inner), source.place, source.size)


def whole_page(source: Source) -> bytes:
    """All bytes of a source that is one page.

    Raises:
        PageError: there are more than a page may have.
    """
    if source.size > BYTES_CAP:
        raise too_large(source.place)
    source.file.seek(0)
    return source.file.read(BYTES_CAP)


def spool(stream: BinaryIO | Unpacked, place: str, cap: int, head: bytes = b"") -> tuple[BinaryIO, int]:
    """A file of its own for bytes that can only be read once, and their number; a large one lies on disk, without a name.

    Args:
        head: what was read of them already.

    Raises:
        PageError: there are more than `cap`, or the disk for temporary files is full.
    """
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (closed by whoever looks into it)
    part, size, kept = head or stream.read(_CHUNK), 0, False
    try:
        while part:
            size += len(part)
            if size > cap:
                raise (
                    too_large(place) if cap == BYTES_CAP else PageError(place, f"unpacks to more than {cap:,} bytes", "unpack it, and give the files")
                )
            _write(file, part, place)
            part = stream.read(_CHUNK)
        file.seek(0)
        kept = True
    finally:
        if not kept:
            file.close()
    return cast(BinaryIO, file), size


def _write(file: "tempfile.SpooledTemporaryFile[bytes]", part: bytes, place: str) -> None:
    try:
        file.write(part)
    except OSError as error:
        remedy = "make room in the folder for temporary files, or name another in TMPDIR"
        raise PageError(place, f"cannot be unpacked: {error.strerror or error}", remedy) from None


class Window(io.RawIOBase):
    """A range of a file, as a file: what an archive holds unpacked is read where it lies."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size, self._at = file, start, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def read(self, size: int = -1) -> bytes:
        left = max(0, self._size - self._at)
        self._file.seek(self._start + self._at)
        data = self._file.read(left if size is None or size < 0 else min(size, left))
        self._at += len(data)
        return data

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
