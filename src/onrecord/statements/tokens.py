"""Words of a block with their places in the document, and the closed classes that the rules ask for."""

import re
from dataclasses import dataclass
from typing import Final

from onrecord.lexicon import word_set

# A word may hold hyphens and end in a contraction; "’s", "’ll" and the like are words of their own, and so is "''" (two
# apostrophes), which some agencies set for a quotation mark. No part of the pattern can match the same characters twice over.
_TOKEN: Final = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S.
    r"|\d+(?:[.,:]\d+)*[^\W_]*"  # 1,250.5 2nd 17m
    r"|[’'](?:s|re|ve|ll|d|m)\b"
    r"|[^\W_]+(?:-[^\W_]+)*(?:(?<=n)[’']t\b)?"
    r"|''|``|--|\.\.\.|\S"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one run of text, in parallel tuples: word i stands at [starts[i], ends[i]) of the document."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    texts: tuple[str, ...]
    lowers: tuple[str, ...]  # lower case, with a straight apostrophe

    def __len__(self) -> int:
        return len(self.starts)


def find_words(text: str, start: int, end: int) -> Words:
    """Words of text[start:end], with their places in `text`."""
    places = [match.span() for match in _TOKEN.finditer(text, start, end)]
    texts = tuple([text[first:last] for first, last in places])
    lowers = [word.lower() for word in texts]
    return Words(tuple([first for first, _ in places]), tuple([last for _, last in places]), texts, tuple(_straight(lowers)))


def find_lowers(text: str, start: int, end: int) -> list[str]:
    """The words of text[start:end] in lower case, as `find_words` has them: a third of its work."""
    return _straight([word.lower() for word in _TOKEN.findall(text, start, end)])


def _straight(lowers: list[str]) -> list[str]:
    """The words, with straight apostrophes."""
    return [word.replace("’", "'") if "’" in word else word for word in lowers]


PRONOUNS: Final = word_set("he she they it we i you who")
OBJECTS: Final = word_set("him her them us me you it himself herself themselves itself")
POSSESSIVES: Final = word_set("his her its their our my your")
DETERMINERS: Final = word_set("the a an this that these those some any no each every another both all many most several few such other") | POSSESSIVES
NUMBERS: Final = word_set("one two three four five six seven eight nine ten dozen dozens hundred hundreds thousands half")
PREPOSITIONS: Final = word_set(
    "of in on at to for from by with about against after before during since under over into through between among amid despite without near"
    " inside outside within across behind around via per until upon off toward towards including like"
)
ADVERBIAL_STARTS: Final = word_set(
    "in on at after before during since under over by for from with without despite amid as when while if although though because once until"
    " following according unlike besides also meanwhile however moreover still yet then later earlier instead separately asked citing given"
    " speaking nevertheless nonetheless furthermore additionally finally today yesterday last next now"
)
MODALS: Final = word_set("will would can could may might must shall should 'll 'd")
HAVE: Final = word_set("has have had having 've")
BE: Final = word_set("is are was were be been being 're 'm")
DO: Final = word_set("do does did")
NEGATED: Final = word_set(
    "don't doesn't didn't won't wouldn't can't couldn't hasn't haven't hadn't isn't aren't wasn't weren't cannot mustn't shouldn't mightn't"
)
AUXILIARIES: Final = MODALS | HAVE | BE | DO | NEGATED
NEGATIONS: Final = NEGATED | word_set("not never neither nor no nothing")
ADVERBS: Final = word_set(
    "also not never later already even still once now again then long just soon often always twice further ever so far first only neither"
    " instead rather"
)
SUBORDINATORS: Final = word_set("that because while when whether if although though since where why how until unless after before as than what")
CLAUSE_WORDS: Final = word_set("whether if how why what who when where which")
COORDINATORS: Final = word_set("and but or nor yet")
DAYS: Final = word_set("monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight")
MONTHS: Final = word_set(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sept sep oct nov dec"
)
TIME_WORDS: Final = DAYS | MONTHS | word_set("week month year weekend morning afternoon evening night day days weeks months years hours")
OPENERS: Final = word_set("“ „ « \" '' `` ‘ ' ‚ ‹")
DASHES: Final = word_set("— – -- ―")
STOPS: Final = word_set(". ! ? … ...")


def is_adverb(lower: str) -> bool:
    """Whether a word may stand inside a verb group: "repeatedly", "also"."""
    return lower in ADVERBS or (lower.endswith("ly") and len(lower) > 4 and lower not in _NOT_ADVERBS)


_NOT_ADVERBS: Final = word_set("family italy rally reply supply ally assembly july weekly daily likely elderly anomaly bully early only")


def is_capital(text: str) -> bool:
    """Whether a word begins with a capital letter."""
    return text[0].isupper()
