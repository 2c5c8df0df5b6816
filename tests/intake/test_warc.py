"""WARC: which records are pages, what is told of them, and that damage costs the damaged record and nothing else."""

import gzip
import io
import os
import tracemalloc
import zlib
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.intake.found import Done, Source
from onrecord.intake.warc import find_in_warc
from onrecord.page.file import BYTES_CAP
from tests.intake.make import WHEN, failures, http, look, pages, payload_digest, record, stories, story, warc

PACKED = pytest.mark.parametrize("packed", [True, False], ids=["gzip", "plain"])
CHUNKED = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (story(1)[:100], story(1)[100:], b""))

TAKEN = [
    ("as it is", http(story(1)), "text/html; charset=utf-8"),
    ("no type", http(story(1), kind=None), None),
    ("text", http(b"The ministry denied it.", kind="text/plain"), "text/plain"),
    ("xhtml", http(story(1), kind="Application/XHTML+xml; charset=koi8-r"), "Application/XHTML+xml; charset=koi8-r"),
    (
        "of HTTP/2, with odd letters",
        http(story(1)).replace(b"HTTP/1.1 200 OK\r\nContent-Type:", b"HTTP/2 200\r\ncontent-TYPE:"),
        "text/html; charset=utf-8",
    ),
    ("chunked", http(CHUNKED, more="Transfer-Encoding: chunked\r\n"), "text/html; charset=utf-8"),
    ("gzip", http(gzip.compress(story(1)), more="Content-Encoding: gzip\r\n"), "text/html; charset=utf-8"),
    ("deflate", http(zlib.compress(story(1)), more="Content-Encoding: deflate\r\n"), "text/html; charset=utf-8"),
    ("brotli", http(brotli.compress(story(1)), more="Content-Encoding: br\r\n"), "text/html; charset=utf-8"),
    ("said to be gzip, and is not", http(story(1), more="Content-Encoding: gzip\r\n"), "text/html; charset=utf-8"),
    ("said to be chunked, and is not", http(story(1), more="Transfer-Encoding: chunked\r\n"), "text/html; charset=utf-8"),
]
PASSED_BY = [
    ("redirect", record(http(b"", status="301 Moved Permanently"))),
    ("not found", record(http(story(1), status="404 Not Found"))),
    ("picture", record(http(b"\x89PNG", kind="image/png"))),
    ("style", record(http(b"p {}", kind="text/css"))),
    ("robots", record(http(b"User-agent: *", kind="text/plain"), url="https://news.example/robots.txt")),
    ("request", record(b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n", kind="request")),
    ("info", record(b"software: crawler\r\n", kind="warcinfo")),
    ("metadata", record(b"outlink: https://news.example/b", kind="metadata")),
]


@PACKED
@pytest.mark.parametrize(("block", "kind"), [case[1:] for case in TAKEN], ids=[case[0] for case in TAKEN])
def test_a_response_is_a_page_with_its_address_time_and_type(tmp_path: Path, packed: bool, block: bytes, kind: str | None) -> None:
    data, _ = warc(record(b"x: y\r\n", kind="warcinfo"), record(block), packed=packed)
    (page,) = pages(look(tmp_path / "crawl", data))
    assert page.data == (b"The ministry denied it." if kind == "text/plain" else story(1))
    assert (page.location, page.retrieved, page.content_type, page.outlet) == ("https://news.example/a", WHEN, kind, None)


@PACKED
@pytest.mark.parametrize("other", [case[1] for case in PASSED_BY], ids=[case[0] for case in PASSED_BY])
def test_what_is_no_page_is_passed_by_without_a_word(tmp_path: Path, packed: bool, other: bytes) -> None:
    data, offsets = warc(other, record(http(story(1))), other, packed=packed)
    (page,) = look(tmp_path / "crawl", data)
    assert page.key.endswith(f"@{offsets[1]}")


@PACKED
def test_two_captures_of_equal_bytes_are_two_pages(tmp_path: Path, packed: bool) -> None:
    later = "2024-03-02T08:30:00Z"
    data, _ = warc(record(http(story(1))), record(http(story(1)), date=later), record(http(story(1)), url="https://copy.example/a"), packed=packed)
    found = pages(look(tmp_path / "crawl", data))
    assert [(page.location, page.retrieved) for page in found] == [
        ("https://news.example/a", WHEN), ("https://news.example/a", later), ("https://copy.example/a", WHEN),
    ]  # fmt: skip
    assert len({page.key for page in found}) == 3
    assert {page.data for page in found} == {story(1)}


@PACKED
def test_a_revisit_is_a_capture_of_the_bytes_that_it_found_unchanged(tmp_path: Path, packed: bool) -> None:
    digest = f"WARC-Payload-Digest: {payload_digest(story(1))}\r\n"
    first = record(http(story(1)), more=digest)
    again = record(http(b""), kind="revisit", date="2024-03-09T00:00:00Z", more=digest + "WARC-Refers-To-Target-URI: https://news.example/a\r\n")
    lost = record(http(b""), kind="revisit", url="https://news.example/b", more=f"WARC-Payload-Digest: {payload_digest(b'other')}\r\n")
    picture = record(http(b"", kind="image/png"), kind="revisit", more=f"WARC-Payload-Digest: {payload_digest(b'other')}\r\n")
    items = look(tmp_path / "crawl", warc(first, again, lost, picture, packed=packed)[0])
    assert [(page.data, page.retrieved) for page in pages(items)] == [(story(1), WHEN), (story(1), "2024-03-09T00:00:00Z")]
    (failure,) = failures(items)
    assert failure.location == "https://news.example/b"
    assert "whose record is not in this archive" in failure.cause


@PACKED
def test_old_and_odd_headers(tmp_path: Path, packed: bool) -> None:
    data, _ = warc(
        record(http(story(1)), url="<https://news.example/old>"),
        record(http(story(2)), url="file:///etc/passwd", date="yesterday"),
        record(http(story(3)), more="X-Folded: one\r\n two\r\n"),
        packed=packed,
    )
    old, odd, folded = pages(look(tmp_path / "crawl", data))
    assert old.location == "https://news.example/old"
    assert (odd.location, odd.retrieved) == (odd.container, None)
    assert folded.data == story(3)


def test_an_archive_that_is_packed_as_a_whole(tmp_path: Path) -> None:
    data, offsets = stories(3, packed=False)
    found = pages(look(tmp_path / "crawl.gz", gzip.compress(data)))
    assert [page.data for page in found] == [story(n) for n in range(3)]
    assert [page.key.rpartition("@")[2] for page in found] == ["0", f"0+{offsets[1]}", f"0+{offsets[2]}"]


@PACKED
def test_what_is_done_is_passed_by_and_the_rest_has_the_keys_it_had(tmp_path: Path, packed: bool) -> None:
    data, _ = warc(*(one for n in range(6) for one in (record(http(story(n))), record(b"x", kind="request"))), packed=packed)
    whole = look(tmp_path / "crawl", data)
    for done in ({whole[0].key}, {whole[5].key}, {item.key for item in whole[1:4]}, {item.key for item in whole}):
        rest = look(tmp_path / "crawl", done=done)
        assert rest == [item for item in whole if item.key not in done]


def test_a_done_record_is_not_unpacked(tmp_path: Path) -> None:
    """Damage in what is done goes unseen: it was not looked at."""
    data, offsets = warc(*(record(http(story(n) + os.urandom(20_000))) for n in range(3)), packed=True)
    whole = look(tmp_path / "crawl", data)
    damaged = bytearray(data)
    damaged[offsets[1] - 100 : offsets[1] - 60] = bytes(40)
    path = tmp_path / "crawl"
    stamp = path.stat()
    path.write_bytes(damaged)
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert look(path, done={whole[0].key}) == whole[1:]
    assert failures(look(path))


DAMAGE = [
    ("flipped in the body", lambda data, start, end: data[: end - 300] + bytes(b ^ 0xFF for b in data[end - 300 : end - 250]) + data[end - 250 :]),
    ("zeros from the start", lambda data, start, end: data[:start] + bytes(200) + data[start + 200 :]),
    ("a hole", lambda data, start, end: data[: start + 150] + data[end - 150 :]),
    ("garbage put in", lambda data, start, end: data[: start + 700] + b"\xde\xad\xbe\xef" * 100 + data[start + 700 :]),
    ("cut, and the next written behind it", lambda data, start, end: data[: end - 200] + data[end:]),
    ("its first byte lost", lambda data, start, end: data[:start] + data[start + 1 :]),
]


@PACKED
@pytest.mark.parametrize("damage", [case[1] for case in DAMAGE], ids=[case[0] for case in DAMAGE])
@pytest.mark.parametrize("which", [0, 2, 4])
def test_damage_costs_one_record_and_is_reported_with_its_range(tmp_path: Path, packed: bool, damage, which: int) -> None:  # type: ignore[no-untyped-def]
    blocks = [http(story(n)) for n in range(5)]
    records = [record(b, url=f"https://news.example/{n}", more=f"WARC-Block-Digest: {payload_digest(b)}\r\n") for n, b in enumerate(blocks)]
    data, offsets = warc(*records, packed=packed)
    items = look(tmp_path / "crawl", damage(data, offsets[which], offsets[which + 1]))
    assert {page.data for page in pages(items)} == {story(n) for n in range(5) if n != which}
    assert failures(items)
    for failure in failures(items):
        assert "are lost: " in failure.cause or "does not match its WARC-Block-Digest" in failure.cause
        assert failure.remedy


@PACKED
def test_a_cut_archive_gives_what_is_whole(tmp_path: Path, packed: bool) -> None:
    data, offsets = stories(4, packed=packed)
    for cut in range(300, len(data), 61):
        items = look(tmp_path / "crawl", data[:cut])
        # The line breaks after a plain record may be lost with nothing lost.
        whole = [n for n in range(4) if offsets[n + 1] - (0 if packed else 4) <= cut]
        assert [page.data for page in pages(items)] == [story(n) for n in whole]
        assert failures(items) or cut in offsets or not packed


@PACKED
@pytest.mark.parametrize("length", [0, 5, 1_000, 10_000_000, 10**14])
def test_a_wrong_length_costs_one_record(tmp_path: Path, packed: bool, length: int) -> None:
    data, _ = warc(record(http(story(0))), record(http(story(1)), length=length), record(http(story(2))), record(http(story(3))), packed=packed)
    items = look(tmp_path / "crawl", data)
    assert [page.data for page in pages(items)] == [story(0), story(2), story(3)]
    assert failures(items)


@settings(max_examples=60)
@given(st.booleans(), st.data())
def test_wherever_it_is_damaged_the_other_records_come_out(tmp_path_factory: pytest.TempPathFactory, packed: bool, draw: st.DataObject) -> None:
    data, offsets = stories(4, packed=packed)
    start = draw.draw(st.integers(0, len(data) - 1))
    old = draw.draw(st.integers(0, 400))
    new = (b"\xff" if start < 8 else b"") + draw.draw(st.binary(max_size=200))  # not the mark of another form
    damaged = data[:start] + new + data[start + old :]
    touched = {n for n in range(4) if offsets[n] < start + max(old, 1) and start <= offsets[n + 1]}
    path = tmp_path_factory.mktemp("damaged") / "crawl"
    items = look(path, damaged)
    assert {story(n) for n in range(4) if n not in touched} <= {page.data for page in pages(items)}
    if packed:  # gzip has sums: what comes out is what went in
        assert {page.data for page in pages(items)} <= {story(n) for n in range(4)}
    assert look(path) == items
    assert look(path, done={item.key for item in items}) == []


@given(
    st.binary(max_size=600), st.sampled_from([b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9\r\n\r\n", b""])
)
def test_any_bytes_end_without_a_traceback(tmp_path_factory: pytest.TempPathFactory, noise: bytes, start: bytes) -> None:
    assert look(tmp_path_factory.mktemp("noise") / "crawl", start + noise) != []


def test_a_bomb_between_two_pages_costs_itself_and_no_memory(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    inner = b"".join(packer.compress(bytes(2**20)) for _ in range(100)) + packer.flush()
    http_bomb = record(http(inner, more="Content-Encoding: gzip\r\n"), url="https://news.example/http-bomb")
    member_bomb = record(http(bytes(70 * 2**20)), url="https://news.example/member-bomb")
    data, _ = warc(record(http(story(0))), http_bomb, record(http(story(1))), member_bomb, record(http(story(2))), packed=True)
    del member_bomb
    (tmp_path / "crawl").write_bytes(data)
    tracemalloc.start()
    items = look(tmp_path / "crawl")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [page.data for page in pages(items)] == [story(0), story(1), story(2)]
    assert len(failures(items)) == 2
    assert peak < 3 * BYTES_CAP


def test_a_long_archive_is_never_whole_in_memory(tmp_path: Path) -> None:
    from onrecord.intake import find_pages

    film = record(http(bytes(range(256)) * 40_000, kind="video/mp4"))
    with (tmp_path / "crawl").open("wb") as file:
        for n in range(8):
            file.write(film + record(http(story(n))))
    tracemalloc.start()
    count = sum(1 for _ in find_pages([tmp_path / "crawl"]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 8
    assert peak < 8 * 2**20


def test_members_within_damaged_members_end(tmp_path: Path) -> None:
    """Each holds all that follow as it is, and none has the right sum: read naively, the time is the square of their number."""
    data = b""
    for n in range(300):
        packer = zlib.compressobj(0, zlib.DEFLATED, 31)
        data = (packer.compress(record(http(story(n)[:40] + data))) + packer.flush())[:-8] + b"\0" * 8
    assert failures(look(tmp_path / "crawl", data))


class CountingFile(io.BytesIO):
    """Knows how many bytes were read of it."""

    count = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.count += len(data)
        return data


JUNK = [b"WARC/", b"WARC/1.0\r\n", b"WARC/1.0\r\nX: y\r\n", b"WARC/1.0\r\nX:", b"WARC/1.0\r\n\r\n\r\n"]


@pytest.mark.parametrize("junk", JUNK)
def test_what_only_begins_like_records_is_passed_by_without_reading_far(junk: bytes) -> None:
    """With the longest head a record may have read behind each, thousands of times the file would be read."""
    data, _ = stories(2, packed=False)
    file = CountingFile(data + b"X" + junk * 3000 + b"\r\n" + data)
    size = len(file.getvalue())
    items = list(find_in_warc(Source("crawl", "crawl", file, size), Done(frozenset()), packed=False))
    assert [page.data for page in pages(items)] == [story(0), story(1)] * 2
    assert len(failures(items)) == 1
    assert file.count < 200 * size


def test_an_archive_without_a_page_says_so(tmp_path: Path) -> None:
    data, _ = warc(record(b"x: y\r\n", kind="warcinfo"), packed=True)
    (failure,) = failures(look(tmp_path / "crawl", data))
    assert failure.cause == "no page in it: a WARC without a response that is HTML or text"


def test_zeros_at_the_end_are_no_loss(tmp_path: Path) -> None:
    data, _ = stories(2, packed=True)
    items = look(tmp_path / "crawl", data + bytes(5000))
    assert (len(pages(items)), failures(items)) == (2, [])
