"""Pages in mark-up: a head, a body with marks, and the lines below it that say what the marks are; checked, and read as gold.

train/corpora/events/ANNOTATE.md says what marks and lines mean.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, get_args

from onrecord.grounding.places.gazetteer import packaged
from onrecord.record import Bound, Item, Quantity
from training.event_marks import RELATIONS, SECTORS, STANCES, Json, Mark, MarksError, country_in, one_of, span_of, told_in, unmark

STAGES: Final = ("requested", "offered", "approved", "agreed", "ordered", "shipped", "delivered", "-")
DEALS: Final = ("sale", "aid", "lease", "licence", "swap", "smuggling", "-")
CATEGORIES: Final = get_args(Item.__annotations__["category"])
ROLES: Final = get_args(get_args(Quantity.__annotations__["role"])[0])
BOUNDS: Final = get_args(Bound)
BASES: Final = ("specific", "anaphoric", "blanket")
_PAGE_TAGS: Final = ("s", "c", "k", "l", "e", "i", "q", "v", "t")


@dataclass(slots=True)
class Page:
    """A page of the corpus before it is printed."""

    name: str
    half: str
    head: Json
    text: str  # of the body
    marks: list[Mark]
    lines: list[str]  # below the body, in order


def read_pages(path: Path) -> list[Page]:
    """The pages of a file of mark-up.

    Raises:
        MarksError: it names file and page.
    """
    half = path.name.split("-")[0]
    _, *blocks = re.split(r"^## ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [page_of(path.name, half, block) for block in blocks]


def page_of(file: str, half: str, block: str) -> Page:
    """The page of one block of mark-up, from its name to its last line.

    Raises:
        MarksError: it names file and page.
    """
    name = block.split("\n", 1)[0].strip()
    parts = re.split(r"^---\s*$", block.split("\n", 1)[1], flags=re.MULTILINE)
    where = f"{file} {name}"
    if len(parts) != 3:
        raise MarksError(f"{where}: has {len(parts)} parts; head, body and what the marks are, parted by lines of ---")
    if not re.fullmatch(r"[a-z0-9-]+", name):
        raise MarksError(f"{where}: a name has small letters, digits and hyphens")
    body = "\n\n".join(" ".join(one.split()) for one in re.split(r"\n\s*\n", parts[1].strip()))
    text, marks = unmark(where, body, _PAGE_TAGS)
    head = dict(line.strip().split(" ", 1) for line in parts[0].strip().splitlines() if " " in line.strip())
    if not {"published", "headline"} <= head.keys():
        raise MarksError(f"{where}: the head needs 'published YYYY-MM-DD' and 'headline'")
    try:
        date.fromisoformat(head["published"])
    except ValueError as error:
        raise MarksError(f"{where}: published {head['published']!r} is no day") from error
    page = Page(name, half, head, text, marks, [line.strip() for line in parts[2].strip().splitlines() if line.strip()])
    gold_of(page)
    return page


@dataclass(slots=True)
class _Gold:
    """What the lines below a body say, by ID."""

    actors: dict[str, Json] = field(default_factory=dict)
    statements: dict[str, Json] = field(default_factory=dict)
    events: dict[str, Json] = field(default_factory=dict)
    transfers: dict[str, Json] = field(default_factory=dict)  # by event
    items: dict[str, Json] = field(default_factory=dict)
    links: list[Json] = field(default_factory=list)
    sizes: list[Json] = field(default_factory=list)


def gold_of(page: Page) -> Json:
    """The gold of a page with offsets in its body.

    Raises:
        MarksError: it names page and line.
    """
    gold = _Gold()
    spans: dict[tuple[str, str], list[Json]] = defaultdict(list)
    for mark in page.marks:
        spans[mark.kind, mark.number].append(span_of(page.text, mark))
    for line in page.lines:
        where = f"{page.name}: {line!r}"
        words = line.split()
        if words[0] == "a":
            _actor(where, words[1:], gold)
        elif re.fullmatch(r"i\d+", words[0]):
            _item(where, words, spans, gold)
        elif re.fullmatch(r"s\d+", words[0]):
            _statement(where, line, spans, gold)
        elif re.fullmatch(r"e\d+", words[0]):
            _event(where, line, spans, gold)
        else:
            raise MarksError(f"{where}: begins with neither a, s1, e1 nor i1")
    _complete(page, spans, gold)
    return {
        "statements": list(gold.statements.values()),
        "events": list(gold.events.values()),
        "links": gold.links,
        "sizes": gold.sizes,
        "arms_transfers": list(gold.transfers.values()),
        "actors": sorted(gold.actors.values(), key=lambda actor: str(actor["id"])),
    }


def _actor(where: str, words: Sequence[str], gold: _Gold) -> None:
    if len(words) == 1:
        code = country_in(where, words[0])
        name = packaged().code(code).name if packaged().has(code) else {"SUN": "Soviet Union", "YUG": "Yugoslavia"}.get(code, code)
        gold.actors[code] = {"id": code, "name": name, "country": code, "role": "GOV", "kind": "state"}
        return
    if len(words) < 5:
        raise MarksError(f"{where}: an actor is 'a ID kind CCC SEC name', a state 'a CCC'")
    key, kind, country, sector = words[:4]
    one_of(where, kind, ("person", "organisation", "group", "state"), "kind")
    gold.actors[key] = {
        "id": key,
        "name": " ".join(words[4:]),
        "country": None if country_in(where, country) == "-" else country,
        "role": None if one_of(where, sector, SECTORS, "sector") == "-" else sector,
        "kind": kind,
    }


def _item(where: str, words: Sequence[str], spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    key = words[0]
    if not spans.get(("i", key[1:])):
        raise MarksError(f"{where}: nothing is marked as {key}")
    item: Json = {**spans["i", key[1:]][0], "category": one_of(where, words[1], CATEGORIES, "category"), "quantity": None, "condition": None}
    quantity: Json = {}
    for word in words[2:]:
        if match := re.fullmatch(r"([\d.]+)(?:-([\d.]+))?", word):
            quantity |= {"value": float(match[1]), "upper": float(match[2]) if match[2] else None}
        elif word in BOUNDS:
            quantity["bound"] = word
        elif word in ROLES:
            quantity["role"] = word
        elif word in ("new", "used"):
            item["condition"] = word
        elif word.startswith("part="):
            item["part_of"] = word[5:]
        else:
            raise MarksError(
                f"{where}: {word!r} is neither a number, a bound ({' '.join(BOUNDS)}), a role ({' '.join(ROLES)}), new, used nor part=iN"
            )
    if "value" in quantity:
        if not spans.get(("q", key[1:])):
            raise MarksError(f"{where}: has a number, and nothing is marked as q{key[1:]}")
        item["quantity"] = {**spans["q", key[1:]][0], "bound": "exact", "role": None, **quantity}
    gold.items[key] = item


def _statement(where: str, line: str, spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    told, *linked = re.split(r"\s:\s", line)
    key, stance, *words = told.split()
    if not words:
        raise MarksError(f"{where}: a statement is 'sN stance actors', '-' where it has none")
    number = key[1:]
    one_of(where, stance, STANCES, "stance")
    if not spans.get(("c", number)):
        raise MarksError(f"{where}: no cue is marked as c{number}")
    actors = [] if words[0] == "-" else words[0].split("+")
    if actors and not spans.get(("s", number)):
        raise MarksError(f"{where}: has actors, and no source is marked as s{number}")
    statement: Json = {"id": key, "source": _pieces(spans.get(("s", number), [])), "cue": _pieces(spans["c", number])}
    if statement["source"]:
        statement["source"] |= {"actor": actors[0] if actors else None, "actors": actors}
    statement |= {"content": _pieces(spans.get(("k", number), [])), "stance": None if stance == "null" else stance}
    for word in words[1:]:
        if word == "optional":
            statement["optional"] = True
        elif match := re.fullmatch(r"(said|within)=([ts]\d+)", word):
            statement[match[1]] = match[2]
        else:
            raise MarksError(f"{where}: {word!r} is neither optional, said=tN nor within=sN")
    gold.statements[key] = statement
    for one in (part.strip() for part in " : ".join(linked).split(";") if part.strip()):
        _link(where, key, one.split(), spans, gold)


def _link(where: str, statement: str, words: Sequence[str], spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    if words[0] == "size":
        gold.sizes.append({"statement": statement, "event": words[1]})
        return
    if len(words) < 3:
        raise MarksError(f"{where}: a link is 'relation eN basis lN.M', the last as needed")
    about = []
    for word in words[3:]:
        if not spans.get(("l", word[1:])):
            raise MarksError(f"{where}: nothing is marked as {word}")
        about += spans["l", word[1:]]
    gold.links.append(
        {
            "statement": statement,
            "target": words[1],
            "relation": one_of(where, words[0], RELATIONS, "relation"),
            "basis": one_of(where, words[2], BASES, "basis"),
            "about": about,
        }
    )


def _event(where: str, line: str, spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    told, _, deal = line.partition(" | ")
    sides = re.fullmatch(r"(e\d+) (\S+) (\S+) (\S+) (\S+) > (\S+)(.*)", told)
    if sides is None:
        raise MarksError(f"{where}: an event is 'eN TYPE.mode status told initiators > recipients'")
    key, kind, status, told_as, first, second, rest = sides.groups()
    parts = told_in(where, f"{kind}/{status}")
    one_of(where, told_as, ("news", "background"), "told")
    if not spans.get(("e", key[1:])):
        raise MarksError(f"{where}: no trigger is marked as {key}")
    event: Json = {
        "id": key,
        **parts,
        "trigger": spans["e", key[1:]][0],
        "triggers": spans["e", key[1:]],
        "initiators": [] if first == "-" else first.split("+"),
        "recipients": [] if second == "-" else second.split("+"),
        "time": None,
        "told_as": told_as,
        "narrator": False,
    }
    for word in rest.split():
        if word.startswith("@t"):
            event["time"] = word[1:]
        elif word in ("narrator", "history", "trap"):
            event[word] = True
        else:
            raise MarksError(f"{where}: {word!r} is neither @tN, narrator, history nor trap")
    gold.events[key] = event
    if deal:
        gold.transfers[key] = _transfer(where, key, event, deal.split(), spans)


def _transfer(where: str, key: str, event: Json, words: Sequence[str], spans: Mapping[tuple[str, str], list[Json]]) -> Json:
    if len(words) < 3:
        raise MarksError(f"{where}: a transfer is '| stage mode items'")
    transfer: Json = {
        "event": key,
        "supplier": next(iter(event["initiators"]), None),
        "recipient": next(iter(event["recipients"]), None),
        "stage": None if one_of(where, words[0], STAGES, "stage") == "-" else words[0],
        "mode": None if one_of(where, words[1], DEALS, "mode") == "-" else words[1],
        "items": [] if words[2] == "-" else words[2].split("+"),
        "via": [], "value": None, "time": event["time"], "ordered": None, "delivered": None,
        "status": event["status"], "told_as": event["told_as"], "narrator": event["narrator"],
    }  # fmt: skip
    for word in words[3:]:
        if word == "value":
            if not spans.get(("v", key[1:])):
                raise MarksError(f"{where}: nothing is marked as v{key[1:]}")
            transfer["value"] = spans["v", key[1:]][0]
        elif match := re.fullmatch(r"(via|ordered|delivered|supplier|recipient)=(\S+)", word):
            transfer[match[1]] = match[2].split("+") if match[1] == "via" else None if match[2] == "-" else match[2]
        else:
            raise MarksError(f"{where}: {word!r} is neither value, via=, ordered=, delivered=, supplier= nor recipient=")
    return transfer


def _pieces(spans: Sequence[Json]) -> Json | None:
    if not spans:
        return None
    return {"spans": [{"start": s["start"], "end": s["end"]} for s in spans], "text": " ".join(s["text"] for s in spans)}


def _complete(page: Page, spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    """Fill references, and see that each leads somewhere and that nothing marked is left untold."""
    for (kind, number), _ in spans.items():
        table = {"s": gold.statements, "c": gold.statements, "k": gold.statements, "e": gold.events, "i": gold.items, "q": gold.items}.get(kind)
        if table is not None and (key := {"c": "s", "k": "s", "q": "i"}.get(kind, kind) + number) not in table:
            raise MarksError(f"{page.name}: {kind}{number} is marked, and no line tells of {key}")
    for statement in gold.statements.values():
        _known(page, statement["id"], gold.actors, (statement["source"] or {}).get("actors", ()))
        _known(page, statement["id"], gold.statements, [statement["within"]] if "within" in statement else ())
    for event in gold.events.values():
        _known(page, event["id"], gold.actors, [*event["initiators"], *event["recipients"]])
    for transfer in gold.transfers.values():
        where = f"transfer of {transfer['event']}"
        _known(page, where, gold.actors, [key for key in (transfer["supplier"], transfer["recipient"], *transfer["via"]) if key])
        _known(page, where, gold.items, transfer["items"])
        at = {key: number for number, key in enumerate(transfer["items"])}
        for item in (gold.items[key] for key in transfer["items"]):
            if isinstance(item.get("part_of"), str):
                item["part_of"] = at.get(item["part_of"])
        transfer["items"] = [gold.items[key] for key in transfer["items"]]
    for link in (*gold.links, *({"statement": s["statement"], "target": s["event"]} for s in gold.sizes)):
        _known(page, link["statement"], gold.events, [link["target"]])
    for one in (*gold.events.values(), *gold.transfers.values()):
        key = one.get("id") or one["event"]
        for relation, column in zip(RELATIONS, ("asserted_by", "denied_by", "declined_by", "doubted_by"), strict=True):
            one[column] = [link["statement"] for link in gold.links if link["target"] == key and link["relation"] == relation]


def _known(page: Page, who: str, table: Mapping[str, Any], keys: Iterable[str]) -> None:
    for key in keys:
        if key not in table:
            raise MarksError(f"{page.name}: {who} speaks of {key!r}, of which no line tells")
