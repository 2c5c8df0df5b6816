"""`speed`: how many pages a CPU second, as a ratio to trafilatura on the same pages in the same run.

Three rows: our whole record, our article alone (`until="article"`), the peer with its default settings and metadata, which is
its title, body, authors and date. Pages are every fourth of bench/extraction; each is in memory before the clock starts.
Ours starts from the bytes, the peer from decoded text, as its own benchmark does. Passes alternate, each row takes its median
pass; CPU time, so that other jobs on the machine count little. It decides nothing: no floor is ever pinned on it.

Beside it, in the same run, what a store costs (the files named measure it, and more of it by themselves):
- `records/s`, records that go into a new store a CPU second, and `of reading`, what storing one takes of reading one (`store_speed.py`);
- `copies/s`, pages of 250 words a CPU second, from text to candidates for copies, with rensa and datasketch (`copy_growth.py`);
- `p95 ms`, in which 95 of 100 searches are answered, CPU time (`search_speed.py`). `--pages N` makes that store of N pages of 20 statements each:
  50,000 for a million, which takes some minutes.

`events of statements`: what clauses, deeds, cases, events, links and the register take of what encoding and statements take, on the same pages,
by stage, each page's windows read anew.
"""

import gzip
import logging
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import onrecord
from benchmarks.copy_growth import PEER_SIZE, rates
from benchmarks.extraction import BENCHMARK as EXTRACTION
from benchmarks.extraction import PEER, truth_file
from benchmarks.frame import Benchmark, Column, Options, Result, Row, read_jsonl, who_we_are, write_jsonl
from benchmarks.given import layer_of
from benchmarks.scorers import find_scorer, load
from benchmarks.search_speed import PER_PAGE, p95_of
from benchmarks.store_speed import measure_store
from onrecord.encoder.model import packaged
from onrecord.pipeline import PIPELINE

PASSES = 3
STEP = 4
SEARCHED = 5_000  # pages of the store that is searched, if none are asked for
EXAMPLES = Path(__file__).resolve().parent.parent / "examples"

Pass = Callable[[], None]


def run(data: Path, options: Options) -> Result:
    path = truth_file(data)
    truth = read_jsonl(path)[::STEP]
    pages = [(gzip.decompress((path.parent / t["html_file"]).read_bytes()), str(t["url"])) for t in truth]
    passes: dict[str, Pass] = {who_we_are(): lambda: _ours(pages, None), "its article alone": lambda: _ours(pages, "article")}
    notes: tuple[str, ...] = ()
    if options.peer:
        try:
            passes[f"peer: {PEER}"] = peer_pass(path, options, pages)
        except ImportError as error:
            notes = (f"peer {PEER} not run: {error}; `pip install -e '.[bench]'` brings it",)
    spent: dict[str, list[float]] = {name: [] for name in passes}
    for _ in range(PASSES):
        for name, one in passes.items():
            start = time.process_time()
            one()
            spent[name].append(time.process_time() - start)
    median = {name: statistics.median(seconds) for name, seconds in spent.items()}
    base = median.get(f"peer: {PEER}")
    added = _events_of_statements(pages)
    rows = tuple(
        Row(
            name,
            {"speed": base / seconds if base else None, "events of statements": added if name == who_we_are() else None},
            peer=name.startswith("peer"),
        )
        for name, seconds in median.items()
    )
    of_store = tuple(_store_rows(options))
    notes += tuple(f"{row.who} not run: it is not installed; `pip install -e '.[bench]'` brings it" for row in of_store if not row.figures)
    rows += tuple(row for row in of_store if row.figures)
    return Result(size=f"{len(pages)} pages, median of {PASSES} passes", rows=rows, notes=notes)


def _store_rows(options: Options) -> Iterator[Row]:
    """What a store costs; a row without figures is of a peer that is not here."""
    stored = measure_store(sorted(EXAMPLES.glob("mortars-*")))
    yield Row(f"storing, {stored.records:,} records", {"records/s": stored.records_per_s, "of reading": stored.share_of_reading})
    for name, rate in rates(peer=options.peer):
        told = {"copies/s": rate} if rate is not None else {}
        yield Row(f"peer: {name}, {PEER_SIZE:,} pages" if name else f"copies, {PEER_SIZE:,} pages", told, peer=bool(name))
    statements = (options.pages or SEARCHED) * PER_PAGE
    yield Row(f"search, {statements:,} statements", {"p95 ms": p95_of(statements)})


def _ours(pages: list[tuple[bytes, str]], until: str | None) -> None:
    for content, url in pages:
        packaged().forget()  # else a pass would find some of its windows read by the one before
        try:
            onrecord.read(content, location=url, until=until)
        except onrecord.OnRecordError:
            continue  # `extraction` and `crash` tell which; here only the time counts


STATEMENTS = ("encoding", "statements")
EVENTS = ("clauses", "deeds", "cases", "events", "links", "arms_transfers")


def _events_of_statements(pages: list[tuple[bytes, str]]) -> float:
    """CPU time of the stages of events, as a share of that of the stages of statements with the encoder's own."""
    spent: dict[str, float] = dict.fromkeys((*STATEMENTS, *EVENTS), 0.0)
    for content, url in pages:
        try:
            page = onrecord.read(content, location=url, until="article")
        except onrecord.OnRecordError:
            continue
        packaged().forget()
        record = page
        for stage in PIPELINE[1:]:
            layers = {name: getattr(record, name) for name in stage.reads}
            start = time.process_time()
            found = stage.run(**layers)
            if stage.layer in spent:
                spent[stage.layer] += time.process_time() - start
            record = replace(record, **{stage.layer: layer_of(found)})
    return sum(spent[name] for name in EVENTS) / sum(spent[name] for name in STATEMENTS)


def peer_pass(path: Path, options: Options, pages: list[tuple[bytes, str]]) -> Pass:
    """One pass of the peer, over text that was decoded before."""
    script = load(find_scorer("run_peer.py", path, options.shared, "bench/extraction"))
    peer = script.PEERS[PEER]()
    decoded = [(script.decode(content), url) for content, url in pages]

    def one() -> None:
        level = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            for text, url in decoded:
                peer(text, url)
        logging.disable(level)

    return one


BENCHMARK = Benchmark(
    name="speed",
    home="bench/extraction/dev",
    columns=(
        Column("speed", None, "ratio"),
        Column("events of statements", None),
        Column("records/s", None, "count"),
        Column("of reading", None),
        Column("copies/s", None, "count"),
        Column("p95 ms", None, "amount"),
    ),
    files=EXTRACTION.files,
    run=run,
    keep=write_jsonl,
)
