"""Times in UTC beside a date in the outlet's own zone: the day is the one that its readers had."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Final

from onrecord.grounding.published.sighting import Sighting
from onrecord.grounding.published.written import Parts
from onrecord.record import EvidenceKind

_UTC = re.compile(r"(?<!\d)([0-2]\d):[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?\s?(?:Z|[+-]00:?00|GMT|UTC)\s*\Z")
_EPOCH = re.compile(r"\s*(1\d{9})(?:\d{3})?\s*")
# The zones lie between UTC-12 and UTC+14: before noon in UTC some are still on the day before, after 10 some on the day behind.
_WEST_BEFORE: Final = 12
_EAST_FROM: Final = 10


def in_local_days(sightings: Sequence[Sighting]) -> list[Sighting]:
    """Read a machine's time in UTC as the local day where a date beside it, written for readers or with an offset, is that day."""
    own = {of: _local_days([s for s in sightings if s.of in group]) for of, group in _GROUPS.items()}
    return [_local(s, own["modified" if s.of == "modified" else "published"]) for s in sightings]


_GROUPS: Final = {"published": ("first", "published", "created"), "modified": ("modified",)}


def _local_days(sightings: Sequence[Sighting]) -> frozenset[date]:
    """The days that are told in the outlet's own zone."""
    return frozenset(day for s in sightings if (day := s.parts.full) and s.parts.other is None and _is_local(s))


def _is_local(s: Sighting) -> bool:
    if s.kind is EvidenceKind.VISIBLE:
        return True
    if s.kind is not EvidenceKind.METADATA or not s.quote:
        return False
    return _utc_hour(s.quote) is None


def _local(s: Sighting, own: frozenset[date]) -> Sighting:
    if s.kind is not EvidenceKind.METADATA or not own or not s.quote or s.of not in (*_GROUPS["published"], "modified"):
        return s
    day, hour = s.parts.full, _utc_hour(s.quote)
    if day is None or hour is None or day in own:
        return s
    near = [day - timedelta(1)] if hour < _WEST_BEFORE else []
    near += [day + timedelta(1)] if hour >= _EAST_FROM else []
    there = [one for one in near if one in own]
    if len(there) != 1:
        return s
    return replace(s, parts=Parts(there[0].year, there[0].month, there[0].day), note=f"{s.note}, in UTC: the local day is that of a date beside it")


def _utc_hour(quote: str) -> int | None:
    """The hour of a time in UTC; None where it is in another zone, or none is told."""
    if epoch := _EPOCH.fullmatch(quote):
        return datetime.fromtimestamp(int(epoch[1]), UTC).hour
    found = _UTC.search(quote)
    return int(found[1]) if found else None
