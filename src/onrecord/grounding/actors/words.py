"""The words of a text, each with its place, and of which kinds they are in speakers.tsv."""

import re
from functools import cache
from typing import Final, NamedTuple

from onrecord.lexicon import read_table

UPPER: Final = "".join(chr(c) for c in range(0x530) if chr(c).isupper())
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|[’']s\b"
    r"|\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Maj|Lt|Capt|Cmdr|Adm|Sgt|Cpl|Sen|Rep|Gov|Rev|St|Jr|Sr|Brig|Supt|Det)\.(?=\s)"
    rf"|\b[{UPPER}]\.(?=\s)"
    r"|[^\W_](?:[^\W_]|[\u0300-\u036f])*(?:(?:-|[’'](?!s\b))(?:[^\W_]|[\u0300-\u036f])+)*"
    r"|[^\w\s]"
)
_MOST_TOKENS: Final = 60  # of one source; what is longer is a sentence


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind in speakers.tsv."""
    return frozenset(word for of, words, _ in read_table("grounding/actors/speakers.tsv").rows if of == kind for word in words.split())


class Token(NamedTuple):
    """A word with its place in the document."""

    start: int
    end: int
    text: str
    low: str  # lower case, without the full stop of an abbreviation

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def find_tokens(text: str, start: int, end: int, most: int = _MOST_TOKENS) -> list[Token]:
    """The words of text[start:end], at most so many."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, end):
        if len(found) == most:
            break
        word = match[0]
        found.append(Token(match.start(), match.end(), word, word.lower().rstrip(".").replace("’", "'") or word))
    return found
