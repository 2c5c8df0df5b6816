"""The scorer as torch teaches it, and its weights as `onrecord.coreference.scorer` reads them."""

import random
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from onrecord.coreference.vectors import LAYER
from training.coreference.data import Text


@dataclass(frozen=True, slots=True)
class Shape:
    """Widths, and the shares that are dropped while it is taught."""

    told: int = 48
    upper: int = 32
    lower: int = 32
    hidden: int = 96
    deep: int = 32
    drop_upper: float = 0.5
    drop_lower: float = 0.4
    drop: float = 0.3
    blind: float = 0.1  # of the texts, read without vectors: a page may be too long for the encoder


class Net(nn.Module):
    """Pairs and "none" scored over one text."""

    def __init__(self, traits: int, pairs: int, middle: Tensor, spread: Tensor, shape: Shape) -> None:
        super().__init__()
        whole, seen = shape.told + shape.upper + shape.lower, shape.upper + shape.lower
        self.shape = shape
        self.register_buffer("middle", middle)
        self.register_buffer("spread", spread)
        self.traits, self.upper, self.lower = nn.Linear(traits, shape.told), nn.Linear(LAYER, shape.upper), nn.Linear(LAYER, shape.lower)
        self.types = nn.Linear(whole, 3)
        self.none1, self.none2 = nn.Linear(whole, 32), nn.Linear(32, 1)
        self.told_i, self.told_j = nn.Linear(shape.told, shape.hidden), nn.Linear(shape.told, shape.hidden, bias=False)
        self.seen_i, self.seen_j, self.seen_both = (nn.Linear(seen, shape.hidden, bias=False) for _ in range(3))
        self.kinds, self.pairs = nn.Linear(9, shape.hidden, bias=False), nn.Linear(pairs, shape.hidden, bias=False)
        self.deep, self.out = nn.Linear(shape.hidden, shape.deep), nn.Linear(shape.deep, 1)
        self.drop_upper, self.drop_lower, self.drop = nn.Dropout(shape.drop_upper), nn.Dropout(shape.drop_lower), nn.Dropout(shape.drop)
        with torch.no_grad():
            self.upper.weight *= 0.5
            self.lower.weight *= 0.5

    def forward(self, text: Text) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of the pairs, of "none" for each mention, and of the types of each mention."""
        i, j = torch.from_numpy(text.i), torch.from_numpy(text.j)
        pair = torch.from_numpy(text.pair).float()
        upper, lower = torch.from_numpy(text.upper), torch.from_numpy(text.lower)
        told = torch.relu(self.traits(torch.from_numpy(text.mention)))
        known = (lower.abs().sum(1, keepdim=True) > 0).float()
        seen = torch.cat(
            [
                torch.tanh(self.upper(self.drop_upper((upper - self.middle) / self.spread))),
                torch.tanh(self.lower(self.drop_lower(lower))),
            ],
            1,
        )
        seen = seen * known
        if self.training and random.random() < self.shape.blind:
            seen = seen * 0
            pair = torch.cat([pair[:, :-3], torch.zeros(len(pair), 3)], 1)
        told, seen = self.drop(told), self.drop(seen)
        whole = torch.cat([told, seen], 1)
        types = self.types(whole)
        kinds = torch.softmax(types, 1)
        named = torch.from_numpy(text.traits.columns["form"] == 0)
        free = (~(named[i] & named[j])).float()[:, None]
        hidden = self.told_i(told)[i] + self.told_j(told)[j] + self.pairs(pair)
        hidden = hidden + self.kinds((kinds[i][:, :, None] * kinds[j][:, None, :]).reshape(len(i), 9))
        hidden = hidden + free * (self.seen_i(seen)[i] + self.seen_j(seen)[j] + self.seen_both(seen[i] * seen[j]))
        hidden = self.drop(torch.relu(hidden))
        scores = self.out(torch.relu(self.deep(hidden)))[:, 0]
        none = self.none2(torch.relu(self.none1(whole)))[:, 0]
        return scores, none, types

    def weights(self) -> dict[str, NDArray[np.float32]]:
        """As the reader has them: inputs before outputs, the scaling of the vectors folded in."""

        def array(value: Tensor) -> NDArray[np.float32]:
            return np.asarray(value.detach().numpy(), np.float32)

        found = {
            name: array(getattr(self, name).weight.T)
            for name in (
                "traits",
                "lower",
                "types",
                "none1",
                "none2",
                "told_i",
                "told_j",
                "seen_i",
                "seen_j",
                "seen_both",
                "kinds",
                "pairs",
                "deep",
                "out",
            )
        }
        found |= {f"{name}_bias": array(getattr(self, name).bias) for name in ("traits", "lower", "types", "none1", "none2", "deep", "out")}
        found["bias"] = array(self.told_i.bias)
        found["upper"] = array((self.upper.weight / self.spread).T)
        found["upper_bias"] = array(self.upper.bias - self.upper.weight @ (self.middle / self.spread))
        return found
