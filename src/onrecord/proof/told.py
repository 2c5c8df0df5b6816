"""What a packet tells, read out of its parts and not yet believed: what cannot be read is named, and is left out."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from onrecord import codec
from onrecord.errors import OnRecordError, PacketError
from onrecord.export.store.head import Head, head_from
from onrecord.page import Capture
from onrecord.proof.cells import Cell, read_cells
from onrecord.proof.container import MANIFEST, SCHEMA, Container
from onrecord.proof.kept import Kept
from onrecord.proof.parts import Merged
from onrecord.proof.program import Program, program_from
from onrecord.record import Record
from onrecord.store.corrections import Correction, read_corrections
from onrecord.stories import Claim, Copy

DAMAGE: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, OverflowError, OnRecordError)
SHOWN: Final = 80  # characters of words that are named in a problem
_PAGE: Final = re.compile(r"pages/(c[0-9a-f]{16})/[^/]+")
_CAPTURE: Final = ("page", "digest", "bytes", "location", "retrieved", "retrieved_told_by", "outlet", "container", "headers", "same_bytes")
_HEADERS: Final = (("content-type",), ("content-type", "etag", "last-modified", "fetched"))
_TOLD_BY: Final = (None, "the page", "whoever saved it")


@dataclass(frozen=True, slots=True)
class Told:
    """What a packet tells.

    manifest: {} where it cannot be read.
    program, head: what made the packet, and what it rests on; None where the manifest does not tell.
    keys: of every page that has a part here.
    pages: those whose parts could all be read, by key.
    problems: parts that could not be read, and why.
    """

    container: Container
    manifest: Mapping[str, Any]
    program: Program | None
    head: Head | None
    keys: tuple[str, ...]
    pages: Mapping[str, Kept]
    cells: tuple[Cell, ...]
    claims: tuple[Merged, ...]
    problems: tuple[tuple[str, str], ...]

    @property
    def files(self) -> Mapping[str, bytes]:
        """Name → bytes."""
        return self.container.files


def read_told(path: str, container: Container) -> Told:
    """What a packet tells.

    Raises:
        PacketError: its manifest cannot be read, though it is as it was packed.
    """
    problems: list[tuple[str, str]] = []
    manifest = _manifest(path, container, problems)

    def part(name: str, read: Callable[[bytes], Any], default: Any = None) -> Any:
        if name not in container.files:
            return default
        return _attempt(problems, name, lambda: read(container.files[name]), default)

    keys = tuple(sorted({found[1] for name in container.files if (found := _PAGE.fullmatch(name))}))
    pages = {key: kept for key in keys if (kept := _kept(key, container.files, part)) is not None}
    cells = part("cells.json", lambda data: read_cells(strict_json(data)), ())
    claims = part("claims.json", _claims, ())
    program = _attempt(problems, MANIFEST, lambda: program_from(manifest["made_by"])) if manifest else None
    head = _attempt(problems, MANIFEST, lambda: head_from(manifest["rests_on"])) if manifest else None
    return Told(container, manifest, program, head, keys, pages, cells, claims, tuple(problems))


def strict_json(data: bytes | str) -> Any:
    """The value of a part that is JSON. A name may stand once in an object: of two, one reader takes the first and another the last.

    Raises:
        ValueError, RecursionError: it is no JSON, or has a name twice.
    """
    return json.loads(data, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _attempt(problems: list[tuple[str, str]], name: str, read: Callable[[], Any], default: Any = None) -> Any:
    try:
        return read()
    except DAMAGE as error:
        problems.append((name, f"it cannot be read: {error!s:.{SHOWN}}"))
        return default


def _manifest(path: str, container: Container, problems: list[tuple[str, str]]) -> Mapping[str, Any]:
    try:
        told = strict_json(container.files[MANIFEST])
        if not isinstance(told, dict):
            raise TypeError("not an object")
    except DAMAGE as error:
        if container.changed:  # it was changed: say where, rather than that it cannot be read
            problems.append((MANIFEST, f"it cannot be read: {error!s:.{SHOWN}}"))
            return {}
        raise PacketError(f"{path}: {MANIFEST}", f"it cannot be read: {error!s:.{SHOWN}}", "ask for the packet as it was exported") from None
    if told.get("schema") != SCHEMA and not container.changed:
        raise PacketError(path, f"not {SCHEMA}: {told.get('schema')!r:.{SHOWN}}", "read it with the onrecord that made it")
    return told


def _kept(key: str, files: Mapping[str, bytes], part: Callable[..., Any]) -> Kept | None:
    """A page; None where one of its parts is missing or cannot be read."""
    at = f"pages/{key}"
    capture: _Captured | None = part(f"{at}/capture.json", lambda data: _capture(data, key))
    record: Record | None = part(f"{at}/record.json", _record)
    reading: Record | None = part(f"{at}/reading.json", _record) if f"{at}/reading.json" in files else record
    corrections: tuple[Correction, ...] | None = part(f"{at}/corrections.jsonl", _corrections, None) if f"{at}/corrections.jsonl" in files else ()
    if capture is None or record is None or reading is None or corrections is None:
        return None
    source, layout = files.get(f"{at}/source.bin"), files.get(f"{at}/layout.json")
    return Kept(key, capture.digest, capture.size, source, layout, capture.given, reading, record, corrections, capture.told)


def _record(data: bytes) -> Record:
    strict_json(data)
    return Record.from_json(data)


def _corrections(data: bytes) -> tuple[Correction, ...]:
    lines = data.splitlines()
    for line in lines:
        strict_json(line)
    return tuple(read_corrections(lines))


@dataclass(frozen=True, slots=True)
class _Captured:
    digest: str
    size: int
    given: Capture  # what the reader is told of it
    told: Mapping[str, Any]  # all else


def _capture(data: bytes, key: str) -> _Captured:
    told = strict_json(data)
    headers, others = told["headers"], told["same_bytes"]
    texts = [told[name] for name in ("retrieved", "outlet", "container")] + list(headers.values())
    known = tuple(told) == _CAPTURE and tuple(headers) in _HEADERS and all(tuple(one) == ("page", "location", "retrieved") for one in others)
    fits = told["page"] == key and all(isinstance(told[name], str) for name in ("digest", "location")) and type(told["bytes"]) is int
    if not (known and fits and all(one is None or isinstance(one, str) for one in texts) and told["retrieved_told_by"] in _TOLD_BY):
        raise ValueError("no capture")
    retrieved = None if told["retrieved_told_by"] == "the page" else told["retrieved"]  # the page tells it again
    given = Capture(told["location"], retrieved, headers["content-type"])
    return _Captured(told["digest"], told["bytes"], given, {name: told[name] for name in _CAPTURE[4:]})


def _claims(data: bytes) -> tuple[Merged, ...]:
    told = strict_json(data)
    if not isinstance(told, list):
        raise ValueError("not a list of claims")
    names = tuple(one.name for one in fields(Merged))
    if not all(tuple(one) == names and all(isinstance(key, str) for key in one["pages"]) for one in told):
        raise ValueError("no claim with its pages and copies")
    return tuple(
        Merged(codec.decode(Claim, one["claim"], ""), tuple(one["pages"]), tuple(codec.decode(Copy, copy, "") for copy in one["copies"]))
        for one in told
    )
