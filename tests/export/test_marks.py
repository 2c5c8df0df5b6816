"""Cutting a paragraph at the edges of its statements loses nothing and always nests."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.marks import Edge, Mark, segments
from onrecord.export.view import view_of
from onrecord.text import Document, Span
from tests.export.sample import RECORD, TEXT

ROLES = st.sampled_from(["source", "cue", "content", "quoted"])


def spans(longest: int) -> st.SearchStrategy[Span]:
    edges = st.tuples(st.integers(0, longest), st.integers(0, longest)).filter(lambda e: e[0] != e[1])
    return edges.map(lambda e: Span(min(e), max(e)))


@given(spans(40), st.lists(st.builds(Mark, spans(40), st.integers(0, 5), ROLES), max_size=25))
def test_segments_give_the_text_back_and_their_marks_nest(paragraph: Span, marks: list[Mark]) -> None:
    text = "".join(chr(0x61 + i % 26) for i in range(40))
    document = Document("sha256:0", "test", text)
    open_: list[Edge] = []
    seen = ""
    for segment in segments(document, paragraph, marks):
        for edge in segment.closes:
            assert open_.pop().mark is edge.mark
        open_.extend(segment.opens)
        assert len(open_) <= 8
        assert sum(edge.mark.role == "content" for edge in open_) <= 3
        at = paragraph.start + len(seen)
        for edge in open_:
            assert edge.mark.span.start <= at < edge.mark.span.end or not segment.text
        seen += segment.text
    assert open_ == []
    assert seen == text[paragraph.start : paragraph.end]


def test_each_piece_of_a_mark_begins_and_ends_once() -> None:
    """Where one mark crosses another, the seam is no beginning: a statement is announced once."""
    document = Document("sha256:0", "test", "abcdefghij")
    crossing = (Mark(Span(0, 6), 0, "content"), Mark(Span(3, 9), 1, "content"))
    edges = [edge for segment in segments(document, Span(0, 10), crossing) for edge in segment.opens]
    assert [(edge.mark.number, edge.end) for edge in edges] == [(0, True), (1, True), (1, False)]


def test_the_sample_is_drawn_where_it_stands() -> None:
    view = view_of(RECORD)
    for paragraph in (view.headline, *view.body):
        assert paragraph is not None
        assert "".join(s.text for s in paragraph.segments) == TEXT[paragraph.span.start : paragraph.span.end]
    assert [[s.id for s in p.statements] for p in view.body] == [["s2"], ["s3"], ["s4", "s5", "s6"], [], ["s7", "s8"], ["s9", "s10"]]
    assert view.elsewhere == ()
