"""`pages`: whole records of pages with gold records (../shared/pages), scored by the scorer beside them.

The figures are the scorer's means over the pages; `bad` counts citations that do not quote the page. Reads the pages by
`onrecord.read`, as `onrecord read FILE --json` does. An item is a page's column, or one gold statement found or not.
"""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, spread, who_we_are
from benchmarks.scorers import find_scorer, load

GOLD = ".gold.json"
SHARES = ("headline", "published", "body", "rel.P", "rel.R", "agency", "statements", "stance", "transfers", "claims", "times")


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "pages"))
    pages = [data / read_gold(path)["document"]["location"] for path in gold_files(data)]
    read = spread(read_page, pages, options.workers)
    records = {page.name: record for page, (record, _) in zip(pages, read, strict=True)}
    scores: dict[str, Json] = scorer.score_folder(data, lambda page, _: records[page.name])
    means: dict[str, float | None] = scorer.means(scores)
    items = {f"{page}/{column}": Item(value) for page, row in scores.items() for column in SHARES if (value := row[column]) is not None}
    for path in gold_files(data):
        items |= _statements(scorer, data, read_gold(path), records)
    return Result(
        size=f"{len(scores)} pages",
        rows=(Row(who_we_are(), means | {"record": scorer.overall(scores.values())}),),
        items=items,
        predictions=tuple({"id": name, "record": record} for name, record in records.items()),
        notes=tuple(f"{page.name}: no record: {problem}" for page, (_, problem) in zip(pages, read, strict=True) if problem),
    )


def read_page(page: Path) -> tuple[Json, str | None]:
    """The record as its JSON gives it, or {} and why there is none."""
    import onrecord

    try:
        record: Json = json.loads(onrecord.read(page).to_json())
        return record, None
    except onrecord.OnRecordError as error:
        return {}, str(error)


def gold_files(data: Path) -> list[Path]:
    found = sorted(data.glob(f"*{GOLD}"))
    if not found:
        raise DataError(f"no *{GOLD} in {data}")
    return found


def read_gold(path: Path) -> Json:
    gold: Json = json.loads(path.read_text(encoding="utf-8"))
    return gold


def _files(data: Path) -> Iterator[Path]:
    for path in gold_files(data):
        yield path
        yield data / read_gold(path)["document"]["location"]


def _statements(scorer: ModuleType, data: Path, gold: Json, records: dict[str, Json]) -> dict[str, Item]:
    """Whether each gold statement of a page was found, by the scorer's own pairing."""
    name = gold["document"]["location"]
    page = (data / name).read_bytes().decode("utf-8") if name.endswith(".txt") else None
    wanted, found = scorer.Record(gold, page), scorer.Record(records[name], page)
    pairs = scorer.pair_statements(wanted, found)
    shown = partial(_shown, wanted)
    return {f"{name}/{s['id']}": Item(float(i in pairs), shown(s)) for i, s in enumerate(wanted.statements) if not s.get("optional")}


def _shown(record: Any, statement: Json) -> str:
    return " | ".join(record.text(statement.get(role)) for role in ("source", "cue", "content"))


def keep(path: Path, predictions: Sequence[Json]) -> None:
    """One record a page, as the scorer's `--records` reads them."""
    path.mkdir(parents=True, exist_ok=True)
    for prediction in predictions:
        (path / f"{prediction['id']}.json").write_text(json.dumps(prediction["record"], ensure_ascii=False), encoding="utf-8")


BENCHMARK = Benchmark(
    name="pages",
    home="pages",
    columns=(*map(Column, SHARES), Column("bad", "lower", "count"), Column("record")),
    files=_files,
    run=run,
    keep=keep,
)
