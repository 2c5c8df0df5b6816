"""Which pages have a day of publication, and what each date on them is taken for."""

import pytest

from onrecord.grounding.published.sightings import find_sightings
from onrecord.layout import Block, Fact, Layout
from onrecord.record import Article, PageKind
from onrecord.text import Document, Span
from tests.grounding.dated_page import BODY, HEADLINE, LINKED, page, verdicts


def test_the_only_dated_label_may_be_that_of_the_last_change() -> None:
    published = page("Last updated: Sunday, July 25, 2021", HEADLINE, BODY)
    assert published.date == "2021-07-25"
    assert verdicts(published) == {"visible 2021-07-25": "accepted"}
    assert "only date" in published.evidence[0].why


def test_updated_is_not_published_where_both_stand() -> None:
    published = page(HEADLINE, "Published 7 November 2022, updated 9 November 2022", BODY)
    assert published.date == "2022-11-07"
    assert published.modified is not None
    assert published.modified.date == "2022-11-09"


def test_a_page_without_any_date_has_none() -> None:
    published = page(HEADLINE, BODY)
    assert (published.date, published.confidence, published.candidates, published.evidence) == (None, 0.0, (), ())


def test_sightings_are_few_on_a_page_that_is_all_dates() -> None:
    text = "March 1, 2023\n" * 5000
    blocks = tuple(Block(Span(n * 14, n * 14 + 13)) for n in range(5000))
    article = Article(PageKind.ARTICLE, None, None, None, None, (), (), None, (), (), (), (), ())
    assert len(find_sightings(Document("sha256:0", "x", text, language="en"), Layout("text", blocks), article)) <= 300


@pytest.mark.parametrize("kind", [PageKind.INDEX, PageKind.CONSENT, PageKind.ERROR])
def test_a_page_without_an_article_has_no_day_and_says_why(kind: PageKind) -> None:
    facts = (Fact(LINKED, "datepublished", "2022-11-07", kind="NewsArticle"),)
    published = page(HEADLINE, "Posted: 7 November 2022", BODY, facts=facts, kind=kind)
    assert (published.date, published.confidence, published.candidates, published.modified) == (None, 0.0, (), None)
    assert set(verdicts(published).values()) == {"rejected"}
    assert all("but the page is" in one.why for one in published.evidence)


@pytest.mark.parametrize("kind", [PageKind.STUB, PageKind.LIVE_BLOG, PageKind.TRANSCRIPT])
def test_a_stub_a_live_blog_and_a_transcript_have_their_day(kind: PageKind) -> None:
    assert page(HEADLINE, "Posted: 7 November 2022", BODY, kind=kind).date == "2022-11-07"


def test_a_byline_at_the_head_of_the_first_paragraph_gives_the_day() -> None:
    text = "# By Ada Lind on 7 November 2022 | 18 comments. The operator of the ferry stopped all crossings after cracks were found in a hull."
    assert page(HEADLINE, text, BODY).date == "2022-11-07"
