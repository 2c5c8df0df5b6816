"""`onrecord search`: what is said on the pages of a store, found by words and by fields."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.forms import check_one_form, is_coloured, print_csv, show
from onrecord.cli.report import report
from onrecord.errors import QueryError

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from onrecord.search import Found, Hit, In, Order
    from onrecord.store.store import Store

NOT_UNDERSTOOD: Final = 2
_TIMEOUT_S: Final = 30.0  # a person waits longer than a web page, and a store's first search reads the disk
_SHOWN: Final = 320  # characters of what is said
_BEFORE: Final = 80  # of them before the first word that was looked for
_COLUMNS: Final = (
    "published", "outlet", "source", "actors", "cue", "stance", "settled", "text", "said_earliest", "said_latest", "marks",
    "page", "statement", "statements", "source_offsets", "cue_offsets", "text_offsets", "headline", "location", "copy_of", "score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pages:
    """What was found, of as many pages of the list as were wanted."""

    first: "Found"
    hits: "tuple[Hit, ...]"
    next: str | None


@click.command(
    short_help="Search what is said on the pages of a store.",
    epilog="Exit status: 0 found or not, 1 the store cannot be read, 2 the query was not understood.",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("store", metavar="STORE", type=click.Path())
@click.argument("query", metavar="QUERY...", nargs=-1, required=True, type=click.UNPROCESSED)
@click.option(
    "--in",
    "within",
    type=click.Choice(["statements", "text"]),
    default="statements",
    show_default=True,
    help="What sources say; or the headline and every paragraph, by words, outlet: and dates only.",
)
@click.option("--limit", metavar="N", type=click.IntRange(min=1), default=20, show_default=True, help="Statements at most.")
@click.option("--cursor", metavar="WORD", help="Go on where an earlier list ended, which names it.")
@click.option(
    "--order",
    type=click.Choice(["best", "relevance", "newest"]),
    default="best",
    show_default=True,
    help="best: the most fitting first, or the newest where there are only fields or more than 5,000 fit.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: hits, coverage, and the cursor of what follows.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the statements as CSV.")
@click.help_option("-h", "--help")
def search(store: str, query: tuple[str, ...], within: "In", limit: int, cursor: str | None, order: "Order", as_json: bool, as_csv: bool) -> int:
    """Search the pages of a store: what sources say on them, or all of their text.

    \b
    shells ammunition          both words, in any form: shell, shells
    '"no shells"'              the words in this order (the outer quotes are the shell's)
    deliver*                   words that begin so
    shells OR ammunition       one of them; a (b OR c): a, and one of both
    -Wagner -stance:asserts    not this; put -- before a query that begins so
    source:Peskov              who says it, in the page's words or by name; source:RUS
    stance:denies,doubts       also asserts, expects, confirms, declines, promises, none …
    actor:RUS actor:Wagner     who says it or takes part in what is spoken of
    supplier:PRK recipient:RUS of a transfer of arms that is spoken of
    type:SANCTION status:planned   of an event that is spoken of
    outlet:Herald after:2023-03   of the page; before:2023-10-05 until 4 October

    \b
    Examples:
      onrecord search news.db shells stance:denies before:2023-10
      onrecord search news.db supplier:PRK recipient:RUS --csv > said.csv
      onrecord search news.db '"no such deal"' --json
    """
    from onrecord.search import misread
    from onrecord.store import open_store

    check_one_form(as_json=as_json, as_csv=as_csv)
    with open_store(store) as opened:
        try:
            found = _pages(opened, " ".join(query), within, limit, cursor, order)
        except QueryError as error:
            report(error)
            return NOT_UNDERSTOOD
    if as_json:
        click.echo(_json(found))
        return 0
    if as_csv:
        print_csv(map(_row, found.hits), _COLUMNS)
    else:
        show(_table(found))
    report(_told(found, cursor))
    if hint := misread(found.first.query):
        report(hint)
    return 0


def _pages(store: "Store", query: str, within: "In", limit: int, cursor: str | None, order: "Order") -> Pages:
    from onrecord.search import MOST_HITS
    from onrecord.search import search as find

    first = last = find(store, query, within=within, limit=min(limit, MOST_HITS), cursor=cursor, order=order, timeout_s=_TIMEOUT_S)
    hits = list(first.hits)
    while last.next and len(hits) < limit:
        last = find(store, query, within=within, limit=min(limit - len(hits), MOST_HITS), cursor=last.next, order=order, timeout_s=_TIMEOUT_S)
        hits += last.hits
    return Pages(first, tuple(hits), last.next)


def _told(found: Pages, cursor: str | None) -> str:
    """How many there are, in how many pages, in which order, and how to go on."""
    told = [found.first.summary()]
    if len(found.hits) > 1:
        told.append("the most fitting first" if found.first.order == "relevance" else "the newest first")
    if found.next:
        told.append(f"the next: --cursor {found.next}")
    elif cursor:
        told.append("this is the end")
    return "; ".join(told)


def _json(found: Pages) -> str:
    first = found.first
    data = {
        "query": first.query,
        "in": first.within,
        "order": first.order,
        "total": first.total,
        "exact": first.exact,
        "coverage": asdict(first.coverage),
        "next": found.next,
        "hits": [asdict(hit) for hit in found.hits],
    }
    return json.dumps(data, ensure_ascii=False)


def _row(hit: "Hit") -> dict[str, object]:
    return {
        **asdict(hit),
        "settled": {True: "yes", False: "no", None: ""}[hit.settled],
        "statements": " ".join(hit.statements),
        "marks": _offsets((mark.start, mark.end) for mark in hit.marks),
        "source_offsets": _offsets(hit.source_spans),
        "cue_offsets": _offsets(hit.cue_spans),
        "text_offsets": _offsets(hit.text_spans),
    }


def _offsets(spans: "Iterator[tuple[int, int]] | tuple[tuple[int, int], ...]") -> str:
    return " ".join(f"{start}-{end}" for start, end in spans)


def _table(found: Pages) -> "Iterator[Table]":
    """The hits as a table; nothing where there are none."""
    from rich.table import Table
    from rich.text import Text

    from onrecord.export.visible import one_line

    if not found.hits:
        return
    color = is_coloured()
    table = Table(box=None, pad_edge=False, show_edge=False, padding=(0, 2, 0, 0), leading=1)
    said = found.first.within == "statements"
    for name, ratio in (("page", 2), ("who", 3), ("stance", 2), ("what", 8)) if said else (("page", 2), ("what", 13)):
        table.add_column(name, overflow="fold", ratio=ratio, min_width=9 if name == "stance" else None)
    for hit in found.hits:
        page = "\n".join(filter(None, (hit.published or "no date", one_line(hit.outlet or ""))))
        who = (_who(hit, color=color), _stance(hit)) if said else ()
        table.add_row(Text(page), *who, _what(hit, color=color))
    yield table


def _who(hit: "Hit", *, color: bool) -> "Text":
    from rich.text import Text

    from onrecord.export.visible import one_line

    if hit.source is None:
        return Text("(no source)")
    found = _marked(hit, hit.source, hit.source_spans, color=color)
    if hit.actors and hit.actors.casefold() not in hit.source.casefold():
        found.append(f"\n({one_line(hit.actors)})", style="dim")
    return found


def _stance(hit: "Hit") -> "Text":
    """The attitude, and the words that it was read from."""
    from rich.text import Text

    from onrecord.export.visible import one_line

    found = Text(hit.stance or "no stance")
    found.append(f"\n“{one_line(hit.cue or '')}”", style="dim")
    return found if hit.settled else found.append("\nnot settled")


def _what(hit: "Hit", *, color: bool) -> "Text":
    from rich.text import Text

    from onrecord.export.visible import one_line

    found = Text()
    if hit.text:
        found.append_text(_marked(hit, hit.text, hit.text_spans, color=color))
        found.append("\n")
    spans = hit.text_spans or hit.cue_spans
    copy = f" copy of {hit.copy_of}" if hit.copy_of else ""
    found.append(f"{one_line(hit.location)} [{spans[0][0]}:{spans[-1][1]}] {hit.page}{copy}", style="dim")
    return found


def _marked(hit: "Hit", words: str, spans: tuple[tuple[int, int], ...], *, color: bool) -> "Text":
    """The words of a citation, those that were looked for marked; what is long is cut to the part that holds the first of them."""
    from rich.text import Text

    from onrecord.export.visible import one_line

    marks = sorted(_within(hit, spans))
    begin = max(marks[0][0] - _BEFORE, 0) if marks and len(words) > _SHOWN else 0
    begin = begin and words.find(" ", begin) + 1
    end = min(begin + _SHOWN, len(words))
    found = Text("… " if begin else "")
    at = begin
    for start, stop in (*((s, e) for s, e in marks if begin <= s and e <= end), (end, end)):
        for piece, style in ((words[at:start], ""), (words[start:stop], "bold reverse")):
            if piece:
                # White space at the ends is the text's, and belongs between the pieces.
                shown = f"{' ' * piece[0].isspace()}{one_line(piece)}{' ' * piece[-1].isspace()}" if piece.strip() else " "
                found.append(shown if color or not style else f"*{shown}*", style=style)
        at = max(at, stop)
    if end < len(words):
        found.append(" …")
    return found


def _within(hit: "Hit", spans: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    """The marks of a hit as ranges of a citation's words, whose pieces are joined by one space each."""
    at = 0
    for begin, stop in spans:
        yield from ((at + mark.start - begin, at + mark.end - begin) for mark in hit.marks if begin <= mark.start and mark.end <= stop)
        at += stop - begin + 1
