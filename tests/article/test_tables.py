"""Every row of the word lists works on its own example."""

import re

import pytest

import onrecord
from onrecord.article.markup import marks_of
from onrecord.article.phrases import kind_of_words
from onrecord.article.tables import bare, fold, letters_of, spellings, words_of
from onrecord.layout import Element
from onrecord.lexicon import read_table

_ATTRIBUTE = re.compile(r'(class|id|role|itemprop)="([^"]*)"')


@pytest.mark.parametrize(("kind", "how", "words", "example"), read_table("article/phrases.tsv").rows)
def test_phrase_tells_its_example(kind: str, how: str, words: str, example: str) -> None:
    assert kind_of_words(example, prose=False) == kind, (how, words)


@pytest.mark.parametrize(("kind", "where", "words", "example"), read_table("article/markers.tsv").rows)
def test_marker_tells_its_example(kind: str, where: str, words: str, example: str) -> None:
    named = dict(_ATTRIBUTE.findall(example))
    element = Element(
        example.strip("<>").split()[0],
        named.get("id", ""),
        tuple(named.get("class", "").split()),
        named.get("role", named.get("itemprop", "")),
    )
    assert kind in marks_of(element), (where, words)


@pytest.mark.parametrize(("short", "others", "languages", "country", "example"), read_table("article/agencies.tsv").rows)
def test_agency_is_found_in_its_example(short: str, others: str, languages: str, country: str, example: str) -> None:
    page = (
        f"Ferry strike ends after two weeks\n\n{example} Crews went back to work at dawn, the union said, and the first ship sailed an hour later.\n"
    )
    record = onrecord.read_text(page, until="article")
    assert record.article is not None
    assert [credit.name for credit in record.article.agencies] == [short]
    assert others
    assert all(len(language) == 2 for language in languages.split())
    assert len(country) == 3


@pytest.mark.parametrize(("kind", "words", "example"), read_table("article/names.tsv").rows)
def test_closed_list_holds_its_example(kind: str, words: str, example: str) -> None:
    assert set(letters_of(example)) & words_of("names.tsv", kind) & set(words.split()), example


@pytest.mark.parametrize(
    ("pattern", "phrases"),
    [
        ("more stories/news", ["more stories", "more news"]),
        ("ends /afp/ap", ["ends /afp", "ends /ap"]),
        ("(ap photo/", ["(ap photo/"]),
    ],
)
def test_pattern_stands_for_every_spelling(pattern: str, phrases: list[str]) -> None:
    assert spellings(pattern) == phrases


def test_folding_drops_what_does_not_matter() -> None:
    assert bare(fold("— ‘Related   STORIES’: ")) == "related stories"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ('[the_ad id="12"]', "advertising"),
        ("[/caption]", "advertising"),
        ("[sic]", None),
        ("A.M.", "byline"),
        ("(A. M.)", "byline"),
        ("Talks with the U.S.", None),
    ],
)
def test_shape_tells_a_line(line: str, kind: str | None) -> None:
    assert kind_of_words(line, prose=False) == kind
