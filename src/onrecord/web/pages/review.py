"""Review: one decision a screen, with the paragraph around it. What a person decides is a correction: a layer on top, which can be undone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from onrecord import codec
from onrecord.errors import OnRecordError, RecordError, StoreError
from onrecord.export.shown import View
from onrecord.export.view import view_of
from onrecord.record import Record, Stance, Statement
from onrecord.store.corrections import write_corrections
from onrecord.store.store import Store
from onrecord.web.answers import Answer, Asked, Go, called, corrections_of, page_row, page_url, url
from onrecord.web.pages.reader import layers_of, with_layers
from onrecord.web.pages.spans import PARTS, Edges, edges, moved, written

STANCES: Final = tuple(stance.value for stance in Stance)
DECISIONS: Final = ("accept", "reject", "correct", "swap")
KINDS: Final = {"statement": "statements", "transfer": "arms_transfers", "date": "article"}
_HISTORY: Final = 10
_LOOKED: Final = 500  # things in the queue that are looked through for one that is still open
_MOST_FIELDS: Final = 4  # that one decision sets
_LONGEST: Final = 500  # characters of a comment or a name


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to decide."""

    number: int
    kind: str  # of KINDS
    page: str
    item: str  # the ID of the statement or transfer
    why: str


def review(asked: Asked) -> Answer:
    """The next open thing in the queue, with its words in their paragraph, and what was decided last."""
    index = asked.snapshot
    history = tuple(_history(asked.store))
    done = frozenset((asked.word("done") or "").split())
    shown: dict[str, Any] = {
        "history": history,
        "done": [row for row in history if row["key"] in done],
        "undone": asked.word("undone") is not None,
        "failed": asked.word("failed"),
        "author": asked.word("author") or asked.options.author,
        "stances": STANCES,
        "waiting": index is None,
        "task": None,
        "drafts": (),
    }
    if index is None:
        return Answer("review.html.j2", "Review", {"task": None}, shown)
    ((total,),) = index.counted("SELECT count(*) FROM review")
    task = _next(asked, asked.number)
    data: dict[str, Any] = {"total": total, "task": None, "history": list(history)}
    shown |= {"total": total, "task": task, "later": url("/review", page=task.number + 1) if task else None, "sign": "accept"}
    if task is not None:
        record = asked.store.record(task.page)
        if task.kind == "statement":
            record, shown["drafts"], wrong = _drafted(asked, task, record)
            shown["failed"] = wrong or shown["failed"]
        view = with_layers(record, view_of(record))
        shown |= {
            "view": view,
            "layer_of": layers_of(record, view),
            "row": page_row(asked.store, task.page),
            "link": page_url(task.page, task.item or None),
        }
        shown |= _about(task, view)
        data["task"] = codec.encode(task, "")
    return Answer("review.html.j2", "Review", data, shown)


@dataclass(frozen=True, slots=True)
class Draft:
    """A part of a statement whose words a person moves: where it stands in the address, and the links that move it by a word."""

    part: str
    now: Edges
    was: Edges
    moves: Mapping[str, str | None]  # addresses

    @property
    def is_moved(self) -> bool:
        """Whether it is otherwise than it was read."""
        return (self.now.start, self.now.end) != (self.was.start, self.was.end)

    @property
    def range(self) -> str:
        """As the address and the form tell it."""
        return f"{self.now.start}-{self.now.end}"


def _drafted(asked: Asked, task: Task, record: Record) -> tuple[Record, tuple[Draft, ...], str | None]:
    """The record with the words of the statement to decide as the address puts them, the drafts, and what is wrong with them."""
    was = next((s for s in record.statements or () if s.id == task.item), None)
    if was is None:
        return record, (), None
    wrong = None
    try:
        now = moved(record, was, {part: asked.word(part) for part in PARTS})
    except RecordError as error:
        now, wrong = was, str(error)
    there = [part for part in PARTS if getattr(was, part) is not None]
    ranges = {part: found for part in there if (found := edges(record, now, part))}
    kept = {part: f"{e.start}-{e.end}" for part, e in ranges.items() if getattr(now, part).spans != getattr(was, part).spans}
    drafts = []
    for part, found in ranges.items():
        links = {name: url("/review", **{"page": task.number, **kept, part: f"{to[0]}-{to[1]}"}) if to else None for name, to in found.moves.items()}
        drafts.append(Draft(part, found, edges(record, was, part), links))
    return _with_statement(record, now), tuple(drafts), wrong


def _with_statement(record: Record, said: Statement) -> Record:
    return replace(record, statements=tuple(said if s.id == said.id else s for s in record.statements or ()))


def _about(task: Task, view: View) -> Mapping[str, Any]:
    """What a person has to see to decide."""
    if task.kind == "statement":
        said = next((s for s in view.statements or () if s.id == task.item), None)
        home = next((p for p in (view.headline, *view.body) if p and said in p.statements), None)
        return {"said": said, "home": home}
    if task.kind == "transfer":
        deal = next((x for x in view.deals.transfers or () if x.id == task.item), None)
        words = deal.triggers[0].spans[0] if deal and deal.triggers and deal.triggers[0].spans else None
        home = next((p for p in (view.headline, *view.body) if p and words and p.span.overlaps(words)), None)
        sides = (deal.supplier, deal.recipient) if deal else ()
        names = tuple((called(side.id) if side.name == "" else side.name) if side else "" for side in sides)
        return {"deal": deal, "home": home, "names": names or ("", "")}
    return {"dating": view.published}


def _next(asked: Asked, number: int) -> Task | None:
    """The first thing from a place of the queue on that nobody has decided yet."""
    assert asked.snapshot is not None
    rows = asked.snapshot.rows("SELECT n, kind, page, item, use, confidence FROM review WHERE n >= ? ORDER BY n LIMIT ?", number, _LOOKED)
    decided: dict[str, set[str]] = {}
    for n, kind, page, item, use, confidence in rows:
        if page not in decided:
            known = page_row(asked.store, page)
            # A page that has gone since asks for nothing.
            decided[page] = {c.field or "" for c in corrections_of(asked.store, known)} if known else {""}
        field = "article.published.date" if kind == "date" else f"{KINDS[kind]}[{item}]"
        if "" not in decided[page] and not any(f == field or f.startswith(f"{field}.") for f in decided[page]):
            return Task(n, kind, page, item, _why(kind, use, confidence))
    return None


def _why(kind: str, use: int, confidence: float) -> str:
    """Why it is in the queue."""
    used = f"; {use} voices of claims rest on it" if use > 1 and kind == "statement" else ""
    if kind == "date":
        return "This page has no day of publication, so nothing on it can be put in order"
    return f"The encoder and the rule do not agree, or it is an unsure denial: confidence {confidence:.2f}{used}"


def _history(store: Store) -> Iterator[dict[str, Any]]:
    """What was decided last, each with whether it still holds."""
    rows = store.connection.execute(
        "SELECT x.key, x.digest, x.what, x.field, x.quote, x.former, x.value, x.why, x.author, x.time, x.undone, (SELECT c.key FROM document d "
        "JOIN capture c ON c.document_id = d.id WHERE d.digest = x.digest LIMIT 1) FROM corrections x ORDER BY x.time DESC, x.key LIMIT ?",
        (_HISTORY,),
    )
    names = ("key", "digest", "what", "field", "quote", "former", "value", "why", "author", "time", "undone", "page")
    return (dict(zip(names, row, strict=True)) for row in rows)


def decide(asked: Asked, form: Mapping[str, str]) -> Go:
    """Write a decision as a correction."""
    kind, page, item = form.get("kind", ""), form.get("page", ""), form.get("item", "")
    decision, value = form.get("decision", ""), form.get("value", "").strip()
    author, why = (form.get("author", "").strip() or asked.options.author)[:_LONGEST], form.get("why", "").strip()[:_LONGEST]
    at = form.get("at", "1")
    if kind not in KINDS or decision not in DECISIONS:
        return Go(url("/review", failed="this is no decision that can be written"))
    try:
        fields = _corrections(asked.store, kind, page, item, decision, value, form)
        for field, right in fields:
            asked.store.correct(page, field, right, author=author, why=why or f"{decision} in review")
    except OnRecordError as error:
        return Go(url("/review", page=at, author=author, failed=str(error)[:300]))
    if form.get("back", "") == "page":
        return Go(page_url(page, item or None))
    done = " ".join(correction.key for correction in asked.store.corrections(page)[-len(fields) :])
    return Go(url("/review", page=at, author=author, done=done))


def _corrections(store: Store, kind: str, page: str, item: str, decision: str, value: str, form: Mapping[str, str]) -> list[tuple[str, Any]]:
    """The fields that a decision sets, with their values.

    Raises:
        StoreError: there is no such page, statement or transfer, or the decision makes no sense there.
        RecordError: the words of a statement cannot be those that the form tells.
    """
    record = store.record(page)
    wrong = StoreError(page, f"{decision} cannot be said of {kind} {item}", "choose another decision")
    if kind == "date":
        if decision == "correct" and value:
            return [("article.published.date", value)]
        if decision == "accept" and record.published:
            return [("article.published.date", record.published.date)]
        if decision == "reject":
            return [("article.published.date", None)]
        raise wrong
    if kind == "statement":
        said = next((s for s in record.statements or () if s.id == item), None)
        if said is None:
            raise wrong
        if decision == "reject":
            return [(f"statements[{item}]", None)]
        if decision == "correct" and value in STANCES:
            stance: str | None = value
        elif decision == "accept":
            stance = said.stance.value if said.stance else None
        else:
            raise wrong
        now = moved(record, said, {part: form.get(part) or None for part in PARTS})
        words = [(f"statements[{item}].{part}", written(record, now, part)) for part in PARTS if getattr(now, part) != getattr(said, part)]
        return [*words, (f"statements[{item}].stance", stance)]
    deal = next((x for x in record.arms_transfers or () if x.id == item), None)
    if deal is None:
        raise wrong
    if decision == "reject":
        return [(f"arms_transfers[{item}]", None)]
    if decision == "accept":
        return [(f"arms_transfers[{item}].supplier", deal.supplier)]
    if decision == "swap":
        return [(f"arms_transfers[{item}].supplier", deal.recipient), (f"arms_transfers[{item}].recipient", deal.supplier)]
    raise wrong


def undo(asked: Asked, form: Mapping[str, str]) -> Go:
    """Write that a decision no longer holds: all that it set, the last first."""
    author = (form.get("author", "").strip() or asked.options.author)[:_LONGEST]
    try:
        for key in reversed(form.get("key", "").split()[:_MOST_FIELDS] or [""]):
            asked.store.undo(key, author=author, why="undone in review")
    except OnRecordError as error:
        return Go(url("/review", page=form.get("at"), author=author, failed=str(error)[:300]))
    return Go(url("/review", page=form.get("at"), author=author, undone="1"))


def pair(asked: Asked, form: Mapping[str, str]) -> Go:
    """Write that two pages are, or are not, a copy and its source."""
    author = (form.get("author", "").strip() or asked.options.author)[:_LONGEST]
    page, other = form.get("page", ""), form.get("other", "")
    decide_pair = asked.store.join if form.get("decision") == "join" else asked.store.split
    try:
        decide_pair(page, other, author=author, why=form.get("why", "").strip()[:_LONGEST] or "decided beside the two texts")
    except OnRecordError as error:
        return Go(url("/review", failed=str(error)[:300]))
    return Go(f"/page/{page}")


def exported(asked: Asked) -> str:
    """Every correction, undone ones too, a line of JSON each: data to learn from, and to import elsewhere."""
    return "".join(f"{line}\n" for line in write_corrections(asked.store.corrections(undone=True)))


__all__ = ["DECISIONS", "KINDS", "STANCES", "Task", "decide", "exported", "pair", "review", "undo"]
