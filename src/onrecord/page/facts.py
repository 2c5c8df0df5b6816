"""What the markup of a page says of it outside its text: meta elements, linked data, microdata, machine-readable dates.

Every page is hostile: depth, number and length of what is read are bounded, and a value of the wrong type is passed over.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from onrecord.layout import Fact
from onrecord.text import Document, whole_characters

Attributes = dict[str, str | None]

_LINKED_DATA: Final = 'script[type="application/ld+json"]'
_LINKED_DATA_CHARACTERS: Final = 4_000_000
_LINKED_DATA_OBJECTS: Final = 20_000
_LINKED_DATA_FACTS: Final = 2_000
_LINKED_DATA_DEPTH: Final = 40
_VALUE_CHARACTERS: Final = 10_000  # a value longer than that is a text (articleBody), and is kept of linked data only
_SPOKEN_CHARACTERS: Final = 300  # longest visible text that counts as the value of an itemprop

_PLAIN_KEYS: Final = frozenset((
    "headline", "alternativeHeadline", "name", "datePublished", "dateModified", "dateCreated", "uploadDate", "dateline",
    "articleSection", "articleBody", "creditText", "url", "mainEntityOfPage", "isBasedOn", "inLanguage", "copyrightYear",
))  # fmt: skip
_PARTY_KEYS: Final = frozenset(("author", "creator", "contributor", "publisher", "provider", "sourceOrganization", "copyrightHolder", "editor"))
_URL_NAMES: Final = frozenset(("url", "mainentityofpage", "isbasedon", "sameas", "image", "logo", "thumbnailurl"))
_BROKEN_VALUE: Final = re.compile(r'"(headline|date(?:Published|Modified|Created)|uploadDate)"\s{0,20}:\s{0,20}"([^"\\\n]{1,500})"')
_DATE_ATTRIBUTE: Final = re.compile(r"date|time|publish|epoch")
_MACHINE_DATE: Final = re.compile(r"\d{4}")
_DATED_CLASSES: Final = frozenset(("published", "updated", "dt-published", "dt-updated"))


class Scope(NamedTuple):
    """The microdata item that an element stands in."""

    kind: str = ""  # last word of its itemtype
    name: str = ""  # the property of the outer item that it is the value of, in lower case


@dataclass(slots=True)
class FactDraft:
    """A fact whose element is still open: offsets of its text so far."""

    at: str
    name: str
    value: str | None  # None: the text of the element is the value
    kind: str = ""
    start: int = 0
    end: int = 0

    def fact(self, document: Document) -> Fact | None:
        """The fact; None where its value was to be the element's text, and there is none or too much of it."""
        span = document.cite(self.start, self.end) if self.start < self.end else None
        if self.value is not None:
            return Fact(self.at, self.name, self.value, span, self.kind)
        if span is None or len(span) > _SPOKEN_CHARACTERS:
            return None
        return Fact(self.at, self.name, document[span], span, self.kind)


def markup_facts(tag: str, attributes: Attributes, scope: Scope) -> list[FactDraft]:
    """Facts of an element that has no content: meta, link, base, input, img."""
    if tag == "link":
        return [*_link_facts(attributes), *_microdata_facts(tag, attributes, scope)]
    if tag == "base":
        return _draft("base[href]", "base", attributes.get("href"))
    if tag != "meta":
        return _microdata_facts(tag, attributes, scope)
    for key in ("property", "name", "http-equiv"):
        if name := attributes.get(key):
            return _draft(f'meta[{key}="{name:.100}"]', name, attributes.get("content"))
    return _microdata_facts(tag, attributes, scope)


def element_facts(tag: str, attributes: Attributes, scope: Scope) -> list[FactDraft]:
    """Facts in the attributes of an element that has content: microdata, RDFa, <time>, and data attributes that hold a date."""
    facts: list[FactDraft] = []
    if "itemprop" in attributes or "itemtype" in attributes:
        facts += _microdata_facts(tag, attributes, scope)
    elif "property" in attributes:
        name = attributes["property"] or ""
        facts += _draft(f'{tag}[property="{name:.100}"]', name, attributes.get("content") or attributes.get("datetime"))
    if tag == "time" and not facts:
        name = "pubdate" if "pubdate" in attributes else "time"
        facts += _draft(_with_classes(tag, attributes) + "[datetime]", name, attributes.get("datetime"))
    elif tag == "abbr" and (words := _DATED_CLASSES.intersection((attributes.get("class") or "").split())):
        facts += _draft(_with_classes(tag, attributes) + "[title]", min(words), attributes.get("title"))
    elif tag == "a" and "author" in (attributes.get("rel") or "").lower().split():
        facts.append(FactDraft('a[rel="author"]', "author", None))
    for key, value in attributes.items():
        if value and len(value) <= 64 and may_hold_date(key) and _MACHINE_DATE.search(value):
            facts += _draft(f"{_with_classes(tag, attributes)}[{key:.100}]", key, value)
    return facts


def may_hold_date(name: str) -> bool:
    """Whether an attribute is a page's own and by its name may hold a date: "data-published"."""
    return name.startswith("data-") and _DATE_ATTRIBUTE.search(name) is not None


def inner_scope(attributes: Attributes, outer: Scope) -> Scope:
    """The microdata item that the content of an element belongs to."""
    if "itemscope" not in attributes:
        return outer
    words = (attributes.get("itemprop") or "").lower().split()
    return Scope(_last_word(attributes.get("itemtype")), words[0] if words else "")


def linked_data_facts(source: str) -> list[FactDraft]:
    """Facts of a JSON-LD script: of its objects, those of its @graph, and those that they hold.

    Broken JSON gives what can still be read of it by the name of the key.
    """
    if len(source) > _LINKED_DATA_CHARACTERS:
        return []
    try:
        data = json.loads(_unwrapped(source), strict=False)
    except (ValueError, RecursionError):
        return [_linked(f"{_LINKED_DATA} {match[1]}", match[1], match[2], "") for match in _BROKEN_VALUE.finditer(source)]
    objects = list(_objects(data))
    known = {identity: value for _, _, value in objects if isinstance(identity := value.get("@id"), str) and len(value) > 1}
    facts: list[FactDraft] = []
    for trail, kind, value in objects:
        if len(facts) >= _LINKED_DATA_FACTS:
            break
        prefix = f"{_LINKED_DATA} {trail}{kind}"
        for key, member in value.items():
            if key in _PLAIN_KEYS:
                facts += (_linked(f"{prefix}.{key}", key, text, kind) for text in _texts(member))
            elif key in _PARTY_KEYS:
                facts += _parties(f"{prefix}.{key}", key, member, kind, known)
    return facts[:_LINKED_DATA_FACTS]


def _unwrapped(source: str) -> str:
    """The JSON without the comment or CDATA marks that old templates put around a script."""
    for mark in ("//", "<![CDATA[", "<!--", "/*", "*/"):
        source = source.strip().removeprefix(mark)
    for mark in ("*/", "/*", "-->", "]]>", "//", ";"):
        source = source.strip().removesuffix(mark)
    return source


def _objects(data: Any) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every object in the data, outer before inner: the keys that lead to it, its type, itself."""
    waiting = [("", data, 0)]
    seen = 0
    while waiting and seen < _LINKED_DATA_OBJECTS:
        trail, value, depth = waiting.pop()
        seen += 1
        if depth > _LINKED_DATA_DEPTH:
            continue
        if isinstance(value, list):
            waiting += ((trail, item, depth + 1) for item in reversed(value) if isinstance(item, dict | list))
        elif isinstance(value, dict):
            kind = _last_word(next(iter(_texts(value.get("@type"))), ""))
            yield trail, kind, value
            for key, member in reversed(value.items()):
                if isinstance(member, dict | list):
                    inner = trail if key == "@graph" else f"{trail}{kind}.{key:.40} "
                    waiting.append((inner[-200:], member, depth + 1))


def _texts(value: Any) -> Iterator[str]:
    """The strings that a value amounts to: itself, its @id, @value or name, or those of its members."""
    for item in value[:50] if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            item = next((item[key] for key in ("@value", "@id", "name", "url") if isinstance(item.get(key), str)), None)
        if isinstance(item, str):
            if item.strip():
                yield item
        elif isinstance(item, int | float) and not isinstance(item, bool):
            yield str(item)


def _parties(at: str, key: str, value: Any, kind: str, known: dict[str, dict[str, Any]]) -> Iterator[FactDraft]:
    """Persons and organisations: their names, with the type and the address of each where they are given."""
    for item in value[:50] if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            yield from (_linked(at, key, text, kind) for text in _texts(item))
            continue
        reference = item.get("@id")
        party = {**known.get(reference, {}), **item} if isinstance(reference, str) else item
        for name in _texts(party.get("name") or _full_name(party)):
            yield _linked(f"{at}.name", key, name, kind)
        for what in ("@type", "url"):
            for text in _texts(party.get(what)):
                yield _linked(f"{at}.{what}", f"{key}.{what.lstrip('@')}", text, kind)


def _full_name(party: dict[str, Any]) -> str | None:
    """The name of a person whose parts alone are given."""
    parts = [part.strip() for key in ("givenName", "familyName") if isinstance(part := party.get(key), str) and part.strip()]
    return " ".join(parts) if len(parts) == 2 else None


def _linked(at: str, name: str, value: str, kind: str) -> FactDraft:
    return FactDraft(whole_characters(at), name.lower(), whole_characters(value), whole_characters(kind))


def _microdata_facts(tag: str, attributes: Attributes, scope: Scope) -> list[FactDraft]:
    names = (attributes.get("itemprop") or "").split()[:5]
    facts: list[FactDraft] = []
    for written in names:
        name = written.rsplit("/", 1)[-1].lower()
        inner = name if not scope.name else scope.name if name == "name" else f"{scope.name}.{name}"
        at = f'{tag}[itemprop="{written:.100}"]'
        if "itemscope" in attributes:
            facts += _draft(at, f"{inner}.type", _last_word(attributes.get("itemtype")), scope.kind)
            continue
        value = _attribute_value(tag, attributes, name)
        if value is None and tag not in ("meta", "link", "img", "input"):
            facts.append(FactDraft(at, inner, None, scope.kind))
        else:
            facts += _draft(at, inner, value, scope.kind)
    return facts


def _attribute_value(tag: str, attributes: Attributes, name: str) -> str | None:
    """The value of an itemprop where an attribute holds it."""
    if attributes.get("content"):
        return attributes["content"]
    if tag == "time":
        return attributes.get("datetime")
    if tag == "link" or (tag == "a" and name in _URL_NAMES):
        return attributes.get("href")
    return attributes.get("src") if tag == "img" else None


def _link_facts(attributes: Attributes) -> list[FactDraft]:
    words = (attributes.get("rel") or "").lower().split()
    return [fact for word in ("canonical", "author") if word in words for fact in _draft(f'link[rel="{word}"]', word, attributes.get("href"))]


def _draft(at: str, name: str, value: str | None, kind: str = "") -> list[FactDraft]:
    """The fact, if there is a value and it is no text."""
    if not value or len(value) > _VALUE_CHARACTERS or not value.strip():
        return []
    return [FactDraft(at, name.lower(), value, kind)]


def _with_classes(tag: str, attributes: Attributes) -> str:
    return ".".join([tag, *(attributes.get("class") or "").split()[:4]])[:200]


def _last_word(url: str | None) -> str:
    """ "https://schema.org/NewsArticle" → "NewsArticle" """
    return re.split(r"[/#:]", url.split()[0])[-1][:60] if url and url.strip() else ""
