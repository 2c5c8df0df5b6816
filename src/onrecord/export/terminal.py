"""A record in a terminal, for a person with ten minutes who has to rely on it.

The first screen answers: what is this, of what day and why, who denies it and who says it. Then comes the body with its
statements, then everything else, each figure with the page's words and their offsets. Nothing of the page reaches the
terminal but printable characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from onrecord.export.marks import Edge
from onrecord.export.shown import ActorView, DatingView, EvidenceView, Paragraph, StatementView
from onrecord.export.stances import Look
from onrecord.export.terminal_deals import DealLines
from onrecord.export.terminal_lines import LABEL, LISTED, PLACE, in_quotes
from onrecord.export.view import OFFSETS, count_looks, view_of
from onrecord.export.visible import one_line, visible
from onrecord.record import Record

SCREEN: Final = 23  # lines of the first screen: 24 less the one for the prompt
NARROWEST: Final = 40
_LONGEST: Final = 20_000  # characters shown of one paragraph: more is cut, and said to be
_MOST_SHOWN: Final = 400_000  # characters shown of one body …
_MOST_BLOCKS: Final = 2_000  # … and blocks
_FOOT: Final = 160  # cells, about, of what is said of what the first screen does not show
_NO_DATE: Final = "no date found on the page, in its markup or in its URL"
_ALWAYS: Final = 60  # denials, declines and doubts that the first screen shows even where it grows longer than the terminal


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
class _Drawing(DealLines):
    """A record, from its first screen to the page that it is of."""

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

    # The first screen

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
        yield self._cut(Text(one_line(view.location) + read_from, PLACE))
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
            yield from self._wrap(Text(f"{len(hidden)} not shown: {counts}; shown are {always}; {how}", PLACE), indent=1)

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
        line.append(self._source(statement, 60 if most > 1 else (self.width - LABEL) // 2))
        words = in_quotes(one_line(statement.content.text[:400])) if statement.content else one_line(statement.cue.text[:80])
        line.append(f": {words}")
        if most == 1:
            return [self._cut(line)]
        first, *others = self._wrap(line)
        if not others:
            return [first]
        rest = Text(" ").join(others)
        return [first, self._cut(Text.assemble(" " * LABEL, rest))]

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
        text.append(f" [{paragraph.span.start}:{paragraph.span.end}]{kind}", PLACE)
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
        yield from self._hanging(Text.assemble("    ", self._label(statement), facts), 4 + LABEL)
        who = self._quoted(statement.source) if statement.source else Text("no source given")
        if statement.known:
            who.append(f" {self._short(statement.known, 80)}")
        if statement.source is not None and (statement.unnamed or not statement.known):
            who.append(f" {statement.unnamed or 'named'}")
        yield from self._wrap(who.append("  cue ").append_text(self._quoted(statement.cue)), first="       who", indent=12)
        if statement.content:
            yield from self._wrap(self._quoted(statement.content), first="       what", indent=12)

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
            line.append(f" · says {one_line(', '.join(self._first_of(actor.says)))}{' …' if len(actor.says) > LISTED and not self.full else ''}")
        if actor.title:
            line.append(" · title ").append_text(self._quoted(actor.title, 60))
        for i, mention in enumerate(self._first_of(actor.mentions)):
            line.append(" · " if i == 0 else ", ").append_text(self._quoted(mention, 40))
        if (more := len(actor.mentions) - LISTED) > 0 and not self.full:
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
            if (more := len(place.mentions) - LISTED) > 0 and not self.full:
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


_OPENING: Final = {"source": "⟨", "cue": "*"}
_CLOSING: Final = {"source": "⟩", "cue": "*", "content": "⟧"}


_Told = tuple[StatementView, list[Text]]


def _counted(counts: Sequence[tuple[Look, int]]) -> list[str]:
    return [f"{count} {look.sign} {look.word}" for look, count in counts]
