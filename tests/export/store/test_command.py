"""`onrecord export`: where it writes, what it refuses, and that nothing is left half done."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from onrecord.cli import cli
from onrecord.export import files
from onrecord.export.store import FORMS, TABLES, Wanted, writers
from onrecord.export.store import export as write
from onrecord.store import open_store
from onrecord.store.store import Store
from tests.export.store.given import make_store
from tests.processes import run_text

command = sys.modules["onrecord.cli.export"]  # onrecord.cli.export is the command, not its module


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return run_text("export", *words)


def test_the_command_knows_every_form_and_table() -> None:
    assert tuple(FORMS) == command.FORMS
    assert tuple(TABLES) == command.TABLES
    told = CliRunner().invoke(cli, ["export", "--help"]).output
    assert all(form in told for form in FORMS)
    assert all(table in told for table in TABLES)


def test_it_writes_to_standard_output_and_says_on_the_other_what_it_rests_on(store_path: Path) -> None:
    done = run(store_path, "--as", "csv", "--table", "claims")
    assert done.returncode == 0
    assert done.stdout.startswith("# table: claims: a row is a deed")
    assert done.stderr == (
        "onrecord: it rests on 6 pages, 4 read, 1 not English, 1 undated, 1 failed; where nobody denies something, no denial found in 4 pages read\n"
    )
    assert run(store_path, "--as", "csv", "--table", "claims", "-").stdout == done.stdout


@pytest.mark.parametrize("form", ["jsonl", "csv --table statements", "parquet --table statements", "web-annotation", "sipri"])
def test_a_reader_that_leaves_is_no_failure(store_path: Path, form: str) -> None:
    code = f"{sys.executable} -m onrecord export {store_path} --as {form} | true"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {code}"], capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_what_is_there_is_written_over_only_with_force(store_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "news.xlsx"
    out.write_text("mine")
    refused = run(store_path, "--as", "xlsx", out)
    assert refused.returncode == 1
    assert refused.stderr == f"onrecord: {out}: is there already: name another, or add --force to write over it\n"
    assert out.read_text() == "mine"
    assert run(store_path, "--as", "xlsx", out, "--force").returncode == 0
    assert out.read_bytes().startswith(b"PK")
    assert [path.name for path in tmp_path.iterdir()] == ["news.xlsx"]


def test_a_folder_is_filled_whole_and_keeps_what_else_is_in_it(store_path: Path, tmp_path: Path) -> None:
    out = tmp_path / "tables"
    out.mkdir()
    (out / "notes.txt").write_text("mine")
    refused = run(store_path, "--as", "csv", out)
    assert refused.returncode == 1
    assert "is there already" in refused.stderr
    assert run(store_path, "--as", "csv", out, "--force", "--table", "claims", "--table", "voices").returncode == 0
    assert sorted(path.name for path in out.iterdir()) == ["claims.csv", "notes.txt", "voices.csv"]
    assert [path.name for path in tmp_path.iterdir()] == ["tables"]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "jsonl"])
def test_an_export_that_breaks_off_leaves_nothing_behind(store: Store, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writers.CsvWriter, "close", full)
    monkeypatch.setattr(writers.XlsxWriter, "close", full)
    monkeypatch.setattr(writers.ParquetWriter, "close", full)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(store, Wanted(form), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    assert not store.connection.in_transaction


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("events", "sipri", "unroca")])
def test_a_full_disk_is_told_and_leaves_nothing_behind(store_path: Path, tmp_path: Path, form: str) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2048, 2048))

    out = tmp_path / "out"
    words = [sys.executable, "-B", "-m", "onrecord", "export", str(store_path), "--as", form, str(out)]  # -B: no half-written .pyc either
    done = subprocess.run(words, capture_output=True, encoding="utf-8", check=False, preexec_fn=limit)
    assert (done.returncode, done.stderr) == (1, f"onrecord: {out}: File too large\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("form", "out"), [("jsonl", "gone/out.jsonl"), ("xlsx", "gone/out.xlsx"), ("csv", "gone/tables")])
def test_a_folder_that_is_not_there_is_told_by_the_name_that_was_given(store_path: Path, tmp_path: Path, form: str, out: str) -> None:
    done = run(store_path, "--as", form, tmp_path / out)
    assert (done.returncode, done.stderr) == (1, f"onrecord: {tmp_path / out}: No such file or directory\n")


def test_the_store_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    make_store(path)
    before = path.read_bytes()
    done = run(path, "--as", "jsonl", path, "--force")
    assert done.returncode == 1
    assert done.stderr == f"onrecord: {path}: this is the store itself; name another file for the export\n"
    (tmp_path / "link").symlink_to(path)
    assert run(path, "--as", "jsonl", tmp_path / "link", "--force").returncode == 1
    assert path.read_bytes() == before


def test_a_store_that_nobody_may_write_is_exported(store_path: Path, tmp_path: Path) -> None:
    make_store(tmp_path / "news.db")
    (tmp_path / "news.db").chmod(0o444)
    done = run(tmp_path / "news.db", "--as", "csv", "--table", "pages")
    assert done.returncode == 0


USAGE = [
    (["--as", "csv"], "csv is several files: name a folder, such as out/, or ask for one with --table NAME"),
    (["--as", "parquet", "-"], "parquet is several files"),
    (["--as", "html"], "html is several files: name a folder, such as out/, or ask for one with --page KEY"),
    (["--as", "xlsx"], "xlsx cannot be written to a pipe"),
    (["--as", "sipri", "--table", "claims"], "--table goes with csv, xlsx, parquet"),
    (["--as", "csv", "--page", "c0"], "--page does not go with csv"),
    (["--as", "jsonl", "--raw"], "--raw goes with CSV alone"),
    (["--as", "xlsx", "out.xlsx", "--no-head"], "--no-head goes with csv, jsonl, followthemoney, events, sipri, unroca; in xlsx"),
]


@pytest.mark.parametrize(("words", "told"), USAGE)
def test_what_cannot_be_meant_is_told_before_anything_is_read(words: list[str], told: str, tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["export", str(tmp_path / "there-is-none.db"), *words])
    assert done.exit_code == 2
    assert told in done.output


def test_a_page_that_is_not_there_is_told(store_path: Path) -> None:
    done = run(store_path, "--as", "jsonl", "--page", "c0")
    assert done.returncode == 1
    assert done.stderr == f"onrecord: {store_path}: there is no page c0; list them: onrecord pages {store_path}\n"
    assert done.stdout == ""


def test_a_library_that_is_not_installed_is_told(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from onrecord.errors import SetupError

    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(SetupError, match=r"xlsxwriter: not installed; install the extra xlsx: pip install '\.\[xlsx\]'"):
        write(store, Wanted("xlsx"), tmp_path / "news.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_pages_as_html_hold_all_they_need_and_say_what_they_rest_on(store: Store, tmp_path: Path) -> None:
    import re

    write(store, Wanted("html"), tmp_path / "pages")
    names = {path.name for path in (tmp_path / "pages").iterdir()}
    assert names == {"index.html", *(f"{row.page}.html" for row in store.pages())}
    for path in (tmp_path / "pages").iterdir():
        text = path.read_text(encoding="utf-8")
        assert "6 pages: 4 read, 1 failed, 1 undated, 1 not English" in text
        assert text.count("<dt>Errors, as measured</dt>") == 1
        assert "harm:" not in text
        assert not re.search(r"<script|<link|<iframe|<img|@import|url\(", text)
    page = store.pages()[0].page
    write(store, Wanted("html", pages=(page,)), tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8").strip() == (tmp_path / "pages" / f"{page}.html").read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("form", [form for form in FORMS if form != "html"])
def test_two_stores_of_the_same_pages_in_another_order_give_equal_exports(form: str, tmp_path: Path) -> None:
    from onrecord.store.write import Item
    from tests.export.store.given import readings
    from tests.store.given import failed, fill

    items: list[Item] = [*readings(), failed("broken=1.html")]
    outs = []
    for name, given in (("a", items), ("b", items[::-1])):
        fill(tmp_path / f"{name}.db", *given)
        with open_store(tmp_path / f"{name}.db") as opened:
            out = tmp_path / f"{name}-out"
            write(opened, Wanted(form), out)
            outs.append({path.name if out.is_dir() else "": path.read_bytes() for path in (sorted(out.iterdir()) if out.is_dir() else [out])})
    assert outs[0] == outs[1]


def test_a_file_keeps_the_permissions_that_any_new_file_has(tmp_path: Path) -> None:
    with files.whole_file(tmp_path / "a") as file:
        file.write(b"a")
    (tmp_path / "b").write_bytes(b"b")
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "b").stat().st_mode
