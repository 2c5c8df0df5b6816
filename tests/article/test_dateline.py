"""Where and when a report was filed, and by whom, read off its first words."""

import pytest

from onrecord.article.byline import read_byline
from onrecord.article.dateline import find_dateline
from onrecord.article.names import is_agency, is_person, is_short_for
from onrecord.text import Document

# {dateline|place|words of the date|agency} as marked; offsets are never typed by hand
DATELINES = [
    ("HELSINKI, May 3 (Reuters) - The strike is over.", "HELSINKI, May 3 (Reuters)", "Helsinki", "May 3", "Reuters"),
    ("TURKU, Finland (Norrwire) — The strike is over.", "TURKU, Finland (Norrwire)", "Turku", None, "Norrwire"),
    ("Turku, May 3: The strike is over.", "Turku, May 3", "Turku", "May 3", None),
    ("TURKU, Monday, Sept. 4 (HBW) — The strike is over.", "TURKU, Monday, Sept. 4 (HBW)", "Turku", "Monday, Sept. 4", "HBW"),
    ("TURKU — The strike is over.", "TURKU", "Turku", None, None),
    ("SAN JUAN: The strike is over.", "SAN JUAN", "San Juan", None, None),
    ("Turku, May 3 (HBW) The strike is over.", "Turku, May 3 (HBW)", "Turku", "May 3", "HBW"),
    ("RIO DE JANEIRO (AP) — The strike is over.", "RIO DE JANEIRO (AP)", "Rio de Janeiro", None, "AP"),
    ("ST. PETERSBURG, Florida (AP) — The strike is over.", "ST. PETERSBURG, Florida (AP)", "St. Petersburg", None, "AP"),
    ("YEREVAN, September 12. /TASS/. The strike is over.", "YEREVAN, September 12. /TASS/", "Yerevan", "September 12", "TASS"),
    ("Kyiv. May 3. INTERFAX - The strike is over.", "Kyiv. May 3. INTERFAX", "Kyiv", "May 3", "INTERFAX"),
    ("Madrid, 7 oct (EFE).- La huelga terminó.", "Madrid, 7 oct (EFE)", "Madrid", "7 oct", "EFE"),
    ("ПАРИЖ, 7 октября. /ТАСС/. Забастовка закончилась.", "ПАРИЖ, 7 октября. /ТАСС/", "Париж", "7 октября", "ТАСС"),
    ("Nairobi [Kenya], May 3 (ANI): The strike is over.", "Nairobi [Kenya], May 3 (ANI)", "Nairobi", "May 3", "ANI"),
]


@pytest.mark.parametrize(("text", "span", "place", "date", "agency"), DATELINES)
def test_dateline_and_its_slots(text: str, span: str, place: str, date: str | None, agency: str | None) -> None:
    document = Document("", "", text)
    filed = find_dateline(document, 0, len(text))
    assert filed is not None
    assert (document[filed.dateline.span], filed.dateline.place, filed.dateline.date_text) == (span, place, date)
    assert (document[filed.agency] if filed.agency else None) == agency
    assert text[filed.after :].lstrip()[0].isupper()


@pytest.mark.parametrize(
    "text",
    [
        "The union said: the strike is over.",
        "FILE - Strikers at the gate of the yard.",
        "WATCH: Strikers march on the town hall",
        "Analysis: what the strike has cost",
        "The company (HBW) said the strike was over.",
        "Virtanen, 42, said: no more strikes.",
        "Crews – and their families – cheered.",
        "Aino Salmi (Norland/Sailing): On the water since she was four.",
        "",
    ],
)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert find_dateline(Document("", "", text), 0, len(text)) is None


@pytest.mark.parametrize(
    ("text", "persons", "agencies"),
    [
        ("By Aino Salmi", ["Aino Salmi"], []),
        ("By Aino Salmi and Pekka Lund", ["Aino Salmi", "Pekka Lund"], []),
        ("By Aino Salmi, Political Editor", ["Aino Salmi"], []),
        ("By Aino Salmi, HBW", ["Aino Salmi"], ["HBW"]),
        ("By Aino Salmi for Harbour Wire", ["Aino Salmi"], ["Harbour Wire"]),
        ("Written by AINO SALMI | 3 May 2021", ["AINO SALMI"], []),
        ("(Reporting by Aino Salmi in Turku; editing by Pekka Lund)", ["Aino Salmi"], []),
        ("Harbour Wire reporters", [], ["Harbour Wire"]),
        ("By Harbour Wire | Thu., May 6 | 3 min read", [], ["Harbour Wire"]),
        ("May 6, 2021 - by Harbour News", [], ["Harbour News"]),
        ("Norrpress · 4 min read", [], ["Norrpress"]),
        ("By Staff", [], []),
        ("By Newsdesk", [], []),
        ("Posted by: admin", [], []),
        ("Edited by Pekka Lund", [], []),
        ("Von María del Mar Ortiz", ["María del Mar Ortiz"], []),
        ("", [], []),
    ],
)
def test_names_in_a_byline(text: str, persons: list[str], agencies: list[str]) -> None:
    names = read_byline(text)
    assert [name.text for name in names if not name.agency] == persons
    assert [name.text for name in names if name.agency] == agencies
    assert all(text[name.start : name.end] == name.text for name in names)


def test_short_and_long_name_of_one_agency() -> None:
    assert is_short_for("HBW", "Harborough Wire") is True
    assert is_short_for("HBW", "Baltic Wire") is False


@pytest.mark.parametrize(
    ("name", "agency", "person"),
    [("Harborough Wire", True, False), ("UK", False, False), ("Newsdesk", False, False), ("Aino Salmi", False, True), ("Reuters", True, False)],
)
def test_what_a_name_is_the_name_of(name: str, agency: bool, person: bool) -> None:
    assert (is_agency(name), is_person(name)) == (agency, person)
