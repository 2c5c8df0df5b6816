"""Other stories: in boxes with headings of any words, in cards, in lists, by the links to the next page."""

import pytest

import onrecord

TOP = """<html><head><title>Dockers end strike | Courier</title></head><body><div class="w">
<h1>Dockers end two-week harbour strike</h1><div class="t">
<p>Dockers in Turku went back to work on Monday after two weeks, the harbour union said, and the first ship sailed before noon.</p>
<p>The employers put the cost of the strike at nine million euros, a figure that the union called much too high.</p>
<p>Talks on wages will go on in the autumn, both sides said, with a mediator whom the labour ministry is to name next week.</p></div></div>"""
FLAT_TOP = """Dockers end two-week harbour strike

By Aino Salmi

Dockers in Turku went back to work on Monday after two weeks, the harbour union said, and the first ship sailed before noon.
The employers put the cost of the strike at nine million euros, a figure that the union called much too high.
Talks on wages will go on in the autumn, both sides said, with a mediator whom the labour ministry is to name next week.
2 comments
"""
SHIP, FERRY, MUSEUM = "Ship sold to a line in Oslo", "Ferry line orders two ships", "Museum harbour opens its gates"
TEASER = "PORVOO, May 2 - The owner of the yard has found a buyer who will..."

# markup behind the article, headline and teaser of each story
HTML = [
    (
        f"<div class='b'><h3>Earlier days</h3><ul><li><a href='/a'>{SHIP}</a></li><li><a href='/b'>{FERRY}</a></li></ul></div>",
        [(SHIP, None), (FERRY, None)],
    ),
    (
        f"<div class='b'><h3>Earlier days</h3><ul><li><a href='/a'>{SHIP}</a></li><li><a href='/b'>{FERRY}</a> <span>{TEASER}</span></li></ul></div>",
        [(SHIP, None), (FERRY, TEASER)],
    ),
    (
        f"<div class='b'><h5>For the harbour</h5><div>{SHIP}</div><div>{MUSEUM}</div><div>{TEASER}</div></div>",
        [(SHIP, None), (MUSEUM, None), (None, TEASER)],
    ),
    (
        (
            f"<div class='b'><div class='h'>Go on with</div><a href='/a'><span>{SHIP}</span><span>The line pays with a loan from its bank.</span></a>"
            f"<a href='/b'><span>{FERRY}</span></a></div>"
        ),
        [(SHIP, "The line pays with a loan from its bank."), (FERRY, None)],
    ),
    (f"<font><b>On other days</b><br>- {SHIP}<br>- {FERRY}</font>", [("- " + SHIP, None), ("- " + FERRY, None)]),
    (f"<div><a href='/a'>Previous: {SHIP}</a><a href='/b'>Next: {FERRY}</a></div>", [(SHIP, None), (FERRY, None)]),
    (f"<section><h3>Read next</h3><p>{SHIP}</p></section><section><h3>Partner content</h3><p>How to paint a boat</p></section>", [(SHIP, None)]),
    (f"<div class='b'><h3>Most read</h3><ul><li><a href='/a'>{SHIP}</a></li><li><a href='/b'>{FERRY}</a></li></ul></div>", []),
    (
        "<div class='b'><h3>Was it of use?</h3></div><div><h3>Our house</h3><p>Courier Media, 2 Quay Street, Turku</p></div>",
        [],
    ),
]


@pytest.mark.parametrize(("markup", "stories"), HTML)
def test_stories_behind_an_article(markup: str, stories: list[tuple[str | None, str | None]]) -> None:
    assert found(onrecord.read_html(f"{TOP}{markup}<footer>© 2021 Courier</footer></body></html>", until="article")) == stories


# lines behind the article, headline and teaser of each story
FLAT = [
    (f"In this part\n{SHIP}\n{FERRY}\n{TEASER}\n", [(SHIP, None), (FERRY, None), (None, TEASER)]),
    (f"Related stories\n{SHIP}\n{FERRY}\nMost read\n{MUSEUM}\n", [(SHIP, None), (FERRY, None)]),
    (f"Next: {SHIP}\n", []),  # in flattened text only under a heading: a link cannot be told from a label
]


@pytest.mark.parametrize(("lines", "stories"), FLAT)
def test_stories_behind_flattened_text(lines: str, stories: list[tuple[str | None, str | None]]) -> None:
    assert found(onrecord.read_text(f"{FLAT_TOP}{lines}© 2021 Courier\n", until="article")) == stories


def found(record: onrecord.Record) -> list[tuple[str | None, str | None]]:
    assert record.article is not None
    return [
        (record.document[story.headline] if story.headline else None, record.document[story.teaser] if story.teaser else None)
        for story in record.article.related
    ]
