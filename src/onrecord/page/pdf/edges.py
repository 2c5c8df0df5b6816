"""Running heads and feet: what a printed page carries at its edges, and no text of its own."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from onrecord.page.pdf.runs import Run

_ZONE: Final = 0.13  # the part of a page's height above and below in which running heads and feet stand
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?:page|seite|página|pagina|стр\.?|p\.)\s*)?\d{1,4}(?:\s*(?:/|of|von|de|sur|di|из|\|)\s*\d{1,4})?\W*", re.IGNORECASE
)
_PRINTED_URL: Final = re.compile(r"(https?://[^\s…]{4,2000}[^\s….])(?:\s+\d{1,4}\s*/\s*\d{1,4})?")


def mark_edges(pages: Sequence[Sequence[Run]]) -> str | None:
    """Tell running heads and feet: what is repeated from page to page at its edge, a page's number, the address that a browser prints.

    Returns:
        The printed address.
    """
    zoned = [[(run, zone) for run in runs if (zone := _zone(run, low, high))] for runs in pages for low, high in [_extent(runs)]]
    pages_of: Counter[tuple[str, str]] = Counter()
    for runs in zoned:
        pages_of.update({(zone, _pattern(run.text)) for run, zone in runs})
    url = None
    for page, runs in zip(pages, zoned, strict=True):
        low, high = _extent(page)
        for run, zone in runs:
            printed = _PRINTED_URL.fullmatch(run.text.strip()) if zone == "foot" else None
            outermost = run.y0 < low + run.height if zone == "foot" else run.y1 > high - run.height
            if printed:
                url = url or printed[1]
            if printed or pages_of[zone, _pattern(run.text)] > 1 or (outermost and _PAGE_NUMBER.fullmatch(run.text)):
                run.zone = zone
    return url


def _extent(runs: Sequence[Run]) -> tuple[float, float]:
    """The lowest and the highest point of a page's text."""
    return min((run.y0 for run in runs), default=0.0), max((run.y1 for run in runs), default=0.0)


def _zone(run: Run, low: float, high: float) -> str:
    edge = _ZONE * (high - low)
    return "head" if run.y0 > high - edge else "foot" if run.y1 < low + edge else ""


def _pattern(text: str) -> str:
    return re.sub(r"\d+", "#", " ".join(text.casefold().split()))
