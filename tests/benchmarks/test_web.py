"""The benchmark `web`: its store holds what it says, and its walk meets every type of page."""

from contextlib import nullcontext
from pathlib import Path

import pytest

from benchmarks import web, web_store
from benchmarks.frame import Options
from benchmarks.web_store import STATEMENTS, make_store, records
from onrecord.store import open_store
from onrecord.web.app import PAGES
from onrecord.web.pages.claims import claim_of
from tests.web.given import client


def test_made_up_records_cite_their_text_and_are_the_same_each_time() -> None:
    made = list(records(40))
    assert made == list(records(40))
    assert [problem for record, _ in made for problem in record.check()] == []
    assert {len(record.statements or ()) for record, _ in made} == {STATEMENTS}
    assert len({record.document.location for record, _ in made}) == 40
    assert len({record.document.id for record, _ in made}) < 40  # some are printings of one text


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("web") / "web.db"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(web_store, "BLOCK", 30)
        make_store(path, 90)
    return path


def test_a_store_of_several_blocks_is_sound_and_keeps_every_claim_apart(store: Path) -> None:
    with open_store(store) as opened:
        assert opened.check() == ()
        ask = opened.connection
        assert opened.coverage().read == 90
        assert ask.execute("SELECT count(*) FROM statement").fetchone() == (90 * STATEMENTS,)
        for table in ("capture", "story", "claim", "deal", "voice", "copy"):
            (first,) = ask.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert first % 3 == 0
            assert first > 0
        claims = opened.claims()
        pages = {page.page for page in opened.pages()}
        assert len(pages) == 90
        assert {voice.document for row in claims if (claim := claim_of(opened, row.claim)) for voice in claim.asserts} <= pages
        assert len({n for (n,) in ask.execute("SELECT n FROM claim")}) == len(claims)
        assert len(ask.execute("SELECT rowid FROM statement_fts WHERE statement_fts MATCH 'shipped'").fetchall()) >= 90


def test_the_walk_meets_every_type_of_page_without_an_error(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = client(store, read_only=True)

    def ask(_: web.Served, address: str) -> web.Seen:
        found = browser.get(address)
        return web.Seen(address, found.status_code, 1.0, None, len(found.content))

    monkeypatch.setattr(web, "serve", lambda _: nullcontext(web.Served("", 0, 0)))  # no socket opens while tests run
    monkeypatch.setattr(web, "_text", lambda _, address: browser.get(address).text)
    monkeypatch.setattr(web, "ask", ask)
    monkeypatch.setattr(web, "READERS", 2)
    monkeypatch.setattr(web, "EACH", 3)
    monkeypatch.setattr(web, "_browse", lambda *_: False)
    found = web.run(Path(web.__file__).with_name("web_store.py"), Options(store=store))
    assert [row for row in found.predictions if row["status"] != 200] == []
    assert not found.failed
    assert len(found.rows) == 1 + len(PAGES)
    assert all(row.figures["pages"] for row in found.rows)
