"""`flat`: the same pages as flattened text, furniture and all (bench/extraction/dev/flat): which lines are the body, what day.

Given: the text alone; no address, for the day stands in many. A line is kept where a block of our body lies on it.
Peers of the same run are the trivial rules that the README there measures: the longest run of long lines for the body,
the first date written for the day.
"""

import time
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path

from benchmarks.extraction import BENCHMARK as EXTRACTION
from benchmarks.extraction import (
    DATE_COLUMNS,
    ORIGINS,
    Reading,
    Task,
    confidence_of,
    doubtful_pages,
    figures,
    items,
    prediction_of,
    run_peer,
    truth_file,
)
from benchmarks.frame import Benchmark, Column, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load

PEERS = ("flat-longest-run", "flat-first-date")


def run(data: Path, options: Options) -> Result:
    path = truth_file(data)
    scorer = load(find_scorer("score.py", path, options.shared, "bench/extraction"))
    truth = read_jsonl(path)
    readings = spread(_read, [Task(t["id"], path.parent / t["text_file"], "") for t in truth], options.workers)
    predictions = [reading.prediction for reading in readings]
    doubtful = doubtful_pages(path)
    rows, notes = [], [f"{r.prediction['id']}: no record: {r.problem}" for r in readings if r.problem]
    for peer in PEERS if options.peer else ():
        theirs = run_peer(peer, path, options, "--no-url")
        if isinstance(theirs, str):
            notes.append(theirs)
        else:
            rows.append(Row(f"peer: {peer}, same run", _claimed(peer, figures(scorer, truth, theirs.predictions, doubtful)), peer=True))
    return Result(
        size=f"{len(truth)} pages",
        rows=(Row(who_we_are(), figures(scorer, truth, predictions, doubtful)), *rows),
        items=items(scorer, truth, predictions),
        predictions=tuple(predictions),
        notes=tuple(notes),
    )


def _claimed(peer: str, found: dict[str, float | None]) -> dict[str, float | None]:
    """Only what the rule sets out to tell: one of lines has no title, one of dates no body."""
    claims = ("date",) if peer.endswith("date") else ("body", "line", "snippet")
    return {name: value for name, value in found.items() if name.startswith(claims)}


def _read(task: Task) -> Reading:
    """The prediction of a flattened page: the scorer's form, and the numbers of the lines kept."""
    import onrecord

    start = time.process_time()
    text = task.path.read_bytes().decode("utf-8")
    try:
        record = onrecord.read_text(text)
    except onrecord.OnRecordError as error:
        return Reading({"id": task.id}, time.process_time() - start, str(error))
    lines = list(_lines_kept(text, [(b.range.start, b.range.end) for b in record.article.body] if record.article else []))
    prediction: Json = {"id": task.id, "confidence": confidence_of(record)} | prediction_of(record) | {"lines": lines}
    return Reading(prediction, time.process_time() - start)


def _lines_kept(text: str, ranges: list[tuple[int, int]]) -> Iterator[int]:
    """Numbers of the lines on which a range lies, each once, in order."""
    starts = [0, *accumulate(len(line) + 1 for line in text.split("\n"))][:-1]
    last = -1
    for start, end in ranges:
        first, until = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        yield from range(max(first, last + 1), until + 1)
        last = max(last, until)


BENCHMARK = Benchmark(
    name="flat",
    home="bench/extraction/dev/flat",
    columns=(
        *map(Column, ("body F1", "body P", "body R", "body exact", "line F1", "line P", "line R", "snippet F1", "title words", "author F1")),
        *map(Column, ("date right", "date P")),
        *DATE_COLUMNS,
        *(Column(f"{measure} {origin}") for origin in ORIGINS for measure in ("date right", "date P")),
    ),
    files=EXTRACTION.files,
    run=run,
    keep=write_jsonl,
)
