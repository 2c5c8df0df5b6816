"""The weights by which places are told apart, learnt from bench/place by folds: a document is wholly in one fold.

    python -m training.places --cv              # figures out of fold
    python -m training.places --write           # learn from all documents, write src/onrecord/grounding/places/weights.json

The sets have no train part, so the figures to steer by are those of --cv (DESIGN, "A set without a train part"). Of each group of equal names
the candidates within 161 km of the truth, or of its id, are right; names that stand for several places in one document are left out.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.scorers import load
from onrecord.grounding.places.resolve import group_names, locate
from onrecord.grounding.places.weighing import FEATURES, WEIGHTS, Scene

FOLDS, ROUNDS, STEPS, DECAY = 10, 2, 400, 0.02
SETS = ("lgl", "gwn", "geovirus")
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
    right = (right > 0) & (right >= told[scene.of] * 0.5)
    return Sample(scene, right.astype(float), np.bincount(scene.of, right) > 0)


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
        slope = -(x.T @ (posterior - chance)) / len(starts) + DECAY / 10 * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - 0.1 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights


def predict(record: dict[str, Any], rounds: Sequence[Sequence[float]]) -> dict[str, Any]:
    """A document's given names, located, in the scorer's form."""
    spans = [(t["start"], t["end"]) for t in record["toponyms"]]
    found = [
        {"start": p.start, "end": p.end, "lat": p.entry.lat, "lon": p.entry.lon, "geonames": p.entry.geonames, "country": p.entry.country}
        for p in locate(record["text"], spans, rounds) if p
    ]  # fmt: skip
    return {"id": record["id"], "toponyms": found}


def main() -> None:
    """Learn, and print or write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/place"))
    parser.add_argument("--cv", action="store_true", help="figures out of fold")
    parser.add_argument("--write", action="store_true", help="write the weights into the package")
    args = parser.parse_args()
    scorer = load(args.data / "score.py")
    records = [(name, r) for name in SETS for r in scorer.read_jsonl(args.data / f"{name}.dev.jsonl").values()]
    samples = [sample_of(r, scorer) for _, r in records]
    if args.cv:
        order = list(range(len(records)))
        random.Random(7).shuffle(order)
        predicted: dict[str, dict[str, Any]] = {name: {} for name in SETS}
        for fold in range(FOLDS):
            held = set(order[fold::FOLDS])
            rounds = learn([s for at, s in enumerate(samples) if s and at not in held])
            for at in held:
                name, record = records[at]
                predicted[name][record["id"]] = predict(record, rounds)
        for name in SETS:
            gold = {r["id"]: r for n, r in records if n == name}
            report = {k: v[0] for k, v in scorer.evaluate(gold, predicted[name], set(), 0).items()}
            print(name, {k: round(report[k], 3) for k in ("located", "acc@161", "end to end", "AUC", "country") if k in report}, flush=True)
    if args.write:
        rounds = learn([s for s in samples if s])
        head = {"what": "weights of the candidates of a name, a row a round", "made": "python -m training.places --write", "features": FEATURES}
        OUT.write_text(json.dumps({**head, "rounds": rounds}, indent=1) + "\n", encoding="utf-8")
        print("\n".join(f"{name:28} {' '.join(f'{row[at]:8.2f}' for row in rounds)}" for at, name in enumerate(FEATURES)))


if __name__ == "__main__":
    main()
