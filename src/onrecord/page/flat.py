"""Text that was copied out of a page → its layout: a block a line."""

import re
from typing import Final

from onrecord.layout import Block, Layout
from onrecord.text import Document

# What ends a line: \r\n as one, \n, \r, vertical tab, form feed, next line (U+0085), line and paragraph separator.
_LINE_END: Final = re.compile("\r\n|[\n\r\v\f\x85\u2028\u2029]")


def lay_out_text(document: Document) -> Layout:
    """One block a line that is not blank; `gap` counts the blank lines before it."""
    blocks = []
    text, gap, start = document.text, 0, 0
    for end, following in _lines(text):
        span = document.cite(start, end)
        if span is None:
            gap += 1
        else:
            blocks.append(Block(span, gap=gap))
            gap = 0
        start = following
    return Layout("text", tuple(blocks), url=document.location if re.match(r"https?://\S+$", document.location, re.I) else None)


def _lines(text: str) -> list[tuple[int, int]]:
    """For each line, where it ends and where the next one begins."""
    return [*(match.span() for match in _LINE_END.finditer(text)), (len(text), len(text))]
