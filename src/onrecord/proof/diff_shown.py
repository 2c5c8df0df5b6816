"""What two stores say otherwise, for a person: the same lines in a terminal and in a file for a browser."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from onrecord.export.visible import one_line
from onrecord.proof.cells import Compared, value_in_words
from onrecord.proof.diff import Diff, PageChange, Side, TransferChange
from onrecord.proof.diff_claims import ClaimChange
from onrecord.stories import Claim

_LONGEST: Final = 160  # characters of a value
_CELLS: Final = 12  # of a page: the JSON has all
_KINDS: Final = {
    "added": "pages: new", "removed": "pages: gone", "replaced": "pages: other bytes at the same place or address",
    "moved": "pages: the same bytes elsewhere", "read": "pages: read or corrected otherwise",
}  # fmt: skip
# What a person looks for first, by how the cell's path ends.
_FIRST: Final = (".stance", "published.date", ".relation", ".status", ".supplier", ".recipient", ".type", ".source", ".content", ".settled")
_LISTS: Final = ("asserts", "denies", "declines", "doubts", "narrates")
_SAYS: Final = {
    "asserts": "asserted by", "denies": "denied by", "declines": "not commented on by", "doubts": "doubted by", "narrates": "in the voice of",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is otherwise.

    head: what it is, in a line; identity: its ID or key.
    lines: name, before, after; before is "" where there was nothing to compare with.
    """

    head: str
    identity: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Things that are otherwise in one way."""

    title: str
    entries: tuple[Entry, ...]


def head_of(diff: Diff) -> tuple[tuple[str, str], ...]:
    """The two stores, and in short how they differ."""
    return (("old", _side(diff.old)), ("new", _side(diff.new)), ("in short", _in_short(diff)))


def _side(side: Side) -> str:
    versions = ", ".join(f"{count:,} by onrecord {version}" for version, count in side.versions) or "no page"
    here = "; its stories are older than its pages, and were merged for this comparison" if side.merged_here else ""
    return f"{side.path}: {side.coverage}; {versions}; claims: {side.claims:,}{here}"


def _in_short(diff: Diff) -> str:
    if diff.same:
        return f"both say the same; pages: {diff.unchanged:,}"
    told = [f"{_count(diff.pages, kind):,} {words.partition(': ')[2]}" for kind, words in _KINDS.items() if _count(diff.pages, kind)]
    parts = [f"pages: {', '.join([*told, f'{diff.unchanged:,} unchanged'])}"]
    for name, found, kinds in (("claims", diff.claims, _CLAIMS), ("transfers", diff.transfers, {kind: kind for kind in ("new", "gone", "changed")})):
        counted = [f"{_count(found, kind):,} {words}" for kind, words in kinds.items() if _count(found, kind)]
        parts += [f"{name}: {', '.join(counted)}"] if counted else []
    return "; ".join(parts)


_CLAIMS: Final = {"changed": "changed", "new": "new", "gone": "gone", "renamed": "with another ID alone"}


def _count(found: Iterable[Any], kind: str) -> int:
    return sum(one.kind == kind for one in found)


def sections_of(diff: Diff) -> Iterator[Section]:
    """Claims by what they became, then transfers, then pages; each claim once."""
    by_title: dict[str, list[Entry]] = {}
    for change in diff.claims:
        if change.kind != "renamed":
            by_title.setdefault(_claim_title(change), []).append(_claim_entry(change))
    for kind in ("new", "gone", "changed"):
        entries = [_transfer_entry(one) for one in diff.transfers if one.kind == kind]
        if entries:
            by_title[f"transfers on pages: {kind}"] = entries
    for kind, words in _KINDS.items():
        pages = [_page_entry(one) for one in diff.pages if one.kind == kind]
        if pages:
            by_title[words] = pages
    return (Section(title, tuple(entries)) for title, entries in by_title.items())


def _claim_title(change: ClaimChange) -> str:
    if change.kind != "changed":
        return f"claims: {change.kind}"
    return f"claims: {change.became[0]}" if change.became else "claims: other counts, voices or sides"


def _claim_entry(change: ClaimChange) -> Entry:
    lines = [(one.what.replace("_", " "), *_sides(one.before, one.after)) for one in change.changes if one.what not in _LISTS]
    for one in change.changes:
        if one.what in _LISTS:
            lines += [(f"no longer {_SAYS[one.what]}", "", _value(who)) for who in one.before]
            lines += [(f"now {_SAYS[one.what]}", "", _value(who)) for who in one.after]
    if change.kind != "changed":
        lines = [("counts", "", _counts(change.told)), *_voices(change.told)]
    lines += [("because of", "", f"{page} {_BECAUSE[how]}") for page, how in change.because]
    if not change.because:
        lines.append(("because of", "", "other pages of its story, or how this version merges them"))
    return Entry(claim_in_words(change.told), change.told.id, tuple(lines))


_BECAUSE: Final = {
    "added": "came", "removed": "went", "replaced": "has other bytes", "moved": "lies elsewhere", "read": "is read or corrected otherwise",
}  # fmt: skip


def _voices(claim: Claim) -> Iterator[tuple[str, str, str]]:
    for relation in _LISTS[:4]:
        names = dict.fromkeys(voice.actor or voice.party or "a source that is not named" for voice in getattr(claim, relation))
        if names:
            yield _SAYS[relation], "", _value(tuple(names))


def claim_in_words(claim: Claim) -> str:
    """A claim in a line: "AID PRK → RUS, munitions, expected, 2023-09"."""
    transfer = claim.of == "transfer"
    sides = [claim.supplier, claim.recipient] if transfer else [" + ".join(claim.initiators), " + ".join(claim.recipients)]
    who = " → ".join(side or "?" for side in sides) if any(sides) else "sides not told"
    return ", ".join(filter(None, (f"{claim.type} {who}", ", ".join(claim.items[:3]), claim.status.value, claim.time)))


def _counts(claim: Claim) -> str:
    counts = (("outlets", claim.outlets), ("newsrooms", claim.newsrooms), ("origins", claim.origins), ("parties", claim.parties))
    return ", ".join((*(f"{name} {count}" for name, count in counts), *claim.standing))


def _transfer_entry(change: TransferChange) -> Entry:
    lines = () if change.kind != "changed" else tuple(map(_cell_line, change.cells))
    return Entry(change.what, f"{change.page} {change.transfer}", lines)


def _page_entry(change: PageChange) -> Entry:
    name = change.new or change.old
    assert name is not None
    lines: list[tuple[str, str, str]] = []
    if change.old and change.new and change.old.location != change.new.location:
        lines.append(("place", change.old.location, change.new.location))
    if change.old and change.new and change.old.page != change.new.page:
        lines.append(("key", change.old.page, change.new.page))
    told = sorted(change.cells, key=lambda one: next((n for n, end in enumerate(_FIRST) if one.told.cell.endswith(end)), len(_FIRST)))
    lines += map(_cell_line, told[:_CELLS])
    if len(told) > _CELLS:
        lines.append((f"{len(told) - _CELLS:,} more cells", "", "--json has all"))
    head = ": ".join(filter(None, (name.outlet, name.headline or "no headline")))
    return Entry(f"{name.published or 'no date'} {head}", f"{name.page} {name.location}", tuple(lines))


def _cell_line(one: Compared) -> tuple[str, str, str]:
    before, after = (None if cell is None else (cell.value, cell.words) for cell in (one.cell, one.again))
    if before is None or after is None:
        return one.told.cell, "" if before is None else _told(*before), "new" if before is None else "gone"
    if before[0] == after[0]:  # the words moved, not the value
        return one.told.cell, _value(before[1] or ""), _value(after[1] or "")
    return one.told.cell, _value(value_in_words(before[0])), _value(value_in_words(after[0]))


def _told(value: Any, words: str | None) -> str:
    return _value(value_in_words(value) or words or "")


def _sides(before: Any, after: Any) -> tuple[str, str]:
    return _value(before), _value(after)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = one_line("; ".join(map(str, value)) if isinstance(value, tuple | list) else "" if value is None else str(getattr(value, "value", value)))
    return (text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…") or "none"


def html_of(diff: Diff) -> str:
    """All of it as one HTML file that loads nothing."""
    from onrecord.export.page import environment
    from onrecord.version import __version__

    return (
        environment().get_template("diff.html.j2").render(head=head_of(diff), sections=tuple(sections_of(diff)), generator=f"onrecord {__version__}")
    )
