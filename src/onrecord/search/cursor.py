"""Where a list of hits goes on: a word that the next call is given back, and that means nothing to anyone else."""

import base64
import binascii
import hashlib
import json
import math
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.errors import QueryError

_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last hit that was given, and what of the store was searched."""

    order: Literal["relevance", "newest"]
    top: int  # the last statement that was there when the list began: later ones do not shift it
    id: int  # of the last hit
    score: float | None  # its score then, where the order is that of relevance
    published: str | None  # the day of its page

    def write(self, query: str) -> str:
        """The cursor as a word, for one query."""
        data = json.dumps([_VERSION, _digest(query), self.order, self.top, self.id, self.score, self.published], separators=(",", ":"))
        return base64.urlsafe_b64encode(data.encode()).decode().rstrip("=")


def read_cursor(word: str, query: str) -> Cursor:
    """The cursor that a word writes.

    Raises:
        QueryError: it is no cursor, or one of another query.
    """
    try:
        data = json.loads(base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        data = None
    if isinstance(data, list) and len(data) == 7 and data[:2] == [_VERSION, _digest(query)]:
        order, top, last, score, published = data[2:]
        whole = _is_id(top) and _is_id(last) and (published is None or isinstance(published, str))
        scored = isinstance(score, float | int) and math.isfinite(score)
        if whole and order == "relevance" and scored:
            return Cursor("relevance", top, last, float(score), published)
        if whole and order == "newest" and score is None:
            return Cursor("newest", top, last, None, published)
    raise QueryError("cursor", "this is no cursor that a search of this query gave", "give the whole word behind --cursor, or begin without one")


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63


def _digest(query: str) -> str:
    return hashlib.sha256(query.encode("utf-8", "surrogatepass")).hexdigest()[:12]
