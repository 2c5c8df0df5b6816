"""Pages with several dates on them, and what each date is taken for."""

import pytest

import onrecord
from onrecord.grounding import find_times, resolve_published
from onrecord.grounding.published.sightings import find_sightings
from onrecord.layout import Block, Element, Fact, Layout
from onrecord.record import Article, BlockKind, BodyBlock, EvidenceKind, Noted, PageKind, Published, Related, Verdict
from onrecord.text import Document, Span
from tests.spans import span_of

LINKED = 'script[type="application/ld+json"] NewsArticle.datePublished'
HEADLINE = "Ferry operator halts crossings to Brennö"


def page(
    *lines: str,
    facts: tuple[Fact, ...] = (),
    lang: str | None = "en-GB",
    url: str | None = None,
    retrieved: str | None = None,
    teasers: tuple[str, ...] = (),
    body_from: str = "# ",
    kind: PageKind = PageKind.ARTICLE,
) -> Published:
    """Date a page of these lines; those that begin with `# ` are its body, the headline and teasers are known by their words."""
    text, blocks, body, start = "", [], [], 0
    for line in lines:
        words = line.removeprefix(body_from)
        start = len(text)
        span = Span(start, start + len(words))
        text += words + "\n\n"
        blocks.append(Block(span, path=(Element("p"),) if facts or url else ()))
        if line.startswith(body_from):
            body.append(BodyBlock(span, BlockKind.PARAGRAPH))
    headline = span_of(text, HEADLINE) if HEADLINE in text else None
    related = tuple(Related(None, span_of(text, t), None, None, False) for t in teasers)
    article = Article(kind, None, None, None, headline, tuple(body), (), None, (), (), related, (), ())
    document = Document("sha256:0", url or "page.txt", text, language="en", retrieved=retrieved)
    layout = Layout("text", tuple(blocks), facts, lang, url)
    times = find_times(document, article)
    assert isinstance(times, tuple)
    found = resolve_published(document, layout, article, times)
    published = found.layer if isinstance(found, Noted) else found
    assert isinstance(published, Published)
    for one in published.evidence:
        assert one.why
        assert one.span is None or document.check(one.span) is None
    return published


def verdicts(published: Published) -> dict[str, str]:
    """Each reading with its kind, and its verdict."""
    return {f"{one.kind} {one.reading}": str(one.verdict) for one in published.evidence}


BODY = "# The operator of the Brennö ferry stopped all crossings after cracks were found in a hull."


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


def test_the_masthead_is_the_crawl_and_never_the_answer() -> None:
    published = page("Tuesday, March 12, 2024", "Home | Ports", HEADLINE, BODY)
    assert (published.date, published.confidence, published.candidates) == (None, 0.0, ())
    assert verdicts(published) == {"masthead 2024-03-12": "crawl"}


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


@pytest.mark.parametrize(
    ("lang", "url", "expected"),
    [
        ("en-GB", None, "2023-04-03"),
        ("en-US", None, "2023-03-04"),
        (None, "https://post.example.au/a", "2023-04-03"),
        (None, None, None),
    ],
)
def test_the_country_of_a_page_says_which_figure_is_the_day(lang: str | None, url: str | None, expected: str | None) -> None:
    published = page(HEADLINE, "Posted: 03/04/2023", BODY, lang=lang, url=url)
    assert published.date == (expected or published.date)
    if expected is None:
        assert published.date in (None, "2023")
        assert {candidate.date for candidate in published.candidates} == {"2023-03-04", "2023-04-03"}


def test_a_page_without_any_date_has_none() -> None:
    published = page(HEADLINE, BODY)
    assert (published.date, published.confidence, published.candidates, published.evidence) == (None, 0.0, (), ())


@pytest.mark.parametrize("label", ["Retrieved", "Page generated", "Last build:", "Printed on", "Today is"])
def test_the_day_of_the_fetch_never_stands_in_for_the_date(label: str) -> None:
    published = page(HEADLINE, f"{label} 7 November 2022", BODY, retrieved="2022-11-07T05:06:07Z")
    assert published.date is None
    assert {one.verdict for one in published.evidence} == {Verdict.CRAWL}


def test_sightings_are_few_on_a_page_that_is_all_dates() -> None:
    text = "March 1, 2023\n" * 5000
    blocks = tuple(Block(Span(n * 14, n * 14 + 13)) for n in range(5000))
    article = Article(PageKind.ARTICLE, None, None, None, None, (), (), None, (), (), (), (), ())
    assert len(find_sightings(Document("sha256:0", "x", text, language="en"), Layout("text", blocks), article)) <= 300


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


@pytest.mark.parametrize(
    ("written", "other", "expected"),
    [
        ("Posted on 04/10/2022", "Snapshot taken 17/01/2023", "2022-10-04"),
        ("Posted on 04/10/2022", "Snapshot taken 01/17/2023", "2022-04-10"),
        ("Posted on Tuesday, 04/10/2022", "", "2022-10-04"),
        ("Posted on Sunday, 04/10/2022", "", "2022-04-10"),
        ("Posted on 04/10/2022", "From 17/01/2023 to 01/18/2023", "2022"),
    ],
)
def test_other_figures_or_the_weekday_say_which_figure_is_the_day(written: str, other: str, expected: str) -> None:
    assert page(HEADLINE, written, BODY, other or "Harbour Mail", lang=None).date == expected


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


@pytest.mark.parametrize(
    ("head", "expected", "verdict"),
    [
        ("Posted 3 days ago", "2024-03-08", "accepted"),
        ("Published: yesterday", "2024-03-10", "accepted"),
        ("Maja Lind | Friday", "2024-03-08", "accepted"),
        ("Posted 400 days ago", None, None),
    ],
)
def test_an_age_at_the_head_counts_from_the_masthead(head: str, expected: str | None, verdict: str | None) -> None:
    published = page("Monday, 11 March 2024", "Home | Ports", HEADLINE, head, BODY)
    assert published.date == expected
    assert verdicts(published).get(f"visible {expected}") == verdict
    assert verdicts(published)["masthead 2024-03-11"] == "crawl"


def test_an_age_that_counts_from_no_known_day_tells_nothing() -> None:
    published = page(HEADLINE, "Posted 3 days ago", BODY)
    assert (published.date, published.candidates) == (None, ())
    assert [(one.reading, one.verdict) for one in published.evidence] == [(None, Verdict.OTHER_ARTICLE)]


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


def test_the_ages_of_other_stories_above_the_headline_are_theirs() -> None:
    published = page(
        "Monday, 11 March 2024", "Storm hits coast, harbour shut - posted 1 day ago", "Ship sinks in fog - posted 2 days ago", HEADLINE, BODY
    )
    assert (published.date, published.candidates) == (None, ())


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


@pytest.mark.parametrize(
    "written",
    [
        "৭ নভেম্বর ২০২২", "٧ نوفمبر ٢٠٢٢", "7 تشرين الثاني 2022", "۱۶ آبان ۱۴۰۱", "1401/08/16",
        "7 พฤศจิกายน 2565", "07/11/2565", "2022년 11월 7일", "2022年11月7日", "7 tháng 11, 2022",
        "2022. november 7.", "7. novembra 2022", "7 ноября 2022", "7 Νοεμβρίου 2022", "2022 m. lapkričio 7 d.",
        "७ नवंबर २०२२", "7 בנובמבר 2022", "7-Nov-2022", "7. 11. 2022", "November 7th, 2022", "Mon, 7 Nov 2022",
    ],
)  # fmt: skip
def test_a_date_is_read_in_any_script_calendar_and_order(written: str) -> None:
    published = page(HEADLINE, written, BODY)
    assert published.date == "2022-11-07"
    assert [one.span for one in published.evidence] != [None]


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("Erstveröffentlichung: 7.11.2022 | Aktualisiert: 9.11.2022", "2022-11-07", "2022-11-09"),
        ("Mis à jour le 9 novembre 2022, publié le 7 novembre 2022", "2022-11-07", "2022-11-09"),
        ("Yayınlanma: 7 Kasım 2022 Son güncelleme: 9 Kasım 2022", "2022-11-07", "2022-11-09"),
        ("发布时间：2022-11-07 更新时间：2022-11-09", "2022-11-07", "2022-11-09"),
        ("입력 2022.11.07 수정 2022.11.09", "2022-11-07", "2022-11-09"),
        ("Opublikowano: 07.11.2022 Aktualizacja: 09.11.2022", "2022-11-07", "2022-11-09"),
        ("7 November 2022 (updated 9 November 2022)", "2022-11-07", "2022-11-09"),
        ("2022年11月7日(公開)、2022年11月9日(更新)", "2022-11-07", "2022-11-09"),
    ],
)
def test_first_and_last_are_told_apart_in_many_languages(line: str, published: str, modified: str) -> None:
    found = page(HEADLINE, line, BODY, lang="en-GB")
    assert found.date == published
    assert found.modified is not None
    assert found.modified.date == modified


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


def test_a_byline_at_the_head_of_the_first_paragraph_gives_the_day() -> None:
    text = "# By Ada Lind on 7 November 2022 | 18 comments. The operator of the ferry stopped all crossings after cracks were found in a hull."
    assert page(HEADLINE, text, BODY).date == "2022-11-07"


def test_a_day_without_a_year_yields_to_the_date_beside_it() -> None:
    assert page(HEADLINE, "Open day on 31 January", "27 January 2020", BODY).date == "2020-01-27"


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        (("# It was built on May 4, 2019, and mended on June 8, 2020.",), "2022-04-10"),
        (("# It was built on 4 May 2019 and mended on 8 June 2020.",), "2022-10-04"),
        (("# It was built on 4 May 2019 and mended on June 8, 2020.",), "2022"),
    ],
)
def test_dates_in_words_say_which_figure_is_the_day(others: tuple[str, ...], expected: str) -> None:
    assert page(HEADLINE, "Posted on 04/10/2022", BODY, *others, lang=None).date == expected


@pytest.mark.parametrize(
    ("retrieved", "head", "expected"),
    [
        ("2024-03-11T01:30:00Z", "Posted 3 hours ago", "2024-03-10"),
        ("2024-03-11T09:30:00Z", "Posted 3 hours ago", "2024-03-11"),
        ("2024-03-11", "Posted 20 minutes ago", "2024-03-11"),
        ("2024-03-11T09:30:00Z", "vor 2 Tagen", "2024-03-09"),
        ("2024-03-11T09:30:00Z", "Updated 3 hours ago", "2024-03-11"),
        (None, "Posted 3 hours ago", None),
    ],
)
def test_hours_ago_count_from_the_time_of_the_fetch(retrieved: str | None, head: str, expected: str | None) -> None:
    assert page(HEADLINE, head, BODY, retrieved=retrieved).date == expected


def test_what_a_browser_wrote_into_a_saved_page_is_of_the_crawl_only() -> None:
    saved = "<!--\n Page saved with SingleFile \n url: https://skargard.example/ferry \n saved date: Tue Mar 03 2026 08:10:00 GMT+0100 (CET)\n-->"
    published = onrecord.read_html(f"<html>{saved}<body><h1>{HEADLINE}</h1><p>{BODY[2:]}</p></body></html>").published
    assert published is not None
    assert (published.date, published.candidates) == (None, ())
    assert [one.verdict for one in published.evidence] == [Verdict.CRAWL]
