"""A record in a terminal, for a person with ten minutes who has to rely on it.

The first screen answers: what is this, of what day and why, who denies it and who says it. Then comes the body with its
statements, then everything else, each figure with the page's words and their offsets. Nothing of the page reaches the
terminal but printable characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rich.console import Console
from rich.text import Text

from onrecord.export.deals import NARRATED, NOT_SAID, NOT_SETTLED, Deed, EventView, ItemView, Party, TransferView, Voice, count_transfers
from onrecord.export.marks import Edge
from onrecord.export.quotes import Quote
from onrecord.export.shown import ActorView, DatingView, EvidenceView, Paragraph, StatementView, View
from onrecord.export.stances import Look
from onrecord.export.view import OFFSETS, count_looks, view_of
from onrecord.export.visible import one_line, visible
from onrecord.record import Record

SCREEN: Final = 23  # lines of the first screen: 24 less the one for the prompt
NARROWEST: Final = 40
_LONGEST: Final = 20_000  # characters shown of one paragraph: more is cut, and said to be
_MOST_SHOWN: Final = 400_000  # characters shown of one body …
_MOST_BLOCKS: Final = 2_000  # … and blocks
_QUOTED: Final = 160  # characters quoted of a statement below its paragraph, where its words stand already
_LISTED: Final = 12  # entries shown of a long list

_PLACE: Final = "dim"  # offsets

_FOOT: Final = 160  # cells, about, of what is said of what the first screen does not show
_LABEL: Final = 17  # cells of sign, word and number
_NO_DATE: Final = "no date found on the page, in its markup or in its URL"
_ALWAYS: Final = 60  # denials, declines and doubts that the first screen shows even where it grows longer than the terminal

_T = TypeVar("_T")


def show(record: Record, console: Console, *, width: int, brief: bool = False, full: bool = False, read_from: str | None = None) -> None:
    """Print a record.

    Args:
        record: what to show.
        console: where to; it decides whether there is colour.
        width: cells a line may take.
        brief: only the first screen.
        full: cut no paragraph, list or quotation short.
        read_from: the file that was read, where the record's location is another.
    """
    drawing = _Drawing(view_of(record, read_from=read_from), console, max(width, NARROWEST), brief, full)
    for line in drawing.first_screen() if brief else drawing.everything():
        console.print(line, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One record as lines, each at most `width` cells wide."""

    view: View
    console: Console
    width: int
    brief: bool
    full: bool

    def everything(self) -> Iterator[Text]:
        yield from self.first_screen()
        yield from self._body()
        yield from self._transfers()
        yield from self._events()
        yield from self._why("Why", self.view.published, "published")
        if self.view.modified:
            yield from self._why("Changed", self.view.modified, "published")
        yield from self._credits()
        yield from self._actors()
        yield from self._places()
        yield from self._times()
        yield from self._related()
        yield from self._left_out()
        yield from self._page()

    def first_screen(self) -> Iterator[Text]:
        top = [*self._title(), Text(), *self._date_in_short(), Text()]
        yield from top
        yield from self._who_says_what(room=max(SCREEN - len(top), 6))

    # How a line is made

    def _wrap(self, text: Text, *, first: str = "", indent: int = 0) -> list[Text]:
        """Lines with a hanging indent; `first` stands in the indent of the first line."""
        lines = list(text.wrap(self.console, max(self.width - indent, 8), overflow="fold")) or [Text()]
        for line in lines:
            line.rstrip()
        return [Text.assemble((first if i == 0 else "").ljust(indent), line) for i, line in enumerate(lines)]

    def _hanging(self, text: Text, indent: int) -> list[Text]:
        """Lines of which all but the first are indented."""
        first, *others = text.wrap(self.console, self.width, overflow="fold") or [Text()]
        for line in (first, *others):
            line.rstrip()
        return [first, *(self._wrap(Text(" ").join(others), indent=indent) if others else [])]

    def _joined(self, pieces: Sequence[str | Text], *, first: str = "", indent: int = 0) -> list[Text]:
        """Pieces with dots between them, broken between pieces where they are longer than a line."""
        lines: list[Text] = []
        for number, piece in enumerate(pieces):
            dotted = Text.assemble(piece, " ·" if number < len(pieces) - 1 else "")
            if lines and lines[-1].cell_len + 1 + dotted.cell_len <= self.width - indent:
                lines[-1].append(" ").append_text(dotted)
            else:
                lines.append(dotted)
        wrapped = [one for line in lines for one in self._wrap(line, indent=indent)]
        return [Text.assemble(first.ljust(indent), line[indent:]) if i == 0 else line for i, line in enumerate(wrapped)]

    def _cut(self, text: Text) -> Text:
        """One line, with an ellipsis where it would be longer."""
        text.truncate(self.width, overflow="ellipsis")
        return text

    def _short(self, words: str, most: int = _QUOTED) -> str:
        if self.full:
            return one_line(words)
        words, length = one_line(words[: most * 2]), len(words)
        return words if len(words) <= most and length <= most * 2 else words[: most - 1].rstrip() + "…"

    def _quoted(self, quote: Quote, most: int = _QUOTED) -> Text:
        return Text.assemble(f"{_in_quotes(self._short(quote.text, most))} ", (self._short(quote.where, 80), _PLACE))

    def _head(self, title: str, aside: str = "") -> Iterator[Text]:
        yield Text()
        yield from self._hanging(Text.assemble((title, "bold underline"), f"  {aside}" if aside else ""), 2)

    def _first_of(self, items: Sequence[_T]) -> Sequence[_T]:
        return items if self.full else items[:_LISTED]

    def _unlisted(self, items: Sequence[object], what: str) -> Iterator[Text]:
        if (more := len(items) - _LISTED) > 0 and not self.full:
            yield from self._wrap(Text(f"and {more} more {what}: add --full, or see --json"), indent=2)

    # The first screen

    def _below(self, more: int, where: str = "below") -> Text:
        """How to see what the first screen has no room for."""
        return Text(f"and {more} more: leave out --brief" if self.brief else f"and {more} more {where}")

    def _title(self) -> Iterator[Text]:
        view = self.view
        if view.title is None:
            yield Text("(no headline found)", "bold")
        else:
            lines = self._wrap(Text(one_line(view.title[:1000]), "bold"))
            yield from lines[:3]
        about = [
            one_line(view.outlet) if view.outlet else "outlet unknown",
            *(["by " + ", ".join(one_line(a.name) for a in view.authors)] if view.authors else []),
            "agency " + ", ".join(one_line(a.name) for a in view.agencies) if view.agencies else "no agency credited",
            one_line(view.dateline.text) if view.dateline else "no dateline",
        ]
        if view.kind not in (None, "article"):
            about.insert(0, f"{view.kind} page")
        lines = self._joined(about)
        yield from lines[:2] if len(lines) <= 2 else [lines[0], self._cut(Text(" ").join(lines[1:]))]
        read_from = f" (read from {one_line(view.read_from)})" if view.read_from else ""
        yield self._cut(Text(one_line(view.location) + read_from, _PLACE))
        for damage in view.damage:
            yield from self._wrap(Text.assemble(("Note", "bold"), f": {one_line(damage)}"), indent=0)
        if view.why_no_article:
            yield from self._wrap(Text(view.why_no_article))

    def _date_in_short(self) -> Iterator[Text]:
        dating = self.view.published
        if dating is None:
            reason = one_line(self.view.why_null("published"))
            yield from self._wrap(Text.assemble(("Published unknown", "bold"), f"  ({reason})"))
            return
        if dating.date is None:
            yield Text("Published unknown", "bold")
        else:
            yield Text.assemble((f"Published {dating.date}", "bold"), f"  confidence {dating.confidence}")
        if dating.open:
            yield from self._wrap(Text(f"{'or' if dating.exact else 'candidates:'} {', '.join(dating.open[:4])}"), indent=2)
        elif dating.date is None:
            yield from self._wrap(Text(f"candidates: none{'' if dating.evidence else f'; {_NO_DATE}'}"), indent=2)
        agreeing = [e for e in dating.evidence if e.accepted or e.supports]
        for row in agreeing[:2]:
            taken = "from" if row.accepted else "agrees:"
            yield self._cut(Text.assemble(f"  {taken} {row.kind} ", self._quoted(row.quote, 40), f" {one_line(row.why)}"))
        for rejected in dating.rejected[:3]:
            yield self._cut(Text.assemble(("  not", "bold"), f" {one_line(rejected)}"))
        if (hidden := max(len(agreeing) - 2, 0) + max(len(dating.rejected) - 3, 0)) > 0:
            yield Text.assemble("  ", self._below(hidden, "under “Why” below"))

    def _who_says_what(self, room: int) -> Iterator[Text]:
        view = self.view
        arms = self._wrap(Text(view.deals.in_short), indent=15) if view.deals.in_short else []
        if view.statements is None:
            yield from self._wrap(Text.assemble(("Who says what", "bold"), f"  unknown ({one_line(view.why_null('statements'))})"))
            yield from arms
            return
        counted = _counted(view.counts) or ["no statement found"]
        lines = self._joined(counted, first="Who says what", indent=15) + arms
        lines[0].stylize("bold", 0, len("Who says what"))
        yield from lines
        told, hidden = self._chosen(room - len(lines))
        for _, lines in told:
            yield from lines
        if hidden:
            how = "--full in place of --brief lists all" if self.brief else "they follow below, and --full lists all here"
            always = "in the order of the text, denials, declines and doubts always"
            counts = ", ".join(_counted(count_looks(hidden)))
            yield from self._wrap(Text(f"{len(hidden)} not shown: {counts}; shown are {always}; {how}", _PLACE), indent=1)

    def _chosen(self, room: int) -> tuple[list["_Told"], list[StatementView]]:
        """The statements of the first screen with their lines, in the order of the text, and those it has no room for."""
        first = self.view.first
        if self.full:
            return [(s, self._in_short(s, 2)) for s in first], []
        against, others = ([s for s in first if s.against is wanted] for wanted in (True, False))
        if len(first) > room:
            room -= -(-_FOOT // self.width)
            against, others = against[:_ALWAYS], others[: max(room - len(against), min(room // 3, _ALWAYS))]
        kept = {s.number: self._in_short(s, 1) for s in (*against, *others)}
        # What room is left is for second lines, of denials first: one that is cut off after ten letters tells nothing.
        for s in (*against, *others):
            if room > sum(map(len, kept.values())):
                kept[s.number] = self._in_short(s, 2)
        return [(s, kept[s.number]) for s in first if s.number in kept], [s for s in first if s.number not in kept]

    def _in_short(self, statement: StatementView, most: int) -> list[Text]:
        """Sign, word, number, who and what, in at most so many lines."""
        line = self._label(statement)
        # On one line half of the room is for what is said: a long title must not push it out.
        line.append(self._source(statement, 60 if most > 1 else (self.width - _LABEL) // 2))
        words = _in_quotes(one_line(statement.content.text[:400])) if statement.content else one_line(statement.cue.text[:80])
        line.append(f": {words}")
        if most == 1:
            return [self._cut(line)]
        first, *others = self._wrap(line)
        if not others:
            return [first]
        rest = Text(" ").join(others)
        return [first, self._cut(Text.assemble(" " * _LABEL, rest))]

    def _label(self, said: StatementView | Voice) -> Text:
        look = said.look
        return Text.assemble(" ", (f"{look.sign} {look.word}".ljust(12), look.style), f"{one_line(said.id):<3} ")

    def _source(self, statement: StatementView, most: int) -> str:
        if statement.source is None:
            return f"(no source given) {one_line(statement.known)}".rstrip()
        behind = [one_line(statement.known[:most]), statement.unnamed]
        return " ".join(filter(None, (self._short(statement.source.text, most), *behind)))

    # The body

    def _body(self) -> Iterator[Text]:
        view = self.view
        length = sum(len(p.span) for p in view.body)
        blocks = f"{len(view.body)} block{'' if len(view.body) == 1 else 's'}, {length:,} characters"
        yield from self._head("Body", f"{blocks}; ⟨source⟩, *cue*, ⟦sign and number, what is said⟧")
        if view.headline and view.headline.statements:
            yield from self._paragraph(view.headline)
        left = _MOST_SHOWN
        for shown, paragraph in enumerate(view.body):
            if (left <= 0 or shown == _MOST_BLOCKS) and not self.full:
                yield from self._wrap(Text(f"… and {len(view.body) - shown} more blocks: add --full, or see --json"))
                break
            left -= min(len(paragraph.span), _LONGEST)
            yield from self._paragraph(paragraph)
        if view.elsewhere:
            yield from self._head("Statements outside the body")
            for statement in self._first_of(view.elsewhere):
                yield from self._statement(statement)
            yield from self._unlisted(view.elsewhere, "statements")

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Text]:
        text = self._marked(paragraph)
        kind = "" if paragraph.kind == "paragraph" else f" {paragraph.kind}"
        text.append(f" [{paragraph.span.start}:{paragraph.span.end}]{kind}", _PLACE)
        yield Text()
        yield from self._wrap(text, first="" if paragraph.number is None else f"{paragraph.number:>3}", indent=5)
        for statement in paragraph.statements:
            yield from self._statement(statement)

    def _marked(self, paragraph: Paragraph) -> Text:
        """The paragraph's text with its statements marked in it."""
        text = Text()
        open_: list[Edge] = []
        room = len(paragraph.span) if self.full else _LONGEST
        spaced = True
        for segment in paragraph.segments:
            for edge in segment.closes:
                open_.pop()
                text.append(_CLOSING.get(edge.mark.role, "") if edge.end else "")
            if segment.opens and segment.text[:1].isspace() and not spaced:
                text.append(" ")
            for edge in segment.opens:
                open_.append(edge)
                text.append(self._opening(edge) if edge.end else "", self._style(open_))
            words = " ".join(segment.text[: max(room, 0)].split())
            room -= len(segment.text)
            if words:
                text.append(f"{' ' if segment.text[0].isspace() and not spaced else ''}{visible(words)}", self._style(open_))
                spaced = False
            if segment.text[-1:].isspace() and not spaced:
                text.append(" ")
                spaced = True
        if room < 0:
            text.append(f" … {-room:,} more characters: add --full, or see --json")
        return text

    def _opening(self, edge: Edge) -> str:
        if edge.mark.role != "content":
            return _OPENING.get(edge.mark.role, "")
        said = self._said(edge)
        return f"⟦{said.look.sign}{one_line(said.id)} "

    def _said(self, edge: Edge) -> StatementView:
        return (self.view.statements or ())[edge.mark.number]

    def _style(self, open_: list[Edge]) -> str:
        """Content in the ink of its innermost stance, source italic, cue bold."""
        contents = [self._said(edge).look.style.replace("bold", "").strip() for edge in open_ if edge.mark.role == "content"]
        roles = {edge.mark.role for edge in open_}
        words = ["underline" if contents else "", contents[-1] if contents else "", "italic" if "source" in roles else ""]
        return " ".join(filter(None, [*words, "bold" if "cue" in roles else ""]))

    def _statement(self, statement: StatementView) -> Iterator[Text]:
        """What was read of one statement, with its words and where they stand."""
        facts = " · ".join(map(one_line, statement.facts))
        yield from self._hanging(Text.assemble("    ", self._label(statement), facts), 4 + _LABEL)
        who = self._quoted(statement.source) if statement.source else Text("no source given")
        if statement.known:
            who.append(f" {self._short(statement.known, 80)}")
        if statement.source is not None and (statement.unnamed or not statement.known):
            who.append(f" {statement.unnamed or 'named'}")
        yield from self._wrap(who.append("  cue ").append_text(self._quoted(statement.cue)), first="       who", indent=12)
        if statement.content:
            yield from self._wrap(self._quoted(statement.content), first="       what", indent=12)

    # Events and arms transfers

    def _transfers(self) -> Iterator[Text]:
        transfers = self.view.deals.transfers
        if transfers is None:
            yield from self._head("Arms transfers", f"unknown ({one_line(self.view.why_null('arms_transfers'))})")
            return
        open_ = sum(not transfer.settled for transfer in transfers)
        yield from self._head("Arms transfers", f"{len(transfers)} found{f', {open_} not settled' if open_ else ''}")
        for transfer in self._first_of(transfers):
            yield from self._transfer(transfer)
        if not self.full and (hidden := transfers[_LISTED:]):
            yield from self._wrap(Text(f"not shown: {count_transfers(hidden)}; add --full, or see --json"), indent=2)

    def _transfer(self, transfer: TransferView) -> Iterator[Text]:
        """A row of the register: who to whom, how told; then what, worth how much, when, in which words; then who says so."""
        supplier, recipient = (self._parties([one] if one else []) for one in (transfer.supplier, transfer.recipient))
        via = f" via {self._parties(transfer.via)}" if transfer.via else ""
        parties = Text(f"{supplier} → {recipient}{via}", "bold")
        yield from self._joined([parties, *transfer.how, *_certainty(transfer)], first=f" {one_line(transfer.id)}", indent=6)
        items = [self._item(item) for item in self._first_of(transfer.items)] or [Text(f"items {NOT_SAID}")]
        if (more := len(transfer.items) - len(items)) > 0:
            items.append(Text(f"and {more} more items"))
        told = Text("told in ").append_text(self._triggers(transfer))
        value = self._quoted(transfer.value, 60).append(f" {one_line(transfer.worth)}") if transfer.value else Text(NOT_SAID)
        yield from self._joined([*items, Text("value ").append_text(value), *self._moments(transfer), told], indent=6)
        yield from self._voices(transfer)

    def _item(self, item: ItemView) -> Text:
        line = self._quoted(item.words, 60).append(f" {one_line(item.facts)}, number ")
        return line.append_text(self._quoted(item.number, 60).append(f" {item.reading}")) if item.number else line.append(NOT_SAID)

    def _events(self) -> Iterator[Text]:
        events = self.view.deals.events
        if events is None:
            yield from self._head("Events", f"unknown ({one_line(self.view.why_null('events'))})")
            return
        open_ = sum(not event.settled for event in events)
        yield from self._head("Events", f"{len(events)} found{f', {open_} not settled' if open_ else ''}")
        for event in self._first_of(events):
            yield from self._event(event)
        denied = sum(event.is_denied for event in events[_LISTED:])
        yield from self._unlisted(events, f"events{f', {denied} of them denied' if denied else ''}")

    def _event(self, event: EventView) -> Iterator[Text]:
        transfers = self.view.deals.transfers or ()
        type_ = " ".join(filter(None, (event.type, event.mode and one_line(event.mode))))
        what = Text.assemble((type_, "bold"), f" ({one_line(', '.join(event.contexts))})" if event.contexts else "", " ")
        what.append_text(self._triggers(event))
        told = [f"told above as {', '.join(one_line(transfers[number].id) for number in event.transfers)}"] if event.transfers else []
        yield from self._joined([what, *told], first=f" {one_line(event.id)}", indent=6)
        if not told:
            who = f"{self._parties(event.initiators)} → {self._parties(event.recipients)}"
            yield from self._joined([who, *self._moments(event), f"where {one_line(event.place)}", *_certainty(event)], indent=6)
            yield from self._voices(event)

    def _parties(self, parties: Sequence[Party]) -> str:
        more = f" and {len(parties) - _LISTED} more" if len(parties) > _LISTED and not self.full else ""
        return f"{', '.join(self._short(party.told, 80) for party in self._first_of(parties))}{more}" if parties else NOT_SAID

    def _moments(self, deed: Deed) -> Iterator[Text]:
        for moment in deed.moments:
            line = Text(f"{moment.of} ")
            if moment.words:
                line.append_text(self._quoted(moment.words, 60)).append(" ")
            yield line.append(one_line(moment.reading))
        if not deed.moments:
            yield Text(f"when {NOT_SAID}")

    def _triggers(self, deed: Deed) -> Text:
        """The words that tell of it."""
        if not deed.triggers:
            return Text(f"words {NOT_SAID}")
        line = Text(", ").join(self._quoted(quote, 60) for quote in self._first_of(deed.triggers))
        more = len(deed.triggers) - _LISTED
        return line.append(f" and {more} more") if more > 0 and not self.full else line

    def _voices(self, deed: Deed) -> Iterator[Text]:
        """Whether the page says it itself, then who denies, declines, doubts and asserts it, a line each."""
        if deed.narrator:
            label = f" {NARRATED.sign} {NARRATED.word}".ljust(_LABEL)
            yield from self._hanging(Text(f"     {label}the page says it in its own voice"), 5 + _LABEL)
        for voice in self._first_of(deed.voices or ()):
            yield from self._hanging(Text.assemble("     ", self._label(voice), self._voice(voice)), 5 + _LABEL)
        if deed.voices is None:
            yield from self._wrap(Text(f"who says so: unknown ({one_line(self.view.why_null('links'))})"), indent=6)
        elif not deed.voices and not deed.narrator:
            yield from self._wrap(Text(f"who says so: {NOT_SAID}"), indent=6)
        elif (more := len(deed.voices) - _LISTED) > 0 and not self.full:
            yield from self._wrap(Text(f"and {more} more who speak of it: add --full, or see --json"), indent=6)

    def _voice(self, voice: Voice) -> Text:
        said = (self.view.statements or ())[voice.statement] if voice.statement is not None else None
        who = self._source(said, 60) if said else f"(source {NOT_SAID})"
        about = Text(": ").append_text(self._quoted(voice.about)) if voice.about.spans else Text("")
        return Text(who).append_text(about).append(f" · {' · '.join(voice.facts)}")

    # The rest

    def _why(self, title: str, dating: DatingView | None, layer: str) -> Iterator[Text]:
        if dating is None:
            yield from self._head(f"{title} no date", one_line(self.view.why_null(layer)))
            return
        yield from self._head(f"{title} {dating.date or 'no date'}", f"confidence {dating.confidence}" if dating.date else "")
        if dating.candidates:
            yield from self._wrap(Text(", ".join(self._first_of(dating.candidates))), first=" candidates", indent=15)
        if not dating.evidence:
            yield from self._wrap(Text(_NO_DATE), indent=1)
        for row in self._first_of(dating.evidence):
            yield from self._evidence(row)
        yield from self._unlisted(dating.evidence, "dates")

    def _evidence(self, row: EvidenceView) -> Iterator[Text]:
        style = "bold" if row.accepted else ""
        label = Text.assemble(f"{one_line(row.reading or 'not read'):<10}  {row.kind} ").append_text(self._quoted(row.quote))
        first, *others = self._wrap(label, first=f" {row.verdict}", indent=15)
        first.stylize(style, 0, 15)
        yield first
        yield from others
        if row.why:
            yield from self._wrap(Text(one_line(row.why)), indent=15)

    def _credits(self) -> Iterator[Text]:
        view = self.view
        yield from self._head("Credits")
        for name, names in (("agency", view.agencies), ("author", view.authors)):
            for credit in self._first_of(names):
                yield from self._wrap(Text.assemble(f"{one_line(credit.name)}  ", self._quoted(credit.quote)), first=f" {name}", indent=11)
            yield from self._unlisted(names, "names")
            if not names:
                yield Text(f" {name:<9} none found")
        dateline = self._quoted(view.dateline) if view.dateline else Text("none found")
        yield from self._wrap(dateline, first=" dateline", indent=11)
        for notice in self._first_of(view.notices):
            yield from self._wrap(self._quoted(notice.quote), first=f" {notice.kind}", indent=13)

    def _actors(self) -> Iterator[Text]:
        actors = self.view.actors
        if actors is None:
            return  # why, is told among the notes
        yield from self._head("Actors", f"{len(actors)} found")
        for actor in self._first_of(actors):
            yield from self._actor(actor)
        yield from self._unlisted(actors, "actors")

    def _actor(self, actor: ActorView) -> Iterator[Text]:
        line = Text.assemble((self._short(actor.name, 80), "bold"), f"  {one_line(actor.facts)}")
        if actor.says:
            line.append(f" · says {one_line(', '.join(self._first_of(actor.says)))}{' …' if len(actor.says) > _LISTED and not self.full else ''}")
        if actor.title:
            line.append(" · title ").append_text(self._quoted(actor.title, 60))
        for i, mention in enumerate(self._first_of(actor.mentions)):
            line.append(" · " if i == 0 else ", ").append_text(self._quoted(mention, 40))
        if (more := len(actor.mentions) - _LISTED) > 0 and not self.full:
            line.append(f" and {more} more")
        yield from self._wrap(line, first=f" {one_line(actor.id)}", indent=6)

    def _places(self) -> Iterator[Text]:
        places = self.view.places
        if places is None:
            return  # why, is told among the notes
        yield from self._head("Places", f"{len(places)} found")
        for place in self._first_of(places):
            line = Text.assemble((self._short(place.name, 80), "bold"), f"  {one_line(place.facts)}, confidence {place.confidence}")
            for i, mention in enumerate(self._first_of(place.mentions)):
                line.append(" · " if i == 0 else ", ").append_text(self._quoted(mention, 40))
            if (more := len(place.mentions) - _LISTED) > 0 and not self.full:
                line.append(f" and {more} more")
            yield from self._wrap(line, first=f" {one_line(place.id)}", indent=6)
        yield from self._unlisted(places, "places")

    def _times(self) -> Iterator[Text]:
        times = self.view.times
        if times is None:
            yield from self._head("Times", f"unknown ({one_line(self.view.why_null('times'))})")
            return
        yield from self._head("Times", f"{len(times)} found")
        for time in self._first_of(times):
            line = Text.assemble(f"{time.type} {one_line(time.value)}  ", self._quoted(time.quote, 60))
            days = one_line(f"{time.days or 'days unknown'}{f', anchor {time.anchor}' if time.anchor else ''}, confidence {time.confidence}")
            yield from self._wrap(line.append(f" {days}"), first=f" {one_line(time.id)}", indent=6)
        yield from self._unlisted(times, "times")

    def _related(self) -> Iterator[Text]:
        related = self.view.related
        yield from self._head("Other stories on the page", f"{len(related)} found, not part of this record's body")
        for story in self._first_of(related):
            words = story.headline or story.teaser
            line = self._quoted(words) if words else Text("(no words)")
            for name, quote in (("dateline", story.dateline), ("teaser", story.teaser if story.headline else None)):
                if quote:
                    line.append(f" {name} ").append_text(self._quoted(quote, 80))
            if story.url:
                line.append(f" {self._short(story.url, 120)}")
            yield from self._wrap(line.append(" cut short" if story.truncated else ""), first=" -", indent=3)
        yield from self._unlisted(related, "stories")

    def _left_out(self) -> Iterator[Text]:
        left_out = self.view.left_out
        if not left_out:
            return
        yield from self._head("Left out", ", ".join(f"{len(kind.quotes)} {one_line(kind.kind)}" for kind in left_out))
        if self.full:
            for kind in left_out:
                for quote in kind.quotes:
                    yield from self._wrap(Text.assemble(f"{one_line(kind.kind)} ", self._quoted(quote)), first=" -", indent=3)

    def _page(self) -> Iterator[Text]:
        view = self.view
        yield from self._head("This record")
        # The digest is there to be copied: it stands on one line, even where that is longer than the terminal's.
        digest = one_line(view.id)
        yield Text(f" document {digest}" if len(digest) + len(" document ") <= self.width else " document")
        if len(digest) + len(" document ") > self.width:
            yield Text(digest)
        facts = [
            ("read from", one_line(view.read_from or view.location)),
            *([("location", one_line(view.location))] if view.read_from else []),
            ("retrieved", one_line(view.retrieved) if view.retrieved else "not told"),
            ("url", one_line(view.url) if view.url else "not found"),
            ("page", f"{view.kind or 'unknown'}, {view.media_type}, language {view.language or 'unknown'}, {view.characters:,} characters"),
            ("made by", one_line(view.generator)),
            ("offsets", OFFSETS),
        ]
        for name, value in facts:
            yield from self._wrap(Text(value), first=f" {name}", indent=12)
        for note in view.told_notes:
            yield from self._wrap(Text(one_line(note)), first=" note", indent=12)


def _in_quotes(words: str) -> str:
    """In quotation marks, unless the page's own stand there."""
    return words if words[:1] in _QUOTATION else f"“{words}”"


def _certainty(deed: Deed) -> list[Text]:
    """How it is told, with what is not settled marked."""
    return [Text(fact, "bold" if fact == NOT_SETTLED else "") for fact in deed.certainty]


_QUOTATION: Final = frozenset("\"“”„«‹‘'「『")
_OPENING: Final = {"source": "⟨", "cue": "*"}
_CLOSING: Final = {"source": "⟩", "cue": "*", "content": "⟧"}


_Told = tuple[StatementView, list[Text]]


def _counted(counts: Sequence[tuple[Look, int]]) -> list[str]:
    return [f"{count} {look.sign} {look.word}" for look, count in counts]
