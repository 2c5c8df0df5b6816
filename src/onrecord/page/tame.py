"""Markup that would cost the parser more than linear time → markup of the same text that does not.

By the rules of HTML5 an element costs as many steps as elements stand open above it, and a formatting element that was
never closed is opened again in every paragraph. A few kilobytes can so cost hours and all memory. Real pages come nowhere
near: they pass through unchanged.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from onrecord.errors import PageError

TAGS_CAP: Final = 1_000_000  # "<" in a page
_STEPS_CAP: Final = 1_000_000_000  # elements times depth: about two seconds of the parser
_REOPENED_CAP: Final = 1_000_000  # elements that reopening may add
_DEPTH_KEPT: Final = 400
_LOOKED_UP: Final = 32  # open elements among which an end tag looks for its own


def _in_any_case(names: str) -> str:
    """A pattern of names in either case; the flag for that would keep the search from leaping to the next "<"."""
    return "|".join("".join(f"[{letter}{letter.upper()}]" for letter in name) for name in names.split())


_FORMATTING: Final = re.compile(rf"<(?:{_in_any_case('b big code em font i nobr s small strike strong tt u')})(?=[ \t\n\f\r/>])[^>]*")
_NAME: Final = re.compile(r"<[a-z]+", re.I)
# Comment; markup declaration or processing instruction; end tag of no name; tag with its attributes. Every repeat is possessive.
_TAG: Final = re.compile(
    r"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|[!?][^>]*+>?|/(?![a-zA-Z])[^>]*+>?"
    r"|(?P<end>/?)(?P<name>[a-zA-Z][^ \t\n\f\r/>]*+)"
    r"(?:[ \t\n\f\r/]++|[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\f\r>]*+))?+)*+(?P<close>>?))",
    re.S,
)
_RAW: Final = frozenset(("iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"))
_VOID: Final = frozenset(
    (
        "area",
        "base",
        "basefont",
        "bgsound",
        "br",
        "col",
        "embed",
        "frame",
        "hr",
        "img",
        "input",
        "keygen",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_CLOSES_P: Final = frozenset((
    "address", "article", "aside", "blockquote", "center", "details", "dialog", "dir", "div", "dl", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main", "menu", "nav", "ol", "p", "pre", "search", "section",
    "summary", "ul", "dd", "dt",
))  # fmt: skip
_CLOSED_BY: Final = {
    "li": frozenset(("li",)),
    "dd": frozenset(("dd", "dt")),
    "dt": frozenset(("dd", "dt")),
    "td": frozenset(("td", "th", "tr", "tbody", "thead", "tfoot")),
    "th": frozenset(("td", "th", "tr", "tbody", "thead", "tfoot")),
    "tr": frozenset(("tr", "tbody", "thead", "tfoot")),
    "option": frozenset(("option", "optgroup")),
    "p": _CLOSES_P,
}
_BARRIERS: Final = frozenset(("applet", "caption", "html", "marquee", "object", "table", "td", "template", "th"))
_TABLE_PARTS: Final = frozenset(("table", "tbody", "tfoot", "thead", "tr"))
_FOREIGN: Final = frozenset(("math", "svg"))
_ROOTS: Final = frozenset(("body", "head", "html"))
_BLOCKS: Final = _CLOSES_P | _TABLE_PARTS | {"td", "th", "caption"}


class _Token(NamedTuple):
    """A tag of the source; raw: the text of a script, title and so on stands between it and `end`."""

    name: str
    closing: bool
    start: int
    end: int
    inner: int  # where the tag itself ends
    odd: bool  # where it ends cannot be told without building the tree


def tame(markup: str, location: str) -> tuple[str, bool]:
    """The markup as it can be parsed in time, and whether that is not as it was.

    Raises:
        PageError: it has more tags than a page can have.
    """
    tags = markup.count("<")
    if tags > TAGS_CAP:
        raise PageError(location, f"{tags:,} tags, more than the {TAGS_CAP:,} that one page may have", "split it, or give the page alone")
    changed = False
    if tags * tags > _REOPENED_CAP:
        # Of equal ones HTML5 reopens three: that bounds how many can be open at once, whatever is closed where.
        open_at_once = sum(min(number, 3) for number in Counter(_FORMATTING.findall(markup)).values())
        if open_at_once * tags > _REOPENED_CAP:
            markup, changed = _FORMATTING.sub(lambda match: _NAME.match(match[0])[0], markup), True  # type: ignore[index]
    if tags * tags > _STEPS_CAP and tags * _depth(markup) > _STEPS_CAP:
        markup, changed = "".join(_flattened(markup)), True
    return markup, changed


def _tokens(markup: str) -> Iterator[_Token]:
    """The tags of a page, as the tokenizer of HTML5 sees them outside SVG and MathML."""
    position, length = 0, len(markup)
    while (position := markup.find("<", position)) >= 0:
        match = _TAG.match(markup, position)
        if match is None:
            position += 1
            continue
        end = inner = match.end()
        name = (match["name"] or "").lower()
        if name and not match["close"]:
            return  # the page ends inside a tag, which is dropped
        odd = markup.startswith("<![CDATA[", position)
        closing = bool(match["end"])
        if name in _RAW and not closing:
            last = re.compile(rf"</{name}(?=[ \t\n\f\r/>])", re.I).search(markup, inner)
            end = last.start() if last else length
            odd = name == "script" and markup.find("<!--", inner, end) >= 0
        if name or odd:
            yield _Token(name, closing, position, end, inner, odd)
        if name == "plaintext":
            return
        position = end


def _depth(markup: str) -> int:
    """A depth that the tree of the page does not exceed.

    An end tag counts only where it closes the innermost element: whatever else is open or was closed by other rules, it
    is gone from the parser's stack then. What depends on the state of the tree (SVG, CDATA) counts as bottomless.
    """
    deepest = 0
    stack: list[str] = []
    for token in _tokens(markup):
        name = token.name
        if token.odd or (name in _FOREIGN and not token.closing):
            return len(markup)
        if token.closing:
            if stack and stack[-1] == name and name not in _ROOTS:
                stack.pop()
            continue
        while stack and name in _CLOSED_BY.get(stack[-1], ()):
            stack.pop()
        if name not in _VOID and name not in _RAW:
            stack.append(name)
            if len(stack) > deepest:
                deepest = len(stack)
    return deepest


def _flattened(markup: str) -> Iterator[str]:
    """The page with every element closed where it ends, and none deeper than a bound: what is too deep keeps its line breaks only."""
    position = 0
    foreign = ""
    stack: list[str] = []
    kept = 0  # elements of the stack that are written: those at its beginning
    for token in _tokens(markup):
        name = token.name
        if foreign:
            # Drawings and formulas are no text of the page. Their own end tag ends them, and so does a block.
            ended = name == foreign if token.closing else name in _BLOCKS
            position = token.inner if token.closing or not ended else token.start
            foreign = "" if ended else foreign
            if position != token.start:
                continue
        yield markup[position : token.start]
        position = token.end
        if name in _FOREIGN:
            foreign = "" if token.closing else name
        elif name in _RAW:
            if not token.closing and not token.odd:
                yield f"{markup[token.start : token.end]}</{name}>"
        elif not name or name in _ROOTS or name in _VOID:
            if name == "br" or (name and not token.closing):
                yield markup[token.start : token.inner]
        elif token.closing:
            floor = _open_at(stack, name)
            if floor is not None:
                yield from _closed(stack, floor, kept)
                kept = min(kept, floor)
        else:
            floor = len(stack)
            while floor and name in _CLOSED_BY.get(stack[floor - 1], ()):
                floor -= 1
            yield from _closed(stack, floor, kept)
            kept = min(kept, floor)
            if kept == len(stack) < _DEPTH_KEPT:
                kept += 1
                yield markup[token.start : token.inner]
            elif name in _BLOCKS:
                yield "<br><br>"
            stack.append(name)
    yield markup[position:] if not foreign else ""


def _open_at(stack: list[str], name: str) -> int | None:
    """Where the element stands that an end tag closes; None if it closes none."""
    barriers = frozenset(("table", "template")) if name in _TABLE_PARTS else _BARRIERS
    for depth in range(len(stack) - 1, max(len(stack) - _LOOKED_UP, 0) - 1, -1):
        if stack[depth] == name:
            return depth
        if stack[depth] in barriers or (name not in _BLOCKS and stack[depth] in _BLOCKS):
            return None
    return None


def _closed(stack: list[str], floor: int, kept: int) -> Iterator[str]:
    """Close the elements from `floor` on: those that were written with their end tag, blocks that were not with a break."""
    while len(stack) > floor:
        name = stack.pop()
        if len(stack) < kept:
            yield f"</{name}>"
        elif name in _BLOCKS:
            yield "<br><br>"
