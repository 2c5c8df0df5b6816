"""Words of a text in the form in which they are compared: without case, marks, endings and what stands in every sentence."""

import re
from collections.abc import Iterator
from typing import Final

from onrecord.across.names import fold
from onrecord.lexicon import word_set

WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
COMMON: Final = word_set(
    "the a an and or of to in on at by for from with as is are was were be been has have had it its he she they them his her their our this "
    "that these those not no said says say told would will could may might also but who which what when where than more most after before "
    "about over into out up down all any some one two first last new now there here i we you your us me him do did does if so such only "
    "other others another between against under per cent"
)


def words_of(text: str) -> Iterator[str]:
    """The words of a text that are its own, without endings."""
    for word in WORD.findall(text):
        plain = fold(word).removesuffix("'s")
        if len(plain) > 2 and plain not in COMMON:
            yield _stem(plain)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def singular(designation: str) -> str:
    """A designation without the plural of the sentence it stood in: "t-72s", "ratels"."""
    return designation.removesuffix("s") if len(designation) > 3 and not designation.endswith("ss") else designation


def runs_of(text: str, length: int = 4) -> Iterator[tuple[str, ...]]:
    """Runs of four words, of a shorter text the whole."""
    words = [fold(w) for w in WORD.findall(text)]
    if len(words) < length:
        if len(words) > 1:
            yield tuple(words)
        return
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length])
