"""A file → a page, or one error that names the file, the cause and what to do."""

import gzip
import os
import zlib
from pathlib import Path

import pytest

from onrecord.errors import PageError
from onrecord.page import Capture, open_page, page_of_text, read_page

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR\0\0\1\0\0\0\1\0\x08\2\0\0\0" * 4
REFUSED = [
    (b"", "empty"),
    (b" \n\t\r\n", "no text in it"),
    (PNG, "a PNG picture"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0", "a JPEG picture"),
    (zlib.compress(b"x" * 10_000, 0)[:50] + bytes(range(32)) * 3, "binary data"),
    (b"%PDF-1.7\n1 0 obj", "a damaged or cut PDF"),
    (b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", "a WARC archive"),
    (b"PK\x03\x04\x14\0\0\0archive/data.warc.gz", "a zip archive"),
    (b'<?xml version="1.0"?>\n<!-- made by hand -->\n<rss version="2.0"><channel><title>News</title></channel></rss>', "a feed"),
    (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>News</title></feed>', "a feed"),
    (b'<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>', "XML that is no web page"),
    (b"From: <Saved by a browser>\r\nSubject: News\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x", "an MHTML"),
    (b"{\\rtf1\\ansi The minister said so.}", "an RTF document"),
    (b'{"a": 1}', "JSON, not a page"),
    (b'\xef\xbb\xbf\n[{"headline": "The minister said so."}]\n', "JSON, not a page"),
    (b'{"n": ' + b"9" * 5_000 + b"}", "JSON, not a page"),
    (b'{"n": 1}\n\n{"n": 2}\n', "JSON, not a page"),
    (b'{"schema": "onrecord/1", "document": {}}', "a record that onrecord wrote"),
    (b"id,port,tons\n1,Tarvik,200\n2,Vardholm,300\n", "a comma between them (CSV)"),
    (b'id,port,words\n1,Tarvik,"The master said, on Tuesday,\nno."\n', "a comma between them (CSV)"),
    (b"id\tport\ttons\n1\tTarvik\t200\n", "a tab between them (CSV)"),
    (b"id;port;tons\n1;Tarvik;200\n" + b"2;Vardholm;300\n" * 9_000, "a semicolon between them (CSV)"),
    (b"<urlset><url><loc>x</loc></url></urlset>\n", "XML that is no web page"),
    (b'<svg xmlns="http://www.w3.org/2000/svg"><text>x</text></svg>', "an SVG picture"),
    (b"\x00\x01\x02", "binary data"),
    (b"\x01\x02ab", "binary data"),
    (b"12 34\n--- 56 ---\n", "no words in it"),
    (gzip.compress(gzip.compress(b"The minister said so.", mtime=0), mtime=0), "gzip within gzip"),
    (b"\x1f\x8b\x08\0\0\0\0\0\0\0garbage here", "damaged gzip"),
    (b"\x1f\x8b\x08\0", "the gzip data ends before any of the page"),
    (gzip.compress(b" " * 70_000_000, mtime=0), "unpack to more than"),
]


@pytest.mark.parametrize(("data", "problem"), REFUSED)
def test_what_is_no_page_is_refused_by_name(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(data)
    with pytest.raises(PageError) as caught:
        open_page(path)
    assert caught.value.location == str(path)
    assert problem in caught.value.problem
    assert caught.value.remedy


@pytest.mark.parametrize("url", ["https://news.example/a", "HTTP://news.example", "ftp://news.example/a"])
def test_a_url_is_not_fetched(url: str) -> None:
    with pytest.raises(PageError, match="a URL: onrecord opens no connection; save the page, then read the file"):
        open_page(url)


def test_missing_file_folder_pipe_and_long_name(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, problem in [
        (tmp_path / "none.html", "there is no such file"),
        (tmp_path, "a folder"),
        (pipe, "a pipe, device or socket"),
        (Path(os.devnull), "a pipe, device or socket"),
        (tmp_path / ("n" * 400), "cannot be read"),
        ("nul\0byte", "cannot be read"),
    ]:
        with pytest.raises(PageError, match=problem):
            open_page(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"said")
    path.chmod(0)
    with pytest.raises(PageError, match="you may not read this file"):
        open_page(path)


def test_permission_error_is_a_page_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"said")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PageError, match="you may not read this file"):
        open_page(path)


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(PageError, match="more than 64 MiB"):
        open_page(path)


def test_a_name_that_is_no_text_can_be_told(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/p\xe9.txt"
    Path(os.fsdecode(path)).write_bytes(b"The minister said so.")
    open_page(os.fsdecode(path)).document.location.encode()


@pytest.mark.parametrize("retrieved", ["yesterday", "2024-13-01", "", "12:30"])
def test_retrieved_must_be_a_time(retrieved: str) -> None:
    with pytest.raises(ValueError, match="retrieved is no ISO 8601 time"):
        read_page(b"said", Capture("x", retrieved))
    with pytest.raises(ValueError, match="retrieved is no ISO 8601 time"):
        page_of_text("said", Capture("x", retrieved))


def test_too_much_text_is_refused() -> None:
    with pytest.raises(PageError, match="8,000,000 that one page may hold"):
        page_of_text("a" * 8_000_001, Capture("x"))


HTML = [
    "<!DOCTYPE html><p>x",
    "  \n<!-- saved -->\n<HTML><body>x</body></HTML>",
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html><body>x</body></html>',
    '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>x</body></html>',
    "<p>The minister said so.</p>",
    "<div class='a'>The minister said <br> so.",
    "<b>Moscow</b> said so.",
    "<p>The minister said",
    "Warning: mysql_connect() failed\n<html><body>x</body></html>",
    "The minister said so.</p>\n<p>She denied it.</p>\n<p>He did not.</p>",
]
TEXT = [
    "The price is < 5 and > 3.",
    "<unnamed source> said so, <b> he did",
    "<https://news.example/a> and <me@news.example>",
    "I <3 this. </sarcasm>",
    "# Title\n\nUse `<p>` and `</p>` with `</div>` and `</li>`.\n\n```html\n<html>\n<p>a</p>\n</html>\n```\n",
    "An <html> tag begins a page, says the handbook.",
    '{"headline": "x"} is what the file said.',
    "[Updated] The minister said so.\n[Corrected] He did not.",
    '{"a": 1}\nThe minister said so.',
    "He came, he saw, he denied it.\nShe came, she saw, she said so.\n",
    "Grad\t12\nShell\t9\n",
    "Port,master,quay\n",
    "<redacted> said the minister",
    "Said.",
    "BM said so. MZ denied it.",
    "From: the minister\nTo: whom it may concern\n\nHe denied it.",
    "p > a, b < c\n",
]


@pytest.mark.parametrize("text", HTML)
def test_html_by_content(text: str) -> None:
    assert read_page(text.encode(), Capture("page.txt")).document.media_type == "text/html"


@pytest.mark.parametrize("text", TEXT)
def test_text_by_content(text: str) -> None:
    page = read_page(text.encode(), Capture("page.html"))
    assert (page.document.media_type, page.document.text) == ("text/plain", text)


def test_lines_are_blocks_with_the_blank_lines_before_them() -> None:
    text = "Head \r\n\r\n\r\nOne\rTwo\n \t\n\fThree\u2028Four\u2029Five\x85\x85Six"
    page = page_of_text(text, Capture("https://news.example/a"))
    assert [(page.document[block.span], block.gap) for block in page.layout.blocks] == [
        ("Head", 0), ("One", 2), ("Two", 0), ("Three", 2), ("Four", 0), ("Five", 0), ("Six", 1),
    ]  # fmt: skip
    assert (page.layout.form, page.layout.url) == ("text", "https://news.example/a")


CONTENTS = ["<html><body><p>The minister said so.</p></body></html>", " <p>No.</p>", "The minister said so.\nHe did not.\n", "<p>\0</p>"]


@pytest.mark.parametrize("content", CONTENTS)
def test_a_page_given_for_its_path_is_told_where_to_go(content: str) -> None:
    with pytest.raises(PageError, match=r"not the path of a file; give markup to onrecord.read_html, text to onrecord.read_text"):
        open_page(content)


def test_a_file_may_have_a_name_like_markup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("<b>.txt").write_text("The minister said so.", encoding="utf-8")
    assert open_page("<b>.txt").document.text == "The minister said so."


def test_an_empty_name_is_refused() -> None:
    with pytest.raises(PageError, match="the name of the file is empty; give the path of a page"):
        open_page("")
