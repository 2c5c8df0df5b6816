"""The corpus of mentions keeps what its README promises: offsets that cite, entities that are told of, halves that share nothing."""

import re
from itertools import chain

import pytest

from benchmarks.frame import Json, read_jsonl
from training.mention_agreement import agreement, drawn, in_words, main, read_answers, sheet
from training.mention_corpus import FOLDER, HALVES, MarksError, counts, passage, read_passages, render, shared_runs

PASSAGES = {half: read_passages(half) for half in HALVES}
RECORDS = [row for half in HALVES for row in read_jsonl(FOLDER / f"{half}.jsonl")]


@pytest.mark.parametrize("half", HALVES)
def test_the_json_lines_are_made_from_the_mark_up(half: str) -> None:
    assert (FOLDER / f"{half}.jsonl").read_text(encoding="utf-8") == render(half), "run python -m training.mention_corpus"


def test_there_are_as_many_as_the_readme_says() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    train, test = (counts(PASSAGES[half]) for half in HALVES)
    for label in train:
        assert f"| {label} | {train[label]:,} | {test[label]:,} |" in readme
    assert min(len(PASSAGES[half]) for half in HALVES) >= 80


def test_the_halves_share_no_run_of_eight_words_and_no_text() -> None:
    assert not shared_runs(PASSAGES["train"], PASSAGES["test"])
    texts = [p.text for p in chain(*PASSAGES.values())]
    assert len(texts) == len(set(texts))


@pytest.mark.parametrize("row", RECORDS, ids=lambda row: row["id"])
def test_offsets_cite_and_entities_are_known(row: Json) -> None:
    text, known = row["text"], {entity["id"] for entity in row["entities"]}
    for one in row["mentions"] + row["sources"]:
        assert text[one["start"] : one["end"]] == one["text"] == one["text"].strip()
        assert one["text"]
        assert one["entities"]
        assert set(one["entities"]) <= known
    for mention in row["mentions"]:
        for start, end in (mention["head"], mention.get("name", mention["head"])):
            assert mention["start"] <= start < end <= mention["end"]
        assert mention["named"] == (mention["form"] == "named")
    told = {entity["id"]: entity for entity in row["entities"]}
    assert all("kind" in told[e] for source in row["sources"] for e in source["entities"])
    spans = [(m["start"], m["end"]) for m in row["mentions"]]
    assert len(spans) == len(set(spans))
    for (a, b), (c, d) in zip(sorted(spans), sorted(spans)[1:], strict=False):
        assert b <= c or d <= b or (a == c and b <= d), f"{text[a:b]!r} crosses {text[c:d]!r}"


MARKED = """told
[P1@ Defence Minister {Ana Brik}] told [O=Radio Lumen] that [G2=Fiji] would buy 40 [V {T-72} tanks] and a dozen [W shells].
[P1@ She] met two [P3 drivers]. <[G2=Fiji] and [G4=Malta]> denied it; [P1+3 they] came.
# 1 p HRV GOV; 2 s FJI GOV; 4 s MLT GOV"""


def test_marks_become_spans() -> None:
    told = passage("x-01", MARKED)
    words = {told.text[m.start : m.end]: m for m in told.mentions}
    assert list(words) == (["Defence Minister Ana Brik", "Radio Lumen", "Fiji", "T-72 tanks", "shells", "She", "two drivers", "Malta", "they"])
    minister = words["Defence Minister Ana Brik"]
    assert minister.name is not None
    assert [told.text[slice(*span)] for span in (minister.name, minister.head, words["T-72 tanks"].head)] == ["Ana Brik", "Ana", "tanks"]
    assert words["they"].entities == (1, 3)
    assert words["She"].form == "pronoun"
    assert [(told.text[s.start : s.end], s.entities) for s in told.sources][2] == ("Fiji and Malta", (2, 4))
    assert told.kinds[1] == ("person", "HRV", "GOV")


@pytest.mark.parametrize(
    ("marked", "problem"),
    [
        ("[P1@ a man said so.\n# 1 p - -", "is not closed"),
        ("[P1@ a man] said so].\n# 1 p - -", "has not its other"),
        ("[P1@ a man}] said so.\n# 1 p - -", "has not its other"),
        ("{a man} said so.", "a name in no mention"),
        ("[P1 ] said so.", "is empty"),
        ("[P@ a man] said so.", "has no number"),
        ("[P1@ a man] said so.", "nothing tells what source 1 is"),
        ("[P1 a man] said so.\n# 1 p - -", "is told of and is no source"),
        ("[P1 a man] left [O1 the firm].", "has two types"),
        ("[P1 a man] lost his hat.", "has no mark"),
        ("[P1@ the ministry] said so.\n# 1 o - -", "is a organisation, and is marked as PER"),
        ("[P1 [P2 a man]] said so.", "has two marks"),
        ("[P1@ a man] said so.\n# 1 p NOWHERE GOV", "is not number, kind, country, sector"),
        ("<nobody> said so.", "nobody is marked"),
    ],
)
def test_marks_that_cannot_be_read_are_named(marked: str, problem: str) -> None:
    with pytest.raises(MarksError, match=f"x-01: .*{problem}"):
        passage("x-01", f"topic\n{marked}")


def test_a_blind_sheet_holds_texts_and_nothing_of_their_marks() -> None:
    passages = drawn(PASSAGES["test"], 5)
    blind = sheet(passages)
    assert not set("[]{}<>@^") & set(blind)
    assert [answer.text for _, answer in read_answers(blind_answers(blind), PASSAGES["test"])] == [p.text for p in passages]


def blind_answers(blind: str) -> str:
    """A sheet as it would come back from somebody who marked nothing but the pronouns that must be."""
    return re.sub(r"\b(he|him|his|she|hers?)\b", r"[P1 \1]", blind, flags=re.IGNORECASE)


def test_the_corpus_agrees_with_itself_and_with_nobody_who_marks_nothing() -> None:
    ours = PASSAGES["test"][:9]
    told = agreement([(p, p) for p in ours])
    assert all(a == b == c for a, b, c in (*told.spans.values(), told.links, told.sources))
    assert told.actors[0] == told.actors[1] > 20
    pairs = read_answers(blind_answers(sheet(ours)), PASSAGES["test"])
    assert agreement(pairs).spans["PER"][2] == 0
    assert "only the corpus: PER" in in_words(pairs)


def test_an_answer_to_no_passage_is_named() -> None:
    with pytest.raises(MarksError, match="no passage has its text"):
        read_answers("## 1\nNo passage says this.\n", PASSAGES["test"])


def test_the_command_prints_a_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--blind", "3"])
    assert capsys.readouterr().out.startswith("## 1\n")
