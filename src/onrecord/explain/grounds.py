"""Why a day of publication, a time, a place or an actor: what it rests on, what was not taken, what another day or less of the page gives."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Final

from onrecord.explain import Explanation, Line, Section
from onrecord.explain.asking import Edit, Tried, ask_again, ask_alone, ask_with
from onrecord.grounding.actors.composing import country_among
from onrecord.grounding.places.names import meanings
from onrecord.grounding.published.decide import ANSWER
from onrecord.record import Actor, Evidence, Place, Record, Time, Verdict
from onrecord.text import Span

_MEANINGS: Final = 6  # places of one name that are listed
_BLANKED: Final = 4  # dates that are struck out in turn
_YEARS: Final = 10  # by which the day of a page is moved to see who held an office


def explain_published(record: Record) -> Explanation:
    """Why a page is of this day, and not of another."""
    published = record.published
    assert published is not None
    taken = [one for one in published.evidence if one.verdict in (Verdict.ACCEPTED, Verdict.SUPPORTS)]
    other = [one for one in published.evidence if one not in taken]
    candidates = [Line(one.date, f"{one.confidence:g}") for one in published.candidates]
    sections = (
        Section("what was accepted, and what supports it", tuple(map(_evidence, taken)) or (Line("", "no date"),)),
        Section("what was not taken", tuple(map(_evidence, other)) or (Line("", "no date"),)),
        Section("candidates", tuple(candidates) or (Line("", "none"),)),
        Section("given", (Line("day", f"from {ANSWER:g} on; it has {published.confidence:g} ({published.confidence - ANSWER:+.2f})"),)),
    )
    return Explanation("published", _day(record), sections, tuple(_struck(record, taken)))


def _evidence(one: Evidence) -> Line:
    where = f" at {one.at}: {one.quote}" if one.span is None else ""
    return Line(one.verdict.value, f"{one.kind.value}, {one.reading or 'no date'}: {one.why}{where}", (one.span,) if one.span else ())


def _day(record: Record | None) -> str:
    if record is None or record.published is None:
        return "nothing can be read"
    return f"{record.published.date or 'no day'}, confidence {record.published.confidence:g}"


def _struck(record: Record, taken: list[Evidence]) -> Iterator[Tried]:
    """The page with each date that it was dated by struck out in turn, then all of them."""
    before = record.published.date if record.published else None
    spans = list(dict.fromkeys(one.span for one in taken if one.span is not None))[:_BLANKED]
    for chosen in [[span] for span in spans] + ([spans] if len(spans) > 1 else []):
        apart = [span for n, span in enumerate(chosen) if not any(span.overlaps(other) for other in chosen[:n])]
        again = ask_again(record, [Edit(span, "x" * len(span)) for span in apart], until="published")
        words = " and ".join(f"“{record.document[span]}”" for span in apart)
        found = again.published.date if again and again.published else None
        yield Tried(f"without {words}", _day(again), found != before)


def explain_time(record: Record, time: Time) -> Explanation:
    """Why words for a time mean these days."""
    found = next((one for one in record.times_found or () if one.span == time.span), None)
    lines = [Line("words", time.type.value, (time.span,))]
    if found is not None:
        lines.append(Line("meaning before it has a day", _meaning(found.meaning)))
        lines.append(Line("tense of its clause", found.tense or "none"))
    anchor = [Line("counted from", _anchor(record, time))]
    if time.anchor == "published" and record.published is not None:
        anchor += map(_evidence, (one for one in record.published.evidence if one.verdict == Verdict.ACCEPTED))
        anchor += map(_evidence, (one for one in record.published.evidence if one.verdict not in (Verdict.ACCEPTED, Verdict.SUPPORTS)))
    days = f"{time.value}, {time.earliest or '?'} to {time.latest or '?'}"
    value = (Line("value", days), Line("confidence", f"{time.confidence:g}: never surer than what it is counted from"))
    sections = (Section("the words", tuple(lines)), Section("the anchor", tuple(anchor)), Section("the value", value))
    return Explanation(time.id, f"{days}, confidence {time.confidence:g}", sections, tuple(_other_days(record, time)))


def _meaning(meaning: object) -> str:
    """What words mean before they have a day: what they say of it, and no more."""
    said = {field.name: getattr(meaning, field.name) for field in fields(meaning)} if is_dataclass(meaning) else {}
    told = ", ".join(f"{name} {value}" for name, value in said.items() if value not in (None, False, 0, ()))
    return f"{type(meaning).__name__}: {told}"


def _anchor(record: Record, time: Time) -> str:
    if time.anchor is None:
        return "nothing: it says its day itself, or none is known"
    if time.anchor == "published":
        return f"the day of publication, {record.published.date if record.published else '?'}"
    other = next((one for one in record.times or () if one.id == time.anchor), None)
    return f"{time.anchor}, “{record.document[other.span]}”, {other.value}" if other else time.anchor


def _other_days(record: Record, time: Time) -> Iterator[Tried]:
    """The time with another day of publication."""
    before = f"{time.value}, {time.earliest or '?'} to {time.latest or '?'}"
    for what, day in (*_days(record), ("were the day of the page not known", None)):
        again = ask_with(record, "published", lambda page, day=day: _dated(page, day), until="times")  # type: ignore[misc]
        found = next((one for one in (again.times or ()) if one.span == time.span), None) if again else None
        result = f"{found.value}, {found.earliest or '?'} to {found.latest or '?'}" if found else "no time is read there"
        yield Tried(what, result, result != before)


def _days(record: Record) -> Iterator[tuple[str, str]]:
    told = record.published.date if record.published else None
    if told is None or len(told) != len("2024-05-06"):
        return
    day = date.fromisoformat(told)
    for what, moved in (("a year earlier", _years(day, -1)), ("half a year later", date.fromordinal(day.toordinal() + 182))):
        yield f"were the page {what}, {moved.isoformat()}", moved.isoformat()


def _years(day: date, by: int) -> date:
    return day.replace(year=day.year + by, day=min(day.day, 28))


def _dated(record: Record, day: str | None) -> Record:
    assert record.published is not None
    return replace(record, published=replace(record.published, date=day))


def explain_place(record: Record, place: Place) -> Explanation:
    """Which place of a name it was taken for, and which others there are."""
    name = record.document[place.mentions[0]] if place.mentions else place.name
    lines = [
        Line("named", "", place.mentions),
        Line("taken for", _place_in_words(place)),
        Line("confidence", f"{place.confidence:g} among those of its name"),
    ]
    others = []
    for meaning in meanings(name)[:_MEANINGS]:
        entry = meaning.entry
        size = f"some {2**entry.size:,.0f} people" if entry.size else "size not known"
        taken = "  ← taken" if entry.geonames is not None and entry.geonames == place.geonames else ""
        others.append(Line(entry.name, f"{entry.country or 'no single country'}, {size}, {entry.lat:.1f} {entry.lon:.1f}{taken}"))
    sections = (
        Section("the words", tuple(lines)),
        Section(f"places that “{name}” may mean", tuple(others) or (Line("", "it is in our tables alone"),)),
    )
    return Explanation(place.id, _place_in_words(place), sections, tuple(_place_alone(record, place)))


def _place_in_words(place: Place) -> str:
    number = f", GeoNames {place.geonames}" if place.geonames else ""
    return f"{place.name}, {place.country or 'country not known'}{number}"


def _place_alone(record: Record, place: Place) -> Iterator[Tried]:
    before = _place_in_words(place)
    for span in place.mentions[:2]:
        paragraph = _paragraph(record, span)
        if paragraph is None:
            continue
        again = ask_alone(record, paragraph, until="places")
        found = next((p for p in (again.places or ()) if any(m.start + paragraph.start == span.start for m in p.mentions)), None) if again else None
        result = _place_in_words(found) if found else "no place is read there"
        yield Tried(f"its paragraph at {paragraph.start} alone", result, result != before)


def _paragraph(record: Record, span: Span) -> Span | None:
    return next((block.range for block in record.article.body if span in block.range), None) if record.article else None


def explain_actor(record: Record, actor: Actor) -> Explanation:
    """Why somebody is who the record says."""
    lines = [Line("named", "", actor.mentions[:12])]
    if actor.title is not None:
        lines.append(Line("title", "", (actor.title,)))
    facts = [Line(name, getattr(actor, name) or "not told by the page or our tables") for name in ("kind", "country", "sector", "role", "wikidata")]
    if actor.country is not None and actor.kind != "state":
        facts.insert(2, _why_country(record, actor))
    says = [
        Line(told.statement, "", next((s.cue.spans for s in record.statements or () if s.id == told.statement), ()))
        for told in record.attributions or ()
        if actor.id in told.actors
    ]
    does = [
        Line(event.id, f"{'does' if actor.id in event.initiators else 'suffers or gets'}: {event.type}, {event.status.value}", event.triggers)
        for event in record.events or ()
        if actor.id in (*event.initiators, *event.recipients)
    ]
    sections = (
        Section("the words", tuple(lines)),
        Section("who that is", tuple(facts)),
        Section("says", tuple(says) or (Line("", "nothing"),)),
        Section("takes part in", tuple(does) or (Line("", "no deed"),)),
    )
    return Explanation(actor.id, _actor_in_words(actor), sections, tuple(_actor_then(record, actor)))


def _why_country(record: Record, actor: Actor) -> Line:
    """The words for somebody that name the country; where none does, the record does not tell which of the other ways led to it."""
    spans = (*actor.mentions, *((actor.title,) if actor.title else ()))
    naming = tuple(dict.fromkeys(span for span in spans if country_among(record.document[span]) == actor.country))[:_MEANINGS]
    if naming:
        return Line("why this country", "its own words name it", naming)
    person = f", from the person that our tables know ({actor.wikidata})" if actor.wikidata else ""
    return Line(
        "why this country", f"its own words do not name it: from a state, place or official named beside it{person}, or from where the page writes"
    )


def _actor_in_words(actor: Actor) -> str:
    return ", ".join((actor.name, *(f"{name} {getattr(actor, name) or '?'}" for name in ("kind", "country", "sector", "role", "wikidata"))))


def _actor_then(record: Record, actor: Actor) -> Iterator[Tried]:
    """Who it would be on another day, and by its first paragraph alone."""
    before = _actor_in_words(actor)
    first = actor.mentions[0] if actor.mentions else None
    told = record.published.date if record.published else None
    if first is None:
        return
    if told is not None and len(told) == len("2024-05-06"):
        day = _years(date.fromisoformat(told), -_YEARS).isoformat()
        again = ask_with(record, "published", lambda page: _dated(page, day), until="actors")
        yield _who(f"were the page ten years older, of {day}", before, again, first.start)
    paragraph = _paragraph(record, first)
    if paragraph is not None:
        again = ask_alone(record, paragraph, until="actors")
        yield _who("its first paragraph alone", before, again, first.start - paragraph.start)


def _who(what: str, before: str, again: Record | None, start: int) -> Tried:
    found = next((a for a in (again.actors or ()) if any(m.start == start for m in a.mentions)), None) if again else None
    result = _actor_in_words(found) if found else "nobody is read there"
    return Tried(what, result, result != before)
