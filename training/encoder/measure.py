"""What a folder of weights reaches on bench/attribution, by its scorer; and the settings that reach most on dev."""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.scorers import load
from onrecord.encoder.attributions import Heard, Reading, Shapes, choose, find_attributions, hear, one_level, shapes, spans
from onrecord.encoder.model import Floats, Model
from onrecord.encoder.odds import logit
from onrecord.encoder.windows import Window, windows_of
from training.encoder.data import paragraphs, read_articles

ROLES = ("source", "cue", "content")
SENTENCE = re.compile(r"[.!?…][\"'”’»)]*\s+(?=[\"'“‘«(]?[A-Z0-9])")


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
            tags = model.ask("tagger", vectors=model.vectors(window))["cue"]
            found.append(Read(number, window, shapes(text, window), text, {}, tags))
    return found


def predict(model: Model, reads: Iterable[Read], articles: Sequence[dict[str, Any]], reading: Reading, head: str = "role") -> list[dict[str, Any]]:
    """Attributions in the scorer's form, of one level: the benchmark marks no more."""
    change = change_of(model, head, reading)
    found: list[list[dict[str, Any]]] = [[] for _ in articles]
    for read in reads:
        key = (reading.grow, head)
        if key not in read.heard:
            read.heard[key] = hear(model, read.text, read.window, reading, head)
        for a in one_level(choose(read.heard[key], read.shape, change, reading)):
            roles = zip(ROLES, (a.source, (a.cue,), a.content), strict=True)
            row = {role: [list(s) for s in spans(read.window, pieces)] for role, pieces in roles}
            found[read.article].append({**row, "sure": a.sure, "confidence": a.confidence})
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


def calibrate(scorer: ModuleType, gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Settings of `confidence_of` under which what was right and wrong (who-what) is likeliest; Newton's method, a small ridge."""
    found: dict[str, float] = {}
    pairs = [(one, right) for g, p in zip(gold, predicted, strict=True) for one, right in zip(p["attributions"], judged(scorer, g, p), strict=True)]
    for before, sourced in (("", True), ("bare_", False)):
        chosen = [(one, right) for one, right in pairs if bool(one["source"]) == sourced]
        x = np.array([(1.0, *map(logit, one["sure"])) for one, _ in chosen]).reshape(-1, 4)
        y = np.array([float(right) for _, right in chosen])
        weights, ridge = np.zeros(4), 0.1
        for _ in range(25):
            likely = 1 / (1 + np.exp(-(x @ weights)))
            weights += np.linalg.solve((x.T * (likely * (1 - likely))) @ x + ridge * np.eye(4), x.T @ (y - likely) - ridge * weights)
        found |= {before + name: round(float(w), 3) for name, w in zip(("bias", "by_cue", "by_content", "by_source"), weights, strict=True)}
    return found


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
    """Seconds of processor time for dev's text: windows alone, with the encoder, and to attributions; and what that is in sentences a second.

    A sentence ends with a line, or with a stop, question or exclamation mark before white space and a capital, digit or quotation mark.
    """
    gold = read_articles(data / "dev.jsonl")
    found: dict[str, float] = {}
    model = Model(folder)
    list(model.vectors(next(windows_of("One.", [model.vocabulary.encode("One.")]))))
    begun = time.process_time()
    cut = [(a["text"], w) for a in gold for w in windows_of(a["text"], [model.vocabulary.encode(a["text"], s, e) for s, e in paragraphs(a["text"])])]
    found["windows"] = time.process_time() - begun
    for _, window in cut:
        model.vectors(window)
    found["encoder"] = time.process_time() - begun
    model = Model(folder)
    list(model.vectors(next(windows_of("One.", [model.vocabulary.encode("One.")]))))
    begun = time.process_time()
    for text, window in cut:
        find_attributions(model, text, window)
    found["whole"] = time.process_time() - begun + found["windows"]
    sentences = sum(1 + len(SENTENCE.findall(line)) for article in gold for line in article["text"].split("\n") if line.strip())
    rates = {"sentences a second": sentences / found["whole"], "share of the encoder's": found["encoder"] / found["whole"]}
    return found | {"count": float(len(cut)), "sentences": float(sentences)} | rates


GRID: dict[str, tuple[float, ...]] = {
    "keep": (0.3, 0.35, 0.4, 0.45, 0.5),
    "bare": (0.1, 0.15, 0.2, 0.25, 0.3, 0.4),
    "grow": (0.2, 0.25, 0.3, 0.35, 0.4),
    "likely": (0.12, 0.2, 0.3, 0.5),
    "price": (0.0, 0.5, 1.0, 2.0),
    "pause": (0.0, 0.3, 0.6),
}
ALL: dict[str, float] = {"keep": 0.0, "bare": 0.0, "nested": 0.0}  # whatever has a cue and a content


def tune(folder: Path, data: Path, *, head: str = "role", rounds: int = 2) -> tuple[Reading, dict[str, float]]:
    """The settings that reach most on dev (`goodness`), one at a time, round after round; the confidence is fitted before each round."""
    model, gold, scorer, known = Model(folder), read_articles(data / "dev.jsonl"), load(data / "score.py"), known_cues(data)
    reads = windows(model, gold)

    def reached(reading: Reading) -> dict[str, float]:
        return figures(scorer, gold, predict(model, reads, gold, reading, head), known)

    def fitted(reading: Reading) -> Reading:
        return replace(reading, **calibrate(scorer, gold, predict(model, reads, gold, replace(reading, **ALL), head)))

    best = Reading.of(model.settings("statements"))
    row: dict[str, float] = {}
    for _ in range(rounds):
        best = fitted(best)
        row = reached(best)
        for name, values in GRID.items():
            for value in values:
                tried = replace(best, **{name: value})
                found = row if tried == best else reached(tried)
                print(
                    f"{name:8}{value:6.2f}  full exact {found['full exact']:.4f}  who-what {found['who-what']:.4f}  {goodness(found):.4f}", flush=True
                )
                if goodness(found) > goodness(row) + 1e-4:
                    best, row = tried, found
    print(best)
    for said, was, count in reliability(confidences(scorer, gold, predict(model, reads, gold, best, head))):
        print(f"confidence {said:.2f}  right {was:.2f}  of {count}")
    return best, row


def confidences(scorer: ModuleType, gold: Sequence[dict[str, Any]], predicted: Sequence[dict[str, Any]]) -> list[tuple[float, bool]]:
    """Of each predicted attribution its confidence, and whether it is right in the sense of who-what."""
    return [
        (one["confidence"], right)
        for g, p in zip(gold, predicted, strict=True)
        for one, right in zip(p["attributions"], judged(scorer, g, p), strict=True)
    ]


def goodness(row: dict[str, float]) -> float:
    """What tuning looks at: the two F1 to steer by, and a little of the recall of what is hard to find, for which they hardly care."""
    return row["full exact"] + row["who-what"] + 0.1 * row["cue new"] + 0.1 * row["who-what none"]
