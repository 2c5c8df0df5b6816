"""Who is let in, what every answer carries, and what a foreign page cannot do."""

from pathlib import Path

import pytest

from onrecord.web.security import HEADERS, Rules, hosts_of
from tests.web.given import HOST, client, csrf_of, post, small_store

FORM = {"kind": "statement", "item": "s2", "decision": "accept", "at": "1"}
ROUTES = [
    "/",
    "/claims",
    "/arms.csv",
    "/static/onrecord.css",
    "/static/nothing",
    "/nowhere",
    "/page/nothing",
    "/search?q=a:",
    "/claims.json",
    "/review",
]


@pytest.mark.parametrize("address", ROUTES)
def test_every_answer_carries_the_headers_errors_too(tmp_path: Path, address: str) -> None:
    small_store(tmp_path / "a.db")
    found = client(tmp_path / "a.db").get(address)
    assert {name: found.headers.get(name) for name in HEADERS} == HEADERS
    assert "unsafe-inline" not in found.headers["content-security-policy"]
    assert "access-control-allow-origin" not in found.headers


@pytest.mark.parametrize(
    ("host", "status"),
    [(HOST, 200), ("localhost:8000", 200), ("[::1]:8000", 200), ("LOCALHOST:8000", 200), ("evil.example", 421), ("evil.example:8000", 421),
     ("127.0.0.1", 421), ("127.0.0.1:9000", 421), ("127.0.0.1:8000.evil.example", 421), ("", 421)],
)  # fmt: skip
def test_a_foreign_name_is_refused(tmp_path: Path, host: str, status: int) -> None:
    small_store(tmp_path / "a.db")
    assert client(tmp_path / "a.db").get("/", headers={"host": host}).status_code == status


def test_hosts_are_those_of_the_port() -> None:
    assert "127.0.0.1:81" in hosts_of(81)
    assert "127.0.0.1" not in hosts_of(81)
    assert "[::1]" in hosts_of(80)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"origin": f"http://{HOST}"}, 303),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:9999"}, 403),
        ({"origin": f"https://{HOST}"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": f"http://{HOST}", "sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": ""}, 403),
    ],
)
def test_only_a_page_of_ours_writes(tmp_path: Path, headers: dict[str, str], status: int) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    page = next(row.page for row in store.pages() if row.location.endswith("/shells"))
    form = {**FORM, "item": "s1", "page": page, "csrf": csrf_of(browser.get("/review").text)}
    assert post(browser, "/review/decide", form, **headers).status_code == status
    assert len(store.corrections()) == (1 if status == 303 else 0)


@pytest.mark.parametrize("token", ["", "wrong", "\u00e9"])
def test_a_form_without_the_token_of_this_run_writes_nothing(tmp_path: Path, token: str) -> None:
    store = small_store(tmp_path / "a.db")
    found = post(client(tmp_path / "a.db"), "/review/decide", {**FORM, "page": store.pages()[0].page, "csrf": token})
    assert found.status_code == 403
    assert store.corrections() == ()


def test_looking_never_writes(tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db")
    for address in ("/review/decide", "/review/undo", "/review/pair"):
        assert browser.get(address, params=FORM).status_code == 405
    assert store.corrections() == ()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused(tmp_path: Path, method: str) -> None:
    small_store(tmp_path / "a.db")
    assert client(tmp_path / "a.db").request(method, "/").status_code == 405


def test_a_server_that_only_reads_refuses_forms_and_shows_none(tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db", read_only=True)
    assert 'method="post"' not in browser.get("/review").text
    assert post(browser, "/review/decide", {**FORM, "page": store.pages()[0].page}).status_code == 403
    assert store.corrections() == ()


def test_a_form_larger_than_a_form_is_refused(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    assert post(client(tmp_path / "a.db"), "/review/decide", {"why": "a" * 100_000}).status_code == 413


def test_a_token_lets_in_by_a_cookie_and_leaves_the_address(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    browser = client(tmp_path / "a.db", token="secret-word", any_host=True)
    assert browser.get("/claims", headers={"host": "192.0.2.1:8000"}).status_code == 401
    assert browser.get("/claims?token=wrong").status_code == 401
    found = browser.get("/claims?state=disputed&token=secret-word")
    assert (found.status_code, found.headers["location"]) == (303, "/claims?state=disputed")
    assert {"httponly", "samesite=strict"} <= set(found.headers["set-cookie"].lower().replace(" ", "").split(";"))
    assert browser.get("/claims").status_code == 200


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example"])
def test_a_token_leads_to_no_other_host(tmp_path: Path, path: str) -> None:
    small_store(tmp_path / "a.db")
    found = client(tmp_path / "a.db", token="secret", any_host=True).get(f"http://{HOST}{path}?token=secret")
    assert found.status_code == 303
    assert not found.headers["location"].startswith(("//", "/\\"))


@pytest.mark.parametrize("name", ["../app.py", "..%2fapp.py", "%2e%2e%2fapp.py", "onrecord.css%00", "/etc/passwd"])
def test_the_static_route_serves_a_fixed_list(tmp_path: Path, name: str) -> None:
    small_store(tmp_path / "a.db")
    assert client(tmp_path / "a.db").get(f"/static/{name}").status_code == 404


def test_a_token_does_not_open_this_machine_to_foreign_names(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    assert client(tmp_path / "a.db", token="secret").get("/?token=secret", headers={"host": "evil.example"}).status_code == 421


def test_a_server_for_others_demands_a_token(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    with pytest.raises(ValueError, match="demands a token"):
        client(tmp_path / "a.db", any_host=True)


def test_each_run_has_its_own_token() -> None:
    assert Rules(None).csrf != Rules(None).csrf
