"""Stories of many pages, kept up to date page by page.

`merge` is the whole in one call. `Merger` holds the pages: a new one re-merges its story and touches no other. Both give the same, in whatever
order pages and copies come.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from onrecord.across.claims import Told, claims_of
from onrecord.across.deals import deals_of_pair, in_order, sides_of, with_deals
from onrecord.across.pages import PageIndex, order_of_page, stories_in
from onrecord.across.telling import Capture, Telling, tell
from onrecord.stories import SCHEMA, Copy, Deal, Stories, Story

_Merged = tuple[Story, tuple[Told, ...]]

_TOGETHER: Final = ("copy", "excerpt", "update", "cites")  # kinds of a pair that put two pages into one story


def merge(captures: Iterable[Capture], copies: Iterable[Copy] = (), *, known: Iterable[Story] = ()) -> Stories:
    """The stories of some captures.

    Args:
        captures: pages with their records; their IDs are what `document` means in the result.
        copies: pairs of them that share text.
        known: stories as an earlier merge gave them: the ID of each is kept by the story that has the first of its pages.

    Returns:
        Stories by their first pages, claims by story and first telling, deals by their first claims. It does not depend on the order given.

    Raises:
        ValueError: two captures have one ID.
    """
    merger = Merger(known)
    for capture in captures:
        merger.add(tell(capture))
    for copy in copies:
        merger.add_copy(copy)
    return merger.stories()


class Merger:
    """Pages and their stories; what a new page does not touch is not merged again."""

    def __init__(self, known: Iterable[Story] = ()) -> None:
        self._index = PageIndex()
        self._ties: dict[str, dict[str, float]] = {}
        self._copies: dict[tuple[str, str], Copy] = {}
        self._copied: dict[str, set[str]] = defaultdict(set)
        self._known = {story.id: story.documents for story in known}
        self._known_of = {document: id_ for id_, documents in self._known.items() for document in documents}
        self._knot_of: dict[str, str] = {}  # page → a page that names its knot
        self._knots: dict[str, set[str]] = {}
        self._merged: dict[str, tuple[_Merged, ...]] = {}  # knot → its stories
        self._changed: set[str] = set()  # knots to be merged
        self._pairs: dict[tuple[str, str], dict[str, Told]] = defaultdict(dict)  # sides → claims of transfers
        self._deals: dict[tuple[str, str], list[tuple[int, Deal]]] = {}
        self.touched: tuple[str, ...] = ()  # IDs of the stories that the last call of `update` merged again

    def add(self, page: Telling) -> None:
        """Take in a page.

        Raises:
            ValueError: a page of that ID is there already.
        """
        if page.id in self._index.pages:
            raise ValueError(f"two captures are called {page.id!r}")
        ties = self._index.tied_to(page)
        self._index.add(page)
        self._ties[page.id] = ties
        for other, firmness in ties.items():
            self._ties[other][page.id] = firmness
        self._knot_of[page.id] = page.id
        self._knots[page.id] = {page.id}
        for other in sorted({*ties, *(c for c in self._copied.get(page.id, ()) if c in self._knot_of)}):
            self._tie_up(page.id, other)
        self._drop(self._knot_of[page.id])

    def add_copy(self, pair: Copy) -> None:
        """Take in a pair of pages that share text, before or after the pages themselves."""
        self._copies[pair.document, pair.of] = pair
        if pair.kind not in _TOGETHER:
            return
        self._copied[pair.document].add(pair.of)
        self._copied[pair.of].add(pair.document)
        if pair.document in self._knot_of and pair.of in self._knot_of:
            self._tie_up(pair.document, pair.of)
            self._drop(self._knot_of[pair.document])

    def remove(self, page: str) -> None:
        """Forget a page and every pair that it is part of; its knot is tied anew."""
        self._index.remove(self._index.pages[page])
        for other in self._ties.pop(page):
            self._ties[other].pop(page, None)
        for other in self._copied.pop(page, set()):
            self._copied[other].discard(page)
        self._copies = {key: pair for key, pair in self._copies.items() if page not in key}
        knot = self._knot_of[page]
        members = self._knots.pop(knot) - {page}
        self._drop(knot)
        del self._knot_of[page]
        for member in members:
            self._knot_of[member] = member
            self._knots[member] = {member}
            self._changed.add(member)
        for member in sorted(members):
            for other in sorted({*self._ties[member], *self._copied.get(member, ())}):
                if other in members:
                    self._tie_up(member, other)

    def _tie_up(self, a: str, b: str) -> None:
        x, y = self._knot_of[a], self._knot_of[b]
        if x == y:
            return
        if len(self._knots[x]) < len(self._knots[y]):
            x, y = y, x
        for member in self._knots[y]:
            self._knot_of[member] = x
        self._knots[x] |= self._knots.pop(y)
        self._drop(x)
        self._drop(y)

    def update(self) -> None:
        """Merge again what has changed since the last time; `touched` names the stories."""
        touched = []
        for knot in sorted(self._changed & self._knots.keys()):
            self._merged[knot] = self._merge(self._knots[knot])
            for story, told in self._merged[knot]:
                touched.append(story.id)
                for t in told:
                    if t.claim.of == "transfer":
                        self._pairs[sides_of(t)][t.claim.id] = t
                        self._deals.pop(sides_of(t), None)
        self._changed.clear()
        self.touched = tuple(sorted(touched))

    def _drop(self, knot: str) -> None:
        """Forget what was merged of a knot: its pages have changed."""
        self._changed.add(knot)
        for _, told in self._merged.pop(knot, ()):
            for t in told:
                if t.claim.of == "transfer":
                    self._pairs[sides_of(t)].pop(t.claim.id, None)
                    self._deals.pop(sides_of(t), None)

    def _merge(self, members: Iterable[str]) -> tuple[_Merged, ...]:
        members = set(members)
        pages = [self._index.pages[m] for m in members]
        groups = stories_in(pages, self._ties, self._copied)
        pairs = [
            pair
            for member in sorted(members)
            for other in sorted(self._copied.get(member, ()))
            if (pair := self._copies.get((member, other))) is not None
        ]
        ids = self._ids(groups)
        stories = []
        for id_, group in zip(ids, groups, strict=True):
            days = sorted(page.published for page in group if page.published)
            story = Story(id_, tuple(page.id for page in group), days[0] if days else None, days[-1] if days else None)
            inside = {page.id for page in group}
            told = claims_of(id_, group, [p for p in pairs if p.document in inside and p.of in inside])
            stories.append((story, told))
        return tuple(stories)

    def _ids(self, groups: Iterable[Iterable[Telling]]) -> list[str]:
        """IDs of stories: one that is known stays with the first of its pages that is still there; else by the digest of the first page."""
        ids = []
        for group in map(list, groups):
            count = Counter(self._known_of[page.id] for page in group if page.id in self._known_of)
            inside = {page.id for page in group}
            held = [id_ for id_ in count if next(d for d in self._known[id_] if d in self._index.pages) in inside]
            ids.append(max(sorted(held), key=count.__getitem__) if held else _story_id(min(group, key=order_of_page)))
        return ids

    def told(self) -> Mapping[str, Told]:
        """Claim ID → the claim with the deeds that it was merged from, as of the last `update`."""
        return {t.claim.id: t for merged in self._merged.values() for _, told in merged for t in told}

    def stories(self) -> Stories:
        """All stories, claims and deals, up to date."""
        self.update()
        merged = [pair for group in self._merged.values() for pair in group]
        return self._stories(merged, list(self._pairs), self._copies)

    def changed(self) -> Stories:
        """What a new page changed: the stories that were merged again since the last call, and every deal of the pairs that they speak of.

        A story that is gone (its pages now stand in another) is not told: a page is in one story, the one told last.
        """
        self.update()
        touched = set(self.touched)
        merged = [pair for group in self._merged.values() for pair in group if pair[0].id in touched]
        pages = {page for story, _ in merged for page in story.documents}
        copies = {key for page in pages for other in self._copied.get(page, ()) for key in ((page, other), (other, page)) if key in self._copies}
        return self._stories(merged, sorted({sides_of(t) for _, told in merged for t in told if t.claim.of == "transfer"}), copies)

    def _stories(self, merged: Iterable[_Merged], pairs: Iterable[tuple[str, str]], copies: Iterable[tuple[str, str]]) -> Stories:
        dated = [deal for pair in pairs for deal in self._deals_of(pair)]
        deals = in_order(dated)
        merged = sorted(merged, key=lambda pair: (pair[0].first or "", pair[0].id))
        claims = with_deals([t for _, told in merged for t in told], deals)
        return Stories(
            schema=SCHEMA,
            copies=tuple(self._copies[key] for key in sorted(copies)),
            stories=tuple(story for story, _ in merged),
            claims=tuple(t.claim for t in claims),
            deals=deals,
        )

    def _deals_of(self, pair: tuple[str, str]) -> list[tuple[int, Deal]]:
        if pair not in self._deals:
            self._deals[pair] = deals_of_pair(self._pairs[pair].values())
        return self._deals[pair]


def _story_id(first: Telling) -> str:
    return f"s{hashlib.sha256(first.digest.encode()).hexdigest()[:12]}"
