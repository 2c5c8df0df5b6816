"""Who wrote it: bylines with and without "By", in one line and in several, and lines that name nobody."""

import pytest

import onrecord

HEADLINE = "Dockers end two-week harbour strike"
BODY = """Dockers in Turku went back to work on Monday after two weeks, the harbour union said, and the first ship sailed before noon.

The employers put the cost of the strike at nine million euros, a figure that the union called much too high.

Talks on wages will go on in the autumn, both sides said, with a mediator whom the labour ministry is to name next week.
"""

# lines between headline and body, authors, agencies
SLOTS = [
    ("By Aino Salmi", ["Aino Salmi"], []),
    ("ByAino Salmi", ["Aino Salmi"], []),
    ("By\nAino Salmi\nand\nPekka Lund\nMay 3, 2021", ["Aino Salmi", "Pekka Lund"], []),
    ("Por\nAino Salmi @ainosalmi\nmayo 3, 2021", ["Aino Salmi"], []),
    ("Aino Salmi\nMay 3, 2021", ["Aino Salmi"], []),
    ("Aino Salmi 2 hours ago", ["Aino Salmi"], []),
    ("Aino Salmi2 hours ago", ["Aino Salmi"], []),
    ("Aino Salmi | Published 2 hours ago", ["Aino Salmi"], []),
    ("Aino Salmi Political Correspondent\nMay 3, 2021", ["Aino Salmi"], []),
    ("By Aino Salmi May 3, 2021 5 min read", ["Aino Salmi"], []),
    ("By April May, May 3, 2021", ["April May"], []),
    ("By Aino Salmi Tuesday, May 4", ["Aino Salmi"], []),
    ("By Aino Salmi Last Updated: May 3, 2021", ["Aino Salmi"], []),
    ("By Aino SalmiFollow", ["Aino Salmi"], []),
    ("By Aino SalmiMay 3, 2021", ["Aino Salmi"], []),
    ("By Aino Salmi For The Courier", ["Aino Salmi"], []),
    ("By Aino McDonald", ["Aino McDonald"], []),
    ("By Aino Salmi\nMuseum Harbour\nMay 3, 2021", ["Aino Salmi"], []),
    ("Source: Harbour Statistics", [], []),
    ("Cake Recipes\nMay 3, 2021", [], []),
    ("Staff reporter\nMay 3, 2021", [], []),
    ("By Aino Salmi in Turku and Pekka Lund in Oslo", ["Aino Salmi", "Pekka Lund"], []),
    ("By Aino Salmi in Turku and New York", ["Aino Salmi"], []),
    ("By Aino Salmi in Turku and Pekka Lund", ["Aino Salmi", "Pekka Lund"], []),
    ("Aino Salmi, Harbour News / Friday", ["Aino Salmi"], ["Harbour News"]),
    ("By Norrwire", [], ["Norrwire"]),
    ("By Harbour Wire", [], ["Harbour Wire"]),
    ("Source: Reuters", [], ["Reuters"]),
    ("Quelle: dpa", [], ["dpa"]),
    ("Źródło: PAP", [], ["PAP"]),
    ("Источник: ТАСС", [], ["TASS"]),
    ("Fuente: EFE/AFP", [], ["EFE", "AFP"]),
    ("Photo: AFP", [], []),
    ("Email The Author", [], []),
    ("By Aino Salmi, AP Harbour Writer", ["Aino Salmi"], ["AP"]),
    ("By HBX Staff", [], []),
    ("Em Turku Sul\nMay 3, 2021", [], []),
    ("Aino Salmi Associated Press\nMay 3, 2021", ["Aino Salmi"], ["AP"]),
    ("By Aino Salmi HARBOUR TODAY", ["Aino Salmi"], []),
    ("Von Courier-Experte Aino Salmi", ["Aino Salmi"], []),
    ("Posted by: Aino de Salmi on May 3, 2021", ["Aino de Salmi"], []),
    ("By Letters To The Editor", [], []),
    ("By Pekka Lund\nAino Salmi | AFP", ["Pekka Lund"], []),
    ("(Aino Salmi / Reuters)", [], []),
]


@pytest.mark.parametrize(("slot", "authors", "agencies"), SLOTS)
def test_byline(slot: str, authors: list[str], agencies: list[str]) -> None:
    article = onrecord.read_text(f"{HEADLINE}\n\n{slot}\n\n{BODY}", until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors
    assert [credit.name for credit in article.agencies] == agencies


# line behind the body, authors, agencies
TAILS = [
    ("Additional reporting by Harbour News Agency and Aino Salmi", ["Aino Salmi"], ["Harbour News Agency"]),
    ("(Additional reporting by Harbour Bulletin Service.)", [], ["Harbour Bulletin Service"]),
    ("with inputs from Harbour Wire", [], ["Harbour Wire"]),
    ("With inputs from AFP", [], ["AFP"]),
    ("(Reporting by Aino Salmi in Turku and Pekka Lund in Oslo; editing by Mary Roe)", ["Aino Salmi", "Pekka Lund"], []),
    ("Aino Salmi in Oslo contributed to this report.", ["Aino Salmi"], []),
    ("— Harbour News Agency (HNA-TU)", [], ["Harbour News Agency"]),
    ("Harbour News Agency", [], ["Harbour News Agency"]),
    ("© 2021 Harbour Press. This story may not be republished.", [], ["Harbour Press"]),
    ("Harbour Towns", [], []),
    ("Con información de EFE", [], ["EFE"]),
    ("Mit Material von dpa", [], ["dpa"]),
    ("With agency inputs from PTI", [], ["PTI"]),
    ("Photo: AFP", [], []),
    ("(Aino Salmi / Reuters)", [], []),
]


@pytest.mark.parametrize(("tail", "authors", "agencies"), TAILS)
def test_credit_behind_the_body(tail: str, authors: list[str], agencies: list[str]) -> None:
    page = f"{HEADLINE}\n\n{BODY}\n{tail}\n\n2 comments\nMost read\nTen walks along the river\nAbout us\n© 2021 Turku Media"
    article = onrecord.read_text(page, until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors
    assert [credit.name for credit in article.agencies] == agencies


def test_agency_in_a_dateline_before_its_day() -> None:
    page = f"{HEADLINE}\n\nTURKU (Norr Press), Thursday – {BODY}"
    article = onrecord.read_text(page, until="article").article
    assert article is not None
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date_text) == ("Turku", "Thursday")
    assert [credit.name for credit in article.agencies] == ["Norr Press"]


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


@pytest.mark.parametrize(
    ("opening", "agencies"),
    [("(EFE).- ", ["EFE"]), ("(Reuters) - ", ["Reuters"]), ("(Aino) - ", []), ("Turku (Norland) - ", []), ("Turku (AFP) - ", ["AFP"])],
)
def test_agency_at_the_head_of_the_text(opening: str, agencies: list[str]) -> None:
    article = onrecord.read_text(f"{HEADLINE}\n\n{opening}{BODY}", until="article").article
    assert article is not None
    assert [credit.name for credit in article.agencies] == agencies


def test_agency_in_the_markup_alone() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.strip().split("\n\n"))
    head = '<meta name="author" content="Associated Press in Turku">'
    article = onrecord.read_html(f"<html><head>{head}</head><body><main><h1>{HEADLINE}</h1>{body}</main></body></html>", until="article").article
    assert article is not None
    assert [credit.name for credit in article.agencies] == ["AP"]
    assert article.authors == ()
