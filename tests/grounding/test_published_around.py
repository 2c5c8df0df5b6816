"""Dates around the article, of the crawl, the site and other stories: none is the day of the article."""

import pytest

import onrecord
from onrecord.record import Verdict
from tests.grounding.dated_page import BODY, HEADLINE, page, verdicts


def test_the_masthead_is_the_crawl_and_never_the_answer() -> None:
    published = page("Tuesday, March 12, 2024", "Home | Ports", HEADLINE, BODY)
    assert (published.date, published.confidence, published.candidates) == (None, 0.0, ())
    assert verdicts(published) == {"masthead 2024-03-12": "crawl"}


def test_teasers_and_copyright_lines_date_the_site_not_the_article() -> None:
    teaser = "Harbour pilot retires - 2 March 2023"
    published = page(
        HEADLINE,
        "Posted on 7 November 2022",
        BODY,
        teaser,
        "© Skärgård Mail 2019-2023",
        teasers=(teaser,),
    )
    assert published.date == "2022-11-07"
    assert verdicts(published)["related 2023-03-02"] == "other-article"
    assert verdicts(published)["copyright 2023"] == "crawl"


@pytest.mark.parametrize("label", ["Retrieved", "Page generated", "Last build:", "Printed on", "Today is"])
def test_the_day_of_the_fetch_never_stands_in_for_the_date(label: str) -> None:
    published = page(HEADLINE, f"{label} 7 November 2022", BODY, retrieved="2022-11-07T05:06:07Z")
    assert published.date is None
    assert {one.verdict for one in published.evidence} == {Verdict.CRAWL}


def test_many_dates_above_the_headline_of_flattened_text_are_of_other_stories() -> None:
    teasers = [line for n in (3, 5, 8) for line in (f"Pilot number {n} retires", f"{n} January 2022")]
    published = page(*teasers, HEADLINE, "7 November 2022", BODY)
    assert published.date == "2022-11-07"
    assert {verdicts(published)[f"related 2022-01-0{n}"] for n in (3, 5, 8)} == {"other-article"}
    assert page(*teasers, HEADLINE, BODY).date is None


def test_the_nearest_date_above_the_headline_is_the_articles() -> None:
    assert page("Home", "Ports", "Cover of 25 December 2021", "Politics / 7 November 2022", HEADLINE, BODY).date == "2022-11-07"


@pytest.mark.parametrize(
    "line",
    [
        "Harbour Mail (@harbourmail) 3 May 2019",
        "# Harbour Mail (@harbourmail) on May 3, 2019 at 3:00pm",
        "A pilot of the harbour looks at the hull of the largest ferry in the yard at Arkel on 3 May 2019.",
    ],
)
def test_a_post_or_a_caption_dates_no_article(line: str) -> None:
    published = page(HEADLINE, line, BODY)
    assert (published.date, published.confidence) == (None, 0.0)
    assert [one.why for one in published.evidence if "speak against" in one.why] == []
    assert page(HEADLINE, "7 November 2022", line, BODY).date == "2022-11-07"


def test_what_a_browser_wrote_into_a_saved_page_is_of_the_crawl_only() -> None:
    saved = "<!--\n Page saved with SingleFile \n url: https://skargard.example/ferry \n saved date: Tue Mar 03 2026 08:10:00 GMT+0100 (CET)\n-->"
    published = onrecord.read_html(f"<html>{saved}<body><h1>{HEADLINE}</h1><p>{BODY[2:]}</p></body></html>").published
    assert published is not None
    assert (published.date, published.candidates) == (None, ())
    assert [one.verdict for one in published.evidence] == [Verdict.CRAWL]
