"""Feed files: an item that holds its text is a page, with what the feed says of it; a summary is none, and is reported with its address."""

import json
from pathlib import Path

import pytest

import onrecord
from onrecord.intake import inside
from tests.intake.make import failures, look, pages

WORDS = "The ministry denied on Friday that any shells were shipped from the port of Tarvik to the north, and said that it would answer no more. "
LONG = f"<p>VARDHOLM (Reuters) - {WORDS}</p><p>{WORDS * 5}</p>"
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>The Vardholm Post</title><link>https://news.example</link>
<item><title>Tarvik &amp; the shells</title><link>https://news.example/1</link><pubDate>Fri, 01 Mar 2024 09:30:00 +0100</pubDate>
<dc:creator>Anna Berg</dc:creator><description>A summary.</description><content:encoded><![CDATA[{LONG}]]></content:encoded></item>
<item><title>Only a summary</title><link>https://news.example/2</link><description>The ministry denied it. [&#8230;]</description></item>
<item><title>All in the description</title><link>https://news.example/3</link><description>{LONG.replace("<", "&lt;")}</description></item>
<item><title>No address of the web</title><link>javascript:alert(1)</link><description>{LONG.replace("<", "&lt;")}</description></item>
</channel></rss>"""
ATOM = f"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Vardholm Post</title>
<entry><title>Tarvik &amp; the shells</title><link href="https://news.example/1"/><published>2024-03-01T09:30:00+01:00</published>
<updated>2024-03-01T11:00:00Z</updated><author><name>Anna Berg</name></author>
<content type="html">{LONG.replace("<", "&lt;")}</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1", "title": "The Vardholm Post",
        "items": [
            {"id": "1", "url": "https://news.example/1", "title": "Tarvik & the shells", "date_published": "2024-03-01T09:30:00+01:00",
             "content_html": LONG, "authors": [{"name": "Anna Berg"}]},
            {"id": "2", "url": "https://news.example/2", "content_text": WORDS * 3 + "\n\nIt <denied> it."},
            {"id": "3", "url": "file:///etc/passwd", "summary": "The ministry denied it."},
        ],
    }
)  # fmt: skip


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_an_item_is_a_page_with_what_the_feed_says_of_it(tmp_path: Path, feed: str) -> None:
    path = tmp_path / "x.html"
    page = pages(look(path, feed.encode()))[0]
    assert (page.location, page.container, page.outlet, page.retrieved) == ("https://news.example/1", f"{path}#1", "The Vardholm Post", None)
    read = onrecord.read(page.data, location=page.location, content_type=page.content_type, until="article")
    assert read.article is not None
    assert read.article.headline is not None
    assert read.article.outlet == "The Vardholm Post"
    assert read.document[read.article.headline] == "Tarvik & the shells"
    assert WORDS.strip() in read.document.text
    assert b'<meta property="article:published_time" content="2024-03-01T09:30:00+01:00">' in page.data
    assert [author.name for author in read.article.authors] == ["Anna Berg"]


def test_summaries_and_descriptions(tmp_path: Path) -> None:
    items = look(tmp_path / "x", RSS.encode())
    assert [page.location for page in pages(items)] == ["https://news.example/1", "https://news.example/3", f"{tmp_path / 'x'}#4"]
    (failure,) = failures(items)
    assert (failure.stage, failure.location) == ("summary", "https://news.example/2")
    assert "--fetch" in failure.remedy


def test_plain_text_and_addresses_of_a_json_feed(tmp_path: Path) -> None:
    items = look(tmp_path / "x", JSON.encode())
    assert b"<p>It &lt;denied&gt; it.</p>" in pages(items)[1].data
    assert [(failure.stage, failure.location) for failure in failures(items)] == [("summary", f"{tmp_path / 'x'}#3")]


@pytest.mark.parametrize("half", ["\\ud83d", "\\udc80"])
def test_half_a_character_in_a_json_feed_is_replaced_wherever_it_stands(tmp_path: Path, half: str) -> None:
    feed = JSON
    for words in ("The Vardholm Post", "Tarvik & the", "Anna Berg", "VARDHOLM", "https://news.example/1"):
        feed = feed.replace(words, words + half)
    page = pages(look(tmp_path / "x", feed.encode()))[0]
    assert (page.location, page.outlet) == ("https://news.example/1\ufffd", "The Vardholm Post\ufffd")
    for words in ("Tarvik &amp; the\ufffd shells", "Anna Berg\ufffd", "VARDHOLM\ufffd"):
        assert words in page.data.decode()


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_done_items_are_passed_by(tmp_path: Path, feed: str) -> None:
    items = look(tmp_path / "x", feed.encode())
    assert len({item.key for item in items}) == len(items)
    assert look(tmp_path / "x", done={items[0].key}) == items[1:]
    assert look(tmp_path / "x", done={item.key for item in items}) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "koi8-r"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    feed = RSS.replace('encoding="utf-8"', f'encoding="{encoding.removesuffix("-sig")}"').replace("Tarvik &amp;", "Тарвик &amp;")
    page = pages(look(tmp_path / "x", feed.encode(encoding)))[0]
    assert "<h1>Тарвик &amp; the shells</h1>" in page.data.decode()


LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))


@pytest.mark.parametrize("declared", [LOL, '<!ENTITY l9 SYSTEM "file:///etc/hostname">', '<!ENTITY % l9 SYSTEM "https://evil.example/x.dtd"> %l9;'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_expanded(tmp_path: Path, declared: str, encoding: str) -> None:
    feed = RSS.replace("<rss", f"<!DOCTYPE rss [{declared}]>\n<rss", 1).replace("Tarvik &amp;", "&l9;").replace('"utf-8"', f'"{encoding}"')
    (failure,) = failures(look(tmp_path / "x", feed.encode(encoding)))
    assert "declares entities of its own" in failure.cause


def test_the_old_doctype_of_rss_loads_nothing(tmp_path: Path) -> None:
    feed = RSS.replace("<rss", '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">\n<rss', 1)
    assert len(pages(look(tmp_path / "x", feed.encode()))) == 3


@pytest.mark.parametrize(
    ("feed", "cause"),
    [
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>', "no page in it: a feed without items"),
        ('<?xml version="1.0"?><rss version="2.0"><channel><title>x', "a feed that cannot be read"),
        (JSON[:-9], "a JSON feed that cannot be read"),
        ('{"version": "https://jsonfeed.org/version/1", "items": 5}', "a JSON feed that cannot be read"),
        ('{"version": "https://jsonfeed.org/version/1", "items": []}', "no page in it: a feed without items"),
    ],
)
def test_a_feed_that_holds_nothing_is_named(tmp_path: Path, feed: str, cause: str) -> None:
    (failure,) = failures(look(tmp_path / "x", feed.encode()))
    assert cause in failure.cause


def test_a_cut_feed_gives_its_whole_items(tmp_path: Path) -> None:
    items = look(tmp_path / "x", RSS[: RSS.index("Only a summary")].encode())
    assert pages(items)[0].location == "https://news.example/1"


def test_markup_in_a_title_is_text(tmp_path: Path) -> None:
    feed = json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"title": "a < b </h1><script>x</script>", "content_html": LONG}]})
    (page,) = pages(look(tmp_path / "x", feed.encode()))
    assert b"<script>" not in page.data


@pytest.mark.parametrize("time", ["Fri, 01 Mar 2024 09:30:00 +99999999999999999", "Fri, 31 Dec 2016 23:59:60 GMT", "-001-01-01T00:00:00Z"])
def test_a_time_that_no_calendar_holds_costs_the_time_alone(time: str, tmp_path: Path) -> None:
    feeds = [RSS.replace("Fri, 01 Mar 2024 09:30:00 +0100", time), ATOM.replace("2024-03-01T09:30:00+01:00", time),
             JSON.replace("2024-03-01T09:30:00+01:00", time)]  # fmt: skip
    for feed in feeds:
        page = pages(look(tmp_path / "x", feed.encode()))[0]
        assert page.location == "https://news.example/1"
        assert b"Tarvik &amp; the shells" in page.data


def test_what_the_reader_of_a_form_did_not_foresee_is_a_row_and_the_rest_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(source: object, done: object) -> list[object]:
        raise UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")

    monkeypatch.setattr(inside, "find_in_json_feed", fail)
    (tmp_path / "a.json").write_text(JSON, encoding="utf-8")
    (tmp_path / "b.xml").write_text(RSS, encoding="utf-8")
    items = look(tmp_path)
    assert next((row.stage, row.location) for row in failures(items)) == ("feed", str(tmp_path / "a.json"))
    assert len(pages(items)) == 3
