"""A store opened: its pages, what they say, what people corrected, and what it all rests on."""

import hashlib
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, TypeVar

from onrecord.errors import StoreError
from onrecord.record import Record
from onrecord.store.asked import check_asked
from onrecord.store.corrections import (
    Correction,
    Quote,
    active,
    add,
    all_corrections,
    copy_decisions,
    moment,
    read_corrections,
    write_corrections,
)
from onrecord.store.coverage import Coverage, coverage_of
from onrecord.store.file import faults, open_file, sound, transaction
from onrecord.store.listing import (
    VIEWS,
    ClaimRow,
    CopyRow,
    EventRow,
    FailureRow,
    Listing,
    PageRow,
    StatementRow,
    TransferRow,
    columns_of,
    rows_of,
)
from onrecord.store.packed import unpack

Kind = TypeVar("Kind")
PageKey = str | PageRow | StatementRow | EventRow | TransferRow
_PAGE_ORDER: Final = {"pages": "published, page", "statements": "id", "events": "id", "transfers": "id, n", "failures": "location, time",
                      "copies": "page, of_page", "claims": "first, claim"}  # fmt: skip


class Store:
    """A store opened for reading; a method that writes opens the file for writing, and says so in its first words.

    A context manager: leaving it closes the file. `page` in its methods is a page's key, or a row that has one.
    """

    def __init__(self, path: str | os.PathLike[str], *, as_it_is: bool = False) -> None:
        """Args:
            as_it_is: refuse a store of an older version rather than bring it up to date.

        Raises:
            StoreError: it is missing, no store, damaged, or of another version.
        """
        self.path: Final = os.fspath(path)
        self._writing: sqlite3.Connection | None = None
        self._reading = open_file(self.path) if as_it_is else _open(self.path)

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._reading.close()
        if self._writing is not None:
            self._writing.close()
            self._writing = None

    @property
    def connection(self) -> sqlite3.Connection:
        """SQLite's own connection, for questions that this class does not know; it cannot write."""
        return self._reading

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Write: a transaction on the store, in whole or not at all.

        Raises:
            StoreError: it may not be written, the disk is full, or another program has been writing for half a minute.
        """
        with faults(self.path):
            if self._writing is None:
                self._writing = open_file(self.path, write=True)
            with transaction(self._writing):
                yield self._writing

    # What the pages say

    def coverage(self) -> Coverage:
        """How many pages every list rests on."""
        with faults(self.path):
            return coverage_of(self._reading)

    def pages(self, *, outlet: str | None = None, since: str | None = None, before: str | None = None, limit: int | None = None) -> Listing[PageRow]:
        """The pages, by day of publication.

        Args:
            since, before: days or their beginnings, "2023-10"; `since` is in, `before` is not.

        Raises:
            ValueError: a day is none. So it is with the other lists, for values that their field never has.
        """
        check_asked(since=since, before=before)
        return self._list(PageRow, {"outlet = ?": outlet, "published >= ?": since, "published < ?": before}, limit)

    def statements(
        self,
        *,
        page: PageKey | None = None,
        actor: str | None = None,
        source: str | None = None,
        stance: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        before: str | None = None,
        limit: int | None = None,
    ) -> Listing[StatementRow]:
        """Who said what.

        Args:
            actor: the ID of a state ("RUS": it, and whoever speaks for a body of its country) or a name in full.
            source: words that stand in the page's words for the source, upper or lower case.
            stance: "denies", "asserts", …
            since, before: days of publication.
        """
        check_asked(stance=stance, since=since, before=before)
        where = {
            "page = ?": _key(page),
            "instr(lower(source), lower(?))": source,
            "stance = ?": stance,
            "outlet = ?": outlet,
            "published >= ?": since,
            "published < ?": before,
            _takes_part("statement", "actors"): actor,
        }
        return self._list(StatementRow, where, limit)

    def events(
        self,
        *,
        page: PageKey | None = None,
        root: str | None = None,
        actor: str | None = None,
        status: str | None = None,
        since: str | None = None,
        before: str | None = None,
        limit: int | None = None,
    ) -> Listing[EventRow]:
        """What is said to have happened.

        Args:
            root: PLOVER's type, "AID".
            actor: as for `statements`, on either side.
        """
        check_asked(root=root, status=status, since=since, before=before)
        where = {
            "page = ?": _key(page),
            "type = ?": root,
            "status = ?": status,
            "published >= ?": since,
            "published < ?": before,
            _takes_part("event", "initiators", "recipients"): actor,
        }
        return self._list(EventRow, where, limit)

    def transfers(
        self,
        *,
        page: PageKey | None = None,
        supplier: str | None = None,
        recipient: str | None = None,
        status: str | None = None,
        since: str | None = None,
        before: str | None = None,
        limit: int | None = None,
    ) -> Listing[TransferRow]:
        """Transfers of arms as the pages tell them, a row an item. Pages are not merged: see `claims`.

        Args:
            supplier, recipient: an actor's ID ("PRK") or name in full.
        """
        check_asked(status=status, since=since, before=before)
        where = {
            "page = ?": _key(page),
            "?1 IN (supplier, supplier_name)": supplier,
            "?1 IN (recipient, recipient_name)": recipient,
            "status = ?": status,
            "published >= ?": since,
            "published < ?": before,
        }
        return self._list(TransferRow, where, limit)

    def claims(self, *, story: str | None = None, limit: int | None = None) -> Listing[ClaimRow]:
        """Deeds as many pages tell them, where stories have been made."""
        return self._list(ClaimRow, {"story = ?": story}, limit)

    def copies(self, *, page: PageKey | None = None, limit: int | None = None) -> Listing[CopyRow]:
        """Which page carries the text of which."""
        return self._list(CopyRow, {"?1 IN (page, of_page)": _key(page)}, limit)

    def failures(self, *, stage: str | None = None, limit: int | None = None) -> Listing[FailureRow]:
        """The pages that could not be read, and why."""
        check_asked(stage=stage)
        return self._list(FailureRow, {"stage = ?": stage}, limit)

    def record(self, page: PageKey) -> Record:
        """The record of a page, with its corrections in it.

        Raises:
            StoreError: there is no such page.
        """
        return self._record(page, "shown")

    def reading(self, page: PageKey) -> Record:
        """The record of a page as it was read, whatever was corrected.

        Raises:
            StoreError: there is no such page.
        """
        return self._record(page, "made_by = 'reading'")

    def records(self) -> Iterator[tuple[PageRow, Record]]:
        """Every page with its record, by key, one at a time in memory."""
        for (page,) in self._rows("SELECT page FROM pages ORDER BY page"):
            yield self.page(page), self.record(page)

    def page(self, page: PageKey) -> PageRow:
        """What is known of a page.

        Raises:
            StoreError: there is no such page.
        """
        found = self._list(PageRow, {"page = ?": _key(page)}, 1).rows
        if not found:
            raise self._no_page(page)
        return found[0]

    def original(self, page: PageKey) -> bytes | None:
        """The bytes of a page as they came; None where the store was told to leave them out."""
        found = self._rows("SELECT d.source FROM capture c JOIN document d ON d.id = c.document_id WHERE c.key = ?", _key(page))
        if not found:
            raise self._no_page(page)
        with sound(self.path):
            return None if found[0][0] is None else unpack(found[0][0])

    # Across pages: other packages answer, and read the store

    def search(self, query: str, **options: Any) -> Any:
        """Full text with fields: see `onrecord.search`."""
        from importlib import import_module

        return import_module("onrecord.search").search(self, query, **options)

    def stories(self) -> Any:
        """Stories, claims and deals across the pages, a `onrecord.stories.Stories`: see `onrecord.across`.

        They are written to the file, where it may be written, and made anew only when pages have come or gone.
        """
        from importlib import import_module

        return import_module("onrecord.ingest.merged").stories_of(self)

    # What people correct

    def corrections(self, page: PageKey | None = None, *, undone: bool = False) -> tuple[Correction, ...]:
        """The corrections of the store or of a page, oldest first.

        Args:
            undone: those that no longer hold, and what undid them, too.
        """
        with sound(self.path):
            found = all_corrections(self._reading, self.page(page).digest if page is not None else None)
        return found if undone else active(found)

    def correct(
        self, page: PageKey, field: str, value: Any, *, author: str, why: str = "", quote: tuple[int, int] | None = None, time: str | None = None
    ) -> "tuple[Any, ...]":
        """Write that a field of a page's record is otherwise, and derive anew what stands on it.

        Args:
            field: its path in the record's JSON: "article.published.date", "statements[s3].stance", "events[e2]".
            value: the JSON that is right; None where it is unknown, or there is no such statement, event, …
            quote: offsets of the words of the page that show it. Of a statement, event, … its own words are taken.

        Returns:
            The cells of the record that moved, with why (`onrecord.store.derive.Moved`), on this page.

        Raises:
            RecordError: there is no such field, or it cannot hold that value. Nothing is written.
            StoreError: there is no such page, or the store cannot be written.
        """
        from onrecord.store.derive import moved
        from onrecord.store.fields import anchor_of, former_value

        before = self.record(page)
        words = anchor_of(before, field)
        if words is None and quote is not None:
            start, end = quote
            words = Quote(start, end, before.document.text[start:end])
        correction = Correction(
            digest=before.document.id,
            what="value",
            author=author,
            time=moment(time),
            field=field,
            quote=words,
            value=value,
            former=former_value(before, field),
            why=why,
        )
        with self.writing() as connection:
            add(connection, [correction])
            self._derive(connection, [before.document.id], strict=correction)
        return moved(before, self.record(page), self.corrections(page))

    def undo(self, correction: str | Correction, *, author: str, why: str = "", time: str | None = None) -> None:
        """Write that a correction no longer holds; what it changed is as it was.

        Raises:
            StoreError: there is no such correction, or the store cannot be written.
        """
        key = correction if isinstance(correction, str) else correction.key
        found = next((c for c in active(all_corrections(self._reading)) if c.key == key), None)
        if found is None:
            raise StoreError(self.path, f"there is no correction {key} that holds", f"list them: onrecord corrections {self.path}")
        with self.writing() as connection:
            add(connection, [Correction(found.digest, "undo", author, moment(time), other=key, why=why)])
            self._derive(connection, [found.digest])

    def moved(self, page: PageKey) -> "tuple[Any, ...]":
        """The cells of a page's record that are not as they were read, with the correction that moved each (`Moved`)."""
        from onrecord.store.derive import moved

        return moved(self.reading(page), self.record(page), self.corrections(page))

    def split(self, page: PageKey, of: PageKey, *, author: str, why: str = "", time: str | None = None) -> Correction:
        """Write that one page is no copy of another, whatever their texts share."""
        return self._decide("split", page, of, author, why, time)

    def join(self, page: PageKey, of: PageKey, *, author: str, why: str = "", time: str | None = None) -> Correction:
        """Write that one page is a copy of another, however little their texts share."""
        return self._decide("join", page, of, author, why, time)

    def copy_decisions(self) -> dict[frozenset[str], Literal["split", "join"]]:
        """What people decided of pairs of documents, by their digests."""
        with sound(self.path):
            return copy_decisions(self._reading)

    def export_corrections(self, path: str | os.PathLike[str]) -> int:
        """Every correction into a file of JSON Lines, undone ones too; how many they are."""
        lines = list(write_corrections(self.corrections(undone=True)))
        Path(path).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return len(lines)

    def import_corrections(self, path: str | os.PathLike[str]) -> tuple[Correction, ...]:
        """Write the corrections of a file that `export_corrections` made, and derive anew; those that were new here.

        Those of documents that are not in this store wait for them.

        Raises:
            RecordError: a line of the file is no correction; it names the line. Nothing is written.
        """
        with Path(path).open("rb") as file:
            given = tuple(read_corrections(file))
        with self.writing() as connection:
            new = add(connection, given)
            self._derive(connection, [c.digest for c in new if c.what in ("value", "undo")])
        return new

    def delete(self, page: PageKey) -> None:
        """Delete a page with all that came from it. Its corrections go with the last page of the same bytes."""
        from onrecord.store.deletion import delete_capture

        found = self._rows("SELECT id FROM capture WHERE key = ?", _key(page))
        if not found:
            raise self._no_page(page)
        with faults(self.path):
            if self._writing is None:
                self._writing = open_file(self.path, write=True)
            delete_capture(self._writing, found[0][0])

    # What a store is in itself

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file; () where all of it is sound. Reads all of it, and holds every original against its digest."""
        found = []
        try:
            found += [f"SQLite: {row[0]}" for row in self._reading.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"{table} {row} belongs to no {parent}" for table, row, parent, _ in self._reading.execute("PRAGMA foreign_key_check")]
            for digest, source in self._reading.execute("SELECT digest, source FROM document WHERE source IS NOT NULL"):
                if not _is_whole(digest, source):
                    found.append(f"the original of {digest} is not what was stored")
        except (sqlite3.Error, UnicodeDecodeError) as error:
            return (*found, f"SQLite: {error}")
        return tuple(found)

    def __repr__(self) -> str:
        return f"<Store {self.path!r}: {self.coverage()}>"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p><code>{escape(self.path)}</code>: {escape(str(self.coverage()))}.</p>{self.pages(limit=20)._repr_html_()}"

    def _list(self, kind: type[Kind], where: dict[str, Any], limit: int | None) -> Listing[Kind]:
        view = VIEWS[kind]
        asked = {condition: value for condition, value in where.items() if value is not None}
        conditions = " AND ".join(c.replace("?1", "?") for c in asked)
        names = ", ".join(f'"{name}"' for name in columns_of(kind))
        sql = f"SELECT {names} FROM {view} {f'WHERE {conditions}' if asked else ''} ORDER BY {_PAGE_ORDER[view]} LIMIT ?"
        with sound(self.path):
            rows = rows_of(kind, self._reading.execute(sql, (*asked.values(), -1 if limit is None else limit)))
            return Listing(kind, rows, coverage_of(self._reading))

    def _rows(self, sql: str, *given: Any) -> list[tuple[Any, ...]]:
        with sound(self.path):
            return self._reading.execute(sql, given).fetchall()

    def _record(self, page: PageKey, which: str) -> Record:
        found = self._rows(f"SELECT json FROM record WHERE capture_id = (SELECT id FROM capture WHERE key = ?) AND {which}", _key(page))
        if not found:
            raise self._no_page(page)
        with sound(self.path):
            return Record.from_json(unpack(found[0][0]))

    def _no_page(self, page: PageKey) -> StoreError:
        return StoreError(self.path, f"there is no page {_key(page)}", f"list them: onrecord pages {self.path}")

    def _derive(self, connection: sqlite3.Connection, digests: Iterable[str], *, strict: Correction | None = None) -> None:
        from onrecord.store.derive import derive_capture

        for digest in dict.fromkeys(digests):
            sql = "SELECT c.id FROM capture c JOIN document d ON d.id = c.document_id WHERE d.digest = ?"
            for (capture,) in connection.execute(sql, (digest,)).fetchall():
                derive_capture(connection, capture, strict=strict)

    def _decide(self, what: Literal["split", "join"], page: PageKey, of: PageKey, author: str, why: str, time: str | None) -> Correction:
        one, other = self.page(page).digest, self.page(of).digest
        if one == other:
            raise StoreError(self.path, "these pages are the same bytes: one document at two places", "name two documents")
        correction = Correction(one, what, author, moment(time), other=other, why=why)
        with self.writing() as connection:
            add(connection, [correction])
        return correction


def _open(path: str) -> sqlite3.Connection:
    """A connection for reading; an older store is brought up to date first, where it may be written."""
    try:
        return open_file(path)
    except StoreError as error:
        if "older onrecord" not in error.problem:
            raise
        open_file(path, write=True).close()
        return open_file(path)


def _is_whole(digest: str, source: bytes) -> bool:
    try:
        return digest == f"sha256:{hashlib.sha256(unpack(source)).hexdigest()}"
    except zlib.error:
        return False


def _takes_part(table: str, *lists: str) -> str:
    """The condition that an actor is in one of the lists of a row. It begins with the actors, of whom few are meant."""
    found = " UNION ".join(
        f"SELECT t.id FROM asked CROSS JOIN actor a ON asked.actor IN (a.actor, a.country, a.name) "
        f"CROSS JOIN {table} t ON t.record_id = a.record_id CROSS JOIN json_each(t.{name}) j ON j.value = a.actor"
        for name in lists
    )
    return f"id IN (WITH asked (actor) AS (SELECT ?1) {found})"


def _key(page: PageKey | None) -> str | None:
    return page if page is None or isinstance(page, str) else page.page
