"""Why a statement: its words, the two readers side by side, what made the stance, what is settled, what it is linked to."""

from collections.abc import Iterator, Sequence

from onrecord.characters import settled_document
from onrecord.explain import Explanation, Line, Section
from onrecord.explain.asking import Edit, Tried, ask_again, ask_alone
from onrecord.record import Record, Statement
from onrecord.statements.draft import Draft
from onrecord.statements.explain import Readings, StanceReading, conditions_of, readings_of, stance_of
from onrecord.text import Document, Span

_SECOND = {
    "same": "the rules read the same: the confidence rises",
    "other": "the rules read other words: it rises a little",
    "silent": "the rules found nothing, though the lexicon knows the cue: it falls a little",
    "new": "the lexicon does not know the cue, and the rules found nothing: it falls",
}


def explain_statement(record: Record, statement: Statement) -> Explanation:
    """Why a statement is as it is."""
    assert record.article is not None
    document = settled_document(record.document)
    readings = readings_of(document, record.article, record.encoding, statement)
    sections = [Section("the words", tuple(_words(statement)))]
    if readings is None:
        told = Line("", "neither reader finds a statement at this cue now: a person put it there")
        sections.append(Section("the two readers", (told,)))
    else:
        stance = stance_of(document, readings.joined)
        sections.append(Section("the two readers", tuple(_readers(document, readings))))
        sections.append(Section("the stance", tuple(_stance(readings.joined, stance))))
        sections.append(Section("settled" if statement.settled else "not settled", tuple(_settled(document, readings, stance))))
    sections.append(Section("who and when", tuple(_who(record, statement))))
    sections.append(Section("what it speaks of", tuple(_links(record, statement))))
    return Explanation(statement.id, statement_in_words(record, statement), tuple(sections), tuple(_tried(record, statement)))


def statement_in_words(record: Record, statement: Statement | None) -> str:
    """A statement in a line: its stance, whether it is settled, its confidence, and the deeds that it speaks of."""
    if statement is None:
        return "no statement is read there"
    links = [f"{link.relation} {link.target}" for link in record.links or () if link.statement == statement.id]
    stance = statement.stance.value if statement.stance else "an act without attitude"
    settled = "settled" if statement.settled else "not settled"
    return ", ".join((stance, settled, f"confidence {statement.confidence:g}", *links))


def _words(statement: Statement) -> Iterator[Line]:
    if statement.source:
        yield Line("source", "named" if statement.source.named else "not named", statement.source.spans)
    else:
        yield Line("source", "none")
    yield Line("cue", "", statement.cue.spans)
    yield Line("content", statement.kind.value, statement.content.spans if statement.content else ())
    yield Line("part", statement.part)
    if statement.within:
        yield Line("within", f"it stands in the content of {statement.within}")


def _readers(document: Document, readings: Readings) -> Iterator[Line]:
    encoder, rules, joined = readings.encoder, readings.rules, readings.joined
    for name, draft in (("encoder", encoder), ("rules", rules)):
        if draft is None:
            yield Line(name, "found nothing at this cue")
            continue
        yield Line(f"{name}: cue", "", (draft.cue,))
        yield Line(f"{name}: source", "" if draft.source else "none", draft.source)
        yield Line(f"{name}: content", "" if draft.content else "none", tuple(draft.content))
        yield Line(f"{name}: confidence", f"{draft.confidence:.2f}" + (", found in the content of another" if draft.inner else ""))
    if encoder is not None:
        if joined.second is not None:
            yield Line("together", f"{_SECOND[joined.second]}, from {joined.heard:.2f} to {joined.confidence:.2f}")
        if readings.least is not None:
            margin = joined.confidence - readings.least
            yield Line("taken", f"from {readings.least:.2f} on; {margin:.2f} above that")
    else:
        yield Line("taken", "from the rules alone: " + _why_alone(joined))


def _why_alone(draft: Draft) -> str:
    if draft.stands:
        return "a form that the encoder has not learnt, and the rules are sure of"
    if draft.refuses:
        return "it withholds an answer"
    if draft.awaits or not draft.content:
        return "its words stand in another sentence"
    return f"a stance that is rare in what the encoder has learnt from ({draft.stance.value if draft.stance else 'none'})"


def _stance(draft: Draft, reading: StanceReading) -> Iterator[Line]:
    match = reading.match
    if match is None:
        yield Line("lexicon", "no entry for a word of the cue: it is read as neutral, “said”", (draft.cue,))
    else:
        entry = match.entry
        stance = entry.stance.value if entry.stance else "an act without attitude"
        yield Line("lexicon", f"statements/cues.tsv, “{' '.join(entry.words)}”: {stance}", (draft.cue,))
        yield Line("its example", entry.example)
    yield Line("negated", f"yes: it is read as “{reading.cue}”" if reading.negated else "no")
    yield Line("by the cue alone", _of(reading.plain))
    yield Line("with the content's first words", _of(reading.stance))
    yield Line("the same content after “said”", _of(reading.neutral))
    yield Line("told before", "yes: it speaks of what the page told before, so that negating it denies" if reading.answers else "no")


def _of(stance: object) -> str:
    return str(getattr(stance, "value", stance)) if stance is not None else "an act without attitude"


def _settled(document: Document, readings: Readings, reading: StanceReading) -> Iterator[Line]:
    for condition in conditions_of(document, readings.joined, reading):
        yield Line("holds" if condition.holds else "does not hold", condition.what)


def _who(record: Record, statement: Statement) -> Iterator[Line]:
    told = next((one for one in record.attributions or () if one.statement == statement.id), None)
    if told is None:
        return
    for actor in (one for one in record.actors or () if one.id in told.actors):
        facts = ", ".join(filter(None, (actor.kind, actor.country, actor.role)))
        yield Line("source is", f"{actor.id} {actor.name}" + (f" ({facts})" if facts else ""), actor.mentions[:3])
    if not told.actors:
        yield Line("source is", "nobody whom the page names")
    if told.said:
        days = f"{told.said.earliest or '?'} to {told.said.latest or '?'}"
        time = next((one for one in record.times or () if one.id == told.said.time), None)
        yield Line("said", f"{days}: {told.said.basis}", (time.span,) if time else ())
    for via in told.via:
        yield Line("came through", via.actor or "somebody who is no actor", (via.span,))


def _links(record: Record, statement: Statement) -> Iterator[Line]:
    found = [link for link in record.links or () if link.statement == statement.id]
    for link in found:
        event = next(event for event in record.events or () if event.id == link.target)
        yield Line(f"{link.relation} {link.target}", f"{event.type}, {event.status.value}; {link.basis}, {link.confidence:g}", link.about)
    if not found:
        yield Line("", "no deed of the page" if statement.stance else "no deed: an act without attitude is tied to none")


# What would have changed it


def same_statement(record: Record | None, start: int) -> Statement | None:
    """The statement whose cue begins there."""
    return next((s for s in (record.statements or ()) if s.cue.spans[0].start == start), None) if record is not None else None


def other_cue(statement: Statement) -> str:
    """A cue of another stance: "denied" where it asserts, else "said"."""
    return "denied" if statement.stance is not None and statement.stance.value in ("asserts", "expects") else "said"


def _tried(record: Record, statement: Statement) -> Iterator[Tried]:
    cue = statement.cue.spans[0]
    word = other_cue(statement)
    for what, edits in (
        (f"if its cue were “{word}”", [Edit(cue, word)]),
        ("if its source were “officials”", [Edit(span, "officials") for span in (statement.source.spans[:1] if statement.source else ())]),
    ):
        if edits:
            again = ask_again(record, edits)
            found = same_statement(again, _moved(cue.start, edits))
            yield _result(what, statement, record, again, found)
    paragraph = _paragraph(record, statement)
    if paragraph is not None:
        again = ask_alone(record, paragraph)
        yield _result(
            "its paragraph alone, without the rest of the page", statement, record, again, same_statement(again, cue.start - paragraph.start)
        )


def _moved(start: int, edits: Sequence[Edit]) -> int:
    return start + sum(len(edit.words) - len(edit.span) for edit in edits if edit.span.end <= start)


def _plain(record: Record, statement: Statement) -> str:
    """A statement in a line that can be held against another page's: deeds by their type, not by their number.

    What ties it to a deed is told apart from its stance and from the deed's status: one may deny, and the deed that it tells of be "denied".
    """
    types = {event.id: f"the deed {event.type} of status “{event.status.value}”" for event in record.events or ()}
    links = sorted(
        {f"tied by “{link.relation}” to {types.get(link.target, link.target)}" for link in record.links or () if link.statement == statement.id}
    )
    stance = statement.stance.value if statement.stance else "an act without attitude"
    return ", ".join((stance, "settled" if statement.settled else "not settled", *(links or ["tied to no deed"])))


def _result(what: str, before: Statement, of: Record, again: Record | None, found: Statement | None) -> Tried:
    """What came of it; a confidence that is another moves nothing."""
    if again is None:
        return Tried(what, "nothing can be read", moved=True)
    if found is None:
        return Tried(what, "no statement is read there", moved=True)
    result = _plain(again, found)
    sure = f"{result}, confidence {found.confidence:g}"
    if found.confidence != before.confidence:
        sure += f" (before: {before.confidence:g})"
    return Tried(what, sure, result != _plain(of, before))


def _paragraph(record: Record, statement: Statement) -> Span | None:
    """The paragraph that a statement's cue stands in; None for a headline."""
    cue = statement.cue.spans[0]
    return next((block.range for block in record.article.body if cue in block.range), None) if record.article else None
