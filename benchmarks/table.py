"""How results are printed: a block for each benchmark that was asked for, one table when all ran."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from benchmarks.changes import Changes
from benchmarks.floors import Floors
from benchmarks.frame import Benchmark, Column, Result, Row

WIDTH = 132
NONE = "–"


@dataclass(frozen=True, slots=True)
class Report:
    """A run with what it is held against."""

    benchmark: Benchmark
    data: str  # as the user knows it: "extraction/dev"
    digest: str
    result: Result
    floors: Floors | None  # None where none are pinned for this data
    below: tuple[str, ...]
    changes: Changes | None
    diff: str = ""


def cell(column: Column, value: float | None) -> str:
    if value is None:
        return NONE
    return {"share": f"{value:.3f}", "count": f"{value:.0f}", "amount": f"{value:.1f}", "ratio": f"{value:.1f}×"}[column.form]


def block(report: Report) -> str:
    """Title, our row, the peers', the floor's; columns that do not fit are set below, and only those who have any of them."""
    benchmark, result = report.benchmark, report.result
    floors = report.floors.values if report.floors else {}
    names = [row.who for row in result.rows] + ["floor"] * bool(floors)
    label = max(len(name) for name in names) + 2
    out = [f"{benchmark.name} · {report.data} · {result.size} · data {report.digest[:14]}…"]
    for columns in _fitting(benchmark.columns, report, WIDTH - label):
        widths = [_width(column, report) for column in columns]
        out += [_line("", words, label, widths) for words in _stacked([c.name.split() for c in columns])]
        for i, row in enumerate(result.rows):
            cells = [cell(c, row.figures.get(c.name)) + "!" * (not i and c.name in report.below) for c in columns]
            if i == 0 or any(c != NONE for c in cells):
                out.append(_line(row.who, cells, label, widths))
        if any(c.name in floors for c in columns):
            out.append(_line("floor", (cell(c, floors.get(c.name)) for c in columns), label, widths))
    if report.below:
        out.append(f"below its floor (!): {', '.join(report.below)}")
    return "\n".join([*out, *result.notes])


def _fitting(columns: Sequence[Column], report: Report, room: int) -> Iterator[list[Column]]:
    """The columns in groups that fit beside the label."""
    group: list[Column] = []
    left = room
    for column in columns:
        width = _width(column, report) + 2
        if group and width > left:
            yield group
            group, left = [], room
        group.append(column)
        left -= width
    yield group


def _stacked(names: Sequence[Sequence[str]]) -> Iterator[list[str]]:
    """Column names word below word, so that a long name makes no wide column."""
    height = max(map(len, names))
    for i in range(height):
        yield [words[i - height + len(words)] if i >= height - len(words) else "" for words in names]


def _width(column: Column, report: Report) -> int:
    return max(*map(len, column.name.split()), *(len(cell(column, row.figures.get(column.name))) + 1 for row in report.result.rows))


def _line(label: str, cells: Iterable[str], room: int, widths: Sequence[int]) -> str:
    return (label.ljust(room) + "  ".join(c.rjust(w) for c, w in zip(cells, widths, strict=True))).rstrip()


def one_table(reports: Sequence[Report], skipped: Mapping[str, str]) -> str:
    """All benchmarks: a row for each measure with our figure, that of the first peer that has it, and the floor."""
    rows: list[tuple[str, ...]] = [("benchmark", "measure", "onrecord", "peer", "floor", "")]
    for report in reports:
        floors = report.floors.values if report.floors else {}
        peers: dict[str, float | None] = {}
        for row in _peers(report):
            peers = dict(row.figures) | {name: value for name, value in peers.items() if value is not None}
        for i, column in enumerate(report.benchmark.columns):
            mark = "below its floor" if column.name in report.below else ""
            figures = (cell(column, of.get(column.name)) for of in (report.result.ours, peers, floors))
            rows.append((report.benchmark.name if i == 0 else "", column.name, *figures, mark))
    widths = [max(map(len, column)) for column in zip_longest(*rows, fillvalue="")]
    lines = [
        "  ".join(text.rjust(w) if 2 <= i < 5 else text.ljust(w) for i, (text, w) in enumerate(zip(row, widths, strict=True))).rstrip()
        for row in rows
    ]
    lines += [f"{report.benchmark.name}: {_against(report)}" for report in reports]
    lines += [f"{name}: {why}" for name, why in skipped.items()]
    return "\n".join(lines)


def _peers(report: Report) -> list[Row]:
    return [row for row in report.result.rows if row.peer]


def _against(report: Report) -> str:
    """Data, size, peer and changes of one benchmark in a line."""
    parts = [f"{report.data}, {report.result.size}"]
    parts += [row.who for row in _peers(report)]
    if report.changes:
        parts.append(f"gained {len(report.changes.gained)}, lost {len(report.changes.lost)}")
    return " · ".join(parts)
