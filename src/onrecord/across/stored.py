"""Stories of a store: its pages and the copies that it keeps, merged. A store is anything that has `records` and `copies`."""

from collections.abc import Iterable, Iterator
from typing import Any, Protocol, cast, get_args

from onrecord.across.merging import merge
from onrecord.across.telling import Capture
from onrecord.record import Record
from onrecord.stories import Copy, Stories, Story


class _Pages(Protocol):
    """What is read of a store."""

    def records(self) -> Iterable[tuple[Any, Record]]: ...

    def copies(self) -> Iterable[Any]: ...


def stories_of(store: _Pages, *, known: Iterable[Story] = ()) -> Stories:
    """The stories, claims and deals across the pages of a store.

    Args:
        store: `records` gives (page, record), the page with `page`, its key, and `outlet`; `copies` rows with `page`, `of_page`, `kind`, `share`.
        known: stories of an earlier merge, whose IDs are kept.
    """
    return merge(captures_of(store), copies_of(store), known=known)


def captures_of(store: _Pages) -> Iterator[Capture]:
    """The pages of a store, by their keys."""
    for page, record in store.records():
        yield Capture(page.page, record, page.outlet)


def copies_of(store: _Pages) -> Iterator[Copy]:
    """The pairs of pages that share text; the evidence stays in the store."""
    kinds = get_args(Copy.__annotations__["kind"])
    for row in store.copies():
        if row.kind in kinds:
            yield Copy(row.page, row.of_page, cast(Any, row.kind), row.share, ())
