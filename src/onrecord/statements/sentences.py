"""Sentences of a block: a full stop ends one unless it belongs to an abbreviation or stands inside a quotation."""

from typing import Final

from onrecord.lexicon import word_set
from onrecord.statements.quotations import Quotation
from onrecord.statements.tokens import DETERMINERS, PREPOSITIONS, PRONOUNS, STOPS, Words, is_capital

# After these a name or number follows: their stop never ends a sentence.
_TITLES: Final = word_set(
    "mr mrs ms dr prof gen col lt maj sgt capt cpl cmdr adm sen rep gov rev hon st mt ft no nos vs fig sr messrs brig pres supt insp det"
)
# These may end a sentence, if the next word begins one.
_SHORT: Final = word_set(
    "inc corp co ltd jr etc jan feb mar apr jun jul aug sept sep oct nov dec a.m p.m am pm ave blvd conn mass calif fla tex pa va ill mich"
    " minn wash ariz"
)
_STARTERS: Final = DETERMINERS | PREPOSITIONS | PRONOUNS | word_set("but and however meanwhile when while if as there asked yet still")
_CLOSING: Final = word_set("” » \" '' ’ ' ) ] ›")
_CAP: Final = 300  # words: a longer sentence is read in parts, so that no rule walks further than this


def find_sentences(words: Words, quotations: tuple[Quotation, ...]) -> list[tuple[int, int]]:
    """Sentences as ranges [start, end) of words; a quotation is never cut, its last stop may end the sentence around it."""
    found: list[tuple[int, int]] = []
    start, i, count = 0, 0, len(words)
    inside = {q.start: q.end for q in quotations}
    while i < count:
        if i - start >= _CAP:
            found.append((start, i))
            start = i
        if i in inside:
            i = inside[i]
            if _ends_with_quotation(words, i):
                found.append((start, i))
                start = i
            continue
        if words.texts[i] in STOPS and _is_end(words, i):
            end = i + 1
            while end < count and words.texts[end] in _CLOSING and end not in inside and words.starts[end] == words.ends[end - 1]:
                end += 1
            found.append((start, end))
            start = i = end
            continue
        if words.texts[i] in ("•", "■"):
            if i > start:
                found.append((start, i))
            start = i + 1
        elif words.texts[i].endswith(".") and len(words.texts[i]) > 2 and i + 1 < count and _begins(words, i + 1):
            found.append((start, i + 1))  # "in the U.S. The"
            start = i + 1
        i += 1
    if start < count:
        found.append((start, count))
    return found


def _is_end(words: Words, i: int) -> bool:
    """Whether the stop at word i ends a sentence."""
    if i + 1 >= len(words):
        return True
    stop = words.texts[i]
    if stop == "." and i and words.ends[i - 1] == words.starts[i]:
        before = words.lowers[i - 1]
        if before in _TITLES:
            return False
        if before in _SHORT:
            return _begins(words, i + 1)
        if len(before) == 1 and words.texts[i - 1].isupper() and before != "i":
            return _begins(words, i + 1)  # "J. Smith": an initial
    after = words.texts[i + 1]
    return not after[0].islower() and after not in (",", ";", ":", ")")


def _begins(words: Words, i: int) -> bool:
    """Whether word i is one that begins sentences, rather than the name after an abbreviation."""
    text = words.texts[i]
    return (is_capital(text) and words.lowers[i] in _STARTERS) or text in ("“", '"', "''", "‘", "‘‘", "``")


def _ends_with_quotation(words: Words, i: int) -> bool:
    """Whether the sentence ends where the quotation before word i does."""
    if i >= len(words):
        return True
    last = words.texts[i - 2] if i >= 2 else ""
    after = words.texts[i]
    if last in (".", "…", "..."):
        return not after[0].islower() and after not in (",", ";", ":", ")", ".", "—", "–", "--")
    return last in ("!", "?") and (after[0] in '“"‘«' or (is_capital(after) and words.lowers[i] in _STARTERS - PRONOUNS - DETERMINERS))
