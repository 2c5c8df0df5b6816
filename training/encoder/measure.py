"""What a folder of weights reaches on bench/attribution, by its scorer; and the settings that reach most on dev."""

import itertools
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.scorers import load
from onrecord.encoder.attributions import Heard, Reading, Shapes, choose, confidence_of, find_attributions, hear, logit, shapes, spans
from onrecord.encoder.model import Floats, Model
from onrecord.encoder.windows import Window, windows_of
from training.encoder.data import paragraphs, read_articles

ROLES = ("source", "cue", "content")


@dataclass(slots=True)
class Read:
    """One window with all that the heads were asked, kept so that many settings can be tried."""

    article: int
    window: Window
    shape: Shapes
    text: str
    heard: dict[tuple[float, str], Heard]
    tags: Floats


def windows(model: Model, articles: Sequence[dict[str, Any]]) -> list[Read]:
    """Every window of the articles."""
    found = []
    for number, article in enumerate(articles):
        text = article["text"]
        for window in windows_of(text, [model.vocabulary.encode(text, start, end) for start, end in paragraphs(text)]):
            tags = model.ask("tagger", vectors=model.vectors(text, window))["cue"]
            found.append(Read(number, window, shapes(text, window), text, {}, tags))
    return found


def predict(model: Model, reads: Iterable[Read], articles: Sequence[dict[str, Any]], reading: Reading, head: str = "role") -> list[dict[str, Any]]:
    """Attributions in the scorer's form, the outermost only."""
    change = change_of(model, head, reading)
    found: list[list[dict[str, Any]]] = [[] for _ in articles]
    asked = replace(reading, cue=0.15, bare=0.15, nested=0.15)  # one set of cues for every threshold
    for read in reads:
        key = (reading.grow, head)
        if key not in read.heard:
            read.heard[key] = hear(model, read.text, read.window, asked, head)
        for a in choose(read.heard[key], read.shape, change, reading):
            if a.within is None:
                roles = ((), a.source, (a.cue,), a.content)[1:]
                row = {role: [list(s) for s in spans(read.window, pieces)] for role, pieces in zip(ROLES, roles, strict=True)}
                found[read.article].append({**row, "sure": a.sure, "fit": a.fit})
    return [{"id": article["id"], "attributions": rows} for article, rows in zip(articles, found, strict=True)]


def change_of(model: Model, head: str, reading: Reading) -> Floats:
    """The price of each change of role: what the chain learnt; the arc head learnt none, and takes that of the settings alone."""
    return np.array(model.settings("statements")["change"], np.float32) if head == "role" else np.zeros((3, 3), np.float32)


def figures(scorer: ModuleType, gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]], known: frozenset[str]) -> dict[str, float]:
    """The scorer's F1, and recall where statements are hard to find.

    Args:
        known: the lower-cased cues of train.

    Returns:
        `cue new` and `who-what new`: of the attributions whose cue is not in train, the share whose cue shares a word with one found, and the
        share that is right in the sense of who-what; `who-what none`: the latter where there is no source.
    """
    scores = scorer.score(gold, predicted, kinds=True, samples=0)
    found = {name: row["f1"] for name, row in scores.items()} | {"who-what P": scores["who-what"]["p"], "who-what R": scores["who-what"]["r"]}
    new: list[tuple[bool, bool]] = []
    none: list[bool] = []
    for g, p in zip(gold, predicted, strict=True):
        tokens = [m.span() for m in scorer.WORD.finditer(g["text"])]
        wanted, got = scorer.token_sets(g, tokens), scorer.token_sets(p, tokens)
        right = {id(a) for a, b in scorer.pairs(wanted, got) if scorer.says_the_same(a, b)}
        cues = frozenset().union(*(b["cue"] for b in got)) if got else frozenset()
        for a, one in zip(wanted, g["attributions"], strict=True):
            if cue_text(g["text"], one) not in known:
                new.append((bool(a["cue"] & cues), id(a) in right))
            if not a["source"]:
                none.append(id(a) in right)
    return found | {
        "cue new": float(np.mean([cue for cue, _ in new])),
        "who-what new": float(np.mean([right for _, right in new])),
        "who-what none": float(np.mean(none)),
    }


def calibrate(scorer: ModuleType, gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> tuple[float, float, float]:
    """Bias and weights of `confidence_of` under which what was right and wrong (who-what) is likeliest; Newton's method."""
    rows, right = [], []
    for g, p in zip(gold, predicted, strict=True):
        for one, is_right in zip(p["attributions"], judged(scorer, g, p), strict=True):
            rows.append((1.0, logit(one["sure"]), logit(one["fit"])))
            right.append(float(is_right))
    x, y = np.array(rows), np.array(right)
    weights = np.zeros(3)
    for _ in range(25):
        likely = 1 / (1 + np.exp(-(x @ weights)))
        weights += np.linalg.solve((x.T * (likely * (1 - likely))) @ x + 1e-3 * np.eye(3), x.T @ (y - likely) - 1e-3 * weights)
    bias, by_sure, by_fit = (round(float(w), 3) for w in weights)
    return bias, by_sure, by_fit


def judged(scorer: ModuleType, gold: dict[str, Any], predicted: dict[str, Any]) -> list[bool]:
    """Whether each predicted attribution is right in the sense of who-what."""
    tokens = [m.span() for m in scorer.WORD.finditer(gold["text"])]
    wanted, got = scorer.token_sets(gold, tokens), scorer.token_sets(predicted, tokens)
    right = {id(b) for a, b in scorer.pairs(wanted, got) if scorer.says_the_same(a, b)}
    return [id(b) in right for b in got]


def reliability(pairs: Sequence[tuple[float, bool]], bins: int = 5) -> list[tuple[float, float, int]]:
    """Mean confidence, share right, and how many, in bins of equal size."""
    ranked = sorted(pairs)
    cut = [ranked[len(ranked) * i // bins : len(ranked) * (i + 1) // bins] for i in range(bins)]
    return [(float(np.mean([c for c, _ in part])), float(np.mean([r for _, r in part])), len(part)) for part in cut if part]


def cue_text(text: str, attribution: dict[str, Any]) -> str:
    return " ".join(" ".join(text[s:e].split()).lower() for s, e in attribution["cue"])


def measure(folder: Path, data: Path, *, head: str = "role", reading: Reading | None = None) -> dict[str, float]:
    """The figures on dev with the settings of the folder, and how fast one thread reads."""
    model = Model(folder)
    gold = read_articles(data / "dev.jsonl")
    reading = reading or Reading.of(model.settings("statements"))
    reads = windows(model, gold)
    predicted = predict(model, reads, gold, reading, head)
    return figures(load(data / "score.py"), gold, predicted, known_cues(data))


def known_cues(data: Path) -> frozenset[str]:
    return frozenset(cue_text(a["text"], one) for a in read_articles(data / "train.jsonl") for one in a["attributions"])


def speed(folder: Path, data: Path) -> dict[str, float]:
    """Seconds of processor time for dev's text: windows alone, with the encoder, and to attributions."""
    gold = read_articles(data / "dev.jsonl")
    found: dict[str, float] = {}
    model = Model(folder)
    list(model.vectors("One.", windows_of("One.", [model.vocabulary.encode("One.")])[0]))
    begun = time.process_time()
    cut = [(a["text"], w) for a in gold for w in windows_of(a["text"], [model.vocabulary.encode(a["text"], s, e) for s, e in paragraphs(a["text"])])]
    found["windows"] = time.process_time() - begun
    for text, window in cut:
        model.vectors(text, window)
    found["encoder"] = time.process_time() - begun
    model = Model(folder)
    list(model.vectors("One.", windows_of("One.", [model.vocabulary.encode("One.")])[0]))
    begun = time.process_time()
    for text, window in cut:
        find_attributions(model, text, window)
    found["whole"] = time.process_time() - begun + found["windows"]
    return found | {"count": float(len(cut))}


GRID: dict[str, tuple[float, ...]] = {
    "cue": (0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7),
    "bare": (0.3, 0.4, 0.5, 0.6),
    "grow": (0.2, 0.25, 0.3, 0.35, 0.4),
    "price": (-0.5, 0.0, 0.5, 1.0, 2.0),
    "pause": (-0.5, -0.2, 0.0, 0.3, 0.6),
}


def tune(folder: Path, data: Path, *, head: str = "role", rounds: int = 2) -> tuple[Reading, dict[str, float]]:
    """The settings that reach most on dev (`goodness`), one at a time, round after round."""
    model, gold, scorer, known = Model(folder), read_articles(data / "dev.jsonl"), load(data / "score.py"), known_cues(data)
    reads = windows(model, gold)

    def reached(reading: Reading) -> dict[str, float]:
        return figures(scorer, gold, predict(model, reads, gold, reading, head), known)

    best = Reading.of(model.settings("statements"))
    row = reached(best)
    for _, (name, values) in itertools.product(range(rounds), GRID.items()):
        for value in values:
            tried = replace(best, **{name: value})
            if tried != best and goodness(found := reached(tried)) > goodness(row) + 1e-4:
                best, row = tried, found
        print(name, asdict(best), {k: round(v, 3) for k, v in row.items() if k in ("full exact", "who-what")}, flush=True)
    predicted = predict(model, reads, gold, best, head)
    bias, by_sure, by_fit = calibrate(scorer, gold, predicted)
    best = replace(best, bias=bias, by_sure=by_sure, by_fit=by_fit)
    pairs = [
        (confidence_of(one["sure"], one["fit"], best), right)
        for g, p in zip(gold, predicted, strict=True)
        for one, right in zip(p["attributions"], judged(scorer, g, p), strict=True)
    ]
    for said, was, count in reliability(pairs):
        print(f"confidence {said:.2f}  right {was:.2f}  of {count}")
    return best, row


def goodness(row: dict[str, float]) -> float:
    """What tuning looks at: the two F1 to steer by, and a little of the recall of what is hard to find, for which they hardly care."""
    return row["full exact"] + row["who-what"] + 0.1 * row["cue new"] + 0.1 * row["who-what none"]
