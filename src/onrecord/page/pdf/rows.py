"""Runs of a page as rows in reading order: the page is cut where a gap goes through all of it."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from onrecord.page.pdf.runs import Run

_MOST_RUNS: Final = 6_000  # on one page: beyond that they are left in the order of the file
_DEEPEST: Final = 24  # cuts within cuts
_GUTTER: Final = 0.8  # of a line's height: the narrowest gap between two columns
_COLUMN: Final = 5.0  # of a line's height: the narrowest column


@dataclass(slots=True)
class Row(Run):
    """One line of one column, with the edges of that column."""

    column: int = 0
    left: float = 0.0
    right: float = 0.0
    pitch: float = 0.0  # from line to line in the column


def rows_of(runs: list[Run]) -> list[Row]:
    """The rows of a page: its head, column after column from above, its foot."""
    own = [run for run in runs if not run.zone]
    em = median(run.height for run in own) if own else 0.0
    rightwards = _reads_rightwards(runs)
    groups = [own] if len(own) > _MOST_RUNS else _columns(own, em, rightwards, 0)
    rows = _edge(runs, "head", rightwards)
    for column, group in enumerate(groups):
        lines = _lines(group, rightwards)
        steps = [a.y1 - b.y1 for a, b in pairwise(lines) if 0 < a.y1 - b.y1 < 3 * em]
        pitch = median(steps) if len(steps) >= 2 else 1.35 * em
        left, right = min((line.x0 for line in lines), default=0.0), max((line.x1 for line in lines), default=0.0)
        rows += (Row(line.text, line.x0, line.x1, line.y0, line.y1, line.bold, "", column, left, right, pitch) for line in lines)
    return [*rows, *_edge(runs, "foot", rightwards)]


def _edge(runs: Sequence[Run], zone: str, rightwards: bool) -> list[Row]:
    lines = _lines([run for run in runs if run.zone == zone], rightwards)
    return [Row(line.text, line.x0, line.x1, line.y0, line.y1, line.bold, zone) for line in lines]


def _reads_rightwards(runs: Sequence[Run]) -> bool:
    """Whether most letters are of a script that is written from left to right."""
    sample = "".join(run.text for run in runs[:200])[:4000]
    other = sum(unicodedata.bidirectional(c) in ("R", "AL") for c in sample)
    return other * 2 < sum(c.isalpha() for c in sample) or other == 0


@dataclass(slots=True)
class _Stretch:
    """A part of the page's width that text covers."""

    x0: float
    x1: float
    runs: int


def _columns(runs: list[Run], em: float, rightwards: bool, depth: int) -> list[list[Run]]:
    """The columns of a part of the page, in reading order: cut from above to below where a gap goes through, else into bands."""
    if len(runs) < 4 or depth > _DEEPEST:
        return [runs]
    cover = _cover(runs)
    for a, b in pairwise(cover):
        left, right = [run for run in runs if run.x1 <= a.x1], [run for run in runs if run.x0 >= b.x0]
        if b.x0 - a.x1 >= _GUTTER * em and _is_column(left, em) and _is_column(right, em):
            sides = (left, right) if rightwards else (right, left)
            return [column for side in sides for column in _columns(side, em, rightwards, depth + 1)]
    groups: list[list[Run]] = []
    covered: list[_Stretch] = []
    for band in _bands(runs):
        own = _cover(band)
        both = _merged(covered, own)
        # A band that covers the gap between the columns above it, or parts what was whole, begins anew.
        if groups and (_is_parted(both, em) or not (_is_parted(covered, em) or _is_parted(own, em))):
            groups[-1] += band
            covered = both
        else:
            groups.append(band)
            covered = own
    if len(groups) == 1:
        return [runs]
    return [column for group in groups for column in _columns(group, em, rightwards, depth + 1)]


def _cover(runs: Iterable[Run]) -> list[_Stretch]:
    return _merged([], [_Stretch(run.x0, run.x1, 1) for run in runs])


def _merged(some: Sequence[_Stretch], others: Sequence[_Stretch]) -> list[_Stretch]:
    """What both cover, from left to right; stretches that touch are one."""
    cover: list[_Stretch] = []
    for stretch in sorted((*some, *others), key=lambda s: (s.x0, s.x1)):
        if cover and stretch.x0 <= cover[-1].x1:
            cover[-1] = _Stretch(cover[-1].x0, max(cover[-1].x1, stretch.x1), cover[-1].runs + stretch.runs)
        else:
            cover.append(stretch)
    return cover


def _is_parted(cover: Sequence[_Stretch], em: float) -> bool:
    return any(b.x0 - a.x1 >= _GUTTER * em for a, b in pairwise(cover))


def _is_column(runs: Sequence[Run], em: float) -> bool:
    """Two lines or more, of some width: no column of bullets or numbers."""
    if len(runs) < 2:
        return False
    wide = max(run.x1 for run in runs) - min(run.x0 for run in runs) >= _COLUMN * em
    tall = max(run.y1 for run in runs) - min(run.y0 for run in runs) >= 1.8 * em
    return wide and tall


def _bands(runs: Iterable[Run]) -> Iterator[list[Run]]:
    """Runs between gaps that go across the whole width, from above."""
    band: list[Run] = []
    floor = 0.0
    for run in sorted(runs, key=lambda run: -run.y1):
        if band and run.y1 - 0.25 * run.height < floor:
            yield band
            band = []
        floor = min(floor, run.y0) if band else run.y0
        band.append(run)
    if band:
        yield band


def _lines(runs: Iterable[Run], rightwards: bool) -> list[Run]:
    """The lines of a column from above; runs at one height are one line."""
    lines: list[list[Run]] = []
    for run in sorted(runs, key=lambda run: -(run.y0 + run.y1)):
        last = lines[-1][0] if lines else None
        if last is not None and min(last.y1, run.y1) - max(last.y0, run.y0) > 0.5 * min(last.height, run.height):
            lines[-1].append(run)
        else:
            lines.append([run])
    whole = []
    for line in lines:
        line.sort(key=lambda run: run.x0 if rightwards else -run.x0)
        longest = max(line, key=lambda run: len(run.text))
        whole.append(
            Run(" ".join(run.text for run in line), min(run.x0 for run in line), max(run.x1 for run in line), longest.y0, longest.y1, longest.bold)
        )
    return whole
