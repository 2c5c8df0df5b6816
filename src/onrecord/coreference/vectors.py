"""The encoder's vectors by place in the text, as the comparison of mentions asks for them."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from onrecord.encoder.model import Model
    from onrecord.encoder.windows import Window

LAYER: Final = 384
WIDTH: Final = 2 * LAYER


class VectorsOf(Protocol):
    """What the encoder says of the words at some places."""

    def __call__(self, at: "NDArray[np.int64]") -> "NDArray[np.float32]":
        """The last layer's vector of the word at each position, and beside it the lower ones': shape (positions, WIDTH); zeros where none is."""
        ...


def vectors_of(model: "Model", windows: "Sequence[Window]") -> VectorsOf:
    """Vectors by place; a window is read when a word of it is first asked for."""
    import numpy as np

    firsts = [window.start for window in windows]

    def vectors(at: "NDArray[np.int64]") -> "NDArray[np.float32]":
        found = np.zeros((len(at), WIDTH), np.float32)
        window_at = np.array([bisect_right(firsts, position) - 1 for position in at.tolist()], np.int64)
        for number in np.unique(window_at).tolist():
            if number < 0:
                continue
            window, rows = windows[number], np.flatnonzero(window_at == number)
            starts = np.array([word.start for word in window.words], np.int64)
            ends = np.array([word.end for word in window.words], np.int64)
            words = starts.searchsorted(at[rows], side="right") - 1
            known = (words >= 0) & (at[rows] < ends[words])
            found[rows[known], :LAYER] = model.vectors(window)[words[known]]
            found[rows[known], LAYER:] = model.lower(window)[words[known]]
        return found

    return vectors
