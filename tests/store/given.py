"""Stores for the tests: a few short pages, read once."""

from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import onrecord
from onrecord.record import Record
from onrecord.store.file import open_file
from onrecord.store.packed import pack, pack_layout
from onrecord.store.reader import Reader
from onrecord.store.store import Store
from onrecord.store.write import Failed, Item, Reading, put, reading_of
from onrecord.version import __version__

SHELLS = """Ministry denies shipping shells to Ostania
Published: Friday, 1 March 2024
VARDHOLM, March 1 (Reuters) - The defence ministry denied on Friday that Velmar had shipped 40 howitzers to Ostania last week.
"No such delivery took place," Defence Minister Ada Brandt told reporters.
Ostania's government said on Thursday that Velmar delivered 40 howitzers to Ostania in February.
"""
GRAIN = """Harvest fair opens a day late
Published: 12 June 2024
LIMA, June 12 - Organisers said on Wednesday that the harvest fair would open on Thursday because of the rain.
The mayor, Lucia Paz, said nobody was hurt.
"""
UNDATED = """A village without a clock
The mayor, Lucia Paz, said nobody was hurt. She denied a report that the bridge had been closed.
"""
FRENCH = """Le ministère dément la livraison
Publié le 1 mars 2024
Le ministère de la défense a démenti vendredi que des obus aient été livrés à l'Ostanie, selon plusieurs journaux de la capitale.
La ministre a déclaré que rien n'avait été signé et que les discussions continuaient avec les partenaires européens.
"""
TEXTS = {"shells": SHELLS, "grain": GRAIN, "undated": UNDATED, "french": FRENCH}


@cache
def read_once(name: str, location: str, retrieved: str | None = None) -> Record:
    """The record of one of TEXTS."""
    return onrecord.read(TEXTS[name].encode(), location=location, retrieved=retrieved)


def reading(
    name: str, location: str | None = None, *, retrieved: str | None = None, outlet: str | None = None, source: bool = True, **changed: Any
) -> Reading:
    """One of TEXTS as a worker hands it over."""
    location = location or f"https://news.example/{name}"
    record = read_once(name, location, retrieved)
    data = TEXTS[name].encode()
    if source:
        return reading_of(record, key=location, size=len(data), source=pack(data), outlet=outlet)
    layout = record.layout
    assert layout is not None
    return reading_of(record, key=location, size=len(data), layout=pack_layout(layout), outlet=outlet)


def failed(location: str, stage: str = "page") -> Failed:
    """A page that could not be read."""
    return Failed(location, location, None, stage, "not a page", "give another", Reader(__version__))


def fill(path: Path, *items: Item) -> None:
    """Write items into a store, which is made where there is none."""
    with closing(open_file(path, write=True, create=True)) as connection:
        assert put(connection, items) == 0


def four_pages(path: Path, *, source: bool = True) -> Store:
    """A store of all TEXTS and one failure, opened."""
    fill(path, *(reading(name, source=source) for name in TEXTS), failed("broken.html"))
    return Store(path)


def key_of(store: Store, name: str) -> str:
    """The key of the page of one of TEXTS."""
    return next(row.page for row in store.pages() if row.location.endswith(f"/{name}"))


def exported(store: Store) -> list[tuple[Any, ...]]:
    """All that a store says, without when it was said to it and by which number it is kept."""
    found: list[tuple[Any, ...]] = []
    for view in ("pages", "statements", "events", "links", "transfers", "copies", "claims", "statement_actors", "event_actors"):
        names = [row[1] for row in store.connection.execute(f"PRAGMA table_info({view})") if row[1] not in ("id", "record_id")]
        columns = ", ".join(f'"{name}"' for name in names)
        found += sorted((view, *map(repr, row)) for row in store.connection.execute(f"SELECT {columns} FROM {view}"))
    found += [(page.page, record.to_json()) for page, record in store.records()]
    found += sorted((row.location, row.stage, row.cause) for row in store.failures())
    words = store.connection.execute("SELECT count(*) FROM statement_fts WHERE statement_fts MATCH 'text : no*'").fetchone()
    return [*found, words]
