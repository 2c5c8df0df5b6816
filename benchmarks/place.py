"""`place`: names of places and where they are, on local news (LGL), news of the world (GeoWebNews) and of disease (GeoVirus), by their scorer.

    python -m benchmarks place --spans given      which place each given name is
    python -m benchmarks place --spans found      names from raw text as well; without the option both are measured

Given: the text; with `given`, where the names stand. The weights are learnt on these documents, so on the default data every document is read
by weights that were learnt without it (`training.places`, ten folds); on other data by the weights that ship. Our first row is the mean over
the files, then a row a file. Peers: of all places of a name in our gazetteer the most populous; for `found`, the names are spaCy's.
`ms` is the time that finding and locating took by the weights that ship, to a document (processor time, one thread), and is no floor.
An item is one located name of the truth, within 161 km or not, in the last of the two tasks that ran.
"""

import json
import statistics
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from benchmarks.frame import Benchmark, Column, DataError, Item, Json, Options, Result, Row, read_jsonl, who_we_are, write_jsonl
from benchmarks.peers import ENVIRONMENT, ONE_THREAD, REMEDY
from benchmarks.scorers import find_scorer, load

SCRIPT: Final = Path(__file__).resolve().parent / "place_peers.py"
GIVEN: Final = {
    "given located": "located",
    "given acc@161": "acc@161",
    "given end to end": "end to end",
    "given AUC": "AUC",
    "given country": "country",
}
FOUND: Final = {
    "found P": "relaxed precision", "found R": "relaxed recall", "found F1": "relaxed F1", "found strict F1": "strict F1", "found acc@161": "acc@161",
    "found end to end": "end to end",
}  # fmt: skip
TASKS: Final = {"given": GIVEN, "found": FOUND}
Predictions = dict[str, dict[str, Json]]  # file → document → prediction


def run(data: Path, options: Options) -> Result:
    scorer = load(find_scorer("score.py", data, options.shared, "bench/place"))
    sets = {path.name.split(".")[0]: read_jsonl(path) for path in files(data)}
    tasks = [options.spans] if options.spans else list(TASKS)
    taught = options.shared is not None and data.resolve() == (options.shared / BENCHMARK.home).resolve()
    ours = _out_of_fold(sets, scorer) if taught else {task: _by_shipped(sets, task) for task in TASKS}
    rows = list(_rows(who_we_are(), {task: ours[task] for task in tasks}, sets, scorer, peer=False))
    rows[0] = Row(rows[0].who, {**rows[0].figures, "ms": _milliseconds(sets)})
    notes = ["every document was read by weights learnt without it (ten folds)"] if taught else []
    if options.peer:
        names: Mapping[str, list[list[tuple[int, int]]]] | str | None = None
        if "found" in tasks:
            names = _names_by_peer(sets)
        if isinstance(names, str):
            notes.append(names)
        theirs = {task: _most_populous(sets, None if task == "given" else names) for task in tasks if task == "given" or not isinstance(names, str)}
        rows += _rows("peer: spaCy's names, the most populous" if "found" in theirs else "peer: the most populous", theirs, sets, scorer, peer=True)
    last = tasks[-1]
    return Result(
        size=f"{sum(map(len, sets.values()))} documents, {sum(len(r['toponyms']) for rs in sets.values() for r in rs)} names",
        rows=tuple(rows),
        items=dict(_items(ours[last], sets, scorer)),
        predictions=tuple(p | {"set": name} for name, found in ours[last].items() for p in found.values()),
        notes=tuple(notes),
    )


def files(data: Path) -> list[Path]:
    """The files of the data: one, or every JSON Lines file of a folder."""
    found = sorted(data.glob("*.jsonl")) if data.is_dir() else [data]
    if not found or not all(path.is_file() for path in found):
        raise DataError(f"no .jsonl in {data}")
    return found


def in_form(found: Sequence[Any]) -> list[Json]:
    """Located names in the scorer's form; those that were not located are left out."""
    return [
        {"start": p.start, "end": p.end, "lat": p.entry.lat, "lon": p.entry.lon, "geonames": p.entry.geonames, "country": p.entry.country}
        for p in found
        if p
    ]


def _out_of_fold(sets: Mapping[str, list[Json]], scorer: ModuleType) -> dict[str, Predictions]:
    from training.places import out_of_fold

    return out_of_fold(sets, scorer)


def _by_shipped(sets: Mapping[str, list[Json]], task: str) -> Predictions:
    """What the weights that ship say."""
    from onrecord.grounding.places.find import find_names
    from onrecord.grounding.places.resolve import locate

    found: Predictions = {}
    for name, records in sets.items():
        for record in records:
            text = record["text"]
            spans = [(t["start"], t["end"]) for t in record["toponyms"]]
            if task == "found":
                spans = [(n.start, n.end) for n in find_names(text, [(0, len(text))])[0]]
            found.setdefault(name, {})[record["id"]] = {"id": record["id"], "toponyms": in_form(locate(text, spans))}
    return found


def _most_populous(sets: Mapping[str, list[Json]], names: Mapping[str, list[list[tuple[int, int]]]] | str | None) -> Predictions:
    """Of each name, given or found by spaCy, the most populous place that our gazetteer and tables know."""
    from onrecord.grounding.places.resolve import Located, possible_meanings

    found: Predictions = {}
    for name, records in sets.items():
        for at, record in enumerate(records):
            spans = names[name][at] if isinstance(names, Mapping) else [(t["start"], t["end"]) for t in record["toponyms"]]
            located: list[Json] = []
            for start, end in spans:
                meanings = possible_meanings(record["text"][start:end])
                if meanings:
                    best = max(meanings, key=lambda m: m.entry.size)
                    located += in_form([Located(start, end, best.entry, best.how, 1.0)])
                elif names is not None:
                    located.append({"start": start, "end": end, "lat": None, "lon": None})
            found.setdefault(name, {})[record["id"]] = {"id": record["id"], "toponyms": located}
    return found


def _names_by_peer(sets: Mapping[str, list[Json]]) -> dict[str, list[list[tuple[int, int]]]] | str:
    """spaCy's names by file and document; or why it did not run."""
    python = ENVIRONMENT / "bin" / "python"
    if not python.exists():
        return f"peer spaCy not run: {REMEDY}"
    found = {}
    for name, records in sets.items():
        given = "".join(json.dumps(record["text"]) + "\n" for record in records)
        done = subprocess.run([python, "-I", SCRIPT], input=given, capture_output=True, text=True, encoding="utf-8", env=ONE_THREAD, check=False)
        if done.returncode:
            return f"peer spaCy not run: {(done.stderr.strip().splitlines() or ['silent'])[-1]}; {REMEDY}"
        found[name] = [[(start, end) for start, end in json.loads(line)] for line in done.stdout.splitlines()]
    return found


def _rows(who: str, tasks: Mapping[str, Predictions], sets: Mapping[str, list[Json]], scorer: ModuleType, *, peer: bool) -> Iterator[Row]:
    """The mean over the files, then each file."""
    by_file: dict[str, dict[str, float | None]] = {name: {} for name in sets}
    for task, predictions in tasks.items():
        for name, records in sets.items():
            report = scorer.evaluate({r["id"]: r for r in records}, predictions[name], set(), 0)
            by_file[name] |= {column: report[measure][0] for column, measure in TASKS[task].items() if measure in report}
    measured = {column for figures in by_file.values() for column in figures}
    mean = {c: statistics.fmean(v for f in by_file.values() if (v := f.get(c)) is not None) for c in measured}
    yield Row(f"{who}, mean of files", mean, peer)
    for name, figures in by_file.items():
        yield Row(f"  {name}", figures, peer)


def _milliseconds(sets: Mapping[str, list[Json]]) -> float:
    """Processor time to find and locate, to a document: the median of every file's mean."""
    from onrecord.grounding.places.find import find_names
    from onrecord.grounding.places.resolve import locate

    means = []
    for records in sets.values():
        begun = time.process_time()
        for record in records:
            text = record["text"]
            locate(text, [(n.start, n.end) for n in find_names(text, [(0, len(text))])[0]])
        means.append((time.process_time() - begun) / len(records) * 1000)
    return statistics.median(means)


def _items(predictions: Predictions, sets: Mapping[str, list[Json]], scorer: ModuleType) -> Iterator[tuple[str, Item]]:
    """Each located name of the truth."""
    for name, records in sets.items():
        for record in records:
            theirs = predictions[name].get(record["id"], {"toponyms": []})["toponyms"]
            matched = {id(g): p for g, p in scorer.pairs(record["toponyms"], theirs)}
            for gold in record["toponyms"]:
                if "lat" in gold:
                    read = matched.get(id(gold))
                    km = scorer.kilometres(gold, read) if read and read.get("lat") is not None else None
                    detail = f"{record['text'][gold['start'] : gold['end']]!r} {'not found' if km is None else f'{km:.0f} km off'}"
                    yield f"{name}:{record['id']}@{gold['start']}", Item(float(km is not None and km <= scorer.NEAR_KM), detail)


BENCHMARK = Benchmark(
    name="place",
    home="bench/place",
    columns=(*(Column(name, "lower" if name == "given AUC" else "higher") for name in (*GIVEN, *FOUND)), Column("ms", None, "amount")),
    files=files,
    run=run,
    keep=write_jsonl,
    spans=True,
)
