"""When and where of a deed: the time and the place that hang on its words, not on those of another deed or of who tells it."""

from collections.abc import Sequence
from typing import Final

from onrecord.clauses.tree import Tree
from onrecord.events.deeds import Draft
from onrecord.record import Place, Time, TimexType
from onrecord.text import Span

_SAYING: Final = frozenset(["said", "say", "says", "told", "tells", "saying", "announced", "added"])
_WHERE: Final = frozenset(("in", "at", "near", "outside", "inside", "across", "around", "over", "off", "on"))
_FAR: Final = 25  # words


def time_of(draft: Draft, times: Sequence[Time]) -> str | None:
    """The ID of the time of a deed in its own sentence; None where none hangs on it."""
    return _nearest(draft, [(time.span, time.id) for time in times if time.type in (TimexType.DATE, TimexType.TIME)], placing=False)


def place_of(draft: Draft, places: Sequence[Place]) -> str | None:
    """The ID of the place of a deed: behind "in", "at", "near" …, in its own clause."""
    return _nearest(draft, [(span, place.id) for place in places for span in place.mentions], placing=True)


def _nearest(draft: Draft, spans: Sequence[tuple[Span, str]], *, placing: bool) -> str | None:
    tree, core = draft.tree, draft.trigger.core
    first, behind = tree.sentence(core[0])
    start, end = tree.words[first].start, tree.words[behind - 1].end
    best: tuple[int, int, str] | None = None
    for span, key in spans:
        if not (start <= span.start and span.end <= end):
            continue
        word = _word_at(tree, span, first, behind)
        if word is None or (placing and not _is_placed(tree, word)):
            continue
        steps = _steps(tree, word, core)
        if steps is not None and abs(word - core[0]) <= _FAR:
            found = (steps, abs(word - core[0]), key)
            best = min(best, found) if best else found
    return best[2] if best else None


def _word_at(tree: Tree, span: Span, first: int, behind: int) -> int | None:
    """The word of a span that hangs on one outside it."""
    inside = [number for number in range(first, behind) if tree.words[number].start < span.end and tree.words[number].end > span.start]
    return next((number for number in inside if tree.governors[number] not in inside), inside[0] if inside else None)


def _is_placed(tree: Tree, word: int) -> bool:
    governor = tree.governors[word]
    return tree.labels[word] == "pobj" and tree.lows[governor] in _WHERE


def _steps(tree: Tree, word: int, core: Sequence[int]) -> int | None:
    """How many governors up from a word one of the deed's is met before any other verb; None where none is."""
    for steps, above in enumerate(tree.above(word), 1):
        if above in core:
            return steps
        if tree.is_verb(above) and tree.labels[above] not in ("aux", "auxpass"):
            under = any(one in core for one in tree.children(above)) and tree.lows[above] not in _SAYING
            return steps + 3 if under else None
    return None
