"""The benchmark of copies: what it counts, and the copies that it makes itself."""

import pytest

from benchmarks.copies import items, rows_of_words, single_linkage
from benchmarks.copy_edits import harder_copies
from benchmarks.copy_growth import make_pages
from benchmarks.frame import Item, Json


def _page(name: str, copy: str, *, kind: str = "desk", mixed: tuple[str, ...] = (), edits: tuple[str, ...] = ()) -> Json:
    text = "\n".join(f"Paragraph {number} of {copy} says that the old ferry has left. It will be back before noon." for number in range(12))
    return {"id": name, "set": kind, "event": "e", "copy": copy, "mixed": list(mixed), "edits": list(edits), "text": text}


@pytest.mark.parametrize(
    ("found", "item"),
    [
        ({"a.0": "1", "a.1": "1", "b.0": "2", "d": "1"}, Item(1.0, "2 sources, found 2")),
        ({"a.0": "1", "a.1": "3", "b.0": "2", "d": "1"}, Item(0.0, "2 sources, found 3")),
        ({"a.0": "1", "a.1": "1", "b.0": "1", "d": "2"}, Item(0.0, "2 sources, found 1")),
    ],
)
def test_an_event_is_right_by_the_number_of_its_sources(found: dict[str, str], item: Item) -> None:
    """A page derived in part, d, counts for neither side."""
    gold = [_page("a.0", "a"), _page("a.1", "a", edits=("cut",)), _page("b.0", "b"), _page("d", "d", mixed=("a",))]
    assert items(gold, found) == {"desk e": item}


def test_single_linkage_joins_all_that_hangs_together() -> None:
    found = single_linkage("abcde", [("a", "b"), ("d", "c"), ("b", "c")])
    assert len({found[page] for page in "abcd"}) == 1
    assert found["e"] not in {found["a"]}


def test_rows_of_a_text_shorter_than_a_row_are_the_text() -> None:
    assert rows_of_words("One Two", 3) == {"one two"}
    assert rows_of_words("one two three four", 3) == {"one two three", "two three four"}


def test_harder_copies_are_the_same_each_time_and_keep_their_original() -> None:
    gold = [_page(f"{name}.0", name) for name in "abcdefgh"] + [_page("s", "s", kind="real"), _page("d", "d", mixed=("a",))]
    made = harder_copies(gold)
    assert made == harder_copies(gold)
    assert {page["copy"] for page in made} == {*"abcdefgh", "d"}
    assert len({page["id"] for page in made}) == len(made) > 9
    assert all(page["edits"] for page in made if "-" in page["id"])


def test_made_pages_say_which_report_they_print() -> None:
    pages, reports = make_pages(60)
    assert (len(pages), len(reports)) == (60, 60)
    assert 1 < len(set(reports)) < 60
    assert make_pages(60) == (pages, reports)
