"""Training, in steps that can be broken off and taken up again: the state is written every few minutes."""

import hashlib
import json
import math
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from onrecord.encoder.wordpiece import WordPiece
from training.encoder.data import Sample
from training.encoder.net import Net, chain_loss, distances

IGNORED = -100


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that the weights depend on beside the data and the first weights."""

    passes: float = 5.0
    windows: int = 10  # a step
    rate: float = 2.5e-4  # of the encoder at its highest; heads learn HEADS times as fast
    heads: float = 4.0
    warm: float = 0.05  # share of the steps
    decay: float = 0.01
    hidden_cues: float = 0.12  # share of cues of which a word is hidden from the encoder, so that it learns to go by what stands around
    seed: int = 7
    # What came later: a state from before has each at its default, and the digest leaves those out.
    cue: float = 1.5  # weight of each loss
    tags: float = 0.7
    role: float = 2.0
    arc: float = 0.7  # 0: not asked
    swapped_cues: float = 0.0  # share of cues whose longest word gives place to another cue's of the same ending: rare ones are seen more often
    sourceless: float = 1.0  # how much more an attribution without a source counts
    near: int = 0  # words before a cue and behind it that its roles are asked of; 0: all of the window
    mean: float = 0.0  # of the weights over the steps: how much of the old one stays; 0: none is kept


LATER = {"cue", "tags", "role", "arc", "swapped_cues", "sourceless", "near", "mean"}


@dataclass(slots=True)
class Batch:
    """Windows, and what is to be learnt of them; lengths are those of the longest."""

    ids: Tensor  # (windows, pieces)
    mask: Tensor
    first: Tensor  # (windows, words): the piece of each word
    shown: Tensor  # (windows, words): whether there is a word
    cue: Tensor  # (windows, words): BIO, or IGNORED
    tags: Tensor  # (windows, words)
    of: Tensor  # (cues,): the window of each cue
    at: Tensor  # (cues, words): its words, as shares of 1
    distance: Tensor  # (cues, words)
    label: Tensor  # (cues, words): none, source, content
    counts: Tensor  # (cues,): how much each counts
    begins: Tensor  # (cues,): the first word that is asked, and `near` words on each side of the cue's middle behind it


def batch_of(
    samples: Sequence[Sample], vocabulary: WordPiece, chance: random.Random | None = None, recipe: Recipe | None = None, pool: "Pool | None" = None
) -> Batch:
    """Samples as tensors.

    Args:
        chance: hide and swap words of cues by it, as much as the recipe says; none where it is None.
        pool: words to swap in.
    """
    recipe = recipe or Recipe()
    pieces = max(len(sample.window.pieces) for sample in samples) + 2
    words = max(len(sample.window.words) for sample in samples)
    rows = len(samples)
    ids = torch.full((rows, pieces), vocabulary.pad)
    mask, shown = torch.zeros(rows, pieces), torch.zeros(rows, words, dtype=torch.bool)
    first, cue, tags = torch.zeros(rows, words, dtype=torch.long), torch.full((rows, words), IGNORED), torch.full((rows, words), IGNORED)
    of: list[int] = []
    places: list[tuple[int, ...]] = []
    labels: list[tuple[frozenset[int], frozenset[int]]] = []
    begins: list[int] = []
    for row, sample in enumerate(samples):
        window = sample.window
        numbers = [piece.id for piece in window.pieces]
        if chance is not None:
            _hide(numbers, sample, vocabulary, chance, recipe.hidden_cues)
            if pool is not None and recipe.swapped_cues:
                pool.swap(numbers, sample, chance, recipe.swapped_cues)
        ids[row, : len(numbers) + 2] = torch.tensor([vocabulary.begin, *numbers, vocabulary.end])
        mask[row, : len(numbers) + 2] = 1
        count = len(window.words)
        first[row, :count] = torch.tensor([word.piece + 1 for word in window.words])
        shown[row, :count] = True
        cue[row, :count] = torch.tensor(_begun(count, [arc.cue for arc in sample.arcs]))
        tags[row, :count] = torch.tensor(_tags(count, sample))
        for arc in sample.arcs:
            of.append(row)
            places.append(arc.cue)
            labels.append((arc.source, arc.content))
            begins.append(max(0, min((arc.cue[0] + arc.cue[-1] + 1) // 2 - recipe.near, count - 2 * recipe.near)) if recipe.near else 0)
    at, label = torch.zeros(len(of), words), torch.zeros(len(of), words, dtype=torch.long)
    distance = torch.zeros(len(of), words, dtype=torch.long)
    for number, (place, (source, content)) in enumerate(zip(places, labels, strict=True)):
        at[number, list(place)] = 1 / len(place)
        distance[number] = torch.tensor(distances(words, place))
        label[number, list(source)] = 1
        label[number, list(content)] = 2
    counts = torch.tensor([1.0 if source else recipe.sourceless for source, _ in labels])
    return Batch(
        ids, mask, first, shown, cue, tags, torch.tensor(of, dtype=torch.long), at, distance, label, counts, torch.tensor(begins, dtype=torch.long)
    )


def _hide(numbers: list[int], sample: Sample, vocabulary: WordPiece, chance: random.Random, share: float) -> None:
    """Put a mask, or a piece from elsewhere in the window, over the last word of some cues."""
    words = sample.window.words
    for arc in sample.arcs:
        if chance.random() >= share:
            continue
        word = arc.cue[-1] if chance.random() < 0.5 else chance.choice(arc.cue)
        end = words[word + 1].piece if word + 1 < len(words) else len(numbers)
        other = numbers[chance.randrange(len(numbers))] if chance.random() < 0.2 else vocabulary.mask
        numbers[words[word].piece : end] = [other] * (end - words[word].piece)


class Pool:
    """Words of cues by their ending and number of pieces, each once however often it stands in the data; words without an ending stay."""

    def __init__(self, samples: Sequence[Sample], vocabulary: Sequence[str]) -> None:
        self._endings = [self._ending(piece) for piece in vocabulary]
        found: dict[tuple[str, int], set[tuple[int, ...]]] = {}
        for sample in samples:
            for arc in sample.arcs:
                first, behind = self._longest(sample, arc.cue)
                ids = tuple(piece.id for piece in sample.window.pieces[first:behind])
                if vocabulary[ids[0]].isalpha() and self._kind(ids)[0]:
                    found.setdefault(self._kind(ids), set()).add(ids)
        self._words = {kind: sorted(words) for kind, words in found.items()}

    def swap(self, numbers: list[int], sample: Sample, chance: random.Random, share: float) -> None:
        for arc in sample.arcs:
            if chance.random() >= share:
                continue
            first, behind = self._longest(sample, arc.cue)
            words = self._words.get(self._kind(tuple(numbers[first:behind])))
            if words:
                numbers[first:behind] = chance.choice(words)

    def _kind(self, ids: tuple[int, ...]) -> tuple[str, int]:
        return self._endings[ids[-1]], len(ids)

    @staticmethod
    def _ending(piece: str) -> str:
        return next((ending for ending in ("ing", "ed", "s") if piece.removeprefix("##").endswith(ending)), "")

    @staticmethod
    def _longest(sample: Sample, cue: tuple[int, ...]) -> tuple[int, int]:
        """The pieces of a cue's longest word."""
        words = sample.window.words
        word = max(cue, key=lambda i: words[i].end - words[i].start)
        return words[word].piece, words[word + 1].piece if word + 1 < len(words) else len(sample.window.pieces)


def _begun(count: int, runs: Sequence[Sequence[int]]) -> list[int]:
    """1 where a run begins, 2 within."""
    tags = [0] * count
    for run in sorted(runs, key=len, reverse=True):
        inside = set(run)
        for i in run:
            tags[i] = 2 if i - 1 in inside else 1
    return tags


def _tags(count: int, sample: Sample) -> list[int]:
    """Source (1, 2) and content (3, 4) whatever the cue; where both are, the source."""
    tags = [0] * count
    for shift, role in ((2, "content"), (0, "source")):
        for arc in sample.arcs:
            run = arc.content if role == "content" else arc.source
            for i in run:
                tags[i] = shift + (2 if i - 1 in run else 1)
    return tags


def losses(net: Net, batch: Batch, recipe: Recipe) -> dict[str, Tensor]:
    """What each head is wrong by."""
    vectors = net.encoder(batch.ids, batch.mask)
    words = vectors.gather(1, batch.first[..., None].expand(-1, -1, vectors.shape[2]))
    cue, tags = net.tagger(words)
    found = {"cue": _cue_loss(cue, batch, recipe)}
    found["tags"] = functional.cross_entropy(tags.float().flatten(0, 1), batch.tags.flatten(), ignore_index=IGNORED)
    if len(batch.of):
        told = torch.cat([cue.float().softmax(-1), tags.float().softmax(-1)], dim=-1).detach()[batch.of].to(words.dtype)
        seen = words[batch.of]
        means = torch.einsum("cw,cwd->cd", batch.at.to(words.dtype), seen)
        shown, distance, wanted = batch.shown[batch.of], batch.distance, batch.label
        if recipe.near and 2 * recipe.near < shown.shape[1]:
            near = batch.begins[:, None] + torch.arange(2 * recipe.near)
            seen, told = (x.gather(1, near[..., None].expand(-1, -1, x.shape[2])) for x in (seen, told))
            shown, distance, wanted = (x.gather(1, near) for x in (shown, distance, wanted))
        label, border = net.role(seen, means, told, distance, shown)
        found["role"] = chain_loss(label, border, net.role.change, wanted, shown, batch.counts)
        if recipe.arc:
            by_word = net.arc(seen, means, told, distance)
            found["arc"] = functional.cross_entropy(by_word.float()[shown], wanted[shown])
    return found


def _cue_loss(cue: Tensor, batch: Batch, recipe: Recipe) -> Tensor:
    """Cross-entropy, the words of cues without a source counted more."""
    if recipe.sourceless == 1.0:
        return functional.cross_entropy(cue.float().flatten(0, 1), batch.cue.flatten(), ignore_index=IGNORED)
    each = functional.cross_entropy(cue.float().flatten(0, 1), batch.cue.flatten(), ignore_index=IGNORED, reduction="none").view_as(batch.cue)
    counts = torch.ones_like(each)
    counts.index_add_(0, batch.of, (batch.at > 0).float() * (batch.counts - 1)[:, None])
    return (each * counts).sum() / batch.shown.sum()


def learn(
    net: Net,
    samples: Sequence[Sample],
    vocabulary: WordPiece,
    recipe: Recipe,
    out: Path,
    *,
    every: float = 180.0,
    bf16: bool = True,
    stop: int | None = None,
    told: Sequence[dict[str, Any]] = (),
    pieces: Sequence[str] = (),
) -> None:
    """Train, writing the state to `out`/last.pt every so many seconds, and go on from there if it is there.

    Args:
        stop: the step to break off at, as if the machine had.
        told: what the samples are from, kept in the state for the model card.
        pieces: the vocabulary in order, for what swaps words.

    Raises:
        ValueError: the state was made with another recipe or other data.
    """
    out.mkdir(parents=True, exist_ok=True)
    steps = math.ceil(len(samples) / recipe.windows)
    total = math.ceil(recipe.passes * steps)
    optimizer = torch.optim.AdamW(_groups(net, recipe), betas=(0.9, 0.98), eps=1e-6)
    digest = _digest(samples, recipe)
    state = out / "last.pt"
    begun = 0
    mean = {name: weight.clone() for name, weight in net.state_dict().items()} if recipe.mean else None
    if state.exists():
        kept = torch.load(state, weights_only=False)
        if kept["digest"] != digest:
            raise ValueError(f"{state} is of another recipe or other data: name another folder, or remove it")
        net.load_state_dict(kept["net"])
        optimizer.load_state_dict(kept["optimizer"])
        begun = kept["step"]
        mean = kept.get("mean")
    written = time.monotonic()
    pool = Pool(samples, pieces) if recipe.swapped_cues else None
    seen: dict[str, float] = {}
    behind = total if stop is None else min(stop, total)
    for step in range(begun, behind):
        torch.manual_seed(recipe.seed * 1_000_003 + step)
        chance = random.Random(recipe.seed * 1_000_003 + step)
        batch = batch_of(_chosen(samples, step, steps, recipe), vocabulary, chance, recipe, pool)
        factor = _factor(step, total, recipe)
        for group in optimizer.param_groups:
            group["lr"] = group["top"] * factor
        net.train()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16):
            found = losses(net, batch, recipe)
        torch.stack([getattr(recipe, name) * loss for name, loss in found.items()]).sum().backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        if mean is not None:
            stays = min(recipe.mean, (1 + step) / (10 + step))
            for name, weight in net.state_dict().items():
                mean[name].lerp_(weight, 1 - stays)
        for name, loss in found.items():
            seen[name] = 0.98 * seen.get(name, loss.item()) + 0.02 * loss.item()
        if step % 20 == 0:
            _log(out, {"step": step, "of": total, "passes": round(step / steps, 2), "rate": factor, **{k: round(v, 4) for k, v in seen.items()}})
        if time.monotonic() - written > every or step == behind - 1:
            kept = {"net": net.state_dict(), "optimizer": optimizer.state_dict(), "step": step + 1}
            _write(state, {**kept, "digest": digest, "recipe": asdict(recipe), "data": list(told), "mean": mean})
            written = time.monotonic()


def _chosen(samples: Sequence[Sample], step: int, steps: int, recipe: Recipe) -> list[Sample]:
    """The windows of a step; each pass takes all of them in an order of its own."""
    number, place = divmod(step, steps)
    order = list(range(len(samples)))
    random.Random(f"{recipe.seed}/{number}").shuffle(order)
    return [samples[i] for i in order[place * recipe.windows : (place + 1) * recipe.windows]]


def _groups(net: Net, recipe: Recipe) -> list[dict[str, Any]]:
    """Weights by how fast they learn and whether they shrink; the pieces' vectors stay as they are."""
    groups: dict[tuple[bool, bool], list[Tensor]] = {}
    for name, weight in net.named_parameters():
        if name.startswith(("encoder.pieces", "encoder.places", "encoder.segment")):
            weight.requires_grad_(False)
            continue
        groups.setdefault((name.startswith("encoder."), weight.dim() > 1), []).append(weight)
    return [
        {"params": weights, "top": recipe.rate * (1 if inner else recipe.heads), "lr": 0.0, "weight_decay": recipe.decay if shrinks else 0.0}
        for (inner, shrinks), weights in groups.items()
    ]


def _factor(step: int, total: int, recipe: Recipe) -> float:
    """Up in a line, then down in a half cosine to a hundredth."""
    warm = max(1, int(total * recipe.warm))
    if step < warm:
        return (step + 1) / warm
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - warm) / max(1, total - warm)))


def _digest(samples: Sequence[Sample], recipe: Recipe) -> str:
    chosen = {name: value for name, value in asdict(recipe).items() if name not in LATER or value != getattr(Recipe(), name)}
    told = hashlib.sha256(json.dumps(chosen, sort_keys=True).encode())
    for sample in samples:
        told.update(f"{sample.article} {sample.window.start} {sample.window.end} {len(sample.arcs)}\n".encode())
    return told.hexdigest()


def _write(path: Path, state: dict[str, Any]) -> None:
    """Whole or not at all."""
    beside = path.with_suffix(".part")
    torch.save(state, beside)
    beside.replace(path)


def _log(out: Path, row: dict[str, Any]) -> None:
    with (out / "curve.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({**row, "cpu": round(time.process_time())}) + "\n")


def batches(samples: Sequence[Sample], size: int) -> Iterator[Sequence[Sample]]:
    for start in range(0, len(samples), size):
        yield samples[start : start + size]
