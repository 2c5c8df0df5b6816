"""What costs a parser quadratic time without being deep is thinned out, keeps its words, and ordinary markup passes unchanged."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.page import Capture, read_page, thin
from onrecord.page.html import render

PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.html"))
N = 60_000
CROWDED = {
    "attributes": "<p " + " ".join(f"a{i}=b" for i in range(N)) + ">said",
    "attributes that hold tags": "<p " + " ".join(f"a{i}='</p>'" for i in range(N)) + ">said",
    "a tag that never ends": "<p>said</p><p " + " ".join(f"a{i}=b" for i in range(N)),
    "bodies": "".join(f"<body a{i}='>'>" for i in range(N)) + "said",
    "options": "<select>" + "<option value='a>b'>Norvik" * N + "</select>said",
    "options in capitals": "<SELECT>" + "<OPTION SELECTED>Norvik</OPTION>" * N + "</SELECT>said",
}


KEPT = {
    "options in a comment": ("<p>one</p><!--" + "<option>" * 5_001 + "--><p>two</p>", "one\n\ntwo"),
    "bodies in a script": ("<script>" + "s+='<body>';" * 101 + "s=\"<body x='\"; </script><p>one's</p><p>two</p>", "one's\n\ntwo"),
    "bodies in a comment": ("<!-- " + "<body> " * 101 + '<body class=" --><p>one</p><p title="y">two</p>', "one\n\ntwo"),
    "options out of a select": ("<option>one " * 5_001 + "<p>two", "one " * 5_001 + "\n\ntwo"),
}


@pytest.mark.parametrize(("html", "text"), KEPT.values(), ids=KEPT.keys())
def test_thinning_takes_no_word_of_the_page(html: str, text: str) -> None:
    assert "".join(render(thin.thin(html)[0]).text.split()) == "".join(text.split())


@pytest.mark.parametrize("html", CROWDED.values(), ids=CROWDED.keys())
def test_crowded_markup_is_read_thinned_and_noted(html: str) -> None:
    page = read_page(html.encode(), Capture("x", content_type="text/html"))
    assert page.document.text == "said"
    assert [note.code for note in page.notes] == ["markup-thinned"]
    assert len(thin.thin(html)[0]) < 10_000


@pytest.mark.parametrize(
    "html",
    [
        "<script>" + "if (a<b) { c d e f } " * 20_000 + "</script><p>said</p>",
        "<p " + " ".join(f"a{i}=b" for i in range(299)) + ">said</p>" + "<p>more</p>" * 30_000,
        "<script>" + "a<b " + "c " * 150_000 + "</script><p>said</p>",
        "<select>" + "<option>Norvik</option>" * 4_999 + "</select>said",
    ],
    ids=lambda html: str(html)[:20],
)
def test_what_is_not_too_much_passes(html: str) -> None:
    assert thin.thin(html) == (html, False)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.name))
def test_an_ordinary_page_passes(path: Path) -> None:
    markup = path.read_text(encoding="utf-8")
    assert thin.thin(markup) == (markup, False)


MARKUP = """<div>,</div>,<p>,</p>,<b>,<a b='>'>,</a>,<a ="x>y">,<a b c d e f=g/>,<i 'x y>z' w>,<!--,-->,<script>,</script>,<title>,</title>,<br/>,said
<p a="b,">,',=,<svg>,</ >,<?,<select>,</select>,<x a b c d e"""
PIECES = st.sampled_from(re.split("[,\n]", MARKUP))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_taking_attributes_out_changes_no_text(html: str) -> None:
    """Of which tag an attribute is, is told as the parser tells it: else a quoted tag would come free."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(thin, "_FEW", re.compile(thin._NAME_AND_FEW.replace("{0,300}", "{0,1}")))
        thinned = "".join(thin._with_few_attributes(html))
    assert render(thinned).text == render(html).text
