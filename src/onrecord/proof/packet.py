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

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from onrecord.errors import PacketError, StoreError
from onrecord.export.store.head import Head, head_of
from onrecord.export.store.pages import Page
from onrecord.proof.cells import Cell
from onrecord.proof.container import MANIFEST, write_container
from onrecord.proof.kept import kept_page
from onrecord.proof.parts import Merged, Whole, all_cells, limits_of, listed, manifest_json, manifest_of, page_parts, whole_parts
from onrecord.proof.program import present
from onrecord.stories import Claim, Stories

if TYPE_CHECKING:
    from onrecord.store.store import Store


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
    claims: tuple[Merged, ...]
    keys: tuple[str, ...]
    cells: tuple[Cell, ...] = ()
    limits: tuple[str, ...] = ()
    files: list[dict[str, Any]] = field(default_factory=list)


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
    digest = file_digest(cast(Any, out), "sha256").hexdigest()
    return Packed(tuple(one.claim for one in making.claims), len(making.keys), len(making.cells), making.limits, digest)


def _wanted(store: "Store", stories: Stories, ids: Sequence[str]) -> _Making:
    by_id = {claim.id: claim for claim in stories.claims}
    of_story = {story.id: story.documents for story in stories.stories}
    claims = tuple(_merged(by_id[one], of_story[by_id[one].story], stories) for one in dict.fromkeys(ids) if one in by_id)
    keys = {key for claim in claims for key in claim.pages} | {_page(store, one) for one in ids if one not in by_id}
    return _Making(store, head_of(store, "packet"), claims, tuple(sorted(keys)))


def _merged(claim: Claim, pages: tuple[str, ...], stories: Stories) -> Merged:
    return Merged(claim, pages, tuple(copy for copy in stories.copies if {copy.document, copy.of} <= set(pages)))


def _page(store: "Store", key: str) -> str:
    try:
        return str(store.page(key).page)
    except StoreError:
        remedy = f"list them: onrecord claims {store.path}, onrecord pages {store.path}"
        raise StoreError(os.fspath(store.path), f"there is no claim or page {key!r}", remedy) from None


def _files(making: _Making) -> Iterator[tuple[str, bytes]]:
    program = present()
    pages: dict[str, Page] = {}
    told: list[dict[str, Any]] = []
    for key in making.keys:
        kept = kept_page(making.store, key)
        for name, data in page_parts(kept, making.head):
            yield _listed(making, f"pages/{key}/{name}", data)
        pages[key] = kept.page()
        told.append(kept.manifest_json(program))
    making.cells, making.limits = all_cells(pages, making.claims), tuple(limits_of(told, making.claims))
    whole = Whole(program, making.head, making.claims, tuple(told), making.limits)
    for name, data in whole_parts(whole, making.cells, pages, tuple(making.files)):
        yield _listed(making, name, data)
    yield MANIFEST, manifest_json(manifest_of(whole, making.cells, making.files))


def _listed(making: _Making, name: str, data: bytes) -> tuple[str, bytes]:
    making.files.append(listed(name, data))
    return name, data
