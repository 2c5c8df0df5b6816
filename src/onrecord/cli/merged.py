"""What `stories`, `claims` and `transfers` have in common: pages in, stories out, and what the answer rests on."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from onrecord.cli.report import report
from onrecord.errors import OnRecordError, PageError, RecordError

if TYPE_CHECKING:
    from onrecord.across import Capture
    from onrecord.copies import Text
    from onrecord.ingest.merged import StoryRow
    from onrecord.record import Record
    from onrecord.store.coverage import Coverage
    from onrecord.store.store import Store
    from onrecord.stories import Copy, CopyEvidence, Stories

_SQLITE: Final = b"SQLite format 3"
_STORES: Final = (".db", ".sqlite", ".sqlite3")
_RECORDS: Final = (".jsonl", ".json")
_EXPORT: Final = "onrecord-export/1"
_QUOTED: Final = 200  # characters


@dataclass(frozen=True, slots=True)
class Merged:
    """Stories with what is needed to show them."""

    stories: "Stories"
    rests: "Coverage"
    record: "Callable[[str], Record]"
    outlets: Mapping[str, str | None]
    headlines: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """Stories without their claims."""

    stories: "Sequence[StoryRow]"
    rests: "Coverage"
    outlets: Mapping[str, str | None]
    headlines: Mapping[str, str | None]


def inputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """The argument and the options of all three commands."""
    for decorate in (
        click.help_option("-h", "--help"),
        click.option("--csv", "as_csv", is_flag=True, help="Print CSV."),
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object."),
        click.option("--workers", metavar="N", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read several FILEs."),
        click.argument("paths", nargs=-1, required=True, metavar="STORE|FILE...", type=click.Path()),
    ):
        command = decorate(command)
    return command


def merged_of(paths: Sequence[str], workers: int) -> Merged:
    """The stories of a store, or of some pages and files of records.

    Args:
        paths: one store; or saved pages, and files of records as `onrecord read --json` or `onrecord export -f jsonl`
            prints them (.jsonl, .json).
        workers: processes that read pages.

    Raises:
        StoreError, RecordError: the store or the file of records is at fault. A page that cannot be read is reported and counted.
    """
    return _of_store(paths[0]) if _is_one_store(paths) else _of_files(paths, workers)


def listed_of(paths: Sequence[str], workers: int) -> Listed:
    """The stories of what `merged_of` takes; of a store no claim and no record is read for it."""
    from onrecord.ingest.merged import list_stories, rows_of

    if _is_one_store(paths):
        from onrecord.store import open_store

        with open_store(paths[0]) as store:
            return Listed(list_stories(store), *_pages_of(store))
    merged = _of_files(paths, workers)
    return Listed(rows_of(merged.stories), merged.rests, merged.outlets, merged.headlines)


def headline_of(headlines: Mapping[str, str | None], page: str) -> str:
    """The headline of a page, or what it is called."""
    return headlines.get(page) or page


def _is_one_store(paths: Sequence[str]) -> bool:
    """Whether a store is given, and no pages.

    Raises:
        click.UsageError: it is given among others.
    """
    stores = [path for path in paths if _is_store(path)]
    if stores and len(paths) > 1:
        raise click.UsageError(f"{stores[0]} is a store: give it alone, or give pages and files of records")
    return bool(stores)


def _is_store(path: str) -> bool:
    """Whether a file is meant as a store; opening it tells whether it is one."""
    if path.lower().endswith(_STORES):
        return True
    try:
        with Path(path).open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False  # whoever reads it says why it cannot be read


def _of_store(path: str) -> Merged:
    from onrecord.store import open_store

    with open_store(path) as store:
        stories = store.stories()
        rests, outlets, headlines = _pages_of(store)

    def record(page: str) -> "Record":
        with open_store(path) as store:
            return store.record(page)

    return Merged(stories, rests, record, outlets, headlines)


def _pages_of(store: "Store") -> "tuple[Coverage, Mapping[str, str | None], Mapping[str, str | None]]":
    """What an answer rests on, and the outlet and the headline of each page."""
    pages = store.connection.execute("SELECT page, outlet, headline FROM pages").fetchall()
    return store.coverage(), {page: outlet for page, outlet, _ in pages}, {page: headline for page, _, headline in pages}


def _of_files(paths: Sequence[str], workers: int) -> Merged:
    from onrecord.across import merge

    failures: list[OnRecordError] = []
    records = list(_records(paths, workers, failures))
    for failure in failures:
        report(failure)
    captures = _captures(records)
    by_id = {capture.id: capture.record for capture in captures}
    outlets = {c.id: c.record.article.outlet if c.record.article else None for c in captures}
    headlines = {c.id: c.record.document[c.record.article.headline] for c in captures if c.record.article and c.record.article.headline}
    return Merged(merge(captures, _copies(captures)), _rests(records, len(failures)), by_id.__getitem__, outlets, headlines)


def _records(paths: Sequence[str], workers: int, failures: list[OnRecordError]) -> Iterator["Record"]:
    import onrecord
    from onrecord.record import Record

    pages = [path for path in paths if not path.lower().endswith(_RECORDS)]
    for path in paths:
        if path in pages:
            continue
        try:
            text = Path(path).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            failures.append(PageError(path, f"cannot be read: {getattr(error, 'strerror', None) or error}"))
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not _is_head(line):
                try:
                    yield Record.from_json(line)
                except RecordError as error:
                    raise RecordError(f"{path}, line {number}", error.problem, "give files that `onrecord read --json` wrote") from error
    for outcome in onrecord.read_many(pages, workers=workers) if pages else ():
        if outcome.record is not None:
            yield outcome.record
        elif outcome.error is not None:
            failures.append(outcome.error)


def _is_head(line: str) -> bool:
    """Whether a line is the head of an export, `onrecord export -f jsonl`: it says what the records rest on, and is none."""
    if _EXPORT not in line:
        return False
    try:
        data = json.loads(line)
    except ValueError:
        return False
    return isinstance(data, dict) and data.get("schema") == _EXPORT


def _captures(records: Iterable["Record"]) -> "list[Capture]":
    """Records as captures, called by where they were read; a place that comes twice is numbered."""
    from dataclasses import replace

    from onrecord.across import capture_of

    captures: dict[str, Capture] = {}
    for record in records:
        capture = capture_of(record)
        name, number = capture.id, 1
        while capture.id in captures:
            number += 1
            capture = replace(capture, id=f"{name} ({number})")
        captures[capture.id] = capture
    return list(captures.values())


def _copies(captures: "Sequence[Capture]") -> "tuple[Copy, ...]":
    """The pairs of pages that share text, with evidence whose offsets count in the pages."""
    from dataclasses import replace

    from onrecord.copies import copies_of, find_copies

    bodies = {c.id: _body(c) for c in captures}
    texts = {id_: body.text for id_, body in bodies.items()}
    pairs = copies_of(find_copies(list(texts.values())), texts)
    return tuple(replace(p, evidence=tuple(found for e in p.evidence if (found := bodies[e.document].in_page(e)))) for p in pairs)


@dataclass(frozen=True, slots=True)
class _Body:
    """A page's own words, and where each of its blocks stands in the page."""

    text: "Text"
    blocks: tuple[tuple[int, int], ...]  # where it begins in the body, and in the page

    def in_page(self, evidence: "CopyEvidence") -> "CopyEvidence | None":
        """Evidence with offsets in the page; None for what does not stand in its body, a credit in the markup."""
        from dataclasses import replace

        if self.text.body[evidence.start : evidence.end] != evidence.text:
            return None
        begin, in_page = max(block for block in self.blocks if block[0] <= evidence.start)
        return replace(evidence, start=evidence.start - begin + in_page, end=evidence.end - begin + in_page)


def _body(capture: "Capture") -> _Body:
    from onrecord.copies import Text

    record, article = capture.record, capture.record.article
    spans = [block.range for block in article.body] if article else []
    blocks, at = [], 0
    for span in spans:
        blocks.append((at, span.start))
        at += len(span) + 1
    text = Text(
        id=capture.id,
        body="\n".join(record.document[span] for span in spans),
        headline=record.document[article.headline] if article and article.headline else None,
        outlet=capture.outlet or (article.outlet if article else None),
        credits=tuple(credit.name for credit in article.agencies) if article else (),
        published=record.published.date if record.published else None,
    )
    return _Body(text, tuple(blocks))


def _rests(records: "Sequence[Record]", failed: int) -> "Coverage":
    from onrecord.store.coverage import Coverage

    read = [r for r in records if r.statements is not None]
    other = sum(r.statements is None and r.document.language not in (None, "en") for r in records)
    undated = sum(r.published is None or r.published.date is None for r in read)
    return Coverage(len(records) + failed, len(read), other, undated, failed)


# Showing


def print_json(data: Mapping[str, Any], rests: "Coverage | None" = None) -> None:
    """JSON on one line; with what it rests on, under `coverage`."""
    from dataclasses import asdict

    click.echo(json.dumps({"coverage": asdict(rests), **data} if rests else data, ensure_ascii=False, allow_nan=False))


def quote_of(record: "Record", statement: str) -> tuple[str, str]:
    """What a statement says, with its source and cue where it has no content, and where that stands in the page."""
    from onrecord.export.visible import one_line

    found = next((s for s in record.statements or () if s.id == statement), None)
    if found is None:
        return "", ""
    spans = found.content.spans if found.content else found.cue.spans
    words = " … ".join(record.document[span] for span in spans)
    words = words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"
    return one_line(words), f"[{spans[0].start}:{spans[-1].end}]"
