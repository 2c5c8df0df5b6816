"""`crash`: every page of a folder gives a record or a named error, every citation quotes its text, and JSON keeps the record whole.

  records   pages that gave one                       refused   pages that gave a PageError: it names the cause
  crashed   pages that gave a StageError or anything else that is no PageError
  bad       citations and references that `Record.check` does not accept
  changed   records whose JSON does not come back from `Record.from_json` as it was
Anything but 0 under the last three fails the run, floors or no floors. Default data: the pages of bench/extraction/dev.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.frame import Benchmark, Column, DataError, Item, Options, Result, Row, spread, who_we_are, write_jsonl

PAGE_NAMES = (".html", ".htm", ".txt", ".html.gz", ".htm.gz", ".txt.gz")
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What reading a page gave."""

    path: Path
    outcome: str  # "record", "refused", "crashed"
    problem: str = ""
    bad: tuple[str, ...] = ()
    changed: bool = False


def run(data: Path, options: Options) -> Result:
    paths = sorted(_files(data))
    start = time.perf_counter()
    findings = spread(_examine, paths, options.workers)
    seconds = time.perf_counter() - start
    count = {kind: sum(f.outcome == kind for f in findings) for kind in ("record", "refused", "crashed")}
    bad, changed = sum(len(f.bad) for f in findings), sum(f.changed for f in findings)
    figures = {"records": count["record"], "refused": count["refused"], "crashed": count["crashed"], "bad": bad, "changed": changed}
    wrong = [line for f in findings for line in _told(f)]
    more = [f"and {len(wrong) - SHOWN} more"] if len(wrong) > SHOWN else []
    return Result(
        size=f"{len(paths)} pages",
        rows=(Row(who_we_are(), {**figures}),),
        items={str(f.path.relative_to(data)): Item(float(f.outcome != "crashed" and not f.bad and not f.changed), f.problem) for f in findings},
        notes=(f"read, checked and round-tripped in {seconds:.1f} s with {options.workers} worker(s)", *wrong[:SHOWN], *more),
        failed=bool(count["crashed"] or bad or changed),
    )


def _told(finding: Finding) -> Iterator[str]:
    if finding.problem:
        yield f"{finding.outcome}: {finding.problem}"
    for problem in finding.bad:
        yield f"bad: {finding.path.name}: {problem}"
    if finding.changed:
        yield f"changed: {finding.path.name}: from_json(to_json()) gives other JSON"


def _examine(path: Path) -> Finding:
    import onrecord

    try:
        record = onrecord.read(path)
        text = record.to_json()
        return Finding(path, "record", bad=record.check(), changed=onrecord.Record.from_json(text).to_json() != text)
    except onrecord.PageError as error:
        return Finding(path, "refused", str(error))
    except Exception as error:  # whatever it is, it is the finding
        return Finding(path, "crashed", f"{path.name}: {type(error).__name__}: {error}")


def _files(data: Path) -> Iterator[Path]:
    found = [path for path in data.rglob("*") if path.name.endswith(PAGE_NAMES) and path.is_file()]
    if not found:
        raise DataError(f"no pages ({', '.join(PAGE_NAMES)}) in {data}")
    yield from found


BENCHMARK = Benchmark(
    name="crash",
    home="bench/extraction/dev/pages",
    columns=(
        Column("records", "higher", "count"),
        Column("refused", None, "count"),
        Column("crashed", "lower", "count"),
        Column("bad", "lower", "count"),
        Column("changed", "lower", "count"),
    ),
    files=_files,
    run=run,
    keep=write_jsonl,
)
