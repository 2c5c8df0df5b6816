"""Whose reporting a page is: the agency that is credited, with all its copies, or the outlet; and whom a page cites.

An agency is written in many ways ("TWP", "Transworld Press", "Calder Wire Service"): names that fit are one newsroom within a story.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from onrecord.across.names import fold
from onrecord.across.telling import Telling, Utterance
from onrecord.lexicon import read_table, word_set
from onrecord.stories import ONE_TEXT, Copy

_WORD: Final = re.compile(r"[^\W_]+")
_LOOSE: Final = word_set("the news agency service wire press newspaper daily online english")
_AGENCY: Final = word_set("agency wire newswire")
_OWN: Final = re.compile(r"\b(?:this (?:news)?paper|this (?:news )?agency|our (?:reporter|correspondent)s?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Newsrooms:
    """The newsrooms of one story.

    of_page: page → its newsroom; None where neither agency nor outlet is known.
    names: newsroom → every way in which it is written, folded.
    leads: page → the page whose text it carries, itself where it carries nobody's.
    named_on: page → the newsrooms that it names as its own: outlet and credited agencies.
    """

    of_page: Mapping[str, str | None]
    names: Mapping[str, frozenset[str]]
    leads: Mapping[str, str]
    named_on: Mapping[str, frozenset[str]]

    def cited_by(self, utterance: Utterance) -> str | None:
        """The newsroom through which a page has a statement, where it is not the page's own: "told Orrin Wire", "the daily El Faro reported"."""
        own = self.of_page.get(utterance.document)
        mine = self.names.get(own, frozenset()) if own else frozenset()
        for via in utterance.via:
            found = self.named(via)
            if found is not None and found != own:
                return found
            if found is None and _known_agency(via) and fold(via) not in mine:
                return via
        if utterance.who is not None and (found := self.named(utterance.who.name)) is not None and found != own:
            return found
        # The name in its own dateline is no citation, even where those that carry its text credit another.
        named_on = self.named_on.get(utterance.document, frozenset())
        around = f" {' '.join(_WORD.findall(fold(utterance.around)))} "
        for newsroom in sorted(self.names):
            if newsroom != own and newsroom not in named_on and any(f" {name} " in around for name in self.names[newsroom]):
                return newsroom
        return None

    def named(self, name: str) -> str | None:
        """The newsroom of the story that is called so."""
        plain = _plain(name)
        return next((newsroom for newsroom in sorted(self.names) if plain in self.names[newsroom]), None)


def newsrooms_of(pages: Sequence[Telling], copies: Iterable[Copy]) -> Newsrooms:
    """The newsrooms of a story's pages.

    Args:
        pages: in any order; the result does not depend on it.
        copies: pairs of them; those of other pages are left out.
    """
    pages = sorted(pages, key=lambda page: (page.day or 0, page.digest, page.id))
    leads = _leads(pages, copies)
    groups: dict[str, list[Telling]] = defaultdict(list)
    for page in pages:
        groups[leads[page.id]].append(page)
    called = one_name([*(a for p in pages for a in p.agencies), *(p.outlet for p in pages if p.outlet)])
    of_page: dict[str, str | None] = {}
    for lead, group in groups.items():
        credited = Counter(called[a] for p in group for a in p.agencies[:1])
        first = next(p for p in group if p.id == lead)
        if credited:
            # The page that is copied says best whose it is, or is the agency's own; else what most of them say.
            if first.agencies:
                newsroom: str | None = called[first.agencies[0]]
            elif first.outlet and _is_agency(first.outlet):
                newsroom = called[first.outlet]
            else:
                newsroom = max(sorted(credited), key=credited.__getitem__)
        else:
            newsroom = called[first.outlet] if first.outlet else None
        of_page.update({page.id: newsroom for page in group})
    names: dict[str, set[str]] = defaultdict(set)
    for written, newsroom in called.items():
        names[newsroom].add(_plain(written))
        names[newsroom] |= {short for short in (_short(written),) if short}
    named_on = {page.id: frozenset(called[name] for name in (page.outlet, *page.agencies) if name) for page in pages}
    return Newsrooms(of_page, {n: frozenset(x for x in w if len(x) > 2) for n, w in names.items()}, leads, named_on)


def _leads(pages: Sequence[Telling], copies: Iterable[Copy]) -> dict[str, str]:
    """Page → the first page of those that carry one text."""
    lead = {page.id: page.id for page in pages}

    def root(page: str) -> str:
        while lead[page] != page:
            page = lead[page]
        return page

    order = {page.id: number for number, page in enumerate(pages)}
    copied = Counter[str]()
    for pair in copies:
        if pair.kind in ONE_TEXT and pair.document in lead and pair.of in lead:
            copied[pair.of] += 1
            a, b = sorted((root(pair.document), root(pair.of)), key=order.__getitem__)
            lead[b] = a
    return {page.id: root(page.id) for page in pages}


def one_name(names: Iterable[str]) -> dict[str, str]:
    """Each way of writing → the one by which the newsroom is called: the one that is used most, of these the longest."""
    count = Counter(names)
    groups: list[list[str]] = []
    for name in sorted(count, key=lambda n: (-len(_words(n)), n)):
        group = next((g for g in groups if any(is_one_newsroom(name, other) for other in g)), None)
        if group is None:
            groups.append([name])
        else:
            group.append(name)
    return {name: max(group, key=lambda n: (count[n], len(n), n)) for group in groups for name in group}


@lru_cache(maxsize=16_384)
def is_one_newsroom(a: str, b: str) -> bool:
    """Whether two names are of one newsroom: equal but for "the" or "Service", or one the initials of the other."""
    if fold(a) == fold(b):
        return True
    known = _known_agency(a)
    if known is not None and known == _known_agency(b):
        return True
    x, y = _words(a), _words(b)
    short, long = sorted((x, y), key=len)
    if short and long[: len(short)] == short and set(long[len(short) :]) <= _LOOSE:
        return True
    if [w for w in x if w != "the"] == [w for w in y if w != "the"]:
        return True
    return _is_sign(a, b) or _is_sign(b, a)


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name))


def _plain(name: str) -> str:
    return " ".join(w for w in _words(name) if w != "the")


def _short(name: str) -> str | None:
    """A name as a sentence shortens it: "Calder Wire Service" as "Calder", unless nothing is left."""
    words = [w for w in _words(name) if w != "the"]
    kept = [w for w in words if w not in _LOOSE]
    return " ".join(kept) if kept and kept == words[: len(kept)] and len(kept) < len(words) else None


def _is_sign(sign: str, name: str) -> bool:
    """Whether some capitals stand for a name: they hold the first letter of each of its words, and no letter that it has not, in order."""
    if not (2 <= len(sign) <= 6 and sign.isupper() and sign.isalpha()):
        return False
    words = [w for w in _words(name) if w not in ("the", "of", "and")]
    left = fold(sign)
    for number, word in enumerate(words):
        if not left or word[0] != left[0]:
            return False
        left = left[1:]
        for letter in word[1:]:
            if left and letter == left[0] and len(left) > len(words) - number - 1:
                left = left[1:]
    return not left


def _is_agency(outlet: str) -> bool:
    """Whether an outlet is one whose own reports others print."""
    return _known_agency(outlet) is not None or not _AGENCY.isdisjoint(_words(outlet))


@lru_cache(maxsize=4_096)
def _known_agency(name: str) -> str | None:
    return _agencies().get(fold(name))


@lru_cache(maxsize=1)
def _agencies() -> dict[str, str]:
    """Every name of an agency of the world → the short name that it signs with."""
    return {fold(name): row[0] for row in read_table("article/agencies.tsv").rows for name in (row[0], *row[1].split(";")) if name}
