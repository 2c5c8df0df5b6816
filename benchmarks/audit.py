"""`audit`: whether the interval that an audit gives holds the truth, with errors planted at known rates and judges that know them.

The store is made of the pages of our corpus of deals, as they are read. For each of 100 seeds some of its rows are called wrong
at random, of those that are not settled three times as many as of the others, so that a rate of all is reached; a sample is drawn with that seed
through the public API, a simulated judge judges it, and the share that the store really has wrong is looked for in the interval.

  covered      runs, of 100, in which the interval of all kinds together holds the truth; `by kind` the same over the intervals of each kind
  width        mean width of the interval of all, in points
  off          mean distance of the rate from the truth, in points
The peers are ways to make an interval, on designs of `audit_methods.py`: `covered` is there the least of all designs.
A run is an item: 1 where the interval of all holds the truth.
"""

import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random

import onrecord
from benchmarks.audit_methods import compared
from benchmarks.frame import Benchmark, Column, Item, Options, Result, Row, who_we_are, write_jsonl
from benchmarks.gold_store import write_store
from benchmarks.stories import OWN, own_set
from onrecord.audit import draw, judge_rows, results_of
from onrecord.audit.answers import Answer
from onrecord.audit.population import Member, members_of
from onrecord.store.store import Store

RATES = (0.05, 0.20)
RUNS = 100
SIZES = (100, 60)
_SIMULATED = 300  # runs of each design
_HARDER = 3.0  # times as often as the settled are the unsettled wrong


def run(data: Path, options: Options) -> Result:
    rows: list[Row] = []
    items: dict[str, Item] = {}
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "made.db"
        pages = tuple(page for half in ("test", "train") if (one := own_set(OWN, "deals", half)) for page in one.pages)
        write_store(made, pages, given=False)
        with onrecord.open_store(made) as store:
            store.stories()
        for rate in RATES:
            for size in SIZES:
                path = Path(folder) / f"{rate}-{size}.db"
                shutil.copyfile(made, path)
                with onrecord.open_store(path) as store:
                    figures, found = _runs(store, rate, size, options.pages or RUNS)
                rows.append(Row(f"{rate:.0%} planted, {size} rows", figures))
                items |= {f"{rate} {size} {name}": item for name, item in found.items()}
        with onrecord.open_store(made) as store:
            count = len(tuple(members_of(store)))
    if options.peer:
        rows += [Row(name, {"covered": least, "width": 100 * width}, peer=True) for name, least, width in compared(_SIMULATED)]
    return Result(f"{len(pages)} pages, {count} rows to audit", (Row(f"{who_we_are()} ({rows[0].who})", rows[0].figures), *rows[1:]), items)


def _runs(store: Store, rate: float, size: int, runs: int) -> tuple[dict[str, float | None], dict[str, Item]]:
    members = tuple(members_of(store))
    covered = by_kind = kinds = 0
    width = off = 0.0
    items: dict[str, Item] = {}
    for seed in range(1, runs + 1):
        wrong = planted(members, rate, Random(seed))
        audit = draw(store, rows=size, seed=seed)
        judge_rows(store, "simulated", [Answer(row, "wrong" if (row.kind, row.item) in wrong else "right", None, "") for row in audit.rows])
        results = results_of(store, audit)
        truth = len(wrong) / len(members)
        holds = _holds(results.rate.low, results.rate.high, truth)
        covered += holds
        width += results.rate.high - results.rate.low
        off += abs((results.rate.rate or 0.0) - truth)
        for one in results.kinds:
            of_kind = [m for m in members if m.kind == one.kind]
            kinds += 1
            by_kind += _holds(one.share.low, one.share.high, sum((m.kind, m.item) in wrong for m in of_kind) / len(of_kind))
        items[str(seed)] = Item(float(holds), f"{results.rate.low:.3f} to {results.rate.high:.3f}, truth {truth:.3f}")
    return {"covered": covered / runs, "by kind": by_kind / kinds, "width": 100 * width / runs, "off": 100 * off / runs}, items


def _holds(low: float, high: float, truth: float) -> bool:
    return low - 1e-9 <= truth <= high + 1e-9


def planted(members: Iterable[Member], rate: float, random: Random) -> set[tuple[str, str]]:
    """Rows that are called wrong: so many of all as the rate says, the unsettled three times as likely."""
    pool = list(members)
    keys = sorted(pool, key=lambda m: -(random.random() ** (1 / (1.0 if m.settled else _HARDER))))
    return {(m.kind, m.item) for m in keys[: round(rate * len(pool))]}


def _files(data: Path) -> Iterable[Path]:
    return sorted(data.glob("t*/*.txt"))


BENCHMARK = Benchmark(
    name="audit",
    home="../train/corpora/deals",
    columns=(Column("covered"), Column("by kind"), Column("width", None, "amount"), Column("off", None, "amount")),
    files=_files,
    run=run,
    keep=write_jsonl,
    own=True,
)
