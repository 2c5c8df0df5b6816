"""A body taken off the wire and unpacked piece by piece, so that neither an endless one nor a bomb is ever held whole."""

import zlib
from collections.abc import Iterable, Iterator
from typing import Final

_PIECE: Final = 65_536
_FREE: Final = 1_000_000  # unpacked bytes before the ratio counts: a small page of one repeated line is no bomb
_MOST_MEMBERS: Final = 1_000  # of gzip: each is cut out of what came with it, which takes the square of their number
_GZIP: Final = b"\x1f\x8b"
CODINGS: Final = ("gzip", "x-gzip", "deflate")


class BodyError(ValueError):
    """Why a body is not taken."""


def read_body(chunks: Iterable[bytes], coding: str | None, *, max_bytes: int, max_ratio: int, cut: bool = False) -> bytes:
    """The body, unpacked.

    Args:
        chunks: as they come; no more are asked for than the limit needs.
        coding: what Content-Encoding says, one of CODINGS or None.
        max_bytes: of the packed and of the unpacked body.
        max_ratio: unpacked to packed, past the first megabyte.
        cut: give the first `max_bytes` of a longer body instead of refusing it.

    Raises:
        BodyError: it is too long, a bomb, or damaged.
    """
    body = bytearray()
    packed = _counted(chunks)
    for piece in packed if coding is None else _inflated(packed, coding):
        body += piece
        if len(body) > max_bytes or packed.taken > max_bytes:
            if cut:
                return bytes(body[:max_bytes])
            raise BodyError(f"its body is longer than {max_bytes:,} bytes")
        if coding is not None and len(body) > _FREE and len(body) > max_ratio * packed.taken:
            raise BodyError(f"its body unpacks to more than {max_ratio} times its size")
    return bytes(body)


class _counted(Iterator[bytes]):  # noqa: N801  -- used like a function
    """The chunks, with the number of bytes that were taken so far."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self.taken = 0

    def __next__(self) -> bytes:
        chunk = next(self._chunks)
        self.taken += len(chunk)
        return chunk


def _inflated(chunks: Iterator[bytes], coding: str) -> Iterator[bytes]:
    """The unpacked pieces of gzip members, or of a deflate stream with or without its wrapping, each at most 64 KiB long."""
    inflate = None
    rest = b""  # not yet unpacked
    members = 0
    for chunk in chunks:
        rest += chunk
        while rest:
            if inflate is None:
                if len(rest) < 2:
                    break  # two bytes tell what it is
                if members and (coding == "deflate" or not rest.startswith(_GZIP)):
                    rest = b""  # what stands behind the end is padding, as every browser takes it
                    break
                inflate = zlib.decompressobj(_window_bits(rest, coding))
                members += 1
                if members > _MOST_MEMBERS:
                    raise BodyError(f"its body is packed in more than {_MOST_MEMBERS:,} parts")
            yield _inflate(inflate, rest)
            rest = inflate.unconsumed_tail
            if inflate.eof:
                rest, inflate = inflate.unused_data, None
        if inflate is None and members:
            yield b""  # so that padding without end meets the limit
    if inflate is not None:
        yield from _flushed(inflate)
    elif rest and not members:
        raise BodyError("its body is packed and ends too early")


def _window_bits(head: bytes, coding: str) -> int:
    """How zlib is to read a body: gzip; or what servers call deflate, which is a zlib stream (RFC 1950) or a bare one (RFC 1951)."""
    if coding != "deflate":
        return 16 + zlib.MAX_WBITS
    wrapped = len(head) > 1 and head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
    return zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS


def _inflate(inflate: "zlib._Decompress", packed: bytes) -> bytes:
    try:
        return inflate.decompress(packed, _PIECE)
    except zlib.error as error:
        raise BodyError(f"its body is packed and damaged: {error}") from error


def _flushed(inflate: "zlib._Decompress") -> Iterator[bytes]:
    """What the last chunk left; the stream must end with it."""
    while not inflate.eof:
        piece = _inflate(inflate, inflate.unconsumed_tail)
        if not piece and not inflate.eof:
            raise BodyError("its body is packed and ends too early")
        yield piece
