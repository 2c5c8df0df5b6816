"""Phrases of what a page has from others: on whose word somebody relies, and that a report is taken back."""

import re
from typing import Final

_FOUND: Final = (
    r"(?:accounts?|findings?|figures?|reports?|data|information|statements?|versions?|intelligence|evidence|lists?|files?|claims?|tally|count|word)"
)
_CITING: Final = re.compile(
    r"\b(?:citing|cited|cites|quoting|quoted|according to|on the basis of|based on|rel(?:ying|ied|ies) on|referr(?:ing|ed) to|repeat(?:ing|ed)"
    r"|echo(?:ing|ed)|point(?:ing|ed) to)\b(?P<after>.{3,60})"
    rf"|(?P<whose>\b(?:[\w’'-]+ ){{0,3}}[\w-]+)[’']s? (?:own )?{_FOUND}\b"
    rf"|\b{_FOUND} (?:of|by|from) (?P<of>.{{3,40}})"
    r"|\b(?:as|what) (?P<as>.{3,40}?) (?:has|have|had) (?:said|established|found|reported|shown|stated|announced|confirmed|told|concluded|determined"
    r"|counted|published|documented|signed)\b"
    r"|\b(?:told|informed|briefed|notified|shown|supplied|shared|passed (?:on|to \w+)|given to \w+) by (?P<by>.{3,40})"
    r"|\b(?:ha[ds]|have|having|got|learn(?:ed|t)|heard|took|taken|received|obtained) "
    r"(?:(?:it|this|that|them|as much|so|the \w+) )?from (?P<from>.{3,40})"
    r"|\bon the word of (?P<word>.{3,40})",
    re.IGNORECASE,
)
_RETRACTING: Final = re.compile(
    r"\b(?:retracts?|retracted|retracting|withdraws?|withdrew|(?:has|have) withdrawn|takes? back|took back) (?:its|our|the|this|an?|their)\b"
    r"[^.;]{0,40}\b(?:report|story|article|account|dispatch|item)\b",
    re.IGNORECASE,
)


def cited_in(text: str) -> str:
    """What some sentences say on whose word somebody relies, " | " between the places; "" where they say nothing of it."""
    return " | ".join(part for found in _CITING.finditer(text) for part in found.groups() if part)


def takes_back(text: str) -> bool:
    """Whether a text takes back a report: "The Courier retracts its report of …"."""
    return _RETRACTING.search(text) is not None
