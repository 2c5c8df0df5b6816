"""Why a row of a record is as it is: the decisions made again, what each went by, and what came of changing one thing and asking again.

A record is read once more for this; a page that is only read pays nothing.
"""

from dataclasses import dataclass
from typing import Any, Final

from onrecord.errors import RecordError
from onrecord.explain.asking import Tried
from onrecord.record import Record
from onrecord.text import Span

SCHEMA: Final = "onrecord-explanation/1"
PUBLISHED: Final = "published"


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: its name, what it is, and the words it rests on, if any."""

    name: str
    text: str
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Facts that answer one question; `columns` where two readers stand side by side: each line's text then has one part for each."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one row is as it is.

    what: the row in a line.
    tried: what was changed, and what came of it.
    """

    id: str
    what: str
    sections: tuple[Section, ...]
    tried: tuple[Tried, ...]

    def to_dict(self, record: Record) -> dict[str, Any]:
        """As JSON values; offsets in code points of the document's text."""
        document = record.document

        def words(line: Line) -> list[dict[str, Any]]:
            return [{"start": span.start, "end": span.end, "text": document[span]} for span in line.spans]

        return {
            "schema": SCHEMA,
            "document": document.id,
            "location": document.location,
            "generator": {"name": record.generator.name, "version": record.generator.version},
            "id": self.id,
            "what": self.what,
            "sections": [
                {"title": s.title, "lines": [{"name": line.name, "text": line.text, "words": words(line)} for line in s.lines]} for s in self.sections
            ],
            "tried": [{"change": one.what, "result": one.result, "moved": one.moved} for one in self.tried],
        }


def explain(record: Record, identity: str) -> Explanation:
    """Why a row of a record is as it is.

    Args:
        record: as `onrecord.read` gave it: a record from JSON has not what is asked again.
        identity: s1 (a statement), e1 (an event), x1 (a transfer), s1:e1 or l1 (a link), t1 (a time), p1 (a place), a1 or a state's code (an
            actor), published.

    Raises:
        RecordError: the record has no such row; it names those there are.
        ValueError: the record came from JSON, or was not read to its end.
    """
    if record.layout is None or record.article is None:
        raise ValueError(f"{record.document.location}: this record has nothing to ask again: read the page")
    from onrecord.explain.deeds import explain_event, explain_link, explain_transfer
    from onrecord.explain.grounds import explain_actor, explain_place, explain_published, explain_time
    from onrecord.explain.sayings import explain_statement

    if identity == PUBLISHED and record.published is not None:
        return explain_published(record)
    for number, link in enumerate(record.links or (), 1):
        if identity in (f"{link.statement}:{link.target}", f"l{number}"):
            return explain_link(record, link)
    rows_why: tuple[tuple[Any, Any], ...] = (
        (record.statements, explain_statement), (record.events, explain_event), (record.arms_transfers, explain_transfer),
        (record.times, explain_time), (record.places, explain_place), (record.actors, explain_actor),
    )  # fmt: skip
    for rows, why in rows_why:
        for row in rows or ():
            if row.id == identity:
                explained: Explanation = why(record, row)
                return explained
    raise RecordError(f"{record.document.location}: {identity!r:.40}", "this record has no such row", f"it has {_rows_in_words(record)}")


def _rows_in_words(record: Record) -> str:
    told = []
    for rows in (record.statements, record.events, record.arms_transfers, record.times, record.places):
        if rows:
            told.append(rows[0].id if len(rows) == 1 else f"{rows[0].id} to {rows[-1].id}")
    if record.links:
        told.append("links such as " + f"{record.links[0].statement}:{record.links[0].target}")
    if record.actors:
        told.append("actors " + ", ".join(actor.id for actor in record.actors[:12]) + (" …" if len(record.actors) > 12 else ""))
    return "; ".join([*told, PUBLISHED] if record.published is not None else told) or "no row: nothing was found on the page"
