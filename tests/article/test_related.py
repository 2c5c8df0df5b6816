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
    # a card that is all one link
    (
        (
            f"<div class='b'><h3>World</h3><ul><li><a href='/a'><h4>{SHIP}</h4><p>{TEASER}</p></a></li>"
            f"<li><a href='/b'><h4>{FERRY}</h4><p>The two are to sail in May.</p></a></li></ul></div>"
        ),
        [(SHIP, TEASER), (FERRY, "The two are to sail in May.")],
    ),
    # what stands behind a list tells of none of its stories
    (
        (
            f"<div class='b'><h3>Earlier days</h3><ul><li><a href='/a'>{SHIP}</a></li><li><a href='/b'>{FERRY}</a></li></ul>"
            "<p>We send you one letter each morning with the news of the harbour and nothing else.</p></div>"
        ),
        [(SHIP, None), (FERRY, None)],
    ),
    # a button among links
    (
        f"<div class='b'><h3>Related stories</h3><p><a href='/a'>{SHIP}</a></p><p><a href='/b'>{FERRY}</a></p><p>See all stories</p></div>",
        [(SHIP, None), (FERRY, None)],
    ),
    (f"<div class='b'><h3>Most read</h3><ul><li><a href='/a'>{SHIP}</a></li><li><a href='/b'>{FERRY}</a></li></ul></div>", []),
    (
        "<div class='b'><h3>Was it of use?</h3></div><div><h3>Our house</h3><p>Courier Media, 2 Quay Street, Turku</p></div>",
        [],
    ),
]


@pytest.mark.parametrize(("markup", "stories"), HTML)
def test_stories_behind_an_article(markup: str, stories: list[tuple[str | None, str | None]]) -> None:
    assert found(onrecord.read_html(f"{TOP}{markup}<footer>© 2021 Courier</footer></body></html>", until="article")) == stories


def test_stories_between_two_parts_of_an_article() -> None:
    aside = f"<aside><h4>From the quay</h4><ul><li><a href='/a'>{SHIP}</a></li><li><a href='/b'>{FERRY}</a></li></ul></aside>"
    more = (
        "<div class='t'><p>The first ship, the Alma, sailed for Tallinn with four hundred cars, the harbour's office told reporters.</p>"
        "<p>Three more were waiting off the coast, and will be let in one after the other until the evening, the office said.</p></div>"
    )
    record = onrecord.read_html(f"{TOP.removesuffix('</div>')}{aside}{more}</div><footer>© 2021 Courier</footer></body></html>", until="article")
    assert found(record) == [(SHIP, None), (FERRY, None)]
    assert record.article is not None
    assert len(record.article.body) == 5


def test_links_within_an_article_are_no_other_stories() -> None:
    """A list that stands in the element of the text, below a subhead, is the article's own."""
    within = TOP.replace(
        "<p>Talks", "<h3>What the union wants</h3><ul><li>More pay for the night shifts</li><li>Fewer hours in July</li></ul><p>Talks"
    )
    assert found(onrecord.read_html(f"{within}<footer>© 2021 Courier</footer></body></html>", until="article")) == []


# lines behind the article, headline and teaser of each story
FLAT = [
    (f"In this part\n{SHIP}\n{FERRY}\n{TEASER}\n", [(SHIP, None), (FERRY, None), (None, TEASER)]),
    (f"Related stories\n{SHIP}\n{FERRY}\nMost read\n{MUSEUM}\n", [(SHIP, None), (FERRY, None)]),
    (f"FROM THE QUAY\n{SHIP}\n{FERRY}\n{MUSEUM}\n", [(SHIP, None), (FERRY, None), (MUSEUM, None)]),
    ("OUR HOUSE\nWho we are\nWork for us\nTerms of use and privacy policy\n", []),
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
