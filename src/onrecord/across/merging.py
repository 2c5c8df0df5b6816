"""Stories of many pages, kept up to date page by page.

`merge` is the whole in one call. `Merger` holds the pages: a new one re-merges its story and touches no other. Both give the same, in whatever
order pages and copies come.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from onrecord.across.captures import tell
from onrecord.across.claims import Told, claims_of
from onrecord.across.deals import PairDeals, in_order, sides_of, with_deals
from onrecord.across.ids import id_of
from onrecord.across.lines import StoryLines
from onrecord.across.pages import PageIndex
from onrecord.across.telling import Capture, Telling
from onrecord.stories import SCHEMA, TOGETHER, Copy, Stories, Story

_Merged = tuple[Story, tuple[Told, ...]]
_Sides = tuple[str, str]


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
        self._paired: dict[str, set[str]] = defaultdict(set)  # page → the pages of its pairs, of any kind
        self._copied: dict[str, set[str]] = defaultdict(set)  # … of those that put two pages into one story
        self._lines = StoryLines(self._ties, self._copied)
        self._known: dict[str, tuple[str, ...]] = {}
        self._known_of: dict[str, str] = {}
        self._named: set[str] = set()  # IDs of known stories of which a page has come or gone
        self._merged: dict[int, _Merged] = {}
        self._changed: set[int] = set()  # stories to be merged
        self._pairs: dict[_Sides, PairDeals] = defaultdict(PairDeals)
        self._touched: tuple[int, ...] = ()
        self.touched: tuple[str, ...] = ()  # IDs of the stories that the last call of `update` merged again
        self.know(known)

    def know(self, stories: Iterable[Story]) -> None:
        """Take in stories as an earlier merge gave them, before any of their pages."""
        for story in stories:
            self._known[story.id] = story.documents
            self._known_of |= dict.fromkeys(story.documents, story.id)

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
        self._lines.add(page)
        self._name_again(page.id)

    def add_copy(self, pair: Copy) -> None:
        """Take in a pair of pages that share text, before or after the pages themselves."""
        self._copies[pair.document, pair.of] = pair
        self._paired[pair.document].add(pair.of)
        self._paired[pair.of].add(pair.document)
        if pair.kind not in TOGETHER:
            return
        self._copied[pair.document].add(pair.of)
        self._copied[pair.of].add(pair.document)
        if pair.document in self._index.pages and pair.of in self._index.pages:
            self._lines.look_again(pair.document)
            self._lines.look_again(pair.of)
            self._changed |= self._lines.stories_of((pair.document, pair.of))  # whose report it is has changed, wherever it stands

    def remove(self, page: str) -> None:
        """Forget a page and every pair that it is part of."""
        self._changed |= self._lines.remove(page)
        self._index.remove(self._index.pages[page])
        for other in self._ties.pop(page):
            self._ties[other].pop(page, None)
        for other in self._paired.pop(page, set()):
            self._paired[other].discard(page)
            self._copied[other].discard(page)
            self._copies.pop((page, other), None)
            self._copies.pop((other, page), None)
        self._copied.pop(page, None)
        self._name_again(page)

    def _name_again(self, page: str) -> None:
        if page in self._known_of:
            self._named.add(self._known_of[page])

    def update(self) -> None:
        """Merge again what has changed since the last time; `touched` names the stories."""
        self._changed |= self._lines.settle()
        known = {page for id_ in self._named for page in self._known[id_] if page in self._index.pages}
        self._changed |= self._lines.stories_of(known)
        gone = {t.claim.id: (sides, t) for story in self._changed for sides, t in _transfers(self._merged.pop(story, None))}
        touched, new = [], []
        for story in sorted(self._changed, key=self._lines.pages_of):
            pages = self._lines.pages_of(story)
            if not pages:
                continue
            touched.append(story)
            self._merged[story] = merged = self._merge(pages)
            for sides, t in _transfers(merged):
                if gone.get(t.claim.id) == (sides, t):
                    del gone[t.claim.id]
                else:
                    new.append((sides, t))
        for sides, t in gone.values():
            self._pairs[sides].remove(t.claim.id)
        for sides, t in new:
            self._pairs[sides].add(t)
        self._changed.clear()
        self._named.clear()
        self._touched = tuple(touched)
        self.touched = tuple(sorted(self._merged[story][0].id for story in touched))

    def _merge(self, members: Sequence[str]) -> _Merged:
        """A story and its claims.

        Args:
            members: its pages in their order.
        """
        pages = [self._index.pages[m] for m in members]
        inside = set(members)
        pairs = [
            pair
            for member in sorted(members)
            for other in sorted(self._copied.get(member, ()))
            if other in inside and (pair := self._copies.get((member, other))) is not None
        ]
        days = sorted(page.published for page in pages if page.published)
        story = Story(self._id(pages), tuple(members), days[0] if days else None, days[-1] if days else None)
        return story, claims_of(story.id, pages, pairs)

    def _id(self, pages: Sequence[Telling]) -> str:
        """The ID of a story: one that is known stays with the first of its pages that is still there; else by the digest of the first page."""
        count = Counter(self._known_of[page.id] for page in pages if page.id in self._known_of)
        inside = {page.id for page in pages}
        held = [id_ for id_ in count if next(d for d in self._known[id_] if d in self._index.pages) in inside]
        return max(sorted(held), key=count.__getitem__) if held else id_of("s", pages[0].digest)

    def told(self) -> Mapping[str, Told]:
        """Claim ID → the claim with the deeds that it was merged from, as of the last `update`."""
        return {t.claim.id: t for _, told in self._merged.values() for t in told}

    def knots(self, pages: Iterable[str]) -> Iterator[set[str]]:
        """Some pages by knot: those that are tied or share text, straight or through others of them, are one.

        Args:
            pages: pages that are here; what they are tied to is among them.
        """
        left = set(pages)
        tied = {page: self._ties[page].keys() | (self._copied.get(page, set()) & left) for page in left}
        while left:
            ahead = [left.pop()]
            knot = set(ahead)
            while ahead:
                new = tied[ahead.pop()] - knot
                knot |= new
                ahead += new
            left -= knot
            yield knot

    def stories(self) -> Stories:
        """All stories, claims and deals, up to date."""
        self.update()
        return self._stories(list(self._merged.values()), list(self._pairs), self._copies)

    def changed(self) -> Stories:
        """What a new page changed: the stories that were merged again since the last call, and every deal of the pairs that they speak of.

        A story that is gone (its pages now stand in another) is not told: a page is in one story, the one told last.
        """
        self.update()
        merged = [self._merged[story] for story in self._touched]
        pages = {page for story, _ in merged for page in story.documents}
        copies = {key for page in pages for other in self._paired.get(page, ()) for key in ((page, other), (other, page)) if key in self._copies}
        return self._stories(merged, sorted({sides_of(t) for _, told in merged for t in told if t.claim.of == "transfer"}), copies)

    def _stories(self, merged: Iterable[_Merged], pairs: Iterable[tuple[str, str]], copies: Iterable[tuple[str, str]]) -> Stories:
        deals = in_order(deal for pair in pairs for deal in self._pairs[pair].deals())
        merged = sorted(merged, key=lambda pair: (pair[0].first or "", pair[0].id))
        claims = with_deals([t for _, told in merged for t in told], deals)
        return Stories(
            schema=SCHEMA,
            copies=tuple(self._copies[key] for key in sorted(copies)),
            stories=tuple(story for story, _ in merged),
            claims=tuple(t.claim for t in claims),
            deals=deals,
        )


def _transfers(merged: _Merged | None) -> Iterator[tuple[_Sides, Told]]:
    """The claims of a story that are of transfers, with their sides."""
    for t in merged[1] if merged else ():
        if t.claim.of == "transfer":
            yield sides_of(t), t
