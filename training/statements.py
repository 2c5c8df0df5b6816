"""The second opinion: how much surer an attribution is where the rules read alike, fitted on bench/attribution dev.

    python -m training.statements --data DATA/bench/attribution/dev.jsonl

prints the log odds that stand in `onrecord/statements/joined.py`, what else the thresholds there would give, and how often the
statements of each confidence are right. It needs no more than `benchmarks` does.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.frame import read_jsonl
from benchmarks.given import article_of_lines, english_document, layer_of
from benchmarks.scorers import load
from onrecord.encoder.encode import find_encoding
from onrecord.encoder.odds import logit
from onrecord.statements.draft import Draft
from onrecord.statements.joined import LEAST, Least
from onrecord.statements.page import find_drafts
from onrecord.text import Span

SECONDS = ("same", "other", "silent", "new")


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft of the encoder on the outermost level, and whether it is right in the sense of who-what."""

    draft: Draft
    right: bool


def drafts_of(gold: Sequence[dict[str, Any]], scorer: ModuleType) -> list[Seen]:
    """Whatever the encoder thought likely at all, on the articles of a set."""
    return [seen for article in gold for seen in _drafts_of(article, scorer)]


def _drafts_of(gold: dict[str, Any], scorer: ModuleType) -> list[Seen]:
    document = english_document(gold["text"])
    article = article_of_lines(document, headline=True)
    drafts = find_drafts(document, article, layer_of(find_encoding(document, article)), Least(keep=0.0, bare=0.0, new=0.0, inner=1.0))
    sure = [d for d in drafts if d.confidence >= 0.5]
    outer = [d for d in drafts if d.second and not any(d.cue in piece for o in sure if o is not d for piece in o.content)]
    tokens = [m.span() for m in scorer.WORD.finditer(gold["text"])]

    def words(spans: Sequence[Span]) -> frozenset[int]:
        return frozenset(i for i, (start, end) in enumerate(tokens) if any(start < s.end and end > s.start for s in spans))

    wanted = scorer.token_sets(gold, tokens)
    found = [{"source": words(d.source), "cue": words([d.cue]), "content": words(d.contents())} for d in outer]
    right = {id(b) for a, b in scorer.pairs(wanted, found) if scorer.says_the_same(a, b)}
    return [Seen(draft, id(b) in right) for draft, b in zip(outer, found, strict=True)]


def fit(seen: Sequence[Seen]) -> dict[str, float]:
    """Log odds under which what was right and wrong is likeliest: a weight of the encoder's, and one of each second opinion."""
    x = np.array([[logit(s.draft.heard), *(float(s.draft.second == second) for second in SECONDS)] for s in seen])
    y = np.array([float(s.right) for s in seen])
    weights, ridge = np.zeros(x.shape[1]), 0.1
    for _ in range(30):
        likely = 1 / (1 + np.exp(-(x @ weights)))
        weights += np.linalg.solve((x.T * (likely * (1 - likely))) @ x + ridge * np.eye(x.shape[1]), x.T @ (y - likely) - ridge * weights)
    return {name: round(float(w), 2) for name, w in zip(("encoder", *SECONDS), weights, strict=True)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.statements", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="bench/attribution/dev.jsonl")
    args = parser.parse_args()
    gold = read_jsonl(args.data)
    seen = drafts_of(gold, load(args.data.parent / "score.py"))
    count = sum(len(article["attributions"]) for article in gold)
    weights = fit(seen)
    print(weights)
    for second in SECONDS:
        of = [s for s in seen if s.draft.second == second]
        print(f"{second:8}{len(of):6} drafts, right {np.mean([s.right for s in of]):.2f}")
    likely = {id(s): 1 / (1 + np.exp(-(weights["encoder"] * logit(s.draft.heard) + weights[s.draft.second or "new"]))) for s in seen}
    for name, chosen in _kinds(seen).items():
        print(f"\nF1 of who-what by the threshold of what is {name}, the others at {LEAST.keep}")
        for least in (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
            taken = [s for s in seen if likely[id(s)] >= (least if id(s) in chosen else LEAST.keep)]
            right = sum(s.right for s in taken)
            print(f"  {least:.2f}  {2 * right / (len(taken) + count):.4f}  P {right / len(taken):.3f}  R {right / count:.3f}")


def _kinds(seen: Sequence[Seen]) -> dict[str, set[int]]:
    return {
        "known": {id(s) for s in seen if s.draft.known and s.draft.source},
        "new": {id(s) for s in seen if not s.draft.known},
        "without a source": {id(s) for s in seen if s.draft.known and not s.draft.source},
    }


if __name__ == "__main__":
    main()
