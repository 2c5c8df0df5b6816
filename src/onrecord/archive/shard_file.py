"""The Parquet file that a shard becomes: a row a page, with the rows of its tables nested in it; failures and pages passed by are rows too."""

import io
from pathlib import Path
from typing import Any, Final

from onrecord.archive.reading import Passed, Read
from onrecord.archive.rows import DOCUMENT, FAILURE, OF_A_PAGE, failure_cells, struct_of, unfold_pages
from onrecord.archive.storage import Place, library
from onrecord.store.write import Failed

_AT_ONCE: Final = 200  # pages a row group: what is held in memory
_KEPT: Final = ("key", "size", "content_type", "container")  # of a capture, beside what its document says


def schema() -> Any:
    """The columns of a shard's file.

    kind: page, failure or passed. day: of publication. n: the place of a page in its shard.
    document, statements …: rows as a store shows them. packed: what a store keeps of a page. The rest is for the global step.
    """
    arrow = library("pyarrow")
    text, number, data = arrow.string(), arrow.int64(), arrow.binary()
    packed = [("json", data), ("source", data), ("layout", data), ("retrieved", text), ("outlet", text), ("digest", text), ("models", text)]
    packed += [(name, number if name == "size" else text) for name in _KEPT]
    fields = [
        ("kind", text),
        ("page", text),
        ("day", text),
        ("shard", text),
        ("n", number),
        ("document", struct_of(DOCUMENT)),
        *((name, arrow.list_(struct_of(kind))) for name, (_, kind) in OF_A_PAGE.items()),
        ("packed", arrow.struct(packed)),
        ("signature", data),
        ("fingerprint", number),
        ("telling", data),
        ("names", number),
        ("own", arrow.list_(number)),
        ("near", arrow.list_(number)),
        ("failure", arrow.struct([("key", text), *((name, text) for name in FAILURE)])),
        ("passed", arrow.struct([("key", text), ("location", text), ("language", text)])),
    ]
    return arrow.schema(fields)


class ShardFile:
    """A shard's file while it is written."""

    def __init__(self, path: Path, shard: str) -> None:
        self._shard = shard
        self._schema = schema()
        self._writer = library("pyarrow.parquet").ParquetWriter(path, self._schema, compression="zstd")
        self._reads: list[Read] = []
        self._others: list[dict[str, Any]] = []
        self._seen: set[str] = set()
        self._n = 0
        self.pages = self.failed = self.passed = 0

    def add(self, item: Read | Failed | Passed) -> None:
        """Take what became of a page. One that is here already, the same bytes at the same place and time, is not taken twice."""
        if isinstance(item, Read):
            if item.page not in self._seen:
                self._seen.add(item.page)
                self._reads.append(item)
        elif isinstance(item, Failed):
            self.failed += 1
            self._others.append({"kind": "failure", "failure": failure_cells(item)})
        else:
            self.passed += 1
            self._others.append({"kind": "passed", "passed": {"key": item.key, "location": item.location, "language": item.language}})
        if len(self._reads) >= _AT_ONCE:
            self._flush()

    def close(self) -> None:
        """Write what is left."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Forget the writer, which would else write its last words."""
        self._writer.is_open = False

    def _flush(self) -> None:
        unfolded, refused = unfold_pages([read.reading for read in self._reads]) if self._reads else ({}, [])
        for failed in refused:
            self.failed += 1
            self._others.append({"kind": "failure", "failure": failure_cells(failed)})
        rows = []
        for read in self._reads:
            if (page := unfolded.get(read.page)) is not None:
                rows.append({"kind": "page", "document": page.document, **page.tables, **_of_page(read)})
        self.pages += len(rows)
        rows += self._others
        for row in rows:
            self._n += 1
            row["n"], row["shard"] = self._n, self._shard
        if rows:
            self._writer.write_table(library("pyarrow").Table.from_pylist(rows, schema=self._schema))
        self._reads.clear()
        self._others.clear()


def failures_of(place: Place, name: str) -> list[tuple[str, str]]:
    """Where the pages of a shard are that failed, each with its cause."""
    table = library("pyarrow.parquet").read_table(io.BytesIO(place.read(name)), columns=["failure"], filters=[("kind", "=", "failure")])
    return [(row["failure"]["location"], row["failure"]["cause"]) for row in table.to_pylist()]


def _of_page(read: Read) -> dict[str, Any]:
    reading = read.reading
    published = reading.rows["article"][0][_PUBLISHED]
    packed = {name: getattr(reading, name) for name in ("json", "source", "layout", "retrieved", "outlet", "digest", *_KEPT)}
    return {
        "page": read.page,
        "day": published if published and len(published) == len("YYYY-MM-DD") else None,
        "packed": {**packed, "models": reading.reader.models},
        "signature": read.signature,
        "fingerprint": read.fingerprint,
        "telling": read.telling,
        "names": read.names,
        "own": read.own,
        "near": read.near,
    }


def _column(name: str) -> int:
    from onrecord.store.rows import COLUMNS

    return COLUMNS["article"].index(name)


_PUBLISHED: Final = _column("published")
