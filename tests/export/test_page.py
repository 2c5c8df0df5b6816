"""The HTML file: whole, self-contained, and never more than text where the page's words stand."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

import onrecord
from onrecord.export.layout import layout_html
from onrecord.export.page import Entry, entry_of, index_html, notebook_html, page_html, web_address
from onrecord.export.view import view_of
from onrecord.record import (
    Actor,
    ArmsTransfer,
    BlockKind,
    BodyBlock,
    Credit,
    Event,
    EventLink,
    Evidence,
    EvidenceKind,
    Furniture,
    Item,
    Kind,
    Money,
    Note,
    Pieces,
    Place,
    Published,
    Quantity,
    Record,
    Related,
    Source,
    Stance,
    Statement,
    Status,
    Time,
    TimexType,
    Verdict,
)
from onrecord.text import Document, Span
from tests.export.sample import ARTICLE, RECORD, TEXT
from tests.export.test_terminal import known_actors, many

PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<math><a xlink:href=javascript:alert(1)>x</a></math>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "--><script>alert(1)</script><!--",
    "]]><script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "' onmouseover='alert(1)",
    "\" onmouseover=\"alert(1)\" x=\"",
    "` onmouseover=alert(1) `",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<template><script>alert(1)</script></template>",
    "{{ 7 * 7 }}{% raw %}{{ cycler.__init__ }}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "javascript:alert(1)",
]  # fmt: skip
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "nav", "span", "main", "h1", "h2", "p", "strong", "section", "ul", "li",
    "details", "summary", "article", "div", "mark", "i", "b", "br", "bdi", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer",
    "dl", "dt", "dd",
}  # fmt: skip


def hostile(payload: str) -> Record:
    """A record in which every string a page can choose is the payload."""
    text = "\n".join([payload] * 4)
    document = Document("sha256:" + "0" * 64, payload, text, payload, payload, payload)
    lines = [document.cite(i * (len(payload) + 1), i * (len(payload) + 1) + len(payload)) for i in range(4)]
    headline, first, second, third = (line for line in lines if line is not None)
    piece = Span(first.start, first.start + 1)
    statement = Statement(
        payload, "body", Source((piece,), False), Pieces((piece,)), Pieces((first,)), Kind.DIRECT, Stance.DENIES, payload, False, 0.5
    )
    evidence = Evidence(None, payload, payload, EvidenceKind.METADATA, payload, Verdict.CRAWL, payload)
    event = Event(payload, "AID", payload, (payload,), (first,), (payload,), ("?",), payload, payload, None, Status.DENIED, True, False, 0.5)
    item = Item(piece, payload, "other", "new", 0, Quantity(first, 1, 2, "between", "seen"))
    transfer = ArmsTransfer(
        payload, "?", payload, None, (payload,), None, None, (item,), Money(first, 1, payload, "at-least"), Status.DENIED, payload, None, None, None,
        True, False, 0.5,
    )  # fmt: skip
    return replace(
        RECORD,
        document=document,
        article=replace(
            ARTICLE,
            outlet=payload,
            url=payload,
            headline=headline,
            body=(BodyBlock(first, BlockKind.PARAGRAPH), BodyBlock(second, BlockKind.PARAGRAPH)),
            dateline=None,
            agencies=(Credit(None, payload, payload, payload),),
            authors=(Credit(third, name=payload),),
            related=(Related(third, third, None, payload, True),),
            notices=(),
            furniture=(Furniture(third, payload),),
        ),
        statements=(statement,),
        published=Published(payload, 0.5, (), (evidence,)),
        times=(Time(payload, first, TimexType.DATE, payload, payload, payload, payload, 0.5),),
        places=(Place(payload, payload, payload, None, None, None, 0.5, (first,)),),
        actors=(Actor(payload, payload, "group", payload, None, first, payload, payload, (first,)),),
        events=(event, replace(event, id="?")),
        links=(EventLink(payload, payload, "denies", "blanket", (first, second), 0.5), EventLink("?", payload, "doubts", "specific", (), 0.5)),
        arms_transfers=(transfer, replace(transfer, event=payload)),
        notes=(Note(payload, payload, payload),),
    )


@pytest.mark.parametrize("render", [page_html, notebook_html])
@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stays_text(payload: str, render: object) -> None:
    page = LexborHTMLParser(render(hostile(payload)))  # type: ignore[operator]
    assert page.body is not None
    for node in page.root.traverse() if page.root else ():
        assert node.tag in ALLOWED or node.tag.startswith("-"), node.tag
        for name, value in node.attributes.items():
            assert not name.startswith("on")
            assert name not in ("src", "srcdoc", "action", "formaction", "data", "xlink:href", "style")
            if name == "href":
                assert re.fullmatch(r"#[\w-]+", value or "")
    shown = " ".join(page.body.text().split())
    assert " ".join(payload.split()) in shown


LINKS = [
    ("https://example.org/a?b=1&c=2#d", True),
    ("HTTP://example.org/", True),
    ("javascript:alert(1)", False),
    ("\x01javascript:alert(1)", False),
    (" https://example.org", False),
    ("https://example.org/\nx", False),
    ("https:example.org", False),
    ("//example.org", False),
    ("data:text/html,x", False),
    ("vbscript:x", False),
    ("ftp://example.org", False),
    ("/relative", False),
    ("http://a\" onclick=\"x", False),
    ("", False),
    (None, False),
]  # fmt: skip


@pytest.mark.parametrize(("url", "linked"), LINKS)
def test_only_http_and_https_become_links(url: str | None, linked: bool) -> None:
    assert (web_address(url) == url) is linked or url is None
    page = LexborHTMLParser(page_html(replace(RECORD, article=replace(ARTICLE, url=url))))
    links = [a.attributes for a in page.css("footer a")]
    assert [a["href"] for a in links] == ([url] if linked else [])
    assert all(a["rel"] == "noreferrer noopener" for a in links)


def parsed() -> LexborHTMLParser:
    return LexborHTMLParser(page_html(RECORD))


def node(page: LexborHTMLParser, selector: str) -> LexborNode:
    found = page.css_first(selector)
    assert found is not None, selector
    return found


def test_the_paragraphs_are_the_page_s_own_words() -> None:
    shown = [p.text() for p in parsed().css("article .p > p[dir=auto]")]
    assert shown == [TEXT[b.range.start : b.range.end] for b in ARTICLE.body]


@given(st.text(alphabet=st.sampled_from("ab <&>\"'é“”.\u0301"), min_size=1, max_size=30), st.data())
def test_any_marked_paragraph_is_given_back_in_html(words: str, data: st.DataObject) -> None:
    document = Document("sha256:0", "test", words)
    whole = document.cite(0, len(words))
    if whole is None:
        return
    edges = data.draw(st.lists(st.integers(whole.start, whole.end), min_size=2, max_size=12))
    pieces = [Span(min(a, b), max(a, b)) for a, b in pairwise(edges) if a != b]
    statements = tuple(
        Statement(f"s{i}", "body", None, Pieces((piece,)), Pieces((pieces[-1 - i],)), Kind.DIRECT, Stance.ASSERTS, None, True, 1.0)
        for i, piece in enumerate(pieces)
    )
    article = replace(
        ARTICLE, headline=None, body=(BodyBlock(whole, BlockKind.PARAGRAPH),), dateline=None, agencies=(), related=(), notices=(), furniture=()
    )
    page = LexborHTMLParser(page_html(replace(RECORD, document=document, article=article, statements=statements, published=None, times=None)))
    assert node(page, "article .p > p").text() == document[whole]


def test_every_statement_has_a_card_and_a_place_in_the_text() -> None:
    page = parsed()
    for statement in view_of(RECORD).statements or ():
        i = statement.number + 1
        card = node(page, f"#c{i}")
        assert statement.look.word in card.text()
        assert statement.look.sign in card.text()
        assert statement.cue.where in card.text()
        assert page.css_first(f"#s{i}") is not None
        assert len(page.css(f"mark[aria-describedby=c{i}]")) == len(statement.content.spans if statement.content else ())


def test_every_link_inside_the_page_leads_somewhere_and_no_id_is_given_twice() -> None:
    page = parsed()
    ids = [n.attributes["id"] for n in page.css("[id]")]
    assert sorted(set(ids)) == sorted(ids)  # type: ignore[type-var]
    assert {a.attributes["href"] for a in page.css("a[href^='#']")} <= {f"#{i}" for i in ids}


def test_the_date_stands_with_what_was_accepted_and_what_was_not() -> None:
    page = parsed()
    assert "Published: 2026-09-10" in node(page, ".meta").text()
    assert "not 2026-11-08 (masthead: day of the crawl)" in " ".join(node(page, ".meta").text().split())
    verdicts = [row.text() for row in page.css("#why ~ table")[0].css("[data-h=Verdict]")]
    assert verdicts == ["accepted", "supports", "crawl", "rejected", "other-article"]


@pytest.mark.parametrize(
    "make",
    [
        lambda: page_html(RECORD),
        lambda: index_html([entry_of(RECORD, "a.html")]),
        lambda: layout_html(onrecord.read_text("Two tugs sold\n\nThe board sold two tugs.\n", until="article")),
    ],
    ids=["page", "index", "layout"],
)
def test_the_file_needs_nothing_from_outside_and_allows_its_own_style_alone(make: Callable[[], str]) -> None:
    html = make()
    page = LexborHTMLParser(html)
    policy = node(page, "meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    (style,) = page.css("style")
    digest = b64encode(hashlib.sha256(style.text().encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert page.css("script, link, img, iframe, object, embed, [style]") == []
    assert "url(" not in html
    assert "@import" not in html


def test_overrides_of_direction_are_shown_as_marks() -> None:
    record = onrecord.read_text("Harbour\u202e news\n\nThe board said \u2066that it sold\u2069 two tugs, a \x1b[31mred\x1b[0m one too.\n")
    html = page_html(record)
    assert not set(html) & set("\u202e\u2066\u2069\x1b")
    assert "‹U+202E›" in html or record.article is None or record.article.headline is None


def test_a_notebook_cell_touches_nothing_else() -> None:
    html = notebook_html(RECORD)
    page = LexborHTMLParser(html)
    assert all(i.startswith("r3509ac1d36aa-") for n in page.css("[id]") if (i := n.attributes["id"]))
    styles = node(page, "style").text()
    for rule in re.findall(r"(?:^|})\s*([^@{}]+){", styles):
        assert all(".onrecord" in selector for selector in rule.split(",") if selector.strip()), rule


def test_a_record_without_its_layers_says_so() -> None:
    bare = replace(RECORD, article=None, statements=None, published=None, times=None, notes=(Note("statements", "x", "English only"),))
    for html in (page_html(bare), notebook_html(bare)):
        assert "English only" in html
        assert "(no headline found)" in html


def test_an_index_tells_of_each_page_and_escapes_it() -> None:
    pages = [
        entry_of(RECORD, "a.html"),
        entry_of(replace(RECORD, published=None), "b.html"),
        entry_of(hostile("<script>alert(1)</script>"), "c.html"),
        Entry("d.html", "Newer story", "2026-09-11", (), "d.txt"),
    ]
    page = LexborHTMLParser(index_html(pages))
    rows = [" ".join(row.text().split()) for row in page.css("tbody tr")]
    assert [a.attributes["href"] for a in page.css("tbody a")] == ["c.html", "d.html", "a.html", "b.html"]
    assert "2026-09-10" in rows[2]
    assert "Harbour board sold two tugs" in rows[2]
    assert "2 ✕ denies · 1 ○ declines" in rows[2]
    assert rows[3].startswith("unknown")
    assert page.css("script") == []
    assert "<script>" in rows[0]


def test_cards_stand_beside_the_paragraphs_below_that_have_none() -> None:
    page = parsed()
    cards = [node(p, ".cards").attributes["class"] for p in page.css("article .p") if p.css_first(".cards")]
    assert cards == ["cards r1", "cards r1", "cards r2", "cards r1", "cards r1"]  # below the third stands a subhead


def test_a_card_begins_with_the_words_it_is_about() -> None:
    card = " ".join(node(parsed(), "#c7").text().split())
    assert "Both Velmoran and island officials (unnamed)" in card
    assert "have denied [" in card
    assert "that any tug left the harbour [" in card


def test_the_file_that_was_read_stands_beside_its_url() -> None:
    page = LexborHTMLParser(page_html(RECORD, read_from="saved/<tugs>.html"))
    assert "saved/<tugs>.html" in node(page, "footer").text()
    assert RECORD.document.location in node(page, "footer").text()


def test_the_head_names_who_wrote_it() -> None:
    assert "Quay Courier · by Runa Teel · agency: Coastwire · Ostrava Bay, Sep 10" in [" ".join(p.text().split()) for p in parsed().css("p.meta")]


@pytest.mark.parametrize(
    ("location", "title"),
    [("/home/me/saved/tugs.html", "tugs.html"), ("C:\\saved\\tugs.html", "tugs.html"), ("https://a.example/b/c", "https://a.example/b/c")],
)
def test_a_page_without_a_headline_is_called_by_its_name_and_not_its_folders(location: str, title: str) -> None:
    record = replace(RECORD, document=replace(RECORD.document, location=location), article=None)
    page = LexborHTMLParser(page_html(record))
    assert node(page, "title").text() == f"{title} · onrecord"
    assert location in node(page, "footer").text()


def test_who_a_source_is_stands_behind_it_and_in_a_table_of_its_own() -> None:
    page = LexborHTMLParser(page_html(known_actors()))
    assert "we [Ilse Corran]" in " ".join(node(page, "#c1").text().split())
    assert "via Coastwire [113:122] · said 2026-09-08 “Tuesday” [209:216]" in " ".join(node(page, "#c1").text().split())
    assert any("asserts officials [Velmora] (unnamed)" in " ".join(li.text().split()) for li in page.css(".who li"))
    assert [cell.text() for cell in page.css("td[data-h=Name]")] == ["Ilse Corran", "Tove Rask", "Velmora"]
    assert parsed().css("td[data-h=Says]") == []


def test_every_denial_stands_above_and_the_rest_is_folded() -> None:
    page = LexborHTMLParser(page_html(many(12, 30)))
    above = [li.text().split()[1] for li in node(page, "ul.who").css("li")]
    assert above == ["asserts"] * 2 + ["denies"] * 12
    assert node(page, "section summary").text().startswith("and 28 more; above, in the order of the text")
    assert len(page.css("section details li")) == 28
