"""The names in a byline are cited where they stand."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.article.byline import read_byline

_WORDS = "By |by|Von |Aino Salmi|aino salmi|Pekka|Salmi|Dr. |E. |AFP|The Associated Press|Turku Post|(|)|/|, | and | - |@| in |Turku|3|. "
_GLUED = "Staff| Political Editor|이서준| 기자|記者|林小明|ß|İ|\u0301|\u00a0|\n|é|_|’"
_PIECES = st.sampled_from(["|", *_WORDS.split("|"), *_GLUED.split("|")])


@given(st.lists(_PIECES, max_size=14).map("".join), st.booleans(), st.booleans())
def test_names_of_a_byline_are_cited_where_they_stand(text: str, opened: bool, small: bool) -> None:
    for name in read_byline(text, opened=opened, small=small):
        assert text[name.start : name.end].casefold() == name.text.casefold()
