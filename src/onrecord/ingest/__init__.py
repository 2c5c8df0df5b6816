"""Pages into a store: several processes read, one writes; what was done is not done again.

A page is stored whole or not at all. A run that is interrupted or killed loses at most the pages that were under way; the same command
goes on after them.
"""

import hashlib
import os
import sqlite3
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from onrecord.errors import StoreError
from onrecord.ingest.ahead import Ahead
from onrecord.ingest.progress import Tally, Tell, silent
from onrecord.ingest.reading import lost, read_found, too_late
from onrecord.intake.found import Found, Unreadable
from onrecord.store.file import faults, open_file
from onrecord.store.lock import held
from onrecord.store.reader import PresentReaders, present
from onrecord.store.write import Answered, Failed, Item, Reading, Seen, begin_run, done_key, end_run, is_read, put

if TYPE_CHECKING:
    from onrecord.fetch import Policy

_Capture = tuple[str, str, str | None]  # digest, location and time of a page
_BATCH: Final = 100  # pages
_BATCH_BYTES: Final = 16 * 1024 * 1024
_BATCH_S: Final = 1.0  # pages that were read wait no longer for the writer


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the pages of a run."""

    stored: int
    failed: int
    skipped: int  # done before
    seconds: float


def ingest(
    paths: Sequence[str | os.PathLike[str]],
    store: str | os.PathLike[str],
    *,
    manifest: str | os.PathLike[str] | None = None,
    workers: int = 1,
    source: bool = True,
    retry: bool = False,
    copies: bool = True,
    page_timeout: float | None = None,
    encodings: int | None = None,
    fetch: "Policy | None" = None,
    pages: Iterable[Found | Unreadable] | None = None,
    tell: Tell = silent,
) -> Report:
    """Read pages into a store, which is made where there is none.

    Args:
        paths: files, folders and archives, as `onrecord.intake.find_pages` takes them.
        manifest: a CSV that says where pages came from.
        workers: processes that read; 1 reads in this one, if a page may take any time.
        source: keep the originals.
        retry: read once more what this version could not read before.
        encodings: megabytes that a worker keeps of what the encoder said, so that a text which comes again is not encoded again. 0: none; None: 60.
        fetch: fetch the URLs among the paths, and the stories of which a feed holds a summary, by this policy. None: open no connection.
        copies: find afterwards which pages carry the same text.
        page_timeout: seconds that one page may take; then it is a failure, and the process that reads it is ended: none is read in this one.
        pages: what to read instead of what is found at `paths`; those whose key is done are left out.
        tell: called with the tally after every batch.

    Raises:
        StoreError: the store is held by another run, full, read-only, damaged or of a newer version. What was stored is kept.
        SetupError: the installation is damaged.
    """
    name = os.fspath(store)
    if not Path(name).resolve().parent.is_dir():
        raise StoreError(name, "its folder does not exist", "make the folder, or check the name")
    with held(name), faults(name), closing(open_file(name, write=True, create=True)) as connection, ExitStack() as cleanup:
        looked_up = cleanup.enter_context(closing(open_file(name)))  # the intake has a thread of its own, and asks between two batches
        looked_up.execute("PRAGMA cache_size = -8192")  # KiB: it only looks up what is done with
        ahead: Ahead[Found | Unreadable | Seen] = Ahead()
        cleanup.callback(ahead.join)
        done = _Done(looked_up, retry=retry, summaries=fetch is None)
        answers: dict[str, Answered] = {}
        found: Iterable[Found | Unreadable | Seen]
        if pages is None:
            found = cleanup.enter_context(_find(paths, manifest, done, fetch, looked_up, answers))
        else:
            found = (item for item in pages if item.key not in done)
        run = begin_run(connection, [os.fspath(p) for p in paths], version=present().version, workers=workers)
        ingest_run = _Run(name, connection, run, done, tell, answers)
        cleanup.callback(ahead.end)
        try:
            ingest_run.read(ahead.take(found), partial(read_found, source=source, encodings=encodings), workers=workers, page_timeout=page_timeout)
        finally:
            ingest_run.flush()
        end_run(connection, run, stored=ingest_run.report().stored, skipped=ingest_run.report().skipped)
        if copies:
            from onrecord.ingest.copies import update_copies  # here: what finds them is not needed to read

            update_copies(connection)
        connection.execute("PRAGMA optimize")
        return ingest_run.report()


@contextmanager
def _find(
    paths: Sequence[str | os.PathLike[str]],
    manifest: str | os.PathLike[str] | None,
    done: "_Done",
    fetch: "Policy | None",
    connection: sqlite3.Connection,
    answers: dict[str, Answered],
) -> Iterator[Iterable[Found | Unreadable | Seen]]:
    """What is at the paths, and at those that are URLs, where these may be fetched."""
    from onrecord.intake import find_pages

    if fetch is None:
        yield find_pages(paths, manifest=manifest, done=done)
        return
    from onrecord.fetch import Fetcher  # here: nothing else in the package opens a connection
    from onrecord.ingest.fetched import is_url, with_fetched

    names = [os.fsdecode(path) for path in paths]
    local = find_pages([name for name in names if not is_url(name)], manifest=manifest, done=done)
    with Fetcher(fetch) as fetcher:
        yield with_fetched(local, filter(is_url, names), connection, done.readers, fetcher, answers)


class _Done:
    """The keys that the present reader is done with, looked up in the store: they may be more than memory holds."""

    def __init__(self, connection: sqlite3.Connection, *, retry: bool, summaries: bool) -> None:
        """
        Args:
            retry: what failed is not done with.
            summaries: what is known by a summary is.
        """
        self.met = 0
        self.readers = PresentReaders(connection, present())
        self._connection = connection
        open_ = "SELECT key FROM failure" if retry else "SELECT key FROM failure WHERE stage = 'summary'"
        self._sql = "SELECT reader_id FROM done WHERE key = ?" + (f" AND key NOT IN ({open_})" if retry or not summaries else "")

    def __contains__(self, key: object) -> bool:
        row = self._connection.execute(self._sql, (done_key(str(key)),)).fetchone()
        found = row is not None and row[0] in self.readers
        self.met += found
        return found


class _Run:
    """One run: what is read waits here until it is written."""

    def __init__(self, store: str, connection: sqlite3.Connection, run: int, done: _Done, tell: Tell, answers: dict[str, Answered]) -> None:
        self._connection = connection
        self._run = run
        self._done = done
        self._tell = tell
        self._answers = answers  # of servers, by the keys of pages that are not written yet
        self._batch: list[Item] = []
        self._bytes = 0
        self._aside: deque[Item] = deque()  # what needs no reading
        self._under_way: deque[tuple[int, _Capture]] = deque()  # of each page that is being read, and how far the intake was
        self._read: list[_Capture] = []  # of the pages that wait to be written
        self._unwritten: set[_Capture] = set()  # of both
        self._again = 0  # pages that were read, or met, before under another key; those done are counted by who looks them up
        self._tally = Tally()
        names = (Path(store).absolute(), Path(store).resolve())
        self._own = {Path(f"{name}{end}") for name in names for end in ("", "-wal", "-shm", ".lock")}
        self._started = self._written = time.monotonic()

    def read(
        self,
        found: Iterable[Found | Unreadable | Seen | None],
        work: Callable[[Found], Reading | Failed],
        *,
        workers: int,
        page_timeout: float | None,
    ) -> None:
        to_read = self._to_read(found)
        if page_timeout is not None:
            from onrecord.ingest.workers import in_time  # here: multiprocessing costs 20 ms to import

            late = partial(too_late, limit_s=page_timeout)
            results: Iterator[Reading | Failed] = in_time(work, to_read, workers=workers, limit_s=page_timeout, lost=lost, late=late)
        elif workers == 1:
            results = map(work, filter(None, to_read))
        else:
            from onrecord.workers import in_processes  # here: multiprocessing costs 20 ms to import

            results = in_processes(work, filter(None, to_read), workers=workers, lost=lost)
        for result in results:
            self._batch.append(result)
            if isinstance(result, Reading):
                self._bytes += len(result.source or b"") + len(result.layout or b"") + 4 * len(result.json)
            passed, capture = self._under_way.popleft()
            self._read.append(capture)
            self._tally = replace(self._tally, passed=passed)
            if len(self._batch) >= _BATCH or self._bytes >= _BATCH_BYTES or time.monotonic() - self._written >= _BATCH_S:
                self.flush()

    def _to_read(self, found: Iterable[Found | Unreadable | Seen | None]) -> Iterator[Found | None]:
        """The pages that have to be read; None while the intake waits. What could not be opened, or was read under another key, is put aside."""
        for item in found:
            if item is None:
                if (self._batch or self._aside) and time.monotonic() - self._written >= _BATCH_S:
                    self.flush()
                yield None
                continue
            if Path(item.location).absolute() in self._own:  # the store lies in a folder that is read
                continue
            if isinstance(item, Seen):
                self._aside.append(item)
            elif isinstance(item, Unreadable):
                self._aside.append(Failed(item.key, item.location, None, item.stage, item.cause, item.remedy, present()))
            else:
                capture = (f"sha256:{hashlib.sha256(item.data).hexdigest()}", item.location, item.retrieved)
                if capture in self._unwritten:  # the same page twice among the paths
                    self._again += 1
                    continue
                if not is_read(self._connection, *capture, self._done.readers):
                    self._unwritten.add(capture)
                    self._under_way.append((item.progress, capture))
                    yield item
                    continue
                self._again += 1
                self._aside.append(Seen(item.key, item.location, present(), item.told, capture[0], item.retrieved))
            if len(self._aside) >= _BATCH:
                self.flush()

    def flush(self) -> None:
        """Write what waits, in one transaction."""
        batch, self._batch, self._bytes = [*self._batch, *self._aside], [], 0
        self._aside.clear()
        self._unwritten.difference_update(self._read)
        self._read.clear()
        if batch:
            refused = put(self._connection, batch, self._run, self._answers)
            for item in batch:
                self._answers.pop(item.key, None)
            stored = sum(isinstance(item, Reading) for item in batch) - refused
            failed = sum(isinstance(item, Failed) for item in batch) + refused
            self._tally = replace(self._tally, stored=self._tally.stored + stored, failed=self._tally.failed + failed)
        self._tally = replace(self._tally, skipped=self._skipped)
        self._written = time.monotonic()
        self._tell(self._tally)

    @property
    def _skipped(self) -> int:
        return self._done.met + self._again

    def report(self) -> Report:
        return Report(self._tally.stored, self._tally.failed, self._skipped, time.monotonic() - self._started)
