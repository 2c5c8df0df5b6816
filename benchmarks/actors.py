"""`actors`: whether the source of a statement leads to the right actor, on the gold pages, our own pages and our own passages.

Given: the pages; of the passages the text, every line body.

Gold names the actor or actors of each source. A statement is matched as the pages' scorer matches it, in a passage by the longest overlap
of sources. One actor of ours stands for one actor of the gold, the pair that most matched sources have in common first, over the whole page:
so "he" that is kept apart from its minister is wrong, and so is a minister who takes in another's words. Columns:

  sources       share of the gold's sources (optional statements left out) whose actors are exactly those of the gold, under that pairing;
                a statement that was not read is wrong. Of the shared pages
  own           the same on the pages in tests/pages      passages: the same on the test half of train/corpora/mentions
  joint         of the sources with two actors and more, over all three
  pronoun       of the sources that are a pronoun, over all three
  kind, country, sector   share of the paired actors of which the gold says it and ours says the same, over all three
  unknown       share of those of which ours says no country

An item is one gold source.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from benchmarks.frame import Benchmark, Column, Item, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.given import read_given
from benchmarks.pages import gold_files, read_gold, read_page
from benchmarks.scorers import find_scorer, load

ROOT = Path(__file__).resolve().parent.parent
PAGES, PASSAGES = ROOT / "tests/pages", ROOT / "train/corpora/mentions/test.jsonl"
PRONOUNS = {"he", "she", "they", "it", "him", "her", "them", "who", "which", "both", "i", "we"}


@dataclass(slots=True)
class Read:
    """One gold source: who it is, whom we have, and the words."""

    where: str
    words: str
    wanted: frozenset[str]
    got: frozenset[str]
    right: bool = False


@dataclass(slots=True)
class Page:
    """The sources of one page, and what gold and record say of their actors."""

    reads: list[Read]
    gold: dict[str, Json]
    ours: dict[str, Json]
    pairs: dict[str, str] = field(default_factory=dict)  # gold's → ours

    def settle(self) -> "Page":
        """Pair the actors, and say which sources are right."""
        shared = Counter(
            (w, g) for read in self.reads for w in read.wanted for g in read.got if len(read.wanted) == len(read.got) or len(read.got) == 1
        )
        for (wanted, got), _ in sorted(shared.items(), key=lambda one: (-one[1], one[0])):
            if wanted not in self.pairs and got not in self.pairs.values():
                self.pairs[wanted] = got
        for read in self.reads:
            read.right = bool(read.got) and {self.pairs.get(w) for w in read.wanted} == read.got
        return self


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "pages"))
    shared, own = _pages(scorer, data, options), _pages(scorer, PAGES, options)
    passages = _passages(read_jsonl(PASSAGES), options) if data.name == "pages" else []
    every = [*shared, *own, *passages]
    reads = [read for page in every for read in page.reads]
    figures: dict[str, float | None] = {
        "sources": _share(read.right for page in shared for read in page.reads),
        "own": _share(read.right for page in own for read in page.reads),
        "passages": _share(read.right for page in passages for read in page.reads),
        "joint": _share(read.right for read in reads if len(read.wanted) > 1),
        "pronoun": _share(read.right for read in reads if read.words.casefold() in PRONOUNS),
    }
    for column in ("kind", "country", "sector"):
        figures[column] = _share(
            gold[column] == ours.get(column)
            for page in every
            for gold, ours in _paired(page)
            if gold.get(column) and (column != "sector" or gold[column] != "UNK")
        )
    figures["unknown"] = _share(ours.get("country") is None for page in every for gold, ours in _paired(page) if gold.get("country"))
    return Result(
        size=f"{len(every)} pages and passages, {len(reads)} sources",
        rows=(Row(who_we_are(), figures),),
        items={read.where: Item(float(read.right), f"{read.words!r} wanted {sorted(read.wanted)}, read {sorted(read.got)}") for read in reads},
        predictions=tuple({"id": read.where, "actors": sorted(read.got)} for read in reads),
    )


def _share(right: Iterable[bool]) -> float | None:
    told = list(right)
    return sum(told) / len(told) if told else None


def _paired(page: Page) -> list[tuple[Json, Json]]:
    return [(page.gold[w], page.ours[g]) for w, g in page.pairs.items() if w in page.gold and g in page.ours]


def _pages(scorer: ModuleType, folder: Path, options: Options) -> list[Page]:
    golds = [read_gold(path) for path in gold_files(folder)]
    paths = [folder / gold["document"]["location"] for gold in golds]
    return [
        _page(scorer, gold, path, record) for gold, path, (record, _) in zip(golds, paths, spread(read_page, paths, options.workers), strict=True)
    ]


def _page(scorer: ModuleType, gold: Json, path: Path, record: Json) -> Page:
    text = path.read_bytes().decode("utf-8") if path.suffix == ".txt" else None
    wanted, found = scorer.Record(gold, text), scorer.Record(record, text)
    pairs: dict[int, int] = scorer.pair_statements(wanted, found)
    reads = []
    for at, statement in enumerate(wanted.statements):
        source = statement.get("source") or {}
        names = source.get("actors") or [source.get("actor")]
        if statement.get("optional") or not all(names):
            continue
        ours = found.statements[pairs[at]] if at in pairs else {}
        got = frozenset((ours.get("source") or {}).get("actors") or ())
        reads.append(Read(f"{path.name}/{statement['id']}", wanted.text(source), frozenset(names), got))
    gold_actors = {a["id"]: a | {"sector": a.get("role")} for a in gold.get("actors") or []}
    return Page(reads, gold_actors, {a["id"]: a for a in record.get("actors") or []}).settle()


def _passages(golds: Sequence[Json], options: Options) -> list[Page]:
    return [_passage(gold, record) for gold, record in zip(golds, spread(_read_passage, [g["text"] for g in golds], options.workers), strict=True)]


def _read_passage(text: str) -> Json:
    return read_given(text).to_dict()


def _passage(gold: Json, record: Json) -> Page:
    spoken = [(piece, s["source"]) for s in record["statements"] or () if s["source"] for piece in s["source"]["spans"]]
    reads = []
    for source in gold["sources"]:
        best = max(spoken, key=lambda one: min(one[0]["end"], source["end"]) - max(one[0]["start"], source["start"]), default=None)
        near = best is not None and min(best[0]["end"], source["end"]) > max(best[0]["start"], source["start"])
        got = frozenset(best[1]["actors"] or ()) if best is not None and near else frozenset()
        reads.append(Read(f"{gold['id']}@{source['start']}", source["text"], frozenset(map(str, source["entities"])), got))
    entities = {str(one["id"]): one for one in gold["entities"]}
    return Page(reads, entities, {a["id"]: a for a in record["actors"] or ()}).settle()


def _files(data: Path) -> Iterable[Path]:
    for path in gold_files(data):
        yield path
        yield data / read_gold(path)["document"]["location"]


BENCHMARK = Benchmark(
    name="actors",
    home="pages",
    columns=(*map(Column, ("sources", "own", "passages", "joint", "pronoun", "kind", "country", "sector")), Column("unknown", None)),
    files=_files,
    run=run,
    keep=write_jsonl,
)
