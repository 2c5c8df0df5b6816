"""The claims board, and one claim with who stands behind it."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final, get_args

from onrecord import codec
from onrecord.across import origin_tree
from onrecord.across.names import party_name
from onrecord.errors import StoreError
from onrecord.export.times import time_in_words
from onrecord.record import PloverRoot, Status
from onrecord.store.facets import fold
from onrecord.store.packed import unpack
from onrecord.store.store import Store
from onrecord.stories import Claim, Voice
from onrecord.web.answers import ROWS, Answer, Asked, Pager, Said, called, said_at, segment, url
from onrecord.web.facets import Counts, counts_of, total_of
from onrecord.web.index import EACH_KIND, KINDS, Snapshot
from onrecord.web.pages.audit import stamped

RELATIONS: Final = ("asserts", "denies", "declines", "doubts")
ORDERS: Final = {
    "newest": "first DESC, n DESC",
    "oldest": "first NULLS LAST, n",
    "newsrooms": "newsrooms DESC, origins DESC, n",
    "disputed": "disputed DESC, denials DESC, parties DESC, n",
}
STATES: Final = {
    "disputed": "disputed = 1",
    "corroborated": "corroborated = 1",
    "reported": "reported = 1",
    "once": "NOT reported AND newsrooms = 1 AND NOT disputed",
    "denied-only": "denials > 0 AND origins = 0 AND narrated = 0",
    "declined": "declines > 0",
    "narrated": "narrated > 0",
    "differing": "differ > 0",
    "retracted": "retracted = 1",
}
STATE_WORDS: Final = {
    "disputed": "disputed",
    "corroborated": "corroborated",
    "reported": "independently reported",
    "once": "one newsroom only",
    "denied-only": "denied, asserted by nobody",
    "declined": "somebody declines to comment",
    "narrated": "told in a newsroom's own voice",
    "differing": "figures differ",
    "retracted": "retracted",
}
_MOST_NAMES: Final = 6  # in a cell of the board; the claim's page has all
_MOST_LISTED: Final = 60
_MOST_VOICES: Final = 2_000  # whose sentences a claim's page looks up; its JSON has all
_FACETS: Final = ("state", "type", "status", "of")
_MOST_VALUES: Final = 20  # of a facet
_MOST_COUNTED: Final = 20_000  # claims whose sides are counted while somebody waits


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody who speaks of a claim, and the sentence in which he first does."""

    name: str
    party: str | None  # who stands behind, where that is another
    voices: int
    link: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A claim on the board."""

    claim: Claim
    words: Said | None
    names: Mapping[str, tuple[Name, ...]]
    more: Mapping[str, int]  # names that are not shown
    differing: tuple[tuple[str, tuple[str, ...]], ...]
    unsettled: bool


def board(asked: Asked) -> Answer:
    """The board: a row a claim, filtered and sorted by links."""
    index = asked.snapshot
    filters = filters_of(asked)
    order = asked.one_of("sort", tuple(ORDERS)) or "newest"
    if index is None:
        return Answer("claims.html.j2", "Claims", {"claims": None}, {"rows": (), "waiting": True, "audited": ()})
    where, given = condition(filters)
    settled = f"{where} AND unsettled = 0"
    counts = _counts(index, filters)
    total, apart = (total_of(counts, unsettled=unsettled) for unsettled in (False, True))
    pager = Pager(asked.number, total, ROWS, "/claims", {**filters, "sort": None if order == "newest" else order})
    numbers = index.rows(f"SELECT id FROM claim WHERE {settled} ORDER BY {ORDERS[order]} LIMIT ? OFFSET ?", *given, ROWS, (pager.number - 1) * ROWS)
    apart_ids = index.rows(f"SELECT id FROM claim WHERE {where} AND unsettled = 1 ORDER BY {ORDERS[order]} LIMIT ?", *given, ROWS // 2)
    rows = rows_of(asked.store, [id_ for (id_,) in numbers], unsettled=False)
    unsettled = rows_of(asked.store, [id_ for (id_,) in apart_ids], unsettled=True) if pager.number == 1 else ()
    told = told_of(asked, filters, total, apart)
    audited = stamped(asked)

    def data() -> dict[str, Any]:
        return {
            **told,
            "audit": list(audited),
            "claims": [codec.encode(row.claim, "") for row in rows],
            "unsettled_claims": [codec.encode(row.claim, "") for row in unsettled],
        }

    shown = {
        "rows": rows,
        "unsettled": unsettled,
        "apart": apart,
        "pager": pager,
        "facets": facets_of(index, filters, counts),
        "filters": filters,
        "chosen": chosen_of(filters, order),
        "orders": [(name, url("/claims", **filters, sort=name), name == order) for name in ORDERS],
        "no_denial": asked.coverage.no_denial(),
        "words_of_state": STATE_WORDS | {"of": "event or transfer"},
        "waiting": False,
        "audited": audited,
    }
    return Answer("claims.html.j2", "Claims", data, shown)


def told_of(asked: Asked, filters: Mapping[str, str], total: int, unsettled: int) -> dict[str, Any]:
    """What the data of a list of claims says beside them: what it rests on, what was asked for, how many there are."""
    return {
        "coverage": codec.encode(asked.coverage, ""),
        "filters": filters,
        "total": total,
        "unsettled": unsettled,
        "no_denial": asked.coverage.no_denial(),
    }


def filters_of(asked: Asked) -> dict[str, str]:
    """What the address asks the claims to be."""
    found = {
        "state": asked.one_of("state", tuple(STATES)),
        "type": asked.one_of("type", get_args(PloverRoot)),
        "status": asked.one_of("status", tuple(status.value for status in Status)),
        "of": asked.one_of("of", ("event", "transfer")),
        **{name: asked.word(name) for name in ("actor", "from", "to", "denied", "story", "since", "before")},
        "new": None if asked.new_after is None else str(asked.new_after),
    }
    return {name: value for name, value in found.items() if value}


def condition(filters: Mapping[str, str]) -> tuple[str, list[str]]:
    """The condition on rows of `claim` in the index, and its values."""
    parts, given = ["1"], []
    for name, value in filters.items():
        if name == "state":
            parts.append(STATES[value])
            continue
        given.append(value)
        match name:
            case "actor":
                parts.append("n IN (SELECT claim FROM side WHERE name = ?)")
            case "from" | "to":
                parts.append(f"n IN (SELECT claim FROM side WHERE part = '{name}' AND name = ?)")
            case "denied":
                parts.append("n IN (SELECT claim FROM side WHERE part = 'denies' AND name = ?)")
            case "since":
                parts.append("first >= ?")
            case "before":
                parts.append("first < ?")
            case "new":
                parts.append("newest > ?")
            case _:
                parts.append(f"{name} = ?")
    return " AND ".join(parts), given


def facets_of(index: Snapshot, filters: Mapping[str, str], counts: Counts) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """By what the claims that are shown can be told apart further: name, and value, count and address of each."""
    found = []
    for facet in _FACETS:
        if facet in filters:
            continue
        values = [(value, count, url("/claims", **filters, **{facet: value})) for value, count in counts[facet][:_MOST_VALUES] if count]
        if len(values) > 1 or facet == "state":
            found.append((facet, values))
    if "actor" in filters or (filters and total_of(counts, unsettled=False) > _MOST_COUNTED):
        return found
    where, given = condition(filters)
    sides = index.counted(
        "SELECT name, count(DISTINCT claim) FROM side WHERE part IN ('from', 'to') AND "
        f"claim IN (SELECT n FROM claim WHERE {where} AND unsettled = 0) GROUP BY name ORDER BY 2 DESC, 1 LIMIT 12",
        *given,
    )
    if sides:
        found.append(("actor", [(name, count, url("/claims", **filters, actor=name)) for name, count in sides]))
    return found


def _counts(index: Snapshot, filters: Mapping[str, str]) -> Counts:
    """How many claims fit, by what they can be told apart further."""
    where, given = condition(filters)
    few = set(filters) <= set(_FACETS)
    kinds = f"SELECT * FROM cube WHERE {where}" if few else f"SELECT {KINDS}, count(*) AS claims FROM claim WHERE {where} GROUP BY {EACH_KIND}"
    return counts_of(index, kinds, given, [name for name in _FACETS if name != "state"], STATES)


def chosen_of(filters: Mapping[str, str], order: str) -> list[tuple[str, str, str]]:
    """The filters that hold, each with the address without it."""
    sort = None if order == "newest" else order
    return [(name, value, url("/claims", **{k: v for k, v in filters.items() if k != name}, sort=sort)) for name, value in filters.items()]


def claim_of(store: Store, id_: str) -> Claim | None:
    """A claim as the store keeps it."""
    row = store.connection.execute("SELECT json FROM claim WHERE id = ?", (id_,)).fetchone()
    return None if row is None else _unpacked(row[0])


@lru_cache(maxsize=1_000)  # a claim that is looked at is looked at again, and its bytes say all of it
def _unpacked(data: bytes) -> Claim:
    found: Claim = codec.decode(Claim, json.loads(unpack(data)), "")
    return found


def rows_of(store: Store, ids: Iterable[str], *, unsettled: bool) -> tuple[Row, ...]:
    """Claims as rows of the board."""
    claims = [claim for id_ in ids if (claim := claim_of(store, id_)) is not None]
    return tuple(_row(store, claim, unsettled=unsettled) for claim in claims)


def _row(store: Store, claim: Claim, *, unsettled: bool) -> Row:
    names = {relation: names_of(store, getattr(claim, relation), _MOST_NAMES) for relation in RELATIONS}
    number = {relation: len({_name_of(voice) for voice in getattr(claim, relation)}) for relation in RELATIONS}
    return Row(
        claim=claim,
        words=words_of(store, claim),
        names=names,
        more={relation: number[relation] - len(found) for relation, found in names.items()},
        differing=differing(claim),
        unsettled=unsettled,
    )


def words_of(store: Store, claim: Claim) -> Said | None:
    """The words by which a claim is shown: those of its best statement, never made up."""
    told = [(v.document, v.statement) for v in claim.asserts] + [(n.document, None) for n in claim.narrated]
    told += [(v.document, v.statement) for relation in RELATIONS[1:] for v in getattr(claim, relation)]
    found = [said for page, statement in told[:8] if (said := said_at(store, page, statement)) is not None]
    return min(found, key=lambda said: (not said.settled, not said.text), default=None)


def names_of(store: Store, voices: Iterable[Voice], most: int = _MOST_LISTED) -> tuple[Name, ...]:
    """Those who say something, each once, no more than so many."""
    groups: dict[tuple[str, str | None], list[Voice]] = {}
    for voice in voices:
        groups.setdefault(_name_of(voice), []).append(voice)
    found = []
    for (name, party), spoken in islice(groups.items(), most):
        said = said_at(store, spoken[0].document, spoken[0].statement)
        settled = said is None or bool(said.settled)
        found.append(Name(name, party, len(spoken), said.link if said else f"/page/{segment(spoken[0].document)}", settled))
    return tuple(found)


def named(voices: Iterable[Voice]) -> tuple[str, ...]:
    """What those are called who say something, each once."""
    return tuple(name for name, _ in dict.fromkeys(map(_name_of, voices)))


def _name_of(voice: Voice) -> tuple[str, str | None]:
    """What somebody is called, and the party where that is another."""
    return _called(voice.actor, voice.party)


@lru_cache(maxsize=10_000)  # hundreds of pages tell a large claim, of the same few who speak
def _called(actor: str | None, of: str | None) -> tuple[str, str | None]:
    name = called(actor or of) or "(source not named)"
    party = called(of and party_name(of, (actor,)))
    return name, party if party and fold(party) != fold(name) else None


def party_in(party: str | None, claim: Claim) -> str:
    """What a party is called that speaks of a claim, or is cited there."""
    voices = (voice for relation in RELATIONS for voice in getattr(claim, relation))
    return called(party and party_name(party, (voice.actor for voice in voices if voice.party == party)))


def differing(claim: Claim, *, names: bool = True) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The figures on which sources differ, with all that is said of each."""
    values: dict[str, list[str]] = {}
    for figure in claim.figures:
        by = f" ({', '.join(map(called, figure.by))})" if figure.by and names else ""
        denied = f", denied by {', '.join(map(called, figure.denied_by))}" if figure.denied_by and names else ""
        values.setdefault(figure.what, []).append(f"{figure.value}{by}{denied}")
    several = {f.what for f in claim.figures if len({o.value for o in claim.figures if o.what == f.what}) > 1}
    return tuple((what, tuple(told)) for what, told in ((what, dict.fromkeys(told)) for what, told in values.items()) if what in several)


def what_of(claim: Claim) -> str:
    """A claim in a line: "AID North Korea → Russia · munitions · expected · 2023-09"."""
    transfer = claim.of == "transfer"
    by, to = ((claim.supplier,), (claim.recipient,)) if transfer else (claim.initiators, claim.recipients)
    sides = [" + ".join(called(name) for name in side if name) for side in (by, to)]
    who = " → ".join(side or "?" for side in sides) if any(sides) else "sides not told"
    return " · ".join(filter(None, (f"{claim.type} {who}", ", ".join(claim.items[:3]), time_in_words(claim.time or ""))))


def state_of(claim: Claim) -> tuple[str, ...]:
    """What follows from the counts, in words."""
    return claim.standing


def one(asked: Asked) -> Answer:
    """A claim: the columns of who asserts and who denies it, its counts with the tree that they are counted on, and its figures."""
    claim = claim_of(asked.store, asked.path["claim"])
    if claim is None:
        raise StoreError(asked.path["claim"], "there is no claim of that ID", "see the board: IDs change when pages come or go")
    quotes: dict[tuple[str, str | None], Said] = {}
    told = [(v.document, v.statement) for relation in RELATIONS for v in getattr(claim, relation)]
    for page, statement in islice((*told, *((n.document, None) for n in claim.narrated)), _MOST_VOICES):
        said = said_at(asked.store, page, statement)
        if said is not None:
            quotes[page, statement] = said
    columns = []
    for relation in RELATIONS:
        voices = getattr(claim, relation)
        spoken = [(v, quotes[v.document, v.statement]) for v in voices if (v.document, v.statement) in quotes]
        columns.append((relation, spoken, names_of(asked.store, voices)))
    steps = asked.store.connection.execute(
        "SELECT id, status, time, first FROM claim WHERE deal_id = ? ORDER BY deal_n", (claim.deal,)
    ).fetchall()  # fmt: skip
    shown: dict[str, Any] = {
        "claim": claim,
        "when": time_in_words(claim.time or "") or "no day that is told",
        "words": words_of(asked.store, claim),
        "columns": columns,
        "tree": origin_tree(claim),
        "quotes": quotes,
        "unsettled": sum(not said.settled for said in quotes.values()),
        "figures": claim.figures,
        "differing": {what for what, _ in differing(claim)},
        "steps": steps if len(steps) > 1 else [],
        "no_denial": asked.coverage.no_denial(),
    }
    data = {"coverage": codec.encode(asked.coverage, ""), "claim": codec.encode(claim, "")}
    return Answer("claim.html.j2", f"Claim: {what_of(claim)}", data, shown)


def story(asked: Asked) -> Answer:
    """A story: its pages and its claims."""
    id_ = asked.path["story"]
    ask = asked.store.connection
    row = ask.execute("SELECT first, last FROM story WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise StoreError(id_, "there is no story of that ID", "see the pages: IDs change when pages come or go")
    pages = ask.execute(
        "SELECT c.key, a.outlet, a.published, a.headline, a.agencies, (SELECT o.key FROM copy x JOIN capture o ON o.id = x.of_capture_id "
        "WHERE x.capture_id = c.id AND x.kind IN ('copy', 'excerpt', 'update') ORDER BY x.share DESC LIMIT 1), "
        "(SELECT x.kind FROM copy x WHERE x.capture_id = c.id AND x.kind IN ('copy', 'excerpt', 'update') ORDER BY x.share DESC LIMIT 1) "
        "FROM story_capture s JOIN capture c ON c.id = s.capture_id JOIN record r ON r.capture_id = c.id AND r.shown "
        "JOIN article a ON a.record_id = r.id WHERE s.story_id = ? ORDER BY a.published, c.key LIMIT 500",
        (id_,),
    ).fetchall()
    claims = rows_of(
        asked.store, [c for (c,) in ask.execute("SELECT id FROM claim WHERE story_id = ? ORDER BY n LIMIT 100", (id_,))], unsettled=False
    )
    title = next((page[3] for page in pages if page[3]), id_)
    names = ("page", "outlet", "published", "headline", "agencies", "copy_of", "kind")
    data = {
        "story": id_,
        "first": row[0],
        "last": row[1],
        "pages": [dict(zip(names, page, strict=True)) for page in pages],
        "claims": [codec.encode(c.claim, "") for c in claims],
    }
    return Answer("story.html.j2", title, data, {"story_pages": data["pages"], "rows": claims, "no_denial": asked.coverage.no_denial()})
