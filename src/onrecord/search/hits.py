"""A statement or paragraph that was found, with the places on its page of the words that were looked for."""

import json
import secrets
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

_COLUMNS: Final = ("text", "source")
_OF_PAGE: Final = """
    c.key, a.outlet, a.published, a.headline, c.location,
    (SELECT o.key FROM copy x JOIN capture o ON o.id = x.of_capture_id WHERE x.capture_id = c.id AND x.kind = 'copy'
     ORDER BY x.share DESC, o.key LIMIT 1)"""
_PAGE: Final = "JOIN record r ON r.id = t.record_id JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id"
_TOKENIZE: Final = "porter unicode61 remove_diacritics 2"  # as in the store's schema


@dataclass(frozen=True, slots=True)
class Mark:
    """Words of a hit that were looked for: where they stand in the page's text, in code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A statement that a query found; or a paragraph, where the text was searched: then what only a statement has is None."""

    page: str  # its key: what `Store.record` takes
    outlet: str | None
    published: str | None
    headline: str | None
    statement: str | None  # its ID in the record
    source: str | None  # the page's words for it
    actors: str | None  # who that is
    cue: str | None
    text: str | None  # what is said; the paragraph
    stance: str | None
    settled: bool | None
    said_earliest: str | None
    said_latest: str | None
    marks: tuple[Mark, ...]  # in the order of the page
    source_spans: tuple[tuple[int, int], ...]
    cue_spans: tuple[tuple[int, int], ...]
    text_spans: tuple[tuple[int, int], ...]
    location: str
    copy_of: str | None  # the page whose text this one carries, where copies have been looked for
    statements: tuple[str, ...]  # the IDs of those that stand in the paragraph; of a statement its own
    score: float | None  # None: the newest come first


def statements_of(connection: sqlite3.Connection, ids: Sequence[int], scores: Sequence[float | None], sought: str | None) -> tuple[Hit, ...]:
    """The statements of these ids, in their order.

    Args:
        scores: one a statement.
        sought: the full-text expression of the words to mark.
    """
    sql = f"""
        SELECT t.id, t.text, t.source, t.names, t.statement, t.cue, t.stance, t.settled, t.said_earliest, t.said_latest,
               t.source_spans, t.cue_spans, t.text_spans, {_OF_PAGE}
        FROM statement t {_PAGE} WHERE t.id IN ({", ".join("?" * len(ids))})"""
    return _hits(_statement, connection.execute(sql, ids), ids, scores, sought)


def paragraphs_of(connection: sqlite3.Connection, ids: Sequence[int], scores: Sequence[float | None], sought: str | None) -> tuple[Hit, ...]:
    """The paragraphs of these ids, in their order. The arguments are those of `statements_of`."""
    sql = f"""
        SELECT t.id, t.text, NULL, NULL, t."start", t."end",
               (SELECT group_concat(s.statement) FROM statement s WHERE s.record_id = t.record_id AND s.paragraph_id = t.id),
               {_OF_PAGE}
        FROM paragraph t {_PAGE} WHERE t.id IN ({", ".join("?" * len(ids))})"""
    return _hits(_paragraph, connection.execute(sql, ids), ids, scores, sought)


def _hits(
    hit: Callable[[Sequence[Any], Sequence[tuple[int, int, int]], float | None], Hit],
    found: Iterable[tuple[Any, ...]],
    ids: Sequence[int],
    scores: Sequence[float | None],
    sought: str | None,
) -> tuple[Hit, ...]:
    """Rows as hits, in the order of the ids. Of a row the first cell is its id, and the next three are words to mark."""
    rows = {row[0]: row[1:] for row in found}
    marked = _marked({at: row[:3] for at, row in rows.items()}, sought)
    return tuple(hit(rows[at], marked.get(at, ()), score) for at, score in zip(ids, scores, strict=True) if at in rows)


def _statement(row: Sequence[Any], marked: Sequence[tuple[int, int, int]], score: float | None) -> Hit:
    """A hit of its row and of the ranges marked in its columns."""
    text, source, names, statement, cue, stance, settled, earliest, latest, *spans = row[:12]
    source_spans, cue_spans, text_spans = (tuple((start, end) for start, end in json.loads(cell)) for cell in spans)
    words, pieces = (text or "", source or ""), (text_spans, source_spans)
    return Hit(
        statement=statement,
        source=source,
        actors=names,
        cue=cue,
        text=text,
        stance=stance,
        settled=bool(settled),
        said_earliest=earliest,
        said_latest=latest,
        marks=_in_order(mark for column, start, end in marked for mark in _on_page(words[column], pieces[column], start, end)),
        source_spans=source_spans,
        cue_spans=cue_spans,
        text_spans=text_spans,
        statements=(statement,),
        score=score,
        **_page(row[12:]),
    )


def _paragraph(row: Sequence[Any], marked: Sequence[tuple[int, int, int]], score: float | None) -> Hit:
    text, _, _, start, end, statements = row[:6]
    return Hit(
        statement=None,
        source=None,
        actors=None,
        cue=None,
        text=text,
        stance=None,
        settled=None,
        said_earliest=None,
        said_latest=None,
        marks=_in_order(mark for _, low, high in marked for mark in _on_page(text, ((start, end),), low, high)),
        source_spans=(),
        cue_spans=(),
        text_spans=((start, end),),
        statements=tuple(statements.split(",")) if statements else (),
        score=score,
        **_page(row[6:]),
    )


def _page(cells: Sequence[Any]) -> dict[str, Any]:
    return dict(zip(("page", "outlet", "published", "headline", "location", "copy_of"), cells, strict=True))


def _in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(set(marks), key=lambda mark: (mark.start, mark.end)))


def _on_page(words: str, pieces: Sequence[tuple[int, int]], start: int, end: int) -> Iterator[Mark]:
    """A range of a citation's words as places on the page: the words are its pieces, joined by one space each."""
    at = 0
    for begin, stop in pieces:
        low, high = max(start, at), min(end, at + stop - begin)
        if low < high:
            yield Mark(begin + low - at, begin + high - at, words[low:high])
        at += stop - begin + 1


def _marked(rows: dict[int, tuple[str | None, str | None, str | None]], sought: str | None) -> dict[int, list[tuple[int, int, int]]]:
    """For each row the ranges of its words that fit: column, start, end.

    The few rows are put into an index of their own: the store's would look for the whole query again, once for each.
    """
    if sought is None or not rows:
        return {}
    open_, close = (f"\x02{secrets.token_hex(8)}" for _ in range(2))  # nobody's text holds them
    index = sqlite3.connect(":memory:")
    try:
        index.execute(f"CREATE VIRTUAL TABLE found USING fts5 (text, source, names, tokenize = '{_TOKENIZE}')")
        index.executemany("INSERT INTO found (rowid, text, source, names) VALUES (?, ?, ?, ?)", [(at, *row) for at, row in rows.items()])
        columns = ", ".join(f"highlight(found, {n}, ?1, ?2)" for n in range(len(_COLUMNS)))
        sql = f"SELECT rowid, {columns} FROM found WHERE found MATCH ?3"
        return {at: list(_ranges(words, open_, close)) for at, *words in index.execute(sql, (open_, close, sought))}
    finally:
        index.close()


def _ranges(columns: Sequence[str | None], open_: str, close: str) -> Iterator[tuple[int, int, int]]:
    """The ranges between marks, in the text without them."""
    for column, text in enumerate(columns):
        at = 0
        for n, piece in enumerate((text or "").split(open_)):
            inside, _, rest = piece.rpartition(close) if n else ("", "", piece)
            if inside:
                yield column, at, at + len(inside)
            at += len(inside) + len(rest)
