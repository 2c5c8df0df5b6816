"""When a statement was said, and through whom it came. The pages are of Wednesday 15 May 2024; all names are invented, but for agencies."""

import pytest

from onrecord.grounding import resolve_actors, resolve_attributions
from onrecord.record import Noted, Published
from tests.grounding.told_text import attributions_of, told

PAGE, LATEST = "day-of-page", "no-later-than-page"

# (a marked text, for each statement: the words of its time, its basis, or "-")
SAID = [
    # the plain past and present of the day's report
    ("{s:The ministry} {c:said} {t:the dam was safe}.", PAGE),
    ("{s:The ministry} {c:denies} {t:the report}.", PAGE),
    ("{s:Norlandic officials} {c:expect} {t:a sale}.", PAGE),
    ("{s:A spokesman} {c:refused to comment}.", PAGE),
    ("{s:The ministry} {c:did not deny} {t:the report}.", PAGE),
    ("{s:The agency} {c:would neither confirm nor deny} {t:the report}.", PAGE),
    ("{s:The agency} {c:would not say} {t:why}.", PAGE),
    ("{s:Lund} {c:was quoted as saying} {t:the dam leaked}.", PAGE),
    # the perfect
    ("{s:Both armies} {c:have denied} {t:the report}.", LATEST),
    ("{s:The ministry} {c:has said} {t:the dam was safe}.", LATEST),
    ("{s:The ministry} has repeatedly {c:denied} {t:the report}.", LATEST),
    ("{s:Lund} {c:had warned} {t:of a leak}.", LATEST),
    ("{s:He}’d {c:denied} {t:it}.", LATEST),
    ("{s:Lund} once {c:said} {t:the dam was safe}.", LATEST),
    ("{s:Lund} {c:said} previously that {t:the dam was safe}.", LATEST),
    # nothing tells
    ("{c:According to} {s:the ministry}, {t:the dam was safe}.", "-"),
    ("{s:Brandt}{c::} {t:“The dam is safe.”}", "-"),
    ("{s:Lund} will {c:say} {t:that the dam is safe}.", "-"),
    ("{s:Lund} {c:could announce} {t:a sale}.", "-"),
    ("{s:Lund}’s {c:claim} that {t:the dam was safe} was wrong.", "-"),
    ("The {c:denial} by {s:Lund} of {t:the sale} was late.", "-"),
    # a time that belongs to the cue
    ("{s:The ministry} {c:said} on Tuesday that {t:the dam was safe}.", "Tuesday"),
    ("{s:The ministry} {c:said} Tuesday {t:the dam was safe}.", "Tuesday"),
    ("{s:The ministry} on Monday {c:denied} {t:the report}.", "Monday"),
    ("On Monday, {s:the ministry} {c:told} parliament that {t:the dam was safe}.", "Monday"),
    ("Speaking on Monday at the dam, {s:Lund} {c:said} {t:it was safe}.", "Monday"),
    ("{t:“The dam is safe,”} {s:Lund} {c:told} reporters in the capital late on Tuesday.", "Tuesday"),
    ("{t:“The dam is safe,”} {c:said} {s:Otto Lund, the mayor,} on Tuesday.", "Tuesday"),
    ("{s:Lund} {c:had said} on Sunday that {t:the dam was safe}.", "Sunday"),
    ("{s:Lund} {c:said} at Tuesday’s briefing that {t:the dam was safe}.", "Tuesday"),
    # a time that belongs to something else
    ("{s:Lund} {c:said} {t:the ship left on Tuesday}.", PAGE),
    ("{t:The ship left on Tuesday}, {s:Lund} {c:said}.", PAGE),
    ("{s:Lund} {c:has denied} it since Tuesday.", LATEST),
    ("{s:Lund} {c:said} of Tuesday’s attack {t:that it was over}.", PAGE),
    ("{s:Lund} {c:said} {t:no}. The ship left on Tuesday.", PAGE),
    ("The ship left on Tuesday. {s:Lund} {c:said} {t:no}.", PAGE),
    ("After the ship left Arkel on Tuesday, {s:Lund} {c:said} {t:no}.", PAGE),
    ("{s:Lund} {c:said} {t:no} when the ship left on Tuesday.", PAGE),
    ("{s:Lund}, who took office on Monday, {c:said} {t:no}.", PAGE),
    ("{s:Lund} {c:said} for two weeks {t:no}.", PAGE),
    # one sentence, one time
    ("On Tuesday {s1:Lund} {c1:denied} {t1:the sale}, {c2:saying} {t2:it was over}.", "Tuesday -"),
    ("{s1:Lund} {c1:denied} {t1:the sale}. {s2:Falk} {c2:said} on Tuesday {t2:so}.", f"{PAGE} Tuesday"),
    ("{s1:Lund} {c1:said} on Monday {t1:that {s2:Falk} {c2:denied} {t2:the sale}}.", f"Monday {PAGE}"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "wanted"), SAID)
def test_when_a_source_spoke(marked: str, wanted: str) -> None:
    document, _, found, times = attributions_of(marked, "2024-05-15")
    words = {time.id: document[time.span] for time in times}
    told_by = [(words[a.said.time].removeprefix("late ") if a.said.time else a.said.basis) if a.said else "-" for a in found]
    assert " ".join(told_by) == wanted


@pytest.mark.parametrize(
    ("marked", "published", "days"),
    [
        ("{s:Lund} {c:said} {t:no}.", "2024-05-15", ("2024-05-15", "2024-05-15")),
        ("{s:Lund} {c:has said} {t:no}.", "2024-05-15", (None, "2024-05-15")),
        ("{s:Lund} {c:said} on Tuesday {t:no}.", "2024-05-15", ("2024-05-14", "2024-05-14")),
        ("{s:Lund} {c:said} {t:no}.", None, (None, None)),
        ("{s:Lund} {c:has said} {t:no}.", None, (None, None)),
        ("{s:Lund} {c:said} {t:no}.", "2024-05", ("2024-05-01", "2024-05-31")),
        ("{s:Lund} {c:said} on May 3, 2023 {t:no}.", None, ("2023-05-03", "2023-05-03")),
    ],
)
def test_the_days_between_which_a_source_spoke(marked: str, published: str | None, days: tuple[str | None, str | None]) -> None:
    _, _, found, _ = attributions_of(marked, published)
    assert found[0].said is not None
    assert (found[0].said.earliest, found[0].said.latest) == days


def test_a_participle_is_said_when_the_verb_before_it_was() -> None:
    _, _, found, _ = attributions_of("On Tuesday {s1:Lund} {c1:denied} {t1:it}, {s2:} {c2:adding} {t2:no}.".replace("{s2:} ", ""), "2024-05-15")
    assert found[1].said is None  # without a source nobody says whose participle it is


# (a marked text, for each statement the words through which it came, parted by "+"; "-" for none)
VIA = [
    ("{s:Lund} {c:told} Reuters {t:the dam was safe}.", "Reuters"),
    ("{s:Lund} {c:told} The Associated Press {t:the dam was safe}.", "The Associated Press"),
    ("{s:Lund} {c:told} the Arkel Gazette on Monday {t:the dam was safe}.", "the Arkel Gazette"),
    ("{s:Lund} {c:told} state television {t:the dam was safe}.", "state television"),
    ("{s:Lund} {c:told} Reuters and the Arkel Post {t:the dam was safe}.", "Reuters+the Arkel Post"),
    ("{s:Lund} {c:told} Radio Arkel on Monday {t:the dam was safe}.", "Radio Arkel"),
    ("{s:Lund} {c:told} a newspaper {t:the dam was safe}.", "a newspaper"),
    ("{s:Lund} {c:told} reporters {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:told} parliament {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:told} a crowd in Arkel {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:told} the ministry {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:told} the media {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:told} Ada Brandt {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:told} a press conference {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:said} {t:the dam was safe} in an interview with the Arkel Post.", "the Arkel Post"),
    ("In an interview with Der Abend, {s:Lund} {c:said} {t:the dam was safe}.", "Der Abend"),
    ("{s:Lund} {c:said} in an interview {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:said} in an emailed statement to Reuters {t:the dam was safe}.", "Reuters"),
    ("{s:Lund} {c:said} on state television {t:the dam was safe}.", "state television"),
    ("{s:Lund} {c:said} on Tuesday {t:the dam was safe}.", "-"),
    ("{s:Lund} {c:wrote} on the navy’s website {t:that the dam was safe}.", "the navy"),
    ("{s:The ministry} {c:said} on its website {t:that the dam was safe}.", "-"),
    ("{s:The ministry} {c:said} on the ministry’s website {t:that the dam was safe}.", "-"),
    ("{s:Lund} {c:said} in remarks carried by state media {t:that the dam was safe}.", "state media"),
    ("{s:Lund} {c:said}, according to the text published by the navy, {t:that the dam was safe}.", "the navy"),
    ("{s:Lund} {c:said} {t:the dam was safe}, according to Reuters.", "Reuters"),
    ("{s:Reuters} {c:reported}, citing two officials, {t:that the dam was safe}.", "two officials"),
    ("{s:The Arkel Post} {c:reported} {t:the sale}, quoting a navy spokesman.", "a navy spokesman"),
    ("{s:The firm} {c:said} {t:it would close}, citing rising costs.", "-"),
    ("{s1:State media} {c1:said} {t1:{s2:the minister} {c2:had denied} {t2:the sale}}.", "- State media"),
    ("{s1:Falk} {c1:said} {t1:{s2:the minister} {c2:had denied} {t2:the sale}}.", "- -"),
    ("State media {c:quoted} {s:Lund} as saying {t:that the dam was safe}.", "State media"),
    ("{t:“He told Reuters so,”} {s:Lund} {c:said}.", "-"),
    ("{s1:Lund} {c1:denied} {t1:the sale}. {s2:Falk} {c2:told} Reuters {t2:so}.", "- Reuters"),
]  # fmt: skip


@pytest.mark.parametrize(("marked", "wanted"), VIA)
def test_through_whom_a_statement_came(marked: str, wanted: str) -> None:
    document, _, found, _ = attributions_of(marked, "2024-05-15")
    each = ["+".join(document[v.span] for v in a.via) or "-" for a in found]
    assert each == (wanted.split() if len(found) == 2 and wanted.count(" ") == 1 else ["-", wanted[2:]] if len(found) == 2 else [wanted])
    assert {v.actor for a in found for v in a.via} <= {None}


def test_without_statements_there_is_nothing_to_hang_on() -> None:
    document, article, _ = told("Lund left.")
    day = Published(None, 0.0, (), ())
    for layer in (
        resolve_actors(document, article, None, None, None, None, Published(None, 0.0, (), ()), None),
        resolve_attributions(document, article, None, None, day, None),
    ):
        assert isinstance(layer, Noted)
        assert layer.layer is None
        assert [note.code for note in layer.notes] == ["no-statements"]
    assert resolve_actors(document, article, None, (), None, None, Published(None, 0.0, (), ()), None) == ()
    assert resolve_attributions(document, article, (), (), day, ()) == ()
