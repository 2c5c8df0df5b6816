"""Run the benchmarks: `python -m benchmarks [NAME…]`. README.md beside this file says what each measures.

With no name all run, and one table shows them against their floors; what has no data here is skipped, and one that breaks
does not stop the others. Exit status: 0; 1 where a figure is below its floor, a law or a benchmark is broken; 2 where the
options or the data are wrong.
"""

import argparse
import json
import os
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the command line has it; before numpy loads

from benchmarks import (
    actors,
    arms,
    attribution,
    audit,
    copies,
    copy_growth,
    coref,
    crash,
    events,
    extraction,
    flat,
    harm,
    hostile,
    mentions,
    own,
    pages,
    place,
    pubdate,
    reading,
    reconcile,
    scaling,
    speed,
    stance,
    stories,
    timex,
    web,
)
from benchmarks import credits as credited
from benchmarks.changes import compare, in_words, read_run, write_diff, write_run
from benchmarks.floors import Floors, below, raised, read_floors, write_floors
from benchmarks.frame import Benchmark, DataError, Options, UsageError, digest
from benchmarks.table import Report, block, one_table

BENCHMARKS: Final = (
    pages.BENCHMARK,
    extraction.BENCHMARK,
    flat.BENCHMARK,
    credited.BENCHMARK,
    pubdate.BENCHMARK,
    attribution.BENCHMARK,
    stance.BENCHMARK,
    own.NESTED,
    own.SHAPES_BENCHMARK,
    timex.BENCHMARK,
    place.BENCHMARK,
    mentions.BENCHMARK,
    coref.BENCHMARK,
    actors.BENCHMARK,
    events.BENCHMARK,
    arms.BENCHMARK,
    harm.BENCHMARK,
    stories.BENCHMARK,
    audit.BENCHMARK,
    reconcile.BENCHMARK,
    speed.BENCHMARK,
    reading.BENCHMARK,
    crash.BENCHMARK,
    hostile.BENCHMARK,
    scaling.BENCHMARK,
    copies.BENCHMARK,
    copy_growth.BENCHMARK,
    web.BENCHMARK,
)
HERE = Path(__file__).resolve().parent
ROOT = Path(__file__).resolve().parent.parent
SHARED = "ONRECORD_SHARED"


@dataclass(frozen=True, slots=True)
class Home:
    """Where floors are kept and runs are stored."""

    root: Path

    @property
    def floors(self) -> Path:
        return self.root / "benchmarks" / "floors.toml"

    def run(self, name: str, digest: str, *, default: bool) -> Path:
        """A run of other data than the default keeps a place of its own: it must not become what dev is compared with."""
        of_data = "" if default else f"-{digest.removeprefix('sha256:')[:12]}"
        return self.root / "build" / "benchmarks" / f"{name}{of_data}.json"


def main(argv: Sequence[str] | None = None, *, root: Path = ROOT, benchmarks: Sequence[Benchmark] = BENCHMARKS) -> int:
    """Run what the arguments name.

    Args:
        argv: the arguments; None: those of the process.
        root: the folder that holds `benchmarks/floors.toml` and gets `build/benchmarks/`.
        benchmarks: those that there are.
    """
    args = _parser([b.name for b in benchmarks]).parse_args(argv)
    try:
        return _run(args, Home(root), benchmarks)
    except (DataError, UsageError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 2


def _run(args: argparse.Namespace, home: Home, benchmarks: Sequence[Benchmark]) -> int:
    _check_options(args, benchmarks)
    chosen = [b for b in benchmarks if not args.names or b.name in args.names]
    shared = _shared(args.shared, home)
    if shared is None and not args.data and not (args.names and all(b.own for b in chosen)):
        where = f"no data folder at {args.shared or os.environ.get(SHARED) or home.root.parent / 'shared'}: give --shared PATH or set {SHARED}"
        if args.names:
            raise DataError(where)
        print(f"benchmarks skipped: {where}")
        return 0
    floors = read_floors(home.floors)
    reports: list[Report] = []
    skipped: dict[str, str] = {}
    broken = False
    for benchmark in chosen:
        print(f"{benchmark.name} …", file=sys.stderr, flush=True)
        try:
            reports.append(_report(benchmark, args, shared, home, floors.get(_key(benchmark, args))))
        except DataError as error:
            if args.names:
                raise
            skipped[benchmark.name] = f"skipped: {error}"
        except Exception as error:  # whatever it is, it is this benchmark's: the others still have their figures to tell
            if args.names:
                raise
            traceback.print_exc()
            skipped[benchmark.name] = f"BROKEN: {type(error).__name__}: {error}"
            broken = True
        else:
            if args.names:
                print(_in_full(reports[-1]), end="\n\n" if benchmark is not chosen[-1] else "\n", flush=True)
    if not args.names:
        print(one_table(reports, skipped))
    if args.json:
        _write_json(args.json, reports)
    unpinned = _move_floors(home.floors, floors, reports, args) if args.pin or args.accept_loss else False
    fell = any((r.below and not args.accept_loss) or r.result.failed for r in reports)
    return 1 if fell or unpinned or broken else 0


def _move_floors(path: Path, floors: dict[str, Floors], reports: Sequence[Report], args: argparse.Namespace) -> bool:
    """Write the floors that `--pin` and `--accept-loss` ask for; whether one was left above what was measured."""
    moved = dict(floors)
    left = False
    for r in reports:
        key = _key(r.benchmark, args)
        old = floors.get(key)
        if old is not None and old.data != r.digest and not args.pin:
            continue
        new = raised(r.benchmark, r.result, r.digest, old, pin=args.pin, why=args.accept_loss)
        if new is not None:
            moved[key] = new
            if short := below(r.benchmark, r.result, new):
                left = True
                print(f"{r.benchmark.name}: floors not lowered to what was measured ({', '.join(short)}): that takes --accept-loss", file=sys.stderr)
    write_floors(path, moved)
    return left


def _check_options(args: argparse.Namespace, benchmarks: Sequence[Benchmark]) -> None:
    known = [b.name for b in benchmarks]
    unknown = [name for name in args.names if name not in known]
    if unknown:
        raise UsageError(f"no benchmark {unknown[0]!r}: one of {', '.join(known)}")
    if args.workers < 1:
        raise UsageError(f"--workers is 1 or more, not {args.workers}")
    for option, value in (("--data", args.data), ("--predictions", args.predictions)):
        if value and len(args.names) != 1:
            raise UsageError(f"{option} goes with one NAME: the data of another benchmark has another form")
    if args.spans and not (args.names and all(b.spans for b in benchmarks if b.name in args.names)):
        raise UsageError("--spans goes with a NAME whose spans may be given or found")
    if args.pin and args.data:
        raise UsageError("--pin goes with the default data: floors of other data would take the place of its floors")
    if args.accept_loss is not None and not args.accept_loss.strip():
        raise UsageError("--accept-loss wants the reason in words")


def _key(benchmark: Benchmark, args: argparse.Namespace) -> str:
    """Under what floors and runs are kept: one of two tasks alone is measured by fewer columns."""
    part = args.spans or args.set
    return f"{benchmark.name}-{part}" if part else benchmark.name


def _shared(option: Path | None, home: Home) -> Path | None:
    """The folder of the data: the option, the environment, or `shared` beside the checkout; None where it is not there."""
    path = option or Path(os.environ.get(SHARED) or home.root.parent / "shared")
    return path if path.is_dir() else None


def _report(benchmark: Benchmark, args: argparse.Namespace, shared: Path | None, home: Home, floors: Floors | None) -> Report:
    """Run one benchmark, hold it against its floors and its last stored run, and store the run."""
    data = args.data or (HERE if benchmark.own else shared or Path()) / benchmark.home
    if not data.exists():
        raise DataError(f"no data at {data}")
    base = data if data.is_dir() else data.parent
    found = digest(benchmark.files(data), data)
    result = benchmark.run(data, Options(shared, args.workers, not args.no_peer, args.set, args.spans, args.pages, args.store))
    if args.predictions:
        benchmark.keep(args.predictions, result.predictions)
    stored = home.run(_key(benchmark, args), found, default=args.data is None)
    last = read_run(stored, found)
    changes = compare(*last, result.items) if last else None
    diff = stored.with_suffix(".diff.txt")
    if changes and (changes.gained or changes.lost):
        write_diff(diff, benchmark.name, changes)
    if result.items and not args.keep:
        write_run(stored, found, result)
    if floors and floors.data != found:
        floors = None
    name = benchmark.home if args.data is None else f"{base.name}/{data.name}" if data != base else data.name
    return Report(benchmark, name, found, result, floors, below(benchmark, result, floors), changes, os.path.relpath(diff))


def _in_full(report: Report) -> str:
    """One benchmark's block, with what it gained and lost."""
    lines = [block(report)]
    if report.changes:
        lines.append(in_words(report.changes, report.diff))
    return "\n".join(lines)


def _write_json(path: Path, reports: Sequence[Report]) -> None:
    """The run in numbers, for a program."""
    told = [
        {
            "benchmark": r.benchmark.name,
            "data": r.data,
            "digest": r.digest,
            "size": r.result.size,
            "rows": [{"who": row.who, "figures": dict(row.figures)} for row in r.result.rows],
            "floors": dict(r.floors.values) if r.floors else None,
            "below": list(r.below),
            "gained": [c.id for c in r.changes.gained] if r.changes else None,
            "lost": [c.id for c in r.changes.lost] if r.changes else None,
            "notes": list(r.result.notes),
        }
        for r in reports
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"what to run: {', '.join(names)} (default: all)")
    parser.add_argument("--shared", type=Path, metavar="PATH", help=f"the folder with the data (default: ${SHARED}, else ../shared)")
    parser.add_argument("--data", type=Path, metavar="PATH", help="other data of the same form, for one NAME")
    parser.add_argument(
        "--predictions", type=Path, metavar="FILE", help="keep what was predicted, in the form that the scorer reads (`pages`: a folder)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON")
    parser.add_argument("--no-peer", action="store_true", help="do not run the peers")
    parser.add_argument("--keep", action="store_true", help="compare with the stored run, but leave it as it is")
    parser.add_argument("--pin", action="store_true", help="raise the floors to what was measured")
    parser.add_argument("--accept-loss", metavar="WHY", help="let floors fall to what was measured, for this reason")
    parser.add_argument("--set", help="of events: own, plv, cameo, gsr, petrarch or factuality alone")
    parser.add_argument("--spans", choices=("given", "found"), help="of a benchmark that has both, the task with given spans, or from raw text")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes that read (default: 1)")
    parser.add_argument("--pages", type=int, metavar="N", help="of `web` and `speed`: the pages of its store (default: 2,000; 5,000)")
    parser.add_argument("--store", type=Path, metavar="PATH", help="of `web`: keep its store here, and use it where it is there")
    return parser


if __name__ == "__main__":
    sys.exit(main())
