"""The judge and the models of parties: taught, measured out of fold, and written into the package."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.events import judging, weighing
from onrecord.events.judging import FILE, ROWS, SUMS
from onrecord.events.triggers import TYPES
from onrecord.events.weighing import CLASSES
from training.events.corpus import FOLDS, fold_of
from training.events.samples import STATUSES, Judged, Samples, Weighed, read_samples

MODELS: Final = Path(judging.__file__).parent / "models"
WIDTH: Final = 160
OUTS: Final = {"deed": 2, "type": len(TYPES), "status": len(STATUSES), "told": 2, "arms": 2, "graded": 3, "value": 1}
PAIR_WIDTH: Final = 96
PAIR_PASSES: Final = 8
PASSES: Final = 10
SETTINGS: Final = {"deed": 0.55, "arms": 0.35, "role": 0.35, "side": 0.4, "item": 0.5}


class Net(nn.Module):
    """Vectors and signs into one layer, and a linear answer to every question."""

    def __init__(self, size: int, drop: float = 0.4) -> None:
        super().__init__()
        self.dense, self.signs = nn.Linear(size, WIDTH), nn.EmbeddingBag(ROWS, WIDTH, mode="sum", sparse=True)
        nn.init.normal_(self.signs.weight, std=0.02)
        self.drop = nn.Dropout(drop)
        self.out = nn.ModuleDict({f"to {name}": nn.Linear(WIDTH, classes) for name, classes in OUTS.items()})

    def forward(self, dense: Tensor, rows: Tensor, offsets: Tensor, weights: Tensor) -> dict[str, Tensor]:
        x = self.dense(self.drop(dense)) + self.signs(rows, offsets, per_sample_weights=weights)
        x = self.drop(functional.gelu(x, approximate="tanh"))
        return {name.removeprefix("to "): layer(x) for name, layer in self.out.items()}


def _bags(samples: Sequence[Judged], drop: float) -> tuple[Tensor, Tensor, Tensor]:
    rows = [row for sample in samples for row in sample.rows]
    offsets = np.cumsum([0, *(len(sample.rows) for sample in samples[:-1])])
    weights = torch.ones(len(rows))
    if drop:
        weights = (torch.rand(len(rows)) > drop).float() / (1 - drop)
    return torch.tensor(rows), torch.tensor(offsets), weights


def _loss(out: dict[str, Tensor], samples: Sequence[Judged]) -> Tensor:
    loss = torch.zeros(())
    for name, weight in (("deed", 1.0), ("status", 0.7), ("told", 0.5), ("arms", 0.7)):
        wanted = torch.tensor([getattr(sample, name) for sample in samples])
        if bool((wanted >= 0).any()):
            loss = loss + weight * functional.cross_entropy(out[name], wanted, ignore_index=-1)
    wanted = torch.tensor([sample.type for sample in samples])
    if bool((wanted >= 0).any()):
        loss = loss + functional.cross_entropy(out["type"], wanted, ignore_index=-1, label_smoothing=0.05)
    graded = [number for number, sample in enumerate(samples) if sample.value is not None]
    if graded:
        values = torch.tensor([float(samples[number].value or 0) for number in graded])
        classes = torch.where(values > 1.5, 0, torch.where(values <= -1, 2, 1))
        loss = loss + functional.cross_entropy(out["graded"][graded], classes, weight=torch.tensor([1.0, 1.5, 2.0]))
        loss = loss + 0.5 * functional.smooth_l1_loss(out["value"][graded, 0], values)
    return loss


class _Steps:
    """Adam: lazily for the table of signs, of which a step sees a few hundred rows, with decay for the rest."""

    def __init__(self, net: nn.Module) -> None:
        table = [one for name, one in net.named_parameters() if name == "signs.weight"]
        rest = [one for name, one in net.named_parameters() if name != "signs.weight"]
        self._both = (torch.optim.SparseAdam(table, lr=1e-3), torch.optim.AdamW(rest, lr=1e-3, weight_decay=0.05))

    def rate(self, rate: float) -> None:
        for one in self._both:
            for group in one.param_groups:
                group["lr"] = rate

    def zero_grad(self) -> None:
        for one in self._both:
            one.zero_grad()

    def step(self) -> None:
        for one in self._both:
            one.step()


Taught = tuple[Net, Tensor, Tensor]


def teach(samples: Sequence[Judged], seed: int = 1, passes: int = PASSES) -> Taught:
    """The judge, with the mean and scale of the vectors. A function of the samples and the seed, with one thread."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    dense = torch.tensor(np.stack([sample.dense for sample in samples]).astype(np.float32))
    mean, scale = dense.mean(0), 1 / (dense.std(0) + 1e-3)
    dense = (dense - mean) * scale
    net = Net(dense.shape[1])
    steps = _Steps(net)
    size = 64
    whole, at = passes * (len(samples) // size), 0
    for _ in range(passes):
        order = chance.permutation(len(samples))
        for first in range(0, len(order) - size + 1, size):
            numbers = order[first : first + size]
            at += 1
            steps.rate(1e-3 * (1 - at / (whole + 1)))
            chosen = [samples[number] for number in numbers]
            loss = _loss(net(dense[numbers], *_bags(chosen, 0.3)), chosen)
            steps.zero_grad()
            loss.backward()
            steps.step()
    net.eval()
    return net, mean, scale


def ask(taught: Taught, samples: Sequence[Judged]) -> dict[str, np.ndarray[Any, Any]]:
    """Chances of each answer; of `value` the number."""
    net, mean, scale = taught
    found: dict[str, list[np.ndarray[Any, Any]]] = defaultdict(list)
    with torch.no_grad():
        for first in range(0, len(samples), 512):
            chosen = samples[first : first + 512]
            dense = (torch.tensor(np.stack([sample.dense for sample in chosen]).astype(np.float32)) - mean) * scale
            for name, scores in net(dense, *_bags(chosen, 0.0)).items():
                found[name].append((scores if name == "value" else scores.softmax(-1)).numpy())
    return {name: np.concatenate(parts) for name, parts in found.items()}


def weigh(work: Path, *, only_licensed: bool = False) -> None:
    """Teach everything on all samples, print the figures out of fold, and write the package's files."""
    samples: Samples = read_samples(work / "own.pkl")
    graded: list[Judged] = [one for one in read_samples(work / "factuality.pkl") if not (only_licensed and one.uw)]
    samples.judged += [replace(one, fold=fold_of(one.record)) for one in read_samples(work / "others.pkl")]
    judges = _report(samples.judged, graded)
    pairs = _report_pairs(samples.weighed)
    for fold, (judge, weigher) in enumerate(zip(judges, pairs, strict=True)):
        _write(judge, weigher, work / f"fold{fold}" / "events")
    _write(teach([*samples.judged, *graded]), teach_pairs(samples.weighed), MODELS)
    seal()


def seal() -> None:
    """Write the digests of the models that ship."""
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(MODELS.glob("*.npz"))]
    (MODELS / SUMS).write_text("".join(sums), encoding="utf-8")


def _report(judged: Sequence[Judged], graded: Sequence[Judged]) -> list[Taught]:
    """Print how judges do on the third that they have not seen; give them back, by that third."""
    judges: list[Taught] = []
    answers: list[tuple[Judged, dict[str, Any]]] = []
    for fold in range(FOLDS):
        taught = teach([*(one for one in judged if one.fold != fold), *graded])
        judges.append(taught)
        held = [one for one in judged if one.fold == fold]
        out = ask(taught, held)
        answers += [(one, {name: out[name][number] for name in out}) for number, one in enumerate(held)]
    for least in (0.3, 0.4, 0.5, SETTINGS["deed"], 0.6, 0.7):
        taken = [(one, out) for one, out in answers if out["deed"][1] >= least]
        right = sum(one.deed == 1 for one, _ in taken)
        deeds = sum(one.deed == 1 for one in judged)
        typed = [int(out["type"].argmax()) in (one.type, *one.also) for one, out in taken if one.deed == 1]
        print(f"deed from {least}: precision {right / max(len(taken), 1):.3f}, recall {right / deeds:.3f}, type {np.mean(typed):.3f}")
    known = [(one, out) for one, out in answers if one.status >= 0]
    print(f"status {np.mean([int(out['status'].argmax()) == one.status for one, out in known]):.3f} of {len(known)}")
    wrong = Counter((STATUSES[one.status], STATUSES[int(out["status"].argmax())]) for one, out in known if int(out["status"].argmax()) != one.status)
    print("  ", wrong.most_common(10))
    told = [(one, out) for one, out in answers if one.told >= 0]
    print(f"told {np.mean([int(out['told'].argmax()) == one.told for one, out in told]):.3f} of {len(told)}")
    for least in (0.3, 0.5, 0.7):
        seen = [one.arms for one, out in answers if one.arms >= 0 and out["arms"][1] >= least]
        right = sum(seen)
        print(f"arms from {least}: precision {right / max(len(seen), 1):.3f}, recall {right / max(sum(one.arms == 1 for one in judged), 1):.3f}")
    return judges


GRADED_FOLDS: Final = 5
GRADED_PASSES: Final = 6


def report_graded(work: Path) -> None:
    """Print how a judge does on UW's graded deeds by five folds of its texts: macro F1 of fact, uncertain and counterfact, and r of the value."""
    graded: list[Judged] = read_samples(work / "factuality.pkl")
    held: list[Judged] = []
    classes: list[int] = []
    values: list[float] = []
    for fold in range(GRADED_FOLDS):
        taught = teach([one for one in graded if one.fold != fold], passes=GRADED_PASSES)
        asked = [one for one in graded if one.fold == fold and one.uw]
        out = ask(taught, asked)
        held += asked
        classes += [int(row.argmax()) for row in out["graded"]]
        values += [float(row[0]) for row in out["value"]]
    gold = [float(one.value or 0) for one in held]
    told = [0 if value > 1.5 else 2 if value <= -1 else 1 for value in gold]
    parts = []
    for kind in range(3):
        right = sum(a == b == kind for a, b in zip(told, classes, strict=True))
        parts.append(2 * right / max(told.count(kind) + classes.count(kind), 1))
    print(f"UW by {GRADED_FOLDS} folds: macro F1 {np.mean(parts):.3f}, r {np.corrcoef(gold, values)[0, 1]:.3f}, {len(held)} deeds")


class PairNet(nn.Module):
    """Vectors of a deed and a word, and signs, into one layer; a linear answer for each model."""

    def __init__(self, size: int, drop: float = 0.4) -> None:
        super().__init__()
        self.dense, self.signs = nn.Linear(size, PAIR_WIDTH), nn.EmbeddingBag(weighing.ROWS, PAIR_WIDTH, mode="sum", sparse=True)
        nn.init.normal_(self.signs.weight, std=0.02)
        self.drop = nn.Dropout(drop)
        self.out = nn.ModuleDict({f"to {name}": nn.Linear(PAIR_WIDTH, len(classes)) for name, classes in CLASSES.items()})

    def forward(self, dense: Tensor, rows: Tensor, offsets: Tensor, weights: Tensor) -> dict[str, Tensor]:
        x = self.dense(self.drop(dense)) + self.signs(rows, offsets, per_sample_weights=weights)
        x = self.drop(functional.gelu(x, approximate="tanh"))
        return {name.removeprefix("to "): layer(x) for name, layer in self.out.items()}


Pairs = tuple[PairNet, Tensor, Tensor]


def _pair_bags(samples: Sequence[Weighed], drop: float) -> tuple[Tensor, Tensor, Tensor]:
    rows_of = [weighing.rows_of(sample.model, sample.signs) for sample in samples]
    offsets = np.cumsum([0, *(len(rows) for rows in rows_of[:-1])])
    rows = [row for one in rows_of for row in one]
    weights = torch.ones(len(rows))
    if drop:
        weights = (torch.rand(len(rows)) > drop).float() / (1 - drop)
    return torch.tensor(rows), torch.tensor(offsets), weights


def teach_pairs(samples: Sequence[Weighed], seed: int = 1, passes: int = PAIR_PASSES) -> Pairs:
    """The weigher. A function of the samples and the seed, with one thread."""
    torch.manual_seed(seed)
    chance = np.random.default_rng(seed)
    dense = torch.tensor(np.stack([sample.dense for sample in samples]).astype(np.float32))
    mean, scale = dense.mean(0), 1 / (dense.std(0) + 1e-3)
    dense = (dense - mean) * scale
    net = PairNet(dense.shape[1])
    steps = _Steps(net)
    size = 64
    whole, at = passes * (len(samples) // size), 0
    for _ in range(passes):
        order = chance.permutation(len(samples))
        for first in range(0, len(order) - size + 1, size):
            numbers = order[first : first + size]
            at += 1
            steps.rate(1e-3 * (1 - at / (whole + 1)))
            chosen = [samples[number] for number in numbers]
            out = net(dense[numbers], *_pair_bags(chosen, 0.3))
            loss = torch.zeros(())
            for name, classes in CLASSES.items():
                mine = [number for number, one in enumerate(chosen) if one.model == name]
                if mine:
                    wanted = torch.tensor([classes.index(chosen[number].answer) for number in mine])
                    loss = loss + functional.cross_entropy(out[name][mine], wanted, reduction="sum") / size
            steps.zero_grad()
            loss.backward()
            steps.step()
    net.eval()
    return net, mean, scale


def ask_pairs(taught: Pairs, samples: Sequence[Weighed]) -> list[list[float]]:
    """The chances of each sample's own classes."""
    net, mean, scale = taught
    found: list[list[float]] = []
    with torch.no_grad():
        for first in range(0, len(samples), 512):
            chosen = samples[first : first + 512]
            dense = (torch.tensor(np.stack([sample.dense for sample in chosen]).astype(np.float32)) - mean) * scale
            out = {name: scores.softmax(-1).numpy() for name, scores in net(dense, *_pair_bags(chosen, 0.0)).items()}
            found += [list(map(float, out[one.model][number])) for number, one in enumerate(chosen)]
    return found


def _report_pairs(samples: Sequence[Weighed]) -> list[Pairs]:
    """Of each role: how often the likeliest candidate of a deed is right, from thresholds, out of fold; the weighers by the third not seen."""
    taught = [teach_pairs([one for one in samples if one.fold != fold]) for fold in range(FOLDS)]
    best: dict[tuple[str, str, tuple[str, int]], tuple[float, bool]] = {}
    wanted: dict[tuple[str, str], set[tuple[str, int]]] = defaultdict(set)
    for fold, weigher in enumerate(taught):
        held = [one for one in samples if one.fold == fold]
        for one, row in zip(held, ask_pairs(weigher, held), strict=True):
            for at, role in enumerate(CLASSES[one.model][1:], 1):
                right = one.answer == role
                if right:
                    wanted[one.model, role].add(one.deed)
                if row[at] > best.get((one.model, role, one.deed), (0.0, False))[0]:
                    best[one.model, role, one.deed] = (row[at], right)
    for (name, role), there in sorted(wanted.items()):
        shown = []
        for least in (0.3, SETTINGS["role"], 0.4, 0.5, 0.6, 0.7):
            taken = [right for (model, kind, _), (chance, right) in best.items() if (model, kind) == (name, role) and chance >= least]
            shown.append(f"{least}: {np.mean(taken) if taken else 0:.3f}/{sum(taken) / max(len(there), 1):.3f}")
        print(f"{name} {role} precision/recall from", ", ".join(shown))
    return taught


def _write(taught: Taught, pairs: Pairs, folder: Path) -> None:
    arrays = _arrays(taught, tuple(OUTS))
    folder.mkdir(exist_ok=True)
    np.savez(folder / FILE, **arrays)
    settings = np.frombuffer(json.dumps(SETTINGS).encode(), np.uint8)
    np.savez(folder / weighing.FILE, **_arrays(pairs, tuple(CLASSES)), settings=settings)
    for name in (FILE, weighing.FILE):
        print(f"{name}: {(folder / name).stat().st_size / 1e6:.2f} MB")


def _arrays(taught: Taught | Pairs, outs: Sequence[str]) -> dict[str, Any]:
    """A network by name, its tables in sixteen bits."""
    net, mean, scale = taught
    arrays: dict[str, Any] = {"mean": mean.numpy(), "scale": scale.numpy()}
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    arrays["dense"], arrays["bias"] = state["dense.weight"].T.astype(np.float16), state["dense.bias"]
    arrays["rows"] = state["signs.weight"].astype(np.float16)
    for name in outs:
        arrays[f"out.{name}"], arrays[f"add.{name}"] = state[f"out.to {name}.weight"].T, state[f"out.to {name}.bias"]
    return arrays
