"""The language of queries, read into clauses with the places where they stand.

    shells "no shipment"        all of these, the second as a phrase
    deliver*                    words that begin so
    -Wagner  -stance:asserts    not this
    shells OR ammunition        one of these
    source:Peskov  stance:denies,doubts  supplier:PRK  before:2023-10

Whatever is written is understood, or is a QueryError that names the place in it and what to write instead.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, get_args

from onrecord.errors import QueryError
from onrecord.record import PloverRoot, Stance, Status
from onrecord.store.facets import NONE

LONGEST: Final = 1_000  # characters
MOST_TERMS: Final = 40
MOST_BEGINNINGS: Final = 8  # each may stand for thousands of words
SHORTEST_BEGINNING: Final = 2  # characters

DATES: Final = ("before", "after")
VALUES: Final = {
    "stance": (*(stance.value for stance in Stance), NONE),
    "type": tuple(name.lower() for name in get_args(PloverRoot)),
    "status": tuple(status.value for status in Status),
}
WORDS: Final = ("source", "actor", "supplier", "recipient", "outlet")
FIELDS: Final = (*WORDS, *VALUES, *DATES)

_FIELD: Final = re.compile(r"([A-Za-z_]+):")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_WORD: Final = re.compile(r"[^\W_]+|[^\s]")
_CODES: Final = re.compile(r"[A-Za-z]{3}(?:,[A-Za-z]{3})+")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for."""

    at: int  # in the query
    field: str | None  # of FIELDS; None: in the words of statements and of their sources
    value: str  # holds a letter or a digit
    prefix: bool = False  # what begins so


@dataclass(frozen=True, slots=True)
class Clause:
    """Terms of which one has to be there, or none may be."""

    terms: tuple[Term, ...]
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Clauses that must all hold, and the days between which a page was published."""

    clauses: tuple[Clause, ...]
    earliest: str | None = None  # YYYY-MM-DD; this day and later
    before: str | None = None  # YYYY-MM-DD; earlier than this day

    @property
    def sought(self) -> tuple[Term, ...]:
        """The terms without a field, or of a field of words, that a hit may hold."""
        return tuple(t for c in self.clauses if not c.excluded for t in c.terms if t.field in (None, "source", "actor"))


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a query between white space."""

    at: int
    minus: bool
    field: str | None
    value_at: int
    value: str
    quoted: bool
    prefix: bool


def read_query(text: str) -> Query:
    """The query that a text writes.

    Raises:
        QueryError: it names the place in the text, what is wrong there, and what to write instead.
    """
    if len(text) > LONGEST:
        raise _error(LONGEST, f"the query is {len(text):,} characters long", f"write at most {LONGEST:,}")
    clauses: list[Clause] = []
    earliest: str | None = None
    before: str | None = None
    tokens = list(_tokens(text))
    if not tokens:
        raise _error(0, "the query is empty", "write a word or a field, such as stance:denies")
    joined = False  # the token before was OR
    for number, token in enumerate(tokens):
        if _is_or(token):
            if not clauses or joined or number + 1 == len(tokens) or tokens[number - 1].field in DATES:
                raise _error(token.at, "OR stands between two words or fields", 'put one on each side, or write "or" for the word')
            joined = True
            continue
        if token.field in DATES:
            if joined or token.minus:
                raise _error(token.at, f"{token.field}: holds for the whole query", "write it without OR and without -")
            day = _day(token)
            if token.field == "before":
                before = min(before or day, day)
            else:
                earliest = max(earliest or day, day)
            continue
        clause = Clause(_terms(token), token.minus)
        if joined:
            if token.minus or clauses[-1].excluded:
                raise _error(token.at, "OR and - cannot be joined", "leave out one of them; -a -b leaves out both")
            clauses[-1] = Clause(clauses[-1].terms + clause.terms)
        else:
            clauses.append(clause)
        joined = False
    if sum(len(clause.terms) for clause in clauses) > MOST_TERMS:
        raise _error(tokens[-1].at, f"the query has more than {MOST_TERMS} words", "leave some out")
    if sum(term.prefix for clause in clauses for term in clause.terms) > MOST_BEGINNINGS:
        raise _error(tokens[-1].at, f"the query has more than {MOST_BEGINNINGS} words with *", "write some of them whole")
    return Query(tuple(clauses), earliest, before)


def misread(text: str) -> str | None:
    """What a query says in another language of search than this one, and how that is written here; None where it says nothing so.

    Raises:
        QueryError: the query is not understood at all.
    """
    words = {token.value.lstrip("(").split("(")[0] for token in _tokens(text) if not (token.quoted or token.field or token.prefix)}
    found = [word for word in ("AND", "NOT", "NEAR") if word in words]
    if not found:
        return None
    are = f"{' and '.join(found)} {'is a word' if len(found) == 1 else 'are words'} like any other here"
    return f'{are}: all words of a query must be there; -word leaves one out, OR stands between two, "…" holds words in a row'


def _tokens(text: str) -> Iterator[_Token]:
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at == len(text):
            return
        start = at
        minus = text[at] == "-"
        at += minus
        field = None
        if found := _FIELD.match(text, at):
            field = _field(found[1], at)
            at = found.end()
        value_at = at
        quoted = at < len(text) and text[at] == '"'
        if quoted:
            end = text.find('"', at + 1)
            if end < 0:
                raise _error(at, "this quotation mark is never closed", 'write a second " behind the phrase')
            value, at = text[at + 1 : end], end + 1
        else:
            end = at
            while end < len(text) and not text[end].isspace() and text[end] != '"':
                end += 1
            value, at = text[at:end], end
        prefix = False
        if quoted and at < len(text) and text[at] == "*":
            prefix, at = True, at + 1
        elif not quoted and value.endswith("*"):
            prefix, value = True, value.rstrip("*")
        if minus and field is None and not value and not quoted:
            raise _error(start, "- leaves out the word behind it, and there is none", "write the word right behind it, or leave out the -")
        yield _Token(start, minus, field, value_at, value, quoted, prefix)


def _is_or(token: _Token) -> bool:
    return token.value == "OR" and not (token.quoted or token.minus or token.field or token.prefix)


def _field(name: str, at: int) -> str:
    if name.lower() in FIELDS:
        return name.lower()
    near = get_close_matches(name.lower(), FIELDS, 1)
    meant = f"did you mean {near[0]}:? " if near else ""
    raise _error(at, f"there is no field {name}:", f'{meant}there are {_listed(FIELDS)}; to search for the words, write them in "')


def _terms(token: _Token) -> tuple[Term, ...]:
    """The terms of a token: several where a field is given several values."""
    if token.field in VALUES:
        return tuple(term for at, value in _split(token) for term in _values(token, at, value))
    if token.field and _CODES.fullmatch(token.value) and not (token.quoted or token.prefix):
        return tuple(Term(at, token.field, value) for at, value in _split(token))
    if not _has_word(token.value):
        where = f"{token.field}: is given nothing to search for" if token.field else "there is no letter or digit in this"
        raise _error(token.value_at if token.field else token.at, where, "write a word" if token.field else "leave it out")
    if token.prefix and len(_WORD.findall(token.value)[-1]) < SHORTEST_BEGINNING:
        raise _error(token.value_at, "this would find nearly everything", f"write {SHORTEST_BEGINNING} letters or more before *")
    return (Term(token.value_at, token.field, token.value, token.prefix),)


def _split(token: _Token) -> Iterator[tuple[int, str]]:
    at = token.value_at + token.quoted
    for value in token.value.split(","):
        yield at, value
        at += len(value) + 1


def _values(token: _Token, at: int, value: str) -> Iterator[Term]:
    """A value of a field that has a few; or all of them that begin so."""
    assert token.field is not None
    known = VALUES[token.field]
    name = value.strip().lower()
    meant = [k for k in known if k == name or (token.prefix and name and k.startswith(name))]
    if not meant:
        near = get_close_matches(name, known, 1)
        problem = f"{value} is no {token.field}" if name else f"{token.field}: is given no value"
        raise _error(at, problem, (f"did you mean {near[0]}? " if near else "") + f"there are {_listed(known)}")
    yield from (Term(at, token.field, k) for k in meant)


def _day(token: _Token) -> str:
    """The first day of a year or month, or a day."""
    found = _DATE.fullmatch(token.value)
    if found and not token.prefix:
        year, month, day = (int(part or 1) for part in found.groups())
        if year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
            return f"{year:04}-{month:02}-{day:02}"
    raise _error(token.value_at, f"{token.value or 'this'} is no date", "write it as 2023, 2023-10 or 2023-10-05")


def _has_word(text: str) -> bool:
    """Whether the index can hold any of it: letters, digits, and characters of private use."""
    return any(unicodedata.category(c)[0] in "LN" or unicodedata.category(c) == "Co" for c in text)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)


def _error(at: int, problem: str, remedy: str) -> QueryError:
    return QueryError(f"query, character {at + 1}", problem, remedy)
