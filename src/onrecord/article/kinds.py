"""What kind of page it is: an article, or what stands where an article was looked for.

A page is said to be an error, a consent wall, an index or a stub only on evidence of its own words or shape, and never against
running text of some length: where nothing speaks for another kind, it is an article.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

from onrecord.article.lines import Line
from onrecord.article.tables import fold, spellings
from onrecord.layout import Layout
from onrecord.lexicon import read_table
from onrecord.record import PageKind

_MOST_READ = 5_000  # lines of a consent wall
_BRIEF = 15  # words: what is shorter tells no news
_FEW = 40
_SHORT = 160  # words: as much as a page shows of a text that it sells
_LONG = 400
_WALL = 0.7  # the part of a page's running words that are the consent wall's
_CARDS = 8  # headlines that lead elsewhere
_BELOW = 8  # lines from a headline to the text
_TURNS = 6
_ELSEWHERE = frozenset(("navigation", "footer", "consent", "comment", "widget", "popular", "advertising"))
_HEADINGS = ("h1", "h2", "h3", "h4")
_TITLE_NAMES = ("title", "og:title", "twitter:title")
_TITLE_PARTS = re.compile(r"\s+[|–—·•»«-]\s+|\s*[|»]\s*|:\s+")
_TOKEN = re.compile(r"[^\W\d]+(?:['’-][^\W\d]+)*|\d+")
_CODE = re.compile(r"[45]\d\d")
_FILLERS = frozenset(
    (
        "sorry", "oops", "ups", "http", "status", "code", "the", "this", "that", "a", "error", "die", "diese", "cette", "la", "désolé",
        "el", "esta", "lo", "sentimos", "lamentamos", "essa", "o", "questa", "de", "deze", "ta", "beklager", "извините", "к", "сожалению", "عذرا",
    )
)  # fmt: skip
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_SPEAKER = re.compile(r"([^\W\d_](?:[^:.!?\n]{0,38}[^\W_])?)(?:\s?\([^)\n]{1,30}\))?\s?[:：]\s?\S")
_TRANSCRIPT = re.compile(r"\btrans(?:cripts?|krip\w*|cription|cripción|crição|crizione)\b|стенограмма", re.IGNORECASE)


@dataclass(slots=True)
class _Phrases:
    """The phrases of one kind: by their first word, and those of scripts without spaces."""

    by_first: dict[str, list[str]] = field(default_factory=dict)
    unspaced: list[str] = field(default_factory=list)

    def stand_in(self, text: str) -> bool:
        """Whether one of the phrases is in a text, as whole words."""
        tokens = _tokens(text)
        line = " ".join(tokens) + " "
        at = 0
        for token in tokens:
            if any(line.startswith(phrase + " ", at) for phrase in self.by_first.get(token, ())):
                return True
            at += len(token) + 1
        if not self.unspaced or not _UNSPACED.search(text):
            return False
        joined = "".join(tokens)
        return any(phrase in joined for phrase in self.unspaced)


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(fold(text).replace("’", "'"))


@cache
def _phrases(kind: str, how: str) -> _Phrases:
    found = _Phrases()
    for row_kind, row_how, words, _ in read_table("article/kinds.tsv").rows:
        if (row_kind, row_how) == (kind, how):
            for phrase in spellings(words):
                tokens = _tokens(phrase)
                if _UNSPACED.search(phrase):
                    found.unspaced.append("".join(tokens))
                else:
                    found.by_first.setdefault(tokens[0], []).append(" ".join(tokens))
    return found


@cache
def _titles(kind: str) -> frozenset[str]:
    rows = (words for row_kind, how, words, _ in read_table("article/kinds.tsv").rows if (row_kind, how) == (kind, "title"))
    return frozenset(_core(_tokens(phrase)) for words in rows for phrase in spellings(words))


def _core(tokens: Sequence[str]) -> str:
    """The words of a title without its code and the small words before them."""
    words = [token for token in tokens if not token.isdigit()]
    while len(words) > 1 and words[0] in _FILLERS:
        words = words[1:]
    return " ".join(words)


def says(kind: str, title: str) -> bool:
    """Whether a title says nothing but that the page is an error ("error") or asks for consent ("consent").

    The outlet's name may stand beside it, and a code: "404 – Page not found | Harbour Post".
    """
    parts = [tokens for part in _TITLE_PARTS.split(title[:300]) if (tokens := _tokens(part))]
    for number, tokens in enumerate(parts):
        rest = sum(len(other) for n, other in enumerate(parts) if n != number)
        core = _core(tokens)
        if rest > 5:
            continue
        if core in _titles(kind) or (kind == "error" and not core and len(tokens) == 1 and _CODE.fullmatch(tokens[0])):
            return True
    return _core([token for tokens in parts for token in tokens]) in _titles(kind)


def tells(kind: str, how: str, text: str) -> bool:
    """Whether a line of a page has one of the phrases of a kind."""
    return _phrases(kind, how).stand_in(text)


def kind_of_page(layout: Layout, lines: Sequence[Line], body: Sequence[int], top: int | None, *, entries: int, stories: int) -> PageKind:
    """What sort of page it is.

    Args:
        entries: how many entries with a time of their own the body has.
        stories: how many other stories the page advertises.
    """
    if (entries >= 3 and any(fact.kind == "LiveBlogPosting" for fact in layout.facts)) or entries >= 5:
        return PageKind.LIVE_BLOG
    words = sum(lines[i].words for i in body)
    run = _longest_run(lines, html=layout.form == "html")
    declared = _is_declared(layout)
    if words < _LONG or run <= 2:
        if _is_error(layout, lines, top, words, run):
            return PageKind.ERROR
        if _is_consent(layout, lines, top, words):
            return PageKind.CONSENT
    if _is_index(layout, lines, body, top, run, stories, declared=declared):
        return PageKind.INDEX
    if _is_stub(layout, lines, body, words):
        return PageKind.STUB
    return PageKind.TRANSCRIPT if _is_transcript(layout, lines, body, top) else PageKind.ARTICLE


def _is_declared(layout: Layout) -> bool:
    """The markup calls the page one article; a list of articles in linked data does not."""
    headlines = {fact.value for fact in layout.facts if fact.name == "headline" and _is_article(fact.kind)}
    kinds = any(_is_article(fact.kind) and "itemlist" not in fact.at.lower() for fact in layout.facts)
    return (kinds and len(headlines) <= 3) or any(fact.name == "og:type" and fact.value.strip() == "article" for fact in layout.facts)


def _is_article(kind: str) -> bool:
    return kind.endswith(("Article", "Posting"))


def _longest_run(lines: Sequence[Line], *, html: bool) -> int:
    """The most paragraphs of running text in a row, without a headline that leads to another page, or in text that looks like one."""
    longest = run = 0
    for line in lines:
        if line.kind is not None or line.marks & _ELSEWHERE:
            continue
        if line.prose and line.words >= 12 and line.linked < 0.8:
            run += 1
            longest = max(longest, run)
        elif is_card(line) if html else looks_like_headline(line):
            run = 0
    return longest


def is_card(line: Line) -> bool:
    """A headline that leads to another page."""
    return line.linked > 0.8 and line.words >= 4 and line.kind is None and not line.marks & _ELSEWHERE


def looks_like_headline(line: Line) -> bool:
    """In text: a line of some words that is no sentence and no furniture."""
    return line.kind is None and 4 <= line.words <= 20 and not line.sentence and not line.cut_off


def _is_error(layout: Layout, lines: Sequence[Line], top: int | None, words: int, run: int) -> bool:
    """The page says that it is not there, that it may not be seen, or that a person has to be proved."""
    named = any(says("error", fact.value) for fact in layout.facts if fact.name in _TITLE_NAMES)
    near = [line for line in lines if not line.marks & _ELSEWHERE and line.words <= 60][:60]
    headed = (top is not None and says("error", lines[top].text)) or any(says("error", line.text) for line in near if line.words <= 12)
    told = [line for line in near if tells("error", "has", line.text)]
    evidence = named + headed + bool(told)
    rest = words - sum(line.words for line in told)
    if evidence >= 2:
        return rest < _SHORT or run <= 2
    if named or (headed and top is not None and says("error", lines[top].text)):
        return rest < 60
    whole = sum(line.words for line in lines)
    return evidence == 1 and rest < _FEW and whole < (150 if headed else 300) and (top is None or tells("error", "has", lines[top].text) or headed)


def _is_consent(layout: Layout, lines: Sequence[Line], top: int | None, words: int) -> bool:
    """All that the page says is what it wants to do with the reader's data."""
    named = any(says("consent", fact.value) for fact in layout.facts if fact.name in _TITLE_NAMES)
    headed = top is not None and says("consent", lines[top].text)
    strong = wall = whole = 0
    if len(lines) > _MOST_READ:
        return False  # no wall is that long
    for line in lines:
        if line.marks & {"navigation", "footer"} and not (line.prose and line.words >= 8):
            continue
        certain = line.kind == "consent" or "consent" in line.marks or tells("consent", "strong", line.text)
        strong += certain
        if line.prose or certain or line.words >= 8:
            whole += line.words
            if certain or tells("consent", "weak", line.text):
                wall += line.words
            elif whole - wall >= 2 * _FEW:
                return False  # too much else is said, whatever follows
    if not strong:
        return False
    walled = wall >= _WALL * whole
    return walled and (strong >= 2 or named or headed or words < _FEW)


def _is_index(layout: Layout, lines: Sequence[Line], body: Sequence[int], top: int | None, run: int, stories: int, *, declared: bool) -> bool:
    """A list of other stories, with or without the first sentences of each."""
    words = sum(lines[i].words for i in body)
    html = layout.form == "html"
    cards = [line for line in lines if is_card(line)]
    if html:
        if words < _FEW:
            headed = sum(line.block.tag in _HEADINGS for line in cards)
            return not declared and (stories >= 3 or len(cards) >= 15 or headed >= _CARDS)
        front = _is_front(layout)
        if len(cards) < _CARDS or run > (3 if front else 2) or (declared and not front):
            return False
        return front or _teasers(lines, body, is_card) * 5 >= words * 3
    if words < _FEW and stories >= 3 and not (body and top is not None and 0 < body[0] - top <= _BELOW):
        return True
    heads = [line for line in lines if looks_like_headline(line)]
    prose = [line for line in lines if line.prose and line.words >= 10 and line.kind is None]
    if len(heads) < _CARDS or run > 1:
        return False
    if len(prose) < 3:
        return words < 2 * _FEW
    short = max(line.words for line in prose) <= 60
    return short and _teasers(lines, [line.number for line in prose], looks_like_headline) * 4 >= sum(line.words for line in prose) * 3


def _is_front(layout: Layout) -> bool:
    """The page's own address is that of the site or of one of its sections."""
    url = next((fact.value for fact in layout.facts if fact.name in ("canonical", "og:url") and fact.value.startswith("http")), layout.url)
    if not url:
        return False
    try:
        path = [part for part in urlsplit(url).path.split("/") if part]
    except ValueError:
        return False
    return not path or (len(path) == 1 and "-" not in path[0] and "." not in path[0] and len(path[0]) <= 20 and not any(c.isdigit() for c in path[0]))


def _teasers(lines: Sequence[Line], chosen: Iterable[int], is_head: Callable[[Line], bool]) -> int:
    """Words of the chosen lines that stand below a headline of their own, with no other running text between."""
    words = 0
    for i in chosen:
        line = lines[i]
        above = next((lines[j] for j in range(i - 1, max(-1, i - 5), -1) if is_head(lines[j]) or (lines[j].prose and lines[j].words >= 10)), None)
        if is_head(line) or (above is not None and is_head(above)):
            words += line.words
    return words


def _is_stub(layout: Layout, lines: Sequence[Line], body: Sequence[int], words: int) -> bool:
    """Only the beginning of a text is shown, or nothing of it."""
    if not body:
        return layout.form == "html" or len(lines) > 4
    last = lines[body[-1]]
    below = [line for line in lines[body[-1] : body[-1] + 9] if line.words <= 60]
    if words < _LONG and any(tells("stub", "has", line.text) for line in below if line is not last or line.kind is not None or words < _SHORT):
        return words < _SHORT or last.cut_off
    if words < _SHORT and last.cut_off:
        return True
    return layout.form == "html" and words < _BRIEF


def _is_transcript(layout: Layout, lines: Sequence[Line], body: Sequence[int], top: int | None) -> bool:
    """Most of the text is set as turns, each headed by who speaks, and speakers come again.

    An interview is set so too and is an article: the speakers stand in capitals, or the page calls itself a transcript.
    """
    turns: dict[str, int] = {}
    spoken = whole = 0
    speaking = False
    for i in body:
        line = lines[i]
        whole += line.words
        found = _SPEAKER.match(line.text[:120])
        if found and (line.sentence or line.cut_off) and len(found[1].split()) <= 5 and not found[1].split()[-1][0].islower():
            turns[found[1]] = turns.get(found[1], 0) + 1
            speaking = True
        elif not line.prose:
            speaking = False
        spoken += line.words if speaking else 0
    number = sum(turns.values())
    again = sum(count >= 2 for count in turns.values())
    if number < _TURNS or again < 2 or number * 2 < 3 * len(turns) or spoken * 3 < whole * 2 or spoken < 10 * number:
        return False
    loud = sum(count for name, count in turns.items() if name.isupper() and len(name) > 2)
    near = [lines[top].text] if top is not None else []
    near += [line.text for line in lines[max(0, body[0] - 6) : body[0] + 2] if line.words <= 30]
    near += [fact.value for fact in layout.facts if fact.name in _TITLE_NAMES]
    return loud * 2 > number or any(_TRANSCRIPT.search(text) for text in near)
