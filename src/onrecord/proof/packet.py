"""The packet of claims or pages: all that a stranger needs to read them again, and to see what is proven by that and what is not.

    README.txt              what is proven, what is not, how to check it with and without onrecord
    index.html              the same with the quotations, for any browser, without a server
    manifest.json           what made it, what read each page, every file with its digest
    claims.json             the claims as they were merged, with what is a copy of what
    cells.json, cells.csv   each figure → its value → its words → where they stand → on which page
    pages/KEY/source.bin    the bytes as they came, under a name that no program opens by itself
    pages/KEY/capture.json  where and when they were got, as far as that was told
    pages/KEY/record.json   what onrecord read in them; reading.json and corrections.jsonl where people corrected it
    pages/KEY/page.html     the record for a browser
    SHA256SUMS              the digest of every file above

It names no time and no folder of its own: the same store and version give the same bytes.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from onrecord import codec
from onrecord.errors import PacketError, StoreError
from onrecord.export.store.head import Head, head_of
from onrecord.export.store.pages import Page
from onrecord.proof.cells import Cell, cells_csv, cells_of
from onrecord.proof.claim import claim_cells
from onrecord.proof.container import MANIFEST, SCHEMA, SUMS, digest_of, write_container
from onrecord.proof.kept import Kept, kept_page
from onrecord.proof.program import present
from onrecord.stories import Claim, Stories, Story

if TYPE_CHECKING:
    from onrecord.store.store import Store

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
class Packed:
    """What is in a packet that was written."""

    claims: tuple[Claim, ...]
    pages: int
    cells: int
    limits: tuple[str, ...]  # what it cannot prove, beyond what no packet can
    digest: str  # of its file


@dataclass(slots=True)
class _Making:
    """A packet while it is written: what stands in its last files is known when its pages are in."""

    store: "Store"
    head: Head
    claims: tuple[Claim, ...]
    stories: Mapping[str, Story]
    keys: tuple[str, ...]
    copies: tuple[Any, ...]
    read: dict[str, Page] = field(default_factory=dict)
    told: list[dict[str, Any]] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    limits: tuple[str, ...] = ()


def write_packet(store: "Store", ids: Sequence[str], out: BinaryIO) -> Packed:
    """Write the packet of some claims and pages. With a claim goes every page of its story, since its counts rest on all of them.

    Args:
        ids: of claims or pages, as `onrecord claims` and `onrecord pages` list them; at least one.
        out: a file that can be read and sought.

    Raises:
        StoreError: there is no such claim or page, or the store is damaged.
        PacketError: it would be larger than a packet may be.
    """
    from onrecord.store.file import faults

    stories = store.stories()  # before the snapshot, since it may write them down
    with faults(store.path):
        store.connection.execute("BEGIN")
    try:
        making = _wanted(store, stories, ids)
        try:
            write_container(_files(making), out)
        except PacketError as error:
            raise PacketError(f"the packet of {', '.join(ids)}", error.problem, error.remedy) from None
    finally:
        if store.connection.in_transaction:
            store.connection.execute("ROLLBACK")
    out.seek(0)
    return Packed(making.claims, len(making.keys), len(making.cells), making.limits, file_digest(cast(Any, out), "sha256").hexdigest())


def _wanted(store: "Store", stories: Stories, ids: Sequence[str]) -> _Making:
    by_id = {claim.id: claim for claim in stories.claims}
    claims = tuple(by_id[one] for one in dict.fromkeys(ids) if one in by_id)
    of_story = {story.id: story for story in stories.stories if story.id in {claim.story for claim in claims}}
    keys = {key for story in of_story.values() for key in story.documents}
    for one in ids:
        if one not in by_id:
            keys.add(_page(store, one))
    copies = tuple(copy for copy in stories.copies if {copy.document, copy.of} <= keys)
    return _Making(store, head_of(store, "packet"), claims, of_story, tuple(sorted(keys)), copies)


def _page(store: "Store", key: str) -> str:
    try:
        return str(store.page(key).page)
    except StoreError:
        remedy = f"list them: onrecord claims {store.path}, onrecord pages {store.path}"
        raise StoreError(os.fspath(store.path), f"there is no claim or page {key!r}", remedy) from None


def _files(making: _Making) -> Iterator[tuple[str, bytes]]:
    for key in making.keys:
        for name, data in _of_page(making, kept_page(making.store, key)):
            yield _listed(making, f"pages/{key}/{name}", data)
    making.cells += (cell for claim in making.claims for cell in claim_cells(claim, making.read.__getitem__))
    for name, data in _of_all(making):
        yield _listed(making, name, data)
    yield MANIFEST, _json(_manifest(making), indent=1)


def _listed(making: _Making, name: str, data: bytes) -> tuple[str, bytes]:
    what = _SAID_OF.get(name.rpartition("/")[2], "")
    making.files.append({"name": name, "bytes": len(data), "sha256": digest_of(data), "what": what})
    return name, data


def _of_page(making: _Making, kept: Kept) -> Iterator[tuple[str, bytes]]:
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
    yield "page.html", page_html(kept.record, about=making.head.lines()).encode("utf-8", "backslashreplace")
    making.read[kept.key] = Page(kept.key, kept.shown_outlet, bool(kept.corrections), kept.record.generator.version, (), kept.record)
    making.cells += cells_of(kept.record, kept.key)
    making.told.append(kept.manifest_json())


def _of_all(making: _Making) -> Iterator[tuple[str, bytes]]:
    from onrecord.proof.shown import index_html, readme

    making.limits = tuple(_limits(making))
    audits = audits_of(making.store)
    manifest = _manifest(making)
    yield "README.txt", readme(manifest, making.head).encode()
    if audits:
        yield "audits.json", _json(audits, indent=1)
    yield "cells.csv", cells_csv(making.cells).encode("utf-8", "backslashreplace")
    yield "cells.json", b"[\n" + b",\n".join(_json(cell.to_dict()) for cell in making.cells) + b"\n]\n"
    if making.claims:
        yield "claims.json", _json([_claim_json(making, claim) for claim in making.claims], indent=1)
    yield "index.html", index_html(manifest, making.claims, making.cells, making.read, making.head).encode("utf-8", "backslashreplace")


def _claim_json(making: _Making, claim: Claim) -> dict[str, Any]:
    pages = making.stories[claim.story].documents
    copies = [codec.encode(copy, "") for copy in making.copies if {copy.document, copy.of} <= set(pages)]
    return {"claim": codec.encode(claim, ""), "pages": list(pages), "copies": copies}


def _limits(making: _Making) -> Iterator[str]:
    """What this packet cannot prove, beyond what no packet can."""
    without = [told["page"] for told in making.told if told["source"] is None]
    if without:
        yield f"of {', '.join(without)} the store keeps no bytes: the record can be made again from its text and layout, not from the page"
    others = [told["page"] for told in making.told if not told["read_by_present"]]
    if others:
        yield f"{', '.join(others)} was read by another version or model than made this packet: reading again may give other cells"
    if any(claim.deal for claim in making.claims):
        yield "which deal a claim belongs to rests on other stories, and is not checked"
    if making.copies:
        yield "which page carries the text of which is taken from the store; the words that show it are checked, not the search for them"
    yield "the store keeps no picture of a page, and of a server's answer no more than its type and, where it fetched the page itself, its tags"


def audits_of(store: "Store") -> list[dict[str, Any]]:
    """How often people found the records of this store wrong: the audit that still stands for it, where somebody has judged one."""
    from onrecord.audit import stamp_of

    found = stamp_of(store)
    return [] if found is None else [found.to_dict()]


def _manifest(making: _Making) -> dict[str, Any]:
    audits = audits_of(making.store)
    return {
        "schema": SCHEMA,
        "claims": [claim.id for claim in making.claims],
        "pages": making.told,
        "made_by": present().to_dict(),
        "rests_on": making.head.to_dict(),
        "audits": audits or "not audited: nobody has judged a sample of this store's records",
        "limits": list(making.limits),
        "cells": len(making.cells),
        "files": list(making.files),
    }


def _json(value: Any, *, indent: int | None = None) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent) + ("\n" if indent else "")).encode("utf-8", "backslashreplace")
