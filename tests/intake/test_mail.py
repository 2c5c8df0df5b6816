"""EML and MHTML: the part that is the page, its address and its time."""

import quopri
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from tests.intake.make import failures, look, pages, story

HTML = "<!DOCTYPE html><html><body><p>The ministry denied on Friday that the café was hit.</p></body></html>"
TEXT = "The ministry denied on Friday that the café was hit."
HEAD = (
    b"From: News <news@news.example>\r\nTo: desk@paper.example\r\nSubject: Denial\r\nDate: Fri, 01 Mar 2024 09:30:00 +0100\r\nMIME-Version: 1.0\r\n"
)


def part(kind: str, text: str, charset: str = "utf-8", more: str = "") -> bytes:
    encoded = quopri.encodestring(text.encode(charset)).replace(b"\n", b"\r\n")
    return f"Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n{more}\r\n".encode() + encoded + b"\r\n"


def multipart(kind: str, *parts: bytes, head: bytes = HEAD) -> bytes:
    return head + f'Content-Type: multipart/{kind}; boundary="x"\r\n\r\n'.encode() + b"".join(b"--x\r\n" + p for p in parts) + b"--x--\r\n"


ATTACHED = part("text/html", "<p>An attachment.</p>", more="Content-Disposition: attachment; filename=a.html\r\n")
MAILS = [
    ("html alone", HEAD + part("text/html", HTML), HTML, "text/html; charset=utf-8"),
    ("text alone", HEAD + part("text/plain", TEXT, "iso-8859-1"), TEXT, "text/plain; charset=iso-8859-1"),
    ("both", multipart("alternative", part("text/plain", TEXT), part("text/html", HTML)), HTML, "text/html; charset=utf-8"),
    ("html is empty", multipart("alternative", part("text/plain", TEXT), part("text/html", " ")), TEXT, "text/plain; charset=utf-8"),
    ("an attachment", multipart("mixed", ATTACHED, part("text/plain", TEXT)), TEXT, "text/plain; charset=utf-8"),
    ("received by a server", b"Return-Path: <x@news.example>\r\n" + HEAD + part("text/html", HTML), HTML, "text/html; charset=utf-8"),
    ("bare line feeds", (HEAD + part("text/html", HTML)).replace(b"\r\n", b"\n"), HTML, "text/html; charset=utf-8"),
]


@pytest.mark.parametrize(("mail", "text", "kind"), [case[1:] for case in MAILS], ids=[case[0] for case in MAILS])
def test_the_text_of_a_mail_is_a_page(tmp_path: Path, mail: bytes, text: str, kind: str) -> None:
    path = tmp_path / "x"
    (page,) = pages(look(path, mail))
    assert page.data.decode(kind.partition("charset=")[2]).strip() == text
    assert (page.location, page.container, page.retrieved, page.content_type) == (str(path), str(path), "2024-03-01T09:30:00+01:00", kind)
    assert "café" in onrecord.read(page.data, location=page.location, content_type=page.content_type, until="article").document.text
    assert look(path, done={page.key}) == []


SNAPSHOT = (
    b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/a\r\nDate: Fri, 1 Mar 2024 08:30:00 -0000\r\nMIME-Version: 1.0\r\n"
)
FRAME = part("text/html", "<html><body>frame</body></html>", more="Content-Location: cid:frame@mhtml.blink\r\nContent-ID: <frame>\r\n")
PAGE = part("text/html", HTML, more="Content-Location: https://news.example/part\r\nContent-ID: <page>\r\n")
STYLE = b"Content-Type: text/css\r\nContent-Location: https://news.example/a.css\r\n\r\np {}\r\n"
MHTMLS = [
    ("by Chromium", multipart("related", PAGE, FRAME, STYLE, head=SNAPSHOT), "https://news.example/a"),
    ("the type is folded", multipart("related", PAGE, STYLE, head=SNAPSHOT).replace(b"related; ", b"related;\r\n\t"), "https://news.example/a"),
    ("by others", multipart("related", STYLE, PAGE, head=SNAPSHOT.replace(b"Snapshot-Content-Location", b"X-Other")), "https://news.example/part"),
    ("the root is named", multipart("related; start=\"<page>\"", FRAME, PAGE, head=SNAPSHOT), "https://news.example/a"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "url"), [case[1:] for case in MHTMLS], ids=[case[0] for case in MHTMLS])
def test_the_page_of_mhtml_has_the_address_and_time_of_saving(tmp_path: Path, data: bytes, url: str) -> None:
    path = tmp_path / "page.html"
    (page,) = pages(look(path, data))
    assert page.data.decode().strip() == HTML
    assert (page.location, page.container, page.retrieved) == (url, str(path), "2024-03-01T08:30:00+00:00")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "cid:x"])
def test_an_address_that_is_none_of_the_web_is_not_taken(tmp_path: Path, address: str) -> None:
    data = multipart(
        "related", PAGE.replace(b"https://news.example/part", address.encode()), head=SNAPSHOT.replace(b"https://news.example/a", address.encode())
    )
    (page,) = pages(look(tmp_path / "x", data))
    assert page.location == str(tmp_path / "x")


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_a_mailbox_holds_many_mails(tmp_path: Path, ends: bytes) -> None:
    first = b"From x@news.example Fri Mar  1 09:30:00 2024\r\n"
    quoted = part("text/plain", "He wrote:\n>From now on it is shut.\n\nFrom there no word.")
    mails = [HEAD + quoted + b"\r\n", HEAD + b"Content-Type: image/png\r\n\r\nx\r\n\r\n", HEAD + part("text/html", HTML)]
    written = [(first + mail).replace(b"\r\n", ends) for mail in mails]
    path = tmp_path / "x"
    items = look(path, b"".join(written))
    assert [b"From there no word." in page.data or HTML.encode() == page.data.strip() for page in pages(items)] == [True, True]
    assert [item.key.rpartition("@")[2] for item in items] == [str(sum(map(len, written[:n]))) for n in range(3)]
    assert failures(items)[0].location == f"{path}@{items[1].key.rpartition('@')[2]}"
    assert look(path, done={items[0].key}) == items[1:]


def test_a_mail_without_text_is_named(tmp_path: Path) -> None:
    data = multipart("mixed", b"Content-Type: image/png\r\n\r\nx\r\n", ATTACHED)
    (failure,) = failures(look(tmp_path / "x", data))
    assert failure.cause == "a mail or MHTML file without a text in it"


def test_parts_a_thousand_deep_end(tmp_path: Path) -> None:
    deep = HEAD + b"".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n'.encode() for n in range(2000)) + part("text/html", HTML)
    (item,) = look(tmp_path / "x", deep)
    assert item.location == str(tmp_path / "x")


@pytest.mark.parametrize(("depth", "read"), [(15, True), (40, False)])
def test_parts_within_parts_are_read_so_far(tmp_path: Path, depth: int, read: bool) -> None:
    """Each line is compared with the boundary of each part around it: thousands of lines hundreds deep would take minutes."""
    deep = HEAD + b"".join(f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n'.encode() for n in range(depth)) + part("text/html", HTML)
    items = look(tmp_path / "x", deep)
    assert [page.data.decode().strip() for page in pages(items)] == [HTML] * read
    assert ["within parts" in failure.cause for failure in failures(items)] == [True] * (not read)


def test_many_parts_beside_each_other_are_read(tmp_path: Path) -> None:
    forwarded = b'Content-Type: multipart/mixed; boundary="y"\r\n\r\n--y\r\n' + part("text/plain", TEXT) + b"--y--\r\n"
    (page,) = pages(look(tmp_path / "x", multipart("mixed", *[forwarded] * 60)))
    assert page.data.decode().strip() == TEXT


def test_a_text_that_speaks_of_mail_is_a_text(tmp_path: Path) -> None:
    text = b"Subject: what the ministry wrote.\r\nIt denied the sale.\r\n\r\nMIME-Version: it never said."
    (page,) = pages(look(tmp_path / "x", text))
    assert (page.data, page.container) == (text, None)


@given(st.binary(max_size=300))
def test_no_mail_is_a_traceback(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    items = look(tmp_path_factory.mktemp("mail") / "x", HEAD + b"Content-Type: multipart/related; boundary=x\r\n" + noise + b"\r\n--x\r\n" + PAGE)
    assert len(items) == 1


def test_a_mail_in_gzip(tmp_path: Path) -> None:
    import gzip

    (page,) = pages(look(tmp_path / "x", gzip.compress(HEAD + b"Content-Type: text/html\r\n\r\n" + story(1))))
    assert page.data == story(1)
