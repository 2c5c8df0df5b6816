"""Which story each page stands in: page by page the same as going through all pages anew."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across import Telling, tell
from onrecord.across.lines import StoryLines, order_of_page
from tests.across import marked
from tests.across.told import captures_of

SAMPLE = tell(captures_of(marked.BRIEFING)[1][0])


def page(number: int, day: int) -> Telling:
    return replace(SAMPLE, id=f"p{number:02}", digest=f"sha256:{number:02}", day=day)


class Archive:
    """Pages with ties and copies, and the rule for stories written down as a loop over all of them."""

    def __init__(self) -> None:
        self.pages: dict[str, Telling] = {}
        self.ties: dict[str, dict[str, float]] = {}
        self.copies: dict[str, set[str]] = {}
        self.lines = StoryLines(self.ties, self.copies)

    def add(self, new: Telling, ties: dict[str, float]) -> None:
        self.ties[new.id] = ties
        for other, firmness in ties.items():
            self.ties[other][new.id] = firmness
        self.copies.setdefault(new.id, set())
        self.pages[new.id] = new
        self.lines.add(new)

    def copy(self, a: str, b: str) -> None:
        self.copies[a].add(b)
        self.copies[b].add(a)
        self.lines.look_again(a)
        self.lines.look_again(b)

    def remove(self, gone: str) -> None:
        self.lines.remove(gone)
        for other in self.ties.pop(gone):
            del self.ties[other][gone]
        for other in self.copies.pop(gone):
            self.copies[other].discard(gone)
        del self.pages[gone]

    def kept(self) -> list[list[str]]:
        self.lines.settle()
        stories = self.lines.stories_of(self.pages)
        return sorted(self.lines.pages_of(story) for story in stories)

    def anew(self) -> list[list[str]]:
        stories: list[list[str]] = []
        for one in sorted(self.pages.values(), key=order_of_page):
            copied = [s for c in sorted(self.copies[one.id]) for s in stories if c in s]
            fits = [(sum(self.ties[one.id].get(p, 0.0) for p in s[-12:]) / len(s[-12:]), -n) for n, s in enumerate(stories)]
            best = max(fits, default=(0.0, 0))
            if copied:
                copied[0].append(one.id)
            elif best[0] >= 0.15:
                stories[-best[1]].append(one.id)
            else:
                stories.append([one.id])
        return sorted(stories)


@given(st.randoms(use_true_random=False), st.integers(2, 40), st.sampled_from([0.1, 0.3, 0.7]))
def test_page_by_page_is_the_same_as_all_anew(chance: random.Random, count: int, density: float) -> None:
    archive = Archive()
    for number in range(count):
        others = [other for other in archive.pages if chance.random() < density]
        archive.add(page(number, chance.randrange(1, 30)), {other: chance.choice([0.3, 0.5, 1.0, 1.2]) for other in others})
        if len(archive.pages) > 2 and chance.random() < 0.2:
            archive.copy(*chance.sample(sorted(archive.pages), 2))
        if len(archive.pages) > 2 and chance.random() < 0.2:
            archive.remove(chance.choice(sorted(archive.pages)))
        if chance.random() < 0.5:
            assert archive.kept() == archive.anew()
    assert archive.kept() == archive.anew()


def test_a_page_that_ties_nothing_changes_no_other_story() -> None:
    archive = Archive()
    archive.add(page(1, 1), {})
    archive.add(page(2, 2), {"p01": 1.0})
    archive.lines.settle()
    archive.add(page(3, 1), {})
    assert [archive.lines.pages_of(story) for story in archive.lines.settle()] == [["p03"]]


@pytest.mark.parametrize(("firmness", "wanted"), [(1.2, [["p00"], ["p01", "p02"]]), (0.2, [["p00", "p01"], ["p02"]])])
def test_a_page_between_two_takes_the_later_one_with_it(firmness: float, wanted: list[list[str]]) -> None:
    archive = Archive()
    archive.add(page(0, 1), {})
    archive.add(page(2, 9), {"p00": 0.3} if firmness > 1 else {})
    archive.lines.settle()
    archive.add(page(1, 5), {"p02": firmness} if firmness > 1 else {"p00": firmness})
    assert archive.kept() == wanted
