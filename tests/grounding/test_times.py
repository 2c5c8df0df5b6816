"""Sentences with their times in brackets, the day on which they were published, and what each time should read as."""

import pytest

from onrecord.grounding import find_times, resolve_times
from onrecord.grounding.times.days import days_of
from onrecord.record import Noted, Published
from onrecord.text import Document
from tests.grounding.timed_text import article_of, read_times, unmark

WEDNESDAY = "2023-03-15"

DATES = [
    ("The bridge opened on [15 March 2021].", "DATE 2021-03-15"),
    ("The bridge opened on [March 15, 2021].", "DATE 2021-03-15"),
    ("The bridge opened on [the 15th of March 2021].", "DATE 2021-03-15"),
    ("The bridge opened on [Sept. 3, 2019], the mayor recalled.", "DATE 2019-09-03"),
    ("The bridge opened on [Monday, 4 March 2019].", "DATE 2019-03-04"),
    ("The bridge opened on [Fri., Jan. 6, 2023].", "DATE 2023-01-06"),
    ("The log is dated [2022-11-30].", "DATE 2022-11-30"),
    ("The letter is dated [30/11/2022].", "DATE 2022-11-30"),
    ("The letter is dated [30.11.2022].", "DATE 2022-11-30"),
    ("The bridge opened on [March 3].", "DATE 2023-03-03"),
    ("The bridge opened on [2 March].", "DATE 2023-03-02"),
    ("The bridge will open on [May 2].", "DATE 2023-05-02"),
    ("The bridge opened on [Nov. 20].", "DATE 2022-11-20"),
    ("The port votes on [April 12].", "DATE 2023-04-12"),
    ("The ferry ran aground on [Dec. 24].", "DATE 2022-12-24"),
    ("The hearing, [Friday, March 10], was short.", "DATE 2023-03-10"),
    ("The fair ran [June 4-6, 2022].", "DATE 2022-06-04/2022-06-06"),
    ("The fair ran [4-6 June 2022].", "DATE 2022-06-04/2022-06-06"),
    ("The mine closed in [June 2020].", "DATE 2020-06"),
    ("The mine closed in [late June 2020].", "DATE 2020-06"),
    ("The mine closed at [the end of June 2020].", "DATE 2020-06"),
    ("The mine closed in [1987].", "DATE 1987"),
    ("The mine, which closed in [1987], reopened in [2011].", "DATE 1987", "DATE 2011"),
    ("The [2014] accord is dead.", "DATE 2014"),
    ("Money comes from the [2024] budget.", "DATE 2024"),
    ("It is to open by [the end of 2025].", "DATE 2025"),
    ("It is to open by [mid-2026].", "DATE 2026-06"),
    ("It is to open in [early 2026].", "DATE 2026"),
    ("He fought in the war of [1961-64].", "DATE 1961/1964"),
    ("He kept the books for [2019-20].", "DATE 2019/2020"),
    ("He kept the books for [2017-2019].", "DATE 2017/2019"),
    ("The silos date from [the 1980s].", "DATE 198"),
    ("The silos date from [the late 1990s].", "DATE 199"),
    ("The silos date from [the '60s].", "DATE 196"),
    ("The silos date from [the seventies].", "DATE 197"),
    ("The chapel is of [the 17th century].", "DATE 16"),
    ("Profit fell in [the third quarter of 2022].", "DATE 2022-Q3"),
    ("Profit fell in [the fourth quarter].", "DATE 2022-Q4"),
    ("Profit fell in [Q2 2021].", "DATE 2021-Q2"),
    ("Profit fell in [the first half of 2021].", "DATE 2021-H1"),
    ("Sales grew in [fiscal 2021].", "DATE 2021"),
]

RELATIVE = [
    ("The minister resigned on [Tuesday].", "DATE 2023-03-14"),
    ("The minister resigned on [Wednesday].", "DATE 2023-03-15"),
    ("The minister resigned on [Thursday].", "DATE 2023-03-09"),
    ("The minister will resign on [Thursday].", "DATE 2023-03-16"),
    ("The court is expected to rule on [Friday].", "DATE 2023-03-17"),
    ("He said the court would rule on [Monday].", "DATE 2023-03-20"),
    ("The court ruled, a clerk said [Monday].", "DATE 2023-03-13"),
    ("The court ruled [last Friday].", "DATE 2023-03-10"),
    ("The bridge opened on [Tuesday the 14th].", "DATE 2023-03-14"),
    ("The bridge opened on [Tuesday, the 14th], with a feast.", "DATE 2023-03-14"),
    ("The bridge opened on [Tuesday the 14th] in the rain.", "DATE 2023-03-14"),
    ("The market was held on [Wednesday, the first].", "DATE 2023-03-01"),
    # an ordinal that counts is no day of a month
    ("Two boats were unloaded on [Monday], the first of 14 that Peru ordered.", "DATE 2023-03-13"),
    ("The bridge opened on [Tuesday], the second of three feasts.", "DATE 2023-03-14"),
    ("The court ruled on [Tuesday], the first time that it met.", "DATE 2023-03-14"),
    ("Shells fell on [Monday], the third attack in a row.", "DATE 2023-03-13"),
    ("The court will meet on [Friday], the 17th of 30 sittings.", "DATE 2023-03-17"),
    ("Shells fell on [Monday], the 12th such attack.", "DATE 2023-03-13"),
    ("He came on [Monday], the first to do so.", "DATE 2023-03-13"),
    ("The court will rule [next Tuesday].", "DATE 2023-03-21"),
    ("The court rules [this Friday].", "DATE 2023-03-17"),
    ("The minister resigned [yesterday].", "DATE 2023-03-14"),
    ("The minister resigned [today].", "DATE 2023-03-15"),
    ("The minister resigns [tomorrow].", "DATE 2023-03-16"),
    ("The ship left port [the day before yesterday].", "DATE 2023-03-13"),
    ("The ship left port [this week].", "DATE 2023-W11"),
    ("The ship left port [last week].", "DATE 2023-W10"),
    ("The ship will leave [next week].", "DATE 2023-W12"),
    ("The ship left port [earlier this week].", "DATE 2023-W11"),
    ("The ship left port [this month].", "DATE 2023-03"),
    ("The ship left port [last month].", "DATE 2023-02"),
    ("The ship will leave [next month].", "DATE 2023-04"),
    ("The ship was sold [last year].", "DATE 2022"),
    ("The ship will be sold [next year].", "DATE 2024"),
    ("The ship will be sold [later this year].", "DATE 2023"),
    ("The ship will be sold before [the end of the year].", "DATE 2023"),
    ("The ship was sold [last quarter].", "DATE 2022-Q4"),
    ("The ship was sold in [January].", "DATE 2023-01"),
    ("The ship was sold in [November].", "DATE 2022-11"),
    ("The ship was sold in [March].", "DATE 2023-03"),
    ("The ship will be sold in [June].", "DATE 2023-06"),
    ("The yard will close in [January].", "DATE 2024-01"),
    ("The ship was sold [last November].", "DATE 2022-11"),
    ("The ship was sold [last March].", "DATE 2022-03"),
    ("The ship will be sold [next March].", "DATE 2024-03"),
    ("The ship was sold in [early February].", "DATE 2023-02"),
    ("The ship was sold in [November of last year].", "DATE 2022-11"),
    ("The ship was sold [last summer].", "DATE 2022-SU"),
    ("The ship will be sold [this summer].", "DATE 2023-SU"),
    ("The ship was sold in [the autumn].", "DATE 2022-FA"),
    ("The ship was sold in [the summer of 2019].", "DATE 2019-SU"),
    ("They met over [the weekend].", "DATE 2023-03-11/2023-03-12"),
    ("They will meet [this weekend].", "DATE 2023-03-18/2023-03-19"),
    ("The dam broke [three years ago].", "DATE 2020"),
    ("The dam broke [two decades ago].", "DATE 2003"),
    ("The dam broke [two months ago].", "DATE 2023-01"),
    ("The dam broke [ten days ago].", "DATE 2023-03-05"),
    ("The dam broke [a year ago].", "DATE 2022"),
    ("The dam broke [more than a century ago].", "DATE 1923"),
    ("The dam broke [two weeks ago].", "DATE 2023-W09"),
    ("The dam broke [years ago].", "DATE PAST_REF"),
    ("The dam broke [several months ago].", "DATE PAST_REF"),
    ("The dam broke on [May 5, 2020]; it was mended [three days later].", "DATE 2020-05-05", "DATE 2020-05-08"),
    ("The dam broke on [May 5, 2020]; it had been checked [the previous day].", "DATE 2020-05-05", "DATE 2020-05-04"),
    ("The dam broke in [2011] and was mended [two years later].", "DATE 2011", "DATE 2013"),
    ("It broke in [June 2011] and was mended [the following month].", "DATE 2011-06", "DATE 2011-07"),
    ("It broke in [1994] and again [a decade later].", "DATE 1994", "DATE 2004"),
    ("Sales in [the third quarter] fell from those of [a year earlier].", "DATE 2022-Q3", "DATE 2021-Q3"),
]

DAY_PARTS = [
    ("The bell was stolen on [Tuesday night].", "TIME 2023-03-14TNI"),
    ("The bell was stolen on [Monday morning].", "TIME 2023-03-13TMO"),
    ("The bell was stolen [last night].", "TIME 2023-03-14TNI"),
    ("The bell was stolen [this morning].", "TIME 2023-03-15TMO"),
    ("A curfew will be imposed [tonight].", "TIME 2023-03-15TNI"),
    ("A curfew will be imposed [tomorrow evening].", "TIME 2023-03-16TEV"),
    ("The siren went off at [6am].", "TIME 2023-03-15T06:00"),
    ("The siren went off at [6:45 p.m.] in the port.", "TIME 2023-03-15T18:45"),
    ("The siren went off at [7:30 a.m. Monday].", "TIME 2023-03-13T07:30"),
    ("The siren went off at [12:30 a.m.] in the port.", "TIME 2023-03-15T00:30"),
    ("The siren went off at [noon].", "TIME 2023-03-15T12:00"),
    ("The siren went off at [14:05 GMT].", "TIME 2023-03-15T14:05"),
    ("Fires burned [overnight].", "TIME 2023-03-15TNI"),
    ("Shots were heard [early Tuesday].", "DATE 2023-03-14"),
]

LENGTHS = [
    ("The siege lasted [nine days].", "DURATION P9D"),
    ("The siege lasted [a month and a half].", "DURATION P1.5M"),
    ("The siege lasted [two and a half years].", "DURATION P2Y6M"),
    ("The siege lasted [half an hour].", "DURATION PT30M"),
    ("The siege lasted [three weeks].", "DURATION P3W"),
    ("The siege lasted [more than four hours].", "DURATION PT4H"),
    ("The siege lasted [several months].", "DURATION PXM"),
    ("The siege lasted [two decades].", "DURATION P20Y"),
    ("The siege went on for [months].", "DURATION PXM"),
    ("The siege went on for [decades].", "DURATION PXY"),
    ("The siege went on for [an hour].", "DURATION PT1H"),
    ("The siege went on for [twenty-five years].", "DURATION P25Y"),
    ("The siege went on for [a couple of weeks].", "DURATION P2W"),
    ("The siege went on for [almost a year].", "DURATION P1Y"),
    ("He signed a [two-year] lease.", "DURATION P2Y"),
    ("He began a [three-day] visit.", "DURATION P3D"),
    ("The [decades-long] feud is over.", "DURATION PXY"),
    ("The [day-long] strike is over.", "DURATION P1D"),
    ("It takes [two to three weeks] to dry.", "DURATION P2W"),
    ("It rained in [the past three months].", "DURATION P3M"),
    ("Over [the past year] prices doubled.", "DURATION P1Y"),
    ("Over [the last two weeks] prices doubled.", "DURATION P2W"),
    ("The crew was lost for [a whole week].", "DURATION P1W"),
]

SETS = [
    ("Buses leave [every hour].", "SET PT1H"),
    ("Buses leave [every weekday].", "SET XXXX-WXX-WD"),
    ("Buses leave [every Friday].", "SET XXXX-WXX-5"),
    ("Buses leave on [Sundays].", "SET XXXX-WXX-7"),
    ("Buses leave [every two weeks].", "SET P2W"),
    ("Buses leave [every other day].", "SET P2D"),
    ("Buses leave [twice a week].", "SET P1W"),
    ("Buses leave [three times a day].", "SET P1D"),
    ("The list is checked [annually].", "SET P1Y"),
    ("The list is checked [daily].", "SET P1D"),
    ("The list is checked [each year].", "SET P1Y"),
    ("The list is checked [every June].", "SET XXXX-06"),
    ("They pay $30 [a day].", "SET P1D"),
]

VAGUE = [
    ("The mayor is [now] in exile.", "DATE PRESENT_REF"),
    ("The mayor is [currently] in exile.", "DATE PRESENT_REF"),
    ("The mayor [recently] came home.", "DATE PAST_REF"),
    ("The mayor will come home in [the coming months].", "DATE FUTURE_REF"),
    ("The mayor has lost votes in [recent weeks].", "DATE PAST_REF"),
    ("The mayor will come home [soon].", "DATE FUTURE_REF"),
    ("That is a thing of [the past].", "DATE PAST_REF"),
    ("Nobody plans for [the future].", "DATE FUTURE_REF"),
]

NO_TIMES = [
    "The drone is called Falcon-7 and costs $2,000.",
    "He may march on the palace.",
    "April Jones and August Wilson met May Lind.",
    "Call 555-2014 or 0900 1234.",
    "They won 3-2 and 21-19.",
    "A Boeing 737 landed on Route 1950.",
    "Some 2000 soldiers and 1,950 sailors came.",
    "It costs 1999 dollars, or €2020.",
    "The sun rose; they sat down.",
    "A second man fell to the spring of the well.",
    "The Daily Echo and the Weekly Standard closed.",
    "Version 3.11 and 10.2.3 are out.",
    "A 12-year-old boy and a man 40 years old were hurt.",
    "The ratio is 13/13/2023 of 31 Sept.",
    "It is as soon as possible.",
]

ALL = DATES + RELATIVE + DAY_PARTS + LENGTHS + SETS + VAGUE


@pytest.mark.parametrize("case", ALL, ids=lambda case: case[0])
def test_times_are_found_whole_and_read_right(case: tuple[str, ...]) -> None:
    marked, *expected = case
    text, spans = unmark(marked)
    _, times = read_times(text, WEDNESDAY)
    assert [(time.span, f"{time.type} {time.value}") for time in times] == list(zip(spans, expected, strict=True))


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_only_looks_like_a_time_is_none(text: str) -> None:
    document, times = read_times(text, WEDNESDAY)
    assert [document[time.span] for time in times] == []


UNDATED = [
    ("The minister resigned on [Tuesday].", "XXXX-WXX-2"),
    ("The minister resigned in [November].", "XXXX-11"),
    ("The minister resigned on [May 5].", "XXXX-05-05"),
    ("The minister resigned [last year].", "XXXX"),
    ("The minister resigned [yesterday].", "XXXX-XX-XX"),
    ("The minister resigned [this week].", "XXXX-WXX"),
    ("The minister resigned [last night].", "XXXX-XX-XXTNI"),
    ("The minister resigned [last summer].", "XXXX-SU"),
    ("The minister resigned in [the third quarter].", "XXXX-Q3"),
]


@pytest.mark.parametrize(("marked", "value"), UNDATED)
def test_without_a_day_of_publication_nothing_is_guessed(marked: str, value: str) -> None:
    text, (span,) = unmark(marked)
    _, (time,) = read_times(text, None)
    assert (time.span, time.value, time.earliest, time.latest, time.anchor) == (span, value, None, None, None)


PARTLY_DATED = [
    ("2023", "It was sold [last year].", "2022"),
    ("2023", "It was sold in [November].", "XXXX-11"),
    ("2023", "It was sold on [Tuesday].", "XXXX-WXX-2"),
    ("2023-03", "It was sold in [November].", "2022-11"),
    ("2023-03", "It was sold [last month].", "2023-02"),
    ("2023-03", "It was sold [yesterday].", "XXXX-XX-XX"),
]


@pytest.mark.parametrize(("published", "marked", "value"), PARTLY_DATED)
def test_a_month_or_year_of_publication_anchors_what_needs_no_more(published: str, marked: str, value: str) -> None:
    _, (time,) = read_times(unmark(marked)[0], published)
    assert time.value == value


def test_a_time_says_what_it_is_counted_from_and_is_never_surer() -> None:
    _, (broke, mended, sold) = read_times("The dam broke on May 5 and was mended three days later. It was sold in 2011.", WEDNESDAY, confidence=0.7)
    assert (broke.anchor, mended.anchor, sold.anchor) == ("published", "t1", None)
    assert broke.confidence <= 0.7
    assert mended.confidence <= broke.confidence
    assert sold.confidence > 0.9


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("2023-03-15", ("2023-03-15", "2023-03-15")),
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2022-W40", ("2022-10-03", "2022-10-09")),
        ("2023-Q3", ("2023-07-01", "2023-09-30")),
        ("2023-H2", ("2023-07-01", "2023-12-31")),
        ("2023-WI", ("2023-12-01", "2024-02-29")),
        ("198", ("1980-01-01", "1989-12-31")),
        ("19", ("1900-01-01", "1999-12-31")),
        ("1950/1953", ("1950-01-01", "1953-12-31")),
        ("2023-03-15TNI", ("2023-03-15", "2023-03-15")),
        ("XXXX-11", None),
        ("2023-02-31", None),
        ("2023-W60", None),
        ("PAST_REF", None),
        ("1953/1950", None),
    ],
)
def test_a_value_lies_between_two_days(value: str, days: tuple[str, str] | None) -> None:
    found = days_of(value)
    assert (found and tuple(day.isoformat() for day in found)) == days


def test_a_page_in_another_language_has_no_times_and_a_note_that_says_why() -> None:
    text = "Der Minister trat am 5. Mai zurück."
    found = find_times(Document("sha256:0", "a test", text, language="de"), article_of(text))
    assert isinstance(found, Noted)
    assert found.layer is None
    assert "de" in found.notes[0].text
    assert resolve_times(Document("sha256:0", "a test", text), None, Published(None, 0.0, (), ())) is None


@pytest.mark.parametrize(
    ("marked", "value", "days"),
    [
        ("It is to open by [the end of 2025].", "2025", ("2025-09-01", "2025-12-31")),
        ("It is to open in [early 2026].", "2026", ("2026-01-01", "2026-04-30")),
        ("It is to open by [mid-2026].", "2026-06", ("2026-06-01", "2026-06-30")),
        ("It closed in [late June 2020].", "2020-06", ("2020-06-21", "2020-06-30")),
        ("It closed in [mid-June].", "2022-06", ("2022-06-11", "2022-06-20")),
        ("It dates from [the late 1990s].", "199", ("1996-09-01", "1999-12-31")),
        ("It closed in [the early 19th century].", "18", ("1800-01-01", "1833-04-30")),
        ("It will open [late next year].", "2024", ("2024-09-01", "2024-12-31")),
        ("It closed [earlier this year].", "2023", ("2023-01-01", "2023-03-15")),
        ("It will open [later this year].", "2023", ("2023-03-15", "2023-12-31")),
        ("It will be gone by [the end of the year].", "2023", ("2023-09-01", "2023-12-31")),
        ("It will be gone by [year-end].", "2023", ("2023-09-01", "2023-12-31")),
        ("It closed [early last week].", "2023-W10", ("2023-03-06", "2023-03-07")),
        ("It opened [early Tuesday].", "2023-03-14", ("2023-03-14", "2023-03-14")),
        ("It is to open before [2028].", "2028", ("2028-01-01", "2028-12-31")),
    ],
)
def test_a_modifier_narrows_the_days_and_leaves_the_value(marked: str, value: str, days: tuple[str, str]) -> None:
    text, (span,) = unmark(marked)
    (time,) = read_times(text, WEDNESDAY)[1]
    assert (time.span, time.value, (time.earliest, time.latest)) == (span, value, days)


def test_what_is_counted_from_a_modified_time_counts_from_its_whole_value() -> None:
    (late, then) = read_times("It opened in late November 2019. It closed the following month.", WEDNESDAY)[1]
    assert (late.value, then.value) == ("2019-11", "2019-12")


@pytest.mark.parametrize(
    ("marked", "values"),
    [
        ("It left between [June] and [August 2020].", ["2020-06", "2020-08"]),
        ("It stood idle from [November] to [March 2020].", ["2019-11", "2020-03"]),
        ("It stood idle from [3 June] to [5 August 2020].", ["2020-06-03", "2020-08-05"]),
        ("It burned in [January], and in [August 2020] it was sold.", ["2023-01", "2020-08"]),
        ("It burned on [3 March], [August 2020] being long past.", ["2023-03-03", "2020-08"]),
    ],
)
def test_a_year_behind_two_months_is_that_of_both(marked: str, values: list[str]) -> None:
    text, spans = unmark(marked)
    times = read_times(text, WEDNESDAY)[1]
    assert [(time.span, time.value) for time in times] == list(zip(spans, values, strict=True))


@pytest.mark.parametrize(
    ("marked", "value"),
    [
        ("She returns to the capital on [Friday].", "2023-03-17"),
        ("The court opens its hearing on [Tuesday].", "2023-03-21"),
        ("The pact expires in [June].", "2023-06"),
        ("The envoy, who leaves on [Monday], said no more.", "2023-03-20"),
        ("He said the pact had expired on [Monday].", "2023-03-13"),
        ("The levy is the one that the council put to a vote in [August].", "2022-08"),
        ("It will put the levy to a vote in [August].", "2023-08"),
        ("In [September] the miners promised that the shafts would be sealed.", "2022-09"),
        ("The visit is expected to last [six hours].", "PT6H"),
        ("The mayor, who leaves soon, spoke on [Monday].", "2023-03-13"),
    ],
)
def test_what_is_scheduled_is_told_in_the_present(marked: str, value: str) -> None:
    text, spans = unmark(marked)
    assert {time.span: time.value for time in read_times(text, WEDNESDAY)[1]}[spans[0]] == value


ATTRIBUTES = [
    ("It will send Kenya 20 armoured carriers in [August].", "2023-08"),
    ("Norland will send Kenya refurbished trucks in [August].", "2023-08"),
    ("Norland will hand over used and refurbished tanks in [August].", "2023-08"),
    ("Norland will send tanks, armed boats and used lorries in [August].", "2023-08"),
    ("The army would get newly built boats in [August], he said.", "2023-08"),
    ("The army will get two hundred tanks in [August].", "2023-08"),
    ("The army will get Norland-built boats in [August].", "2023-08"),
    ("The navy will get nuclear-powered boats in [August].", "2023-08"),
    ("The navy plans to test unmanned boats in [August].", "2023-08"),
    ("The navy is to receive upgraded boats in [August].", "2023-08"),
    ("The two will hold a delayed summit in [August].", "2023-08"),
    ("The first of the armoured carriers will come in [August].", "2023-08"),
    ("The envoy will meet United Nations officials in [August].", "2023-08"),
    ("In [August] armoured carriers will be shown to the press.", "2023-08"),
    ("In [August] the armoured carriers will be shown to the press.", "2023-08"),
    # An "…ed" word that is the verb, or the participle on which the time hangs.
    ("Norland ordered armoured carriers in [August].", "2022-08"),
    ("The army used armoured carriers in [August].", "2022-08"),
    ("Norland will discuss the report published in [August].", "2022-08"),
    ("He will return the carriers that it ordered in [August].", "2022-08"),
    ("He said it would send tanks, and urged allies to follow in [August].", "2022-08"),
    ("The report will say rebels attacked villages in [August].", "2022-08"),
    ("The visit to Kenya followed talks in [August].", "2022-08"),
    ("The family opened shops there in [August].", "2022-08"),
    ("Norland has delivered armoured carriers in [August].", "2022-08"),
    ("Rebels attacked and burned villages in [August].", "2022-08"),
    ("In [August] the army attacked villages near the border.", "2022-08"),
    ("In [August] officials warned ships would have to wait.", "2022-08"),
    ("The two re-opened talks in [August].", "2022-08"),
    ("The two agreed on it in [August].", "2022-08"),
]


@pytest.mark.parametrize(("marked", "value"), ATTRIBUTES)
def test_an_attribute_is_no_tense(marked: str, value: str) -> None:
    text, spans = unmark(marked)
    assert {time.span: time.value for time in read_times(text, WEDNESDAY)[1]}[spans[0]] == value


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("About three-quarters of the mothers were asked.", []),
        ("Three quarters of them agreed, and one quarter of the fathers.", []),
        ("The tank is three-quarters full.", []),
        ("It followed three quarters of growth.", ["P3Q"]),
        ("It lost money for three quarters.", ["P3Q"]),
    ],
)
def test_three_quarters_may_be_a_share(text: str, values: list[str]) -> None:
    assert [time.value for time in read_times(text, WEDNESDAY)[1]] == values
