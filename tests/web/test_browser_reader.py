"""The reader in a real browser: what is marked stands where its offsets say, in every script, and its parts light up together."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from onrecord.record import Article, BlockKind, BodyBlock, Generator, Kind, PageKind, Pieces, Published, Record, Source, Stance, Statement
from onrecord.text import Document, Span
from tests.spans import span_of
from tests.web.browser import open_tab, serve
from tests.web.given import make_store, written

# Source, cue and pieces of the content, each with the words of its paragraph around it.
SAID = {
    "emoji": (("👩‍👩‍👧‍👦 Union 🇺🇦", "said", ("🚀🚀 flew", "at 5 °C 🧑🏽‍🚀")), "🗞️ Today {0} {1} “{2},” 𝔄 and it “{3}”."),
    "combining": (("E\u0301mile Nguye\u0302\u0303n", "denied", ("the cafe\u0301 de\u0301al",)), "Yesterday a\u0308 {0} {1} {2} o\u0308."),
    "hebrew": (("שר החוץ", "אמר", ("כי 40 טילים נשלחו",)), "אתמול {0} {1} {2} ליום 7 במאי 🚀."),
    "arabic": (("وزير الدفاع مُحَمَّد", "نفى", ("إرسال ٤٠ صاروخًا", "إلى الجيش")), "😀 قال إن {0} {1} {2} Reuters {3} أمس."),
    "mixed": (("Minister לוי", "said", ("حرب and שלום are two words",)), "In Haifa {0} {1} “{2}” 🕊️."),
    "thai": (("โฆษกรัฐบาล", "กล่าวว่า", ("ไม่มีการส่งอาวุธ",)), "เมื่อวันนี้ {0} {1} {2} ที่กรุงเทพฯ"),
    "han": (("外交部发言人", "否认", ("出售𠮷野家武器",)), "今天{0}{1}{2}。"),
    "override": (("The \u202eminister", "said", ("no\u2066 arms\u2069 were\u200b sold",)), "So {0} {1} {2}."),
}
HEADLINE = "🗞️ Who said what — שלום"


def scripts_record() -> Record:
    """A page with a paragraph and a statement for each of SAID."""
    paragraphs = [pattern.format(source, cue, *content) for (source, cue, content), pattern in SAID.values()]
    text = "\n".join([HEADLINE, *paragraphs, ""])
    blocks = [span_of(text, paragraph) for paragraph in paragraphs]
    statements = []
    for n, (((source, cue, content), _), block) in enumerate(zip(SAID.values(), blocks, strict=True), 1):

        def within(words: str, block: Span = block) -> Span:
            start = text.index(words, block.start)
            return Span(start, start + len(words))

        statements.append(
            Statement(
                id=f"s{n}",
                part="body",
                source=Source((within(source),), named=True),
                cue=Pieces((within(cue),)),
                content=Pieces(tuple(map(within, content))),
                kind=Kind.INDIRECT,
                stance=Stance.DENIES,
                within=None,
                settled=True,
                confidence=0.9,
            )
        )
    article = Article(
        kind=PageKind.ARTICLE, outlet="Post", section=None, url=None, headline=span_of(text, HEADLINE),
        body=tuple(BodyBlock(block, BlockKind.PARAGRAPH) for block in blocks), parts=(), dateline=None, agencies=(), authors=(),
        related=(), notices=(), furniture=(),
    )  # fmt: skip
    return Record(
        document=Document(f"sha256:{7:064x}", "post", text, "text/plain", "en", None),
        generator=Generator("onrecord", "0.0.0", {}),
        article=article,
        statements=tuple(statements),
        published=Published(date="2026-04-30", confidence=0.9, candidates=(), evidence=(), modified=None),
    )


@dataclass(frozen=True)
class Reader:
    """The reader of a page in many scripts."""

    base: str
    address: str
    record: Record


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    path: Path = tmp_path_factory.mktemp("web") / "a.db"
    record = scripts_record()
    assert record.check() == ()
    store = make_store(path, written(record, "https://post.example/scripts"))
    for base in serve(path):
        yield Reader(base, f"{base}/page/{store.pages()[0].page}", record)


# Of a marked element: its words, how many code points of its paragraph stand before it, whether it is drawn inside the paragraph.
_MARKED = """(selector) => [...document.querySelectorAll(selector)].map((mark) => {
  const block = mark.closest("p"), before = document.createRange(), [b, m] = [block, mark].map((e) => e.getBoundingClientRect());
  before.setStart(block, 0);
  before.setEndBefore(mark);
  return {words: mark.textContent, before: [...before.toString()].length, area: m.width * m.height,
          inside: m.left >= b.left - 8 && m.right <= b.right + 8 && m.top >= b.top - 8 && m.bottom <= b.bottom + 8};
})"""


@pytest.mark.parametrize("name", SAID)
def test_what_is_marked_stands_where_its_offsets_say(chromium: Any, reader: Reader, name: str) -> None:
    number = list(SAID).index(name)
    seen = open_tab(chromium, reader.base)
    seen.tab.goto(reader.address)
    assert reader.record.statements is not None
    assert reader.record.article is not None
    said, block = reader.record.statements[number], reader.record.article.body[number].range
    assert said.source is not None
    assert said.content is not None
    text = reader.record.document.text
    paragraph = f"#p{number + 1}"
    for selector, spans in (("i.src", said.source.spans), ("b.cue", said.cue.spans), (f"mark[data-of={said.id}]", said.content.spans)):
        marked = seen.tab.evaluate(_MARKED, f"{paragraph} {selector}")
        # What hides or turns the line is shown by a mark of several characters, in the words and before them.
        told = [(one["words"], one["before"]) for one in marked]
        assert told == [(shown(text[s.start : s.end]), len(shown(text[block.start : s.start]))) for s in spans], selector
        assert all(one["area"] > 0 and one["inside"] for one in marked), selector
    assert seen.wrong == []


def shown(text: str) -> str:
    """Words with the characters of this page that hide or turn the line as the reader shows them."""
    return "".join(f"‹U+{ord(c):04X}›" if c in "\u202e\u2066\u2069\u200b" else c for c in text)


@pytest.mark.parametrize(("name", "direction"), [("emoji", "ltr"), ("hebrew", "rtl"), ("arabic", "rtl"), ("mixed", "ltr"), ("override", "ltr")])
def test_a_paragraph_runs_as_its_script_does(chromium: Any, reader: Reader, name: str, direction: str) -> None:
    seen = open_tab(chromium, reader.base)
    seen.tab.goto(reader.address)
    paragraph = seen.tab.locator(f"#p{list(SAID).index(name) + 1}")
    assert paragraph.evaluate("p => getComputedStyle(p).direction") == direction
    # The margin does not turn with it: cards stand beside their paragraph, in the order of the text.
    assert seen.tab.locator("footer").evaluate("f => getComputedStyle(f).direction") == "ltr"


def test_hovering_and_focusing_a_card_light_all_its_pieces(chromium: Any, reader: Reader) -> None:
    seen = open_tab(chromium, reader.base)
    seen.tab.goto(reader.address)
    for number, ((_, _, content), _) in enumerate(SAID.values(), 1):
        card = seen.tab.locator(f"#c{number}")
        card.hover()
        assert seen.tab.locator("mark.lit").all_text_contents() == list(map(shown, content))
        seen.tab.mouse.move(0, 0)
        seen.tab.locator("mark.lit").first.wait_for(state="detached")
        card.locator("a").first.focus()
        assert seen.tab.locator("mark.lit").all_text_contents() == list(map(shown, content))
        seen.tab.keyboard.press("Escape")


def test_an_anchor_leads_to_the_words_it_names(chromium: Any, reader: Reader) -> None:
    seen = open_tab(chromium, reader.base)
    for number, ((source, _, content), _) in enumerate(SAID.values(), 1):
        seen.tab.goto(f"{reader.address}#s{number}")
        target = seen.tab.locator(":target")
        assert target.text_content() in map(shown, (source, *content))
        assert target.evaluate("e => e.getBoundingClientRect().top >= 0 && e.getBoundingClientRect().bottom <= innerHeight")
