"""Text that was copied out of a page → its layout: a block a line."""

import re

from onrecord.layout import Block, Layout
from onrecord.text import Document

_LINE = re.compile(r"[^\r\n]+")


def lay_out_text(text: str) -> Layout:
    """One block a line that is not blank; `gap` counts the blank lines before it."""
    document = Document("", "", text)
    blocks = []
    for line in _LINE.finditer(text):
        span = document.cite(*line.span())
        if span is not None:
            blocks.append(Block(span))
    return Layout("text", tuple(blocks))
