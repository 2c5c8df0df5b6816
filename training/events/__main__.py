"""Teach what reads clauses and deeds, and put it into the package. Every step is resumable; WORK keeps what is half done, and may be removed.

    python -m training.events texts   DATA WORK       texts for the parser: attribution/train.jsonl and mentions/train.jsonl of DATA (shared/bench)
    .venv-peers/bin/python training/events/silver.py WORK/texts.jsonl WORK/silver.jsonl
    python -m training.events clauses WORK            the head on spaCy's parses alone
    python -m training.events deeds   WORK            the same head on our own corpora too; also without each third of it
    python -m training.events export  WORK            the head into the folder of weights
    python -m training.events samples DATA WORK       what judge and weigher learn from: the corpus, read by heads that did not learn it; DATA
    python -m training.events weigh   WORK [--only-licensed]    judge and parties, with their figures out of fold, into the package
    python -m training.events graded  WORK            how a judge does on UW's graded deeds, by folds; writes nothing
    python -m training.events sides   DATA WORK       who supplies and who takes, with the whole page in view: taught on what was read out of fold
    python -m training.events links   DATA WORK       which statement speaks of which deed, the same way, with the sides in place
    python -m training.events rows    DATA WORK       the chance that a row of the register is right; last, for it reads by all the others

Needs the extra `train`; `silver.py` needs the peers' environment (make peers).
"""

import argparse
import json
import random
import shutil
from pathlib import Path

import numpy as np
import torch

from benchmarks.scorers import find_scorer, load
from onrecord.encoder.model import WEIGHTS, Model
from training.events.corpus import FOLDS, fold_of, records
from training.events.data import deeds, kept, parts, silver
from training.events.export import clauses_graph
from training.events.learn import Recipe, clause_figures, learn
from training.events.links import links
from training.events.rows import rows
from training.events.samples import factuality, others, own
from training.events.sides import sides
from training.events.weigh import MODELS, report_graded, seal, weigh
from training.mentions.export import into_folder
from training.mentions.lower import windows_of_lines

WORDS = 420_000  # of texts that are parsed
CLAUSES = Recipe(passes=18)
DEEDS = Recipe(passes=5, rate=8e-4, drop=0.3)
SILVER_EVERY = 3  # of the parsed windows, this part is seen beside our own corpus
OWN_TIMES = 3


def main() -> None:
    """Run one step."""
    parser = argparse.ArgumentParser(prog="python -m training.events", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(dest="step", required=True)
    for name, inputs in (
        ("texts", ("data", "work")), ("clauses", ("work",)), ("deeds", ("work",)), ("export", ("work",)), ("samples", ("data", "work")),
        ("weigh", ("work",)), ("graded", ("work",)), ("sides", ("data", "work")), ("links", ("data", "work")), ("rows", ("data", "work")),
    ):  # fmt: skip
        step = steps.add_parser(name)
        for argument in inputs:
            step.add_argument(argument, type=Path)
        step.add_argument("--folder", type=Path, default=WEIGHTS, help="of weights; default: the package's")
        step.add_argument("--threads", type=int, default=1, help="1 gives the same weights each time")
        if name == "weigh":
            step.add_argument("--only-licensed", action="store_true", help="without the UW factuality texts")
    given = parser.parse_args()
    torch.set_num_threads(given.threads)
    if given.step == "texts":
        _texts(given.data, given.work, given.folder)
    elif given.step == "clauses":
        _clauses(given.work, given.folder)
    elif given.step == "deeds":
        _deeds(given.work, given.folder)
    elif given.step == "export":
        _export(given.work / "deeds.pt", given.folder)
    elif given.step == "samples":
        own(given.work, given.folder)
        others(given.data, given.work, given.folder)
        factuality(given.data / "events" / "factuality.dev.jsonl", given.work, given.folder)
    elif given.step == "weigh":
        weigh(given.work, only_licensed=given.only_licensed)
    elif given.step == "graded":
        report_graded(given.work)
    else:
        scorer = load(find_scorer("score.py", given.data, given.data.parent, "pages"))
        {"sides": sides, "links": links, "rows": rows}[given.step](given.work, scorer, MODELS)
        seal()


def _texts(data: Path, work: Path, folder: Path) -> None:
    model = Model(folder)
    texts = []
    for name in ("attribution", "mentions"):
        for line in (data / name / "train.jsonl").read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record.get("weights", "yes") != "no":
                texts.append(record["text"])
    random.Random(1).shuffle(texts)
    work.mkdir(parents=True, exist_ok=True)
    count = 0
    with (work / "texts.jsonl").open("w", encoding="utf-8") as out:
        for text in texts:
            words = [word for window in windows_of_lines(text, model.vocabulary) for word in window.words][:1500]
            if len(words) < 30:
                continue
            out.write(json.dumps({"text": text[: words[-1].end], "words": [[word.start, word.end] for word in words]}) + "\n")
            count += len(words)
            if count > WORDS:
                break
    print(f"{count} words in {work / 'texts.jsonl'}")


def _clauses(work: Path, folder: Path) -> None:
    windows = kept(work / "silver.samples", silver(work / "texts.jsonl", work / "silver.jsonl", Model(folder), WORDS))
    taught, held = parts(windows, 20)
    print(clause_figures(learn([(taught, 1)], CLAUSES, work / "clauses.pt"), held))


def _deeds(work: Path, folder: Path) -> None:
    model = Model(folder)
    windows = kept(work / "silver.samples", [])
    taught, held = parts(windows, 20)
    told = records()
    for fold in (*range(FOLDS), None):
        own_windows = list(deeds((record for record in told if fold is None or fold_of(record["id"]) != fold), model))
        name = "deeds" if fold is None else f"deeds-{fold}"
        head = learn([(taught[::SILVER_EVERY], 1), (own_windows, OWN_TIMES)], DEEDS, work / f"{name}.pt", begin=work / "clauses.pt")
        if fold is None:
            print(clause_figures(head, held))
        else:
            shutil.copytree(folder, work / f"fold{fold}", dirs_exist_ok=True)
            _export(work / f"{name}.pt", work / f"fold{fold}")


def _export(state: Path, folder: Path) -> None:
    kept_state = torch.load(state, weights_only=False)
    weights = {name: value.float().numpy().astype(np.float32) for name, value in kept_state["head"].items()}
    clauses_graph(weights).write(folder / "clauses.onnx")
    before = json.loads((folder / "weights.json").read_text(encoding="utf-8"))["settings"].get("clauses", {})
    into_folder(folder, {"clauses.onnx": (folder / "clauses.onnx").read_bytes()}, {**before, "made": kept_state["recipe"]}, "clauses")


if __name__ == "__main__":
    main()
