"""Every row of the tables of grounding is run on its own example."""

from datetime import date, datetime, timedelta

import pytest

import onrecord
from onrecord.grounding.published.visible import label_before
from onrecord.grounding.published.written import find_written, read_machine, western_figures
from onrecord.grounding.times.find import find_in
from onrecord.grounding.times.grammar import Rule, Word, grammar, words
from onrecord.grounding.times.guards import GUARDS
from onrecord.lexicon import read_table
from tests.grounding.timed_text import read_times, unmark


@pytest.mark.parametrize("rule", grammar().rules, ids=lambda rule: rule.name)
def test_each_rule_reads_its_own_example(rule: Rule) -> None:
    text, (span,) = unmark(rule.example)
    _, times = read_times(text, rule.anchor)
    found = {time.span: (time.type, time.value) for time in times}
    assert found.get(span) == (rule.type, rule.value)
    assert [one.rule for one in find_in(text, 0, len(text)) if one.start == span.start] == [rule.name]


@pytest.mark.parametrize("word", words(), ids=lambda word: f"{word.group}-{word.words[0]}")
def test_each_word_is_found_in_its_own_example(word: Word) -> None:
    text, (span,) = unmark(word.example)
    assert span in [time.span for time in read_times(text, "2023-07-05")[1]]


@pytest.mark.parametrize(("name", "of", "trust", "example"), read_table("grounding/published/date_facts.tsv").rows)
def test_each_machine_date_is_read(name: str, of: str, trust: str, example: str) -> None:
    parts = read_machine(example, month_first=False)
    assert parts is not None
    assert (parts.year, parts.month) == (2023, 3)
    assert name == name.lower()
    assert of in ("published", "created", "modified", "crawl")
    assert 0 <= float(trust) <= 6


@pytest.mark.parametrize(("label", "of", "example"), read_table("grounding/published/date_labels.tsv").rows)
def test_each_label_says_what_the_date_behind_it_is_of(label: str, of: str, example: str) -> None:
    written = list(find_written(example, month_first=False))
    assert label.split()[0] in example.lower()
    assert label_before(example, written[-1].start) == of


@pytest.mark.parametrize(("month", "how", "names", "example"), read_table("grounding/published/month_names.tsv").rows)
def test_each_foreign_month_is_read(month: str, how: str, names: str, example: str) -> None:
    for name in names.split("|"):
        (written,) = find_written(f"15. {name.title()} 2023" if name.isascii() else f"15 {name} {1401 if how == 'persian' else 2023}")
        if how == "persian":
            assert written.parts.full == date(2022, 4, 4) + timedelta(31 * (int(month) - 1) - max(int(month) - 7, 0))
        else:
            assert (written.parts.day, written.parts.month, written.parts.year) == (15, int(month), 2023)
        assert how == "common" or list(find_written(f"15 {name}")) == []
    assert next(find_written(western_figures(example))).parts.full is not None


@pytest.mark.parametrize(("unit", "words", "example"), read_table("grounding/published/ages.tsv").rows)
def test_each_age_is_counted_from_the_fetch(unit: str, words: str, example: str) -> None:
    body = "The operator of the ferry stopped all crossings to the island after cracks were found in the hull of its largest ship."
    page = f"<h1>Ferry operator halts crossings to the island</h1><p>{example}</p><p>{body}</p><p>Crews will inspect it, and {body.lower()}</p>"
    record = onrecord.read(page.encode(), location="https://mail.example/a", retrieved="2024-03-11T02:30:00+00:00")
    assert record.published is not None
    numbers = {"three": 3, "1": 1, "3": 3, "5": 5}
    count = next((n for word in example.split() if (n := numbers.get(word.removesuffix("h")))), 1)
    before = datetime(2024, 3, 11, 2, 30) - {"minute": timedelta(minutes=count), "hour": timedelta(hours=count)}.get(
        unit, timedelta(0 if unit == "today" else count)
    )
    assert record.published.date == before.date().isoformat()
    assert words.replace("#", "").split()[-1] in example.lower()


def test_rules_name_guards_that_exist() -> None:
    assert {rule.guard for rule in grammar().rules} - {"-"} <= GUARDS.keys()
