"""What looks like a statement and is none: a source that wants no name, one that is quoted by another, one that is urged to speak."""

import re
from collections.abc import Sequence
from typing import Final

from onrecord.record import Stance
from onrecord.statements.draft import Draft
from onrecord.statements.stance import read_stance
from onrecord.text import Document, Span

_WANTS: Final = r"(?:[\w’']+ ){0,3}?(?:ask|request|insist|demand|want|wish|prefer|declin|refus|choos|chose|opt|agree)\w*"
_NAMED: Final = r"(?:named|identified|quoted|cited|unnamed|unidentified|anonymous)"
_OWN: Final = r"(?:his|her|their|its) (?:full |real |own |last )?(?:names?|identit(?:y|ies))"
# How a source is described, not what it says: "who asked not to be named", "declined to give her name", "insisting on anonymity".
_NO_NAME: Final = re.compile(
    rf"{_WANTS} (?:(?:not )?(?:to )?(?:not )?(?:be|remain|stay|go) (?:\w+ly |further )?{_NAMED}"
    rf"|(?:for |on |of )?(?:\w+ )?anonymity"
    rf"|(?:that )?(?:he|she|they|it|{_OWN}) (?:should |would |must )?(?:not )?(?:be|remain) (?:\w+ly )?(?:{_NAMED}|used|published|disclosed|revealed"
    rf"|withheld|printed|given|secret)"
    rf"|to (?:give|disclose|reveal|state|provide) {_OWN})\b",
    re.IGNORECASE,
)
_ANONYMITY: Final = re.compile(
    r"(?:only )?(?:on|under) (?:the )?condition (?:of (?:strict )?anonymity|(?:that )?\w+ not be (?:named|identified))\W*\Z", re.IGNORECASE
)
_LONGEST: Final = 120  # characters of such a wish
_QUOTED: Final = re.compile(
    r"\b(?:was|were|is|are|been|being) (?:\w+ly )?(?:quoted|cited)(?: (?:on|in) [^.;:“”\"]{1,30})? by [^.;:“”\"]{1,80}? "
    r"(?P<saying>as (?:saying|stating|adding|writing|telling \w+))(?:(?: that)?\s|:\s?)",
    re.IGNORECASE,
)
_FEW: Final = 6  # words before "was quoted" that are who is quoted
_TO: Final = re.compile(r"to\s", re.IGNORECASE)
_TO_BEFORE: Final = re.compile(r"\bto\s\Z")


def is_wish_for_no_name(document: Document, draft: Draft) -> bool:
    """Whether a draft only tells that its source is not to be named."""
    start = draft.cue.start
    if _NO_NAME.match(document.text, start, min(start + _LONGEST, len(document.text))) is not None:
        return True
    return len(draft.content) == 1 and _ANONYMITY.match(document[draft.content[0]]) is not None


def is_urged(document: Document, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a draft is what another wants said: "urged Oslo {to explain} it", "asked the board {to confirm} the sale"."""
    if not (_TO.match(document[draft.cue]) or _TO_BEFORE.search(document.text, max(0, draft.cue.start - 4), draft.cue.start)):
        return False
    around = [other for other in drafts if other is not draft and any(draft.cue in piece for piece in other.content)]
    return any(read_stance(document[other.cue], document[other.content[0]]) in (Stance.URGES, Stance.ASKS) for other in around)


def give_to_quoted(document: Document, drafts: Sequence[Draft], start: int, end: int) -> list[Draft]:
    """The drafts of a sentence [start, end), where what somebody "was quoted by the agency as saying" is his own, and nothing is the agency's."""
    found = list(drafts)
    for quoted in _QUOTED.finditer(document.text, start, end):
        inside = [draft for draft in found if quoted.start() <= draft.cue.start and draft.cue.end <= quoted.end()]
        who = _before(document, found, start, quoted.start()) if inside else None
        spoken = max(inside, key=lambda draft: (draft.cue.start, bool(draft.source)), default=None)
        if who is None or spoken is None:
            continue
        cue = document.cite(quoted.start("saying"), quoted.end("saying"))
        content = [piece for draft in inside for one in draft.content if (piece := document.cite(max(one.start, quoted.end()), one.end)) is not None]
        longest = max((piece for piece in content if piece.end > quoted.end()), key=len, default=None)
        if cue is not None and longest is not None:
            spoken.source, spoken.cue, spoken.content = (who,), cue, [longest]
            found = [draft for draft in found if draft is spoken or draft not in inside]
    return found


def _before(document: Document, drafts: Sequence[Draft], start: int, at: int) -> Span | None:
    """Who ends just before a place: what a draft has for its source or content there, else the few words that open the sentence."""
    ending = [span for draft in drafts for span in (*draft.source, *draft.content) if 0 <= at - span.end <= 1 and span.start >= start]
    if ending:
        return min(ending, key=len)
    words = document.text[start:at]
    return document.cite(start, at) if len(words.split()) <= _FEW and "," not in words else None
