"""The rules of timex.tsv, compiled once: what may begin with which word, and what its parts are worth."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from onrecord.cardinals import ONES, TEENS, TENS
from onrecord.lexicon import read_table
from onrecord.record import TimexType

DIGITS = "#"  # the first word of what begins with a digit
_GAP = r"(?:[ \t\r\n\u00a0\u202f]{1,3}|-)"
_END = r"(?![\w])"
_YEAR = r"(?:1[0-9]|20)\d\d(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%])"
_NUMBER_WORD = rf"(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES)}))?|{'|'.join(TEENS)}|{'|'.join(ONES)}|(?:a|one)[- ]hundred)(?![\w])"
NUMBERS: Mapping[str, int] = {
    **{word: n for n, word in enumerate(ONES, 1)},
    **{word: n for n, word in enumerate(TEENS, 10)},
    **TENS,
    **{f"{ten} {one}": n + m for ten, n in TENS.items() for m, one in enumerate(ONES, 1)},
    "a": 1,
    "an": 1,
    "a hundred": 100,
    "one hundred": 100,
}
ORDINALS: Mapping[str, int] = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ],
        1,
    )
}
DECADES: Mapping[str, int] = {f"{ten[:-1]}ies": n for n, ten in enumerate(TENS, 2)}
_APPROXIMATELY = (
    "about around nearly almost roughly approximately over under some|more than|less than|fewer than|at least|at most|up to|no more than|"
    "no less than|just over|just under|well over"
)
_NUMERAL = r"\d{1,3}(?:,\d{3})?(?:\.\d)?(?![\d/])"


@dataclass(frozen=True)
class Rule:
    """One row of timex.tsv, ready to match."""

    name: str
    type: TimexType
    regex: str
    meaning: str
    guard: str
    example: str
    anchor: str
    value: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when first tried: all of them would cost a quarter of a second at the first page."""
        return re.compile(self.regex, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """One row of timewords.tsv."""

    group: str
    words: tuple[str, ...]
    value: str
    example: str


@dataclass(frozen=True, slots=True)
class Grammar:
    """The rules by the first word of what they match, and the values of words by their class."""

    rules: tuple[Rule, ...]
    by_word: Mapping[str, tuple[Rule, ...]]
    values: Mapping[str, Mapping[str, str]]
    core: frozenset[str]  # words of which every expression has one, unless it is a figure


_CORE_GROUPS = frozenset({"month", "weekday", "day_name", "day_names", "season", "part", "unit", "units", "rate"})
_CORE_WORDS = (
    "today tonight yesterday tomorrow overnight weekend weekends weekday noon midday midnight now currently presently nowadays current moment "
    "recently lately past soon future date term period while ago christmas new once twice thrice quarter quarters half gmt utc q nights mornings "
    "evenings afternoons nineteen"
)


def _phrases(words: Iterable[str]) -> str:
    """A regex of alternatives, the longest first; any gap stands for a space, and a full stop at the end is optional."""
    parts = sorted(
        (re.escape(w.rstrip(".")).replace(r"\ ", _GAP).replace("'", "['’]") + (r"\.?" if w.endswith(".") else _END) for w in words), key=len
    )
    return "(?:" + "|".join(reversed(parts)) + ")"


def _first(words: Iterable[str]) -> set[str]:
    return {re.split(r"[ .'-]", w.lower())[0] for w in words}


@cache
def words() -> tuple[Word, ...]:
    """The rows of timewords.tsv."""
    return tuple(Word(c[0], tuple(c[1].split("|")), c[2], c[3]) for c in read_table("grounding/times/timewords.tsv").rows)


@cache
def grammar() -> Grammar:
    """The compiled grammar; built at the first page and kept, since it never changes.

    Raises:
        SetupError: a data file of the package is missing or damaged.
    """
    lexicon: dict[str, list[str]] = {}
    values: dict[str, dict[str, str]] = {}
    for word in words():
        lexicon.setdefault(word.group, []).extend(word.words)
        values.setdefault(word.group, {}).update({w.rstrip("."): word.value for w in word.words})
    classes = {name: (_phrases(spellings), _first(spellings)) for name, spellings in lexicon.items()} | _special(lexicon)
    rules, by_word = [], dict[str, list[Rule]]()
    for row in read_table("grounding/times/timex.tsv").rows:
        regex, firsts = _compile(row[2], classes)
        rule = Rule(row[0], TimexType(row[1]), regex, *row[3:])
        rules.append(rule)
        for first in firsts:
            by_word.setdefault(first, []).append(rule)
    core = {first for word in words() if word.group in _CORE_GROUPS for first in _first(word.words)}
    by_first = {word: tuple(found) for word, found in by_word.items()}
    return Grammar(tuple(rules), by_first, values, frozenset(core | set(_CORE_WORDS.split()) | set(DECADES)))


def _special(lexicon: Mapping[str, list[str]]) -> dict[str, tuple[str, set[str]]]:
    """Classes that no list of words can hold: regex and the words that it may begin with."""
    units = [*lexicon["units"], *lexicon["unit"]]
    few = lexicon["few"]
    number = rf"(?:{_phrases(few)}|{_NUMBER_WORD}|{_NUMERAL})"
    numeric_first = {DIGITS, *_first(NUMBERS), *_first(few)}
    approx = [w for part in _APPROXIMATELY.split("|") for w in (part.split() if part.startswith("about") else [part])]
    turns = ["this past", "this coming", "this", "last", "next", "past", "coming"]
    past = ["past", "last", "next", "coming", "first", "final", "latest", "previous", "following"]
    half = (
        rf"(?:an?{_GAP}{_phrases(lexicon['unit'])}{_GAP}and{_GAP}a{_GAP}half|{number}{_GAP}(?:and{_GAP}a{_GAP}half|1/2){_GAP}{_phrases(units)}"
        rf"|half(?:{_GAP}an?)?{_GAP}{_phrases(lexicon['unit'])})"
    )
    stage = ["early", "mid", "late", "beginning", "start", "middle", "end", "close"]
    more = ["more", "additional", "full", "whole", "consecutive", "straight", "trading", "working", "long", "further", "extra", "solid", "short"]
    zones = ["gmt", "utc", "est", "edt", "pst", "pdt", "cst", "cdt", "cet", "cest", "bst", "ist", "aest", "aedt", "hours", "local time", "et"]
    calendar = ["day", "week", "month", "quarter", "year", "century"]
    nth = list(ORDINALS)
    return {
        "year": (_YEAR, {DIGITS}),
        "year_words": (rf"nineteen(?:{_GAP})(?:(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES)}))?|{'|'.join(TEENS)})(?![\\w])", {"nineteen"}),
        "year_short": (r"['’]\d\d(?!\d)", {DIGITS}),
        "year_range": (r"(?:1[5-9]|20)\d\d[-–/](?:(?:1[5-9]|20)\d\d|\d\d)(?![\d/–-])", {DIGITS}),
        "day": (_DAY, {DIGITS}),
        "day_range": (r"(?:3[01]|[12]\d|0?[1-9])(?:\s?[-–]\s?|\sto\s)(?:3[01]|[12]\d|0?[1-9])(?![\d%/-])", {DIGITS}),
        "iso": (r"(?:1[89]|20)\d\d-[01]\d-[0-3]\d(?!-)", {DIGITS}),
        "iso_time": (r"(?:1[89]|20)\d\d-[01]\d-[0-3]\d[T ][0-2]\d:[0-5]\d(?::\d\d)?", {DIGITS}),
        "numeric": (r"(?:[0-3]?\d(?P<sep>[/.])[0-3]?\d(?P=sep)(?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d/[01]?\d/[0-3]?\d)(?![/.]?\d)", {DIGITS}),
        "decade": (r"(?:(?:1[5-9]|20)\d0|['’]?[2-9]0)['’]?s", {DIGITS}),
        "decade_word": (_phrases(DECADES), set(DECADES)),
        "nth": (rf"(?:\d{{1,2}}(?:st|nd|rd|th){_END}|{_phrases(nth)})", {DIGITS, *_first(nth)}),
        "q": ("Q[1-4]", {"q"}),
        "number": (number, numeric_first),
        "count": (rf"(?:{number}|an?)", numeric_first | {"a", "an"}),
        "count_half": (half, numeric_first | {"a", "an", "half"}),
        "units_any": (_phrases(units), _first(units)),
        "approx": (_phrases(approx), _first(approx)),
        "more": (_phrases(more), _first(more)),
        "the_past": (rf"(?:the{_GAP})?{_phrases(past)}", {"the", *past}),
        "this_last": (_phrases(turns), _first(turns)),
        "this_last_the": (_phrases([*turns, "the current", "the latest", "the"]), {*_first(turns), "the"}),
        "stage": (_phrases(stage), _first(stage)),
        "stage_or_later": (
            _phrases(["early", "late", "earlier", "later", "sometime", "mid"]),
            {"early", "late", "earlier", "later", "sometime", "mid"},
        ),
        "early_late": (_phrases(["early", "late", "earlier", "later"]), {"early", "late", "earlier", "later"}),
        "calendar_unit": (_phrases(calendar), set(calendar)),
        "clock": (r"[01]?\d(?:[:.][0-5]\d)?[ \u00a0]?[ap](?:m\b|\.[ ]?m\b\.?)", {DIGITS}),
        "hours": (r"[012]?\d[:.][0-5]\d", {DIGITS}),
        "zone": (_phrases(zones), _first(zones)),
        "noon": (_phrases(["noon", "midday", "midnight"]), {"noon", "midday", "midnight"}),
    }


def _compile(pattern: str, classes: Mapping[str, tuple[str, set[str]]]) -> tuple[str, set[str]]:
    """The regex of a pattern and the words that it may begin with. No element repeats, so a match costs its own length."""
    pieces: list[str] = []
    firsts: set[str] = set()
    open_start = True  # nothing that must be there has been seen
    for element in pattern.split():
        optional = element.endswith("?")
        body = element.removesuffix("?")
        regex, first = _element(body, classes)
        glued = body == "," or body.startswith("'")
        if open_start and not firsts and not optional:
            piece = regex
        elif open_start and optional:
            piece = f"(?:{regex}{_GAP})?"
        elif open_start or glued:
            piece = regex
        else:
            piece = _GAP + regex
        if optional and not open_start:
            piece = f"(?:{piece})?"
        pieces.append(piece)
        if open_start:
            firsts |= first
        open_start = open_start and (optional or not regex)
    return "".join(pieces) + _END, firsts


def _element(body: str, classes: Mapping[str, tuple[str, set[str]]]) -> tuple[str, set[str]]:
    if body == ",":
        return r"\s?,", set()
    alternatives = body.split("|")
    regexes, firsts = [], set[str]()
    for one in alternatives:
        if one.startswith("{"):
            name = one.strip("{}")
            regex, first = classes[name.rstrip("0123456789")]
            regexes.append(f"(?P<{name}>{regex})")
            firsts |= first
        else:
            regexes.append(_phrases([one]))
            firsts |= _first([one])
    return "(?:" + "|".join(regexes) + ")", firsts
