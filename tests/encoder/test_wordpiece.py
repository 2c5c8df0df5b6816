"""Word pieces: what the uncased BERT tokenizer gives, with the exact place of each in the text as it was written."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.encoder.wordpiece import WordPiece
from tests.encoder.small_vocabulary import SMALL, small

CASES = [
    ("The ministry denied that shells were shipped.", "the|ministry|den|##ied|that|she|##lls|were|ship|##ped|."),
    ("THE Quay", "the|quay"),
    ("thé\u0301 QUÀY", "the|quay"),  # accents, written in one character or two
    ("re\u00adport", "report"),  # a soft hyphen has no shape
    ("\u200bsaid\u200b", "said"),
    ("said\u00a0that", "said|that"),
    ("said—that", "said|—|that"),
    ("“no”", "“|no|”"),
    ("un-til", "un|-|t|##i|##l"),
    ("ﬁ", "[UNK]"),  # a ligature is not taken apart
    ("日no本", "[UNK]|no|[UNK]"),  # each character of Chinese writing is a word
    ("z" * 101, "[UNK]"),
    ("no " + "un" * 100 + " no", "no|[UNK]|no"),
    ("un" * 50, "un" + "|##u|##n" * 49),
    ("\ufeffthe", "the"),  # a byte order mark
    ("no\U0001f600no", "[UNK]"),  # a picture is no mark: it belongs to the word
    ("\U0001f469\u200d\U0001f680 said", "[UNK]|said"),
    ("“‘no’”", "“|‘|no|’|”"),
    ("", ""),
    ("\ufffd \u0301", ""),
]


@pytest.mark.parametrize(("text", "pieces"), CASES)
def test_a_text_is_parted_into(text: str, pieces: str) -> None:
    assert "|".join(SMALL[piece.id] for piece in small().encode(text).pieces) == pieces


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "  Thé\u0301 QUÀY—re\u00adported"
    encoded = small().encode(text)
    assert [text[word.start : word.end] for word in encoded.words] == ["Thé\u0301", "QUÀY", "—", "re\u00adported"]
    assert [text[piece.start : piece.end] for piece in encoded.pieces][-3:] == ["re\u00adport", "e", "d"]


ODD = st.text(alphabet=st.sampled_from("\r\n\t \u00a0\u0301é“”.'𝔄\u200d\u00adİßﬁ日 denTHE#\x00\ud800\U0001f600"), max_size=120)


@given(st.one_of(ODD, st.text(max_size=120)))
def test_pieces_and_words_are_in_order_and_never_overlap(text: str) -> None:
    encoded = small().encode(text)
    behind = 0
    for piece in encoded.pieces:
        assert behind <= piece.start < piece.end <= len(text)
        behind = piece.end
    firsts = [word.piece for word in encoded.words]
    assert firsts == sorted(set(firsts))
    assert not firsts or (firsts[0] == 0 and firsts[-1] < len(encoded.pieces))
    for number, word in enumerate(encoded.words):
        last = firsts[number + 1] if number + 1 < len(firsts) else len(encoded.pieces)
        own = encoded.pieces[word.piece : last]
        assert own
        assert (own[0].start, own[-1].end) == (word.start, word.end)
        assert not text[word.start].isspace()


@given(st.one_of(ODD, st.text(max_size=120)))
def test_words_cover_all_that_is_seen(text: str) -> None:
    covered = {i for word in small().encode(text).words for i in range(word.start, word.end)}
    left = {character for i, character in enumerate(text) if i not in covered and character != "\ufffd"}
    assert not {character for character in left if unicodedata.category(character)[0] in "LNPS"}


@given(ODD, ODD)
def test_a_range_is_parted_as_if_it_were_the_text(before: str, text: str) -> None:
    whole = before + "\n" + text
    shift = len(before) + 1
    alone = small().encode(text)
    within = small().encode(whole, shift)
    assert [(p.id, p.start + shift, p.end + shift) for p in alone.pieces] == [tuple(p) for p in within.pieces]


def test_a_vocabulary_without_its_marks_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the vocabulary lacks \[CLS\], \[MASK\]"):
        WordPiece(["[PAD]", "[UNK]", "[SEP]", "said"])


TOLD = (
    "The ministry denied that shells were shipped; “no report,” she said, “was un-tilled…” — Thé QUÀY’s $4.5m (and 10%)\n"
    "SAID THAT: no!? O'Neill’s co-op re\u00adported… İstanbul, Straße, ﬁsh, 日本 ¿Qué? a\u0308b A\u030angstro\u0308m x² ½ №5 \u2028 done"
)


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> object:
    tokenizers = pytest.importorskip("tokenizers")
    path = tmp_path_factory.mktemp("vocabulary") / "vocab.txt"
    Path(path).write_text("\n".join(SMALL) + "\n", encoding="utf-8")
    return tokenizers.BertWordPieceTokenizer(str(path), lowercase=True)


def compared(theirs: object, text: str) -> None:
    given = theirs.encode(text, add_special_tokens=False)  # type: ignore[attr-defined]
    own = small().encode(text).pieces
    assert [SMALL[piece.id] for piece in own] == given.tokens
    # Theirs counts an accent of its own character to no piece, ours to the letter before it.
    assert [piece.start for piece in own] == [start for start, _ in given.offsets]


def test_it_gives_what_the_tokenizers_library_gives(theirs: object) -> None:
    compared(theirs, TOLD)


NEWS = st.text(alphabet=st.sampled_from("\n\t \u00a0\u0301é“”‘’.'…—–-𝔄\u200d\u00adİßﬁ日 denTHEsaid#\x00\U0001f600\ufeff&$%09½"), max_size=80)


@given(NEWS)
def test_it_gives_what_the_library_gives_of_any_text(theirs: object, text: str) -> None:
    given_pieces = [SMALL[piece.id] for piece in small().encode(text).pieces]
    assert given_pieces == theirs.encode(text, add_special_tokens=False).tokens  # type: ignore[attr-defined]
