"""The weights by which a name is taken for a place's: what `training.places` learns of raw text.

A candidate that overlaps a name of the truth is right; of two that overlap, one that is equal to it. GeoVirus marks no adjectives, so its
adjectives teach nothing. Signs are of closed sorts (`candidates.signs`): no name is one. A sign that fewer than LEAST candidates have is dropped.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.grounding.places.candidates import Candidate, Page, Token, candidates_of, signs, tokens_of
from onrecord.grounding.places.find import SIGNS, weigh_names

STEPS, DECAY, LEAST = 300, 0.0002, 12
OUT = Path(__file__).parent.parent / "src/onrecord/grounding/places" / SIGNS


@dataclass(slots=True)
class Sample:
    """One document: its words and candidates, the signs of each, and which are right (1), wrong (0) or teach nothing (-1)."""

    record: dict[str, Any]
    tokens: list[Token]
    candidates: list[Candidate]
    signs: list[list[str]]
    right: list[int]


def sample_of(name: str, record: dict[str, Any]) -> Sample:
    """A document with its truth."""
    text = record["text"]
    tokens = tokens_of(text, 0, len(text))
    candidates = list(candidates_of(text, tokens))
    page = Page(text, tokens, candidates)
    told = [signs(page, one) for one in candidates]
    right = []
    for one in candidates:
        over = [t for t in record["toponyms"] if t["start"] < one.end and one.start < t["end"]]
        label = int(bool(over))
        rival = [c for c in candidates if c is not one and c.start < one.end and one.start < c.end]
        if over and rival and (over[0]["start"], over[0]["end"]) != (one.start, one.end):
            label = int(not any((c.start, c.end) == (over[0]["start"], over[0]["end"]) for c in rival))
        if name == "geovirus" and any(m.how in ("adjective", "people") for m in one.meanings):
            label = -1
        right.append(label)
    return Sample(record, tokens, candidates, told, right)


def learn(samples: Sequence[Sample]) -> dict[str, float]:
    """Sign → weight: a logistic regression, by Adam on all candidates at once."""
    rows = [(s, r) for sample in samples for s, r in zip(sample.signs, sample.right, strict=True) if r >= 0]
    counts = Counter(sign for row, _ in rows for sign in row)
    at = {sign: n for n, sign in enumerate(sorted(sign for sign, count in counts.items() if count >= LEAST))}
    pairs = [(n, at[sign]) for n, (row, _) in enumerate(rows) for sign in row if sign in at]
    row_of, column_of = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    y = np.array([r for _, r in rows], dtype=float)
    weights, mean, square = np.zeros(len(at)), np.zeros(len(at)), np.zeros(len(at))
    for step in range(1, STEPS + 1):
        chance = 1 / (1 + np.exp(-np.bincount(row_of, weights[column_of], len(y))))
        slope = np.bincount(column_of, (chance - y)[row_of], len(at)) / len(y) + DECAY * weights
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - 0.05 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return {sign: round(float(weights[n]), 3) for sign, n in at.items()}


def spans_of(sample: Sample, weights: dict[str, float]) -> list[tuple[int, int]]:
    """The names that are found in a document."""
    return [(n.start, n.end) for n in weigh_names(sample.record["text"], sample.tokens, sample.candidates, weights)]
