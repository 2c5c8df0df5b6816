"""The tables that people know, over all pages of a store: dyads of events with CAMEO codes, SIPRI's trade register, the UN Register."""

from collections.abc import Iterator
from typing import Final

from onrecord.export.registers import TABLES as KNOWN
from onrecord.export.registers import Row as TextRow
from onrecord.export.store.columns import text_of
from onrecord.export.store.pages import PROVENANCE, Page
from onrecord.export.store.tables import denial, words_of
from onrecord.text import Span

# What the tables of one page do not say yet. Each name stands once: document, url, outlet and published are theirs.
_ADDED: Final = tuple(column.name for column in PROVENANCE if column.name not in ("document", "url", "outlet", "published"))

COLUMNS: Final = {name: (*table.columns, "denial", *_ADDED) for name, table in KNOWN.items()}


def rows(name: str, page: Page) -> Iterator[TextRow]:
    """The rows of a page in the table of that name, with where their words stand.

    Each page is a witness of its own: rows of a page that copies another say so under `copy_of`, and what is told twice is not summed.
    """
    for row in KNOWN[name].rows(page.record):
        cited = page.cited(_spans(page, row))
        added = {column: text_of(cited[column]) for column in _ADDED}
        yield {**row, **({"outlet": page.outlet} if page.outlet else {}), "denial": denial(page, row["event"]), **added}


def _spans(page: Page, row: TextRow) -> tuple[Span, ...]:
    """The words that a row rests on."""
    event = page.known.events.get(row["event"])
    if "transfer" not in row:
        return event.triggers if event else ()
    transfer = next(one for one in page.record.arms_transfers or () if one.id == row["transfer"])
    return words_of(page, transfer, transfer.items[int(row["item"]) - 1] if row["item"] else None)
