"""Make NAME.gold.json from a page and NAME.marks.tsv, which quotes the page's words: nobody types an offset.

    python tests/pages/build_gold.py            write the gold of every page beside this file
    python tests/pages/build_gold.py --check    say which golds are not what their marks give, and exit with 1

The marks of a page are rows of columns; README.md shows each kind of row. Words are found in the visible text (of a text
file: the file). They must occur exactly once, or `nth=2` says which; `{role:words}` marks a part of them; `[...]` stands for
words left out within a line. A quotation that does not occur stops the build with the file, the row and the words.
"""

import json
import re
import sys
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Place = tuple[int, int]
Found = dict[str, list[Place]]

HERE = Path(__file__).parent
SUFFIX = ".marks.tsv"
_UNSEEN = {"head", "script", "style", "template", "noscript"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td",
    "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_MARK = re.compile(r"\{(\w+):|\}|\[\.\.\.\]|\s+|[^{}\s\[]+|\[")
_ELISION = r"[^\n]*?"
_OUTER = "all"  # the role of the whole quotation


class MarksError(Exception):
    """The marks do not fit the page: the file, the row, and the words that were not found."""


class _VisibleText(HTMLParser):
    """The words that a reader sees: one line a block, white space collapsed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


@dataclass(frozen=True, slots=True)
class Page:
    """A page with its visible text. Only the spans of a text page have offsets."""

    name: str
    raw: str
    text: str
    is_html: bool

    def cite(self, place: Place) -> Json:
        """One span as {start, end, text}; for HTML the text alone."""
        start, end = place
        offsets = {} if self.is_html else {"start": start, "end": end}
        return {**offsets, "text": self.text[start:end]}

    def cite_pieces(self, places: list[Place]) -> Json:
        """Words in one or more pieces, joined by a space."""
        offsets = {} if self.is_html else {"spans": [{"start": a, "end": b} for a, b in places]}
        return {**offsets, "text": " ".join(self.text[a:b] for a, b in places)}

    def find(self, marked: str, nth: int | None = None) -> Found:
        """Where marked words stand, by role; "all" is the whole quotation."""
        pattern, roles = _pattern(marked)
        matches = list(re.finditer(f"(?={pattern})", self.text))
        if not matches or (nth is None and len(matches) > 1) or (nth or 1) > len(matches):
            raise MarksError(f"occurs {len(matches)} times: {marked!r}")
        match = matches[(nth or 1) - 1]
        found: Found = {}
        for i, role in enumerate(roles):
            found.setdefault(role, []).append(match.span(i + 1))
        return found

    def find_block(self, opening: str, nth: int | None = None) -> Place:
        """The whole line that begins with these words."""
        pattern = _pattern(opening)[0]
        matches = list(re.finditer(rf"(?m)^[^\S\n]*(?={pattern})", self.text))
        if not matches or (nth is None and len(matches) > 1) or (nth or 1) > len(matches):
            raise MarksError(f"begins {len(matches)} lines: {opening!r}")
        start = matches[(nth or 1) - 1].end()
        line = self.text[start:].split("\n", 1)[0].rstrip()
        return start, start + len(line)


def open_page(path: Path) -> Page:
    """The page in a file."""
    raw = path.read_bytes().decode("utf-8")
    if path.suffix != ".html":
        return Page(path.name, raw, raw, is_html=False)
    parser = _VisibleText()
    parser.feed(raw)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return Page(path.name, raw, "\n".join(line for line in lines if line), is_html=True)


def _pattern(marked: str) -> tuple[str, list[str]]:
    """A regular expression with one group a mark, and the roles of its groups in order."""
    out, roles = ["("], [_OUTER]
    for token in _MARK.finditer(marked):
        words = token[0]
        if token[1]:
            out.append("(")
            roles.append(token[1])
        elif words == "}":
            out.append(")")
        elif words == "[...]":
            out.append(_ELISION)
        else:
            out.append(r"\s+" if words.isspace() else re.escape(words))
    return "".join([*out, ")"]), roles


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the marks: its kind, its columns, and what is written as key=value."""

    number: int
    kind: str
    columns: tuple[str, ...]
    options: Mapping[str, str]

    @property
    def nth(self) -> int | None:
        return int(self.options["nth"]) if "nth" in self.options else None

    @property
    def optional(self) -> Json:
        return {"optional": True} if "optional" in self.options else {}

    def several(self, key: str) -> list[str]:
        return self.options[key].split(",") if self.options.get(key) else []

    def accepted(self, key: str, name: str) -> Json:
        """Other accepted readings under `name`, where there are any."""
        return {name: self.several(key)} if key in self.options else {}


_OPTION = re.compile(r"(nth|actor|ok|kind|within|aka|about|supplier|recipient|supplier_ok|recipient_ok|status|status_ok|event|mode|stage"
                     r"|time|asserted|denied|initiators|recipients|narrator|value_usd|part)=(.*)")  # fmt: skip


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a marks file; lines that begin with # and empty lines are left out."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, *rest = line.split("\t")
        options = {m[1]: m[2] for column in rest if (m := _OPTION.fullmatch(column))} | ({"optional": ""} if "optional" in rest else {})
        columns = tuple(c for c in rest if c != "optional" and not _OPTION.fullmatch(c))
        yield Row(number, kind, columns, options)


def build(marks: Path) -> tuple[Path, Json]:
    """The gold file of a page and its content.

    Raises:
        MarksError: a row does not fit the page.
    """
    rows = list(read_rows(marks))
    page = open_page(marks.with_name(rows[0].columns[0]))
    gold = _blank(page, rows[0])
    for row in rows[1:]:
        try:
            _ADD[re.sub(r"\d+$", "", row.kind)](page, row, gold)
        except (MarksError, ValueError, KeyError, IndexError) as error:
            raise MarksError(f"{marks.name}:{row.number}: {error}") from error
    _check_references(marks, gold)
    if not page.is_html:
        gold["article"]["furniture"] = list(_furniture(page, gold))
    return marks.with_name(marks.name.removesuffix(SUFFIX) + ".gold.json"), gold


def _blank(page: Page, row: Row) -> Json:
    _, language, kind = row.columns
    media = "text/html" if page.is_html else "text/plain"
    read = language == "en"
    document = {"location": page.name, "media_type": media, "language": language}
    return {
        "schema": "onrecord-gold/1",
        "document": document if page.is_html else {**document, "characters": len(page.text)},
        "article": {
            "kind": kind, "headline": None, "body": [], "parts": [], "published": {"date": None, "evidence": []}, "modified": None,
            "dateline": None, "agencies": [], "authors": [], "related": [], "notices": [], "furniture": [],
        },
        "statements": [] if read else None,
        "events": [] if read else None,
        "arms_transfers": [] if read else None,
        "actors": [],
        "times": [] if read else None,
    }  # fmt: skip


def _add_headline(page: Page, row: Row, gold: Json) -> None:
    gold["article"]["headline"] = page.cite(page.find_block(row.columns[0], row.nth))


def _add_body(page: Page, row: Row, gold: Json) -> None:
    kind = row.options.get("kind", "paragraph")
    gold["article"]["body"].append({**page.cite(page.find_block(row.columns[0], row.nth)), "kind": kind, **row.optional})


def _add_part(page: Page, row: Row, gold: Json) -> None:
    time, first, last = row.columns
    start, end = page.find_block(first)[0], page.find_block(last)[1]
    gold["article"]["parts"].append({**page.cite((start, end)), "time": time})


def _add_published(page: Page, row: Row, gold: Json) -> None:
    gold["article"]["published"]["date"] = None if row.columns[0] == "-" else row.columns[0]


def _add_modified(page: Page, row: Row, gold: Json) -> None:
    gold["article"]["modified"] = {"date": row.columns[0]}


def _add_evidence(page: Page, row: Row, gold: Json) -> None:
    kind, words, reading, verdict, why = row.columns
    entry: Json
    try:
        found = page.find(words, row.nth)
        (place,) = found.get("date") or found[_OUTER]
        entry = page.cite(place)
    except MarksError:
        if not page.is_html or words not in page.raw:  # what stands in the markup is quoted as it is written there
            raise
        entry = {"text": words}
    gold["article"]["published"]["evidence"].append({"kind": kind, **entry, "reading": reading, "verdict": verdict, "why": why})


def _dateline(page: Page, marked: str, nth: int | None, place: str) -> Json:
    found = page.find(marked, nth)
    (whole,) = found.get("dateline") or found[_OUTER]
    dates = found.get("date", [])
    return {**page.cite(whole), "place": place, "date_text": page.text[slice(*dates[0])] if dates else None}


def _add_dateline(page: Page, row: Row, gold: Json) -> None:
    gold["article"]["dateline"] = _dateline(page, row.columns[0], row.nth, row.columns[1])


def _add_credit(page: Page, row: Row, gold: Json) -> None:
    """An agency or author: words with the name marked, and the name as it is known where that differs."""
    kind = {"agency": "agencies", "author": "authors"}[row.kind]
    (place,) = page.find(row.columns[0], row.nth)[row.kind]
    name = row.columns[1] if len(row.columns) > 1 else page.text[slice(*place)]
    aka = {"aka": row.several("aka")} if "aka" in row.options else {}
    gold["article"][kind].append({"name": name, **aka, **page.cite(place)})


def _add_related(page: Page, row: Row, gold: Json) -> None:
    headline, teaser, *dateline = row.columns
    entry: Json = {
        "headline": None if headline == "-" else page.cite(page.find_block(headline, row.nth)),
        "teaser": None if teaser == "-" else page.cite(page.find_block(teaser)),
        "dateline": _dateline(page, dateline[0], None, dateline[1]) if dateline else None,
        **row.optional,
    }
    shown = ((entry["teaser"] or entry["headline"])["text"]).rstrip(")] ")
    gold["article"]["related"].append({**entry, "truncated": shown.endswith(("...", "…"))})


def _add_notice(page: Page, row: Row, gold: Json) -> None:
    words, kind = row.columns
    gold["article"]["notices"].append({**page.cite(page.find_block(words, row.nth)), "kind": kind})


def _kind_of(text: str) -> str:
    """How content is given: wholly quoted, in part, or not."""
    first, last = text[0] in "\"“‘'", text[-1] in "\"”’'" or text[-2:-1] in ("”", "’")
    if first and last:
        return "direct"
    return "mixed" if re.search(r"[\"“”]|(?<!\w)[‘']", text) else "indirect"


def _add_statement(page: Page, row: Row, gold: Json) -> None:
    marked, stance = row.columns
    found = page.find(marked, row.nth)
    content = page.cite_pieces(found["content"]) if "content" in found else None
    source = page.cite_pieces(found["source"]) if "source" in found else None
    actors = row.several("actor")
    if source is not None:
        source |= {"actor": actors[0], **({"actors": actors} if len(actors) > 1 else {})}
    gold["statements"].append(
        {
            "id": row.kind,
            "source": source,
            "cue": page.cite_pieces(found["cue"]),
            "content": content,
            "kind": row.options.get("kind") or (_kind_of(content["text"]) if content else "indirect"),
            "stance": None if stance == "-" else stance,
            **row.accepted("ok", "stance_ok"),
            **({"within": row.options["within"]} if "within" in row.options else {}),
            **row.optional,
        }
    )


def _bounds(value: str) -> tuple[str | None, str | None]:
    """First and last day of a TIMEX3 value, where it is a day, month, year, decade or an interval of these."""
    if "/" in value:
        first, last = value.split("/")
        return _bounds(first)[0], _bounds(last)[1]
    match = re.match(r"(\d{4})-(\d\d)-(\d\d)", value)
    if match:
        return match[0], match[0]
    match = re.fullmatch(r"(\d{4})-(\d\d)", value)
    if match:
        return f"{value}-01", f"{value}-{monthrange(int(match[1]), int(match[2]))[1]}"
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31"
    if re.fullmatch(r"\d{3}", value):
        return f"{value}0-01-01", f"{value}9-12-31"
    return None, None


def _add_time(page: Page, row: Row, gold: Json) -> None:
    marked, kind, value = row.columns
    found = page.find(marked, row.nth)
    (place,) = found["t"]
    earliest, latest = _bounds(value) if kind in ("DATE", "TIME") else (None, None)
    entry = {"id": row.kind, **page.cite(place), "type": kind, "value": value, **row.accepted("ok", "value_ok"), **row.optional}
    gold["times"].append({**entry, "earliest": earliest, "latest": latest})


def _add_actor(page: Page, row: Row, gold: Json) -> None:
    key, name, kind, country, role = row.columns
    gold["actors"].append({"id": key, "name": name, "country": None if country == "-" else country, "role": role, "kind": kind})


def _add_event(page: Page, row: Row, gold: Json) -> None:
    marked, kind = row.columns
    (trigger,) = page.find(marked, row.nth)["trigger"]
    gold["events"].append(
        {
            "id": row.kind, "type": kind, "mode": row.options.get("mode"), "contexts": row.several("about"), "trigger": page.cite(trigger),
            "initiators": row.several("initiators"), "recipients": row.several("recipients"), "time": row.options.get("time"), "place": None,
            "status": row.options["status"], "asserted_by": row.several("asserted"), "denied_by": row.several("denied"),
        }
    )  # fmt: skip


def _add_transfer(page: Page, row: Row, gold: Json) -> None:
    """An arms transfer; its items follow in rows of their own."""
    event = next(e for e in gold["events"] if e["id"] == row.options["event"])
    value = {"value_usd": int(row.options["value_usd"])} if "value_usd" in row.options else {}
    gold["arms_transfers"].append(
        {
            "id": row.kind, "event": event["id"], "supplier": row.options["supplier"], "recipient": row.options["recipient"],
            **row.accepted("supplier_ok", "supplier_ok"), **row.accepted("recipient_ok", "recipient_ok"),
            "mode": row.options.get("mode"), "stage": row.options.get("stage"), "items": [], "status": event["status"],
            **row.accepted("status_ok", "status_ok"), "time": event["time"], "asserted_by": event["asserted_by"], "denied_by": event["denied_by"],
            **value, "narrator": row.options.get("narrator") == "yes", **row.optional,
        }
    )  # fmt: skip


def _add_item(page: Page, row: Row, gold: Json) -> None:
    marked, category, quantity = row.columns
    (place,) = page.find(marked, row.nth)["item"]
    part = {"part": True} if "part" in row.options else {}
    item = {**page.cite(place), "category": category, "quantity": None if quantity == "-" else int(quantity), **part}
    gold["arms_transfers"][-1]["items"].append(item)


_ADD = {
    "headline": _add_headline, "body": _add_body, "part": _add_part, "published": _add_published, "modified": _add_modified,
    "evidence": _add_evidence, "dateline": _add_dateline, "agency": _add_credit, "author": _add_credit, "related": _add_related,
    "notice": _add_notice, "s": _add_statement, "t": _add_time, "actor": _add_actor, "e": _add_event, "x": _add_transfer, "item": _add_item,
}  # fmt: skip


def _check_references(marks: Path, gold: Json) -> None:
    """Every ID is given once, and every ID that is used is given."""
    layers = [gold[name] or [] for name in ("statements", "events", "arms_transfers", "actors", "times")]
    ids = [node["id"] for layer in layers for node in layer]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    used = [key for s in gold["statements"] or [] if s["source"] for key in s["source"].get("actors") or [s["source"]["actor"]]]
    used += [s["within"] for s in gold["statements"] or [] if "within" in s]
    for event in gold["events"] or []:
        used += [*event["initiators"], *event["recipients"], *event["asserted_by"], *event["denied_by"], *([event["time"]] if event["time"] else [])]
    for transfer in gold["arms_transfers"] or []:
        used += [transfer["supplier"], transfer["recipient"]]
    unknown = sorted(set(used) - set(ids))
    if twice or unknown:
        raise MarksError(f"{marks.name}: given twice: {twice}; used and not given: {unknown}")


def _furniture(page: Page, gold: Json) -> Iterator[Json]:
    """Each line of a text page that no part of the article takes."""
    article = gold["article"]
    taken = [article["headline"], *article["body"], *article["notices"], *article["parts"]]
    taken += [words for r in article["related"] for words in (r["headline"], r["teaser"])]
    covered = [(span["start"], span["end"]) for span in taken if span]
    for line in re.finditer(r"[^\n]+", page.text):
        words = line[0].strip()
        start = line.start() + len(line[0]) - len(line[0].lstrip())
        if words and not any(a < start + len(words) and start < b for a, b in covered):
            yield {**page.cite((start, start + len(words))), "kind": "other"}


def write(gold: Json) -> str:
    """The text of a gold file."""
    return json.dumps(gold, ensure_ascii=False, indent=1) + "\n"


def main(check: bool) -> int:
    """Write every gold, or with `check` say which are stale; the exit status."""
    stale = []
    for marks in sorted(HERE.glob(f"*{SUFFIX}")):
        path, gold = build(marks)
        text = write(gold)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path.name)
            if not check:
                path.write_text(text, encoding="utf-8")
    sys.stdout.write("".join(f"{'stale' if check else 'wrote'} {name}\n" for name in stale))
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
