"""What people say is otherwise: a layer of its own that wins in every view, is only ever added to, and overwrites nothing.

A correction is bound to the digest of a document, to a field of its record, and to the words there. To undo one is to add that it is
undone. Those of one store can be written to a file and added to another; nothing is added twice.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final, Literal

from onrecord.errors import RecordError

_OFFSETS: Final = 1 << 31  # no page is as long
SCHEMA: Final = "onrecord-corrections/1"
What = Literal["value", "split", "join", "undo"]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the page that a correction is about."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing that a person says is otherwise than it was read.

    what: "value": `field` should hold `value`. "split": the document is no copy of `other`. "join": it is one.
        "undo": the correction whose key is `other` no longer holds.
    field: a path in the record's JSON: "article.published.date", "statements[s3].stance", "events[e2]" (with the value None: no such
        event), "links[s3:e2].relation", "arms_transfers[x1].supplier".
    """

    digest: str
    what: What
    author: str
    time: str  # ISO 8601, UTC
    field: str | None = None
    quote: Quote | None = None
    value: Any = None
    former: Any = None
    other: str | None = None
    why: str = ""

    @property
    def key(self) -> str:
        """Its name, the same in every store."""
        told = asdict(self)
        del told["former"]  # what another version had read makes it no other correction
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=True).encode()).hexdigest()[:32]


def moment(time: str | None = None) -> str:
    """A moment as corrections have it, in UTC, so that their order is that of the text; None is now, so finely that it is known which came first.

    Raises:
        RecordError: it is no ISO 8601 time with an offset.
    """
    if time is None:
        return datetime.now(UTC).isoformat(timespec="microseconds")
    try:
        when = datetime.fromisoformat(time)
        if when.tzinfo is None:
            raise ValueError("it has no offset")
        return when.astimezone(UTC).isoformat()
    except (ValueError, OverflowError) as error:
        raise RecordError("time", f"no moment: {time!r:.60} ({error})", "write 2024-02-29T13:30:00+00:00") from None


def add(connection: sqlite3.Connection, corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Add corrections to the layer, within the transaction that is open; those that were new.

    Raises:
        RecordError: one holds what no JSON can: half a character, or NaN.
    """
    new = []
    for c in corrections:
        if wrong := _wrong(c):
            raise RecordError(c.field or c.what, wrong)
        quote = (c.quote.start, c.quote.end, c.quote.text) if c.quote else (None, None, None)
        values = (_json(c.value), _json(c.former)) if c.what == "value" else (None, None)
        row = (c.key, c.digest, c.what, c.field, *quote, *values, c.other, c.why, c.author, c.time)
        sql = (
            "INSERT OR IGNORE INTO correction (key, digest, what, field, quote_start, quote_end, quote, value, former, other, why, author, time) "
            f"VALUES ({', '.join('?' * len(row))})"
        )
        if connection.execute(sql, row).rowcount == 1:
            new.append(c)
    return tuple(new)


def all_corrections(connection: sqlite3.Connection, digest: str | None = None) -> tuple[Correction, ...]:
    """Every correction, or those of one document, in the order of their time; undone ones too."""
    where, given = ("WHERE digest = ?", (digest,)) if digest else ("", ())
    names = "digest, what, author, time, field, quote_start, quote_end, quote, value, former, other, why"
    sql = f"SELECT {names} FROM correction {where} ORDER BY time, key"
    return tuple(_correction(row) for row in connection.execute(sql, given))


def active(corrections: Sequence[Correction]) -> tuple[Correction, ...]:
    """Those that hold: neither undone nor an undoing."""
    undone = {c.other for c in corrections if c.what == "undo"}
    return tuple(c for c in corrections if c.what != "undo" and c.key not in undone)


def decided(connection: sqlite3.Connection) -> tuple[Correction, ...]:
    """The last decision on each pair of documents, in the order of their time."""
    last = {frozenset((c.digest, c.other)): c for c in active(all_corrections(connection)) if c.what in ("split", "join")}
    return tuple(sorted(last.values(), key=lambda c: (c.time, c.key)))


def copy_decisions(connection: sqlite3.Connection) -> dict[frozenset[str], Literal["split", "join"]]:
    """What people decided of pairs of documents, by their digests; of several decisions on a pair the last holds."""
    return {frozenset((c.digest, c.other or "")): "split" if c.what == "split" else "join" for c in decided(connection)}


def write_corrections(corrections: Iterable[Correction]) -> Iterator[str]:
    """Corrections as lines of JSON, undone ones and what undid them too."""
    for c in corrections:
        yield json.dumps({"schema": SCHEMA, **asdict(c)}, ensure_ascii=False)


def read_corrections(lines: Iterable[str | bytes]) -> Iterator[Correction]:
    """Read lines that `write_corrections` wrote, as text or as bytes of UTF-8.

    Raises:
        RecordError: a line is none of them; it names the line.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        at = f"line {number}"
        try:
            told = json.loads(line)
        except ValueError as error:
            raise RecordError(at, f"not JSON: {error}") from None
        except RecursionError:
            raise RecordError(at, "not JSON that a correction can hold: too deep") from None
        if not isinstance(told, dict) or told.pop("schema", None) != SCHEMA:
            raise RecordError(at, f"not {SCHEMA!r}", "this version reads no other form")
        try:
            quote = told.pop("quote")
            correction = Correction(**told, quote=Quote(**quote) if quote else None)
        except (TypeError, KeyError) as error:
            raise RecordError(at, f"not a correction: {error}") from None
        if wrong := _wrong(correction):
            raise RecordError(at, wrong)
        yield replace(correction, time=moment(correction.time))


def _wrong(c: Correction) -> str | None:
    texts: tuple[Any, ...] = (c.digest, c.what, c.author, c.time, c.why)  # what a file says they are
    if not all(isinstance(t, str) for t in texts) or c.what not in ("value", "split", "join", "undo"):
        return "digest, what, author, time or why is not what it should be"
    if (c.what == "value") != isinstance(c.field, str) or (c.what != "value") != isinstance(c.other, str):
        return f"a correction that is {c.what!r} lacks its field or its other"
    quote: Any = c.quote
    if quote and not (isinstance(quote.start, int) and isinstance(quote.end, int) and isinstance(quote.text, str)):
        return "its quote is no citation"
    if quote and not 0 <= quote.start < quote.end < _OFFSETS:
        return "its quote is no citation: its offsets are none of a page"
    from onrecord.store.fields import read_field  # here: it knows the types of every layer, and corrections

    try:
        moment(c.time)
        if c.field is not None:
            read_field(c.field)
    except RecordError as error:
        return f"{error.location}: {error.problem}"
    try:
        json.dumps(asdict(c), ensure_ascii=False, allow_nan=False).encode()
    except ValueError as error:
        return f"it holds what cannot be written: {error}"
    return None


def _correction(row: tuple[Any, ...]) -> Correction:
    digest, what, author, time, field, start, end, quote, value, former, other, why = row
    return Correction(
        digest=digest,
        what=what,
        author=author,
        time=time,
        field=field,
        quote=None if quote is None else Quote(start, end, quote),
        value=None if value is None else json.loads(value),
        former=None if former is None else json.loads(former),
        other=other,
        why=why,
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
