"""A page's characters made safe to show: what would move the cursor, turn the line round or hide is shown as a mark."""

import unicodedata
from functools import lru_cache
from itertools import groupby
from typing import Final

# Format characters that scripts and emoji need, and that do not reorder or hide what stands beside them: joiners, the soft
# hyphen, and the Arabic and Syriac signs that are printed (UAX #9 calls them prepended).
_NEEDED: Final = frozenset("\u00ad\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")
_MOST_MARKS: Final = 4  # on one letter; Vietnamese, Hebrew and Thai need at most three


def visible(text: str) -> str:
    """The text with every control, override and invisible character shown: ␛ for U+001B, ‹U+202E› for an override.

    Tabs and line ends stay. A letter under a flood of combining marks keeps the first few and the number of the rest.
    """
    if text.isascii():
        return text if text.isprintable() else "".join(map(_shown, text))
    shown = "".join(map(_shown, text))
    if not any(unicodedata.combining(c) for c in shown):
        return shown
    return "".join(_thinned("".join(run)) for _, run in groupby(shown, key=_is_mark))


def one_line(text: str) -> str:
    """The same on one line: every run of white space is one space."""
    return visible(" ".join(text.split()))


@lru_cache(maxsize=8192)
def _shown(char: str) -> str:
    if char in "\n\t" or char in _NEEDED:
        return char
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "\u2421"
    if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return f"‹U+{code:04X}›"
    return char


def _is_mark(char: str) -> bool:
    return unicodedata.category(char) in ("Mn", "Me")


def _thinned(run: str) -> str:
    if len(run) <= _MOST_MARKS or not _is_mark(run[0]):
        return run
    return f"{run[:_MOST_MARKS]}‹{len(run) - _MOST_MARKS} more marks›"
