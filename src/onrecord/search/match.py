"""A query as SQLite's full-text search takes it. All that a user wrote stands in quotation marks: none of it is ever an operator."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from onrecord.errors import QueryError
from onrecord.search.language import VALUES, Query, Term
from onrecord.store.facets import ACTOR, DAY, MONTH, OUTLET, RECIPIENT, SOURCE, STANCE, STATUS, SUPPLIER, TYPE, YEAR, facet, fold

SAID: Final = "{text source names}"
SAYS: Final = "{source names}"
_KEYS: Final = {"supplier": SUPPLIER, "recipient": RECIPIENT, "outlet": OUTLET, "stance": STANCE, "type": TYPE, "status": STATUS}
_CODE: Final = 3  # letters of a state's code


def match_of(query: Query, years: tuple[int, ...]) -> str | None:
    """The expression that finds a query's statements; None where nothing can.

    Args:
        years: those of the store's pages.
    """
    wanted = [_any(map(_term, clause.terms)) for clause in query.clauses if not clause.excluded]
    unwanted = [_term(term) for clause in query.clauses if clause.excluded for term in clause.terms]
    if query.earliest or query.before:
        dated = _any([piece for year in years for piece in _covering(query.earliest, query.before, year)])
        if not dated:
            return None
        wanted.append(dated)
    found = " AND ".join(wanted or [everything()])
    return f"({found}) NOT ({_any(unwanted)})" if unwanted else found


def match_of_text(query: Query) -> str:
    """The expression that finds a query's paragraphs, whatever their page.

    Raises:
        QueryError: a field is no property of a paragraph or its page, or there is no word to look for.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    for clause in query.clauses:
        for term in clause.terms:
            if term.field not in (None, "outlet"):
                raise QueryError(f"query, character {term.at + 1}", f"{term.field}: is a field of statements", "leave it out, or search statements")
            if term.field and len({t.field for t in clause.terms}) > 1:
                raise QueryError(f"query, character {term.at + 1}", "OR stands between a word and an outlet", "search for one after the other")
        words = [_plain(term) for term in clause.terms if term.field is None]
        if words and clause.excluded:
            unwanted += words
        elif words:
            wanted.append(_any(words))
    if not wanted:
        raise QueryError("query, character 1", "there is no word to look for in the text", "write one, or search statements")
    found = " AND ".join(wanted)
    return f"({found}) NOT ({_any(unwanted)})" if unwanted else found


def sought_of(query: Query) -> str | None:
    """The expression that finds any of the words that a hit may hold, to mark them; None where there are none."""
    return _any(_words(_columns(term), term) for term in query.sought) or None


def everything() -> str:
    """All statements: each has a stance, or the word for none."""
    return _any(_of_facet(facet(STANCE, stance)) for stance in VALUES["stance"])


def in_month(match: str, month: str) -> str:
    """Those that stand on pages of a month, or of a year where `month` is one (without the pages of which the month is known)."""
    if len(month) == len("2023"):
        return f"(({match}) AND {_of_facet(facet(YEAR, month))}) NOT {_begins(MONTH + month)}"
    return f"({match}) AND {_of_facet(facet(MONTH, month.replace('-', '')))}"


def on_day(match: str, day: str) -> str:
    """Those that stand on pages of a day, or of a month where `day` is one (without the pages of which the day is known)."""
    if len(day) == len("2023-10"):
        return f"({in_month(match, day)}) NOT {_begins(DAY + day.replace('-', ''))}"
    return f"({match}) AND {_of_facet(facet(DAY, day.replace('-', '')))}"


def undated(match: str) -> str:
    """Those that stand on pages without a date."""
    return f"({match}) NOT {_begins(YEAR)}"


def _any(expressions: Iterable[str]) -> str:
    found = list(dict.fromkeys(expressions))
    return f"({' OR '.join(found)})" if len(found) > 1 else "".join(found)


def _term(term: Term) -> str:
    if term.field in (None, "source", "actor"):
        forms = [_words(_columns(term), term)]
        if term.field == "actor":
            forms.append(_keyed(ACTOR, term))
        if term.field and len(term.value) == _CODE and not term.prefix:
            forms.append(_of_facet(facet(SOURCE, term.value)))
        return _any([form for form in forms if form])
    return _keyed(_KEYS[term.field or ""], term) or _nothing()


def _columns(term: Term) -> str:
    return SAID if term.field is None else SAYS


def _plain(term: Term) -> str:
    return f"{_quoted(term.value)}{' *' if term.prefix else ''}"


def _words(columns: str, term: Term) -> str:
    return f"{columns} : {_plain(term)}"


def _keyed(key: str, term: Term) -> str:
    """A value under the key of its field; "" where it holds no word that could stand there."""
    words = fold(term.value)
    if not words:
        return ""
    whole = facet(key, term.value)
    # The stemmer may change the end of a beginning, "turkey" to "turkei": the word itself is sought too.
    return f"({_of_facet(whole)} OR facets : {_quoted(whole[:-1])} *)" if term.prefix else _of_facet(whole)


def _nothing() -> str:
    return _of_facet(facet(STANCE, "nothing"))


def _of_facet(words: str) -> str:
    return f"facets : {_quoted(words)}"


def _begins(start: str) -> str:
    return f'facets : "x{start}" *'


def _quoted(text: str) -> str:
    """Text as a string of the full-text language. What cannot be stored cannot be found: a NUL or half a character is a gap between words."""
    plain = text.replace("\0", " ").encode("utf-8", "replace").decode()
    return '"' + plain.replace('"', " ") + '"'


def _covering(earliest: str | None, before: str | None, year: int) -> Iterator[str]:
    """The year, or the months and days of it, that lie in a stretch of time, as few as can be.

    A page of which only the year is known lies in a stretch that holds the year whole.
    """
    first, end = date(year, 1, 1), date(year + 1, 1, 1)
    first = max(first, date.fromisoformat(earliest)) if earliest else first
    end = min(end, date.fromisoformat(before)) if before else end
    while first < end:
        for key, length in ((YEAR, 4), (MONTH, 7), (DAY, 10)):
            following = _following(first, key)
            begins = (first.month, first.day) == (1, 1) if key == YEAR else key == DAY or first.day == 1
            if begins and following <= end:
                yield _of_facet(facet(key, first.isoformat()[:length].replace("-", "")))
                first = following
                break


def _following(day: date, key: str) -> date:
    """The day after a year, month or day that begins with `day`."""
    if key == YEAR:
        return date(day.year + 1, 1, 1)
    if key == MONTH:
        return date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return day + timedelta(days=1)
