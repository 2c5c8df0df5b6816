"""A store for the tests of packets: a report and the copy of it elsewhere, a denial of the next day, another page. All of it is invented."""

from pathlib import Path

import onrecord
from onrecord.record import Record
from onrecord.store.packed import pack, pack_layout
from onrecord.store.store import Store
from onrecord.store.write import Reading, reading_of
from tests.store.given import GRAIN, SHELLS, fill

ECHO = SHELLS.replace("Published: Friday, 1 March 2024\n", "")
REPLY = """Ostania says Velmar delivered howitzers
Published: Saturday, 2 March 2024
LIMA, March 2 - Ostania's government said on Saturday that Velmar delivered 40 howitzers to Ostania in February.
Velmar's defence ministry denied on Saturday that Velmar had delivered howitzers to Ostania.
"""
PAGES = {"shells": SHELLS, "echo": ECHO, "reply": REPLY, "grain": GRAIN}


def reading(name: str, text: str | None = None, *, source: bool = True) -> Reading:
    """One of PAGES as a worker hands it over, or another text at its place."""
    data = (PAGES[name] if text is None else text).encode()
    location = f"https://news.example/{name}"
    record: Record = onrecord.read(data, location=location)
    assert record.layout is not None
    kept = {"source": pack(data)} if source else {"layout": pack_layout(record.layout)}
    return reading_of(record, key=location, size=len(data), outlet=f"The {name.title()}", **kept)


def make_store(path: Path, *, source: bool = True) -> None:
    """A store of all PAGES, with its stories."""
    from contextlib import closing

    from onrecord.ingest.copies import update_copies
    from onrecord.store.file import open_file

    fill(path, *(reading(name, source=source) for name in PAGES))
    with closing(open_file(path, write=True)) as connection:
        update_copies(connection)
    with Store(path) as store:
        store.stories()


def told_claim(store: Store) -> str:
    """The claim that most voices assert."""
    claims = store.stories().claims
    return str(max(claims, key=lambda c: (len(c.asserts), c.id)).id)


def key_of(store: Store, name: str) -> str:
    """The key of the page of one of PAGES."""
    return next(row.page for row in store.pages() if row.location.endswith(f"/{name}"))
