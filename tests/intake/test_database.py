"""One file of many articles: each is a slice of the file, and its place tells which."""

import re
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.intake import Found, find_pages
from tests.intake.make import look, pages

ONE = "Tarvik denies selling shells\n\nVARDHOLM (Reuters) - The ministry denied on Friday that any shells were shipped. It gave no figures."
TWO = "Port stays shut\n\nThe harbour master of Vardholm said the café and the port stay shut until Monday — for a second week.\n\nHe gave no reason."
LEXIS = f"""                               2 of 250 DOCUMENTS


                              The Vardholm Post

                             March 1, 2024 Friday

{ONE}

LOAD-DATE: March 2, 2024
"""
FACTIVA = "\nAN  Document LBA0000020240301ek3100abc\n\n"
FORMS = [
    ("LexisNexis", "".join(f"          {n} of 2 DOCUMENTS\n\n\nThe Post\n\n{t}\n\n" for n, t in enumerate((ONE, TWO), 1)), ["The Post"] * 2),
    ("LexisNexis, other", "".join(f"Document {n} of 2\n\nThe Post\n\n{t}\n\n" for n, t in enumerate((ONE, TWO), 1)), ["The Post"] * 2),
    ("Nexis Uni", f"{ONE}\n\nEnd of Document\n\n\n{TWO}\n\nEnd of Document\n", [None, None]),
    (
        "Factiva, tagged",
        f"HD  Denial\nSN  Reuters News\nLP  {ONE}{FACTIVA}HD  Port\nSN  The Post\nLP  {TWO}{FACTIVA}(c) 2024 Factiva, Inc. All rights reserved.\n",
        ["Reuters News", "The Post"],
    ),
    ("Factiva, shown", f"{ONE}\n\nDocument LBA0000020240301ek3100abc\n\n{TWO}\n\nDocument VARP000020240302ek3100xyz\n\nSearch\n", [None, None]),
    (
        "ProQuest",
        "".join(f"{'_' * 60}\n\nFull text:\n{t}\n\nPublication title: The Post\n\nPublication date: Mar 1, 2024\n\n" for t in (ONE, TWO)) + "_" * 60,
        ["The Post", "The Post"],
    ),
    ("labelled", "".join(f"Headline: H\nSource: The Post\nDate: 2024-03-01\n\n{t}\n\n\n" for t in (ONE, TWO)), ["The Post"] * 2),
    ("labelled, others first", "".join(f"SOURCE: The Post\nPUBLISHED: 1 March 2024\n{t}\n" for t in (ONE, TWO, ONE)), ["The Post"] * 3),
]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(("text", "outlets"), [case[1:] for case in FORMS], ids=[case[0] for case in FORMS])
def test_each_article_is_the_slice_that_its_place_tells(tmp_path: Path, text: str, outlets: list[str | None], ends: str, encoding: str) -> None:
    text = text.replace("\n", ends)
    path = tmp_path / "export.txt"
    found = pages(look(path, text.encode(encoding)))
    assert [page.outlet for page in found] == outlets
    for page, body in zip(found, (ONE, TWO, ONE), strict=False):
        place = re.fullmatch(rf"{re.escape(str(path))}#char=(\d+),(\d+)", page.location)
        assert place is not None
        read = onrecord.read(page.data, location=page.location, content_type=page.content_type, until="article")
        assert read.document.text == text[int(place[1]) : int(place[2])]
        assert body.replace("\n", ends) in read.document.text
        assert "End of Document" not in read.document.text
        assert "Document LBA" not in read.document.text
    assert look(path, done={found[0].key}) == found[1:]


NOT = [
    ("one article of an export", LEXIS),
    ("captions of a gallery", f"{ONE}\n\n1 of 3\nA ship.\n\n2 of 3\nA port.\n"),
    ("an interview", f"{ONE}\n\nQ: Did you sell them?\nA: No.\n\nQ: Who did?\nA: Ask them.\n"),
    ("two fields once", f"Source: The Post\nDate: 2024-03-01\n\n{ONE}"),
    ("rules between paragraphs", f"{ONE}\n{'_' * 50}\n{TWO}\n{'_' * 50}\n{ONE}"),
    ("markup", f"<html><body><p>1 of 2 DOCUMENTS\n</p><pre>\n1 of 2 DOCUMENTS\n2 of 2 DOCUMENTS\n</pre>{ONE}</body></html>"),
]


@pytest.mark.parametrize("text", [case[1] for case in NOT], ids=[case[0] for case in NOT])
def test_one_article_stays_whole(tmp_path: Path, text: str) -> None:
    (page,) = pages(look(tmp_path / "x", text.encode()))
    assert (page.data, page.container) == (text.encode(), None)


def test_what_stands_above_the_first_header_is_no_article_and_what_is_cut_off_is_one(tmp_path: Path) -> None:
    above = pages(look(tmp_path / "x", f"Your search: shells\n\n1 of 2 DOCUMENTS\n\n{ONE}\n\n2 of 2 DOCUMENTS\n\n{TWO}".encode()))
    assert [page.data.decode() for page in above] == [ONE, TWO]
    below = pages(look(tmp_path / "x", f"{ONE}\n\nEnd of Document\n{TWO}\nEnd of Document\n{ONE * 5}".encode()))
    assert [page.data.decode() for page in below] == [ONE, TWO, ONE * 5]


def test_a_long_file_is_never_whole_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "x"
    with path.open("wb") as file:
        for n in range(400):
            file.write(f"{n} of 400 DOCUMENTS\n\n{ONE}\n{TWO * 120}\n".encode())
    tracemalloc.start()
    count = sum(isinstance(item, Found) for item in find_pages([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 400
    assert peak < path.stat().st_size / 2


def test_bytes_that_are_no_text_come_out_as_they_are(tmp_path: Path) -> None:
    data = b"1 of 2 DOCUMENTS\n\nThe caf\xc3\xa9 \xff\xfe was hit, it said.\n2 of 2 DOCUMENTS\n\nThe port \xe9 stays shut.\n"
    assert [page.data for page in pages(look(tmp_path / "x", data))] == [
        b"The caf\xc3\xa9 \xff\xfe was hit, it said.",
        b"The port \xe9 stays shut.",
    ]


@given(st.lists(st.text(st.sampled_from("ab \n\r\t\x85\u2028é“Q:_12of"), min_size=1, max_size=60), min_size=2, max_size=6))
def test_offsets_hold_whatever_the_articles(tmp_path_factory: pytest.TempPathFactory, articles: list[str]) -> None:
    text = "".join(f"\n{n} of 9 DOCUMENTS\n{article}" for n, article in enumerate(articles))
    found = pages(look(tmp_path_factory.mktemp("export") / "x", text.encode()))
    for page in found:
        start, end = map(int, page.location.rpartition("=")[2].split(","))
        assert page.data.decode() == text[start:end]
    assert [page.data.decode() for page in found] == [article.strip() for article in articles if article.strip()]
