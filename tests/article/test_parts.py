"""Live blogs are read as entries with times of their own; a plain article with a few times is not."""

import pytest

import onrecord
from onrecord.record import Article, PageKind, Record

ENTRIES = (
    "The harbour board of Tarvik denied that it had sold two tugs to a firm in Norland.",
    "A spokeswoman said that the tugs were being repaired in a yard at Sund.",
    "Two members of the board said that a price had been agreed in spring.",
    "The firm would not comment on the tugs, and did not answer calls.",
    "The union said that it had seen the tugs at the yard a week before.",
    "The council will meet on Friday to hear the board, its clerk said.",
)
CLOCKS = [
    (["13.47", "13.20", "12.58", "12.30", "11.05", "10.00"], ["13:47", "13:20", "12:58", "12:30", "11:05", "10:00"]),
    (["2.03pm GMT", "1.20pm GMT", "12.58pm GMT", "12.05am GMT", "11.05am GMT", "10am GMT"], ["14:03Z", "13:20Z", "12:58Z", "00:05Z", "11:05Z"]),
    ([f"Posted at {n}:15" for n in range(15, 9, -1)], [f"{n}:15" for n in range(15, 9, -1)]),
    ([f"{n}:15 Uhr" for n in range(15, 9, -1)], [f"{n}:15" for n in range(15, 9, -1)]),
    ([f"{n}h03" for n in range(15, 9, -1)], [f"{n}:03" for n in range(15, 9, -1)]),
]


def article_of(record: Record) -> Article:
    assert record.article is not None
    assert record.check() == ()
    return record.article


def blog(clocks: list[str], *, title: str = "Tug sale: all that was said", flat: bool = False) -> Record:
    if flat:
        return onrecord.read_text(f"{title}\n\n" + "\n\n".join(f"{c}\n\n{t}" for c, t in zip(clocks, ENTRIES, strict=True)), until="article")
    entries = "".join(f"<div class='entry'><p>{c}</p><p>{t}</p></div>" for c, t in zip(clocks, ENTRIES, strict=True))
    return onrecord.read_html(f"<title>{title}</title><main><h1>{title}</h1>{entries}</main>", until="article")


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize(("clocks", "times"), CLOCKS)
def test_clocks_in_lines_of_their_own_part_a_live_blog(clocks: list[str], times: list[str], flat: bool) -> None:
    article = article_of(blog(clocks, flat=flat))
    assert article.kind == PageKind.LIVE_BLOG
    assert [part.time for part in article.parts] == times


def test_a_heading_that_begins_with_a_time_counts_where_the_page_calls_itself_live() -> None:
    entries = "".join(f"<h3>{15 - n}:05 – Board speaks again</h3><p>{text}</p>" for n, text in enumerate(ENTRIES))
    live = article_of(onrecord.read_html(f"<title>Tug sale – live</title><h1>Tug sale – live</h1>{entries}", until="article"))
    plain = article_of(onrecord.read_html(f"<title>The day of the tugs</title><h1>The day of the tugs</h1>{entries}", until="article"))
    assert [part.time for part in live.parts] == ["15:05", "14:05", "13:05", "12:05", "11:05", "10:05"]
    assert (plain.kind, plain.parts) == (PageKind.ARTICLE, ())


def test_the_machine_time_goes_before_the_clock() -> None:
    entries = "".join(
        f"<section><time datetime='2026-03-04T1{n}:05:00+01:00'>{n} min ago</time><p>{text}</p></section>" for n, text in enumerate(ENTRIES)
    )
    linked = '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Tug sale"}</script>'
    article = article_of(onrecord.read_html(f"<head>{linked}</head><h1>Tug sale</h1>{entries}", until="article"))
    assert article.kind == PageKind.LIVE_BLOG
    assert article.parts[0].time == "2026-03-04T10:05:00+01:00"


@pytest.mark.parametrize(
    "clocks",
    [
        ["10:15", "", "", "", "", ""],
        ["10:15", "12:30", "", "", "", ""],
        [f"March {n}, 2026 at 2:0{n} pm" for n in range(1, 7)],  # readers' comments are stamped so
        [f"{n}.5 million" for n in range(1, 7)],
        ["Kick-off: 8:00 p.m."] * 6,
    ],
)
def test_a_few_times_make_no_live_blog(clocks: list[str]) -> None:
    article = article_of(blog(clocks))
    assert (article.kind, article.parts) == (PageKind.ARTICLE, ())
