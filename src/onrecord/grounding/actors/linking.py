"""Who somebody is beyond the page: a Wikidata id and the office held on the day of the page, from a table of office holders.

A name alone links to nobody unless it is a full name that one person in the table has; else the country or the role must agree. What the
page says of a role wins over the table; behind the day up to which a row is known, the office is None.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from onrecord.grounding.published.rolls import fold_name
from onrecord.lexicon import read_table

_TABLE: Final = "grounding/actors/officeholders.tsv"
# Words of one office: "Secretary of State" and "Minister of Foreign Affairs".
_SAME: Final = {
    "defense": "defence", "premier": "prime", "pm": "prime", "affairs": "", "secretary": "minister", "national": "", "state": "foreign",
    "leader": "president", "adviser": "advisor",
}  # fmt: skip
_GENERAL: Final = frozenset(("of", "the", "for", "and", "to", "minister", "deputy", "first", "general", "chief", "chairman", "acting", ""))
_FIRST: Final = frozenset(("President", "Prime Minister", "Chancellor", "King", "Queen", "Minister of Foreign Affairs", "Minister of Defence"))


@dataclass(frozen=True, slots=True)
class Term:
    """One person's time in one office; days as ISO, which may be a year alone."""

    person: str
    country: str
    office: str
    start: str
    end: str
    until: str
    wikidata: str

    def holds(self, day: str) -> bool:
        """Whether the office is known to have been held on that day."""
        return bool(self.start) and self.start <= day and (day < self.end if self.end else day <= self.until)


@dataclass(frozen=True, slots=True)
class Linked:
    """Who was found."""

    wikidata: str | None
    office: str | None
    country: str | None


@cache
def _rows() -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Rows by the first and the last word of their holder's name, folded."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in read_table(_TABLE).rows:
        for word in set(row[0].split()):
            found[word].append(row)
    return found


def link(name: str, country: str | None, role: str | None, day: str | None) -> Linked | None:
    """The office holder that a name means, or None.

    Args:
        name: as the page has it, without titles: "Sergei Shoigu", "Shoigu".
        country: the ISO alpha-3 code that the page gives.
        role: the words of the role that the page gives.
        day: of the page, ISO; None where it is not known.
    """
    words = fold_name(name)
    if not words:
        return None
    fitting = [term for term in (Term(*row[1:]) for row in _rows().get(words[-1], ())) if _is_named(words, term)]
    persons = defaultdict(list)
    for term in fitting:
        persons[term.wikidata or (fold_name(term.person), term.country)].append(term)
    agreeing = {key: terms for key, terms in persons.items() if _agrees(terms, country, role)}
    if len(words) > 1 and not agreeing and len({_who(terms) for terms in persons.values()}) == 1 and country is None:
        agreeing = persons
    whole = {_who(terms) for terms in agreeing.values()}
    if len(whole) != 1:
        return None
    terms = [term for terms in agreeing.values() for term in terms]
    ids = {term.wikidata for term in terms if term.wikidata}
    countries = {term.country for term in terms if term.country}
    return Linked(
        ids.pop() if len(ids) == 1 else None,
        _office(terms, role, day),
        countries.pop() if len(countries) == 1 else None,
    )


def _who(terms: Iterable[Term]) -> tuple[str, str]:
    """One person under two sources: the words that begin and end the name, and the country."""
    first = next(iter(terms))
    words = fold_name(first.person)
    return (f"{words[0]} {words[-1]}", first.country)


def _is_named(words: tuple[str, ...], term: Term) -> bool:
    held = fold_name(term.person)
    if len(words) == 1:
        return words[0] == held[-1] or (words[0] == held[0] and len(held) > 2)
    return set(words) <= set(held) or (words[0] == held[0] and words[-1] == held[-1])


def _agrees(terms: Iterable[Term], country: str | None, role: str | None) -> bool:
    asked = _content(role)
    for term in terms:
        if country is not None and term.country and term.country != country:
            continue
        if country is not None and term.country == country:
            return True
        if asked and asked & _content(term.office):
            return True
    return False


def _content(office: str | None) -> frozenset[str]:
    words = (_SAME.get(word, word) for word in (office or "").lower().replace("-", " ").split())
    return frozenset(word for word in words if word not in _GENERAL)


def _office(terms: Iterable[Term], role: str | None, day: str | None) -> str | None:
    """The office held on a day: the one that the page's own words speak of, else the first by its start."""
    if day is None:
        return None
    asked = _content(role)
    held = [term for term in terms if term.holds(day)]
    best = min(held, key=lambda term: (-len(asked & _content(term.office)), term.office not in _FIRST, term.start, term.office), default=None)
    return best.office if best else None
