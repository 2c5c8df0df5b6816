"""Whether a packet holds: its bytes as they were packed, and each cell of it out of them again. Nothing is written, and nothing is fetched."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord import codec
from onrecord.errors import OnRecordError, PacketError, RecordError
from onrecord.export.store.pages import Page
from onrecord.page import Capture
from onrecord.proof.cells import Cell, Compared, cells_csv, cells_of, compare, read_cells, value_in_words
from onrecord.proof.claim import claim_cells, merged_again
from onrecord.proof.container import MANIFEST, SCHEMA, Container, digest_of, open_container
from onrecord.proof.packet import OF_A_PAGE, OF_ALL
from onrecord.proof.program import differences, present
from onrecord.record import Record
from onrecord.store.corrections import Correction, read_corrections
from onrecord.store.derive import Original, derive
from onrecord.store.packed import pack
from onrecord.store.write import capture_key
from onrecord.stories import Claim, Copy

_DAMAGE: Final = (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError, RecordError)
_PAGE: Final = re.compile(r"pages/c[0-9a-f]{16}")
_SHOWN: Final = 80  # characters of words that are named in a problem


@dataclass(frozen=True, slots=True)
class PageVerdict:
    """How a page came out.

    source: "bytes", "text" (the store does not keep its bytes) or None: it could not be read again, and `error` says why.
    """

    page: str
    location: str
    source: str | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a packet came out.

    digest: of the whole file, to hold against what was written down.
    differs: in what the onrecord that made it is another than this one; () in nothing.
    changed: parts that are not as they were packed, with what is wrong there; also parts that contradict each other.
    limits: what the packet itself says it cannot prove.
    """

    digest: str
    claims: tuple[str, ...]
    files: int
    differs: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]
    pages: tuple[PageVerdict, ...]
    cells: tuple[Compared, ...]
    limits: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether all of it came out the same."""
        return not self.changed and all(page.error is None for page in self.pages) and all(one.outcome == "same" for one in self.cells)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "schema": "onrecord-verdict/1",
            "same": self.same,
            "packet": f"sha256:{self.digest}",
            "claims": self.claims,
            "files": self.files,
            "program_differs": self.differs,
            "changed": [{"part": part, "problem": problem} for part, problem in self.changed],
            "pages": [{"page": p.page, "location": p.location, "read_again_from": p.source, "error": p.error} for p in self.pages],
            "cells": [
                {
                    "outcome": one.outcome,
                    **one.told.to_dict(),
                    "again": one.again.to_dict() if one.again and one.outcome == "differs" else None,
                }
                for one in self.cells
            ],
            "limits": self.limits,
        }


def verify(path: str, *, advance: Callable[[int], None] = lambda _: None) -> Verdict:
    """Check a packet, and read its pages again with this onrecord.

    Args:
        advance: called with the number of pages once they are counted, then with 0 for each that was read.

    Raises:
        PacketError: it cannot be read as a packet; nothing of it was.
    """
    container = open_container(path)
    return _Verifying(path, container, advance).verdict()


class _Verifying:
    def __init__(self, path: str, container: Container, advance: Callable[[int], None]) -> None:
        self.path, self.container, self.advance = path, container, advance
        self.changed = list(container.changed)
        self.pages: list[PageVerdict] = []
        self.kept: dict[str, Page] = {}  # as the packet has them
        self.again: dict[str, Page] = {}  # as they came out
        self.manifest = self._manifest()

    def _manifest(self) -> Mapping[str, Any]:
        try:
            told = json.loads(self.container.files[MANIFEST])
            if not isinstance(told, dict):
                raise TypeError("not an object")
        except _DAMAGE as error:
            if self.changed:  # it was changed: say where, rather than that it cannot be read
                self.changed.append((MANIFEST, f"it cannot be read: {error!s:.{_SHOWN}}"))
                return {}
            raise PacketError(
                f"{self.path}: {MANIFEST}", f"it cannot be read: {error!s:.{_SHOWN}}", "ask for the packet as it was exported"
            ) from None
        if told.get("schema") != SCHEMA and not self.changed:
            raise PacketError(self.path, f"not {SCHEMA}: {told.get('schema')!r:.{_SHOWN}}", "read it with the onrecord that made it")
        return told

    def verdict(self) -> Verdict:
        self._check_listed()
        cells = self._cells()
        keys = sorted({name.split("/")[1] for name in self.container.files if _PAGE.fullmatch(name.rpartition("/")[0])})
        self._check_pages(keys)
        self.advance(len(keys))
        for key in keys:
            self._read(key)
            self.advance(0)
        self._check_words(cells)
        again = [cell for key, page in self.again.items() for cell in cells_of(page.record, key)]
        made_by = self.manifest.get("made_by")
        differs = differences(made_by if isinstance(made_by, dict) else {}, present())
        again += self._claims(cells, same_program=not differs)
        unread = {page.page for page in self.pages if page.error is not None}
        compared = [one for one in compare(cells, again) if one.told.page not in unread]
        if not differs:
            self._check_derived(cells)
        return Verdict(
            self.container.digest,
            self._texts("claims"),
            len(self.container.files),
            differs,
            tuple(dict.fromkeys(self.changed)),
            tuple(self.pages),
            tuple(compared),
            self._texts("limits"),
        )

    def _texts(self, name: str) -> tuple[str, ...]:
        told = self.manifest.get(name)
        return tuple(str(one) for one in told) if isinstance(told, list) else ()

    def _check_listed(self) -> None:
        """The manifest lists the files too, with what each is: it must not say otherwise, and there is nothing else."""
        for name in self.container.files:
            folder, _, own = name.rpartition("/")
            if own not in OF_A_PAGE if _PAGE.fullmatch(folder) else name not in OF_ALL:
                self.changed.append((name, "no part of a packet has that name"))
        listed = self.manifest.get("files")
        for one in listed if isinstance(listed, list) else []:
            told = one.get("name") if isinstance(one, dict) else None
            if not isinstance(told, str) or told not in self.container.files:
                self.changed.append((MANIFEST, f"it lists a file that is not there: {told!r:.{_SHOWN}}"))
            elif one.get("sha256") != digest_of(self.container.files[told]) and not self._is_changed(told):
                self.changed.append((MANIFEST, f"it gives another digest of {told}"))

    def _check_pages(self, keys: list[str]) -> None:
        """The manifest names the pages: those that are there, and no others."""
        told = self.manifest.get("pages")
        named = [one.get("page") for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        if self.manifest and named != keys:
            problem = f"it names {len(named)} pages, and {len(keys)} are in the packet, not the same ones"
            self.changed.append((MANIFEST, problem))

    def _is_changed(self, name: str) -> bool:
        return any(part == name for part, _ in self.changed)

    def _part(self, name: str, read: Callable[[bytes], Any], default: Any = None) -> Any:
        """What a part holds; where it cannot be read that is told, and `default` stands for it."""
        data = self.container.files.get(name)
        if data is None:
            return default
        try:
            return read(data)
        except _DAMAGE as error:
            self.changed.append((name, f"it cannot be read: {error!s:.{_SHOWN}}"))
            return default

    def _cells(self) -> tuple[Cell, ...]:
        if "cells.json" not in self.container.files:
            self.changed.append(("cells.json", "it is missing"))
        cells: tuple[Cell, ...] = self._part("cells.json", lambda data: read_cells(json.loads(data)), ())
        return cells

    # A page

    def _read(self, key: str) -> None:
        at = f"pages/{key}"
        capture = self._part(f"{at}/capture.json", _capture, None)
        record = self._part(f"{at}/record.json", Record.from_json, None)
        reading = self._part(f"{at}/reading.json", Record.from_json, record)
        corrections: tuple[Correction, ...] = self._part(f"{at}/corrections.jsonl", lambda data: tuple(read_corrections(data.splitlines())), ())
        location = str(capture.given.location if capture else record.document.location if record else "?")
        if capture is None or record is None or reading is None:
            self.pages.append(PageVerdict(key, location, None, "capture.json or record.json is missing or cannot be read"))
            return
        source = self.container.files.get(f"{at}/source.bin")
        layout = self.container.files.get(f"{at}/layout.json")
        for part, problem in self._contradictions(key, capture, record, source):
            self.changed.append((f"{at}/{part}", problem))
        self.kept[key] = _page(key, capture, record)
        try:
            if source is None and layout is None:
                raise PacketError(at, "neither its bytes nor its layout are in the packet")
            original = Original(source, None if layout is None else pack(layout), capture.given, reading)
            found = derive(original, corrections)
            if corrections:
                self._check_reading(key, reading, derive(original, ()))
        except OnRecordError as error:
            self.pages.append(PageVerdict(key, location, None, f"{error.problem}" + (f"; {error.remedy}" if error.remedy else "")))
        except _DAMAGE as error:
            self.pages.append(PageVerdict(key, location, None, f"it cannot be read again: {error!s:.{_SHOWN}}"))
        else:
            self.again[key] = _page(key, capture, found)
            self.pages.append(PageVerdict(key, location, "text" if source is None else "bytes", None))

    def _contradictions(self, key: str, capture: "_Captured", record: Record, source: bytes | None) -> Iterator[tuple[str, str]]:
        """Parts of a page that say otherwise than others."""
        if source is not None and f"sha256:{digest_of(source)}" != capture.digest:
            yield "source.bin", f"its bytes are not those of {capture.digest:.24}…, which capture.json names"
        if record.document.id != capture.digest:
            yield "record.json", f"it is the record of {record.document.id:.24}…, and capture.json names {capture.digest:.24}…"
        if capture_key(capture.digest, capture.location, capture.retrieved) != key:
            yield "capture.json", f"digest, place and time do not give the page's key {key}"

    def _check_reading(self, key: str, reading: Record, found: Record) -> None:
        wrong = [one for one in compare(cells_of(reading, key), cells_of(found, key)) if one.outcome != "same"]
        if wrong:
            self.changed.append(
                (f"pages/{key}/reading.json", f"without corrections {len(wrong)} cells come out otherwise, such as {wrong[0].told.cell}")
            )

    # All pages

    def _check_words(self, cells: tuple[Cell, ...]) -> None:
        """That each quoted word stands where its cell says."""
        for cell in cells:
            page = self.kept.get(cell.page or "")
            if page is None or cell.words is None or not cell.spans:
                continue
            text = page.record.document.text
            if " ".join(text[start:end] for start, end in cell.spans) != cell.words:
                self.changed.append(("cells.json", f"{cell.page} {cell.cell}: “{cell.words:.{_SHOWN}}” does not stand at {cell.spans[0][0]}"))

    def _check_derived(self, cells: tuple[Cell, ...]) -> None:
        """That the tables say what the records say; only where this onrecord would have written them so."""
        records = {key: cells_of(page.record, key) for key, page in self.kept.items()}
        own = dict.fromkeys(cell for told in records.values() for cell in told)  # in their order, which a set has none of
        for cell in cells:
            if cell.page in records and not cell.cell.startswith("claims[") and cell not in own:
                self.changed.append(("cells.json", f"{cell.page} {cell.cell}: it says otherwise than record.json"))
        given = set(cells)
        self.changed += [
            ("cells.json", f"{cell.page} {cell.cell}: record.json has it, and it is not in the table") for cell in own if cell not in given
        ]
        if self.container.files.get("cells.csv") != cells_csv(cells).encode("utf-8", "backslashreplace"):
            self.changed.append(("cells.csv", "it says otherwise than cells.json"))

    def _claims(self, cells: tuple[Cell, ...], *, same_program: bool) -> list[Cell]:
        """The cells of the claims, merged again from the pages as they came out."""
        found: list[Cell] = []
        claims = self._part("claims.json", _claims, ())
        if tuple(claim.id for claim, _, _ in claims) != self._texts("claims") and not self._is_changed("claims.json"):
            self.changed.append((MANIFEST, "it names other claims than claims.json has"))
        for claim, keys, copies in claims:
            pages = {key: self.again[key] for key in keys if key in self.again}
            self._check_copies(copies)
            if len(pages) < len(keys):
                missing = sorted(set(keys) - pages.keys())
                self.changed.append(("claims.json", f"claim {claim.id} rests on pages that could not be read again: {', '.join(missing)}"))
            try:
                merged = merged_again(claim, pages, copies) if pages else None
                come_out = claim_cells(merged, self.again.__getitem__) if merged is not None else ()
            except _DAMAGE as error:
                self.changed.append(("claims.json", f"claim {claim.id} cannot be merged again: {error!s:.{_SHOWN}}"))
                continue
            if merged is not None:
                now = [_under(cell, merged.id, claim.id) for cell in come_out]
                named = self._check_told(claim, cells, now)
                if same_program:
                    self._check_beyond_cells(claim, merged, named)
                found += now
        return found

    def _check_told(self, claim: Claim, cells: tuple[Cell, ...], now: list[Cell]) -> tuple[str, ...]:
        """That claims.json tells a claim as the table of cells does, whose cells are held against what comes out; the cells that differ."""
        try:
            told = claim_cells(claim, self.kept.__getitem__)
        except _DAMAGE as error:
            self.changed.append(("claims.json", f"claim {claim.id} rests on what is not in its pages: {error!s:.{_SHOWN}}"))
            return (f"claims[{claim.id}]",)
        table = [cell for cell in cells if cell.cell.startswith(f"claims[{claim.id}]")]
        come_out = {(cell.page, cell.key): cell for cell in now}
        wrong = [one for one in compare(told, table) if one.outcome != "same"]
        for one in wrong:
            cell, again = one.told, come_out.get((one.told.page, one.told.key))
            says = "it is not there" if one.cell is None else f"it says {value_in_words(cell.value) or 'nothing'}"
            comes = "it does not come out of its pages" if again is None else f"{value_in_words(again.value) or 'nothing'} comes out of its pages"
            self.changed.append(("claims.json", f"{cell.cell}: {says}, and {comes}"))
        return tuple(one.told.cell for one in wrong)

    def _check_beyond_cells(self, claim: Claim, merged: Claim, named: tuple[str, ...]) -> None:
        """That the rest of a claim, which has no cells of its own, is what comes out too: origins, statements, who repeats whom.

        Its deal is found among all pages of a store, so it cannot come out of a packet.
        """
        now = replace(merged, id=claim.id, deal=claim.deal)
        for path, says, comes in _unlike(codec.encode(claim, ""), codec.encode(now, ""), f"claims[{claim.id}]"):
            if not any(path.startswith(name) for name in named):
                self.changed.append(("claims.json", f"{path}: it says {says!s:.{_SHOWN}}, and {comes!s:.{_SHOWN}} comes out of its pages"))

    def _check_copies(self, copies: tuple[Copy, ...]) -> None:
        for one in (evidence for copy in copies for evidence in copy.evidence):
            page = self.kept.get(one.document)
            if page is not None and page.record.document.text[one.start : one.end] != one.text:
                self.changed.append(("claims.json", f"words that show a copy do not stand in {one.document} at {one.start}"))


def _unlike(one: Any, other: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    """Where two JSON values differ, as deep down as they can be held against each other."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        for key in one:
            yield from _unlike(one[key], other[key], f"{path}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for n, (a, b) in enumerate(zip(one, other, strict=True)):
            yield from _unlike(a, b, f"{path}[{n}]")
    elif one != other:
        yield path, one, other


def _under(cell: Cell, identity: str, wanted: str) -> Cell:
    """A cell of a claim under the ID that the packet has for it."""
    old, new = f"claims[{identity}]", f"claims[{wanted}]"
    return replace(cell, cell=cell.cell.replace(old, new, 1), key=cell.key.replace(old, new, 1))


@dataclass(frozen=True, slots=True)
class _Captured:
    """What capture.json tells."""

    digest: str
    location: str
    retrieved: str | None
    outlet: str | None
    given: Capture  # what the reader is told of it


def _capture(data: bytes) -> _Captured:
    told = json.loads(data)
    digest, location, retrieved, outlet, content_type = (
        *(told[n] for n in ("digest", "location", "retrieved", "outlet")),
        told["headers"]["content-type"],
    )
    maybe = (retrieved, outlet, content_type)
    if not (isinstance(digest, str) and isinstance(location, str)) or not all(one is None or isinstance(one, str) for one in maybe):
        raise ValueError("no capture")
    by_page = told["retrieved_told_by"] == "the page"  # which tells it again
    return _Captured(digest, location, retrieved, outlet, Capture(location, None if by_page else retrieved, content_type))


def _page(key: str, capture: _Captured, record: Record) -> Page:
    outlet = capture.outlet or (record.article.outlet if record.article else None)
    return Page(key, outlet, corrected=False, version=record.generator.version, copy_of=(), record=record)


def _claims(data: bytes) -> tuple[tuple[Claim, tuple[str, ...], tuple[Copy, ...]], ...]:
    told = json.loads(data)
    if not isinstance(told, list):
        raise ValueError("not a list of claims")
    return tuple(
        (
            codec.decode(Claim, one["claim"], ""),
            tuple(str(key) for key in one["pages"]),
            tuple(codec.decode(Copy, copy, "") for copy in one["copies"]),
        )
        for one in told
    )
