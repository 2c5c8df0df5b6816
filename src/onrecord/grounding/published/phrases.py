"""Set phrases in running text, found in time that grows with the text and not with the list."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+")
_PLAIN = str.maketrans("\u2019\u00a0\u2011\n\t", "' -  ")  # one character for one, so that places stay


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a text: its place, and the keys that it stands for."""

    start: int
    end: int
    words: str
    keys: tuple[int, ...]


class Phrases:
    """Phrases by their first word; the longest that fits is taken."""

    def __init__(self, phrases: Iterable[tuple[str, int]]) -> None:
        keys: dict[str, list[int]] = {}
        for words, key in phrases:
            keys.setdefault(words, []).append(key)
        self._by_first: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for words in sorted(keys, key=lambda words: -len(words)):
            first = _WORD.search(words)
            if first is None:
                raise ValueError(f"a phrase without a word: {words!r}")
            self._by_first.setdefault(first[0], []).append((words, tuple(keys[words])))

    def find(self, text: str, start: int, end: int) -> Iterator[Hit]:
        """Every phrase within [start, end), from left to right, none within another."""
        at = start
        while word := _WORD.search(text, at, end):
            at = word.end()
            for words, keys in self._by_first.get(word[0], ()):
                begin = word.start() - _lead(words)
                stop = begin + len(words)
                if begin < start or stop > end or not text.startswith(words, begin) or (text[stop : stop + 1].isalnum() and words[-1].isalnum()):
                    continue
                yield Hit(begin, stop, words, keys)
                at = max(stop, at)
                break


def _lead(words: str) -> int:
    """How many characters of a phrase stand before its first word: "#MeToo"."""
    first = _WORD.search(words)
    return first.start() if first else 0


def plain(text: str) -> str:
    """The text with straight apostrophes and single spaces of one kind; of the same length."""
    return text.translate(_PLAIN)
