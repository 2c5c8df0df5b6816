"""Which words of a line say what it is: `kind_of_words` asked again, for what it went by.

It asks the same questions in the same order; a test holds the two together.
"""

from collections.abc import Callable, Iterator
from typing import Final

from onrecord.article import phrases
from onrecord.article.tables import bare, fold, letters_of

_QUOTED: Final = 40  # characters


def telling_words(text: str, *, prose: bool) -> str | None:
    """What in a line told its kind: `it begins “sign up for our newsletter”`; None where its words tell nothing.

    Args:
        text: the line.
        prose: as `kind_of_words` has it.
    """
    kind = phrases.kind_of_words(text, prose=prose)
    if kind is None:
        return None
    folded = fold(text)
    return next((words for asked, found, words in _asked(text.strip(), folded, bare(folded), prose=prose) if asked and found() == kind), None)


def _asked(text: str, folded: str, core: str, *, prose: bool) -> Iterator[tuple[bool, Callable[[], str | None], str]]:
    """The questions, each with what to say where the answer is the kind that was told."""
    table = phrases._phrases()
    count = core.count(" ") + 1
    opening = folded.lstrip('-–—•*▶►> "')
    few = 2 <= count <= phrases._LONGEST_MENTION
    yield core in table.whole, lambda: table.whole.get(core), f"it is {_quoted(core)}"
    yield bool(core), lambda: phrases._by_shape(text, core, count), "by their shape"
    yield ":" in folded[:40], lambda: phrases._by_label(folded, count), f"{_quoted(folded.split(':', 1)[0])} stands before the colon"
    yield (
        count <= phrases._LONGEST_OPENING,
        lambda: phrases._by_opening(opening, prose, count),
        f"it begins {_quoted(_beginning(opening))}",
    )
    yield count <= phrases._LONGEST_LIST, lambda: phrases._by_vocabulary(text, core), "each of them does"
    yield bool(core), lambda: phrases._by_parts(text, core), "a few each, with strokes between"
    yield count <= phrases._LONGEST_FRAME, lambda: phrases._by_frame(core), "by how it begins and ends"
    yield count <= phrases._LONGEST_COUNT, lambda: phrases._by_count(core), "a count"
    yield few, lambda: phrases._by_ending(folded, prose), f"it ends {_quoted(_end(folded, prose=prose))}"
    yield few, lambda: phrases._by_mention(folded), f"{_quoted(_mention(folded))} stands in it"


def _beginning(folded: str) -> str:
    first = folded.split(" ", 1)[0]
    rows = [row for key in (first, first.rstrip(":,.;")) for row in phrases._phrases().starts.get(key, ())]
    return next((phrase for phrase, _ in rows if folded.startswith(phrase)), first)


def _end(folded: str, *, prose: bool) -> str:
    folded = folded if prose else folded.rstrip(".")
    return next((phrase for phrase in phrases._phrases().endings if folded.endswith(phrase)), "")


def _mention(folded: str) -> str:
    mentions = phrases._phrases().mentions
    return next((phrase for word in sorted(mentions.keys() & letters_of(folded)) for phrase, _ in mentions[word] if phrase in folded), "")


def _quoted(words: str) -> str:
    return f"“{words}”" if len(words) <= _QUOTED else f"“{words[: _QUOTED - 1].rstrip()}…”"
