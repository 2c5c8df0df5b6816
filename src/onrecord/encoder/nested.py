"""What is said within what is said: "X said that Y had denied that Z".

The heads were taught on text in which only the outermost statement is marked, and so take a cue inside a content for none. Read by itself
the content is a text like any other, and its outermost statement is the one within.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from onrecord.encoder.attributions import Attribution, Range, nest
from onrecord.encoder.windows import Window
from onrecord.encoder.wordpiece import Word

DEPTH: Final = 3  # statements within one
LEAST: Final = 4  # words of a content that can hold a source, a cue and a content
_LEADS: Final = frozenset({"that", "how", "whether"})  # they join a content to its cue, and begin no sentence


def find_nested(
    read: Callable[[Window], Sequence[Attribution]],
    text: str,
    window: Window,
    found: Sequence[Attribution],
    worth: Callable[[int, int], bool] | None = None,
) -> tuple[Attribution, ...]:
    """The attributions of a window and those within them, in the order of their cues, each with the one that it stands in.

    Args:
        read: the attributions of a window, as `find_attributions` gives them.
        found: those of the window itself.
        worth: whether a content, from one place of the text to another, is read at all; every one where it is None.
    """
    taken = list(found)
    around = taken
    for _ in range(DEPTH):
        inner: list[Attribution] = []
        for first, behind in (run for one in around for run in one.content):
            first = _without_lead(text, window, first, behind)
            if behind - first < LEAST or not (worth is None or worth(window.words[first].start, window.words[behind - 1].end)):
                continue
            moved = [_moved(one, first) for one in read(part_of(window, first, behind)) if one.within is None]
            inner += [one for one in moved if not any(_meet(one.cue, other.cue) for other in (*taken, *inner))]
        if not inner:
            break
        taken = taken + inner
        around = inner
    return nest(taken)


def part_of(window: Window, first: int, behind: int) -> Window:
    """Some words of a window, one behind the other, as a window of their own."""
    words, pieces = window.words, window.pieces
    begin = words[first].piece
    end = words[behind].piece if behind < len(words) else len(pieces)
    return Window(tuple(Word(word.start, word.end, word.piece - begin) for word in words[first:behind]), pieces[begin:end])


def _without_lead(text: str, window: Window, first: int, behind: int) -> int:
    """The first word of a content behind its quotation marks and what joins it to its cue."""
    while first < behind:
        written = text[window.words[first].start : window.words[first].end]
        if any(map(str.isalnum, written)) and written.lower() not in _LEADS:
            break
        first += 1
    return first


def _moved(one: Attribution, by: int) -> Attribution:
    def moved(run: Range) -> Range:
        return run[0] + by, run[1] + by

    return replace(one, cue=moved(one.cue), source=tuple(map(moved, one.source)), content=tuple(map(moved, one.content)))


def _meet(a: Range, b: Range) -> bool:
    return a[0] < b[1] and b[0] < a[1]
