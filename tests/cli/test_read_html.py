"""`onrecord read --html`: the files and folders that it writes, and those that it leaves alone."""

import gzip
import os
import re
from pathlib import Path

import pytest

from tests.cli.given import PAGE, run


def test_html_is_written_whole_and_named(page: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    done = run("read", page, "--html", out)
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode() == f"onrecord: wrote {out}\n"
    assert out.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert out.stat().st_mode & 0o044 or os.umask(0) is None  # others may read it, as the umask says
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.html", "page.txt"]


def test_html_of_several_pages_goes_into_a_folder_under_names_of_our_own(page: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    other = tmp_path / ".. nasty name?.txt"
    other.write_text(PAGE + "More.\n", encoding="utf-8")
    packed = tmp_path / "saved.HTML.gz"
    packed.write_bytes(gzip.compress(f"<html><body><h1>Ferry</h1><p>{PAGE}</p></body></html>".encode()))
    done = run("read", page, other, packed, "--html", folder)
    assert done.returncode == 0
    assert done.stderr.decode() == f"onrecord: wrote 3 pages and their index: {folder / 'index.html'}\n"
    names = sorted(p.name for p in folder.iterdir())
    assert [re.sub(r"[0-9a-f]{12}", "D", name) for name in names] == ["index.html", "nasty-name-D.html", "page-D.html", "saved-D.html"]
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}"' in index for name in names[1:])
    assert run("read", page, other, "--html", folder).returncode == 0  # our own index may be written again


def test_one_page_into_a_folder_is_named_and_has_no_index(page: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    done = run("read", page, "--html", tmp_path / "out", "--location", "https://a.example/x/other.html")
    (written,) = (tmp_path / "out").iterdir()
    assert done.stderr.decode() == f"onrecord: wrote {written}\n"
    assert written.name.startswith("page-")
    assert str(page) in written.read_text(encoding="utf-8")


@pytest.mark.parametrize("there", [True, False])
def test_a_name_with_a_slash_behind_it_is_a_folder(there: bool, page: Path, tmp_path: Path) -> None:
    if there:
        (tmp_path / "out").mkdir()
    done = run("read", page, "--html", f"{tmp_path}/out/")
    (written,) = (tmp_path / "out").iterdir()
    assert done.stderr.decode() == f"onrecord: wrote {written}\n"
    assert re.fullmatch(r"page-[0-9a-f]{12}\.html", written.name)


def test_the_folder_of_several_pages_is_made(page: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(f"{PAGE}\nMore.\n", encoding="utf-8")
    done = run("read", page, other, "--html", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "index.html").exists()


def test_an_index_that_is_not_ours_is_never_written_over(page: Path, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>theirs</title>", encoding="utf-8")
    done = run("read", page, page, "--html", tmp_path)
    assert done.returncode == 2
    assert "it would be lost" in " ".join(done.stderr.decode().split())
    assert (tmp_path / "index.html").read_text(encoding="utf-8") == "<title>theirs</title>"


def test_a_page_that_cannot_be_written_is_told(page: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    done = run("read", page, "--html", full)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert full.is_char_device()
