"""A page taken out with all that came from it, so that its words are no longer in the file."""

import sqlite3

from onrecord.store.file import transaction
from onrecord.store.rows import FULL_TEXT
from onrecord.store.write import remove_record


def delete_capture(connection: sqlite3.Connection, capture: int) -> None:
    """Take out a page: its records, statements, events and all else; with its last capture the document, its bytes and its corrections.

    The stories that it was part of go too, to be made again from the pages that remain. That its bytes were once read is kept (as a
    digest of where they lay), so that the same command does not bring it back.
    """
    connection.execute("PRAGMA secure_delete = ON")
    with transaction(connection):
        document, digest = connection.execute(
            "SELECT d.id, d.digest FROM capture c JOIN document d ON d.id = c.document_id WHERE c.id = ?", (capture,)
        ).fetchone()
        for (record,) in connection.execute("SELECT id FROM record WHERE capture_id = ?", (capture,)).fetchall():
            remove_record(connection, record)
        stories = "SELECT story_id FROM story_capture WHERE capture_id = ? UNION SELECT k.story_id FROM voice v JOIN claim k ON k.id = v.claim_id "
        # Deals go over stories: of what the page told of, all are made again.
        connection.execute(
            f"DELETE FROM deal WHERE sides IN (SELECT sides FROM claim WHERE story_id IN ({stories} WHERE v.capture_id = ?))", (capture, capture)
        )
        connection.execute(f"DELETE FROM story WHERE id IN ({stories} WHERE v.capture_id = ?)", (capture, capture))
        connection.execute("DELETE FROM capture WHERE id = ?", (capture,))
        if not connection.execute("SELECT 1 FROM capture WHERE document_id = ?", (document,)).fetchone():
            connection.execute("DELETE FROM document WHERE id = ?", (document,))
            connection.execute("DELETE FROM correction WHERE digest = ? OR other = ?", (digest, digest))
    # The index holds the words of rows that are gone until its parts are merged, and the log until it is written back.
    for table in FULL_TEXT:
        connection.execute(f"INSERT INTO {table}_fts ({table}_fts) VALUES ('optimize')")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
