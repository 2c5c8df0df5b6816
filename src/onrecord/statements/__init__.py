"""Document and Article → Statements: who says what, and how the source stands to it."""

from onrecord.encoder.encode import Encoding, is_english
from onrecord.record import Article, Note, Noted, Statement
from onrecord.statements.page import read_statements
from onrecord.statements.stance import read_stance
from onrecord.text import Document

__all__ = ["find_statements", "read_stance"]


def find_statements(document: Document, article: Article, encoding: Encoding | None) -> tuple[Statement, ...] | Noted:
    """Find every statement in the headline and body of an English page.

    Args:
        document: the page's text.
        article: its headline, body and dateline.
        encoding: the same in windows, as `onrecord.encoder.encode.find_encoding` gives it; None: the rules read alone.

    Returns:
        Statements in the order of the text, s1 first; () where nobody says anything. A page in another language gives
        None for the layer, with a note that says so: encoder and cue words are English.

    Raises:
        SetupError: the weights of the encoder are missing or altered.
    """
    if not is_english(document):
        why = f"the page is in another language ({document.language}): statements are read in English only"
        return Noted(None, (Note("statements", "language", why),))
    return read_statements(document, article, encoding)
