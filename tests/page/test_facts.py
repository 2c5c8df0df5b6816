"""Facts of the markup: values with the place where they stand, never from the text of the page alone."""

import pytest

from onrecord.layout import Fact
from onrecord.page import Capture, Page, read_page

LD = 'script[type="application/ld+json"]'


def page(html: str, location: str = "page.html") -> Page:
    return read_page(f"{html}<p>The text.</p>".encode(), Capture(location, content_type="text/html; charset=utf-8"))


def facts(html: str) -> list[tuple[str, str, str, str]]:
    return [(fact.at, fact.name, fact.value, fact.kind) for fact in page(html).layout.facts]


def linked(json: str) -> list[tuple[str, str, str, str]]:
    return facts(f'<script type="application/ld+json">{json}</script>')


def test_head_gives_meta_title_and_links() -> None:
    assert facts(
        '<title> Port  shut </title><meta property="article:published_time" content="2024-02-29T10:00Z"><meta name=Author content="J. &amp; K.">'
        '<meta http-equiv=last-modified content=Mon><meta charset=utf-8><meta name=empty content=""><link rel="Canonical" href="/a">'
    ) == [
        ("title", "title", "Port shut", ""),
        ('meta[property="article:published_time"]', "article:published_time", "2024-02-29T10:00Z", ""),
        ('meta[name="Author"]', "author", "J. & K.", ""),
        ('meta[http-equiv="last-modified"]', "last-modified", "Mon", ""),
        ('link[rel="canonical"]', "canonical", "/a", ""),
    ]


LINKED = [
    (
        '{"@type":"NewsArticle","headline":"Port shut","datePublished":"2024-02-29","keywords":"x"}',
        [
            (f"{LD} NewsArticle.headline", "headline", "Port shut", "NewsArticle"),
            (f"{LD} NewsArticle.datePublished", "datepublished", "2024-02-29", "NewsArticle"),
        ],
    ),
    (
        '{"@graph":[{"@type":["Article","X"],"author":{"@id":"#jo"}},{"@id":"#jo","@type":"Person","name":"Jo Dahl"}]}',
        [
            (f"{LD} Article.author.name", "author", "Jo Dahl", "Article"),
            (f"{LD} Article.author.@type", "author.type", "Person", "Article"),
            (f"{LD} Article.author Person.name", "name", "", "Person"),
        ],
    ),
    (
        '[{"@type":"https://schema.org/NewsArticle","author":["Jo","Al"],"publisher":{"name":"Post"}}]',
        [
            (f"{LD} NewsArticle.author", "author", "Jo", "NewsArticle"),
            (f"{LD} NewsArticle.author", "author", "Al", "NewsArticle"),
            (f"{LD} NewsArticle.publisher.name", "publisher", "Post", "NewsArticle"),
        ],
    ),
    ('<!--\n{"@type":"A","dateModified":"2024"}\n//-->', [(f"{LD} A.dateModified", "datemodified", "2024", "A")]),
    ('//<![CDATA[\n{"@type":"A","dateModified":"2024"}\n//]]>', [(f"{LD} A.dateModified", "datemodified", "2024", "A")]),
    (
        '{"@type":"A","headline":"two\nlines","copyrightYear":2024}',
        [(f"{LD} A.headline", "headline", "two\nlines", "A"), (f"{LD} A.copyrightYear", "copyrightyear", "2024", "A")],
    ),
    (
        '{"@type":"A","headline":"cut","datePublished":"2024-02-29","x":[1,',
        [(f"{LD} headline", "headline", "cut", ""), (f"{LD} datePublished", "datepublished", "2024-02-29", "")],
    ),
    ('{"@type":"A","headline":"half \\ud83d"}', [(f"{LD} A.headline", "headline", "half \ufffd", "A")]),
    ('{"@type":7,"headline":{"a":1},"author":[null,3,{"name":[]}],"publisher":true,"datePublished":[[]]}', [(f"{LD} 7.author", "author", "3", "7")]),
    ("[" * 100_000, []),
    ('{"a":' * 100_000, []),
    ("null", []),
    ("", []),
]


@pytest.mark.parametrize(("json", "expected"), LINKED)
def test_linked_data(json: str, expected: list[tuple[str, str, str, str]]) -> None:
    found = linked(json)
    named = [fact for fact in expected if fact[2]]
    assert found[: len(named)] == named


def test_a_story_within_another_object_says_where_it_stands() -> None:
    assert linked('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other"}]}') == [
        (f"{LD} ItemList.itemListElement NewsArticle.headline", "headline", "Other", "NewsArticle")
    ]


def cited(html: str) -> list[tuple[str, str, str, str | None]]:
    read = page(html)
    quote = read.document.__getitem__
    return [(fact.at, fact.name, fact.value, quote(fact.span) if fact.span else None) for fact in read.layout.facts]


ELEMENTS = [
    ("<time datetime=2024-02-29> 29 <b>Feb</b> </time>", [("time[datetime]", "time", "2024-02-29", "29 Feb")]),
    ("<time class='entry updated' datetime=2024></time>", [("time.entry.updated[datetime]", "time", "2024", None)]),
    ("<time pubdate datetime=2024>now</time>", [("time[datetime]", "pubdate", "2024", "now")]),
    ("<time>yesterday</time>", []),
    ("<abbr class=published title=2024-02-29>Thu</abbr>", [("abbr.published[title]", "published", "2024-02-29", "Thu")]),
    ("<meta itemprop=datePublished content=2024>", [('meta[itemprop="datePublished"]', "datepublished", "2024", None)]),
    ("<time itemprop=datePublished datetime=2024>Thu</time>", [('time[itemprop="datePublished"]', "datepublished", "2024", "Thu")]),
    ("<h1 itemprop=headline> Port shut</h1>", [('h1[itemprop="headline"]', "headline", "Port shut", "Port shut")]),
    ("<div itemprop=articleBody>" + "long " * 100 + "</div>", []),
    (
        "<i itemprop=author itemscope itemtype=http://schema.org/Person><a itemprop=url href=/jo></a><b itemprop=name>Jo</b></i>",
        [
            ('i[itemprop="author"]', "author.type", "Person", "Jo"),
            ('a[itemprop="url"]', "author.url", "/jo", None),
            ('b[itemprop="name"]', "author", "Jo", "Jo"),
        ],
    ),
    ("<a rel='nofollow author' href=/jo>Jo</a>", [('a[rel="author"]', "author", "Jo", "Jo")]),
    ("<p data-publish-date=2024-02-29 data-update-url=/x>a</p>", [("p[data-publish-date]", "data-publish-date", "2024-02-29", "a")]),
    (
        "<span property='schema:datePublished' content=2024>Thu</span>",
        [('span[property="schema:datePublished"]', "schema:datepublished", "2024", "Thu")],
    ),
    ("<div hidden><time datetime=2024>Thu</time></div>", [("time[datetime]", "time", "2024", None)]),
    ("<template><time datetime=2024>Thu</time></template>", []),
]


@pytest.mark.parametrize(("html", "expected"), ELEMENTS)
def test_elements_carry_facts_and_cite_their_text(html: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    assert cited(html) == expected


def test_a_page_says_its_language_and_where_it_lives() -> None:
    html = "<html lang=en-GB><link rel=canonical href=https://news.example/a><meta property=og:url content=https://news.example/b>"
    assert (page(html).layout.lang, page(html).layout.url) == ("en-GB", "https://news.example/a")
    assert page(html, "https://news.example/c").layout.url == "https://news.example/c"
    assert Fact("url", "url", "https://news.example/c") in page(html, "https://news.example/c").layout.facts
    assert page("<link rel=canonical href=/a>").layout.url is None
