"""What comes out of a packet when its pages are read again: records, claims and their cells, with and without what people corrected."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from onrecord.errors import OnRecordError, PacketError
from onrecord.export.store.pages import Page
from onrecord.proof.cells import Cell, cells_of, compare
from onrecord.proof.claim import claim_cells, merged_again
from onrecord.proof.kept import Kept
from onrecord.proof.parts import Merged
from onrecord.proof.told import DAMAGE, SHOWN, Told
from onrecord.record import Record
from onrecord.store.corrections import Correction
from onrecord.store.derive import Original, derive
from onrecord.store.packed import pack
from onrecord.stories import Claim

Keys = frozenset[tuple[str | None, str]]  # of cells: page and key


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """How a page came out.

    source: "bytes", "text" (the store does not keep its bytes) or None: it could not be read again, and `error` says why.
    corrections: what people say is otherwise in it: it came out with that put in, and nothing but their word stands behind it.
    """

    page: str
    location: str
    source: str | None
    error: str | None
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """What comes out again.

    pages, plain: the records, by key: with the corrections in them, and as they were read; of pages that could be read again.
    claims: those that could be merged again, by the ID that the packet has for each.
    cells: of both, those of a claim under the ID that the packet has for it.
    by_people: cells that are otherwise, or not there, without what people corrected.
    problems: claims that could not be merged again, and why.
    """

    verdicts: tuple[PageVerdict, ...]
    pages: Mapping[str, Page]
    plain: Mapping[str, Page]
    claims: Mapping[str, Claim]
    cells: tuple[Cell, ...]
    by_people: Keys
    problems: tuple[tuple[str, str], ...]


def read_again(told: Told, advance: Callable[[int], None]) -> Again:
    """Read the pages of a packet again, and merge its claims from them.

    Args:
        advance: called with the number of pages, then with 0 for each that was read.
    """
    advance(len(told.keys))
    verdicts: list[PageVerdict] = []
    pages: dict[str, Page] = {}
    plain: dict[str, Page] = {}
    for key in told.keys:
        verdict, records = _page_again(key, told.pages.get(key))
        verdicts.append(verdict)
        if records is not None:
            plain[key], pages[key] = (replace(told.pages[key], record=record).page() for record in records)
        advance(0)
    claims, cells, problems = _merge(told.claims, pages)
    found = (*(cell for key, page in pages.items() for cell in cells_of(page.record, key)), *cells)
    by_people: Keys = frozenset()
    if any(told.pages[key].corrections for key in pages):
        _, others, _ = _merge(told.claims, plain)
        without = (*(cell for key, page in plain.items() for cell in cells_of(page.record, key)), *others)
        by_people = frozenset((one.told.page, one.told.key) for one in compare(without, found) if one.outcome != "same")
    return Again(tuple(verdicts), pages, plain, claims, found, by_people, tuple(problems))


def _page_again(key: str, kept: Kept | None) -> tuple[PageVerdict, tuple[Record, Record] | None]:
    """A page as it was read and as people corrected it."""
    if kept is None:
        return PageVerdict(key, "?", None, "capture.json or record.json, or what people corrected, is missing or cannot be read"), None
    location = kept.given.location
    try:
        if kept.source is None and kept.layout is None:
            raise PacketError(key, "neither its bytes nor its layout are in the packet")
        original = Original(kept.source, None if kept.layout is None else pack(kept.layout), kept.given, kept.reading)
        plain = derive(original, ())
        found = derive(original, kept.corrections) if kept.corrections else plain
    except OnRecordError as error:
        return PageVerdict(key, location, None, f"{error.problem}" + (f"; {error.remedy}" if error.remedy else ""), kept.corrections), None
    except DAMAGE as error:
        return PageVerdict(key, location, None, f"it cannot be read again: {error!s:.{SHOWN}}", kept.corrections), None
    return PageVerdict(key, location, "text" if kept.source is None else "bytes", None, kept.corrections), (plain, found)


def _merge(claims: Iterable[Merged], pages: Mapping[str, Page]) -> tuple[dict[str, Claim], list[Cell], list[tuple[str, str]]]:
    """The claims as some pages give them, their cells, and what cannot be merged."""
    found: dict[str, Claim] = {}
    cells: list[Cell] = []
    problems: list[tuple[str, str]] = []
    for one in claims:
        own = {key: pages[key] for key in one.pages if key in pages}
        copies = [copy for copy in one.copies if {copy.document, copy.of} <= own.keys()]
        try:
            merged = merged_again(one.claim, own, copies) if own else None
            told = claim_cells(merged, own.__getitem__) if merged is not None else ()
        except DAMAGE as error:
            problems.append(("claims.json", f"claim {one.claim.id} cannot be merged again: {error!s:.{SHOWN}}"))
            continue
        if merged is not None:
            found[one.claim.id] = merged
            cells += (_under(cell, merged.id, one.claim.id) for cell in told)
    return found, cells, problems


def _under(cell: Cell, identity: str, wanted: str) -> Cell:
    """A cell of a claim under the ID that the packet has for it."""
    old, new = f"claims[{identity}]", f"claims[{wanted}]"
    return replace(cell, cell=cell.cell.replace(old, new, 1), key=cell.key.replace(old, new, 1))
