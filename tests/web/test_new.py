"""What is new since the last visit: told by the address alone; a browser with scripts remembers the address itself."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, Literal

import pytest
from selectolax.lexbor import LexborHTMLParser

from onrecord.record import Stance
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.write import Item, put
from onrecord.web.site import write_site
from tests.store.given import reading
from tests.web.browser import open_tab, serve
from tests.web.given import client, deal, hostile_record, make_store, written


def add(path: Path, *items: Item) -> None:
    """More pages into a store, its stories made anew."""
    with closing(open_file(path, write=True)) as connection:
        assert put(connection, items) == 0
    with open_store(path) as store:
        store.stories()


def marks(html: str) -> list[str]:
    """What is written beside the claims of the lists."""
    return [node.text() for node in LexborHTMLParser(html).css(".voices strong.unsettled")]


def test_the_address_of_a_visit_shows_what_came_after_it(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    make_store(path, deal(1, "Post"))
    first = client(path).get("/")
    later = next(n.attributes["href"] or "" for n in LexborHTMLParser(first.text).css("#visit a") if n.attributes.get("id") is None)
    assert later == "/?new=1"
    assert marks(first.text) == []
    unchanged = client(path).get(later)
    assert "nothing new" in unchanged.text
    assert client(path).get("/index.json?new=1").json()["news"] == {"after": 1, "pages": 0, "claims": 0, "how": {}}
    add(path, reading("grain"), deal(2, "Courier"))
    browser = client(path)
    data = browser.get("/index.json?new=1").json()
    assert data["news"]["pages"] == 2
    assert set(data["news"]["how"].values()) <= {"new", "told by more pages"}
    assert "told by more pages" in marks(browser.get(later).text)
    assert [page["headline"] for page in data["newest"]] == [p["headline"] for p in browser.get("/pages.json?new=1").json()["pages"]]
    assert len(data["newest"]) == 2
    assert data["counts"] == browser.get("/index.json").json()["counts"]  # totals are of the store


def test_the_numbers_lead_to_what_they_count(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    make_store(path, deal(1, "Post"), reading("grain"))
    add(path, deal(2, "Courier"), reading("shells"))
    browser = client(path)
    news = browser.get("/index.json?new=2").json()["news"]
    assert news["claims"] == browser.get("/claims.json?new=2").json()["total"] > 0
    assert news["pages"] == len(browser.get("/pages.json?new=2").json()["pages"])
    everything = browser.get("/claims.json").json()["total"]
    assert browser.get("/claims.json?new=0").json()["total"] == everything
    assert browser.get("/claims.json?new=99").json()["total"] == 0


def told(number: int, relation: Literal["asserts", "denies"], stance: Stance) -> Item:
    """A page on which one source says something of one deed."""
    record = hostile_record("Velmar", number)
    links = tuple(replace(link, relation=relation) for link in record.links or ())
    statements = tuple(replace(s, stance=stance, settled=True) for s in record.statements or ())
    return written(replace(record, links=links, statements=statements), f"https://{number}.example/x", f"Outlet {number}")


def test_a_claim_that_is_denied_now_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    make_store(path, told(1, "asserts", Stance.ASSERTS))
    add(path, told(2, "denies", Stance.DENIES))
    assert "denied for the first time" in marks(client(path).get("/?new=1").text)
    assert client(path).get("/claims.json?new=1&state=disputed").json()["total"] == 1


@pytest.mark.parametrize("value", ["", "x", "-1", "1.5", "٣", "9" * 40, "1 OR 1=1", "<script>"])
def test_a_strange_number_asks_for_all(tmp_path: Path, value: str) -> None:
    make_store(tmp_path / "a.db", deal(1, "Post"))
    browser = client(tmp_path / "a.db")
    assert browser.get("/index.json", params={"new": value}).json()["news"] is None
    assert browser.get("/claims.json", params={"new": value}).json()["filters"] == {}


def test_a_browser_remembers_its_last_visit_by_itself(chromium: Any, tmp_path: Path) -> None:
    """No cookie: the number is kept by the browser, for this store, and the server never learns of it but by the link."""
    path = tmp_path / "a.db"
    make_store(path, deal(1, "Post"))
    for base in serve(path):
        seen = open_tab(chromium, base)
        context = seen.tab.context
        seen.tab.goto(base)
        assert not seen.tab.locator("#since").is_visible()  # the first visit
        add(path, deal(2, "Courier"))
        again = context.new_page()
        again.goto(base)
        assert again.locator("#since").get_attribute("href") == "/?new=1"
        again.reload()
        assert again.locator("#since").get_attribute("href") == "/?new=1"  # the same sitting
        again.locator("#since").click()
        assert "1 page" in again.locator("#visit").inner_text()
        third = context.new_page()
        third.goto(base)
        assert third.locator("#since").inner_text() == "Nothing came in since your last visit"
        assert context.cookies() == []
        assert seen.wrong == []


def test_nothing_of_a_visit_is_in_the_files_of_a_site(tmp_path: Path) -> None:
    make_store(tmp_path / "a.db", deal(1, "Post"))
    out = tmp_path / "site"
    out.mkdir()
    write_site(str(tmp_path / "a.db"), out)
    assert "last visit" not in (out / "index.html").read_text(encoding="utf-8")
