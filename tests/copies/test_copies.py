"""What is a copy of what: edits that a desk makes, reports that are nobody's copy, and the same answer whatever came first."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.copies import CopyFindings, CopyIndex, Pair, Signature, Text, copies_of, find_copies, in_words, sign
from onrecord.errors import RecordError
from onrecord.text import Document
from tests.copies.reports import BOX, FERRY, HARVEST, LOCAL, OTHER_PAPER, Edit, cut_to, edited, lines, noisy

ONE_PARAGRAPH = edited(("\n", " "))
EDITS: list[tuple[str, Edit]] = [
    ("as it stands", lambda text: text),
    ("without its end", lines(0, 1, 2, 3, 4)),
    ("without its beginning", lines(4, 5, 6, 7, 8)),
    ("every other paragraph", lines(0, 2, 4, 6, 8)),
    ("in another order", lines(0, 5, 3, 8, 1, 7, 2, 4, 6)),
    ("in one paragraph", ONE_PARAGRAPH),
    ("80 words", cut_to(80)),
    ("45 words", cut_to(45)),
    ("45 words and as many of our own", lambda text: cut_to(45)(text) + "\n" + cut_to(45)(LOCAL)),
    ("own paragraphs before and behind", lambda text: LOCAL.split("\n")[0] + "\n" + text + "\n" + LOCAL),
    ("own text in the middle", lambda text: "\n".join([lines(0, 1, 2)(text), LOCAL, lines(4, 5, 6)(text)])),
    ("moved credit", lambda text: "LERVIK (NTB) — " + text + "\n(Reporting by NTB, editing by our own staff)"),
    ("spelling", edited(("recommended", "recommanded"), ("favour", "favor"), ("metres", "meters"), ("previous", "former"))),
    ("verbs", edited((r"\bsaid\b", "stated"), (r"\bfound\b", "established"), (r"\btold\b", "informed"), (r"\bwant\b", "wish"))),
    ("numerals", edited(("212", "two hundred and twelve"), ("31", "thirty-one"), ("12 minutes", "twelve minutes"), ("14", "fourteen"))),
    ("typography", edited(('[“”"]', "'"), ("—", "-"), ("ø", "o"))),
    ("single quotes", edited((r'"([^"]*)"', r"‘\1’"))),
    ("capitals", str.upper),
    ("the outlet's box", lambda text: BOX + "\n" + text + "\n" + BOX),
    ("noise, 1 letter in 100", noisy(0.01)),
    ("noise, 1 letter in 33", noisy(0.03)),
    ("80 words with noise", lambda text: noisy(0.02)(cut_to(80)(text))),
    ("45 words with noise", lambda text: noisy(0.02)(cut_to(45)(text))),
    ("words left out", edited((r"\b(?:the|that|had|been)\b ?", ""))),
    ("words put in", edited((r"\b(of|and|was)\b", r"\1 also"))),
]


@pytest.mark.parametrize(("name", "edit"), EDITS, ids=[name for name, _ in EDITS])
def test_a_copy_is_one_source_with_its_original(name: str, edit: Edit) -> None:
    """Whatever a desk did to it; and no other report is drawn in."""
    texts = [Text("original", FERRY), Text("copy", edit(FERRY)), Text("other paper", OTHER_PAPER), Text("harvest", HARVEST)]
    assert find_copies(texts).clusters == (("copy", "original"), ("harvest",), ("other paper",))


LETTER = (
    "Our members will not sail with alarms that can be switched off. They will not sail with crews that have been on their feet for sixteen hours. "
    "They have asked for this since the spring and have been told to be patient. Their patience has come to an end this week."
)
LETTER_READ_ALOUD = (
    f'The union wrote: "{LETTER}"\n'
    "It was opened in Lervik on Monday, a day before the company's yearly meeting, and was read aloud to shareholders who had come for cake. "
    "The chairman left the room without a word and was driven away, and nobody else from the board wished to speak."
)
LETTER_OF_A_MEETING = (
    "Seamen have had enough of the line that ran the Solvind aground. Some three hundred of them met in a cinema at the weekend and voted by a "
    f'show of hands, organisers told this newspaper, with not one voice against.\n"{LETTER}" they wrote.'
)
NOT_COPIES: list[tuple[str, str, str]] = [
    ("two papers on one inquiry", FERRY, OTHER_PAPER),
    ("two papers with one box", FERRY + "\n" + BOX, HARVEST + "\n" + cut_to(45)(BOX)),
    ("a brief of another report", FERRY, cut_to(60)(OTHER_PAPER)),
    ("one statement, told by two in their own words", LETTER_READ_ALOUD, LETTER_OF_A_MEETING),
    ("a line that is no text", "Page not found", "Page not found"),
    ("ten equal words", "The page that you have asked for is not here", "The page that you have asked for is not here."),
    ("nothing", "", ""),
]


@pytest.mark.parametrize(("name", "left", "right"), NOT_COPIES, ids=[name for name, _, _ in NOT_COPIES])
def test_what_is_nobodys_copy_stays_apart(name: str, left: str, right: str) -> None:
    assert find_copies([Text("a", left), Text("b", right)]).clusters == (("a",), ("b",))


def test_the_head_and_the_tail_of_a_report_are_one_source_by_the_whole() -> None:
    head, tail = Text("head", lines(0, 1, 2)(FERRY)), Text("tail", lines(6, 7, 8)(FERRY))
    assert find_copies([head, tail]).clusters == (("head",), ("tail",))
    assert find_copies([head, tail, Text("whole", FERRY)]).clusters == (("head", "tail", "whole"),)


def test_a_digest_does_not_chain_its_sources() -> None:
    digest = "\n".join(cut_to(50)(text) for text in (FERRY, HARVEST, LOCAL))
    clusters = find_copies([Text("digest", digest), Text("ferry", FERRY), Text("ferry 2", FERRY + "\n" + BOX), Text("harvest", HARVEST)]).clusters
    assert ("ferry", "ferry 2") in clusters
    assert ("harvest",) in clusters


def test_a_box_that_stands_in_many_texts_counts_for_nothing() -> None:
    """Five short notices under a box that is longer than they are."""
    paragraphs = [*HARVEST.split("\n"), *LOCAL.split("\n")]
    texts = [Text(str(number), paragraph + "\n" + BOX) for number, paragraph in enumerate(paragraphs)]
    findings = find_copies([*texts, Text("copy of 3", "ORLA (AP) — " + paragraphs[3])])
    assert ("3", "copy of 3") in findings.clusters
    assert len(findings.clusters) == len(paragraphs)
    assert [kind for kind in (pair.kind for pair in findings.pairs) if kind != "independent"] == ["copy"]


def test_a_near_miss_is_shown_as_independent_with_its_evidence() -> None:
    own = "\n".join([LOCAL, cut_to(60)(HARVEST), lines(5, 7)(FERRY)])
    findings = find_copies([Text("ferry", FERRY), Text("own", own)])
    assert len(findings.clusters) == 2
    assert [(pair.document, pair.of, pair.kind) for pair in findings.pairs] == [("own", "ferry", "independent")]
    (copy,) = copies_of(findings, {"ferry": Text("ferry", FERRY), "own": Text("own", own)})
    assert "It recommended that all 14 vessels of the company be inspected before Easter" in " ".join(e.text for e in copy.evidence)


LATER = FERRY.replace("on Tuesday", "on Wednesday") + "\n" + LOCAL
KINDS: list[tuple[str, Text, Text, tuple[str, str, str]]] = [
    ("two printings", Text("a", FERRY, published="2024-05-01"), Text("b", FERRY + "\nMore soon.", published="2024-05-02"), ("a", "b", "copy")),
    ("equal words", Text("b", FERRY.upper(), published="2024-05-01"), Text("a", FERRY, published="2024-05-02"), ("a", "b", "copy")),
    ("a brief", Text("a", cut_to(70)(FERRY)), Text("b", FERRY), ("a", "b", "excerpt")),
    (
        "a later edition of one paper",
        Text("a", FERRY, outlet="Lervik Post", published="2024-05-01"),
        Text("b", LATER, outlet="Lervik Post", published="2024-05-02"),
        ("b", "a", "update"),
    ),
    (
        "the same on one day, by the clock",
        Text("a", FERRY, credits=("NTB",), published="2024-05-01T08:00"),
        Text("b", LATER, credits=("NTB",), published="2024-05-01T17:00"),
        ("b", "a", "update"),
    ),
    (
        "another paper's longer printing is no update",
        Text("a", FERRY, outlet="Lervik Post", published="2024-05-01"),
        Text("b", LATER, outlet="Malvik Times", published="2024-05-02"),
        ("a", "b", "copy"),
    ),
    (
        "a paper that names the other",
        Text("a", lines(4, 5)(FERRY) + "\n" + OTHER_PAPER + "\nThe finding was first told by the Lervik Post.", outlet="Malvik Times"),
        Text("b", lines(4, 5, 6)(FERRY) + "\n" + HARVEST, outlet="The Lervik Post"),
        ("a", "b", "cites"),
    ),
]


@pytest.mark.parametrize(("name", "left", "right", "wanted"), KINDS, ids=[name for name, *_ in KINDS])
@pytest.mark.parametrize("turned", [False, True])
def test_kind_and_direction(name: str, left: Text, right: Text, wanted: tuple[str, str, str], turned: bool) -> None:
    (pair,) = find_copies([right, left] if turned else [left, right]).pairs
    assert (pair.document, pair.of, pair.kind) == wanted


def test_evidence_cites_and_says_how_many_sentences_and_which_credit() -> None:
    wire = Text("wire", "LERVIK (Reuters) - " + FERRY, credits=("Reuters",))
    paper = Text("paper", lines(0, 1, 2, 5)(FERRY) + "\n" + LOCAL.split("\n")[2] + "\nReuters", outlet="Malvik Times", credits=("reuters", "AP"))
    texts = {"wire": wire, "paper": paper}
    findings = find_copies(texts.values())
    (copy,) = copies_of(findings, texts)
    assert (copy.document, copy.of, copy.kind) == ("paper", "wire", "excerpt")
    for evidence in copy.evidence:
        document = Document(evidence.document, "", texts[evidence.document].body)
        assert document.text[evidence.start : evidence.end] == evidence.text
        assert evidence.text.strip() == evidence.text != ""
    assert findings.pairs[0].credits == ("reuters",)
    assert "Reuters" in [evidence.text for evidence in copy.evidence]
    assert in_words(copy, ("Reuters",)) == "78 % of its sentences, credit 'Reuters'"  # 7 of 9: a local line and the credit's are not in it


TEXTS = [
    *(
        Text(f"ferry {number}", edit(FERRY), None, f"Paper {number % 4}", (), f"2024-05-{number % 3 + 1:02}")
        for number, (_, edit) in enumerate(EDITS)
    ),
    Text("other paper", OTHER_PAPER, None, "Paper 1"),
    Text("other paper, twice", OTHER_PAPER.upper(), None, "Paper 2"),
    *(Text(f"box {number}", paragraph + "\n" + BOX) for number, paragraph in enumerate(HARVEST.split("\n"))),
    Text("empty", ""),
    Text("empty too", " \n "),
]
EXPECTED = find_copies(TEXTS)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(len(TEXTS))), st.lists(st.integers(0, len(TEXTS)), max_size=4), st.booleans())
def test_findings_do_not_depend_on_what_came_first(order: list[int], stops: list[int], stored: bool) -> None:
    """Nor on how many came at once, on what was found between, or on whether signatures were stored."""
    texts = [TEXTS[number] for number in order]
    index = CopyIndex()
    for start, end in zip([0, *sorted(stops)], [*sorted(stops), len(texts)], strict=True):
        part = texts[start:end]
        if stored:
            kept = [signature.to_bytes() for signature in sign([text.body for text in part])]
            index.add([replace(text, body="") for text in part], [Signature.from_bytes(one) for one in kept])
        else:
            index.add(part)
        if start % 2:
            index.find()
    assert len(index) == len(TEXTS)
    assert index.find() == EXPECTED


def test_many_printings_of_one_report_are_one_source() -> None:
    """Sixty papers with changes of their own: more than are compared each with each."""
    texts = [Text(f"{number:02}", noisy(0.004, seed=number)(FERRY) + ("\n" + BOX if number % 2 else "")) for number in range(60)]
    texts += [Text(f"brief {number}", lines(number)(FERRY) + "\n" + lines(8)(FERRY)) for number in range(4)]
    findings = find_copies([*texts, Text("other paper", OTHER_PAPER)])
    assert [len(cluster) for cluster in findings.clusters] == [64, 1]
    assert {pair.document for pair in findings.pairs} | {pair.of for pair in findings.pairs} == {text.id for text in texts}


SOURCES: list[tuple[str, str, tuple[str, bool] | None]] = [
    ("the same", FERRY, ("ferry", True)),
    ("the same, set otherwise", FERRY.replace("\n", "\n\n").upper(), ("ferry", True)),
    ("a brief", cut_to(60)(FERRY), ("ferry", False)),
    ("a longer one", FERRY + "\n" + LOCAL, ("ferry", False)),
    ("noise", noisy(0.02)(HARVEST), ("harvest", False)),
    ("another report", OTHER_PAPER, None),
    ("no words", "…", None),
]


@pytest.mark.parametrize(("name", "body", "wanted"), SOURCES, ids=[name for name, *_ in SOURCES])
def test_what_a_new_text_copies_is_found_without_adding_it(name: str, body: str, wanted: tuple[str, bool] | None) -> None:
    index = CopyIndex()
    index.add([Text("ferry", FERRY), Text("harvest", HARVEST)])
    found = index.find_source(body)
    assert (found and (found.of, found.equal)) == wanted
    assert len(index) == 2
    assert CopyIndex().find_source(body) is None


@pytest.mark.parametrize("stored", [b"", b"ocs1", b"ocs1\x02\0\0\0\1\2\3", b"zip1\0\0\0\0", sign([FERRY])[0].to_bytes()[:-1]])
def test_bytes_that_are_no_signature_are_refused(stored: bytes) -> None:
    with pytest.raises(RecordError, match="sign the text again"):
        Signature.from_bytes(stored)


def test_the_pairs_of_one_source_are_what_its_cluster_hangs_together_by() -> None:
    """Who keeps the pairs alone can make the clusters from them."""
    groups = {text.id: {text.id} for text in TEXTS}
    for pair in EXPECTED.pairs:
        if pair.kind in ("copy", "excerpt", "update"):
            joined = groups[pair.document] | groups[pair.of]
            groups |= dict.fromkeys(joined, joined)
    assert {tuple(sorted(group)) for group in groups.values()} == set(EXPECTED.clusters)


def test_an_id_is_taken_once() -> None:
    with pytest.raises(RecordError, match="a: was added to the index before"):
        find_copies([Text("a", FERRY), Text("a", HARVEST)])


def test_an_empty_index_finds_nothing() -> None:
    assert CopyIndex().find() == CopyFindings((), (), {})


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet=st.sampled_from("\r\n\u2028 \u0301é“”\"'‘’.«東𝔄 deniscomt,\ud800"), max_size=300), max_size=4))
def test_any_text_gives_clusters_and_evidence_that_cites(bodies: list[str]) -> None:
    texts = {str(number): Text(str(number), body * 2) for number, body in enumerate([*bodies, *bodies])}
    findings = find_copies(texts.values())
    assert sorted(name for cluster in findings.clusters for name in cluster) == sorted(texts)
    for copy in copies_of(findings, texts):
        assert 0 <= copy.share <= 1
        for evidence in copy.evidence:
            assert texts[evidence.document].body[evidence.start : evidence.end] == evidence.text
            assert evidence.text.strip() == evidence.text != ""


def test_a_pair_says_where_its_runs_are() -> None:
    pair: Pair
    (pair,) = find_copies([Text("a", HARVEST), Text("b", cut_to(20)(HARVEST))]).pairs
    assert [(run.start, run.end, run.of_start, run.of_end) for run in pair.runs] == [(0, 20, 0, 20)]
    assert (pair.share, pair.words) == (1.0, 20)
