"""Stories and copies brought up to date page by page are those of a run over all pages, in whatever order these come and go."""

import random
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from onrecord.across import Capture, tell
from onrecord.across import stories_of as merged_whole
from onrecord.copies import Text, copies_of, find_copies
from onrecord.ingest.copies import update_copies
from onrecord.ingest.merged import read_stories, update_stories
from onrecord.ingest.tellings import found_by, pack_telling, unpack_telling
from onrecord.store import open_store
from onrecord.store.file import open_file
from onrecord.store.store import Store
from onrecord.store.write import Reading, put, reading_of
from onrecord.stories import Stories
from tests.across.marked import ALL
from tests.across.told import captures_of
from tests.ingest.made_pages import made_pages
from tests.store.given import reading

CORPUS = Path(__file__).parent.parent.parent / "train" / "corpora" / "stories" / "train"


@cache
def readings() -> tuple[Reading, ...]:
    """The pages of a few stories."""
    found = []
    for n, marked in enumerate(ALL):
        _, captures, _ = captures_of(marked)
        for capture in captures:
            place = f"https://news.example/{n}/{capture.id}"
            record = replace(capture.record, document=replace(capture.record.document, location=place))
            found.append(reading_of(record, key=place, size=1, outlet=capture.outlet))
    return tuple(found)


def _put(path: Path, items: Sequence[Reading]) -> None:
    with closing(open_file(path, write=True, create=True)) as connection:
        assert not put(connection, items)


def _updated(store: Store) -> tuple[Stories, Stories]:
    """The stories of a store after an update, and those of a merge of all its pages; the same stories are known to both."""
    known = read_stories(store.connection).stories
    with closing(open_file(store.path, write=True)) as connection:
        update_copies(connection)
        update_stories(connection)
    made = read_stories(store.connection)
    return made, replace(merged_whole(store, known=known), copies=made.copies)


@pytest.mark.parametrize("seed", range(4))
def test_stories_follow_pages_that_come_and_go_in_any_order(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    waiting = chance.sample(readings(), len(readings()))
    path = tmp_path / "news.db"
    _put(path, waiting[:3])
    del waiting[:3]
    with open_store(path) as store:
        while waiting:
            match chance.randrange(6):
                case 0:
                    store.delete(chance.choice(store.pages().rows))
                case 1:
                    one, other = chance.sample(store.pages().rows, 2)
                    if one.digest != other.digest:
                        getattr(store, chance.choice(["join", "split"]))(
                            one, other, author="Ada", time=f"2024-01-01T00:{len(waiting) % 60:02}:00+00:00"
                        )
                case _:
                    size = chance.choice([1, 1, 2, 5])
                    _put(path, waiting[:size])
                    del waiting[:size]
            made, whole = _updated(store)
            assert made == whole
        assert made.claims
        assert made.deals
        assert store.check() == ()


def test_a_page_on_its_own_merges_no_story_of_others(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    by_story = {n: [r for r in readings() if r.location.startswith(f"https://news.example/{n}/")] for n in (0, 4)}
    _put(path, by_story[0])
    with open_store(path) as store, closing(open_file(path, write=True)) as connection:
        _updated(store)
        _put(path, by_story[4][:1])
        update_copies(connection)
        assert update_stories(connection) == 1


def test_a_telling_is_read_back_as_it_was() -> None:
    for marked in ALL:
        for capture in captures_of(marked)[1]:
            telling = tell(Capture(capture.id, capture.record, capture.outlet))
            assert unpack_telling(pack_telling(telling)) == telling


def test_pages_are_found_by_two_names_or_one_deed() -> None:
    assert found_by([(2, 7), (4, 7), (2, 8), (3, 9)]) == {7, 9}


def _whole(store: Store) -> set[tuple[str, str, str, float]]:
    """The pairs that an index of all pages of a store finds."""
    sql = "SELECT c.key, p.text, a.outlet, a.published FROM record r JOIN capture c ON c.id = r.capture_id JOIN article a ON a.record_id = r.id "
    sql += "JOIN paragraph p ON p.record_id = r.id ORDER BY p.id"
    bodies: dict[tuple[str, str, str], list[str]] = {}
    for key, text, outlet, published in store.connection.execute(sql):
        bodies.setdefault((key, outlet, published), []).append(text)
    texts = {key: Text(key, "\n".join(body), None, outlet, (), published) for (key, outlet, published), body in bodies.items()}
    return {(pair.document, pair.of, pair.kind, pair.share) for pair in copies_of(find_copies(texts.values()), texts)}


@pytest.mark.parametrize("seed", range(3))
def test_copies_found_page_by_page_are_those_of_all_pages(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    waiting = list(made_pages(150, seed))
    chance.shuffle(waiting)
    path = tmp_path / "news.db"
    _put(path, waiting[:60])
    del waiting[:60]
    with open_store(path) as store, closing(open_file(path, write=True)) as connection:
        while waiting:
            if chance.random() < 0.1:
                store.delete(chance.choice(store.pages().rows))
            size = chance.choice([1, 1, 1, 8, 30])
            _put(path, waiting[:size])
            del waiting[:size]
            update_copies(connection)
            assert {(row.page, row.of_page, row.kind, row.share) for row in store.copies()} == _whole(store)
        furniture = connection.execute("SELECT count(*) FROM furniture").fetchone()[0]
        kinds = {row.kind for row in store.copies()}
        assert furniture > 20
        assert {"copy", "excerpt"} <= kinds
        assert connection.execute("SELECT count(*) FROM unit WHERE leader <> id").fetchone()[0] > 10


def test_a_new_page_has_few_texts_looked_at_again(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    pages = list(made_pages(400, 8, boxes=0, most=8))
    _put(path, pages[:-1])
    with closing(open_file(path, write=True)) as connection:
        assert update_copies(connection) > 300
        _put(path, pages[-1:])
        assert 0 < update_copies(connection) < 60
        assert update_copies(connection) == 0


def test_an_update_needs_no_deal_in_the_store(tmp_path: Path) -> None:
    """Claims of events have no sides of a deal, and a store may hold no others."""
    path = tmp_path / "a.db"
    for name in ("shells", "grain"):
        _put(path, [reading(name)])
        with open_store(path) as store:
            made, whole = _updated(store)
            assert made == whole
            assert made.deals == ()
            assert made.claims
