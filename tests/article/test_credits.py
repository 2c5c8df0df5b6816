"""Who wrote it: bylines with and without "By", in one line and in several, and lines that name nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.article.byline import read_byline

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


# Pages: what stands in the head, between headline and text, behind the text, or at the end of its last paragraph; authors, agencies
Rows = list[tuple[str, list[str], list[str]]]
HEADS: Rows = [
    (
        'LD:{"@type":"NewsArticle","author":{"@type":"Person","name":"Aino Salmi"},"provider":{"@type":"Organization","name":"Reuters"}}',
        ["Aino Salmi"],
        ["Reuters"],
    ),
    (
        (
            'LD:{"@type":"NewsArticle","author":{"@type":"Person","name":"Aino Salmi"},'
            '"sourceOrganization":{"@type":"Organization","name":"Harbour News Agency"}}'
        ),
        ["Aino Salmi"],
        ["Harbour News Agency"],
    ),
    ('LD:{"@type":"NewsArticle","creditText":"AFP"}', [], ["AFP"]),
    ('LD:{"@type":"NewsArticle","image":{"@type":"ImageObject","creditText":"AFP"}}', [], []),
    ('LD:{"@type":"NewsArticle","image":{"@type":"ImageObject","creator":{"@type":"Person","name":"Aino Salmi"},"author":"Pekka Lund"}}', [], []),
    (
        (
            'LD:{"@type":"NewsArticle","publisher":{"@type":"Organization","name":"Associated Press"},'
            '"author":{"@type":"Person","name":"By AINO SALMI, AP Auto Writer"}}<meta property="og:site_name" content="Turku Post">'
        ),
        ["Aino Salmi"],
        ["AP"],
    ),
    ('<meta name="source" content="Reuters">', [], ["Reuters"]),
    ('<meta name="dc.source" content="dpa">', [], ["dpa"]),
    ('<meta name="copyright" content="Turku Media">', [], []),
    ('<meta name="author" content="이서준 기자">', ["이서준"], []),
    ('<meta name="author" content="ميناء نيوز">', [], []),
    ('<meta property="article:author" content="https://turku.example/authors/aino-salmi">', [], []),
    ('<meta name="author" content="@ainosalmi">', [], []),
    ('<meta name="twitter:creator" content="@ainosalmi">', [], []),
    ('<meta name="author" content="Aino Salmi | Turku Post">', ["Aino Salmi"], []),
    ('<meta name="author" content="Aino Salmi, Turku Post"><meta property="og:site_name" content="Turku Post">', ["Aino Salmi"], []),
    ('<meta name="author" content="Turku Post Sport"><meta property="og:site_name" content="Turku Post">', [], []),
    ('<meta name="author" content="Aino Salmi; Pekka Lund">', ["Aino Salmi", "Pekka Lund"], []),
    (
        (
            'LD:{"@context":"https://schema.org","@graph":[{"@type":"Article","author":{"@id":"#p1"}},{"@type":"Person",'
            '"@id":"#p1","name":"Aino Salmi"}]}'
        ),
        ["Aino Salmi"],
        [],
    ),
    (
        (
            'LD:{"@context":"https://schema.org","@graph":[{"@type":"Article",'
            '"author":[{"@id":"#p1"},{"@id":"#p2"}]},{"@type":"Person","@id":"#p1","name":"Aino Salmi"},{"@type":"Person",'
            '"@id":"#p2","name":"Pekka Lund"}]}'
        ),
        ["Aino Salmi", "Pekka Lund"],
        [],
    ),
    ('LD:{"@type":"NewsArticle","author":["Aino Salmi","Pekka Lund"]}', ["Aino Salmi", "Pekka Lund"], []),
    ('LD:{"@type":"NewsArticle","author":{"@type":"Person","name":["Aino Salmi","Pekka Lund"]}}', ["Aino Salmi", "Pekka Lund"], []),
    ('LD:{"@type":"NewsArticle","author":{"@type":"Person","givenName":"Aino","familyName":"Salmi"}}', ["Aino Salmi"], []),
    ('<meta name="author" content="HBX - Harbour Design">', [], []),
    ('<meta property="og:site_name" content="Harbour Kitchen"><meta name="author" content="Harbour Kitchen">', [], []),
    ('<meta property="og:site_name" content="Harbour Kitchen">LD:{"@type":"Article","author":{"@type":"Person","name":"Harbour Kitchen"}}', [], []),
    ('<title>Dockers end two-week harbour strike - Harbour Kitchen</title><meta name="author" content="Harbour Kitchen">', [], []),
    ('<meta name="author" content="Lifestyle Desk">', [], []),
    ('<meta name="author" content="Entertainment Desk">', [], []),
    ('<meta name="author" content="Trends Desk">', [], []),
    ('<meta name="author" content="Super User">', [], []),
    ('<meta name="author" content="Por Redacción">', [], []),
    ('<meta name="author" content="Redaktion Hafenkurier">', [], []),
    ('<meta name="author" content="von Aino Salmi">', ["Aino Salmi"], []),
    ('<meta name="author" content="Aino Salmi, dpa">', ["Aino Salmi"], ["dpa"]),
    ('<meta name="author" content="Aino Salmi (AFP)">', ["Aino Salmi"], ["AFP"]),
    ('<meta name="author" content="Aino Salmi - Turku Post">', ["Aino Salmi"], []),
    ('<meta name="author" content="Aino Salmi / Turku Post">', ["Aino Salmi"], []),
    ('<meta name="author" content="AFP - Aino Salmi">', ["Aino Salmi"], ["AFP"]),
    ('<meta name="author" content="Aino Salmi and Reuters">', ["Aino Salmi"], ["Reuters"]),
    ('<meta name="author" content="Aino Salmi y Pekka Lund">', ["Aino Salmi", "Pekka Lund"], []),
    ('<meta name="author" content="Aino Salmi und Pekka Lund">', ["Aino Salmi", "Pekka Lund"], []),
    ('<meta name="author" content="Aino Salmi et Pekka Lund">', ["Aino Salmi", "Pekka Lund"], []),
    ('<meta name="author" content="Aino Salmi, Political Correspondent">', ["Aino Salmi"], []),
    ('<meta name="author" content="Aino Salmi | Political Correspondent | Turku Post">', ["Aino Salmi"], []),
    ('<meta name="author" content="Dr. Aino Salmi">', ["Aino Salmi"], []),
    ('<meta name="author" content="aino.salmi">', [], []),
    ('<meta name="author" content="aino-salmi">', [], []),
    ('<meta name="author" content="asalmi@turku.example (Aino Salmi)">', ["Aino Salmi"], []),
    ('<meta name="author" content="AINO SALMI">', ["Aino Salmi"], []),
]
ABOVE: Rows = [
    ('<p class="byline">by aino salmi, reporter</p>', ["Aino Salmi"], []),
    ('<p class="byline">aino salmi</p>', ["Aino Salmi"], []),
    ("<p>By Aino Salmi Turku Daily Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino SalmiTurku Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino SalmiThe Associated Press</p>", ["Aino Salmi"], ["AP"]),
    ("<p>By AINO SALMI, Associated Press</p>", ["Aino Salmi"], ["AP"]),
    ("<p>By AINO SALMI and PEKKA LUND Associated Press</p>", ["Aino Salmi", "Pekka Lund"], ["AP"]),
    ("<p>By Aino Salmi, The Turku Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, Turku Correspondent</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, Senior Political Correspondent, in Oslo</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, Pekka Lund &amp; Mary Roe</p>", ["Aino Salmi", "Pekka Lund", "Mary Roe"], []),
    ("<p>By Aino Salmi, Pekka Lund, and Mary Roe</p>", ["Aino Salmi", "Pekka Lund", "Mary Roe"], []),
    ("<p>By Dr. Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, PhD</p>", ["Aino Salmi"], []),
    ("<p>By Editorial Board</p>", [], []),
    ("<p>By The Editorial Board</p>", [], []),
    ("<p>By Post Editorial Board</p>", [], []),
    ("<p>By Staff Reports</p>", [], []),
    ("<p>By Turku Post Staff</p>", [], []),
    ("<p>By Our Correspondent</p>", [], []),
    ("<p>By Special Correspondent</p>", [], []),
    ("<p>By Web Desk</p>", [], []),
    ("<p>By Sports Desk</p>", [], []),
    ("<p>By Guest Contributor</p>", [], []),
    ("<p>By Wire Services</p>", [], []),
    ("<p>By Associated Press Staff</p>", [], ["AP"]),
    ("<p>By Reuters Staff</p>", [], ["Reuters"]),
    ("<p>By AFP - Agence France Presse</p>", [], ["AFP"]),
    ("<p>By Aino Salmi | Reuters</p>", ["Aino Salmi"], ["Reuters"]),
    ("<p>By Aino Salmi – AFP</p>", ["Aino Salmi"], ["AFP"]),
    ("<p>By Aino Salmi (AFP)</p>", ["Aino Salmi"], ["AFP"]),
    ("<p>Aino Salmi - Agence France-Presse</p><p>May 3, 2021</p>", ["Aino Salmi"], ["AFP"]),
    ("<p>Aino Salmi, Reuters</p><p>May 3, 2021</p>", ["Aino Salmi"], ["Reuters"]),
    ("<p>By Aino Salmi in Turku, AFP</p>", ["Aino Salmi"], ["AFP"]),
    ("<p>By Agencies</p>", [], []),
    ("<p>AFP, Turku</p>", [], ["AFP"]),
    ("<p>Turku, AFP</p>", [], ["AFP"]),
    ("<p>Reuters</p><p>May 3, 2021</p>", [], ["Reuters"]),
    ("<p>Agence France-Presse</p>", [], ["AFP"]),
    ("<p>via Reuters</p>", [], ["Reuters"]),
    ("<p>From Reuters</p>", [], ["Reuters"]),
    ('<figure><img src="a.jpg"><figcaption>A ship in Turku. Agence France-Presse</figcaption></figure>', [], []),
    ('<figure><img src="a.jpg"><figcaption>A ship in Turku. (AP Photo/Aino Salmi)</figcaption></figure>', [], []),
    ("<p>Photo by Aino Salmi/Reuters</p>", [], []),
    ("<p>Picture: Aino Salmi</p>", [], []),
    ("<p>Photograph by Aino Salmi</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Illustration by Aino Salmi</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Words by Aino Salmi, photographs by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>Text: Aino Salmi, Foto: Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>Text: Aino Salmi Foto: Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>Reviewed by Aino Salmi</p><p>Written by Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Medically reviewed by Aino Salmi, MD</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Fact checked by Aino Salmi</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Edited by Aino Salmi</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Translated by Aino Salmi</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Hosted by Aino Salmi</p><p>By Pekka Lund</p>", ["Pekka Lund"], []),
    ("<p>Article by</p><p>Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Written by</p><p>Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Par Aino Salmi et Pekka Lund</p>", ["Aino Salmi", "Pekka Lund"], []),
    ("<p>Par A. SALMI</p>", ["A. Salmi"], []),
    ("<p>Par E. SALMI</p>", ["E. Salmi"], []),
    ("<p>Por Aino Salmi y Pekka Lund</p>", ["Aino Salmi", "Pekka Lund"], []),
    ("<p>Von Aino Salmi und Pekka Lund</p>", ["Aino Salmi", "Pekka Lund"], []),
    ("<p>Von Aino Salmi, dpa</p>", ["Aino Salmi"], ["dpa"]),
    ("<p>Von AFP</p>", [], ["AFP"]),
    ("<p>Autor: Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Autorka: Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Författare: Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Автор: Анна Салмина</p>", ["Анна Салмина"], []),
    ("<p>이서준 기자</p><p>2021-05-03</p>", ["이서준"], []),
    ("<p>記者林小明／台北報導</p>", ["林小明"], []),
    ("<p>كتب: أحمد سالم</p>", ["أحمد سالم"], []),
    ("<p>Redactado por Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Escrito por Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Publicado por Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Scritto da Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Geschrieben von Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p>Publié par Aino Salmi</p>", ["Aino Salmi"], []),
    ("<p class='sub'>Da Nang Airport Reopens</p>", [], []),
    ("<p class='sub'>Da Vinci Painting Returns</p>", [], []),
    ("<p class='sub'>Text Mary Poppins</p>", [], []),
    ("<p>Aino Salmi, Turku</p><p>May 3, 2021</p>", ["Aino Salmi"], []),
    ("<p>Posted by Aino Salmi, Pekka Lund and Mary Roe - Harbour Team</p>", ["Aino Salmi", "Pekka Lund", "Mary Roe"], []),
    ('<a rel="author" href="/authors/aino-salmi">Aino Salmi</a>', ["Aino Salmi"], []),
    ('<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Aino Salmi</span></span>', ["Aino Salmi"], []),
    ('<address><a href="/authors/aino-salmi">Aino Salmi</a></address>', ["Aino Salmi"], []),
    ('<div><a href="/author/aino-salmi">Aino Salmi</a></div><div><time datetime="2021-05-03">May 3</time></div>', ["Aino Salmi"], []),
    ("<p>Von Aino Salmi Übersetzt von Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, translated by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi. Photographs by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Illustrated by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Reviewed by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Fact-checked by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi | Edited by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi | Reviewed by Pekka Lund</p>", ["Aino Salmi"], []),
    ("<p>Aino Salmi/Turku Post</p>", [], []),
    ("<p>Courtesy of Aino Salmi</p>", [], []),
    ("<p>Photo courtesy Aino Salmi</p>", [], []),
    ("<p>Image: Aino Salmi</p>", [], []),
    ("<p>Image by Aino Salmi</p>", [], []),
    ("<p>Credit: Aino Salmi</p>", [], []),
    ("<p>Foto: Aino Salmi</p>", [], []),
    ("<p>Foto de Aino Salmi</p>", [], []),
    ("<p>Bild: Aino Salmi/dpa</p>", [], []),
    ("<p>Getty Images</p>", [], []),
    ("<p>By Getty Images</p>", [], []),
    (
        '<aside class="related"><h3>More</h3><p><a href="/x">Ferry line to stop</a></p><p>By Mary Roe</p></aside><p>By Aino Salmi</p>',
        ["Aino Salmi"],
        [],
    ),
    ("<p>Share on Facebook</p><p>By Aino Salmi</p><p>Updated May 3, 2021</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi and Pekka Lund, Turku Post</p>", ["Aino Salmi", "Pekka Lund"], []),
    ("<p>By Aino Salmi - Turku Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, Guest Columnist</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, Special to the Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Special to the Turku Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi of the Turku Post</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, CNN</p>", ["Aino Salmi"], ["CNN"]),
    ("<p>By Aino Salmi @ainosalmi</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi asalmi@turkupost.example</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Contributor</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Senior Reporter</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi Health Editor, Turku</p>", ["Aino Salmi"], []),
    ("<p>By Aino Salmi, Associate Professor of History, University of Turku</p>", ["Aino Salmi"], []),
    ("<p>By Turku City Council</p>", [], []),
    ("<p>By University of Turku</p>", [], []),
    ("<p>By Ministry of Labour</p>", [], []),
    ("<p>By Harbour Media Group</p>", [], []),
    ("<p>By News Team</p>", [], []),
    ("<p>By Breaking News</p>", [], []),
    ("<p>By Local News</p>", [], []),
    ("<p>By Press Release</p>", [], []),
    ("<p>By Sponsored Content</p>", [], []),
    ("<p>By Partner Content</p>", [], []),
    ("<p>By Submitted Article</p>", [], []),
    ("<p>By Letter Writer</p>", [], []),
    ("<p>By Readers</p>", [], []),
    ("<p>By Super User</p>", [], []),
    ("<p>By Guest Author</p>", [], []),
    ("<p>By Guest Post</p>", [], []),
    ("<p>By Site Admin</p>", [], []),
    ("<p>By Digital Team</p>", [], []),
    ("<p>By Social Media</p>", [], []),
    ("<p>By Money Matters</p>", [], []),
    ("<p>By AINO SALMI, Staff Writer</p>", ["Aino Salmi"], []),
    ("<p>By AINO SALMI | The Turku Post</p>", ["Aino Salmi"], []),
    ("<p>BY AINO SALMI AND PEKKA LUND</p>", ["Aino Salmi", "Pekka Lund"], []),
]
BEHIND: Rows = [
    ('<p>Topics</p><p>Turku</p><p>Work</p><p>Print</p><p class="author">Author:</p><p class="author">Aino Salmi</p>', ["Aino Salmi"], []),
    (f"<p>By Aino Salmi</p><p>{BODY.split(chr(10))[2]}</p><p>{BODY.split(chr(10))[4]}</p>", ["Aino Salmi"], []),
    ("<p>Comment by Mary Roe</p><p>I like it very much.</p>", [], []),
    ("<h3>Related</h3><p>Ferry line to stop</p><p>By Mary Roe</p>", [], []),
    ("<p>--(بترا)</p>", [], ["Petra"]),
    ("<p>(With inputs from AP and Reuters)</p>", [], ["AP", "Reuters"]),
    ("<p>With inputs from agencies</p>", [], []),
    ("<p>With files from The Canadian Press</p>", [], ["Canadian Press"]),
    ("<p>The Associated Press contributed to this report.</p>", [], ["AP"]),
    ("<p>Reuters contributed to this report</p>", [], ["Reuters"]),
    ("<p>This report by The Canadian Press was first published May 3, 2021.</p>", [], ["Canadian Press"]),
    ("<p>Additional reporting by Reuters</p>", [], ["Reuters"]),
    ("<p>Additional reporting by Press Association</p>", [], ["PA Media"]),
    ("<p>Reporting by Aino Salmi; Editing by Mary Roe</p>", ["Aino Salmi"], []),
    ("<p>Our Standards: The Thomson Reuters Trust Principles.</p>", [], []),
    ("<p>Copyright 2021 The Associated Press. All rights reserved.</p>", [], ["AP"]),
    ("<p>© Agence France-Presse</p>", [], ["AFP"]),
    ("<p>Avec AFP</p>", [], ["AFP"]),
    ("<p>(Avec AFP)</p>", [], ["AFP"]),
    ("<p>Le Port avec AFP</p>", [], ["AFP"]),
    ("<p>Con información de AP</p>", [], ["AP"]),
    ("<p>Com informações da Agência Brasil</p>", [], ["Agência Brasil"]),
    ("<p>Mit Agenturmaterial von dpa und AFP</p>", [], ["dpa", "AFP"]),
    ("<p>mit dpa</p>", [], ["dpa"]),
    ("<p>dpa/afp/sda</p>", [], ["dpa", "AFP", "Keystone-SDA"]),
    ("<p>Source: AFP</p>", [], ["AFP"]),
    ("<p>Source : AFP/Reuters</p>", [], ["AFP", "Reuters"]),
    ("<p>Fuente: Agencia EFE</p>", [], ["EFE"]),
    ("<p>ANSA</p>", [], ["ANSA"]),
    ("<p>Riproduzione riservata © Copyright ANSA</p>", [], ["ANSA"]),
    ("<p>Kaynak: AA</p>", [], ["Anadolu"]),
    ("<p>Story: Reuters</p>", [], ["Reuters"]),
    ("<p>(This story has not been edited by our staff and is published from a syndicated feed. PTI)</p>", [], ["PTI"]),
    ("<p>This story was first published by Harbour Wire.</p>", [], ["Harbour Wire"]),
    ('<div class="comments"><p class="comment-author">by Mary Roe</p><p>Fine.</p></div>', [], []),
    ('<div class="author-bio"><h4>About the author</h4><p>Aino Salmi is a reporter at the Turku Post.</p></div>', [], []),
    ("<p>EFE</p>", [], ["EFE"]),
    ("<p>Reuters and AP</p>", [], ["Reuters", "AP"]),
    ("<p>AP contributed to this story.</p>", [], ["AP"]),
    ("<p>Information from The Associated Press was used in this report.</p>", [], ["AP"]),
    ("<p>This story contains material from Reuters.</p>", [], ["Reuters"]),
    ("<p>Material from The Associated Press was used in this report.</p>", [], ["AP"]),
    ("<p>CNN contributed to this report.</p>", [], ["CNN"]),
    ("<p>By The Canadian Press</p>", [], ["Canadian Press"]),
    ("<p>The Canadian Press</p>", [], ["Canadian Press"]),
    ("<p>Quelle: APA/dpa</p>", [], ["APA", "dpa"]),
    ("<p>Quelle: apa</p>", [], ["APA"]),
    ("<p>(SDA)</p>", [], ["Keystone-SDA"]),
    ("<p>© dpa</p>", [], ["dpa"]),
    ("<p>AFP.com</p>", [], []),
    ("<p>Photo: Aino Salmi, AP</p>", [], []),
    ("<p>AP Photo/Aino Salmi</p>", [], []),
]
ENDS: Rows = [
    ("(AP)", [], ["AP"]),
    ("(ats/nxp)", [], ["Keystone-SDA"]),
    ("(dpa/abc)", [], ["dpa"]),
    ("(sda/afp)", [], ["Keystone-SDA", "AFP"]),
    ("(reuters)", [], ["Reuters"]),
    ("/PAP/", [], ["PAP"]),
    ("—AFP", [], ["AFP"]),
    ("— Reuters", [], ["Reuters"]),
    ("- Bernama", [], ["Bernama"]),
    ("[AFP]", [], ["AFP"]),
    ("(KNA 3.5.2021)", [], ["KNA"]),
    ("(dpa, 3. Mai)", [], ["dpa"]),
    ("(APA, 3.5.)", [], ["APA"]),
    ("(TT-Reuters)", [], ["TT", "Reuters"]),
    ("(Reuters, AFP)", [], ["Reuters", "AFP"]),
    ("Reuters", [], []),
    ("(PTI Inputs)", [], ["PTI"]),
    ("(With PTI inputs)", [], ["PTI"]),
    ("(Agencies)", [], []),
    ("(ANI/Reuters)", [], ["ANI", "Reuters"]),
    ("-- IANS", [], ["IANS"]),
    ("– dpa", [], ["dpa"]),
    ("EFE", [], []),
]


def _page(head: str = "", above: str = "", behind: str = "", end: str = "") -> str:
    """A page of invented text with one credit; "LD:{…}" is linked data."""
    linked, _, after = head.partition("LD:")[2].partition("}<")
    head = (
        f'<script type="application/ld+json">{linked}{"}" if after else ""}</script>{"<" if after else ""}{after}' if head.startswith("LD:") else head
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in f"{BODY.strip()} {end}".strip().split("\n\n"))
    main = f"<main><h1>{HEADLINE}</h1>{above}<div>{body}</div>{behind}</main><footer>© 2021 Turku Media</footer>"
    return f"<html><head>{head}</head><body>{main}</body></html>"


@pytest.mark.parametrize(
    ("page", "authors", "agencies"),
    [
        *((_page(head=text), authors, agencies) for text, authors, agencies in HEADS),
        *((_page(above=text), authors, agencies) for text, authors, agencies in ABOVE),
        *((_page(behind=text), authors, agencies) for text, authors, agencies in BEHIND),
        *((_page(end=text), authors, agencies) for text, authors, agencies in ENDS),
    ],
    ids=[text for rows in (HEADS, ABOVE, BEHIND, ENDS) for text, *_ in rows],
)
def test_credits_of_a_page(page: str, authors: list[str], agencies: list[str]) -> None:
    article = onrecord.read_html(page, until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors
    assert [credit.name for credit in article.agencies] == agencies


ELSEWHERE = [
    ("Di Aino Salmi", "Il porto di Turku resta chiuso da lunedì, ha detto il sindaco, perché la gru caduta non è stata tolta."),
    ("Av Aino Salmi", "Havnen i Turku er stengt siden mandag, sa ordføreren, fordi kranen som falt i bassenget ikke er tatt opp av vannet."),
    ("Door Aino Salmi", "De haven van Turku is sinds maandag dicht, zei de burgemeester, omdat de kraan nog niet uit het water is gehaald."),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text"), ELSEWHERE, ids=[line for line, _ in ELSEWHERE])
def test_one_word_for_an_author_is_enough_in_its_own_language(line: str, text: str) -> None:
    article = onrecord.read_html(f"<main><h1>Turku</h1><p>{line}</p><p>{text}</p><p>{text} {text}</p></main>", until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == ["Aino Salmi"]


@pytest.mark.parametrize(("line", "cited"), [("AAP/AP", ["AAP", "AP"]), ("(AAP, AP)", ["AAP", "AP"])])
def test_an_agency_is_cited_where_it_stands_by_itself(line: str, cited: list[str]) -> None:
    record = onrecord.read_html(_page(behind=f"<p>{line}</p>"), until="article")
    assert record.article is not None
    spans = [credit.span for credit in record.article.agencies]
    assert [record.document[span] for span in spans if span] == cited
    assert not any(one.overlaps(other) for one in spans for other in spans if one and other and one != other)


_WORDS = "By |by|Von |Aino Salmi|aino salmi|Pekka|Salmi|Dr. |E. |AFP|The Associated Press|Turku Post|(|)|/|, | and | - |@| in |Turku|3|. "
_GLUED = "Staff| Political Editor|이서준| 기자|記者|林小明|ß|İ|\u0301|\u00a0|\n|é|_|’"
_PIECES = st.sampled_from(["|", *_WORDS.split("|"), *_GLUED.split("|")])


@given(st.lists(_PIECES, max_size=14).map("".join), st.booleans(), st.booleans())
def test_names_of_a_byline_are_cited_where_they_stand(text: str, opened: bool, small: bool) -> None:
    for name in read_byline(text, opened=opened, small=small):
        assert text[name.start : name.end].casefold() == name.text.casefold()
