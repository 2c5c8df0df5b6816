"""A page of a store read once more, so that its rows can be explained: a store keeps what was read, not what it was read by."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.page import read_page
from onrecord.pipeline import run
from onrecord.record import Record
from onrecord.store.derive import original_of
from onrecord.store.packed import unpack_layout

if TYPE_CHECKING:
    from onrecord.store.store import Store


@dataclass(frozen=True, slots=True)
class Again:
    """A page as it is read now.

    corrected: whether people corrected its record; the explanation is of the reading, without that.
    same: whether what the store has of the reading is what came out now; another version, model or table may number rows otherwise.
    """

    record: Record
    corrected: bool
    same: bool


def read_again(store: "Store", key: str) -> Again:
    """Read a page of a store again from its bytes, or, where the store does not keep them, from its text and layout.

    Raises:
        StoreError: there is no such page, or the store is damaged.
        PageError, StageError: it cannot be read now.
    """
    from onrecord.store.file import sound

    page = store.page(key)
    with sound(store.path):
        (number,) = store.connection.execute("SELECT id FROM capture WHERE key = ?", (page.page,)).fetchone()
        original = original_of(store.connection, number)
        layout = None if original.layout is None else unpack_layout(original.layout)
    if original.data is not None:
        read = read_page(original.data, original.capture)
        record = run(read.document, read.layout, notes=read.notes)
    else:
        assert layout is not None
        record = run(original.reading.document, layout, notes=tuple(note for note in original.reading.notes if note.layer == "document"))
    return Again(record, bool(page.corrected), record == original.reading)
