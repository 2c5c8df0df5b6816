"""Texts as numbers: what counts as one word, and which words stand in quotations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.copies.words import read_words

QUOTED = [
    ("He said [we will go], and went.", '""'),
    ("He said [we will go], and went.", "“”"),
    ("He said [we will go], and went.", "«»"),
    ("He said [we will go], and went.", "‘’"),
    ("He said [we will go], and went.", "''"),
    ("[We won't go], the workers' union said. It's [over], it said.", "''"),
    ("[We won’t go], the workers’ union said. It’s [over], it said.", "‘’"),
    ("[We don't know what 'peace' is], they said.", '""'),
    ("The music of the '90s isn't a quotation, the Jones' boy said.", '""'),
    ("[It will take time,] he said. [We have it.]\nNobody laughed.", '""'),
    ("[It begins here and is not closed.\n][It goes on in the next.]\nThis is told.", "“”"),
    ('A 12" screen is no quotation, and [this] is.', "“”"),
]


@pytest.mark.parametrize(("marked", "signs"), QUOTED)
def test_words_in_quotations(marked: str, signs: str) -> None:
    """In brackets: what is quoted. A quotation that goes on is opened again and closed once."""
    text = marked.replace("\n][", "\n" + signs[0]).replace("[", signs[0]).replace("]", signs[1])
    words = read_words([text])[0]
    found = [text[a:b] for a, b, quoted in zip(words.starts, words.ends, words.quoted, strict=True) if quoted]
    wanted = [word for part in marked.replace("\n][", "][").split("[")[1:] for word in _words(part.split("]")[0])]
    assert found == wanted


def _words(text: str) -> list[str]:
    words = read_words([text])[0]
    return [text[a:b] for a, b in zip(words.starts, words.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Straße, naïve: 3,400 men's", ["The", "Straße", "naïve", "3", "400", "men", "s"]),
        ("$95bn or 63% — “U.S.”", ["$", "95bn", "or", "63", "%", "U", "S"]),
        ("東京で会談。", ["東", "京", "で", "会", "談"]),
        ("a𝔄b 😀 c", ["a", "𝔄", "b", "c"]),
        ("\n\n", []),
        ("", []),
    ],
)
def test_what_is_a_word(text: str, words: list[str]) -> None:
    assert _words(text) == words


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ("The President’s café", "THE PRESIDENT'S CAFE", True),
        ("co-operate", "co operate", True),
        ("ﬁnd", "find", False),  # a ligature is folded to its first letter
        ("loin", "lion", False),
        ("a" * 70, "a" * 71, False),
    ],
)
def test_words_that_are_equal(left: str, right: str, equal: bool) -> None:
    a, b = read_words([left, right])
    assert (a.hashes.tolist() == b.hashes.tolist()) is equal


@given(st.lists(st.text(alphabet=st.sampled_from("\r\n “”\"'‘’.,-«é東𝔄\ud800abcZ9$"), max_size=80), max_size=6))
def test_a_text_reads_alike_alone_and_in_a_batch(texts: list[str]) -> None:
    for text, words in zip(texts, read_words(texts), strict=True):
        (alone,) = read_words([text])
        assert words.hashes.tolist() == alone.hashes.tolist()
        assert words.quoted.tolist() == alone.quoted.tolist()
        assert words.starts.tolist() == alone.starts.tolist()
        spans = list(zip(words.starts.tolist(), words.ends.tolist(), strict=True))
        assert all(0 <= a < b <= len(text) and not any(sign.isspace() for sign in text[a:b]) for a, b in spans)
        assert all(b <= c for (_, b), (c, _) in pairwise(spans))
