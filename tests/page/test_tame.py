"""Markup beyond measure is read in bounded time, and loses no word; ordinary markup passes unchanged."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import PageError
from onrecord.page import Capture, read_page, tame
from onrecord.page.html import render

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.html"))
N = 4_000
HOSTILE = [
    "<div>" * N + "<p>said</p>" + "</div>" * N,
    "<div title='</div>'>" * N + "said",
    "<div><!--</div>-->" * N + "said",
    "<div><table><td></div></table>" * N + "said",
    "<div><svg><![CDATA[ > </div> ]]></svg>" * N + "said",
    "<b><i>" * N + "said",
    "<p><b><i>x" * N + "<p>said",
    "<p>" + "".join(f"<b id={number}>" for number in range(2_000)) + "x" + "<p>y" * N + "said",
    "<a href='/a'>a</a> " * N + "<p>said</p>" + '<a b="' * N,
    "<!-- " * N + "<p>x--><p>said</p>",
    "<p>said</p>" + "< " * N,
    "<i><table><td>" + "<b>" * 30 + "said" + "</i>" * N,
]


@pytest.mark.parametrize("html", HOSTILE, ids=lambda html: str(html)[:20])
def test_hostile_markup_is_read_and_keeps_its_words(html: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tame, "_STEPS_CAP", 10_000_000)
    assert "said" in read_page(html.encode(), Capture("x", content_type="text/html")).document.text


def test_simplified_markup_is_noted() -> None:
    page = read_page(("<div>" * 40_000 + "said").encode(), Capture("x"))
    assert [note.code for note in page.notes] == ["markup-simplified"]
    assert page.document.text == "said"


def test_more_tags_than_a_page_can_have_are_refused() -> None:
    with pytest.raises(PageError, match="tags, more than the 1,000,000"):
        read_page(("<p>" + "<b>" * 1_000_000).encode(), Capture("x"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.name))
def test_an_ordinary_page_passes_and_flattening_keeps_its_text(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")
    assert tame.tame(markup, "x") == (markup, False)
    assert render("".join(tame._flattened(markup))).text == render(markup).text


MARKUP = """<div>,</div>,<p>,</p>,<b>,</b>,<a b='>'>,</a>,<table>,<td>,</td>,</table>,<li>,<svg>,</svg>,<!--,-->,<script>,</script>,<br>,<br/>,said
<title>,</title>,<a ="x>y">,<![CDATA[,]]>,<h1>,</h2>,</ >,<?,<select>,<option>,</select>
<form>,</form>,<template>,</template>,<span>,</span>,<i c=d>"""
PIECES = st.sampled_from(re.split("[,\n]", MARKUP))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_flattened_markup_nests_within_its_bound(html: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tame, "_DEPTH_KEPT", 4)
        flat = "".join(tame._flattened(html))
    # html, body, the four kept, and what a table adds of itself
    deepest = max((len(block.path) + len(block.inline) for block in render(flat).blocks), default=0)
    assert deepest <= 4 * 4 + 2


@given(st.lists(PIECES, max_size=40).map("".join))
def test_depth_is_never_underestimated(html: str) -> None:
    depth = tame._depth(html)
    # html and body above; tbody and tr within a table, and formatting opened again, may double what is written
    for block in render(html).blocks:
        assert len(block.path) + len(block.inline) <= 4 * depth + 2
