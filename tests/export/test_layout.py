"""What each line of a page was taken for, and why: in a terminal, as JSON and as one HTML file."""

import ast
import inspect
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import onrecord
from onrecord.article import explain as explaining
from onrecord.article import telling
from onrecord.article.explain import explain
from onrecord.article.phrases import kind_of_words
from onrecord.article.telling import telling_words
from onrecord.export.layout import MOST, layout_html, layout_json, layout_table, show_layout
from onrecord.lexicon import read_table
from onrecord.record import Record
from tests.page.pdf_writer import column, write_pdf

_SENTENCE = "The harbour office said on Tuesday that the third ship had been turned back before it reached the quay."
_FERRIES = "".join(f'<p><a href="/r{n}">Ferry {n} is late for the {n}th time this week</a></p>' for n in range(2, 6))
PAGE = f"""<html><head><title>Third ship turned back at Vardholm</title><meta property="og:title" content="Third ship turned back at Vardholm"></head>
<body><nav><a href="/a">Home</a><a href="/b">Ports</a><a href="/c">Weather</a></nav>
<main><h1>Third ship turned back at Vardholm</h1><p class="byline">By Aud Lierne</p>
{"".join(f"<p>{_SENTENCE} Crew number {n} was told to wait.</p>" for n in range(1, 9))}
<p>Share this article</p>
<div class="newsletter-box"><p>Sign up for our newsletter and get the news of the coast every morning.</p></div>
<section class="related"><h2>Related articles</h2>{_FERRIES}</section>
</main><footer>{"".join(f"<p><a href='/f{n}'>Tariff of quay {n}</a></p>" for n in range(1, 25))}</footer></body></html>"""


def read(page: str = PAGE) -> Record:
    return onrecord.read_html(page, location="https://example.org/2026/03/ship", until="article")


def drawn(record: Record, width: int = 100, *, full: bool = False) -> str:
    out = StringIO()
    show_layout(record, Console(file=out, width=width, color_system=None), width=width, full=full)
    return out.getvalue()


@pytest.mark.parametrize(
    ("words", "part", "kind", "why"),
    [
        ("Third ship turned back", "headline", "headline", "the page's own title says the same; the element h1 sets it as one"),
        ("By Aud Lierne", "furniture", "byline", "its words say byline: it begins “by”"),
        ("Crew number 4", "body", "paragraph", "trees"),
        ("Share this article", "furniture", "share", "its words say share: it begins “share this”"),
        ("Sign up for our newsletter", "furniture", "promo", "promo"),
        ("Ferry 3 is late", "related", "headline", "the element section.related holds other stories"),
        ("Home", "furniture", "navigation", "navigation"),
        ("Tariff of quay 3", "furniture", "footer", "the element footer says footer"),
    ],
)
def test_each_line_is_told_with_its_reason(words: str, part: str, kind: str, why: str) -> None:
    record = read()
    line = next(line for line in explain(record).lines if words in record.document[line.span])
    assert (line.part, line.kind) == (part, kind)
    assert why in line.why


def test_an_element_that_says_what_its_lines_are_is_named() -> None:
    record = read()
    line = next(line for line in explain(record).lines if "newsletter" in record.document[line.span])
    assert ("promo", "div.newsletter-box") in line.marks
    assert line.path.endswith("main > div.newsletter-box > p")


def test_the_lines_cover_every_word_of_the_page_once() -> None:
    record = read()
    lines = explain(record).lines
    assert "".join("".join(record.document[line.span].split()) for line in lines) == "".join(record.document.text.split())


def test_the_trees_are_not_asked_of_a_few_lines() -> None:
    found = explain(onrecord.read_text(f"Ship turned back\n\n{_SENTENCE}\n", until="article"))
    assert found.cut is None
    assert {line.score for line in found.lines} == {None}
    assert "the trees were not asked" in found.lines[-1].why


def test_what_is_credited_within_a_line_is_named_with_its_place() -> None:
    record = read(PAGE.replace(f"<p>{_SENTENCE} Crew number 1 ", f"<p>VARDHOLM, March 3 - {_SENTENCE} Crew number 1 "))
    found = {(name, record.document[span]) for line in explain(record).lines for name, span in line.holds}
    assert ("author", "Aud Lierne") in found
    assert ("dateline", "VARDHOLM, March 3") in {(name, words.rstrip(" -")) for name, words in found}


@pytest.mark.parametrize("row", read_table("article/phrases.tsv").rows, ids=lambda row: row[2][:30])
def test_the_words_that_told_a_kind_are_known(row: tuple[str, ...]) -> None:
    for prose in (False, True):
        assert (telling_words(row[3], prose=prose) is None) == (kind_of_words(row[3], prose=prose) is None)


def test_the_words_that_told_a_kind_are_quoted() -> None:
    assert telling_words("Share this article", prose=False) == "it begins “share this”"
    assert telling_words("The quay was empty.", prose=True) is None


def test_a_pdf_is_told_like_any_page() -> None:
    pytest.importorskip("pypdfium2")
    head, text = column(72, 720, ["Third ship turned back at Vardholm"], size=20), column(72, 680, [_SENTENCE[:60], _SENTENCE[61:]])
    lines = explain(onrecord.read(write_pdf([[*head, *text]]), location="ship.pdf", until="article")).lines
    assert [(line.part, line.kind) for line in lines] == [("headline", "headline"), ("body", "paragraph")]


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("<nav>", "<nav>\t"), "<p>a\tb<br>c</p>"])
def test_a_table_has_the_same_columns_in_each_row(page: str) -> None:
    rows = layout_table(read(page)).splitlines()
    assert {row.count("\t") for row in rows if not row.startswith("# ")} == {8}


def test_a_record_read_back_from_json_has_no_layout() -> None:
    with pytest.raises(ValueError, match="read the page again"):
        explain(Record.from_json(read().to_json()))


def test_json_holds_the_same_with_offsets_that_hold() -> None:
    record = read()
    found = json.loads(layout_json(record))
    assert found["kind"] == "article"
    for line in found["lines"]:
        start, end = line["span"]
        assert record.document.text[start:end] == line["text"]
        assert line["why"]


@pytest.mark.parametrize("width", [40, 72, 100])
def test_no_row_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, drawn(read(), width).splitlines())) <= width


def test_the_text_of_a_page_is_never_markup_or_a_control() -> None:
    page = PAGE.replace("Crew number 4", "Crew &lt;script&gt;alert(4)&lt;/script&gt; \u202e[bold]").replace(
        'class="byline"', 'class="b&quot;&gt;&lt;i&gt;"'
    )
    html = layout_html(read(page))
    assert "<script" not in html
    assert "<i>" not in html
    assert "\u202e" not in html
    assert "\u202e" not in drawn(read(page))
    assert "[bold]" in drawn(read(page), 300)


def test_a_page_of_very_many_lines_is_cut_and_says_so() -> None:
    record = onrecord.read_html("<ul>" + "".join(f"<li><a href='/{n}'>Link number {n}</a></li>" for n in range(MOST + 7)) + "</ul>", until="article")
    assert "and 7 more lines" in layout_html(record)
    assert "and 7 more lines: add --full" in drawn(record)
    assert "more lines" not in drawn(record, full=True)


def test_html_loads_nothing_and_hides_kinds_without_a_script() -> None:
    html = layout_html(read())
    assert "default-src 'none'" in html
    assert 'id="show-rest"' in html
    assert "http" not in html.split("</style>")[1].replace("https://example.org/2026/03/ship", "")


def test_a_page_of_few_lines_says_how_many_the_trees_need() -> None:
    record = onrecord.read_text(
        "Quay closed\n\nThe quay was closed on Tuesday, the harbour master said.\n", location="/home/me/quay.txt", until="article"
    )
    shown = " ".join(drawn(record).split())
    assert shown.startswith("quay.txt /home/me/quay.txt ")
    assert "the page has 2 lines, and the trees are asked about pages of 30 to 5,000 lines only: here the rules decided alone" in shown
    html = layout_html(record)
    assert '<h1 class="title"><bdi>quay.txt</bdi></h1>' in html
    assert "/home/me/quay.txt" in html


def _reasons() -> Iterator[str]:
    """What the functions that give reasons write, apart from what they fill in."""
    for owner in (explaining._Reasons, explaining._told, telling._asked):
        tree = ast.parse(inspect.getsource(owner))
        documented = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and node.value not in documented
                and re.search(r"[a-z] [a-z]", node.value)
            ):
                yield node.value.strip(" :;,“”")


def test_every_reason_is_told_in_the_documents() -> None:
    page = (Path(__file__).parents[2] / "docs" / "layout.md").read_text(encoding="utf-8")
    reasons = set(_reasons())
    assert len(reasons) > 25
    assert [reason for reason in sorted(reasons) if reason not in page] == []


def test_the_counts_stand_in_the_order_of_their_numbers() -> None:
    counts = [int(number) for number in re.findall(r"(\d+) [a-z-]+", next(line for line in drawn(read()).splitlines() if " page: " in line))]
    assert len(counts) > 2
    assert counts == sorted(counts, reverse=True)
