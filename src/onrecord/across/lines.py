"""Which story each page stands in, kept up to date: a new page moves those that hang on it and no other.

The rule goes through the pages in the order of their days and puts each to the story to which most of its last pages tie it; a copy goes to the
story of what it copies. What is decided for a page depends on earlier pages alone, so a change is carried forward, page by page, as far as it
reaches, and no further. The result is that of going through all pages anew.
"""

import heapq
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from onrecord.across.telling import Telling

Place = tuple[int, str, str]  # where a page stands in the order of all pages

_JOINED: Final = 0.15  # how firmly, on average over its last pages, a page must be tied to a story
_LOOKED_AT: Final = 12  # last pages of a story that a page is held against


class StoryLines:
    """Pages in stories.

    Args:
        ties: page → the pages that it is tied to, and how firmly. The owner keeps it up to date, before it calls.
        copies: page → pages that carry its text or whose text it carries; likewise.
    """

    def __init__(self, ties: Mapping[str, Mapping[str, float]], copies: Mapping[str, set[str]]) -> None:
        self._ties = ties
        self._copies = copies
        self._place: dict[str, Place] = {}
        self._story_of: dict[str, int] = {}
        self._pages: dict[int, list[Place]] = defaultdict(list)  # story → its pages in order
        self._open: set[str] = set()  # pages that are to be put to a story, or looked at again
        self._next = 0

    def add(self, page: Telling) -> None:
        """Take in a page."""
        self._place[page.id] = order_of_page(page)
        self._open.add(page.id)

    def look_again(self, page: str) -> None:
        """Say that a page has got a copy: it may stand elsewhere."""
        self._open.add(page)

    def remove(self, page: str) -> set[int]:
        """Forget a page, whose ties are still there.

        Returns:
            The story that has lost it, if it was in one.
        """
        self._open.discard(page)
        lost = self._take_out(page, self._open)
        del self._place[page]
        return {lost} if lost is not None else set()

    def settle(self) -> set[int]:
        """Put every page to its story.

        Returns:
            The stories whose pages have changed; one that has none left is gone.
        """
        changed: set[int] = set()
        heap = [self._place[page] for page in self._open]
        heapq.heapify(heap)
        while heap:
            page = heapq.heappop(heap)[2]
            if page not in self._open:
                continue
            self._open.discard(page)
            before, story = self._story_of.get(page), self._story_for(page)
            if story == before:
                continue
            hang_on: set[str] = set()
            if before is not None:
                self._take_out(page, hang_on)
                changed.add(before)
            self._put(page, story, hang_on)
            changed.add(story)
            for other in hang_on - self._open:
                self._open.add(other)
                heapq.heappush(heap, self._place[other])
        return changed

    def stories_of(self, pages: Iterable[str]) -> set[int]:
        """The stories in which some pages stand; of one that is not yet put to one, none."""
        return {self._story_of[page] for page in pages if page in self._story_of}

    def pages_of(self, story: int) -> list[str]:
        """The pages of a story in order; none of one that is gone."""
        return [place[2] for place in self._pages.get(story, ())]

    def _story_for(self, page: str) -> int:
        """The story of what a page copies; else the one whose last pages it is tied to most: of three one will do, of twelve by a deed two."""
        place = self._place[page]
        for copied in sorted(self._copies.get(page, ())):
            if copied in self._story_of and self._place[copied] < place:
                return self._story_of[copied]
        ties = self._ties.get(page, {})
        best: tuple[float, Place] | None = None
        found: int | None = None
        for story in {self._story_of[other] for other in ties if other in self._story_of and self._place[other] < place}:
            pages = self._pages[story]
            at = bisect_left(pages, place)
            last = pages[max(at - _LOOKED_AT, 0) : at]
            score = sum([ties.get(p[2], 0.0) for p in last]) / len(last)
            if score >= _JOINED and (best is None or score > best[0] or (score == best[0] and pages[0] < best[1])):
                best, found = (score, pages[0]), story
        if found is not None:
            return found
        own = self._story_of.get(page)
        if own is not None and self._pages[own][0] == place:
            return own
        self._next += 1
        return self._next

    def _put(self, page: str, story: int, hang_on: set[str]) -> None:
        insort(self._pages[story], self._place[page])
        self._story_of[page] = story
        self._hanging(page, story, hang_on)

    def _take_out(self, page: str, hang_on: set[str]) -> int | None:
        story = self._story_of.get(page)
        if story is None:
            return None
        self._hanging(page, story, hang_on)
        pages = self._pages[story]
        del pages[bisect_left(pages, self._place[page])]
        if not pages:
            del self._pages[story]
        del self._story_of[page]
        return story

    def _hanging(self, page: str, story: int, hang_on: set[str]) -> None:
        """Later pages whose story may be another when one page of this story comes or goes: its copies, and what is tied to the pages around it."""
        place = self._place[page]
        pages = self._pages[story]
        at = bisect_left(pages, place)
        # Where a story begins decides between two that fit alike.
        around: Iterable[Place] = pages[max(at - _LOOKED_AT, 0) : at + _LOOKED_AT + 1] if at else pages
        for near in around:
            hang_on.update(other for other in self._ties.get(near[2], ()) if other in self._story_of and self._place[other] > place)
        hang_on.update(other for other in self._copies.get(page, ()) if other in self._story_of and self._place[other] > place)


def order_of_page(page: Telling) -> Place:
    """The order of pages: by day, then by digest, so that it is that of no folder and no clock."""
    return page.day or 0, page.digest, page.id
