"""Which sources are one actor. A row: a marked text, the actors of each statement ("-" for none), and what the actors are called.

Paragraphs end at " / ". All people, places and bodies are invented.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.grounding import resolve_actors
from onrecord.record import Noted, Published
from tests.counting import calls
from tests.grounding.told_text import attributions_of, told

PRONOUNS = [
    ("{s:Ada Brandt} {c:said} {t:the dam was safe}. {s:She} {c:added} {t:it was old}.", "a1 a1", "Ada Brandt"),
    ("{s:Ada Brandt} {c:said} {t:the dam was safe}. / {s:She} {c:added} {t:it was old}.", "a1 a1", "Ada Brandt"),
    ("{s:Ada Brandt} {c:said} {t:the dam was safe}. / The dam is old. / {s:She} {c:added} {t:it leaks}.", "a1 -", "Ada Brandt"),
    ("{t1:“No,”} {s1:he} {c1:said}.", "-", ""),
    ("{u:They} {c:said} {t:no}.", "-", ""),
    ("{s:It} {c:said} {t:no}. {u:Someone} {c:denied} {t:it}.", "- -", ""),
    # the subject of the sentence before is nearer than the source before it
    ("{s:Ada Brandt} {c:said} {t:no}. Iris Falk left Arkel. {s:She} {c:said} {t:the dam leaked}.", "a1 a2", "Ada Brandt | Iris Falk"),
    ("Iris Falk left Arkel on Monday. {s:She} {c:said} {t:the dam leaked}.", "a1", "Iris Falk"),
    # another subject stands between, further back: either may be meant
    ("{s:Ada Brandt} {c:said} {t:no}. Iris Falk left Arkel. The dam is old. {s:She} {c:said} {t:so}.", "a1 -", "Ada Brandt"),
    # who is spoken of inside a content is no antecedent of the page's own words
    (
        "{s1:Ada Brandt} {c1:said} {t1:{s2:Iris Falk} {c2:had denied} {t2:the report}}. {s3:She} {c3:added} {t3:no}.",
        "a1 a2 a1", "Ada Brandt | Iris Falk",
    ),
    # in quotation marks the speaker is "I", and "he" is another
    ("{t1:“{s2:I} {c2:told} her {t2:the dam leaked},”} {s1:Otto Lund} {c1:said}.", "a1 a1", "Otto Lund"),
    ("{t1:“{s2:He} {c2:said} {t2:no},”} {s1:Otto Lund} {c1:said}.", "- a1", "Otto Lund"),
    ("{s:Otto Lund} {c:said} {t:no}. {t1:“{s2:He} {c2:lied},”} {s1:Iris Falk} {c1:said}.", "a1 a1 a2", "Otto Lund | Iris Falk"),
    # gender, where a title or a noun tells it
    ("{s:Ms Falk} {c:said} {t:no}. {s:Mr Lund} {c:said} {t:yes}. {s:She} {c:added} {t:so}.", "a1 a2 a1", "Falk | Lund"),
    ("{u:A spokesman} {c:said} {t:no}. {s:She} {c:added} {t:so}.", "a1 -", "A spokesman"),
    ("{u:A spokeswoman} {c:said} {t:no}. {s:She} {c:added} {t:so}.", "a1 a1", "A spokeswoman"),
    ("{s:Ada Brandt} {c:said} {t:no}. {s:She} {c:left} {t:it}. {s:He} {c:said} {t:yes}.", "a1 a1 -", "Ada Brandt"),
    # never an organisation or a land
    ("{s:The ministry} {c:said} {t:no}. {s:He} {c:added} {t:so}.", "a1 -", "The ministry"),
    ("{s:The Arkel Post} {c:said} {t:no}. {s:She} {c:added} {t:so}.", "a1 -", "Arkel Post"),
    ("The rain fell in Norland. {s:Norland} {c:said} {t:no}. {s:He} {c:added} {t:so}.", "a1 -", "Norland"),
    ("{s:Otto Lund} {c:said} {t:no}. {s:The ministry} {c:said} {t:yes}. {s:He} {c:added} {t:so}.", "a1 a2 a1", "Otto Lund | The ministry"),
    ("{s:The ministry} {c:said} {t:no}. {s:It} {c:added} {t:so}.", "a1 a1", "The ministry"),
    ("{s:Norland} {c:said} {t:no}. {s:It} {c:added} {t:so}.", "a1 a1", "Norland"),
    ("{s:Otto Lund} {c:said} {t:no}. {s:It} {c:added} {t:so}.", "a1 -", "Otto Lund"),
    # two who are joined are "they", and neither is "he"
    ("{s:Otto Lund and Per Vik} {c:said} {t:no}. {s:They} {c:added} {t:so}.", "a1 a2,a1 a2", "Otto Lund | Per Vik"),
    ("{s:Otto Lund and Per Vik} {c:said} {t:no}. {s:He} {c:added} {t:so}.", "a1 a2,-", "Otto Lund | Per Vik"),
    ("{u:Two guards} {c:said} {t:no}. {u:They} {c:added} {t:so}.", "a1 a1", "Two guards"),
    ("{s:Otto Lund} {c:said} {t:no}. {u:They} {c:added} {t:so}.", "a1 -", "Otto Lund"),
    ("{s:Otto Lund}, {s2:who} {c2:said} {t2:no}, {c:denied} {t:it}.", "a1 a1", "Otto Lund"),
    ("{s:who, Mayor Ada Brandt} {c:said}, {t:was old}. {s:She} {c:left} {t:it}.", "a1 a1", "Ada Brandt"),
    ("A man from Arkel, {s:who} {c:said} {t:no}, left.", "-", ""),
    ("{s:Ada Brandt} denies sale / {s:She} {c:said} {t:no}.", "-", "", ),
]  # fmt: skip

NAMES = [
    ("Defence Minister Ada Brandt left. / {s:Brandt} {c:said} {t:no}.", "a1", "Ada Brandt"),
    ("{s:Brandt} {c:said} {t:no}. / Later Norlandic Defence Minister Ada Brandt left.", "a1", "Ada Brandt"),
    ("{s:Otto Per Lund} {c:said} {t:no}. / {s:Otto Lund} {c:said} {t:so}. / {s:Lund} {c:denied} {t:it}.", "a1 a1 a1", "Otto Per Lund"),
    ("{s:President Falk} {c:said} {t:no}. / {s:Falk} {c:denied} {t:it}.", "a1 a1", "Falk"),
    ("{s:Park Jun Ho} {c:said} {t:no}. / {s:Park} {c:denied} {t:it}.", "a1 a1", "Park Jun Ho"),
    ("{s:Ada van der Lund} {c:said} {t:no}. / {s:Lund} {c:denied} {t:it}.", "a1 a1", "Ada van der Lund"),
    ("{s:Hugh Lund, a doctor,} {c:said} {t:no}. / {s:Lund} {c:denied} {t:it}.", "a1 a1", "Hugh Lund"),
    ("{s:Its spokesman, Captain Otto Lund,} {c:said} {t:no}. / {s:Lund} {c:denied} {t:it}.", "a1 a1", "Otto Lund"),
    ("{s:US Secretary of State Ada Brandt} {c:said} {t:no}. / {s:Brandt} {c:denied} {t:it}.", "a1 a1", "Ada Brandt"),
    ("Asked Ada Brandt for help. / {s:Ada Brandt} {c:said} {t:no}. / {s:Brandt} {c:left} {t:it}.", "a1 a1", "Ada Brandt"),
    # two of one surname
    ("{s:Ada Brandt} {c:said} {t:no}. / {s:Per Brandt} {c:said} {t:so}.", "a1 a2", "Ada Brandt | Per Brandt"),
    ("Ada Brandt met Per Brandt. / The dam is old. / {s:Brandt} {c:said} {t:so}.", "a1", "Brandt"),
    ("{s:Ada Brandt} {c:said} {t:no}. / {s:Brandt} {c:added} {t:so}. / Per Brandt left.", "a1 a1", "Ada Brandt"),
    ("Mr Otto Lund met Mrs Iris Lund. / {s:Mrs Lund} {c:said} {t:so}.", "a1", "Iris Lund"),
    # a land that is also a first name, and a name that only looks like one
    ("Jordan Vik left for work in Jordan. / {s:Jordan} {c:said} {t:no}.", "JOR", "Jordan"),
    ("{s:South Norland} {c:said} {t:no}. / {s:Norland} {c:said} {t:so}.", "a1 a2", "South Norland | Norland"),
    ("{s:The US} {c:said} {t:no}. / {s:The US} {c:denied} {t:it}.", "USA USA", "United States"),
    ("{s:the Arkel Energy Agency (AEA)} {c:said} {t:no}. / {s:The AEA} {c:denied} {t:it}.", "a1 a1", "Arkel Energy Agency"),
    ("The Vik Relief Fund (VRF) opened. / {s:The VRF} {c:denied} {t:it}.", "a1", "Vik Relief Fund"),
]  # fmt: skip

DESCRIPTIONS = [
    ("{u:A senior Norlandic official} {c:said} {t:no}. {u:The official} {c:added} {t:so}.", "a1 a1", "A senior Norlandic official"),
    (
        "{u:A senior official} {c:said} {t:no}. / {u:A guard} {c:said} {t:so}. / {u:The official} {c:added} {t:so}.",
        "a1 a2 a1", "A senior official | A guard",
    ),
    ("{u:A police spokesman} {c:said} {t:no}. / {u:An army spokesman} {c:said} {t:so}.", "a1 a2", "A police spokesman | An army spokesman"),
    ("{u:A spokesman} {c:said} {t:no}. / {u:A spokesman} {c:said} {t:so}.", "a1 a2", "A spokesman | A spokesman"),
    ("{u:A spokesman for the army} {c:said} {t:no}. / {u:The army spokesman} {c:said} {t:so}.", "a1 a1", "A spokesman for the army"),
    (
        "{u:An army official} {c:said} {t:no}. / {u:A port official} {c:said} {t:so}. / Rain fell. / It was cold. / {u:The official} {c:left}.",
        "a1 a2 a3", "An army official | A port official | The official",
    ),
    ("{u:Two officials} {c:said} {t:no}. / {u:The official} {c:added} {t:so}.", "a1 a2", "Two officials | The official"),
    (
        "{u:Two people close to the sale} {c:said} {t:no}. / {u:The same people} {c:said} {t:so}.",
        "a1 a1", "Two people close to the sale",
    ),
    ("{s:Defence Minister Ada Brandt} {c:said} {t:no}. / {u:The minister} {c:added} {t:so}.", "a1 a1", "Ada Brandt"),
    ("{s:Ada Brandt, the mayor of Arkel,} {c:said} {t:no}. / {u:The mayor} {c:added} {t:so}.", "a1 a1", "Ada Brandt"),
    (
        "Defence Minister Ada Brandt met Finance Minister Otto Lund. / Rain fell. / It was cold. / {u:The minister} {c:said} {t:so}.",
        "a1", "The minister",
    ),
    ("Defence Minister Ada Brandt met Finance Minister Otto Lund. / {u:The finance minister} {c:said} {t:so}.", "a1", "Otto Lund"),
    ("{s:Arkel police commander Otto Lund} {c:said} {t:no}. / {s:The police} {c:said} {t:so}.", "a1 a2", "Otto Lund | The police"),
    ("{s:Norland’s foreign ministry} {c:said} {t:no}. / {s:The ministry} {c:added} {t:so}.", "a1 a1", "Norland’s foreign ministry"),
    (
        "{s:Norland’s foreign ministry} {c:said} {t:no}. / Rain fell. / It was cold. / {s:The Norlandian foreign ministry} {c:added} {t:so}.",
        "a1 a1", "Norland’s foreign ministry",
    ),
    ("Norland’s foreign ministry and Estovia’s foreign ministry met. / Rain fell. / {s:The ministry} {c:said} {t:so}.", "a1", "The ministry"),
    (
        "Norland’s navy ministry met Estovia’s navy ministry. / {s:Norland’s navy ministry} {c:said} {t:no}. / {s:The ministry} {c:added} {t:so}.",
        "a1 a1", "Norland’s navy ministry",
    ),
    ("The Ministry of Trade and Industry opened. / {s:The ministry} {c:said} {t:so}.", "a1", "Ministry of Trade and Industry"),
    (
        "{s:The foreign ministry in Arkel} {c:said} {t:no}. / {s:The defence ministry} {c:said} {t:so}.",
        "a1 a2", "The foreign ministry in Arkel | The defence ministry",
    ),
    ("{s:Jet Watch, a monitoring group,} {c:said} {t:no}. / {s:The group} {c:added} {t:so}.", "a1 a1", "Jet Watch"),
    (
        "The Organization of Arkel Ports met. / {s:The port ministry of Norland} {c:said} {t:no}. / {s:The organisation} {c:said} {t:so}.",
        "a1 a2", "The port ministry of Norland | Organization of Arkel Ports",
    ),
    ("{s:The Norlandic defence ministry} {c:said} {t:no}. / {s:The company} {c:said} {t:so}.", "a1 a2", "Norlandic defence ministry | The company"),
    ("{s:Vik Holdings} {c:said} {t:no}. / {s:The company} {c:said} {t:so}.", "a1 a1", "Vik Holdings"),
    ("{u:A guard} {c:said} {t:no}. / {u:A guard, Otto Lund,} {c:said} {t:so}.", "a1 a2", "A guard | Otto Lund"),
    (
        "{s:Arkel Teaching Hospital} {c:said} {t:no}. / {s:The hospital} {c:denied} {t:it}. {s:It} {c:added} {t:so}.",
        "a1 a1 a1", "Arkel Teaching Hospital",
    ),
    (
        "{u:Norlandic officials} {c:said} {t:no}. / Rain fell. / It was cold. / {u:Norlandic officials} {c:denied} {t:it}.",
        "a1 a1", "Norlandic officials",
    ),
    ("{u:Witnesses} {c:said} {t:no}. / Rain fell. / It was cold. / {u:Witnesses} {c:denied} {t:it}.", "a1 a2", "Witnesses | Witnesses"),
    ("{u:Estimates} {c:say} {t:no}. / {u:Norlandic officials} {c:say} {t:so}.", "a1 a2", "Estimates | Norlandic officials"),
    (
        "{s:The army} {c:said} {t:no}. / {u:Its spokesman} {c:said} {t:so}. / {u:His lawyer} {c:said} {t:so}.",
        "a1 a2 a3", "The army | Its spokesman | His lawyer",
    ),
    (
        "{u:A spokesman for Defence Minister Ada Brandt} {c:said} {t:no}. / {s:Brandt} {c:said} {t:so}.",
        "a1 a2", "A spokesman for Defence Minister Ada Brandt | Ada Brandt",
    ),
]  # fmt: skip

LATER_NAMED = [
    ("{s:Norland’s minister} {c:denied} {t:it}. / {s:The minister, Ada Brandt,} {c:said} {t:no}. {s:She} {c:left} {t:it}.", "a1 a1 a1", "Ada Brandt"),
    ("{s:Norland’s minister} {c:denied} {t:it}. / {u:A minister, Ada Brandt,} {c:said} {t:no}.", "a1 a2", "Norland’s minister | Ada Brandt"),
    ("{s:The maker, Vik,} {c:denied} {t:it}. / {s:Vik} {c:said} {t:no}.", "a1 a1", "Vik"),
]  # fmt: skip

JOINT = [
    ("{u:Both Norlandic and East Estovian officials} {c:have denied} {t:it}.", "a1 a2", "Norlandic officials | East Estovian officials"),
    ("{s:Ada Brandt, the mayor, and Per Lund, the sheriff,} {c:said} {t:no}. / {s:Lund} {c:denied} {t:it}.", "a1 a2,a2", "Ada Brandt | Per Lund"),
    ("{s:Ada Brandt, Otto Lund and Iris Falk} {c:said} {t:no}.", "a1 a2 a3", "Ada Brandt | Otto Lund | Iris Falk"),
    ("{s:Neither Norland nor Estovia} {c:denied} {t:it}.", "a1 a2", "Norland | Estovia"),
    ("{s:The army as well as the navy} {c:denied} {t:it}.", "a1 a2", "The army | the navy"),
    ("{s:Lund and his wife} {c:denied} {t:it}.", "a1 a2", "Lund | his wife"),
    ("{s:The Ministry of Trade and Industry} {c:denied} {t:it}.", "a1", "Ministry of Trade and Industry"),
    ("{s:Vik and Vik} {c:denied} {t:it}.", "a1", "Vik and Vik"),
    ("{u:Police and fire officials} {c:denied} {t:it}.", "a1", "Police and fire officials"),
    ("{s:Ada Brandt, head of research and development,} {c:denied} {t:it}.", "a1", "Ada Brandt"),
    ("{s:Ada Brandt} {c:said} {t:no}. / {s:She and Otto Lund} {c:denied} {t:it}.", "a1,a1 a2", "Ada Brandt | Otto Lund"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "wanted", "names"), [*PRONOUNS, *NAMES, *DESCRIPTIONS, *LATER_NAMED, *JOINT])
def test_sources_that_are_one_actor(marked: str, wanted: str, names: str) -> None:
    headline = " denies sale / " in marked
    _, actors, found, _ = attributions_of(marked.replace("{s:Ada Brandt} denies", "Ada Brandt denies"), headline=headline)
    each = wanted.split(",") if "," in wanted else wanted.split() if len(found) > 1 else [wanted]
    assert [" ".join(a.actors) or "-" for a in found] == each
    assert " | ".join(actor.name for actor in actors) == names


_PIECES = st.sampled_from(
    ["{s:He} {c:said} {t:no}.", "{s:Ada Brandt} {c:said} {t:no}.",
     "{u:Officials} {c:say} {t:{s:they} {c:knew} {t:it}}.", "Iris Falk left.",
     "{s:The ministry} {c:said}", "{s:who} {c:said} {t:\u0301}.", " / ", "Mr", "of", "and", "“", "’s", "É\u0301", "{s:,} {c::} {t:x}",
     "{s:A and B} {c:deny}"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_citable_actors_in_order(parts: list[str]) -> None:
    document, actors, found, _ = attributions_of(" ".join(parts))
    assert [a.id for a in actors] == [f"a{n}" for n in range(1, len(actors) + 1)]
    assert [min(a.mentions) for a in actors] == sorted(min(a.mentions) for a in actors)
    assert all(document.check(span) is None for a in actors for span in a.mentions)
    assert all(a.name.strip() for a in actors)
    assert {i for a in found for i in a.actors} == {a.id for a in actors}


def test_the_work_grows_with_the_page_not_with_its_square() -> None:
    row = "{s:Ada Brandt} {c:said} {t:no}. {s:She} {c:said} {t:so}. / {u:The official} {c:said} {t:no}. {u:A spokesman} {c:said} {t:so}. / "

    def work(count: int) -> int:
        document, article, statements = told(row * count)

        def read() -> None:
            assert not isinstance(resolve_actors(document, article, None, statements, None, None, Published(None, 0.0, (), ()), None), Noted)

        return calls(read)

    work(10)  # tables are read and rules compiled once
    assert work(480) < 5 * work(120)
