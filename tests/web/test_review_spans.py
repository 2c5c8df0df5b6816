"""The words of a statement, moved by a person: by addresses alone, a word at a time, and written down with the decision."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from starlette.testclient import TestClient

import onrecord
from onrecord.record import Pieces, Record, Source
from onrecord.text import Span
from onrecord.web.pages.spans import edges, moved
from tests.record_by_hand import full_record
from tests.spans import span_of
from tests.web.browser import open_tab, serve
from tests.web.given import client, csrf_of, make_store, post
from tests.web.test_browser_reader import scripts_record

PAGE = """A week of howitzers in Vardholm
Published: Friday, 1 March 2024
VARDHOLM, March 1 (Reuters) - The defence ministry denied on Friday that Velmar had shipped 40 howitzers to Ostania last week.
"No such delivery took place," Defence Minister Ada Brandt told reporters.
"""


def unsure_store(path: Path) -> Any:
    """A store of one page whose first statement waits for review, read from bytes that can be read again."""
    from onrecord.store.packed import pack
    from onrecord.store.write import reading_of

    record = onrecord.read(PAGE.encode(), location="https://news.example/a")
    record = replace(record, statements=tuple(replace(s, settled=s.id != "s1") for s in record.statements or ()))
    return make_store(path, reading_of(record, key="a", size=len(PAGE), source=pack(PAGE.encode())))


def words(record: Record, part: str) -> str:
    """The words of a part of the first statement."""
    said = (record.statements or ())[0]
    return " ".join(record.document[span] for span in getattr(said, part).spans)


def link(browser: TestClient, address: str, press: str) -> str | None:
    """Where a step leads."""
    found = LexborHTMLParser(browser.get(address).text).css_first(f'[data-press="{press}"]')
    return found.attributes["href"] if found else None


def test_words_are_moved_by_links_and_written_with_the_decision(tmp_path: Path) -> None:
    store = unsure_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    page = store.pages()[0].page
    before = store.record(page)
    content = words(before, "content")
    address: str | None = "/review"
    for press in ("content-start-later", "content-end-earlier", "content-end-earlier"):
        assert address
        address = link(browser, address, press)
    assert address
    shown = browser.get(address).text
    wanted = " ".join(content.split()[1:-2])
    assert LexborHTMLParser(shown).css_first(".quoted mark").text() == wanted
    assert store.corrections() == ()
    form = {node.attributes["name"]: node.attributes["value"] for node in LexborHTMLParser(shown).css("form.decide input[type=hidden]")}
    done = post(browser, "/review/decide", {**form, "csrf": csrf_of(shown), "decision": "accept", "author": "Ada"})
    assert [c.field for c in store.corrections()] == ["statements[s1].content", "statements[s1].stance"]
    assert words(store.record(page), "content") == wanted
    told = browser.get(done.headers["location"]).text
    keys = LexborHTMLParser(told).css_first('form[action="/review/undo"] input[name=key]').attributes["value"]
    post(browser, "/review/undo", {"key": keys or "", "csrf": csrf_of(told)})
    assert store.corrections() == ()
    assert store.record(page).statements == before.statements


@pytest.mark.parametrize("given", ["0-9999", "5", "a-b", "-1-4", "90-80", "١-٢", "9" * 30 + "-4", "<script>"])
def test_a_range_that_cannot_be_is_told_and_not_written(tmp_path: Path, given: str) -> None:
    store = unsure_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    found = browser.get("/review", params={"content": given})
    assert found.status_code == 200
    assert "Not written" in found.text
    form = {"kind": "statement", "page": store.pages()[0].page, "item": "s1", "decision": "accept", "content": given, "csrf": csrf_of(found.text)}
    assert "failed=" in post(browser, "/review/decide", form).headers["location"]
    assert store.corrections() == ()


@pytest.mark.parametrize("part", ["content", "source"])
def test_steps_stay_in_the_block_and_out_of_the_cue_whatever_the_script(part: str) -> None:
    """Every word of a block can be reached or left, and each step gives a record whose citations hold."""
    for record in (scripts_record(), full_record()):
        for said in record.statements or ():
            for name in ("start-earlier", "start-later", "end-earlier", "end-later"):
                now, steps = said, 0
                while (to := edges(record, now, part).moves[name]) is not None:
                    now = moved(record, now, {part: f"{to[0]}-{to[1]}"})
                    assert replace(record, statements=tuple(now if s.id == now.id else s for s in record.statements or ())).check() == ()
                    steps += 1
                    assert steps < 100


def test_a_step_is_a_word_with_its_marks() -> None:
    text = "Émile\u0301’s 👩‍👩‍👧 state-run re\u0301seau said 外交部 no."
    record = scripts_record()
    said = replace(
        (record.statements or ())[0],
        source=Source((span_of(text, "👩‍👩‍👧"),), named=True),
        cue=Pieces((span_of(text, "said"),)),
        content=Pieces((span_of(text, "交"),)),
    )
    assert record.article is not None
    block = replace(record.article.body[0], range=Span(0, len(text)))
    record = replace(record, document=replace(record.document, text=text), article=replace(record.article, headline=None, body=(block,)))
    found = []
    for part, name in (("source", "start-earlier"), ("source", "end-later"), ("content", "start-earlier"), ("content", "end-later")):
        to = edges(record, said, part).moves[name]
        assert to is not None
        found.append(text[slice(*to)])
    assert found == ["Émile\u0301’s 👩‍👩‍👧", "👩‍👩‍👧 state-run", "外交", "交部"]


def test_keys_of_review_move_decide_and_undo(chromium: Any, tmp_path: Path) -> None:
    store = unsure_store(tmp_path / "a.db")
    page = store.pages()[0].page
    content = words(store.record(page), "content")
    for base in serve(tmp_path / "a.db"):
        seen = open_tab(chromium, base)
        seen.tab.goto(f"{base}/review")
        marked = seen.tab.locator(".quoted mark")
        steps = [("ArrowRight", content.split()[1:]), ("Shift+ArrowLeft", content.split()[1:-1]), ("ArrowLeft", content.split()[:-1])]
        for key, wanted in steps:
            before = seen.tab.url
            seen.tab.keyboard.press(key)
            seen.tab.wait_for_url(lambda url, before=before: url != before)
            assert marked.text_content() == " ".join(wanted)
        seen.tab.keyboard.press("s")
        seen.tab.keyboard.press("ArrowRight")
        seen.tab.wait_for_url("**source=**")
        seen.tab.keyboard.press("r")
        seen.tab.wait_for_url("**/review?page=1")
        assert marked.text_content() == content
        seen.tab.keyboard.press("Shift+ArrowLeft")
        seen.tab.wait_for_url("**content=**")
        seen.tab.keyboard.press("3")
        seen.tab.wait_for_url("**&done=*")
        assert [c.field for c in store.corrections()] == ["statements[s1].content", "statements[s1].stance"]
        seen.tab.keyboard.press("Backspace")
        seen.tab.wait_for_url("**undone=1**")
        assert store.corrections() == ()
        seen.tab.keyboard.press("c")
        seen.tab.keyboard.type("ax u3")  # no letter works while a comment is typed
        seen.tab.keyboard.press("Escape")
        assert store.corrections() == ()
        seen.tab.keyboard.press("a")
        seen.tab.wait_for_url("**&done=*")
        assert [(c.value, c.why) for c in store.corrections()] == [("denies", "ax u3")]
        assert seen.wrong == []


def test_nothing_is_moved_where_the_server_only_reads(tmp_path: Path) -> None:
    unsure_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db", read_only=True)
    assert link(browser, "/review", "content-start-later") is None
