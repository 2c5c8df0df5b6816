"""Which pages carry the same text: one agency report printed by forty papers is one source.

Two texts are copies when most of the shorter one's narration (what stands outside quotation marks) is the other's wording, whatever was
trimmed, put on top, put in or credited. Two that quote one statement and tell it in their own words are independent. See docs/copies.md.
"""

from onrecord.copies.evidence import copies_of, in_words
from onrecord.copies.index import CopyIndex, find_copies
from onrecord.copies.signature import Signature, sign
from onrecord.copies.text import CopyFindings, Pair, Run, Source, Text

__all__ = ["CopyFindings", "CopyIndex", "Pair", "Run", "Signature", "Source", "Text", "copies_of", "find_copies", "in_words", "sign"]
