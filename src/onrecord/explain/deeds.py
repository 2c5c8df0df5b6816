"""Why an event, a transfer of arms or a link: the places that tell of it, models and grammar side by side, who says so, what was near to being so."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from onrecord.characters import settled_document
from onrecord.events.cases import Case, Telling, cases_of, status_of
from onrecord.events.deeds import Draft, Party
from onrecord.events.linking import Weighed, Weighing, relation_of, weigh_links
from onrecord.events.linking import packaged as forests
from onrecord.events.links import LEAST
from onrecord.events.models_of import packaged
from onrecord.events.settled import agrees_on_direction, agrees_on_status, parties_by_grammar
from onrecord.events.transfers import LEAST as LEAST_ROW
from onrecord.events.transfers import SETTLED
from onrecord.explain import Explanation, Line, Section
from onrecord.explain.asking import Edit, Tried, ask_again, ask_alone
from onrecord.explain.sayings import other_cue, statement_in_words
from onrecord.record import ArmsTransfer, Event, EventLink, Record, Statement
from onrecord.text import Span

_ASKED: Final = 3  # statements whose cue is changed in turn
_NEAR: Final = 5  # deeds beside the one that a statement is tied to


def explain_event(record: Record, event: Event) -> Explanation:
    """Why an event is as it is."""
    case = _case(record, event.id)
    sections = [
        Section("the words", tuple(Line("told at", "", (span,)) for span in event.triggers)),
        *(Section(f"place {n}: models and grammar", tuple(_telling(record, telling))) for n, telling in enumerate(case.tellings, 1)),
        Section("the status", tuple(_status(case, event))),
        Section("who says so", tuple(_who(record, event.id))),
        Section("when and where", tuple(_when(record, event.time, event.place))),
        Section("settled" if event.settled else "not settled", tuple(_settled(case))),
    ]
    return Explanation(event.id, _event_in_words(record, event), tuple(sections), tuple(_tried(record, event, _event_plain)))


def explain_transfer(record: Record, transfer: ArmsTransfer) -> Explanation:
    """Why a transfer of arms is as it is."""
    case = _case(record, transfer.event)
    event = next(event for event in record.events or () if event.id == transfer.event)
    first = case.first
    row = [
        Line("deed", f"{event.id}: {event.type}, {event.status.value}", event.triggers),
        Line("supplier", _name(record, transfer.supplier), ()),
        Line("recipient", _name(record, transfer.recipient), ()),
        Line("chance that each is right", f"supplier {first.chances[0]:.2f}, recipient {first.chances[1]:.2f}"),
        Line("stage", transfer.stage or "none told"),
        *_items(transfer),
    ]
    confidence = [
        Line("chance that the row is right", f"{transfer.confidence:g}: taken from {LEAST_ROW:g} on, {transfer.confidence - LEAST_ROW:+.2f}"),
        Line("to be settled", f"from {SETTLED:g} on ({transfer.confidence - SETTLED:+.2f}), and its event settled: {_yes(event.settled)}"),
    ]
    sections = [
        Section("the row", tuple(row)),
        *(Section(f"place {n}: models and grammar", tuple(_telling(record, telling))) for n, telling in enumerate(case.tellings, 1)),
        Section("who says so", tuple(_who(record, transfer.event))),
        Section("when", tuple(_when(record, transfer.time, None))),
        Section("settled" if transfer.settled else "not settled", (*confidence, *_settled(case))),
    ]
    return Explanation(transfer.id, _transfer_plain(record, event), tuple(sections), tuple(_tried(record, event, _transfer_plain)))


def explain_link(record: Record, link: EventLink) -> Explanation:
    """Why a statement is tied to a deed, and to no other."""
    statement = next(s for s in record.statements or () if s.id == link.statement)
    event = next(event for event in record.events or () if event.id == link.target)
    lines = [
        Line("statement", f"{statement.id}: {statement_in_words(record, statement)}", statement.cue.spans),
        Line("deed", f"{event.id}: {_event_in_words(record, event)}", event.triggers),
        Line("words that tie them", f"{link.basis}", link.about),
    ]
    weighed = _weighed(record, statement)
    sections = [
        Section("the words", tuple(lines)),
        Section("this deed and others beside it", tuple(_chances(record, statement, link, weighed))),
    ]
    what = f"{statement.id} {link.relation} {event.id}, {link.basis}, {link.confidence:g}"
    return Explanation(f"{link.statement}:{link.target}", what, tuple(sections), tuple(_tried_link(record, statement, event)))


# The places that tell of a deed


def _case(record: Record, identity: str) -> Case:
    found: Case = next(case for case in record.cases[0] if case.id == identity)
    return found


def _telling(record: Record, telling: Telling) -> Iterator[Line]:
    draft, settings = telling.draft, packaged().settings
    where = "headline" if telling.headline else "body"
    stands = f", in the content of {telling.statement.id}" if telling.statement else ", in the page's own voice"
    yield Line("words", where + stands, (telling.trigger,))
    yield Line("models: type", f"{draft.type}, {draft.chance:.2f} that it is a deed, and of this type")
    yield Line("models: status", f"{draft.status.value}, {draft.certain:.2f}")
    yield Line("grammar: status", "agrees" if agrees_on_status(draft) else "does not agree: “not”, “will”, “may” or “if” say otherwise")
    yield Line("models: supply of arms", f"{draft.arms:.2f}")
    supply = bool(draft.suppliers or draft.takers)
    sides = ("gives", draft.suppliers), ("takes", draft.takers)
    sides = sides if supply else (("does it", draft.initiators), ("to whom", draft.recipients))
    for (name, parties), numbers in zip(sides, parties_by_grammar(draft), strict=True):
        yield Line(f"models: {name}", ", ".join(f"{one.chance:.2f}" for one in parties) or "nobody", _words(draft, parties))
        yield Line(f"grammar: {name}", "" if numbers else "nobody", _spans(draft, sorted(numbers)))
    yield Line("taken", f"where a deed is at least {settings.deed:.2f} likely, or a supply of arms {settings.arms:.2f}")
    yield Line("told as background", f"{telling.background:.2f}; from 0.50 on it is background")


def _words(draft: Draft, parties: Sequence[Party]) -> tuple[Span, ...]:
    return _spans(draft, [party.word for party in parties])


def _spans(draft: Draft, numbers: Iterable[int]) -> tuple[Span, ...]:
    words = draft.tree.words
    return tuple(Span(words[number].start, words[number].end) for number in numbers)


def _status(case: Case, event: Event) -> Iterator[Line]:
    for telling in case.tellings:
        said = f"; {telling.statement.id} {telling.relation or 'takes no stand'}" if telling.statement else ""
        used = (
            "no: a headline, where the body tells it too"
            if telling.headline and len(case.tellings) > 1
            else "no: denied there"
            if telling.negated
            else "yes"
        )
        yield Line("told as", f"{telling.draft.status.value}{said}; counts: {used}", (telling.trigger,))
    yield Line("most committed", status_of(case).value)
    yield Line("in the page's own voice", _yes(event.narrator))


def _who(record: Record, event: str) -> Iterator[Line]:
    statements = {s.id: s for s in record.statements or ()}
    found = [link for link in record.links or () if link.target == event]
    for link in found:
        source = statements[link.statement].source
        settled = "settled" if statements[link.statement].settled else "not settled"
        yield Line(f"{link.statement} {link.relation}", f"{link.basis}, {link.confidence:g}, {settled}", source.spans if source else ())
    if not found:
        yield Line("", "nobody is quoted")


def _when(record: Record, time: str | None, place: str | None) -> Iterator[Line]:
    found = next((one for one in record.times or () if one.id == time), None)
    if found is None:
        yield Line("time", "none in its clause")
    else:
        days = f"{found.earliest or '?'} to {found.latest or '?'}"
        yield Line("time", f"{found.id}: {found.value}, {days}, counted from {found.anchor or 'nothing'}", (found.span,))
    if (where := next((one for one in record.places or () if one.id == place), None)) is not None:
        yield Line("place", f"{where.id}: {where.name}, {where.country or 'country not known'}", where.mentions[:1])


def _settled(case: Case) -> Iterator[Line]:
    first = case.first
    statement = first.statement
    for what, holds in (
        ("its own clause names its sides", first.clear),
        ("grammar and models give the same sides", agrees_on_direction(first.draft)),
        ("grammar and models give the same status", agrees_on_status(first.draft)),
        ("the statement that tells of it is settled, or the page itself tells it", statement is None or statement.settled),
    ):
        yield Line("holds" if holds else "does not hold", what, (first.trigger,))


def _items(transfer: ArmsTransfer) -> Iterator[Line]:
    for item in transfer.items:
        told = ", ".join(filter(None, (item.category, item.designation, item.condition)))
        yield Line("item", told, (item.span,))
        if item.quantity is not None:
            yield Line(
                "how many",
                f"{item.quantity.bound} {_figure(item.quantity.value)}" + (f", {item.quantity.role}" if item.quantity.role else ""),
                (item.quantity.span,),
            )
    if transfer.value is not None:
        yield Line("worth", f"{_figure(transfer.value.amount)} {transfer.value.currency}", (transfer.value.span,))


def _figure(number: float) -> str:
    """A number as people write it: 85,000,000."""
    return f"{number:,.12g}"


def _name(record: Record, actor: str | None) -> str:
    return next((f"{one.id} {one.name}" for one in record.actors or () if one.id == actor), "none")


def _yes(value: bool) -> str:
    return "yes" if value else "no"


# Links


def _weighed(record: Record, statement: Statement) -> Sequence[Weighed]:
    """How likely a statement speaks of each deed: weighed again as it was, with the denials that are no deeds of their own."""
    assert record.article is not None
    document = settled_document(record.document)
    actors, times, places = record.actors or (), record.times or (), record.places or ()
    attributions, statements = record.attributions or (), record.statements or ()
    day = record.published.date if record.published else None
    cases = cases_of(document, record.article, statements, record.deeds or (), actors, times, places, attributions, day)
    weighed = weigh_links(Weighing(document, statements, attributions, cases, actors), forests())
    return weighed.get(statement.id, ())


def _chances(record: Record, statement: Statement, link: EventLink, weighed: Sequence[Weighed]) -> Iterator[Line]:
    triggers = {event.id: set(event.triggers) for event in record.events or ()}
    for one in sorted(weighed, key=lambda one: -one.speaks)[:_NEAR]:
        own = {telling.trigger for telling in one.case.tellings}
        event = next((identity for identity, words in triggers.items() if words & own), "a denial that is no deed of its own")
        relation = relation_of(statement, one)
        if relation is None:
            yield Line(event, f"{one.speaks:.2f}: nothing is said of it by such a statement", tuple(sorted(own))[:1])
            continue
        least = LEAST[relation]
        told = "tied" if one.speaks >= least else "not tied"
        sure = f", a denial {one.denies:.2f}" if relation == "denies" else ""
        yield Line(
            event,
            f"{one.speaks:.2f} that it speaks of it{sure}: {told}, {relation} from {least:.2f} on ({one.speaks - least:+.2f})",
            tuple(sorted(own))[:1],
        )
    if not any(triggers.get(link.target, set()) & {t.trigger for t in one.case.tellings} for one in weighed):
        yield Line(link.target, "not by these chances: a denial tells the deed again, or denies all of its kind")


# What would have changed it


def _event_in_words(record: Record, event: Event) -> str:
    names = {actor.id: actor.name for actor in record.actors or ()}
    sides = " → ".join(" + ".join(names.get(one, one) for one in side) or "?" for side in (event.initiators, event.recipients))
    settled = "settled" if event.settled else "not settled"
    return f"{event.type} {sides}, status {event.status.value}, {settled}, confidence {event.confidence:g}"


def _event_plain(record: Record, event: Event) -> str:
    links = sorted({link.relation for link in record.links or () if link.target == event.id})
    return f"{_event_in_words(record, event).rpartition(', confidence')[0]}, {_said_of_it(links)}"


def _transfer_plain(record: Record, event: Event) -> str:
    row = next((one for one in record.arms_transfers or () if one.event == event.id), None)
    if row is None:
        return "no row: " + _event_plain(record, event)
    sides = f"{_name(record, row.supplier)} → {_name(record, row.recipient)}"
    links = sorted({link.relation for link in record.links or () if link.target == event.id})
    told = ", ".join(filter(None, (row.stage, f"status {row.status.value}", "settled" if row.settled else "not settled")))
    return f"{sides}, {told}, {_said_of_it(links)}"


def _said_of_it(relations: Sequence[str]) -> str:
    """Which statements there are of a deed, told apart from the deed's own status: a deed may be "denied" by one that asserts so much."""
    told = [f"somebody {'declines to speak of' if relation == 'declines' else relation} it" for relation in relations]
    return " and ".join(told) or "nobody says so"


_Plain = Callable[[Record, Event], str]


def _tried(record: Record, event: Event, plain: _Plain) -> Iterator[Tried]:
    before = plain(record, event)
    statements = {s.id: s for s in record.statements or ()}
    linked = dict.fromkeys(link.statement for link in record.links or () if link.target == event.id)
    for identity in list(linked)[:_ASKED]:
        statement = statements[identity]
        word = other_cue(statement)
        edits = [Edit(statement.cue.spans[0], word)]
        again = ask_again(record, edits)
        yield _result(f"if the cue of {identity} were “{word}”", before, again, _same(again, event.triggers, edits), plain)
    paragraph = next((block.range for block in record.article.body if event.triggers[0] in block.range), None) if record.article else None
    if paragraph is not None:
        again = ask_alone(record, paragraph)
        at = [Span(span.start - paragraph.start, span.end - paragraph.start) for span in event.triggers if span in paragraph]
        yield _result("its paragraph alone, without the rest of the page", before, again, _same(again, at, ()), plain)


def _same(record: Record | None, triggers: Sequence[Span], edits: Sequence[Edit]) -> Event | None:
    """The event that is told by the same words."""
    starts = {span.start + sum(len(e.words) - len(e.span) for e in edits if e.span.end <= span.start) for span in triggers}
    return next((e for e in (record.events or ()) if any(span.start in starts for span in e.triggers)), None) if record is not None else None


def _result(what: str, before: str, again: Record | None, event: Event | None, plain: _Plain) -> Tried:
    if again is None:
        return Tried(what, "nothing can be read", moved=True)
    result = plain(again, event) if event is not None else "no deed of its own is read there"
    return Tried(what, result, result != before)


def _tried_link(record: Record, statement: Statement, event: Event) -> Iterator[Tried]:
    def told(page: Record, one: Statement | None, deed: Event | None) -> str:
        found = [k.relation for k in page.links or () if one and deed and (k.statement, k.target) == (one.id, deed.id)]
        return " and ".join(found) or "not tied"

    from onrecord.explain.sayings import same_statement

    before = told(record, statement, event)
    word = other_cue(statement)
    for what, edits in (
        (f"if the cue of {statement.id} were “{word}”", [Edit(statement.cue.spans[0], word)]),
        ("the words that tell of the deed replaced by “did so”", [Edit(event.triggers[0], "did so")]),
    ):
        again = ask_again(record, edits)
        if again is None:
            yield Tried(what, "nothing can be read", moved=True)
            continue
        start = statement.cue.spans[0].start
        start += sum(len(edit.words) - len(edit.span) for edit in edits if edit.span.end <= start)
        result = told(again, same_statement(again, start), _same(again, event.triggers, edits))
        yield Tried(what, result, result != before)
