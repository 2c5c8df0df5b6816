"""Text → words and pieces of words, as the encoder was taught to see them, each with its exact place in the text.

The rules are those of the uncased BERT tokenizer (Devlin et al. 2019): clean, part at white space and punctuation, fold to lower
case without accents, then take the longest known piece from the left. Offsets count code points of the text as it was given.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import regex

PAD, UNKNOWN, BEGIN, END, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"

_LONGEST: Final = 100  # characters of a word that is looked up: a longer one is unknown
_HAN: Final = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002a6df\U0002a700-\U0002ceaf\U0002f800-\U0002fa1f"
_MARKS: Final = r"\p{P}$+<=>^`|~"
# A mark or a character of Chinese writing by itself, or a run of what is neither; characters without a shape part nothing.
_WORD: Final = regex.compile(rf"[{_MARKS}{_HAN}]|[^{_MARKS}{_HAN}\s\p{{Z}}]+")


class Word(NamedTuple):
    """A word or mark of the text, and its first piece among the pieces."""

    start: int
    end: int
    piece: int


class Piece(NamedTuple):
    """A piece of a word: its number in the vocabulary, and where it stands."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text in words and pieces, both in order; the pieces of word i end where word i + 1 has its first."""

    words: tuple[Word, ...]
    pieces: tuple[Piece, ...]


class WordPiece:
    """A vocabulary, ready to part text by it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        """
        Args:
            vocabulary: the pieces in order of their numbers; one that goes on within a word begins with "##".

        Raises:
            ValueError: a piece that every text needs is missing.
        """
        self._numbers = {piece: number for number, piece in enumerate(vocabulary)}
        if missing := [name for name in (PAD, UNKNOWN, BEGIN, END, MASK) if name not in self._numbers]:
            raise ValueError(f"the vocabulary lacks {', '.join(missing)}")
        self.pad, self.unknown, self.begin, self.end, self.mask = (self._numbers[name] for name in (PAD, UNKNOWN, BEGIN, END, MASK))
        self._parted = lru_cache(maxsize=50_000)(self._part)

    def encode(self, text: str, start: int = 0, end: int | None = None) -> Encoded:
        """The words and pieces of a range of a text; linear in its length."""
        words: list[Word] = []
        pieces: list[Piece] = []
        for match in _WORD.finditer(text, start, len(text) if end is None else end):
            written = match[0]
            parted = self._parted(written) if len(written) <= _LONGEST else self._part(written)  # what is kept must stay small
            if parted:
                at = match.start()
                words.append(Word(at + parted[0][1], at + parted[-1][2], len(pieces)))
                pieces += [Piece(number, at + first, at + last) for number, first, last in parted]
        return Encoded(tuple(words), tuple(pieces))

    def _part(self, written: str) -> tuple[tuple[int, int, int], ...]:
        """Numbers of the pieces of a word, with where each begins and ends in the word; () where nothing of it is ever shown."""
        folded, places = _folded(written)
        if not folded:
            return ()
        if len(folded) > _LONGEST:
            return ((self.unknown, places[0], len(written)),)
        found: list[tuple[int, int, int]] = []
        for number, last in self._pieces(folded):
            begin = found[-1][2] if found else places[0]
            end = places[last] if last < len(folded) else len(written)
            if number < 0 or end <= begin:  # no piece fits, or one character of the text makes two pieces
                return ((self.unknown, places[0], len(written)),)
            found.append((number, begin, end))
        return tuple(found)

    def _pieces(self, folded: str) -> Iterator[tuple[int, int]]:
        """The longest known piece from the left, and where it ends; -1 where none fits."""
        at = 0
        while at < len(folded):
            before = "##" if at else ""
            for end in range(len(folded), at, -1):
                number = self._numbers.get(before + folded[at:end])
                if number is not None:
                    yield number, end
                    at = end
                    break
            else:
                yield -1, len(folded)
                return


def _folded(written: str) -> tuple[str, list[int]]:
    """A word in lower case without accents and characters without a shape, and for each character where it came from."""
    if written.isascii() and written.isprintable():
        return written.lower(), list(range(len(written)))
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(written):
        shown = _shown(character)
        characters.append(shown)
        places += [place] * len(shown)
    return "".join(characters), places


@lru_cache(maxsize=20_000)
def _shown(character: str) -> str:
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFD", character) if unicodedata.category(c) != "Mn")
    return "".join(c for c in bare.lower() if unicodedata.category(c) != "Mn")
