"""`copy-growth`: what finding copies costs as an archive grows: 1,000, 10,000 and 100,000 pages of 250 words, each in a fresh process.

The pages are of our own making, by a seed: words drawn as they are in a language (Zipf); three pages in five are printings of a report that others
print too, up to 62 papers one report, with every thirty-third word changed, three in ten of them cut, half of them with an outlet's box.
Three figures of one thread: pages a CPU second for signature and candidates, CPU seconds from text to clusters, peak MiB of the process.
`growth` is the exponent between neighbours: 1 is linear. `wrong` counts reports that were split or put together: the gold is known.
Peers sign and look up the same pages (MinHash, 128 permutations, rows of three words), at 10,000.
"""

import importlib.util
import math
import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.copies import JACCARD, rows_of_words
from benchmarks.frame import Benchmark, Column, DataError, Item, Options, Result, Row, one_file, who_we_are, write_jsonl

SIZES: Final = (1_000, 10_000, 100_000)
PEER_SIZE: Final = 10_000
PEERS: Final = ("rensa", "datasketch")
WORDS: Final = 250
_SEED: Final = 8
_VOCABULARY: Final = 30_000
_BOXES: Final = 200


@dataclass(frozen=True, slots=True)
class Cost:
    """What an archive took."""

    pages: int
    candidates_s: float
    whole_s: float
    mib: int
    wrong: int


def make_pages(count: int) -> tuple[list[str], list[int]]:
    """Pages, and which report each prints."""
    chance = np.random.default_rng(_SEED)
    letters = np.array(list("etaoinshrdlucmfwypvbgk"))
    words: list[str] = []
    seen: set[str] = set()
    while len(words) < _VOCABULARY:
        word = "".join(chance.choice(letters, 2 + len(words) // 3_000 + int(chance.integers(0, 5))))
        if word not in seen:
            seen.add(word)
            words.append(word)
    shares = np.cumsum(1 / np.arange(1, _VOCABULARY + 1))
    shares /= shares[-1]

    def draw(length: int) -> NDArray[np.int64]:
        return np.searchsorted(shares, chance.random(length)).clip(0, _VOCABULARY - 1)

    boxes = [draw(30) for _ in range(_BOXES)]
    pages: list[str] = []
    reports: list[int] = []
    while len(pages) < count:
        report = draw(WORDS)
        papers = 1 if chance.random() < 0.85 else 2 + min(int(chance.pareto(1.1) * 1.5), 60)
        number = len(pages)
        for paper in range(papers):
            printed = report.copy()
            if paper:
                changed = chance.random(WORDS) < 0.03
                printed[changed] = draw(int(changed.sum()))
                if chance.random() < 0.3:
                    printed = printed[: max(60, int(WORDS * chance.random()))]
            if chance.random() < 0.5:
                printed = np.concatenate([printed, boxes[int(chance.integers(_BOXES))]])
            pages.append(_written([words[i] for i in printed.tolist()]))
            reports.append(number)
    return pages[:count], reports[:count]


def _written(words: list[str]) -> str:
    sentences = [" ".join(words[i : i + 20]).capitalize() + "." for i in range(0, len(words), 20)]
    return "\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))


def measure(count: int) -> Cost:
    """Cost of one archive, in this process."""
    import resource

    from onrecord.copies import CopyIndex, Text, sign
    from onrecord.copies.candidates import Postings

    pages, reports = make_pages(count)
    sign(pages[:10])  # tables are made once
    start = time.process_time()
    signatures = sign(pages)
    signed_s = time.process_time() - start
    postings = Postings()
    for signature in signatures:
        postings.add(signature.words)
    postings.candidates(np.array([signature.fingerprint for signature in signatures], dtype=np.int64))
    candidates_s = time.process_time() - start
    del postings
    start = time.process_time()
    index = CopyIndex()
    index.add((Text(str(number), page) for number, page in enumerate(pages)), signatures)
    clusters = index.find().clusters
    whole_s = signed_s + time.process_time() - start
    gold: dict[int, set[str]] = {}
    for number, report in enumerate(reports):
        gold.setdefault(report, set()).add(str(number))
    wrong = len({frozenset(pages) for pages in gold.values()} - {frozenset(cluster) for cluster in clusters})
    return Cost(count, candidates_s, whole_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, wrong)


def measure_peer(name: str) -> float:
    """CPU seconds in which a peer signs and looks up PEER_SIZE pages."""
    pages, _ = make_pages(PEER_SIZE)
    one, index = _peer(name)
    start = time.process_time()
    for number, page in enumerate(pages):
        signed = one(page)
        index.query(signed)
        index.insert(number, signed)
    return time.process_time() - start


def rates(*, peer: bool) -> Iterator[tuple[str, float | None]]:
    """Pages a CPU second of PEER_SIZE pages, ours and of each peer, one after the other; None of a peer that is not installed."""
    yield "", PEER_SIZE / _apart(measure, PEER_SIZE).candidates_s
    for name in PEERS if peer else ():
        yield name, None if importlib.util.find_spec(name) is None else PEER_SIZE / _apart(measure_peer, name)


def _peer(name: str) -> tuple[Callable[[str], Any], Any]:
    """How a peer signs a page, and its index."""
    if name == "datasketch":
        from datasketch import MinHash, MinHashLSH

        def sign_by_datasketch(page: str) -> Any:
            signed: Any = MinHash(num_perm=128)
            signed.update_batch([row.encode() for row in rows_of_words(page, 3)])
            return signed

        return sign_by_datasketch, MinHashLSH(threshold=JACCARD, num_perm=128)
    from rensa import RMinHash, RMinHashLSH

    def sign_by_rensa(page: str) -> Any:
        signed: Any = RMinHash(num_perm=128, seed=1)
        signed.update(list(rows_of_words(page, 3)))
        return signed

    return sign_by_rensa, RMinHashLSH(threshold=JACCARD, num_perm=128, num_bands=32)


def run(data: Path, options: Options) -> Result:
    try:
        import resource
    except ImportError as error:
        raise DataError("the peak of a process is read as POSIX tells it; this system does not") from error
    del resource
    costs = [_apart(measure, size) for size in SIZES]
    rows = []
    for before, cost in zip([None, *costs], costs, strict=False):
        growth = math.log(cost.whole_s / before.whole_s) / math.log(cost.pages / before.pages) if before else None
        told = {"pages/s": cost.pages / cost.candidates_s, "CPU s": cost.whole_s, "growth": growth, "MiB": cost.mib, "wrong": cost.wrong}
        rows.append(Row(f"{who_we_are()}, {cost.pages:,}", told))
    notes = []
    for name in PEERS if options.peer else ():
        if importlib.util.find_spec(name) is None:
            notes.append(f"peer {name} not run: it is not installed; `pip install -e '.[bench]'` brings it")
        else:
            rows.append(Row(f"peer: {name}, {PEER_SIZE:,}", {"pages/s": PEER_SIZE / _apart(measure_peer, name)}, peer=True))
    return Result(
        size=f"{SIZES[-1]:,} pages of {WORDS} words",
        rows=(rows[len(SIZES) - 1], *rows[: len(SIZES) - 1], *rows[len(SIZES) :]),
        items={f"{cost.pages} pages": Item(float(not cost.wrong), f"{cost.wrong} reports split or put together") for cost in costs},
        predictions=tuple({"pages": c.pages, "candidates_s": c.candidates_s, "whole_s": c.whole_s, "mib": c.mib} for c in costs),
        notes=tuple(notes),
    )


def _apart(measured: Callable[[Any], Any], argument: object) -> Any:
    """The value of a function in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measured, argument).result()


BENCHMARK = Benchmark(
    name="copy-growth",
    home="copy_growth.py",
    columns=(
        Column("pages/s", None, "count"),
        Column("CPU s", None, "amount"),
        Column("growth", None, "amount"),
        Column("MiB", None, "count"),
        Column("wrong", "lower", "count"),
    ),
    files=one_file,
    run=run,
    keep=write_jsonl,
    own=True,
)
