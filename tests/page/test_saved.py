"""What the program that saved a page wrote into it: where from, and when."""

import pytest

import onrecord

BODY = "<h1>Port closed after fire</h1><p>A fire closed the port of Tarvik on Tuesday, the harbour master said in a statement.</p>"


@pytest.mark.parametrize(
    ("comment", "url", "retrieved"),
    [
        ("<!-- saved from url=(0031)https://example.org/tarvik-port -->", "https://example.org/tarvik-port", None),
        (
            "<!--\n Page saved with SingleFile \n url: https://example.org/tarvik-port \n saved date: Tue Mar 03 2026 08:10:00 GMT+0100 (CET)\n-->",
            "https://example.org/tarvik-port",
            "2026-03-03T08:10:00+01:00",
        ),
        (
            "<!--\n Page saved with SingleFile \n url: https://example.org/a \n saved date: Tue Mar 93 2026 08:10:00 GMT+0100\n-->",
            "https://example.org/a",
            None,
        ),
        ("<!-- saved from url=(0017)javascript:alert(1) -->", None, None),
        ("<!-- a comment -->", None, None),
    ],
)
def test_comments_of_savers_tell_where_from_and_when(comment: str, url: str | None, retrieved: str | None) -> None:
    record = onrecord.read_html(f"<!DOCTYPE html>\n<html lang=en>{comment}<body>{BODY}</body></html>")
    assert record.article is not None
    assert (record.article.url, record.document.retrieved) == (url, retrieved)
    assert ("retrieved-told" in {n.code for n in record.notes}) == (retrieved is not None)


def test_what_the_caller_and_the_page_say_goes_before_what_the_saver_says() -> None:
    page = f'<!-- saved from url=(0021)https://example.org/b --><head><link rel="canonical" href="https://example.org/a"></head>{BODY}'
    assert onrecord.read_html(page).article.url == "https://example.org/a"  # type: ignore[union-attr]
    saved = "<!--\n Page saved with SingleFile \n url: https://example.org/a \n saved date: Tue Mar 03 2026 08:10:00 GMT+0100\n-->"
    assert onrecord.read_html(saved + BODY, retrieved="2026-03-02T00:00:00Z").document.retrieved == "2026-03-02T00:00:00Z"


COPY = "https://web.archive.org/web/20210903123456/https://example.org/2021/09/02/tarvik-port"
OWN = "https://example.org/2021/09/02/tarvik-port"
AT = "2021-09-03T12:34:56+00:00"
TOOLBAR = (
    "<!-- BEGIN WAYBACK TOOLBAR INSERT --><div id='wm-ipp-base'><div id='wm-ipp-inside'><a href='/web/2021*/x'>53 captures</a>"
    "<div>03 Sep 2021 - 12 Feb 2026</div><span>About this capture</span><p>The crawl was made for a collection of pages that people care about.</p>"
    "</div></div><!-- END WAYBACK TOOLBAR INSERT -->"
)


@pytest.mark.parametrize(
    ("head", "foot", "url"),
    [
        (f'<link rel="canonical" href="{COPY}">', "", OWN),
        (f'<meta property="og:url" content="{COPY.replace("20210903123456", "20210903123456mp_")}">', "", OWN),
        (f'<link rel="canonical" href="https://archive.today/20210903123456/{OWN}">', "", OWN),
        (f'<link rel="canonical" href="https://copies.example/all/wayback/20210903123456/{OWN}">', "", OWN),
        (f'<script>__wm.wombat("{OWN}","20210903123456","https://web.archive.org/","web");</script>', "", OWN),
        ("", "<!--\n     FILE ARCHIVED ON 12:34:56 Sep 03, 2021 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE ON 08:10:00 Mar 04, 2026.\n-->", None),
    ],
)
def test_archives_tell_the_address_and_the_time_of_their_copy(head: str, foot: str, url: str | None) -> None:
    record = onrecord.read_html(f"<!doctype html><html lang=en><head>{head}</head><body>{TOOLBAR}{BODY}</body></html>{foot}")
    assert record.article is not None
    assert (record.article.url, record.document.retrieved) == (url, AT)
    assert [record.document[block.range] for block in record.article.body] == [BODY[BODY.index("<p>") + 3 : -4]]
    assert {part.kind for part in record.article.furniture} == {"navigation"}


def test_where_a_copy_was_got_from_tells_too() -> None:
    text = f"Port closed after fire\n\n{BODY[BODY.index('<p>') + 3 : -4]}\n"
    for record in (onrecord.read_html(BODY, location=COPY), onrecord.read_text(text, location=COPY), onrecord.read_text(f"{COPY}\n\n{text}")):
        assert record.article is not None
        assert (record.article.url, record.document.retrieved) == (OWN, AT)
        assert record.published is not None
        assert record.published.date == "2021-09-02"


@pytest.mark.parametrize(
    "address", [OWN, "https://example.org/20219903123456/https://example.org/a", "https://example.org/web/2021/https://example.org/a"]
)
def test_no_other_address_is_a_copy(address: str) -> None:
    record = onrecord.read_html(f'<head><link rel="canonical" href="{address}"></head>{BODY}')
    assert record.article is not None
    assert (record.article.url, record.document.retrieved) == (address, None)


SPOKEN = "A fire closed the port of Tarvik on Tuesday, the harbour master said in a statement, and two crews fought it until dawn."
SECOND = "No one was hurt, he said, and the port would open again on Thursday when the pier had been looked at by the yard of Sund."


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            "<html amp><body><amp-consent layout=nodisplay><p>We would like to count our readers, and to tell others how many came.</p></amp-consent>"
            "<amp-sidebar layout=nodisplay><ul><li><a href=/n>News of the town</a></ul></amp-sidebar>"
            "<article><h1>Fire in a shed closes port</h1>"
            f"<p>{SPOKEN}</p><amp-ad type=x><div placeholder>An offer that no captain should let go by this spring.</div></amp-ad><p>{SECOND}</p>"
            "<amp-social-share>Tell others</amp-social-share></article></body></html>",
            id="amp",
        ),
        pytest.param(
            "<html><body><div class='toolbar reader-toolbar'><button>Close Reader View</button></div><div class='header reader-header'>"
            "<a class='domain reader-domain' href='https://example.org/a'>example.org</a><h1 class='reader-title'>Fire in a shed closes port</h1>"
            "<div class='reader-estimated-time'>1 minute</div></div><div class='content'><div id='readability-page-1' class='page'>"
            f"<p>{SPOKEN}</p><p>{SECOND}</p></div></div></body></html>",
            id="reader",
        ),
        pytest.param(
            "<html><body><p>Printed from https://example.org/a</p><h2>Fire in a shed closes port</h2><p>3 March 2026</p>"
            f"<p>{SPOKEN}</p><p>{SECOND}</p><hr><p>Print this page | Close window</p></body></html>",
            id="print",
        ),
    ],
)
def test_amp_reader_and_print_pages_are_the_article_alone(page: str) -> None:
    record = onrecord.read_html(page, until="article")
    assert record.article is not None
    assert [record.document[block.range] for block in record.article.body] == [SPOKEN, SECOND]
    assert record.article.headline is not None
    assert record.document[record.article.headline] == "Fire in a shed closes port"
