"""Which pages are tied: an index that takes pages in any order and finds the same ties.

Two pages are tied where they tell the same deed, or where they speak of the same states and names within some days.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from onrecord.across.deeds import affinity
from onrecord.across.rarity import rarity
from onrecord.across.telling import Deed, Telling

NameKey = tuple[str, int]  # name or rare word, part of the year
DeedKey = tuple[str, str, str, int]  # kind, two sides, part of the year

_NEAR: Final = 21  # days within which names and words alone tie two pages
_FAR: Final = 365 * 6  # days within which a deal ties them
_SAME_DAYS: Final = 2  # days within which one deed of one state ties two pages that share no name
_DAYS: Final = 5  # days within which two states and what passed between them tie two pages
_WEEKS: Final = 32  # days that one list of names is about …
_SEASON: Final = 64  # … and one of deeds
_LIKELY: Final = 1.4  # affinity of two deeds that ties pages of the same days that share a name …
_SURE: Final = 1.75  # … or of the same weeks that speak of the same two states
_ALIKE: Final = 0.5  # shares of names and of rare words, added, that tie pages of the same weeks …
_STATE: Final = 0.1  # … less so much for each state, up to two, that both of pages of the same days speak of
SHARED: Final = 0.15  # share of the names and rare words of the page with fewer that both must have, where no deed is shared
_KNOWN: Final = 0.3  # rarity from which a name finds pages
_RARE: Final = 0.6  # rarity from which a word of the lead finds pages
_CERTAIN: Final = 2.4  # … and pages of other years


class PageIndex:
    """Pages by their names and deeds, for finding those that a page is tied to."""

    def __init__(self) -> None:
        self.pages: dict[str, Telling] = {}
        self._by_name: dict[NameKey, list[str]] = defaultdict(list)
        self._by_deed: dict[DeedKey, list[str]] = defaultdict(list)
        self._named_by: dict[str, int] = {}  # page → how many names and rare words it is found by

    def add(self, page: Telling) -> None:
        """Take in a page; one of the same ID must have been removed."""
        self.pages[page.id] = page
        names = name_keys(page)
        self._named_by[page.id] = len(names)
        for name in names:
            self._by_name[name].append(page.id)
        for deed in deed_keys(page):
            self._by_deed[deed].append(page.id)

    def remove(self, page: Telling) -> None:
        """Forget a page."""
        del self.pages[page.id], self._named_by[page.id]
        for name in name_keys(page):
            self._by_name[name].remove(page.id)
        for deed in deed_keys(page):
            self._by_deed[deed].remove(page.id)

    def tied_to(self, page: Telling) -> dict[str, float]:
        """The other pages that a page is tied to, and how firmly: from 0 to 1, more than 1 by a deed that both tell."""
        shared: Counter[str] = Counter()
        names = name_keys(page)
        for name in near_names(names):
            if others := self._by_name.get(name):
                shared.update(others)
        found_by_deed = {other for deed in near_deeds(deed_keys(page)) for other in self._by_deed.get(deed, ())}
        many, sizes = len(names), self._named_by
        found_by_name = {other for other, count in shared.items() if count > 1 and count >= SHARED * min(many, sizes[other])}
        found = {}
        for other in (found_by_name | found_by_deed) - {page.id}:
            if firmness := tie(page, self.pages[other]):
                found[other] = firmness
        return found


def name_keys(page: Telling) -> frozenset[NameKey]:
    """The names and rare words by which a page is found, each with the weeks of the page.

    Of these, pages of one story share two, and one in seven. A name that half of the pages have finds nothing.
    """
    when = _part_of_year(page.day, _WEEKS)
    names = (name for name in page.names if rarity(name) >= _KNOWN)
    return frozenset((word, when) for word in (*names, *(word for word in page.lead if rarity(word) >= _RARE)))


def near_names(keys: Iterable[NameKey]) -> Iterator[NameKey]:
    """The keys under which the names of some page stand on pages of its weeks, and of those before and after."""
    for name, when in keys:
        yield name, when - 1
        yield name, when
        yield name, when + 1


def deed_keys(page: Telling) -> frozenset[DeedKey]:
    """The deeds by which a page is found: keys that two tellings of one deed share."""
    return frozenset(key for deed in page.deeds for key in _keys_of_deed(deed, page.day))


def _keys_of_deed(deed: Deed, day: int | None) -> Iterator[DeedKey]:
    """The keys of a deed: its kind, its sides by country where they have one, and the part of the year of its page.

    A transfer is told again years later, and has no part of the year. A deed of which one side is known is found by that, in the same weeks.
    """
    if deed.of == "transfer":
        sides = [(w.country or w.key) if w else None for w in (deed.supplier, deed.recipient)]
        if sides[0] and sides[1]:
            yield "transfer", sides[0], sides[1], 0
        return
    first = {w.country or w.key for w in deed.initiators}
    second = {w.country or w.key for w in deed.recipients}
    pairs = {tuple(sorted((one, other))) for one in first for other in second - {one}}
    for one, other in pairs:
        yield deed.type, one, other, _part_of_year(day, _SEASON)
    if not pairs:
        for one in first | second:
            yield deed.type, one, "", _part_of_year(day, _WEEKS)


def near_deeds(keys: Iterable[DeedKey]) -> Iterator[DeedKey]:
    """Some keys of deeds, each with those of the part of the year before and after."""
    for key in keys:
        kind, one, other, when = key
        yield key
        if kind != "transfer":
            yield kind, one, other, when - 1
            yield kind, one, other, when + 1


def _part_of_year(day: int | None, days: int) -> int:
    return (day or 0) // days


def tie(a: Telling, b: Telling) -> float:
    """How firmly two pages are tied, 0 for not at all. It depends on the two alone, and not on their order."""
    apart = abs(a.day - b.day) if a.day and b.day else 0
    shared = len(a.names & b.names)
    states = len(a.states & b.states)
    if apart > _FAR or not (shared or states > 1 or (apart <= _NEAR and (states or not a.states or not b.states))):
        return 0.0
    same_days = apart <= _SAME_DAYS and states
    deed, kind = _best_deed(a, b) if (shared or states > 1 or same_days) and not a.parts.isdisjoint(b.parts) else (0.0, "")
    if apart > _NEAR:
        return _tie_of_years(apart, shared, states, _alike(a, b), deed, of_goods=kind == "transfer")
    # Fighting of one pair of states is told anew every day: it ties pages only with a name.
    known = states > 1 and (kind == "transfer" or (kind not in ("", "ASSAULT") and apart <= _DAYS))
    alone = same_days and kind != "ASSAULT" and deed >= _SURE
    if (shared and deed >= _LIKELY) or alone or (known and deed >= (_LIKELY if apart <= _DAYS else _SURE)):
        return 1.0 + deed / 10
    alike = _alike(a, b)
    least = _ALIKE - _STATE * min(states, 2) if apart <= _DAYS else _ALIKE
    return alike if alike >= least else 0.0


def _alike(a: Telling, b: Telling) -> float:
    """What share of the names, and of the rare words, of the one that has fewer is in both, added; words by their rarity, few of them not at all."""
    names = len(a.names & b.names)
    words = sum(map(rarity, a.lead & b.lead))
    of_names = names / min(len(a.names), len(b.names)) if names else 0.0
    return of_names + (words / min(_weight(a.lead), _weight(b.lead)) if words >= 1 else 0.0)


@lru_cache(maxsize=262_144)
def _weight(words: frozenset[str]) -> float:
    return sum(map(rarity, words))


def _tie_of_years(apart: int, shared: int, states: int, alike: float, deed: float, *, of_goods: bool) -> float:
    """How firmly pages of other weeks are tied: what one tells as news the other tells as background, or both follow one deal."""
    firm = (
        (deed >= _CERTAIN and of_goods and states > 1)
        or (shared >= 1 and deed >= _SURE + 0.25)
        or (shared >= 2 and deed >= _LIKELY + 0.2)
        or (shared >= 2 and alike >= 0.6)
        or (states > 1 and alike >= 0.35 and apart <= _FAR // 4)
    )
    return 0.5 + alike / 4 if firm else 0.0


def _best_deed(a: Telling, b: Telling) -> tuple[float, str]:
    """The affinity of the two deeds that fit best, and what they are: a transfer, or an event of some type."""
    best, kind = 0.0, ""
    for one in a.deeds:
        for other in b.deeds:
            if one.type != other.type and not one.of == other.of == "transfer":
                continue
            if (score := affinity(one, other, a.day, b.day)) is not None and score > best:
                best, kind = score, "transfer" if one.of == other.of == "transfer" else one.type
    return best, kind
