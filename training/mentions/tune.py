"""The two thresholds of the head, chosen on dev: how much likelier than nothing a name and a head must be."""

import json
from itertools import product
from pathlib import Path
from types import ModuleType

from benchmarks.frame import Json
from benchmarks.given import article_of_lines, english_document, layer_of
from benchmarks.mentions import TYPES, cores, told
from benchmarks.scorers import find_scorer, load
from onrecord.encoder.encode import find_encoding
from onrecord.encoder.model import Model
from onrecord.mentions.find import Least, read_mentions
from training.mentions.export import into_folder

STEPS = (-0.9, -0.6, -0.3, 0.0, 0.3, 0.6, 0.9, 1.2)


def tune(data: Path, folder: Path) -> dict[str, float]:
    """Choose by the exact F1 of names, twice, and the F1 of all mentions by head: a wrong name is worse than a missed description.

    Returns:
        The thresholds, and the two figures they reach.
    """
    scorer = load(find_scorer("score.py", data, data.parent.parent.parent, "bench/mentions"))
    gold = {record["id"]: record for record in map(json.loads, data.read_text(encoding="utf-8").splitlines())}
    model = Model(folder)
    read: dict[tuple[float, float], dict[str, Json]] = {pair: {} for pair in product(STEPS, STEPS)}
    for name, record in gold.items():
        document = english_document(record["text"])
        encoding = layer_of(find_encoding(document, article_of_lines(document, headline=False)))
        for least, likely in read:
            found = read_mentions(document, encoding, model, Least(least, likely))
            read[least, likely][name] = {"id": name, "mentions": [told(mention) for mention in found]}
        model.forget()
    figures = {pair: _figures(scorer, gold, predicted) for pair, predicted in read.items()}
    least, likely = max(figures, key=lambda pair: (round(2 * figures[pair][0] + figures[pair][1], 3), -abs(pair[0]) - abs(pair[1])))
    settings = json.loads((folder / "weights.json").read_text(encoding="utf-8"))["settings"]["mentions"]
    into_folder(folder, {}, settings | {"least": least, "likely": likely})
    return {"least": least, "likely": likely, "names": figures[least, likely][0], "all": figures[least, likely][1]}


def _figures(scorer: ModuleType, gold: dict[str, Json], predicted: dict[str, Json]) -> tuple[float, float]:
    report = scorer.evaluate(gold, {name: cores(record) for name, record in predicted.items()}, TYPES, 1)
    return report["names"]["exact"]["f1"], report["mentions"]["head"]["f1"]
