"""The corpus of events: sentences and pages in mark-up, and what is made from them.

    python -m training.event_corpus                 writes sentences/*.jsonl, and pages/HALF/NAME.txt with NAME.gold.json, and prints the counts
    python -m training.event_corpus --check FILE…   says what is wrong in files of mark-up

train/corpora/events/README.md says what the fields mean, ANNOTATE.md what the marks.
"""

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, get_args

from onrecord.grounding.places.gazetteer import packaged
from onrecord.record import Bound, Item, PloverRoot, PloverSector, Quantity, Stance, Status

FOLDER: Final = Path(__file__).resolve().parent.parent / "train" / "corpora" / "events"
HALVES: Final = ("train", "test")
TYPES: Final = get_args(PloverRoot)
MODES: Final[Mapping[str, tuple[str, ...]]] = {
    "CONSULT": ("visit", "third-party", "multilateral", "phone"),
    "RETREAT": ("withdraw", "release", "disarm", "ceasefire", "access", "resign"),
    "REQUEST": ("assist", "change", "yield", "meet"),
    "ACCUSE": ("disapprove", "investigate", "allege"),
    "REJECT": ("assist", "change", "yield", "meet"),
    "THREATEN": ("restrict", "arrest", "relations", "expel", "territory", "violence"),
    "PROTEST": ("demo", "riot", "strike", "hunger", "boycott", "obstruct", "vandalize"),
    "SANCTION": ("convict", "expel", "withdraw", "discontinue"),
    "MOBILIZE": ("troops", "weapons", "police", "militia"),
    "COERCE": ("seize", "restrict", "censor", "curfew", "martial-law", "arrest", "deport", "withhold", "misinformation", "cyber"),
    "ASSAULT": (
        "abduct", "beat", "torture", "sexual", "targeted", "destroy", "primitive", "firearms", "explosives", "suicide-attack", "aerial", "drone",
        "heavy-weapons", "crowd-control", "unconventional", "sideAB",
    ),
}  # fmt: skip
RECIPROCAL: Final = ("CONSULT", "COOPERATE", "ASSAULT", "AGREE", "SUPPORT")
STATUSES: Final = tuple(status.value for status in Status)
STANCES: Final = (*(stance.value for stance in Stance), "null")
SECTORS: Final = (*get_args(PloverSector), "-")
NO_STATE: Final = ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC", "SUN", "YUG", "CSK", "DDR", "-")  # PLOVER's, and states that are no more
STAGES: Final = ("requested", "offered", "approved", "agreed", "ordered", "shipped", "delivered", "-")
DEALS: Final = ("sale", "aid", "lease", "licence", "swap", "smuggling", "-")
CATEGORIES: Final = get_args(Item.__annotations__["category"])
ROLES: Final = get_args(get_args(Quantity.__annotations__["role"])[0])
BOUNDS: Final = get_args(Bound)
RELATIONS: Final = ("asserts", "denies", "declines", "doubts")
BASES: Final = ("specific", "anaphoric", "blanket")
RUN: Final = 8  # no run of so many words stands in both halves

Json = dict[str, Any]

_TAG: Final = re.compile(r"([a-z]+)(\d+(?:\.\d+)?)?(?::(\S+))?")
_SENTENCE_TAGS: Final = ("e", "i", "r", "t", "p", "n", "neg")
_PAGE_TAGS: Final = ("s", "c", "k", "l", "e", "i", "q", "v", "t")


class MarksError(Exception):
    """Mark-up that cannot be read: where, and why."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: `kind` and `number` of its tag, what follows the colon, and its range in the text."""

    kind: str
    number: str
    value: str
    start: int
    end: int


def unmark(where: str, marked: str, kinds: Sequence[str]) -> tuple[str, list[Mark]]:
    """The text without marks, and the marks in the order of their start, the longer first.

    Raises:
        MarksError: a bracket without its pair, an unknown tag, words that begin or end with a space.
    """
    text: list[str] = []
    size = 0
    opened: list[tuple[list[tuple[str, str, str]], int]] = []
    marks: list[Mark] = []
    for piece in re.split(r"(\[\S+ |\])", marked):
        if piece == "]":
            if not opened:
                raise MarksError(f"{where}: a ']' too many behind …{''.join(text)[-40:]!r}")
            tags, start = opened.pop()
            words = "".join(text)[start:]
            if not words or words != words.strip():
                raise MarksError(f"{where}: {words!r} begins or ends with a space, or is empty")
            marks += [Mark(kind, number, value, start, size) for kind, number, value in tags]
        elif piece.startswith("[") and piece.endswith(" "):
            opened.append((_tags(where, piece[1:-1], kinds), size))
        else:
            if "[" in piece:
                raise MarksError(f"{where}: '[' without a tag at {piece[piece.index('[') :][:40]!r}")
            text.append(piece)
            size += len(piece)
    if opened:
        raise MarksError(f"{where}: the mark of {''.join(text)[opened[-1][1] :][:40]!r} is not closed")
    return "".join(text), sorted(marks, key=lambda mark: (mark.start, -mark.end))


def _tags(where: str, written: str, kinds: Sequence[str]) -> list[tuple[str, str, str]]:
    found = []
    for one in written.split(","):
        match = _TAG.fullmatch(one)
        if match is None or match[1] not in kinds:
            raise MarksError(f"{where}: no tag {one!r}; the tags are {' '.join(kinds)}")
        if match[1] not in ("n", "neg") and match[2] is None:
            raise MarksError(f"{where}: tag {one!r} lacks its number")
        found.append((match[1], match[2] or "", match[3] or ""))
    return found


# Sentences


def read_sentences(path: Path) -> list[Json]:
    """The sentences of a file as records: `text`, `events`, `said`, `negated`.

    Raises:
        MarksError: it names file and line.
    """
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            found.append(sentence(f"{path.name}:{number}", line.strip()))
    return found


def sentence(where: str, line: str) -> Json:
    """One marked sentence as a record."""
    text, marks = unmark(where, line, _SENTENCE_TAGS)
    events: dict[str, Json] = {}
    for mark in marks:
        if mark.kind == "e" and mark.value:
            if mark.number in events:
                raise MarksError(f"{where}: event {mark.number} has two types")
            events[mark.number] = {**_told(where, mark.value), "triggers": [], "actors": [], "recipients": [], "times": [], "places": []}
    for mark in marks:
        if mark.kind in ("n", "neg"):
            continue
        if mark.number not in events:
            raise MarksError(f"{where}: {text[mark.start : mark.end]!r} belongs to event {mark.number}, whose trigger has no type")
        into = {"e": "triggers", "i": "actors", "r": "recipients", "t": "times", "p": "places"}[mark.kind]
        events[mark.number][into].append(_span(text, mark) | _who(where, mark, marks))
    for number, event in events.items():
        if not event["triggers"]:
            raise MarksError(f"{where}: event {number} has no trigger")
    said = [_span(text, mark) for mark in marks if mark.kind == "n"]
    return {
        "id": where.replace(".txt", ""),
        "text": text,
        "events": list(events.values()),
        "said": said,
        "negated": [_span(text, m) for m in marks if m.kind == "neg"],
    }


def _told(where: str, value: str) -> Json:
    written, _, status = value.partition("/")
    parts = [one.partition(".") for one in written.split("+")]
    for kind, _, mode in parts:
        _one_of(where, kind, TYPES, "type")
        if mode:
            _one_of(where, mode, MODES.get(kind, ()), f"mode of {kind}")
    _one_of(where, status or "occurred", STATUSES, "status")
    return {
        "type": parts[0][0], "mode": parts[0][2] or None, "also": [kind for kind, _, _ in parts[1:]], "status": status or "occurred",
    }  # fmt: skip


def _who(where: str, mark: Mark, marks: Iterable[Mark]) -> Json:
    if mark.kind not in ("i", "r"):
        return {}
    value = mark.value or next((m.value for m in marks if (m.start, m.end) == (mark.start, mark.end) and m.kind in ("i", "r") and m.value), "")
    country, _, sector = value.partition(".")
    if not country:
        raise MarksError(f"{where}: a role without a country; write '-' where it has none")
    _country(where, country)
    _one_of(where, sector or "-", SECTORS, "sector")
    return {"country": None if country == "-" else country, "sector": None if sector in ("", "-") else sector}


def _span(text: str, mark: Mark) -> Json:
    return {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}


def _one_of(where: str, word: str, words: Sequence[str], what: str) -> str:
    if word not in words:
        raise MarksError(f"{where}: no {what} {word!r}; it is one of {' '.join(words) or 'none'}")
    return word


def _country(where: str, code: str) -> str:
    if code not in NO_STATE and not (len(code) == 3 and packaged().has(code)):
        raise MarksError(f"{where}: no country {code!r}: alpha-3, or one of {' '.join(NO_STATE)}")
    return code


# Pages


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
        spans[mark.kind, mark.number].append(_span(page.text, mark))
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
        code = _country(where, words[0])
        name = packaged().code(code).name if packaged().has(code) else {"SUN": "Soviet Union", "YUG": "Yugoslavia"}.get(code, code)
        gold.actors[code] = {"id": code, "name": name, "country": code, "role": "GOV", "kind": "state"}
        return
    if len(words) < 5:
        raise MarksError(f"{where}: an actor is 'a ID kind CCC SEC name', a state 'a CCC'")
    key, kind, country, sector = words[:4]
    _one_of(where, kind, ("person", "organisation", "group", "state"), "kind")
    gold.actors[key] = {
        "id": key,
        "name": " ".join(words[4:]),
        "country": None if _country(where, country) == "-" else country,
        "role": None if _one_of(where, sector, SECTORS, "sector") == "-" else sector,
        "kind": kind,
    }


def _item(where: str, words: Sequence[str], spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    key = words[0]
    if not spans.get(("i", key[1:])):
        raise MarksError(f"{where}: nothing is marked as {key}")
    item: Json = {**spans["i", key[1:]][0], "category": _one_of(where, words[1], CATEGORIES, "category"), "quantity": None, "condition": None}
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
    _one_of(where, stance, STANCES, "stance")
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
            "relation": _one_of(where, words[0], RELATIONS, "relation"),
            "basis": _one_of(where, words[2], BASES, "basis"),
            "about": about,
        }
    )


def _event(where: str, line: str, spans: Mapping[tuple[str, str], list[Json]], gold: _Gold) -> None:
    told, _, deal = line.partition(" | ")
    sides = re.fullmatch(r"(e\d+) (\S+) (\S+) (\S+) (\S+) > (\S+)(.*)", told)
    if sides is None:
        raise MarksError(f"{where}: an event is 'eN TYPE.mode status told initiators > recipients'")
    key, kind, status, told_as, first, second, rest = sides.groups()
    parts = _told(where, f"{kind}/{status}")
    _one_of(where, told_as, ("news", "background"), "told")
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
        "stage": None if _one_of(where, words[0], STAGES, "stage") == "-" else words[0],
        "mode": None if _one_of(where, words[1], DEALS, "mode") == "-" else words[1],
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


# Printing


def printed(page: Page, others: Sequence[Page]) -> tuple[str, Json]:
    """A page as a crawler would keep it, and its gold with offsets in it; teasers are of other pages of the same half.

    The furniture is drawn by the page's name: the same corpus gives the same pages.
    """
    chance = random.Random(page.name)
    day = date.fromisoformat(page.head["published"])
    outlet = page.head.get("outlet", "The Daily Register")
    top = [chance.choice((outlet, f"{outlet} - World", f"{outlet}\nHOME  WORLD  POLITICS  SPORT"))]
    top += [
        page.head["headline"],
        chance.choice((f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B} {day.year}", f"Published: {day.isoformat()}")),
    ]
    if chance.random() < 0.5:
        top.append(chance.choice(("Share post:", "Share this article", "Listen to this article")))
    before = "\n\n".join(top) + "\n\n"
    after, related = "", []
    if chance.random() < 0.5 and len(others) > 3:
        after = "\n\n" + chance.choice(("Related articles", "Read more", "More from World"))
        for other in chance.sample([one for one in others if one.name != page.name], 2):
            teaser = re.split(r"(?<=[.!?])\s", other.text.replace("\n", " "), maxsplit=1)[0][:110].rsplit(" ", 1)[0] + "..."
            related.append({"headline": other.head["headline"], "teaser": teaser})
            after += f"\n\n{other.head['headline']}\n\n{teaser}"
    text = before + page.text + after + "\n"
    shift = len(before)
    gold = _shifted(gold_of(page), shift)
    at = text.index(page.head["headline"])
    blocks, start = [], shift
    for block in page.text.split("\n\n"):
        blocks.append({"start": start, "end": start + len(block), "text": block})
        start += len(block) + 2
    article = {
        "headline": {"start": at, "end": at + len(page.head["headline"]), "text": page.head["headline"]},
        "body": blocks,
        "published": {"date": page.head["published"], "evidence": []},
        "agencies": [],
        "authors": [],
        "related": [{"headline": {"text": one["headline"]}, "teaser": {"text": one["teaser"]}} for one in related],
    }
    times = [
        {"id": f"t{mark.number}", **_span(page.text, mark)} for mark in page.marks if mark.kind == "t"
    ]  # fmt: skip
    document = {"location": f"{page.name}.txt", "media_type": "text/plain", "language": "en", "characters": len(text)}
    return text, {"schema": "onrecord-gold/1", "document": document, "article": article, **gold, "times": _shifted(times, shift)}


def _shifted(node: Any, by: int) -> Any:
    if isinstance(node, dict):
        moved = {key: _shifted(value, by) for key, value in node.items()}
        if isinstance(node.get("start"), int):
            moved |= {"start": node["start"] + by, "end": node["end"] + by}
        return moved
    return [_shifted(one, by) for one in node] if isinstance(node, list) else node


# The whole corpus


@cache
def sentences(half: str) -> tuple[Json, ...]:
    """All sentences of a half, by type and line."""
    return tuple(one for path in sorted((FOLDER / "sentences").glob(f"*.{half}.txt")) for one in read_sentences(path))


@cache
def pages(half: str) -> tuple[Page, ...]:
    """All pages of a half, by file and place in it."""
    return tuple(page for path in sorted((FOLDER / "pages").glob(f"{half}-*.txt")) for page in read_pages(path))


def files() -> Iterator[tuple[Path, str]]:
    """Everything that is made from the mark-up: path in the corpus, and what it holds."""
    for half in HALVES:
        yield FOLDER / f"sentences.{half}.jsonl", "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in sentences(half))
        for page in pages(half):
            text, gold = printed(page, pages(half))
            yield FOLDER / half / f"{page.name}.txt", text
            yield FOLDER / half / f"{page.name}.gold.json", json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def counts(half: str) -> dict[str, int]:
    """What a half holds."""
    found: Counter[str] = Counter()
    for one in sentences(half):
        found["sentences"] += 1
        found["sentences without event"] += not one["events"]
        found.update(f"sentences: {event['type']}" for event in one["events"])
        found.update(f"sentences: status {event['status']}" for event in one["events"])
    for page in pages(half):
        gold = gold_of(page)
        found["pages"] += 1
        found["pages: words"] += len(page.text.split())
        found["pages: statements"] += len(gold["statements"])
        found["pages: events"] += len(gold["events"])
        found["pages: transfers"] += len(gold["arms_transfers"])
        found["pages: direction traps"] += sum("trap" in event for event in gold["events"])
        found["pages: history"] += sum("history" in event for event in gold["events"])
        found["pages: denials of size or price"] += len(gold["sizes"])
        denials = [link for link in gold["links"] if link["relation"] != "asserts"]
        found["pages: statements that deny, decline or doubt"] += len(
            {link["statement"] for link in denials} | {s["statement"] for s in gold["sizes"]}
        )
        found.update(
            f"pages: links that {link['relation']}" if link["relation"] == "asserts" else f"pages: {link['basis']} denials" for link in gold["links"]
        )
        found.update(f"pages: transfers {one['status']}" for one in gold["arms_transfers"])
    return dict(found)


def check(path: Path) -> list[str]:
    """What is wrong in a file of mark-up, a line each: all sentences or pages that cannot be read."""
    wrong = []
    if "train-" in path.name or "test-" in path.name:
        _, *blocks = re.split(r"^(?=## )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        for block in blocks:
            beside = path.with_name(path.name + ".one")
            try:
                beside.write_text(block, encoding="utf-8")
                read_pages(beside)
            except MarksError as error:
                wrong.append(str(error).replace(".one", ""))
            finally:
                beside.unlink(missing_ok=True)
        return wrong
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            try:
                sentence(f"{path.name}:{number}", line.strip())
            except MarksError as error:
                wrong.append(str(error))
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", type=Path, nargs="+", metavar="FILE")
    options = parser.parse_args()
    if options.check:
        wrong = [line for path in options.check for line in check(path)]
        print("\n".join(wrong) or "nothing wrong")
        return bool(wrong)
    wanted = dict(files())
    for half in HALVES:
        for path in (FOLDER / half).glob("*"):
            if path not in wanted:
                path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    both = {half: counts(half) for half in HALVES}
    for key in dict.fromkeys([*both["train"], *both["test"]]):
        print(f"{key:<50} {both['train'].get(key, 0):>6} {both['test'].get(key, 0):>6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
