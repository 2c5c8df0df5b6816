"""Events and arms transfers in the terminal and in the HTML file: what, who says so, and the page's words for it."""

from dataclasses import replace

import pytest
from rich.cells import cell_len
from selectolax.lexbor import LexborHTMLParser, LexborNode

from onrecord.export.deals import count_transfers
from onrecord.export.page import notebook_html, page_html
from onrecord.export.terminal import SCREEN
from onrecord.export.view import view_of
from onrecord.record import ArmsTransfer, Event, EventLink, Item, Note, Quantity, Record, Stance, Status
from tests.export.sample import RECORD as TUGS
from tests.export.test_terminal import drawn
from tests.record_by_hand import find, full_record

FULL = full_record()


def the_event(record: Record = FULL) -> Event:
    assert record.events is not None
    return record.events[0]


def the_transfer(record: Record = FULL) -> ArmsTransfer:
    assert record.arms_transfers is not None
    return record.arms_transfers[0]


def with_transfer(**changed: object) -> Record:
    return replace(FULL, arms_transfers=(replace(the_transfer(), **changed),))  # type: ignore[arg-type]


def with_event(**changed: object) -> Record:
    """The record with its event told as no transfer."""
    return replace(FULL, events=(replace(the_event(), **changed),), arms_transfers=())  # type: ignore[arg-type]


def section(record: Record, title: str, *, width: int = 100, full: bool = False) -> list[str]:
    lines = drawn(record, width=width, full=full)
    start = next(i for i, line in enumerate(lines) if line.startswith(title))
    return lines[start : lines.index("", start)]


def flat(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def parsed(record: Record) -> LexborHTMLParser:
    return LexborHTMLParser(page_html(record))


def below(page: LexborHTMLParser, heading: str) -> LexborNode:
    """The table or the line under a heading."""
    found = page.css_first(f"#{heading} + *")
    assert found is not None
    return found


def words(node: LexborNode) -> str:
    return " ".join(node.text().split())


def test_a_transfer_in_the_terminal_tells_all_that_is_known_with_the_page_s_words() -> None:
    assert section(FULL, "Arms transfers") == [
        "Arms transfers  1 found",
        " x1   Velmar (VEL) → Ostania (OST) · aid · shipped · occurred · told as news · confidence 0.80",
        "      “D-30 howitzers” [136:150] artillery, D-30, used, number “about 40” [122:130] about 40,",
        "      delivered ·",
        "      value “€12 million” [157:168] 12,000,000 EUR ·",
        "      when and delivered “March” [183:188] 2026-03 (t1) · told in “shipped” [114:121]",
        "      ✕ denies    s2  Ostania’s defence minister: “no such shipment exists” [307:330] · anaphoric:",
        "                      points back to it · confidence 0.80 · statement not settled",
        "      + asserts   s1  a Velmari official [Velmar] (unnamed): “shipped” [114:121] · specific ·",
        "                      confidence 0.90",
    ]


def test_an_event_in_the_terminal_tells_all_that_is_known_with_the_page_s_words() -> None:
    assert section(with_event(place="p1", mode="donate"), "Events") == [
        "Events  1 found",
        " e1   AID donate (military) “shipped” [114:121]",
        "      Velmar (VEL) → Ostania (OST) · when “March” [183:188] 2026-03 (t1) · where Velmar City (p1) ·",
        "      occurred · told as news · confidence 0.80",
        "      ✕ denies    s2  Ostania’s defence minister: “no such shipment exists” [307:330] · anaphoric:",
        "                      points back to it · confidence 0.80 · statement not settled",
        "      + asserts   s1  a Velmari official [Velmar] (unnamed): “shipped” [114:121] · specific ·",
        "                      confidence 0.90",
    ]


def test_the_event_of_a_transfer_is_not_told_twice() -> None:
    assert section(FULL, "Events") == ["Events  1 found", " e1   AID (military) “shipped” [114:121] · told above as x1"]
    page = parsed(FULL)
    table = below(page, "events")
    assert [words(cell) for cell in table.css("td")] == ["e1", "AID (military)", "shipped [114:121]", "told above as x1"]
    assert table.css(".says") == []
    assert [a.attributes["href"] for a in table.css("[data-h=Transfer] a")] == ["#x1"]


def test_deals_stand_below_the_statements_and_above_the_rest() -> None:
    heads = ("Body", "Arms transfers", "Events", "Why", "Places", "Times")
    lines = drawn(FULL)
    at = [next(i for i, line in enumerate(lines) if line.startswith(head)) for head in heads]
    assert at == sorted(at)
    html = page_html(FULL)
    places = [html.index(mark) for mark in ("</article>", 'id="arms"', 'id="events"', 'id="why"', ">Places<", ">Times in the text<")]
    assert places == sorted(places)


UNKNOWN = {"supplier": None, "recipient": None, "mode": None, "stage": None, "items": (), "value": None, "told_as": None}


def test_what_the_page_does_not_say_is_told_as_not_said() -> None:
    record = replace(with_transfer(**UNKNOWN, time=None, delivered=None), links=())
    assert section(record, "Arms transfers") == [
        "Arms transfers  1 found",
        " x1   not said → not said · mode not said · stage not said · occurred ·",
        "      news or background: not said · confidence 0.80",
        "      items not said · value not said · when not said · told in “shipped” [114:121]",
        "      who says so: not said",
    ]
    cells = [words(cell) for cell in below(parsed(record), "arms").css("td")]
    assert cells == [
        "x1",
        "not said → not said",
        "not said",
        "mode not said, stage not said",
        "not said",
        "not said",
        "occurred, news or background: not said, confidence 0.80",
        "shipped [114:121]",
        "who says so: not said",
    ]
    event = with_event(initiators=(), recipients=(), time=None, told_as=None)
    assert "not said → not said · when not said · where not said · occurred · news or background: not said" in flat(section(event, "Events"))


def test_an_item_without_a_number_says_so() -> None:
    item = Item(find("D-30 howitzers"), "D-30 howitzers", "artillery", None, None, None)
    record = with_transfer(items=(item,))
    assert "“D-30 howitzers” [136:150] artillery, number not said · value" in flat(section(record, "Arms transfers"))
    assert "D-30 howitzers [136:150] artillery, number not said" in words(below(parsed(record), "arms"))


BOUNDS = [
    # bound, value, upper, how it reads
    ("exact", 1000, None, "1,000"),
    ("about", 40, None, "about 40"),
    ("at-least", 24, None, "at least 24"),
    ("at-most", 12.5, None, "at most 12.5"),
    ("between", 40, 60, "40 to 60"),
]


@pytest.mark.parametrize(("bound", "value", "upper", "reading"), BOUNDS)
def test_a_number_stands_with_its_bound(bound: str, value: float, upper: float | None, reading: str) -> None:
    item = replace(the_transfer().items[0], quantity=Quantity(find("about 40"), value, upper, bound, "ordered"))  # type: ignore[arg-type]
    for text in (flat(section(with_transfer(items=(item,)), "Arms transfers")), words(below(parsed(with_transfer(items=(item,))), "arms"))):
        assert f"[122:130] {reading}, ordered" in text


def test_a_part_of_an_order_names_the_order() -> None:
    whole = the_transfer().items[0]
    record = with_transfer(items=(whole, replace(whole, part_of=0)))
    assert "artillery, D-30, used, part of item 1, number" in flat(section(record, "Arms transfers"))


def test_an_order_has_the_time_of_each_step() -> None:
    record = with_transfer(time="t2", ordered="t2", delivered="t1", via=("a1",))
    text = flat(section(record, "Arms transfers"))
    assert "when and ordered “Monday” [274:280] 2026-04-27 (t2) · delivered “March” [183:188] 2026-03 (t1)" in text
    assert "Velmar (VEL) → Ostania (OST) via Ostania’s defence minister (a1)" in text
    page = words(below(parsed(record), "arms"))
    assert "when and ordered: Monday [274:280] 2026-04-27 (t2); delivered: March [183:188] 2026-03 (t1)" in page
    assert "via Ostania’s defence minister a1" in page


def test_what_the_page_says_itself_is_narrated() -> None:
    record = replace(with_transfer(narrator=True), links=())
    assert section(record, "Arms transfers")[-1] == "      ¶ narrated      the page says it in its own voice"
    assert words(below(parsed(record), "arms")).endswith("¶ narrated the page says it in its own voice")


def test_what_is_not_settled_is_marked() -> None:
    assert "Arms transfers 1 found, 1 not settled" in flat(section(with_transfer(settled=False), "Arms transfers"))
    assert "· occurred · not settled · told as news" in flat(section(with_transfer(settled=False), "Arms transfers"))
    assert "occurred, not settled, told as news" in words(below(parsed(with_transfer(settled=False)), "arms"))
    assert "not settled · told as background" in flat(section(with_event(settled=False, told_as="background"), "Events"))


VOICES = [
    ("asserts", "specific", "+ asserts s1 a Velmari official [Velmar] (unnamed): “worth” [151:156] · specific · confidence 0.50"),
    ("denies", "blanket", "✕ denies s1 a Velmari official [Velmar] (unnamed): “worth” [151:156] · blanket: denies the kind · confidence 0.50"),
    ("declines", "anaphoric", "○ declines s1 a Velmari official [Velmar] (unnamed): “worth” [151:156] · anaphoric: points back to it ·"),
    ("doubts", "specific", "? doubts s1 a Velmari official [Velmar] (unnamed): “worth” [151:156] · specific · confidence 0.50"),
]


@pytest.mark.parametrize(("relation", "basis", "told"), VOICES)
def test_who_speaks_of_a_deal_stands_below_it_with_the_words(relation: str, basis: str, told: str) -> None:
    link = EventLink("s1", "e1", relation, basis, (find("worth"),), 0.5)  # type: ignore[arg-type]
    record = replace(FULL, links=(link,))
    assert told in flat(section(record, "Arms transfers"))
    row = parsed(record).css_first("#arms + table .says li")
    assert row is not None
    assert words(row).startswith(told.split(" ·")[0].replace("“worth”", "worth"))
    assert next(a.attributes["href"] for a in row.css("a")) == "#c1"


def test_denials_come_first_and_a_long_list_says_how_many_more() -> None:
    assert FULL.links is not None
    record = replace(FULL, links=(*[FULL.links[0]] * 15, FULL.links[1]))
    lines = section(record, "Arms transfers")
    assert lines[6].startswith("      ✕ denies    s2")
    assert lines[-1] == "      and 4 more who speak of it: add --full, or see --json"
    assert flat(section(record, "Arms transfers", full=True)).count("+ asserts") == 15
    assert len(below(parsed(record), "arms").css(".says li")) == 16


def test_a_long_register_says_how_many_of_the_hidden_are_denied() -> None:
    record = replace(FULL, arms_transfers=tuple(replace(the_transfer(), id=f"x{i}") for i in range(15)))
    assert section(record, "Arms transfers")[-1] == "  not shown: 3 arms transfers, 3 of them denied; add --full, or see --json"
    events = replace(FULL, events=tuple(replace(the_event(), id=f"e{i}") for i in range(-12, 2)))
    assert section(events, "Events")[-1] == "  and 2 more events, 1 of them denied: add --full, or see --json"
    assert len(section(record, "Arms transfers", full=True)) > 15


COUNTS = [
    # settled and whether it is denied, of each; how it is told
    ([], ""),
    ([(True, False)], "1 arms transfer"),
    ([(True, True)], "1 arms transfer, denied"),
    ([(True, True), (True, False), (True, True)], "3 arms transfers, 2 of them denied"),
    ([(True, True), (True, False), (False, True)], "2 arms transfers, 1 of them denied; 1 more not settled, denied"),
    ([(False, False), (False, False)], "2 arms transfers, not settled"),
]


@pytest.mark.parametrize(("rows", "told"), COUNTS)
def test_transfers_are_counted_and_what_is_not_settled_apart(rows: list[tuple[bool, bool]], told: str) -> None:
    status = {True: Status.DENIED, False: Status.OCCURRED}
    transfers = tuple(replace(the_transfer(), settled=settled, status=status[denied]) for settled, denied in rows)
    record = replace(FULL, arms_transfers=transfers, links=())
    assert count_transfers(view_of(record).deals.transfers or ()) == told
    screen = drawn(record, brief=True)
    assert len(screen) <= SCREEN
    assert [line for line in screen if "arms transfer" in line] == ([f"{'':15}{told}"] if told else [])
    assert [words(p) for p in parsed(record).css("section p a[href='#arms']")] == ([told] if told else [])


def test_the_first_screen_changes_by_that_line_alone() -> None:
    with_, without = drawn(FULL, brief=True), drawn(replace(FULL, arms_transfers=(), events=()), brief=True)
    assert [line for line in with_ if line not in without] == [f"{'':15}1 arms transfer, denied"]
    assert [line for line in without if line not in with_] == []


def test_a_layer_that_was_not_read_says_why_and_one_that_found_nothing_says_that() -> None:
    notes = tuple(Note(layer, "language", f"{layer} are read in English only") for layer in ("events", "links", "arms_transfers"))
    none = replace(FULL, events=None, links=None, arms_transfers=None, notes=notes)
    assert section(none, "Arms transfers") == ["Arms transfers  unknown (arms_transfers are read in English only)"]
    assert section(none, "Events") == ["Events  unknown (events are read in English only)"]
    assert words(below(parsed(none), "arms")) == "unknown (arms_transfers are read in English only)"
    assert words(below(parsed(none), "events")) == "unknown (events are read in English only)"
    assert section(TUGS, "Arms transfers") == ["Arms transfers  unknown (not read)"]
    no_links = replace(FULL, links=None, notes=notes)
    assert section(no_links, "Arms transfers")[-1] == "      who says so: unknown (links are read in English only)"
    assert words(below(parsed(no_links), "arms")).endswith("who says so: unknown (links are read in English only)")
    empty = replace(FULL, events=(), links=(), arms_transfers=())
    assert section(empty, "Arms transfers") == ["Arms transfers  0 found"]
    assert section(empty, "Events") == ["Events  0 found"]
    assert [words(below(parsed(empty), heading)) for heading in ("arms", "events")] == ["None found."] * 2


def test_a_deal_that_points_into_layers_that_are_not_there_is_shown_by_its_ids() -> None:
    record = replace(FULL, actors=None, times=None, statements=None, events=None, places=None)
    text = flat(section(record, "Arms transfers"))
    assert "x1 VEL → OST · aid" in text
    assert "when and delivered t1 · told in words not said" in text
    assert "✕ denies s2 (source not said): “no such shipment exists” [307:330]" in text
    page = parsed(record)
    assert "VEL → OST" in words(below(page, "arms"))
    assert "denies s2 (source not said): no such shipment exists [307:330]" in words(below(page, "arms"))


def test_each_quotation_in_html_leads_to_its_words_in_the_text() -> None:
    page = parsed(FULL)
    links = page.css("a.q")
    told = {"shipped", "D-30 howitzers", "about 40", "€12 million", "March", "no such shipment exists"}
    assert {words(link) for link in links} == told
    for link in links:
        target = page.css_first(f"article {link.attributes['href']}")
        assert target is not None
        assert target.text() == link.text()


def test_every_link_leads_somewhere_and_no_id_is_given_twice() -> None:
    for record in (FULL, with_event(), with_transfer(via=("a1", "?"))):
        page = parsed(record)
        ids = [n.attributes["id"] for n in page.css("[id]")]
        assert sorted(set(ids)) == sorted(ids)  # type: ignore[type-var]
        assert {a.attributes["href"] for a in page.css("a[href^='#']")} <= {f"#{i}" for i in ids}


def test_words_that_stand_outside_the_article_are_quoted_without_a_link() -> None:
    record = replace(FULL, events=(replace(the_event(), triggers=(find("Correction"),)),))
    page = parsed(record)
    assert "Correction [333:343]" in words(below(page, "arms"))
    assert "Correction" not in {words(link) for link in page.css("a.q")}


def test_the_marks_of_quoted_words_leave_the_text_as_it_is() -> None:
    plain = replace(FULL, events=(), links=(), arms_transfers=())
    assert section(FULL, "Body") == section(plain, "Body")
    lines, without = drawn(FULL), drawn(plain)
    assert (
        lines[lines.index("Arms transfers  1 found") - 8 : lines.index("Arms transfers  1 found")]
        == (without[without.index("Arms transfers  0 found") - 8 : without.index("Arms transfers  0 found")])
    )
    shown = [[p.text() for p in parsed(record).css("article .p > p")] for record in (FULL, plain)]
    assert shown[0] == shown[1]
    assert len(parsed(FULL).css("mark")) == len(parsed(plain).css("mark"))


def test_a_party_leads_to_its_row_among_those_who_are_named() -> None:
    page = parsed(FULL)
    links = [a.attributes["href"] for a in below(page, "arms").css("[data-h^=Supplier] a")]
    assert links == ["#a1", "#a2"]
    assert [words(n) for href in links for n in page.css(href or "")] == ["VEL", "OST"]


def test_a_notebook_cell_keeps_its_own_ids() -> None:
    ids = [n.attributes["id"] or "" for n in LexborHTMLParser(notebook_html(FULL)).css("[id]")]
    assert all(i.startswith("r000000000000-") for i in ids)


@pytest.mark.parametrize("width", [40, 60, 80])
def test_no_line_is_wider_than_asked(width: int) -> None:
    statements = FULL.statements or ()
    record = replace(FULL, events=(the_event(), replace(the_event(), id="e2", mode="\x1b]0;x\x07" * 9)), statements=statements)
    for line in drawn(record, width=width):
        assert cell_len(line) <= width or line.startswith("sha256:"), line
        assert "\x1b" not in line


def test_a_denial_looks_the_same_as_a_statement_that_denies() -> None:
    voices = view_of(FULL).deals.transfers[0].voices  # type: ignore[index]
    assert voices is not None
    assert [voice.look.word for voice in voices] == [Stance.DENIES, Stance.ASSERTS]
