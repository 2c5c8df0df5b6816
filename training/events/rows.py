"""The chance that a row of the register is right: a logistic model of what was read of the train pages out of fold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

import onrecord
from benchmarks.event_pages import Pair
from onrecord import contract
from onrecord.events.cases import cases_of
from onrecord.events.layer import events_of
from onrecord.events.links import links_of
from onrecord.events.transfers import FILE, candidates_of, chance_of
from training.events.corpus import FOLDS, TrainPage, fold_of, train_pages
from training.events.sides import models_of_fold, onrecord_json

Floats = "np.ndarray[Any, np.dtype[np.float64]]"


@dataclass(frozen=True, slots=True)
class Rowed:
    """A candidate row of a train page: its signs, and whether the gold has it with supplier, recipient, a category and the status."""

    fold: int
    signs: tuple[float, ...]
    settled: bool
    right: bool


def rowed(work: Path, scorer: ModuleType) -> tuple[list[Rowed], int]:
    """All candidate rows of the train pages, read out of fold, and how many transfers the gold has."""
    found: list[Rowed] = []
    whole = 0
    for fold in range(FOLDS):
        with models_of_fold(work, fold) as model:
            for page in train_pages():
                if fold_of(page.name) == fold:
                    gold = onrecord_json(page.gold)
                    whole += len(gold["arms_transfers"])
                    found += _of_page(page, gold, fold, scorer)
                    model.forget()
    return found, whole


def _of_page(page: TrainPage, gold: dict[str, Any], fold: int, scorer: ModuleType) -> Iterator[Rowed]:
    record = onrecord.read(page.text, until="attributions")
    if record.deeds is None or record.article is None or record.actors is None or record.published is None:
        return
    cases = cases_of(
        record.document, record.article, record.statements or (), record.deeds, record.actors, record.times or (), record.places or (),
        record.attributions or (), record.published.date,
    )  # fmt: skip
    standing, _ = links_of(record.document, record.statements or (), record.attributions or (), cases, record.actors)
    events = events_of(record.document, standing)
    candidates = list(candidates_of(record.document, standing, events))
    rows = tuple(row for row, _ in candidates)
    shown = contract.to_dict(onrecord_with(record, events, rows))
    pair = Pair(page.name, gold, shown, scorer, record.document.text)
    right = set(pair.transfers(strict=True).values())
    for number, (row, signs) in enumerate(candidates):
        yield Rowed(fold, signs, row.settled, number in right)


def onrecord_with(record: onrecord.Record, events: Any, rows: Any) -> onrecord.Record:
    """A record with these events and rows."""
    from dataclasses import replace

    return replace(record, events=events, arms_transfers=rows, links=())


def fit(rows: Sequence[Rowed], decay: float = 1.0, steps: int = 40) -> tuple[float, ...]:
    """Logistic regression by Newton's method, ridge on all but the constant; the constant last."""
    x = np.array([[*row.signs, 1.0] for row in rows])
    y = np.array([row.right for row in rows], float)
    ridge = np.full(x.shape[1], decay)
    ridge[-1] = 0
    weights = np.zeros(x.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(x @ weights)))
        gradient = x.T @ (y - p) - ridge * weights
        weights += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge + 1e-9), gradient)
    return tuple(map(float, np.round(weights, 4)))


def report(rows: Sequence[tuple[Rowed, float]], whole: int) -> None:
    """Precision and recall from thresholds, and how often rows of a chance are right."""
    for least in (0.0, 0.15, 0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8):
        taken = [row.right for row, chance in rows if chance >= least]
        settled = [row.right for row, chance in rows if chance >= least and row.settled]
        print(
            f"rows from {least}: {np.mean(taken) if taken else 0:.3f}/{sum(taken) / whole:.3f};"
            f" settled {np.mean(settled) if settled else 0:.3f}/{sum(settled) / whole:.3f}"
        )
    for low in np.arange(0, 1, 0.1):
        there = [row.right for row, chance in rows if low <= chance < low + 0.1]
        print(f"chance {low:.1f} to {low + 0.1:.1f}: right {np.mean(there) if there else 0:.3f} of {len(there)}")


def rows(work: Path, scorer: ModuleType, into: Path) -> None:
    """Teach the weights, print their figures out of fold, write them into the package and beside the models of each fold."""
    found, whole = rowed(work, scorer)
    answers = []
    for fold in range(FOLDS):
        weights = fit([row for row in found if row.fold != fold])
        np.savez(work / f"fold{fold}" / "events" / FILE, weights=np.array(weights))
        answers += [(row, chance_of(row.signs, weights)) for row in found if row.fold == fold]
    report(answers, whole)
    np.savez(into / FILE, weights=np.array(fit(found)))
