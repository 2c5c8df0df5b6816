"""`copies`: which pages carry the same text (bench/copies): real reprints and copies made by what desks do, one setting for both.

Given: text, headline and outlet of each page, all pages of both sets in one index. Clusters are scored by the scorer beside the data, each set
apart: pairs (`F1`), B-cubed (`B3`), events whose number of independent sources comes out right (`sources`), and reports of one event that are no
copies and were put together (`merged`; `real` dev has 4,997 such pairs). Recall is of made copies with the unedited original: of those with noise as
from a scan (`ocr`), of those cut short (`cut`), of the cut ones that have fewer than 80 words in all (`short`), of those with local paragraphs
(`local`). `pages/s` is CPU time of one thread from text to clusters.

Events are halved by a hash of their names. `sources A` and `sources B` tell both, which were in view while the method was made. The row `harder
edits` is of the same originals with stronger edits of our own (copy_edits.py), under the same setting.

Peers, in the same run: MinHash with 128 permutations over rows of three words (datasketch, rensa; J >= .3, verified), and plain containment: the
share of the shorter page's rows of three words that the longer has, at .6, of pairs that share two rows which stand in 60 pages at most. What they
find is joined by single linkage. Their thresholds are the best on dev.
"""

import importlib.util
import re
import time
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from benchmarks.copy_edits import harder_copies
from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, one_file, read_jsonl, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load

SETS: Final = ("desk", "real")
EDITS: Final = ("ocr", "cut", "local")
SHORT: Final = 80  # words
JACCARD: Final = 0.3
CONTAINED: Final = 0.6
_COMMON: Final = 60
_WORD: Final = re.compile(r"\w+")

Clusters = dict[str, str]  # page → cluster


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/copies"))
    gold = read_jsonl(data)
    found, seconds = _timed(find_clusters, gold)
    rows = [Row(who_we_are(), figures(scorer, gold, found) | {"pages/s": len(gold) / seconds})]
    harder = harder_copies(gold)
    if any(page["edits"] for page in harder):
        told = figures(scorer, harder, find_clusters(harder))
        rows.append(Row("  harder edits", {name: told[name] for name in told if not name.startswith(("real", "sources"))}))
    notes = [f"{sum(_is_short(g) for g in gold)} made copies are cut and have fewer than {SHORT} words"]
    for name, peer in PEERS.items() if options.peer else ():
        if name in MODULES and importlib.util.find_spec(name) is None:
            notes.append(f"peer {name} not run: it is not installed; `pip install -e '.[bench]'` brings it")
            continue
        theirs, seconds = _timed(peer, gold)
        rows.append(Row(f"peer: {name}", figures(scorer, gold, theirs) | {"pages/s": len(gold) / seconds}, peer=True))
    return Result(
        size=f"{len(gold)} pages",
        rows=tuple(rows),
        items=items(gold, found),
        predictions=tuple({"id": page, "cluster": cluster} for page, cluster in found.items()),
        notes=tuple(notes),
    )


def find_clusters(gold: Sequence[Json]) -> Clusters:
    """Ours."""
    from onrecord.copies import Text, find_copies

    findings = find_copies(Text(g["id"], g["text"], g["headline"], g["outlet"]) for g in gold)
    return {page: cluster[0] for cluster in findings.clusters for page in cluster}


def figures(scorer: ModuleType, gold: Sequence[Json], found: Clusters) -> dict[str, float | None]:
    """The columns, but for the time."""
    told: dict[str, float | None] = {}
    for name in SETS:
        pages = [g for g in gold if g["set"] == name]
        if not pages:
            continue
        score = scorer.score(pages, found)
        told |= {f"{name} F1": score["pairs"]["f1"], f"{name} B3": score["b3"]["f1"]}
        told |= {f"{name} sources": score["sources"]["exact"], f"{name} merged": score["merged"]["wrong"]}
        if name == "desk":
            told |= {edit: score["recall_by"].get(edit, {}).get("recall") for edit in EDITS}
    for half in "AB":
        pages = [g for g in gold if g["set"] == "desk" and _half(g) == half]
        told[f"sources {half}"] = scorer.score(pages, found)["sources"]["exact"] if pages else None
    short = [g for g in gold if _is_short(g)]
    told["short"] = sum(found[g["id"]] == found.get(f"{g['copy']}.0") for g in short) / len(short) if short else None
    return told


def items(gold: Sequence[Json], found: Clusters) -> dict[str, Item]:
    """By event: whether the number of its sources is right. As in the scorer, pages derived in part are left out."""
    events: dict[str, list[Json]] = defaultdict(list)
    for g in gold:
        if g["event"] is not None and not g["mixed"]:
            events[f"{g['set']} {g['event']}"].append(g)
    told = {}
    for name, pages in events.items():
        wanted, got = {g["copy"] for g in pages}, {found[g["id"]] for g in pages}
        told[name] = Item(float(len(wanted) == len(got)), f"{len(wanted)} sources, found {len(got)}")
    return told


def _half(page: Json) -> str:
    return "AB"[zlib.crc32((page["event"] or page["copy"]).encode()) % 2]


def _is_short(page: Json) -> bool:
    return page["set"] == "desk" and "cut" in page["edits"] and len(page["text"].split()) < SHORT


def _timed(find: Callable[[Sequence[Json]], Clusters], gold: Sequence[Json]) -> tuple[Clusters, float]:
    start = time.process_time()
    found = find(gold)
    return found, time.process_time() - start


def rows_of_words(text: str, length: int) -> frozenset[str]:
    """What the peers are given: rows of words in lower case."""
    words = _WORD.findall(text.lower())
    return frozenset(" ".join(words[i : i + length]) for i in range(max(len(words) - length + 1, 1)))


def single_linkage(pages: Iterable[str], pairs: Iterable[tuple[str, str]]) -> Clusters:
    """Clusters of all that is joined by pairs."""
    parent = {page: page for page in pages}

    def root(page: str) -> str:
        while parent[page] != page:
            parent[page] = parent[parent[page]]
            page = parent[page]
        return page

    for a, b in pairs:
        parent[root(a)] = root(b)
    return {page: root(page) for page in parent}


def _datasketch(gold: Sequence[Json]) -> Clusters:
    from datasketch import MinHash, MinHashLSH

    index: Any = MinHashLSH(threshold=JACCARD, num_perm=128)
    hashes: dict[str, Any] = {}
    pairs = []
    for g in gold:
        one: Any = MinHash(num_perm=128)
        one.update_batch([row.encode() for row in rows_of_words(g["text"], 3)])
        pairs += [(other, g["id"]) for other in index.query(one) if hashes[other].jaccard(one) >= JACCARD]
        index.insert(g["id"], one)
        hashes[g["id"]] = one
    return single_linkage(hashes, pairs)


def _rensa(gold: Sequence[Json]) -> Clusters:
    from rensa import RMinHash, RMinHashLSH

    index: Any = RMinHashLSH(threshold=JACCARD, num_perm=128, num_bands=32)
    hashes: list[Any] = []
    pairs = []
    for number, g in enumerate(gold):
        one: Any = RMinHash(num_perm=128, seed=1)
        one.update(list(rows_of_words(g["text"], 3)))
        pairs += [(gold[other]["id"], g["id"]) for other in index.query(one) if hashes[other].jaccard(one) >= JACCARD]
        index.insert(number, one)
        hashes.append(one)
    return single_linkage((g["id"] for g in gold), pairs)


def _contained(gold: Sequence[Json]) -> Clusters:
    """Plain containment."""
    rows = [rows_of_words(g["text"], 3) for g in gold]
    holders: dict[str, list[int]] = defaultdict(list)
    for number, own in enumerate(rows):
        for row in own:
            holders[row].append(number)
    met = Counter(pair for numbers in holders.values() if 1 < len(numbers) <= _COMMON for pair in combinations(numbers, 2))
    near = (pair for pair, times in met.items() if times > 1)
    pairs = [(a, b) for a, b in near if len(rows[a] & rows[b]) >= CONTAINED * min(len(rows[a]), len(rows[b]))]
    return single_linkage((g["id"] for g in gold), ((gold[a]["id"], gold[b]["id"]) for a, b in pairs))


PEERS: Final = {"datasketch": _datasketch, "rensa": _rensa, "plain 3-gram containment": _contained}
MODULES: Final = ("datasketch", "rensa")


BENCHMARK = Benchmark(
    name="copies",
    home="bench/copies/dev.jsonl",
    columns=(
        *map(Column, ("desk F1", "desk B3", "desk sources")),
        Column("desk merged", "lower", "count"),
        *map(Column, ("real F1", "real B3", "real sources")),
        Column("real merged", "lower", "count"),
        *map(Column, ("ocr", "cut", "short", "local", "sources A", "sources B")),
        Column("pages/s", None, "count"),
    ),
    files=one_file,
    run=run,
    keep=write_jsonl,
)
