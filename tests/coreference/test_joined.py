"""Which mentions are one: names, descriptions and pronouns, with and without the encoder; on any spans, in linear time."""

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.coreference import VectorsOf, pairs, scorer
from onrecord.coreference.joined import join, traits_of
from onrecord.coreference.pairs import MOST, candidates
from onrecord.coreference.spans import read_span, readings, small_words
from onrecord.coreference.vectors import WIDTH, vectors_of
from onrecord.encoder.encode import encode
from onrecord.encoder.model import packaged
from onrecord.encoder.passages import Passage
from onrecord.errors import SetupError
from onrecord.record import Mention

# Marked text: [words] and, behind the bracket, the number of whom they mean; offsets are never typed by hand.
CASES = [
    "[Ada Brandt]1 spoke first. [Brandt]1 left at noon.",
    "[Norland]1 denied it. [Ada Brandt]2, [the defence minister]2, left. [She]2 said nothing.",
    "[The Ministry of Defence]1 denied the report. [The ministry]1 said [its]1 staff was safe.",
    "[Mr Lund]1 met [Ms Falk]2. [She]2 thanked [him]1.",
    "Prices rose in [the United States]1. [The U.S.]1 said nothing.",
    "[The Norland Steel Union]1 struck. [NSU]1 won.",
]
# Nobody may be put to another's name.
APART = [
    "[Ada Brandt]1 met [Per Brandt]2.",
    "[Trinity College]1 lost to [King's College]2.",
    "[Ada Brandt]1 met [Jon Falk]2. [Lund]3 was late.",
]


def unmark(marked: str) -> tuple[str, list[tuple[int, int]], list[int]]:
    text, spans, of = "", [], []
    at = 0
    for match in re.finditer(r"\[([^\]]+)\](\d)", marked):
        text += marked[at : match.start()]
        spans.append((len(text), len(text) + len(match.group(1))))
        of.append(int(match.group(2)))
        text += match.group(1)
        at = match.end()
    return text + marked[at:], spans, of


def read(text: str, spans: list[tuple[int, int]]) -> list[Mention]:
    return [read_span(text, start, end) for start, end in spans]


def seen(text: str) -> VectorsOf:
    return vectors_of(packaged(), encode(text, (Passage(0, len(text), "body"),), packaged().vocabulary).windows)


@pytest.mark.parametrize("marked", CASES)
def test_mentions_of_one_are_joined(marked: str) -> None:
    text, spans, of = unmark(marked)
    clusters = join(text, read(text, spans), seen(text))
    assert {frozenset(c) for c in clusters} == {frozenset(k for k, o in enumerate(of) if o == number) for number in set(of)}


@pytest.mark.parametrize("marked", APART)
@pytest.mark.parametrize("blind", [False, True], ids=["encoder", "rules alone"])
def test_names_that_differ_stay_apart(marked: str, blind: bool) -> None:
    text, spans, _ = unmark(marked)
    assert join(text, read(text, spans), None if blind else seen(text)) == tuple((k,) for k in range(len(spans)))


def test_clusters_are_numbers_of_the_mentions_as_given() -> None:
    text, spans, _ = unmark("[Ada Brandt]1 met [Jon Falk]2. [Brandt]1 left.")
    mentions = read(text, spans)
    assert join(text, mentions[::-1]) == ((2, 0), (1,))
    assert join(text, ()) == ()


def words(count: int) -> Iterator[str]:
    for k in range(count):
        yield from ("Ada Brandt", f"Lund{k % 700}", "he", "the ministry", "it")


def test_a_mention_is_compared_with_a_bounded_number_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand mentions of a hostile page cost ten times what a thousand do."""
    text = ", ".join(words(2_000))
    mentions = [read_span(text, match.start(), match.end(), frozenset()) for match in re.finditer(r"[^,]+", text) if match.group().strip()]
    traits = traits_of(text, readings(text, mentions, small_words(text)))
    i, _ = candidates(traits)
    assert len(mentions) == 10_000
    assert np.bincount(i).max() <= MOST
    rows = 0
    real = pairs.pair_rows

    def counted(*args: object) -> object:
        nonlocal rows
        found = real(*args)  # type: ignore[arg-type]
        rows += len(found)
        return found

    monkeypatch.setattr(scorer, "pair_rows", counted)
    clusters = join(text, mentions)
    assert rows == len(i)
    assert sorted(k for cluster in clusters for k in cluster) == list(range(10_000))


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_every_mention_of_any_text_is_in_one_cluster(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet=st.sampled_from("Ada he it the. \n“”'Mr,–US"), min_size=1, max_size=80))
    cuts = data.draw(st.lists(st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)), max_size=12))
    spans = [(a, min(a + b, len(text))) for a, b in cuts if text[a : a + b].strip()]
    mentions = read(text, spans)
    blank = lambda at: np.zeros((len(at), WIDTH), np.float32)  # noqa: E731
    for vectors in (None, blank):
        clusters = join(text, mentions, vectors)
        assert sorted(k for cluster in clusters for k in cluster) == list(range(len(mentions)))
    assert join(text, mentions) == join(text, mentions)


def test_a_missing_or_damaged_model_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(scorer, "_folder", lambda: tmp_path)
    scorer.packaged_scorer.cache_clear()
    with pytest.raises(SetupError, match=r"pairs\.npz: the model cannot be read"):
        scorer.packaged_scorer()
    (tmp_path / "pairs.npz").write_bytes(b"none")
    (tmp_path / "SHA256SUMS").write_text("00  pairs.npz\n", encoding="ascii")
    with pytest.raises(SetupError, match="digest differs"):
        scorer.packaged_scorer()
