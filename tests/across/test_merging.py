"""Stories of many pages: apart where they are apart, the same in any order, and kept up to date page by page."""

import random
from dataclasses import replace

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.across import Capture, Merger, merge, origin_tree, tell
from onrecord.codec import encode
from onrecord.stories import Copy, Stories, Story, stories_schema
from tests.across import marked
from tests.across.told import captures_of


def everything() -> tuple[tuple[Capture, ...], tuple[Copy, ...]]:
    """The pages of all stories of marked.py, by the names of their stories, and their copies."""
    captures: list[Capture] = []
    copies: list[Copy] = []
    for text in marked.ALL:
        _, pages, pairs = captures_of(text)
        name = text.split()[1]
        captures += [replace(page, id=f"{name}-{page.id}") for page in pages]
        copies += [replace(pair, document=f"{name}-{pair.document}", of=f"{name}-{pair.of}") for pair in pairs]
    return tuple(captures), tuple(copies)


CAPTURES, COPIES = everything()
WHOLE = merge(CAPTURES, COPIES)


def test_pages_of_one_story_stand_together_and_of_others_apart() -> None:
    stories = {page.rpartition("-")[0] for page in (capture.id for capture in CAPTURES)}
    assert sorted(sorted({p.rpartition("-")[0] for p in story.documents}) for story in WHOLE.stories) == sorted([s] for s in stories)


@given(st.randoms(use_true_random=False))
def test_the_order_of_pages_and_copies_changes_nothing(order: random.Random) -> None:
    captures, copies = list(CAPTURES), list(COPIES)
    order.shuffle(captures)
    order.shuffle(copies)
    assert merge(captures, copies) == WHOLE


@given(st.randoms(use_true_random=False))
def test_page_by_page_gives_the_same_as_all_at_once(order: random.Random) -> None:
    pages = [tell(c) for c in CAPTURES]
    pairs = list(COPIES)
    order.shuffle(pages)
    merger = Merger()
    while pages or pairs:
        if pairs and (not pages or order.random() < 0.2):
            merger.add_copy(pairs.pop())
        else:
            merger.add(pages.pop())
        if order.random() < 0.3:
            merger.update()
    assert merger.stories() == WHOLE


@pytest.mark.parametrize("gone", [capture.id for capture in CAPTURES])
def test_a_page_that_is_removed_leaves_what_would_be_without_it(gone: str) -> None:
    merger = Merger()
    for capture in CAPTURES:
        merger.add(tell(capture))
    for pair in COPIES:
        merger.add_copy(pair)
    merger.update()
    merger.remove(gone)
    left = [c for c in CAPTURES if c.id != gone]
    assert merger.stories() == merge(left, [p for p in COPIES if gone not in (p.document, p.of)])


def test_a_new_page_re_merges_its_story_alone() -> None:
    first, *others = [c for c in CAPTURES if c.id.startswith("batches")]
    merger = Merger()
    for capture in CAPTURES:
        if capture is not first:
            merger.add(tell(capture))
    merger.update()
    merger.add(tell(first))
    changed = merger.changed()
    assert [set(story.documents) for story in changed.stories] == [{first.id, *(c.id for c in others)}]
    assert {claim.story for claim in changed.claims} == {changed.stories[0].id}
    assert {deal.supplier for deal in changed.deals} == {"TUR"}


def test_the_id_of_a_story_survives_an_earlier_page() -> None:
    later = merge([c for c in CAPTURES if c.id != "briefing-a"], ())
    known = next(s for s in later.stories if "briefing-c" in s.documents)
    merged = merge(CAPTURES, COPIES, known=[known])
    assert next(s for s in merged.stories if "briefing-a" in s.documents).id == known.id


def test_two_captures_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two captures are called 'briefing-a'"):
        merge([CAPTURES[0], CAPTURES[0]])


def test_equal_bytes_at_two_places_are_two_captures() -> None:
    twice = merge([CAPTURES[0], replace(CAPTURES[0], id="elsewhere", outlet="Another Paper")], [Copy("elsewhere", CAPTURES[0].id, "copy", 1.0, ())])
    assert [set(story.documents) for story in twice.stories] == [{CAPTURES[0].id, "elsewhere"}]
    assert (twice.claims[0].outlets, twice.claims[0].newsrooms, twice.claims[0].origins) == (2, 1, 1)


@pytest.mark.parametrize("captures", [(), CAPTURES])
def test_stories_keep_their_schema(captures: tuple[Capture, ...]) -> None:
    found: Stories = merge(captures, COPIES)
    jsonschema.validate(encode(found, ""), stories_schema())


def test_a_record_without_later_layers_is_a_page_without_claims() -> None:
    record = replace(CAPTURES[0].record, statements=None, attributions=None, actors=None, events=None, links=None, arms_transfers=None, times=None)
    found = merge([Capture("bare", record)])
    assert ([s.documents for s in found.stories], found.claims, found.deals) == ([("bare",)], (), ())


def test_the_origin_tree_has_every_voice_once() -> None:
    for claim in WHOLE.claims:
        leaves = [
            (branch.relation, page.document, page.statement)
            for branch in origin_tree(claim)
            for room in (*(n for p in branch.parties for u in p.utterances for n in u.newsrooms), *branch.newsrooms)
            for page in room.pages
        ]
        voices = [(r, v.document, v.statement) for r in ("asserts", "denies", "declines", "doubts") for v in getattr(claim, r)]
        assert sorted(leaves, key=str) == sorted({*voices, *(("narrates", n.document, None) for n in claim.narrated)}, key=str)


def test_of_a_known_story_that_falls_apart_one_part_keeps_the_id() -> None:
    pages = [c for c in CAPTURES if c.id.startswith(("briefing", "cited"))]
    known = Story("s1", tuple(c.id for c in pages), None, None)
    merged = merge(pages, COPIES, known=[known])
    ids = {story.id: story.documents for story in merged.stories}
    assert len(ids) == 2
    assert known.documents[0] in ids["s1"]
