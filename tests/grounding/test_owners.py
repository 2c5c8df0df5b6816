"""Whose "his country", "its army" and "our government" is: of who speaks, or of the one named last before."""

import pytest

from onrecord.grounding import resolve_actors
from onrecord.record import Deed, Doer, Published
from tests.grounding.told_text import told
from tests.spans import span_of

# a text with its statements, the words of a doer, the actor that it is: its code or words, its country
OWNED = [
    ("{s:Kenya’s trade minister} {c:denied} {t:that his country had bought rifles from Norway}.", "his country", ("KEN", "KEN")),
    ("{t:“Her country has sold nothing,”} {u:the Norwegian envoy} {c:said}.", "Her country", ("NOR", "NOR")),
    ("{t:“Our nation needs no boats,”} {s:Peru’s president, Ada Vega}, {c:said}.", "Our nation", ("PER", "PER")),
    ("{s:A Chadian general, Otto Abba,} {c:said} {t:Mali had asked his country for guns}.", "his country", ("TCD", "TCD")),
    ("{s:Iris Falk, the Norwegian defence minister,} {c:said} {t:Chad had thanked her government}.", "her government", ("her government", "NOR")),
    ("{s:Ghana} {c:said} {t:its army had bought 20 mortars}.", "its army", ("its army", "GHA")),
    ("{s:The Ghanaian army} {c:said} {t:Mali had sent its troops to the border}.", "its troops", ("its troops", "MLI")),
    ("Peru has bought boats for its navy. {s:Otto Lund} {c:said} {t:so}.", "its navy", ("its navy", "PER")),
    ("{s:Otto Lund} {c:said} {t:his country was poor}.", "his country", ("his country", None)),
    ("{u:The rebels} {c:said} {t:their country was poor}.", "their country", ("their country", None)),
    ("{t:The country was poor}, {s:Otto Lund} {c:said} of Peru.", "The country", ("country", None)),
    ("{s:Kenya’s minister} {c:said} {t:his army was small}. / His country was at peace.", "His country", ("His country", None)),
]


@pytest.mark.parametrize(("marked", "words", "expected"), OWNED, ids=[row[0] for row in OWNED])
def test_what_is_somebodys_is_of_his_state(marked: str, words: str, expected: tuple[str, str | None]) -> None:
    document, article, statements = told(marked)
    span = span_of(document.text, words)
    states = [name for name in ("Peru", "Mali", "Ghana") if name in document.text]
    doers = [Doer(span_of(document.text, name), span_of(document.text, name)) for name in states]
    deed = Deed(span, (Doer(span, span_of(document.text, words.split()[-1], 0)), *doers), None)
    actors = resolve_actors(document, article, None, statements, (), (deed,), Published(None, 0.0, (), ()), None)
    assert isinstance(actors, tuple)
    (one,) = [actor for actor in actors if span in actor.mentions]
    assert (one.id if one.kind == "state" else one.name, one.country) == expected


def test_the_countries_of_two_are_two() -> None:
    marked = "{s:Kenya’s minister} {c:said} {t:his country was poor}. / {s:Norway’s minister} {c:said} {t:his country was rich}."
    document, article, statements = told(marked)
    deeds = [
        Deed(span, (Doer(span, span),), None) for span in (span_of(document.text, "his country"), span_of(document.text, "his country", 1))
    ]  # fmt: skip
    actors = resolve_actors(document, article, None, statements, (), tuple(deeds), Published(None, 0.0, (), ()), None)
    assert isinstance(actors, tuple)
    assert [actor.id for actor in actors if actor.kind == "state"] == ["KEN", "NOR"]
