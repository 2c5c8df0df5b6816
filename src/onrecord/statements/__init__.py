"""Document and Article → Statements: who says what, and how the source stands to it."""

from onrecord.record import Article, Noted, Statement
from onrecord.text import Document


def find_statements(document: Document, article: Article) -> tuple[Statement, ...] | Noted:
    """Find every statement in the headline and body of an English page."""
    return ()
