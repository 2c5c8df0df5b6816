"""What a store holds of the kinds that matter: every row with a digest of what it says, and what a judge has to see of it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from onrecord.store.file import sound
from onrecord.store.packed import unpack
from onrecord.store.store import Store
from onrecord.store.tellings import unsettled_claims

Kind = Literal["denial", "transfer", "date", "copy", "corroborated"]

KINDS: Final[Mapping[Kind, str]] = {
    "denial": "denials",
    "transfer": "transfers of arms",
    "date": "dates of publication of which the page is held sure",
    "copy": "pages merged as copies",
    "corroborated": "claims called corroborated",
}
PARTS: Final[Mapping[Kind, tuple[str, ...]]] = {
    "denial": ("who says it", "what is denied", "it is no denial", "nobody says this"),
    "transfer": ("supplier", "recipient", "what", "how many", "how far it has gone", "it is no transfer"),
    "date": ("the day", "the year", "the day of something else"),
    "copy": ("not one text", "the other way round"),
    "corroborated": ("not one deed", "one party, not two", "one repeats the other", "somebody does not say so"),
}
SURE: Final = 0.9  # of a date, from which the page's day is called sure
_PLAIN_COPY: Final = 0.8  # share of sentences, from which a copy is no matter of judgement
_MOST: Final = 1_500  # characters of a passage
_DATES: Final = 8  # of a page that a judge is shown
_BEFORE: Final = 200  # characters that are shown before what two pages share
_VOICES: Final = 6  # of a claim that a judge is shown


@dataclass(frozen=True, slots=True)
class Member:
    """One row of the store that could be drawn.

    mark: digest of what it says, the same in every store: by it rows are drawn, and known again.
    """

    kind: Kind
    settled: bool
    item: str
    mark: int
    at: tuple[Any, ...]  # by which its words are found


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a page, with those that matter marked by offsets in them."""

    text: str
    marks: tuple[tuple[int, int], ...]
    where: str
    link: str  # of the web UI


@dataclass(frozen=True, slots=True)
class Told:
    """What a judge sees of a row: the words, and what was read of them."""

    passages: tuple[Passage, ...]
    claim: tuple[tuple[str, str], ...]

    def to_json(self) -> str:
        """As it is kept."""
        passages = [{"text": p.text, "marks": p.marks, "where": p.where, "link": p.link} for p in self.passages]
        return json.dumps({"passages": passages, "claim": self.claim}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "Told":
        """As it was kept."""
        told = json.loads(text)
        passages = (Passage(p["text"], tuple((s, e) for s, e in p["marks"]), p["where"], p["link"]) for p in told["passages"])
        return cls(tuple(passages), tuple((name, value) for name, value in told["claim"]))


def members_of(store: Store) -> Iterator[Member]:
    """Every row of the kinds that matter.

    Raises:
        StoreError: the store cannot be read.
    """
    with sound(store.path):
        yield from _denials(store)
        yield from _transfers(store)
        yield from _dates(store)
        yield from _copies(store)
        yield from _corroborated(store)


def _mark(*told: object) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(map(str, told)).encode("utf-8", "backslashreplace")).digest()[:8], "big")


def _denials(store: Store) -> Iterator[Member]:
    sql = "SELECT page, statement, settled, source, cue, text, source_spans, cue_spans, text_spans FROM statements WHERE stance = 'denies'"
    for page, statement, settled, *told in store.connection.execute(sql):
        yield Member("denial", bool(settled), f"{page} {statement}", _mark("denial", page, *told), (page, statement))


def _transfers(store: Store) -> Iterator[Member]:
    goods: dict[int, list[tuple[Any, ...]]] = {}
    for transfer, *item in store.connection.execute("SELECT transfer_id, text, quantity FROM item ORDER BY id"):
        goods.setdefault(transfer, []).append(tuple(item))
    sql = """
        SELECT t.id, c.key, t.transfer, t.settled, t.supplier_name, t.recipient_name, t.status, t.stage
        FROM transfer t JOIN record r ON r.id = t.record_id JOIN capture c ON c.id = r.capture_id"""
    for row, page, transfer, settled, *told in store.connection.execute(sql):
        yield Member("transfer", bool(settled), f"{page} {transfer}", _mark("transfer", page, *told, goods.get(row)), (page, transfer, row))


def _dates(store: Store) -> Iterator[Member]:
    sql = "SELECT page, published, confidence FROM pages WHERE published IS NOT NULL AND confidence >= ?"
    for page, published, _ in store.connection.execute(sql, (SURE,)):
        yield Member("date", True, page, _mark("date", page, published), (page,))


def _copies(store: Store) -> Iterator[Member]:
    sql = "SELECT page, of_page, kind, share FROM copies WHERE kind IN ('copy', 'excerpt', 'update')"
    for page, of_page, kind, share in store.connection.execute(sql):
        yield Member("copy", share >= _PLAIN_COPY, f"{page} {of_page}", _mark("copy", page, of_page, kind), (page, of_page))


def _corroborated(store: Store) -> Iterator[Member]:
    unsettled = unsettled_claims(store.connection)
    for id_, packed in store.connection.execute("SELECT id, json FROM claim ORDER BY n"):
        claim = json.loads(unpack(packed))
        if claim["corroborated"]:
            voices = sorted((v["party"] or v["actor"] or "", v["document"], v["statement"]) for v in claim["asserts"])
            yield Member("corroborated", id_ not in unsettled, id_, _mark("corroborated", claim["type"], voices), (id_,))


# What a judge sees


def told_of(store: Store, member: Member) -> Told | None:
    """The words of a row and what was read of them; None where it has gone since it was listed."""
    with sound(store.path):
        show = {"denial": _denial_told, "transfer": _transfer_told, "date": _date_told, "copy": _copy_told, "corroborated": _corroborated_told}
        return show[member.kind](store, member)


_STATEMENT: Final = """
    SELECT c.key, s.statement, coalesce(a.outlet, c.location), a.published, p.text, p."start", s.source, s.names, s.cue, s.text, s.stance,
           s.source_spans, s.cue_spans, s.text_spans
    FROM statement s JOIN record r ON r.id = s.record_id AND r.shown JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id
    LEFT JOIN paragraph p ON p.id = s.paragraph_id WHERE c.key = ? AND s.statement = ?"""


def _passage(page: str, at: str, outlet: str, published: str | None, text: str | None, start: int | None, spans: Sequence[Any]) -> Passage:
    """A paragraph with the words that matter; of a long one what lies around them."""
    text, start = text or "", start or 0
    marks = sorted({(s - start, e - start) for s, e in spans if start <= s < e <= start + len(text)})
    if len(text) > _MOST:
        begin = max(min((m[0] for m in marks), default=0) - _MOST // 3, 0)
        text, marks = text[begin : begin + _MOST], [(s - begin, e - begin) for s, e in marks if s >= begin and e <= begin + _MOST]
    return Passage(
        text, tuple(marks), ", ".join(filter(None, (outlet, published, f"{page} {at}".strip()))), f"/page/{page}" + (f"#{at}" if at else "")
    )


def _statement(store: Store, page: str, statement: str) -> tuple[Passage, tuple[tuple[str, str], ...]] | None:
    row = store.connection.execute(_STATEMENT, (page, statement)).fetchone()
    if row is None:
        return None
    key, at, outlet, published, text, start, source, names, cue, words, stance, *spans = row
    passage = _passage(key, at, outlet, published, text, start, [span for one in spans for span in json.loads(one)])
    who = source or "(nobody is named)"
    return passage, (("who", f"{who} ({names})" if names and names != source else who), ("says so by", cue), ("what", words or "(nothing is told)"),
                     ("stance", stance or "none"))  # fmt: skip


def _denial_told(store: Store, member: Member) -> Told | None:
    found = _statement(store, *member.at)
    return Told((found[0],), found[1]) if found else None


def _transfer_told(store: Store, member: Member) -> Told | None:
    sql = """
        SELECT c.key, t.transfer, coalesce(a.outlet, c.location), a.published, p.text, p."start",
               t.supplier_name, t.recipient_name, t.status, t.stage, t.mode, e.text_spans
        FROM transfer t JOIN record r ON r.id = t.record_id AND r.shown JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id
        JOIN event e ON e.id = t.event_id LEFT JOIN paragraph p ON p.id = e.paragraph_id WHERE c.key = ? AND t.transfer = ?"""
    row = store.connection.execute(sql, member.at[:2]).fetchone()
    if row is None:
        return None
    items = store.connection.execute(
        'SELECT i.text, i.quantity, i."start", i."end" FROM item i JOIN transfer t ON t.id = i.transfer_id JOIN record r ON r.id = t.record_id '
        "JOIN capture c ON c.id = r.capture_id WHERE c.key = ? AND t.transfer = ? AND r.shown ORDER BY i.n",
        member.at[:2],
    ).fetchall()
    key, at, outlet, published, text, start, supplier, recipient, status, stage, mode, spans = row
    passage = _passage(key, at, outlet, published, text, start, [*json.loads(spans), *((s, e) for *_, s, e in items)])
    goods = "; ".join(f"{words} ({quantity})" if quantity else words for words, quantity, *_ in items)
    return Told(
        (Passage(passage.text, passage.marks, passage.where, f"/page/{key}/transfer/{at}"),),
        (("supplier", supplier or "?"), ("recipient", recipient or "?"), ("what", goods or "?"),
         ("how far", ", ".join(filter(None, (status, stage, mode))))),
    )  # fmt: skip


def _date_told(store: Store, member: Member) -> Told | None:
    (page,) = member.at
    row = store.connection.execute(
        "SELECT outlet, published, confidence, headline, location, dateline, url FROM pages WHERE page = ?", (page,)
    ).fetchone()
    if row is None:
        return None
    outlet, published, confidence, headline, location, dateline, url = row
    record = store.record(page)
    given = record.published.evidence if record.published else ()
    lines = []
    for one in given[:_DATES]:
        words = record.document[one.span] if one.span else one.quote or ""
        lines.append(f"{one.verdict.value}, {one.kind.value}: {' '.join(words.split())} → {one.reading or '?'}")
    first = " ".join(record.document.text[:_MOST].split())
    passages = [Passage(first, (), ", ".join(filter(None, (outlet, location))), f"/page/{page}")]
    if lines:
        passages.append(Passage("\n".join(lines), (), "the dates that were weighed", f"/page/{page}"))
    claim = (
        ("headline", headline),
        ("dateline", dateline),
        ("address", url or location),
        ("published", f"{published} (confidence {confidence:.2f})"),
    )
    return Told(tuple(passages), tuple((name, value or "–") for name, value in claim))


def _copy_told(store: Store, member: Member) -> Told | None:
    sql = "SELECT outlet, published, headline, of_outlet, of_published, of_headline, kind, share, evidence FROM copies WHERE page = ? AND of_page = ?"
    row = store.connection.execute(sql, member.at).fetchone()
    if row is None:
        return None
    outlet, published, headline, of_outlet, of_published, of_headline, kind, share, evidence = row
    from onrecord.ingest.copies import read_evidence

    page, of_page = member.at
    shared = read_evidence(evidence)
    passages = []
    for key, house, day, title in ((page, outlet, published, headline), (of_page, of_outlet, of_published, of_headline)):
        text = store.record(key).document.text
        own = [e for e in shared if e.document == key]
        begin = max(min((e.start for e in own), default=0) - _BEFORE, 0)
        shown = text[begin : begin + _MOST]
        marks = tuple((e.start - begin, min(e.end - begin, len(shown))) for e in own if 0 <= e.start - begin < len(shown))
        passages.append(Passage(shown, marks, ", ".join(filter(None, (house, day, title, key))), f"/page/{page}/copy/{of_page}"))
    return Told(tuple(passages), (("the first page is", f"{kind} of the second"), ("sentences shared", f"{share:.0%}")))


def _corroborated_told(store: Store, member: Member) -> Told | None:
    row = store.connection.execute("SELECT json FROM claim WHERE id = ?", member.at).fetchone()
    if row is None:
        return None
    claim = json.loads(unpack(row[0]))
    passages, said = [], []
    for voice in claim["asserts"][:_VOICES]:
        if found := _statement(store, voice["document"], voice["statement"]):
            passages.append(Passage(found[0].text, found[0].marks, found[0].where, f"/claim/{claim['id']}"))
        said.append(voice["party"] or voice["actor"] or "unnamed source")
    sides = [claim["supplier"], claim["recipient"]] if claim["of"] == "transfer" else ["+".join(claim["initiators"]), "+".join(claim["recipients"])]
    deed = f"{claim['type']} {' → '.join(side or '?' for side in sides)}, {claim['status']}"
    goods = (("items", "; ".join(claim["items"])),) if claim["items"] else ()
    return Told(tuple(passages), (("deed", deed), *goods, ("asserted by", "; ".join(dict.fromkeys(said))), ("parties", str(claim["parties"]))))
