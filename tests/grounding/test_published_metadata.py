"""Machine dates and addresses: when they are the article's, and when they lose to what readers are shown."""

import pytest

import onrecord
from onrecord.layout import Fact
from onrecord.record import EvidenceKind, Verdict
from tests.grounding.dated_page import BODY, HEADLINE, LINKED, page, verdicts


def test_the_date_of_the_articles_own_linked_data_is_taken() -> None:
    facts = (
        Fact(LINKED, "datepublished", "2022-11-21T23:35:00+09:00", kind="NewsArticle"),
        Fact('meta[property="article:modified_time"]', "article:modified_time", "2022-11-24T03:20:15+09:00"),
    )
    published = page(HEADLINE, BODY, facts=facts)
    assert published.date == "2022-11-21"
    assert published.confidence >= 0.9
    assert published.modified is not None
    assert published.modified.date == "2022-11-24"
    assert verdicts(published) == {"metadata 2022-11-21": "accepted", "metadata 2022-11-24": "modified"}


def test_a_date_of_the_site_or_a_video_is_not_the_articles() -> None:
    facts = (
        Fact('script[type="application/ld+json"] VideoObject.datePublished', "datepublished", "2019-05-01", kind="VideoObject"),
        Fact('script[type="application/ld+json"] WebPage.datePublished', "datepublished", "2018-05-01", kind="WebPage"),
    )
    published = page(HEADLINE, "Posted: Monday, November 7, 2022", BODY, facts=facts)
    assert published.date == "2022-11-07"
    assert verdicts(published)["metadata 2019-05-01"] == "other-article"
    assert verdicts(published)["metadata 2018-05-01"] == "rejected"


def test_a_date_that_cannot_be_is_rejected_by_name() -> None:
    facts = (Fact(LINKED, "datepublished", "2099-01-01", kind="NewsArticle"),)
    published = page(HEADLINE, "7 November 2022", BODY, facts=facts)
    assert published.date == "2022-11-07"
    (evil,) = [one for one in published.evidence if one.reading == "2099-01-01"]
    assert evil.verdict is Verdict.REJECTED
    assert "no page can be" in evil.why


def test_a_machine_date_after_the_fetch_is_rejected() -> None:
    facts = (Fact(LINKED, "datepublished", "2024-03-01", kind="NewsArticle"),)
    published = page(HEADLINE, "7 November 2022", BODY, facts=facts, retrieved="2023-01-02T10:00:00Z")
    assert published.date == "2022-11-07"
    assert verdicts(published)["metadata 2024-03-01"] == "rejected"
    assert verdicts(published)["capture 2023-01-02"] == "crawl"


def test_a_rebuilt_page_loses_to_what_its_text_says() -> None:
    facts = (Fact('meta[property="article:published_time"]', "article:published_time", "2021-09-30T11:20:00Z"),)
    published = page(
        HEADLINE,
        "From the vault: this article is more than 4 months old. Originally published on Tuesday, May 4.",
        "# The operator of the Brennö ferry stopped all crossings on Monday.",
        facts=facts,
    )
    assert published.date == "2021-05-04"
    assert verdicts(published)["visible --05-04"] == "accepted"
    assert verdicts(published)["metadata 2021-09-30"] != "accepted"


def test_address_and_byline_outvote_a_nightly_rebuild() -> None:
    facts = (Fact('meta[name="date"]', "date", "2023-08-02"), Fact('meta[property="og:updated_time"]', "og:updated_time", "2023-08-02T01:00:09Z"))
    published = page(HEADLINE, "Maja Lind, Mon., April 17 - 5 min", BODY, facts=facts, url="https://skargard.example/2023/04/17/ferry/")
    assert published.date == "2023-04-17"
    assert verdicts(published)["url 2023-04-17"] == "accepted"
    assert verdicts(published)["metadata 2023-08-02"] in ("crawl", "rejected", "modified")


@pytest.mark.parametrize(
    "name", ["saved_2019_05_07.html", "Operator halts crossings (2019-05-07 12_30).html", "//archive/2019/05/07/page.html", "C:\\2019\\05\\07.html"]
)
def test_the_name_of_a_file_is_no_evidence(name: str) -> None:
    assert page(HEADLINE, BODY, url=name).evidence == ()
    published = onrecord.read_html(f"<html><body><h1>{HEADLINE}</h1><p>{BODY[2:]}</p></body></html>", location=name).published
    assert published is not None
    assert (published.date, published.candidates) == (None, ())


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://skargard.example/2019/05/07/ferry.html", "2019-05-07"),
        ("https://archive.example/web/20230102/https://skargard.example/2019/05/07/ferry.html", "2019-05-07"),
        ("https://archive.example/web/20230102/https://skargard.example/ferry.html", None),
        ("file:///archive/2019/05/07/ferry.html", None),
    ],
)
def test_the_address_of_the_page_is_evidence(address: str, expected: str | None) -> None:
    assert page(HEADLINE, BODY, url=address).date == expected
    canonical = page(HEADLINE, BODY, facts=(Fact("link[rel=canonical]", "canonical", address),))
    assert canonical.date == expected
    assert [one.at for one in canonical.evidence] == ["link[rel=canonical]"] * (expected is not None)


def test_a_day_that_stays_possible_is_not_rejected() -> None:
    facts = (
        Fact('meta[name="DC.date"]', "dc.date", "2021-02-19T18:37:32+01:00"),
        Fact('meta[name="DCTERMS.date"]', "dcterms.date", "2021-02-19"),
        Fact('meta[property="article:modified_time"]', "article:modified_time", "2021-02-19T18:37:32+01:00"),
    )
    published = page(HEADLINE, BODY, facts=facts, url="https://skargard.example/2021/02/18/ferry.html")
    assert published.date == "2021-02"
    assert {"2021-02-18", "2021-02-19"} == {candidate.date for candidate in published.candidates}
    told = {one.reading: one.verdict for one in published.evidence if one.verdict not in (Verdict.REJECTED, Verdict.MODIFIED)}
    assert {candidate.date for candidate in published.candidates} <= set(told)


@pytest.mark.parametrize(("changed", "expected"), [("2021-09-30T11:20:00Z", None), ("2021-10-02T08:00:00Z", "2021-10-02")])
def test_the_moment_of_a_rebuild_is_no_change(changed: str, expected: str | None) -> None:
    facts = (
        Fact('meta[property="article:published_time"]', "article:published_time", "2021-09-30T11:20:00Z"),
        Fact('meta[property="article:modified_time"]', "article:modified_time", changed),
    )
    published = page(HEADLINE, "Originally published on Tuesday, May 4, 2017", BODY, facts=facts)
    assert published.date == "2017-05-04"
    assert (published.modified and published.modified.date) == expected


@pytest.mark.parametrize(
    ("machine", "beside", "expected"),
    [
        ("2022-11-08T02:30:00Z", "Posted: 7 November 2022, 21:30", "2022-11-07"),
        ("2022-11-06T22:30:00+00:00", "7 November 2022 07:30", "2022-11-07"),
        ("Mon, 07 Nov 2022 23:40:00 GMT", "8 November 2022", "2022-11-08"),
        ("2022-11-08T02:30:00Z", "8 November 2022", "2022-11-08"),
        ("2022-11-08T02:30:00Z", "", "2022-11-08"),
        ("2022-11-08T00:30:00+09:00", "", "2022-11-08"),
    ],
)
def test_a_time_in_utc_takes_the_local_day_beside_it(machine: str, beside: str, expected: str) -> None:
    published = page(HEADLINE, beside or "Harbour Mail", BODY, facts=(Fact(LINKED, "datepublished", machine, kind="NewsArticle"),))
    assert published.date == expected
    assert verdicts(published)[f"metadata {expected}"] == "accepted"


def test_a_time_in_utc_takes_no_day_that_no_zone_had() -> None:
    facts = (Fact(LINKED, "datepublished", "2022-11-08T15:30:00Z", kind="NewsArticle"),)
    assert verdicts(page(HEADLINE, "7 November 2022", BODY, facts=facts))["metadata 2022-11-08"] == "accepted"


@pytest.mark.parametrize(
    ("machine", "verdict"), [("2023-06-01T03:00:00+01:00", "rejected"), ("2001-01-01T00:00:00+01:00", "rejected"), ("2022-11-07", "accepted")]
)
def test_metadata_that_lie_lose_to_what_readers_are_shown(machine: str, verdict: str) -> None:
    facts = (Fact('meta[property="article:published_time"]', "article:published_time", machine),)
    published = page(HEADLINE, "Published: 7 November 2022", BODY, facts=facts)
    assert published.date == "2022-11-07"
    (told,) = [one for one in published.evidence if one.kind is EvidenceKind.METADATA]
    assert told.verdict == verdict
    assert told.why
