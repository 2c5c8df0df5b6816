"""Actors: who speaks in the store; what somebody said, in the order in which it was said, with early and late words side by side."""

from typing import Any, Final

from onrecord.errors import StoreError
from onrecord.export.stances import look_of
from onrecord.record import Stance
from onrecord.web.answers import Answer, Asked, Pager, called, said_by_id, segment

_LISTED: Final = 100
_SAID: Final = 60
_SIDE: Final = 3


def actors(asked: Asked) -> Answer:
    """Who speaks, those with most statements first."""
    index = asked.snapshot
    if index is None:
        return Answer("actors.html.j2", "Actors", {"actors": None}, {"waiting": True, "rows": ()})
    words = asked.word("name")
    where, given = ("instr(lower(name), lower(?))", [words]) if words else ("1", [])
    ((total,),) = index.counted(f"SELECT count(*) FROM actor WHERE {where} AND statements > 0", *given)
    pager = Pager(asked.number, total, _LISTED, "/actors", {"name": words})
    rows = index.rows(
        f"SELECT name, kind, country, wikidata, pages, statements FROM actor WHERE {where} AND statements > 0 "
        "ORDER BY statements DESC, name LIMIT ? OFFSET ?",
        *given,
        _LISTED,
        (pager.number - 1) * _LISTED,
    )
    names = ("name", "kind", "country", "wikidata", "pages", "statements")
    found = [dict(zip(names, row, strict=True)) for row in rows]
    shown = {"rows": [{**row, "link": f"/actor/{segment(row['name'])}"} for row in found], "pager": pager, "words": words, "waiting": False}
    return Answer("actors.html.j2", "Actors", {"total": total, "actors": found}, shown)


def actor(asked: Asked) -> Answer:
    """What one actor said. Nothing is judged: the words stand side by side."""
    index, name = asked.snapshot, asked.path["name"]
    if index is None:
        return Answer("actor.html.j2", name, {"statements": None}, {"waiting": True, "name": name, "rows": ()})
    row = next(iter(index.rows("SELECT id, kind, country, wikidata, pages, statements FROM actor WHERE name = ?", name)), None)
    if row is None:
        raise StoreError(name, "nobody of that name is in the store", "see the list of actors")
    number, kind, country, wikidata, pages, statements = row
    pager = Pager(asked.number, statements, _SAID, f"/actor/{segment(name)}", {})
    ids = index.rows("SELECT statement FROM said WHERE actor = ? ORDER BY day, statement LIMIT ? OFFSET ?", number, _SAID, (pager.number - 1) * _SAID)
    last = index.rows("SELECT statement FROM said WHERE actor = ? ORDER BY day DESC, statement DESC LIMIT ?", number, _SIDE)
    first = index.rows("SELECT statement FROM said WHERE actor = ? AND day <> '' ORDER BY day, statement LIMIT ?", number, _SIDE)

    def told(found: list[tuple[Any, ...]]) -> list[Any]:
        quotes = (said_by_id(asked.store, id_) for (id_,) in found)
        return [(said, look_of(Stance(said.stance) if said.stance else None)) for said in quotes if said is not None]

    rows = told(ids)
    claims = index.rows(
        "SELECT s.part, count(DISTINCT s.claim) FROM side s WHERE s.name IN (?, ?) GROUP BY s.part", name, country if kind == "state" else name
    )
    fields = ("page", "statement", "day", "stance", "source", "cue", "text", "outlet", "published", "settled", "location")
    data = {
        "actor": {"name": name, "kind": kind, "country": country, "wikidata": wikidata, "pages": pages, "statements": statements},
        "statements": [{**{field: getattr(said, field) for field in fields}, "settled": bool(said.settled)} for said, _ in rows],
    }
    shown = {
        "name": name, "kind": kind, "country": called(country), "wikidata": wikidata, "pages": pages, "statements": statements, "rows": rows,
        "pager": pager, "early": told(first) if statements > 2 * _SIDE else [], "late": told(last)[::-1] if statements > 2 * _SIDE else [],
        "claims": dict(claims), "code": country if kind == "state" and country else name, "waiting": False,
    }  # fmt: skip
    return Answer("actor.html.j2", name, data, shown)
