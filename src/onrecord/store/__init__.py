"""The store: pages, their records and what people corrected, in one SQLite file (see schema.sql and docs/store.md)."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.store.store import Store


def open_store(path: str | os.PathLike[str]) -> "Store":
    """Open a store that `onrecord ingest` made.

        with onrecord.open_store("news.db") as store:
            for said in store.statements(stance="denies"):
                print(said.published, said.source, said.text)

    Nothing is written to the file unless a method that says so is called. A store of an older version is brought up to date.

    Raises:
        StoreError: there is no such store, it is damaged, of a newer version, or of another program; it says which, and what to do.
    """
    from onrecord.store.store import Store

    return Store(path)
