"""Parquet of pages, a row a page: cut by rows, read row by row.

A column is known by its name and its type: the page itself as bytes or text, and what is known of where and when it was got. What is damaged costs
its row group from the damage on, and no more.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO, Final, cast

from onrecord.archive.storage import library
from onrecord.errors import PageError
from onrecord.intake.found import Done, Item, Source, Unreadable, found, printable
from onrecord.page.file import BYTES_CAP, RATIO_CAP

PAGE: Final = ("html", "raw_html", "content", "body", "page", "text", "plain_text", "raw_content")
URL: Final = ("url", "location", "uri", "warc_target_uri", "source_url")
RETRIEVED: Final = ("retrieved", "warc_date", "fetched", "crawled", "saved_at", "date_download", "crawl_date")
OUTLET: Final = ("outlet", "publisher", "source_name")
TYPE: Final = ("content_type", "mime", "media_type")
_AT_ONCE: Final = 1  # rows that are unpacked: a dictionary that holds a page once gives it anew to each row
_AHEAD: Final = 1024 * 1024  # packed bytes of a column that are held: without it, all that a row group has
_HEAD: Final = 4096  # bytes that are looked at to tell text from HTML
_SAID: Final = 200  # characters of what Arrow says of damage


def cut_rows(file: BinaryIO, place: str, pages: int) -> Iterator[tuple[int, int]]:
    """Ranges of no more than so many rows.

    Raises:
        PageError: it is no Parquet, or has no column that can hold a page.
    """
    rows = _opened(file, place).metadata.num_rows
    for start in range(0, rows, pages):
        yield start, min(start + pages, rows)


def find_in_rows(source: Source, start: int, end: int, done: Done) -> Iterator[Item]:
    """The pages of some rows, and the rows that are lost.

    Raises:
        PageError: the file is no Parquet any more.
        OSError: its disk or its store cannot be read, which says nothing of what it holds.
    """
    file = _Noticing(source.file)
    table = _opened(file, source.place)
    columns = _columns(table.schema_arrow)
    first = 0
    for number in range(table.metadata.num_row_groups):
        last = first + table.metadata.row_group(number).num_rows
        if first < end and last > start:
            row = first  # the next to come
            try:
                _refuse_bomb(table, number, columns)
                for row, cells in _rows(table, number, first, min(last, end), columns):
                    if row >= start:
                        yield from _page(source, row, cells, done)
                    row += 1
                problem = "the file ends before them"
            except (OSError, library("pyarrow").ArrowException) as error:
                if file.error is not None:
                    raise file.error from None
                problem = printable(str(error).strip().partition("\n")[0])[:_SAID]
            if (row := max(row, start)) < (to := min(last, end)):
                key = f"{source.key}#{row}-{to - 1}"
                if key not in done:
                    yield Unreadable(key, source.place, "open", f"rows {row:,} to {to - 1:,} are lost: {problem}", "fetch it again")
        first = last


def _rows(table: Any, group: int, first: int, end: int, columns: list[str | None]) -> Iterator[tuple[int, list[Any]]]:
    """The rows of a row group, each with its number and a cell of Arrow a column, up to a row."""
    names = list(dict.fromkeys(name for name in columns if name))
    batches = table.iter_batches(batch_size=_AT_ONCE, row_groups=[group], columns=names)
    for row, batch in zip(range(first, end), batches, strict=False):
        whole = [column.dictionary_decode() if hasattr(column, "dictionary_decode") else column for column in batch.columns]
        yield row, [whole[batch.schema.names.index(name)][0] if name else None for name in columns]


def _refuse_bomb(table: Any, group: int, columns: list[str | None]) -> None:
    """Refuse a row group that unpacks to what no pages do: Arrow unpacks some of it as a whole.

    Raises:
        ArrowInvalid: it does.
    """
    told = table.metadata.row_group(group)
    for column in map(told.column, range(told.num_columns)):
        size, packed = column.total_uncompressed_size, column.total_compressed_size
        if column.path_in_schema in columns and size > BYTES_CAP and size > RATIO_CAP * packed:
            raise library("pyarrow").ArrowInvalid(f"{packed:,} bytes that unpack to {size:,}")


def _page(source: Source, row: int, cells: list[Any], done: Done) -> Iterator[Item]:
    key, place = f"{source.key}#{row}", f"{source.place}#{row}"
    if key in done:
        return
    page, (url, outlet, kind), when = cells[0], map(_text, (cells[1], cells[3], cells[4])), _when(cells[2])
    size = page.as_buffer().size if page.is_valid else 0
    if not size or size > BYTES_CAP:
        cause = f"{size:,} bytes, more than {BYTES_CAP:,}" if size else "a row without a page in it"
        yield Unreadable(key, url or place, "open", cause, "leave it out")
        return
    data = page.as_buffer().to_pybytes()
    if kind is None and _is_text(page.type) and not data[:_HEAD].decode(errors="ignore").lstrip().startswith("<"):
        kind = "text/plain; charset=utf-8"
    yield found(source, data, key=key, place=place, url=url, retrieved=when, content_type=kind, outlet=outlet, part=True)


def _text(cell: Any) -> str | None:
    """A cell of text; None where it says nothing."""
    return cell.as_buffer().to_pybytes().decode(errors="replace") or None if cell is not None and cell.is_valid else None


def _when(cell: Any) -> str | None:
    """A cell of text or time, as text; None where it says nothing, or a time that no calendar has."""
    if cell is None or not cell.is_valid or _is_text(cell.type):
        return _text(cell)
    arrow = library("pyarrow")
    try:
        fine = cell.cast(arrow.timestamp("us", cell.type.tz), safe=False) if arrow.types.is_timestamp(cell.type) else cell
        read: date | datetime = fine.as_py()
    except (ValueError, KeyError, OverflowError, arrow.ArrowException):
        return None
    return read.isoformat()


def _columns(schema: Any) -> list[str | None]:
    """The names of the columns of page, address, time, outlet and kind: of each the first name that is there and holds what it should."""

    def first(group: tuple[str, ...], holds: Callable[[Any], bool]) -> str | None:
        there = {field.name.lower(): field.name for field in reversed(list(schema)) if holds(_type(field))}
        return next((there[name] for name in group if name in there), None)

    return [first(PAGE, _is_page), first(URL, _is_text), first(RETRIEVED, _is_time), first(OUTLET, _is_text), first(TYPE, _is_text)]


def _type(field: Any) -> Any:
    """What a column holds, whether by a dictionary or not."""
    return field.type.value_type if library("pyarrow").types.is_dictionary(field.type) else field.type


def _is_text(kind: Any) -> bool:
    types = library("pyarrow").types
    return bool(types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind))


def _is_page(kind: Any) -> bool:
    types = library("pyarrow").types
    return _is_text(kind) or bool(types.is_binary(kind) or types.is_large_binary(kind) or types.is_binary_view(kind))


def _is_time(kind: Any) -> bool:
    types = library("pyarrow").types
    return _is_text(kind) or bool(types.is_timestamp(kind) or types.is_date(kind))


def _opened(file: Any, place: str) -> Any:
    arrow, parquet = library("pyarrow"), library("pyarrow.parquet")
    try:
        table = parquet.ParquetFile(file, buffer_size=_AHEAD, page_checksum_verification=True)
        schema = table.schema_arrow
    except (OSError, arrow.ArrowException) as error:
        if (unread := getattr(file, "error", None)) is not None:
            raise unread from None
        raise PageError(place, f"no Parquet that can be read: {error}", "fetch it again") from None
    if _columns(schema)[0] is None:
        others = [f"{field.name} holds {field.type}" for field in schema if field.name.lower() in PAGE]
        problem = "no column that holds a page" + (f": {', '.join(others)}" if others else "")
        raise PageError(place, problem, f"name one of text or bytes {', '.join(PAGE[:-1])} or {PAGE[-1]}")
    return table


class _Noticing:
    """A file that notices when it cannot be read: Arrow raises one error for that and for damage in what was read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.error: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            return self._file.read(size)
        except OSError as error:
            self.error = error
            raise

    def __getattr__(self, name: str) -> Any:
        return getattr(cast(Any, self._file), name)
