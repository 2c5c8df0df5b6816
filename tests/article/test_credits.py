"""What lines, text and markup say of the authors, weighed against each other."""

import pytest

import onrecord
from tests.article.credit_pages import BODY, HEADLINE

# markup of the head, markup below the headline, markup behind the text, authors
MARKUP = [
    ('<meta name="author" content="Aino Salmi And Pekka Lund">', "", "", ["Aino Salmi", "Pekka Lund"]),
    ('<meta name="author" content="Courier Desk">', "", "", []),
    ('<meta name="author" content="Harbour Team">', "<p>By Aino Salmi</p>", "", ["Aino Salmi"]),
    (
        (
            '<meta name="author" content="Aino Salmi, Pekka Lund">'
            '<script type="application/ld+json">{"@type":"NewsArticle","author":"Aino Salmi"}</script>'
        ),
        '<div class="author">Aino Salmi</div><div class="author">Pekka Lund</div>',
        "",
        ["Aino Salmi", "Pekka Lund"],
    ),
    (
        '<script type="application/ld+json">{"@type":"NewsArticle","author":"Aino Salmi"}</script>',
        "<p>By Aino Salmi</p>",
        "<p>(Reporting by Aino Salmi in Turku and Pekka Lund in Oslo; editing by Mary Roe)</p>",
        ["Aino Salmi", "Pekka Lund"],
    ),
    ("", "", '<div><a rel="author" href="/a">View all posts by Aino Salmi</a></div>', ["Aino Salmi"]),
    ("", "<p>ByAino Salmi</p>", "", ["Aino Salmi"]),
    ('<meta name="author" content="www.harbour-design.example | Aino Salmi">', "", "", []),
    ('<meta name="author" content="Aino Salmi in Turku">', "", "", ["Aino Salmi"]),
]


@pytest.mark.parametrize(("head", "above", "behind", "authors"), MARKUP)
def test_authors_of_a_page_with_markup(head: str, above: str, behind: str, authors: list[str]) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.strip().split("\n\n"))
    page = f"<html><head>{head}</head><body><main><h1>{HEADLINE}</h1>{above}<div>{body}</div>{behind}</main></body></html>"
    article = onrecord.read_html(page, until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors


def test_author_in_brackets_at_the_end_where_nobody_else_is_named() -> None:
    article = onrecord.read_text(f"{HEADLINE}\n\n{BODY.strip()} (Aino Salmi)\n", until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == ["Aino Salmi"]
