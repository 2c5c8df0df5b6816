"""Snippets of pages, HTML and flattened, with the parts that each should give."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.record import Article, BlockKind, PageKind, Record
from onrecord.text import Span
from tests.counting import calls

PARAGRAPHS = (
    "Dockers in Turku went back to work on Monday after two weeks, the harbour union said, and the first ship sailed before noon.",
    "“We did not get all we asked for,” union chair Pekka Lund told reporters at the gate, “but the night shifts are gone.”",
    "The employers put the cost of the strike at nine million euros, a figure that the union called much too high.",
    "Talks on wages will go on in the autumn, both sides said, with a mediator whom the labour ministry is to name next week.",
)
FLAT = """Monday, May 3, 2021
THE TURKU COURIER
Home | News | Sport | Jobs
banner_top

Dockers end two-week harbour strike

By Aino Salmi
HBW
Share on Facebook  Share on X  Email

{}
{}

- Advertisement -
READ MORE: How the harbour grew
{}
{} (Harbour Wire)

12 shares    Tweet    Share
Sign up for our harbour letter.
Related coverage
Museum ship to move upriver
PORVOO, May 2 - The old museum ship will leave its berth this week after...
Ferry line orders two ships

Most read
Ten walks along the river
Copyright 2021 Turku Courier
""".format(*PARAGRAPHS)
HTML = """<!doctype html><html lang="en"><head><title>Dockers end two-week harbour strike | Turku Courier</title>
<meta property="og:site_name" content="Turku Courier"><meta property="article:section" content="Harbour">
<link rel="canonical" href="https://courier.example/harbour/strike">
<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Dockers end two-week harbour strike",
"author":{{"@type":"Person","name":"Aino Salmi"}},"publisher":{{"@type":"Organization","name":"Turku Courier"}}}}</script></head><body>
<div class="cookie-bar"><p>We use cookies on this site.</p><button>Accept all</button></div>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<main><article><h1>Dockers end two-week harbour strike</h1>
<p class="standfirst">Night shifts are gone, says the union, but wages stay as they are</p>
<p class="byline">By Aino Salmi</p>
<figure><img src="a.jpg"><figcaption>The gate of the harbour. Photo: Mary Roe</figcaption></figure>
<div class="body"><p>TURKU, May 3 (Norrwire) - {}</p><p>{}</p>
<div class="ad-slot">Advertisement</div><h2>Cost in dispute</h2><p>{}</p>
<blockquote><p>It was not easy for anybody, and nobody should pretend that it was.</p></blockquote>
<ul><li>The strike began on 19 April.</li><li>It stopped forty ships.</li></ul>
<aside class="promo"><p>Read also: <a href="/x">How the harbour grew</a></p></aside><p>{}</p></div>
<p class="correction">Correction: An earlier version of this article misspelt a name.</p>
<ul class="share"><li><a href="#">Tweet</a></li></ul></article>
<section class="related"><h2>More from the harbour</h2><ul>
<li><a href="/a"><h3>Museum ship to move upriver</h3></a><p>PORVOO, May 2 - The old museum ship will leave its berth this week after&hellip;</p></li>
<li><a href="/b"><h3>Ferry line orders two ships</h3></a><p>The line will pay with a loan from the regional bank.</p></li></ul></section>
<section class="trending"><h2>Trending</h2><ol><li><a href="/c">Ten walks along the river</a></li></ol></section></main>
<div id="comments"><h3>2 comments</h3><p>They should have asked for more, if you ask me, and held out until the summer.</p></div>
<footer>© 2021 Turku Courier. All rights reserved.</footer></body></html>""".format(*PARAGRAPHS)


def article_of(record: Record) -> Article:
    assert record.article is not None
    return record.article


def words(record: Record, span: Span | None) -> str | None:
    return None if span is None else record.document[span]


def test_flattened_page() -> None:
    record = onrecord.read_text(FLAT, until="article")
    article = article_of(record)
    assert article.kind == PageKind.ARTICLE
    assert words(record, article.headline) == "Dockers end two-week harbour strike"
    assert [words(record, block.range) for block in article.body] == [*PARAGRAPHS[:3], PARAGRAPHS[3] + " (Harbour Wire)"]
    assert [(credit.name, words(record, credit.span)) for credit in article.authors] == [("Aino Salmi", "Aino Salmi")]
    assert [credit.name for credit in article.agencies] == ["HBW"]  # "Harbour Wire" is the same one, spelt out
    assert article.outlet == "THE TURKU COURIER"
    related = [(words(record, story.headline), words(record, story.teaser), story.truncated) for story in article.related]
    teaser = "PORVOO, May 2 - The old museum ship will leave its berth this week after..."
    assert related == [("Museum ship to move upriver", teaser, True), ("Ferry line orders two ships", None, False)]
    filed = article.related[0].dateline
    assert filed is not None
    assert (words(record, filed.span), filed.place, filed.date_text) == ("PORVOO, May 2", "Porvoo", "May 2")
    kinds = {words(record, part.range): part.kind for part in article.furniture}
    assert kinds["banner_top"] == kinds["- Advertisement -"] == "advertising"
    assert kinds["READ MORE: How the harbour grew"] == kinds["Sign up for our harbour letter."] == "promo"
    assert kinds["Monday, May 3, 2021"] == "date"
    assert kinds["Home | News | Sport | Jobs"] == "navigation"
    assert kinds["Related coverage"] == "related-heading"
    assert kinds["Copyright 2021 Turku Courier"] == "footer"


def test_html_page() -> None:
    record = onrecord.read_html(HTML, until="article")
    article = article_of(record)
    assert words(record, article.headline) == "Dockers end two-week harbour strike"
    assert [(words(record, block.range), block.kind) for block in article.body] == [
        ("Night shifts are gone, says the union, but wages stay as they are", BlockKind.STANDFIRST),
        (f"TURKU, May 3 (Norrwire) - {PARAGRAPHS[0]}", BlockKind.PARAGRAPH),
        (PARAGRAPHS[1], BlockKind.PARAGRAPH),
        ("Cost in dispute", BlockKind.SUBHEAD),
        (PARAGRAPHS[2], BlockKind.PARAGRAPH),
        ("It was not easy for anybody, and nobody should pretend that it was.", BlockKind.QUOTATION),
        ("The strike began on 19 April.", BlockKind.LIST_ITEM),
        ("It stopped forty ships.", BlockKind.LIST_ITEM),
        (PARAGRAPHS[3], BlockKind.PARAGRAPH),
    ]
    assert (article.outlet, article.section, article.url) == ("Turku Courier", "Harbour", "https://courier.example/harbour/strike")
    assert article.dateline is not None
    assert (words(record, article.dateline.span), article.dateline.place) == ("TURKU, May 3 (Norrwire)", "Turku")
    assert [credit.name for credit in article.agencies] == ["Norrwire"]
    assert [(credit.name, words(record, credit.span)) for credit in article.authors] == [("Aino Salmi", "Aino Salmi")]
    assert [(words(record, story.headline), story.url) for story in article.related] == [
        ("Museum ship to move upriver", "/a"),
        ("Ferry line orders two ships", "/b"),
    ]
    assert [(words(record, notice.span), notice.kind) for notice in article.notices] == [
        ("Correction: An earlier version of this article misspelt a name.", "correction")
    ]
    kinds = {words(record, part.range): part.kind for part in article.furniture}
    assert kinds["We use cookies on this site."] == "consent"
    assert kinds["The gate of the harbour. Photo: Mary Roe"] == "caption"
    assert kinds["By Aino Salmi"] == "byline"
    assert kinds["Read also: How the harbour grew"] == "promo"
    assert kinds["They should have asked for more, if you ask me, and held out until the summer."] == "comment"
    assert "Ten walks along the river" in kinds


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Page not found", "<h1>Page not found</h1><p>Nothing is here.</p>", PageKind.ERROR),
        ("Courier", "<div class='consent'><p>We use cookies and share data with our partners before you read on.</p></div>", PageKind.CONSENT),
        (
            "Strike ends",
            "<h1>Strike ends</h1><p>Dockers went back to work after two weeks of talks with the owners, the union said, and then…</p>",
            PageKind.STUB,
        ),
        (
            "Courier",
            "".join(
                f"<div><h3><a href='/{n}'>Ship number {n} leaves the yard</a></h3><p>The yard has sold ship number {n} to a line that…</p></div>"
                for n in range(9)
            ),
            PageKind.INDEX,
        ),
    ],
)
def test_pages_that_are_no_article(title: str, body: str, kind: PageKind) -> None:
    article = article_of(onrecord.read_html(f"<html><head><title>{title}</title></head><body>{body}</body></html>", until="article"))
    assert article.kind == kind
    if kind == PageKind.STUB:
        assert len(article.body) == 1
    if kind == PageKind.INDEX:
        assert (article.headline, article.body, len(article.related)) == (None, (), 9)


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("The ministry denied that any tug was sold", None, ["The ministry denied that any tug was sold"]),
        ("Norland denied it.\n", None, ["Norland denied it."]),
        (
            "Tug sale off, says board\n\nThe board said on Monday that no tug would be sold",
            "Tug sale off, says board",
            ["The board said on Monday that no tug would be sold"],
        ),
        ("Home", None, []),
        ("Share post:\nAdvertisement", None, []),
    ],
)
def test_a_few_pasted_lines_are_taken_as_they_are(text: str, headline: str | None, body: list[str]) -> None:
    record = onrecord.read_text(text, until="article")
    assert record.article is not None
    assert [record.document[block.range] for block in record.article.body] == body
    assert (record.document[record.article.headline] if record.article.headline else None) == headline


@pytest.mark.parametrize(
    "end", ["over the price that …", "over the price that...", "over the price that the", "over the price that the board had set."]
)
def test_a_paywall_leaves_the_paragraph_above_it(end: str) -> None:
    lead = f"TARVIK, March 4 (Norwire) - The harbour board has called off the sale of two tugs, three members said on Monday, after a quarrel {end}"
    wall = "<h2>Subscribe to continue reading</h2><p>Get unlimited access to all our articles for 1 euro a week.</p><button>Subscribe</button>"
    page = f"<header><a href='/'>Harbour Post</a></header><article><h1>Tug deal collapses</h1><p>{lead}</p><div class='wall'>{wall}</div></article>"
    record = onrecord.read_html(page, until="article")
    assert record.article is not None
    assert record.article.kind == PageKind.STUB
    assert [record.document[block.range] for block in record.article.body] == [lead]


def test_live_blog_has_parts() -> None:
    entries = "".join(
        f"<div class='entry'><time datetime='2021-05-03T1{n}:05:00Z'>1{n}:05</time><p>{text}</p></div>" for n, text in enumerate(PARAGRAPHS)
    )
    record = onrecord.read_html(
        f"<html><body><h1>Harbour strike live</h1>{entries}{entries.replace('Dockers', 'Crews')}</body></html>", until="article"
    )
    article = article_of(record)
    assert article.kind == PageKind.LIVE_BLOG
    assert article.parts[0].time == "2021-05-03T10:05:00Z"
    assert record.document[article.parts[0].range].startswith("10:05")


@pytest.mark.parametrize(
    ("headline", "paragraph"),
    [
        (
            "Портовая забастовка закончилась",
            "Докеры вернулись к работе в понедельник после двух недель забастовки, сообщил профсоюз, и первый корабль вышел в море.",
        ),
        ("港湾ストライキが終了", "港湾労働者は月曜日、二週間にわたるストライキを終えて職場に戻り、最初の船は正午前に出航したと組合が発表した。"),
        ("انتهاء إضراب الميناء", "عاد عمال الميناء إلى العمل يوم الاثنين بعد أسبوعين من الإضراب، وقالت النقابة إن أول سفينة أبحرت قبل الظهر."),
    ],
)
def test_page_in_another_language(headline: str, paragraph: str) -> None:
    body = "".join(f"<p>{paragraph.replace('、', f'{n}、', 1)}{' ' * n}</p>" for n in range(1, 4))
    record = onrecord.read_html(
        f"<html><body><nav><a href='/'>·</a></nav><article><h1>{headline}</h1>{body}</article></body></html>", until="article"
    )
    article = article_of(record)
    assert words(record, article.headline) == headline
    assert article.body
    assert words(record, article.body[0].range).startswith(paragraph[:6])  # type: ignore[union-attr]


@pytest.mark.parametrize("markup", [False, True], ids=["text", "html"])
@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("_____", BlockKind.SEPARATOR),
        ("___", BlockKind.SEPARATOR),
        ("---", BlockKind.SEPARATOR),
        ("——", BlockKind.SEPARATOR),
        ("* * *", BlockKind.SEPARATOR),
        ("Who pays", BlockKind.SUBHEAD),
    ],
)
def test_a_line_of_underscores_or_dashes_is_no_subhead(line: str, kind: BlockKind, markup: bool) -> None:
    lines = [*PARAGRAPHS[:2], line, *PARAGRAPHS[2:]]
    if markup:
        heading = f"<h3>{line}</h3>" if kind is BlockKind.SUBHEAD else f"<p>{line}</p>"
        page = "".join(heading if each == line else f"<p>{each}</p>" for each in lines)
        record = onrecord.read_html(f"<html><body><article><h1>Dockers end strike</h1>{page}</article></body></html>", until="article")
    else:
        record = onrecord.read_text("\n\n".join(["Dockers end strike", *lines]), until="article")
    assert [block.kind for block in article_of(record).body if words(record, block.range) == line] == [kind]


LINES = st.sampled_from(
    [
        *PARAGRAPHS, "", "Dockers end strike", "By Aino Salmi, HBW", "banner_top", "Related coverage", "2 comments",
        "TURKU, May 2 - The ship will leave after...", "* Ferry line orders two ships", "10:05", "© 2021 Courier", "éé\u0301", "\u0301",
        "Correction: An earlier version of this article misspelt a name.", "(AP)", "___", "港湾労働者は職場に戻った。", "\u00a0",
        "“Yes,” he said. (Reuters)", "…", "Tags: harbour",
    ]
)  # fmt: skip


def parts_of(article: Article) -> list[Span]:
    """Everything that must not overlap, in the order of the text."""
    related = [span for story in article.related for span in (story.headline, story.teaser) if span]
    own = [*(block.range for block in article.body), *(notice.span for notice in article.notices), *(part.range for part in article.furniture)]
    return sorted([*related, *own, *([article.headline] if article.headline else [])])


def check_covers(record: Record) -> None:
    """The parts of an article do not overlap, and leave no character of a block out."""
    spans = parts_of(article_of(record))
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert record.layout is not None
    covered = {i for span in spans for i in range(span.start, span.end)}
    text = record.document.text
    missing = [i for block in record.layout.blocks for i in range(block.span.start, block.span.end) if i not in covered and not text[i].isspace()]
    assert not missing, text[missing[0] : missing[0] + 40]
    assert record.check() == ()


@given(st.lists(LINES, min_size=1, max_size=30))
def test_every_character_has_its_part_in_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.strip():
        check_covers(onrecord.read_text(text, until="article"))


@given(
    st.lists(st.tuples(st.sampled_from(["p", "h1", "h2", "li", "div", "aside", "figcaption", "blockquote", "td"]), LINES), min_size=1, max_size=25)
)
def test_every_character_has_its_part_in_html(blocks: list[tuple[str, str]]) -> None:
    names = ["", "", "", " class='related byline'", "", "", " class='share'"]
    markup = "".join(f"<{tag}{names[number % 7]}>{text}</{tag}>" for number, (tag, text) in enumerate(blocks))
    if "".join(text for _, text in blocks).strip("\u00a0\u0301"):
        check_covers(onrecord.read_html(f"<html><body><main>{markup}</main></body></html>", until="article"))


@given(st.text(alphabet=st.sampled_from("\r\n\u00a0\u0301é“”.'𝔄():-–| deniscommt"), max_size=200))
def test_any_text_has_an_article(text: str) -> None:
    if text.strip(" \r\n\u00a0\u0301"):
        check_covers(onrecord.read_text(text, until="article"))


@pytest.mark.parametrize(
    "unit", ["A short line\n", PARAGRAPHS[0] + "\n", "Related coverage\nShip leaves the yard\nThe yard has sold a ship to a line that wants to...\n"]
)
def test_work_grows_with_the_page_and_no_faster(unit: str) -> None:
    def work(times: int) -> int:
        return calls(lambda: onrecord.read_text(unit * times, until="article"))

    work(50)
    assert work(4000) < 9 * work(500)  # eight times the page


def test_lines_of_one_block_are_told_apart() -> None:
    """Old pages set headline, day, text and other stories in one element, parted by `<br>`."""
    page = (
        "<html><head><title>Turku Courier</title></head><body><table><tr><td><b>Dockers end two-week harbour strike</b><br>"
        f"Monday, May 3, 2021<br>By Aino Salmi<br>{PARAGRAPHS[0]}<br>{PARAGRAPHS[1]}</td></tr></table>"
        f"<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
        "<div><b>Related stories</b><br><a href='/a'>Museum ship to move upriver</a><br><a href='/b'>Ferry line orders two ships</a></div>"
        "</body></html>"
    )
    record = onrecord.read_html(page, until="article")
    article = article_of(record)
    check_covers(record)
    assert words(record, article.headline) == "Dockers end two-week harbour strike"
    assert [words(record, block.range) for block in article.body] == ["\n".join(PARAGRAPHS[:2]), *PARAGRAPHS[2:]]
    assert [credit.name for credit in article.authors] == ["Aino Salmi"]
    assert [(words(record, story.headline), story.url) for story in article.related] == [
        ("Museum ship to move upriver", "/a"),
        ("Ferry line orders two ships", "/b"),
    ]


def test_headline_that_is_broken_where_it_looks_well_is_one() -> None:
    page = f"<title>Strike in Turku: Dockers win | Courier</title><body><div>Strike in Turku:<br>Dockers win</div><p>{PARAGRAPHS[0]}</p>"
    record = onrecord.read_html(page + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[1:]), until="article")
    assert words(record, article_of(record).headline) == "Strike in Turku:\nDockers win"
