"""The trees that say which statement speaks of which deed, and whether it denies it (onrecord.events.linking), taught out of fold."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import lightgbm
import numpy as np

import onrecord
from benchmarks.event_pages import Pair
from onrecord.events.cases import RELATIONS, cases_of
from onrecord.events.linking import FILES, Weighing
from onrecord.forest import SCALE
from training.blocks import as_forest
from training.events.corpus import FOLDS, TrainPage, fold_of, train_pages
from training.events.sides import PARAMETERS, models_of_fold, onrecord_json

TREES: Final = 150


@dataclass(frozen=True, eq=False)
class Told:
    """One statement with the deeds of its page: signs, and what the gold says it does to each; None: nothing."""

    page: str
    fold: int
    stance: str | None
    rows: "np.ndarray[Any, Any]"
    relations: list[str | None]


def told(work: Path, scorer: ModuleType) -> tuple[list[Told], Counter[str]]:
    """Every statement of the train pages, read out of fold, and how many links the gold has by relation."""
    found: list[Told] = []
    whole: Counter[str] = Counter()
    for fold in range(FOLDS):
        with models_of_fold(work, fold) as model:
            for page in train_pages():
                if fold_of(page.name) == fold:
                    found += _of_page(page, fold, scorer, whole)
                    model.forget()
    return found, whole


def _of_page(page: TrainPage, fold: int, scorer: ModuleType, whole: Counter[str]) -> Iterator[Told]:
    gold = onrecord_json(page.gold)
    optional = {one["id"] for one in gold["statements"] if one.get("optional")}
    links = {(link["statement"], link["target"]): link["relation"] for link in gold["links"] if link["statement"] not in optional}
    whole.update(links.values())
    record = onrecord.read(page.text, until="attributions")
    if record.deeds is None or record.article is None or record.actors is None or record.published is None or not record.statements:
        return
    cases = cases_of(
        record.document, record.article, record.statements, record.deeds, record.actors, record.times or (), record.places or (),
        record.attributions or (), record.published.date,
    )  # fmt: skip
    weighing = Weighing(record.document, record.statements, record.attributions or (), cases, record.actors)
    statements = [{"id": one.id, "cue": {"spans": [{"start": span.start, "end": span.end} for span in one.cue.spans]}} for one in record.statements]
    events = [
        {"id": case.id, "type": case.first.draft.type, "triggers": [{"start": t.trigger.start, "end": t.trigger.end} for t in case.tellings]}
        for case in cases
    ]
    pair = Pair(page.name, gold, {"statements": statements, "events": events}, scorer, record.document.text)
    for statement in weighing.statements:
        numbers = weighing.pairings(statement)
        if not numbers or pair.statements.get(statement.id) in optional:
            continue
        known = pair.statements.get(statement.id)
        relations = [links.get((known or "", pair.events.get(cases[number].id, ""))) for number in numbers]
        yield Told(page.name, fold, statement.stance.value if statement.stance else None, weighing.rows(statement, numbers), relations)


def fit(statements: Sequence[Told], name: str) -> lightgbm.Booster:
    """Boosted trees: `speaks` of all pairs, `denies` of those that are linked as asserted or denied."""
    rows = np.vstack([one.rows for one in statements])
    relations = [relation for one in statements for relation in one.relations]
    if name == "speaks":
        labels, chosen = np.array([relation is not None for relation in relations]), np.ones(len(relations), bool)
    else:
        labels = np.array([relation == "denies" for relation in relations])
        chosen = np.array([relation in ("asserts", "denies") for relation in relations])
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(rows[chosen], labels[chosen].astype(int)), TREES)


def report(answers: Sequence[tuple[Told, dict[str, "np.ndarray[Any, Any]"]]], whole: Counter[str]) -> None:
    """Links right, by relation, from thresholds: precision and recall of all that the gold has."""
    for least in (0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7):
        taken: Counter[str] = Counter()
        right: Counter[str] = Counter()
        for one, out in answers:
            for number, relation in enumerate(one.relations):
                if out["speaks"][number] < least:
                    continue
                said = RELATIONS.get(onrecord_stance(one.stance)) if one.stance else None
                mine = said if said in ("declines", "doubts") else "denies" if out["denies"][number] >= 0.5 else "asserts" if said else None
                if mine is not None:
                    taken[mine] += 1
                    right[mine] += mine == relation
        shown = ", ".join(f"{name} {right[name] / max(taken[name], 1):.3f}/{right[name] / whole[name]:.3f}" for name in sorted(whole))
        p, r = sum(right.values()) / max(sum(taken.values()), 1), sum(right.values()) / sum(whole.values())
        print(f"links from {least}: {shown}; F1 {2 * p * r / max(p + r, 1e-9):.3f}")


def onrecord_stance(name: str) -> Any:
    """A stance by its name."""
    from onrecord.record import Stance

    return Stance(name)


def links(work: Path, scorer: ModuleType, into: Path) -> None:
    """Teach the trees, print their figures out of fold, write them into the package and beside the models of each fold."""
    statements, whole = told(work, scorer)
    answers = []
    for fold in range(FOLDS):
        boosters = {name: fit([one for one in statements if one.fold != fold], name) for name in FILES}
        write(boosters, work / f"fold{fold}" / "events")
        answers += [
            (one, {name: np.asarray(booster.predict(one.rows)) for name, booster in boosters.items()}) for one in statements if one.fold == fold
        ]
    report(answers, whole)
    write({name: fit(statements, name) for name in FILES}, into)


def write(boosters: dict[str, lightgbm.Booster], folder: Path) -> None:
    """The trees as arrays."""
    for name, booster in boosters.items():
        forest = as_forest(booster, 0.5)
        np.savez_compressed(folder / FILES[name], feature=forest.feature, threshold=forest.threshold, left=forest.left, leaf=forest.leaf, cut=SCALE)
