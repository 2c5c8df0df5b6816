"""The block classifier: its trees as arrays, its features, and what it decides on whole pages."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from onrecord.article import forest
from onrecord.article.features import NAMES
from onrecord.article.forest import LEAVES, Forest, load_forest
from onrecord.article.weighing import choose, weigh
from onrecord.page import open_page

PAGES = sorted(path for path in (Path(__file__).parent.parent / "pages").iterdir() if path.suffix in (".html", ".txt"))


def stump(threshold: float) -> Forest:
    """One tree: at most the threshold gives -1000, more gives 2000."""
    nodes = LEAVES - 1
    limits, left = np.full((1, nodes), np.inf), np.full((1, nodes), 0xFFFF, dtype=np.uint16)
    limits[0, 0], left[0, 0] = threshold, 0xFFFF ^ 1
    leaf = np.zeros((1, LEAVES), dtype=np.int32)
    leaf[0, :2] = (-1000, 2000)
    return Forest(np.zeros((1, nodes), dtype=np.int32), limits, left, leaf, 0)


@given(st.lists(st.floats(-100, 100, width=32), min_size=1, max_size=700), st.floats(-100, 100))
def test_a_tree_sends_each_row_to_its_side(values: list[float], threshold: float) -> None:
    scores = stump(threshold).scores(np.asarray(values, dtype=np.float32).reshape(-1, 1))
    assert scores.tolist() == [2000 if value > threshold else -1000 for value in values]


def by_hand(trees: Forest, tree: int, row: "np.ndarray[tuple[int], np.dtype[np.float32]]") -> int:
    """The leaf of a tree, one node after the other."""
    remaining = 0xFFFF
    for feature, threshold, left in zip(trees.feature[tree], trees.threshold[tree], trees.left[tree], strict=True):
        if row[feature] > threshold:
            remaining &= int(left)
    return int(trees.leaf[tree, (remaining & -remaining).bit_length() - 1])


@pytest.mark.parametrize("name", ["blocks-html", "blocks-text"])
def test_a_forest_that_ships_adds_up_its_trees(name: str) -> None:
    trees = load_forest(name)
    rows = np.random.default_rng(7).normal(0, 20, (40, len(NAMES))).astype(np.float32)
    assert trees.scores(rows).tolist() == [sum(by_hand(trees, tree, row) for tree in range(len(trees.leaf))) for row in rows]
    assert trees.feature.max() < len(NAMES)


def test_a_model_that_is_not_the_one_shipped_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forest, "digests", lambda: {"blocks-html": "0" * 64})
    with pytest.raises(onrecord.SetupError, match=r"blocks-html.npz: the model is not the one that was shipped.*; install onrecord again"):
        load_forest.__wrapped__("blocks-html")


def test_a_record_names_the_models_that_made_it() -> None:
    record = onrecord.read_text("A short note.\n\nThe port was closed on Tuesday, the harbour master of Tarvik said.", until="article")
    assert record.generator.models == forest.digests()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_line_has_a_row_where_there_are_lines_enough(path: Path) -> None:
    page = open_page(path)
    weighed = weigh(page.document, page.layout)
    assert weighed.rows.shape == (len(weighed.lines) if len(weighed.lines) >= 30 else 0, len(NAMES))
    assert np.isfinite(weighed.rows).all()
    assert choose(page.layout, weighed) == choose(page.layout, weigh(page.document, page.layout))


def test_a_body_in_parts_is_whole_and_the_boxes_between_stay_out() -> None:
    """A text that advertising and boxes of other stories cut in three, in a page with menus."""
    menu = "".join(f"<li><a href='/s{i}'>Section {i}</a></li>" for i in range(20))
    box = "<aside class='box'><h3>More on this</h3><ul><li><a href='/x'>Ferry line orders two ships from a yard in Sund</a></li></ul></aside>"
    told = [
        f"The harbour board of Tarvik met on day {i} and heard, as its clerk put it, that the dredger had been hired out twice over."
        for i in range(9)
    ]
    parts = "".join(
        "<div class='text'>" + "".join(f"<p>{p}</p>" for p in told[i : i + 3]) + "</div><div class='ad'>Advertisement</div>" + box for i in (0, 3, 6)
    )
    html = f"<title>Dredger hired twice</title><nav><ul>{menu}</ul></nav><h1>Dredger hired twice</h1>{parts}<footer>© Tarvik Post</footer>"
    record = onrecord.read(html.encode(), until="article")
    assert record.article is not None
    assert [record.document[block.range] for block in record.article.body] == told


_MENU = "".join(f"<li><a href='/m{n}'>Section {n}</a></li>" for n in range(40))
_NEWS = [
    "The ferry company of Tarvik said on Monday that it would sell its three oldest boats to a yard on the south coast.",
    "The boats, built in 1974, 1976 and 1981, have carried passengers and lorries between the islands ever since, and two are laid up.",
    "A spokeswoman for the company said that the price had not been agreed and that the crews would be offered work on other boats.",
    "The mayor of Tarvik, who sits on the company's board, said that he had voted against the sale and would say so again in the council.",
    "The yard declined to comment on what it would do with the boats, which it wants to have by the end of the summer.",
]


def body_of(record: onrecord.Record) -> list[str]:
    assert record.article is not None
    return [record.document[block.range] for block in record.article.body]


def page_of(inside: str) -> onrecord.Record:
    markup = f"<html><head><title>Ferries of Tarvik are to be sold</title></head><body><nav><ul>{_MENU}</ul></nav>{inside}</body></html>"
    return onrecord.read_html(markup, until="article")


def test_an_article_that_is_a_list_is_read_whole() -> None:
    boats = [f"{name}, {2 * n + 31} metres" for n, name in enumerate(("Aud", "Brage", "Dagny", "Eir", "Frode", "Gerd", "Hedvig", "Ivar", "Jorunn"))]
    items = "".join(f"<li>{boat}</li>" for boat in boats)
    others = "".join(f"<li><a href='/r{n}'>Quay {n} to close</a></li>" for n in range(5))
    markup = f"""<main><h1>Boats of the Tarvik ferry company</h1><div class="article-body"><h2>Boats in service</h2><ul>{items}</ul></div>
        <div class="related-stories"><h3>Related stories</h3><ul>{others}</ul></div>
        <aside class="policy"><p>We value what you have to say but ask that you respect others when you say it to them here.</p></aside></main>"""
    assert body_of(page_of(markup)) == ["Boats in service", *boats]


@pytest.mark.parametrize("comment", ['class="comment"', 'class="comment first"', 'class="reader-comments"'])
def test_comments_that_are_longer_than_the_text_stay_out(comment: str) -> None:
    said = "I have sailed on these boats for thirty years and nobody asked any of us who live here what we think of this, which is a shame."
    comments = "".join(f"<div {comment}><div class='inner'><p>{said} That is what number {n} says.</p></div></div>" for n in range(20))
    markup = f"""<div id="page"><h1>Ferries of Tarvik are to be sold</h1><div class="content">{"".join(f"<p>{text}</p>" for text in _NEWS)}</div>
        <div id="below">{comments}</div></div>"""
    assert body_of(page_of(markup)) == _NEWS


def test_what_a_consent_tool_says_of_its_cookies_stays_out() -> None:
    told = "This cookie is set by the operator of the page and remembers for eleven months which of the other cookies a reader has agreed to."
    rows = "".join(f"<tr class='cookielawinfo-row'><td>ck_{n}</td><td>{told}</td></tr>" for n in range(25))
    markup = f"<main><h1>Ferries of Tarvik are to be sold</h1>{''.join(f'<p>{text}</p>' for text in _NEWS)}</main><table>{rows}</table>"
    assert body_of(page_of(markup)) == _NEWS


def test_a_name_on_the_element_around_the_text_is_not_believed_below_a_banner() -> None:
    banner = "Thank you for sailing with us: to see the timetable as it was meant to be seen you need a browser that is not as old as our boats. "
    markup = f"""<div class="banner"><p>{banner * 4}</p></div><main><h1>Ferries of Tarvik are to be sold</h1>
        <div class="story-teaser">{"".join(f"<p>{text}</p>" for text in _NEWS)}</div></main>"""
    assert body_of(page_of(markup))[-len(_NEWS) :] == _NEWS


def test_a_paragraph_that_stands_twice_is_read_once() -> None:
    markup = f"<main><h1>Ferries of Tarvik are to be sold</h1>{''.join(f'<p>{text}</p>' for text in (*_NEWS, _NEWS[2]))}</main>"
    assert body_of(page_of(markup)) == _NEWS


@pytest.mark.parametrize("named", ["comments-enabled", "has-comments", "cookie-aware"])
def test_a_setting_in_a_name_is_not_what_the_element_holds(named: str) -> None:
    lead = f"<div class='lead'><p>{_NEWS[0]}</p><p>{_NEWS[1]}</p><p>{_NEWS[2]}</p></div>"
    markup = f"<article><h1>Ferries of Tarvik are to be sold</h1>{lead}<div class='{named}'>{''.join(f'<p>{text}</p>' for text in _NEWS[3:])}"
    more = "".join(
        f"<p>Boat number {n} of the company was built at a yard on the west coast and has sailed since the spring of 19{n}.</p>"
        for n in range(70, 80)
    )
    assert len(body_of(page_of(f"{markup}{more}</div></article>"))) == len(_NEWS) + 10


@pytest.mark.parametrize("named", ["post-content", "entry-content", "article-body"])
def test_cards_that_are_called_content_are_an_index(named: str) -> None:
    cards = "".join(
        f"<div class='{named}'><h3><a href='/{n}'>Council votes on quay {n}</a></h3><p>The vote is on day {n}</p></div>" for n in range(12)
    )
    record = page_of(f"<main><h1>Local news</h1>{cards}</main>")
    assert record.article is not None
    assert record.article.kind == "index"
    assert len(record.article.related) == 12
