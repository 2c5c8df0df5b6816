"""`hostile`: pages that break readers (bench/extraction/hostile.py writes them), each read by `onrecord read FILE --json`.

Each in a process of its own with 10 CPU seconds, 60 on the wall, and 1 GiB of address space: the issue's limits, taken
strictly. What came out is judged by `judge` of run_hostile.py beside the writer: the article where it must come out, one
error line on stderr and exit status 1 where there is none, never a traceback. An item is a case that went as asked.
`--data` is the script or a folder that it has written.
"""

import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, read_jsonl, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load

CPU_S = 10
WALL_S = 60  # the machine may be busy with other things
MEMORY = 2**30
DEFECT = "defect in onrecord"  # what the pipeline says of a StageError


@dataclass(frozen=True, slots=True)
class Run:
    """One command that has ended: what it wrote, how it ended, what it used."""

    status: int  # negative: the signal that ended it
    out: bytes
    err: str
    cpu_s: float
    peak_mib: int


def run(data: Path, options: Options) -> Result:
    if os.name != "posix":
        raise DataError("limits of time and memory for a process are set as POSIX has them; this system does not")
    with tempfile.TemporaryDirectory() as folder:
        pages = data if data.is_dir() else _written(data, Path(folder))
        judge = load(find_scorer("run_hostile.py", data, options.shared, "bench/extraction")).judge
        cases = read_jsonl(pages / "cases.jsonl")
        # Linux counts what a process was before its exec into its peak: start them from one that has read nothing yet.
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
            ended = list(fresh.map(limited, [[sys.executable, "-m", "onrecord", "read", str(pages / case["file"]), "--json"] for case in cases]))
        rows = [_row(judge, case, done) for case, done in zip(cases, ended, strict=True)]
    figures: dict[str, float | None] = {
        "as asked": sum(row["as_asked"] for row in rows),
        "failed": sum(not row["as_asked"] for row in rows),
        "worst CPU s": max(row["cpu"] for row in rows),
        "worst MiB": max(row["mib"] for row in rows),
    }
    return Result(
        size=f"{len(rows)} pages",
        rows=(Row(who_we_are(), figures),),
        items={row["id"]: Item(float(row["as_asked"]), row["outcome"]) for row in rows},
        predictions=tuple(rows),
        notes=tuple(_lines(rows)),
    )


def _written(script: Path, folder: Path) -> Path:
    """The folder, with the pages in it."""
    command = [sys.executable, str(script), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=False)
    if done.returncode:
        raise DataError(f"{script} failed: {done.stderr[-300:]}")
    return folder


def _row(judge: Any, case: Json, done: Run) -> Json:
    """The case, what came of it, and whether that is what was asked."""
    came, outcome, body = _outcome(done)
    result = {"outcome": outcome, "body": body, "cpu": done.cpu_s, "mib": done.peak_mib}
    row: Json = judge(case, result)
    return row | {"came": came, "said": done.err.strip().splitlines()[0][:200] if done.err.strip() else ""}


def _outcome(done: Run) -> tuple[str, str, str]:
    """What came out (record, error, failure), how `judge` calls it, and the body read."""
    if done.status == 0:
        try:
            record = json.loads(done.out.splitlines()[0])
            body = " ".join(record["document"]["text"][b["start"] : b["end"]] for b in record["article"]["body"])
            return "record", "ok", " ".join(body.split())
        except (ValueError, LookupError, TypeError) as error:
            return "failure", f"no record: {error!r:.80}", ""
    lines = done.err.strip().splitlines() or ["silent"]
    if done.status == 1 and DEFECT in done.err:
        return "failure", f"exit 1: {lines[-1][-120:]}", ""  # a StageError: one line, and still no answer to a page
    if done.status == 1 and len(lines) == 1 and lines != ["silent"] and "Traceback" not in done.err:
        return "error", "ok", ""
    if done.status < 0:
        return "failure", "too slow" if -done.status in (9, 24) else f"signal {-done.status}", ""
    return "failure", f"exit {done.status}: {lines[-1][:80]}", ""


def limited(command: list[str], *, cpu_s: int = CPU_S, wall_s: int = WALL_S) -> Run:
    """Run a command within the limits, and tell what it used; POSIX only."""
    import resource

    def limits() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 1))

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, preexec_fn=limits)
        timer = threading.Timer(wall_s, process.kill)
        timer.start()
        _, status, used = os.wait4(process.pid, 0)  # not wait(): only this tells what this one process used
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        in_kib = 1 if sys.platform != "darwin" else 1024
        peak = used.ru_maxrss // in_kib // 1024
        return Run(process.returncode, out.read(), err.read().decode(errors="replace"), used.ru_utime + used.ru_stime, peak)


def _lines(rows: list[Json]) -> Iterator[str]:
    """The table of what came out."""
    wide = max(len(row["id"]) for row in rows)
    for row in rows:
        fine = "as asked" if row["as_asked"] else "FAILED  "
        told = row["outcome"] if row["outcome"] != "ok" else row["said"]
        yield f"  {row['id']:<{wide}}  asked {row['expect']:<8} came {row['came']:<8} {fine} {row['cpu']:5.2f} s {row['mib']:5} MiB  {told}"[:180]


def _files(data: Path) -> Iterator[Path]:
    if data.is_dir():
        yield data / "cases.jsonl"
        for case in read_jsonl(data / "cases.jsonl"):
            yield data / case["file"]
    elif data.is_file():
        yield data
    else:
        raise DataError(f"no such file: {data}")


BENCHMARK = Benchmark(
    name="hostile",
    home="bench/extraction/hostile.py",
    columns=(
        Column("as asked", "higher", "count"),
        Column("failed", "lower", "count"),
        Column("worst CPU s", None, "amount"),
        Column("worst MiB", None, "count"),
    ),
    files=_files,
    run=run,
    keep=write_jsonl,
)
