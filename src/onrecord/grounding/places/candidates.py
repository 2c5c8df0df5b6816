"""Names in a text that may be a place's: runs of words with a capital in which the gazetteer knows some, with what stands around them."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

from onrecord.grounding.places.beside import wider_behind
from onrecord.grounding.places.folding import folded
from onrecord.grounding.places.gazetteer import Kind
from onrecord.grounding.places.names import Meaning, meanings
from onrecord.lexicon import read_table

MOST: Final = 4000  # candidates of a page; one with more is a list of names
MOST_CAPITALS: Final = 40_000  # words with a capital on a page: each is looked up with those behind it
_LONGEST: Final = 6  # words of a name
_TOKEN: Final = re.compile(r"(?:[A-Z][a-z]{0,2}\.){2,5}|[^\W\d_][^\W\d_'’ʼ]*(?:['’ʼ][^\W\d_]+)*|\d[\d.,:]*")
_OWNED: Final = re.compile(r"['’]s?\Z")
_ELIDED: Final = re.compile(r"[dl]['’][A-Z]")
_GAP: Final = re.compile(r"[ \u00a0]|-|‑|–|\. ")
_NUMBERED: Final = re.compile(r"[-‑](?!(?:19|20)\d\d\b)\d")  # behind a word that is the name of a type or a model: "Tur-6"
_SHORT: Final = frozenset({"St", "Mt", "Ft", "Ste", "Pt", "Sta", "N", "S", "E", "W", "No", "So"})  # a point behind them ends no sentence
_LINKS: Final = "of the and de del la le al el du da upon on in sur am e y di"
_JOINING: Final = frozenset(_LINKS.split())  # small words within names
_TAILS: Final = frozenset({"subcontinent", "territories", "states", "provinces", "world"})  # in small letters they end names of our table
_WITHIN: Final = _JOINING | _TAILS
_SMALL_WORDS: Final = (
    "in at near from to of across outside inside through around between toward towards for with and into throughout over off within along by on "
    "against or via than as is was has had will would are were said that which who where when the a an under since after before but not"
)
_BETWEEN: Final = frozenset(_SMALL_WORDS.split())  # those beside a name that tell
_NAMES: Final = "grounding/places/names.tsv"


class Token(NamedTuple):
    """A word of the text."""

    start: int
    end: int  # without an apostrophe and s
    whole: int  # with them
    plain: str  # small letters, no accents
    capital: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be a place's."""

    start: int
    end: int
    first: int  # token
    after: int  # token
    meanings: tuple[Meaning, ...]


@cache
def word_kinds() -> dict[str, frozenset[str]]:
    """Folded word → what it tells of a name beside it."""
    found: dict[str, set[str]] = {}
    for kind, words, _ in read_table("grounding/places/words.tsv").rows:
        for word in words.split():
            found.setdefault(word, set()).add(kind)
    for word, part, _ in read_table("grounding/places/persons.tsv").rows:
        found.setdefault(word, set()).add(part)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """The words of a range of the text."""
    found = []
    for match in _TOKEN.finditer(text, start, end):
        word = match[0]
        owned = _OWNED.search(word) if "'" in word or "’" in word else None
        stop = match.start() + owned.start() if owned else match.end()
        found.append(
            Token(match.start(), stop, match.end(), folded(text[match.start() : stop]), word[0].isupper() or _ELIDED.match(word) is not None)
        )
    return found


def candidates_of(text: str, tokens: Sequence[Token]) -> Iterator[Candidate]:
    """Of each place in the text the longest name that is known, and a known name within it where only its parts are listed."""
    at = 0
    while at < len(tokens):
        if not tokens[at].capital:
            at += 1
            continue
        whole = _longest(text, tokens, at, composed=True)
        if whole is None:
            at += 1
            continue
        yield whole
        if all(m.how == "part" for m in whole.meanings):
            inner = _longest(text, tokens, at, composed=False)
            if inner is not None and inner.after < whole.after:
                yield inner
        at = whole.after


def _longest(text: str, tokens: Sequence[Token], at: int, *, composed: bool) -> Candidate | None:
    """The longest known name that begins with this word."""
    reach = at + 1
    while reach < len(tokens) and reach - at < _LONGEST:
        gap = text[tokens[reach - 1].end : tokens[reach].start]
        if not _GAP.fullmatch(gap) or (gap == ". " and text[tokens[reach - 1].start : tokens[reach - 1].end] not in _SHORT):
            break
        if not tokens[reach].capital and gap != "-" and tokens[reach].plain not in _WITHIN:
            break
        reach += 1
    for after in range(reach, at, -1):
        last = tokens[after - 1]
        ends = last.capital or last.plain in _TAILS or (after - at > 1 and text[last.start - 1] == "-")
        if not ends or last.plain.isdigit():
            continue
        if last.whole > last.end:  # "St. John's"
            possible = _meant(text[tokens[at].start : last.whole], tokens[at:after], composed=False)
            if possible:
                return Candidate(tokens[at].start, last.whole, at, after, possible)
        name = text[tokens[at].start : last.end]
        possible = _meant(name, tokens[at:after], composed=composed)
        if _NUMBERED.match(text, last.end):
            possible = tuple(m for m in possible if m.entry.kind is Kind.COUNTRY)  # "US-24" is a road of that state
        if possible and tokens[at].plain == "the" and possible == meanings(name.partition(" ")[2]):
            return None  # an article, not the first word of a name
        if possible:
            end = tokens[after - 1].end
            pointed = name + "."
            if text.startswith(".", end) and pointed in _abbreviations():
                end += 1
            return Candidate(tokens[at].start, end, at, after, possible)
    return None


@cache
def _abbreviations() -> frozenset[str]:
    """Names of our table that end in a point, and those in capitals."""
    return frozenset(row[0] for row in read_table(_NAMES).rows)


def _meant(name: str, tokens: Sequence[Token], *, composed: bool) -> tuple[Meaning, ...]:
    """What the name may mean; a word in capitals alone ("US") must be one, a word in small letters ("us") is none."""
    kinds = word_kinds()
    last, first = kinds.get(tokens[-1].plain, frozenset()), kinds.get(tokens[0].plain, frozenset())
    said = last & {"feature", "body"} or "feature" in first or tokens[0].plain in ("university", "greater")
    found = meanings(name, composed=composed and len(tokens) > 1 and bool(said))
    if tokens[-1].plain in _TAILS and not tokens[-1].capital:
        found = tuple(m for m in found if m.how == "table")
    short = len(tokens) == 1 and len(tokens[0].plain) < 4
    if short:
        listed = _abbreviations()
        found = tuple(m for m in found if m.how not in ("table", "postal") or name in listed or name + "." in listed)
        if len(tokens[0].plain) < 3:
            found = tuple(m for m in found if m.how in ("table", "postal"))
    return found


class Page:
    """What a page says beside each name: counted once."""

    def __init__(self, text: str, tokens: Sequence[Token], found: Sequence[Candidate]) -> None:
        self.text, self.tokens = text, tokens
        self.small = {t.plain for t in tokens if not t.capital}
        kinds = word_kinds()
        self.after_name: Counter[str] = Counter()  # words that follow a first name or a title somewhere
        for before, token in pairwise(tokens):
            if before.capital and token.capital and kinds.get(before.plain, frozenset()) & {"given", "title"} and token.start - before.end <= 2:
                self.after_name[token.plain] += 1
        self.located: Counter[str] = Counter()
        self.count: Counter[str] = Counter()
        self.wider: dict[int, bool] = {}
        for one in found:
            name = folded(text[one.start : one.end])
            self.count[name] += 1
            if one.first and tokens[one.first - 1].plain in ("in", "near", "at", "from", "outside", "across"):
                self.located[name] += 1
            self.wider[one.start] = wider_behind(text, one.end)[0] and bool(wider_behind(text, one.end)[1])


def _run_around(page: Page, one: Candidate) -> tuple[int, list[str]]:
    """How many words the run of capitals around a candidate has, four at most on either side, and what its words behind are."""
    tokens, text = page.tokens, page.text
    first, after = one.first, one.after
    while first and one.first - first < 4 and tokens[first - 1].capital and text[tokens[first - 1].end : tokens[first].start] in (" ", "-"):
        first -= 1
    while after < len(tokens) and after - one.after < 4 and tokens[after].capital and text[tokens[after - 1].end : tokens[after].start] in (" ", "-"):
        after += 1
    kinds = word_kinds()
    told = {k for t in tokens[one.after : after] for k in kinds.get(t.plain, frozenset()) & {"body", "road", "feature", "team"}}
    return min(after - first, 6), sorted(told)


def signs(page: Page, one: Candidate) -> list[str]:
    """What speaks for and against a candidate, as names of weights."""
    text, tokens, kinds = page.text, page.tokens, word_kinds()
    name = text[one.start : one.end]
    plain = folded(name)
    top = max(one.meanings, key=lambda m: m.entry.size)
    hows = {m.how for m in one.meanings}
    how = next((h for h in ("table", "adjective", "people", "own", "alternate", "part", "postal") if h in hows), "own")
    before = tokens[one.first - 1] if one.first else None
    after = tokens[one.after] if one.after < len(tokens) else None
    gap_before = text[before.end : one.start] if before else "\n"
    gap_after = text[one.end : after.start] if after else "\n"
    joined_before = before is not None and before.capital and gap_before in (" ", ". ", "-") and not (gap_before == ". " and len(before.plain) > 4)
    joined_after = after is not None and after.capital and gap_after in (" ", "-")
    initial = before is None or bool(re.search(r"[.!?:\n“\"]", gap_before))
    before_kinds = kinds.get(before.plain, frozenset()) if before and joined_before else frozenset[str]()
    after_kinds = kinds.get(after.plain, frozenset()) if after and joined_after else frozenset[str]()
    own_kinds = kinds.get(plain, frozenset())
    words = one.after - one.first
    size = min(int(top.entry.size // 2), 14)
    kind = top.entry.kind.name.lower()
    alone = (
        "alone" if not joined_before and not joined_after else "before" if joined_after else "after" if not joined_after and joined_before else "mid"
    )
    length, run_kinds = _run_around(page, one)
    found = [
        "bias",
        f"length {length}",
        f"length {length} run {alone}",
        *(f"run holds {k}" for k in run_kinds),
        f"how {how}",
        f"kind {kind}",
        f"size {size}",
        f"words {min(words, 3)}",
        f"run {alone}",
        f"run {alone} how {how}",
        f"how {how} size {size // 2}",
    ]
    if alone == "before" and not run_kinds:
        found.append(f"run before plain length {length}")
        if initial:
            found.append("run before plain initial")
    if joined_before:
        told = sorted(before_kinds & {"given", "title", "family", "feature", "common"}) or ["other"]
        found += [f"behind {k}" for k in told] + [f"behind {k} how {how}" for k in told]
    if joined_after:
        told = sorted(after_kinds & {"body", "road", "feature", "team", "family", "given", "common"}) or ["other"]
        found += [f"before {k}" for k in told] + [f"before {k} how {how}" for k in told]
        if after and after.plain in ("post", "times", "herald", "tribune", "journal", "news", "star"):
            found.append("before outlet")
    elif after is not None:
        gap = gap_after.strip()
        mark = gap[:1] if gap and gap[:1] in ",.;:)('’-–—" else "none" if not gap else "other"
        found.append(f"mark {mark}")
        if not gap and after.plain in _BETWEEN:
            found.append(f"next {after.plain}")
        if kinds.get(after.plain, frozenset()) & {"verb"} and not gap:
            found.append("next verb")
    if before is not None and not joined_before:
        said = before.plain if before.plain in _BETWEEN else "capital" if before.capital else "other"
        mark = gap_before.strip()[:1]
        found.append(f"last {said}{' ' + mark if mark and mark in ',.(' else ''}")
        found.append(f"last {said} run {alone}")
    if before is not None and text[before.start].isdigit():
        found.append("behind number")
    if initial:
        found += ["initial", f"initial how {how}", f"initial words {min(words, 2)}"]
        if words == 1 and plain in page.small:
            found.append("small elsewhere")
    elif words == 1 and plain in page.small:
        found.append("small elsewhere inside")
    for k in sorted(own_kinds & {"given", "family", "common", "title", "body", "feature", "direction"}):
        found += [f"is {k}", f"is {k} how {how}", f"is {k} run {alone}"]
        if initial:
            found.append(f"is {k} initial")
    if name.isupper() and len(name) > 3:
        found.append("capitals")
    if name.isupper() and words == 1 and len(name) < 6 and how != "table":
        among = any(t is not None and t.capital and len(t.plain) > 3 and text[t.start : t.end].isupper() for t in (before, after))
        found.append("acronym " + ("among capitals" if among else "at head" if before is None or "\n" in gap_before else "inside"))
    if words == 1 and page.after_name[plain] and how not in ("adjective", "people"):
        found += ["a person's elsewhere", f"a person's elsewhere run {alone}"]
    if page.located[plain]:
        found.append("located")
    elif page.count[plain] > 1:
        found.append("again")
    if page.wider.get(one.start):
        found += ["wider behind", f"wider behind kind {kind}"]
    if (
        one.first
        and gap_before == ", "
        and joined_before is False
        and before is not None
        and before.capital
        and one.meanings[0].entry.kind in (Kind.COUNTRY, Kind.DIVISION)
    ):
        found.append("is wider")
    if how == "postal":
        found.append(f"postal {'behind comma' if gap_before == ', ' else 'bare'}")
    if one.start < 60 and name.isupper():
        found.append("dateline")
    return found
