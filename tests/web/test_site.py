"""The web UI as files: what the command writes, what it refuses, and where the links lead."""

import json
from pathlib import Path

from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from onrecord.cli import cli
from tests.web.given import small_store


def test_the_command_writes_pages_that_lead_to_each_other(tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    out = tmp_path / "site"
    done = CliRunner().invoke(cli, ["export", str(tmp_path / "a.db"), "--as", "site", str(out)], standalone_mode=False)
    assert done.return_value == 0, done.output
    names = {file.name for file in out.iterdir()}
    assert {"index.html", "index.json", "claims.html", "arms.html", "map.html", "onrecord.css", "world.svg"} <= names
    assert {f"page-{row.page}.html" for row in store.pages()} <= names
    missing = []
    for file in out.glob("*.html"):
        for node in LexborHTMLParser(file.read_text(encoding="utf-8")).css("a[href]"):
            target, _, fragment = (node.attributes["href"] or "").partition("#")
            if target.startswith("http"):
                continue
            text = (out / (target or file.name)).read_text(encoding="utf-8")
            if fragment and f'id="{fragment}"' not in text:
                missing.append((file.name, target, fragment))
    assert missing == []


def test_a_record_lies_beside_its_page(tmp_path: Path) -> None:
    store = small_store(tmp_path / "a.db")
    out = tmp_path / "site"
    CliRunner().invoke(cli, ["export", str(tmp_path / "a.db"), "--as", "site", str(out)], standalone_mode=False)
    page = store.pages()[0]
    assert json.loads((out / f"page-{page.page}.json").read_text(encoding="utf-8")) == json.loads(store.record(page).to_json())


def test_the_same_store_gives_the_same_files(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    written = []
    for name in ("one", "two"):
        CliRunner().invoke(cli, ["export", str(tmp_path / "a.db"), "--as", "site", str(tmp_path / name)], standalone_mode=False)
        written.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert written[0] == written[1]


def test_it_is_neither_a_part_nor_a_pipe(tmp_path: Path) -> None:
    small_store(tmp_path / "a.db")
    for options in (["-"], [], [str(tmp_path / "out"), "--raw"], [str(tmp_path / "out"), "--page", "c1"]):
        done = CliRunner().invoke(cli, ["export", str(tmp_path / "a.db"), "--as", "site", *options])
        assert done.exit_code == 2
        assert "site is" in done.output
