"""Mentions → clusters: each mention goes, in the order of the text, to the cluster whose members together speak for it most, or to none.

A name is never put to names that share nothing with it: a wrong join of names puts words into the wrong mouth.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from onrecord.coreference.pairs import candidates
from onrecord.coreference.scene import read_scene
from onrecord.coreference.scorer import Scorer, packaged_scorer
from onrecord.coreference.spans import Reading, readings, small_words
from onrecord.coreference.traits import Traits, read_traits
from onrecord.coreference.vectors import VectorsOf
from onrecord.record import Mention

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Log-odds by which a pair has to be likelier than none, by the forms of the later and the earlier mention (named, nominal, pronoun): chosen on
# dev. Below _FAINT a candidate does not count.
THRESHOLDS: Final = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
_FAINT: Final = -8.0
_NAMES: Final = 12  # of a cluster that a new name is held against
_ALIKE: Final = 0.65


def join(text: str, mentions: Sequence[Mention], vectors: VectorsOf | None = None, scorer: Scorer | None = None) -> tuple[tuple[int, ...], ...]:
    """Which mentions of a text are one person, body, place or thing.

    Args:
        mentions: in any order; their `type` is not read.
        vectors: the encoder's vectors by place (`vectors_of`); without them pronouns and descriptions are joined worse.
        scorer: other weights than those that ship.

    Returns:
        Clusters of numbers of mentions, every mention in one; clusters and their members in the order of the text.

    Raises:
        SetupError: the weights are missing or altered.
    """
    if not mentions:
        return ()
    order = sorted(range(len(mentions)), key=lambda k: (mentions[k].span.start, -mentions[k].span.end))
    found = readings(text, [mentions[k] for k in order], small_words(text))
    traits = traits_of(text, found)
    i, j = candidates(traits)
    scores = (scorer or packaged_scorer()).scores(traits, i, j, None if vectors is None else vectors(traits.at))
    return tuple(tuple(order[k] for k in cluster) for cluster in clusters(traits, i, j, scores))


def traits_of(text: str, found: Sequence[Reading]) -> Traits:
    """The traits of mentions that were read, in the order of the text."""
    return read_traits(read_scene(text), found)


def clusters(
    traits: Traits, i: "NDArray[np.int64]", j: "NDArray[np.int64]", scores: "NDArray[np.float32]", thresholds: Sequence[float] = THRESHOLDS
) -> list[list[int]]:
    """The clusters that scores of pairs make, in the order of the text."""
    import numpy as np

    form, entity = traits.columns["form"], traits.columns["entity"].tolist()
    odds = np.round(scores - np.array(thresholds, np.float32)[form[i] * 3 + form[j]], 3)
    kept = np.flatnonzero(odds > _FAINT)
    weights = np.exp(odds[kept].astype(np.float64))
    bounds = np.searchsorted(i[kept], np.arange(len(traits) + 1))
    earlier, weighed = j[kept].tolist(), weights.tolist()
    names = _Names(traits)
    of: list[int] = []
    members: dict[int, list[int]] = {}
    for k in range(len(traits)):
        sums: dict[int, float] = {}
        for at in range(bounds[k], bounds[k + 1]):
            cluster = of[earlier[at]]
            sums[cluster] = sums.get(cluster, 0.0) + weighed[at]
        named = entity[k] >= 0
        best, most = k, 1.0
        for cluster, weight in sums.items():
            if round(weight, 6) > most and not (named and names.clash(k, cluster)):
                best, most = cluster, round(weight, 6)
        of.append(best)
        members.setdefault(best, []).append(k)
        if named:
            names.add(k, best)
    return list(members.values())


class _Names:
    """The names of each cluster, and whether another may join them."""

    def __init__(self, traits: Traits) -> None:
        self._words = [frozenset(word for word in row if word >= 0) for row in traits.tokens.tolist()]
        self._alias, self._short = traits.columns["alias"].tolist(), traits.columns["short"].tolist()
        self._initials = traits.columns["initials"].tolist()
        self._spelling = traits.spelling
        self._of: dict[int, list[int]] = {}

    def clash(self, k: int, cluster: int) -> bool:
        """Whether a cluster has names, and none that mention k could be a form of."""
        known: Iterable[int] = self._of.get(cluster, ())
        return bool(known) and not any(self._one(k, other) for other in known)

    def add(self, k: int, cluster: int) -> None:
        """Note the name of mention k."""
        known = self._of.setdefault(cluster, [])
        if len(known) < _NAMES and not any(self._words[other] == self._words[k] for other in known):
            known.append(k)

    def _one(self, a: int, b: int) -> bool:
        if self._alias[a] >= 0 and self._alias[b] >= 0:
            return bool(self._alias[a] == self._alias[b])
        if (self._short[a] >= 0 and self._short[a] == self._initials[b]) or (self._short[b] >= 0 and self._short[b] == self._initials[a]):
            return True
        if self._words[a] <= self._words[b] or self._words[b] <= self._words[a]:
            return True
        return bool(float((self._spelling[a] * self._spelling[b]).sum()) > _ALIKE)
