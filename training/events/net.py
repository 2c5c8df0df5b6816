"""The head in torch: each word by the encoder's lower and last layer and its letters, read with its neighbours; then who governs whom, and deeds."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.clauses.words import LABELS, TAGS
from onrecord.mentions.surface import ROWS, Case

SEEN, WIDTH, SPAN, ARC, LABEL = 384, 256, 5, 128, 48
NEAR = 40  # words: behind it, all distances are one
TRIGGERS = 17  # none, and the types


class Trunk(nn.Module):
    """Words as they stand in their clause: (windows, words, 384) twice → (windows, words, WIDTH)."""

    def __init__(self, drop: float = 0.2) -> None:
        super().__init__()
        self.lower, self.upper = nn.Linear(SEEN, WIDTH), nn.Linear(SEEN, WIDTH)
        self.case, self.begins, self.glued = nn.Embedding(len(Case), WIDTH), nn.Embedding(2, WIDTH), nn.Embedding(2, WIDTH)
        self.letters = nn.Embedding(ROWS, WIDTH)
        nn.init.normal_(self.letters.weight, std=0.1)
        nn.init.normal_(self.case.weight, std=0.3)
        self.drop, self.norm = nn.Dropout(drop), nn.LayerNorm(WIDTH)
        self.near = nn.ModuleList(nn.Conv1d(WIDTH, WIDTH, SPAN, padding=SPAN // 2) for _ in range(2))
        self.norms = nn.ModuleList(nn.LayerNorm(WIDTH) for _ in range(2))

    def forward(self, lower: Tensor, upper: Tensor, surface: Tensor, mask: Tensor) -> Tensor:
        letters = self.letters(surface[..., 3:]).sum(dim=2)
        shape = self.case(surface[..., 0]) + self.begins(surface[..., 1]) + self.glued(surface[..., 2])
        x = self.norm(self.lower(self.drop(lower)) + self.upper(self.drop(upper)) + shape + self.drop(letters))
        for conv, norm in zip(self.near, self.norms, strict=True):
            x = x * mask.unsqueeze(-1)
            x = norm(x + self.drop(functional.gelu(conv(x.transpose(1, 2)).transpose(1, 2))))
        return x


class Head(nn.Module):
    """Clauses: tags, governors and how they govern; deeds: the type of each word that triggers one."""

    def __init__(self, drop: float = 0.2) -> None:
        super().__init__()
        self.trunk, self.drop = Trunk(drop), nn.Dropout(drop)
        self.tags = nn.Linear(WIDTH, len(TAGS))
        self.below, self.above = nn.Linear(WIDTH, ARC), nn.Linear(WIDTH, ARC)
        self.arc = nn.Linear(ARC, ARC, bias=False)
        self.distance = nn.Embedding(2 * NEAR + 1, 1)
        self.label_below, self.label_above = nn.Linear(WIDTH, LABEL), nn.Linear(WIDTH, LABEL)
        self.labels = nn.Linear(3 * LABEL, len(LABELS))
        self.triggers = nn.Linear(WIDTH, TRIGGERS)

    def forward(self, lower: Tensor, upper: Tensor, surface: Tensor, mask: Tensor, line: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """→ x (windows, words, WIDTH), tags, arcs (windows, words, governors), triggers."""
        x = self.trunk(lower, upper, surface, mask)
        d = self.drop(x)
        below, above = functional.gelu(self.below(d)), functional.gelu(self.above(d))
        arcs = self.arc(below) @ above.transpose(1, 2) / ARC**0.5
        size = x.shape[1]
        far = (torch.arange(size)[None, :] - torch.arange(size)[:, None]).clamp(-NEAR, NEAR) + NEAR
        arcs = arcs + self.distance(far).squeeze(-1)
        apart = (line[:, :, None] != line[:, None, :]) | ~mask[:, None, :]
        return x, self.tags(d), arcs.masked_fill(apart, -1e4), self.triggers(d)

    def label(self, x: Tensor, governors: Tensor) -> Tensor:
        """How each word's governor, given by number, governs it."""
        below, above = functional.gelu(self.label_below(x)), functional.gelu(self.label_above(x))
        chosen = above.gather(1, governors.unsqueeze(-1).expand(-1, -1, LABEL))
        return self.labels(torch.cat([below, chosen, below * chosen], -1))
