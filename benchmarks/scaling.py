"""`scaling`: what a page costs as it gets larger or deeper: CPU seconds, their growth, peak memory, and whether the record is sound.

The pages are of our own making, by a seed: news-like HTML (menus, paragraphs with boxes of other stories between them,
scripts, a footer) of 0.1 to 10 MB, an article of some paragraphs below 100 to 100,000 elements, and paragraphs of what looks
like times and is none: digits, slashes, halves of years. Each is read by `onrecord read FILE --json` in a fresh process; the
time is the best of a few runs, less what a page of a few paragraphs takes.

`growth` is the exponent between neighbours: 1 is linear, 2 quadratic. `MiB` is the peak of the whole process. A record is
sound where its JSON reads back, every citation in it holds, and its body is the article: nine tenths of its paragraphs, and
no more than a tenth of anything else. A page whose record is not, or a page of 5 MB that takes 250 MB, is a broken law;
timings decide nothing. `--data` is a folder of pages of your own, compared in the order of their size; there a body of any
kind will do.
"""

import math
import multiprocessing
import os
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.frame import Benchmark, Column, DataError, Item, Options, Result, Row, who_we_are, write_jsonl
from benchmarks.hostile import Run, limited

MEGABYTES: Final = (0.1, 1, 5, 10)
LEVELS: Final = (100, 10_000, 100_000)
RUNS_OF: Final = {"digits": "9", "slashes": "1/1/", "halves": "a year and a "}
LENGTHS: Final = (0.25, 1)  # megabytes of a run
CPU_S: Final = 120
RUNS: Final = 3  # of a page that takes less than _QUICK_S; one of any other
_QUICK_S: Final = 4.0
PEAK_OF_5_MB: Final = 250_000_000 / 2**20  # MiB: the limit
_SEED: Final = 4
_PARAGRAPHS: Final = 24  # of a deep page
_TEXT: Final = (
    "the harbour board of Norvik said on Monday that it would pay for a second bridge over the river before the ice has left it and the "
    "last of three barges can be moved away by its owner who had asked for more time after a storm in March when water rose above old walls "
    "near the ferry pier while engineers from Estovia looked at cracks in both towers and found them deeper than any report had told so far"
)
_WORDS: Final = _TEXT.split()


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be read: paragraphs that are its article, None where that is not known."""

    name: str
    series: str  # what grows: pages of one series are neighbours
    size: float  # megabytes, or levels
    html: bytes
    article: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What reading a page took, and what is wrong with its record."""

    page: Page
    cpu_s: float  # less the start of the process
    mib: int
    wrong: str | None


def news_page(megabytes: float) -> Page:
    """A page of about this size: a third of it is the article, a third text of other kinds, the rest markup and scripts."""
    chance = random.Random(_SEED)
    size = int(megabytes * 1_000_000)
    article: list[str] = []
    menus, boxes, length = ["<li><a href='/'>Home</a></li>"], list[str](), 3_000
    while length < size:
        number = len(boxes)
        told = [_sentences(chance, 3) for _ in range(4)]
        article += told
        menu = "".join(f'<li class="menu-item menu-item-{i}"><a href="/section/{number}/{i}">{_name(chance)}</a></li>\n' for i in range(4))
        paragraphs = "".join(f'<p class="article-text" data-part="{number}">{words}</p>\n' for words in told)
        boxes.append(paragraphs + _box(chance, number))
        menus.append(menu)
        length += len(menu) + len(boxes[-1])
    html = (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{_TITLE} - Norland News</title></head><body>"
        f'<header class="site-header"><nav class="main-menu"><ul>{"".join(menus)}</ul></nav></header>'
        f'<main><article class="story"><h1>{_TITLE}</h1><p class="byline">By Ada Brandt</p>{"".join(boxes)}</article></main>'
        "<footer class='site-footer'><p>Norland News, 4 Pier Street. All rights reserved.</p></footer></body></html>"
    )
    return Page(f"{megabytes:g} MB", "size", len(html) / 1_000_000, html.encode(), tuple(article))


def deep_page(levels: int) -> Page:
    """An article below so many elements."""
    chance = random.Random(_SEED)
    article = [_sentences(chance, 3) for _ in range(_PARAGRAPHS)]
    text = f"<h1>{_TITLE}</h1>" + "".join(f"<p>{words}</p>" for words in article)
    html = f"<!doctype html><meta charset=utf-8><title>{_TITLE}</title><body>{'<div>' * levels}{text}{'</div>' * levels}"
    return Page(f"{levels:,} levels", "depth", levels, html.encode(), tuple(article))


def run_page(words: str, megabytes: float) -> Page:
    """A page whose one long paragraph is the same few characters again and again."""
    chance = random.Random(_SEED)
    told = "".join(f"<p>{_sentences(chance, 3)}</p>" for _ in range(4))
    written = RUNS_OF[words] * int(megabytes * 1_000_000 / len(RUNS_OF[words]))
    html = f"<!doctype html><html lang=en><meta charset=utf-8><title>{_TITLE}</title><body><h1>{_TITLE}</h1>{told}<p>{written}</p>"
    return Page(f"{words}, {megabytes:g} MB", words, len(html) / 1_000_000, html.encode(), None)


_TITLE: Final = "Second bridge for Norvik after a winter of storms"


def _sentences(chance: random.Random, count: int) -> str:
    return " ".join(" ".join(chance.choices(_WORDS, k=chance.randint(12, 28))).capitalize() + "." for _ in range(count))


def _name(chance: random.Random) -> str:
    return " ".join(chance.sample(_WORDS, 2)).title()


def _box(chance: random.Random, number: int) -> str:
    """Two other stories with their teasers, and a script."""
    cards = "".join(
        f'<div class="card"><a class="card-link" href="/story/{number}-{i}"><img src="/img/{number}-{i}.jpg" alt=""></a>'
        f'<h3 class="card-title"><a href="/story/{number}-{i}">{" ".join(chance.choices(_WORDS, k=8)).capitalize()}</a></h3>'
        f'<p class="card-teaser">{" ".join(chance.choices(_WORDS, k=20)).capitalize()}...</p></div>\n'
        for i in range(2)
    )
    script = f"<script>window.slots=window.slots||[];window.slots.push({{id:'slot-{number}',sizes:[[300,250],[728,90]]}});</script>\n"
    return f'<aside class="related-stories"><h2>Read more</h2>{cards}</aside>{script}'


def run(data: Path, options: Options) -> Result:
    if os.name != "posix":
        raise DataError("the peak of a process is read as POSIX tells it; this system does not")
    pages = (
        _own(data)
        if data.is_dir()
        else [*map(news_page, MEGABYTES), *map(deep_page, LEVELS), *(run_page(words, mb) for words in RUNS_OF for mb in LENGTHS)]
    )
    with tempfile.TemporaryDirectory() as folder:
        start = min(_read(Path(folder), deep_page(1)).cpu_s for _ in range(RUNS))
        costs = [_cost(Path(folder), page, start) for page in pages]
    growths = growth(costs)
    rows = [
        Row(
            cost.page.name,
            {"CPU ms": 1000 * cost.cpu_s, "ms a MB": _a_mb(cost), "growth": grown, "MiB": cost.mib, "unsound": float(cost.wrong is not None)},
        )
        for cost, grown in zip(costs, growths, strict=True)
    ]
    large = [cost for cost in costs if cost.page.name == "5 MB" and cost.mib > PEAK_OF_5_MB]
    whole = {
        "CPU ms": 1000 * max(cost.cpu_s for cost in costs),
        "ms a MB": max(_a_mb(cost) for cost in costs),
        "growth": max((grown for grown in growths if grown is not None), default=None),
        "MiB": max(cost.mib for cost in costs),
        "unsound": float(sum(cost.wrong is not None for cost in costs)),
    }
    notes = [f"the start of a process, {start:.2f} s, is taken off"]
    notes += [f"  {cost.page.name}: {cost.wrong}" for cost in costs if cost.wrong]
    notes += [f"  {cost.page.name} takes {cost.mib} MiB, more than {PEAK_OF_5_MB:.0f}" for cost in large]
    return Result(
        size=f"{len(pages)} pages",
        rows=(Row(f"{who_we_are()}, worst", whole), *rows),
        items={cost.page.name: Item(float(cost.wrong is None), cost.wrong or "sound") for cost in costs},
        predictions=tuple({"page": c.page.name, "cpu_s": c.cpu_s, "mib": c.mib, "growth": g} for c, g in zip(costs, growths, strict=True)),
        notes=tuple(notes),
        failed=any(cost.wrong for cost in costs) or bool(large),
    )


def growth(costs: Sequence[Cost]) -> list[float | None]:
    """The exponent between each page and the one before it in its series; None for the first, and where time is too short to tell."""
    found: list[float | None] = []
    for number, cost in enumerate(costs):
        before = costs[number - 1] if number and costs[number - 1].page.series == cost.page.series else None
        if before is None or min(before.cpu_s, cost.cpu_s) < 0.01 or cost.page.size <= before.page.size:
            found.append(None)
        else:
            found.append(math.log(cost.cpu_s / before.cpu_s) / math.log(cost.page.size / before.page.size))
    return found


def _a_mb(cost: Cost) -> float:
    """Milliseconds a megabyte."""
    return 1000 * cost.cpu_s / (len(cost.page.html) / 1_000_000)


def _cost(folder: Path, page: Page, start: float) -> Cost:
    done = _read(folder, page)
    times, peaks = [done.cpu_s], [done.peak_mib]
    while len(times) < RUNS and done.cpu_s < _QUICK_S:
        again = _read(folder, page)
        times.append(again.cpu_s)
        peaks.append(again.peak_mib)
    return Cost(page, max(min(times) - start, 0.0), max(peaks), unsound(done, page.article))


def _read(folder: Path, page: Page) -> Run:
    """One reading, in a process that was started by one which has read nothing: Linux counts what was there before the exec."""
    path = folder / "page.html"
    path.write_bytes(page.html)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as fresh:
        return fresh.submit(partial(limited, cpu_s=CPU_S, wall_s=4 * CPU_S), [sys.executable, "-m", "onrecord", "read", str(path), "--json"]).result()


def unsound(done: Run, article: Sequence[str] | None) -> str | None:
    """What is wrong with what came out, or None."""
    from onrecord.contract import check, from_json
    from onrecord.errors import RecordError

    if done.status != 0:
        return f"no record: {done.err.strip()[-120:] or f'status {done.status}'}"
    try:
        record = from_json(done.out)
    except RecordError as error:
        return f"no record: {error!s:.120}"
    if wrong := check(record):
        return f"{len(wrong)} citations or references do not hold: {wrong[0]:.100}"
    body = [record.document[block.range] for block in record.article.body] if record.article else []
    if not body:
        return "no body"
    if article is None:
        return None
    own = set(article)
    right = sum(words in own for words in body)
    if right < 0.9 * len(article):
        return f"{right} of {len(article)} paragraphs in the body"
    return f"{len(body) - right} of {len(body)} blocks of the body are none of the article" if right < 0.9 * len(body) else None


def _own(folder: Path) -> list[Page]:
    """Pages of somebody's own, in the order of their size."""
    paths = sorted((path for path in folder.iterdir() if path.is_file() and not path.name.startswith(".")), key=lambda path: path.stat().st_size)
    if not paths:
        raise DataError(f"{folder}: there is no page in it")
    return [Page(path.name, "size", path.stat().st_size / 1_000_000, path.read_bytes(), None) for path in paths]


def _files(data: Path) -> Iterator[Path]:
    yield from (path for path in data.iterdir() if path.is_file()) if data.is_dir() else (data,)


BENCHMARK = Benchmark(
    name="scaling",
    home="scaling.py",
    columns=(
        Column("CPU ms", None, "count"),
        Column("ms a MB", None, "count"),
        Column("growth", None, "amount"),
        Column("MiB", None, "count"),
        Column("unsound", "lower", "count"),
    ),
    files=_files,
    run=run,
    keep=write_jsonl,
    own=True,
)
