"""Article → Encoding: its passages in windows, ready for every head that reads them."""

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from onrecord.encoder.passages import Passage, find_passages
from onrecord.record import Article, Note, Noted
from onrecord.text import Document

if TYPE_CHECKING:
    from onrecord.encoder.windows import Window
    from onrecord.encoder.wordpiece import WordPiece

# Of a page, some 23,000 words: twice the longest news pages. Four seconds, and twice that where every line speaks.
MOST_WINDOWS: Final = 160
KEPT_MB: Final = 60  # of vectors that a model keeps, where nobody says otherwise: some 170 windows, 25,000 words


@dataclass(frozen=True, slots=True)
class Encoding:
    """What is read of a page. The vectors are made when a head first asks for a window, and kept in the model."""

    passages: tuple[Passage, ...]
    windows: "tuple[Window, ...]"
    end: int  # of what the windows hold: behind it, a page that is too long is read by rules alone


def find_encoding(document: Document, article: Article) -> Encoding | Noted:
    """Part the headline and body of an English page into windows; None for the layer where it is in another language.

    Raises:
        SetupError: the weights are missing or altered.
    """
    if not is_english(document):
        return Noted(None, ())
    from onrecord.encoder.model import packaged  # here: what it imports is not needed to show help

    passages = tuple(find_passages(document, article))
    encoding = encode(document.text, passages, packaged().vocabulary)
    if not passages or encoding.end >= passages[-1].end:
        return encoding
    words = sum(len(window.words) for window in encoding.windows)
    return Noted(encoding, (Note("statements", "cut", f"the page is very long: behind its first {words} words it is read by rules alone"),))


def encode(text: str, passages: tuple[Passage, ...], vocabulary: "WordPiece") -> Encoding:
    """The windows of some passages of a text, as many as are read of one page."""
    from onrecord.encoder.windows import windows_of

    parted = (vocabulary.encode(text, passage.start, passage.end) for passage in passages)
    windows = tuple(islice(windows_of(text, parted), MOST_WINDOWS))
    whole = len(windows) < MOST_WINDOWS
    end = passages[-1].end if passages and whole else windows[-1].end if windows else 0
    return Encoding(passages, windows, end)


def is_english(document: Document) -> bool:
    """Whether a page is in English, or nothing says that it is not."""
    return document.language is None or document.language.split("-")[0].lower() == "en"
