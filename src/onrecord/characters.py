"""Which characters a reading may know: those that every supported Python knows alike.

What `str.isalpha`, `casefold`, `unicodedata` and `\\w` say of a character is what Unicode said when that Python was made: 14.0 in Python 3.11,
15.0 in 3.12, 15.1 in 3.13. A character that came later, or of which they say different things, is read as one that stands for nothing, under each
Python; the document keeps it as it is. A test holds that beside these no two Pythons differ.
"""

import re
from dataclasses import replace
from typing import Final

from onrecord.text import Document

# 5,116 characters that Unicode 15.0 and 15.1 added (letters of Kawi, Mundari and the Kaktovik numerals, rare ideographs, pictures), and five modifier
# letters that it has called small since.
LATE: Final = re.compile(
    "[\u0cf3\u0ece\u10fc\u2ffc-\u2fff\u31ef\ua7f2-\ua7f4\uab69\U00010efd-\U00010eff\U0001123f-\U00011241\U00011b00-\U00011b09\U00011f00-\U00011f10"
    "\U00011f12-\U00011f3a\U00011f3e-\U00011f59\U0001342f\U00013439-\U00013455\U0001b132\U0001b155\U0001d2c0-\U0001d2d3\U0001df25-\U0001df2a"
    "\U0001e030-\U0001e06d\U0001e08f\U0001e4d0-\U0001e4f9\U0001f6dc\U0001f774-\U0001f776\U0001f77b-\U0001f77f\U0001f7d9\U0001fa75-\U0001fa77"
    "\U0001fa87\U0001fa88\U0001faad-\U0001faaf\U0001fabb-\U0001fabd\U0001fabf\U0001face\U0001facf\U0001fada\U0001fadb\U0001fae8\U0001faf7\U0001faf8"
    "\U0002b739\U0002ebf0-\U0002ee5d\U00031350-\U000323af]"
)
_NOTHING: Final = "\uffff"  # no character, and for ever none: as long as what it stands for


def settled(text: str) -> str:
    """The text as it is read: of the same length, without the characters that Pythons differ on."""
    return text if text.isascii() else LATE.sub(_NOTHING, text)


def settled_document(document: Document) -> Document:
    """The document as the stages read it; the same one where it holds no such character."""
    text = settled(document.text)
    if text == document.text:
        return document
    seen = replace(document, text=text)
    vars(seen)["inner"] = document.inner  # a span must not cut a cluster of the page's own text
    return seen
