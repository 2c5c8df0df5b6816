"""When, where, and who with whom: tables first, drawings beside them, each mark a link to its sentences.

The same store draws the same picture: nothing is laid out by chance, and no point is moved from where it lies.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import dist, sqrt
from typing import Any, Final

from onrecord.web.answers import Answer, Asked, called, country_names, page_url, url
from onrecord.web.pages.claims import claim_of, kind_of, what_of
from onrecord.web.words import TYPES, word_of

WIDTH: Final = 1000
_BARS: Final = 200  # of a drawing: one more would be narrower than a hair
_LABELS: Final = 12  # months that are named below the drawing
_LISTED: Final = 200


@dataclass(frozen=True, slots=True)
class Tick:
    """One mark of a timeline: a day, or the stretch in which it lies."""

    name: str
    kind: str  # happened, asserts, denies, …
    first: str | None
    last: str | None
    link: str
    x: float | None  # None: undated
    width: float
    y: int


def timeline(asked: Asked) -> Answer:
    """When it is said to have happened, and when it was said: of one claim or story, or by month of the whole store."""
    claim, story = asked.word("claim"), asked.word("story")
    if claim or story:
        return _timeline_of(asked, claim, story)
    if asked.snapshot is None:
        return Answer("timeline.html.j2", "Timeline", {"months": None}, {"waiting": True, "months": (), "ticks": None})
    rows = asked.snapshot.rows("SELECT month, happened, said, denied FROM month ORDER BY month")
    told = [dict(zip(("month", "happened", "said", "denied"), row, strict=True)) for row in rows]
    undated = asked.store.connection.execute("SELECT count(*) FROM article WHERE published IS NULL AND statements IS NOT NULL").fetchone()[0]
    drawn = told[-_BARS:]
    most = max((max(row["happened"], row["said"]) for row in drawn), default=1) or 1
    step = WIDTH / max(len(drawn), 12)
    every = -(-len(drawn) // _LABELS)  # whole months between two that are named, so that no name lies on another
    bars = [
        {**row, "named": n % every == 0, "x": round(n * step, 2), "width": round(max(step - 2, 1), 2), "up": round(90 * row["said"] / most, 1),
         "down": round(90 * row["happened"] / most, 1), "denied_up": round(90 * row["denied"] / most, 1), "link": _month_link(row["month"])}
        for n, row in enumerate(drawn)
    ]  # fmt: skip
    listed = [{**row, "link": _month_link(row["month"])} for row in reversed(told)]
    shown = {"months": listed, "bars": bars, "undated": undated, "ticks": None,
             "waiting": False, "left_of_drawing": len(told) - len(drawn)}  # fmt: skip
    return Answer("timeline.html.j2", "Timeline", {"months": told, "undated_pages": undated}, shown)


def _month_link(month: str) -> str:
    """The pages of a month."""
    year, number = int(month[:4]), int(month[5:7])
    following = f"{year + number // 12:04d}-{number % 12 + 1:02d}"
    return url("/pages", since=month, before=following)


def _timeline_of(asked: Asked, claim: str | None, story: str | None) -> Answer:
    ask = asked.store.connection
    ids = [claim] if claim else [c for (c,) in ask.execute("SELECT id FROM claim WHERE story_id = ? ORDER BY n LIMIT 40", (story,))]
    marks: list[tuple[str, str, str | None, str | None, str]] = []
    title = "Timeline"
    for id_ in ids:
        found = claim_of(asked.store, id_ or "")
        if found is None:
            continue
        what = what_of(found, kind_of(asked, found)[0])
        title = f"Timeline: {what}" if claim else "Timeline of a story"
        first, last = _stretch(found.time)
        marks.append((what, "happened", first, last, f"/claim/{found.id}"))
        for relation in ("asserts", "denies", "declines", "doubts"):
            for voice in getattr(found, relation):
                name = called(voice.actor or voice.party) or voice.newsroom or "source not named"
                said = voice.said
                link = page_url(voice.document, voice.statement)
                marks.append((name, relation, said.earliest if said else None, said.latest if said else None, link))
    ticks = _ticks(list(dict.fromkeys(marks))[:_LISTED])
    data = {
        "claim": claim,
        "story": story,
        "marks": [{"name": t.name, "kind": t.kind, "first": t.first, "last": t.last, "link": t.link} for t in ticks],
    }
    dated = [t for t in ticks if t.x is not None]
    days = sorted(d for t in dated for d in (t.first, t.last) if d)
    shown = {"ticks": ticks, "height": 20 * len(ticks) + 10, "months": (), "bars": (), "waiting": False,
             "ends": (days[0], days[-1]) if days else None, "claim": claim, "story": story}  # fmt: skip
    return Answer("timeline.html.j2", title, data, shown)


def _stretch(time: str | None) -> tuple[str | None, str | None]:
    """The first and the last day of a day, month, year or interval."""
    if not time:
        return None, None
    begin, _, end = time.partition("/")
    first, last = _days(begin), _days(end or begin)
    return (first[0] if first else None), (last[1] if last else None)


def _days(value: str) -> tuple[str, str] | None:
    try:
        if len(value) == 4:
            return f"{date(int(value), 1, 1)}", f"{date(int(value), 12, 31)}"
        if len(value) == 7:
            year, month = int(value[:4]), int(value[5:])
            return f"{date(year, month, 1)}", f"{date(year, month, monthrange(year, month)[1])}"
        return f"{date.fromisoformat(value[:10])}", f"{date.fromisoformat(value[:10])}"
    except ValueError:
        return None


def _ticks(marks: Sequence[tuple[str, str, str | None, str | None, str]]) -> list[Tick]:
    stretches = [(_days(first or last or ""), _days(last or first or "")) for _, _, first, last, _ in marks]
    known = [date.fromisoformat(end) for a, b in stretches if a and b for end in (a[0], b[1])]
    low, high = (min(known), max(known)) if known else (date.min, date.min)
    scale = (WIDTH - 20) / max((high - low).days + 1, 1)
    found = []
    for n, ((name, kind, first, last, link), (a, b)) in enumerate(zip(marks, stretches, strict=True)):
        if a is None or b is None:
            found.append(Tick(name, kind, None, None, link, None, 0, 20 * n + 5))
            continue
        begin, end = date.fromisoformat(a[0]), date.fromisoformat(b[1])
        x = 10 + (begin - low).days * scale
        found.append(Tick(name, kind, first or a[0], last or b[1], link, round(x, 1), round(max(((end - begin).days + 1) * scale, 8), 1), 20 * n + 5))
    return found


def map_(asked: Asked) -> Answer:
    """Where events are said to have happened: places with the words they come from, and a map on which none is moved."""
    if asked.snapshot is None:
        return Answer("map.html.j2", "Map", {"places": None}, {"waiting": True, "places": ()})
    rows = asked.snapshot.counted(
        "SELECT key, name, country, lat, lon, geonames, events, pages FROM place ORDER BY events DESC, name, key LIMIT ?", _LISTED
    )
    ((placed,),) = asked.snapshot.counted("SELECT count(*) FROM placed")
    ((events,),) = asked.store.connection.execute("SELECT count(*) FROM event").fetchall()  # of an index; those without a place: of all rows
    unplaced = events - placed
    most = max((row[6] for row in rows), default=1)
    names = ("place", "name", "country", "lat", "lon", "geonames", "events", "pages")
    places = []
    for row in rows:
        place = dict(zip(names, row, strict=True))
        country = place["country"] is not None and country_names().get(place["country"]) == place["name"]
        radius = round(3 + 9 * sqrt(place["events"] / most), 1)
        known = place["lat"] is not None and place["lon"] is not None
        point = (round((place["lon"] + 180) * WIDTH / 360, 1), round((90 - place["lat"]) * WIDTH / 360, 1)) if known else None
        places.append({**place, "precision": "country" if country else "place", "radius": radius, "point": point, "link": f"/place/{place['place']}"})
    drawn = _marks([place for place in places if place["point"]])
    data = {"places": [{name: place[name] for name in (*names, "precision")} for place in places], "events_without_place": unplaced}
    shared = [mark for mark in drawn if len(mark["of"]) > 1]
    shown = {"places": places, "drawn": drawn, "shared": shared, "unplaced": unplaced, "events": events, "waiting": False, "called": called}
    return Answer("map.html.j2", "Map", data, shown)


def _marks(places: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One mark for places of which one hides the middle of the other: it stands where the one with most events is, and says what it is of.

    Args:
        places: with their points, those with most events first.

    Returns:
        The largest first, so that a small one lies on top; `of` has the places that share a mark, all of one precision.
    """
    marks: list[dict[str, Any]] = []
    for place in places:
        near = (mark for mark in marks if mark["precision"] == place["precision"] and dist(mark["point"], place["point"]) <= mark["radius"])
        mark = next(near, None)
        if mark is None:
            marks.append({**place, "of": [place]})
        else:
            mark["of"].append(place)
    for mark in marks:
        if len(mark["of"]) > 1:
            mark["events"] = sum(place["events"] for place in mark["of"])
            mark["link"] = f"#at-{mark['place']}"
    return marks


def place(asked: Asked) -> Answer:
    """What is said to have happened at one place."""
    index, key = asked.snapshot, asked.path["place"]
    row = next(iter(index.rows("SELECT id, name, country, lat, lon, geonames, events FROM place WHERE key = ?", key)), None) if index else None
    if index is None or row is None:
        from onrecord.errors import StoreError

        raise StoreError(key, "there is no such place in this store", "see the map")
    number, *told_of_it = row
    events = []
    for (event,) in index.rows("SELECT event FROM placed WHERE place = ? ORDER BY event DESC LIMIT ?", number, _LISTED):
        found = asked.store.connection.execute(
            "SELECT c.key, a.outlet, a.published, e.event, e.type, e.text, e.initiator_names, e.recipient_names, e.earliest, e.status, e.settled, "
            "json_extract(e.text_spans, '$[0][0]'), p.mentions FROM event e JOIN record r ON r.id = e.record_id "
            "JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id "
            "LEFT JOIN place p ON p.record_id = e.record_id AND p.place = e.place WHERE e.id = ?",
            (event,),
        ).fetchone()
        if found is not None:
            events.append(found)
    names = ("page", "outlet", "published", "event", "type", "text", "initiators", "recipients", "earliest", "status", "settled", "start", "mentions")
    told = [dict(zip(names, event, strict=True)) for event in events]
    for event in told:
        event["link"] = page_url(event["page"], event["start"])
    data = {"place": dict(zip(("name", "country", "lat", "lon", "geonames", "events"), told_of_it, strict=True)), "events": told}
    return Answer("place.html.j2", told_of_it[0], data, {"place": data["place"], "events": told, "called": called})


def adjacency(asked: Asked) -> Answer:
    """Who supplies, accuses, meets whom: a table, since a drawn web of accusations misleads."""
    if asked.snapshot is None:
        return Answer("adjacency.html.j2", "Who with whom", {"pairs": None}, {"waiting": True, "rows": ()})
    kind = asked.word("type")
    where, given = ("AND c.type = ?", [kind]) if kind else ("", [])
    rows = asked.snapshot.counted(
        "SELECT f.name, t.name, c.type, c.of, count(*), sum(c.origins > 0 OR c.narrated > 0), sum(c.denials > 0), sum(c.corroborated), sum(c.unsure) "
        "FROM claim c "
        "JOIN side f ON f.claim = c.n AND f.part = 'from' JOIN side t ON t.claim = c.n AND t.part = 'to' "
        f"WHERE c.unsettled = 0 {where} GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 1, 2, 3, 4 LIMIT ?",
        *given,
        _LISTED,
    )
    names = ("by", "to", "type", "of", "claims", "told", "denied", "corroborated", "unsure")
    told = [dict(zip(names, row, strict=True)) for row in rows]
    types = asked.snapshot.counted("SELECT type, count(*) FROM claim WHERE unsettled = 0 GROUP BY 1 ORDER BY 2 DESC")
    shown = {
        "rows": [
            {**row, "by_name": called(row["by"]), "to_name": called(row["to"]),
             "word": word_of(row["type"], row["of"]),
             "link": url("/claims", **{"from": row["by"], "to": row["to"], "type": row["type"], "of": row["of"]}),
             "denied_link": url("/claims", **{"from": row["by"], "to": row["to"], "type": row["type"], "of": row["of"], "state": "disputed"})}
            for row in told
        ],
        "types": [(name, count, url("/adjacency", type=name), name == kind) for name, count in types],
        "kind": kind,
        "waiting": False,
        "words_of": TYPES,
    }  # fmt: skip
    return Answer("adjacency.html.j2", "Who with whom", {"pairs": told}, shown)
