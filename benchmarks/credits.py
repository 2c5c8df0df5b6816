"""`credits`: who is credited for a page's text, persons and agencies apart (labels/credits.tsv on pages of bench/extraction/dev).

Given: the page's bytes and its address. Byline figures are of the 80 pages drawn, pooled over names: a person named who is
no author there is wrong, and so is one left out. Agency figures are of these and of the pages chosen for an agency's credit.
`test` marks the half whose misses are never read; `agency R wire` is recall on the chosen pages alone, of which the 80 hold few.
`fresh` are 40 further pages, labelled after most rules were written and counted in no other figure: what holds there holds.

The peer names authors only: one of its names that is an agency of our table or of the page's labels counts as agency, any
other as person. Labels are digests, so neither name nor peer's output is in the repository.

An item is a credit; its detail says what was read.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.credit_labels import digest_of
from benchmarks.extraction import PEER, Task, read_credits, run_peer, truth_file
from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from onrecord.article.names import known_agency

LABELS = Path(__file__).parent / "labels" / "credits.tsv"


@dataclass(frozen=True, slots=True)
class Page:
    """The labels of one page."""

    id: str
    sample: str
    half: str
    persons: set[str] = field(default_factory=set)
    agencies: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Tally:
    """Names right, named and wanted."""

    right: int = 0
    named: int = 0
    wanted: int = 0

    def add(self, wanted: set[str], named: set[str]) -> None:
        self.right += len(wanted & named)
        self.named += len(named)
        self.wanted += len(wanted)

    @property
    def precision(self) -> float | None:
        return self.right / self.named if self.named else None

    @property
    def recall(self) -> float | None:
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        return 2 * self.right / (self.named + self.wanted) if self.named + self.wanted else None


def read_labels(path: Path = LABELS) -> list[Page]:
    """The labelled pages, in the file's order."""
    pages: dict[str, Page] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("#:"):
            continue
        name, sample, half, kind, digest = line.split("\t")
        page = pages.setdefault(name, Page(name, sample, half))
        if kind != "none":
            (page.persons if kind == "person" else page.agencies).add(digest)
    return list(pages.values())


def run(data: Path, options: Options) -> Result:
    path = truth_file(data)
    by_id = {t["id"]: t for t in read_jsonl(path)}
    pages = [page for page in read_labels() if page.id in by_id]
    if not pages:
        raise DataError(f"{path}: none of the pages that are labelled in {LABELS.name}")
    tasks = [Task(page.id, path.parent / by_id[page.id]["html_file"], by_id[page.id]["url"]) for page in pages]
    predictions = spread(read_credits, tasks, options.workers)
    rows, notes = [Row(who_we_are(), _figures(pages, predictions))], []
    if options.peer:
        theirs = run_peer(PEER, path, options)
        if isinstance(theirs, str):
            notes.append(theirs)
        else:
            given = {p["id"]: p.get("authors") or [] for p in theirs.predictions}
            rows.append(Row(f"peer: {PEER}, same run", _figures(pages, [_as_credits(page, given.get(page.id, [])) for page in pages]), peer=True))
    samples = Counter(page.sample for page in pages)
    return Result(
        size=f"{samples['drawn']} pages drawn, {samples['wire']} chosen for an agency, {samples['fresh']} fresh",
        rows=tuple(rows),
        items=dict(_items(pages, predictions)),
        predictions=tuple(predictions),
        notes=tuple(notes),
    )


def _as_credits(page: Page, names: Sequence[str]) -> Json:
    agencies = [known_agency(name) or name for name in names if known_agency(name) or digest_of(name) in page.agencies]
    return {"id": page.id, "persons": [n for n in names if not known_agency(n) and digest_of(n) not in page.agencies], "agencies": agencies}


def _figures(pages: Sequence[Page], predictions: Sequence[Json]) -> dict[str, float | None]:
    tallies = {
        name: Tally() for name in ("byline", "byline test", "byline fresh", "agency", "agency test", "agency wire", "agency drawn", "agency fresh")
    }
    for page, prediction in zip(pages, predictions, strict=True):
        if page.sample == "fresh":
            tallies["byline fresh"].add(page.persons, _digests(prediction["persons"]))
            tallies["agency fresh"].add(page.agencies, _digests(prediction["agencies"]))
            continue
        test = page.half == "test"
        if page.sample == "drawn":
            for name in ("byline", "byline test") if test else ("byline",):
                tallies[name].add(page.persons, _digests(prediction["persons"]))
        for name in ("agency", f"agency {page.sample}", "agency test") if test else ("agency", f"agency {page.sample}"):
            tallies[name].add(page.agencies, _digests(prediction["agencies"]))
    found: dict[str, float | None] = {}
    for name, tally in tallies.items():
        kind, _, part = name.partition(" ")
        for measure, value in (("P", tally.precision), ("R", tally.recall), ("F1", tally.f1)):
            found[f"{kind} {measure} {part}".strip()] = value
    return found


def _digests(names: Iterable[str]) -> set[str]:
    return {digest_of(name) for name in names}


def _items(pages: Sequence[Page], predictions: Sequence[Json]) -> Iterator[tuple[str, Item]]:
    """Items of the test half do not say what was read: it is not to be looked at."""
    for page, prediction in zip(pages, predictions, strict=True):
        kinds = ("persons", "agencies") if page.sample != "wire" else ("agencies",)
        for kind, wanted in (("persons", page.persons), ("agencies", page.agencies)):
            if kind not in kinds:
                continue
            detail = f"{kind} read: {prediction[kind]!r}" if page.half == "dev" else ""
            named = _digests(prediction[kind])
            for digest in sorted(wanted):
                yield f"{page.id}/{kind}/{digest}", Item(float(digest in named), detail)
            for digest in sorted(named - wanted):
                yield f"{page.id}/{kind}/{digest}/excess", Item(0.0, detail)


def _files(data: Path) -> Iterator[Path]:
    path = truth_file(data)
    yield path
    labelled = {page.id for page in read_labels()}
    yield from (path.parent / t["html_file"] for t in read_jsonl(path) if t["id"] in labelled)


BENCHMARK = Benchmark(
    name="credits",
    home="bench/extraction/dev",
    columns=(
        *map(Column, ("byline P", "byline R", "byline F1", "agency P", "agency R", "agency F1")),
        *(Column(name) for name in ("byline P test", "byline R test", "byline F1 test", "agency P test", "agency R test")),
        *(Column(name) for name in ("byline P fresh", "byline R fresh", "byline F1 fresh")),
        *(Column(name, None) for name in ("agency P fresh", "agency R fresh", "agency P drawn", "agency R drawn", "agency R wire")),
    ),
    files=_files,
    run=run,
    keep=write_jsonl,
)
