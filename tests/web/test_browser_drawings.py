"""Marks of drawings, followed in a browser to the words that they stand for; and the numbers of the board, recounted where they lead."""

from typing import Any

import pytest

from tests.web.browser import Served, open_tab

NUMBERS = (("outlet", "outlets"), ("newsroom", "newsrooms"), ("origin", "origins"), ("party", "parties"))
# Outlets, newsrooms, origins and parties, counted in the tree.
_TREE = """(() => {
  const branches = [...document.querySelectorAll(".tree > details")];
  const told = branches.filter((branch) => /asserts|narrates/.test(branch.querySelector("summary").innerText));
  const facets = told.flatMap((branch) => [...branch.querySelectorAll(".facet")]);
  const of = (kind) => facets.filter((one) => one.innerText === kind).map((one) => one.parentElement);
  const first = (item, selector) => item.querySelector(selector)?.innerText ?? "";
  return [
    new Set(of("page").map((page) => first(page, ".at bdi"))).size,
    new Set(of("newsroom").map((room) => first(room, "bdi"))).size,
    of("origin").length,
    of("party").filter((party) => !first(party, "b").startsWith("none")).length,
  ];
})()"""


def words_at(tab: Any) -> str:
    """The words that the address names, which have to be seen."""
    target = tab.locator(":target")
    target.wait_for()  # the page may still be on its way
    assert target.count() == 1, tab.url
    return str(target.inner_text())


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_mark_of_the_map_leads_to_the_words_of_its_events(chromium: Any, served: Served, scripts: bool) -> None:
    seen = open_tab(chromium, served.base, java_script_enabled=scripts)
    seen.tab.goto(f"{served.base}/map")
    marks = seen.tab.locator("main svg a")
    assert marks.count() > 0
    for number in range(marks.count()):
        seen.tab.goto(f"{served.base}/map")
        name = marks.nth(number).locator("title").text_content().rpartition(":")[0]
        marks.nth(number).click(force=True)
        if "#at-" in seen.tab.url:  # of several places: each is named below
            name = seen.tab.locator(":target a").first.inner_text()
            seen.tab.locator(":target a").first.click()
        assert seen.tab.locator("h1").inner_text() == name
        events = seen.tab.locator("td a.open")
        told = [(events.nth(n).inner_text(), events.nth(n).get_attribute("href")) for n in range(events.count())]
        assert told
        for words, href in told:
            seen.tab.goto(served.base + href)
            assert words.startswith(words_at(seen.tab).split(" … ")[0][:20])
    assert seen.wrong == []


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_mark_of_a_timeline_leads_to_the_sentence(chromium: Any, served: Served, scripts: bool) -> None:
    seen = open_tab(chromium, served.base, java_script_enabled=scripts)
    address = f"{served.base}/timeline?claim={served.claim}"
    seen.tab.goto(address)
    marks = seen.tab.locator("main svg a")
    kinds = set()
    for number in range(marks.count()):
        seen.tab.goto(address)
        kind = marks.nth(number).locator("rect").get_attribute("class").split()[1]
        name = marks.nth(number).locator("title").text_content().partition(":")[0]
        marks.nth(number).click()
        kinds.add(kind)
        if kind == "happened":  # what is said to have happened has no sentence of its own: its claim has those who say so
            assert f"/claim/{served.claim}" in seen.tab.url
            seen.tab.locator(".voices q a").first.click()
        else:
            assert name
        assert words_at(seen.tab)
        assert "/page/" in seen.tab.url
    assert "asserts" in kinds
    assert seen.wrong == []


def test_a_month_leads_to_its_pages(chromium: Any, served: Served) -> None:
    seen = open_tab(chromium, served.base)
    seen.tab.goto(f"{served.base}/timeline")
    months = seen.tab.locator("main svg a title").all_text_contents()
    for number, told in enumerate(months):
        seen.tab.goto(f"{served.base}/timeline")
        # The bar of a month in which nothing was said has no height: its link is in the table, too.
        if told.partition(": ")[2].startswith("0 statements"):
            continue
        seen.tab.locator("main svg a").nth(number).locator("rect.said").click()
        days = seen.tab.locator("td.day").all_inner_texts()
        assert all(day.startswith(told.partition(":")[0]) for day in days), told
    assert seen.wrong == []


def test_every_number_of_the_board_is_recounted_where_it_leads(chromium: Any, served: Served) -> None:
    seen = open_tab(chromium, served.base)
    seen.tab.goto(f"{served.base}/claims")
    rows = seen.tab.evaluate(
        "[...document.querySelectorAll('.board [data-row]')].map(row => ({href: row.querySelector('a.open').getAttribute('href'), "
        "counts: [...row.querySelectorAll('.counts a')].map(a => [a.getAttribute('href'), a.innerText])}))"
    )
    assert len(rows) > 2
    for row in rows:
        told = {name.split()[1]: int(name.split()[0]) for _, name in row["counts"]}
        assert {href for href, _ in row["counts"]} == {f"{row['href']}#tree"}
        seen.tab.goto(served.base + row["counts"][0][0])
        assert seen.tab.locator(":target").is_visible()
        assert seen.tab.evaluate(_TREE) == [told.get(one, told.get(several)) for one, several in NUMBERS], row["href"]
    assert seen.wrong == []
