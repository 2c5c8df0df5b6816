"""Sightings → the day of publication: each candidate day gathers the log odds of what agrees with it, and evidence gets its verdict.

Every sighting is kept as evidence with what it was taken for and why. A day is given where its confidence reaches ANSWER; else
its year or month where those do; else nothing, with the candidates.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from onrecord.grounding.published.clue import Clue, Told, told_by
from onrecord.grounding.published.sighting import LABELLED, Sighting
from onrecord.grounding.published.written import Parts
from onrecord.grounding.published.years import FIRST_YEAR, LAST_YEAR, YearOdds, weigh_years
from onrecord.grounding.times.days import add_days
from onrecord.grounding.times.numeric import make_date
from onrecord.layout import Layout
from onrecord.record import Article, Candidate, Dating, Evidence, EvidenceKind, FoundTime, Published, Verdict
from onrecord.text import Document

ANSWER = 0.6  # below it the day is left open: "two candidates, both plausible"
# Where the rivals are the same day of other years, their shares are a fit posterior, and more probable than all others together is enough.
ANSWER_YEAR = 0.5
# Candidates less probable than that are not listed, and their evidence is rejected: where the day is open, and where it is told.
_SHOWN, _RIVAL = 0.05, 0.15
_MAX_CANDIDATES = 6
_NEAR_DATELINE = 1  # a dateline is of the day of publication or of the day before
_PENALTY = {"dateline": 2.5, "first": 7.0, "label": 2.0, "bare": 0.7, "shown": 3.0}
_MOST_CLUES = 10
_AGAINST = 2.0  # how much less log odds than its best year a clue has to give a year to speak against it


@dataclass(frozen=True, slots=True)
class Bounds:
    """The day of the fetch: as it was told, and by all signs that are not the article's own."""

    fetched: date | None
    crawled: date | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was decided: the day, else the month or year alone, and the days that stay possible."""

    day: date | None
    text: str | None
    open: frozenset[date]


def decide(document: Document, layout: Layout, article: Article, sightings: Sequence[Sighting], times: Sequence[FoundTime]) -> Published:
    """Weigh every sighting and say when the text was published."""
    sightings = _counted(_clocks(sightings))
    latest, fetched = _latest(sightings), _fetched(sightings)
    possible = [s for s in sightings if not _impossible(s, fetched)]
    modified = [s for s in possible if s.of == "modified"]
    usable = [s for s in possible if s.of in ("first", "published", "created")] or modified  # the only dated label of the page
    years = _years(told_by(document, layout, article, times, latest), usable)
    scores = _score(usable, modified, years)
    chosen, candidates = _choose(scores)
    day = date.fromisoformat(chosen[0]) if chosen[0] and len(chosen[0]) == 10 else None
    answer = Answer(day, chosen[0], frozenset(date.fromisoformat(c.date) for c in candidates))
    counted = {id(s) for s in usable}
    crawled = fetched or max(_full_days(s for s in sightings if s.of == "crawl" or s.kind is EvidenceKind.RELATED), default=None)
    evidence = tuple(_evidence(s, answer, Bounds(fetched, crawled), used=id(s) in counted) for s in sightings)
    clues = _clue_evidence([odds for _, odds in years.items()], day)
    evidence = tuple(sorted((*evidence, *clues), key=lambda e: (e.verdict is not Verdict.ACCEPTED,)))
    return Published(chosen[0], chosen[1], candidates, _one_accepted(evidence), _modified(_truly_modified(modified, usable, day), day))


def without_article(published: Published, what: str) -> Published:
    """The same evidence on a page that is no article: what would have been its day is rejected for that reason."""
    told = (Verdict.ACCEPTED, Verdict.SUPPORTS, Verdict.MODIFIED)
    evidence = (*published.evidence, *(published.modified.evidence if published.modified else ()))
    rejected = (replace(e, verdict=Verdict.REJECTED, why=f"{e.why}, but the page is {what}") if e.verdict in told else e for e in evidence)
    return Published(None, 0.0, (), tuple(dict.fromkeys(rejected)))


# Bounds


def _clocks(sightings: Sequence[Sighting]) -> list[Sighting]:
    """A date at the top of the page is the article's only where nothing else on the page tells another day."""
    told = [s for s in sightings if s.of in ("first", "published", "created", "modified")]
    fetched = _fetched(sightings)

    def settled(s: Sighting) -> Sighting:
        if s.of != "clock":
            return s
        day = s.parts.full
        alone = day is not None and (fetched is None or day < fetched) and all(_agreement(day, other) > 0 for other in told)
        return (
            replace(s, of="published", kind=EvidenceKind.VISIBLE, note="it stands at the top of the page, and no date speaks against it")
            if alone
            else replace(s, of="crawl", trust=0.0)
        )

    return [settled(s) for s in sightings]


def _counted(sightings: Sequence[Sighting]) -> list[Sighting]:
    """ "3 days ago" counted from the day that the page was made; left without a day where the page tells none, or several."""
    if not any(_is_age(s) for s in sightings):
        return list(sightings)
    fetched = _fetched(sightings)
    made = {fetched} if fetched else set(_full_days(s for s in sightings if s.of == "crawl"))
    day = made.pop() if len(made) == 1 else None
    moment = next((time for s in sightings if s.kind is EvidenceKind.CAPTURE and (time := _moment(s.quote))), None)
    return [_count_back(s, day, moment) if _is_age(s) else s for s in sightings]


def _is_age(s: Sighting) -> bool:
    return s.back is not None or s.back_hours is not None


def _moment(quote: str | None) -> datetime | None:
    """The time of the fetch; None where only its day is told."""
    try:
        return datetime.fromisoformat(quote) if quote and len(quote) > 10 else None
    except ValueError:
        return None


def _count_back(s: Sighting, made: date | None, moment: datetime | None) -> Sighting:
    if made is None:
        return replace(s, of="other", trust=0.0, note=f"{s.note}, but nothing tells from which day it counts")
    other = None
    if s.back_hours is not None:
        back = 0 if moment is None else (made - (moment - timedelta(hours=s.back_hours)).date()).days
        # Where the hour of the fetch is not known, so many hours ago may be the day before too.
        other = add_days(made, -1) if moment is None and s.back_hours >= 1 else None
    else:
        back = s.back if s.back and s.back > 0 else (made.isoweekday() + (s.back or 0)) % 7
    day = add_days(made, -back)
    if day is None or (s.back_hours or 0) > 24 * (1 if moment is None else 3):
        return replace(s, of="other", trust=0.0)
    note = f"{s.note}, counted from {(moment or made).isoformat()}, when the page was made"
    return replace(s, parts=Parts(day.year, day.month, day.day, other=other), note=note)


def _latest(sightings: Sequence[Sighting]) -> date | None:
    """The last day on which the page can have been published: the day it was fetched, or what stands for it on the page."""
    if fetched := _fetched(sightings):
        return fetched
    clocks = _full_days(s for s in sightings if s.of == "crawl")
    if clocks:
        return max(clocks)
    line = [date(s.parts.year, 12, 31) for s in sightings if s.kind is EvidenceKind.COPYRIGHT and s.parts.year and s.parts.year <= LAST_YEAR]
    others = _full_days(s for s in sightings if s.kind in (EvidenceKind.RELATED, EvidenceKind.METADATA))
    if others and line and max(others).year == max(line).year:
        return max(others)  # the teasers tell the day of the crawl more finely than the copyright line
    return max(line or others, default=None)


def _full_days(sightings: Iterable[Sighting]) -> list[date]:
    return [day for s in sightings if (day := s.parts.full) and day.year <= LAST_YEAR]


def _fetched(sightings: Sequence[Sighting]) -> date | None:
    """The day of the fetch, where the caller told it."""
    return max((day for s in sightings if s.kind is EvidenceKind.CAPTURE and (day := s.parts.full)), default=None)


def _impossible(sighting: Sighting, fetched: date | None) -> bool:
    """A machine's slip: a day after the fetch, or in a year that cannot be."""
    parts = sighting.parts
    if parts.year is None:
        return False
    if parts.year > (fetched.year + 1 if fetched else LAST_YEAR) or parts.year < FIRST_YEAR:
        return True
    day = parts.full
    return bool(day and fetched and day > fetched + timedelta(1))


# Candidates


def _is_archive(usable: Sequence[Sighting]) -> bool:
    """The page says that its text first appeared on another day than its markup tells: it was put on line again, maybe years later."""
    machine = [s.parts for s in usable if s.kind is EvidenceKind.METADATA and s.parts.full]
    first = [s.parts for s in usable if s.of == "first" and s.parts.year is None]
    return any(full and not own.fits(full) for own in first for parts in machine if (full := parts.full))


def _years(told: Told, usable: Sequence[Sighting]) -> dict[tuple[int, int], YearOdds]:
    """For each day that is written without a year, how probable its years are."""
    found: dict[tuple[int, int], YearOdds] = {}
    archive = _is_archive(usable)
    for sighting in usable:
        p = sighting.parts
        key = (p.month or 0, p.day or 0)
        if p.year is None and p.month and p.day and key not in found and len(found) < 4:
            weekday = next((s.parts.weekday for s in usable if s.parts.weekday and (s.parts.month, s.parts.day) == key), None)
            found[key] = weigh_years(told, replace(p, weekday=weekday), archive=archive)
    return found


def _score(usable: Sequence[Sighting], modified: Sequence[Sighting], years: Mapping[tuple[int, int], YearOdds]) -> dict[date, float]:
    """The log odds of each candidate day."""
    days: set[date] = set()
    for sighting in usable:
        if full := sighting.parts.full:
            days.add(full)
        if sighting.parts.other:
            days.add(sighting.parts.other)
    for (month, day), odds in years.items():
        days |= {found for year in odds.odds if (found := make_date(year, month, day))}
    return {day: sum(_by_kind(day, usable, years)) + _order(day, modified) for day in days}


def _order(day: date, modified: Sequence[Sighting]) -> float:
    """Nothing is changed before it is published."""
    changed = [full for s in modified if (full := s.parts.full)]
    return -1.0 if changed and max(changed) < day - timedelta(1) else 0.0


def _by_kind(day: date, usable: Sequence[Sighting], years: Mapping[tuple[int, int], YearOdds]) -> list[float]:
    """What each kind of evidence says for or against a day: its strongest word counts in full, the others a little."""
    for_it: dict[EvidenceKind, list[float]] = {}
    against = 0.0
    for sighting in usable:
        agreement = _agreement(day, sighting)
        if agreement > 0:
            score = sighting.trust * agreement - (0.7 if sighting.parts.other else 0.0)
            for_it.setdefault(sighting.kind, []).append(score)
        elif sighting.of == "first":
            against -= _PENALTY["first"]
        elif agreement < 0 and _contradicts(sighting, day):
            against -= _PENALTY["shown"]
        elif sighting.kind is EvidenceKind.DATELINE and agreement < 0:
            against -= _PENALTY["dateline"]
        elif sighting.kind is EvidenceKind.VISIBLE and sighting.parts.year is None and agreement < 0:
            against -= _PENALTY["label"] if sighting.trust >= LABELLED else _PENALTY["bare"]
    total = [max(scores) + min(0.3 * (len(scores) - 1), 0.9) for scores in for_it.values()]
    if len(total) > 1:
        total = [max(score, 0.0) for score in total]  # too weak to give a day alone, but it does not speak against one
    for (month, number), odds in years.items():
        if (day.month, day.day) == (month, number):
            total.append(math.log(max(odds.odds.get(day.year, 0.0), 1e-4)))
            break
    return [*total, max(against, -9.0)]


_LONG_BEFORE = timedelta(300)


def _contradicts(sighting: Sighting, day: date) -> bool:
    """Whether readers are shown, under a label, a day that a later stamp (a rebuilt page) or one long before (a default) cannot replace."""
    shown = sighting.parts.full
    if sighting.kind is not EvidenceKind.VISIBLE or sighting.trust < LABELLED or sighting.of != "published" or shown is None or sighting.parts.other:
        return False
    return day > shown or day < shown - _LONG_BEFORE


def _agreement(day: date, sighting: Sighting) -> float:
    """1 where a sighting names the day, less where it names one beside it, negative where it is far from it."""
    parts = sighting.parts
    if parts.fits(day) or parts.other == day:
        return 1.0
    near = make_date(parts.year or day.year, parts.month or day.month, parts.day or day.day)
    if near is None:
        return -1.0
    if parts.year is None:  # across New Year
        near = min(
            (n for y in (day.year - 1, day.year, day.year + 1) if (n := make_date(y, near.month, near.day))), key=lambda n: abs((n - day).days)
        )
    apart = abs((day - near).days)
    if apart <= _NEAR_DATELINE and sighting.kind is EvidenceKind.DATELINE:
        return 0.8
    if apart <= _NEAR_DATELINE:
        return 0.3
    return 0.0 if apart <= 3 else -1.0


def _choose(scores: Mapping[date, float]) -> tuple[tuple[str | None, float], tuple[Candidate, ...]]:
    """The date, as far as it is sure, and every candidate with its share."""
    if not scores:
        return (None, 0.0), ()
    top = max(scores.values())
    weights = {day: math.exp(score - top) for day, score in scores.items()}
    total = sum(weights.values())
    reliable = 1 / (1 + math.exp(-max(top, -4.0) - 0.4))  # a lone weak sighting is no certainty though it has no rival
    shares = {day: min(weight / total * reliable, 0.99) for day, weight in weights.items()}
    ranked = sorted(shares.items(), key=lambda item: (-item[1], item[0]))
    best, share = ranked[0]
    answer = ANSWER_YEAR if all((day.month, day.day) == (best.month, best.day) for day, part in ranked if part >= _SHOWN) else ANSWER
    least = _RIVAL if share >= answer else _SHOWN
    candidates = tuple(Candidate(day.isoformat(), round(part, 2)) for day, part in ranked[:_MAX_CANDIDATES] if part >= least)
    if share >= answer:
        return (best.isoformat(), round(share, 2)), candidates
    for form in ("%Y-%m", "%Y"):
        sums: dict[str, float] = {}
        for day, part in shares.items():
            sums[day.strftime(form)] = sums.get(day.strftime(form), 0.0) + part
        value, part = max(sums.items(), key=lambda item: (item[1], item[0]))
        if part >= 0.8:
            return (value, round(min(part, 0.99), 2)), candidates
    return (None, 0.0), candidates


# Evidence


def _evidence(s: Sighting, answer: Answer, bounds: Bounds, *, used: bool) -> Evidence:
    verdict, why = _verdict(s, answer, bounds, used=used)
    return Evidence(s.span, s.at, s.quote, kind=s.kind, reading=s.parts.reading or None, verdict=verdict, why=why)


def _verdict(s: Sighting, answer: Answer, bounds: Bounds, *, used: bool) -> tuple[Verdict, str]:
    """What a sighting was taken for, in words for a person. What speaks for a day that stays possible is not rejected."""
    day = answer.day
    if s.of == "crawl":
        if s.kind is EvidenceKind.MASTHEAD and day and s.parts.full == day:
            return Verdict.CRAWL, f"{s.note}; it is the day of the article too"
        return Verdict.CRAWL, s.note
    if s.of == "other":
        return Verdict.OTHER_ARTICLE, s.note
    if _impossible(s, bounds.fetched):
        return Verdict.REJECTED, f"{s.note}, but no page can be of {s.parts.reading}"
    agreement = _agreement(day, s) if day else 0.0
    still_open = used and day is None and any(_agreement(one, s) >= 1.0 for one in answer.open)
    if s.of == "modified" and not (used and agreement >= 1.0) and not still_open:
        return Verdict.MODIFIED, s.note
    missing = "; the year is not written" if s.parts.year is None else ""
    if day is None:
        if answer.text and s.parts.reading.startswith(answer.text):
            return Verdict.SUPPORTS, f"{s.note}, but not every sign agrees on the day"
        if s.parts.year is None:
            return (
                Verdict.ACCEPTED if s.kind is EvidenceKind.DATELINE or s.trust >= 3 else Verdict.SUPPORTS,
                f"{s.note}: day and month of the text; the year is not written",
            )
        if still_open:
            return (
                Verdict.SUPPORTS,
                f"{s.note}, but {'other dates on the page speak against it' if len(answer.open) > 1 else 'that is too little to go by'}",
            )
        return Verdict.REJECTED, f"{s.note}, but other dates on the page speak against it"
    if s.of == "modified":
        return Verdict.ACCEPTED, f"{s.note}: the only date on the page that its text carries{missing}"
    if agreement >= 1.0:
        return Verdict.ACCEPTED, f"{s.note}{missing}"
    if agreement > 0:
        return Verdict.SUPPORTS, f"{s.note}: the day beside it{missing}"
    if bounds.crawled and s.parts.full and s.parts.full > day and abs((s.parts.full - bounds.crawled).days) <= 1:
        return Verdict.CRAWL, f"{s.note}, but it is the day of the crawl, and the text is of {day.isoformat()}"
    if used and s.parts.full in answer.open:
        return Verdict.SUPPORTS, f"{s.note}: possible too, but {day.isoformat()} is more probable"
    if s.parts.full and s.parts.full > day:
        return Verdict.REJECTED, f"{s.note}, but later than the {day.isoformat()} that the text speaks of: a rebuilt or copied page"
    return Verdict.REJECTED, f"{s.note}, but the text is of {day.isoformat()}"


def _one_accepted(evidence: tuple[Evidence, ...]) -> tuple[Evidence, ...]:
    """The first accepted sighting of each kind stays accepted; the rest of them supports."""
    seen: set[EvidenceKind] = set()
    kept = []
    for one in evidence:
        if one.verdict is Verdict.ACCEPTED:
            if one.kind in seen:
                one = replace(one, verdict=Verdict.SUPPORTS)
            seen.add(one.kind)
        kept.append(one)
    return tuple(kept)


def _clue_evidence(odds: Sequence[YearOdds], day: date | None) -> list[Evidence]:
    """The words of the body that speak for a year."""
    found: dict[tuple[int, int], Evidence] = {}
    for clue in (clue for one in odds for clue in one.clues):
        verdict = _clue_verdict(clue, day)
        reading = clue.reading or str(day.year if day and verdict is Verdict.SUPPORTS else _best_year(clue))
        why = f"{clue.why}; but the other signs are stronger" if verdict is Verdict.REJECTED else clue.why
        found.setdefault((clue.span.start, clue.span.end), Evidence(clue.span, kind=EvidenceKind.INTERNAL, reading=reading, verdict=verdict, why=why))
    return list(found.values())[:_MOST_CLUES]


def _best_year(clue: Clue) -> int:
    return max(clue.score, key=lambda day: (clue.score[day], day)).year


def _clue_verdict(clue: Clue, day: date | None) -> Verdict:
    if day is None or not clue.score:
        return Verdict.SUPPORTS
    return Verdict.SUPPORTS if clue.score.get(day, 0.0) >= max(clue.score.values()) - _AGAINST else Verdict.REJECTED


def _truly_modified(modified: Sequence[Sighting], usable: Sequence[Sighting], day: date | None) -> list[Sighting]:
    """Those that are not the very moment at which the page was put on line again: a rebuilt archive says so under both names."""
    if day is None and not _is_archive(usable):
        return list(modified)
    machine = [s for s in usable if s.of == "published" and s.kind is EvidenceKind.METADATA]
    rebuilt = {s.quote for s in machine if (full := s.parts.full) and (day is None or full > day + timedelta(_NEAR_DATELINE))}
    return [s for s in modified if s.quote is None or s.quote not in rebuilt]


def _modified(said: Sequence[Sighting], day: date | None) -> Dating | None:
    """When the text was last changed, where the page says so."""
    full = sorted(((d, s) for s in said if (d := _dated(s, day))), key=lambda pair: (-pair[1].trust, -pair[0].toordinal()))
    if not full:
        return None
    best = full[0][0]
    evidence = tuple(
        Evidence(
            s.span, s.at, s.quote, kind=s.kind, reading=s.parts.reading, verdict=Verdict.ACCEPTED if d == best else Verdict.REJECTED,
            why=s.note if d == best else f"{s.note}; another place says {best.isoformat()}",
        )
        for d, s in full
    )  # fmt: skip
    confidence = 0.9 if full[0][1].trust >= 1.0 else 0.7
    return Dating(
        best.isoformat(),
        confidence,
        tuple(Candidate(d.isoformat(), confidence if d == best else 0.1) for d in dict.fromkeys(d for d, _ in full)),
        evidence,
    )


def _dated(s: Sighting, day: date | None) -> date | None:
    """The day of a change; the year of publication or the next where none is written."""
    if s.parts.full:
        return s.parts.full
    if day is None or not (s.parts.month and s.parts.day):
        return None
    same = make_date(day.year, s.parts.month, s.parts.day)
    return same if same and same >= day else make_date(day.year + 1, s.parts.month, s.parts.day)
