"""What is fuzzed: for each door through which foreign bytes come in, a function that any bytes must pass through.

A target returns where all is well. It fails (AssertionError, or whatever escapes) where bytes give neither a sound answer nor an error that names
its input. `python -m tools.fuzz` drives these with coverage; `test_corpus.py` runs every file of the corpus through them without.
"""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import onrecord
from onrecord.contract import check
from onrecord.errors import OnRecordError, PageError, QueryError, StageError
from onrecord.intake import Found, Unreadable, find_pages
from onrecord.page import Capture, read_page
from onrecord.search import search
from onrecord.store import open_store
from onrecord.store.store import Store
from tests.grounding.timed_text import read_times
from tests.search.conftest import PAGES
from tests.search.pages import fill

TYPES = (None, "text/html", "text/html; charset=koi8-r", "text/plain; charset=utf-16", "text/html; charset=shift_jis", "text/html; charset=utf-8")


def named(error: OnRecordError) -> None:
    """An error says what it is about and what is wrong, in words that can be printed; it is never a defect of ours."""
    assert not isinstance(error, StageError), error
    assert error.location, error
    assert error.problem, error
    str(error).encode()


def sound(record: onrecord.Record) -> None:
    """Every citation holds, and the JSON gives the record back."""
    assert not check(record)
    line = record.to_json()
    assert onrecord.Record.from_json(line).to_json() == line


def decode(data: bytes) -> None:
    """The first byte chooses the header that came with the page; the rest is the page."""
    try:
        page = read_page(data[1:], Capture("fuzz", content_type=TYPES[data[0] % len(TYPES)] if data else None))
    except PageError as error:
        named(error)
        return
    page.document.text.encode()
    for block in page.layout.blocks:
        assert page.document[block.span]


def html(data: bytes) -> None:
    try:
        sound(onrecord.read_html(data, until="article"))
    except OnRecordError as error:
        named(error)


def flat(data: bytes) -> None:
    """Text that was copied out of a page."""
    text = data.decode("utf-8", "replace")
    try:
        record = onrecord.read_text(text, until="article")
    except OnRecordError as error:
        named(error)
        return
    assert record.document.text == text
    sound(record)


def page(data: bytes) -> None:
    """The whole pipeline."""
    try:
        sound(onrecord.read(data))
    except OnRecordError as error:
        named(error)


def archive(data: bytes) -> None:
    """WARC, zip, tar, mail, feed: what it is, is told by its content."""
    with tempfile.NamedTemporaryFile(prefix="fuzz-") as file:
        file.write(data)
        file.flush()
        for item in find_pages([file.name]):
            item.key.encode()
            if isinstance(item, Unreadable):
                assert item.cause
                f"{item.location} {item.cause} {item.remedy}".encode()
            else:
                assert isinstance(item, Found)
                item.location.encode()
                try:
                    read_page(item.data, Capture(item.location, content_type=item.content_type))
                except PageError as error:
                    named(error)


def times(data: bytes) -> None:
    """The first byte chooses whether the day of the page is known."""
    text = data[1:].decode("utf-8", "replace")
    if not text.strip():
        return
    document, found = read_times(text, (None, "2024-02-29", "1999", "2024-12")[data[0] % 4])
    for time in found:
        assert document[time.span]
        assert time.earliest is None or time.latest is None or time.earliest <= time.latest, time


@cache
def _store() -> Store:
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / "news.db"
    fill(path, PAGES)
    return open_store(path)


def query(data: bytes) -> None:
    """The first byte chooses order and where to look."""
    first = data[0] if data else 0
    words = data[1:].decode("latin-1" if first & 8 else "utf-8", "replace")
    try:
        found = search(_store(), words, within=("statements", "text")[first & 1], order=("best", "newest")[(first >> 1) & 1], limit=3)
    except QueryError as error:
        named(error)
        return
    assert len(found.hits) == min(found.total, 3)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": decode,
    "html": html,
    "flat": flat,
    "warc": archive,
    "feeds": archive,
    "times": times,
    "query": query,
    "page": page,
}
CORPUS = Path(__file__).parent / "corpus"
