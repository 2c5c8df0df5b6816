"""The benchmark `scaling`: its pages, what it takes for growth, and what it takes for unsound."""

import sys
from pathlib import Path

import pytest

import onrecord
from benchmarks import scaling
from benchmarks.frame import DataError, Options
from benchmarks.hostile import Run
from benchmarks.scaling import BENCHMARK, Cost, Page, deep_page, growth, news_page, unsound


def _ended(page: Page) -> Run:
    return Run(0, onrecord.read(page.html).to_json().encode() + b"\n", "", 0.1, 50)


@pytest.mark.parametrize("page", [news_page(0.1), deep_page(100), deep_page(40_000)], ids=lambda page: str(page.name))
def test_its_pages_are_read_soundly(page: Page) -> None:
    assert page.article is not None
    assert unsound(_ended(page), page.article) is None


@pytest.mark.parametrize("megabytes", [0.1, 1])
def test_a_page_has_its_size_and_is_the_same_each_time(megabytes: float) -> None:
    page = news_page(megabytes)
    assert page == news_page(megabytes)
    assert page.size == pytest.approx(megabytes, rel=0.1)


ARTICLE = ("The board said on Monday that it would pay for the bridge this year.", "The mayor was glad that the ferry would go on until then.")
HTML = "<title>Bridge</title><h1>Second bridge for the town</h1>" + "".join(f"<p>{words}</p>" for words in ARTICLE)


@pytest.mark.parametrize(
    ("done", "article", "wrong"),
    [
        (_ended(Page("a", "size", 1, HTML.encode(), None)), ARTICLE, None),
        (_ended(Page("a", "size", 1, HTML.encode(), None)), None, None),
        (_ended(Page("a", "size", 1, HTML.encode(), None)), (*ARTICLE, "It never came."), "2 of 3 paragraphs"),
        (_ended(Page("a", "size", 1, HTML.encode(), None)), ARTICLE[:1], "1 of 2 blocks of the body"),
        (Run(1, b"", "onrecord: a.html: empty", 0.1, 50), ARTICLE, "no record: onrecord: a.html: empty"),
        (Run(-24, b"", "", 120, 50), ARTICLE, "no record: status -24"),
        (Run(0, b"{", "", 0.1, 50), ARTICLE, "no record: $: not JSON"),
        (Run(0, _ended(Page("a", "size", 1, HTML.encode(), None)).out.replace(b"Monday", b"Friday", 1), "", 0.1, 50), ARTICLE, ""),
    ],
)
def test_what_is_unsound(done: Run, article: tuple[str, ...] | None, wrong: str | None) -> None:
    found = unsound(done, article)
    assert (found is None) == (wrong is None)
    assert wrong is None or wrong in (found or "")


def _cost(size: float, cpu_s: float, series: str = "size") -> Cost:
    return Cost(Page(f"{size}", series, size, b"", None), cpu_s, 50, None)


def test_growth_is_told_between_neighbours_of_one_series() -> None:
    costs = [_cost(1, 0.1), _cost(10, 1.0), _cost(100, 100.0), _cost(100, 0.001, "depth"), _cost(1000, 2.0, "depth"), _cost(10_000, 2.0, "depth")]
    assert growth(costs) == [None, pytest.approx(1), pytest.approx(2), None, None, pytest.approx(0)]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits")
def test_pages_of_ones_own_are_measured_in_the_order_of_their_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scaling, "RUNS", 1)
    (tmp_path / "b.html").write_text(HTML + "<p>The town will vote on it.</p>" * 20, encoding="utf-8")
    (tmp_path / "a.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "c.html").write_text(" " * 5000, encoding="utf-8")
    result = BENCHMARK.run(tmp_path, Options())
    assert [row.who for row in result.rows[1:]] == ["a.html", "b.html", "c.html"]
    assert [row.figures["unsound"] for row in result.rows] == [1, 0, 0, 1]
    assert all((row.figures["MiB"] or 0) > 10 for row in result.rows)
    assert result.failed
    assert any("c.html: no record" in note for note in result.notes)


def test_a_folder_without_a_page_is_said_to_be_one(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no page in it"):
        BENCHMARK.run(tmp_path, Options())
