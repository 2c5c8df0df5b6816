"""The parts of a packet, made of what it tells. Who writes a packet makes them of a store, who checks one makes them again of its other parts."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from onrecord import codec
from onrecord.export.store.head import Head
from onrecord.export.store.pages import Page
from onrecord.proof.cells import SCHEME, Cell, cells_csv, cells_of
from onrecord.proof.claim import claim_cells
from onrecord.proof.container import MANIFEST, SCHEMA, SUMS, digest_of
from onrecord.proof.kept import Kept
from onrecord.proof.program import Program
from onrecord.proof.shown import index_html, readme
from onrecord.stories import Claim, Copy

_SAID_OF: Final = {
    "source.bin": "the bytes of the page as they came",
    "layout.json": "the layout of the page's text: the store does not have its bytes",
    "capture.json": "where and when the bytes were got, as far as that was told",
    "record.json": "what the page says, contract onrecord/1",
    "reading.json": "the same before people corrected it",
    "corrections.jsonl": "what people corrected, who and why",
    "page.html": "the record for a browser",
    "README.txt": "what is proven and what is not",
    "index.html": "the packet for a browser",
    "claims.json": "the claims, with their stories and copies",
    "cells.json": "each figure with the words it rests on",
    "cells.csv": "the same for a spreadsheet",
    "audits.json": "what people found who judged a sample of the store's records",
}
OF_A_PAGE: Final = ("source.bin", "layout.json", "capture.json", "record.json", "reading.json", "corrections.jsonl", "page.html")
OF_ALL: Final = ("README.txt", "audits.json", "cells.csv", "cells.json", "claims.json", "index.html", MANIFEST, SUMS)


@dataclass(frozen=True, slots=True)
class Merged:
    """A claim with the pages of its story, and which of them carries the text of which."""

    claim: Claim
    pages: tuple[str, ...]
    copies: tuple[Copy, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "claim": codec.encode(self.claim, ""),
            "pages": list(self.pages),
            "copies": [codec.encode(copy, "") for copy in self.copies],
        }


@dataclass(frozen=True, slots=True)
class Whole:
    """What the parts that are of no one page are made of.

    pages: as the manifest has them.
    limits: what the packet cannot prove, beyond what no packet can.
    """

    program: Program
    head: Head
    claims: tuple[Merged, ...]
    pages: tuple[Mapping[str, Any], ...]
    limits: tuple[str, ...]

    @property
    def audits(self) -> list[dict[str, Any]]:
        """How often people found the records of the store wrong: the audit that still stands for it, where somebody has judged one."""
        return [] if self.head.audit is None else [self.head.audit.to_dict()]


def page_parts(kept: Kept, head: Head) -> Iterator[tuple[str, bytes]]:
    """The parts of a page, by their names within its folder."""
    from onrecord.export.page import page_html
    from onrecord.store.corrections import write_corrections

    if kept.source is not None:
        yield "source.bin", kept.source
    elif kept.layout is not None:
        yield "layout.json", kept.layout
    yield "capture.json", _json(kept.capture_json(), indent=1)
    yield "record.json", kept.record.to_json().encode()
    if kept.corrections:
        yield "reading.json", kept.reading.to_json().encode()
        yield "corrections.jsonl", "".join(f"{line}\n" for line in write_corrections(kept.corrections)).encode()
    yield "page.html", page_html(kept.record, about=head.lines()).encode("utf-8", "backslashreplace")


def all_cells(pages: Mapping[str, Page], claims: Iterable[Merged]) -> tuple[Cell, ...]:
    """Every cell of some pages, then those of the claims."""
    own = tuple(cell for key, page in pages.items() for cell in cells_of(page.record, key))
    return own + tuple(cell for one in claims for cell in claim_cells(one.claim, pages.__getitem__))


def whole_parts(whole: Whole, cells: Sequence[Cell], pages: Mapping[str, Page], files: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """The parts that are of no one page, but for the manifest.

    Args:
        files: those of the pages, as the manifest lists them.
    """
    manifest = manifest_of(whole, cells, files)
    yield "README.txt", readme(manifest, whole.head).encode("utf-8", "backslashreplace")
    if whole.audits:
        yield "audits.json", _json(whole.audits, indent=1)
    yield "cells.csv", cells_csv(cells).encode("utf-8", "backslashreplace")
    yield "cells.json", cells_json(cells)
    if whole.claims:
        yield "claims.json", _json([one.to_dict() for one in whole.claims], indent=1)
    claims = [one.claim for one in whole.claims]
    yield "index.html", index_html(manifest, claims, cells, pages, whole.head).encode("utf-8", "backslashreplace")


def cells_json(cells: Iterable[Cell]) -> bytes:
    """Cells as they lie in a packet: one a line."""
    return b"[\n" + b",\n".join(_json(cell.to_dict()) for cell in cells) + b"\n]\n"


def listed(name: str, data: bytes) -> dict[str, Any]:
    """A file as the manifest lists it."""
    return {"name": name, "bytes": len(data), "sha256": digest_of(data), "what": _SAID_OF.get(name.rpartition("/")[2], "")}


def manifest_of(whole: Whole, cells: Sequence[Cell], files: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The manifest, which lists every file but itself and the list of digests."""
    return {
        "schema": SCHEMA,
        "claims": [one.claim.id for one in whole.claims],
        "pages": list(whole.pages),
        "made_by": whole.program.to_dict(),
        "rests_on": whole.head.to_dict(),
        "audits": whole.audits or "not audited: nobody has judged a sample of this store's records",
        "limits": list(whole.limits),
        "cell_scheme": SCHEME,
        "cells": len(cells),
        "files": list(files),
    }


def manifest_json(manifest: Mapping[str, Any]) -> bytes:
    """The manifest as it lies in a packet."""
    return _json(manifest, indent=1)


def limits_of(pages: Iterable[Mapping[str, Any]], claims: Sequence[Merged]) -> Iterator[str]:
    """What a packet cannot prove, beyond what no packet can.

    Args:
        pages: as the manifest has them.
    """
    pages = list(pages)
    for told in pages:
        if told["corrections"]:
            by = "; ".join(f"{one['field']} by {one['author']}" for one in told["corrections"])
            yield f"of {told['page']} cells are as people corrected them, and only their word stands behind that: {by}"
    without = [told["page"] for told in pages if told["source"] is None]
    if without:
        yield f"of {', '.join(without)} the store keeps no bytes: the record can be made again from its text and layout, not from the page"
    others = [told["page"] for told in pages if not told["read_by_present"]]
    if others:
        yield f"{', '.join(others)} was read by another version or model than made this packet: reading again may give other cells"
    if any(one.claim.deal for one in claims):
        yield "which deal a claim belongs to rests on other stories, and is not checked"
    if any(one.copies for one in claims):
        yield "which page carries the text of which is taken from the store; the words that show it are checked, not the search for them"
    yield "the store keeps no picture of a page, and of a server's answer no more than its type and, where it fetched the page itself, its tags"


def _json(value: Any, *, indent: int | None = None) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent) + ("\n" if indent else "")).encode("utf-8", "backslashreplace")
