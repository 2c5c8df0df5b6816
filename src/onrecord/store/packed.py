"""What is kept compressed: originals, records, layouts. One form, which any program can unpack: zlib."""

import json
import zlib
from typing import Any, Final

from onrecord.layout import Block, Element, Fact, Layout, Link
from onrecord.text import Span

_LEVEL: Final = 6


def pack(data: bytes | str) -> bytes:
    """The bytes, or the text as UTF-8, in zlib."""
    return zlib.compress(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data, _LEVEL)


def unpack(data: bytes) -> bytes:
    """The bytes that were packed.

    Raises:
        zlib.error: they are damaged.
    """
    return zlib.decompress(data)


def pack_layout(layout: Layout) -> bytes:
    """A layout, for a store that leaves the originals out: what the record's JSON lacks to be derived anew."""
    blocks = [[_range(b.span), list(b.path), [[_range(k.span), k.href] for k in b.links], b.emphasised, b.gap, list(b.inline)] for b in layout.blocks]
    facts = [[f.at, f.name, f.value, f.span and _range(f.span), f.kind] for f in layout.facts]
    return pack(json.dumps([layout.form, blocks, facts, layout.lang, layout.url]))


def unpack_layout(data: bytes) -> Layout:
    """The layout that `pack_layout` packed."""
    form, blocks, facts, lang, url = json.loads(unpack(data))
    return Layout(
        form,
        tuple(
            Block(Span(*span), _elements(path), tuple(Link(Span(*s), href) for s, href in links), emphasised, gap, _elements(inline))
            for span, path, links, emphasised, gap, inline in blocks
        ),
        tuple(Fact(at, name, value, span and Span(*span), kind) for at, name, value, span, kind in facts),
        lang,
        url,
    )


def _range(span: Span) -> list[int]:
    return [span.start, span.end]


def _elements(found: list[Any]) -> tuple[Element, ...]:
    return tuple(Element(tag, identity, tuple(classes), role) for tag, identity, classes, role in found)
