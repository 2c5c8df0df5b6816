"""Who is credited in the text itself and right behind it: in a dateline, at its head, at its end, or in a line that follows."""

import pytest

import onrecord
from tests.article.credit_pages import BODY, HEADLINE, Row, page_of


def test_agency_in_a_dateline_before_its_day() -> None:
    page = f"{HEADLINE}\n\nTURKU (Norr Press), Thursday – {BODY}"
    article = onrecord.read_text(page, until="article").article
    assert article is not None
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date_text) == ("Turku", "Thursday")
    assert [credit.name for credit in article.agencies] == ["Norr Press"]


@pytest.mark.parametrize(
    ("opening", "agencies"),
    [("(EFE).- ", ["EFE"]), ("(Reuters) - ", ["Reuters"]), ("(Aino) - ", []), ("Turku (Norland) - ", []), ("Turku (AFP) - ", ["AFP"])],
)
def test_agency_at_the_head_of_the_text(opening: str, agencies: list[str]) -> None:
    article = onrecord.read_text(f"{HEADLINE}\n\n{opening}{BODY}", until="article").article
    assert article is not None
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


# what stands behind the text; authors, agencies
BEHIND: list[Row] = [
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


# what stands at the end of its last paragraph; authors, agencies
ENDS: list[Row] = [
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


@pytest.mark.parametrize(
    ("page", "authors", "agencies"),
    [
        *((page_of(behind=text), authors, agencies) for text, authors, agencies in BEHIND),
        *((page_of(end=text), authors, agencies) for text, authors, agencies in ENDS),
    ],
    ids=[text for rows in (BEHIND, ENDS) for text, *_ in rows],
)
def test_credits_behind_the_text_and_at_its_end(page: str, authors: list[str], agencies: list[str]) -> None:
    article = onrecord.read_html(page, until="article").article
    assert article is not None
    assert [credit.name for credit in article.authors] == authors
    assert [credit.name for credit in article.agencies] == agencies


@pytest.mark.parametrize(("line", "cited"), [("AAP/AP", ["AAP", "AP"]), ("(AAP, AP)", ["AAP", "AP"])])
def test_an_agency_is_cited_where_it_stands_by_itself(line: str, cited: list[str]) -> None:
    record = onrecord.read_html(page_of(behind=f"<p>{line}</p>"), until="article")
    assert record.article is not None
    spans = [credit.span for credit in record.article.agencies]
    assert [record.document[span] for span in spans if span] == cited
    assert not any(one.overlaps(other) for one in spans for other in spans if one and other and one != other)
