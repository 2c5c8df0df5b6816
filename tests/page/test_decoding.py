"""Bytes → text: what the page says of its encoding, weighed against its bytes."""

import codecs
import gzip
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import PageError
from onrecord.page import Capture, page_of_text, read_page

ENGLISH = "The minister’s café said — “no comment” — on Tuesday, and the naïve £5 offer was refused by all the parties."
RUSSIAN = "Министр обороны заявил во вторник, что договор о поставке будет подписан до конца года."
POLISH = "Minister obrony powiedział we wtorek, że umowa zostanie podpisana przed końcem roku, a ceny się nie zmienią."
CHINESE = "国防部发言人周二表示，该合同将于年底前签署，双方拒绝透露价格。"
JAPANESE = "国防省の報道官は火曜日、契約は年内に署名されると述べ、価格についてはコメントを拒否した。"
KOREAN = "국방부 대변인은 화요일 계약이 연말 전에 서명될 것이라고 밝혔으며 가격에 대해서는 언급을 거부했다."
GREEK = "Ο υπουργός Άμυνας δήλωσε την Τρίτη ότι η σύμβαση θα υπογραφεί πριν από το τέλος του έτους."

ENCODINGS = [
    ("utf-8", ENGLISH),
    ("utf-8", CHINESE),
    ("windows-1252", ENGLISH),
    ("windows-1251", RUSSIAN),
    ("koi8-r", RUSSIAN),
    ("iso-8859-2", POLISH),
    ("windows-1250", POLISH),
    ("iso-8859-7", GREEK),
    ("gb18030", CHINESE),
    ("shift_jis", JAPANESE),
    ("euc-jp", JAPANESE),
    ("iso-2022-jp", JAPANESE),
    ("euc-kr", KOREAN),
]


def text_of(data: bytes, content_type: str | None = None) -> tuple[str, list[str]]:
    page = read_page(data, Capture("x", content_type=content_type))
    return page.document.text, [note.code for note in page.notes]


@pytest.mark.parametrize(("encoding", "text"), ENCODINGS)
def test_a_true_label_is_believed(encoding: str, text: str) -> None:
    assert text_of(f"<meta charset='{encoding}'><p>{text}</p>".encode(encoding)) == (text, [])
    assert text_of(f"<p>{text}</p>".encode(encoding), f"text/html; charset={encoding}") == (text, [])
    assert text_of(f"<?xml version='1.0' encoding='{encoding}'?><html><p>{text}</p></html>".encode(encoding)) == (text, [])


@pytest.mark.parametrize(("encoding", "text"), ENCODINGS)
def test_without_a_label_the_bytes_tell(encoding: str, text: str) -> None:
    assert text_of(f"<p>{text}</p>".encode(encoding))[0] == text
    assert text_of(text.encode(encoding))[0] == text


@pytest.mark.parametrize(("encoding", "text"), [pair for pair in ENCODINGS if pair[0] not in ("utf-8", "iso-2022-jp")])
def test_a_label_of_utf8_that_lies_is_found_out(encoding: str, text: str) -> None:
    assert text_of(f"<meta charset=utf-8><p>{text}</p>".encode(encoding)) == (text, ["encoding-mislabelled"])


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1252", "windows-1251", "koi8-r", "us-ascii"])
def test_utf8_under_another_label_is_utf8(label: str) -> None:
    assert text_of(f"<meta charset={label}><p>{ENGLISH}</p>".encode()) == (ENGLISH, ["encoding-mislabelled"])


@pytest.mark.parametrize(
    ("data", "text", "notes"),
    [
        (b"<meta charset=x-klingon><p>caf\xc3\xa9</p>", "café", ["encoding-unknown"]),
        (b"<meta charset=utf-16><p>caf\xc3\xa9</p>", "café", []),
        (b"<!-- <meta charset=koi8-r> --><meta charset=latin1><p>caf\xe9 \x93q\x94</p>", "café “q”", []),
        (b"<meta http-equiv=content-type content='text/html; charset=koi8-r'><p>\xf4\xc1\xcb</p>", "Так", []),
        (b"<meta charset=utf-8><p>na\xc3\xafve caf\xc3\xa9 \xff!</p>", "naïve café \ufffd!", ["bytes-replaced"]),
        (b"<meta charset=utf-8><p>parts \xed\xa0\x80!</p>", "parts \ufffd\ufffd\ufffd!", ["bytes-replaced"]),
        (b"<p>mini\0stry</p>", "ministry", []),
        (b"mini\0stry of defence and trade", "mini\0stry of defence and trade", []),
        (codecs.BOM_UTF8 + b"<meta charset=koi8-r><p>caf\xc3\xa9</p>", "café", []),
    ],
)
def test_labels_and_damage(data: bytes, text: str, notes: list[str]) -> None:
    assert text_of(data) == (text, notes)


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN, CHINESE, GREEK])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_with_and_without_a_mark(encoding: str, text: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE
    assert text_of(mark + text.encode(encoding)) == (text, [])
    assert text_of(text.encode(encoding)) == (text, [])
    assert text_of(f"<html><meta charset=utf-8><p>{text}</p></html>".encode(encoding)) == (text, [])


@pytest.mark.parametrize("text", ["One.\r\nTwo.\rThree.\n\n", "\ta\x0b \u2028b\x85", "e\u0301 \u200b \0", "  é"])
def test_plain_text_stays_exactly_as_it_is(text: str) -> None:
    data = text.encode()
    page = read_page(data, Capture("x"))
    assert page.document.text == data.decode()
    assert page.document.id == "sha256:" + hashlib.sha256(data).hexdigest()
    assert page.document.media_type == "text/plain"
    assert page_of_text(text, Capture("x")).document == page.document


def test_a_byte_order_mark_is_no_text() -> None:
    assert text_of(codecs.BOM_UTF8 + b"caf\xc3\xa9") == ("café", [])


def test_a_lone_surrogate_is_named_with_its_place() -> None:
    with pytest.raises(PageError, match=r"lone surrogate \(U\+D83D\) at character 3"):
        page_of_text("abc\ud83d", Capture("x"))


def test_gzip_keeps_the_digest_of_the_bytes_as_given() -> None:
    packed = gzip.compress(b"<p>Said.</p>", mtime=0)
    page = read_page(packed + gzip.compress(b"<p>Denied.</p>", mtime=0), Capture("x"))
    assert page.document.text == "Said.\n\nDenied."
    assert page.document.media_type == "text/html"
    assert read_page(packed, Capture("x")).document.id == "sha256:" + hashlib.sha256(packed).hexdigest()


def test_gzip_that_ends_early_gives_what_there_is() -> None:
    packed = gzip.compress(b"The minister said so. " * 3, mtime=0)
    assert text_of(packed[:-6]) == ("The minister said so. " * 3, ["gzip-truncated"])


@given(st.binary(max_size=300))
def test_any_bytes_give_a_page_or_a_page_error(data: bytes) -> None:
    for made in (data, b"<p>" + data + b"</p>", b"\x1f\x8b\x08\0" + data, b"<meta charset=shift_jis>" + data):
        try:
            page = read_page(made, Capture("x"))
        except PageError:
            continue
        page.document.text.encode()
        assert all(page.document.check(block.span) is None for block in page.layout.blocks)


@given(st.text(max_size=100))
def test_any_text_is_kept(text: str) -> None:
    try:
        page = page_of_text(text, Capture("x"))
    except PageError:
        assert not text.strip()
        return
    assert page.document.text == text
    covered = [text[block.span.start : block.span.end] for block in page.layout.blocks]
    assert "".join("".join(covered).split()) == "".join(text.split())
