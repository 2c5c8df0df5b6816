"""Who governs whom: the clauses of a page, by a head on the encoder that was taught on parses. No parser runs."""

from typing import Any

from onrecord.encoder.encode import Encoding
from onrecord.record import Noted
from onrecord.text import Document


def find_clauses(document: Document, encoding: Encoding | None) -> tuple[Any, ...] | Noted:
    """Read the clauses of each window of the headline and body.

    Args:
        document: the page; only English is read.
        encoding: its windows; None where it is in another language.

    Returns:
        An `onrecord.clauses.tree.Tree` a window, in order; None for the layer where nothing was encoded.

    Raises:
        SetupError: the weights are missing or altered.
    """
    if encoding is None:
        return Noted(None, ())
    from onrecord.clauses.read import read_clauses  # here: what it imports is not needed to show help
    from onrecord.encoder.model import packaged

    return read_clauses(document.text, encoding.windows, packaged())
