"""Days written without a year, and what tells which year is meant."""

import pytest

from onrecord.record import EvidenceKind, Verdict
from tests.grounding.dated_page import BODY, HEADLINE, page, verdicts


def test_a_dateline_without_a_year_lists_its_candidates() -> None:
    published = page(
        "Tuesday, March 12, 2024", "Home | Ports", HEADLINE, "# Brennö, Jan 10: The operator of the ferry, founded in 2019, stopped all crossings."
    )
    assert published.confidence < 0.6
    assert {"2024-01-10", "2023-01-10"} <= {candidate.date for candidate in published.candidates}
    assert verdicts(published)["masthead 2024-03-12"] == "crawl"
    assert verdicts(published)["dateline --01-10"] == "accepted"


@pytest.mark.parametrize(
    ("dateline", "crawl", "expected"),
    [
        ("BRENNÖ, Sunday, May 8 (NSW) -", "Page generated 2022-09-27 22:40", "2022-05-08"),
        ("BRENNÖ, Monday, May 8 (NSW) -", "Page generated 2024-09-27 22:40", "2023-05-08"),
        ("BRENNÖ, May 8, 2021 (NSW) -", "Page generated 2022-09-27 22:40", "2021-05-08"),
    ],
)
def test_the_day_of_the_week_fixes_the_year(dateline: str, crawl: str, expected: str) -> None:
    published = page(HEADLINE, f"# {dateline} The operator of the ferry stopped all crossings.", crawl)
    assert published.date == expected
    assert [one.verdict for one in published.evidence if one.kind is EvidenceKind.VISIBLE] == [Verdict.CRAWL]


def test_a_weekday_in_the_news_weighs_for_the_year_it_fits() -> None:
    published = page("Monday, 1 July 2024", "Home", HEADLINE, "# Brennö, Apr 16: All crossings stopped on Tuesday, six years after a fire in 2018.")
    assert published.date == "2024-04-16"
    assert "internal 2018" in verdicts(published)


def test_the_text_is_not_older_than_what_it_tells_as_past() -> None:
    published = page(
        "Monday, 1 July 2024", "Home", HEADLINE, "# Brennö, Aug 20: The operator stopped all crossings. A hull had cracked in May 2023 already."
    )
    assert published.date == "2023-08-20"


@pytest.mark.parametrize(
    ("crawl", "expected"),
    [
        ("Page generated 2010-03-02 11:20", "2008-07-11"),
        ("Page generated 2009-10-02 11:20", "2008-07-11"),
        ("Page generated 2005-10-02", "2003-07-11"),
    ],
)
def test_a_weekday_beside_the_day_outweighs_that_the_page_would_be_fresh(crawl: str, expected: str) -> None:
    published = page(
        HEADLINE, "Friday, July 11, 15:02", "# BRENNÖ. July 11 (NSW) - All crossings stopped overnight, the operator said on Friday.", crawl
    )
    assert published.date == expected


@pytest.mark.parametrize("year", [2028, 2033])
def test_a_page_of_later_years_reads_as_one_of_today(year: int) -> None:
    dated = page(HEADLINE, f"Posted on 7 November {year}", BODY, retrieved=f"{year}-11-09T10:00:00Z")
    assert dated.date == f"{year}-11-07"
    crawled = page(f"Saturday, 11 November {year}", "Home | Ports", HEADLINE, "# Brennö, Nov 10: All crossings stopped.")
    assert crawled.date == f"{year}-11-10"
    told = page(HEADLINE, f"# Brennö, Nov 10: All crossings stopped. A hull had cracked in May {year}.")
    assert max(candidate.date for candidate in told.candidates) >= f"{year}-11-10"


def test_a_year_beyond_the_crawl_is_still_to_come() -> None:
    published = page("Tuesday, April 18, 2023", "Home | Ports", HEADLINE, "# Brennö, 23 September: The budget for 2024 sets money aside for hulls.")
    assert published.candidates[0].date == "2022-09-23"
    assert [one for one in published.evidence if one.kind is EvidenceKind.INTERNAL] == []


def test_a_weekday_that_speaks_for_the_year_reads_as_that_year() -> None:
    published = page("Page generated 2021-09-27", HEADLINE, "# BRENNÖ, Saturday, June 19 (NSW) - The ferry was stopped on Friday.")
    assert published.date == "2021-06-19"
    assert verdicts(published)["internal 2021"] == "supports"


def test_a_day_without_a_year_yields_to_the_date_beside_it() -> None:
    assert page(HEADLINE, "Open day on 31 January", "27 January 2020", BODY).date == "2020-01-27"
