"""Web archives cut into parts: all parts together hold what the file holds, and no part more than it may."""

import io
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.intake.found import Done, Found, Item, Source, Unreadable
from onrecord.intake.inside import look_into
from onrecord.intake.parts import Part, cut_into_parts, find_in_part
from tests.archive.given import wacz
from tests.intake.make import http, payload_digest, record, stories, story, warc


def source(data: bytes) -> Source:
    file: BinaryIO = io.BytesIO(data)
    return Source("crawl", "crawl", file, len(data))


def whole(data: bytes) -> list[Item]:
    return list(look_into(source(data), Done(())))


def in_parts(data: bytes, most: int) -> tuple[list[Part], list[Item]]:
    cut = list(cut_into_parts(source(data), most))
    parts = [part for part in cut if isinstance(part, Part)]
    return parts, [item for part in parts for item in find_in_part(source(data), part, Done(()))]


def told(items: list[Item]) -> list[tuple[str, str, bytes | str]]:
    return sorted((item.key, item.location, item.data if isinstance(item, Found) else item.cause) for item in items)


def damaged(data: bytes, at: int) -> bytes:
    return data[:at] + bytes(40) + data[at + 40 :]


@pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
@given(most=st.integers(1, 9), hurt=st.one_of(st.none(), st.floats(0.05, 0.9)))
def test_parts_hold_together_what_the_file_holds(packed: bool, most: int, hurt: float | None) -> None:
    data, _ = stories(8, packed=packed)
    if hurt is not None:
        data = damaged(data, int(hurt * len(data)))
    parts, items = in_parts(data, most)
    assert told(items) == told(whole(data))
    assert all(part.within.pages <= most for part in parts)
    assert [part.within.end for part in parts] == [*(part.within.start for part in parts[1:]), len(data)]


@pytest.mark.parametrize("packed", [False, True], ids=["stored", "deflated"])
def test_a_wacz_is_cut_at_the_records_of_its_warc(packed: bool) -> None:
    data = wacz(stories(7, packed=True)[0], packed=packed)
    parts, items = in_parts(data, 3)
    assert [part.within.pages for part in parts] == [3, 3, 1]
    assert told(items) == told(whole(data))


def test_a_revisit_finds_the_payload_that_stands_in_an_earlier_part() -> None:
    first = http(story(0))
    more = f"WARC-Payload-Digest: {payload_digest(story(0))}\r\n"
    again = record(http(b""), url="https://news.example/again", kind="revisit", more=more)
    data, _ = warc(record(first, more=more), *(record(http(story(n)), url=f"https://news.example/{n}") for n in (1, 2)), again, packed=True)
    parts, items = in_parts(data, 2)
    assert len(parts) == 2
    assert [item.data for item in items if isinstance(item, Found)][-1] == story(0)
    assert told(items) == told(whole(data))


@pytest.mark.parametrize(
    ("data", "cause"),
    [(b"<html><body>a page</body></html>", "no WARC, WACZ or Parquet"), (b"", "no WARC, WACZ or Parquet"), (b"PK\x03\x04 cut", "damaged or cut zip")],
)
def test_what_is_no_web_archive_is_said_to_be_none(data: bytes, cause: str) -> None:
    (item,) = cut_into_parts(source(data), 5)
    assert isinstance(item, Unreadable)
    assert cause in item.cause
