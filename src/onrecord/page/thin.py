"""Markup that no tree is too deep for, and that costs the parser quadratic time all the same → markup of the same text.

Each attribute of a tag is compared with those before it, a `<body>` or `<html>` that comes again hands its attributes to the
first, and each `<option>` has its `<select>` look through all the others. A megabyte of any of these costs minutes. Real
pages come nowhere near: they pass through unchanged.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from onrecord.page.tame import _TAG, _tokens

_OPTIONS_CAP: Final = 5_000  # of a page: a tenth of a second of the parser
_ROOTS_CAP: Final = 100  # <body> and <html> of a page
_ATTRIBUTES_CAP: Final = 300  # of one tag
_SMALL: Final = 200_000  # characters: a page that is no longer has too few attributes for more than three seconds

_ROOTS: Final = frozenset(("body", "html"))
_SPACES: Final = r"[ \t\n\f\r/]"
_ATTRIBUTE: Final = r"[^ \t\n\f\r/>][^ \t\n\f\r/>=]*+(?:[ \t\n\f\r]*+=[ \t\n\f\r]*+(?:\"[^\"]*+\"?|'[^']*+'?|[^ \t\n\f\r>]*+))?+"
_OPTION_OR_ROOT: Final = re.compile(r"<(?:[oO][pP][tT][iI][oO][nN]|[bB][oO][dD][yY]|[hH][tT][mM][lL])(?=[ \t\n\f\r/>])")
_NAME_AND_FEW: Final = rf"<[a-zA-Z][^ \t\n\f\r/>]*+(?:{_SPACES}*+{_ATTRIBUTE}){{0,{_ATTRIBUTES_CAP}}}+"
_FEW: Final = re.compile(_NAME_AND_FEW)
_ALL_FEW: Final = re.compile(rf"(?:[^<]++|<(?![a-zA-Z])|{_NAME_AND_FEW}{_SPACES}*+(?:>|\Z))*+")


def thin(markup: str) -> tuple[str, bool]:
    """The markup without what is too much of a kind, and whether that is not as it was. Linear in its length."""
    thinned = markup
    if _passes(_ROOTS_CAP, _OPTION_OR_ROOT.finditer(markup)):
        thinned = "".join(_with_few(markup))
    if len(thinned) > _SMALL and _ALL_FEW.match(thinned).end() < len(thinned):  # type: ignore[union-attr]  # it matches anywhere
        thinned = "".join(_with_few_attributes(thinned))
    return thinned, thinned != markup


def _with_few(markup: str) -> Iterator[str]:
    """With the first <body> and <html> tags only, and no options where there are very many; what a script or a comment holds stays."""
    options = _passes(_OPTIONS_CAP, (tag for tag in _tokens(markup) if tag.name == "option" and not tag.closing))
    position = roots = 0
    choosing = dropping = False
    for tag in _tokens(markup):
        if dropping:
            position, dropping = tag.start, False  # the words of an option in a select are no text of the page
        if tag.name == "select":
            choosing = not tag.closing
        roots += tag.name in _ROOTS and not tag.closing
        if options and tag.name == "option":
            dropping = choosing
        elif tag.closing or tag.name not in _ROOTS or roots <= _ROOTS_CAP:
            continue
        yield markup[position : tag.start]
        position = tag.inner
    yield markup[position:]


def _passes(most: int, found: Iterator[object]) -> bool:
    return next(islice(found, most, None), None) is not None


def _with_few_attributes(markup: str) -> Iterator[str]:
    """Each tag with its first attributes; what only looks like a tag, in a script, stays as it is."""
    position = end = 0
    for tag in _tokens(markup):
        few = _FEW.match(markup, tag.start, tag.inner)
        if few is not None and markup[few.end() : tag.inner].strip(" \t\n\f\r/>"):
            yield markup[position : few.end()]
            position = tag.inner - 1
        end = tag.end
    cut = next((tag.start() for tag in _TAG.finditer(markup, end) if tag["name"] and not tag["close"]), None)
    yield markup[position:cut]  # a tag that does not end before the page does is dropped by the parser too
