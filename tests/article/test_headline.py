"""Which words of a page are its headline."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.article.headline import FEATURES, WEIGHTS

TEXT = """The harbour workers of Arkel went back to their cranes on Tuesday after a strike of two weeks, the union said.
Both sides had agreed late on Monday to raise the pay of the dockers by four per cent, a spokesman for the port said.
Ships that waited off the coast of Norland for nine days are to be unloaded first, the port's director told reporters.
The union had asked for seven per cent, and for a say in how the night shifts of the dockers are shared out."""
BODY = "".join(f"<p>{line}</p>" for line in TEXT.splitlines())


def headline_of(record: onrecord.Record) -> str | None:
    assert record.article is not None
    return record.document[record.article.headline] if record.article.headline else None


def facts(*, linked: str = "", og: str = "", title: str = "") -> str:
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{linked}"}}</script>' if linked else ""
    return (f"<title>{title}</title>" if title else "") + (f'<meta property="og:title" content="{og}">' if og else "") + data


# head, markup above the text, headline
MARKUP = [
    ("", "<h1>Morning Courier</h1><div><h2>Dockers end two-week strike</h2></div>", "Dockers end two-week strike"),
    (facts(title="Dockers end strike | The Arkel Post"), "<h1>The Arkel Post</h1><h1>Dockers end strike</h1>", "Dockers end strike"),
    (facts(og="Dockers end strike"), "<h1><span>Harbours:</span> Dockers end strike</h1>", "Dockers end strike"),
    (facts(og="Dockers end strike - The Arkel Post"), "<h1>Opinion | Dockers end strike</h1>", "Dockers end strike"),
    (facts(linked="Dockers end strike"), "<h1>Dockers end strike “A good day”</h1>", "Dockers end strike"),
    # some say the whole line: it stays whole
    (
        facts(linked="Arkel: Dockers end strike", og="Dockers end strike"),
        "<h1>Arkel: Dockers end strike</h1>",
        "Arkel: Dockers end strike",
    ),
    (facts(og="Dockers end strike - ships move | The Arkel Post"), "<h1>Dockers end strike - ships move</h1>", "Dockers end strike - ships move"),
    # a title that was cut for sharing is no reason to cut the headline
    (facts(og="Dockers end strike"), "<h1>Dockers end strike in Arkel after talks</h1>", "Dockers end strike in Arkel after talks"),
    # the title that is trusted most counts, also where the same words stand with less trust
    (
        facts(title="Port of Arkel: the dockers go back | The Post", og="Cranes move again", linked="Port of Arkel: the dockers go back"),
        "<nav><h1>Port of Arkel: the dockers go back</h1></nav><header><h2 class='headline'>Cranes move again</h2></header>",
        "Port of Arkel: the dockers go back",
    ),
    # the data call the page something else, and much stands between
    (
        facts(title="The 12 best ways to end a strike in 2021"),
        "<h1>Strikes and how they end: a reader's guide</h1>" + "<div><b>Ways</b></div>" * 60,
        "Strikes and how they end: a reader's guide",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("head", "above", "headline"), MARKUP)
def test_headline_in_markup(head: str, above: str, headline: str) -> None:
    record = onrecord.read_html(f"<html><head>{head}</head><body>{above}<article>{BODY}</article></body></html>", until="article")
    assert headline_of(record) == headline


def test_kicker_that_is_left_out_is_furniture() -> None:
    head = facts(og="Dockers end strike")
    record = onrecord.read_html(f"<html><head>{head}</head><body><article><h1>Harbours: Dockers end strike</h1>{BODY}</article></body></html>")
    assert record.article is not None
    assert "Harbours:" in [record.document[part.range] for part in record.article.furniture]


# lines above the text, headline
FLATTENED = [
    ("Home\nNews\nSport\nDockers in Arkel end two-week strike\nBy Ada Holm\nMay 4, 2021", "Dockers in Arkel end two-week strike"),
    # the standfirst says more
    (
        "Home\nNews\nDockers in Arkel end two-week strike\nUnion and port agree late on Monday on more pay for the night shifts\nBy Ada Holm",
        "Dockers in Arkel end two-week strike",
    ),
    # a picture's text, and its credit
    (
        "News\nDockers in Arkel end two-week strike\nCranes in the harbour of Arkel stood still\nPhotograph: Ada Holm/Norland Agency\nBy Ada Holm",
        "Dockers in Arkel end two-week strike",
    ),
    # other stories above
    (
        "Latest News\nMinister of Norland opens a bridge\nSchools close for the heat\nDockers in Arkel end two-week strike\nBy Ada Holm\nMay 4",
        "Dockers in Arkel end two-week strike",
    ),
    # the page's own title, above the menu
    ("Dockers in Arkel end strike - The Arkel Post\nHome\nSport\nDockers in Arkel end strike\nAda Holm", "Dockers in Arkel end strike"),
    ("Home\nSport\nContact", None),
]  # fmt: skip


@pytest.mark.parametrize(("above", "headline"), FLATTENED)
def test_headline_in_flattened_text(above: str, headline: str | None) -> None:
    assert headline_of(onrecord.read_text(f"{above}\n{TEXT}\nTerms of use", until="article")) == headline


def test_heading_within_the_text_is_no_headline() -> None:
    first, *rest = TEXT.splitlines()
    text = "\n".join(["Dockers in Arkel end strike", "By Ada Holm", first, "What the dockers of Arkel asked the port for", *rest])
    assert headline_of(onrecord.read_text(text, until="article")) == "Dockers in Arkel end strike"


def test_each_feature_has_a_weight() -> None:
    assert len(WEIGHTS) == len(FEATURES)


@given(st.text(alphabet="aB :|“”-\n", max_size=40), st.text(alphabet="aB :|“”-", max_size=40))
def test_headline_lies_within_the_text(heading: str, title: str) -> None:
    """Whatever heading and data say, the headline is words of the page without space around them."""
    head = facts(og=title)
    record = onrecord.read_html(f"<html><head>{head}</head><body><h1>{heading}</h1>{BODY}</body></html>", until="article")
    found = headline_of(record)
    assert found is None or found == found.strip() != ""
