"""Pages of the network among those to ingest: the URLs that a user names, and the stories of which a feed holds a summary only.

A URL that was stored before is asked for anew, with what its server said of it then: where the page is the same, nothing comes and nothing
is stored. The story of a feed is fetched once.
"""

import hashlib
import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from onrecord.errors import FetchError
from onrecord.intake.found import Found, Unreadable
from onrecord.store.file import transaction

if TYPE_CHECKING:
    from onrecord.fetch import Fetched, Fetcher, Validators

_URL: Final = re.compile(r"https?://", re.IGNORECASE)
SUMMARY: Final = "summary"  # the stage at which the intake has no more than that


def is_url(path: str) -> bool:
    """Whether a path is the address of a page."""
    return _URL.match(path) is not None


def with_fetched(
    found: Iterable[Found | Unreadable], urls: Iterable[str], connection: sqlite3.Connection, fetcher: "Fetcher"
) -> Iterator[Found | Unreadable]:
    """What was found, with the stories fetched that feeds have summaries of, and then the pages at URLs.

    Args:
        fetcher: whose policy says how; it keeps the pauses between requests.
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
    for url, outcome in fetcher.fetch_all(wanted, _known(connection)):
        if isinstance(outcome, FetchError):
            yield Unreadable(wanted[url], url, "fetch", outcome.problem, outcome.remedy)
        elif isinstance(outcome, Fetched):
            _keep(connection, outcome)
            if not _is_stored(connection, outcome):
                yield Found(wanted[url], outcome.location, outcome.retrieved, outcome.content_type, None, outcome.body, None)


def _known(connection: sqlite3.Connection) -> "dict[str, Validators]":
    """What servers gave with pages that are in the store; of others it would keep the page from coming again."""
    from onrecord.fetch import Validators

    sql = "SELECT f.url, f.etag, f.last_modified FROM fetched f WHERE EXISTS (SELECT 1 FROM document d WHERE d.digest = f.digest)"
    return {url: Validators(etag, last_modified) for url, etag, last_modified in connection.execute(sql)}


def _keep(connection: sqlite3.Connection, page: "Fetched") -> None:
    told = page.validators
    with transaction(connection):
        connection.execute(
            "INSERT OR REPLACE INTO fetched (url, etag, last_modified, digest, time) VALUES (?, ?, ?, ?, ?)",
            (page.url, told.etag, told.last_modified, _digest(page.body), page.retrieved),
        )


def _is_stored(connection: sqlite3.Connection, page: "Fetched") -> bool:
    """Whether the store has these bytes from there, whenever they were fetched."""
    sql = "SELECT 1 FROM document d JOIN capture c ON c.document_id = d.id WHERE d.digest = ? AND c.location = ?"
    return connection.execute(sql, (_digest(page.body), page.location)).fetchone() is not None


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"
