"""What the page says of itself: outlet, section and address."""

import re
from collections.abc import Sequence

from onrecord.article.lines import Line
from onrecord.article.tables import fold, words_of
from onrecord.layout import Layout

_OUTLET_FACTS = ("og:site_name", "publisher", "application-name")
_TITLE_END = re.compile(r"\s+[|–—·•»-]\s+|\s*\|\s*")
_HOLDER = re.compile(r"(?:©|\(c\)|copyright)\W*(?:(?:19|20)\d\d\W*(?:(?:19|20)\d\d)?)?\W*([^|.,\d©]{3,60})", re.IGNORECASE)


def outlet_of(layout: Layout, lines: Sequence[Line], top: int | None) -> str | None:
    """The name of the outlet: from the metadata, the page's title, or the masthead above the headline."""
    for name in _OUTLET_FACTS:
        value = next((fact.value.strip() for fact in layout.facts if fact.name == name and 1 < len(fact.value.strip()) <= 60), None)
        if value and "://" not in value:
            return value
    if layout.form == "html":
        title = next((fact.value for fact in layout.facts if fact.name == "title"), "")
        parts = _TITLE_END.split(title)
        headline = fold(lines[top].text) if top is not None else ""
        if len(parts) > 1 and len(parts[-1].split()) <= 5 and fold(parts[-1]) not in headline:
            return parts[-1].strip() or None
        return None
    return _masthead(lines, top)


def _masthead(lines: Sequence[Line], top: int | None) -> str | None:
    """A line above the headline that is named as newspapers are, or that the copyright notice names again."""
    above = [line for line in lines[: (top if top is not None else 0)][:25] if line.words <= 8]
    holders = [fold(found[1]) for line in lines[-30:] for found in [_HOLDER.search(line.text[:300])] if found]
    for line in above:
        name = re.split(r"\s+[-–|]\s+", line.text)[0].strip()
        words = [fold(word) for word in name.split()]
        if not 1 <= len(words) <= 6 or line.kind not in (None, "other"):
            continue
        bare = " ".join(words[1:] if words[0] == "the" else words)
        if len(bare) > 3 and any(bare in holder for holder in holders):
            return name
        if 2 <= len(words) <= 5 and words[-1] in words_of("names.tsv", "masthead") and _is_capitalised(name):
            return name
    return None


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
