"""Events and arms transfers in a terminal: who did what to whom, and who says so."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from onrecord.export.deals import NARRATED, NOT_SAID, NOT_SETTLED, Deed, EventView, ItemView, Party, TransferView, Voice, count_transfers
from onrecord.export.terminal_lines import LABEL, LISTED, Lines
from onrecord.export.visible import one_line


@dataclass(frozen=True, slots=True)
class DealLines(Lines):
    """The lines of what happened."""

    def _found(self, title: str, layer: str, rows: Sequence[TransferView | EventView] | None) -> Iterator[Text]:
        """The head of a list: how many were found, and of how many the readers differ; why it is not known."""
        if rows is None:
            yield from self._head(title, f"unknown ({one_line(self.view.why_null(layer))})")
            return
        open_ = sum(not row.settled for row in rows)
        yield from self._head(title, f"{len(rows)} found{f', {open_} not settled' if open_ else ''}")

    def _transfers(self) -> Iterator[Text]:
        transfers = self.view.deals.transfers
        yield from self._found("Arms transfers", "arms_transfers", transfers)
        if transfers is None:
            return
        for transfer in self._first_of(transfers):
            yield from self._transfer(transfer)
        if not self.full and (hidden := transfers[LISTED:]):
            yield from self._wrap(Text(f"not shown: {count_transfers(hidden)}; add --full, or see --json"), indent=2)

    def _transfer(self, transfer: TransferView) -> Iterator[Text]:
        """A row of the register: who to whom, how told; then what, worth how much, when, in which words; then who says so."""
        supplier, recipient = (self._parties([one] if one else []) for one in (transfer.supplier, transfer.recipient))
        via = f" via {self._parties(transfer.via)}" if transfer.via else ""
        parties = Text(f"{supplier} → {recipient}{via}", "bold")
        yield from self._joined([parties, *transfer.how, *certainty(transfer)], first=f" {one_line(transfer.id)}", indent=6)
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
        yield from self._found("Events", "events", events)
        if events is None:
            return
        for event in self._first_of(events):
            yield from self._event(event)
        denied = sum(event.is_denied for event in events[LISTED:])
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
            yield from self._joined([who, *self._moments(event), f"where {one_line(event.place)}", *certainty(event)], indent=6)
            yield from self._voices(event)

    def _parties(self, parties: Sequence[Party]) -> str:
        more = f" and {len(parties) - LISTED} more" if len(parties) > LISTED and not self.full else ""
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
        more = len(deed.triggers) - LISTED
        return line.append(f" and {more} more") if more > 0 and not self.full else line

    def _voices(self, deed: Deed) -> Iterator[Text]:
        """Whether the page says it itself, then who denies, declines, doubts and asserts it, a line each."""
        if deed.narrator:
            label = f" {NARRATED.sign} {NARRATED.word}".ljust(LABEL)
            yield from self._hanging(Text(f"     {label}the page says it in its own voice"), 5 + LABEL)
        for voice in self._first_of(deed.voices or ()):
            yield from self._hanging(Text.assemble("     ", self._label(voice), self._voice(voice)), 5 + LABEL)
        if deed.voices is None:
            yield from self._wrap(Text(f"who says so: unknown ({one_line(self.view.why_null('links'))})"), indent=6)
        elif not deed.voices and not deed.narrator:
            yield from self._wrap(Text(f"who says so: {NOT_SAID}"), indent=6)
        elif (more := len(deed.voices) - LISTED) > 0 and not self.full:
            yield from self._wrap(Text(f"and {more} more who speak of it: add --full, or see --json"), indent=6)

    def _voice(self, voice: Voice) -> Text:
        said = (self.view.statements or ())[voice.statement] if voice.statement is not None else None
        who = self._source(said, 60) if said else f"(source {NOT_SAID})"
        about = Text(": ").append_text(self._quoted(voice.about)) if voice.about.spans else Text("")
        return Text(who).append_text(about).append(f" · {' · '.join(voice.facts)}")


def certainty(deed: Deed) -> list[Text]:
    """How it is told, with what is not settled marked."""
    return [Text(fact, "bold" if fact == NOT_SETTLED else "") for fact in deed.certainty]
