"""How a date is written: scripts, calendars and labels of many languages, and which figure is the day."""

import pytest

from tests.grounding.dated_page import BODY, HEADLINE, page


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
