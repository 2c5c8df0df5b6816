"""Readers by others: how their spans are put into our form, and what is said where they are not installed."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks import peers
from benchmarks.frame import Json
from benchmarks.statement_peers import _runs, moved, nested, paragraphs


@dataclass(frozen=True)
class _Token:
    """As much of a parsed word as is asked for."""

    i: int
    idx: int
    words: str

    def __len__(self) -> int:
        return len(self.words)

    @property
    def is_space(self) -> bool:
        return self.words.isspace()

    @property
    def is_punct(self) -> bool:
        return self.words in {",", ".", "“"}

    @property
    def is_quote(self) -> bool:
        return self.words == "“"


def _one(cue: tuple[int, int], *content: tuple[int, int]) -> Json:
    return {"source": [], "cue": [list(cue)], "content": [list(span) for span in content]}


@pytest.mark.parametrize(
    ("statements", "within"),
    [
        ([_one((0, 2), (3, 20)), _one((5, 8), (9, 20))], [None, 0]),
        ([_one((0, 2), (3, 20)), _one((5, 8), (9, 20)), _one((10, 12), (13, 20))], [None, 0, 1]),
        ([_one((0, 2), (3, 20)), _one((21, 22), (9, 20))], [None, None]),
        ([_one((0, 2), (3, 9), (12, 20)), _one((5, 8), (13, 20))], [None, 0]),
        ([_one((0, 2), (3, 9), (12, 20)), _one((5, 8), (9, 20))], [None, None]),
        ([_one((4, 6), (3, 20)), _one((4, 6), (3, 20))], [None, None]),
    ],
)
def test_a_peers_statement_stands_within_the_smallest_content_around_it(statements: list[Json], within: list[int | None]) -> None:
    assert [one["within"] for one in nested(statements)] == within


def test_paragraphs_keep_their_place() -> None:
    text = "One.\n\n  \nTwo 𝔄.\n"
    assert [(start, words, text[start : start + len(words)] == words) for start, words in paragraphs(text)] == [
        (0, "One.", True),
        (9, "Two 𝔄.", True),
    ]
    assert moved(_one((0, 2), (3, 9)), 9) == _one((9, 11), (12, 18))


def test_runs_of_words_are_parted_where_words_are_left_out_and_lose_their_commas() -> None:
    tokens = [_Token(0, 0, "“"), _Token(1, 1, "rain"), _Token(2, 5, ","), _Token(5, 20, "and"), _Token(6, 24, "snow"), _Token(7, 28, ".")]
    assert _runs(tokens) == [(0, 5), (20, 28)]
    assert _runs([_Token(0, 0, ",")]) == _runs([]) == []


def test_a_peer_that_is_not_installed_is_named_with_its_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(peers, "ENVIRONMENT", tmp_path)
    said = peers.read_by_peer("textacy", ["One."])
    assert isinstance(said, str)
    assert "No module named" in said
    assert peers.REMEDY in said
    with pytest.raises(ImportError, match=r"peer spaCy not run: .*No module named"):
        peers.Parser(["One."])


@pytest.mark.skipif(not peers.ENVIRONMENT.exists(), reason="the peers are not installed: make peers")
def test_what_a_peer_finds_cites_the_text() -> None:
    text = "“We left,” Anna Holt said. “It was cold.”\n\nThe mayor said that the dam would hold.\n\n“It will not."
    found = peers.read_by_peer("clauses", [text, ""])
    assert not isinstance(found, str)
    told = [[" … ".join(text[s:e] for s, e in one[role]) for role in ("source", "cue", "content")] for one in found[0]]
    assert told == [["Anna Holt", "said", "“We left,” … “It was cold.”"], ["The mayor", "said", "that the dam would hold"]]
    assert found[1] == []
