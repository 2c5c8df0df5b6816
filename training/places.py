"""The weights by which places are found and told apart, learnt from bench/place by folds: a document is wholly in one fold.

    python -m training.places --cv              # figures out of fold, as `python -m benchmarks place` prints them
    python -m training.places --write           # learn from all documents, write weights.json and signs.json of src/onrecord/grounding/places

The sets have no train part, so the figures to steer by are those of --cv (DESIGN, "A set without a train part"). Of each group of equal names
the candidates within 161 km of the truth, or of its id, are right; names that stand for several places in one document are left out.
"""

import argparse
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.place import in_form
from benchmarks.scorers import load
from onrecord.grounding.places.resolve import group_names, locate
from onrecord.grounding.places.weighing import FEATURES, WEIGHTS, Scene
from training import place_names

FOLDS, ROUNDS, STEPS, DECAY = 10, 2, 800, 0.0005
SETS = ("lgl", "gwn", "geovirus")
SHOWN = {
    "given": ("located", "acc@161", "end to end", "AUC", "country"),
    "found": ("relaxed precision", "relaxed recall", "relaxed F1", "strict F1", "end to end"),
}
OUT = Path(__file__).parent.parent / "src/onrecord/grounding/places" / WEIGHTS
Floats = NDArray[np.float64]


@dataclass(slots=True)
class Sample:
    """One document: its groups as arrays, and which candidates are right."""

    scene: Scene
    right: Floats
    taught: NDArray[np.bool_]  # (groups,): some candidate is right and the truth is one place


def sample_of(record: dict[str, Any], scorer: ModuleType) -> Sample | None:
    """A document with its truth; None where nothing in it is known."""
    toponyms = record["toponyms"]
    groups, of = group_names(record["text"], [(t["start"], t["end"]) for t in toponyms])
    if not groups:
        return None
    scene = Scene(groups)
    right = np.zeros(len(scene.entries))
    told = np.zeros(len(groups))
    for toponym, at in zip(toponyms, of, strict=True):
        if at is not None and "lat" in toponym:
            told[at] += 1
            for n in range(scene.starts[at], scene.starts[at + 1]):
                e = scene.entries[n]
                km = scorer.kilometres(toponym, {"lat": e.lat, "lon": e.lon, "geonames": e.geonames})
                right[n] += km <= scorer.NEAR_KM
    agreed = (right > 0) & (right >= told[scene.of] * 0.5)
    return Sample(scene, agreed.astype(float), np.bincount(scene.of, agreed) > 0)


def learn(samples: Sequence[Sample]) -> list[list[float]]:
    """A row of weights a round, each learnt with the chances that the rounds before it give."""
    rounds: list[list[float]] = []
    chances = [s.scene.first() for s in samples]
    for _ in range(ROUNDS):
        columns = [s.scene.features(c) for s, c in zip(samples, chances, strict=True)]
        row = fit(samples, columns)
        rounds.append([round(float(x), 3) for x in row])
        chances = [s.scene.chances(c @ row) for s, c in zip(samples, columns, strict=True)]
    return rounds


def fit(samples: Sequence[Sample], columns: Sequence[Floats]) -> Floats:
    """Weights that make right candidates likely: the log of their chance, summed over the groups, less a penalty; by Adam on all at once."""
    keep = [s.taught[s.scene.of] for s in samples]
    x = np.vstack([c[k] for c, k in zip(columns, keep, strict=True)])
    y = np.concatenate([s.right[k] for s, k in zip(samples, keep, strict=True)])
    of, base = [], 0
    for s, k in zip(samples, keep, strict=True):
        of.append(s.scene.of[k] + base)
        base += len(s.scene.groups)
    _, group = np.unique(np.concatenate(of), return_inverse=True)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(group)) + 1])
    weights, mean, square = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for step in range(1, STEPS + 1):
        score = x @ weights
        odds = np.exp(score - np.maximum.reduceat(score, starts)[group])
        chance = odds / np.add.reduceat(odds, starts)[group]
        true = odds * y
        posterior = true / np.maximum(np.add.reduceat(true, starts)[group], 1e-12)
        slope = -(x.T @ (posterior - chance)) / len(starts) + DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - 0.1 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def out_of_fold(sets: Mapping[str, Sequence[dict[str, Any]]], scorer: ModuleType) -> dict[str, dict[str, dict[str, dict[str, Any]]]]:
    """Task → set → document → prediction, each document by weights of names and of places that were learnt without it.

    Args:
        sets: name → documents with their truth.
        scorer: bench/place/score.py.
    """
    records = [(name, record) for name, listed in sets.items() for record in listed]
    samples = [sample_of(record, scorer) for _, record in records]
    named = [place_names.sample_of(name, record) for name, record in records]
    order = list(range(len(records)))
    random.Random(7).shuffle(order)
    found: dict[str, dict[str, dict[str, dict[str, Any]]]] = {task: {name: {} for name in sets} for task in ("given", "found")}
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS])
        rounds = learn([s for at, s in enumerate(samples) if s and at not in held])
        signs = place_names.learn([s for at, s in enumerate(named) if at not in held])
        for at in held:
            name, record = records[at]
            for task in found:
                spans = [(t["start"], t["end"]) for t in record["toponyms"]] if task == "given" else place_names.spans_of(named[at], signs)
                found[task][name][record["id"]] = {"id": record["id"], "toponyms": in_form(locate(record["text"], spans, rounds))}
    return found


def main() -> None:
    """Learn, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/place"))
    parser.add_argument("--cv", action="store_true", help="figures out of fold")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    args = parser.parse_args()
    scorer = load(args.data / "score.py")
    sets = {name: list(scorer.read_jsonl(args.data / f"{name}.dev.jsonl").values()) for name in SETS}
    if args.cv:
        for task, predicted in out_of_fold(sets, scorer).items():
            for name, records in sets.items():
                report = scorer.evaluate({r["id"]: r for r in records}, predicted[name], set(), 0)
                print(f"{task} {name:9}", {k: round(report[k][0], 3) for k in SHOWN[task] if k in report}, flush=True)
    if args.write:
        rounds = learn([s for listed in sets.values() for r in listed if (s := sample_of(r, scorer))])
        head = {"what": "weights of the places of one name, a row a round", "made": "python -m training.places --write", "features": FEATURES}
        OUT.write_text(json.dumps({**head, "rounds": rounds}, indent=1) + "\n", encoding="utf-8")
        signs = place_names.learn([place_names.sample_of(name, r) for name, listed in sets.items() for r in listed])
        head = {"what": "weights of the signs that a name is a place's", "made": "python -m training.places --write"}
        place_names.OUT.write_text(json.dumps({**head, "weights": signs}, indent=1) + "\n", encoding="utf-8")
        print("\n".join(f"{name:32} {' '.join(f'{row[at]:8.2f}' for row in rounds)}" for at, name in enumerate(FEATURES)))


if __name__ == "__main__":
    main()
