"""A body unpacked from pieces of any size, and bombs of which no more is taken than the limit needs."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.fetch.unpacking import BodyError, read_body


def pack(body: bytes, coding: str | None) -> bytes:
    if coding is None:
        return body
    if coding == "gzip":
        return gzip.compress(body)
    half = len(body) // 2
    if coding == "two members":
        return gzip.compress(body[:half]) + gzip.compress(body[half:])
    packed = zlib.compressobj(wbits=15 if coding == "zlib" else -15)
    return packed.compress(body) + packed.flush()


NAMES = {None: None, "gzip": "gzip", "two members": "gzip", "zlib": "deflate", "bare": "deflate"}


@given(st.binary(max_size=2_000), st.sampled_from(list(NAMES)), st.integers(1, 700))
def test_pieces_of_any_size_give_the_same_body(body: bytes, coding: str | None, size: int) -> None:
    packed = pack(body, coding)
    chunks = [packed[at : at + size] for at in range(0, len(packed), size)]
    assert read_body(chunks, NAMES[coding], max_bytes=10_000, max_ratio=200) == body


@given(st.binary(min_size=1, max_size=300), st.sampled_from(["gzip", "two members", "zlib"]), st.data())
def test_a_packed_body_that_is_cut_is_refused(body: bytes, coding: str, data: st.DataObject) -> None:
    packed = pack(body, coding)
    whole = {0, len(packed)} | ({len(gzip.compress(body[: len(body) // 2]))} if coding == "two members" else set())
    cut = data.draw(st.integers(1, len(packed) - 1).filter(lambda at: at not in whole and packed[at - 1 : at + 1] != b"\x1f\x8b"))
    with pytest.raises(BodyError, match="ends too early"):
        read_body([packed[:cut]], NAMES[coding], max_bytes=10_000, max_ratio=200)


@given(st.binary(max_size=300), st.sampled_from(["gzip", "deflate"]))
def test_any_bytes_are_unpacked_or_refused(packed: bytes, coding: str) -> None:
    with suppress(BodyError):
        assert len(read_body([packed], coding, max_bytes=10_000, max_ratio=200)) <= 10_000


def test_no_more_of_an_endless_body_is_taken_than_the_limit_needs() -> None:
    taken = []

    def endless() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield bytes(1_000)

    with pytest.raises(BodyError, match="longer than 10,000 bytes"):
        read_body(endless(), None, max_bytes=10_000, max_ratio=200)
    assert len(taken) == 11


def test_padding_behind_a_packed_body_meets_the_limit_too() -> None:
    def endless() -> Iterator[bytes]:
        yield gzip.compress(b"a")
        while True:
            yield bytes(1_000)

    with pytest.raises(BodyError, match="longer than 10,000 bytes"):
        read_body(endless(), "gzip", max_bytes=10_000, max_ratio=200)


def test_the_start_of_a_longer_body_can_be_taken() -> None:
    assert read_body([b"abc", b"def"], None, max_bytes=4, max_ratio=200, cut=True) == b"abcd"
