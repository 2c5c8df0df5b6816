"""What queries find, in which order, marked where, and page after page."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import QueryError
from onrecord.search import count_hits, search
from onrecord.search.language import FIELDS, VALUES, read_query
from onrecord.store import open_store
from onrecord.store.store import Store
from tests.search.conftest import PAGES
from tests.search.pages import Said, fill, record_of

TEXTS = {record.document.location: record.document.text for record in PAGES}

FINDS = [
    # a query, and the statements that it finds: page and number
    ("shells", {"a1", "a2", "d1", "c1", "e1"}),
    ("shell", {"a1", "a2", "d1", "c1", "e1"}),
    ("SHELLS  factory", {"e1"}),
    ("shells delivered", {"a1"}),
    ("delivery", set()),
    ("deliver*", {"a1", "b2"}),
    ("ship*", {"a2", "a3"}),
    ('"no such deal"', {"a3"}),
    ('"such no deal"', set()),
    ('"artillery sh"*', {"a1"}),
    ("shells -Russia", {"a2", "d1", "c1", "e1"}),
    ("shells -stance:asserts", {"a2", "d1", "c1"}),
    ("-shells", {"a3", "b1", "b2", "b3"}),
    ("-shells -stance:declines,expects", {"a3", "b2"}),
    ("artillery OR ammunition", {"a1", "b2"}),
    ("artillery OR ammunition delivered -Wagner", {"a1"}),
    ("or", set()),
    ("cafe", {"c1"}),
    ("NAÏVE", {"c1"}),
    ("source:officials", {"a1"}),
    ("source:Orlov", {"a2", "a3"}),
    ('source:"Dmitry Orlov"', {"a2", "a3"}),
    ("source:RUS", {"a2", "a3"}),
    ("source:ministry", {"b1", "b3"}),
    ("ministry", {"b1", "b3"}),
    ("stance:denies", {"a2", "a3"}),
    ("stance:DENIES,holds", {"a2", "a3", "c1"}),
    ("stance:de*", {"a2", "a3", "b3"}),
    ("stance:none", {"d1"}),
    ("actor:RUS", {"a1", "a2", "a3", "b1"}),
    ("actor:Wagner", {"b2"}),
    ('actor:"North Korea"', {"a1", "a2", "b2"}),
    ("actor:Turkiye", {"b1", "b3"}),
    ("actor:türk*", {"b1", "b3"}),
    ("actor:TUR,USA", {"a1", "b1", "b3"}),
    ("supplier:PRK", {"a1", "a2", "b2"}),
    ("supplier:prk recipient:rus", {"a1", "a2"}),
    ('supplier:"North Korea"', {"a1", "a2"}),
    ("supplier:komid", {"b2"}),
    ("supplier:North", {"a1", "a2"}),
    ("supplier:nort*", {"a1", "a2"}),
    ('supplier:"Korea North"', set()),
    ("recipient:RUS stance:denies", {"a2"}),
    ("type:SANCTION", {"b1"}),
    ("type:aid status:planned", {"b2"}),
    ("status:occurred OR status:planned", {"a1", "a2", "b1", "b2"}),
    ("outlet:Herald", {"a1", "a2", "a3"}),
    ('outlet:"daily post"', {"c1", "d1", "e1"}),
    ("outlet:Herald outlet:Courier", set()),
    ("outlet:Herald OR outlet:Courier", {"a1", "a2", "a3", "b1", "b2", "b3"}),
    ("after:2023-10", {"a1", "a2", "a3", "d1"}),
    ("after:2023-10-01", {"a1", "a2", "a3", "d1"}),
    ("after:2023-10-02", {"a1", "a2", "a3"}),
    ("before:2023-10", {"b1", "b2", "b3", "c1"}),
    ("before:2023-10-05", {"b1", "b2", "b3", "c1"}),
    ("before:2023-10-06 after:2023-10-05", {"a1", "a2", "a3"}),
    ("after:2022", {"a1", "a2", "a3", "b1", "b2", "b3", "c1", "d1"}),
    ("after:2022-01-02", {"a1", "a2", "a3", "b1", "b2", "b3", "d1"}),
    ("after:2024", set()),
    ("before:2022", set()),
    ("before:2023 after:2024", set()),
    ("shells before:2023", {"c1"}),
    ("xkdenies0", set()),
    ("it's 10:30", set()),
    ("text facets", set()),
    ("NEAR(shells factory)", set()),
]


def found(store: Store, query: str, **options: object) -> list[str]:
    """Each hit as its page and number."""
    return [f"{hit.location[0]}{hit.statement[1:]}" for hit in search(store, query, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(("query", "wanted"), FINDS)
def test_a_query_finds_what_it_says(store: Store, query: str, wanted: set[str]) -> None:
    for order in ("best", "relevance", "newest"):
        hits = found(store, query, order=order)
        assert set(hits) == wanted
        assert len(hits) == len(wanted)


@pytest.mark.parametrize(
    ("query", "order", "wanted"),
    [
        ("shells", "best", "relevance"),
        ("stance:denies", "best", "newest"),
        ("stance:denies source:Orlov", "best", "newest"),
        ("shells -deal", "best", "relevance"),
        ("-deal", "best", "newest"),
        ("stance:denies", "relevance", "relevance"),
        ("shells", "newest", "newest"),
    ],
)
def test_words_are_ranked_and_fields_listed_by_day(store: Store, query: str, order: str, wanted: str) -> None:
    assert search(store, query, order=order).order == wanted  # type: ignore[arg-type]


def test_the_most_fitting_come_first(store: Store) -> None:
    """Three shells in five words before one in eight."""
    assert found(store, "shells")[0] == "d1"
    scores = [hit.score for hit in search(store, "shells").hits]
    assert scores == sorted(scores, key=lambda score: score or 0.0)


def test_the_newest_come_first_and_the_undated_last(store: Store) -> None:
    assert found(store, "shells", order="newest") == ["a2", "a1", "d1", "c1", "e1"]


MARKS = [
    # a query, a statement that it finds, the words marked there
    ("shell", "d1", ["shells", "shells", "shells"]),
    ("delivered", "a1", ["delivered"]),
    ('"artillery shells" Russia', "a1", ["artillery shells", "Russia"]),
    ("ship*", "a2", ["shipped"]),
    ("facade deja", "c1", ["façade", "déjà"]),
    ("source:officials shells", "a1", ["officials", "shells"]),
    ("ministry stance:expects", "b1", ["ministry"]),
    ("such shipment", "a3", ["shipment", "such"]),
    ("stance:denies", "a2", []),
    ("shells -Russia", "a2", ["shells"]),
    ("artillery OR shells", "a1", ["artillery", "shells"]),
    ('"shipment and"', "a3", ["shipment", "and"]),
]


@pytest.mark.parametrize(("query", "statement", "words"), MARKS)
def test_hits_are_marked_on_their_page(store: Store, query: str, statement: str, words: list[str]) -> None:
    hit = next(hit for hit in search(store, query).hits if f"{hit.location[0]}{hit.statement[1:]}" == statement)
    assert sorted((mark.text for mark in hit.marks), key=str.casefold) == sorted(words, key=str.casefold)
    for mark in hit.marks:
        assert TEXTS[hit.location][mark.start : mark.end] == mark.text
        assert any(start <= mark.start and mark.end <= end for start, end in hit.text_spans + hit.source_spans)


def test_a_hit_tells_where_it_stands(store: Store) -> None:
    (hit,) = search(store, '"no such deal"').hits
    text = TEXTS["a.html"]
    assert " ".join(text[start:end] for start, end in hit.text_spans) == hit.text == "There was no shipment and no such deal exists"
    assert (hit.source, hit.actors, hit.cue, hit.stance) == ("he", "Dmitry Orlov", "said", "denies")
    assert (hit.outlet, hit.published, hit.location) == ("Harbour Herald", "2023-10-05", "a.html")
    assert store.record(hit.page).document.text == text


def test_what_was_found_says_what_it_rests_on(store: Store) -> None:
    result = search(store, "shells", limit=2)
    assert (result.total, result.exact, len(result)) == (5, True, 2)
    assert result.summary() == "5 statements in 5 pages, 5 read, 1 undated"
    assert search(store, "nobody").summary() == "0 statements in 5 pages, 5 read, 1 undated"
    assert [hit.statement for hit in store.search("shells", limit=1)] == ["s1"]


ERRORS = [
    # a query, the character, what is wrong, a word of the remedy
    ("", 1, "the query is empty", "write a word"),
    ("  \n ", 1, "the query is empty", "write a word"),
    ('say "no deal', 5, "never closed", 'second "'),
    ('source:"x', 8, "never closed", 'second "'),
    ("stanse:denies", 1, "there is no field stanse:", "did you mean stance:?"),
    ("shells http://a.example", 8, "there is no field http:", 'write them in "'),
    ("stance:denied", 8, "denied is no stance", "did you mean denies?"),
    ("stance:asserts,denyes", 16, "denyes is no stance", "did you mean denies?"),
    ("stance:", 8, "stance: is given no value", "there are asserts"),
    ("stance:denies,", 15, "stance: is given no value", "there are asserts"),
    ("type:WAR", 6, "WAR is no type", "there are agree"),
    ("status:done", 8, "done is no status", "occurred"),
    ("supplier:", 10, "supplier: is given nothing", "write a word"),
    ("source:—", 8, "source: is given nothing", "write a word"),
    ("before:yesterday", 8, "yesterday is no date", "2023-10"),
    ("before:2023-13", 8, "2023-13 is no date", "2023-10"),
    ("after:2023-02-29", 7, "2023-02-29 is no date", "2023-10"),
    ("after:", 7, "this is no date", "2023-10"),
    ("after:2023*", 7, "2023 is no date", "2023-10"),
    ("-before:2023", 1, "before: holds for the whole query", "without -"),
    ("shells OR before:2023", 11, "before: holds for the whole query", "without OR"),
    ("shells - Russia", 8, "- leaves out the word behind it", "right behind it"),
    ("shells — Russia", 8, "no letter or digit", "leave it out"),
    ('""', 1, "no letter or digit", "leave it out"),
    ("*", 1, "no letter or digit", "leave it out"),
    ("OR shells", 1, "OR stands between two", "each side"),
    ("shells OR", 8, "OR stands between two", "each side"),
    ("a OR OR b", 6, "OR stands between two", "each side"),
    ("a OR -b", 6, "OR and - cannot be joined", "leave out one"),
    ("-a OR b", 7, "OR and - cannot be joined", "leave out one"),
    ("before:2023 OR b", 13, "OR stands between two", "each side"),
    ("a " * 501, 1001, "1,002 characters long", "at most 1,000"),
    ("s*", 1, "nearly everything", "2 letters or more"),
    ('shells "artillery s"*', 8, "nearly everything", "2 letters or more"),
    (" OR ".join(f"a{n}*" for n in range(9)), 57, "more than 8 words with *", "write some of them whole"),
    ("a " * 41, 81, "more than 40 words", "leave some out"),
]


@pytest.mark.parametrize(("query", "character", "problem", "remedy"), ERRORS)
def test_what_is_not_understood_is_told_with_its_place(store: Store, query: str, character: int, problem: str, remedy: str) -> None:
    with pytest.raises(QueryError) as caught:
        search(store, query)
    assert caught.value.location == f"query, character {character}"
    assert problem in caught.value.problem
    assert remedy in caught.value.remedy


PIECES = st.sampled_from(
    ['"', "*", "-", "(", ")", "AND ", "OR ", "NOT ", "NEAR(", "^", ":", "{", "}", "+", ",", "'", ";", "\0", "\ud800", "é", "e\u0301", "𞤀", "½", " ",
     "shells", "den", "2023", "text:", "facets:", "x", *(f"{field}:" for field in FIELDS), *VALUES["stance"]]
)  # fmt: skip


@given(
    query=st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40),
    order=st.sampled_from(["best", "relevance", "newest"]),
    within=st.sampled_from(["statements", "text"]),
)
def test_any_text_is_answered_or_refused_with_a_reason(store_path: Path, query: str, order: str, within: str) -> None:
    with open_store(store_path) as store:
        refused = None
        try:
            result = search(store, query, within=within, order=order, limit=3)  # type: ignore[arg-type]
        except QueryError as error:
            refused = error
        if refused:
            assert refused.location.startswith("query, character ")
            assert 1 <= int(refused.location.rpartition(" ")[2]) <= len(query) + 1
            assert refused.remedy
            return
        assert len(result.hits) == min(result.total, 3)
        assert count_hits(store, query, within=within) == (result.total, result.exact)  # type: ignore[arg-type]
        for hit in result.hits:
            for mark in hit.marks:
                assert TEXTS[hit.location][mark.start : mark.end] == mark.text


@given(st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=40))
def test_what_is_read_stands_where_it_says(query: str) -> None:
    try:
        read = read_query(query)
    except QueryError:
        return
    for term in (term for clause in read.clauses for term in clause.terms):
        if term.field not in VALUES:
            assert query[term.at :].lstrip('"').startswith(term.value)


# All of the text

TEXT_FINDS = [
    ("shells", {"a1", "a2", "c1", "d1", "e1"}),
    ("ministry -comment", {"b1"}),
    ("delivered OR lifted", {"a1", "b1", "b2"}),
    ('"said North Korea"', {"a1"}),  # the cue is text too
    ("lift*", {"b1"}),
    ("Harbour", {"a headline"}),
    ("shells outlet:daily", {"c1", "d1", "e1"}),
    ('shells outlet:"daily po"*', {"c1", "d1", "e1"}),
    ("shells outlet:post outlet:daily", {"c1", "d1", "e1"}),
    ("shells outlet:post,daily", set()),
    ("shells -outlet:Herald", {"c1", "d1", "e1"}),
    ("shells outlet:Herald OR outlet:Post", {"a1", "a2", "c1", "d1", "e1"}),
    ("shells outlet:nobody", set()),
    ("shells -outlet:nobody", {"a1", "a2", "c1", "d1", "e1"}),
    ("shells after:2023", {"a1", "a2", "d1"}),
    ("shells after:2023-10", {"a1", "a2", "d1"}),
    ("shells after:2023-10-02", {"a1", "a2"}),
    ("shells after:2022", {"a1", "a2", "c1", "d1"}),
    ("shells after:2022-01-02", {"a1", "a2", "d1"}),
    ("shells before:2023", {"c1"}),
    ("shells before:2022-12-31", set()),
    ("shells before:2023-10-31", {"a1", "a2", "c1"}),
    ("shells before:2023-11", {"a1", "a2", "c1", "d1"}),
]


@pytest.mark.parametrize(("query", "wanted"), TEXT_FINDS)
@pytest.mark.parametrize("order", ["best", "relevance", "newest"])
def test_the_text_is_searched_paragraph_by_paragraph(store: Store, query: str, wanted: set[str], order: str) -> None:
    result = search(store, query, within="text", order=order)  # type: ignore[arg-type]
    hits = [f"{hit.location[0]}{''.join(hit.statements)[1:] or ' headline'}" for hit in result.hits]
    assert set(hits) == wanted
    assert result.total == len(hits) == len(wanted)
    for hit in result.hits:
        ((start, end),) = hit.text_spans
        assert TEXTS[hit.location][start:end] == hit.text
        assert hit.marks
        assert all(TEXTS[hit.location][mark.start : mark.end] == mark.text for mark in hit.marks)


@pytest.mark.parametrize(
    ("query", "character", "problem"),
    [
        ("shells stance:denies", 15, "stance: is a field of statements"),
        ("shells OR source:Orlov", 18, "source: is a field of statements"),
        ("shells OR outlet:Post", 18, "OR stands between a word and an outlet"),
        ("-shells", 1, "no word to look for"),
        ("outlet:Post", 1, "no word to look for"),
        ("before:2023", 1, "no word to look for"),
    ],
)
def test_what_only_statements_have_is_refused_in_the_text(store: Store, query: str, character: int, problem: str) -> None:
    with pytest.raises(QueryError, match=problem) as caught:
        search(store, query, within="text")
    assert caught.value.location == f"query, character {character}"
    assert "search" in caught.value.remedy


# Page after page


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Pages on two days and without a day, all with the same word."""
    path = tmp_path / "many.db"
    days = ("2024-01-02", "2024-01-03", None)
    pages = (record_of(f"{n}.html", days[n % 3], "Post", (Said(f"source {n}", "shells " * (n % 4 + 1) + f"word{n}"),) * 2) for n in range(15))
    fill(path, tuple(pages))
    return path


def paged(store: Store, query: str, limit: int, order: str, within: str = "statements") -> list[tuple[str, str]]:
    """All hits, so many at a time."""
    hits: list[tuple[str, str]] = []
    cursor = None
    while True:
        result = search(store, query, within=within, limit=limit, cursor=cursor, order=order)  # type: ignore[arg-type]
        assert len(result.hits) <= limit
        hits += [(hit.location, "".join(hit.statements)) for hit in result.hits]
        cursor = result.next
        if cursor is None:
            return hits


@pytest.mark.parametrize("order", ["relevance", "newest"])
@pytest.mark.parametrize("limit", [1, 4, 7, 29, 30, 31])
@pytest.mark.parametrize("within", ["statements", "text"])
def test_pages_of_a_list_make_the_whole(many: Path, order: str, limit: int, within: str) -> None:
    with open_store(many) as store:
        whole = paged(store, "shells", 1_000, order, within)
        assert len(whole) == len(set(whole)) == 30
        assert paged(store, "shells", limit, order, within) == whole


@pytest.mark.parametrize(("most_ranked", "most_sorted"), [(5, 3), (5, 100), (0, 0), (29, 1)])
@pytest.mark.parametrize("within", ["statements", "text"])
def test_a_common_word_is_listed_by_day_however_it_is_looked_for(
    many: Path, monkeypatch: pytest.MonkeyPatch, most_ranked: int, most_sorted: int, within: str
) -> None:
    with open_store(many) as store:
        by_day = paged(store, "shells", 1_000, "newest", within)
        monkeypatch.setattr("onrecord.search.ranking._MOST_SORTED", most_sorted)
        monkeypatch.setattr("onrecord.search.MOST_RANKED", most_ranked)
        for limit in (1, 4, 100):
            assert paged(store, "shells", limit, "best", within) == by_day
        assert paged(store, "shells after:2024-01-02 before:2024-01-03", 3, "newest", within) == [hit for hit in by_day if int(hit[0][:-5]) % 3 == 0]
        assert search(store, "shells").summary() == f"more than {most_ranked} statements in 15 pages, 15 read, 5 undated"


@pytest.mark.parametrize("order", ["relevance", "newest"])
def test_pages_that_come_later_do_not_shift_the_list(many: Path, order: str) -> None:
    with open_store(many) as store:
        whole = paged(store, "shells", 1_000, order)
        first = search(store, "shells", limit=10, order=order)  # type: ignore[arg-type]
        fill(many, tuple(record_of(f"new{n}.html", "2025-01-01", "Post", (Said("source", "shells " * 6 + "again"),)) for n in range(20)))
        rest = search(store, "shells", limit=100, cursor=first.next, order=order)  # type: ignore[arg-type]
        assert [(hit.location, hit.statement) for hit in (*first.hits, *rest.hits)] == whole
        assert rest.coverage.pages == 35
        assert search(store, "shells", order=order).total == 50  # type: ignore[arg-type]


def test_a_list_goes_on_where_its_last_hit_was_deleted(many: Path) -> None:
    with open_store(many) as store:
        whole = paged(store, "shells", 1_000, "newest")
        first = search(store, "shells", limit=10, order="newest")
        store.delete(first.hits[-1].page)
        rest = search(store, "shells", limit=100, cursor=first.next, order="newest")
        assert [(hit.location, hit.statement) for hit in rest.hits] == [hit for hit in whole[10:] if hit[0] != first.hits[-1].location]


def test_a_cursor_of_another_query_is_refused(many: Path) -> None:
    with open_store(many) as store:
        cursor = search(store, "shells", limit=1).next
        for query, order in (("word1", "best"), ("shells", "newest")):
            with pytest.raises(QueryError, match="no cursor that a search of this query gave"):
                search(store, query, cursor=cursor, order=order)  # type: ignore[arg-type]


@given(st.text(max_size=40) | st.binary(max_size=40).map(lambda data: base64.urlsafe_b64encode(data).decode()))
def test_any_word_is_a_cursor_or_refused(store_path: Path, word: str) -> None:
    with open_store(store_path) as store, pytest.raises(QueryError, match="no cursor"):
        search(store, "shells", cursor=word)


@pytest.mark.parametrize("change", [{2: "worst"}, {3: -1}, {4: "1"}, {4: 1 << 70}, {5: None}, {5: "1"}, {6: 3}, {5: 1e999}])
def test_a_cursor_that_was_changed_is_refused(many: Path, change: dict[int, object]) -> None:
    with open_store(many) as store:
        cursor = search(store, "shells", limit=1).next or ""
        data = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        for at, value in change.items():
            data[at] = value
        word = base64.urlsafe_b64encode(json.dumps(data).encode()).decode().rstrip("=")
        with pytest.raises(QueryError, match="no cursor"):
            search(store, "shells", cursor=word)


def test_a_search_that_takes_too_long_ends_with_a_reason(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.search._STEPS", 1)
    with open_store(many) as store:
        with pytest.raises(QueryError, match="took longer than 0 s"):
            search(store, "shells", timeout_s=0.0)
        assert len(search(store, "shells").hits) == 20  # the next one has its own time
