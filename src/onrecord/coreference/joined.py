"""Mentions → clusters: each mention goes, in the order of the text, to the cluster whose members together speak for it most, or to none.

A name is never put to names that share nothing with it: a wrong join of names puts words into the wrong mouth.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from onrecord.coreference.pairs import ALIKE, candidates
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
THRESHOLDS: Final = (0.0, 0.0, 0.0, -0.8, 0.0, 0.0, 0.0, 0.0, 0.0)
_FAINT: Final = -8.0
_NAMES: Final = 12  # of a cluster that a new name is held against
_UNLIKE: Final = -1.0  # odds below which a name that was compared keeps another out of its cluster


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
    log = odds[kept].tolist()
    names = _Names(traits)
    of: list[int] = []
    members: dict[int, list[int]] = {}
    for k in range(len(traits)):
        sums: dict[int, float] = {}
        closest: dict[int, float] = {}  # of the names in each cluster, the odds of the likeliest
        named = entity[k] >= 0
        for at in range(bounds[k], bounds[k + 1]):
            other = earlier[at]
            if named and entity[other] >= 0:
                if names.differ(k, other):
                    continue
                closest[of[other]] = max(closest.get(of[other], _FAINT), log[at])
            sums[of[other]] = sums.get(of[other], 0.0) + weighed[at]
        best, most, by_name = k, 1.0, False
        for cluster, weight in sums.items():
            if named and not names.fits(k, cluster, closest.get(cluster)):
                continue
            own = named and closest.get(cluster, _FAINT) > 0  # a name goes to a name before it goes to a description
            if (round(weight, 6) > most and own >= by_name) or own > by_name:
                best, most, by_name = cluster, round(weight, 6), own
        of.append(best)
        members.setdefault(best, []).append(k)
        if named:
            names.add(k, best)
    return list(members.values())


class _Names:
    """The names of each cluster, and whether another may join them."""

    def __init__(self, traits: Traits) -> None:
        self._words = [frozenset(word for word in row if word >= 0) for row in traits.tokens.tolist()]
        self._name = [[word for word in row if word >= 0] for row in traits.tokens.tolist()]
        self._alias, self._short = traits.columns["alias"].tolist(), traits.columns["short"].tolist()
        self._initials = traits.columns["initials"].tolist()
        self._spelling = traits.spelling
        self._of: dict[int, list[int]] = {}

    def fits(self, k: int, cluster: int, odds: float | None) -> bool:
        """Whether a cluster may take the name of mention k: it has none yet, or one that is likely enough, or that k could be a form of."""
        known = self._of.get(cluster)
        if not known:
            return True
        if any(self.differ(k, other) for other in known):
            return False
        return odds > _UNLIKE if odds is not None else any(self._one(k, other) for other in known)

    def differ(self, a: int, b: int) -> bool:
        """Whether two names of several words end alike and begin with other words: "Ada Brandt", "Per Brandt"."""
        one, two = self._name[a], self._name[b]
        if len(one) < 2 or len(two) < 2 or one[-1] != two[-1] or one[0] == two[0]:
            return False
        return one[0] not in self._words[b] and two[0] not in self._words[a]

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
        return bool(float((self._spelling[a] * self._spelling[b]).sum()) > ALIKE)
