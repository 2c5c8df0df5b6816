"""Which of the places that share a name is meant: a row of numbers a candidate, and weights that were learnt by folds.

All mentions of one name in a document are one group and get one place. Three rounds: a guess by size and by what stands beside the name;
then twice, with what the other groups of the document were taken for, the learnt weights (a conditional logit: of a group's candidates one
is right, and the odds of two are the exponential of the difference of their scores).
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from onrecord.errors import SetupError
from onrecord.grounding.places.gazetteer import Entry, Kind
from onrecord.grounding.places.names import Meaning
from onrecord.lexicon import shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS: Final = "weights.json"
FEATURES: Final = (
    "size", "size below largest", "country", "division", "district", "capital", "seat", "section", "region", "by another name", "by a part",
    "in our tables", "named behind", "other named behind", "named near by", "share of country", "share of division", "near", "less near",
    "country named", "division named", "district named", "settlement of the USA", "largest in country", "size where country is shared",
    "only one", "country of most", "county possible", "towns in it", "possibly near", "wider behind a comma", "wider not behind one",
    "largest where country is shared", "far below where shared", "city in our tables",
)  # fmt: skip
_CONTEXT: Final = 120  # groups of a document that speak for each other; a page with more is a list
_PAIRED: Final = 1500  # candidates of which every two are measured
_PLAIN: Final = 4  # "Paris, Texas": rare where names are learnt from, and plain; counts so much more against the penalty on weights
_KM: Final = 111.2  # a degree


@dataclass(slots=True)
class Group:
    """One name of a document: what it may mean, and what stands beside its mentions."""

    meanings: Sequence[Meaning]
    times: int = 1
    after_comma: int = 0  # mentions that stand behind a comma or bracket themselves
    behind: list[Entry] = field(default_factory=list)  # named directly behind, surely
    behind_short: list[Entry] = field(default_factory=list)  # of them, those that stand there as abbreviations
    beside: list[Entry] = field(default_factory=list)  # named near by


@dataclass(frozen=True, slots=True)
class Choice:
    """What a group was taken for; the chance is that of the weights among the candidates."""

    at: int
    chance: float


def lies_in(place: Entry, wider: Entry) -> bool:
    """Whether the place is in the country or division, as far as its codes say; nothing lies in itself."""
    if wider.row == place.row:
        return False
    if wider.kind is Kind.COUNTRY:
        return place.country == wider.country and place.kind is not Kind.COUNTRY
    if wider.kind is Kind.DIVISION:
        return place.division == wider.row and place.kind is not Kind.DIVISION
    return place.district == wider.row and place.kind is not Kind.DISTRICT


class Scene:
    """The groups of a document as arrays: what does not change from round to round is computed once."""

    def __init__(self, groups: Sequence[Group]) -> None:
        import numpy as np

        self.groups = groups
        self.entries = [m.entry for g in groups for m in g.meanings]
        self.starts = np.cumsum([0, *(len(g.meanings) for g in groups)])
        self.of = np.repeat(np.arange(len(groups)), [len(g.meanings) for g in groups])
        self.lat = np.radians([e.lat for e in self.entries])
        self.lon = np.radians([e.lon for e in self.entries])
        names = {e.country for e in self.entries if e.country}
        self._country_at = {c: n for n, c in enumerate(sorted(names))}
        self.country = np.array([self._country_at.get(e.country or "", -1) for e in self.entries], dtype=np.int64)
        rows = {e.division: n for n, e in enumerate(self.entries) if e.division >= 0}
        places = {row: n for n, row in enumerate(sorted(rows))}
        self.division = np.array([places.get(e.division, -1) for e in self.entries], dtype=np.int64)
        # A body's place ("Lund" in "Lund Court") is told by the others, and tells nothing of them: a street may be called after any town.
        self.speaks = np.array([any(m.how != "within" for m in g.meanings) for g in groups], dtype=float)
        self.fixed = self._fixed()
        self._possible(self.fixed)

    def _fixed(self) -> "NDArray[np.float64]":
        """The columns that do not depend on other groups."""
        import numpy as np

        columns = np.zeros((len(self.entries), len(FEATURES)))
        at = 0
        for group in self.groups:
            largest = max(m.entry.size for m in group.meanings)
            # "Washington, Pennsylvania and Ohio" is a list: a name that may be a state itself is told nothing by the next one unless shortened.
            wide = any(m.entry.kind in (Kind.DIVISION, Kind.COUNTRY) and m.how != "part" for m in group.meanings)
            behind = [any(lies_in(m.entry, w) for w in (group.behind_short if wide else group.behind)) for m in group.meanings]
            leading: dict[str | None, float] = {}
            for meaning in group.meanings:
                leading[meaning.entry.country] = max(leading.get(meaning.entry.country, 0.0), meaning.entry.size)
            for meaning, inside in zip(group.meanings, behind, strict=True):
                e = meaning.entry
                columns[at, :15] = (
                    e.size / 8, (e.size - largest) / 8, e.kind is Kind.COUNTRY, e.kind is Kind.DIVISION, e.kind is Kind.DISTRICT,
                    e.kind is Kind.CAPITAL, e.kind in (Kind.SEAT, Kind.CAPITAL1), e.kind in (Kind.SECTION, Kind.FORMER), e.kind >= Kind.REGION,
                    meaning.how == "alternate", meaning.how in ("part", "within"), meaning.how in ("table", "adjective", "people"),
                    _PLAIN * inside, _PLAIN * (any(behind) and not inside), any(lies_in(e, w) for w in group.beside),
                )  # fmt: skip
                columns[at, 22] = e.country == "USA" and e.kind < Kind.DISTRICT
                columns[at, 23] = e.size == leading[e.country]
                columns[at, 25] = len(group.meanings) == 1
                broad = e.kind in (Kind.DISTRICT, Kind.DIVISION, Kind.COUNTRY)
                columns[at, 34] = meaning.how == "table" and e.kind < Kind.DISTRICT
                columns[at, 30] = broad * group.after_comma / group.times
                columns[at, 31] = broad * (1 - group.after_comma / group.times)
                at += 1
        return columns

    def _possible(self, columns: "NDArray[np.float64]") -> None:
        """What any candidate of another name would say for this one, however unlikely by itself: two that fit are seldom chance."""
        import numpy as np

        districts: dict[int, set[int]] = {}
        towns: dict[int, set[int]] = {}
        for at, entry in enumerate(self.entries):
            if not self.speaks[self.of[at]]:
                continue
            if entry.kind is Kind.DISTRICT:
                districts.setdefault(entry.row, set()).add(int(self.of[at]))
            elif entry.kind < Kind.DISTRICT and entry.district >= 0:
                towns.setdefault(entry.district, set()).add(int(self.of[at]))
        for at, entry in enumerate(self.entries):
            own = {int(self.of[at])}
            if entry.kind < Kind.DISTRICT:
                columns[at, 27] = bool(districts.get(entry.district, own) - own)
            elif entry.kind is Kind.DISTRICT:
                columns[at, 28] = min(len(towns.get(entry.row, own) - own), 3)
        local = np.flatnonzero([e.kind <= Kind.DISTRICT for e in self.entries[:_PAIRED]])
        if len(local) > 1:
            close = np.exp(-self._km(local, local) / 30)
            of = self.of[local]
            firsts = np.concatenate([[0], np.flatnonzero(np.diff(of)) + 1])
            best = np.maximum.reduceat(close, firsts, axis=1) * (of[firsts][None, :] != of[:, None]) * self.speaks[of[firsts]][None, :]
            columns[local, 29] = np.minimum(best.sum(axis=1), 4)

    def _km(self, some: "NDArray[np.int64]", others: "NDArray[np.int64]") -> "NDArray[np.float64]":
        """Kilometres from each of some candidates to each of others, on a plane: good enough where it matters, near by."""
        import numpy as np

        dx = (self.lon[some][:, None] - self.lon[others][None, :] + math.pi) % (2 * math.pi) - math.pi
        dx = dx * np.cos((self.lat[some][:, None] + self.lat[others][None, :]) / 2)
        km: NDArray[np.float64] = np.degrees(np.hypot(dx, self.lat[some][:, None] - self.lat[others][None, :])) * _KM
        return km

    def features(self, chances: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """One row a candidate, given the chances of all; a group never speaks for itself.

        Args:
            chances: (candidates,), of each group they sum to one.
        """
        import numpy as np

        columns = self.fixed.copy()
        weight = chances * np.minimum(np.array([g.times for g in self.groups]), 3)[self.of] ** 0.5 * self.speaks[self.of]
        count = len(self.groups)
        if count < 2:
            return columns
        total = np.bincount(self.of, weight, count)
        for where, column in ((self.country, 15), (self.division, 16)):
            known = where >= 0
            size = int(where.max()) + 1 if known.any() else 0
            if not size:
                continue
            table = np.zeros((count, size))
            np.add.at(table, (self.of[known], where[known]), weight[known])
            shared = table.sum(axis=0)[None, :] - table
            share = shared / np.maximum(total.sum() - total, 1e-9)[:, None]
            columns[known, column] = share[self.of[known], where[known]]
            if column == 15:
                columns[known, 26] = share.argmax(axis=1)[self.of[known]] == where[known]
        best = np.array([start + int(chances[start:stop].argmax()) for start, stop in zip(self.starts, self.starts[1:], strict=False)][:_CONTEXT])
        best = best[[self.entries[b].kind not in (Kind.COUNTRY, Kind.REGION) for b in best]] if len(best) else best
        if len(best):
            km = self._km(np.arange(len(self.entries)), best)
            other = (self.of[:, None] != self.of[None, best]) * (chances * self.speaks[self.of])[best][None, :]
            columns[:, 17] = np.minimum((np.exp(-km / 60) * other).sum(axis=1), 3)
            columns[:, 18] = np.minimum((np.exp(-km / 300) * other).sum(axis=1), 4)
        self._named(columns, chances)
        columns[:, 24] = columns[:, 0] * columns[:, 15]
        columns[:, 32] = (columns[:, 1] == 0) * columns[:, 15]
        columns[:, 33] = columns[:, 1] * columns[:, 15]
        return columns

    def _named(self, columns: "NDArray[np.float64]", chances: "NDArray[np.float64]") -> None:
        """Whether the candidate's country, division or county is itself named in the document."""
        said: dict[tuple[int, int | str | None], set[int]] = {}
        for at, entry in enumerate(self.entries):
            if chances[at] > 0.3 and self.speaks[self.of[at]] and entry.kind in (Kind.COUNTRY, Kind.DIVISION, Kind.DISTRICT):
                what = {Kind.COUNTRY: entry.country, Kind.DIVISION: entry.row, Kind.DISTRICT: entry.row}[entry.kind]
                said.setdefault((int(entry.kind), what), set()).add(int(self.of[at]))
        for at, entry in enumerate(self.entries):
            own = {int(self.of[at])}
            if entry.kind < Kind.COUNTRY or entry.kind >= Kind.REGION:
                columns[at, 19] = bool(said.get((Kind.COUNTRY, entry.country), own) - own)
            if entry.kind < Kind.DIVISION:
                columns[at, 20] = bool(said.get((Kind.DIVISION, entry.division), own) - own)
            if entry.kind < Kind.DISTRICT:
                columns[at, 21] = bool(said.get((Kind.DISTRICT, entry.district), own) - own)

    def chances(self, scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
        """Of the scores of all candidates, the chance of each in its group."""
        import numpy as np

        top = np.maximum.reduceat(scores, self.starts[:-1])
        odds = np.exp(scores - top[self.of])
        chances: NDArray[np.float64] = odds / np.add.reduceat(odds, self.starts[:-1])[self.of]
        return chances

    def first(self) -> "NDArray[np.float64]":
        """A guess by size, by what stands beside the name, and by what the name is known for."""
        import numpy as np

        f = self.fixed
        score: NDArray[np.float64] = (
            4 * f[:, 0] + 2 * f[:, 2] + f[:, 3] + 1.5 * f[:, 12] + 3 * f[:, 14] + 2 * f[:, 11] - 2 * f[:, 9] - f[:, 10] + f[:, 5]
        )
        return self.chances(np.asarray(score))


Weights = Sequence[Sequence[float]]


def weigh(groups: Sequence[Group], weights: Weights | None = None) -> list[Choice]:
    """What each group is taken for.

    Args:
        groups: each with one meaning or more.
        weights: a row a round; None: those that ship.
    """
    if not groups:
        return []
    import numpy as np

    scene = Scene(groups)
    chances = scene.first()
    for row in weights if weights is not None else packaged_weights():
        chances = scene.chances(scene.features(chances) @ np.array(row))
    found = []
    for start, stop in zip(scene.starts, scene.starts[1:], strict=False):
        at = int(chances[start:stop].argmax())
        found.append(Choice(at, float(chances[start + at])))
    return found


@cache
def packaged_weights() -> Weights:
    """The weights that ship.

    Raises:
        SetupError: their file is missing, not the one that was shipped, or not for these features.
    """
    try:
        told: Mapping[str, object] = json.loads(shipped(f"grounding/places/{WEIGHTS}"))
    except ValueError as error:
        raise SetupError(WEIGHTS, "the weights of places are no JSON", "install onrecord again") from error
    rounds = told.get("rounds")
    if told.get("features") != list(FEATURES) or not isinstance(rounds, list):
        raise SetupError(WEIGHTS, "the weights of places are for other features", "install onrecord again")
    return [[float(number) for number in row] for row in rounds]
