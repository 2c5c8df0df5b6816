"""Claims of a story: copies counted once, utterances and parties apart, denials where they belong."""

from dataclasses import replace

import pytest

from onrecord.across import merge
from onrecord.across.claims import is_corroborated
from onrecord.stories import Copy, Voice
from tests.across import marked
from tests.across.told import Told, captures_of, counts, told, who

# Name of the story, its claim as type or "supplier > recipient", outlets, newsrooms, origins, parties, and the flags that hold.
CLAIMS = [
    pytest.param(marked.BRIEFING, "PRT > KEN", (3, 2, 1, 1), "independent disputed", id="one briefing heard by two agencies, one copied"),
    pytest.param(marked.TWO_GOVERNMENTS, "SANCTION", (2, 2, 3, 2), "independent corroborated", id="two governments, and diplomats without a name"),
    pytest.param(marked.CITED, "COERCE", (3, 2, 2, 0), "independent", id="who cites an agency counts for it; officials of two newsrooms are two"),
    pytest.param(marked.REPEATED, "ASSAULT", (1, 1, 2, 2), "", id="who repeats another's findings corroborates nothing"),
    pytest.param(marked.REVERSAL, "CONSULT", (1, 1, 2, 1), "disputed", id="who denied and later admits has two origins"),
    pytest.param(marked.EARLY_DENIAL, "SRB > MLI", (1, 1, 1, 1), "", id="a denial of the kind from before the deed is none of it"),
]


@pytest.mark.parametrize(("story", "words", "wanted", "flags"), CLAIMS)
def test_counts_and_flags(story: str, words: str, wanted: tuple[int, ...], flags: str) -> None:
    claim = told(story).claim("a", words)
    names = {"independent": "independently_reported", "corroborated": "corroborated", "disputed": "disputed", "retracted": "retracted"}
    assert (counts(claim), {flag for flag, name in names.items() if getattr(claim, name)}) == (wanted, set(flags.split()))


def test_a_copy_has_the_newsroom_and_the_origin_of_what_it_copies() -> None:
    claim = told(marked.BRIEFING).claim("a", "PRT > KEN")
    of_page = {voice.document: voice for voice in claim.asserts}
    assert {page: voice.newsroom for page, voice in of_page.items()} == {"a": "Harbour Wire", "b": "Harbour Wire", "c": "Atlantic Newsdesk"}
    assert len({voice.origin for voice in of_page.values()}) == 1


def test_a_statement_that_cites_a_newsroom_counts_for_it_and_for_the_outlet_that_prints_it() -> None:
    claim = told(marked.CITED).claim("a", "COERCE")
    assert {v.document: v.newsroom for v in claim.asserts} == {"a": "Fjordwire", "b": "Fjordwire", "c": "Logone Press"}
    origins = {v.document: v.origin for v in claim.asserts}
    assert origins["a"] == origins["b"] != origins["c"]


def test_who_relies_on_another_says_whose_word_it_is() -> None:
    claim = told(marked.REPEATED).claim("a", "ASSAULT")
    assert [(v.party, v.cites) for v in claim.asserts] == [("RWA", None), ("BEL", "RWA")]


def test_voices_stand_in_the_order_in_which_they_spoke() -> None:
    claim = told(marked.REVERSAL).claim("a", "CONSULT")
    assert who(claim.denies) == ["Bulgarian foreign ministry"]
    assert who(claim.asserts) == ["Cem Aksoy", "Bulgarian foreign ministry"]
    assert {v.origin for v in claim.denies} & {v.origin for v in claim.asserts} == set()


def test_figures_stand_side_by_side_with_who_gives_them() -> None:
    differing = marked.BRIEFING.replace("Six [i1 patrol boats] [e1 were ordered]", "[q1 Eight] [i1 patrol boats] [e1 were ordered]").replace(
        "i1 ships\n", "i1 ships 8 exact ordered\n"
    )
    claim = told(differing).claim("a", "PRT > KEN")
    assert [(f.what, f.value, f.by) for f in claim.figures] == [("number of ships", "6", ("KEN",)), ("number of ships", "8", ("KEN",))]


def test_a_page_that_takes_its_report_back_retracts_the_claim() -> None:
    retracted = marked.CITED.replace(
        "## story",
        """## d
published 2022-06-04
outlet Bergen Post
newsroom Fjordwire
headline Correction
---
NDJAMENA, June 4 (Fjordwire) - Fjordwire retracts its report of June 1 that Chad [e1 had closed] its border with Cameroon at Kousseri.
---
a TCD
a CMR
e1 COERCE.restrict denied news TCD > CMR

## story""",
    )
    assert told(retracted).claim("a", "COERCE").retracted
    assert not told(marked.CITED).claim("a", "COERCE").retracted


@pytest.mark.parametrize("story", marked.ALL, ids=lambda s: s.split()[1])
def test_every_voice_leads_to_a_statement_of_its_page(story: str) -> None:
    found: Told = told(story)
    statements = {c.id: {s.id for s in c.record.statements or ()} for c in found.captures}
    for claim in found.stories.claims:
        for voice in (*claim.asserts, *claim.denies, *claim.declines, *claim.doubts):
            assert voice.statement in statements[voice.document]


def test_who_denies_a_figure_denies_no_deed() -> None:
    denied = marked.BRIEFING.replace(
        "[s3 Portugal's embassy] [c3 denied] [k3 [l3.1 any such order]].", "[s3 Portugal's embassy] [c3 denied] [k3 that six [l3.1 was the number]]."
    ).replace("s3 denies prtemb : denies e1 specific l3.1", "s3 denies prtemb : size e1 size")
    claim = told(denied).claim("a", "PRT > KEN")
    assert (claim.disputed, [(f.value, f.by, f.denied_by) for f in claim.figures]) == (False, [("6", ("KEN",), ("PRT",))])


SAID = "citing the findings of Rwanda's army, "
RELIES = [
    ("", None),
    ("who had been told by the army of Rwanda, ", "RWA"),
    ("having it from Rwanda's army, ", "RWA"),
    ("as Rwanda's army had counted, ", "RWA"),
    ("on the word of Rwanda's army, ", "RWA"),
]


@pytest.mark.parametrize(("words", "cites"), RELIES)
def test_ways_to_say_on_whose_word_somebody_relies(words: str, cites: str | None) -> None:
    claim = told(marked.REPEATED.replace(SAID, words)).claim("a", "ASSAULT")
    assert ([v.cites for v in claim.asserts if v.party == "BEL"], claim.corroborated) == ([cites], cites is None)


def test_who_tells_what_another_told_him_has_it_from_him() -> None:
    marks = (
        "[s2 The Belgian foreign minister, Anke Maes,] [c2 said], citing the findings of Rwanda's army, [k2 that Burundi [e1 had shelled] Bugarama]."
    )
    nested = "[s2 The Belgian minister, Anke Maes,] [c2 said] [k2 that [s3 officers in Kigali] [c3 spoke] of [k3 a [e1 shelling] by Burundi]]."
    story = marked.REPEATED.replace(marks, nested).replace(
        "s2 asserts maes : asserts e1 specific", "s2 asserts maes : asserts e1 specific\ns3 asserts rwaarmy within=s2 : asserts e1 specific"
    )
    claim = told(story.replace("RWA : a.s1", "RWA : a.s1 a.s3")).claim("a", "ASSAULT")
    assert ([v.cites for v in claim.asserts if v.party == "BEL"], claim.corroborated) == (["RWA"], False)


def test_who_relies_on_another_once_corroborates_nothing_by_saying_it_again() -> None:
    again = '[k2 that Burundi [e1 had shelled] Bugarama]. [k3 "They fired for an [e1 hour],"] [s3 Maes] [c3 said].'
    story = marked.REPEATED.replace("[k2 that Burundi [e1 had shelled] Bugarama].", again)
    story = story.replace("s2 asserts maes : asserts e1 specific", "s2 asserts maes : asserts e1 specific\ns3 asserts maes : asserts e1 specific")
    claim = told(story.replace(": a.s2", ": a.s2 a.s3")).claim("a", "ASSAULT")
    assert ([v.cites for v in claim.asserts if v.party == "BEL"], claim.corroborated) == (["RWA", None], False)


@pytest.mark.parametrize(("words", "party"), [("Bulgaria's foreign minister, Iva Doneva,", "BGR"), ("Retired minister Iva Doneva", "iva doneva")])
def test_who_is_out_of_office_speaks_for_nobody_else(words: str, party: str) -> None:
    story = marked.REVERSAL.replace("[s1 Bulgaria's foreign ministry] [c1 admitted]", f"[s1 {words}] [c1 admitted]")
    head, _, later = story.partition("## b")
    later = later.replace("a bgrmfa organisation BGR GOV Bulgarian foreign ministry", "a doneva person BGR GOV Iva Doneva").replace(
        "bgrmfa", "doneva"
    )
    claim = told(f"{head}## b{later}").claim("b", "CONSULT")
    assert [v.party for v in claim.asserts if v.document == "b"] == [party]


def _voice(party: str, cites: str | None = None, document: str = "a") -> Voice:
    return Voice(party, party, f"o-{party}", "Wire", document, f"s-{party}", None, cites)


@pytest.mark.parametrize(
    ("pairs", "corroborated"),
    [
        ("RWA NOR", True),
        ("RWA>NOR NOR", False),
        ("RWA>NOR NOR>RWA", False),  # each has it from the other
        ("RWA>NOR NOR>BEL BEL", False),
        ("RWA>BEL NOR>BEL", False),
        ("RWA>BEL NOR>FRA", True),
        ("RWA>BEL RWA>FRA", True),  # one that has it from two is told by two
        ("RWA>NOR NOR>RWA BEL", True),
        ("RWA", False),
    ],
)
def test_whose_word_stands_behind_a_claim_is_followed_to_its_end(pairs: str, corroborated: bool) -> None:
    voices = [_voice(party, cites or None) for party, _, cites in (pair.partition(">") for pair in pairs.split())]
    assert is_corroborated(voices) is corroborated


BELGRADE = """## b
published {day}
outlet Belgrade Post
newsroom Belgrade Post
headline Serbia denies arms for Mali
---
BELGRADE, {words} (Belgrade Post) - [s1 Serbia's trade ministry] [c1 denied] [k1 that [l1.1 any Serbian [i1 weapon]] [e1 was ever delivered] to Mali].
---
a SRB
a MLI
a srbtrade organisation SRB GOV Serbian trade ministry
s1 denies srbtrade : denies e1 blanket l1.1
e1 COOPERATE denied news SRB > MLI | delivered sale i1
i1 unspecified

## story"""


@pytest.mark.parametrize(("day", "words"), [("2023-07-20", "July 20"), ("2022-05-10", "May 10")])
def test_a_blanket_denial_of_another_page_is_not_carried_to_a_later_deed(day: str, words: str) -> None:
    story = marked.EARLY_DENIAL.replace(
        "[s2 Serbia's trade ministry] [c2 had denied] in [t3 May 2022] [k2 that [l2.1 any Serbian weapon] ever went to Mali].\n", ""
    )
    story = story.replace("s2 denies srbtrade said=t3 : denies e1 blanket l2.1\n", "").replace("origin o2 SRB : a.s2\n", "")
    claims = told(story.replace("## story", BELGRADE.format(day=day, words=words))).stories.claims
    asserted = [claim for claim in claims if claim.asserts]
    assert asserted
    assert not any(claim.disputed for claim in asserted)


def test_a_specific_denial_from_before_the_deed_is_none_of_it() -> None:
    claim = told(marked.EARLY_DENIAL.replace("e1 blanket l2.1", "e1 specific l2.1")).claim("a", "COOPERATE")
    assert claim.asserts
    assert not claim.denies


def test_the_speaker_of_a_copied_statement_is_the_one_of_its_original() -> None:
    story, captures, copies = captures_of(marked.BRIEFING)
    (copy,) = (c for c in captures if c.id == "b")
    actors = tuple(replace(actor, country=None, name="the minister") if actor.kind == "person" else actor for actor in copy.record.actors or ())
    unplaced = replace(copy, record=replace(copy.record, actors=actors))  # without the dateline nothing tells whose minister it is
    made = Told(story, captures, copies, merge([unplaced if c is copy else c for c in captures], copies))
    claim = made.claim("b", "PRT > KEN")
    assert (counts(claim), {v.party for v in claim.asserts}) == ((3, 2, 1, 1), {"KEN"})


def test_a_page_put_to_the_copies_of_an_agency_makes_no_newsroom_more() -> None:
    story, captures, copies = captures_of(marked.BRIEFING)
    own = [replace(c, outlet="Harbour Wire", agencies=()) if c.id == "a" else c for c in captures]
    joined = (*copies, Copy("c", "a", "copy", 0.0, ()))
    claim = Told(story, captures, joined, merge(own, joined)).claim("a", "PRT > KEN")
    assert (claim.newsrooms, {v.newsroom for v in claim.asserts}) == (1, {"Harbour Wire"})


def test_one_statement_does_not_both_assert_and_deny_a_claim() -> None:
    story, captures, copies = captures_of(marked.BRIEFING)
    first, *others = captures
    said = next(link for link in first.record.links or () if link.relation == "asserts")
    read_so = replace(first, record=replace(first.record, links=(*(first.record.links or ()), replace(said, relation="denies"))))
    claim = Told(story, captures, copies, merge([read_so, *others], copies)).claim("a", "PRT > KEN")
    assert (set(who(claim.denies)), "Amina Odhiambo" in who(claim.asserts)) == ({"Portugal's embassy"}, True)
