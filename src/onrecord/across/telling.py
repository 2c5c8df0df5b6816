"""What a page tells, in the form in which pages are compared: its deeds, its utterances and the names that stand in it.

A telling is a pure function of one capture. It holds no offsets and little text, so that a hundred thousand of them fit into memory.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import chain, islice
from typing import Final, Literal

from onrecord.across.names import Who, fold, who_is
from onrecord.across.rarity import rarity
from onrecord.lexicon import read_table, word_set
from onrecord.record import ArmsTransfer, Attribution, Event, EventLink, Item, PloverRoot, Record, Said, Stance, Statement, Status, ToldAs
from onrecord.text import Span

Step = Literal["asked", "agreed", "coming", "done", "off", "if", "open"]
Days = tuple[int, int]  # first and last day, as ordinals

_STEP_OF_STAGE: Final[dict[str, Step]] = {
    "requested": "asked", "offered": "asked", "approved": "agreed", "agreed": "agreed", "ordered": "agreed", "shipped": "done", "delivered": "done",
}  # fmt: skip
_STEP_OF_STATUS: Final[dict[Status, Step]] = {
    Status.OCCURRED: "done", Status.ONGOING: "done", Status.PLANNED: "coming", Status.EXPECTED: "coming", Status.POSSIBLE: "asked",
    Status.CANCELLED: "off", Status.HYPOTHETICAL: "if", Status.DENIED: "open",
}  # fmt: skip

_WORD: Final = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_QUOTED: Final = re.compile(r"[“\"«„]([^”\"»“]{4,})(?:[”\"»“]|$)")
_CAPITAL: Final = re.compile(r"(?<![.!?:“\"‘(—–-] )(?<!^)(?<!\n)\b(?:[A-ZÀ-ÖØ-Þ][\w’'-]+)(?:[ -][A-ZÀ-ÖØ-Þ][\w’'-]+)*")
_UPPER: Final = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’']{3,}")
_NAME: Final = 0.7  # rarity from which a word with a capital is a name wherever it stands
_SENTENCE_END: Final = re.compile(r"[.!?][”\"’']?(?=\s|$)|\n")
_LEAD: Final = 80  # words of a page that are held against those of another
_FOUND: Final = (
    r"(?:accounts?|findings?|figures?|reports?|data|information|statements?|versions?|intelligence|evidence|lists?|files?|claims?|tally|count|word)"
)
_CITING: Final = re.compile(
    r"\b(?:citing|cited|cites|quoting|quoted|according to|on the basis of|based on|rel(?:ying|ied|ies) on|referr(?:ing|ed) to|repeat(?:ing|ed)"
    r"|echo(?:ing|ed)|point(?:ing|ed) to)\b(?P<after>.{3,60})"
    rf"|(?P<whose>\b(?:[\w’'-]+ ){{0,3}}[\w-]+)[’']s? (?:own )?{_FOUND}\b"
    rf"|\b{_FOUND} (?:of|by|from) (?P<of>.{{3,40}})"
    r"|\b(?:as|what) (?P<as>.{3,40}?) (?:has|have|had) (?:said|established|found|reported|shown|stated|announced|confirmed|told|concluded|determined"
    r"|counted|published|documented|signed)\b"
    r"|\b(?:told|informed|briefed|notified|shown|supplied|shared|passed (?:on|to \w+)|given to \w+) by (?P<by>.{3,40})"
    r"|\b(?:ha[ds]|have|having|got|learn(?:ed|t)|heard|took|taken|received|obtained) "
    r"(?:(?:it|this|that|them|as much|so|the \w+) )?from (?P<from>.{3,40})"
    r"|\bon the word of (?P<word>.{3,40})",
    re.IGNORECASE,
)
_RETRACTING: Final = re.compile(
    r"\b(?:retracts?|retracted|retracting|withdraws?|withdrew|(?:has|have) withdrawn|takes? back|took back) (?:its|our|the|this|an?|their)\b"
    r"[^.;]{0,40}\b(?:report|story|article|account|dispatch|item)\b",
    re.IGNORECASE,
)
_OUT_OF_OFFICE: Final = re.compile(r"\b(?:former|ex|retired|onetime|predecessor|private life)\b", re.IGNORECASE)
_SO_FAR: Final = re.compile(
    r"\b(?:so far|thus far|to date|(?:up to|until|till|by) now|hitherto|altogether|in all|in total|a total of|ha(?:s|ve|ving) now|now ha(?:s|ve))\b",
    re.IGNORECASE,
)
_COMMON: Final = word_set(
    "the a an and or of to in on at by for from with as is are was were be been has have had it its he she they them his her their our this "
    "that these those not no said says say told would will could may might also but who which what when where than more most after before "
    "about over into out up down all any some one two first last new now there here i we you your us me him do did does if so such only "
    "other others another between against under per cent"
)
_CALENDAR: Final = word_set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october november "
    "december mon tue wed thu fri sat sun jan feb mar apr jun jul aug sep sept oct nov dec"
)
_TITLES: Final = word_set(
    "president minister prime defence defense foreign interior general colonel major captain admiral brigadier lieutenant sir mr mrs ms dr "
    "king queen prince ministry government parliament army navy air force police state department house court party union united nations "
    "security council secretary north south east west"
)
_UP_TO_TWENTY: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
_NUMBER_WORDS: Final = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())} | {
    "dozen": 12, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
_DIGITS: Final = re.compile(r"(?<![\w.,-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?(?![\w-])")


@dataclass(frozen=True, slots=True)
class Capture:
    """One page as it was met: its record, and who printed it.

    id: what `document` means in `onrecord-stories/1`.
    outlet, agencies, published: None or () where the record's own are meant.
    """

    id: str
    record: Record
    outlet: str | None = None
    agencies: tuple[str, ...] | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """One item of a transfer: what it is, and how many are told of."""

    what: str
    category: str
    designation: str | None
    value: float | None
    upper: float | None
    bound: str | None
    role: str | None
    part_of: int | None
    so_far: bool  # it is told as what has come in all up to now
    by: tuple[str, ...]  # statements in whose content it stands; () in the page's own voice


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed as one page tells it: an event, with the transfer that it carries if it carries one."""

    id: str  # of the event
    document: str
    of: Literal["event", "transfer"]
    type: PloverRoot
    mode: str | None
    status: Status
    step: Step
    stage: str | None
    way: str | None  # of a transfer: sale, aid, lease …
    initiators: tuple[Who, ...]
    recipients: tuple[Who, ...]
    supplier: Who | None
    recipient: Who | None
    goods: tuple[Goods, ...]
    price: tuple[float, str, tuple[str, ...]] | None  # amount, currency, statements that give it
    days: Days | None  # when it was or is to be, where the page says
    ordered: Days | None
    delivered: Days | None
    when: str | None  # the value of that time, as TIMEX3
    place: str | None
    country: str | None  # of the place
    told_as: ToldAs | None
    narrator: bool
    settled: bool
    words: frozenset[str]  # of the sentences that tell it
    tolls: tuple[tuple[str, float, tuple[str, ...]], ...]  # what is counted of people, how many, statements that say so


@dataclass(frozen=True, slots=True)
class Utterance:
    """A statement of one source."""

    id: str
    document: str
    who: Who | None
    unnamed: bool
    stance: Stance | None
    said: Said | None
    days: Days | None
    plain: bool  # its day is only that of the page, or a bound
    quotes: frozenset[tuple[str, ...]]  # runs of four words that are quoted
    words: frozenset[str]
    figures: frozenset[float]
    within: str | None  # the statement that tells it: "the owner said it had been told by the coastguard that …"
    via: tuple[str, ...]  # names of those through whom it came
    source: str  # the words for the source, and the office that its actor is known by
    around: str  # the sentences in which it stands
    cited: str  # what of them says on whose word somebody relies
    text: str  # what is said


@dataclass(frozen=True, slots=True)
class Link:
    """An utterance's relation to a deed of its page."""

    statement: str
    deed: str
    relation: Literal["asserts", "denies", "declines", "doubts"]
    basis: Literal["specific", "anaphoric", "blanket"]


@dataclass(frozen=True, slots=True)
class Telling:
    """A page, in the form in which pages are compared."""

    id: str
    digest: str  # of the bytes
    outlet: str | None
    agencies: tuple[str, ...]
    published: str | None
    day: int | None
    deeds: tuple[Deed, ...]
    utterances: tuple[Utterance, ...]  # those that speak of a deed, and denials
    links: tuple[Link, ...]
    names: frozenset[str]  # names that stand in it, without those of states
    lead: frozenset[str]  # words of headline and first sentences that not every page has
    states: frozenset[str]  # alpha-3 codes of states that it speaks of
    retraction: bool  # it takes a report back
    bodies: tuple[Who, ...]  # firms, groups and parties that it names
    parts: frozenset[tuple[str, str]]  # who, by country, takes part in what kind of deed


def capture_of(record: Record) -> Capture:
    """A record read from a file, as a capture: where it was read is what it is called."""
    return Capture(record.document.location, record)


def tell(capture: Capture) -> Telling:
    """What a page tells of deeds and who says so."""
    record = capture.record
    article = record.article
    published = capture.published or (record.published.date if record.published else None)
    days = days_of(published)
    reader = _Reader(capture, days)
    utterances = tuple(reader.utterances())
    deeds = tuple(reader.deeds())
    return Telling(
        id=capture.id,
        digest=record.document.id,
        outlet=capture.outlet or (article.outlet if article else None),
        agencies=capture.agencies if capture.agencies is not None else tuple(c.name for c in article.agencies) if article else (),
        published=published,
        day=days[1] if days else None,
        deeds=deeds,
        utterances=utterances,
        links=tuple(Link(x.statement, x.target, x.relation, x.basis) for x in record.links or ()),
        names=frozenset(reader.names()),
        lead=frozenset(reader.lead()),
        states=frozenset(a.id for a in record.actors or () if a.kind == "state"),
        retraction=any(n.kind == "retraction" for n in (article.notices if article else ())) or reader.retracts(),
        bodies=tuple(w for w in reader.who.values() if w.standing == "named" and w.kind in ("organisation", "group") and w.party != w.country),
        parts=parts_of(deeds),
    )


def parts_of(deeds: Iterable[Deed]) -> frozenset[tuple[str, str]]:
    """Who takes part in what kind of deed: pages that share none of this tell no deed that is one."""
    return frozenset(
        (kind, who.country or who.key)
        for deed in deeds
        for kind, actors in ((str(deed.type), (*deed.initiators, *deed.recipients)), ("transfer", (deed.supplier, deed.recipient)))
        for who in actors
        if who is not None
    )


class _Reader:
    """One record with its layers at hand."""

    def __init__(self, capture: Capture, published: Days | None) -> None:
        self.document = capture.id
        self.record = record = capture.record
        self.outlet = capture.outlet
        self.agencies = capture.agencies or ()
        self.text = record.document.text
        self.published = published
        self.who = {a.id: who_is(a) for a in record.actors or ()}
        self.times = {t.id: t for t in record.times or ()}
        self.places = {p.id: p for p in record.places or ()}
        self.statements = {s.id: s for s in record.statements or ()}
        self.attributions = {a.statement: a for a in record.attributions or ()}
        self.asserting: dict[str, list[EventLink]] = defaultdict(list)
        for link in record.links or ():
            self.asserting[link.target].append(link)

    # Deeds

    def deeds(self) -> Iterator[Deed]:
        transfers: dict[str, list[ArmsTransfer | None]] = defaultdict(list)
        for transfer in self.record.arms_transfers or ():
            transfers[transfer.event].append(transfer)
        for event in self.record.events or ():
            for carried in transfers.get(event.id, [None]):
                yield self._deed(event, carried)

    def _deed(self, event: Event, transfer: ArmsTransfer | None) -> Deed:
        told = transfer or event
        place = self.places.get(event.place) if event.place else None
        sentences = [self._sentence(span) for span in event.triggers]
        return Deed(
            id=event.id,
            document=self.document,
            of="event" if transfer is None else "transfer",
            type=event.type,
            mode=event.mode,
            status=told.status,
            step=_step(told.status, transfer.stage if transfer else None),
            stage=transfer.stage if transfer else None,
            way=transfer.mode if transfer else None,
            initiators=self._all(event.initiators),
            recipients=self._all(event.recipients),
            supplier=self.who.get(transfer.supplier) if transfer and transfer.supplier else None,
            recipient=self.who.get(transfer.recipient) if transfer and transfer.recipient else None,
            goods=tuple(self._goods(item, event.id) for item in transfer.items) if transfer else (),
            price=(transfer.value.amount, transfer.value.currency, self._said_in(transfer.value.span, event.id))
            if transfer and transfer.value
            else None,
            days=self._days(told.time) or self._days(event.time),
            ordered=self._days(transfer.ordered) if transfer else None,
            delivered=self._days(transfer.delivered) if transfer else None,
            when=self._value(told.time) or self._value(event.time),
            place=fold(place.name) if place else None,
            country=place.country if place else None,
            told_as=told.told_as,
            narrator=event.narrator or (transfer.narrator if transfer else False),
            settled=told.settled,
            words=frozenset(w for start, end in sentences for w in _words(self.text[start:end])),
            tolls=tuple(self._tolls(event)),
        )

    def _all(self, actors: Iterable[str]) -> tuple[Who, ...]:
        return tuple(self.who[a] for a in actors if a in self.who)

    def _goods(self, item: Item, event: str) -> Goods:
        number = item.quantity
        return Goods(
            what=self.text[item.span.start : item.span.end],
            category=item.category,
            designation=_singular(fold(item.designation)) if item.designation else None,
            value=number.value if number else None,
            upper=number.upper if number else None,
            bound=number.bound if number else None,
            role=number.role if number else None,
            part_of=item.part_of,
            so_far=_SO_FAR.search(self.text[max(item.span.start - 40, self._sentence(item.span)[0]) : item.span.end + 40].split("\n")[0]) is not None,
            by=self._said_in(number.span if number else item.span, event),
        )

    def _said_in(self, span: Span, event: str) -> tuple[str, ...]:
        """The statements that speak of a deed and in whose content some words stand."""
        return tuple(
            link.statement
            for link in self.asserting[event]
            if (s := self.statements.get(link.statement)) and s.content and any(span in piece for piece in s.content.spans)
        )

    def _tolls(self, event: Event) -> Iterator[tuple[str, float, tuple[str, ...]]]:
        """Numbers of the dead, the wounded and the arrested in the statements on a deed, and in the sentences that tell it."""
        for link in self.asserting[event.id]:
            statement = self.statements.get(link.statement)
            if link.relation == "asserts" and statement and statement.content:
                said = " ".join(self.text[s.start : s.end] for s in statement.content.spans)
                for what, value in tolls_in(said):
                    yield what, value, (statement.id,)
        if event.narrator:
            for span in event.triggers:
                start, end = self._sentence(span)
                for what, value in tolls_in(self.text[start:end]):
                    yield what, value, ()

    def _days(self, time: str | None) -> Days | None:
        found = self.times.get(time) if time else None
        if found is None or (found.earliest is None and found.latest is None):
            return None
        first, last = found.earliest or found.latest, found.latest or found.earliest
        return _ordinals(first, last)

    def _value(self, time: str | None) -> str | None:
        found = self.times.get(time) if time else None
        return found.value if found else None

    # Utterances

    def utterances(self) -> Iterator[Utterance]:
        linked = {link.statement for link in self.record.links or ()}
        for statement in self.record.statements or ():
            # What speaks of no deed is left out: it would take most of the memory. A denial may be of a figure.
            if statement.id not in linked and (statement.stance != Stance.DENIES or statement.part == "headline"):
                continue
            attribution = self.attributions.get(statement.id)
            actors = self._all(attribution.actors) if attribution else ()
            for who in actors or (None,):
                yield self._utterance(statement, self._as_private(who, statement))

    def _as_private(self, who: Who | None, statement: Statement) -> Who | None:
        """A former official speaks for nobody but himself: "retired air marshal Prapas Wongsiri", "his predecessor"."""
        if who is None or who.kind != "person" or who.standing != "named" or who.party != who.country or statement.source is None:
            return who
        words = " ".join(self.text[s.start : s.end] for s in statement.source.spans)
        return replace(who, party=who.key) if _OUT_OF_OFFICE.search(words) else who

    def _utterance(self, statement: Statement, who: Who | None) -> Utterance:
        attribution = self.attributions.get(statement.id)
        said = attribution.said if attribution else None
        content = " ".join(self.text[s.start : s.end] for s in statement.content.spans) if statement.content else ""
        around = self._around(statement)
        cited = " | ".join(part for found in _CITING.finditer(around) for part in found.groups() if part)
        return Utterance(
            id=statement.id,
            document=self.document,
            who=who,
            unnamed=who is None or who.standing == "unnamed",
            stance=statement.stance,
            said=said,
            days=self._said_days(said),
            plain=said is None or said.basis != "stated",
            quotes=frozenset(run for quoted in _QUOTED.findall(content) for run in _runs(quoted)),
            words=frozenset(_words(content)),
            figures=frozenset(figures_in(content)),
            within=statement.within,
            via=tuple(self.who[v.actor].name if v.actor in self.who else self.text[v.span.start : v.span.end] for v in attribution.via)
            if attribution
            else (),
            source=" ".join(
                [*(self.text[s.start : s.end] for s in (statement.source.spans if statement.source else ())), *self._office(attribution)]
            ),
            around=around,
            cited=cited,
            text=content,
        )

    def _office(self, attribution: Attribution | None) -> Iterator[str]:
        """What the page calls the actors of a statement besides their names: "Halvard Aero spokeswoman"."""
        for actor in self.record.actors or ():
            if attribution and actor.id in attribution.actors:
                yield actor.role or ""
                if actor.title:
                    yield self.text[actor.title.start : actor.title.end]

    def _said_days(self, said: Said | None) -> Days | None:
        if said is None:
            return None
        if said.basis == "no-later-than-page":
            return (0, _ordinal(said.latest)) if said.latest else None
        return _ordinals(said.earliest or said.latest, said.latest or said.earliest)

    def _around(self, statement: Statement) -> str:
        spans = [*statement.cue.spans, *(statement.source.spans if statement.source else ())]
        if not spans:
            return ""
        start, _ = self._sentence(min(spans))
        _, end = self._sentence(max(spans))
        return self.text[start:end]

    def _sentence(self, span: Span) -> Days:
        """Where the sentence begins and ends in which some words stand; at most 600 characters each way."""
        text = self.text
        low = max(span.start - 600, 0)
        start = low
        for end in _SENTENCE_END.finditer(text, low, span.start):
            start = end.end()
        found = _SENTENCE_END.search(text, span.end, min(span.end + 600, len(text)))
        return start, found.end() if found else min(span.end + 600, len(text))

    def retracts(self) -> bool:
        """Whether the page opens with taking back a report."""
        article = self.record.article
        lead = [self.text[b.range.start : b.range.end] for b in (article.body[:2] if article else ())]
        return any(_RETRACTING.search(text[:400]) for text in lead)

    # Names

    def names(self) -> Iterator[str]:
        """Names in headline and body, word by word: not those of states, peoples, months and offices."""
        article = self.record.article
        if article is None:
            return
        left_out = _place_words() | self._signed() | _CALENDAR | _TITLES | _COMMON
        for span in (*([article.headline] if article.headline else ()), *(b.range for b in article.body)):
            text = self.text[span.start : span.end]
            inside = (word for name in _CAPITAL.findall(text) for word in re.split(r"[ -]", name))
            # The first word of a sentence is a name where no dictionary has it.
            first = (word for word in _UPPER.findall(text) if rarity(fold(word)) >= _NAME)
            for word in chain(inside, first):
                plain = fold(word).removesuffix("'s").strip("'")
                if len(plain) > 2 and plain not in left_out:
                    yield sys.intern(plain)
        for who in self.who.values():
            if who.standing == "named":
                yield from (sys.intern(word) for word in who.words if len(word) > 2 and word not in _TITLES and word not in _COMMON)

    def lead(self) -> Iterator[str]:
        """The words at the head of headline and body that are rare enough to tell something, without those of the newsroom."""
        article = self.record.article
        if article is None:
            return
        spans = [*([article.headline] if article.headline else ()), *(b.range for b in article.body)]
        words = (word for span in spans for word in _WORD.findall(self.text[span.start : span.end]))
        signed = self._signed()
        for word in islice(words, _LEAD):
            plain = fold(word).removesuffix("'s")
            if len(plain) > 2 and plain not in _COMMON and plain not in signed and plain not in _CALENDAR and rarity(plain) > 0:
                yield sys.intern(plain)

    def _signed(self) -> frozenset[str]:
        """Words of the names of outlet and agencies: who prints it is nothing that it tells."""
        article = self.record.article
        printed = [self.outlet or (article.outlet if article else None) or "", *self.agencies, *(c.name for c in article.agencies)] if article else []
        return frozenset(w for name in printed for w in fold(name).split())


@cache
def _place_words() -> frozenset[str]:
    """Words for states and their people: they stand on too many pages to tell a story apart."""
    words = {fold(row[0]) for row in read_table("grounding/places/demonyms.tsv").rows}
    words |= {fold(w) for row in read_table("coreference/states.tsv").rows for name in row[0].split(";") for w in name.split()}
    return frozenset(words)


def _step(status: Status, stage: str | None) -> Step:
    """The step of a deed: what is asked for, agreed, to come, done, called off, under a condition, or only denied."""
    by_status = _STEP_OF_STATUS[status]
    if stage is None or by_status in ("off", "if", "open"):
        return by_status
    by_stage = _STEP_OF_STAGE[stage]
    return "coming" if by_stage == "done" and status in (Status.PLANNED, Status.EXPECTED, Status.POSSIBLE) else by_stage


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        plain = fold(word).removesuffix("'s")
        if len(plain) > 2 and plain not in _COMMON:
            yield _stem(plain)


def _stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _singular(designation: str) -> str:
    """A designation without the plural of the sentence it stood in: "t-72s", "ratels"."""
    return designation.removesuffix("s") if len(designation) > 3 and not designation.endswith("ss") else designation


def _runs(text: str, length: int = 4) -> Iterator[tuple[str, ...]]:
    """Runs of four words, of a shorter text the whole."""
    words = [fold(w) for w in _WORD.findall(text)]
    if len(words) < length:
        if len(words) > 1:
            yield tuple(words)
        return
    for at in range(len(words) - length + 1):
        yield tuple(words[at : at + length])


def figures_in(text: str) -> Iterator[float]:
    """Numbers of a text that say how many: no years, and "one" is an article."""
    for found in _DIGITS.finditer(text):
        value = float(found[0].replace(",", ""))
        if not (1900 <= value <= 2100 and "," not in found[0]):
            yield value
    for word in _WORD.findall(text.casefold()):
        if (number := _NUMBER_WORDS.get(word)) is not None and number > 1:
            yield float(number)


_COUNT: Final = rf"(?P<n>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_NUMBER_WORDS)})"
_HARMED: Final[dict[str, str]] = {
    "dead": r"(?:killed|dead|died|deaths|bodies|fatalities|shot dead)",
    "wounded": r"(?:wounded|injured|hurt|injuries)",
    "arrested": r"(?:arrested|detained|arrests|in custody)",
}
_TOLLS: Final = {what: re.compile(rf"\b{_COUNT}\b(?:\W+(?!and\b)\w+){{0,4}}?\W+{harmed}\b", re.IGNORECASE) for what, harmed in _HARMED.items()}
_TOLL: Final = re.compile(r"\b(?:toll (?:at|to|of|was|is)|killed|killing|deaths of)\W+(?:\w+\W+){0,2}?(?P<n>\d+)\b", re.IGNORECASE)


def tolls_in(text: str) -> Iterator[tuple[str, float]]:
    """How many were killed, wounded or arrested, by a text."""
    for what, pattern in (*_TOLLS.items(), ("dead", _TOLL)):
        for found in pattern.finditer(text):
            value = _NUMBER_WORDS.get(found["n"].casefold())
            yield what, float(found["n"].replace(",", "")) if value is None else float(value)


def days_of(published: str | None) -> Days | None:
    """The days of YYYY-MM-DD, YYYY-MM or YYYY."""
    if not published:
        return None
    parts = [int(p) for p in published[:10].split("-")]
    if len(parts) == 3:
        day = date(*parts).toordinal()
        return day, day
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        return first.toordinal(), (date(parts[0] + parts[1] // 12, parts[1] % 12 + 1, 1) - timedelta(1)).toordinal()
    return date(parts[0], 1, 1).toordinal(), date(parts[0], 12, 31).toordinal()


def _ordinals(first: str | None, last: str | None) -> Days | None:
    start, end = _ordinal(first), _ordinal(last)
    return (start, end) if start and end and start <= end else None


def _ordinal(day: str | None) -> int:
    """A day as a number; 0 where it is none that the calendar has."""
    try:
        return date.fromisoformat(day[:10]).toordinal() if day else 0
    except ValueError:
        return 0
