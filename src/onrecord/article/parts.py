"""The entries of a live blog: stretches of the body that each begin with a time."""

import re
from collections.abc import Sequence

from onrecord.article.lines import Line
from onrecord.layout import Layout
from onrecord.record import Part
from onrecord.text import Document

_CLOCK = re.compile(r"(?:\w{3,9} \d{1,2},? )?\d{1,2}[:.h]\d{2}\s?(?:[ap]\.?m\.?)?\s?(?:[A-Z]{2,4})?(?:\s+\w{3,9}\s+\d{1,2})?", re.IGNORECASE)
_FEWEST = 3


def find_parts(document: Document, layout: Layout, lines: Sequence[Line], body: Sequence[int]) -> tuple[Part, ...]:
    """The entries of a live blog, () on any other page: three times or more, each followed by body."""
    if not body:
        return ()
    stamps = {fact.span.start: fact.value for fact in layout.facts if fact.span is not None and fact.name in ("time", "pubdate", "datepublished")}
    clocks = [line for line in lines[max(0, body[0] - 2) : body[-1]] if len(line.text) <= 30 and _CLOCK.fullmatch(line.text.strip())]
    if len(clocks) < _FEWEST:
        return ()
    parts = []
    within = set(body)
    for number, clock in enumerate(clocks):
        stop = clocks[number + 1].index if number + 1 < len(clocks) else body[-1] + 1
        entry = [i for i in range(clock.index + 1, stop) if i in within]
        if entry:
            span = document.cite(clock.span.start, lines[entry[-1]].span.end)
            if span is not None:
                parts.append(Part(span, stamps.get(clock.span.start)))
    return tuple(parts) if len(parts) >= _FEWEST else ()
