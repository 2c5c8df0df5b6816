"""A page taken out with all that came from it, so that its words are no longer in the file."""

import json
import sqlite3

from onrecord.store.file import transaction
from onrecord.store.rows import FULL_TEXT
from onrecord.store.write import deleted_key, remove_record


def delete_capture(connection: sqlite3.Connection, capture: int) -> None:
    """Take out a page: its records, statements, events and all else; with its last capture the document, its bytes and its corrections.

    The stories that it was part of go too, to be made again from the pages that remain. That its bytes were once read, or fetched, is kept
    (as a digest of where they lay), so that the same command does not bring it back.
    """
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        document, digest, location = connection.execute(
            "SELECT d.id, d.digest, c.location FROM capture c JOIN document d ON d.id = c.document_id WHERE c.id = ?", (capture,)
        ).fetchone()
        alone = connection.execute("SELECT count(*) FROM capture WHERE document_id = ?", (document,)).fetchone() == (1,)
        _forget_where_from(connection, capture, digest, location, alone=alone)
        units = connection.execute("SELECT unit_id FROM signature WHERE capture_id = ?1 AND unit_id IS NOT NULL", (capture,)).fetchall()
        for (record,) in connection.execute("SELECT id FROM record WHERE capture_id = ?", (capture,)).fetchall():
            remove_record(connection, record)
        for unit in units:
            if not connection.execute("SELECT 1 FROM signature WHERE unit_id = ?", unit).fetchone():
                # The unit stays until copies are found again: that it lacks pages tells that what it held together may fall apart.
                connection.execute("DELETE FROM posting WHERE unit_id = ?", unit)
                connection.execute("UPDATE unit SET fingerprint = -id, words = 0 WHERE id = ?", unit)
        stories = "SELECT story_id FROM story_capture WHERE capture_id = ? UNION SELECT k.story_id FROM voice v JOIN claim k ON k.id = v.claim_id "
        # Deals go over stories: of what the page told of, all are made again.
        connection.execute(
            f"DELETE FROM deal WHERE sides IN (SELECT sides FROM claim WHERE story_id IN ({stories} WHERE v.capture_id = ?))", (capture, capture)
        )
        connection.execute(f"DELETE FROM story WHERE id IN ({stories} WHERE v.capture_id = ?)", (capture, capture))
        connection.execute("DELETE FROM capture WHERE id = ?", (capture,))
        if alone:
            connection.execute("DELETE FROM document WHERE id = ?", (document,))
            connection.execute("DELETE FROM correction WHERE digest = ? OR other = ?", (digest, digest))
    # The index holds the words of rows that are gone until its parts are merged, and the log until it is written back.
    for table in FULL_TEXT:
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_where_from(connection: sqlite3.Connection, capture: int, digest: str, location: str, *, alone: bool) -> None:
    """Take out where a page lay and what failed there; of an address of the web, a digest is kept.

    Args:
        alone: the document has no other capture.
    """
    addresses = [url for (url,) in connection.execute("SELECT url FROM fetched WHERE digest = ? AND (url = ? OR ?)", (digest, location, alone))]
    (reader,) = connection.execute("SELECT reader_id FROM record WHERE capture_id = ?", (capture,)).fetchone()
    for address in {location, *addresses}:
        connection.execute("INSERT OR IGNORE INTO done VALUES (?, ?)", (deleted_key(address), reader))
        connection.execute("DELETE FROM fetched WHERE url = ?", (address,))
        connection.execute("DELETE FROM failure WHERE location = ?", (address,))
    for run, paths in connection.execute("SELECT id, paths FROM run").fetchall():
        told = json.loads(paths)
        kept = [path for path in told if path not in (location, *addresses)]
        if kept != told:
            connection.execute("UPDATE run SET paths = ? WHERE id = ?", (json.dumps(kept, ensure_ascii=False), run))
