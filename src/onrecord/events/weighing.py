"""Who does it, who supplies, what belongs to it: a small network on the vectors of a deed and of a word, and on how the one hangs on the other."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from onrecord.clauses.tree import Tree
from onrecord.events.judging import checked, gelu, softmax

FILE: Final = "pairs.npz"
ROWS: Final = 8192  # of the table of signs: several share one
CLASSES: Final = {
    "roles": ("none", "initiator", "recipient"),
    "sides": ("none", "supplier", "recipient", "via"),
    "items": ("none", "item"),
    "far": ("none", "supplier", "recipient"),
}

Floats = NDArray[np.float32]
_PARTS: Final = (256, 256, 384, 384, 384)  # of dense_of, in order


def dense_of(tree: Tree, core: Sequence[int], word: int) -> Floats:
    """What the heads say of a word and of a deed's word."""
    head = core[0]
    return np.concatenate([tree.vectors[word], tree.vectors[head], tree.upper[word], tree.upper[head], tree.lower[word]])


def rows_of(model: str, signs: Iterable[str]) -> list[int]:
    """The rows of some signs of a model, each once, in order."""
    return sorted({_row(f"{model} {sign}") for sign in signs})


@lru_cache(maxsize=100_000)
def _row(sign: str) -> int:
    return crc32(sign.encode("utf-8", "surrogatepass")) % ROWS


class Weigher:
    """The network, of arrays by name."""

    def __init__(self, arrays: Mapping[str, NDArray[np.generic]]) -> None:
        self._mean, self._scale = arrays["mean"].astype(np.float32), arrays["scale"].astype(np.float32)
        scaled = arrays["dense"].astype(np.float32) * self._scale[:, None]
        ends = np.cumsum(_PARTS)
        word, head, upper_word, upper_head, lower_word = np.split(scaled, ends[:-1])
        self._of_word = np.concatenate([word, upper_word, lower_word])
        self._of_head = np.concatenate([head, upper_head])
        self._bias = np.asarray(arrays["bias"].astype(np.float32) - self._mean @ scaled, np.float32)
        self._rows = arrays["rows"].astype(np.float32)
        self._out = {name: (arrays[f"out.{name}"].astype(np.float32), arrays[f"add.{name}"].astype(np.float32)) for name in CLASSES}
        self.settings: dict[str, float] = json.loads(bytes(arrays["settings"].tobytes()).decode())
        self._seen: tuple[Tree | None, Floats, Floats] = (None, self._bias, self._bias)

    def weigh(self, model: str, tree: Tree, core: Sequence[int], words: Sequence[int], signs: Sequence[Iterable[str]]) -> list[tuple[float, ...]]:
        """The chances of a model's classes for some words of a deed, rounded: sums differ in their last places between processors."""
        if not words:
            return []
        of_word, of_head = self._projected(tree)
        x = of_word[list(words)] + of_head[core[0]] + self._bias
        for number, one in enumerate(signs):
            x[number] += self._rows[rows_of(model, one)].sum(axis=0)
        weight, bias = self._out[model]
        return [tuple(round(float(chance), 4) for chance in softmax(row)) for row in gelu(x) @ weight + bias]

    def _projected(self, tree: Tree) -> tuple[Floats, Floats]:
        """Every word of a window as the layer sees it, as the word and as the deed's word: once a window, not once a pair."""
        seen = self._seen
        if seen[0] is not tree:
            of_word = np.concatenate([tree.vectors, tree.upper, tree.lower], axis=1) @ self._of_word
            of_head = np.concatenate([tree.vectors, tree.upper], axis=1) @ self._of_head
            self._seen = seen = (tree, of_word, of_head)  # one thread may put its window here while another reads its own
        return seen[1], seen[2]


@cache
def packaged() -> Weigher:
    """The weigher that ships with onrecord.

    Raises:
        SetupError: its file is missing or altered; it names the file and the digest.
    """
    return Weigher(dict(np.load(io.BytesIO(checked(FILE)))))
