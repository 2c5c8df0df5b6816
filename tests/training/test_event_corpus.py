"""The corpus of events: its mark-up reads, what is made from it is fresh, and it holds what its README says."""

import json
from pathlib import Path

import pytest

from training.event_agreement import agree_pages, agree_sentences
from training.event_corpus import FOLDER, RUN, counts, files, pages, sentences
from training.event_marks import HALVES, TYPES, MarksError, sentence
from training.event_pages import gold_of, read_pages
from training.stance_corpus import grams

MARKED = "[i1:KEN.GOV Kenya] [e1:ACCUSE.disapprove condemned] [r1:SOM.MIL the Somali army] on [t1 Tuesday]."
WRONG = [
    ("[i1:KEN.GOV Kenya] went.", "belongs to event 1, whose trigger has no type"),
    ("[e1:WAR fought]", "no type 'WAR'"),
    ("[e1:ACCUSE.visit blamed]", "no mode of ACCUSE 'visit'"),
    ("[e1:AID/maybe gave]", "no status 'maybe'"),
    ("[i1:XQZ.GOV They] [e1:AID gave].", "no country 'XQZ'"),
    ("[i1:KEN.ARM They] [e1:AID gave].", "no sector 'ARM'"),
    ("[e1:AID gave", "is not closed"),
    ("gave] it", "a ']' too many"),
    ("[e1:AID gave ]it", "begins or ends with a space"),
    ("[x1 gave]", "no tag 'x1'"),
]


def test_a_marked_sentence_reads() -> None:
    one = sentence("x:1", MARKED)
    (event,) = one["events"]
    assert one["text"] == "Kenya condemned the Somali army on Tuesday."
    assert (event["type"], event["mode"], event["status"]) == ("ACCUSE", "disapprove", "occurred")
    assert event["actors"] == [{"start": 0, "end": 5, "text": "Kenya", "country": "KEN", "sector": "GOV"}]
    assert [time["text"] for time in event["times"]] == ["Tuesday"]


@pytest.mark.parametrize(("marked", "message"), WRONG, ids=[message for _, message in WRONG])
def test_what_is_wrong_is_named(marked: str, message: str) -> None:
    with pytest.raises(MarksError, match=r"x:1") as told:
        sentence("x:1", marked)
    assert message in str(told.value)


def test_a_page_without_a_line_for_a_mark_is_named(tmp_path: Path) -> None:
    path = tmp_path / "test-x.txt"
    path.write_text("## a\npublished 2024-01-01\nheadline H\n---\n[s1 He] [c1 said] [k1 so].\n---\n", encoding="utf-8")
    with pytest.raises(MarksError, match="s1 is marked, and no line tells of s1"):
        read_pages(path)


def test_what_is_made_from_the_marks_is_fresh() -> None:
    stale = [str(path.relative_to(FOLDER)) for path, text in files() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python -m training.event_corpus"
    wanted = {path for path, _ in files()}
    assert [path for half in HALVES for path in (FOLDER / half).iterdir() if path not in wanted] == []


@pytest.mark.parametrize("half", HALVES)
def test_every_span_quotes_its_page(half: str) -> None:
    for path, text in files():
        if path.name.endswith(".gold.json") and path.parent.name == half:
            page = path.with_name(path.name.replace(".gold.json", ".txt")).read_text(encoding="utf-8")
            for node in _spans(json.loads(text)):
                assert page[node["start"] : node["end"]] == node["text"], path.name


def _spans(node: object) -> list[dict[str, object]]:
    if isinstance(node, dict):
        own = [node] if {"start", "end", "text"} <= node.keys() else []
        return own + [one for child in node.values() for one in _spans(child)]
    return [one for child in node for one in _spans(child)] if isinstance(node, list) else []


def test_the_halves_share_no_run_of_words() -> None:
    texts = {half: [*(one["text"] for one in sentences(half)), *(page.text for page in pages(half))] for half in HALVES}
    shared = set.intersection(*({gram for text in texts[half] for gram in grams(text, RUN)} for half in HALVES))
    assert shared == set()


def test_there_is_enough_of_everything() -> None:
    """The least that the issue asks for."""
    both = {half: counts(half) for half in HALVES}
    for kind in TYPES:
        written = [path for half in HALVES for path in (FOLDER / "sentences").glob(f"{kind}*.{half}.txt")]
        assert sum(len(path.read_text(encoding="utf-8").splitlines()) for path in written) >= 70
    assert sum(both[half]["pages"] for half in HALVES) >= 160
    test = both["test"]
    assert test["pages: statements that deny, decline or doubt"] >= 120
    assert test["pages: direction traps"] >= 100
    assert test["pages: history"] >= 80
    for basis in ("specific", "anaphoric", "blanket"):
        assert test[f"pages: {basis} denials"] >= 20
    assert test["pages: denials of size or price"] >= 20


def test_the_words_for_parties_stand_on_their_pages() -> None:
    by_name = {page.name: page for page in pages("train")}
    wrong = []
    for path in sorted((FOLDER / "parties").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            name, event, trigger, *parties = line.split("\t")
            page = by_name[name]
            known = {" ".join(one["text"].split()) for e in gold_of(page)["events"] if e["id"] == event for one in e["triggers"]}
            phrases = [words.partition("#")[0] for words in parties]
            if trigger not in known or any(words != "-" and words not in page.text for words in phrases):
                wrong.append(line)
    assert wrong == []


def test_a_corpus_agrees_with_itself() -> None:
    lines = sentences("test")
    assert agree_sentences(lines, lines)["triggers F1"] == 1
    same = agree_pages(pages("test"), pages("test"))
    assert (same["transfers F1"], same["links F1"], same["stance"]) == (1, 1, 1)
    assert gold_of(pages("test")[0])["actors"]
