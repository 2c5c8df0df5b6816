"""Answers that are slow, endless or packed: none costs more time or memory than the policy gives."""

import gzip
import itertools
import time
import zlib

import pytest

from onrecord.fetch import Policy
from tests.fetch.conftest import Handler, Page, Web, page
from tests.fetch.given import HTML, fetched, refused


def drip_body(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "40")
    handler.end_headers()
    drip(handler, b"x" * 40)


def drip_head(handler: Handler) -> None:
    drip(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")


def drip_headers(handler: Handler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(handler, b"X-More: 1\r\n" * 3 + b"Content-Length: 1\r\n\r\nx")


def drip_continues(handler: Handler) -> None:
    drip(handler, b"HTTP/1.1 100 Continue\r\n\r\n" * 2 + b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")


def drip(handler: Handler, data: bytes) -> None:
    """A byte each tenth of a second: each in time for a limit that counts from the last one. Whoever waits for all of it gets the page."""
    for at in range(len(data)):
        handler.wfile.write(data[at : at + 1])
        time.sleep(0.1)


@pytest.mark.parametrize("slow", [drip_body, drip_head, drip_headers, drip_continues])
def test_a_slow_loris_is_left(web: Web, slow: Page) -> None:
    web.pages["/a"] = slow
    error = refused(policy=Policy(delay_s=0, idle_s=5, total_s=0.5, robots=False))
    assert error.problem == "it was not there whole within 0.5 s"
    assert web.paths() == ["/a"]


def test_a_server_that_falls_silent_is_left(web: Web) -> None:
    web.pages["/a"] = lambda handler: time.sleep(3)
    error = refused(policy=Policy(delay_s=0, backoff_s=0, idle_s=0.2, total_s=5, attempts=2, robots=False))
    assert error.problem == "nothing came for 0.2 s"
    assert web.paths() == ["/a", "/a"]


def endless(sent: "itertools.count[int]", start: bytes = b"", **headers: str) -> Page:
    """A page of 10 GB, a megabyte at a time, each counted."""

    def pour(handler: Handler) -> None:
        handler.send_response(200)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(start)
        for _ in range(10_000):
            handler.wfile.write(b"x" * 1_000_000)
            next(sent)

    return pour


def test_a_body_of_10_gb_is_cut_at_the_limit(web: Web) -> None:
    sent = itertools.count()
    web.pages["/a"] = endless(sent)
    assert refused().problem == "its body is longer than 20,000,000 bytes"
    assert web.left.wait(5)
    assert next(sent) < 100


def test_a_chunk_of_a_negative_length_is_no_way_round_the_limit(web: Web) -> None:
    """http.client reads to the end of the connection then, whatever it was asked for."""
    sent = itertools.count()
    web.pages["/a"] = endless(sent, b"-1\r\n", Transfer_Encoding="chunked")
    assert refused().problem == "its answer is longer than 41,000,000 bytes"
    assert web.left.wait(5)
    assert next(sent) < 100


def test_an_endless_row_of_interim_answers_is_left(web: Web) -> None:
    def endless(handler: Handler) -> None:
        for _ in range(100_000):
            handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n" * 1_000)

    web.pages["/a"] = endless
    assert refused(policy=Policy(delay_s=0, max_bytes=10_000, robots=False)).problem == "its answer is longer than 1,020,000 bytes"


def test_a_body_that_says_it_is_too_long_is_not_read(web: Web) -> None:
    web.pages["/a"] = page(200, HTML, Content_Length="10000000000")
    assert refused().problem == "its body is 10,000,000,000 bytes long, and at most 20,000,000 are taken"


def test_too_many_headers_are_refused(web: Web) -> None:
    web.pages["/a"] = page(200, HTML, **{f"X_{n}": "1" for n in range(10_000)})
    assert "the connection failed" in refused().problem


def packed(body: bytes, bits: int) -> bytes:
    pack = zlib.compressobj(wbits=bits)
    return pack.compress(body) + pack.flush()


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(HTML, mtime=0)),
        ("x-gzip", gzip.compress(HTML, mtime=0)),
        ("GZIP", gzip.compress(HTML[:9], mtime=0) + gzip.compress(HTML[9:], mtime=0)),
        ("gzip", gzip.compress(HTML, mtime=0) + bytes(512)),
        ("deflate", packed(HTML, 15)),
        ("deflate", packed(HTML, -15)),
        ("identity", HTML),
        ("", HTML),
    ],
)
def test_a_packed_body_is_unpacked(web: Web, coding: str, body: bytes) -> None:
    web.pages["/a"] = page(200, body, Content_Encoding=coding)
    assert fetched().body == HTML


@pytest.mark.parametrize(
    ("coding", "body", "problem"),
    [
        ("gzip", gzip.compress(bytes(200_000_000), 1, mtime=0), "its body unpacks to more than 200 times its size"),
        ("deflate", packed(bytes(200_000_000), 15), "its body unpacks to more than 200 times its size"),
        ("gzip", gzip.compress(bytes(1_000), mtime=0) * 90_000, "its body is packed in more than 1,000 parts"),
        ("gzip", gzip.compress(bytes(range(256)) * 150, mtime=0) * 600, "its body is longer than 20,000,000 bytes"),
        ("gzip", gzip.compress(HTML, mtime=0)[:-9], "its body is packed and ends too early"),
        ("gzip", HTML, "its body is packed and damaged"),
        ("br", HTML, "its body is packed as 'br', which was not asked for"),
        ("gzip, gzip", gzip.compress(gzip.compress(HTML, mtime=0), mtime=0), "its body is packed as 'gzip, gzip', which was not asked for"),
    ],
    ids=["gzip bomb", "deflate bomb", "many members", "long members", "cut", "not packed", "brotli", "twice"],
)
def test_a_bomb_or_a_damaged_body_is_refused(web: Web, coding: str, body: bytes, problem: str) -> None:
    web.pages["/a"] = page(200, body, Content_Encoding=coding)
    assert problem in refused().problem
