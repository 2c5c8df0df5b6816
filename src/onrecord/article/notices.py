"""Notes in which the outlet corrects, withdraws or updates what it published."""

from collections.abc import Container, Sequence
from typing import Literal

from onrecord.article.lines import Line
from onrecord.article.tables import fold
from onrecord.record import Notice

_RETRACTION = ("retract", "withdrawn", "has been removed")
_UPDATE = ("has been updated", "was updated", "developing story", "will be updated")


def find_notices(lines: Sequence[Line], used: Container[int], body: Sequence[int]) -> tuple[Notice, ...]:
    """The notices of a page that stand near its body."""
    if not body:
        return ()
    near = range(max(0, body[0] - 10), min(len(lines), body[-1] + 15))
    return tuple(Notice(lines[i].span, _kind(lines[i].text)) for i in near if lines[i].kind == "notice" and i not in used)


def _kind(text: str) -> Literal["correction", "retraction", "update"]:
    folded = fold(text)
    if any(words in folded for words in _RETRACTION):
        return "retraction"
    if any(words in folded for words in _UPDATE) and "correct" not in folded:
        return "update"
    return "correction"
