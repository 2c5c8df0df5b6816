"""A store of a few deals between states, written by hand, that registers are held against."""

from contextlib import closing
from pathlib import Path
from typing import Literal

from onrecord.record import (
    Actor,
    ArmsTransfer,
    Article,
    Attribution,
    BlockKind,
    BodyBlock,
    Event,
    EventLink,
    Generator,
    Item,
    Kind,
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
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.store import Store
from onrecord.store.write import put, reading_of
from onrecord.text import Document, Span

NAMES = {"TUR": "Turkey", "KEN": "Kenya", "SRB": "Serbia", "ESP": "Spain", "GHA": "Ghana", "IND": "India", "PHL": "Philippines", "IRN": "Iran",
         "ETH": "Ethiopia"}  # fmt: skip

# So that no page is a copy of another.
FILLING = {
    "Anka": "Rain kept the crowd under the arcades, where a brass band from the port played for an hour before the speeches began.",
    "Boran": "On the apron stood a row of lorries with their canvas rolled up; children waved paper flags until the engines were cut.",
    "Cetin": "The workshop hall smells of paint. Its foreman counts nineteen years there, and a pension that was promised twice.",
    "Dara": "Satellite pictures show little but a hangar roof, two fuel bowsers and the long shadow of a radio mast at noon.",
    "Esma": "Shipwrights in the estuary have hired apprentices again, the mayor pointed out, for the first time since the yard's fire.",
    "Fidan": "Fishermen hooted as the grey hulls passed the breakwater, and a priest poured schnapps into the harbour for luck.",
    "Gul": "Budget hearings drag on in the senate, whose chair wants to know what the maintenance of such things costs each year.",
}


def page(
    name: str,
    day: str,
    sides: tuple[str, str],
    goods: str,
    number: int,
    status: Status,
    *,
    speaker: str | None = None,
    denier: str | None = None,
    stage: Literal["ordered", "delivered", "requested"] | None = None,
    category: str = "drones",
) -> Record:
    """A page that tells one step of a deal: who says so (None: the page), and who denies it."""
    supplier, recipient = sides
    verb = {"occurred": "delivered", "planned": "ordered", "possible": "asked for", "cancelled": "called off"}[status.value]
    who = NAMES[speaker] if speaker else "The page"
    first = f"{who} said {number} {goods} from {NAMES[supplier]} for {NAMES[recipient]} were {verb}."
    second = f"{NAMES[denier]} denied that any {goods} were {verb}." if denier else "Nothing else was told."
    text = f"{name}\n{first}\n{second}\n{FILLING[name]}\n"

    def at(words: str, start: int = 0) -> Span:
        begin = text.index(words, start)
        return Span(begin, begin + len(words))

    body = text.index(first)
    deed = at(verb, body)
    item = at(goods, body)
    actors = tuple(
        Actor(code, NAMES[code], "state", code, None, None, None, None, (at(NAMES[code]),))
        for code in dict.fromkeys(filter(None, (supplier, recipient, speaker, denier)))
        if NAMES[code] in text
    )
    statements, attributions, links = [], [], []
    for n, (actor, stance, cue, words) in enumerate(
        (
            (speaker, Stance.ASSERTS, "said", first[len(who) + 6 : -1]),
            (denier, Stance.DENIES, "denied", second.split(" denied that ")[-1].rstrip(".")),
        ),
        1,
    ):
        if actor is None:
            continue
        start = text.index(f"{NAMES[actor]} {cue}")
        statements.append(
            Statement(id=f"s{n}", part="body", source=Source((Span(start, start + len(NAMES[actor])),), named=True), cue=Pieces((at(cue, start),)),
                      content=Pieces((at(words, start),)), kind=Kind.INDIRECT, stance=stance, within=None, settled=True, confidence=0.9)
        )  # fmt: skip
        attributions.append(Attribution(f"s{n}", (actor,), Said(None, day, day, "day-of-page"), ()))
        links.append(EventLink(f"s{n}", "e1", "asserts" if stance == Stance.ASSERTS else "denies", "specific", (), 0.9))
    time = Time("t1", deed, TimexType.DATE, day[:7], f"{day[:7]}-01", f"{day[:7]}-28", None, 0.9)
    return Record(
        document=Document(f"sha256:{name.encode().hex():0>64}"[:71], f"{name}.txt", text, "text/plain", "en", None),
        generator=Generator("hand", "0", {}),
        article=Article(
            kind=PageKind.ARTICLE, outlet=f"{name} Post", section=None, url=None, headline=at(name),
            body=(BodyBlock(at(first), BlockKind.PARAGRAPH), BodyBlock(at(second), BlockKind.PARAGRAPH),
                  BodyBlock(at(FILLING[name]), BlockKind.PARAGRAPH)), parts=(), dateline=None, agencies=(),
            authors=(), related=(), notices=(), furniture=(),
        ),
        published=Published(day, 1.0, (), ()),
        statements=tuple(statements), times=(time,), places=(), actors=actors, attributions=tuple(attributions),
        events=(Event(id="e1", type="AID", mode=None, contexts=(), triggers=(deed,), initiators=(supplier,), recipients=(recipient,), time="t1",
                      place=None, told_as="news", status=status, narrator=speaker is None, settled=True, confidence=0.9),),
        links=tuple(links),
        arms_transfers=(ArmsTransfer(
            id="x1", event="e1", supplier=supplier, recipient=recipient, via=(), mode="sale", stage=stage,
            items=(Item(item, goods, category, None, None, Quantity(at(str(number), body), float(number), None, "exact", None)),), value=None,  # type: ignore[arg-type]
            status=status, time="t1", ordered=None, delivered=None, told_as="news", narrator=speaker is None, settled=True, confidence=0.9),),
    )  # fmt: skip


PAGES = (
    page("Anka", "2020-03-10", ("TUR", "KEN"), "Bayraktar TB2 drones", 12, Status.PLANNED, speaker="KEN", stage="ordered"),
    page("Boran", "2021-06-20", ("TUR", "KEN"), "Bayraktar TB2 drones", 12, Status.OCCURRED, speaker="KEN", stage="delivered"),
    page("Cetin", "2019-07-22", ("SRB", "KEN"), "Nora B-52 howitzers", 8, Status.PLANNED, speaker="KEN", stage="ordered", category="artillery"),
    page("Dara", "2021-08-02", ("IRN", "ETH"), "Mohajer-6 drones", 4, Status.OCCURRED, speaker="IND", denier="ETH", stage="delivered"),
    page("Esma", "2020-02-10", ("ESP", "GHA"), "Corsario patrol vessels", 4, Status.PLANNED, stage="ordered", category="ships"),
    page("Fidan", "2022-05-10", ("ESP", "GHA"), "Corsario patrol vessels", 4, Status.OCCURRED, stage="delivered", category="ships"),
    page("Gul", "2022-01-28", ("IND", "PHL"), "BrahMos missiles", 30, Status.POSSIBLE, speaker="PHL", stage="requested", category="missiles"),
)


def deals_store(path: Path) -> Store:
    """The store of PAGES, its stories made."""
    with closing(open_file(path, write=True, create=True)) as connection:
        for record in PAGES:
            data = record.document.text.encode()
            assert put(connection, [reading_of(record, key=record.document.location, size=len(data), source=pack(data), outlet=None)]) == 0
    store = open_store(path)
    store.stories()
    return store
