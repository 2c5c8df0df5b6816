"""Parquet of pages, a row a page: cut by rows, read row group by row group.

A column is known by its name: the page itself as bytes or text, and what is known of where and when it was got.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, BinaryIO, Final

from onrecord.archive.storage import library
from onrecord.errors import PageError
from onrecord.intake.found import Done, Found, Item, Source, Unreadable, found

PAGE: Final = ("html", "raw_html", "content", "body", "page", "text", "plain_text", "raw_content")
URL: Final = ("url", "location", "uri", "warc_target_uri", "source_url")
RETRIEVED: Final = ("retrieved", "warc_date", "fetched", "crawled", "saved_at", "date_download", "crawl_date")
OUTLET: Final = ("outlet", "publisher", "source_name")
TYPE: Final = ("content_type", "mime", "media_type")
_ROWS: Final = 64  # held at a time


def cut_rows(file: BinaryIO, place: str, pages: int) -> Iterator[tuple[int, int]]:
    """Ranges of no more than so many rows.

    Raises:
        PageError: it is no Parquet, or has no column that holds a page.
    """
    rows = _opened(file, place).metadata.num_rows
    for start in range(0, rows, pages):
        yield start, min(start + pages, rows)


def find_in_rows(source: Source, start: int, end: int, done: Done) -> Iterator[Item]:
    """The pages of some rows.

    Raises:
        PageError: the file cannot be read.
    """
    table = _opened(source.file, source.place)
    names = {name.lower(): name for name in table.schema_arrow.names}
    columns = [next((names[n] for n in group if n in names), None) for group in (PAGE, URL, RETRIEVED, OUTLET, TYPE)]
    at = 0
    for number in range(table.metadata.num_row_groups):
        size = table.metadata.row_group(number).num_rows
        if at < end and at + size > start:
            row = at
            batches = table.iter_batches(batch_size=_ROWS, row_groups=[number], columns=[c for c in columns if c])
            for batch in batches:
                if row < end and row + batch.num_rows > start:
                    for offset, cells in enumerate(batch.to_pylist()):
                        if start <= row + offset < end:
                            yield from _page(source, row + offset, [cells.get(c) if c else None for c in columns], done)
                row += batch.num_rows
        at += size


def _page(source: Source, row: int, cells: list[Any], done: Done) -> Iterator[Item]:
    key, place = f"{source.key}#{row}", f"{source.place}#{row}"
    if key in done:
        return
    page, url, retrieved, outlet, kind = cells
    data = page.encode("utf-8", "surrogatepass") if isinstance(page, str) else page
    if not data:
        yield Unreadable(key, str(url or place), "open", "a row without a page in it", "leave it out")
        return
    when = retrieved.isoformat() if isinstance(retrieved, datetime | date) else retrieved
    kind = kind or ("text/plain; charset=utf-8" if isinstance(page, str) and not page.lstrip().startswith("<") else None)
    made: Found = found(source, data, key=key, place=place, url=url, retrieved=when and str(when), content_type=kind, outlet=outlet, part=True)
    yield made


def _opened(file: BinaryIO, place: str) -> Any:
    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    try:
        table = parquet.ParquetFile(file)
    except (OSError, arrow.ArrowException) as error:
        raise PageError(place, f"no Parquet that can be read: {error}", "fetch it again") from None
    if not any(name.lower() in PAGE for name in table.schema_arrow.names):
        raise PageError(place, "no column that holds a page", f"name it {', '.join(PAGE[:-1])} or {PAGE[-1]}")
    return table
