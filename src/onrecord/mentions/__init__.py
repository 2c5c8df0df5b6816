"""Who, which body, where, with what weapon: the words of a page that speak of somebody or something."""

from onrecord.encoder.encode import Encoding
from onrecord.record import Mention, Note, Noted
from onrecord.text import Document


def find_mentions(document: Document, encoding: Encoding | None) -> tuple[Mention, ...] | Noted:
    """Find names and descriptions of persons, bodies, places, weapons and platforms in the headline and body.

    Args:
        document: the page; only English is read.
        encoding: its windows; None where it is in another language.

    Returns:
        The mentions in the order of the text; Noted(None, …) where nothing was encoded.

    Raises:
        SetupError: the weights are missing or altered.
    """
    if encoding is None:
        return Noted(None, (Note("mentions", "language", f"names are read in English only, and this page is in {document.language!r}"),))
    from onrecord.encoder.model import packaged  # here: what it imports is not needed to show help
    from onrecord.mentions.find import MOST_WINDOWS, read_mentions

    found = read_mentions(document, encoding, packaged())
    if len(encoding.windows) > MOST_WINDOWS:
        words = sum(len(window.words) for window in encoding.windows[:MOST_WINDOWS])
        return Noted(found, (Note("actors", "cut", f"the page is very long: names are read in its first {words} words"),))
    return found
