"""Addresses: the same in every store that holds the same page, readable, each with its data beside it and a citation where words are quoted."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from onrecord.web.app import FILES, PAGES
from onrecord.web.index import place_key
from tests.record_by_hand import full_record
from tests.web.given import LISTS, addresses_of, client, deal, make_store, small_store, with_digest, written


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("web") / "a.db"
    small_store(path)
    return client(path)


def every_type(browser: TestClient) -> list[str]:
    """A page of every type."""
    page = next(row for row in browser.get("/pages.json").json()["pages"] if row["outlet"] == "Post")["page"]
    claim = next(c for c in browser.get("/claims.json").json()["claims"] if c["of"] == "transfer")
    copy = LexborHTMLParser(browser.get(f"/page/{page}").text).css_first('#copies ~ table a[href*="/copy/"]').attributes["href"] or ""
    actor = LexborHTMLParser(browser.get("/actors").text).css_first("td a.open").attributes["href"] or ""
    return [*LISTS, *addresses_of(page, claim["id"]), f"/story/{claim['story']}", copy, actor, "/search?q=howitzers"]


def test_every_page_has_its_data_beside_it(browser: TestClient) -> None:
    seen = set()
    for address in every_type(browser):
        path, _, query = address.partition("?")
        shown = browser.get(address)
        data = browser.get(("/index" if path == "/" else path) + ".json" + (f"?{query}" if query else ""))
        assert (shown.status_code, data.status_code, data.headers["content-type"]) == (200, 200, "application/json"), address
        assert isinstance(data.json(), dict)
        beside = LexborHTMLParser(shown.text).css_first('link[rel="alternate"][type="application/json"]').attributes["href"] or ""
        assert browser.get(beside).json() == data.json(), address
        seen.add(next(pattern for pattern in PAGES if re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", pattern), path)))
    assert seen == set(PAGES)  # a page type that is added has to be in this test
    assert not set(FILES) & set(PAGES)


def test_addresses_are_the_same_whatever_else_a_store_holds(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    other = with_digest(replace(full_record(), document=replace(full_record().document, text=full_record().document.text)), 9)
    make_store(tmp_path / "b.db", written(other, "https://other.example/x", "Other"), deal(2, "Courier"), deal(1, "Post"))
    found = []
    for name in ("a.db", "b.db"):
        browser = client(tmp_path / name)
        page = next(row for row in browser.get("/pages.json").json()["pages"] if row["outlet"] == "Post")["page"]
        cited = [browser.get(f"/page/{page}/{step}.json").json() for step in ("statement/s1", "statement/s2", "transfer/x1")]
        places = sorted(place["place"] for place in browser.get("/map.json").json()["places"])
        found.append((page, cited, places))
    assert found[0] == found[1]


@pytest.mark.parametrize(
    ("place", "key"),
    [
        (("Velmar City", None, 1), "1"),
        (("Lima", "PER", 3936456), "3936456"),
        (("Nowhere", "PER", None), r"p[0-9a-f]{12}"),
        (("</title>\ud800" * 9000, None, None), r"p[0-9a-f]{12}"),
    ],
)
def test_a_place_is_asked_for_by_its_number_or_a_word_of_its_name(place: tuple[Any, Any, Any], key: str) -> None:
    assert re.fullmatch(key, place_key(*place))
    assert place_key(*place) == place_key(*place)
    assert place_key("A", "B", None) != place_key("AB", None, None)


@pytest.mark.parametrize("step", ["statement/s1", "statement/s2", "transfer/x1", ""])
def test_a_citation_names_all_that_is_needed_to_find_the_words(browser: TestClient, step: str) -> None:
    row = next(row for row in browser.get("/pages.json").json()["pages"] if row["outlet"] == "Post")
    address = f"/page/{row['page']}" + (f"/{step}" if step else "")
    record = browser.get(f"/page/{row['page']}.json").json()
    shown = LexborHTMLParser(browser.get(address).text).css_first("#citation").text().strip()
    wanted = [
        "Post",
        "“Velmar ships howitzers to Ostania, official says”",
        "2026-04-30",
        record["article"]["url"],
        record["document"]["id"],
        "retrieved",
    ]
    assert [word for word in wanted if word not in shown] == []
    if step:
        assert browser.get(f"{address}.json").json()["citation"] == shown
        start, end = (int(n) for n in re.search(r"characters (\d+) to (\d+)", shown).groups())  # type: ignore[union-attr]
        assert f"“{record['document']['text'][start:end]}”" in shown
        assert "\n" not in record["document"]["text"][start:end]  # a sentence, or sentences of one paragraph
