"""Gold pages as records: what `stories` merges where reading is given, and what a read record's IDs are in the gold's.

A gold file has no times resolved (our own corpora) or no offsets (HTML of ../shared/pages): times are taken from the page as it is read, words
are looked up in the gold's body. An actor keeps the gold's ID only within its page, as in any record.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import onrecord
from benchmarks.frame import DataError, Json
from benchmarks.pages import read_gold
from onrecord.across import Capture
from onrecord.grounding import find_times, resolve_times
from onrecord.lexicon import read_table
from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    BlockKind,
    BodyBlock,
    Credit,
    Event,
    EventLink,
    Generator,
    Item,
    Kind,
    Money,
    Noted,
    PageKind,
    Pieces,
    Published,
    Quantity,
    Record,
    Said,
    Source,
    Stance,
    Statement,
    Status,
    Time,
    TimexType,
)
from onrecord.text import Document, Span

_CURRENCY = {"€": "EUR", "£": "GBP", "¥": "JPY"}
_TIMES = {"million": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "thousand": 1e3}


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page with its gold, what was read of it, and who printed it."""

    path: Path
    gold: Json
    read: Record
    outlet: str | None
    newsroom: str | None

    @property
    def name(self) -> str:
        return self.path.name

    def capture(self, *, given: bool) -> Capture:
        """The page to merge: its gold as a record where that is given, else as it was read."""
        if not given:
            return Capture(self.name, self.read, self.outlet)
        record = record_of(self.gold, self.read)
        agencies = (self.newsroom,) if self.newsroom and self.newsroom != self.outlet else ()
        return Capture(self.name, record, self.outlet, agencies, self.gold["article"]["published"]["date"])


def gold_page(path: Path, outlet: str | None, newsroom: str | None) -> GoldPage:
    """A page of a folder with its gold beside it.

    Raises:
        DataError: it cannot be read.
    """
    gold = read_gold(path.with_name(f"{path.stem}.gold.json"))
    try:
        record = onrecord.read(path)
    except onrecord.OnRecordError as error:
        raise DataError(str(error)) from error
    return GoldPage(path, gold, record, outlet, newsroom)


def record_of(gold: Json, read: Record) -> Record:
    """The gold of a page as a record."""
    return _Maker(gold, read).record()


class _Maker:
    """One gold file; words without offsets are looked up in its body."""

    def __init__(self, gold: Json, read: Record) -> None:
        self.gold = gold
        article = gold["article"]
        self.offsets = "start" in ((article["body"] or [{}])[0])
        if self.offsets:
            self.text = read.document.text
        else:
            self.text = "\n".join([_words(article["headline"]), *(b["text"] for b in article["body"])])
        self.read = read
        self.day = article["published"]["date"]
        self.times = {t["id"]: t for t in gold.get("times") or []}
        published = Published(self.day, 1.0, (), ())
        found = find_times(read.document, read.article) if self.offsets and read.article else ()
        times = found.layer if isinstance(found, Noted) else found
        self.resolved = resolve_times(read.document, times, published) or ()
        made = {a["id"]: _actor(a) for a in gold["actors"]}
        self.actors = {a.id: a for a in made.values()}
        self.ids = {key: a.id for key, a in made.items()}  # "USSR" of the gold is SUN

    def record(self) -> Record:
        article = self.gold["article"]
        read = self.read
        document = Document(read.document.id, read.document.location, self.text, read.document.media_type, "en")
        found_body = [BodyBlock(s, BlockKind.PARAGRAPH) for b in article["body"] if (s := self.span(b))]
        return Record(
            document=document,
            generator=Generator("gold", "0", {}),
            article=Article(
                kind=PageKind.ARTICLE, outlet=None, section=None, url=None, headline=self.span(article["headline"]), body=tuple(found_body), parts=(),
                dateline=None, agencies=tuple(c for a in article["agencies"] if (c := self._credit(a))), authors=(), related=(),
                notices=read.article.notices if read.article and self.offsets else (), furniture=(),
            ),
            statements=tuple(self._statement(s) for s in self.gold["statements"]),
            published=Published(self.day, 1.0, (), ()),
            times=tuple(self._times()),
            places=(),
            actors=tuple(self.actors.values()),
            attributions=tuple(self._attribution(s) for s in self.gold["statements"]),
            events=tuple(self._event(e) for e in self.gold["events"]),
            links=tuple(self._links()),
            arms_transfers=tuple(self._transfer(number, t) for number, t in enumerate(self.gold["arms_transfers"], 1)),
        )  # fmt: skip

    def _all(self, actors: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.ids[a] for a in actors if a in self.ids))

    def span(self, node: Json | None) -> Span | None:
        """The words of a node; without offsets the first place in the body that has them."""
        if not node:
            return None
        if "start" in node:
            return Span(node["start"], node["end"])
        at = self.text.find(node.get("text") or "\0")
        return Span(at, at + len(node["text"])) if at >= 0 else None

    def spans(self, node: Json | None) -> tuple[Span, ...]:
        if not node:
            return ()
        if pieces := node.get("spans"):
            return tuple(Span(p["start"], p["end"]) for p in pieces)
        return (one,) if (one := self.span(node)) else ()

    def _credit(self, node: Json) -> Credit | None:
        span = self.span(node)
        return Credit(span, None if span else "gold", None if span else node["name"], node["name"])

    def _statement(self, s: Json) -> Statement:
        source = self.spans(s.get("source"))
        content = self.spans(s.get("content"))
        if not content and (s.get("content") or {}).get("text"):
            # Pieces that a cue parts, on a page without offsets: the longest sentence of them.
            longest = max(re.findall(r"[^.!?]+[.!?]?", s["content"]["text"]), key=len, default="")
            content = tuple(one for one in [self.span({"text": longest.strip().strip('“”"')})] if one)
        cue = self.spans(s["cue"]) or (Span(0, 1),)
        stance = Stance(s["stance"]) if s["stance"] not in (None, "null") else None
        named = bool(re.search(r"[A-Z]", _words(s["source"])[1:]))
        return Statement(
            id=s["id"], part="body", source=Source(source, named) if source else None, cue=Pieces(cue),
            content=Pieces(content) if content else None, kind=Kind(s.get("kind") or "indirect"), stance=stance,
            within=s.get("within"), settled=True, confidence=1.0,
        )  # fmt: skip

    def _attribution(self, s: Json) -> Attribution:
        source = s.get("source") or {}
        actors = source.get("actors") or [source.get("actor")]
        return Attribution(s["id"], self._all(a for a in actors if a), self._said(s), ())

    def _said(self, s: Json) -> Said:
        time = self.times.get(s.get("said") or "")
        if time is not None and (days := self._days(time)):
            return Said(time["id"], days[0], days[1], "stated")
        if re.match(r"(?:have|has|had)\b", _words(s["cue"])):
            return Said(None, None, self.day, "no-later-than-page")
        return Said(None, self.day, self.day, "day-of-page")

    def _days(self, time: Json) -> tuple[str | None, str | None] | None:
        if time.get("earliest"):
            return time["earliest"], time["latest"]
        found = self._found(time)
        return (found.earliest, found.latest) if found and (found.earliest or found.latest) else None

    def _found(self, time: Json) -> Time | None:
        if "start" not in time:
            return None
        return next((t for t in self.resolved if t.span.start < time["end"] and time["start"] < t.span.end), None)

    def _times(self) -> Iterator[Time]:
        for time in self.times.values():
            span = self.span(time) or Span(0, 1)
            if time.get("value"):
                yield Time(
                    time["id"], span, TimexType(time.get("type") or "DATE"), time["value"], time.get("earliest"), time.get("latest"), None, 1.0
                )
            elif found := self._found(time):
                yield replace(found, id=time["id"])

    def _event(self, e: Json) -> Event:
        nodes = e.get("triggers") or [e["trigger"]]
        return Event(
            id=e["id"], type=e["type"], mode=e.get("mode"), contexts=tuple(e.get("contexts") or ()),
            triggers=tuple(s for node in nodes if (s := self.span(node))),
            initiators=self._all(e["initiators"]), recipients=self._all(e["recipients"]),
            time=e.get("time") if (e.get("time") or "") in self.times else None, place=None, told_as=e.get("told_as"), status=Status(e["status"]),
            narrator=bool(e.get("narrator", not e.get("asserted_by") and not e.get("denied_by"))), settled=True, confidence=1.0,
        )  # fmt: skip

    def _links(self) -> Iterator[EventLink]:
        if (links := self.gold.get("links")) is not None:
            for x in links:
                yield EventLink(x["statement"], x["target"], x["relation"], x["basis"], (), 1.0)
            return
        # The older gold has no links: what it says of each event and transfer is read as specific.
        seen = set()
        for node in (*self.gold["arms_transfers"], *self.gold["events"]):
            for relation, key in (("asserts", "asserted_by"), ("denies", "denied_by")):
                for statement in node.get(key) or ():
                    link = statement, node.get("event") or node["id"], relation
                    if link not in seen:
                        seen.add(link)
                        yield EventLink(*link, "specific", (), 1.0)  # type: ignore[arg-type]

    def _transfer(self, number: int, t: Json) -> ArmsTransfer:
        return ArmsTransfer(
            id=f"x{number}", event=t["event"], supplier=self.ids.get(t["supplier"]), recipient=self.ids.get(t["recipient"]),
            via=self._all(t.get("via") or ()), mode=t.get("mode"),
            stage=t.get("stage"), items=tuple(i for item in t["items"] if (i := self._item(item))), value=self._money(t), status=Status(t["status"]),
            time=self._known(t.get("time")), ordered=self._known(t.get("ordered")), delivered=self._known(t.get("delivered")),
            told_as=t.get("told_as"), narrator=bool(t.get("narrator")), settled=True, confidence=1.0,
        )  # fmt: skip

    def _known(self, time: str | None) -> str | None:
        return time if time in self.times else None

    def _item(self, item: Json) -> Item | None:
        span = self.span(item) or Span(0, 1)
        number = item.get("quantity")
        if isinstance(number, int | float):
            number = {"value": float(number), "upper": None, "bound": "exact", "role": None}
        quantity = None
        if number:
            place = self.span(number) if "start" in number else None
            quantity = Quantity(place or span, float(number["value"]), number.get("upper"), number.get("bound") or "exact", number.get("role"))
        part = item.get("part_of", item.get("part"))
        return Item(
            span,
            _designation(item["text"]),
            item["category"],
            item.get("condition"),
            part if isinstance(part, int) and not isinstance(part, bool) else 0 if part else None,
            quantity,
        )

    def _money(self, t: Json) -> Money | None:
        if t.get("value_usd"):
            return Money(Span(0, 1), float(t["value_usd"]), "USD", "exact")
        value = t.get("value")
        if not value or (span := self.span(value)) is None:
            return None
        found = re.search(r"(\d[\d,.]*)\s*(million|billion|thousand|bn|m)?", value["text"])
        if found is None:
            return None
        amount = float(found[1].replace(",", "").rstrip(".")) * _TIMES.get(found[2] or "", 1.0)
        return Money(span, amount, next((code for sign, code in _CURRENCY.items() if sign in value["text"]), "USD"), "exact")


def _designation(words: str) -> str | None:
    """The part of an item's words that names a type, as the register has it: by the table of weapons, by its form, else a name in capitals."""
    runs = words.split()
    for length in range(len(runs), 0, -1):
        for at in range(len(runs) - length + 1):
            run = " ".join(runs[at : at + length])
            if (found := next((name for name in (run, run.removesuffix("s")) if name in _types()), None)) is not None:
                return found
    if found_form := re.search(r"\b[A-Z]\w*-?\d\w*|\b\d+[A-Z]\w*", words):
        return found_form[0]
    names = [w for w in runs if w[:1].isupper() and len(w) > 3 and w not in _peoples() and w not in _NO_TYPES]
    return names[0].removesuffix("s") if names else None


_NO_TYPES = {"The", "These", "Those", "Some", "Three", "Seven", "Eight", "Forty", "Fifty"}


@cache
def _types() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("events/weapons.tsv").rows if row[1] == "designation")


@cache
def _peoples() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("grounding/places/demonyms.tsv").rows)


def _words(node: Json | None) -> str:
    return str((node or {}).get("text") or "")


def _actor(a: Json) -> Actor:
    country = a.get("country")
    country = country if country and re.fullmatch(r"[A-Z]{3}", country) and country not in ("UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC") else None
    kind = a.get("kind") if a.get("kind") in ("person", "organisation", "state", "group") else None
    kind = "organisation" if kind == "state" and country is None else kind
    key = country if kind == "state" else a["id"]
    return Actor(a["id"] if kind != "state" else key, a["name"], kind, country, a.get("role") or None, None, None, None, ())  # type: ignore[arg-type]


def labels_of(pages: Iterable[GoldPage]) -> Mapping[tuple[str, str], Any]:
    """(page, gold actor) → the actor's gold."""
    return {(page.name, a["id"]): a for page in pages for a in page.gold["actors"]}
