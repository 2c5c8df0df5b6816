"""Who held which office, from when to when: our own tables, and the table of office holders that the actors are grounded by."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Final, Protocol

from onrecord.lexicon import read_table


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office."""

    person: str
    office: str  # as in holder_titles.tsv
    country: str  # ISO 3166 alpha-3; "" for an international body
    start: date
    end: date | None
    known_until: date | None  # up to when an empty end is known to have been open
    born: date | None = None


class Holders(Protocol):
    """A table of office holders."""

    def holders_of(self, name: str, office: str) -> tuple[Term, ...]:
        """The terms in that office of all who may be meant by the name."""
        ...


class Roll:
    """Terms by the words of their holders' names."""

    def __init__(self, terms: Sequence[tuple[tuple[str, ...], Term]]) -> None:
        self._by_word: dict[tuple[str, str], list[tuple[tuple[tuple[str, ...], ...], Term]]] = {}
        for names, term in terms:
            forms = tuple(words for name in names if (words := fold_name(name)))
            for word in {word for words in forms for word in (words[0], words[-1])}:
                self._by_word.setdefault((term.office, word), []).append((forms, term))

    def holders_of(self, name: str, office: str) -> tuple[Term, ...]:
        words = fold_name(name)
        if not words:
            return ()
        known = [*self._by_word.get((office, words[-1]), ()), *(self._by_word.get((office, words[0]), ()) if len(words) > 1 else ())]
        return tuple(dict.fromkeys(term for forms, term in known if any(_is_same(words, form) for form in forms)))


def _is_same(words: tuple[str, ...], form: tuple[str, ...]) -> bool:
    """Whether a name as written may be one as listed: its last word alone (or first, where family names come first), or all of its words."""
    if len(words) == 1:
        return words[0] == form[-1] or (words[0] == form[0] and _FAMILY_FIRST.get(form[0], False))
    if set(words) <= set(form) or set(form) <= set(words):
        return words[-1] == form[-1] or words[0] == form[0]
    return words[-1] == form[-1] and words[0][0] == form[0][0] and len(words[0]) <= 2


_FAMILY_FIRST: Final = dict.fromkeys(
    ("kim", "xi", "li", "wang", "hu", "wen", "jiang", "lee", "moon", "ion", "park", "tsai", "lai", "ma", "chen", "hun", "kin", "don", "wei", "ban"),
    True,
)


@lru_cache(maxsize=4096)
def fold_name(name: str) -> tuple[str, ...]:
    """The words of a name without what transliterations differ in: Shoygu and Shoigu, Zelenskyy and Zelenskiy, Erdoğan and Erdogan."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", name.replace("ı", "i").replace("ł", "l").replace("ø", "o")) if not unicodedata.combining(c)
    )
    words = (re.sub(r"[^a-z]", "", word) for word in re.split(r"[\s\-]+", bare.lower()))
    folded = tuple(re.sub(r"(.)\1+", r"\1", word.replace("y", "i")) for word in words if word)
    folded = folded[:-1] if len(folded) > 2 and folded[-1] in ("jr", "sr", "ii", "iii") else folded
    return tuple("muhamad" if word in ("mohamed", "mohamad", "muhamed") else word for word in folded)


class Rolls:
    """Our own tables first; where they know nobody of that name, the table of office holders, for names of two words and more."""

    def holders_of(self, name: str, office: str) -> tuple[Term, ...]:
        own = _own_roll().holders_of(name, office)
        return own if own or len(fold_name(name)) < 2 else _table_roll().holders_of(name, office)


@cache
def _own_roll() -> Roll:
    return Roll(own_terms())


@cache
def _table_roll() -> Roll:
    return Roll(_table_terms())


@cache
def own_terms() -> tuple[tuple[tuple[str, ...], Term], ...]:
    """Our own tables."""
    rows = [row for name in ("holders_west", "holders_world", "holders_bodies") for row in read_table(f"grounding/published/{name}.tsv").rows]
    terms = []
    for names, office, country, start, end, born, _ in rows:
        forms = tuple(names.split("|"))
        until = date.fromisoformat(end) if end else None
        terms.append((forms, Term(forms[0], office, country, date.fromisoformat(start), until, None, date.fromisoformat(born) if born else None)))
    return tuple(terms)


@cache
def first_days(country: str, office: str) -> tuple[date, ...]:
    """The days on which somebody took that office of the country, by our own tables."""
    return tuple(term.start for _, term in own_terms() if term.country == country and term.office == office)


# Offices of the compiled table by words of their names; whose deputies, former and shadow holders are not them.
_OFFICES: Final = (
    ("vice-president", re.compile(r"^vice president", re.IGNORECASE)),
    ("president", re.compile(r"^(?:interim |acting |executive |state )?president(?: of the republic)?$", re.IGNORECASE)),
    (
        "prime-minister",
        re.compile(r"^(?:interim |acting |caretaker )?(?:prime minister|premier|taoiseach)\b(?! of [A-Z]\w+ Province)", re.IGNORECASE),
    ),
    ("chancellor", re.compile(r"^(?:federal )?chancellor$", re.IGNORECASE)),
    (
        "foreign",
        re.compile(
            r"minister (?:of|for) (?:\w+ and )?(?:foreign|external) affairs|foreign (?:minister|secretary)|^secretary of state$", re.IGNORECASE
        ),
    ),
    (
        "defence",
        re.compile(r"minister (?:of|for) (?:national )?defen[cs]e|defen[cs]e minister|^secretary of (?:state for )?defen[cs]e", re.IGNORECASE),
    ),
    ("finance", re.compile(r"minister (?:of|for) finance|finance minister|^chancellor of the exchequer|^secretary of the treasury", re.IGNORECASE)),
    (
        "interior",
        re.compile(r"minister (?:of|for) (?:the )?(?:interior|internal affairs|home affairs)|^home secretary|^interior minister", re.IGNORECASE),
    ),
    ("health", re.compile(r"minister (?:of|for) (?:public )?health|^secretary of (?:state for )?health", re.IGNORECASE)),
    ("attorney-general", re.compile(r"^attorney.general$", re.IGNORECASE)),
    ("king", re.compile(r"^king\b", re.IGNORECASE)),
    ("queen", re.compile(r"^queen\b", re.IGNORECASE)),
)
_NOT_THEM: Final = re.compile(r"\b(?:deputy|vice|shadow|former|assistant|second|parliamentary|under|junior|alternate)\b", re.IGNORECASE)


def _table_terms() -> tuple[tuple[tuple[str, ...], Term], ...]:
    """The table of office holders, as far as its offices are those that titles stand for."""
    table = read_table("grounding/actors/officeholders.tsv")
    places = {column.split()[0]: number for number, column in enumerate(table.columns)}  # by name: its columns are not ours to fix
    wanted = [places[name] for name in ("person", "country", "office", "start", "end", "until")]
    terms = []
    for row in table.rows:
        person, country, office, start, end, until = (row[place] for place in wanted)
        ours = _office_of(office)
        first, last, known = _edge(start, "-01-01"), _edge(end, "-12-31"), _edge(until, "-12-31")
        if ours and first and (last is None or first <= last):
            terms.append(((person,), Term(person, ours, country, first, last, known)))
    return tuple(terms)


@lru_cache(maxsize=4096)
def _office_of(office: str) -> str | None:
    found = next((ours for ours, pattern in _OFFICES if pattern.search(office)), None)
    return found if found == "vice-president" or not _NOT_THEM.search(office) else None


def _edge(text: str, rest: str) -> date | None:
    """A day; a year alone is taken as far as it goes."""
    if not text:
        return None
    whole = text + rest if len(text) == 4 else f"{text}{'-01' if rest == '-01-01' else '-28'}" if len(text) == 7 else text
    try:
        return date.fromisoformat(whole)
    except ValueError:
        return None
