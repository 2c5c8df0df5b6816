"""HTML → the canonical text of the page, its blocks, and the facts of its markup: docs/canonical-text.md in code.

One parse by the rules of HTML5, one walk over the tree without recursion. `render` writes the text and notes where every
block and fact stands; `Rendering.lay_out` turns those notes into spans, once there is a Document that can cite.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from onrecord.layout import Block, Element, Fact, Layout, Link
from onrecord.page.facts import FactDraft, Scope, element_facts, inner_scope, linked_data_facts, markup_facts, may_hold_date
from onrecord.text import Document

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# What the walk does with a node.
_ELEMENT, _TEXT, _LINE_END, _FACT, _NONE = range(5)

Attributes = dict[str, str | None]

# What separates two runs of text, weakest first; where several meet, the strongest is written.
_NOTHING, _SPACE, _BREAK, _CELL, _LINE, _BLANK_LINE = range(6)
_WRITTEN: Final = ("", " ", "\n", "\t", "\n", "\n\n")  # _CELL and stronger begin a new block


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GAPS: Final = {
    **dict.fromkeys(
        _words(
            "address article aside body caption center dd details dialog div dt fieldset figcaption footer form header hgroup html"
            " legend li main nav optgroup search section summary table tbody tfoot thead tr"
        ),
        _LINE,
    ),
    # Where the style sheet that browsers begin with sets a margin above and below.
    **dict.fromkeys(_words("blockquote dir dl figure h1 h2 h3 h4 h5 h6 hr listing menu ol p plaintext pre ul xmp"), _BLANK_LINE),
    **dict.fromkeys(_words("td th"), _CELL),
    "button": _SPACE,
}
_GAP_OF_DISPLAY: Final = {
    **dict.fromkeys(_words("block flex grid list-item table flow-root"), _LINE),
    **dict.fromkeys(_words("inline-block inline-flex inline-grid inline-table"), _SPACE),
    "inline": _NOTHING,
}
# Not a reader's text, or text that stands in for what the browser shows. Nothing in them is read but scripts of linked data.
_UNREAD: Final = frozenset(
    _words(
        "annotation annotation-xml applet area audio base basefont bgsound canvas col colgroup datalist embed frame frameset iframe img input"
        " link map meta meter noembed noframes noscript object option param progress rp script select source style svg template textarea"
        " title track video"
    )
)
_FACTUAL: Final = frozenset(_words("base img input link meta script title"))  # unread, but for what their attributes or data tell
_PREFORMATTED: Final = frozenset(_words("listing plaintext pre xmp"))
_WHOLE: Final = frozenset(_words("html body"))
_EMPHATIC: Final = frozenset(_words("b em i strong"))
# The names under which sites and frameworks file one and the same rule: "off the screen, for screen readers".
_UNSEEN_CLASSES: Final = frozenset(
    _words(
        "a11y-hidden assistive-text element-invisible hidden-visually is-visually-hidden screen-reader-only screen-reader-text"
        " screenreader-only screenreader-text show-for-sr sr-only u-visually-hidden visually-hidden visuallyhidden"
    )
)
_ROLES: Final = frozenset(_words("role itemprop data-testid data-test-id data-test data-component data-component-name data-module data-qa"))
_ROLE_CHARACTERS: Final = 200
# Elements that hand something down, or carry a fact, by more than the attributes that `_read_of` names.
_PECULIAR: Final = frozenset(_words("abbr dialog time"))
_SPEAKING: Final = frozenset(_words("hidden popover itemtype itemscope property")) | _ROLES
_MOST_NAMES: Final = 16  # attributes of an element whose like is looked up
_MOST_KEPT: Final = 20_000  # places, and sets of attributes, that are kept so as not to be worked out twice
_PATH_LENGTH: Final = 32
_ABOVE: Final = Element("…")  # stands first in a path that was cut

_SPACES: Final = re.compile(r"[\t\n\r\f][ \t\n\r\f]*| [ \t\n\r\f]+")  # all runs but the single space
_TO_SPACE: Final = dict.fromkeys(map(ord, "\t\n\r\f"), " ")
_LONG: Final = 100_000
_BLANK_LINES: Final = re.compile(r"\n(?:[ \t\r\f]*\n)+")
_DISPLAY: Final = re.compile(r"(?:^|;)\s*display\s*:\s*([a-z-]+)", re.I)
_INVISIBLE: Final = re.compile(r"(?:^|;)\s*visibility\s*:\s*(?:hidden|collapse)\b", re.I)
_URL: Final = re.compile(r"https?://\S+$", re.I)
_UNPRINTED: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"  # soft hyphen, zero width, direction marks


class _Anchor:
    """A link that the walk stands in; two links to one place are two."""

    __slots__ = ("href",)

    def __init__(self, href: str) -> None:
        self.href = href


class _Place:
    """A place in the tree: the innermost element, and what it hands down to what stands in it.

    Its path is worked out when text stands there: most elements hold others only.
    """

    __slots__ = ("_inline", "_path", "element", "emphatic", "gap", "hidden", "outer", "preformatted", "scope")

    def __init__(self, outer: "_Place | None", element: Element, gap: int, preformatted: bool, emphatic: bool, hidden: bool, scope: Scope) -> None:
        self.outer = outer
        self.element = element
        self.gap = gap  # how far the element is set off from its neighbours
        self.preformatted = preformatted
        self.emphatic = emphatic
        self.hidden = hidden
        self.scope = scope
        self._path: tuple[Element, ...] | None = None if outer else ()
        self._inline: tuple[Element, ...] = ()

    @property
    def path(self) -> tuple[Element, ...]:
        """The elements to the innermost block."""
        return self._lay_out() if self._path is None else self._path

    @property
    def inline(self) -> tuple[Element, ...]:
        """The elements within that block."""
        if self._path is None:
            self._lay_out()
        return self._inline

    def _lay_out(self) -> tuple[Element, ...]:
        place, below = self, list[_Place]()
        while place._path is None and place.outer is not None:
            below.append(place)
            place = place.outer
        path, inline = place._path or (), place._inline
        for place in reversed(below):
            if place.gap < _CELL:
                inline = _longer(inline, place.element)
            elif place.element.tag != "html":
                path, inline = _longer(path + inline, place.element), ()
            place._path, place._inline = path, inline
        return path


@dataclass(slots=True)
class _LinkDraft:
    """The part of a link that stands in one block."""

    start: int
    end: int
    anchor: _Anchor


@dataclass(slots=True)
class _BlockDraft:
    """A block that is being written; offsets into the text."""

    start: int
    end: int
    path: tuple[Element, ...]
    inline: tuple[Element, ...]
    size: int = 0
    emphatic: int = 0
    links: list[_LinkDraft] = field(default_factory=list)


class _Writer:
    """Text as it grows: collapses white space and puts the strongest separator that was asked for between two runs."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.pending = _NOTHING
        self.blocks: list[_BlockDraft] = []
        self.anchor: _Anchor | None = None  # the link that the last run stood in

    def gap(self, strength: int) -> None:
        if strength > self.pending:
            self.pending = strength

    def break_line(self) -> None:
        """A <br>: ends the line; where the line is empty already, it leaves a blank one."""
        self.pending = _BREAK if self.pending < _BREAK else _BLANK_LINE

    def write(self, data: str, inside: _Place, anchor: _Anchor | None) -> None:
        """A text node that is not white space alone."""
        if inside.preformatted:
            for number, lines in enumerate(_BLANK_LINES.split(data)):
                if number:
                    self.gap(_BLANK_LINE)
                self._write_lines(lines, inside, anchor)
            return
        text = _collapsed(data)
        if text[0] == " ":
            text = text[1:]
            if self.pending < _SPACE:
                self.pending = _SPACE
        if text[-1] == " ":
            self._append(text[:-1], inside, anchor)
            if self.pending < _SPACE:
                self.pending = _SPACE
        else:
            self._append(text, inside, anchor)

    def _write_lines(self, lines: str, inside: _Place, anchor: _Anchor | None) -> None:
        """Preformatted text: its white space stays, but not at the ends of a block."""
        text = lines.rstrip(" \t\n\r\f")
        if self.pending >= _CELL or not self.blocks:
            text = text.lstrip("\n\r\f")
        if not text.strip():
            self.gap(_BREAK if "\n" in lines else _SPACE if lines else _NOTHING)
            return
        self._append(text, inside, anchor)
        tail = lines[len(lines.rstrip(" \t\n\r\f")) :]
        self.gap(_BREAK if "\n" in tail else _SPACE if tail else _NOTHING)

    def _append(self, text: str, inside: _Place, anchor: _Anchor | None) -> None:
        if not text or (text[0] in _UNPRINTED and not text.strip(_UNPRINTED)):
            return
        pending = self.pending
        if anchor is not self.anchor:
            if anchor and self.anchor and pending < _SPACE:
                pending = _SPACE  # two links that touch are two things to a reader, set apart by the style sheet
            self.anchor = anchor
        blocks, start = self.blocks, self.length
        if start:
            written = _WRITTEN[pending]
            self.parts.append(written)
            start += len(written)
        self.pending = _NOTHING
        size = len(text)
        end = start + size
        self.parts.append(text)
        self.length = end
        if pending >= _CELL or not blocks:
            block = _BlockDraft(start, end, inside.path, inside.inline)
            blocks.append(block)
        else:
            block = blocks[-1]
            block.end = end
            if block.inline and block.inline is not inside.inline:
                block.inline = _common(block.inline, inside.inline)
        block.size += size
        if inside.emphatic:
            block.emphatic += size
        if anchor is not None:
            links = block.links
            if links and links[-1].anchor is anchor:
                links[-1].end = end
            else:
                links.append(_LinkDraft(start, end, anchor))


def _collapsed(data: str) -> str:
    """The text with every run of white space as one space."""
    if len(data) < _LONG:
        if "\n" in data or "  " in data or "\t" in data or "\r" in data or "\f" in data:
            return _SPACES.sub(" ", data)
        return data
    data = data.translate(_TO_SPACE)  # where the pieces of a substitution would fill the memory
    while "  " in data:
        data = data.replace("  ", " ")
    return data


@dataclass(slots=True)
class Rendering:
    """The text of a page, and notes of where its blocks and facts stand."""

    text: str
    lang: str | None  # <html lang>
    blocks: list[_BlockDraft]
    facts: list[FactDraft]

    def lay_out(self, document: Document) -> Layout:
        """The layout, with every span cited from the document of this text."""
        blocks = tuple(block for draft in self.blocks if (block := _block(draft, document)) is not None)
        url = document.location if _URL.match(document.location) else None
        facts = tuple(fact for draft in self.facts if (fact := draft.fact(document)) is not None)
        if url is not None:
            facts = (Fact("url", "url", url), *facts)
        return Layout("html", blocks, facts, self.lang, url or _own_url(facts))


def render(markup: str) -> Rendering:
    """Parse a page and write its canonical text. Linear in the length of markup that `tame` has passed."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(markup)
    root = tree.root
    writer, facts = _Writer(), list[FactDraft]()
    if root is None:
        return Rendering("", None, [], [])
    lang = root.attributes.get("lang") or root.attributes.get("xml:lang")
    _walk(root, writer, facts)
    return Rendering("".join(writer.parts), lang, writer.blocks, facts)


def _walk(root: "LexborNode", writer: _Writer, facts: list[FactDraft]) -> None:
    """Visit every node once, in the order of the page.

    Most elements hand down what their like did in the same place: it is kept by tag, class, id and style.
    """
    tags: dict[int, tuple[str, int]] = {}
    names: dict[object, Element] = {}
    read: dict[tuple[str, ...], bool] = {}
    known: dict[object, _Place] = {}
    stack: list[tuple[LexborNode, Sequence[FactDraft], _Anchor | None]] = []
    inside = _Place(None, _ABOVE, _NOTHING, False, False, False, Scope())
    anchor: _Anchor | None = None
    node: LexborNode | None = root
    while node is not None:
        number = node.tag_id
        tag, role = tags.get(number) or tags.setdefault(number, _role(node.tag or "-"))
        if role == _TEXT:
            if not inside.hidden and (data := node.text_content):
                if not data.isspace() or inside.preformatted:
                    writer.write(data, inside, anchor)
                elif writer.pending < _SPACE:
                    writer.pending = _SPACE
        elif role == _ELEMENT:
            attributes = node.attributes
            own: Sequence[FactDraft] = ()
            if not attributes and tag not in _PECULIAR:
                key: object = (inside, tag)
                inner = known.get(key) or _kept(known, key, _enter(tag, attributes, inside, names))
            elif tag in _PECULIAR or _speaks(attributes, read) or (tag == "a" and "author" in (attributes.get("rel") or "").lower()):
                inner, own = _enter_speaking(tag, attributes, inside, names)
                for fact in own:
                    fact.start = writer.length
                    facts.append(fact)
            else:
                key = (inside, tag, attributes.get("class"), attributes.get("id"), attributes.get("style"))
                inner = known.get(key) or _kept(known, key, _enter(tag, attributes, inside, names))
            if inner.gap > writer.pending and not inner.hidden:
                writer.pending = inner.gap
            if (child := node.first_child) is not None:
                stack.append((node, own, anchor))
                if tag == "a" and (href := attributes.get("href")):
                    anchor = _Anchor(href)
                inside, node = inner, child
                continue
        elif role == _FACT:
            facts += _facts_of_unread(node, tag, inside.scope)
        elif role == _LINE_END and not inside.hidden:
            writer.break_line()
        following = node.next
        while following is None and stack:
            node, own, anchor = stack.pop()
            for fact in own:
                fact.end = writer.length
            if inside.gap > writer.pending and not inside.hidden:
                writer.pending = inside.gap
            inside = inside.outer  # type: ignore[assignment]  # only the root has none, and it is never on the stack
            following = node.next
        node = following if stack else None


def _kept(known: dict[object, _Place], key: object, place: _Place) -> _Place:
    if len(known) > _MOST_KEPT:
        known.clear()
    known[key] = place
    return place


def _speaks(attributes: Attributes, read: dict[tuple[str, ...], bool]) -> bool:
    """Whether an element has an attribute that carries a fact, a role or a rule of hiding other than its class and style."""
    names = tuple(attributes)
    if len(names) > _MOST_NAMES:
        return not _SPEAKING.isdisjoint(names) or any(map(may_hold_date, names))
    found = read.get(names)
    if found is None:
        if len(read) > _MOST_KEPT:
            read.clear()
        found = read[names] = not _SPEAKING.isdisjoint(names) or any(map(may_hold_date, names))
    return found


def _role(tag: str) -> tuple[str, int]:
    """A kind of node, and what the walk does with it."""
    if tag == "-text":
        return tag, _TEXT
    if tag == "br":
        return tag, _LINE_END
    if tag in _FACTUAL:
        return tag, _FACT
    return tag, _NONE if tag in _UNREAD or tag[0] == "-" else _ELEMENT


def _enter_speaking(tag: str, attributes: Attributes, outer: _Place, names: dict[object, Element]) -> tuple[_Place, Sequence[FactDraft]]:
    """The place within an element whose attributes hold facts, roles or rules of hiding, and those facts."""
    roles = ""
    if not _ROLES.isdisjoint(attributes):
        roles = " ".join([value for name, value in attributes.items() if name in _ROLES and value])[:_ROLE_CHARACTERS]
    inner = _enter(tag, attributes, outer, names, roles)
    if "hidden" in attributes or "popover" in attributes or (tag == "dialog" and "open" not in attributes):
        inner.hidden = tag not in _WHOLE
    inner.scope = inner_scope(attributes, outer.scope)
    return inner, element_facts(tag, attributes, outer.scope)


def _enter(tag: str, attributes: Attributes, outer: _Place, names: dict[object, Element], roles: str = "") -> _Place:
    """The place within an element."""
    gap = _GAPS.get(tag, _NOTHING)
    key = (tag, attributes.get("class"), attributes.get("id"), roles)
    element = names.get(key)
    if element is None:
        element = names[key] = Element(tag, key[2] or "", tuple(key[1].split()) if key[1] else (), roles)
    hidden = outer.hidden
    if style := attributes.get("style"):
        shown, gap = _read_style(style, gap)
        hidden = hidden or not shown
    if element.classes and not _UNSEEN_CLASSES.isdisjoint(element.classes):
        hidden = True
    if tag in _WHOLE:
        hidden = False  # a page that hides all of itself waits for its own script; a reader sees it
    preformatted = outer.preformatted or (gap >= _CELL and tag in _PREFORMATTED)
    return _Place(outer, element, gap, preformatted, outer.emphatic or tag in _EMPHATIC, hidden, outer.scope)


def _read_style(style: str, gap: int) -> tuple[bool, int]:
    """Whether a style attribute leaves the element to be seen, and the gap that it asks for."""
    display = _DISPLAY.search(style)
    if display is not None:
        value = display[1].lower()
        if value == "none":
            return False, gap
        gap = _GAP_OF_DISPLAY.get(value, gap)
    return _INVISIBLE.search(style) is None, gap


def _longer(path: tuple[Element, ...], element: Element) -> tuple[Element, ...]:
    """The path with one more element at its end, cut at its beginning to a bounded length."""
    if len(path) < _PATH_LENGTH:
        return (*path, element)
    return (_ABOVE, *path[2 - _PATH_LENGTH :], element)


def _common(one: tuple[Element, ...], other: tuple[Element, ...]) -> tuple[Element, ...]:
    """The beginning that both share."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a is not b:
            break
        length += 1
    return one[:length]


def _facts_of_unread(node: "LexborNode", tag: str, scope: Scope) -> list[FactDraft]:
    """Facts in an element whose content is not text of the page."""
    if tag == "script":
        if "ld+json" not in (node.attributes.get("type") or "").lower():
            return []
        return linked_data_facts(_own_text(node))
    if tag == "title":
        text = " ".join(_own_text(node).split())
        return [FactDraft("title", "title", text)] if text else []
    attributes = node.attributes
    if tag in ("img", "input") and "itemprop" not in attributes:
        return []  # as nearly all are
    return markup_facts(tag, attributes, scope)


def _own_text(node: "LexborNode") -> str:
    child, parts = node.first_child, []
    while child is not None:
        parts.append(child.text_content or "")
        child = child.next
    return "".join(parts)


def _block(draft: _BlockDraft, document: Document) -> Block | None:
    span = document.cite(draft.start, draft.end)
    if span is None:
        return None
    links: list[Link] = []
    for link in draft.links:
        whole = link.start == draft.start and link.end == draft.end
        linked = span if whole else document.cite(link.start, link.end)
        if linked is not None and not (links and links[-1].span.overlaps(linked)):
            links.append(Link(linked, link.anchor.href))
    return Block(span, draft.path, tuple(links), emphasised=0 < draft.size == draft.emphatic, inline=draft.inline)


def _own_url(facts: tuple[Fact, ...]) -> str | None:
    """Where the page says that it lives."""
    values = (fact.value for name in ("canonical", "og:url") for fact in facts if fact.name == name)
    return next((value for value in values if _URL.match(value)), None)
