"""Statements within statements: a content is read again by itself."""

import pytest

from onrecord.encoder.attributions import Attribution, Range, spans
from onrecord.encoder.nested import DEPTH, find_nested, part_of
from onrecord.encoder.windows import Window, windows_of
from tests.encoder.small_vocabulary import small

CUES = ("said", "denied", "ripped")


def window_of(text: str) -> Window:
    return next(windows_of(text, [small().encode(text)]))


class Reader:
    """Takes the first cue of a window for the only one: what stands before it is its source, what stands behind it its content."""

    def __init__(self, text: str) -> None:
        self.text, self.seen = text, list[str]()

    def __call__(self, window: Window) -> tuple[Attribution, ...]:
        self.seen.append(self.text[window.start : window.end])
        words = [self.text[word.start : word.end].lower() for word in window.words]
        at = next((i for i, word in enumerate(words) if word in CUES), None)
        if at is None or at + 1 == len(words):
            return ()
        source: tuple[Range, ...] = ((0, at),) if at else ()
        return (Attribution((at, at + 1), source, ((at + 1, len(words)),), (0.9, 0.9, 0.9), 0.9, None),)


CASES = [
    # text, (source, cue, content, within) of each
    ("she said no report", [("she", "said", "no report", None)]),
    (
        "she said that the ministry denied a report",
        [("she", "said", "that the ministry denied a report", None), ("the ministry", "denied", "a report", 0)],
    ),
    (
        "she said “the quay denied that a ship said no”",
        [
            ("she", "said", "“the quay denied that a ship said no”", None),
            ("the quay", "denied", "that a ship said no”", 0),
            ("a ship", "said", "no”", 1),
        ],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_what_is_said_within_is_found_with_what_it_stands_in(text: str, wanted: list[tuple[str, str, str, int | None]]) -> None:
    window, read = window_of(text), Reader(text)

    def words(pieces: tuple[Range, ...]) -> str:
        return " … ".join(text[start:end] for start, end in spans(window, pieces))

    found = find_nested(read, text, window, read(window))
    assert [(words(a.source), words((a.cue,)), words(a.content), a.within) for a in found] == wanted


def test_only_contents_that_are_worth_it_are_read() -> None:
    text = "she said that the ministry denied a report"
    window, read = window_of(text), Reader(text)
    asked: list[str] = []

    def worth(start: int, end: int) -> bool:
        asked.append(text[start:end])
        return False

    found = find_nested(read, text, window, read(window), worth)
    assert (len(found), asked, len(read.seen)) == (1, ["the ministry denied a report"], 1)


def test_it_goes_no_deeper_than_its_bound() -> None:
    text = "a said " * 20 + "no"
    window, read = window_of(text), Reader(text)
    assert len(find_nested(read, text, window, read(window))) == 1 + DEPTH


def test_a_statement_that_is_there_already_stays_as_it_is() -> None:
    text = "she said that the ministry denied a report"
    window = window_of(text)
    outer = Reader(text)(window)[0]
    inner = Attribution((5, 6), ((4, 5),), ((6, 8),), (0.4, 0.4, 0.4), 0.4, None)
    found = find_nested(Reader(text), text, window, (outer, inner))
    assert [(a.cue, a.source, a.confidence, a.within) for a in found] == [(outer.cue, outer.source, 0.9, None), (inner.cue, inner.source, 0.4, 0)]


@pytest.mark.parametrize(("first", "behind"), [(0, 1), (2, 5), (3, 8)])
def test_a_part_of_a_window_is_as_if_encoded_alone(first: int, behind: int) -> None:
    text = "she said untilled shipped the ministry denied reports"
    window = window_of(text)
    part = part_of(window, first, behind)
    alone = window_of(text[part.start : part.end])
    assert [piece.id for piece in part.pieces] == [piece.id for piece in alone.pieces]
    assert [word.piece for word in part.words] == [word.piece for word in alone.words]
