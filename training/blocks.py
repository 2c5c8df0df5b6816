"""The block classifier: which lines of a page are its body, learnt from the dev pages of bench/extraction.

    python -m training.blocks --cv              # figures out of fold, by site: no page is read by trees that saw its site
    python -m training.blocks --write           # train on all pages and write src/onrecord/article/models/

The set has no train part, so the figures to steer by are those of --cv (DESIGN, "A set without a train part"). The truth gives
bodies, or pieces that must and must not be in the body; a line is body if 80 % of its 4-gram shingles are (as flatten.py
beside the data says), what the truth says nothing of counts for nothing. A site is wholly in one fold.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import lightgbm
import numpy as np

from benchmarks.scorers import load
from onrecord.article.features import NAMES
from onrecord.article.forest import LEAVES, SCALE, Forest
from onrecord.article.lines import Line
from onrecord.article.weighing import Weighed, choose_by, weigh
from onrecord.errors import PageError
from onrecord.page import Capture, page_of_text, read_page
from onrecord.record import BlockKind

FOLDS = 5
TREES = 160
CUT = {"html": 0.5, "text": 0.5}  # of the probability; chosen out of fold
PARAMETERS: dict[str, Any] = {
    "objective": "binary", "learning_rate": 0.06, "num_leaves": 15, "min_data_in_leaf": 30, "feature_fraction": 0.4,
    "bagging_fraction": 0.7, "bagging_freq": 1, "lambda_l2": 5.0, "verbose": -1, "seed": 7, "num_threads": 2, "deterministic": True,
}  # fmt: skip
MODELS = Path(__file__).parent.parent / "src/onrecord/article/models"


@dataclass(frozen=True, slots=True)
class Sample:
    """One page: its lines, a row of features each, and whether each is body (1), not (0), or unknown (-1)."""

    truth: dict[str, Any]
    weighed: Weighed
    labels: list[int]
    numbers: list[int]  # flattened text: which line of the file each line is

    @property
    def lines(self) -> Sequence[Line]:
        return self.weighed.lines

    @property
    def rows(self) -> "np.ndarray[Any, Any]":
        return self.weighed.rows

    @property
    def fold(self) -> int:
        return int(hashlib.sha1(self.truth["site"].encode()).hexdigest(), 16) % FOLDS


def samples(data: Path, scorer: ModuleType) -> list[Sample]:
    """The pages of a data set that have the truth of their body."""
    found = []
    for line in (data / "truth.jsonl").read_text(encoding="utf-8").splitlines():
        truth = json.loads(line)
        if "body" not in truth and "must_have" not in truth:
            continue
        try:
            if "html_file" in truth:
                page = read_page(gzip.decompress((data / truth["html_file"]).read_bytes()), Capture(truth["url"]))
            else:
                page = page_of_text((data / truth["text_file"]).read_bytes().decode("utf-8"), Capture(truth["id"]))
        except PageError as error:
            print(f"{truth['id']}: {error}")
            continue
        weighed = weigh(page.document, page.layout)
        numbers = [page.document.text.count("\n", 0, line.span.start) for line in weighed.lines] if "text_file" in truth else []
        found.append(Sample(truth, weighed, labels_of(weighed.lines, truth, scorer), numbers))
    return found


def labels_of(lines: Sequence[Line], truth: dict[str, Any], scorer: ModuleType) -> list[int]:
    if "body" not in truth:
        return [_by_pieces(" ".join(line.text.split()), truth) for line in lines]
    inside = set(scorer.shingles(" ".join(truth["body"])))
    whole = {tuple(scorer.words(line)) for paragraph in truth["body"] for line in paragraph.split("\n")}
    optional = {tuple(scorer.words(truth["body"][i])) for i in truth.get("optional", [])}
    found = []
    for line in lines:
        words = tuple(scorer.words(line.text))
        own = scorer.shingles(line.text) if len(words) >= 4 else {}
        share = sum(piece in inside for piece in own) / len(own) if own else 0.0
        is_body = bool(words) and (words in whole or share >= 0.8)
        found.append(-1 if is_body and words in optional else int(is_body))
    return found


def _by_pieces(text: str, truth: dict[str, Any]) -> int:
    if any(" ".join(piece.split()) in text for piece in truth["must_have"]):
        return 1
    return 0 if any(" ".join(piece.split()) in text for piece in truth["must_not_have"]) else -1


def weights_of(sample: Sample) -> "np.ndarray[Any, Any]":
    """Every page with a body counts alike, its lines by the root of their length; a known piece of the others counts a little."""
    size = np.array([min(40.0, len(line.text) ** 0.5) * (label >= 0) for line, label in zip(sample.lines, sample.labels, strict=True)])
    return size * 100 / max(1.0, float(size.sum())) if "body" in sample.truth else size * 0.3


def fit(pages: Sequence[Sample]) -> lightgbm.Booster:
    chosen = [page for page in pages if len(page.rows)]
    rows = np.vstack([sample.rows for sample in chosen])
    labels = np.concatenate([sample.labels for sample in chosen])
    weights = np.concatenate([weights_of(sample) for sample in chosen])
    known = (labels >= 0) & (weights > 0)
    return lightgbm.train(PARAMETERS, lightgbm.Dataset(rows[known], labels[known], weight=weights[known]), TREES)


def as_forest(booster: lightgbm.Booster, cut: float) -> Forest:
    trees = [tree["tree_structure"] for tree in booster.dump_model()["tree_info"]]
    nodes = LEAVES - 1
    feature = np.zeros((len(trees), nodes), dtype=np.int32)
    threshold = np.full((len(trees), nodes), np.inf)
    left = np.full((len(trees), nodes), 0xFFFF, dtype=np.uint16)
    leaf = np.zeros((len(trees), LEAVES), dtype=np.int32)
    for t, root in enumerate(trees):
        counts = [0, 0]  # nodes, leaves

        def walk(node: dict[str, Any], t: int = t, counts: list[int] = counts) -> None:
            if "leaf_value" in node:
                leaf[t, counts[1]] = round(node["leaf_value"] * SCALE)
                counts[1] += 1
                return
            here, first = counts[0], counts[1]
            counts[0] += 1
            feature[t, here], threshold[t, here] = node["split_feature"], node["threshold"]
            walk(node["left_child"])
            left[t, here] = 0xFFFF ^ sum(1 << bit for bit in range(first, counts[1]))
            walk(node["right_child"])

        walk(root)
    return Forest(feature, threshold, left, leaf, round(SCALE * float(np.log(cut / (1 - cut)))))


def write(forest: Forest, path: Path) -> None:
    np.savez_compressed(path, feature=forest.feature, threshold=forest.threshold, left=forest.left, leaf=forest.leaf, cut=forest.cut)


def _scored(body: dict[int, BlockKind]) -> list[int]:
    """Standfirsts are left out of what the scorer is given, as in benchmarks/extraction.py."""
    return [i for i, kind in body.items() if kind is not BlockKind.STANDFIRST]


def figures(name: str, pages: Sequence[Sample], bodies: Sequence[Sequence[int]], scorer: ModuleType) -> None:
    predicted = _predictions(pages, bodies)
    english = scorer.score([page.truth for page in pages if page.truth["lang"] == "en"], predicted)
    whole = scorer.summarise(scorer.score([page.truth for page in pages], predicted)["all"])
    print(f"{name:12} {'snippets, any language':22} F1 {whole['snippet F1']:.4f}")
    for origin in ("all", "aeb", "fundus-eval", "fundus-test"):
        of = scorer.summarise(english.get(origin, []))
        lines = f"  line F1 {of['line F1']:.4f}" if of.get("line F1") is not None else ""
        print(f"{'':12} {origin:22} F1 {of['body F1']:.4f}  P {of['body P']:.4f}  R {of['body R']:.4f}  exact {of['body exact']:.3f}{lines}")


def _predictions(pages: Sequence[Sample], bodies: Sequence[Sequence[int]]) -> list[dict[str, Any]]:
    """In the scorer's form."""
    found: list[dict[str, Any]] = []
    for page, body in zip(pages, bodies, strict=True):
        found.append({"id": page.truth["id"], "body": [page.lines[i].text for i in body]})
        if page.numbers:
            found[-1]["lines"] = sorted({page.numbers[i] for i in body})
    return found


def _keep(path: Path, pages: Sequence[Sample], bodies: Sequence[Sequence[int]]) -> None:
    lines = [json.dumps(prediction, ensure_ascii=False) for prediction in _predictions(pages, bodies)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/bench/extraction/dev"))
    parser.add_argument("--form", choices=("html", "text"), action="append", help="one kind of page; both by default")
    parser.add_argument("--cv", action="store_true", help="print figures out of fold, by site")
    parser.add_argument("--predictions", type=Path, help="keep the bodies of --cv in the scorer's form, one file a form: FILE.html.jsonl")
    parser.add_argument("--write", action="store_true", help="train on every page and write the model")
    options = parser.parse_args()
    scorer = load(options.data.parent / "score.py")
    for form in options.form or ("html", "text"):
        pages = samples(options.data if form == "html" else options.data / "flat", scorer)
        print(
            f"{form}: {len(pages)} pages, {sum(len(page.lines) for page in pages):,} lines, {len(NAMES)} features; "
            f"{sum(not len(page.rows) for page in pages)} pages too short or too long, left to the rules"
        )
        if options.cv:
            bodies = [_scored(page.weighed.by_rules) for page in pages]
            figures("rules", pages, bodies, scorer)
            for fold in range(FOLDS):
                forest = as_forest(fit([page for page in pages if page.fold != fold]), CUT[form])
                for i, page in enumerate(pages):
                    if page.fold == fold and len(page.rows):
                        bodies[i] = _scored(choose_by(forest, page.weighed))
            figures("out of fold", pages, bodies, scorer)
            if options.predictions:
                _keep(options.predictions.with_suffix(f".{form}.jsonl"), pages, bodies)
        if options.write:
            MODELS.mkdir(exist_ok=True)
            write(as_forest(fit(pages), CUT[form]), MODELS / f"blocks-{form}.npz")
    if options.write:
        sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(MODELS.glob("*.npz"))]
        (MODELS / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


if __name__ == "__main__":
    main()
