"""What the page says of itself: outlet, section and address."""

import re
from collections.abc import Sequence

from onrecord.article.lines import Line
from onrecord.article.names import known_agency
from onrecord.article.tables import fold, words_of
from onrecord.layout import Layout

_OUTLET_FACTS = ("og:site_name", "publisher", "application-name")
_TITLE_END = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")
_HOLDER = re.compile(
    r"(?:©|\(c\)|copyright)\W*(?:copyright|by)?\W*(?:(?:19|20)\d\d\W*(?:(?:19|20)\d\d)?)?\W*(?:(?:copyright|by)\s)?([^|.,\d©]{3,60})", re.IGNORECASE
)


_COMPANY = re.compile(
    r",?\s+(?:ltd|limited|inc|llc|plc|gmbh|ag|s\.?a\.?|s\.?r\.?l\.?|s\.?p\.?a\.?"
    r"|corp(?:oration)?|co|company|all rights|alle rechte|todos los|tous droits)\b.*",
    re.IGNORECASE,
)
_FIRST_LINES = 3
_NO_OUTLET = frozenset(
    (
        "print", "photo", "video", "home", "news", "index", "article", "copyright", "all rights reserved", "rights reserved",
        "alle rechte vorbehalten",
        "todos los derechos reservados", "tous droits réservés", "getty images", "reuters", "ap", "afp", "startseite", "accueil", "inicio",
    )
)  # fmt: skip


def outlet_of(layout: Layout, lines: Sequence[Line], top: int | None) -> str | None:
    """The name of the outlet: from the metadata, the page's title, the masthead above the headline, or who claims the copyright."""
    for name in _OUTLET_FACTS:
        value = next((fact.value.strip() for fact in layout.facts if fact.name == name and 1 < len(fact.value.strip()) <= 60), None)
        if value and "://" not in value:
            return value
    headline = fold(lines[top].text) if top is not None else ""
    if layout.form == "html":
        title = next((fact.value for fact in layout.facts if fact.name == "title"), "")
        parts = _TITLE_END.split(title)
        if len(parts) > 1 and len(parts[-1].split()) <= 5 and fold(parts[-1]) not in headline and fold(parts[-1]) not in _NO_OUTLET:
            return parts[-1].strip() or None
    return _masthead(lines, top) or _behind_headline(lines, top) or _holder(lines)


def _masthead(lines: Sequence[Line], top: int | None) -> str | None:
    """A line above the headline that the copyright notice names again, or that is named as newspapers are.

    Sections are named so too ("Local News"): the name stands first on the page, begins with "The", or is told again in a sentence.
    """
    above = [line for line in lines[: (top if top is not None else 0)][:25] if line.words <= 8]
    holders = [fold(_COMPANY.sub("", holder)) for holder in holders_of(lines)]
    shaped: list[str] = []
    for line in above:
        name = re.split(r"\s+[-–|]\s+", line.text)[0].strip()
        words = [fold(word) for word in name.split()]
        if not 1 <= len(words) <= 6 or line.kind not in (None, "other"):
            continue
        bare = " ".join(words[1:] if words[0] == "the" else words)
        if len(bare) > 3 and bare not in _NO_OUTLET and any(_names(bare, holder) for holder in holders):
            return name
        if 2 <= len(words) <= 5 and words[-1] in words_of("names.tsv", "masthead") and words[-1] != "news" and _is_capitalised(name):
            first = line.number < _FIRST_LINES and line.number == above[0].number
            if first or words[0] == "the" or any(name in other.text for other in lines if other.prose and other.number > line.number):
                shaped.append(name)
    return shaped[0] if shaped else None


def _names(name: str, holder: str) -> bool:
    """The holder's name is this one, or has it for its greater part."""
    return len(name) * 2 > len(holder) and re.search(rf"\b{re.escape(name)}\b", holder) is not None


def _behind_headline(lines: Sequence[Line], top: int | None) -> str | None:
    """The outlet in the page's title, where that was copied with the text: "Dockers end strike | Harbour Post"."""
    if top is None:
        return None
    known = {fold(line.text) for line in lines[: top + 20]}
    for line in lines[: top + 1][:40]:
        parts = _TITLE_END.split(line.text)
        if (
            len(parts) > 1
            and len(parts[0].split()) >= 4
            and line.kind is None
            and fold(parts[-1]) not in _NO_OUTLET
            and fold(parts[0]) in known
            and len(parts[-1].split()) <= 5
            and _is_capitalised(parts[-1])
        ):
            return parts[-1].strip() or None
    return None


def _holder(lines: Sequence[Line]) -> str | None:
    """Who claims the copyright at the foot of the page, where a sentence has that name too."""
    for holder in holders_of(lines):
        name = _COMPANY.sub("", holder).strip(" -–—|·•,.")
        named = 1 <= len(name.split()) <= 5 and len(name) > 3 and fold(name) not in _NO_OUTLET and name[0].isupper()
        if named and not known_agency(name) and any(_speaks_of(line, name) for line in lines):
            return name
    return None


def _speaks_of(line: Line, name: str) -> bool:
    """A sentence has the name, as no legal line has it: "Harbour Post is part of Great Media Inc."."""
    if not line.prose or line.kind is not None or name not in line.text or _HOLDER.search(line.text[:300]):
        return False
    behind = line.text.partition(name)[2]
    return not _COMPANY.match(behind) and not re.match(r"\s(?:[A-Z]\w+\s)?(?:Media|Group|Holding|Inc|Ltd)\b", behind)


def holders_of(lines: Sequence[Line]) -> list[str]:
    """The names behind the sign of copyright in the last lines."""
    return [found[1].strip() for line in lines[-30:] for found in [_HOLDER.search(line.text[:300])] if found]


def _is_capitalised(name: str) -> bool:
    return all(word[0].isupper() or word in words_of("names.tsv", "particle") for word in name.split())


def section_of(layout: Layout) -> str | None:
    """The section that the metadata names."""
    for name in ("article:section", "articlesection"):
        value = next((fact.value.strip() for fact in layout.facts if fact.name == name and 0 < len(fact.value.strip()) <= 60), None)
        if value:
            return value
    return None


def url_of(layout: Layout) -> str | None:
    """The address that the page gives itself, or else the one that it was got from."""
    for name in ("canonical", "og:url"):
        value = next((fact.value.strip() for fact in layout.facts if fact.name == name), "")
        if re.match(r"https?://\S+$", value, re.IGNORECASE):
            return value
    return layout.url
