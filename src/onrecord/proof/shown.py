"""What a packet says of itself: README.txt, and index.html for a browser, which loads nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import Any, Final

from onrecord.export.store.head import Head
from onrecord.export.store.pages import Page
from onrecord.export.times import days_in_words
from onrecord.proof.cells import Cell
from onrecord.stories import Claim

_WIDTH: Final = 96
# What is proven, and what is not: the same words in the README, in the page and in docs/proof.md.
PROVEN: Final = (
    (
        "Nothing was changed since the packet was made, as long as the SHA-256 of the packet file is known from elsewhere: a note, a mail, a notary. "
        "Who can change the packet can change every digest within it, but not what you wrote down."
    ),
    "Each quoted word stands in the text of its page, at the offsets given.",
    (
        "The text comes out of the bytes of the page, and each cell out of the text, when onrecord reads them again: the same version, models and "
        "tables give the same cells, without a network. Nobody's judgement is in them but where people corrected a page: that is listed below. "
        "Confidences may differ by 0.01 between processors, and on one that is much older now and then a cell."
    ),
    "The counts of a claim follow from the pages in the packet that it names.",
)
NOT_PROVEN: Final = (
    (
        "That the outlet published these bytes, on that day and at that address. The packet holds what was saved and where its owner says it came "
        "from; nobody else has signed it."
    ),
    "That what a source is reported to say is true, or that the source said it. A record tells what the page says.",
    (
        "That onrecord understood the page. Reading again shows that the same comes out, not that it is right: the figures of harm say how often "
        "such records are wrong, and the words are there to be read by a person."
    ),
    "That what people corrected is right. Corrections are put in as they were made: they are the word of those who made them.",
    (
        "That nobody denies a thing. Where none is found, none was found in the pages that the store has; and a page of a claim's story could "
        "have been left out of the packet."
    ),
    (
        "What is said of the whole store: its number of pages, its audits, and which pages are one story. The packet has no more of it than its "
        "own pages."
    ),
    "When and by whom the packet was made. It holds no time and no name, but those of corrections and audits.",
)


def readme(manifest: Mapping[str, Any], head: Head) -> str:
    """The plain explanation."""
    return "\n".join(_readme(manifest, head))


def _readme(manifest: Mapping[str, Any], head: Head) -> Iterator[str]:
    made, pages = manifest["made_by"], manifest["pages"]
    what = f"claim {', '.join(manifest['claims'])}, with all pages of its story" if manifest["claims"] else "pages"
    yield "THIS PACKET"
    yield _para(
        f"It holds {len(pages)} saved news page{'s' * (len(pages) != 1)} ({what}), what onrecord {made['version']} read in them, and all that "
        "is needed to read them again. onrecord turns news pages into a cited record of who says what happened and who denies it. "
        "Open index.html in any browser; it loads nothing and runs nothing."
    )
    yield "WHAT IS PROVEN\n"
    yield from map(_item, PROVEN)
    yield "\nWHAT IS NOT PROVEN\n"
    yield from map(_item, NOT_PROVEN)
    yield "\nOF THIS PACKET\n"
    yield from (_item(_plain(text)) for text in _of_this(manifest))
    yield "\nHOW OFTEN SUCH RECORDS ARE WRONG\n"
    yield from (_item(text) for name, text in head.lines() if name == "harm")
    yield "\nHOW TO CHECK IT\n"
    yield _item(f"With onrecord {made['version']}, offline (another version says what differs):")
    yield "\n    onrecord verify PACKET.zip\n"
    yield _item("Without onrecord, that nothing was changed: unpack it, and in its folder")
    yield "\n    sha256sum -c SHA256SUMS\n"
    yield _item(
        "Without onrecord, that a word stands where a cell says: offsets count the characters (Unicode code points, from 0, the end not included) of "
        "document.text in pages/KEY/record.json."
    )
    yield "\nWHAT IS IN IT\n"
    yield from (f"  {name:<26} {text}" for name, text in _FILES)
    yield "\nTHE PAGES\n"
    for page in pages:
        yield f"  {page['page']}  {page['published'] or 'no date'}  {_plain(page['outlet'] or 'outlet unknown')}"
        yield f"    {_plain(page['location'])}"
        yield f"    {page['document']}"
    yield ""


_FIGURES: Final = ("harm", "audit")  # of the head, that stand before what lies around them
# What the fields of a claim are called where a person reads them; the others are called by their names.
_FIELDS: Final = {
    "of": "kind", "type": "type (PLOVER)", "initiators": "who does it", "recipients": "to whom", "time": "when", "first": "first reported",
    "last": "last reported", "figures": "figure",
}  # fmt: skip
_FILES: Final = (
    ("index.html", "the packet for a browser"),
    ("claims.json", "the claims, if it is of any, with who says so on which page"),
    ("cells.csv, cells.json", "each figure: its value, its words, where they stand"),
    ("pages/KEY/source.bin", "the page as it came; in a browser it may load or run what it likes"),
    ("pages/KEY/capture.json", "where and when it was got, as far as that was told"),
    ("pages/KEY/record.json", "the record; reading.json and corrections.jsonl where people corrected it"),
    ("pages/KEY/page.html", "the record for a browser"),
    ("manifest.json", "what made the packet, with the digest of each model, table and file"),
    ("SHA256SUMS", "the digest of every file"),
)


def _of_this(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{limit[:1].upper()}{limit[1:]}." for limit in manifest["limits"])
    audits = manifest["audits"]
    yield f"{audits[:1].upper()}{audits[1:]}." if isinstance(audits, str) else f"Audits of this store: {len(audits)}; see audits.json."
    yield f"Where nobody is named who denies something: {manifest['rests_on']['no_denial']}."


def _para(text: str) -> str:
    return "\n" + fill(text, _WIDTH) + "\n"


def _item(text: str) -> str:
    return fill(text, _WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _plain(text: str) -> str:
    from onrecord.export.visible import one_line

    return one_line(text)


@dataclass(frozen=True, slots=True)
class Said:
    """One voice of a claim as the page shows it."""

    relation: str
    who: tuple[str, ...]
    words: str
    where: str
    page: str
    file: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A claim as the page shows it."""

    id: str
    facts: tuple[tuple[str, str], ...]
    said: tuple[Said, ...]


def index_html(manifest: Mapping[str, Any], claims: Sequence[Claim], cells: Sequence[Cell], pages: Mapping[str, Page], head: Head) -> str:
    """The packet for a browser: one file of one style, that leads to the other files and to nowhere else."""
    from onrecord.export.page import environment

    shown = tuple(_shown(claim.id, cells, pages) for claim in claims)
    return (
        environment()
        .get_template("packet.html.j2")
        .render(
            manifest=manifest,
            claims=shown,
            pages=manifest["pages"],
            proven=PROVEN,
            not_proven=NOT_PROVEN,
            of_this=tuple(_of_this(manifest)),
            figures=tuple(line for line in head.lines() if line[0] in _FIGURES),
            about=tuple(line for line in head.lines() if line[0] not in _FIGURES),
        )
    )


def _shown(claim: str, cells: Sequence[Cell], pages: Mapping[str, Page]) -> Shown:
    from onrecord.proof.cells import value_in_words

    begin = f"claims[{claim}]."
    own = [cell for cell in cells if cell.cell.startswith(begin)]
    facts = tuple(
        (_field(cell.cell.removeprefix(begin)), value_in_words(cell.value)) for cell in own if cell.page is None and cell.value not in (None, ())
    )
    return Shown(claim, facts, tuple(_said(cell, cell.cell.removeprefix(begin), pages) for cell in own if cell.page is not None))


def _field(name: str) -> str:
    """A field as a person calls it: "independently reported", "figure"."""
    plain = name.partition("[")[0]
    return _FIELDS.get(plain, plain.replace("_", " "))


def _said(cell: Cell, name: str, pages: Mapping[str, Page]) -> Said:
    assert cell.page is not None
    page = pages[cell.page]
    told = cell.value if isinstance(cell.value, tuple) else ()
    who = tuple(f"said {days_in_words(one.removeprefix('said '))}" if one.startswith("said ") else one for one in told)
    where = ", ".join(f"{start}..{end}" for start, end in cell.spans) or "no words of its own"
    return Said(name.partition("[")[0], who, cell.words or "", where, page.outlet or cell.page, f"pages/{cell.page}/page.html")
