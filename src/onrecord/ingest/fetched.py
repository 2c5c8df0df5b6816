"""Pages of the network among those to ingest: the URLs that a user names, and the stories of which a feed holds a summary only.

A URL that was stored before is asked for anew, with what its server said of it then: where the page is the same, nothing comes and nothing
is stored. The story of a feed is fetched once.
"""

import hashlib
import re
import sqlite3
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Final

from onrecord.errors import FetchError
from onrecord.intake.found import Found, Unreadable
from onrecord.store.reader import present
from onrecord.store.write import Answered, Seen, deleted_key

if TYPE_CHECKING:
    from onrecord.fetch import Fetched, Fetcher, Validators

_URL: Final = re.compile(r"https?://", re.IGNORECASE)
SUMMARY: Final = "summary"  # the stage at which the intake has no more than that


def is_url(path: str) -> bool:
    """Whether a path is the address of a page."""
    return _URL.match(path) is not None


def with_fetched(
    found: Iterable[Found | Unreadable],
    urls: Iterable[str],
    connection: sqlite3.Connection,
    readers: Container[int],
    fetcher: "Fetcher",
    answers: dict[str, Answered],
) -> Iterator[Found | Unreadable | Seen]:
    """What was found, with the stories fetched that feeds have summaries of, and then the pages at URLs. A page that was deleted is not asked for.

    Args:
        readers: of the store, those that are the present one: what another has read is fetched and read anew.
        fetcher: whose policy says how; it keeps the pauses between requests.
        answers: takes what servers gave with pages, by their keys, to be written with these.
    """
    from onrecord.fetch import Fetched

    wanted: dict[str, str] = {}  # URL → key
    for item in found:
        if isinstance(item, Unreadable) and item.stage == SUMMARY and is_url(item.location):
            wanted.setdefault(item.location, item.key)
        else:
            yield item
    for url in urls:
        wanted.setdefault(url, url)
    asked = [url for url in wanted if not _is_deleted(connection, url)]
    for url, outcome in fetcher.fetch_all(asked, _known(connection, readers)):
        key = wanted[url]
        if isinstance(outcome, FetchError):
            yield Unreadable(key, url, "fetch", outcome.problem, outcome.remedy)
        elif not isinstance(outcome, Fetched):
            yield Seen(key, url, present())
        elif not _is_deleted(connection, outcome.location):
            told = outcome.validators
            answers[key] = Answered(url, told.etag, told.last_modified, _digest(outcome.body), outcome.retrieved)
            stored = _stored(connection, outcome)
            if any(reader in readers for _, _, reader in stored):
                yield Seen(key, outcome.location, present())
            else:
                # As another reader has read it, so that the new record takes the place of that one.
                retrieved, content_type, _ = stored[0] if stored else (outcome.retrieved, outcome.content_type, None)
                yield Found(key, outcome.location, retrieved, content_type, None, outcome.body, None)


def _known(connection: sqlite3.Connection, readers: Container[int]) -> "dict[str, Validators]":
    """What servers gave with pages that are in the store, as the present reader reads them; of others it would keep the page from coming again."""
    from onrecord.fetch import Validators

    sql = (
        "SELECT f.url, f.etag, f.last_modified, r.reader_id FROM fetched f JOIN document d ON d.digest = f.digest "
        "JOIN capture c ON c.document_id = d.id JOIN record r ON r.capture_id = c.id AND r.made_by = 'reading'"
    )
    return {url: Validators(etag, last_modified) for url, etag, last_modified, by in connection.execute(sql).fetchall() if by in readers}


def _is_deleted(connection: sqlite3.Connection, url: str) -> bool:
    return connection.execute("SELECT 1 FROM done WHERE key = ?", (deleted_key(url),)).fetchone() is not None


def _stored(connection: sqlite3.Connection, page: "Fetched") -> list[tuple[str | None, str | None, int]]:
    """When these bytes were fetched from there before, with which header, and who has read them; the last first."""
    sql = (
        "SELECT c.retrieved, c.content_type, r.reader_id FROM document d JOIN capture c ON c.document_id = d.id "
        "JOIN record r ON r.capture_id = c.id AND r.made_by = 'reading' WHERE d.digest = ? AND c.location = ? ORDER BY c.id DESC"
    )
    return connection.execute(sql, (_digest(page.body), page.location)).fetchall()


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
