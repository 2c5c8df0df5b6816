"""A PDF of a news page → the same record: columns in reading order, words and paragraphs made whole, running heads and feet apart."""

import gzip
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.errors import PageError
from onrecord.record import Record
from tests.page.pdf_writer import Put, column, write_pdf

LEFT = [
    "\tA fire closed the port of Tarvik on",
    "Tuesday, the harbour master said in",
    "a statement. Two crews fought it un-",
    "til dawn, and no one was hurt.",
    "\tThe ministry denied that any muni-",
    "tions were stored in the burnt shed.",
    "\t“It held paper,” said Maren Ostby, a",
    "spokeswoman. The well-",
    "known shed stood empty,",
]
RIGHT = [
    "and the firm that owns it would not",
    "comment on the fire.",
    "\tShips were sent to Sund. The",
    "authorities said the port would open",
    "again on Thursday.",
]
PARAGRAPHS = [
    "A fire closed the port of Tarvik on Tuesday, the harbour master said in a statement. Two crews fought it until dawn, and no one was hurt.",
    "The ministry denied that any munitions were stored in the burnt shed.",
    "“It held paper,” said Maren Ostby, a spokeswoman. The well-known shed stood empty, and the firm that owns it would not comment on the fire.",
    "Ships were sent to Sund. The authorities said the port would open again on Thursday.",
    "Insurers put the damage at two million crowns, a sum that the firm called far too high when it was asked.",
]
HEAD = "The Tarvik Courier, Wednesday 4 March 2026"
FIRST = [
    Put(40, 800, HEAD, 8),
    Put(40, 760, "Port closed after fire in a paper shed", 22, "F2"),
    Put(40, 735, "By Jane Roe"),
    *column(40, 700, LEFT),
    *column(240, 700, RIGHT),
    Put(290, 30, "Page 1", 8),
]
SECOND = [
    Put(40, 800, HEAD, 8),
    *column(40, 760, ["\tInsurers put the damage at two million crowns, a sum that the", "firm called far too high when it was asked."]),
    Put(290, 30, "Page 2", 8),
]


def _body(record: Record) -> list[str]:
    assert record.article is not None
    return [record.document[block.range] for block in record.article.body]


def test_two_columns_and_two_pages_are_one_article() -> None:
    record = onrecord.read(write_pdf([FIRST, SECOND], info={"Title": "Port closed after fire in a paper shed"}), location="port.pdf")
    article = record.article
    assert article is not None
    assert (record.document.media_type, record.document.language) == ("application/pdf", "en")
    assert article.headline is not None
    assert record.document[article.headline] == "Port closed after fire in a paper shed"
    assert _body(record) == PARAGRAPHS
    assert [author.name for author in article.authors] == ["Jane Roe"]
    furniture = [record.document[part.range] for part in article.furniture]
    assert furniture == [HEAD, "By Jane Roe", "Page 1", HEAD, "Page 2"]
    assert record.check() == ()
    assert record.published is not None
    assert record.published.date == "2026-03-04"


def test_a_paragraph_that_goes_on_overleaf_is_one() -> None:
    first = [Put(40, 800, HEAD, 8), *column(40, 760, ["The ministry denied that any of the shells that were found by the"]), Put(290, 30, "1", 8)]
    second = [Put(40, 800, HEAD, 8), *column(40, 760, ["inspectors had been made in Norland, and said so twice."]), Put(290, 30, "2", 8)]
    record = onrecord.read(write_pdf([first, second]), location="port.pdf")
    whole = "The ministry denied that any of the shells that were found by the inspectors had been made in Norland, and said so twice."
    assert record.document.text.split("\n\n") == [HEAD, whole, "1", HEAD, "2"]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["The state-", "ment was short. A statement of the firm was shorter."], "The statement was short."),
        (["The so-called arms-", "control talks went on. No arms-control pact came of them."], "arms-control talks"),
        (["A spokesman for Norland-", "Sund Lines denied the report."], "Norland-Sund Lines"),
        (["He was in the Arkel of 1998-", "2003 for the firm, he said."], "1998-2003"),
        (["Officials of the of\x66ice said so, and denied", "that anything was wrong."], "denied that anything"),
    ],
)
def test_words_that_the_end_of_a_line_divides(lines: list[str], text: str) -> None:
    assert text in onrecord.read(write_pdf([column(40, 700, lines)]), location="a.pdf").document.text


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_that_is_shown_turned(rotate: int) -> None:
    lines = ["The ministry denied that any shells were sold in the", "north, and said so twice."]
    data = write_pdf([[*column(40, 500, lines), *column(300, 500, ["The firm would not say", "what it had sold."])]], rotate=rotate)
    whole = f"{' '.join(lines)}\n\nThe firm would not say what it had sold."
    assert onrecord.read(data, location="a.pdf").document.text == whole


def test_what_a_browser_printed_tells_where_from_and_when() -> None:
    page = [
        Put(20, 820, "3/4/26, 8:10 AM", 8),
        *column(40, 700, ["The ministry denied that any shells were sold to anyone in the north."]),
        Put(20, 15, "https://courier.example/2026/03/04/shells", 8),
        Put(560, 15, "1/1", 8),
    ]
    info = {"Producer": "Skia/PDF m120", "Creator": "Mozilla/5.0", "CreationDate": "D:20260304081000+01'00'"}
    record = onrecord.read(write_pdf([page], info=info), location="a.pdf")
    assert record.document.retrieved == "2026-03-04T08:10:00+01:00"
    assert "retrieved-told" in {note.code for note in record.notes}
    assert record.article is not None
    assert record.article.url == "https://courier.example/2026/03/04/shells"
    other = onrecord.read(write_pdf([page], info={**info, "Producer": "A page setter", "Creator": ""}), location="a.pdf")
    assert other.document.retrieved is None  # when a newspaper's page was set is not when it was got


def test_a_damaged_file_tells_its_end() -> None:
    record = onrecord.read(write_pdf([FIRST, SECOND])[:-8], location="a.pdf")
    assert "pdf-truncated" in {note.code for note in record.notes}
    assert _body(record)[:2] == PARAGRAPHS[:2]


def test_many_pages_are_cut_and_more_are_refused() -> None:
    record = onrecord.read(write_pdf([FIRST] * 104), location="a.pdf", until="article")
    assert [note.text for note in record.notes if note.code == "pdf-cut"] == ["the first 100 of its 104 pages were read"]
    with pytest.raises(PageError, match=r"a.pdf: a PDF of 2,001 pages, more than 2,000; take the pages of the story out of it"):
        onrecord.read(write_pdf([[]] * 2_001), location="a.pdf")


def test_pages_without_text_among_others_are_told() -> None:
    record = onrecord.read(write_pdf([FIRST, []]), location="a.pdf", until="article")
    assert "pdf-pages-without-text" in {note.code for note in record.notes}


# A lock that no empty password opens: revision 3, 128 bits, with an owner's and a user's key of noise.
LOCKED = f"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <{'5b' * 32}> /U <{'c4' * 32}> >> /ID [<{'0a' * 16}> <{'0a' * 16}>] "


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"%PDF-1.7\n1 0 obj", "a damaged or cut PDF"),
        (write_pdf([FIRST])[:400], "a damaged or cut PDF"),
        (gzip.compress(b"%PDF-1.4\nnothing", mtime=0), "a damaged or cut PDF"),
        (write_pdf([FIRST], security=LOCKED), "a PDF that opens only with a password"),
        (write_pdf([[], []]), "a PDF without text: a scan"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, problem: str) -> None:
    with pytest.raises(PageError) as caught:
        onrecord.read(data, location="press/a.pdf")
    assert caught.value.location == "press/a.pdf"
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(PageError, match=r"a.pdf: a PDF, which this installation cannot read; install the extra pdf: pip install '\.\[pdf\]'"):
        onrecord.read(write_pdf([FIRST]), location="a.pdf")


def test_equal_bytes_give_equal_records() -> None:
    data = write_pdf([FIRST, SECOND])
    assert onrecord.read(data, location="a").to_json() == onrecord.read(data, location="a").to_json()


@given(
    st.lists(
        st.builds(
            Put, st.integers(0, 590), st.integers(0, 840), st.text("ab cdé-.,“", min_size=1, max_size=40), st.sampled_from([6, 10, 30]), st.just("F1")
        )
    )
)
def test_text_anywhere_on_a_page_is_read_once_and_citable(page: list[Put]) -> None:
    data = write_pdf([[put for put in page if put.text.strip()], [Put(40, 400, "The ministry denied the report.")]])
    record = onrecord.read(data, location="a.pdf", until="article")
    assert record.check() == ()
    assert "The ministry denied the report." in record.document.text


@given(st.binary(max_size=300), st.integers(0, 1000))
def test_bytes_made_to_hurt_give_a_record_or_a_page_error(junk: bytes, at: int) -> None:
    data = write_pdf([FIRST])
    for page in (data[:at] + junk + data[at + len(junk) :], b"%PDF-1.4\n" + junk):
        with suppress(PageError):
            assert onrecord.read(page, location="a.pdf", until="article").check() == ()
