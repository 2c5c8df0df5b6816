"""`onrecord archive`: web archives in, Parquet out, on one machine or on many."""

import re
import sys
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import number_of
from onrecord.cli.processors import page_timeout, processors
from onrecord.cli.report import INTERRUPTED, report

if TYPE_CHECKING:
    from onrecord.archive import Finished, Forecast, Report

FAILED: Final = 1
_NAMED: Final = 20  # pages that are told by name


@click.command(
    short_help="Read web archives into Parquet, on one machine or on many.",
    epilog="Exit status: 0 every page was read; 1 some failed or were set aside, an IN cannot be read, or OUT cannot be written; "
    "2 the command was not understood; 130 interrupted: the same command goes on.",
)
@click.argument("paths", nargs=-1, required=True, metavar="IN... [OUT]", type=click.Path())
@click.option("--out", metavar="OUT", type=click.Path(), help="The archive: a folder, or a prefix such as s3://bucket/news. Default: the last path.")
@click.option("--base", metavar="URI", help="What the relative paths of a list are relative to, such as s3://commoncrawl/. Default: its folder.")
@click.option("--workers", metavar="N", type=click.IntRange(min=1), help="Shards that are read at a time. Default: one for each processor.")
@click.option("--engine", metavar="NAME", default="local", show_default=True, help="local, or ray://HOST:PORT of a cluster.")
@click.option(
    "--languages", metavar="LIST", default="en", show_default=True, help="Languages that are read, as en,de; the others are passed by. all: all."
)
@click.option("--keep-source", is_flag=True, help="Keep the original bytes in the archive.")
@page_timeout
@click.option(
    "--encodings",
    metavar="MB",
    type=click.IntRange(min=0),
    default=60,
    show_default=True,
    help="Memory of a worker for what the encoder said.",
)
@click.option("--pages", metavar="N", type=click.IntRange(min=1), default=5000, show_default=True, help="Pages of a shard, at most.")
@click.option("--shard", metavar="I/N", help="Read the I-th of N parts of the files only, for an array of jobs; --finish makes the rest.")
@click.option("--finish", "only_finish", is_flag=True, help="Read nothing: make the tables of shards that are all there.")
@click.option("--sample", metavar="SHARE", help="Read so many of the pages, as 1%, keep nothing, and say what all would take.")
@click.option("--seed", metavar="N", type=int, default=0, show_default=True, help="What a sample is drawn by.")
@click.help_option("-h", "--help")
def archive(
    paths: tuple[str, ...],
    out: str | None,
    base: str | None,
    workers: int | None,
    engine: str,
    languages: str,
    keep_source: bool,
    page_timeout: float,
    encodings: int,
    pages: int,
    shard: str | None,
    only_finish: bool,
    sample: str | None,
    seed: int,
) -> int:
    """Read WARC, WACZ and Parquet of pages, folders or lists of them, into Parquet by table and day.

    Each shard of some thousand pages becomes one file. Whatever dies, the same command reads the shards that are missing. A page that kills the
    process that reads it is tried once more, then listed; so is one that takes too long. At the end copies, stories and claims over all pages are
    found. docs/archive.md tells how to run it on Kubernetes, Slurm and AWS, and what it costs.

    \b
    Examples:
      onrecord archive crawl/ news/
      onrecord archive crawl/ --sample 1%
      onrecord archive warc.paths.gz --base s3://commoncrawl/ --out s3://bucket/news
      onrecord archive warc.paths /data/news --engine ray://head:10001 --workers 256
      onrecord archive warc.paths /scratch/news --shard "$SLURM_ARRAY_TASK_ID/100"
      onrecord archive warc.paths /scratch/news --finish
      onrecord load news/ news.db --where "supplier = 'PRK'"

    Connects to the storage and the cluster that it is given, and to nothing else.
    """
    from onrecord import archive as archives
    from onrecord.archive import Setting
    from onrecord.ingest.progress import shown

    given, to = _parted(paths, out, sampled=sample is not None)
    chosen = workers or processors()
    asked = () if languages == "all" else tuple(code.strip().lower() for code in languages.split(",") if code.strip())
    setting = Setting(languages=asked, source=keep_source, pages=pages, page_timeout=page_timeout, encodings=encodings)
    if (shard is not None) + (sample is not None) + only_finish > 1:
        raise click.UsageError("--shard, --sample and --finish are three different things: give one")
    part = _part(shard) if shard is not None else None
    try:
        if sample is not None:
            found = archives.sample(given, share=_share(sample), seed=seed, setting=setting, base=base, workers=chosen, engine=engine)
            _tell_forecast(found, chosen)
            return 0
        status, named = 0, False
        if not only_finish:
            with shown(None) as tell:
                read = archives.archive(given, to, setting=setting, base=base, workers=chosen, engine=engine, part=part, tell=tell)
            status, named = _tell_report(read, to), bool(read.named or read.lost)
        if part is None:
            step = report if sys.stderr.isatty() else (lambda told: None)
            done = archives.finish(to, inputs=given, base=base, engine=engine, workers=chosen, tell=lambda name: step(f"{name} over all pages"))
            status = max(status, _tell_finished(done, to, named=named))
        return status
    except KeyboardInterrupt:
        report(f"interrupted: what is whole in {to} is kept, and the same command goes on")
        return INTERRUPTED


def _parted(paths: tuple[str, ...], out: str | None, *, sampled: bool) -> tuple[tuple[str, ...], str]:
    if out is not None:
        return paths, out
    if sampled:
        return paths, ""
    if len(paths) < 2:
        raise click.UsageError("where to? give --out OUT, or OUT as the last path")
    return paths[:-1], paths[-1]


def _part(told: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d+)/(\d+)", told)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise click.UsageError(f"--shard {told}: give I/N with I from 1 to N, such as 3/100")
    return int(found[1]), int(found[2])


def _share(told: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?) ?(%?)", told)
    share = float(found[1]) / (100 if found[2] else 1) if found else 0.0
    if not 0 < share <= 1:
        raise click.UsageError(f"--sample {told}: give a share, such as 1% or 0.01")
    return share


def _tell_report(read: "Report", to: str) -> int:
    told = [f"{number_of(read.shards, 'shard')} written to {to}: {number_of(read.pages, 'page')}"]
    told += [f"{read.passed:,} in other languages"] if read.passed else []
    told += [f"{read.failed:,} failed"] if read.failed else []
    told += [number_of(read.before, "shard was there", "shards were there")] if read.before else []
    told += [f"{read.pages / read.seconds:.1f} pages/s"] if read.pages and read.seconds else []
    report(", ".join(told))
    if read.deaths:
        report(f"{number_of(len(read.deaths), 'time')} a process died, and what it had not finished was read again")
    for item in read.lost[:_NAMED]:
        report(f"{item.location}: {item.cause}; {item.remedy}")
    for location, cause in read.named[:_NAMED]:
        report(f"{location}: {cause}")
    return FAILED if read.failed or read.lost else 0


def _tell_finished(done: "Finished", to: str, *, named: bool) -> int:
    for location, cause in () if named else done.named:
        report(f"{location}: {cause}")
    told = [f"{to} has {number_of(done.pages, 'page')}", number_of(done.stories, "story", "stories"), number_of(done.claims, "claim")]
    told += [f"{done.passed:,} in other languages"] if done.passed else []
    told += [f"{done.failed:,} failed ({to}/failures lists them)"] if done.failed else []
    report(", ".join(told))
    return FAILED if done.failed else 0


def _tell_forecast(found: "Forecast", workers: int) -> None:
    met = found.read + found.failed + found.passed
    took, hours = f"{found.seconds * 1000:,.0f} ms a page", f"{found.hours:,.2g} h with {number_of(workers, 'worker')}"
    rows = (
        ("files", f"{found.files:,}, {_size(found.bytes)}"),
        ("pages", f"about {found.pages:,}"),
        ("sample", f"{number_of(met, 'page')}: {found.read:,} read, {found.passed:,} in other languages, {found.failed:,} failed"),
        ("time", f"{took}; {hours}, {found.hours * workers:,.2g} core-hours, and what goes over all pages"),
        ("size", f"{_size(found.size)} of shards, and about half as much again of tables"),
        ("failures", f"{100 * found.fails[0]:.2f} to {100 * found.fails[1]:.2f} % of the pages"),
    )
    for name, told in rows:
        click.echo(f"{name:<9} {told}")


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.1f} MB"
