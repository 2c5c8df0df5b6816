"""A store of a few deals between states, written by hand, that registers are held against."""

from contextlib import closing
from pathlib import Path
from typing import Any

from benchmarks.story_pages import record_of
from onrecord.record import Generator, Record, Status
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.packed import pack
from onrecord.store.store import Store
from onrecord.store.write import put, reading_of
from onrecord.text import Document

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
    stage: str | None = None,
    category: str = "drones",
) -> Record:
    """A page that tells one step of a deal: who says so (None: the page), and who denies it."""
    supplier, recipient = sides
    verb = {"occurred": "delivered", "planned": "ordered", "possible": "asked for", "cancelled": "called off"}[status.value]
    who = NAMES[speaker] if speaker else "The page"
    first = f"{who} said {number} {goods} from {NAMES[supplier]} for {NAMES[recipient]} were {verb}."
    second = f"{NAMES[denier]} denied that any {goods} were {verb}." if denier else "Nothing else was told."
    text = f"{name}\n{first}\n{second}\n{FILLING[name]}\n"

    def at(words: str, start: int = 0) -> dict[str, Any]:
        begin = text.index(words, start)
        return {"start": begin, "end": begin + len(words), "text": words}

    body = text.index(first)
    deed = at(verb, body)
    told = (
        (speaker, "asserts", "said", first[len(who) + 6 : -1]),
        (denier, "denies", "denied", second.split(" denied that ")[-1].rstrip(".")),
    )
    statements, links = [], []
    for n, (actor, stance, cue, words) in enumerate(told, 1):
        if actor is not None:
            source = at(f"{NAMES[actor]} {cue}")["start"]
            statements.append({
                "id": f"s{n}", "source": {**at(NAMES[actor], source), "actor": actor}, "cue": at(cue, source), "content": at(words, source),
                "stance": stance,
            })  # fmt: skip
            links.append({"statement": f"s{n}", "target": "e1", "relation": stance, "basis": "specific"})
    parties = {"supplier": supplier, "recipient": recipient}
    deal = {"status": status.value, "time": "t1", "told_as": "news", "narrator": speaker is None}
    gold = {
        "article": {"headline": at(name), "body": [at(first), at(second), at(FILLING[name])], "agencies": [], "published": {"date": day}},
        "actors": [
            {"id": code, "name": NAMES[code], "kind": "state", "country": code}
            for code in dict.fromkeys(filter(None, (supplier, recipient, speaker, denier)))
            if NAMES[code] in text
        ],
        "times": [deed | {"id": "t1", "type": "DATE", "value": day[:7], "earliest": f"{day[:7]}-01", "latest": f"{day[:7]}-28"}],
        "statements": statements,
        "links": links,
        "events": [deal | {"id": "e1", "type": "AID", "trigger": deed, "initiators": [supplier], "recipients": [recipient]}],
        "arms_transfers": [
            deal
            | parties
            | {
                "event": "e1",
                "mode": "sale",
                "stage": stage,
                "items": [at(goods, body) | {"category": category, "quantity": at(str(number), body) | {"value": number}}],
            }
        ],
    }
    document = Document(f"sha256:{name.encode().hex():0>64}"[:71], f"{name}.txt", text, "text/plain", "en", None)
    return record_of(gold, Record(document, Generator("hand", "0", {})))


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
            assert (
                put(
                    connection,
                    [
                        reading_of(
                            record,
                            key=record.document.location,
                            size=len(data),
                            source=pack(data),
                            outlet=f"{record.document.location.removesuffix('.txt')} Post",
                        )
                    ],
                )
                == 0
            )
    store = open_store(path)
    store.stories()
    return store
