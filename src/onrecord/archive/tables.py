"""The tables of an archive, while they are made: in files of days, or in one, each whole before anybody is told that it is there."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from onrecord import codec
from onrecord.archive.rows import OF_A_PAGE
from onrecord.archive.storage import Place, library
from onrecord.errors import SetupError
from onrecord.stories import Claim, Stories

BY_DAY: Final = ("documents", *(name for name in OF_A_PAGE if name != "paragraphs"))  # paragraphs are in the record
IN_ONE: Final = ("failures", "passed")
ACROSS: Final = ("copies", "stories", "claims", "deals")
TABLES: Final = (*BY_DAY, *IN_ONE, *ACROSS)
_NEW: Final = ".new"  # where tables of a disk stand until all are whole
_OLD: Final = ".old"  # where those stand that they replace
ENDING: Final = ".parquet"
_PACKED: Final = {"json": "record", "source": "source", "layout": "layout", "size": "size", "content_type": "content_type"}
_PACKED_TOO: Final = {"container": "container", "key": "key", "outlet": "given_outlet", "models": "models"}
_RELATIONS: Final = ("asserts", "denies", "declines", "doubts")


class NewTables:
    """Tables that are to replace those of an archive. Its steps, in order: `begin`, what writes, `swap`, `check`, `end`.

    On a disk they are written beside those that stand, which `swap` replaces by renaming. An object store renames nothing: there they are written
    under their names, over what stood there.
    """

    def __init__(self, place: Place) -> None:
        self._place = place
        self.files: dict[str, int] = {}  # of each table that was written

    def begin(self) -> None:
        """Take away what a run that died left. In an object store these are the tables themselves."""
        for folder in (_NEW, _OLD) if self._place.local else TABLES:
            self._place.clear(folder)

    def write_pages(self, d: Any, rows: Any) -> None:
        """Documents, and what stands in them, by day.

        Args:
            rows: the pages, as `frames.page_rows` gives them.
        """
        packed = [d.col("packed")[name].alias(as_) for name, as_ in (_PACKED | _PACKED_TOO).items()]
        self._by_day("documents", rows.select("day", d.col("document").unnest(), *packed))
        for name in BY_DAY[1:]:
            some = rows.where(d.col(name).list_count() > 0).select("day", name)
            self._by_day(name, some.explode(name).select("day", d.col(name).unnest()))

    def _by_day(self, name: str, frame: Any) -> None:
        written = frame.write_parquet(self._place.path(self._name(name)), partition_cols=["day"], compression="zstd", write_mode="overwrite")
        self.files[name] = written.count_rows()

    def write_rows(self, name: str, rows: Sequence[Mapping[str, Any]], types: Mapping[str, str]) -> None:
        """A table in one file."""
        arrow = library("pyarrow")
        schema = arrow.schema(
            [(column, arrow.list_(arrow.string()) if kind == "strings" else arrow.type_for_alias(kind)) for column, kind in types.items()]
        )
        to = f"{self._name(name)}/all{ENDING}"
        scratch = self._place.scratch(to)
        library("pyarrow.parquet").write_table(arrow.Table.from_pylist(rows, schema=schema), scratch, compression="zstd")
        self._place.keep(scratch, to)
        self.files[name] = 1

    def write_across(self, stories: Stories) -> None:
        """Copies, stories, claims and deals: what is asked for by column, and each whole as the contract has it, in `json`."""
        for name, types in _ACROSS.items():
            rows = []
            for n, value in enumerate(getattr(stories, name)):
                told = codec.encode(value, "")
                row = {column: told.get(column) for column in types} | {"n": n, "json": json.dumps(told, ensure_ascii=False)}
                if name == "claims":
                    row |= {f"{verb}_by": _parties(value, of) for verb, of in (("asserted", "asserts"), ("denied", "denies"))}
                    row["pages"] = sorted({v.document for of in (*_RELATIONS, "narrated") for v in getattr(value, of)})
                rows.append(row)
            self.write_rows(name, rows, types)

    def swap(self) -> None:
        """Put the new tables where the old ones stand, or stood. A table that has no row any more is gone."""
        if self._place.local:
            for name in TABLES:
                self._place.move(name, f"{_OLD}/{name}")
                self._place.move(f"{_NEW}/{name}", name)

    def check(self) -> None:
        """Hold what stands under the names of the tables against what was written.

        Raises:
            SetupError: files are not there, or others are.
        """
        if problem := unlike(self._place, self.files):
            raise SetupError(self._place.root, problem, "something else writes into it: find out what, and give the same command")

    def end(self) -> None:
        """Take away what was replaced."""
        if self._place.local:
            self.begin()

    def _name(self, table: str) -> str:
        return f"{_NEW}/{table}" if self._place.local else table


def table_files(place: Place) -> list[str]:
    """The files of all tables, by their names in full."""
    return [file for name in TABLES for file in place.files(name, ENDING)]


def unlike(place: Place, files: Mapping[str, int]) -> str | None:
    """Which table of an archive has not the files that it should have; None where all have.

    Args:
        files: how many each should have.
    """
    for name in TABLES:
        if (found := len(place.files(name, ENDING))) != (wanted := files.get(name, 0)):
            return f"{name} has {found:,} files, where {wanted:,} were written"
    return None


_TEXT: Final = "string"
_ACROSS: Final[dict[str, dict[str, str]]] = {
    "copies": {"n": "int64", "document": _TEXT, "of": _TEXT, "kind": _TEXT, "share": "float64", "json": _TEXT},
    "stories": {"n": "int64", "id": _TEXT, "documents": "strings", "first": _TEXT, "last": _TEXT, "json": _TEXT},
    "claims": {
        "n": "int64", "id": _TEXT, "story": _TEXT, "of": _TEXT, "type": _TEXT, "initiators": "strings", "recipients": "strings", "supplier": _TEXT,
        "recipient": _TEXT, "items": "strings", "time": _TEXT, "status": _TEXT, "deal": _TEXT, "outlets": "int64", "newsrooms": "int64",
        "origins": "int64", "parties": "int64", "first": _TEXT, "last": _TEXT, "independently_reported": "bool", "corroborated": "bool",
        "disputed": "bool", "retracted": "bool", "asserted_by": "strings", "denied_by": "strings", "pages": "strings", "json": _TEXT,
    },
    "deals": {"n": "int64", "id": _TEXT, "supplier": _TEXT, "recipient": _TEXT, "claims": "strings", "json": _TEXT},
}  # fmt: skip


def _parties(claim: Claim, relation: str) -> list[str]:
    return sorted({voice.party for voice in getattr(claim, relation) if voice.party is not None})
