"""`reconcile`: a register of our own writing held against our corpus of deals; how many rows get the verdict that the gold has.

The register (train/corpora/deals/register) has sixty rows with misspelt and old names of states, transliterations, merged cells, ranges, groups and
estimates; its README says how each verdict was decided. It is written as a book of Excel, and read back through the public API. The store holds
the pages of both halves of the corpus, once with their gold as records, once as they are read. Rules were written with these rows in view.

  right            share of rows with the gold's verdict
  falsely supported  share of rows that we call supported and the gold does not
  test, train      `right` over the rows whose deal is of that half of the corpus
  deal found       share of the rows that have a deal in the gold for which we found any
An item is a row.
"""

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import onrecord
from benchmarks.event_pages import share
from benchmarks.frame import Benchmark, Column, Item, Options, Result, Row, who_we_are, write_jsonl
from benchmarks.gold_store import write_store
from benchmarks.reconcile_register import read_rows, write_register
from benchmarks.stories import OWN, own_set
from onrecord.reconcile import Judged, reconcile


def run(data: Path, options: Options) -> Result:
    gold = read_rows()
    halves = {half: one for half in ("test", "train") if (one := own_set(OWN, "deals", half))}
    pages = [page for one in halves.values() for page in one.pages]
    half_of = {page.path.name.rpartition("-")[0]: half for half, one in halves.items() for page in one.pages}
    rows: list[Row] = []
    items: dict[str, Item] = {}
    told: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        register = Path(folder) / "register.xlsx"
        write_register(register, gold)
        for given, how in ((True, "gold records"), (False, "read pages")):
            store = Path(folder) / f"{how.partition(' ')[0]}.db"
            write_store(store, pages, given=given)
            with onrecord.open_store(store) as opened:
                judged = reconcile(register, opened).rows
            rows.append(Row(how, _figures(gold, judged, half_of)))
            for row, found in zip(gold, judged, strict=True):
                words = f"{row['supplier']} > {row['recipient']} {row['designation'] or row['description']}"
                right = found.verdict == row["verdict"]
                items[f"{how} {found.row.at}"] = Item(float(right), f"{words}: {row['verdict']}, got {found.verdict}: {found.why}")
                told.append({"store": how, "row": found.row.at, "gold": row["verdict"], "verdict": found.verdict, "why": found.why})
    ours = Row(f"{who_we_are()} ({rows[0].who})", rows[0].figures)
    return Result(f"{len(gold)} rows, {len(pages)} pages", (ours, *rows[1:]), items, tuple(told))


def _figures(gold: Sequence[dict[str, str]], judged: Sequence[Judged], half_of: dict[str, str]) -> dict[str, float | None]:
    right = [row["verdict"] == one.verdict for row, one in zip(gold, judged, strict=True)]
    false = sum(one.verdict == "supported" != row["verdict"] for row, one in zip(gold, judged, strict=True))
    halves = [half_of.get(row["deal"].partition(".")[0]) for row in gold]
    of_half = {half: [ok for ok, at in zip(right, halves, strict=True) if at == half] for half in ("test", "train")}
    with_deal = [one.deal is not None for row, one in zip(gold, judged, strict=True) if row["deal"]]
    return {
        "right": share(sum(right), len(right)),
        "falsely supported": share(false, len(gold)),
        **{half: share(sum(found), len(found)) for half, found in of_half.items()},
        "deal found": share(sum(with_deal), len(with_deal)),
    }


def _files(data: Path) -> Iterable[Path]:
    return [data / "register" / "rows.tsv", *sorted(data.glob("t*/*.gold.json")), *sorted(data.glob("t*/*.txt"))]


BENCHMARK = Benchmark(
    name="reconcile",
    home="../train/corpora/deals",
    columns=(Column("right"), Column("falsely supported", "lower"), Column("test"), Column("train"), Column("deal found")),
    files=_files,
    run=run,
    keep=write_jsonl,
    own=True,
)
