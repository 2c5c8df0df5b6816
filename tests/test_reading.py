"""Files, bytes, strings and batches through the public API."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord import pipeline
from onrecord.text import Document

STORY = """Port closed after fire, harbour master says

Tarvik, Mar 4: A fire closed the port of Tarvik on Tuesday, the harbour master said.
“We will open again tomorrow,” Ines Holm told reporters. The owner declined to comment.
"""


def test_one_page_from_a_path_from_bytes_and_from_text_is_one_record(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(STORY.encode())
    by_path, by_bytes, by_text = onrecord.read(path), onrecord.read(STORY.encode()), onrecord.read_text(STORY)
    assert by_path.document.id == by_bytes.document.id == by_text.document.id
    assert by_path.article == by_bytes.article == by_text.article
    assert by_path.statements == by_text.statements
    assert by_path.document.location == str(path)


def test_the_same_bytes_give_the_same_record() -> None:
    assert onrecord.read(STORY.encode()).to_json() == onrecord.read(STORY.encode()).to_json()


def test_html_given_as_text_is_read_as_html() -> None:
    record = onrecord.read_html("<h1>Port closed</h1><p>A fire closed the port, the harbour master said.</p>")
    assert record.document.media_type == "text/html"
    assert "<p>" not in record.document.text


def test_gzip_around_a_page_is_opened() -> None:
    plain, packed = onrecord.read(STORY.encode()), onrecord.read(gzip.compress(STORY.encode(), mtime=0))
    assert packed.document.text == plain.document.text
    assert packed.document.id != plain.document.id  # the digest is that of the bytes read


@pytest.mark.parametrize("until", pipeline.LAYERS)
def test_until_stops_after_the_layer(until: str) -> None:
    record = onrecord.read_text(STORY, until=until)
    at = pipeline.LAYERS.index(until)
    assert getattr(record, until) is not None
    assert [getattr(record, name) for name in pipeline.LAYERS[at + 1 :]] == [None] * (len(pipeline.LAYERS) - at - 1)


def test_a_layer_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="no layer 'soup'"):
        onrecord.read_text(STORY, until="soup")


def test_a_wrong_call_is_told_before_a_page_is_opened(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no layer"):
        onrecord.read(tmp_path / "gone.html", until="soup")
    with pytest.raises(TypeError, match="a list of paths, not one"):
        onrecord.read_many("page.html")


WRONG_TYPES = [
    (onrecord.read_text, b"", "read_text takes a str, not bytes: give the bytes of a page to onrecord.read"),
    (onrecord.read_text, None, "read_text takes a str, not NoneType"),
    (onrecord.read_html, 3, "read_html takes the markup of a page as str or bytes, not int"),
    (onrecord.read, None, "read takes the path of a page, or its bytes, not NoneType"),
]


@pytest.mark.parametrize(("function", "given_", "said"), WRONG_TYPES)
def test_a_value_of_the_wrong_type_is_told_with_what_belongs_there(function: Callable[[object], object], given_: object, said: str) -> None:
    with pytest.raises(TypeError, match=said):
        function(given_)


def test_a_record_shows_itself_in_a_line() -> None:
    shown = repr(onrecord.read_text(STORY, location="a.txt"))
    assert shown.startswith("<Record 'a.txt': 'Port closed after fire, harbour master says', published ")
    assert len(shown) < 200


@pytest.mark.parametrize("workers", [1, 2])
def test_one_bad_page_never_stops_a_batch(tmp_path: Path, workers: int) -> None:
    good, empty, gone = tmp_path / "good.txt", tmp_path / "empty.txt", tmp_path / "gone.txt"
    good.write_text(STORY, encoding="utf-8")
    empty.touch()
    outcomes = list(onrecord.read_many([good, empty, gone, good], workers=workers))
    assert [o.location for o in outcomes] == [str(p) for p in (good, empty, gone, good)]
    assert [o.record is not None for o in outcomes] == [True, False, False, True]
    assert all(isinstance(o.error, onrecord.PageError) for o in outcomes[1:3])


def test_a_defect_in_a_stage_is_a_stage_error_that_names_stage_and_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(document: Document) -> None:
        raise KeyError("cue")

    monkeypatch.setattr(pipeline, "PIPELINE", (pipeline.Stage("article", reads=("document",), run=broken),))
    with pytest.raises(onrecord.StageError, match=r"a\.txt: article failed: KeyError\('cue'\)"):
        onrecord.read_text(STORY, location="a.txt")


@given(st.text(alphabet=st.sampled_from("\r\n\u00a0\u0301é“”.',:- 𝔄deniscommtaySRS10"), max_size=200))
def test_any_text_gives_a_record_that_cites_it(page: str) -> None:
    if not page.strip():
        return
    record = onrecord.read_text(page)
    assert record.document.text == page
    assert record.check() == ()
    again = onrecord.Record.from_json(record.to_json())
    assert again == record
    assert again.to_json() == record.to_json()
