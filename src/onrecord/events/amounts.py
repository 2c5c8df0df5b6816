"""Numbers of pieces and sums of money in English words: "about 20,000", "between 40 and 60", "dozens of", "$1.4 billion"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from onrecord.cardinals import SMALL, TENS
from onrecord.record import Bound

_SCALE: Final = {
    "dozen": 12,
    "score": 20,
    "hundred": 100,
    "thousand": 1e3,
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "million": 1e6,
    "bn": 1e9,
    "b": 1e9,
    "billion": 1e9,
    "trillion": 1e12,
}
_VAGUE: Final = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "millions": 2e6, "tens of thousands": 2e4, "hundreds of thousands": 2e5,
    "tens of millions": 2e7, "a couple": 2, "a dozen": 12, "half a dozen": 6, "a pair": 2, "a hundred": 100, "a thousand": 1000, "a million": 1e6,
}  # fmt: skip
_DIGITS: Final = 25  # of a number; beyond, it is a serial number
_UNIT: Final = "|".join((*SMALL, *TENS))
_WORDS: Final = rf"(?:(?:{_UNIT})(?:[ -](?:{_UNIT}|hundred|thousand|million|billion|dozen|and)){{0,6}})"
_FIGURES: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER: Final = rf"(?:(?:{_FIGURES})(?:[  ](?:dozen|hundred|thousand|million|billion|trillion))?|{_WORDS})"
_LOOSE: Final = "|".join(sorted(_VAGUE, key=len, reverse=True))
_BOUNDS: Final[dict[Bound, str]] = {
    "about": r"about|around|roughly|approximately|some|nearly|almost|close to|an estimated|estimated|just under|just over|as good as|circa|perhaps",
    "at-least": r"at least|more than|over|no fewer than|no less than|upwards of|not less than|a minimum of|in excess of|above",
    "at-most": r"up to|at most|as many as|no more than|fewer than|less than|under|a maximum of|not more than|barely|only up to",
}
_BOUND: Final = "|".join(f"(?P<{name.replace('-', '_')}>{words})" for name, words in _BOUNDS.items())
_NOT_NUMBER: Final = re.compile(r"(?:19|20)\d\d\Z")
_COUNT: Final = re.compile(
    rf"(?<![\w$€£.-])(?<!\bno\. )(?<!(?-i:\b[Nn]o) )"
    rf"(?:(?:the (?:first|last|next|remaining)|a (?:further|total of|batch of)|the|another|all|an additional"
    rf"|a first|further|first|only|its|their) )?"
    rf"(?P<whole>(?:between (?P<low>{NUMBER}) and (?P<high>{NUMBER})"
    rf"|(?:(?:{_BOUND}) )?(?:(?P<from>{NUMBER}) to (?P<to>{NUMBER})|(?P<from2>{_FIGURES})[–-](?P<to2>{_FIGURES})"
    rf"|(?P<one>{NUMBER})|(?P<loose>{_LOOSE}))))"
    rf"(?![\w%]|[.,]\d|-(?:mm|kg|km|ton|tonne|inch|year|day|month|pound|millimetre|millimeter|foot|mile|strong|seat|man|metre))(?: of)?",
    re.IGNORECASE,
)
# What stands between a part and its whole: "three {of the} six", "two {out of the promised} dozen".
_OF: Final = re.compile(
    r" (?:out )?of (?:(?:the|its|his|her|their|our|these|those|all)(?: [a-z-]+){0,2} |(?:a total of |all |what were to be ))?\Z", re.IGNORECASE
)
_ORDINAL: Final = re.compile(
    r"\b(?:the )?(?P<some>first|last|final)\Z|\bthe (?P<one>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)\Z", re.IGNORECASE
)
_HALF: Final = re.compile(r"\b(?:one )?half\Z", re.IGNORECASE)
_UNTOLD: Final = re.compile(
    r"(?:\b(?:some|several|many|most|more|part|parts|few|number|bulk|rest|remainder|handful|majority|batch|quarters?|thirds?|fifths?|tenths?"
    r"|per ?cent)|%)\Z",
    re.IGNORECASE,
)
_CODES: Final = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "a$": "AUD", "c$": "CAD", "dollar": "USD", "us dollar": "USD", "u.s. dollar": "USD",
    "euro": "EUR",
    "pound": "GBP", "yen": "JPY", "won": "KRW", "yuan": "CNY", "rouble": "RUB", "ruble": "RUB", "rupee": "INR", "zloty": "PLN",
    "krona": "SEK", "kronor": "SEK",
    "krone": "NOK", "kroner": "NOK", "shekel": "ILS", "lira": "TRY", "real": "BRL", "reais": "BRL", "rand": "ZAR", "riyal": "SAR", "dirham": "AED",
    "australian dollar": "AUD", "canadian dollar": "CAD", "swiss franc": "CHF", "hryvnia": "UAH", "koruna": "CZK", "forint": "HUF",
    "lei": "RON", "naira": "NGN",
    "usd": "USD", "eur": "EUR", "gbp": "GBP",
}  # fmt: skip
_NAMES: Final = "|".join(
    re.escape(name) for name in sorted((name for name in _CODES if name[0].isalpha() and "$" not in name), key=len, reverse=True)
)
_MONEY: Final = re.compile(
    rf"(?:(?:{_BOUND}) )?(?:(?P<sign>(?:US|A|C)?\$|€|£)\s?(?P<sum>{_FIGURES})(?:(?:[  -]?)(?P<scale>billion|million|thousand"
    rf"|trillion|bn|mn|m|b|k)\b)?"
    rf"|(?P<plain>{NUMBER}|{_LOOSE}|a)(?: (?P<scale2>billion|million|thousand))?(?: of)? (?P<name>{_NAMES})s?\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the text: [start, end) with its bound, the value, and the upper one of a range."""

    start: int
    end: int
    value: float
    upper: float | None
    bound: Bound


@dataclass(frozen=True, slots=True)
class Part:
    """That a number is a whole of which a part is meant; how many, None where the text does not tell."""

    amount: Amount | None


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money in the text."""

    start: int
    end: int
    amount: float
    currency: str
    bound: Bound
    each: bool = False  # the price of one piece


def number_of(words: str) -> float | None:
    """The number that words or figures are: "twenty-four", "1.4 million", "some dozen" without its bound; None where they are none."""
    low = words.strip().lower().replace(" ", " ")
    if low in _VAGUE:
        return float(_VAGUE[low])
    total, part = 0.0, None
    for piece in re.findall(r"[a-z]+|\d[\d,.]*", low):
        if piece == "and":
            continue
        if piece[0].isdigit():
            if len(piece) > _DIGITS:
                return None
            part = (part or 0) + float(piece.rstrip(",.").replace(",", ""))
        elif piece in SMALL or piece in TENS:
            part = (part or 0) + SMALL.get(piece, TENS.get(piece, 0))
        elif piece in _SCALE:
            scaled = (1 if part is None else part) * _SCALE[piece]
            if _SCALE[piece] >= 1000:
                total, part = total + scaled, 0
            else:
                part = scaled
        else:
            return None
    whole = total + part if part is not None else None
    return whole if whole is not None and whole < _MOST else None


_MOST: Final = 1e15  # what is more is no number of anything on a page


def counts_in(text: str, start: int, end: int) -> Iterator[Amount]:
    """The numbers of pieces in a range of the text; years and sizes ("155-mm") are none."""
    for match in _COUNT.finditer(text, start, end):
        bound = _bound(match)
        low, high = match["low"] or match["from"] or match["from2"], match["high"] or match["to"] or match["to2"]
        if low:
            first, second = number_of(low), number_of(high)
            if first is not None and second is not None:
                yield Amount(match.start("whole"), match.end("whole"), first, second, "between")
            continue
        value = number_of(match["one"] or match["loose"])
        if value is None or (match["one"] and _NOT_NUMBER.fullmatch(match["one"]) and bound == "exact"):
            continue
        vague = match["loose"] is not None and match["loose"].lower().rstrip().endswith("s") and bound == "exact"
        yield Amount(match.start("whole"), match.end("whole"), value, None, "at-least" if vague else bound)


def part_before(text: str, start: int, whole: Amount) -> Part | None:
    """The part that is meant of a number, from the words before it: "three of {the six}", "the first of {40}"; None where all are meant.

    Args:
        start: where the words before it begin to be looked at.
    """
    of = _OF.search(text, start, whole.start)
    if of is None:
        return None
    for amount in counts_in(text, start, of.start()):
        if amount.end == of.start():
            return Part(amount)
    if (ordinal := _ORDINAL.search(text, start, of.start())) is not None:
        return Part(Amount(ordinal.start(), ordinal.end(), 1.0, None, "at-least" if ordinal["some"] else "exact"))
    if (half := _HALF.search(text, start, of.start())) is not None and whole.upper is None:
        return Part(Amount(half.start(), whole.end, whole.value / 2, None, whole.bound))
    return Part(None) if _UNTOLD.search(text, start, of.start()) else None


def sums_in(text: str, start: int, end: int) -> Iterator[Sum]:
    """The sums of money in a range of the text."""
    for match in _MONEY.finditer(text, start, end):
        name = (match["sign"] or match["name"]).lower()
        value = number_of(match["sum"] or match["plain"]) if match["plain"] not in ("a", "A") else 1.0
        scale = match["scale"] or match["scale2"]
        if value is None or name not in _CODES:
            continue
        if name in _COMMON and not (scale or match["plain"][:1].isdigit() or " " in match["plain"]):
            continue  # "a real sale", "three won contracts"
        whole = value * (_SCALE[scale.lower()] if scale else 1)
        if whole < _MOST:
            yield Sum(match.start(), match.end(), whole, _CODES[name], _bound(match), _EACH.match(text, match.end()) is not None)


_COMMON: Final = frozenset(("real", "won", "rand", "lei", "pound", "krona"))  # words that also mean something else
_EACH: Final = re.compile(r" (?:each|apiece|a piece|per)\b", re.IGNORECASE)


def _bound(match: re.Match[str]) -> Bound:
    return next((name for name in _BOUNDS if match[name.replace("-", "_")]), "exact")
