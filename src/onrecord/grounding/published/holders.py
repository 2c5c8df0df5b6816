"""Who holds an office in the text, and how old persons are: both bound the day.

"Defence Minister Sergei Shoigu" is of the years in which he was it, or of a little later; "former Prime Minister Rishi Sunak" is of no
earlier day than the end of it; "Keir Starmer, 61" is of one year of his life. An empty end in a table is not known to have come.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from onrecord.grounding.published.clue import Clue, Told
from onrecord.grounding.published.phrases import Hit, Phrases, plain
from onrecord.grounding.published.rolls import Holders, Rolls, Term, fold_name, own_terms
from onrecord.grounding.times.numeric import make_date
from onrecord.lexicon import read_table
from onrecord.text import Span

_MAX_TITLES = 300
_LINGERS = timedelta(75)  # so long a title stays in texts after its holder has left
# Log odds of a title before its holder took it, in the weeks after, and long after: writers who look back drop "former".
_NOT_YET, _JUST_AFTER, _AFTER, _LONG_AFTER = -4.0, -0.8, -2.8, -3.5
_STILL = -1.5  # "former" of one who holds the office again
_OF_A_TIME = -1.2  # "the Obama administration" is spoken of later too
_WRONG_AGE, _BESIDE_AGE = -3.5, -2.0


@cache
def _titles() -> tuple[tuple[str, ...], Phrases]:
    rows = read_table("grounding/published/holder_titles.tsv").rows
    return tuple(office for _, office, _ in rows), Phrases((words, key) for key, (words, _, _) in enumerate(rows))


_PARTICLES = "(?:(?:al|el|bin|de|da|do|dos|di|von|van|der|den|la|ten|ter) ){0,2}"
_LAST_WORD = r"(?:(?:al|el|as|ul)-)?[^\W\d_a-z][\w'-]{1,30}"
_NAME = re.compile(rf" (?:designate )?((?:[^\W\d_a-z][\w.'-]{{0,30}} {_PARTICLES}){{0,3}}{_LAST_WORD})")
_NAMED_BEFORE = re.compile(rf"((?:[^\W\d_a-z][\w.'-]{{0,30}} {_PARTICLES}){{1,3}}{_LAST_WORD}), (?P<between>(?:[\w.'-]+ ){{0,4}})\Z")
_FORMER = re.compile(r"\b(?:former|ex|one-time|onetime|then former|late)[ -](?:[\w.'-]+ ){0,2}\Z", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:vice|deputy|acting|shadow|assistant|interim|under|associate|junior|co|then|opposition|future|incoming|next|aspiring|mock|would-be)[ -]"
    r"(?:[\w.'-]+ )?\Z",
    re.IGNORECASE,
)
_ELECT = re.compile(r"[ -]elect\b", re.IGNORECASE)


def find_holders(told: Told, days: Sequence[date], holders: Holders | None = None) -> list[Clue]:
    """What the offices that persons hold in the text say of its day; each office of a person once."""
    table: Holders = Rolls() if holders is None else holders
    offices, titles = _titles()
    text = plain(told.document.text)
    clues: list[Clue] = []
    seen: set[tuple[str, str, bool]] = set()
    for where, hit in _title_hits(told, text, titles):
        for name, start, end in _names_at(text, where, hit):
            before = text[max(where.start, min(start, hit.start) - 30) : hit.start]
            former = bool(_FORMER.search(before))
            if not former and _OTHER.search(before):
                continue
            terms = tuple(term for key in hit.keys for term in table.holders_of(name, offices[key]))
            if not terms or (terms[0].person, terms[0].office, former) in seen:
                continue
            seen.add((terms[0].person, terms[0].office, former))
            elect = bool(_ELECT.search(hit.words))
            clue = _clue_of(told, Span(min(start, hit.start), max(end, hit.end)), terms, days, former=former, elect=elect)
            clues += [clue] if clue else []
    return [*clues, *_administrations(told, text, days, table)]


def _title_hits(told: Told, text: str, titles: Phrases) -> Iterator[tuple[Span, Hit]]:
    found = 0
    for where in told.ranges:
        for hit in titles.find(text, where.start, where.end):
            found += 1
            if found > _MAX_TITLES:
                return
            yield where, hit


def _names_at(text: str, where: Span, hit: Hit) -> Iterator[tuple[str, int, int]]:
    """The name behind a title, shortened from its end until somebody bears it; else the one before it and a comma."""
    match = _NAME.match(text, hit.end, min(where.end, hit.end + 80))
    if match:
        yield from _shorter(match[1], match.start(1))
        return
    before = _NAMED_BEFORE.search(text, max(where.start, hit.start - 90), hit.start)
    if before and not _FORMER.search(before["between"]) and not _OTHER.search(before["between"]):
        yield before[1], before.start(1), before.end(1)


def _shorter(name: str, start: int) -> Iterator[tuple[str, int, int]]:
    words = name.split(" ")
    for count in range(len(words), 0, -1):
        part = " ".join(words[:count]).removesuffix("'s").removesuffix("'")
        yield part, start, start + len(part)


def _clue_of(told: Told, span: Span, terms: Sequence[Term], days: Sequence[date], *, former: bool, elect: bool) -> Clue | None:
    if former:
        score = {day: _former(terms, day) for day in days}
        first = min((term.end for term in terms if term.end), default=None)
        if first is None:
            return None
        reading, why = f"{first.isoformat()}/..", f"{terms[0].person} left this office{_where(terms)} on {first.isoformat()}"
    else:
        score = {day: max(_in_term(term, day, elect=elect) for term in terms) for day in days}
        term = max(terms, key=lambda one: (max(_in_term(one, day, elect=elect) for day in days), one.start))
        reading = f"{term.start.isoformat()}/{term.end.isoformat() if term.end else '..'}"
        why = f"{term.person} held this office{_where(terms)} {_between(term)}"
    cited = told.document.cite(span.start, span.end)
    return Clue("holder", cited, reading, why, score) if cited and len(set(score.values())) > 1 else None


def _where(terms: Sequence[Term]) -> str:
    return f" ({terms[0].country})" if terms[0].country else ""


def _between(term: Term) -> str:
    return f"from {term.start.isoformat()} to {term.end.isoformat()}" if term.end else f"from {term.start.isoformat()} on"


def _in_term(term: Term, day: date, *, elect: bool) -> float:
    """What a title says for a day by one of its holder's terms."""
    if elect:
        return 0.0 if timedelta(0) <= term.start - day <= timedelta(200) else _NOT_YET
    if day < term.start - timedelta(2):
        return _NOT_YET
    if term.end is None:
        return 0.0
    if day <= term.end + timedelta(2):
        return 0.0
    if day <= term.end + _LINGERS:
        return _JUST_AFTER
    return _AFTER if day <= term.end + timedelta(365) else _LONG_AFTER


def _former(terms: Sequence[Term], day: date) -> float:
    ended = [term for term in terms if term.end and term.end <= day]
    if not ended:
        return _NOT_YET
    holds = any(term.start <= day and (term.end is None or day < term.end) for term in terms)
    return _STILL if holds else 0.0


# "the Biden administration"

_ADMINISTRATION = re.compile(r" (?:administration|presidency|White House)\b")
_BEFORE_ADMINISTRATION = re.compile(r"(?<!\w)([^\W\d_a-z][\w-]{2,20})(?:'s)?\Z")
_MAX_ADMINISTRATIONS = 60


def _administrations(told: Told, text: str, days: Sequence[date], table: Holders) -> Iterator[Clue]:
    seen: set[str] = set()
    looked = 0
    for where in told.ranges:
        for match in _ADMINISTRATION.finditer(text, where.start, where.end):
            looked += 1
            name = _BEFORE_ADMINISTRATION.search(text, max(where.start, match.start() - 24), match.start())
            if looked > _MAX_ADMINISTRATIONS:
                return
            if name is None or name[1] in seen:
                continue
            seen.add(name[1])
            terms = tuple(term for term in table.holders_of(name[1], "president") if term.country == "USA")
            score = {
                day: max((max(_in_term(term, day, elect=False), _OF_A_TIME if day > term.start else _NOT_YET) for term in terms), default=0.0)
                for day in days
            }
            span = told.document.cite(name.start(1), match.end())
            if terms and span and len(set(score.values())) > 1:
                last = max(terms, key=lambda term: (max(_in_term(term, day, elect=False) for day in days), term.start))
                reading = f"{last.start.isoformat()}/{last.end.isoformat() if last.end else '..'}"
                yield Clue("holder", span, reading, f"{last.person} governed {_between(last)}", score)


# Ages

_AGE_AFTER = re.compile(r"(?<!\w)((?:[^\W\d_a-z][\w.'-]{0,30} ){0,3}[^\W\d_a-z][\w'-]{1,30})(?:, (?:aged |age |now )?| \()([2-9]\d)(?=[,.);])")
_AGE_BEFORE = re.compile(r"(?<!\w)([2-9]\d)-year-old (?:[a-z]{1,20} ){0,2}((?:[^\W\d_a-z][\w.'-]{0,30} ){0,3}[^\W\d_a-z][\w'-]{1,30})")
_MAX_AGES = 100


@cache
def _born() -> dict[str, tuple[tuple[tuple[str, ...], str, date], ...]]:
    """Those whose birthday is known, by the last word of their names."""
    found: dict[str, dict[tuple[tuple[str, ...], str, date], None]] = {}
    for names, term in own_terms():
        for name in names:
            words = fold_name(name)
            if term.born and words:
                found.setdefault(words[-1], {})[(words, term.person, term.born)] = None
    return {word: tuple(rows) for word, rows in found.items()}


def find_ages_of_persons(told: Told, days: Sequence[date]) -> list[Clue]:
    """ "Starmer, 61, said": the year between two birthdays of one whose full name the text has."""
    text = plain(told.document.text)
    clues: list[Clue] = []
    looked = 0
    for where in told.ranges:
        for pattern, of_name, of_age in ((_AGE_AFTER, 1, 2), (_AGE_BEFORE, 2, 1)):
            for match in pattern.finditer(text, where.start, where.end):
                looked += 1
                if looked > _MAX_AGES:
                    return clues
                clue = _age_clue(told, text, match[of_name], int(match[of_age]), (match.start(), match.end()), days)
                clues += [clue] if clue else []
    return clues


def _age_clue(told: Told, text: str, name: str, age: int, at: tuple[int, int], days: Sequence[date]) -> Clue | None:
    words = fold_name(name)
    known = [row for row in _born().get(words[-1], ()) if set(words) <= set(row[0]) or set(row[0]) <= set(words)] if words else []
    persons = {(person, born) for full, person, born in known if len(words) > 1 or (len(full) > 1 and person in text)}
    if len(persons) != 1:
        return None
    person, born = persons.pop()
    first = make_date(born.year + age, born.month, min(born.day, 28))
    last = make_date(born.year + age + 1, born.month, min(born.day, 28))
    if first is None or last is None:
        return None
    score = {day: 0.0 if first <= day <= last else _BESIDE_AGE if abs((day - first).days - 182) < 400 else _WRONG_AGE for day in days}
    span = told.document.cite(*at)
    why = f"{person}, born on {born.isoformat()}, was {age} in this time"
    return Clue("age", span, f"{first.isoformat()}/{last.isoformat()}", why, score) if span and len(set(score.values())) > 1 else None
