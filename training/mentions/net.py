"""The head in torch: what a word is by the lower layers and its letters, read in both directions; what it does by the last layer."""

import torch
from torch import Tensor, nn
from torch.nn import functional

from onrecord.mentions.surface import ROWS, Case
from onrecord.mentions.tagging import HEAD_TAGS, NAME_TAGS

SEEN, WIDTH, HIDDEN, UPPER = 384, 256, 128, 160


class Head(nn.Module):
    """Scores of name tags and head tags of each word of some windows."""

    def __init__(self, drop: float = 0.3) -> None:
        super().__init__()
        self.seen = nn.Linear(SEEN, WIDTH)
        self.case, self.begins, self.glued = nn.Embedding(len(Case), WIDTH), nn.Embedding(2, WIDTH), nn.Embedding(2, WIDTH)
        self.letters = nn.Embedding(ROWS, WIDTH)
        nn.init.normal_(self.letters.weight, std=0.1)
        nn.init.normal_(self.case.weight, std=0.3)
        self.drop, self.norm = nn.Dropout(drop), nn.LayerNorm(WIDTH)
        self.along = nn.LSTM(WIDTH, HIDDEN, bidirectional=True, batch_first=True)
        self.names, self.heads = nn.Linear(2 * HIDDEN + WIDTH, NAME_TAGS), nn.Linear(2 * HIDDEN + WIDTH, HEAD_TAGS)
        self.upper = nn.Linear(SEEN, UPPER)
        self.upper_names, self.upper_heads = nn.Linear(UPPER, NAME_TAGS, bias=False), nn.Linear(UPPER, HEAD_TAGS, bias=False)

    def forward(self, lower: Tensor, upper: Tensor, surface: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """lower, upper: (windows, words, 384); surface: (windows, words, 6); mask: (windows, words), every window begins with a word."""
        letters = self.drop(self.letters(surface[..., 3:]).sum(dim=2))
        shape = self.case(surface[..., 0]) + self.begins(surface[..., 1]) + self.glued(surface[..., 2])
        word = self.norm(self.seen(self.drop(lower)) + shape + letters)
        packed = nn.utils.rnn.pack_padded_sequence(self.drop(word), mask.sum(1), batch_first=True, enforce_sorted=False)
        along, _ = nn.utils.rnn.pad_packed_sequence(self.along(packed)[0], batch_first=True, total_length=word.shape[1])
        both = self.drop(torch.cat([along, word], dim=-1))
        does = self.drop(functional.gelu(self.upper(self.drop(upper))))
        return self.names(both) + self.upper_names(does), self.heads(both) + self.upper_heads(does)
