"""Teach the head that finds mentions, and put it into the package.

    python -m training.mentions lower  DATA [--folder F]            the encoder's second output, from the texts of DATA/train.jsonl
    python -m training.mentions learn  DATA WORK [--texts FILE …]   teachers, unmarked news, the head; resumable
    python -m training.mentions export WORK [--folder F]            the head into the folder of weights
    python -m training.mentions tune   DATA [--folder F]            its two thresholds, on DATA/dev.jsonl

DATA is bench/mentions of the shared data; WORK keeps what is half done, and may be removed. FILE has a text a line as JSON,
{"text": …}: its marks are not read. `lower` must come first, and again after the encoder has been taught anew. Needs the extra `train`.
"""

import argparse
import json
from dataclasses import asdict, fields, replace
from pathlib import Path

import numpy as np
import torch

from onrecord.encoder.model import WEIGHTS, Model
from training.mentions.data import Sample, read_records, samples
from training.mentions.export import into_folder, mentions_graph
from training.mentions.learn import Recipe, kept_samples, learn, teach
from training.mentions.lower import add_lower, find_basis, windows_of_lines
from training.mentions.tune import tune

OWN = Path(__file__).parent.parent.parent / "train/corpora/mentions/train.jsonl"
ARMS = 9  # tags from here on are of weapons and platforms


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m training.mentions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    for name, inputs in (("lower", ("data",)), ("learn", ("data", "work")), ("export", ("work",)), ("tune", ("data",))):
        step = steps.add_parser(name)
        for argument in inputs:
            step.add_argument(argument, type=Path)
        step.add_argument("--folder", type=Path, default=WEIGHTS, help="of weights; default: the package's")
        if name == "learn":
            step.add_argument("--teacher", type=int, help="teach only this one, from 0: two can be taught side by side")
            step.add_argument("--texts", type=Path, nargs="*", default=[], help="JSON Lines with texts that nobody marked")
            for field in fields(Recipe):
                step.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    given = parser.parse_args()
    if given.step == "lower":
        _lower(given.data, given.folder)
    elif given.step == "learn":
        recipe = Recipe(**{field.name: getattr(given, field.name) for field in fields(Recipe)})
        _learn(given.data, given.work, given.texts, given.folder, recipe, given.teacher)
    elif given.step == "export":
        _export(given.work, given.folder)
    else:
        print(json.dumps(tune(given.data / "dev.jsonl", given.folder)))


def _lower(data: Path, folder: Path) -> None:
    vocabulary = Model(folder).vocabulary
    windows = (window for record in read_records(data / "train.jsonl") for window in windows_of_lines(record["text"], vocabulary))
    path = folder / "encoder.onnx"
    add_lower(path, *find_basis(path, windows, vocabulary))
    told = json.loads((folder / "weights.json").read_text(encoding="utf-8"))
    into_folder(folder, {"encoder.onnx": path.read_bytes()}, told["settings"].get("mentions", {}))


def _learn(data: Path, work: Path, texts: list[Path], folder: Path, recipe: Recipe, teacher: int | None) -> None:
    torch.set_num_threads(1)  # sums in one order
    work.mkdir(parents=True, exist_ok=True)
    model = Model(folder)
    given = kept_samples(work / "given.samples", samples(read_records(data / "train.jsonl"), model))
    own = kept_samples(work / "own.samples", samples(read_records(OWN), model))
    gold = _weighed(given, own, recipe)
    if teacher is not None:
        learn(gold, recipe, recipe.seed + teacher, recipe.passes, work / f"teacher{teacher}.pt")
        return
    teachers = [learn(gold, recipe, recipe.seed + number, recipe.passes, work / f"teacher{number}.pt") for number in range(recipe.teachers)]
    plain = [{"id": str(at), "text": record["text"]} for path in texts for at, record in enumerate(read_records(path))][: recipe.news]
    unmarked = kept_samples(work / "news.samples", samples(plain, model)) if plain else []
    teach(teachers, unmarked)
    taught = learn([*gold, *unmarked], recipe, recipe.seed, recipe.last_passes if unmarked else recipe.passes, work / "head.pt")
    (work / "made.json").write_text(json.dumps({"recipe": asdict(recipe), "encoder": model.digest, "news": len(plain)}), encoding="utf-8")
    print(f"{sum(value.numel() for value in taught.parameters()):,} weights in {work / 'head.pt'}")


def _weighed(given: list[Sample], own: list[Sample], recipe: Recipe) -> list[Sample]:
    """Gold as often as it is seen in a pass; a sample that comes twice is the same object."""
    arms = [sample for sample in given if bool((sample.names >= ARMS).any())]
    return [*(replace(sample, soft=None) for sample in given), *own * recipe.own, *arms * (recipe.arms - 1)]


def _export(work: Path, folder: Path) -> None:
    kept = torch.load(work / "head.pt", weights_only=False)
    weights = {name: value.float().numpy().astype(np.float32) for name, value in kept["head"].items()}
    mentions_graph(weights).write(folder / "mentions.onnx")
    before = json.loads((folder / "weights.json").read_text(encoding="utf-8"))["settings"].get("mentions", {})
    settings = {"least": 0.0, "likely": 0.0} | before | {"made": json.loads((work / "made.json").read_text(encoding="utf-8"))}
    into_folder(folder, {"mentions.onnx": (folder / "mentions.onnx").read_bytes()}, settings)


if __name__ == "__main__":
    main()
