"""Training of the head: clauses from silver parses, then clauses and deeds together. A function of the data, the encoder and the recipe."""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.events.data import IGNORED, Sample
from training.events.net import SEEN, Head


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that the weights depend on beside the data and the encoder."""

    passes: int = 8
    windows: int = 16  # a step
    rate: float = 1.5e-3
    warm: float = 0.05
    decay: float = 0.02
    drop: float = 0.2
    deeds: float = 1.0  # weight of the loss of triggers
    own: int = 2  # how often our own corpus is seen in a pass
    seed: int = 1


@dataclass(slots=True)
class Batch:
    """Windows as tensors, as long as the longest."""

    lower: Tensor
    upper: Tensor
    surface: Tensor
    mask: Tensor
    line: Tensor
    heads: Tensor
    labels: Tensor
    tags: Tensor
    triggers: Tensor


def batch_of(samples: Sequence[Sample]) -> Batch:
    """Samples as tensors."""
    rows, longest = len(samples), max(len(sample.line) for sample in samples)
    lower, upper = torch.zeros(rows, longest, SEEN), torch.zeros(rows, longest, SEEN)
    surface, mask = torch.zeros(rows, longest, 6, dtype=torch.long), torch.zeros(rows, longest, dtype=torch.bool)
    line = torch.full((rows, longest), -1)
    told = {name: torch.full((rows, longest), IGNORED) for name in ("heads", "labels", "tags", "triggers")}
    for row, sample in enumerate(samples):
        size = len(sample.line)
        lower[row, :size], upper[row, :size] = torch.from_numpy(sample.lower).float(), torch.from_numpy(sample.upper).float()
        surface[row, :size], mask[row, :size], line[row, :size] = torch.from_numpy(sample.surface), True, torch.from_numpy(sample.line)
        for name, into in told.items():
            if (marked := getattr(sample, name)) is not None:
                into[row, :size] = torch.from_numpy(marked)
    return Batch(lower, upper, surface, mask, line, **told)


def loss_of(head: Head, batch: Batch, recipe: Recipe) -> Tensor:
    """Cross-entropy a word of whatever is marked."""
    x, tags, arcs, triggers = head(batch.lower, batch.upper, batch.surface, batch.mask, batch.line)
    loss = torch.zeros(())
    if bool((batch.tags != IGNORED).any()):
        loss = loss + 0.5 * functional.cross_entropy(tags.flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
        loss = loss + functional.cross_entropy(arcs.flatten(0, 1), batch.heads.flatten(), ignore_index=IGNORED)
        labels = head.label(x, batch.heads.clamp(min=0))
        known = torch.where(batch.heads == IGNORED, torch.full_like(batch.labels, IGNORED), batch.labels)
        loss = loss + functional.cross_entropy(labels.flatten(0, 1), known.flatten(), ignore_index=IGNORED)
    if bool((batch.triggers != IGNORED).any()):
        loss = loss + recipe.deeds * functional.cross_entropy(triggers.flatten(0, 1), batch.triggers.flatten(), ignore_index=IGNORED)
    return loss


def learn(groups: Sequence[tuple[Sequence[Sample], int]], recipe: Recipe, state: Path, begin: Path | None = None) -> Head:
    """Teach a head on groups of samples, each seen so many times in a pass; `state` is written after each pass, and taken up where it is there.

    Args:
        begin: a state to begin with.

    Raises:
        ValueError: the state is of another recipe.
    """
    torch.manual_seed(recipe.seed)
    head = Head(recipe.drop)
    if begin is not None:
        head.load_state_dict(torch.load(begin, weights_only=False)["head"])
    steps = torch.optim.AdamW(head.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    done = 0
    if state.exists():
        kept = torch.load(state, weights_only=False)
        if kept["recipe"] != asdict(recipe):
            raise ValueError(f"{state} is of another recipe: remove it, or give another folder")
        head.load_state_dict(kept["head"])
        steps.load_state_dict(kept["steps"])
        done = kept["done"]
    each = sum(times * math.ceil(len(samples) / recipe.windows) for samples, times in groups)
    whole = recipe.passes * each
    for number in range(done, recipe.passes):
        chance = random.Random(f"{recipe.seed}/{number}")
        torch.manual_seed(recipe.seed * 1000 + number)
        head.train()
        total = 0.0
        for at, batch in enumerate(_shuffled(groups, recipe, chance), number * each):
            for group in steps.param_groups:
                group["lr"] = recipe.rate * min(1.0, at / (recipe.warm * whole + 1)) * max(0.0, 1 - at / whole)
            loss = loss_of(head, batch, recipe)
            steps.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(head.parameters(), 1.0)
            steps.step()
            total += float(loss.detach())
        told = {"recipe": asdict(recipe), "done": number + 1, "head": head.state_dict(), "steps": steps.state_dict()}
        beside = state.with_suffix(".new")
        torch.save(told, beside)
        beside.replace(state)
        print(f"{state.stem}: pass {number + 1} of {recipe.passes}, loss {total / max(1, each):.4f}", flush=True)
    head.eval()
    return head


def _shuffled(groups: Sequence[tuple[Sequence[Sample], int]], recipe: Recipe, chance: random.Random) -> Iterator[Batch]:
    """Batches of windows of like length in any order; those of one group together."""
    found: list[list[Sample]] = []
    for samples, times in groups:
        for _ in range(times):
            order = list(samples)
            chance.shuffle(order)
            near = recipe.windows * 20
            order = [one for at in range(0, len(order), near) for one in sorted(order[at : at + near], key=lambda sample: len(sample.line))]
            found += [order[at : at + recipe.windows] for at in range(0, len(order), recipe.windows)]
    chance.shuffle(found)
    return map(batch_of, found)


def clause_figures(head: Head, samples: Sequence[Sample]) -> dict[str, float]:
    """Shares of words with the right tag, the right governor (UAS), and both governor and relation (LAS); marks and parts left out."""
    right = {"tag": 0, "governor": 0, "relation": 0}
    words = 0
    with torch.no_grad():
        for at in range(0, len(samples), 16):
            batch = batch_of(samples[at : at + 16])
            x, tags, arcs, _ = head(batch.lower, batch.upper, batch.surface, batch.mask, batch.line)
            governors = arcs.argmax(-1)
            labels = head.label(x, governors).argmax(-1)
            counted = (batch.heads != IGNORED) & (batch.labels != 2) & (batch.tags != 0)
            same = (governors == batch.heads) & counted
            words += int(counted.sum())
            right["tag"] += int(((tags.argmax(-1) == batch.tags) & counted).sum())
            right["governor"] += int(same.sum())
            right["relation"] += int((same & (labels == batch.labels)).sum())
    return {name: count / max(words, 1) for name, count in right.items()}
