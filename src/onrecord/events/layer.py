"""Cases → events of the record."""

from collections.abc import Iterator, Sequence

from onrecord.events.cases import Case, is_narrated, status_of, type_of
from onrecord.events.contexts import contexts_of
from onrecord.events.deeds import Draft
from onrecord.events.modes import mode_of
from onrecord.events.settled import agrees_on_direction, agrees_on_status
from onrecord.record import Event
from onrecord.text import Document, Span


def events_of(document: Document, cases: Sequence[Case]) -> tuple[Event, ...]:
    """The events of some cases, in their order."""
    return tuple(_events(document, cases))


def _events(document: Document, cases: Sequence[Case]) -> Iterator[Event]:
    for case in cases:
        first, status = case.first, status_of(case)
        kind = type_of(case, status)
        triggers: list[Span] = sorted({telling.trigger for telling in case.tellings})
        agreed = first.clear and agrees_on_direction(first.draft) and agrees_on_status(first.draft)
        settled = agreed and (first.statement is None or first.statement.settled)
        background = sum(telling.background for telling in case.tellings) / len(case.tellings) >= 0.5
        yield Event(
            case.id,
            kind,  # type: ignore[arg-type]
            mode_of(first.draft.tree, first.draft.trigger.core, kind),
            contexts_of(_paragraph(first.draft)),
            tuple(triggers),
            case.all_of("initiators"),
            case.all_of("recipients"),
            next((telling.time for telling in (first, *case.tellings) if telling.time), None),
            next((telling.place for telling in (first, *case.tellings) if telling.place), None),
            "background" if background else "news",
            status,
            is_narrated(case),
            settled,
            round(first.draft.chance, 3),
        )


def _paragraph(draft: Draft) -> Sequence[str]:
    """The words of a deed's paragraph, as far as its window has it, in small letters."""
    tree = draft.tree
    first = last = draft.trigger.head
    while first > 0 and "\n" not in tree.text[tree.words[first - 1].end : tree.words[first].start]:
        first -= 1
    while last + 1 < len(tree) and "\n" not in tree.text[tree.words[last].end : tree.words[last + 1].start]:
        last += 1
    return tree.lows[first : last + 1]
