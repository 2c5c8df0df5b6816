"""Every row of the tables of grounding is run on its own example."""

import pytest

from onrecord.grounding.find import find_in
from onrecord.grounding.grammar import Rule, Word, grammar, words
from onrecord.grounding.guards import GUARDS
from onrecord.grounding.sightings import _label
from onrecord.grounding.written import find_written, read_machine
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


@pytest.mark.parametrize(("name", "of", "trust", "example"), read_table("grounding/date_facts.tsv").rows)
def test_each_machine_date_is_read(name: str, of: str, trust: str, example: str) -> None:
    parts = read_machine(example, month_first=False)
    assert parts is not None
    assert (parts.year, parts.month) == (2023, 3)
    assert name == name.lower()
    assert of in ("published", "created", "modified", "crawl")
    assert 0 <= float(trust) <= 6


@pytest.mark.parametrize(("label", "of", "example"), read_table("grounding/date_labels.tsv").rows)
def test_each_label_says_what_the_date_behind_it_is_of(label: str, of: str, example: str) -> None:
    written = list(find_written(example, month_first=False))
    assert label.split()[0] in example.lower()
    assert _label(example, written[-1].start, written[-1].end) == of


@pytest.mark.parametrize(("month", "names", "example"), read_table("grounding/month_names.tsv").rows)
def test_each_foreign_month_is_read(month: str, names: str, example: str) -> None:
    for name in names.split("|"):
        (written,) = find_written(f"15. {name.title()} 2023" if name.isascii() else f"15 {name} 2023")
        assert (written.parts.day, written.parts.month, written.parts.year) == (15, int(month), 2023)
    assert next(find_written(example)).parts.month == int(month)


def test_rules_name_guards_that_exist() -> None:
    assert {rule.guard for rule in grammar().rules} - {"-"} <= GUARDS.keys()
