"""What the words of a text tell of its year: events, offices, ages, votes and written years, each by itself and all together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.grounding import find_times
from onrecord.grounding.published.clue import Clue, Told, family_scores, family_weights, sum_clues
from onrecord.grounding.published.happened import find_happened
from onrecord.grounding.published.holders import find_ages_of_persons, find_holders
from onrecord.grounding.published.phrases import Phrases
from onrecord.grounding.published.rolls import Rolls, fold_name
from onrecord.grounding.published.told_years import find_years
from onrecord.grounding.published.votes import find_votes
from onrecord.layout import Layout
from onrecord.lexicon import read_table
from onrecord.record import Article, BlockKind, BodyBlock, EvidenceKind, PageKind, Verdict
from onrecord.text import Document, Span
from tests.counting import calls

FINDERS = (find_happened, find_holders, find_ages_of_persons, find_votes, find_years)


def told(text: str) -> Told:
    """A text that is all body, with its time expressions."""
    document = Document("sha256:0", "page.txt", text, language="en")
    span = Span(0, len(text))
    body = (BodyBlock(span, BlockKind.PARAGRAPH),)
    article = Article(PageKind.ARTICLE, None, None, None, None, body, (), None, (), (), (), (), ())
    times = find_times(document, article)
    assert isinstance(times, tuple)
    return Told(document, Layout("text", (), (), None, None), (span,), times, None)


def clues_of(text: str, month: int = 6, day: int = 15, years: tuple[int, int] = (1985, 2028)) -> tuple[list[Clue], list[date]]:
    days = [date(year, month, day) for year in range(years[0], years[1] + 1)]
    return [clue for find in FINDERS for clue in find(told(text), days)], days


def likely(text: str, **options: int) -> list[int]:
    """The years against which the words say nothing, or next to nothing."""
    clues, days = clues_of(text, **options)  # type: ignore[arg-type]
    total = sum_clues(clues, days)
    return [day.year for day in days if total[day] > max(total.values()) - 1.0]


# Each row of each table, by its own example


@pytest.mark.parametrize("name", ["events", "culture", "meetings"])
def test_each_event_is_found_in_its_example(name: str) -> None:
    table = read_table(f"grounding/published/{name}.tsv")
    phrases = Phrases((words, number) for number, row in enumerate(table.rows) for words in row[0].split("|"))
    lost = [row[0] for n, row in enumerate(table.rows) if not any(n in hit.keys for hit in phrases.find(row[-1], 0, len(row[-1])))]
    assert lost == []


@pytest.mark.parametrize("name", ["events", "culture", "meetings"])
def test_each_event_has_a_known_kind_and_its_days_are_in_order(name: str) -> None:
    for words, kind, start, end, _ in read_table(f"grounding/published/{name}.tsv").rows:
        assert kind in ("event", "war", "term", "meet"), words
        assert not end or date.fromisoformat(start) <= date.fromisoformat(end), words
        assert all(word.strip() for word in words.split("|")), words


@pytest.mark.parametrize("name", ["holders_west", "holders_world", "holders_bodies"])
def test_each_holder_is_found_in_its_example(name: str) -> None:
    lost = []
    for names, office, country, start, end, born, example in read_table(f"grounding/published/{name}.tsv").rows:
        assert not end or date.fromisoformat(start) < date.fromisoformat(end), names
        assert not born or date.fromisoformat(born) < date.fromisoformat(start), names
        days = [date.fromisoformat(start), date(1950, 1, 1)]
        clues = find_holders(told(example), days)
        if not any(clue.score[days[0]] > clue.score[days[1]] for clue in clues):
            lost.append((names, office, country))
    assert lost == []


def test_each_title_stands_in_its_example_and_each_office_has_one() -> None:
    rows = read_table("grounding/published/holder_titles.tsv").rows
    assert [words for words, _, example in rows if words not in example] == []
    held = {row[1] for name in ("holders_west", "holders_world", "holders_bodies") for row in read_table(f"grounding/published/{name}.tsv").rows}
    assert held == {office for _, office, _ in rows}


def test_each_vote_is_found_in_its_example() -> None:
    lost = []
    for words, _, votes, example in read_table("grounding/published/votes.tsv").rows:
        last = date.fromisoformat(votes.split()[-1])
        clues = find_votes(told(example), [last, last.replace(year=last.year - 2)])
        if [clue.score[last] for clue in clues] != [0.0]:
            lost.append(words)
    assert lost == []


def test_the_families_have_weights() -> None:
    assert all(0 <= weight <= 1.5 for weight in family_weights().values())


# What the words say


@pytest.mark.parametrize(
    ("text", "day", "years"),
    [
        # counts of time from an event
        ("After a year and a half of fighting in Ukraine, ports stay shut.", "9-10", [2023]),
        ("Two years after the coup in Myanmar the ferry runs again.", "2-3", [2023]),
        ("The boats rest in the third year of the war in Sudan.", "6-15", [2025]),
        ("Families marked the tenth anniversary of the Fukushima disaster.", "3-11", [2021]),
        ("The Beirut port explosion three years ago broke its silos.", "8-4", [2023]),
        # what comes again
        ("Brazil, which will host the World Cup next year, sent no boat.", "6-15", [1997, 2001, 2005, 2009, 2013, 2017, 2021, 2025]),
        ("The crew watched this summer's Olympics on deck.", "8-20", [2000, 2004, 2008, 2012, 2016, 2021, 2024, 2028]),
        # offices
        ("Prime Minister Liz Truss visited the yard.", "9-20", [2022]),
        ("Liz Truss, the prime minister, visited the yard.", "9-20", [2022]),
        ("Russian Defence Minister Sergey Shoygu met German Chancellor Angela Merkel.", "6-15", list(range(2013, 2022))),
        ("Former President Barack Obama met President-elect Joe Biden.", "12-1", [2020]),
        # ages
        ("Keir Starmer, 61, came aboard.", "6-15", [2024]),
        ("Nobody met the 70-year-old Vladimir Putin there.", "6-15", [2023]),
        # votes and governments
        ("Zambians will vote on August 12 in a general election.", "6-15", [2016, 2021, 2026]),  # 11 and 13 August in the first and last
        ("Colombia's government, which took office last August, sent a frigate.", "3-17", [2003, 2011, 2019, 2023]),
    ],
)
def test_words_bound_the_year(text: str, day: str, years: list[int]) -> None:
    month, number = map(int, day.split("-"))
    assert likely(text, month=month, day=number) == years


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Former Prime Minister Rishi Sunak came aboard.", [2019, 2022, 2023]),
        ("The crew were all vaccinated against COVID-19.", [2015, 2018]),
        ("A copy of ChatGPT ran on the bridge.", [2019, 2021]),
        ("The Biden administration paid for it.", [2016, 2019]),
        ("The 2019 budget paid for it.", [2017, 2016]),
        ("It will open by 2026.", [2028, 2027]),
    ],
)
def test_words_speak_against_years(text: str, against: list[int]) -> None:
    clues, days = clues_of(text)
    total = sum_clues(clues, days)
    top = max(total.values())
    assert [year for year in against if total[date(year, 6, 15)] > top - 0.6] == []


@pytest.mark.parametrize(
    "text",
    [
        "Deputy Prime Minister Liz Truss visited the yard.",  # another office
        "Prime Minister Ana Sorvino visited the yard.",  # nobody that a table knows
        "The novel speaks of 1950 and of 19500 miles, of 2,023 boats and of 2023 people.",
        "It was the year 99999999999999999999999999999999999999992023.",
        "Brown, 45, owns the Kim, 39.",
    ],
)
def test_what_is_not_known_says_nothing(text: str) -> None:
    clues, days = clues_of(text, years=(2010, 2026))
    assert all(len({round(score, 1) for score in clue.score.values()}) == 1 for clue in clues)
    assert likely(text, years=(2010, 2026)) == [day.year for day in days]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other"), [("Sergei Shoigu", "Sergey Shoygu"), ("Zelenskyy", "Zelenskiy"), ("Erdoğan", "Erdogan"), ("Yoon Suk-yeol", "Yoon Suk Yeol")]
)
def test_transliterations_are_one_name(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


def test_a_name_is_not_another_with_the_same_last_word() -> None:
    assert Rolls().holders_of("Donald Trump", "president")
    assert Rolls().holders_of("Trump", "president")
    assert Rolls().holders_of("Ivana Trump", "president") == ()


def test_further_clues_of_a_family_count_less() -> None:
    days = [date(2020, 1, 1), date(2021, 1, 1)]
    clues = [Clue("event", Span(n, n + 1), None, "it happened", {days[0]: -1.0}) for n in range(50)]
    assert -4.0 < family_scores(clues, days)["event"][days[0]] < -3.0


# Whole pages

BODY = (
    "Moscow, Sep 10: After a year and a half of fighting in Ukraine, the yard at Brennö lacks steel.\n\n"
    "Russian Defence Minister Sergei Shoigu has visited twice, the harbour board said.\n\n"
    "White House national security adviser Jake Sullivan called the yard an open question.\n"
)


def test_independent_signs_give_a_sure_year_each_with_its_words() -> None:
    record = onrecord.read_text(f"Friday, November 8, 2024\n\nMenu\n\nA yard at Brennö looks for steel\n\n{BODY}")
    published = record.published
    assert published is not None
    assert published.date == "2023-09-10"
    assert published.confidence >= 0.8
    signs = {
        record.document[one.span]: one.reading
        for one in published.evidence
        if one.kind is EvidenceKind.INTERNAL and one.verdict is Verdict.SUPPORTS and one.span
    }
    assert signs["Defence Minister Sergei Shoigu"] == "2012-11-06/2024-05-12"
    assert signs["national security adviser Jake Sullivan"] == "2021-01-20/2025-01-20"
    assert (signs["a year and a half of fighting in Ukraine"] or "").startswith("2023-0")


def test_a_page_of_1950_alone_is_given_no_year() -> None:
    record = onrecord.read_text(
        "A ferry of long ago\n\nBrennö, Sep 10: In 1950 the ferry sank. By May 1950 it had been raised, and in 1950 it sailed.\n"
    )
    assert record.published is not None
    assert record.published.date is None


def test_a_year_of_forty_digits_and_days_that_are_none_are_no_dates() -> None:
    text = f"The ferry\n\nBrennö, Sept. 31: On 13/13/2023 and Feb. 30, in {'2' * 40}, nothing sailed, the harbour board said.\n"
    record = onrecord.read_text(text)
    assert record.published is not None
    assert record.published.date is None


@given(
    st.lists(
        st.sampled_from(
            [
                "President",
                "Joe Biden",
                "2023",
                "in",
                "1950",
                "war in Ukraine",
                "two years after",
                "the",
                "vote",
                "last",
                "May",
                "12",
                ",",
                ".",
                "\n",
                "é\u0301",
                "former",
            ]
        ),
        max_size=40,
    )
)
def test_every_clue_quotes_the_text(words: list[str]) -> None:
    text = " ".join(words).strip() or "x"
    clues, days = clues_of(text)
    for clue in clues:
        assert text[clue.span.start : clue.span.end].strip() != ""
        assert clue.why
        assert set(clue.score) <= set(days)


@pytest.mark.parametrize(
    "piece", ["9", "2023 ", "President ", "A.", "Kim, 39, ", "the war in Ukraine ", "May 12, 2021, ", "Biden administration ", "vote in May. ", "A-"]
)
def test_work_grows_with_the_text_and_no_faster(piece: str) -> None:
    """Twice the text, twice the calls at most: counted, not timed."""

    def look(page: object) -> None:
        for find in FINDERS:
            find(page, [date(2022, 6, 15), date(2023, 6, 15)])

    pages = [told(piece * (size // len(piece))) for size in (20_000, 40_000)]
    counts = [calls(lambda page=page: look(page)) for page in pages]
    assert counts[1] <= 2.2 * counts[0] + 500
