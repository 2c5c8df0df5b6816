"""What a store keeps of a page, as a packet holds it: the bytes, where they were got, the record, what people corrected."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.store.pages import Page
from onrecord.page import Capture
from onrecord.proof.program import Program
from onrecord.record import Record
from onrecord.store.corrections import Correction, active, all_corrections
from onrecord.store.derive import original_of
from onrecord.store.packed import unpack

if TYPE_CHECKING:
    from onrecord.store.store import Store

_CAPTURES: Final = "capture c JOIN document d ON d.id = c.document_id"


@dataclass(frozen=True, slots=True)
class Kept:
    """A page of a store.

    source: its bytes; None where the store was told to leave them out.
    layout: JSON, of its text; where the bytes are left out.
    given: what its reader was told of where and when it was got.
    reading, record: as it was read, and as people corrected it; the same where nobody did.
    told: what else the store knows of the capture.
    """

    key: str
    digest: str
    size: int
    source: bytes | None
    layout: bytes | None
    given: Capture
    reading: Record
    record: Record
    corrections: tuple[Correction, ...]
    told: Mapping[str, Any]

    @property
    def shown_outlet(self) -> str | None:
        """The outlet: the one that was told, else the page's."""
        article = self.record.article
        return self.told["outlet"] or (article.outlet if article else None)

    def page(self) -> Page:
        """As claims are merged from it."""
        return Page(self.key, self.shown_outlet, bool(self.corrections), self.record.generator.version, (), self.record)

    def capture_json(self) -> dict[str, Any]:
        """As it stands in capture.json."""
        return {
            "page": self.key,
            "digest": self.digest,
            "bytes": self.size,
            "location": self.given.location,
            **self.told,
        }

    def manifest_json(self, program: Program) -> dict[str, Any]:
        """As it stands in the manifest of a packet that this program makes."""
        document, article = self.record.document, self.record.article
        return {
            "page": self.key,
            "document": self.digest,
            "source": None if self.source is None else f"pages/{self.key}/source.bin",
            "location": document.location,
            "retrieved": document.retrieved,
            "outlet": self.shown_outlet,
            "headline": document[article.headline] if article and article.headline else None,
            "published": self.record.published.date if self.record.published else None,
            "read_by": {"version": self.reading.generator.version, "models": dict(sorted(self.reading.generator.models.items()))},
            "read_by_present": program.read(self.reading.generator),
            "corrections": [{"field": one.field, "author": one.author, "why": one.why} for one in self.corrections],
        }


def kept_page(store: "Store", key: str) -> Kept:
    """All that a store keeps of a page.

    Raises:
        StoreError: there is no such page, or the store is damaged.
    """
    from onrecord.store.file import sound

    connection = store.connection
    record = store.record(key)
    with sound(store.path):
        number, digest, size, outlet, container, retrieved = connection.execute(
            "SELECT c.id, d.digest, d.size, c.outlet, c.container, c.retrieved FROM " + _CAPTURES + " WHERE c.key = ?",
            (key,),
        ).fetchone()
        others = connection.execute(
            "SELECT c.key, c.location, c.retrieved FROM " + _CAPTURES + " WHERE d.digest = ? AND c.key <> ? ORDER BY 1",
            (digest, key),
        ).fetchall()
        answer = connection.execute(
            "SELECT etag, last_modified, time FROM fetched WHERE url = ? AND digest = ?", (record.document.location, digest)
        ).fetchone()
        original = original_of(connection, number)
        corrections = tuple(c for c in active(all_corrections(connection, digest)) if c.what == "value")
        layout = None if original.layout is None else unpack(original.layout)
    told = {
        "retrieved": retrieved,
        "retrieved_told_by": None if retrieved is None else "the page" if original.capture.retrieved is None else "whoever saved it",
        "outlet": outlet,
        "container": container,
        "headers": {
            "content-type": original.capture.content_type,
            **({"etag": answer[0], "last-modified": answer[1], "fetched": answer[2]} if answer else {}),
        },
        "same_bytes": [{"page": page, "location": location, "retrieved": time} for page, location, time in others],
    }
    return Kept(key, digest, size, original.data, layout, original.capture, original.reading, record, corrections, told)
