"""Pages made to hurt: read in full, or cut with a note, with every citation holding. How long they take is for `benchmarks hostile`."""

import pytest

import onrecord
from onrecord.contract import check, from_json

STORY = (
    "<h1>Second bridge for Norvik</h1><p>The harbour board of Norvik said on Monday that it would pay for a second bridge.</p>"
    "<p>“We have waited for nine years,” said Ada Brandt, who runs the ferry. The mayor denied that the bridge had been promised.</p>"
)
N = 3_000
SHAPES = {
    "attribute": f"<div data-x='{'a b ' * 50_000}' class='{'c ' * 50_000}'>{STORY}</div>",
    "nested lists of links": STORY + "<ul><li><a href='/x'>Story of a boat</a>" * N + "</li></ul>" * N,
    "title": f"<title>{'Second bridge for Norvik ' * 40_000}</title>{STORY}",
    "times": STORY + "".join(f"<p><time datetime='2024-03-{1 + i % 28:02}'>{1 + i % 28} March 2024</time> boat</p>" for i in range(N)),
    "linked data": "".join(f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Boat {i}"}}</script>' for i in range(N))
    + STORY,
    "line breaks": STORY + "<p>" + "word<br>" * 5_000,
    "commas": STORY + "<p>" + "the board, the mayor, a boat, " * 5_000 + "said</p>",
    "quotation marks": STORY + "<p>" + '“ he said " it was “ so ' * 5_000 + "</p>",
    "apostrophes": "".join(f"<p>The board’s boat {i} came in.</p>" for i in range(N)) + STORY,
    "one word": STORY + "<p>" + "a" * 1_000_000,
    "one paragraph": STORY + "<p>" + "The harbour board said on Monday it would pay. " * 1_000,
    "numbers": STORY + "<p>" + "1,234 5678 90. 1987 " * 6_000,
    "marks on one letter": STORY + "<p>e" + "\u0301" * 300_000,
    "bullets": "Second bridge for Norvik\nThe harbour board said on Monday that it would pay for it.\n" + "* The old ferry line is at rest\n" * N,
    "options": STORY + "<select>" + "<option>Norvik" * 20_000,
}


@pytest.mark.parametrize("page", SHAPES.values(), ids=SHAPES.keys())
def test_a_page_made_to_hurt_gives_a_sound_record(page: str) -> None:
    record = onrecord.read(page.encode())
    assert not check(record)
    assert from_json(record.to_json()).document == record.document
    assert "The harbour board" in record.document.text


def test_what_stands_in_a_paragraph_too_long_to_be_read_at_once_is_found_all_the_same() -> None:
    told = "Ada Brandt said on Monday that the ferry was late."
    page = f"<p>{'The water in the river was high at the old pier. ' * 5_000}{told}</p>"
    record = onrecord.read(page.encode())
    assert record.statements is not None
    assert record.times is not None
    assert [record.document[s.cue.spans[0]] for s in record.statements] == ["said"]
    assert [record.document[t.span] for t in record.times] == ["Monday"]
