"""The language of a page, told by its own running text."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

_LETTERS_READ: Final = 3_000
_LETTERS_NEEDED: Final = 60
_SURE: Final = 0.9
_CODE: Final = re.compile(r"\s*([A-Za-z]{2,3})(?:[-_]|\s*$)")


def tell_language(texts: Sequence[str], declared: str | None = None) -> str | None:
    """The language of a page as ISO 639-1 code; None where it cannot be told.

    Args:
        texts: its blocks in order; the longest are read, for menus speak any language.
        declared: what <html lang> says: believed only where the text is too short or too mixed to tell.
    """
    sample = _longest(texts)
    said = _declared(declared)
    if sum(map(str.isalpha, sample)) < _LETTERS_NEEDED:
        return said
    language, probability = _identifier().classify(sample)
    if probability >= _SURE:
        return str(language)
    return said


def _longest(texts: Sequence[str]) -> str:
    """The longest blocks, in the order of the page, up to a bounded length."""
    chosen, room = [], _LETTERS_READ
    for number, text in sorted(enumerate(texts), key=lambda item: (-len(item[1]), item[0])):
        if room <= 0:
            break
        chosen.append((number, text[:room]))
        room -= len(text)
    return "\n".join(text for _, text in sorted(chosen))


def _declared(lang: str | None) -> str | None:
    match = _CODE.match(lang or "")
    return match[1].lower() if match and len(match[1]) == 2 else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
