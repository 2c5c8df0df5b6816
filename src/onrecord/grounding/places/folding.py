"""Names as they are looked up: without accents, case, points and apostrophes, with "St." and "Mt." written out."""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from typing import Final

# Letters that no decomposition takes apart (Unicode has no mark in them).
_LETTERS: Final = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "æ": "ae", "Æ": "Ae",
     "œ": "oe", "Œ": "Oe", "ı": "i", "ə": "e", "Ə": "E", "ŋ": "ng",
     **dict.fromkeys("'’‘ʼʻʿʾ`´.,", ""), **dict.fromkeys("-‐‑–—_/", " ")}
)  # fmt: skip
_WRITTEN_OUT: Final = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "pt": "point", "sta": "santa", "sto": "santo"}
_ARABIC: Final = re.compile(r"\b(?:ad|adh|an|ar|as|ash|at|ath|az|el|ul) (?=[a-z]{4})")
LONGEST: Final = 80  # characters of a name; longer is no name of a place


@lru_cache(maxsize=20_000)
def folded(name: str) -> str:
    """The form of a name under which it is looked up: "St. Moritz" and "Saint-Moritz" are one, so are "Al-Qā'im" and "al Qaim"."""
    name = name[:LONGEST]
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = name.translate(_LETTERS).casefold().split()
    if len(words) > 1:
        words = [_WRITTEN_OUT.get(word, word) if at < len(words) - 1 or word == "st" else word for at, word in enumerate(words)]
    return _ARABIC.sub("al ", " ".join(words))


def key(name: str) -> tuple[int, int]:
    """Of a folded name: 32 bits by which the table is sorted, and 8 more by which a stranger of the same 32 is told."""
    digest = blake2b(name.encode(), digest_size=5).digest()
    return int.from_bytes(digest[:4], "little"), digest[4]
