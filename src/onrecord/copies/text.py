"""What goes in and what comes out: texts, pairs, clusters."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["copy", "excerpt", "update", "cites", "independent"]


@dataclass(frozen=True, slots=True)
class Text:
    """One page's own words, and what it says of where they come from.

    id: names the capture; unlike for each.
    body: paragraphs parted by line ends. It may be empty where the signature is given.
    credits: agencies that the page credits, by name.
    published: ISO day or time, of which the first ten letters count.
    """

    id: str
    body: str
    headline: str | None = None
    outlet: str | None = None
    credits: tuple[str, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """Words that two texts share, but for single words between them: word positions [start, end) in `document` and in `of`."""

    start: int
    end: int
    of_start: int
    of_end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts of which one has words of the other.

    document, of: ids. Of a copy or an excerpt `of` is the fuller text, of an update the earlier one, of `cites` the one that is named.
    share: of the narration of `document`, without furniture, how much stands in `of`, 0 to 1.
    words: how many words that is.
    credits: agencies that both credit.
    runs: where, in words as `onrecord.copies.words` counts them, quotations and furniture too; () for texts of equal words.
    equal: all words are equal.
    """

    document: str
    of: str
    kind: Kind
    share: float
    words: int
    credits: tuple[str, ...]
    runs: tuple[Run, ...]
    equal: bool = False


@dataclass(frozen=True, slots=True)
class CopyFindings:
    """What is a copy of what.

    clusters: every text in one; texts of a cluster are one source. Ids in order, clusters by their first id.
    pairs: of texts of one cluster that share words, by which all of it hangs together, and near misses. Of many texts of equal words each is paired
        with the first of them, and that one alone with texts of other words; of many that are nearly equal, one alone with texts that are not.
    furniture: by id, of the texts in pairs, the words [start, end) that stand in many unlike texts and count for nothing.
    """

    clusters: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]
    furniture: dict[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the index that a new text copies: how much of the shorter one's narration, and whether all words are equal."""

    of: str
    share: float
    equal: bool
