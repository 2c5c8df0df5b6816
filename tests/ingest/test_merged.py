"""Copies, stories and claims of a store: kept in its tables, made anew when pages change, as people decided where they did."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.across.claims import is_corroborated
from onrecord.ingest import copies, ingest
from onrecord.ingest.copies import as_decided, read_evidence, update_copies
from onrecord.ingest.merged import forget_tellings, list_stories, read_stories, rows_of, update_stories
from onrecord.intake.found import Found
from onrecord.store import open_store
from onrecord.store.corrections import Correction
from onrecord.store.file import open_file
from onrecord.store.store import Store
from onrecord.stories import Copy, Voice
from tests.processes import run_text
from tests.store.given import GRAIN, SHELLS, fill, key_of, reading

REPORT = """VARDHOLM, March 1 (Reuters) - The defence ministry denied on Friday that Velmar had shipped 40 howitzers to Ostania last week, after a
customs officer at the port of Varda told a newspaper that two trains had crossed the border by night under guard.
Officials at the ministry called the account an invention and said the trains had carried timber for a paper mill near the capital.
Ostania's government said on Thursday that Velmar delivered 40 howitzers to Ostania in February, and thanked its neighbour for them.
The two countries signed a treaty of friendship nine years ago, but have never published what they sell to each other.
"""


def pages() -> Iterator[Found]:
    texts = {
        "a.example/wire": "Ministry denies shipping howitzers\nPublished: 1 March 2024\n" + REPORT,
        "b.example/copy": "No guns for Ostania, says Velmar\nMarch 1, 2024\n" + REPORT,
        "c.example/own": SHELLS,
        "d.example/fair": GRAIN,
    }
    for place, text in texts.items():
        yield Found(place, f"https://{place}", None, None, place.split(".")[0].upper(), text.encode(), None)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    ingest([], tmp_path / "news.db", pages=pages())
    with open_store(tmp_path / "news.db") as opened:
        yield opened


def test_an_ingest_finds_copies_with_evidence_that_cites_both_pages(store: Store) -> None:
    (pair,) = [row for row in store.copies() if row.kind == "copy"]
    assert {pair.outlet, pair.of_outlet} == {"A", "B"}
    (cell,) = store.connection.execute("SELECT evidence FROM copies WHERE kind = 'copy'").fetchone()
    evidence = read_evidence(cell)
    assert {e.document for e in evidence} == {pair.page, pair.of_page}
    for cited in evidence:
        assert store.record(cited.document).document.text[cited.start : cited.end] == cited.text


def test_a_split_and_its_undoing_are_seen_once_copies_are_found_anew(store: Store) -> None:
    (pair,) = [row for row in store.copies() if row.kind == "copy"]
    decision = store.split(pair.page, pair.of_page, author="Ada", why="the trains are told otherwise")
    assert [row.kind for row in _updated(store).copies(page=pair.page) if row.of_page == pair.of_page] == ["independent"]
    store.undo(decision, author="Ada")
    assert [row.kind for row in _updated(store).copies(page=pair.page) if row.of_page == pair.of_page] == ["copy"]
    with closing(open_file(store.path, write=True)) as connection:
        assert not update_copies(connection)  # nothing has changed since


def test_pages_that_share_no_word_are_copies_where_somebody_says_so(store: Store) -> None:
    own, fair = (next(row.page for row in store.pages() if row.location.endswith(name)) for name in ("own", "fair"))
    store.join(own, fair, author="Ada")
    assert [(row.page, row.of_page, row.kind) for row in _updated(store).copies(page=fair)] == [(own, fair, "copy")]


def test_stories_are_kept_in_the_file_and_read_back_whole(store: Store) -> None:
    made = store.stories()
    assert made.claims
    assert store.stories() == made == read_stories(store.connection)
    with closing(sqlite3.connect(store.path)) as plain:
        names = "claim, outlets, newsrooms, origins, parties, independently_reported, corroborated, disputed"
        rows = plain.execute(f"SELECT {names} FROM claims ORDER BY claim").fetchall()
    derived = [(c.independently_reported, c.corroborated, c.disputed) for c in made.claims]
    counts = [(c.id, c.outlets, c.newsrooms, c.origins, c.parties) for c in made.claims]
    assert rows == sorted((*count, *flags) for count, flags in zip(counts, derived, strict=True))
    assert {row[-1] for row in rows} == {0, 1}  # one is denied, one is not
    assert [row.claim for row in store.claims(story=made.claims[0].story)] != []


def test_a_list_of_stories_counts_what_is_kept_as_it_counts_what_is_in_memory(store: Store) -> None:
    listed = list_stories(store)
    assert listed == rows_of(store.stories())
    assert sum(row.disputed for row in listed)
    assert [row.newsrooms for row in listed] == [2, 0]


def test_a_page_that_goes_takes_its_stories_with_it_until_they_are_made_again(store: Store) -> None:
    before = store.stories()
    page = next(row.page for row in store.pages() if row.location.endswith("own"))
    store.delete(page)
    assert all(page not in story.documents for story in read_stories(store.connection).stories)
    after = store.stories()
    assert {d for story in after.stories for d in story.documents} == {d for story in before.stories for d in story.documents} - {page}


def test_stories_follow_corrections_and_their_undoing(store: Store) -> None:
    page = next(row.page for row in store.pages() if row.location.endswith("own"))
    first = {story.id: story.first for story in store.stories().stories}
    for day in ("2023-05-06", "2022-03-04"):  # each takes the other's place in the file
        store.correct(page, "article.published.date", day, author="Ada")
        assert day in {story.first for story in store.stories().stories}
        store.undo(store.corrections(page)[0], author="Ada")
    assert {story.id: story.first for story in store.stories().stories} == first


def test_keeping_stories_again_changes_nothing(store: Store) -> None:
    made = store.stories()
    with closing(open_file(store.path, write=True)) as connection:
        forget_tellings(connection)
        assert update_stories(connection) == 4
        assert update_stories(connection) == 0
        assert read_stories(connection) == made
    assert store.check() == ()


def _pair(document: str, of: str, kind: str) -> Copy:
    return Copy(document, of, kind, 0.9, ())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decisions", "kinds"),
    [
        ([], {"a b": "copy", "b c": "copy", "a d": "independent"}),
        ([("split", "a", "b")], {"a b": "independent", "b c": "copy", "a d": "independent"}),
        ([("split", "c", "a")], {"a b": "copy", "b c": "independent", "a d": "independent"}),  # c leaves the source of a, which b shares
        ([("join", "a", "d")], {"a b": "copy", "b c": "copy", "a d": "copy"}),
        ([("join", "c", "d")], {"a b": "copy", "b c": "copy", "a d": "independent", "c d": "copy"}),
        ([("split", "a", "b"), ("join", "a", "b")], {"a b": "copy", "b c": "copy", "a d": "independent"}),
        ([("split", "a", "unknown")], {"a b": "copy", "b c": "copy", "a d": "independent"}),
    ],
)
def test_decisions_on_pairs(decisions: list[tuple[str, str, str]], kinds: dict[str, str]) -> None:
    pairs = [_pair("a", "b", "copy"), _pair("b", "c", "copy"), _pair("a", "d", "independent")]
    given = [Correction(one, what, "Ada", str(n), other=other) for n, (what, one, other) in enumerate(decisions)]  # type: ignore[arg-type]
    found = as_decided(pairs, {name: name for name in "abcd"}, given)
    assert {f"{p.document} {p.of}": p.kind for p in found} == kinds


def _updated(store: Store) -> Store:
    with closing(open_file(store.path, write=True)) as connection:
        update_copies(connection)
    return store


def test_a_join_of_documents_at_many_places_is_one_pair_whatever_came_first() -> None:
    digests = {"a": "one", "b": "one", "c": "other", "d": "other"}
    decision = Correction("other", "join", "Ada", "1", other="one")
    for order in (list(digests), list(reversed(digests))):
        assert [(p.document, p.of) for p in as_decided([], {key: digests[key] for key in order}, [decision])] == [("c", "a")]


def test_a_decision_looks_at_the_pages_beside_it_and_not_at_all_pairs() -> None:
    looked = []

    @dataclass(frozen=True)
    class Seen(Copy):
        def __getattribute__(self, name: str) -> Any:
            if name == "kind":
                looked.append(1)
            return super().__getattribute__(name)

    def cost(number: int) -> int:
        looked.clear()
        pairs = [Seen(f"{n}", f"{n}x", "copy", 0.9, ()) for n in range(number)]
        digests = {key: key for pair in pairs for key in (pair.document, pair.of)}
        made = as_decided(pairs, digests, [Correction(f"{n}", "split", "Ada", "1", other=f"{n}x") for n in range(number)])
        found = len(looked)
        assert {pair.kind for pair in made} == {"independent"}
        return found

    assert cost(400) <= 2 * cost(200)


def test_a_page_that_is_deleted_while_copies_are_looked_for_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    fill(path, reading("shells"), reading("shells", "https://b.example/shells"), reading("grain"), reading("undated"))
    real = copies.sign

    def sign(texts: list[str]) -> Any:
        with Store(path) as other:
            for name in {"grain"} & {row.location.rpartition("/")[2] for row in other.pages()}:
                other.delete(key_of(other, name))
                other.correct(key_of(other, "undated"), "article.headline", None, author="Ada")
        return real(texts)

    monkeypatch.setattr(copies, "sign", sign)
    with closing(open_file(path, write=True)) as connection:
        update_copies(connection)
        update_copies(connection)
    with Store(path) as store:
        assert len(store.copies()) == 1
        assert store.connection.execute("SELECT count(*) FROM signature").fetchone() == (3,)
        assert store.check() == ()


def test_the_commands_split_and_join_decide_and_find_copies_anew(store: Store) -> None:
    (pair,) = [row for row in store.copies() if row.kind == "copy"]
    for command, kind, told in (("split", "independent", "is no copy of"), ("join", "copy", "is a copy of")):
        done = run_text(command, store.path, pair.page, pair.of_page, "--author", "Ada", "--why", "seen on paper")
        assert (done.returncode, done.stdout) == (0, "")
        assert f"{pair.page} {told} {pair.of_page}" in done.stderr
        assert [row.kind for row in store.copies(page=pair.page) if row.of_page == pair.of_page] == [kind]
    assert [(c.what, c.author, c.why) for c in store.corrections()] == [("split", "Ada", "seen on paper"), ("join", "Ada", "seen on paper")]


def _voice(party: str | None, cites: str | None, page: str, actor: str | None = None) -> Voice:
    return Voice(party, actor or party, f"o{party}", "Wire", page, "s1", None, cites)


@pytest.mark.parametrize(
    ("asserts", "denies"),
    [
        ("A B", ""),
        ("A>B B", ""),
        ("A>B B>A", ""),  # each has it from the other
        ("A>C B>C", ""),
        ("A>B B>C C", ""),
        ("A>C B>D", ""),
        ("A>C A>D", ""),
        ("A>B A B", ""),  # who relied once says it again
        ("A B", "B"),  # in one breath
        ("A B>C", "A"),
        ("A - -", ""),  # unnamed sources are no party
    ],
)
def test_the_view_of_claims_says_what_is_corroborated_as_the_contract_does(store: Store, asserts: str, denies: str) -> None:
    page = store.pages()[0].page
    voices = {
        relation: [_voice(None if who == "-" else who, cites or None, page) for who, _, cites in (pair.partition(">") for pair in words.split())]
        for relation, words in (("asserts", asserts), ("denies", denies))
    }
    claim = store.stories().claims[0].id
    with closing(open_file(store.path, write=True)) as connection:
        (capture,) = connection.execute("SELECT id FROM capture WHERE key = ?", (page,)).fetchone()
        connection.execute("DELETE FROM voice WHERE claim_id = ?", (claim,))
        rows = [(claim, relation, v.party, v.cites, v.actor, v.origin, v.newsroom, capture) for relation, told in voices.items() for v in told]
        names = "claim_id, relation, party, cites, actor, origin, newsroom, capture_id"
        connection.executemany(f"INSERT INTO voice ({names}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        (seen,) = connection.execute("SELECT corroborated FROM claims WHERE claim = ?", (claim,)).fetchone()
    assert bool(seen) is is_corroborated(voices["asserts"], voices["denies"])
