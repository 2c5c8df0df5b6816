"""The pages of an archive as Daft sees them: those of all shards, each capture once."""

from collections.abc import Collection
from typing import Any

from onrecord.archive.storage import Place


def shard_rows(d: Any, place: Place, kind: str, shards: Collection[str] | None = None) -> Any:
    """The rows of one kind: page, failure or passed.

    Args:
        shards: names of the files; None: all that are there, which an object store lists faster than it looks at each.
    """
    files = place.path("shards/*.parquet") if shards is None else [place.path(f"shards/{name}") for name in sorted(shards)]
    return d.read_parquet(files).where(d.col("kind") == kind)


def page_rows(d: Any, place: Place, shards: Collection[str] | None = None) -> Any:
    """The pages. The same bytes at the same place and time may lie in two files: the first of them stands for both."""
    rows = shard_rows(d, place, "page", shards)
    twice = rows.select("page").groupby("page").agg(d.col("page").count().alias("times")).where(d.col("times") > 1).select("page").collect()
    if not twice.count_rows():
        return rows
    found = rows.select("page", "shard", "n").join(twice, on="page", how="semi").to_pylist()
    first: dict[str, tuple[str, int]] = {}
    for row in found:
        place_of = (row["shard"], row["n"])
        first[row["page"]] = min(first.get(row["page"], place_of), place_of)
    others = [(row["shard"], row["n"]) for row in found if (row["shard"], row["n"]) != first[row["page"]]]
    gone = d.from_pydict({"shard": [shard for shard, _ in others], "n": [n for _, n in others]})
    return rows.join(gone, on=["shard", "n"], how="anti")


def of_pages(d: Any, rows: Any, pages: list[str], *columns: str) -> dict[str, tuple[Any, ...]]:
    """Some columns of some pages, by page."""
    wanted = d.from_pydict({"page": pages})
    found = rows.select("page", *columns).join(wanted, on="page", how="semi").to_pylist()
    return {row["page"]: tuple(row[name] for name in columns) for row in found}
