"""Behind the day up to which a table of office holders is known nobody holds an office: a page of 2028 is not read with the cabinet of 2026."""

import pytest

import onrecord
from onrecord.grounding.actors.linking import Term
from onrecord.lexicon import read_table

PAGE = """Ferry to Dunmarsh runs again

{city}, {day} (Norland News) - The ferry to Dunmarsh will run again from Friday, {who} said on Tuesday.

The operator, Havn Lines, declined to comment on the price.
"""
# The table knows heads of state and government to May 2026, ministers to July 2022.
CASES = [
    ("OSLO", "March 4, 2025", "Jonas Gahr Støre", "Prime Minister", "Q467948"),
    ("OSLO", "March 7, 2028", "Jonas Gahr Støre", None, "Q467948"),
    ("OSLO", "March 7, 2028", "Prime Minister Jonas Gahr Støre", "Prime Minister", "Q467948"),  # the page's own words
    ("OSLO", "March 8, 2022", "Anniken Huitfeldt", "Minister of Foreign Affairs", "Q156540"),
    ("OSLO", "March 7, 2023", "Anniken Huitfeldt", None, "Q156540"),
    ("OSLO", "March 7, 2028", "Anniken Huitfeldt", None, "Q156540"),
]


@pytest.mark.parametrize(("city", "day", "who", "role", "wikidata"), CASES)
def test_the_office_on_the_day_of_the_page(city: str, day: str, who: str, role: str | None, wikidata: str) -> None:
    record = onrecord.read_text(PAGE.format(city=city, day=day, who=who))
    assert record.published is not None
    assert record.published.date is not None
    assert record.published.date[:4] == day[-4:]
    (actor,) = [one for one in record.actors or () if one.wikidata]
    assert (actor.role, actor.wikidata) == (role, wikidata)


def test_no_row_holds_behind_the_day_up_to_which_it_is_known() -> None:
    terms = [Term(*row[1:]) for row in read_table("grounding/actors/officeholders.tsv").rows]
    last = max(term.until for term in terms)
    assert last < "2028"
    assert [term for term in terms if term.holds("2028-03-07")] == []
    assert [term for term in terms if not term.until or term.end > term.until] == []
    open_now = [term for term in terms if term.holds(last)]
    assert len(open_now) > 200  # else the rule above would hold of an empty table
