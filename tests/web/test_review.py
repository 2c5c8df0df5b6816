"""Decisions: each is a correction with its author, comes back when it is undone, and leaves the queue."""

from pathlib import Path
from typing import Any

import pytest

from tests.web.given import client, csrf_of, post, small_store


def key_of(store: Any, name: str) -> str:
    """The page of one of the texts."""
    return next(row.page for row in store.pages() if row.location.endswith(f"/{name}"))


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [
        ({"kind": "statement", "item": "s1", "decision": "accept"}, "statements[s1].stance", "denies"),
        ({"kind": "statement", "item": "s1", "decision": "correct", "value": "doubts"}, "statements[s1].stance", "doubts"),
        ({"kind": "statement", "item": "s1", "decision": "reject"}, "statements[s1]", None),
        ({"kind": "date", "item": "", "decision": "correct", "value": "2024-02-29"}, "article.published.date", "2024-02-29"),
        ({"kind": "date", "item": "", "decision": "reject"}, "article.published.date", None),
    ],
)
def test_a_decision_is_a_correction_and_can_be_undone(tmp_path: Path, form: dict[str, str], field: str, value: str | None) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    page = key_of(store, "shells")
    before = store.record(page)
    csrf = csrf_of(browser.get("/review").text)
    found = post(browser, "/review/decide", {**form, "page": page, "csrf": csrf, "author": "Ada", "why": "looked it up", "at": "1"})
    assert found.status_code == 303
    (written,) = store.corrections(page)
    assert (written.field, written.value, written.author, written.why) == (field, value, "Ada", "looked it up")
    told = browser.get(found.headers["location"]).text
    assert "Written:" in told
    assert "Ada" in told
    assert post(browser, "/review/undo", {"key": written.key, "csrf": csrf, "author": "Ben"}).status_code == 303
    assert store.corrections(page) == ()
    assert store.record(page).statements == before.statements
    assert store.record(page).published == before.published


@pytest.mark.parametrize(
    "form",
    [
        {"kind": "statement", "item": "s99", "decision": "accept"},
        {"kind": "statement", "item": "s1", "decision": "correct", "value": "loves"},
        {"kind": "date", "item": "", "decision": "correct", "value": "yesterday"},
        {"kind": "transfer", "item": "x99", "decision": "swap"},
        {"kind": "nonsense", "item": "", "decision": "accept"},
        {"kind": "statement", "item": "s1", "decision": "drop table"},
        {"kind": "statement", "item": "s1", "decision": "accept", "page": "nothing"},
    ],
)
def test_what_cannot_be_decided_is_told_and_not_written(tmp_path: Path, form: dict[str, str]) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    found = post(browser, "/review/decide", {"page": key_of(store, "shells"), "csrf": csrf_of(browser.get("/review").text), **form})
    assert "failed=" in found.headers["location"]
    assert "Not written" in browser.get(found.headers["location"]).text
    assert store.corrections(undone=True) == ()


def test_what_was_decided_is_not_asked_again(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    asked = browser.get("/review.json").json()["task"]
    form = {name: asked[name] for name in ("kind", "page", "item")}
    decision = {"decision": "correct", "value": "2024-02-29"} if asked["kind"] == "date" else {"decision": "accept"}
    post(browser, "/review/decide", {**form, **decision, "csrf": csrf_of(browser.get("/review").text)})
    after = browser.get("/review.json").json()["task"]
    assert after is None or (after["page"], after["item"]) != (asked["page"], asked["item"])


def test_corrections_are_exported_a_line_each(tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    store.correct(key_of(store, "shells"), "article.published.date", "2024-03-02", author="Ada")
    found = client(tmp_path / "a.db").get("/corrections.jsonl")
    assert found.text.count("\n") == 1
    assert '"onrecord-corrections/1"' in found.text


def test_two_pages_can_be_said_to_be_no_copies(tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    one, other = (row.page for row in store.pages() if row.location.endswith("/howitzers"))
    csrf = csrf_of(browser.get("/review").text)
    post(browser, "/review/pair", {"page": one, "other": other, "decision": "split", "csrf": csrf})
    assert set(store.copy_decisions().values()) == {"split"}
