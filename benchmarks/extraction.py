"""`extraction`: real HTML pages to body, title, authors and day (bench/extraction), trafilatura beside ours in the same run.

Body figures are of the English pages, all others of every page that has the truth of it: "Measures to steer by" of the
README there. Given to both: the page's bytes and its address. Ours reads the whole record; the time is CPU time of one pass,
decoding included in ours and not in the peer's, so `speed` errs against us. `speed` alone measures it with care.

Standfirsts are left out of the body given to the scorer: our record holds them, marked, and the origins do not ask for them
(optional in fundus-test, absent in the others).

Our record keeps people and agencies apart; the truth has one list, and an agency in it where no person is named. So the agencies,
as printed, are given as authors of a page without persons; `author F1 persons` is what it would be without them.

The day: `date right` and `date P` are the scorer's, over every page with a day. The others leave out the pages of
`doubtful_dates.tsv` beside the data (its README says why each is doubted), so that a mended truth is not paid for with errors:
`date right sound` is the share of the remaining pages whose day is read right, `date wrong sound` the share that is given another
day (the rest is given none, or a month or year alone); `date sure` the share that is given a day with a confidence of SURE or
more, `date right when sure` the share of those that is right. The same of the English pages alone bears "English".

An item is a page's body, exactness, snippets, title, authors or day.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, read_jsonl, spread, who_we_are, write_jsonl
from benchmarks.scorers import find_scorer, load
from onrecord.record import BlockKind, Cited, Credit, Record
from onrecord.text import Span

ORIGINS = ("fundus-test", "trafilatura", "htmldate")  # those whose truth has days; the README reads dates by origin
PEER = "trafilatura"
SURE = 0.8  # the confidence from which a day is taken for sure
DOUBTFUL = "doubtful_dates.tsv"


@dataclass(frozen=True, slots=True)
class Task:
    """A page to read, with what may be known of it."""

    id: str
    path: Path
    url: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a page: a prediction as the scorer reads it, CPU seconds, and why there is no record."""

    prediction: Json
    cpu_s: float
    problem: str | None = None


def truth_file(data: Path) -> Path:
    """The truth of a data set given as its folder or as the file itself."""
    path = data / "truth.jsonl" if data.is_dir() else data
    if not path.is_file():
        raise DataError(f"no such file: {path}")
    return path


def run(data: Path, options: Options) -> Result:
    path = truth_file(data)
    scorer = load(find_scorer("score.py", path, options.shared, "bench/extraction"))
    truth = read_jsonl(path)
    readings = spread(read_page, [Task(t["id"], path.parent / t["html_file"], t["url"]) for t in truth], options.workers)
    predictions = [reading.prediction for reading in readings]
    speed = len(truth) / sum(reading.cpu_s for reading in readings)
    rows, notes = [], [f"{r.prediction['id']}: no record: {r.problem}" for r in readings if r.problem]
    doubtful = doubtful_pages(path)
    ours = figures(scorer, truth, predictions, doubtful)
    if options.peer:
        theirs = run_peer(PEER, path, options)
        if isinstance(theirs, str):
            notes.append(theirs)
        else:
            rows.append(Row(f"peer: {PEER}, same run", figures(scorer, truth, theirs.predictions, doubtful) | {"speed": 1.0}, peer=True))
            ours["speed"] = speed / theirs.speed
    english = sum(t["lang"] == "en" for t in truth)
    return Result(
        size=f"{len(truth)} pages, {english} English",
        rows=(Row(who_we_are(), ours), *rows),
        items=items(scorer, truth, predictions),
        predictions=tuple(predictions),
        notes=tuple(notes),
    )


def read_page(task: Task) -> Reading:
    """Read one page as its bytes came, unpacked: a browser's saved page is not in gzip."""
    import onrecord

    content = gzip.decompress(task.path.read_bytes()) if task.path.suffix == ".gz" else task.path.read_bytes()
    start = time.process_time()
    try:
        record = onrecord.read(content, location=task.url)
    except onrecord.OnRecordError as error:
        return Reading({"id": task.id}, time.process_time() - start, str(error))
    spent = time.process_time() - start
    return Reading({"id": task.id, "confidence": confidence_of(record)} | prediction_of(record), spent)


def read_credits(task: Task) -> Json:
    """Who is credited on one page: {"id", "persons", "agencies"}, by name; none where there is no record."""
    import onrecord

    content = gzip.decompress(task.path.read_bytes()) if task.path.suffix == ".gz" else task.path.read_bytes()
    try:
        article = onrecord.read(content, location=task.url, until="article").article
    except onrecord.OnRecordError:
        article = None
    persons, agencies = (article.authors, article.agencies) if article else ((), ())
    return {"id": task.id, "persons": [c.name for c in persons if c.name], "agencies": [c.name for c in agencies if c.name]}


def prediction_of(record: Record) -> Json:
    """The record's article in the scorer's form. A date without its day is no day given; authors go by name."""
    article, published = record.article, record.published
    if article is None:
        return {}
    day = published.date if published and published.date and len(published.date) == 10 else None
    document = record.document
    return {
        "title": document[article.headline] if article.headline else None,
        "authors": [_name(record, author) for author in article.authors] or [_quoted(record, agency) for agency in article.agencies],
        "persons": [_name(record, author) for author in article.authors],
        "published": day,
        "body": [document[block.range] for block in article.body if block.kind is not BlockKind.STANDFIRST],
    }


def confidence_of(record: Record) -> float:
    """How sure the record is of its day of publication."""
    return record.published.confidence if record.published else 0.0


def doubtful_pages(truth: Path) -> frozenset[str]:
    """The pages whose day is doubted, by the list beside the truth or in the folder above; none where there is no list."""
    for folder in (truth.parent, truth.parent.parent):
        if (folder / DOUBTFUL).is_file():
            rows = (folder / DOUBTFUL).read_text(encoding="utf-8").splitlines()[1:]
            return frozenset(row.split("\t")[0] for row in rows)
    return frozenset()


def _name(record: Record, author: Credit) -> str:
    return author.name or _quoted(record, author)


def _quoted(record: Record, cited: Cited) -> str:
    span: Span | None = cited.span
    return record.document[span] if span else cited.quote or ""


def date_figures(truth: Sequence[Json], predictions: Sequence[Json], doubtful: frozenset[str]) -> dict[str, float | None]:
    """How the day is read on the pages whose truth is not doubted: see the head of this file."""
    by_id = {p["id"]: p for p in predictions}
    sound = [t for t in truth if "published" in t and t["id"] not in doubtful]
    read = [(t["published"], by_id.get(t["id"], {})) for t in sound]
    days = [(wanted, p["published"][:10], p.get("confidence")) for wanted, p in read if p.get("published")]
    right = sum(wanted == day for wanted, day, _ in days)
    found: dict[str, float | None] = {}
    if sound:
        found = {"date right sound": right / len(sound), "date wrong sound": (len(days) - right) / len(sound)}
    if any(confidence is not None for *_, confidence in days):  # a peer gives none
        sure = [wanted == day for wanted, day, confidence in days if (confidence or 0.0) >= SURE]
        found |= {"date sure": len(sure) / len(sound), "date right when sure": sum(sure) / len(sure) if sure else None}
    return found


def figures(
    scorer: ModuleType, truth: Sequence[Json], predictions: Sequence[Json], doubtful: frozenset[str] = frozenset()
) -> dict[str, float | None]:
    """The scorer's measures: the body's of the English pages, the others of all, the day's also by origin and as `date_figures` has them."""
    everything = scorer.score(truth, predictions)
    english = scorer.score([t for t in truth if t["lang"] == "en"], predictions)
    whole = scorer.summarise(everything.get("all", []))
    found: dict[str, float | None] = {
        name: value for name, value in scorer.summarise(english.get("all", [])).items() if name.startswith(("body", "line"))
    }
    found |= {name: value for name, value in whole.items() if not name.startswith(("body", "line"))}
    if any("persons" in p for p in predictions):
        alone = scorer.score(truth, [p | {"authors": p["persons"]} for p in predictions if "persons" in p])
        found["author F1 persons"] = scorer.summarise(alone.get("all", [])).get("author F1")
    if (spoken := scorer.summarise(english.get("all", [])).get("author F1")) is not None:
        found["author F1 English"] = spoken
    found |= date_figures(truth, predictions, doubtful)
    if len({t["lang"] for t in truth}) > 1:
        found |= {f"{name} English": value for name, value in date_figures([t for t in truth if t["lang"] == "en"], predictions, doubtful).items()}
    for origin in ORIGINS:
        dated = scorer.summarise(everything.get(origin, []))
        found |= {f"{name} {origin}": dated[name] for name in ("date right", "date P") if name in dated}
    return found


def items(scorer: ModuleType, truth: Sequence[Json], predictions: Sequence[Json]) -> dict[str, Item]:
    """What there was to get right on each page, from the scorer's own scores of the page."""
    by_id = {p["id"]: p for p in predictions}
    found: dict[str, Item] = {}
    for t in truth:
        prediction = by_id.get(t["id"], {})
        page = scorer.summarise([scorer.page_scores(t, prediction, False)])
        for name, measure in (("body", "body F1"), ("exact", "body exact"), ("snippets", "snippet F1"), ("lines", "line F1")):
            if measure in page:
                found[f"{t['id']}/{name}"] = Item(page[measure])
        for name, measure, field in (("title", "title words", "title"), ("authors", "author F1", "authors"), ("day", "date right", "published")):
            if measure in page:
                found[f"{t['id']}/{name}"] = Item(page[measure], f"{t[field]!r}, read {prediction.get(field)!r}"[:300])
    return found


@dataclass(frozen=True, slots=True)
class PeerRun:
    """A peer's predictions and its pages a CPU second."""

    predictions: Sequence[Json]
    speed: float


def run_peer(name: str, truth: Path, options: Options, *extra: str) -> PeerRun | str:
    """Run a peer by the script beside the scorer, in a process of its own; or why it cannot be run."""
    script = find_scorer("run_peer.py", truth, options.shared, "bench/extraction")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "peer.jsonl"
        command = [sys.executable, str(script), name, str(truth), str(out), "--rounds", "1", *extra]
        done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"}, check=False)
        if done.returncode:
            cause = (done.stderr.strip().splitlines() or ["silent"])[-1]
            return f"peer {name} not run: {cause}; `pip install -e '.[bench]'` brings it"
        report: Any = json.loads(done.stdout.splitlines()[-1])
        return PeerRun(read_jsonl(out), float(report["pages_per_cpu_s"]))


def _files(data: Path) -> Iterator[Path]:
    path = truth_file(data)
    yield path
    for record in read_jsonl(path):
        yield path.parent / (record.get("html_file") or record["text_file"])


DATE_COLUMNS = (Column("date right sound"), Column("date wrong sound", "lower"), Column("date sure"), Column("date right when sure"))


BENCHMARK = Benchmark(
    name="extraction",
    home="bench/extraction/dev",
    columns=(
        *map(Column, ("body F1", "body P", "body R", "body exact", "snippet F1", "title words", "author F1", "date right", "date P")),
        Column("author F1 persons", None),
        Column("author F1 English"),
        Column("speed", None, "ratio"),
        *DATE_COLUMNS,
        *(Column(f"{column.name} English", None) for column in DATE_COLUMNS),
        *(Column(f"{measure} {origin}") for origin in ORIGINS for measure in ("date right", "date P")),
    ),
    files=_files,
    run=run,
    keep=write_jsonl,
)
