"""One record as HTML: a single self-contained file to hand over, and the view in a notebook."""

from html import escape

from onrecord.record import Record


def notebook_html(record: Record) -> str:
    """The record for a notebook cell."""
    return f"<pre>{escape(record.document.text[:200])}</pre>"
