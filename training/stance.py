"""Would a learned head read stances better than the rules? Ridge regression over the encoder's vectors, held against them out of fold.

    python -m training.stance --weights FOLDER [--news DATA/bench/attribution/dev.jsonl]

Learns from the train part of train/corpora/stance and from the examples of cues.tsv and idioms.tsv; five folds, no cue word in two
of them. Prints each reader's figures; with `--news` also how many of the statements of real news that the rules read as
asserted the head would turn into something else. It writes nothing: the head was not taken (train/corpora/stance/README.md says why).
"""

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.stance import figures
from onrecord.encoder.model import Model
from onrecord.encoder.windows import windows_of
from onrecord.statements.cues import read_entries
from onrecord.statements.idioms import read_idioms
from onrecord.statements.stance import read_plain_stance, read_stance
from training.stance_corpus import Pieces, read_sentences, split_of, unmark

FOLDS: Final = 5
SEED: Final = 1
PRICE: Final = 300.0  # of large weights; of 100, 300, 1000 and 3000 the best out of fold
MARGIN: Final = 0.2  # that the head has to be surer by than of "asserts"
OF_EXAMPLES: Final = 0.5  # weight of a lexicon's example beside a sentence of the corpus
CONTENT_WORDS: Final = (12, 4)

Floats = NDArray[np.float32]
Read = Callable[[Floats], NDArray[np.float64]]


def vectors_of(model: Model, text: str, source: Pieces | None, cue: Pieces, content: Pieces | None) -> Floats:
    """Means of the vectors of the cue, of the content's first twelve and first four words, and of the source: shape (4 · 384,)."""
    start = text.rfind("\n", 0, cue[0][0]) + 1
    end = text.find("\n", cue[-1][1])
    parted = model.vocabulary.encode(text, start, len(text) if end < 0 else end)
    window = next(w for w in windows_of(text, [parted]) if cue[0][0] < w.end)
    vectors = model.vectors(window)

    def mean(pieces: Pieces | None, most: int | None = None) -> Floats:
        at = [k for k, word in enumerate(window.words) if any(word.start < b and a < word.end for a, b in pieces or ())][:most]
        return np.asarray(vectors[at].mean(0) if at else np.zeros(vectors.shape[1]), np.float32)

    return np.concatenate([mean(cue), *(mean(content, most) for most in CONTENT_WORDS), mean(source)])


def learn(vectors: Floats, labels: Sequence[str], weights: Sequence[float], stances: Sequence[str]) -> Read:
    """Ridge regression, a column a stance; what comes back gives scores, shape (items, stances)."""
    middle, spread = vectors.mean(0), vectors.std(0) + 1e-6

    def scaled(rows: Floats) -> NDArray[np.float64]:
        return np.hstack([(rows - middle) / spread, np.ones((len(rows), 1))])

    rows = scaled(vectors)
    wanted = np.array([[label == stance for stance in stances] for label in labels], float)
    weighted = rows * np.array(weights)[:, None]
    solved = np.linalg.solve(rows.T @ weighted + PRICE * np.eye(rows.shape[1]), weighted.T @ wanted)
    return lambda asked: scaled(asked) @ solved


def joined(rules: Sequence[str], scores: NDArray[np.float64], stances: Sequence[str]) -> list[str]:
    """The rules, but for what they read as asserted: there the head, where it is surer of something else."""
    asserts = stances.index("asserts")
    best = scores.argmax(1)
    sure = scores.max(1) - scores[:, asserts] > MARGIN
    return [stances[best[k]] if rule == "asserts" and sure[k] else rule for k, rule in enumerate(rules)]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m training.stance", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--weights", type=Path, required=True, help="folder of the encoder's weights")
    parser.add_argument("--news", type=Path, help="attributions of news, as bench/attribution has them")
    args = parser.parse_args(argv)
    model = Model(args.weights)
    every = read_sentences()
    split = split_of(every)
    corpus = [s for s in every if split[s.id] == "train"]
    gold = [_name(s.stance) for s in corpus]
    vectors = np.stack([vectors_of(model, s.text, s.source, s.cue, s.content) for s in corpus])
    marked = [(entry, *unmark(entry.example)) for entry in (*read_entries(), *read_idioms())]
    examples = np.stack([vectors_of(model, text, at.get("source"), at["cue"], at.get("content")) for _, text, at in marked])
    labels = [_name(entry.stance) for entry, _, _ in marked]
    stances = sorted({*gold, *labels})

    def taught(of: Sequence[int]) -> Read:
        rows, names = np.vstack([vectors[list(of)], examples]), [*(gold[k] for k in of), *labels]
        return learn(rows, names, [*(1.0 for _ in of), *(OF_EXAMPLES for _ in labels)], stances)

    lemmas = sorted({s.lemma for s in corpus})
    random.Random(SEED).shuffle(lemmas)
    fold = {lemma: k % FOLDS for k, lemma in enumerate(lemmas)}
    scores = np.zeros((len(corpus), len(stances)))
    for held in range(FOLDS):
        out = [k for k, s in enumerate(corpus) if fold[s.lemma] == held]
        scores[out] = taught([k for k, s in enumerate(corpus) if fold[s.lemma] != held])(vectors[out])
    plain = [_name(read_plain_stance(s.words(s.cue))) for s in corpus]
    rules = [_name(read_stance(s.words(s.cue), s.words(s.content))) for s in corpus]
    print(f"{len(corpus)} sentences, {len(labels)} examples, encoder {model.digest[:12]}")
    for who, read in (
        ("plain rule", plain),
        ("rules", rules),
        ("head", [stances[k] for k in scores.argmax(1)]),
        ("plain rule and head", joined(plain, scores, stances)),
        ("rules and head", joined(rules, scores, stances)),
    ):
        row = figures(gold, read)
        print(f"{who:<20}" + "".join(f"  {name} {value or 0:.3f}" for name, value in row.items()))
    if args.news:
        _print_news(args.news, model, taught(range(len(corpus))), stances)


def _print_news(path: Path, model: Model, head: Read, stances: list[str]) -> None:
    """How much of what the rules read as asserted in news the head would turn."""
    rules: list[str] = []
    rows: list[Floats] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        article: dict[str, Any] = json.loads(line)
        text = article["text"]
        for found in article["attributions"]:
            if found["cue"]:
                words = (" ".join(text[a:b] for a, b in found[part] or ()) for part in ("cue", "content"))
                rules.append(_name(read_stance(*words)))
                rows.append(vectors_of(model, text, found["source"], found["cue"], found["content"]))
    turned = Counter(new for new, rule in zip(joined(rules, head(np.stack(rows)), stances), rules, strict=True) if new != rule)
    into = ", ".join(f"{count} into {stance}" for stance, count in turned.most_common(4))
    print(f"news: {len(rules)} statements, {rules.count('asserts')} read as asserted; the head would turn {turned.total()}: {into}")


def _name(stance: object) -> str:
    return str(stance) if stance else "none"


if __name__ == "__main__":
    main()
