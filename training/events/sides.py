"""The trees that say who supplies and who takes (onrecord.events.sides): taught on what was read of the train pages out of fold."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final
from unittest.mock import patch

import lightgbm
import numpy as np

import onrecord
from benchmarks.event_pages import Pair, overlap, triggers
from onrecord.encoder.model import Model
from onrecord.events.cases import LEAST_ARMS, page_of_sides, tellings_of
from onrecord.events.deeds import Models, Settings
from onrecord.events.judging import Judge
from onrecord.events.linking import FILES as LINKS
from onrecord.events.sides import FILES, ROLES, Sided, choose, rows_of
from onrecord.events.weighing import Weigher
from onrecord.forest import SCALE, Forest, forest_of
from training.blocks import as_forest
from training.events.corpus import FOLDS, Json, TrainPage, fold_of, train_pages

PARAMETERS: Final = {
    "objective": "binary",
    "num_leaves": 12,
    "learning_rate": 0.06,
    "min_data_in_leaf": 25,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "verbosity": -1,
    "seed": 1,
    "deterministic": True,
    "num_threads": 1,
}
TREES: Final = 160


@dataclass(frozen=True, eq=False)
class Asked:
    """One telling: the signs of each actor by role, which of them is right, and whether the gold has a transfer there."""

    page: str
    fold: int
    keys: tuple[str, ...]
    rows: dict[str, "np.ndarray[Any, Any]"]
    right: dict[str, list[bool]]
    known: dict[str, bool]  # whether the gold names that side
    transfer: bool


@contextmanager
def models_of_fold(work: Path, fold: int) -> Iterator[Model]:
    """The package reads with heads and models that have not seen a third of the train half."""
    model, folder = Model(work / f"fold{fold}"), work / f"fold{fold}" / "events"
    weigher = Weigher(dict(np.load(folder / "pairs.npz")))
    models = Models(Judge(dict(np.load(folder / "deeds.npz"))), weigher, Settings(**weigher.settings))
    with ExitStack() as stack:
        stack.enter_context(patch("onrecord.encoder.model.packaged", lambda: model))
        stack.enter_context(patch("onrecord.events.models_of.packaged", lambda: models))
        for module, files in (("cases", FILES), ("links", LINKS)):
            if all((folder / file).exists() for file in files.values()):
                forests = {name: forest_of(dict(np.load(folder / file))) for name, file in files.items()}
                stack.enter_context(patch(f"onrecord.events.{module}.packaged", lambda forests=forests: forests))
        yield model


def asked(work: Path, scorer: ModuleType) -> list[Asked]:
    """Every telling of a supply on the train pages, read out of fold."""
    found: list[Asked] = []
    for fold in range(FOLDS):
        with models_of_fold(work, fold) as model:
            for page in train_pages():
                if fold_of(page.name) == fold:
                    found += _of_page(page, fold, scorer)
                    model.forget()
    return found


def _of_page(page: TrainPage, fold: int, scorer: ModuleType) -> Iterator[Asked]:
    gold: Json = onrecord_json(page.gold)
    record = onrecord.read(page.text, until="attributions")
    if record.deeds is None or record.article is None or record.actors is None or record.published is None:
        return
    tellings = tellings_of(
        record.document, record.article, record.deeds, record.actors, record.times or (), record.places or (), record.published.date
    )
    supplies = [telling for telling in tellings if telling.draft.arms >= LEAST_ARMS]
    if not supplies:
        return
    seen = page_of_sides(record.article, record.actors, record.attributions or (), record.places or ())
    signs = rows_of(seen, supplies)
    pair = Pair(page.name, gold, _actors(record), scorer, record.document.text)
    transfers = {one["event"]: one for one in gold["arms_transfers"]}
    size = len(seen.keys)
    for number, telling in enumerate(supplies):
        here = {"start": telling.trigger.start, "end": telling.trigger.end}
        events = [event["id"] for event in gold["events"] if any(overlap(here, there) for there in triggers(event))]
        transfer = next((transfers[event] for event in events if event in transfers), None)
        if transfer is None and telling.negated:
            continue
        right = {role: [transfer is not None and pair.same_side(transfer[role], key) for key in seen.keys] for role in ROLES}
        known = {role: transfer is not None and transfer[role] is not None for role in ROLES}
        rows = {role: signs[role][number * size : (number + 1) * size] for role in ROLES}
        yield Asked(page.name, fold, seen.keys, rows, right, known, transfer is not None)


def onrecord_json(path: Path) -> Json:
    """A JSON file."""
    import json

    data: Json = json.loads(path.read_text(encoding="utf-8"))
    return data


def _actors(record: onrecord.Record) -> Json:
    return {"actors": [{"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "sector": a.sector} for a in record.actors or ()]}


def fit(tellings: Sequence[Asked], role: str) -> lightgbm.Booster:
    """Boosted trees for one role."""
    rows = np.vstack([one.rows[role] for one in tellings if one.keys])
    labels = np.concatenate([one.right[role] for one in tellings if one.keys]).astype(int)
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(rows, labels), TREES)


def sided(one: Asked, boosters: dict[str, lightgbm.Booster]) -> Sided:
    """The chances of a telling's actors."""
    chances = [dict(zip(one.keys, map(float, boosters[role].predict(one.rows[role])), strict=True)) if one.keys else {} for role in ROLES]
    return Sided(*chances)


def report(tellings: Sequence[Asked], answers: Sequence[Sided]) -> None:
    """How often the sides of tellings that are transfers are right, and of rows with both sides, from thresholds."""
    whole = sum(one.transfer for one in tellings)
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        taken = dict.fromkeys(ROLES, 0)
        right = dict.fromkeys(ROLES, 0)
        both = [0, 0]
        for one, answer in zip(tellings, answers, strict=True):
            chosen = dict(zip(ROLES, choose(answer, least), strict=True))
            good = {}
            for role, side in chosen.items():
                if side is not None:
                    taken[role] += 1
                    good[role] = one.right[role][one.keys.index(side[0])]
                    right[role] += good[role]
            if len(good) == len(ROLES):
                both[0] += 1
                both[1] += all(good.values())
        shown = ", ".join(f"{role} {right[role] / max(taken[role], 1):.3f}/{right[role] / whole:.3f}" for role in ROLES)
        print(f"sides from {least}: {shown}, both {both[1] / max(both[0], 1):.3f}/{both[1] / whole:.3f} of {whole}")


def sides(work: Path, scorer: ModuleType, into: Path) -> None:
    """Teach the trees, print their figures out of fold, write them into the package and beside the models of each fold."""
    tellings = asked(work, scorer)
    answers: list[tuple[Asked, Sided]] = []
    for fold in range(FOLDS):
        boosters = {role: fit([one for one in tellings if one.fold != fold], role) for role in ROLES}
        answers += [(one, sided(one, boosters)) for one in tellings if one.fold == fold]
        write(boosters, work / f"fold{fold}" / "events")
    report([one for one, _ in answers], [answer for _, answer in answers])
    write({role: fit(tellings, role) for role in ROLES}, into)


def write(boosters: dict[str, lightgbm.Booster], folder: Path) -> None:
    """The trees as arrays."""
    for role, booster in boosters.items():
        forest: Forest = as_forest(booster, 0.5)
        np.savez_compressed(folder / FILES[role], feature=forest.feature, threshold=forest.threshold, left=forest.left, leaf=forest.leaf, cut=SCALE)
