"""News pages in; out, a cited record of who says what happened, and who denies it.

    >>> import onrecord
    >>> record = onrecord.read_text("The ministry denied that any shells were shipped.")
    >>> [(s.stance.value, record.document[s.cue.spans[0]]) for s in record.statements]
    [('denies', 'denied')]

This is the whole public API. Nothing here opens a connection.
"""

from onrecord.errors import OnRecordError, PageError, QueryError, RecordError, SetupError, StageError, StoreError
from onrecord.reading import Outcome, read, read_html, read_many, read_text
from onrecord.record import Article, Evidence, Kind, Published, Record, Stance, Statement, Time, TimexType, Verdict
from onrecord.store import open_store
from onrecord.text import Document, Span
from onrecord.version import __version__

__all__ = [
    "Article",
    "Document",
    "Evidence",
    "Kind",
    "OnRecordError",
    "Outcome",
    "PageError",
    "Published",
    "QueryError",
    "Record",
    "RecordError",
    "SetupError",
    "Span",
    "StageError",
    "Stance",
    "Statement",
    "StoreError",
    "Time",
    "TimexType",
    "Verdict",
    "__version__",
    "open_store",
    "read",
    "read_html",
    "read_many",
    "read_text",
]
