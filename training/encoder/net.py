"""The encoder and its heads in torch: MiniLM's six layers, and small layers on one vector a word.

Heads hang on the encoder by name, so that another can be taught beside them: `cue` (BIO), `tags` (source and content, whatever
the cue), `role` (a layer of attention over the words as one cue sees them, decoded as a chain) and `arc` (the same question asked
of each word by itself).
"""

import json
import math
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
CUE_TAGS, ROLE_TAGS, LABELS = 3, 5, 3  # O B I; O and B I of source and content; none, source, content
ROLE_WIDTH = 256
REACH = 64  # words: distances beyond are one
DROPOUT = 0.1


class Layer(nn.Module):
    """One layer of BERT: attention, then a feed-forward part, each with what came in added and normalised."""

    def __init__(self, width: int = WIDTH, heads: int = HEADS, inner: int = INNER) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.first, self.second = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm_1, self.norm_2 = nn.LayerNorm(width, eps=1e-12), nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: (batch, length, width); mask: (batch, 1, 1, length), 0 or a large negative number."""
        batch, length, width = x.shape
        q, k, v = (f(x).view(batch, length, self.heads, width // self.heads).transpose(1, 2) for f in (self.query, self.key, self.value))
        weights = torch.softmax(q @ k.transpose(2, 3) / math.sqrt(width // self.heads) + mask, dim=-1)
        mixed = (weights @ v).transpose(1, 2).reshape(batch, length, width)
        x = self.norm_1(x + self.drop(self.out(mixed)))
        return self.norm_2(x + self.drop(self.second(functional.gelu(self.first(x)))))


class Encoder(nn.Module):
    """Pieces → one vector a piece."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(vocabulary, WIDTH), nn.Embedding(512, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(DROPOUT)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """ids: (batch, length); mask: (batch, length), 1 where there is a piece."""
        x = self.pieces(ids) + self.places.weight[: ids.shape[1]] + self.segment
        x = self.drop(self.norm(x))
        shut = (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4
        for layer in self.layers:
            x = layer(x, shut)
        return x


class Tagger(nn.Module):
    """What each word is by itself: scores for cue tags and role tags."""

    def __init__(self) -> None:
        super().__init__()
        self.drop = nn.Dropout(DROPOUT)
        self.cue, self.tags = nn.Linear(WIDTH, CUE_TAGS), nn.Linear(WIDTH, ROLE_TAGS)

    def forward(self, words: Tensor) -> tuple[Tensor, Tensor]:
        words = self.drop(words)
        return self.cue(words), self.tags(words)


class Role(nn.Module):
    """What each word is to one cue: scores for none, source and content, and for a border before it."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.cue = nn.Linear(WIDTH, ROLE_WIDTH), nn.Linear(WIDTH, ROLE_WIDTH)
        self.told = nn.Linear(CUE_TAGS + ROLE_TAGS, ROLE_WIDTH)
        self.distance = nn.Embedding(2 * REACH + 3, ROLE_WIDTH)
        self.layer = Layer(ROLE_WIDTH, 4, 512)
        self.label, self.border = nn.Linear(ROLE_WIDTH, LABELS), nn.Linear(ROLE_WIDTH, 1)
        self.change = nn.Parameter(torch.zeros(LABELS, LABELS))

    def forward(self, words: Tensor, cue: Tensor, told: Tensor, distance: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """words: (cues, length, width) of the window of each cue; cue: (cues, width); told: tag probabilities of each word."""
        x = self.word(words) + self.cue(cue)[:, None] + self.told(told) + self.distance(distance)
        x = self.layer(x, (1.0 - mask[:, None, None, :].to(x.dtype)) * -1e4)
        return self.label(x), self.border(x)[..., 0]


class Arc(nn.Module):
    """The same without attention: each word is asked by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.cue = nn.Linear(WIDTH, ROLE_WIDTH), nn.Linear(WIDTH, ROLE_WIDTH)
        self.told = nn.Linear(CUE_TAGS + ROLE_TAGS, ROLE_WIDTH)
        self.distance = nn.Embedding(2 * REACH + 3, ROLE_WIDTH)
        self.label = nn.Linear(ROLE_WIDTH, LABELS)

    def forward(self, words: Tensor, cue: Tensor, told: Tensor, distance: Tensor) -> Tensor:
        x = functional.gelu(self.word(words) + self.cue(cue)[:, None] + self.told(told) + self.distance(distance))
        return self.label(x)


class Net(nn.Module):
    """The encoder with all its heads."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.encoder, self.tagger, self.role, self.arc = Encoder(vocabulary), Tagger(), Role(), Arc()


def chain_loss(scores: Tensor, border: Tensor, change: Tensor, labels: Tensor, mask: Tensor, counts: Tensor | None = None) -> Tensor:
    """The negative log-likelihood of label sequences, a word: a linear chain in which each change pays its pair's price and the
    border's before the word (Lafferty et al. 2001).

    Args:
        scores: (rows, length, labels).
        border: (rows, length).
        change: (labels, labels), from and to; its diagonal is not used.
        labels, mask: (rows, length); every row begins with a word.
        counts: (rows,), how much each counts.
    """
    scores, border = scores.float(), border.float()
    rows, length, count = scores.shape
    apart = 1.0 - torch.eye(count)
    step = (change.float() * apart)[None, None] + border[:, :, None, None] * apart
    alpha = scores[:, 0]
    gold = scores[:, 0].gather(1, labels[:, :1])[:, 0]
    for t in range(1, length):
        here = mask[:, t]
        reached = torch.logsumexp(alpha[:, :, None] + step[:, t], dim=1) + scores[:, t]
        alpha = torch.where(here[:, None], reached, alpha)
        before, now = labels[:, t - 1], labels[:, t]
        moved = step[torch.arange(rows), t, before, now] + scores[:, t].gather(1, now[:, None])[:, 0]
        gold = gold + moved * here
    wrong = torch.logsumexp(alpha, dim=1) - gold
    return (wrong if counts is None else wrong * counts).sum() / mask.sum()


def distances(words: int, cue: tuple[int, ...]) -> list[int]:
    """For each word how far it stands from a cue: 0 far before, REACH + 1 within, 2 * REACH + 2 far behind."""
    first, last = cue[0], cue[-1]
    return [
        max(i - first, -REACH - 1) + REACH + 1 if i < first else min(i - last, REACH + 1) + REACH + 1 if i > last else REACH + 1 for i in range(words)
    ]


def load_minilm(encoder: Encoder, folder: Path) -> None:
    """Take the weights of all-MiniLM-L6-v2 from a folder with model.safetensors or pytorch_model.bin.

    Raises:
        FileNotFoundError: neither is there.
    """
    given = _weights(folder)
    given = {name.removeprefix("bert."): value for name, value in given.items()}
    own: dict[str, Tensor] = {
        "pieces.weight": given["embeddings.word_embeddings.weight"],
        "places.weight": given["embeddings.position_embeddings.weight"],
        "segment": given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value", "out": "attention.output.dense",
        "norm_1": "attention.output.LayerNorm", "first": "intermediate.dense", "second": "output.dense", "norm_2": "output.LayerNorm",
    }  # fmt: skip
    for number in range(LAYERS):
        for mine, theirs in parts.items():
            for kind in ("weight", "bias"):
                own[f"layers.{number}.{mine}.{kind}"] = given[f"encoder.layer.{number}.{theirs}.{kind}"]
    encoder.load_state_dict(own)


def _weights(folder: Path) -> dict[str, Any]:
    if (folder / "model.safetensors").exists():
        from safetensors.torch import load_file

        return dict(load_file(folder / "model.safetensors"))
    return dict(torch.load(folder / "pytorch_model.bin", map_location="cpu", weights_only=True))


def read_vocabulary(folder: Path) -> list[str]:
    """The pieces in order, from vocab.txt or tokenizer.json."""
    if (folder / "vocab.txt").exists():
        return (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    numbers = json.loads((folder / "tokenizer.json").read_text(encoding="utf-8"))["model"]["vocab"]
    return sorted(numbers, key=numbers.__getitem__)
