"""A record derived anew from what people corrected: the pipeline runs again with each corrected layer put in where it is filled.

What stands on a corrected value follows it: a day of publication moves the times that count from it, the offices held on that day, the
events and deals of those times. The reading itself is kept, and comes back when the correction is undone.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord.contract import to_dict
from onrecord.errors import OnRecordError, PageError, RecordError, StageError
from onrecord.page import Capture, read_page
from onrecord.pipeline import PIPELINE, run
from onrecord.record import Note, Record
from onrecord.store.corrections import Correction, active, all_corrections
from onrecord.store.fields import Field, apply_correction, read_field
from onrecord.store.packed import pack, unpack, unpack_layout
from onrecord.store.reader import is_present, reader_of
from onrecord.store.write import CORRECTED, done_key, now, put_record, remove_record, show_one
from onrecord.version import __version__

NOT_APPLIED: Final = "correction-not-applied"
_TOLD_BY_PAGE: Final = "retrieved-told"
_NOT_COMPARED: Final = ("schema", "generator", "document", "notes")


@dataclass(frozen=True, slots=True)
class Original:
    """What a page can be read from again: its bytes, or its text and layout."""

    data: bytes | None
    layout: bytes | None
    capture: Capture
    reading: Record


@dataclass(frozen=True, slots=True)
class Moved:
    """One cell of a record that a correction changed, directly or by what stands on it."""

    path: str  # in the record's JSON: "times[t1].value"
    before: Any
    after: Any
    why: str


def derive(original: Original, corrections: Sequence[Correction], *, strict: Correction | None = None) -> Record:
    """The record of a page with corrections in it; none of them: the record as it was read.

    A correction that has nothing to stand on, since another version reads the page otherwise, or whose value its field cannot hold, is a
    note in the record. The others hold.

    Args:
        strict: the one that must hold.

    Raises:
        RecordError: the value of that one is none that its field can hold.
        PageError, StageError: the page cannot be read with that one, or with none of them.
    """
    try:
        return _derived(original, corrections, {}, strict)
    except (PageError, StageError):
        if not corrections:
            raise
    # One of them breaks what stands on it: each is tried with those that hold.
    holding: list[Correction] = []
    broken: dict[str, str] = {}
    for correction in corrections:
        try:
            _derived(original, [*holding, correction], {}, strict)
        except (PageError, StageError) as error:
            if correction == strict:
                raise
            broken[correction.key] = error.problem
        else:
            holding.append(correction)
    return _derived(original, corrections, broken, strict)


def _derived(original: Original, corrections: Sequence[Correction], broken: Mapping[str, str], strict: Correction | None) -> Record:
    """The record with corrections in it, but for those of which it is known why they cannot be."""
    missed = dict(broken)

    def mend(layer: str, record: Record) -> Record:
        for correction in corrections:
            if _field(correction).layer != layer or correction.key in broken:
                continue
            try:
                record, why = apply_correction(record, correction)
            except RecordError as error:
                if correction == strict:
                    raise
                why = f"{error.location}: {error.problem}"
            if why:
                missed[correction.key] = why
        return record

    if original.data is not None:
        page = read_page(original.data, original.capture)
        document, layout, notes = page.document, page.layout, page.notes
    else:
        assert original.layout is not None
        document, layout = original.reading.document, unpack_layout(original.layout)
        notes = tuple(n for n in original.reading.notes if n.layer == "document")
    record = run(document, layout, notes=notes, mend=mend if corrections else None)
    if not corrections:
        return record
    told = [Note(_field(c).layer, NOT_APPLIED, f"{c.field}: {missed[c.key]}") for c in corrections if c.key in missed]
    told += [Note(_field(c).layer, CORRECTED, in_words(c)) for c in corrections if c.key not in missed]
    return replace(_pruned(record), notes=(*record.notes, *told))


def in_words(correction: Correction) -> str:
    """A correction in a line: what, by whom, when, why."""
    why = f": {correction.why}" if correction.why else ""
    return f"{correction.field} corrected by {correction.author} on {correction.time[:10]}{why}"


def moved(before: Record, after: Record, corrections: Sequence[Correction] = ()) -> tuple[Moved, ...]:
    """The cells in which two records of a page differ, and for each the correction that moved it."""
    values = [c for c in corrections if c.what == "value"]  # what is decided of copies is in no record
    old, new = to_dict(before), to_dict(after)
    cells = [cell for key in old if key not in _NOT_COMPARED for cell in _differences(old[key], new[key], key)]
    return tuple(Moved(path, was, now_is, _why(path, values)) for path, was, now_is in cells)


def _differences(old: Any, new: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in old.keys() | new.keys() if old.keys() != new.keys() else old:
            yield from _differences(old.get(key), new.get(key), f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and _named(old) and _named(new):
        olds, news = _by_name(old), _by_name(new)
        for name in dict.fromkeys((*olds, *news)):
            yield from _differences(olds.get(name), news.get(name), f"{path}[{name}]")
    else:
        yield path, old, new


def _named(items: list[Any]) -> bool:
    return all(isinstance(item, dict) and ("id" in item or {"statement", "target"} <= item.keys()) for item in items)


def _by_name(items: list[Any]) -> dict[str, Any]:
    return {item["id"] if "id" in item else f"{item['statement']}:{item['target']}": item for item in items}


def _why(path: str, corrections: Sequence[Correction]) -> str:
    layer = _layer_of_cell(path)
    direct = [c for c in corrections if (c.field and (path == c.field or path.startswith((f"{c.field}.", f"{c.field}[")))) or _beside(path, c)]
    if direct:
        return in_words(direct[-1])
    below = [c for c in corrections if layer in _downstream(_field(c).layer)]
    return "derived anew: " + "; ".join(in_words(c) for c in below) if below else "derived anew"


def _beside(path: str, correction: Correction) -> bool:
    """Whether a cell is set along with a field: how sure a day is, that a stance is settled."""
    at = _field(correction)
    if at.layer == "published":
        return path.startswith("article.modified." if at.rest[0] == "modified" else "article.published.")
    return path.endswith(".settled") and (correction.field or "").rsplit(".", 1)[0] == path.removesuffix(".settled")


def _layer_of_cell(path: str) -> str:
    if path.startswith(("article.published", "article.modified")):
        return "published"
    if path.startswith("statements[") and any(f"].{name}" in path for name in ("source.actors", "said", "via")):
        return "attributions"
    if path.endswith((".asserted_by", ".denied_by", ".declined_by", ".doubted_by")):
        return "links"
    return path.split(".")[0].split("[")[0]


def _downstream(layer: str) -> set[str]:
    """The layers that read a layer, at first hand or not."""
    found = {layer}
    for stage in PIPELINE:  # in order, so one pass is enough
        if found & set(stage.reads):
            found.add(stage.layer)
    return found - {layer}


def _field(correction: Correction) -> Field:
    assert correction.field is not None
    return read_field(correction.field)


def _pruned(record: Record) -> Record:
    """The record without what refers to an item that a correction took out."""
    statements = {s.id for s in record.statements or ()}
    actors = {a.id for a in record.actors or ()}
    times = {t.id for t in record.times or ()}
    places = {p.id for p in record.places or ()}
    events = {e.id for e in record.events or ()}

    def known(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in ids if i in actors)

    def only(identity: str | None, wanted: set[str]) -> str | None:
        return identity if identity in wanted else None

    return replace(
        record,
        statements=_each(record.statements, lambda s: replace(s, within=only(s.within, statements))),
        times=_each(record.times, lambda t: replace(t, anchor=t.anchor if t.anchor == "published" else only(t.anchor, times))),
        attributions=_each(
            [a for a in record.attributions if a.statement in statements] if record.attributions is not None else None,
            lambda a: replace(
                a,
                actors=known(a.actors),
                said=a.said and replace(a.said, time=only(a.said.time, times)),
                via=tuple(replace(v, actor=only(v.actor, actors)) for v in a.via),
            ),
        ),
        events=_each(
            record.events,
            lambda e: replace(
                e, initiators=known(e.initiators), recipients=known(e.recipients), time=only(e.time, times), place=only(e.place, places)
            ),
        ),
        links=_each([k for k in record.links if k.statement in statements and k.target in events] if record.links is not None else None, lambda k: k),
        arms_transfers=_each(
            [x for x in record.arms_transfers if x.event in events] if record.arms_transfers is not None else None,
            lambda x: replace(
                x,
                supplier=only(x.supplier, actors),
                recipient=only(x.recipient, actors),
                via=known(x.via),
                time=only(x.time, times),
                ordered=only(x.ordered, times),
                delivered=only(x.delivered, times),
            ),
        ),
    )


def _each(items: Any, make: Any) -> Any:
    return None if items is None else tuple(make(item) for item in items)


def original_of(connection: sqlite3.Connection, capture: int) -> Original:
    """What the store keeps of a page to read it from again."""
    source, layout, location, retrieved, content_type, packed = connection.execute(
        "SELECT d.source, d.layout, c.location, c.retrieved, c.content_type, r.json FROM capture c JOIN document d ON d.id = c.document_id "
        "JOIN record r ON r.capture_id = c.id AND r.made_by = 'reading' WHERE c.id = ?",
        (capture,),
    ).fetchone()
    reading = Record.from_json(unpack(packed))
    if any(n.code == _TOLD_BY_PAGE for n in reading.notes):
        retrieved = None  # the page tells it again
    return Original(None if source is None else unpack(source), layout, Capture(location, retrieved, content_type), reading)


def derive_capture(connection: sqlite3.Connection, capture: int, *, strict: Correction | None = None) -> None:
    """Show a capture's record as its corrections have it, within the transaction that is open.

    Args:
        strict: raise where this one cannot hold. Else it is a note; where nothing can be derived, the reading is shown, and the failure listed.

    Raises:
        RecordError, PageError, StageError: only if strict.
    """
    digest, location, outlet = connection.execute(
        "SELECT d.digest, c.location, c.outlet FROM capture c JOIN document d ON d.id = c.document_id WHERE c.id = ?", (capture,)
    ).fetchone()
    corrections = [c for c in active(all_corrections(connection, digest)) if c.what == "value"]
    key = done_key(f"correction\0{capture}")
    connection.execute("DELETE FROM failure WHERE key = ?", (key,))
    if corrections:
        original = original_of(connection, capture)
        try:
            _catch_up(connection, capture, original)
            record = derive(original, corrections, strict=strict)
        except OnRecordError as error:
            if strict:
                raise
            row = (key, location, outlet, "correction", error.problem, error.remedy, __version__, now())
            connection.execute(
                "INSERT INTO failure (key, location, outlet, stage, cause, remedy, version, time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row
            )
        else:
            put_record(connection, capture, "correction", reader_of(record.generator), pack(record.to_json()), now())
            show_one(connection, capture, "correction", record)
            return
    show_one(connection, capture, "reading")
    for (old,) in connection.execute("SELECT id FROM record WHERE capture_id = ? AND made_by = 'correction'", (capture,)).fetchall():
        remove_record(connection, old)


def _catch_up(connection: sqlite3.Connection, capture: int, original: Original) -> None:
    """Read a page anew that another reader has read: what is derived stands on one alone."""
    if not is_present(original.reading.generator):
        record = derive(original, ())
        put_record(connection, capture, "reading", reader_of(record.generator), pack(record.to_json()), now())
