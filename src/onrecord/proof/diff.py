"""What one store says otherwise than another: pages, what was read in them, transfers, claims. Both are only looked at.

Things are matched by what stays the same when a store is made anew: pages by their keys, else their bytes, where they lie, or their own address;
statements, events and transfers by where their words begin; claims by the statements that tell of them.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from onrecord.proof.cells import Cell, Compared, cells_of, compare, value_in_words
from onrecord.proof.diff_claims import RELATIONS, Anchor, Anchored, ClaimChange, changes_of
from onrecord.proof.diff_moved import Moved, moved
from onrecord.store.coverage import Coverage
from onrecord.store.file import sound
from onrecord.store.store import Store
from onrecord.stories import Stories

SCHEMA: Final = "onrecord-diff/1"
_TRANSFER: Final = "arms_transfers@"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two stores.

    versions: of onrecord, with the pages that each has read.
    merged_here: its stories were older than its pages, and were merged for this comparison alone.
    """

    path: str
    coverage: Coverage
    versions: tuple[tuple[str, int], ...]
    claims: int
    merged_here: bool


@dataclass(frozen=True, slots=True)
class PageName:
    """A page, as it is named to a person."""

    page: str
    location: str
    outlet: str | None
    headline: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page of which the stores say otherwise.

    kind: added, removed; moved: the same bytes at another place or time; replaced: other bytes at the same place; read: the same page, read or
        corrected otherwise.
    cells: what differs in its record; of `moved`, `replaced` and `read` alone.
    """

    kind: str
    old: PageName | None
    new: PageName | None
    cells: tuple[Compared, ...] = ()


@dataclass(frozen=True, slots=True)
class TransferChange:
    """A transfer of arms that a page tells and told not before, or no longer, or otherwise."""

    kind: str  # new, gone, changed
    page: str
    transfer: str  # its ID on the page
    what: str  # in words
    cells: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """All that differs; `unchanged` pages are in both and say the same."""

    old: Side
    new: Side
    pages: tuple[PageChange, ...]
    unchanged: int
    transfers: tuple[TransferChange, ...]
    claims: tuple[ClaimChange, ...]

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return not (self.pages or self.transfers or self.claims)

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "schema": SCHEMA,
            "same": self.same,
            "old": _side_dict(self.old),
            "new": _side_dict(self.new),
            "pages": [
                {"kind": p.kind, "old": p.old and asdict(p.old), "new": p.new and asdict(p.new), "cells": list(map(_cell_dict, p.cells))}
                for p in self.pages
            ],
            "pages_unchanged": self.unchanged,
            "transfers": [
                {"kind": t.kind, "page": t.page, "transfer": t.transfer, "what": t.what, "cells": list(map(_cell_dict, t.cells))}
                for t in self.transfers
            ],
            "claims": [claim.to_dict() for claim in self.claims],
        }


def _side_dict(side: Side) -> dict[str, Any]:
    told = {"path": side.path, "coverage": asdict(side.coverage), "versions": dict(side.versions), "claims": side.claims}
    return told | {"stories_merged_for_this": side.merged_here}


def _cell_dict(one: Compared) -> dict[str, Any]:
    return {
        "cell": one.told.cell,
        "outcome": one.outcome,
        "before": one.cell and one.cell.value,
        "after": one.again and one.again.value,
        "words_before": one.cell and one.cell.words,
        "words_after": one.again and one.again.words,
    }


def diff(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> Diff:
    """What NEW says otherwise than OLD. Neither is written, not even brought up to date.

    Raises:
        StoreError: one of them is no store, is damaged, or is of another version than this onrecord reads.
    """
    with Store(old, as_it_is=True) as before, Store(new, as_it_is=True) as after:
        return _diff(before, after)


def _diff(before: Store, after: Store) -> Diff:
    old_pages, new_pages = _pages(before), _pages(after)
    pairs = _paired(_digests(before), _digests(after), old_pages, new_pages)
    where: dict[str, Moved] = {}  # old page → its words in the new one, where the text is another
    changes: list[PageChange] = []
    transfers: list[TransferChange] = []
    for old_key, new_key in pairs.items():
        if old_key == new_key and _blob(before, old_key) == _blob(after, new_key):
            continue
        old_record, new_record = before.record(old_key), after.record(new_key)
        own = cells_of(old_record, new_key)
        if old_record.document.text != new_record.document.text:
            where[old_key] = moved(old_record.document.text, new_record.document.text)
            own = where[old_key].cells(own)
        cells = compare(own, cells_of(new_record, new_key))
        wrong = tuple(one for one in cells if one.outcome != "same")
        if wrong or old_key != new_key:
            changes.append(PageChange(_kind(before, after, old_key, new_key), old_pages[old_key], new_pages[new_key], wrong))
            transfers += _transfers(new_key, cells)
    gone, came = old_pages.keys() - pairs.keys(), new_pages.keys() - set(pairs.values())
    for key in sorted(gone):
        changes.append(PageChange("removed", old_pages[key], None))
        transfers += _transfers(key, compare(cells_of(before.record(key), key), ()))
    for key in sorted(came):
        changes.append(PageChange("added", None, new_pages[key]))
        transfers += _transfers(key, compare((), cells_of(after.record(key), key)))
    (stories, here), (others, others_here) = _stories(before), _stories(after)
    became = {name.page: change.kind for change in changes if (name := change.new or change.old)}
    claims = changes_of(_anchored(before, stories, pairs, where), _anchored(after, others, {}, {}), became)
    sides = _side(before, stories, here), _side(after, others, others_here)
    return Diff(*sides, tuple(changes), len(pairs) - sum(change.kind in _PAIRED for change in changes), tuple(transfers), tuple(claims))


_PAIRED: Final = ("read", "moved", "replaced")


def _side(store: Store, stories: Stories, merged_here: bool) -> Side:
    with sound(store.path):
        versions = store.connection.execute("SELECT version, count(*) FROM pages GROUP BY version ORDER BY version").fetchall()
    return Side(store.path, store.coverage(), tuple((str(v), int(n)) for v, n in versions), len(stories.claims), merged_here)


def _stories(store: Store) -> tuple[Stories, bool]:
    """The stories of a store, and whether they had to be merged in memory, since those that it keeps are not of these pages."""
    from onrecord.across import stories_of
    from onrecord.ingest.merged import is_fresh, kept_stories, read_stories

    with sound(store.path):
        if is_fresh(store.connection):
            return read_stories(store.connection), False
        return stories_of(store, known=kept_stories(store.connection)), True


# Pages


def _pages(store: Store) -> dict[str, PageName]:
    with sound(store.path):
        rows = store.connection.execute("SELECT page, location, outlet, headline, published, url FROM pages ORDER BY page").fetchall()
    return {row[0]: PageName(*row) for row in rows}


def _digests(store: Store) -> dict[str, str]:
    with sound(store.path):
        return dict(store.connection.execute("SELECT page, digest FROM pages ORDER BY page").fetchall())


def _blob(store: Store, key: str) -> bytes:
    """The record of a page as it is kept: where two are equal, nothing has to be read."""
    with sound(store.path):
        sql = "SELECT r.json FROM record r JOIN capture c ON c.id = r.capture_id WHERE c.key = ? AND r.shown"
        return bytes(store.connection.execute(sql, (key,)).fetchone()[0])


def _paired(old: Mapping[str, str], new: Mapping[str, str], old_pages: Mapping[str, PageName], new_pages: Mapping[str, PageName]) -> dict[str, str]:
    """Key in the old store → key in the new: the same key, else the same bytes, the same place, or the same address."""
    pairs = {key: key for key in old if key in new}
    places = {k: p.location for k, p in old_pages.items()}, {k: p.location for k, p in new_pages.items()}
    addresses = {k: p.url for k, p in old_pages.items() if p.url}, {k: p.url for k, p in new_pages.items() if p.url}
    for of_old, of_new in ((old, new), places, addresses):
        taken = set(pairs.values())
        free: dict[str, list[str]] = {}
        for key, value in of_new.items():
            if key not in taken:
                free.setdefault(value, []).append(key)
        for key, value in of_old.items():
            if key not in pairs and free.get(value):
                pairs[key] = free[value].pop(0)
    return pairs


def _kind(before: Store, after: Store, old: str, new: str) -> str:
    if old == new:
        return "read"
    return "moved" if before.page(old).digest == after.page(new).digest else "replaced"


# Transfers


def _transfers(page: str, cells: Iterable[Compared]) -> Iterator[TransferChange]:
    """What became of each transfer of a page: of those that are not as they were."""
    found: dict[str, list[Compared]] = {}
    for one in cells:
        if one.told.key.startswith(_TRANSFER):
            found.setdefault(one.told.key.partition(".")[0], []).append(one)
    for told in found.values():
        wrong = tuple(one for one in told if one.outcome != "same")
        if any(not one.told.cell.endswith(".confidence") for one in wrong):
            outcomes = {one.outcome for one in told}
            kind = "new" if outcomes == {"new"} else "gone" if outcomes == {"gone"} else "changed"
            latest = [cell for one in told if (cell := one.again or one.cell)]
            yield TransferChange(kind, page, latest[0].cell.partition("]")[0].partition("[")[2], _in_words(latest), wrong)


def _in_words(cells: Iterable[Cell]) -> str:
    """A transfer in a line: "PRK → RUS, shells, shipped, occurred"."""
    by_name = {cell.cell.partition("].")[2]: cell for cell in cells}

    def value(name: str) -> str:
        return value_in_words(by_name[name].value) if name in by_name else ""

    items = ", ".join(cell.words or "" for name, cell in by_name.items() if name.startswith("items[") and name.endswith("]"))
    sides = f"{value('supplier') or '?'} → {value('recipient') or '?'}"
    return ", ".join(filter(None, (sides, items, value("stage"), value("status"))))


# Claims


def _anchored(store: Store, stories: Stories, renamed: Mapping[str, str], where: Mapping[str, Moved]) -> list[Anchored]:
    """The claims of a store, each with where it is told of; pages and places as the new store has them."""
    with sound(store.path):
        rows = store.connection.execute(
            "SELECT c.key, s.statement, s.cue_spans FROM statement s JOIN record r ON r.id = s.record_id JOIN capture c ON c.id = r.capture_id"
        )
        cues = {(page, statement): f"@{spans[0][0]}" for page, statement, told in rows if (spans := json.loads(told))}
    cues = {(page, statement): where[page].key(at) if page in where else at for (page, statement), at in cues.items()}
    found = []
    for claim in stories.claims:
        anchors: dict[Anchor, str] = {}
        for relation in RELATIONS:
            for voice in getattr(claim, relation):
                at = cues.get((voice.document, voice.statement), voice.statement)
                who = voice.actor or voice.party or "a source that is not named"
                anchors[relation, renamed.get(voice.document, voice.document), f"{at} {voice.actor or ''}"] = who
        for one in claim.narrated:
            anchors["narrates", renamed.get(one.document, one.document), f"narrated {claim.type}"] = one.newsroom or "the page itself"
        found.append(Anchored(claim, anchors))
    return found
