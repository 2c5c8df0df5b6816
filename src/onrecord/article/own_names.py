"""Names that are the outlet's own, by what it calls itself or by its host: such a name credits no agency and nobody."""

import re
from collections.abc import Sequence

from onrecord.article.credited import Frame
from onrecord.article.names import is_same_newsroom, is_short_for, known_agency
from onrecord.article.tables import fold, words_of


def is_own(name: str, outlet: str | None) -> bool:
    """The name, or its letters, are the outlet's."""
    return is_same_newsroom(name, outlet) or (outlet is not None and is_short_for(name, outlet))


def signs_for_outlet(name: str, outlet: str | None) -> bool:
    """A byline that is the outlet's name, not that of a person who has a site of the same name."""
    masthead = words_of("names.tsv", "masthead")
    return is_same_newsroom(name, outlet) and (fold(name) != fold(outlet or "") or not masthead.isdisjoint(fold(name).split()))


def is_outlet(name: str, frame: Frame) -> bool:
    """The name in a dateline is the outlet's own, which signs its reports like an agency."""
    return is_same_newsroom(name, frame.outlet) or _is_host(name, frame.document.location)


def is_site_of(name: str, frame: Frame) -> bool:
    """The page is the agency's own: "AP News", or its name in the address."""
    short = known_agency(name) or name
    words = fold(frame.outlet or "").split()
    return frame.outlet is None or fold(short).split()[0] in words or f"{''.join(fold(short).split())}" in frame.document.location.casefold()


def extends_host(name: str, location: str) -> bool:
    """The name has the host's and more: "Aino Salmi Ceramics" at ainosalmi.example."""
    words = fold(name).split()
    return any(len(words) > size and _is_host(" ".join(words[:size]), location) for size in (2, 3))


def _is_host(name: str, location: str) -> bool:
    """The name is the page's host: "HarbourNow" at harbournow.example."""
    return len(name) > 2 and f"{''.join(fold(name).split())}." in location.casefold()


def is_branch(name: str, frame: Frame) -> bool:
    """A name behind an author's that begins as the host does is where the author works: "Aino Salmi, Hafen Insight" at hafen.example."""
    first = fold(name).split()[0]
    return len(first) > 4 and re.search(rf"\b{re.escape(first)}\.", frame.document.location.casefold()) is not None


def without_own(name: str, publishers: Sequence[str | None]) -> str:
    """A name without the outlet's glued behind it: "Aino Salmi Turku Post"."""
    for publisher in publishers:
        own = fold(publisher or "").removeprefix("the ")
        if own and fold(name).endswith(" " + own) and " " in name[: -len(own) - 1]:
            return name[: -len(own) - 1].removesuffix(" The")
    return name
