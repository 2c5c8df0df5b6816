"""Places of a page: what is found, which place of its name it is, and what is no place. The towns are real, the news is not."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.errors import SetupError
from onrecord.grounding.places import gazetteer, names
from onrecord.grounding.places.acting import is_acting, state_meant
from onrecord.grounding.places.candidates import MOST, MOST_CAPITALS, candidates_of, tokens_of
from onrecord.grounding.places.find import find_names
from onrecord.grounding.places.folding import folded
from onrecord.grounding.places.gazetteer import FILE, HERE, SUMS, Gazetteer, Kind, packaged
from onrecord.grounding.places.layer import find_places
from onrecord.grounding.places.names import meanings
from onrecord.grounding.places.resolve import locate
from onrecord.lexicon import read_table
from onrecord.record import Mention
from onrecord.text import Document, Span
from tests.grounding.timed_text import article_of

PLACED = [
    # text, words, country, name in the gazetteer, near (latitude, longitude)
    ("A fire broke out near Bergen, Norway, on Monday.", "Bergen", "NOR", "Bergen", (60.4, 5.3)),
    ("Flood water reached Springfield, Illinois, on Sunday.", "Springfield", "USA", "Springfield", (39.8, -89.6)),
    ("Flood water reached Springfield, Mass., on Sunday.", "Springfield", "USA", "Springfield", (42.1, -72.6)),
    ("A shop in Paris, Texas, was robbed.", "Paris", "USA", "Paris", (33.7, -95.6)),
    ("A shop in Paris was robbed, French police said.", "Paris", "FRA", "Paris", (48.9, 2.3)),
    ("Ships waited off Saint John’s, in Newfoundland and Labrador.", "Saint John’s", "CAN", "St. John's", (47.6, -52.7)),
    ("Two bridges in Malmö were closed, the Swedish police said.", "Malmö", "SWE", "Malmö", (55.6, 13.0)),
    ("Shelling was heard across the Donbas.", "Donbas", "UKR", "Donbas", (48.2, 38.2)),
    ("Ships collided in the South China Sea.", "South China Sea", None, "South China Sea", (12.0, 113.0)),
    ("He was arrested in the D.R. Congo.", "D.R. Congo", "COD", "Democratic Republic of the Congo", (-2.9, 23.6)),
    ("Police in Washington, D.C., closed two streets.", "Washington", "USA", "Washington", (38.9, -77.0)),
    ("Rain fell in Tbilisi and in other towns of Georgia.", "Georgia", "GEO", "Georgia", (42.2, 43.5)),
    ("Rain fell in Atlanta, Macon and in other towns of Georgia.", "Georgia", "USA", "Georgia", (32.7, -83.4)),
]


@pytest.mark.parametrize(("text", "words", "country", "name", "near"), PLACED, ids=lambda v: v if isinstance(v, str) and len(v) < 20 else "")
def test_a_place_is_found_and_is_the_one_that_is_meant(text: str, words: str, country: str | None, name: str, near: tuple[float, float]) -> None:
    record = onrecord.read_text(text)
    found = {record.document[span].rstrip("."): place for place in record.places or () for span in place.mentions}
    assert words.rstrip(".") in found
    place = found[words.rstrip(".")]
    assert place.name == name
    assert place.country == country
    assert place.lat is not None
    assert place.lon is not None
    assert abs(place.lat - near[0]) < 1.5
    assert abs(place.lon - near[1]) < 1.5
    assert 0 < place.confidence <= 1


NO_PLACES = [
    "Mr Lincoln said that he would stay.",
    "Kent Halloran, 43, left the court in silence.",
    "In March the firm sold two plants.",
    "Most of the police were at the game.",
    "She told us that the dam would hold.",
    "Ukrainian and Russian officials met again.",
    # types and ships, though towns of these names are known
    "The firm has sold 40 Bergen-6 armoured vehicles.",
    "The navy bought three Lund-12 radars.",
    "Two Leeds-2B drones were shot down.",
]


@pytest.mark.parametrize("text", NO_PLACES)
def test_persons_months_and_words_that_open_a_sentence_are_no_places(text: str) -> None:
    assert onrecord.read_text(text).places == ()


STILL_PLACES = [
    ("The team from Bergen-Nord won 3-2 in Leeds.", {"Bergen", "Leeds"}),
    ("He was in Guinea-Bissau on Monday.", {"Guinea-Bissau"}),
    ("The games of London-2012 were in London.", {"London"}),
]


@pytest.mark.parametrize(("text", "expected"), STILL_PLACES, ids=[row[0] for row in STILL_PLACES])
def test_a_hyphen_and_a_year_make_no_type(text: str, expected: set[str]) -> None:
    assert {place.name for place in onrecord.read_text(text).places or ()} >= expected


ARMS = [
    # names of arms in braces as the mentions have them; the places
    ("The firm sold 40 {Lund howitzers} in Bergen.", {"Bergen"}),
    ("Two {Virginia-class submarines} lay near Leeds.", {"Leeds"}),
    ("Two {Norway missiles} fell near Leeds.", {"Norway", "Leeds"}),
]


@pytest.mark.parametrize(("marked", "expected"), ARMS, ids=[row[0] for row in ARMS])
def test_a_town_in_the_name_of_arms_is_no_place(marked: str, expected: set[str]) -> None:
    text = marked.replace("{", "").replace("}", "")
    name = Span(marked.index("{"), marked.index("}") - 1)
    article = article_of(text)
    found, _ = find_places(Document("sha256:0", "(test)", text, language="en"), article, (), (Mention(name, "WEAPON", "named", name, name, 0.95),))
    assert {place.name for place in found} == expected


ACTING = [
    # the name stands in braces; whether it speaks of a state
    ("{Oslo} cherishes ties with its neighbour.", True),
    ("{Oslo} has shipped shells to the front.", True),
    ("{Oslo} is turning to an old ally.", True),
    ("{Norway} denied the report.", True),
    ("{Oslo} smuggled forty missiles across the border.", True),
    ("The minister alleges {Oslo} smuggled missiles.", True),
    ("It contradicts the account {Oslo} gave last week.", True),
    ("{Oslo} based in the north", False),
    ("The envoy urged {Oslo} to wait.", True),
    ("It cherishes ties with {Oslo}, the speaker said.", True),
    ("The move was ordered by {Oslo} last week.", True),
    ("{Norway}’s foreign ministry did not reply.", True),
    ("{Norway} troops crossed the river.", True),
    ("The shells were made in {Oslo} last year.", False),
    ("Snow fell on {Oslo} officials and guests.", True),
    ("The delegation left {Oslo} on Friday.", False),
    ("He has lived near {Oslo} since May.", False),
    ("{Oslo} residents said they heard a blast.", False),
    ("{Oslo} was hit by a storm.", False),
    ("The road from {Norway} to Sweden is closed.", False),
]


@pytest.mark.parametrize(("marked", "acts"), ACTING)
def test_a_capital_or_country_acts_or_is_a_place(marked: str, acts: bool) -> None:
    start = marked.index("{")
    end = marked.index("}") - 1
    text = marked.replace("{", "").replace("}", "")
    assert is_acting(text, start, end) is acts
    assert state_meant(text, start, end) == ("NOR" if acts else None)


def test_a_capital_in_a_dateline_is_a_place_and_where_it_acts_it_is_not() -> None:
    text = "OSLO, May 3 (Reuters) - Oslo cherishes ties with its neighbour.\n\nA crowd met in Oslo on Friday."
    record = onrecord.read_text(text)
    (place,) = [p for p in record.places or () if p.name == "Oslo"]
    assert [span.start for span in place.mentions] == [0, text.rindex("Oslo")]


def test_a_body_is_where_the_place_in_its_name_is_and_stands_for_no_state() -> None:
    text = "Hordaland Court in Norway heard the case. Oslo Magistrates Court denied the appeal."
    body = (text.index("Oslo"), text.index(" denied"))
    spans = [(text.index("Norway"), text.index("Norway") + 6), body]
    norway, court = locate(text, spans)
    assert norway is not None
    assert court is not None
    assert (court.entry.name, court.entry.country, court.how) == ("Oslo", "NOR", "within")
    assert state_meant(text, *body) is None
    assert locate("Qwx Zrtvb", [(0, 9)]) == [None]


def test_all_names_of_one_referent_are_one_place() -> None:
    record = onrecord.read_text("Prices rose in the United States. Wages in the U.S. did not, and in the US few were surprised.")
    (place,) = record.places or ()
    assert (place.id, place.name, place.country) == ("p1", "United States", "USA")
    assert [record.document[span] for span in place.mentions] == ["United States", "U.S.", "US"]


def test_what_a_reader_gets_holds_in_json() -> None:
    record = onrecord.read_text("A ferry sank off Bergen, Norway, and was raised in Oslo.")
    assert record.check() == ()
    assert onrecord.Record.from_json(record.to_json()) == record


def test_another_language_is_not_read() -> None:
    record = onrecord.read_text(
        "Die Polizei in Hamburg hat am Montag mitgeteilt, dass zwei Menschen bei dem Brand in Bremen verletzt worden sind. " * 4
    )
    assert record.places is None
    assert [note.code for note in record.notes if note.layer == "places"] == ["language"]


FOLDED = [
    ("Saint-Étienne", "saint etienne"),
    ("St. Étienne", "saint etienne"),
    ("Mt. Hood", "mount hood"),
    ("Al-Qa’im", "al qaim"),
    ("ar-Raqqah", "al raqqah"),
    ("Łódź", "lodz"),
    ("Tórshavn", "torshavn"),
    ("N'Djamena", "ndjamena"),
    ("U.S.", "us"),
]


@pytest.mark.parametrize(("name", "plain"), FOLDED)
def test_names_are_folded(name: str, plain: str) -> None:
    assert folded(name) == plain


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Texas", Kind.DIVISION, "USA"),
        ("Harris County", Kind.DISTRICT, "USA"),
        ("Odesa Oblast", Kind.CAPITAL1, "UKR"),
        ("Heathrow Airport", Kind.SITE, "GBR"),
        ("northern Iraq", Kind.COUNTRY, "IRQ"),
        ("Kyiv", Kind.CAPITAL, "UKR"),
        ("Kosovo", Kind.COUNTRY, "KOS"),
        ("Norwegian", Kind.COUNTRY, "NOR"),
    ],
)
def test_a_name_may_mean(name: str, kind: Kind, country: str) -> None:
    assert any(m.entry.kind is kind and m.entry.country == country for m in meanings(name))


@pytest.mark.parametrize("table", ["regions", "names", "demonyms", "peoples"])
def test_each_row_of_the_tables_is_known_in_its_own_example(table: str) -> None:
    for row in read_table(f"grounding/places/{table}.tsv").rows:
        example = row[-1]
        name = next((name for name in row[0].split(";") if name in example), None)
        assert name is not None, row
        assert meanings(name), row
        found = {example[c.start : c.end] for c in candidates_of(example, tokens_of(example, 0, len(example)))}
        assert any(name.split()[-1] in words for words in found), row


def test_codes_of_the_tables_are_in_the_gazetteer() -> None:
    for row in read_table("grounding/places/names.tsv").rows:
        assert packaged().code(row[1]).name
    with pytest.raises(SetupError, match=r"has no 'XX\.99'"):
        packaged().code("XX.99")


def test_the_gazetteer_is_small_and_says_whose_it_is() -> None:
    assert (HERE / FILE).stat().st_size < 25_000_000
    assert packaged().head["licence"] == "CC BY 4.0"
    assert "GeoNames" in packaged().head["origin"]
    assert len(packaged()) > 200_000


def test_a_missing_or_damaged_gazetteer_names_the_file_and_the_mend(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"SHA256SUMS: the gazetteer cannot be read: .*; install onrecord again"):
        Gazetteer(tmp_path)
    (tmp_path / SUMS).write_text((HERE / SUMS).read_text(encoding="ascii"), encoding="ascii")
    with pytest.raises(SetupError, match=r"gazetteer\.bin: the gazetteer cannot be read: .*; install onrecord again"):
        Gazetteer(tmp_path)
    (tmp_path / FILE).write_bytes(gazetteer.MAGIC + b"damaged")
    with pytest.raises(
        SetupError, match=r"gazetteer\.bin: the gazetteer is not the one that was shipped: its digest differs; install onrecord again"
    ):
        Gazetteer(tmp_path)
    (tmp_path / SUMS).write_text("", encoding="ascii")
    with pytest.raises(SetupError, match="digest cannot be read"):
        Gazetteer(tmp_path)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("\r\n  ,.’'-()“”\u0301éINnaiu USParisOlo MrTexEUnd1𝔄"), max_size=160))
def test_any_text_gives_places_that_quote(page: str) -> None:
    found, whole = find_names(page, [(0, len(page))] if page else [])
    assert whole
    assert [(n.start, n.end) for n in found] == sorted((n.start, n.end) for n in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for name, place in zip(found, locate(page, [(n.start, n.end) for n in found]), strict=True):
        assert page[name.start : name.end].strip() == page[name.start : name.end] != ""
        assert 0 < name.chance <= 1
        assert place is None or -90 <= place.entry.lat <= 90
        assert place is None or -180 <= place.entry.lon <= 180


def test_look_ups_grow_with_the_page_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line of capitals and a page of names: a bounded number of look-ups a word, so the time is linear."""
    asked = 0

    def count(name: str, *, composed: bool = True) -> tuple[names.Meaning, ...]:
        nonlocal asked
        asked += 1
        return meanings(name, composed=composed)

    monkeypatch.setattr("onrecord.grounding.places.candidates.meanings", count)
    for text in ("OSLO BERGEN " * 2_000, "A" * 300_000, "Qwx Zrt " * 4_000, "-".join(["Ost"] * 5_000), "of the Of The " * 3_000):
        asked = 0
        tokens = tokens_of(text, 0, len(text))
        list(candidates_of(text, tokens))
        assert asked <= 12 * len(tokens) + 12


def test_a_page_of_names_is_read_so_far_and_says_so() -> None:
    record = onrecord.read_text("\n\n".join(f"He left Bergen, Oslo, Hamar and Lillehammer on day {n}." for n in range(MOST // 3)), until="places")
    assert [note.code for note in record.notes if note.layer == "places"] == ["cut"]
    assert record.places


def test_a_page_of_capitals_is_not_read_to_its_end() -> None:
    text = "\n\n".join("Qwx Zrt Vbn " * 20 for _ in range(MOST_CAPITALS // 50))
    assert find_names(text, [(at, at + 200) for at in range(0, len(text) - 200, 200)]) == ([], False)
