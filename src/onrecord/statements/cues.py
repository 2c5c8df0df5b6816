"""The lexicon of cue words: cues.tsv with its inflected forms, and the longest entry that stands at a word."""

from collections.abc import Iterator, KeysView, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onrecord.lexicon import read_table
from onrecord.record import Stance
from onrecord.statements.tokens import NEGATED, is_adverb

# Forms of a verb: base, third person, past, past participle, present participle.
BASE, THIRD, PAST, PARTICIPLE, ING = "base", "third", "past", "participle", "ing"

_IRREGULAR: Final = {
    "say": "said said",
    "tell": "told told",
    "write": "wrote written",
    "find": "found found",
    "show": "showed shown",
    "think": "thought thought",
    "feel": "felt felt",
    "know": "knew known",
    "see": "saw seen",
    "understand": "understood understood",
    "learn": "learned learned",
    "swear": "swore sworn",
    "foresee": "foresaw foreseen",
    "forecast": "forecast forecast",
    "put": "put put",
    "cast": "cast cast",
    "speak": "spoke spoken",
    "shrug": "shrugged shrugged",
    "stand": "stood stood",
    "make": "made made",
    "shoot": "shot shot",
    "hit": "hit hit",
    "go": "went gone",
    "beg": "begged begged",
    "seek": "sought sought",
    "withdraw": "withdrew withdrawn",
    "prove": "proved proven",
    "plead": "pleaded pleaded",
    "rule": "ruled ruled",
    "quip": "quipped quipped",
    "admit": "admitted admitted",
    "commit": "committed committed",
    "regret": "regretted regretted",
    "refer": "referred referred",
    "prefer": "preferred preferred",
    "rebut": "rebutted rebutted",
    "plan": "planned planned",
    "brag": "bragged bragged",
    "slam": "slammed slammed",
    "stop": "stopped stopped",
    "dub": "dubbed dubbed",
    "concur": "concurred concurred",
    "mean": "meant meant",
    "hear": "heard heard",
    "withhold": "withheld withheld",
    "sidestep": "sidestepped sidestepped",
    "undertake": "undertook undertaken",
    "take": "took taken",
    "give": "gave given",
    "bear": "bore borne",
    "bind": "bound bound",
    "keep": "kept kept",
    "throw": "threw thrown",
    "hold": "held held",
    "quiz": "quizzed quizzed",
    "tip": "tipped tipped",
    "ban": "banned banned",
    "gainsay": "gainsaid gainsaid",
    "forgo": "forwent forgone",
    "foretell": "foretold foretold",
    "forbid": "forbade forbidden",
    "beseech": "besought besought",
    "browbeat": "browbeat browbeaten",
    "bet": "bet bet",
    "lay": "laid laid",
    "set": "set set",
    "lend": "lent lent",
    "run": "ran run",
    "fly": "flew flown",
    "pick": "picked picked",
    "come": "came come",
    "cop": "copped copped",
    "swat": "swatted swatted",
    "bat": "batted batted",
    "slap": "slapped slapped",
    "fall": "fell fallen",
    "shrink": "shrank shrunk",
    "leave": "left left",
    "hang": "hung hung",
    "bring": "brought brought",
    "lose": "lost lost",
    "pin": "pinned pinned",
    "shake": "shook shaken",
    "ring": "rang rung",
    "swing": "swung swung",
    "spread": "spread spread",
    "draw": "drew drawn",
    "feed": "fed fed",
    "fight": "fought fought",
    "get": "got gotten",
    "backpedal": "backpedalled backpedalled",
    "nod": "nodded nodded",
    "prod": "prodded prodded",
    "expel": "expelled expelled",
    "acquit": "acquitted acquitted",
    "annul": "annulled annulled",
    "dispel": "dispelled dispelled",
    "demur": "demurred demurred",
    "snub": "snubbed snubbed",
    "shun": "shunned shunned",
    "quarrel": "quarrelled quarrelled",
}
_HAVE: Final = {"has": THIRD, "have": BASE, "had": PAST, "having": ING}
_BE: Final = {"is": THIRD, "are": BASE, "was": PAST, "were": PAST, "be": BASE, "been": PARTICIPLE, "being": ING, "'re": BASE, "'m": BASE}


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of cues.tsv."""

    words: tuple[str, ...]
    stance: Stance | None  # None: an act without attitude
    frames: frozenset[str]
    example: str


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that stands in a text: words [start, end), its first word in one of the verb's forms."""

    start: int
    end: int
    entry: Entry
    forms: frozenset[str]


@cache
def read_entries() -> tuple[Entry, ...]:
    """The rows of cues.tsv."""
    return tuple(
        Entry(tuple(words.split()), None if stance == "null" else Stance(stance), frozenset(frames.split()), example)
        for words, stance, frames, example in read_table("statements/cues.tsv").rows
    )


def inflect(base: str) -> dict[str, frozenset[str]]:
    """Forms of a verb: {"denied": {past, participle}, …}."""
    if base == "be":
        return {word: frozenset([form]) for word, form in _BE.items()}
    if base == "have":
        return {word: frozenset([form]) for word, form in _HAVE.items()}
    if base.endswith("y") and base[-2:-1] not in "aeou":
        third, regular = base[:-1] + "ies", base[:-1] + "ied"
    else:
        third = base + "es" if base.endswith(("s", "sh", "ch", "x", "z", "go", "cho")) else base + "s"
        regular = base + "d" if base.endswith("e") else base + "ed"
    past, participle = _IRREGULAR.get(base, f"{regular} {regular}").split()
    stem = base[:-1] if base.endswith("e") and not base.endswith("ee") else base
    ing = (past[:-2] if past.endswith(stem[-1] * 2 + "ed") and not stem.endswith(past[-4:-2]) else stem) + "ing"
    forms: dict[str, set[str]] = {}
    for word, form in ((base, BASE), (third, THIRD), (past, PAST), (participle, PARTICIPLE), (ing, ING)):
        forms.setdefault(word, set()).add(form)
    if base[-1] in "lt" and base[-2] in "aei":  # label, signal, commit: both spellings are in use
        forms.setdefault(base + base[-1] + "ed", set()).update((PAST, PARTICIPLE))
        forms.setdefault(base + base[-1] + "ing", set()).add(ING)
    if base in (
        "stop",
        "put",
        "hit",
        "rebut",
        "rule",
        "plan",
        "slam",
        "brag",
        "beg",
        "dub",
        "quip",
        "sidestep",
        "tip",
        "ban",
        "set",
        "run",
        "get",
        "forbid",
    ):
        forms.setdefault(base + base[-1] + "ing", set()).add(ING)
    if base == "learn":
        forms["learnt"] = {PAST, PARTICIPLE}
    return {word: frozenset(kinds) for word, kinds in forms.items()}


@cache
def _index() -> dict[str, tuple[tuple[Entry, frozenset[str]], ...]]:
    """First word, in every form → entries, the longest first."""
    index: dict[str, list[tuple[Entry, frozenset[str]]]] = {}
    for entry in read_entries():
        first = entry.words[0]
        if "noun" in entry.frames or "adverb" in entry.frames or first in ("not", "neither", "no"):
            forms = {first: frozenset[str]()}
            if "noun" in entry.frames:
                forms[first + "s"] = frozenset()
        else:
            forms = inflect(first)
        for word, kinds in forms.items():
            index.setdefault(word, []).append((entry, kinds))
    return {word: tuple(sorted(rows, key=lambda row: -len(row[0].words))) for word, rows in index.items()}


def first_words() -> KeysView[str]:
    """The words at which an entry can begin."""
    return _index().keys()


def match_at(lowers: Sequence[str], i: int, *, known: bool = False) -> Iterator[Match]:
    """Entries that begin at word i, the longest first; an adverb may stand after the first word ("spoke only of").

    With `known` also those whose stance is known but which are too common in other uses to look for ("need", "like").
    """
    for entry, forms in _index().get(lowers[i], ()):
        if "stance" in entry.frames and not known:
            continue
        end = _match_rest(lowers, i + 1, entry.words[1:])
        if end is not None:
            yield Match(i, end, entry, forms)


def _match_rest(lowers: Sequence[str], i: int, rest: tuple[str, ...]) -> int | None:
    """Where the rest of an entry ends, or None where it does not stand at word i."""
    for number, word in enumerate(rest):
        if i < len(lowers) and lowers[i] != word and number == 0 and is_adverb(lowers[i]):
            i += 1
        if i >= len(lowers) or lowers[i] not in (word, word + "s"):
            return None
        i += 1
    return i


def is_known(lowers: Sequence[str]) -> bool:
    """Whether an entry stands anywhere among the words of a cue, or a negation."""
    return any(word in NEGATED or next(match_at(lowers, i, known=True), None) is not None for i, word in enumerate(lowers))
