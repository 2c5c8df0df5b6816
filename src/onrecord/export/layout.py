"""A page with what every line of it was taken for, and why: for whoever sees a wrong decision and wants to report it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console
from rich.text import Text

from onrecord.article.explain import BODY, HEADLINE, NOTICE, RELATED, Explained, Explanation, count_parts, explain, label_of
from onrecord.article.weighing import FEWEST
from onrecord.article.weighing import MOST as MOST_LINES
from onrecord.export.shown import name_of
from onrecord.export.view import OFFSETS
from onrecord.export.visible import one_line
from onrecord.record import Record

MOST: Final = 2_000  # lines shown: some pages have 200,000
_QUOTED: Final = 400  # characters of a line
_HELD: Final = 6  # things named that stand in a line: one line may be all of a page
_LABEL: Final = 18  # cells
_COLUMNS: Final = ("span", "kind", "score", "text", "why", "holds", "shape", "marks", "path")
_SOLD: Final = frozenset(("advertising", "promo", "consent"))
_TOLD: Final = frozenset(("byline", "date", "caption", "bio"))
_STYLES: Final = {"text": "blue", "headline": "bold blue", "story": "magenta", "notice": "green", "told": "cyan", "sold": "yellow", "rest": ""}

_NAMES: Final = {
    "text": "text of the article",
    "headline": "headline",
    "story": "other stories",
    "notice": "notices",
    "told": "bylines, dates, captions",
    "sold": "advertising and offers",
    "rest": "everything else",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One line in words to show."""

    where: str  # [12:30]
    family: str  # "text", "headline", "story", "notice", "told", "sold" or "rest": what has one colour
    label: str  # "paragraph", "related-teaser", "navigation" …
    score: str  # ".97"; "" where the trees were not asked
    text: str
    why: str
    shape: str  # "23 words, 40 % linked"
    path: str
    marks: str  # "promo (div.newsletter)"
    holds: str  # "dateline [421:436], agency [437:444]"


@dataclass(frozen=True, slots=True)
class LayoutView:
    """A page's lines, and what is said above them."""

    title: str  # the name of the file, or the address
    location: str
    kind: str
    generator: str
    offsets: str
    rule: str
    counts: tuple[tuple[str, int], ...]
    families: tuple[tuple[str, int], ...]
    lines: tuple[Shown, ...]
    more: int  # lines that are not shown


def show_layout(record: Record, console: Console, *, width: int, full: bool = False) -> None:
    """Print what each line of a page was taken for, two rows a line.

    Raises:
        ValueError: the record has no layout; see `explain`.
    """
    for row in _rows(layout_view(record, most=None if full else MOST), width):
        console.print(row, no_wrap=True, overflow="ignore", crop=False, soft_wrap=True)


def layout_table(record: Record, *, full: bool = False) -> str:
    """The same for another program: one line a row, tabs between the columns, `#` before what is said of the page."""
    view = layout_view(record, most=None if full else MOST)
    rows = [
        f"# {view.location}",
        f"# {view.kind} page; {view.rule}; {view.offsets}",
        "\t".join(("#" + _COLUMNS[0], *_COLUMNS[1:])),
        *("\t".join((s.where, s.label, s.score, s.text, s.why, s.holds, s.shape, s.marks, s.path)) for s in view.lines),
    ]
    if view.more:
        rows.append(f"# and {view.more:,} more lines: add --full")
    return "\n".join(rows) + "\n"


def layout_html(record: Record, *, full: bool = False) -> str:
    """The same as one self-contained HTML file; kinds can be hidden without a script."""
    from onrecord.export.page import environment

    return environment().get_template("layout.html.j2").render(view=layout_view(record, most=None if full else MOST), names=_NAMES)


def layout_json(record: Record) -> str:
    """The same as one line of JSON; offsets in code points of the document's text."""
    found = explain(record)
    return json.dumps(
        {
            "generator": f"{record.generator.name} {record.generator.version}",
            "document": record.document.id,
            "location": record.document.location,
            "kind": found.kind.value,
            "cut": found.cut,
            "lines": [line.to_dict(record.document) for line in found.lines],
        },
        ensure_ascii=False,
    )


def layout_view(record: Record, *, most: int | None = MOST) -> LayoutView:
    """What to show of a page's lines, the first `most` of them; all where it is None."""
    found = explain(record)
    lines = found.lines if most is None else found.lines[:most]
    families = [family_of(line) for line in lines]
    return LayoutView(
        title=name_of(record.document.location),
        location=one_line(record.document.location),
        kind=found.kind.value,
        generator=f"{record.generator.name} {record.generator.version}",
        offsets=OFFSETS,
        rule=_rule(found),
        counts=tuple(sorted(count_parts(found.lines).items(), key=lambda count: -count[1])),  # of one number the article's own first
        families=tuple((family, families.count(family)) for family in _STYLES if family in families),
        lines=tuple(_shown(record, line, family) for line, family in zip(lines, families, strict=True)),
        more=len(found.lines) - len(lines),
    )


def _rule(found: Explanation) -> str:
    if found.cut is None:
        count = f"{len(found.lines):,} line{'' if len(found.lines) == 1 else 's'}"
        return f"the page has {count}, and the trees are asked about pages of {FEWEST} to {MOST_LINES:,} lines only: here the rules decided alone"
    return f"the trees take what scores above {_share(found.cut)} of 1; rules and words can outweigh them"


def family_of(line: Explained) -> str:
    """What lines of like kind share a colour with."""
    if line.part == HEADLINE:
        return "headline"
    if line.part == BODY:
        return "text"
    if line.part == NOTICE:
        return "notice"
    if line.part == RELATED:
        return "story"
    return "told" if line.kind in _TOLD else "sold" if line.kind in _SOLD else "rest"


def _shown(record: Record, line: Explained, family: str) -> Shown:
    words = record.document.text[line.span.start : min(line.span.end, line.span.start + _QUOTED)]
    return Shown(
        where=f"[{line.span.start}:{line.span.end}]",
        family=family,
        label=one_line(label_of(line)),
        score="" if line.score is None else _share(line.score),
        text=one_line(words) + ("…" if len(line.span) > _QUOTED else ""),
        why=one_line(line.why),
        shape=f"{line.words} word{'' if line.words == 1 else 's'}" + (f", {round(100 * line.linked)} % linked" if line.linked else ""),
        path=one_line(line.path),
        marks=", ".join(f"{mark} ({one_line(element)})" for mark, element in line.marks),
        holds=", ".join(f"{name} [{span.start}:{span.end}]" for name, span in line.holds[:_HELD]) + (" …" if len(line.holds) > _HELD else ""),
    )


def _share(value: float) -> str:
    """.97, as tables of figures have it; 1 and 0 whole."""
    return f"{value:.2f}".removeprefix("0") if value < 0.995 else "1.0"


def _rows(view: LayoutView, width: int) -> Iterator[Text]:
    counts = ", ".join(f"{count} {label}" for label, count in view.counts)
    place = "" if view.location == view.title else f"\n{view.location}"
    head = Text.assemble((view.title, "bold"), (place, "dim"), f"\n{view.kind} page: {counts}\n{view.rule}\n", (view.offsets, "dim"))
    console = Console(width=width)
    for row in head.wrap(console, width):
        row.rstrip()
        yield row
    offsets = max((len(line.where) for line in view.lines), default=0)
    yield Text()
    for line in view.lines:
        first = Text.assemble(
            (f"{line.where:<{offsets}} ", "dim"), (f"{line.label:<{_LABEL}}", _STYLES[line.family]), f"{line.score:>3}  ", line.text
        )
        yield _cut([first], width)
        told: Iterable[str] = filter(None, (line.why, f"holds {line.holds}" if line.holds else "", line.shape, _ending(line.path)))
        yield _cut([Text(" " * (offsets + 1)), Text(" · ".join(told), "dim")], width)
    if view.more:
        yield Text()
        yield Text(f"and {view.more:,} more lines: add --full")


def _ending(path: str) -> str:
    """The innermost two elements of a path: a row has no room for more."""
    return " > ".join(path.split(" > ")[-2:])


def _cut(pieces: Sequence[Text], width: int) -> Text:
    line = Text.assemble(*pieces)
    line.truncate(width, overflow="ellipsis")
    return line
