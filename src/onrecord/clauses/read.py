"""Windows → trees: what the head says of each word."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from onrecord.clauses.tree import Tree
from onrecord.clauses.words import LABELS, TAGS
from onrecord.encoder.model import Model
from onrecord.encoder.windows import Window
from onrecord.mentions.surface import surface

MOST_WINDOWS: Final = 60  # of a page, some 9,000 words


def read_clauses(text: str, windows: Sequence[Window], model: Model) -> tuple[Tree, ...]:
    """A tree a window, of the first MOST_WINDOWS.

    Raises:
        SetupError: the weights are missing or altered.
    """
    return tuple(read_window(text, window, model) for window in windows[:MOST_WINDOWS])


def read_window(text: str, window: Window, model: Model) -> Tree:
    """The tree of one window."""
    lower, upper = model.lower(window), model.vectors(window)
    found = model.ask("clauses", lower=lower, upper=upper, surface=surface(text, window.words), line=lines_of(text, window))
    return Tree(
        text,
        window.words,
        tuple(found["governors"].astype(np.int64).tolist()),
        tuple([LABELS[one] for one in np.round(found["labels"], 3).argmax(axis=1).tolist()]),
        tuple([TAGS[one] for one in np.round(found["tags"], 3).argmax(axis=1).tolist()]),
        np.round(found["triggers"], 3),
        found["words"],
        lower,
        upper,
    )


def lines_of(text: str, window: Window) -> NDArray[np.float32]:
    """The number of the line in which each word stands: no word is governed from another line."""
    found, line = [], 0
    for number, word in enumerate(window.words):
        line += number > 0 and "\n" in text[window.words[number - 1].end : word.start]
        found.append(line)
    return np.array(found, np.float32)
