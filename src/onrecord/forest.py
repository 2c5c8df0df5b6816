"""Trees as plain arrays: how boosted trees are kept and read, without the library that trained them.

Every tree has at most 16 leaves. For each inner node the rows are compared once; a comparison that fails rules out the
leaves below its left branch, and the lowest leaf that is left is the answer (Lucchese et al., QuickScorer, SIGIR 2015).
Leaves are whole numbers, so that the sum does not depend on its order or on the processor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import exp
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAVES: Final = 16
SCALE: Final = 1000  # of the log-odds that leaves hold
_ROWS: Final = 512  # at a time: what is compared stays in the cache


@dataclass(frozen=True, slots=True)
class Forest:
    """Boosted trees; nodes are padded to LEAVES - 1 a tree."""

    feature: "NDArray[np.int32]"  # (trees, nodes): the column compared
    threshold: "NDArray[np.float64]"  # (trees, nodes): at most this goes left
    left: "NDArray[np.uint16]"  # (trees, nodes): leaves that remain when it does not, a bit a leaf
    leaf: "NDArray[np.int32]"  # (trees, LEAVES): log-odds times SCALE
    cut: int  # log-odds times SCALE above which the answer is yes

    def chances(self, rows: "NDArray[np.float32]") -> list[float]:
        """The chance of each row, in three places: what is put in differs between processors in its last ones."""
        return [round(1 / (1 + exp(-int(score) / SCALE)), 3) for score in self.scores(rows)]

    def scores(self, rows: "NDArray[np.float32]") -> "NDArray[np.int64]":
        """The log-odds times SCALE of each row."""
        import numpy as np

        trees, nodes = self.feature.shape
        flat, found = self.feature.ravel(), np.zeros(len(rows), dtype=np.int64)
        threshold, left = _not_above(self.threshold.ravel())[:, None], self.left.ravel()[:, None]
        at, whole = np.arange(trees)[:, None], np.uint16(0xFFFF)
        for start in range(0, len(rows), _ROWS):
            columns = np.ascontiguousarray(rows[start : start + _ROWS].T)
            remaining = np.where(columns[flat] > threshold, left, whole)
            leaves = np.bitwise_and.reduce(remaining.reshape(trees, nodes, -1), axis=1)
            found[start : start + _ROWS] = self.leaf[at, _lowest_bit()[leaves]].sum(axis=0)
        return found


def _not_above(threshold: "NDArray[np.float64]") -> "NDArray[np.float32]":
    """The greatest single that is not above each threshold: of singles, the same lie above it."""
    import numpy as np

    single = threshold.astype(np.float32)
    found: NDArray[np.float32] = np.where(single > threshold, np.nextafter(single, np.float32(-np.inf)), single)
    return found


@cache
def _lowest_bit() -> "NDArray[np.uint8]":
    import numpy as np

    table = np.zeros(1 << LEAVES, dtype=np.uint8)
    for bit in range(LEAVES - 1, -1, -1):
        table[1 << bit :: 1 << (bit + 1)] = bit
    return table


def forest_of(arrays: "Mapping[str, NDArray[np.generic]]") -> Forest:
    """A forest from the arrays of its file."""
    return Forest(arrays["feature"], arrays["threshold"], arrays["left"], arrays["leaf"], int(arrays["cut"]))  # type: ignore[arg-type]
