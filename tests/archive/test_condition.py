"""The condition of `load --where` compares, and reads nothing but the table that it asks."""

import pytest

from onrecord.archive.condition import FUNCTIONS, check_condition
from onrecord.errors import QueryError


@pytest.mark.parametrize(
    "where",
    [
        "supplier = 'PRK'",
        "published >= '2024-02-23' AND published < '2024-03'",
        "published IS NULL OR NOT (confidence > 0.5)",
        "headline LIKE 'Howitzers%' or lower(headline) ilike '%tugs -- and ''more''%'",
        "stance IN ('denies', 'declines') and list_contains(agencies, 'Reuters')",
        "headline = 'Select committee: from (here) to \"there\"; 50 € `more`'",
        "CAST(day AS date) BETWEEN date '2024-01-01' AND date '2024-02-01'",
        "confidence::double * 2 <> -1",
        "case when lat is null then false else abs(lat) > 60 end",
    ],
)
def test_what_compares_is_taken(where: str) -> None:
    check_condition(where)


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("page in (select page from read_csv('/etc/passwd'))", "SELECT asks for another table"),
        ("page in (SeLeCt\n1)", "SELECT asks for another table"),
        ("page in (from read_csv('/etc/passwd'))", "FROM asks for another table"),
        ("page in (with a as (values (1)) table a)", "WITH asks for another table"),
        ("exists (table a)", "EXISTS asks for another table"),
        ("file('/etc/passwd') is not null", "file is no function of a condition"),
        ("url_download (location) is not null", "url_download is no function of a condition"),
        ("read_parquet('a') = 1", "read_parquet is no function of a condition"),
        ("\"file\"('a') is null", '" has no meaning'),
        ("`file`('a') is null", "` has no meaning"),
        ("a = '\\' or page in (select 1) --'", "' has no meaning"),
        ("a = 'b\\'' or page in (select 1) or ''", "' has no meaning"),
        ("a = $$'$$ or page in (select 1) or a = $$'$$", "$ has no meaning"),
        ("['] in (select 1) or [']", "[ has no meaning"),
        ('"\'" in (select 1) or "\'"', '" has no meaning'),
        ("a = 1 -- '\n or page in (select 1) -- '", "a comment"),
        ("a = 1 /* ' */ or page in (select 1) /* ' */", "a comment"),
        ("a = 1; drop", "; has no meaning"),
        ("a = 'open", "' has no meaning"),
    ],
)
def test_what_reads_something_else_is_refused(where: str, problem: str) -> None:
    with pytest.raises(QueryError) as refused:
        check_condition(where)
    assert refused.value.problem.startswith(problem)


_CALLS = {
    "abs": "abs(n) = 1", "ceil": "ceil(x) = 2", "coalesce": "coalesce(t, 'a') = 'Ab'", "concat": "concat(t, 'c') = 'Abc'",
    "contains": "contains(t, 'b')", "ends_with": "ends_with(t, 'b')", "floor": "floor(x) = 1", "left": "left(t, 1) = 'A'", "length": "length(t) = 2",
    "list_contains": "list_contains(l, 'p')", "list_count": "list_count(l) = 2", "lower": "lower(t) = 'ab'", "regexp_match": "regexp_match(t, '^A')",
    "replace": "replace(t, 'A', 'B') = 'Bb'", "right": "right(t, 1) = 'b'", "round": "round(x) = 2", "starts_with": "starts_with(t, 'A')",
    "upper": "upper(t) = 'AB'",
}  # fmt: skip


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_of_a_condition_is_one_of_the_engine(name: str) -> None:
    pytest.importorskip("daft")
    from onrecord.archive import engine

    frame = engine.daft().from_pydict({"n": [-1], "x": [1.6], "t": ["Ab"], "l": [["p", "q"]]})
    check_condition(_CALLS[name])
    assert frame.where(_CALLS[name]).count_rows() == 1
