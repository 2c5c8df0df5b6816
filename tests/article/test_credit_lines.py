"""Bylines around the headline: with and without "By", in one line and in several, and lines that name nobody."""

import pytest

import onrecord
from onrecord.article.phrases import kind_of_words
from tests.article.credit_pages import BODY, HEADLINE, Row, page_of

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


# a day and an author in one line, as a paragraph before the text; authors, agencies
DAY_FIRST: list[Row] = [
    ("3 May 2021 | By Aino Salmi", ["Aino Salmi"], []),
    ("3 May 2021 - By Aino Salmi", ["Aino Salmi"], []),
    ("Monday, 3 May 2021 · By Aino Salmi and Pekka Lund", ["Aino Salmi", "Pekka Lund"], []),
    ("Updated May 3, 2021 | By Aino Salmi, Harbour Wire", ["Aino Salmi"], ["Harbour Wire"]),
    ("3 May 2021 | Turku | By Aino Salmi", ["Aino Salmi"], []),
    ("May 3, 2021 10:30 — Written by Aino Salmi", ["Aino Salmi"], []),
]


@pytest.mark.parametrize(("line", "authors", "agencies"), DAY_FIRST, ids=[row[0] for row in DAY_FIRST])
def test_a_line_of_day_and_author_is_a_byline_and_no_text(line: str, authors: list[str], agencies: list[str]) -> None:
    record = onrecord.read_html(page_of(above=f"<p>{line}</p>"))
    assert record.article is not None
    assert [credit.name for credit in record.article.authors] == authors
    assert [credit.name for credit in record.article.agencies] == agencies
    assert record.document[record.article.body[0].range].startswith("Dockers")
    assert [one.kind for one in record.article.furniture if line[:10] in record.document[one.range]] == ["byline"]


@pytest.mark.parametrize("line", ["9 die in fire | By-election called", "The 2021 vote - by far the largest - was held in May."])
def test_a_number_and_by_are_no_byline(line: str) -> None:
    assert kind_of_words(line, prose=line.endswith(".")) != "byline"


@pytest.mark.parametrize(("slot", "authors", "agencies"), SLOTS)
def test_byline(slot: str, authors: list[str], agencies: list[str]) -> None:
    article = onrecord.read_text(f"{HEADLINE}\n\n{slot}\n\n{BODY}", until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors
    assert [credit.name for credit in article.agencies] == agencies


# what stands between headline and text; authors, agencies
ABOVE: list[Row] = [
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


@pytest.mark.parametrize(
    ("page", "authors", "agencies"),
    [
        *((page_of(above=text), authors, agencies) for text, authors, agencies in ABOVE),
    ],
    ids=[text for text, *_ in ABOVE],
)
def test_credits_between_headline_and_text(page: str, authors: list[str], agencies: list[str]) -> None:
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
