"""The language of a page, told by its own running text."""

import re
from collections.abc import Sequence
from functools import cache
from heapq import nlargest
from typing import Any, Final

from onrecord.characters import settled
from onrecord.errors import SetupError

_CHARACTERS_READ: Final = 2_000
_BLOCKS_READ: Final = 50
_LETTERS_NEEDED: Final = 60
_SURE: Final = 0.9
_CODE: Final = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)")
# Every third word of English prose is one of these; of no other language's is every sixth.
_ENGLISH: Final = frozenset(
    ("the", "of", "and", "to", "a", "that", "for", "with", "by", "from", "it", "his", "not", "at", "are", "which", "on", "was")
)
_WORDS_NEEDED: Final = 40
_ENGLISH_SHARE: Final = 1 / 6
_ARTICLE_SHARE: Final = 1 / 50  # of "the", which no other language has


def tell_language(texts: Sequence[str], declared: str | None = None) -> str | None:
    """The language of a page as ISO 639-1 code; None where it cannot be told.

    Args:
        texts: its blocks in order; the longest are read, for menus speak any language.
        declared: what <html lang> says: believed only where the text is too short or too mixed to tell.
    """
    sample = settled(_longest(texts))
    said = _declared(declared)
    if sum(map(str.isalpha, sample)) < _LETTERS_NEEDED:
        return said
    if _is_english(sample):
        return "en"  # here: most pages need no more, and the model takes most of a second to load
    language, probability = _identifier().classify(sample[: _CHARACTERS_READ // 2])
    if probability < _SURE:
        language, probability = _identifier().classify(sample)
    return str(language) if probability >= _SURE and len(language) == 2 else said


def _is_english(sample: str) -> bool:
    words = sample.lower().split()
    if len(words) < _WORDS_NEEDED or words.count("the") < len(words) * _ARTICLE_SHARE:
        return False
    return sum(word in _ENGLISH for word in words) >= len(words) * _ENGLISH_SHARE


def _longest(texts: Sequence[str]) -> str:
    """The longest blocks, in the order of the page, up to a bounded length."""
    chosen, room = [], _CHARACTERS_READ
    for number in nlargest(_BLOCKS_READ, range(len(texts)), key=lambda number: (len(texts[number]), -number)):
        if room <= 0:
            break
        chosen.append(number)
        room -= len(texts[number])
    return "\n".join(texts[number][:_CHARACTERS_READ] for number in sorted(chosen))[:_CHARACTERS_READ]


def _declared(lang: str | None) -> str | None:
    match = _CODE.match(lang or "")
    return match[1].lower() if match and len(match[1]) == 2 else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    try:
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    except OSError as error:  # the package unpacks its model into a temporary file
        problem = f"the model of languages cannot be unpacked: {error.strerror or error}"
        raise SetupError("py3langid", problem, "make room in the folder for temporary files, or name another in TMPDIR") from error
