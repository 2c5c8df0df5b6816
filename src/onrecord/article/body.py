"""Which blocks are the article's own running text.

Every block gets a weight: what running text weighs is its length, what interrupts it costs. The run of blocks that weighs
most is where the article stands (Kadane), and within it each block is judged by its words, shape, marks and neighbours.
"""

import re
from collections.abc import Sequence

from onrecord.article.lines import Line
from onrecord.article.markup import NOT_BODY, is_named_body
from onrecord.layout import Element, Layout
from onrecord.record import BlockKind

_STEP = 26.0  # what a line that is no prose costs, in letters of prose
_WALL = 420.0  # what has to follow a heading like "Comments" to make up for it
_LINE_CAP = 320  # one very long line does not make a run
_ELSEWHERE = 40.0  # what a block costs that stands outside the element that holds most of the prose
_ENOUGH = 800.0  # prose before a heading like "Comments" that makes it the end
_SIBLINGS = 6
_LONG = 12  # words: a sentence as articles have them, and buttons do not
_NEARLY_ALL = 0.7
_PARAGRAPH_CAP = 600
_ENUMERATED = 8  # lines
_REPEATABLE = 12  # characters: "She said:" may stand twice
_MOST_TOLD = 3000  # lines that are looked up in the linked data's text
_LIST_TAGS = ("li", "dt", "dd", "td", "th")
_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BREAK = re.compile(r"_{2,}|(?:\* ?){1,5}|-{3,}|—{2,}")  # a line between two sections
_SEPARATOR = re.compile(r"(?:[_*=~•·⁂#\-–—]\s?){2,}|[*⁂]")  # any such line, once it is in the body
_PASTED = 4  # lines: as many as one copies by hand
_PASTED_WORDS = 3
_LETTER = re.compile(r"\w+")


def _container(lines: Sequence[Line]) -> tuple[Element, ...]:
    """The path of the innermost element that holds nearly all of the page's running text.

    Elements with the same tag and names count as one, so that a body which advertising splits over several stays whole.
    """
    prose = [line for line in lines if line.prose and line.words >= _LONG and line.linked < 0.5 and _is_text(line)]
    path: tuple[Element, ...] = ()
    while prose:
        depth = len(path)
        held: dict[int, int] = {}  # by the identity of the element at this depth
        for line in prose:
            if len(line.block.path) > depth + 1:
                identity = id(line.block.path[depth])
                held[identity] = held.get(identity, 0) + min(len(line.text), _PARAGRAPH_CAP)
        if not held:
            break
        best = max(held, key=held.__getitem__)
        if held[best] < _NEARLY_ALL * sum(min(len(line.text), _PARAGRAPH_CAP) for line in prose):
            break
        prose = [line for line in prose if len(line.block.path) > depth + 1 and id(line.block.path[depth]) == best]
        path = prose[0].block.path[: depth + 1]
    return path


def find_pasted(layout: Layout, lines: Sequence[Line], top: int | None) -> tuple[int | None, dict[int, BlockKind]]:
    """Headline (`top` where one was found) and body of a few lines that somebody pasted, with no page around them."""
    if layout.form != "text" or not 1 <= len(lines) <= _PASTED or any(line.kind is not None for line in lines) or lines[-1].words < _PASTED_WORDS:
        return top, {}
    if top is None and len(lines) > 1 and not lines[0].sentence and lines[0].words < lines[1].words:
        top = 0
    return top, {line.number: BlockKind.PARAGRAPH for line in lines if line.number != top}


def find_run(lines: Sequence[Line]) -> range:
    """The stretch of lines that holds the article's text."""
    inside = _container(lines) if lines and lines[0].block.path else ()
    best, best_at = 0.0, range(0)
    total, start = 0.0, 0
    for line in lines:
        if total <= 0:
            total, start = 0.0, line.number
        if line.kind == "comment" and total > _ENOUGH and not line.marks & NOT_BODY:
            break  # readers write prose too
        total += _weight(line, inside)
        if total > best:
            best, best_at = total, range(start, line.number + 1)
    return _with_siblings(lines, best_at) if inside else best_at


def _with_siblings(lines: Sequence[Line], run: range) -> range:
    """The run with the short paragraphs at its ends that stand in the very element that its prose stands in."""
    prose = [i for i in run if lines[i].prose and not lines[i].marks & NOT_BODY]
    if not prose:
        return run
    start, stop = run.start, run.stop
    while start > 0 and run.start - start < _SIBLINGS and lines[start - 1].block.path == lines[prose[0]].block.path and _is_text(lines[start - 1]):
        start -= 1
    while stop < len(lines) and stop - run.stop < _SIBLINGS and lines[stop].block.path == lines[prose[-1]].block.path and _is_text(lines[stop]):
        stop += 1
    return range(start, stop)


def _weight(line: Line, inside: tuple[Element, ...]) -> float:
    if inside and line.block.path[: len(inside)] != inside:
        aside = line.kind is not None or line.marks & NOT_BODY or not line.prose or line.words < _LONG or line.linked > 0.3
        return -_ELSEWHERE if aside else 0.5 * min(len(line.text), _LINE_CAP)
    if line.marks & NOT_BODY:
        return -4.0 if inside else -_STEP
    if line.kind is not None:
        if line.kind == "comment":
            return -_WALL
        return -_WALL / 3 if line.kind in ("related-heading", "popular-heading", "footer", "consent") else -_STEP / 2
    size = min(len(line.text), _LINE_CAP) * (1 - line.linked)
    if line.prose:
        return size if line.words >= _LONG else size * 0.6
    if line.cut_off:
        return -_STEP * 2
    if line.sentence and line.words >= 4:
        return size * 0.3
    if line.words >= 30:
        return size * 0.5
    return -_STEP if not inside else -_STEP / 2


def find_body(layout: Layout, lines: Sequence[Line], run: range, top: int | None, told: str) -> dict[int, BlockKind]:
    """The lines that are body, with what each of them is; arguments as `find_text`."""
    return kinds_of(lines, find_text(layout, lines, run, top, told), top)


def find_text(layout: Layout, lines: Sequence[Line], run: range, top: int | None, told: str) -> list[int]:
    """The lines that are body, in order.

    Args:
        run: the stretch that holds the body.
        top: the headline, once it is known: what stands above it is no body.
        told: the body as linked data gives it, squeezed (`article_text`).
    """
    flat = layout.form == "text"
    span = _below_headline(lines, run, top)
    if flat:
        span = _below_byline(lines, span)
    if len(span) > _MOST_TOLD:
        told = ""
    seen: set[str] = set()
    chosen: list[int] = []
    listing = False
    for i in span:
        line = lines[i]
        if line.kind in ("related-heading", "popular-heading"):
            listing = True  # what follows are other stories, until running text goes on
        elif line.prose and line.words >= _LONG:
            listing = False
        if i == top or (line.text in seen and len(line.text) > _REPEATABLE) or (flat and _is_echo(lines, i)):
            continue
        leads_on = bool(chosen) and i + 1 in span and _leads_on(line, lines[i + 1])
        if leads_on or (_is_text(line) and not listing) or _is_told(line, told):
            seen.add(line.text)
            chosen.append(i)
    return _without_strays(lines, chosen, flat=flat)


def kinds_of(lines: Sequence[Line], chosen: Sequence[int], top: int | None) -> dict[int, BlockKind]:
    """What each line of a body is, with the standfirst that stands above its first line."""
    body = {i: kind_of_line(lines[i]) for i in chosen}
    for i in chosen[:3]:
        if "standfirst" in lines[i].marks:
            body[i] = BlockKind.STANDFIRST
    if top is not None and chosen:
        body = _standfirst(lines, top, chosen[0]) | body
    return dict(sorted(body.items()))


def find_broken_off(lines: Sequence[Line], top: int | None) -> dict[int, BlockKind]:
    """The one paragraph of a page that a paywall cuts: below the headline, ending in dots or right above the offer of the rest."""
    broken = [line for line in lines if line.words >= _LONG and _is_text(line) and (line.cut_off or _is_cut(lines, line))]
    if top is None or len(broken) != 1 or not top < broken[0].number <= top + 15:
        return {}
    return {broken[0].number: BlockKind.PARAGRAPH}


def find_enumerated(lines: Sequence[Line], top: int | None) -> dict[int, BlockKind]:
    """The body of an article that is a list (winners, results): the short lines below the headline in what the page calls its text."""
    if top is None:
        return {}
    named: dict[int, bool] = {}
    found = []
    for line in lines[top + 1 :]:
        if line.kind is not None or line.linked > 0.5 or not line.block.path or not NOT_BODY.isdisjoint(line.marks):
            continue
        for element in line.block.path:
            known = named.get(id(element))
            if known is None:
                known = named[id(element)] = is_named_body(element)
            if known:
                found.append(line.number)
                break
    if len(found) < _ENUMERATED or sum(lines[i].words > _LONG for i in found) * 2 > len(found):
        return {}
    led = sum(line.linked > 0.5 for line in lines[found[0] - 1 : found[-1] + 2])
    return {} if led * 4 >= len(found) else kinds_of(lines, found, top)  # with links between they are the cards of an index


def _is_cut(lines: Sequence[Line], line: Line) -> bool:
    """A sentence without an end, above an offer to subscribe."""
    return not line.sentence and line.words >= 20 and line.number + 1 < len(lines) and lines[line.number + 1].kind == "promo"


def _leads_on(line: Line, following: Line) -> bool:
    """A short line that belongs to the text behind it: "She said:", the rule between two sections."""
    if line.marks & NOT_BODY or not _goes_on(following):
        return False
    return bool(_BREAK.fullmatch(line.text)) or (line.kind == "label" and line.block.tag not in _LIST_TAGS)


def _is_told(line: Line, told: str) -> bool:
    """Running text that its surroundings speak against, and the page's own linked data for."""
    return line.prose and line.kind is None and _squeezed(line.text[:160]) in told


def _is_text(line: Line) -> bool:
    """Nothing about the line by itself speaks against it."""
    if line.kind is not None or line.marks & NOT_BODY:
        return False
    if line.linked > 0.5 and not line.sentence and line.block.path and line.block.tag not in (*_HEADING_TAGS, *_LIST_TAGS):
        return False  # the link of a box, with its label
    return not (line.linked > 0.8 and (not line.prose or line.words < 25))


def _goes_on(line: Line) -> bool:
    """The line is running text, or a part of a list."""
    return _is_text(line) and (line.sentence or line.block.tag == "li")


def _below_headline(lines: Sequence[Line], run: range, top: int | None) -> range:
    if top is None or top < run.start:
        return run
    before = sum(len(lines[i].text) for i in range(run.start, min(top, run.stop)) if lines[i].prose)
    within = sum(len(lines[i].text) for i in run if lines[i].prose)
    return range(top, run.stop) if top in run and before * 3 < within else run


def _below_byline(lines: Sequence[Line], run: range) -> range:
    """The run from behind the last byline or date near its beginning: what stands above is a summary or a caption."""
    total = sum(len(lines[i].text) for i in run if lines[i].prose)
    start, passed = run.start, 0
    for i in run[: max(25, len(run) // 3)]:
        line = lines[i]
        if line.kind in ("byline", "date", "share") and passed * 6 < total:
            start = i
        if line.prose and line.kind is None and not line.marks & NOT_BODY:
            passed += len(line.text)
        if passed * 6 >= total:
            break
    return range(start, run.stop)


def article_text(layout: Layout) -> str:
    """The body as linked data gives it, without white space; "" where it gives none."""
    texts = [fact.value for fact in layout.facts if fact.name == "articlebody" and len(fact.value) >= 400 and fact.kind != "Comment"]
    return _squeezed(max(texts, key=len)[:200_000]) if texts else ""


def _squeezed(text: str) -> str:
    return "".join(_LETTER.findall(text)).casefold()


def _without_strays(lines: Sequence[Line], chosen: list[int], *, flat: bool) -> list[int]:
    """Leave out short lines that lead to no text: at the end, and several in a row in flattened text."""
    while chosen and not _carries(lines[chosen[-1]], flat):
        chosen = chosen[:-1]
    while chosen and not _carries(lines[chosen[0]], flat):
        chosen = chosen[1:]
    if not flat:
        return [i for n, i in enumerate(chosen) if not _is_heading(lines[i]) or (n + 1 < len(chosen) and chosen[n + 1] - i <= 3)]
    kept: list[int] = []
    waiting: list[int] = []
    for i in chosen:
        if _carries(lines[i], flat):
            if len(waiting) == 1 or all(lines[j].sentence or lines[j].text.endswith(":") for j in waiting):
                kept += waiting
            waiting = []
            kept.append(i)
        else:
            waiting.append(i)
    return kept


def _is_heading(line: Line) -> bool:
    return line.block.tag in _HEADING_TAGS


def _carries(line: Line, flat: bool) -> bool:
    """The line can end or begin a body."""
    if line.sentence or line.words >= 20:
        return True
    return not flat and line.block.tag in ("p", "li", "td") and line.words >= 5


def _standfirst(lines: Sequence[Line], top: int, first: int) -> dict[int, BlockKind]:
    """What stands between headline and body and is marked, or set, as a standfirst."""
    between = lines[top + 1 : first]
    found = [line for line in between if "standfirst" in line.marks and line.kind is None and line.words >= 4]
    if not found and between and _is_summary(lines[top], between[0]):
        found = [between[0]]
    return {line.number: BlockKind.STANDFIRST for line in found}


def _is_summary(headline: Line, line: Line) -> bool:
    """The line is set right below the headline: in flattened text without a blank line between, in HTML as a paragraph or heading."""
    if line.kind is not None or line.words < 8 or line.cut_off or line.marks & NOT_BODY or line.linked > 0.3:
        return False
    if line.block.path:
        return line.block.tag in ("p", "h2", "h3", "h4", "div")
    return bool(headline.block.gap) and line.block.gap == 0


def _is_echo(lines: Sequence[Line], i: int) -> bool:
    """The text of a picture or a link stands twice: once as its description, once as its caption."""
    text = lines[i].text
    if len(text) < 12:
        return False
    for j in range(max(0, i - 3), min(len(lines), i + 4)):
        other = lines[j].text
        if j != i and len(other) >= 12 and abs(len(other) - len(text)) < 160 and (other.startswith(text[:400]) or text.startswith(other[:400])):
            return True
    return False


def kind_of_line(line: Line) -> BlockKind:
    """What a line of the body is, by its element and its shape; standfirsts are told by their place."""
    tag = line.block.tag
    if _SEPARATOR.fullmatch(line.text):
        return BlockKind.SEPARATOR
    if tag in ("li", "dd", "dt") or any(element.tag == "li" for element in line.block.path[-3:]):
        return BlockKind.LIST_ITEM
    if any(element.tag == "blockquote" for element in line.block.path[-4:]):
        return BlockKind.QUOTATION
    if tag in _HEADING_TAGS or (not line.sentence and line.words <= 12):
        return BlockKind.SUBHEAD
    return BlockKind.PARAGRAPH
