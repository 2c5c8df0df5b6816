"""What the pages show: each is there with its data, every link leads somewhere, every number can be recounted."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args
from urllib.parse import urldefrag
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

from onrecord.record import PloverRoot
from onrecord.stories import Voice
from onrecord.web.keys import KEYS, LISTS, READER, REVIEW, keys_of
from onrecord.web.pages.claims import names_of
from onrecord.web.pages.register import fullest
from onrecord.web.words import TYPES, word_of
from tests.reconcile import goods
from tests.record_by_hand import full_record
from tests.web.given import client, deal, make_store, small_store, with_digest, written

PAGES = [
    "/", "/claims", "/arms", "/arms?scope=all", "/pages", "/timeline", "/map", "/adjacency", "/actors", "/review", "/audit", "/problems", "/about",
    "/search?q=howitzers",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path = tmp_path_factory.mktemp("web") / "a.db"
    small_store(path)
    return client(path)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_there_with_its_data(browser: TestClient, address: str) -> None:
    found = browser.get(address)
    assert found.status_code == 200
    tree = LexborHTMLParser(found.text)
    assert [len(tree.css(name)) for name in ("h1", "main", "head title")] == [1, 1, 1]
    beside = tree.css_first('link[rel="alternate"][type="application/json"]').attributes["href"]
    assert beside
    assert isinstance(browser.get(beside).json(), dict)
    assert re.search(r"Rests on \d+ pages?, \d+ read", tree.css_first("footer").text())


def _one_page(path: Path, *, settled: bool = True, place: str | None = "p1") -> TestClient:
    """A store of one page on one deal."""
    record = full_record()
    event, transfer = (record.events or ())[0], (record.arms_transfers or ())[0]
    record = replace(record, events=(replace(event, settled=settled, place=place),), arms_transfers=(replace(transfer, settled=settled),))
    make_store(path, written(with_digest(record, 1), "https://post.example/a", "Post"))
    return client(path)


@pytest.mark.parametrize("settled", [True, False])
def test_a_deed_of_which_no_reading_is_settled_is_marked_wherever_it_stands(tmp_path: Path, settled: bool) -> None:
    browser = _one_page(tmp_path / "a.db", settled=settled)
    for address in ("/", "/claims", "/arms?scope=all", "/adjacency"):
        rows = LexborHTMLParser(browser.get(address).text)
        assert rows.css("[data-row]"), address
        assert bool(rows.css("[data-row] strong.unsettled[title]")) != settled, address


@pytest.mark.parametrize(
    ("type_", "of", "stage", "mode", "word"),
    [
        ("COOPERATE", "transfer", "delivered", "sale", "delivery"),
        ("AGREE", "transfer", "ordered", "sale", "sale"),
        ("AID", "transfer", None, "aid", "arms aid"),
        ("AGREE", "transfer", "agreed", None, "arms deal"),
        ("COOPERATE", "transfer", None, None, "arms transfer"),
        ("AGREE", "event", None, None, "agreement"),
        ("ASSAULT", "event", None, None, "attack"),
    ],
)
def test_a_deed_has_a_plain_word(type_: str, of: str, stage: str | None, mode: str | None, word: str) -> None:
    assert word_of(type_, of, stage, mode) == word


def test_every_type_has_a_plain_word_and_the_board_shows_it_beside_the_type(browser: TestClient) -> None:
    assert set(TYPES) == set(get_args(PloverRoot))
    rows = LexborHTMLParser(browser.get("/claims").text).css('[data-row] a.open[title^="PLOVER: "]')
    assert rows
    assert not any(node.text().startswith(str(node.attributes["title"]).removeprefix("PLOVER: ")) for node in rows)


def test_the_months_of_the_drawing_are_named(browser: TestClient) -> None:
    tree = LexborHTMLParser(browser.get("/timeline").text)
    months = [row["month"] for row in browser.get("/timeline.json").json()["months"]]
    assert 0 < len(months) <= 12
    assert [node.text() for node in tree.css("svg text.month")] == months


@pytest.mark.parametrize("place", ["p1", None])
def test_where_no_event_has_a_place_that_is_said_and_no_world_drawn(tmp_path: Path, place: str | None) -> None:
    found = _one_page(tmp_path / "a.db", place=place).get("/map").text
    assert ("None of 1 event has a place" in found) == (place is None)
    assert ("<svg" in found) == (place is not None)


@pytest.mark.parametrize("address", ["/claims", "/arms?scope=all", "/actors"])
def test_which_rows_are_shown_is_told_once(browser: TestClient, address: str) -> None:
    tree = LexborHTMLParser(browser.get(address).text)
    assert len(re.findall(r"\d+ to \d+ of \d+", tree.css_first("main").text())) == 1
    assert tree.css("nav.pager") == []  # there is one page of it


@pytest.mark.parametrize(
    ("actor", "party", "shown"),
    [
        ("Grégoire Tanguay", "gregoire tanguay", ("Grégoire Tanguay", None)),
        ("Elroy Prince", "GUY", ("Elroy Prince", "Guyana")),
        (None, "GUY", ("Guyana", None)),
        (None, None, ("(source not named)", None)),
    ],
)
def test_a_party_is_told_where_it_is_another_than_who_speaks(
    tmp_path: Path, actor: str | None, party: str | None, shown: tuple[str, str | None]
) -> None:
    voice = Voice(party=party, actor=actor, origin="o1", newsroom=None, document="c1", statement="s1", said=None, cites=None)
    (name,) = names_of(make_store(tmp_path / "a.db"), [voice])
    assert (name.name, name.party) == shown


def test_every_link_of_every_page_leads_to_what_it_names(browser: TestClient) -> None:
    """From the start, through all pages: an address answers, and what stands behind # is there. Filters are followed two deep: they multiply."""
    seen: dict[str, set[str]] = {}
    wanted: set[tuple[str, str, str]] = set()
    ahead = ["/"]
    while ahead:
        address = ahead.pop()
        if address in seen or address.startswith("/static/") or address.count("&") > 1:
            continue
        found = browser.get(address)
        assert found.status_code == 200, address
        seen[address] = set()
        if "text/html" not in found.headers["content-type"]:
            continue
        tree = LexborHTMLParser(found.text)
        ids = [node.attributes["id"] for node in tree.css("[id]")]
        assert len(ids) == len(set(ids)), address
        seen[address] = {id_ for id_ in ids if id_}
        for node in tree.css("a[href]"):
            href = node.attributes["href"] or ""
            if href.startswith("http"):
                assert node.attributes.get("rel") == "noreferrer noopener"
                continue
            target, fragment = urldefrag(href)
            wanted.add((address, target or address, fragment))
            ahead.append(target or address)
    assert len(seen) > 60
    missing = [(at, to, fragment) for at, to, fragment in wanted if fragment and fragment not in seen[to]]
    assert missing == []


def test_an_anchor_stands_at_the_words_that_it_names(browser: TestClient) -> None:
    page = next(row for row in browser.get("/pages.json").json()["pages"] if row["outlet"] == "Post")["page"]
    text = browser.get(f"/page/{page}.json").json()["document"]["text"]
    tree = LexborHTMLParser(browser.get(f"/page/{page}").text)
    anchors = {node.attributes["id"]: node.text() for node in tree.css("#text [id^=q]")}
    assert anchors
    for name, words in anchors.items():
        start = int((name or "")[1:])
        assert text[start : start + len(words)] == words


def test_a_piece_of_a_statement_is_marked_where_its_offsets_say(browser: TestClient) -> None:
    page = next(row for row in browser.get("/pages.json").json()["pages"] if row["outlet"] == "Post")["page"]
    record = browser.get(f"/page/{page}.json").json()
    tree = LexborHTMLParser(browser.get(f"/page/{page}").text)
    marked = [node.text() for node in tree.css("#text mark")]
    told = [record["document"]["text"][p["start"] : p["end"]] for s in record["statements"] for p in s["content"]["spans"]]
    assert sorted(marked) == sorted(told)


def test_the_four_counts_of_a_claim_are_recounted_in_its_tree(browser: TestClient) -> None:
    board = browser.get("/claims.json").json()
    claim = next(c for c in board["claims"] if c["of"] == "transfer" and c["asserts"])
    tree = LexborHTMLParser(browser.get(f"/claim/{claim['id']}").text)
    asserts = tree.css(".tree details")[0]
    facets = [node.text() for node in asserts.css(".facet")]
    told = [node.text().split()[0] for node in tree.css("main > .counts li")]
    assert told == [str(claim[name]) for name in ("outlets", "newsrooms", "origins", "parties")]
    assert facets.count("origin") == claim["origins"]
    assert len({node.text() for node in asserts.css("li") if node.text().strip().startswith("party")}) == claim["parties"]


def test_what_is_not_settled_is_in_no_total(tmp_path: Path) -> None:
    record = full_record()
    unsure = replace(record, statements=tuple(replace(s, settled=False) for s in record.statements or ()))
    make_store(tmp_path / "a.db", written(unsure, "https://post.example/a"))
    browser = client(tmp_path / "a.db")
    for address, name in (("/claims.json", "claims"), ("/arms.json?scope=all", "transfers")):
        found = browser.get(address).json()
        assert (found["total"], found[name], found["unsettled"], len(found[f"unsettled_{name}"])) == (0, [], 1, 1)
    assert browser.get("/index.json").json()["counts"]["claims"] == 0


def test_nobody_denies_is_written_with_the_pages_read(browser: TestClient) -> None:
    found = browser.get("/claims.json").json()
    assert found["no_denial"] == f"no denial found in {found['coverage']['read']} pages read"
    assert any(not c["denies"] for c in found["claims"])
    assert found["no_denial"] in browser.get("/claims").text


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("state=disputed", lambda c: c["disputed"]),
        ("type=AID", lambda c: c["type"] == "AID"),
        ("of=transfer", lambda c: c["of"] == "transfer"),
        ("status=occurred", lambda c: c["status"] == "occurred"),
        ("state=nonsense", lambda c: True),
        ("state=once&of=event", lambda c: c["of"] == "event" and c["newsrooms"] == 1 and not c["disputed"] and not c["independently_reported"]),
        ("to=OST&type=AID", lambda c: c["type"] == "AID" and "OST" in (c["recipient"], *c["recipients"])),
        ("actor=nobody", lambda c: False),
    ],
)
def test_a_filter_shows_what_fits_and_all_of_it(browser: TestClient, query: str, fits: object) -> None:
    everything = browser.get("/claims.json").json()["claims"]
    found = browser.get(f"/claims.json?{query}").json()
    assert {c["id"] for c in found["claims"]} == {c["id"] for c in everything if fits(c)}  # type: ignore[operator]
    assert found["total"] == len(found["claims"])


def test_the_number_beside_a_filter_is_what_it_leads_to(browser: TestClient) -> None:
    checked = 0
    for address in (
        "/claims",
        "/claims?of=transfer",
        "/claims?actor=OST",
        "/claims?since=2000",
        "/claims?state=disputed&since=2000",
        "/arms?scope=all",
    ):
        for node in LexborHTMLParser(browser.get(address).text).css(".facets a:not(.chosen)"):
            href = node.attributes["href"] or ""
            assert browser.get(href.replace("?", ".json?", 1)).json()["total"] == int(node.css_first(".at").text()), href
            checked += 1
    assert checked > 10


def test_the_register_has_the_goods_of_a_claim_whichever_of_its_pages_tells_them(tmp_path: Path) -> None:
    """The page of the order calls the buyer otherwise than the claim does, and another page tells the order without goods."""
    with goods.stored(goods.TWO_GOODS, tmp_path / "two.db"):
        browser = client(tmp_path / "two.db")
        (order,) = [row for row in browser.get("/arms.json?scope=all").json()["transfers"] if row["claim"]["status"] == "planned"]
    assert [(item["what"]["words"], item["number"]["words"]) for item in order["items"]] == [
        ("Yaman-4 armoured cars", "forty"),
        ("coastal radars", "twelve"),
    ]
    assert order["value"]["words"] == "$85 million"


def test_the_register_reads_first_the_telling_of_most_items_of_however_many(tmp_path: Path) -> None:
    with goods.stored(goods.TWO_GOODS, tmp_path / "two.db") as store:
        count = dict(store.connection.execute("SELECT transfer_id, count(*) FROM item GROUP BY transfer_id").fetchall())
        most = max(count, key=count.__getitem__)
        without = [(n, "p") for n in range(7)]
        assert fullest(store, [*without, (most, "p")]) == [(most, "p"), *without]


def test_the_register_exports_exactly_what_it_shows(browser: TestClient) -> None:
    shown = browser.get("/arms.json?scope=all").json()["transfers"]
    lines = browser.get("/arms.csv?scope=all").text.splitlines()
    assert shown
    assert lines[0].startswith("claim,supplier,recipient,item")
    assert [line.split(",")[0] for line in lines[1:]] == [t["claim"]["id"] for t in shown for _ in t["items"] or (None,)]


def test_a_deal_on_two_pages_is_one_row(browser: TestClient) -> None:
    rows = [t for t in browser.get("/arms.json?scope=all").json()["transfers"] if t["claim"]["supplier"] == "VEL"]
    assert len(rows) == 1
    assert rows[0]["items"][0]["what"]["words"] == "D-30 howitzers"
    assert rows[0]["items"][0]["number"]["reading"] == "about 40, delivered"


def test_the_number_beside_a_stance_is_what_the_narrower_search_finds(browser: TestClient) -> None:
    tree = LexborHTMLParser(browser.get("/search?q=type:AID").text)
    narrower = [node for node in tree.css("a") if "stance%3A" in (node.attributes["href"] or "") or "stance:" in (node.attributes["href"] or "")]
    assert len(narrower) > 1
    for node in narrower:
        found = browser.get((node.attributes["href"] or "").replace("?", ".json?", 1)).json()
        assert str(found["total"]) in node.text().split(), node.text()


def test_search_marks_what_was_looked_for(browser: TestClient) -> None:
    tree = LexborHTMLParser(browser.get("/search?q=howitzers").text)
    assert {node.text() for node in tree.css("mark.found")} == {"howitzers"}


def test_a_query_that_is_not_understood_is_told_and_no_error(browser: TestClient) -> None:
    found = browser.get("/search", params={"q": "stance:loves"})
    assert found.status_code == 400
    assert "not understood" in found.text


def test_a_feed_is_well_formed(browser: TestClient) -> None:
    found = browser.get("/search.atom", params={"q": "howitzers"})
    assert found.headers["content-type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(found.text)
    assert len(root.findall("{http://www.w3.org/2005/Atom}entry")) == browser.get("/search.json?q=howitzers").json()["total"] > 0


def test_a_citation_names_outlet_headline_day_sentence_offsets_and_digest(browser: TestClient) -> None:
    page = next(row for row in browser.get("/pages.json").json()["pages"] if row["outlet"] == "Post")["page"]
    record = browser.get(f"/page/{page}.json").json()
    cited = browser.get(f"/page/{page}/statement/s1.json").json()["citation"]
    start, end = (int(n) for n in re.search(r"characters (\d+) to (\d+)", cited).groups())  # type: ignore[union-attr]
    assert f"“{record['document']['text'][start:end]}”" in cited
    assert all(word in cited for word in ("Post", "Velmar ships howitzers", "2026-04-30", record["document"]["id"]))


def test_problems_show_cause_and_remedy(browser: TestClient) -> None:
    found = browser.get("/problems.json").json()
    assert [(f["location"], f["remedy"]) for f in found["failed"]] == [("broken.html", "give another")]
    assert len(found["undated"]) == found["coverage"]["undated"] > 0


@pytest.mark.parametrize("address", ["/page/nothing", "/claim/nothing", "/story/nothing", "/actor/nobody", "/place/99", "/page/a/copy/b", "/nowhere"])
def test_what_is_not_there_is_not_found(browser: TestClient, address: str) -> None:
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["page=0", "page=-1", "page=9999999999999", "page=²", "sort=x'--", "state=%00", "a=1&" * 200, "actor=" + "x" * 5000]
)
def test_a_strange_query_is_no_error_of_ours(browser: TestClient, query: str) -> None:
    for path in ("/claims", "/arms", "/pages", "/actors", "/review", "/problems"):
        assert browser.get(f"{path}?{query}").status_code in (200, 400)


def test_an_empty_store_has_all_pages(tmp_path: Path) -> None:
    make_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    assert [browser.get(address).status_code for address in PAGES] == [200] * len(PAGES)


def test_before_the_index_is_made_pages_say_so(tmp_path: Path) -> None:
    from onrecord.web.app import PAGES as ROUTES
    from onrecord.web.app import answered, site_of

    make_store(tmp_path / "a.db", deal(1, "Post"))
    site = site_of(tmp_path / "a.db", read_only=True, author="a", csrf="b")
    told = answered(site, ROUTES["/claims"], "/claims", {}, "")
    assert (told.status, "is being made" in told.html()) == (200, True)
    assert json.loads(told.json()) == {"claims": None}


def test_no_key_means_two_things_on_one_page() -> None:
    for where in (READER, LISTS, REVIEW):
        keys = [key.keys for key in keys_of(where)]
        assert len(keys) == len(set(keys))
        singles = {key for key in keys if " " not in key.strip() and len(key) == 1}
        assert not singles & {key.split()[0] for key in keys if " " in key.strip()}
    assert len({key.keys for key in KEYS}) > 20


def test_fifty_readers_at_once_get_what_one_gets(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from onrecord.web.app import PAGES as ROUTES
    from onrecord.web.app import answered, site_of

    store = small_store(tmp_path / "a.db")
    site = site_of(tmp_path / "a.db", read_only=True, author="a", csrf="b")
    site.index.refresh(merge=False)
    asked = [("/page/{page}", {"page": row.page}, "") for row in store.pages()]
    asked += [(address, {}, query) for address, query in (("/claims", ""), ("/arms", "scope=all"), ("/search", "q=howitzers"), ("/actors", ""))]

    def get(n: int) -> str:
        address, path, query = asked[n % len(asked)]
        return answered(site, ROUTES[address], address, path, query).html()

    alone = [get(n) for n in range(len(asked))]
    with ThreadPoolExecutor(50) as readers:
        assert list(readers.map(get, range(300))) == [alone[n % len(asked)] for n in range(300)]
