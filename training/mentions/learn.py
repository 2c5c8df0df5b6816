"""Training of the head: teachers on gold, their probabilities on unmarked news, and one head on both.

A few thousand names are little to learn from. Several heads, taught from other seeds, agree more often than each is right; what they say
together of news without marks teaches one head most of what they know together (distillation, Hinton et al. 2015, arXiv:1503.02531).
Everything is a function of the data, the packaged encoder and the recipe. A run that is broken off goes on at the last pass written.
"""

import math
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.mentions.tagging import HEAD_TAGS, NAME_TAGS
from training.mentions.data import IGNORED, Sample
from training.mentions.net import SEEN, Head


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that the weights depend on beside the data and the encoder."""

    teachers: int = 2
    passes: int = 14  # of a teacher over the gold
    last_passes: int = 6  # of the head that ships, over gold and unmarked news
    news: int = 400  # texts without marks, from the first
    windows: int = 24  # a step
    rate: float = 2e-3
    warm: float = 0.05
    decay: float = 0.02
    drop: float = 0.3
    heads: float = 0.7  # weight of the loss of phrases' heads
    own: int = 2  # how often our own corpus is seen in a pass
    arms: int = 3  # how often windows of others with weapons are
    seed: int = 1


@dataclass(slots=True)
class Batch:
    """Windows as tensors, as long as the longest."""

    lower: Tensor
    upper: Tensor
    surface: Tensor
    mask: Tensor
    names: Tensor
    heads: Tensor
    soft: tuple[Tensor, Tensor] | None


def batch_of(samples: Sequence[Sample]) -> Batch:
    """Samples as tensors; all of them have soft labels, or none."""
    rows, longest = len(samples), max(len(sample.names) for sample in samples)
    lower, upper = torch.zeros(rows, longest, SEEN), torch.zeros(rows, longest, SEEN)
    surface, mask = torch.zeros(rows, longest, 6, dtype=torch.long), torch.zeros(rows, longest, dtype=torch.bool)
    names, heads = torch.full((rows, longest), IGNORED), torch.full((rows, longest), IGNORED)
    soft = (torch.zeros(rows, longest, NAME_TAGS), torch.zeros(rows, longest, HEAD_TAGS)) if samples[0].soft else None
    for row, sample in enumerate(samples):
        size = len(sample.names)
        lower[row, :size], upper[row, :size] = torch.from_numpy(sample.lower).float(), torch.from_numpy(sample.upper).float()
        surface[row, :size], mask[row, :size] = torch.from_numpy(sample.surface), True
        names[row, :size], heads[row, :size] = torch.from_numpy(sample.names), torch.from_numpy(sample.heads)
        if soft is not None and sample.soft is not None:
            for into, given in zip(soft, sample.soft, strict=True):
                into[row, :size] = torch.from_numpy(given).float()
    return Batch(lower, upper, surface, mask, names, heads, soft)


def loss_of(head: Head, batch: Batch, recipe: Recipe) -> Tensor:
    """Cross-entropy a word: with the marks, or with a teacher's probabilities."""
    names, heads = head(batch.lower, batch.upper, batch.surface, batch.mask)
    if batch.soft is not None:
        words = batch.mask.float()
        both = [
            -(wanted * functional.log_softmax(got, -1)).sum(-1).mul(words).sum() / words.sum()
            for wanted, got in zip(batch.soft, (names, heads), strict=True)
        ]
        return both[0] + recipe.heads * both[1]
    loss = functional.cross_entropy(names.flatten(0, 1), batch.names.flatten(), ignore_index=IGNORED)
    if bool((batch.heads != IGNORED).any()):
        loss = loss + recipe.heads * functional.cross_entropy(heads.flatten(0, 1), batch.heads.flatten(), ignore_index=IGNORED)
    return loss


def learn(samples: Sequence[Sample], recipe: Recipe, seed: int, passes: int, state: Path) -> Head:
    """Teach a head; `state` is written after each pass, and taken up where it is there.

    Raises:
        ValueError: the state is of another recipe.
    """
    torch.manual_seed(seed)
    head = Head(recipe.drop)
    steps = torch.optim.AdamW(head.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    done = 0
    if state.exists():
        kept = torch.load(state, weights_only=False)
        if (kept["recipe"], kept["seed"], kept["passes"]) != (asdict(recipe), seed, passes):
            raise ValueError(f"{state} is of another recipe: remove it, or give another folder")
        head.load_state_dict(kept["head"])
        steps.load_state_dict(kept["steps"])
        done = kept["done"]
    whole = passes * _batches(samples, recipe)
    for number in range(done, passes):
        chance = random.Random(f"{seed}/{number}")
        torch.manual_seed(seed * 1000 + number)  # what is dropped does not depend on where a run was broken off
        head.train()
        total = 0.0
        for at, batch in enumerate(_shuffled(samples, recipe, chance), number * _batches(samples, recipe)):
            for group in steps.param_groups:
                group["lr"] = recipe.rate * min(1.0, at / (recipe.warm * whole + 1)) * max(0.0, 1 - at / whole)
            loss = loss_of(head, batch, recipe)
            steps.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            steps.step()
            total += float(loss.detach())
        told = {"recipe": asdict(recipe), "seed": seed, "passes": passes, "done": number + 1, "head": head.state_dict(), "steps": steps.state_dict()}
        beside = state.with_suffix(".new")
        torch.save(told, beside)
        beside.replace(state)
        print(f"{state.stem}: pass {number + 1} of {passes}, loss {total / max(1, _batches(samples, recipe)):.4f}", flush=True)
    head.eval()
    return head


def _batches(samples: Sequence[Sample], recipe: Recipe) -> int:
    soft = sum(sample.soft is not None for sample in samples)
    return math.ceil(soft / recipe.windows) + math.ceil((len(samples) - soft) / recipe.windows)


def _shuffled(samples: Sequence[Sample], recipe: Recipe, chance: random.Random) -> Iterator[Batch]:
    """Batches of windows of like length in any order; marked and unmarked ones apart."""
    groups: list[list[Sample]] = []
    for soft in (False, True):
        order = [sample for sample in samples if (sample.soft is not None) == soft]
        chance.shuffle(order)
        near = recipe.windows * 20
        order = [one for at in range(0, len(order), near) for one in sorted(order[at : at + near], key=lambda sample: len(sample.names))]
        groups += [order[at : at + recipe.windows] for at in range(0, len(order), recipe.windows)]
    chance.shuffle(groups)
    return map(batch_of, groups)


def teach(teachers: Sequence[Head], samples: Sequence[Sample]) -> None:
    """Put the mean of the teachers' probabilities on samples, as their soft labels."""
    with torch.no_grad():
        for at in range(0, len(samples), 32):
            group = samples[at : at + 32]
            batch = batch_of(group)
            said = [teacher(batch.lower, batch.upper, batch.surface, batch.mask) for teacher in teachers]
            both = [torch.stack([functional.softmax(one[part], -1) for one in said]).mean(0) for part in (0, 1)]
            for row, sample in enumerate(group):
                names, heads = (part[row, : len(sample.names)].numpy().astype(np.float16) for part in both)
                sample.soft = (names, heads)


def kept_samples(path: Path, make: Iterator[Sample]) -> list[Sample]:
    """Samples from a file, or made and written there: reading them by the encoder takes minutes."""
    if path.exists():
        return list(pickle.loads(path.read_bytes()))
    found = list(make)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pickle.dumps(found, protocol=5))
    return found
