"""Who is who across pages, and which names are one newsroom's."""

import pytest

from onrecord.across.amounts import figures_in, tolls_in
from onrecord.across.names import is_same, likeness, party_name, who_is
from onrecord.across.newsrooms import is_one_newsroom
from onrecord.record import Actor


def actor(words: str) -> Actor:
    """ "Ada Brandt person NOR GOV": name, kind, country, sector, "-" for what is not known."""
    *name, kind, country, sector = words.split()
    known = [None if word == "-" else word for word in (kind, country, sector)]
    return Actor(country if kind == "state" else "a1", " ".join(name), known[0], known[1], known[2], None, None, None, ())  # type: ignore[arg-type]


PARTIES = [
    ("Norway state NOR GOV", "state", "NOR"),
    ("Ada Brandt person NOR GOV", "named", "NOR"),
    ("the defence ministry organisation NOR GOV", "office", "NOR"),
    ("the army's spokesman person NOR MIL", "office", "NOR"),
    ("a spokesman for the navy person NOR MIL", "office", "NOR"),
    ("two officials group NOR GOV", "unnamed", None),
    ("US officials group USA GOV", "unnamed", None),
    ("a senior diplomat person NOR GOV", "unnamed", None),
    ("residents group NOR CVL", "unnamed", None),
    ("Halvard Aero organisation SWE BUS", "named", "halvard aero"),
    ("Frente Aurora group COL REB", "named", "frente aurora"),
    ("Per Sandell person - SOC", "named", "per sandell"),
    ("Herders at the lake group TJK AGR", "unnamed", None),
    ("Trawlermen from Vigo group ESP LAB", "unnamed", None),
    ("the health ministry organisation NOR HLH", "office", "NOR"),
    ("the prosecutor's office organisation ITA JUD", "office", "ITA"),
    ("Oslo District Court organisation NOR JUD", "named", "oslo district court"),
    ("state television organisation MLI JRN", "office", "MLI"),
    ("The coalition group SAU MIL", "office", "the coalition"),
]


@pytest.mark.parametrize(("words", "standing", "party"), PARTIES)
def test_who_stands_behind_an_actor(words: str, standing: str, party: str | None) -> None:
    who = who_is(actor(words))
    assert (who.standing, who.party) == (standing, party)


def test_two_descriptions_of_one_country_and_trade_are_a_little_more_alike_than_two_of_which_nothing_is_known() -> None:
    gunmen, masked, unknown = (who_is(actor(a)) for a in ("gunmen group LBY UAF", "masked men group LBY UAF", "masked men group - -"))
    assert likeness(gunmen, unknown) < likeness(gunmen, masked) < 0.5


SAME = [
    ("Yusuf Hartono person IDN MIL", "Col. Yusuf Hartono person IDN MIL", True),
    ("Mariama Sonko person - -", "Commissioner Sonko person - -", True),
    ("Defence Minister Anna Berg person NOR GOV", "Anna Berg person NOR GOV", True),
    ("Norwegian defence ministry organisation NOR GOV", "defence ministry organisation NOR GOV", True),
    ("defence ministry organisation NOR GOV", "defence ministry organisation SWE GOV", False),
    ("Anna Berg person NOR GOV", "Karl Berg person NOR GOV", False),
    ("Anna Berg person NOR GOV", "Anna Holm person NOR GOV", False),
    ("two officials group NOR GOV", "three officials group NOR GOV", False),
    ("Frente Aurora group - REB", "the Frente Aurora group COL REB", True),
]


@pytest.mark.parametrize(("one", "other", "same"), SAME)
def test_one_actor_by_several_names(one: str, other: str, same: bool) -> None:
    a, b = who_is(actor(one)), who_is(actor(other))
    assert (is_same(a, b), is_same(b, a)) == (same, same)


SIDES = [
    ("Norway state NOR GOV", "Sweden state SWE GOV", 0.0),
    ("Norway state NOR GOV", "Norwegian army organisation NOR MIL", 0.6),
    ("Norway state NOR GOV", "Nordic Rifles organisation NOR BUS", 0.5),
    ("Norway state NOR GOV", "Northern Front group NOR REB", 0.0),
    ("Norwegian army organisation NOR MIL", "Norwegian police organisation NOR COP", 0.6),
    ("Anna Berg person NOR GOV", "Anna Berg person NOR GOV", 1.0),
]


@pytest.mark.parametrize(("one", "other", "wanted"), SIDES)
def test_how_alike_two_sides_of_a_deed_are(one: str, other: str, wanted: float) -> None:
    a, b = who_is(actor(one)), who_is(actor(other))
    assert likeness(a, b) == likeness(b, a) == pytest.approx(wanted)


NEWSROOMS = [
    ("Calder Wire", "Calder Wire Service", True),
    ("The Herald", "Herald", True),
    ("TWP", "Transworld Press", True),
    ("NPA", "Norland Press Agency", True),
    ("Associated Press", "AP", True),
    ("Calder Wire", "Harbour Wire", False),
    ("Evening Post", "Morning Post", False),
    ("NPA", "Norland Gazette", False),
]


@pytest.mark.parametrize(("one", "other", "same"), NEWSROOMS)
def test_names_of_one_newsroom(one: str, other: str, same: bool) -> None:
    assert (is_one_newsroom(one, other), is_one_newsroom(other, one)) == (same, same)


def test_figures_and_tolls_of_a_text() -> None:
    assert sorted(figures_in("In 2019 about 1,200 shells and six boats, 3.5 tonnes")) == [3.5, 6.0, 1200.0]
    assert sorted(tolls_in("Four people were killed and nineteen hurt")) == [("dead", 4.0), ("wounded", 19.0)]
    assert list(tolls_in("Twenty-four people were killed")) == [("dead", 24.0)]


# The key of a party, who speaks for it, and what it is called.
CALLED = [
    ("KEN", ["the Kenyan navy"], "KEN"),
    ("reza karimi", ["Reza Karimi"], "Reza Karimi"),
    ("zbroja łodz", ["a spokesman for Zbroja Łódź", None], "Zbroja Łódź"),
    ("pena", ["Álvaro Peña"], "Peña"),
    ("wisla zbroja", ["its chief executive", "Wisla Zbroja"], "Wisla Zbroja"),
    ("wisla zbroja", ["its chief executive"], "wisla zbroja"),
    ("ana", ["Anastasia Ana"], "Ana"),
]


@pytest.mark.parametrize(("party", "actors", "name"), CALLED)
def test_a_party_is_called_as_pages_write_its_name(party: str, actors: list[str | None], name: str) -> None:
    assert party_name(party, actors) == name
