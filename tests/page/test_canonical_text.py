"""docs/canonical-text.md, rule by rule: HTML in, the text and its blocks out."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import PageError
from onrecord.page import Capture, Page, read_page


def page(html: str) -> Page:
    return read_page(html.encode(), Capture("page.html", content_type="text/html; charset=utf-8"))


INLINE = [
    ("<b>a</b>b", "ab"),
    ("<p>The <b>min</b>ister <i>said</i> so.</p>", "The minister said so."),
    ("<p> The\n\t minister  <b> said </b> so. </p>", "The minister said so."),
    ("co<wbr>operation, CO<sub>2</sub>", "cooperation, CO2"),
    ("<p>5&nbsp;km</p>", "5\u00a0km"),
    ("<p>a<span>&nbsp;</span>b</p>", "a b"),
    ("<p>a<!-- not here -->b</p>", "ab"),
    ("<custom-tag>a</custom-tag>b", "ab"),
    ("word<img src=dot.gif alt='a dot'>, word", "word, word"),
    ("<a href=/a>News</a><a href=/b>Sport</a>", "News Sport"),
    ("<a href=/a>Ne<b>ws</b></a>", "News"),
    ("<button>Share</button><button>Save</button>", "Share Save"),
    ("&lt;b&gt; &amp;amp; &#8212; &#x110000;", "<b> &amp; — \ufffd"),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>", "漢かん"),
    ("<math><mi>x</mi><annotation>\\x</annotation></math>", "x"),
]
BLOCKS = [
    ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."),
    ("<div>Home</div><div>World</div>", "Home\nWorld"),
    ("<div>loose<div>inner</div>end</div>", "loose\ninner\nend"),
    ("<h1>Head</h1>text", "Head\n\ntext"),
    ("<ul><li>One<li>Two</ul>", "One\nTwo"),
    ("a<ul><li>One<ul><li>Deep</ul></ul>b", "a\n\nOne\n\nDeep\n\nb"),
    ("<table><tr><td>Grad<td>12<tr><td>Shell<td>9</table>", "Grad\t12\nShell\t9"),
    ("<table><tr><td><p>One<p>Two<td>Three</table>", "One\n\nTwo\n\nThree"),
    ("<dl><dt>Who<dd>The navy</dl>", "Who\nThe navy"),
    ("<section><header>A</header><main>B</main></section>", "A\nB"),
    ("a<hr>b", "a\n\nb"),
    ("<div></div><p></p>a<p> </p><p>&nbsp;</p>b", "a\n\nb"),
    ("<p>a</p>\u200b<p>\u200b</p>", "a"),
    ("<a href=/x><h3>Head</h3><p>Teaser</p></a>", "Head\n\nTeaser"),
    ("<b>unclosed <p>formatting <p>goes on", "unclosed\n\nformatting\n\ngoes on"),
    ("<p>cut off in the mid", "cut off in the mid"),
    ("<details><summary>More</summary>Text</details>", "More\nText"),
]
BREAKS = [
    ("One<br>two", "One\ntwo"),
    ("One <br> two", "One\ntwo"),
    ("One<br><br>two", "One\n\ntwo"),
    ("One<br> &nbsp; <br><br>two", "One\n\ntwo"),
    ("<div>One<br></div><div>two</div>", "One\ntwo"),
    ("<div>One</div><br><div>two</div>", "One\n\ntwo"),
    ("<br><br>One<br>", "One"),
    ("<pre>MOSCOW:\n  It rains.\n\nIt snows.</pre>", "MOSCOW:\n  It rains.\n\nIt snows."),
    ("a<pre>\n\n x <b> y</b>  z\n\n</pre>b", "a\n\n x  y  z\n\nb"),
    ("<pre>one\n \n\n\ttwo</pre>", "one\n\n\ttwo"),
]
UNSEEN = [
    ("a<script>x</script><style>y</style><template>z</template><noscript>n</noscript>b", "ab"),
    ("<head><title>T</title></head>b", "b"),
    ("a<span hidden> secret</span> b", "a b"),
    ("a<p hidden>secret</p>b", "ab"),
    ("a<span style='color: red; DISPLAY : none'> secret</span>b", "ab"),
    ("a<span style='visibility:hidden'>secret</span>b", "ab"),
    ("a<span class='x sr-only'>secret</span>b", "ab"),
    ("a<div style='display:none'><p>secret</p></div><span>b</span>", "ab"),
    ("<body style='display:none' hidden><p>seen</p>", "seen"),
    ("a<span aria-hidden=true>seen</span>", "aseen"),
    ("a<select><option>no</select><textarea>no</textarea><input type=hidden value=no>b", "ab"),
    ("a<svg><title>no</title><text>no</text></svg>b", "ab"),
    ("a<iframe>no</iframe><object>no</object><video>no</video><canvas>no</canvas>b", "ab"),
    ("a<dialog>no</dialog><dialog open>seen</dialog>", "a\nseen"),
    ("a<div popover>no</div>b", "ab"),
    ("<span style='display:block'>a</span>b", "a\nb"),
    ("<div style='display:inline'>a</div>b", "ab"),
]


@pytest.mark.parametrize(("html", "text"), INLINE + BLOCKS + BREAKS + UNSEEN)
def test_html_gives_canonical_text(html: str, text: str) -> None:
    assert page(html).document.text == text


def test_the_examples_of_the_definition_hold() -> None:
    lines = (Path(__file__).parents[2] / "docs" / "canonical-text.md").read_text(encoding="utf-8").splitlines()
    start = lines.index("| markup | text |") + 2
    rows = [re.fullmatch(r"\| `(.*)` \| `(.*)` \|", line) for line in lines[start : start + 8]]
    for row in rows:
        assert row is not None
        html, text = (cell.replace("\\n", "\n").replace("\\t", "\t") for cell in row.groups())
        assert page(html).document.text == text


@pytest.mark.parametrize("html", ["", " ", "<p> </p>", "<p hidden>x</p>", "<script>x</script>", "<div id=app></div>", "<frameset><frame></frameset>"])
def test_a_page_without_text_is_an_error(html: str) -> None:
    with pytest.raises(PageError, match=r"no text|empty"):
        page(html)


def test_blocks_know_their_elements_links_and_emphasis() -> None:
    read = page(
        "<div id=main class='story big'><p role=doc-abstract>By <a href=/jo>Jo Dahl</a> and <a href='/al'>Al</a></p>"
        "<p><strong class=head>Bold <i>all</i></strong></p><a href=/t><h3>Next</h3></a></div>"
    )
    byline, bold, following = read.layout.blocks
    assert [element.tag for element in byline.path] == ["body", "div", "p"]
    assert (byline.path[1].id, byline.path[1].classes, byline.path[2].role) == ("main", ("story", "big"), "doc-abstract")
    assert [(read.document[link.span], link.href) for link in byline.links] == [("Jo Dahl", "/jo"), ("Al", "/al")]
    assert (byline.emphasised, bold.emphasised) == (False, True)
    assert [(element.tag, element.classes) for element in bold.inline] == [("strong", ("head",))]
    assert [element.tag for element in following.path] == ["body", "div", "a", "h3"]
    assert following.links[0].span == following.span


def test_two_line_breaks_part_a_block_and_one_does_not() -> None:
    read = page("<td>One<br>two<br><br>three</td>")
    assert [read.document[block.span] for block in read.layout.blocks] == ["One\ntwo", "three"]


def test_a_path_is_cut_at_its_beginning() -> None:
    path = page("<div>" * 100 + "<p id=inner>x").layout.blocks[0].path
    assert (len(path), path[0].tag, path[-1].id) == (32, "…", "inner")


MARKUP = """<p>,</p>,<div hidden>,<div class='a b'>,</div>,<b>,</b>,<a href=/x>,</a>,<br>,<pre>,</pre>,<table>,<tr>,<td>,</table>,<li>,<ul>,</ul>
<svg>,</svg>,<!--,-->,<script>,</script>,<time datetime=2020-01-01>,</time>,<h1 itemprop=headline>,</h1>,<span itemscope itemprop=author>
<title>,<style>,<button>,&nbsp;,&amp;,&#769;,&#13;,<,>,\",',word
said.,é,e\u0301,🇳🇴,👩\u200d🚀,\u200b,\u00a0,\u0301,\u2028,\x00,\t, ,\r,각,कि"""
PIECES = st.sampled_from([*re.split("[,\n]", MARKUP), "\n", ","])


@given(st.lists(PIECES, max_size=40).map("".join))
def test_blocks_cover_the_text_in_order_and_spans_cite(html: str) -> None:
    try:
        read = page(html)
    except PageError:
        return
    document, position = read.document, 0
    for block in read.layout.blocks:
        assert document[block.span].strip()
        assert document.check(block.span) is None
        assert not document.text[position : block.span.start].strip()
        position = block.span.end
        links = [link.span for link in block.links]
        assert links == sorted(links)
        assert all(document.check(link) is None for link in links)
        assert not any(one.overlaps(other) for one, other in pairwise(links))
    assert not document.text[position:].strip()
    assert all(fact.span is None or document.check(fact.span) is None for fact in read.layout.facts)
    assert page(html) == read
