"""The pages of a store, one at a time, with what every row says of where its words stand."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from onrecord.export.provenance import Known
from onrecord.export.store.columns import Column, Places, Row, column, texts
from onrecord.record import Record
from onrecord.text import Span

if TYPE_CHECKING:
    from onrecord.store.store import Store

_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")

PROVENANCE: Final[tuple[Column, ...]] = (
    *texts(
        "page: the page's key, the same in every store",
        "document: digest of its bytes",
        "location: where it was read",
        "url: its canonical address, else where it was read on the web",
        "outlet: who published it",
        "published: day of publication, or the month or year where no more is known",
        "retrieved: when it was got",
    ),
    column("texts", "copy_of: keys of the pages whose text it carries: one source, not two"),
    column("text", "quote: the words that the row rests on; … parts pieces"),
    column("integer", "start: where the words begin, in code points"),
    column("integer", "end: where they end"),
    column("integer", "start_utf16: the same in UTF-16 code units, for browsers"),
    column("integer", "end_utf16: the same in UTF-16 code units"),
    column("places", "offsets: each piece, in code points"),
    column("places", "offsets_utf16: each piece, in UTF-16 code units"),
    column("truth", "corrected: whether people corrected the record of the page"),
    column("text", "version: of onrecord, which made the record"),
)


class Utf16:
    """Offsets of a text in UTF-16 code units, as browsers and the JVM count them."""

    __slots__ = ("_astral",)

    def __init__(self, text: str) -> None:
        self._astral = () if text.isascii() else tuple(found.start() for found in _ASTRAL.finditer(text))

    def at(self, offset: int) -> int:
        """The offset of a code point: one more for each character before it that takes two units."""
        return offset + bisect_left(self._astral, offset)

    def span(self, span: Span) -> tuple[int, int]:
        """Both ends of a range."""
        return self.at(span.start), self.at(span.end)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a store, with its record as it is shown: with the corrections in it."""

    key: str
    outlet: str | None
    corrected: bool
    version: str
    copy_of: tuple[str, ...]
    record: Record
    known: Known = field(init=False)
    units: Utf16 = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "known", Known(self.record))
        object.__setattr__(self, "units", Utf16(self.record.document.text))

    @property
    def url(self) -> str | None:
        """The page's address on the web."""
        return self.known.page()["url"] or None

    @property
    def headline(self) -> tuple[Span, ...]:
        """The headline; () where there is none."""
        article = self.record.article
        return (article.headline,) if article and article.headline else ()

    def words(self, spans: Iterable[Span]) -> str | None:
        """The words of a citation, its pieces joined by one space; None where it cites nothing."""
        return " ".join(map(self.known.words, spans)) or None

    def places(self, name: str, spans: Sequence[Span]) -> Row:
        """Where words stand, in two columns."""
        return {f"{name}_offsets": ranges(spans), f"{name}_offsets_utf16": tuple(map(self.units.span, spans))}

    def cited(self, spans: Iterable[Span]) -> Row:
        """The cells of PROVENANCE for a row that rests on these words."""
        pieces = tuple(sorted(set(spans)))
        start, end = (pieces[0].start, max(piece.end for piece in pieces)) if pieces else (None, None)
        document = self.record.document
        return {
            "page": self.key,
            "document": document.id,
            "location": document.location,
            "url": self.url,
            "outlet": self.outlet,
            "published": self.known.published or None,
            "retrieved": document.retrieved,
            "copy_of": self.copy_of,
            "quote": " … ".join(map(self.known.words, pieces)) or None,
            "start": start,
            "end": end,
            "start_utf16": None if start is None else self.units.at(start),
            "end_utf16": None if end is None else self.units.at(end),
            "offsets": ranges(pieces),
            "offsets_utf16": tuple(map(self.units.span, pieces)),
            "corrected": self.corrected,
            "version": self.version,
        }


def ranges(spans: Iterable[Span]) -> Places:
    """Spans as pairs of offsets."""
    return tuple((span.start, span.end) for span in spans)


def hull(*groups: Iterable[Span]) -> tuple[Span, ...]:
    """One range from the first word of some citations to the last; () where they cite nothing."""
    spans = [span for group in groups for span in group]
    return (Span(min(span.start for span in spans), max(span.end for span in spans)),) if spans else ()


class Pages:
    """The pages of a store by their keys, each read when it is asked for."""

    def __init__(self, store: "Store", *, only: Sequence[str] = ()) -> None:
        """Args:
            only: the keys of the pages that are wanted; () for all.

        Raises:
            StoreError: there is no such page.
        """
        self._store = store
        self._only = tuple(sorted(set(only)))
        for key in self._only:
            store.page(key)
        self._copied: dict[str, tuple[str, ...]] | None = None
        self._last: dict[str, Page] = {}

    def __iter__(self) -> Iterator[Page]:
        for key in self._only or self._keys():
            yield self.page(key)

    def page(self, key: str) -> Page:
        """A page.

        Raises:
            StoreError: there is no such page, or the store is damaged.
        """
        if key not in self._last:
            if len(self._last) >= _KEPT:
                self._last.pop(next(iter(self._last)))
            self._last[key] = self._read(key)
        return self._last[key]

    def _keys(self) -> list[str]:
        return [key for (key,) in self._rows("SELECT page FROM pages ORDER BY page")]

    def _read(self, key: str) -> Page:
        record = self._store.record(key)  # says so where there is no such page
        ((outlet, corrected, version),) = self._rows("SELECT outlet, corrected, version FROM pages WHERE page = ?", key)
        return Page(key, outlet, bool(corrected), version, self._copies().get(key, ()), record)

    def _copies(self) -> dict[str, tuple[str, ...]]:
        if self._copied is None:
            self._copied = {}
            for page, of in self._rows("SELECT page, of_page FROM copies WHERE kind = 'copy' ORDER BY page, of_page"):
                self._copied[page] = (*self._copied.get(page, ()), of)
        return self._copied

    def _rows(self, sql: str, *given: str) -> list[tuple[Any, ...]]:
        from onrecord.store.file import sound

        with sound(self._store.path):
            return self._store.connection.execute(sql, given).fetchall()


_KEPT: Final = 64  # pages: rows across pages name the same ones again and again
