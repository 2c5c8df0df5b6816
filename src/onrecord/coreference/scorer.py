"""How likely each mention is to be taken up by each candidate: a small network over traits, comparisons and vectors, run by numpy.

The network ranks the candidates of a mention against one another and against "none of them" (Wiseman et al. 2015, ACL; Lee et al. 2017,
EMNLP), over what rules see and, at the head words, what the encoder sees. Two names are compared by what rules see of them and by type
alone: vectors know which names are of a kind, and that two of a kind are not one. `python -m training.coreference` teaches it.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from typing import TYPE_CHECKING, Final

from onrecord.coreference.pairs import mention_rows, pair_rows
from onrecord.coreference.traits import Traits
from onrecord.coreference.vectors import LAYER
from onrecord.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

NAME: Final = "pairs.npz"
PAIRS: Final = 8_192  # at a time: what a page of ten thousand mentions asks of memory stays small


@dataclass(frozen=True, slots=True)
class Scorer:
    """The weights, by the names that `training.coreference` gives them."""

    weights: "Mapping[str, NDArray[np.float32]]"

    def scores(self, traits: Traits, i: "NDArray[np.int64]", j: "NDArray[np.int64]", vectors: "NDArray[np.float32] | None") -> "NDArray[np.float32]":
        """By how much each pair (mention i, earlier mention j) is likelier than that i takes up none: log-odds, rounded.

        Args:
            vectors: of the head words, shape (mentions, WIDTH); None where the encoder did not read the text.
        """
        import numpy as np

        w = self.weights
        rows = mention_rows(traits)
        told = np.maximum(rows @ w["traits"] + w["traits_bias"], 0)
        if vectors is None:
            seen = np.zeros((len(traits), w["upper"].shape[1] + w["lower"].shape[1]), np.float32)
            unit = np.zeros((len(traits), LAYER), np.float32)
        else:
            upper, lower = vectors[:, :LAYER], vectors[:, LAYER:]
            known = (np.abs(lower).sum(1, keepdims=True) > 0).astype(np.float32)
            seen = np.concatenate([np.tanh(upper @ w["upper"] + w["upper_bias"]), np.tanh(lower @ w["lower"] + w["lower_bias"])], axis=1) * known
            unit = units(lower, traits)
        whole = np.concatenate([told, seen], axis=1)
        types = whole @ w["types"] + w["types_bias"]
        types = np.exp(types - types.max(1, keepdims=True))
        types /= types.sum(1, keepdims=True)
        none = (np.maximum(whole @ w["none1"] + w["none1_bias"], 0) @ w["none2"] + w["none2_bias"])[:, 0]
        told_i, told_j = told @ w["told_i"] + w["bias"], told @ w["told_j"]
        seen_i, seen_j = seen @ w["seen_i"], seen @ w["seen_j"]
        both = (types[:, :, None] * w["kinds"].reshape(1, 3, -1)).reshape(len(traits), 3, 3, -1).sum(1)  # of i: what each type of j adds
        named = traits.columns["form"] == 0
        found = np.empty(len(i), np.float32)
        for first in range(0, len(i), PAIRS):
            a, b = i[first : first + PAIRS], j[first : first + PAIRS]
            compared = np.concatenate([pair_rows(traits, a, b), alike(unit, traits, a, b)], axis=1)
            hidden = compared @ w["pairs"] + told_i[a] + told_j[b]
            hidden += np.einsum("pk,pkh->ph", types[b], both[a])
            free = ~(named[a] & named[b])
            af, bf = a[free], b[free]
            hidden[free] += seen_i[af] + seen_j[bf] + (seen[af] * seen[bf]) @ w["seen_both"]
            hidden = np.maximum(hidden, 0)
            hidden = np.maximum(hidden @ w["deep"] + w["deep_bias"], 0)
            found[first : first + PAIRS] = (hidden @ w["out"] + w["out_bias"])[:, 0] - none[a]
        return np.round(found, 3)


def units(lower: "NDArray[np.float32]", traits: Traits) -> "NDArray[np.float32]":
    """The lower vectors at length one; zeros for pronouns, which are alike whoever is meant."""
    import numpy as np

    length = np.sqrt((lower * lower).sum(1, keepdims=True))
    found: NDArray[np.float32] = lower / np.maximum(length, 1e-6) * (traits.columns["form"] != 2)[:, None].astype(np.float32)
    return found


def alike(unit: "NDArray[np.float32]", traits: Traits, i: "NDArray[np.int64]", j: "NDArray[np.int64]") -> "NDArray[np.float32]":
    """How like the head words of a pair are as words; nothing of two names. Shape (pairs, 3)."""
    import numpy as np

    free = ~((traits.columns["form"][i] == 0) & (traits.columns["form"][j] == 0))
    cosine = np.zeros(len(i), np.float32)
    at = np.flatnonzero(free & (traits.columns["form"][i] != 2) & (traits.columns["form"][j] != 2))
    cosine[at] = (unit[i[at]] * unit[j[at]]).sum(1)
    return np.stack([cosine, cosine * (cosine > 0.3), (cosine > 0.5).astype(np.float32)], axis=1)


@cache
def packaged_scorer() -> Scorer:
    """The scorer that ships with the package.

    Raises:
        SetupError: its file is missing, or is not the one that was shipped.
    """
    import numpy as np

    with np.load(BytesIO(_checked()), allow_pickle=False) as arrays:
        return Scorer({name: arrays[name].astype(np.float32) for name in arrays.files})


def _checked() -> bytes:
    try:
        data = _folder().joinpath(NAME).read_bytes()
        wanted = _folder().joinpath("SHA256SUMS").read_text(encoding="ascii").split()[0]
    except OSError as error:
        raise SetupError(f"coreference/models/{NAME}", f"the model cannot be read: {error.strerror}", "install onrecord again") from error
    if sha256(data).hexdigest() != wanted:
        raise SetupError(f"coreference/models/{NAME}", "the model is not the one that was shipped: its digest differs", "install onrecord again")
    return data


def _folder() -> Traversable:
    return files("onrecord.coreference").joinpath("models")
