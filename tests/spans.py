"""Places in a text by the words that stand there: no test types offsets by hand."""

from onrecord.text import Span


def span_of(text: str, words: str, nth: int = 0) -> Span:
    """The nth place where words stand in a text.

    Raises:
        ValueError: they do not stand there so often.
    """
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))
