"""Which lines are body: the rules say what they would take, the trees decide, and the rules name what was taken."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from onrecord.article.body import article_text, find_body, find_broken_off, find_enumerated, find_pasted, find_run, find_text, kind_of_line
from onrecord.article.features import features_of
from onrecord.article.forest import Forest, load_forest
from onrecord.article.headline import find_headline
from onrecord.article.lines import Line, describe
from onrecord.article.markup import NOT_BODY
from onrecord.layout import Layout
from onrecord.record import BlockKind
from onrecord.text import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FEWEST: Final = 30  # lines: the trees have seen next to no page of fewer (4 of 318), and an extract has little furniture
MOST: Final = 5_000  # lines: a page made to hurt is left to the rules
_SCATTERED: Final = 2  # lines: where the rules find no more, paragraphs that all stand apart are the teasers of an index
# What a line's own words say outweighs the trees where the rules left it out.
_TELLING: Final = frozenset(
    ("advertising", "byline", "caption", "comment", "consent", "date", "footer", "navigation", "popular-heading", "promo", "related-heading",
     "share", "tags")
)  # fmt: skip
_CLOSE: Final = 1500  # log-odds times SCALE: a line that the trees leave out by less is taken where its neighbours are
_TELLING_MARKS: Final = frozenset(("comment", "consent"))  # and so does what the elements around it say
_REPEATABLE: Final = 12  # characters: "She said:" may stand twice


@dataclass(frozen=True, slots=True)
class Weighed:
    """A page before the trees decide.

    rows: one a line, one column a name of features.NAMES; () rows where the rules are to decide alone.
    """

    lines: tuple[Line, ...]
    top: int | None  # the line of the headline
    by_rules: dict[int, BlockKind]  # what the rules take for body
    enumerated: bool  # the rules found it to be a list, of which the trees saw next to none
    rows: "NDArray[np.float32]"


def weigh(document: Document, layout: Layout) -> Weighed:
    """Describe the lines of a page, let the rules choose, and turn it all into numbers."""
    lines = describe(document, layout)
    run, told = find_run(lines), article_text(layout)
    top = find_headline(layout, lines, find_text(layout, lines, run, None, told))
    by_rules = find_body(layout, lines, run, top, told) or find_broken_off(lines, top)
    if not by_rules:
        top, by_rules = find_pasted(layout, lines, top)
    listed = find_enumerated(lines, top) if _is_scarce(by_rules) else {}
    by_rules = listed or by_rules
    seen = lines if FEWEST <= len(lines) <= MOST else ()
    return Weighed(lines, top, by_rules, bool(listed), features_of(seen, top=top, run=run, chosen=by_rules, told=told))


def choose(layout: Layout, weighed: Weighed) -> dict[int, BlockKind]:
    """The lines that are body, with what each of them is.

    The rules keep what the trees were never shown the truth of: standfirsts, and pages of which they would leave nothing.
    A standfirst that the trees take for text is the text's first paragraph.
    """
    return choose_by(load_forest(f"blocks-{layout.form}"), weighed) if len(weighed.rows) else weighed.by_rules


def choose_by(forest: Forest, weighed: Weighed) -> dict[int, BlockKind]:
    """The same by trees that are given; there are rows."""
    scores = forest.scores(weighed.rows)
    above = [i for i, score in enumerate(scores) if score > forest.cut and i != weighed.top]
    chosen = _once(weighed.lines, [i for i in above if i in weighed.by_rules or not _tells_against(weighed.lines[i])])
    if not chosen or weighed.enumerated or (len(weighed.by_rules) <= _SCATTERED and _is_scattered(chosen)):
        return weighed.by_rules
    chosen = _filled(weighed, chosen, [i for i, score in enumerate(scores) if score > forest.cut - _CLOSE])
    standfirsts = {i: kind for i, kind in weighed.by_rules.items() if kind is BlockKind.STANDFIRST and i <= chosen[-1]}
    return dict(sorted((standfirsts | {i: kind_of_line(weighed.lines[i]) for i in chosen}).items()))


def _tells_against(line: Line) -> bool:
    return line.kind in _TELLING or not _TELLING_MARKS.isdisjoint(line.marks)


def _is_scarce(body: Mapping[int, BlockKind]) -> bool:
    """Next to nothing was found, standfirst aside."""
    return sum(kind is not BlockKind.STANDFIRST for kind in body.values()) <= _SCATTERED


def _filled(weighed: Weighed, chosen: Sequence[int], close: Sequence[int]) -> list[int]:
    """With the lines in between that were left out by little, though nothing speaks against them and they stand in the same elements.

    Args:
        chosen: the lines of the body.
        close: lines that the trees left out by little, or took.
    """
    lines, known = weighed.lines, set(chosen)
    said = {lines[i].text for i in chosen if len(lines[i].text) > _REPEATABLE}
    parents = {id(lines[i].block.path[-1]) for i in chosen if lines[i].block.path}
    around = Counter(id(lines[i].block.path[-2]) for i in chosen if len(lines[i].block.path) > 1)
    for i in close:
        line = lines[i]
        if i in known or not chosen[0] < i < chosen[-1] or i == weighed.top or line.kind is not None or line.linked > 0.5:
            continue
        if line.text in said or (i not in weighed.by_rules and _tells_against(line)):
            continue
        path = line.block.path
        if len(path) > 1 and NOT_BODY.isdisjoint(line.marks) and (id(path[-1]) in parents or around[id(path[-2])] > 1):
            known.add(i)
    return sorted(known)


def _is_scattered(chosen: Sequence[int]) -> bool:
    """No two of the lines stand next to each other, or with one line between."""
    return all(following - line > 2 for line, following in pairwise(chosen))


def _once(lines: Sequence[Line], chosen: Sequence[int]) -> list[int]:
    """Without lines that said the same before: a pull quote, the text of a link and of its picture."""
    seen: set[str] = set()
    kept = []
    for i in chosen:
        text = lines[i].text
        if text not in seen or len(text) <= _REPEATABLE:
            seen.add(text)
            kept.append(i)
    return kept
