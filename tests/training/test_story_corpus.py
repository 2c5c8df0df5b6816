"""The corpora of stories and deals: the mark-up reads, faults are named, counts follow the rules, and what is made from it is fresh."""

import json
from pathlib import Path

import pytest

from training.event_corpus import RUN
from training.event_marks import HALVES, MarksError
from training.event_printing import printed
from training.stance_corpus import grams
from training.story_corpus import FOLDER, counts, files, read_story, stories
from training.story_gold import stories_of

STORY = """lagos-patrol
subject arms transfer

## a
published 2024-03-12
outlet The Lagoon Courier
newsroom Orrin Wire
headline Nigeria buys patrol boats
---
ABUJA, March 12 (Orrin) - [s1 Two officials] [c1 said] on [t1 Tuesday] [k1 Nigeria had [e1 ordered] [q1 six] [i1 patrol boats] from Brazil].

[s2 Brazil's navy] [c2 denied] [k2 [l2.1 the report]].
---
a NGA
a BRA
a off group NGA GOV two officials
s1 asserts off said=t1 : asserts e1 specific
s2 denies BRA : denies e1 anaphoric l2.1
e1 AGREE planned news BRA > NGA | ordered sale i1
i1 ships 6 exact ordered

## b
copy a
published 2024-03-13
outlet Delta Morning Star
headline Six boats for the navy, say officials
---
= 1 | ABUJA, March 12 (Orrin) - => ABUJA - | on [t1 Tuesday] => | [q1 six] => some
The order is the navy's largest since 2010.
---

## c
published 2024-03-14
outlet Benue Post
headline Boats, a minister and a dealer
---
[s1 Two officials] [c1 told] Orrin Wire [k1 of an [e1 order] for [i1 boats] from Brazil]. [s2 Ada Eze,] citing it, [c2 said] [k2 so [e1 too]].
---
a NGA
a BRA
a off group NGA GOV two officials
a eze person NGA GOV Ada Eze
s1 asserts off : asserts e1 specific
s2 asserts eze : asserts e1 specific
e1 AGREE planned news BRA > NGA | ordered sale i1
i1 ships

## story
origin o1 - : a.s1 c.s1
origin o2 BRA : a.s2
origin o3 NGA cites=o1 : c.s2
cited Orrin Wire : c.s1
claim c1 @2024-03 : a.e1 c.e1 | 3 2 2 1 independent disputed
deal d1 BRA > NGA : c1 | 6 exact ships
"""
WRONG = [
    ("a.e1 c.e1 | 3 2 2 1", "a.e1 c.e1 | 3 3 2 1", "noted 3 3 2 1, computed 3 2 2 1"),
    ("independent disputed", "independent", "noted ['independent'], computed ['independent', 'disputed']"),
    ("origin o2 BRA : a.s2", "origin o2 BRA : a.s9", "page a has no 's9'"),
    ("origin o2 BRA : a.s2", "", "a.s2 speaks of c1, and is in no origin"),
    ("origin o2 BRA : a.s2", "origin o2 PRK : a.s2", "no source of a.s2 is of PRK"),
    ("origin o2 BRA : a.s2", "origin o2 BRA : a.s2 c.s1", "c.s1 is in o2 and in o1"),
    ("cites=o1", "cites=o7", "cites 'o7', which is no origin"),
    ("deal d1 BRA > NGA", "deal d1 NGA > BRA", "deal d1 is NGA > BRA"),
    ("a eze person NGA GOV Ada Eze", "a eze person NGA GOV Ada Eze\na BRA\na off person NGA GOV He", "actor 'off' is"),
    ("ABUJA, March 12 (Orrin) - => ABUJA -", "ACCRA => ABUJA", "'ACCRA' does not stand in the paragraph"),
    ("copy a\n", "copy d\n", "needs a page above that is no copy itself"),
    ("claim c1 @2024-03 : a.e1 c.e1", "claim c1 : a.e1 c.e2", "page c has no 'e2'"),
    ("| 6 exact ships", "| six ships", "'six ships' is not a number"),
    ("cited Orrin Wire", "sighted Orrin Wire", "is none of 'origin ID PARTY"),
]


def read(block: str) -> dict[str, object]:
    story = read_story("test-x.txt", "test", block)
    return stories_of(story, {letter: printed(report.page, []) for letter, report in story.reports.items()})


def test_a_copy_keeps_of_its_original_what_is_left_in_it() -> None:
    story = read_story("test-x.txt", "test", STORY)
    copy = story.reports["b"]
    assert (
        copy.page.text
        == "ABUJA - Two officials said Nigeria had ordered some patrol boats from Brazil.\n\nThe order is the navy's largest since 2010."
    )
    assert copy.newsroom == "Orrin Wire"
    assert [(one["id"], one.get("said")) for one in copy.gold["statements"]] == [("s1", None)]
    assert copy.gold["arms_transfers"][0]["items"][0]["quantity"] is None


def test_counts_and_flags_follow_the_rules() -> None:
    gold = read(STORY)
    (claim,) = gold["claims"]  # type: ignore[attr-defined]
    assert {key: claim[key] for key in ("outlets", "newsrooms", "origins", "parties")} == {"outlets": 3, "newsrooms": 2, "origins": 2, "parties": 1}
    assert (claim["independently_reported"], claim["corroborated"], claim["disputed"], claim["retracted"]) == (True, False, True, False)
    assert [(one["document"], one["newsroom"], one["origin"]) for one in claim["asserts"]] == [
        ("lagos-patrol-a.txt", "Orrin Wire", "o1"),
        ("lagos-patrol-b.txt", "Orrin Wire", "o1"),
        ("lagos-patrol-c.txt", "Orrin Wire", "o1"),
        ("lagos-patrol-c.txt", "Benue Post", "o3"),
    ]
    assert [(one["document"], one["of"], one["kind"]) for one in gold["copies"]] == [  # type: ignore[attr-defined]
        ("lagos-patrol-b.txt", "lagos-patrol-a.txt", "copy"),
        ("lagos-patrol-c.txt", "lagos-patrol-a.txt", "cites"),
    ]


def test_a_party_that_cites_none_corroborates() -> None:
    block = STORY.replace("o3 NGA cites=o1", "o3 NGA").replace("origin o1 - :", "origin o1 off :")
    block = block.replace("3 2 2 1 independent", "3 2 2 2 independent corroborated")
    assert read(block)["claims"][0]["corroborated"]  # type: ignore[index]


@pytest.mark.parametrize(("old", "new", "message"), WRONG, ids=[message for *_, message in WRONG])
def test_what_is_wrong_is_named(old: str, new: str, message: str) -> None:
    assert STORY.count(old) == 1
    with pytest.raises(MarksError, match=r"test-x\.txt lagos-patrol") as told:
        read_story("test-x.txt", "test", STORY.replace(old, new))
    assert message in str(told.value)


def written() -> list[str]:
    return [corpus for corpus in ("stories", "deals") if (FOLDER / corpus / "test").is_dir()]


@pytest.mark.parametrize("corpus", written())
def test_what_is_made_from_the_marks_is_fresh(corpus: str) -> None:
    wanted = dict(files(corpus))
    stale = [str(path) for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python -m training.story_corpus"
    assert [path for half in HALVES for path in (FOLDER / corpus / half).iterdir() if path not in wanted] == []


@pytest.mark.parametrize("corpus", written())
def test_every_span_quotes_its_page(corpus: str) -> None:
    for path, text in files(corpus):
        if path.suffix == ".json":
            gold = json.loads(text)
            for document, node in _spans(gold, path.name.replace(".gold.json", ".txt")):
                page = (path.parent / document).read_text(encoding="utf-8")
                assert page[node["start"] : node["end"]] == node["text"], path.name


def _spans(node: object, document: str) -> list[tuple[str, dict[str, object]]]:
    if isinstance(node, dict):
        document = node["document"] if isinstance(node.get("document"), str) else document
        own = [(document, node)] if {"start", "end", "text"} <= node.keys() else []
        return own + [one for child in node.values() for one in _spans(child, document)]
    return [one for child in node for one in _spans(child, document)] if isinstance(node, list) else []


@pytest.mark.parametrize("corpus", written())
def test_the_halves_share_no_run_of_words_and_no_name(corpus: str) -> None:
    texts = {half: [one.page.text for story in stories(corpus, half) for one in story.reports.values()] for half in HALVES}
    assert set.intersection(*({gram for text in texts[half] for gram in grams(text, RUN)} for half in HALVES)) == set()
    names = [Path(one.page.name).name for half in HALVES for story in stories(corpus, half) for one in story.reports.values()]
    assert len(names) == len(set(names))


def test_there_is_enough_of_everything() -> None:
    """The least that the issue asks for, and of each hard case some in the test half."""
    for half in HALVES:
        assert counts("stories", half)["stories"] >= 30
    test = counts("stories", "test")
    assert test["claims corroborated"] >= 15
    assert test["claims independent"] - test["claims corroborated"] >= 10
    for case in ("claims retracted", "claims of which a party both denies and asserts", "origins that cite another"):
        assert test[case] >= 2
