"""Authors and agencies that the markup names: linked data, metadata, and what in them names nobody."""

import pytest

import onrecord
from tests.article.credit_pages import BODY, HEADLINE, Row, page_of


def test_agency_in_the_markup_alone() -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in BODY.strip().split("\n\n"))
    head = '<meta name="author" content="Associated Press in Turku">'
    article = onrecord.read_html(f"<html><head>{head}</head><body><main><h1>{HEADLINE}</h1>{body}</main></body></html>", until="article").article
    assert article is not None
    assert [credit.name for credit in article.agencies] == ["AP"]
    assert article.authors == ()


# what stands in the head; authors, agencies
HEADS: list[Row] = [
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


@pytest.mark.parametrize(
    ("page", "authors", "agencies"),
    [
        *((page_of(head=text), authors, agencies) for text, authors, agencies in HEADS),
    ],
    ids=[text for text, *_ in HEADS],
)
def test_credits_in_the_head(page: str, authors: list[str], agencies: list[str]) -> None:
    article = onrecord.read_html(page, until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors
    assert [credit.name for credit in article.agencies] == agencies
