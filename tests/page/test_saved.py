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
