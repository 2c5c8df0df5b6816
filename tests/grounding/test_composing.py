"""What a phrase says of whom it names, and who that is by the table of office holders."""

import pytest

from onrecord.grounding.actors.composing import country_of, state_of
from onrecord.grounding.actors.grounded import ground
from onrecord.grounding.actors.linking import link
from onrecord.lexicon import read_table
from onrecord.text import Document, Span

DAY = "2021-06-01"

# phrase in [ ], the name in it in { }; kind known before; kind, country, sector, words of the title
PHRASES = [
    ("[Norwegian Defence Minister {Ada Falk}] said no.", "person", "person", "NOR", "GOV", "Defence Minister"),
    ("[Norway's foreign minister] said no.", None, "person", "NOR", "GOV", "foreign minister"),
    ("[The president] of Mali said no.", None, "person", "MLI", "GOV", "president"),
    ("[the foreign minister of Mali] said no.", None, "person", "MLI", "GOV", "foreign minister"),
    ("[the head of the Lund Russia Institute] said no.", None, "person", None, None, "head"),
    ("[The secretary general] of NATO said no.", None, "person", None, None, "secretary general"),
    ("[The director] of the Lund Russia Centre said no.", None, "person", None, "BUS", "director"),
    ("[the Ukrainian army] said no.", None, "organisation", "UKR", "MIL", None),
    ("[United States officials] expect rain.", None, "group", "USA", "GOV", None),
    ("[Army spokesman {Per Falk}] said no.", "person", "person", None, "MIL", "Army spokesman"),
    ("[A Kremlin aide] said no.", None, "person", "RUS", "GOV", "Kremlin aide"),
    ("[Brig. Gen. {Ada Falk}] said no.", "person", "person", None, "MIL", "Brig. Gen"),
    ("[Chad's ambassador to Peru, {Ada Falk}] said no.", "person", "person", "TCD", "GOV", "ambassador"),
    ("[{Ada Falk}, the Chadian ambassador to Peru] said no.", "person", "person", "TCD", "GOV", "ambassador"),
    ("[the ambassador of Chad to Peru, {Ada Falk}] said no.", "person", "person", "TCD", "GOV", "ambassador"),
    ("[Ghana's ambassador to the United Nations] said no.", None, "person", "GHA", "GOV", "ambassador"),
    ("[Ghana's ambassador] to Norway said no.", None, "person", "GHA", "GOV", "ambassador"),
    ("[The ambassador] to Norway said no.", None, "person", None, "GOV", "ambassador"),
    ("[The ambassador] of Ghana said no.", None, "person", "GHA", "GOV", "ambassador"),
    ("[Mali's consul in Norway] said no.", None, "person", "MLI", "GOV", "consul"),
    ("[a Norwegian envoy to Mali] said no.", None, "person", "NOR", "GOV", "envoy"),
    ("[the UN envoy for Mali, {Per Lund}] said no.", "person", "person", None, "GOV", "UN envoy"),
    ("[Norway's representative in Chad, {Per Lund}] said no.", "person", "person", "NOR", None, "representative"),
    ("[the Norwegian embassy in Chad] said no.", None, "organisation", "NOR", "GOV", None),
    ("[the embassy in Chad] said no.", None, "organisation", None, "GOV", None),
    ("[{Human Rights Monitor}] said no.", None, None, None, None, None),
    ("[{NATO}] said no.", None, "organisation", None, None, None),
    ("[{Hamas}] said no.", None, "organisation", "PSE", "REB", None),
    ("[{Moscow}] denied it.", None, "state", "RUS", "GOV", None),
    ("[the {Soviet Union}] denied it.", None, "state", "SUN", "GOV", None),
    ("[Estimates] say so.", None, None, None, None, None),
]


@pytest.mark.parametrize(("marked", "known", "kind", "country", "sector", "title"), PHRASES, ids=[row[0] for row in PHRASES])
def test_a_phrase_says_country_sector_title_and_kind(
    marked: str, known: str | None, kind: str | None, country: str | None, sector: str | None, title: str | None
) -> None:
    text, places = "", {}
    for character in marked:
        if character in "[]{}":
            places[character] = len(text)
        else:
            text += character
    document = Document("sha256:0", "(test)", text, language="en")
    phrase = Span(places["["], places["]"])
    name = Span(places["{"], places["}"]) if "{" in places else None
    found = ground(document, [phrase], name, known, DAY)  # type: ignore[arg-type]
    words = document[found.title] if found.title else None
    assert (found.kind, found.country, found.sector, words) == (kind, country, sector, title)


@pytest.mark.parametrize(
    ("name", "country", "role", "wikidata"),
    [
        ("Sergei Shoigu", "RUS", None, "Q32024"),
        ("Sergey Shoygu", None, "Defence Minister", "Q32024"),
        ("Shoigu", "RUS", None, "Q32024"),
        ("Shoigu", None, None, None),  # a surname alone is nobody
        ("Sergei Shoigu", "FRA", None, None),  # the page says another country
        ("Ada Falkenau-Lund", "NOR", "Defence Minister", None),
        ("", None, None, None),
    ],
)
def test_an_id_needs_a_name_and_a_country_or_role_that_agrees(name: str, country: str | None, role: str | None, wikidata: str | None) -> None:
    found = link(name, country, role, DAY)
    assert (found.wikidata if found else None) == wikidata


def test_an_office_is_held_on_its_days_and_unknown_behind_what_is_known() -> None:
    assert (found := link("Theresa May", "GBR", None, "2018-05-01")) is not None
    assert found.office == "Prime Minister"
    assert (found := link("Theresa May", "GBR", None, "2030-05-01")) is not None
    assert found.office is None
    assert (found := link("Theresa May", "GBR", None, None)) is not None
    assert found.office is None


def test_words_are_countries_only_where_they_name_one() -> None:
    assert country_of("Norwegian") == "NOR"
    assert country_of("U.S.") == "USA"
    assert country_of("polish") is None
    assert country_of("Oslo") is None
    assert state_of("Oslo") == "NOR"
    assert state_of("Bergen") is None


def test_no_open_end_outlives_what_is_known() -> None:
    rows = read_table("grounding/actors/officeholders.tsv").rows
    assert all(row[6] for row in rows)  # until
    assert [row for row in rows if row[5] and row[4] and row[5] < row[4][: len(row[5])]] == []
