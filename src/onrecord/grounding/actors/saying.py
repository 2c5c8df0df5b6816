"""What hangs on a statement: which actors its source is, when it was said, and through whom it came.

Read from the words that stand with the cue and in nobody's content: a time or an outlet inside what is said belongs to what is said.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from onrecord.grounding.actors.nouns import singular
from onrecord.grounding.actors.words import Token, find_tokens, words_of
from onrecord.grounding.times.days import days_of
from onrecord.lexicon import read_table, word_set
from onrecord.record import Actor, Article, Attribution, Published, Said, Source, Statement, Time, TimexType, Via
from onrecord.text import Document, Span

_BEFORE: Final = 300  # characters to either side of a cue that may belong to it: longer than nearly every sentence without its content
_AFTER: Final = 400
_EDGES: Final = 200  # contents that begin or end near one cue
_GONE: Final = "\x00"  # stands for a character of somebody's content

_STOP: Final = re.compile(r"[.!?…][”\"’')\]\x00]*\s+(?=[“\"‘'(\[\x00]?[^\W\d_a-z])|[\n;]")
_ABBREVIATED: Final = re.compile(r"(?:^|[\s(])(?:[A-Z]|[A-Z][a-z]{1,2}|Sept|Prof|Capt|Brig|Supt|[ap]\.m)$")
_CLOSED: Final = re.compile(r"[.!?…][”\"’']*\Z")
_WORD: Final = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")

_Tense = Literal["plain", "perfect", "participle"]

# Tense

_HAVE: Final = re.compile(r"\b(?:has|have|had|hasn[’']t|haven[’']t|hadn[’']t)\b|(?<=\w)[’'](?:ve|d)\b", re.IGNORECASE)
_MODAL: Final = re.compile(
    r"(?:will|would|shall|should|can|could|may|might|must|to|won[’']t|wouldn[’']t|cannot|can[’']t|couldn[’']t|[’']ll)\b", re.IGNORECASE
)
_REFUSED: Final = re.compile(
    r"(?:would|could|will)\s(?:not|neither|only|say\sonly)\b|(?:wouldn|couldn|won)[’']t\b|cannot\b|can[’']t\b", re.IGNORECASE
)
_EARLIER: Final = re.compile(r"\b(?:once|previously|earlier|formerly|originally|long|always|repeatedly|often|consistently|never)\s*\Z", re.IGNORECASE)
_THEN: Final = re.compile(r"\s(?:once|previously|earlier|before|at\sthe\stime)\b(?!\s(?:on|this|today|in)\b)", re.IGNORECASE)
_AUXILIARY: Final = re.compile(
    r"(has|have|had|hasn[’']t|haven[’']t|hadn[’']t|will|would|shall|should|can|could|may|might|must|to|won[’']t|wouldn[’']t|cannot|is|are|was|were|did|does|do"
    r"|didn[’']t|doesn[’']t|don[’']t|isn[’']t|[’'](?:ve|ll|d))(?:\s(?:not|both|also|never|always|repeatedly|since|already|yet|even|been|all|only|\w+ly)){0,4}\s\Z",
    re.IGNORECASE,
)
_NO_VERB: Final = word_set("according per as from in on by for of at with via to quoting citing and but")
_NOUNS: Final = word_set(
    "statement remarks words claim claims denial denials allegation allegations accusation accusations comment comments announcement warning"
    " warnings promise pledge report reports opinion view views letter belief"
)
_DETERMINED: Final = re.compile(r"(?:\b(?:the|a|an|his|her|its|their|no|any|this|that|these|those)|[’']s|s[’'])\s(?:\w+\s)?\Z", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"(?:[’']s|s[’'])\Z")

# Times

_NOT_WHEN: Final = re.compile(
    r"\b(?:since|until|till|by|before|after|for|from|through|over|about|of|between|throughout|than|into)\s(?:early\s|late\s|the\s)?\Z", re.IGNORECASE
)
_OWNS: Final = re.compile(r"(?:[’']s?)\s")
_OCCASION: Final = re.compile(
    r"[’']s?\s(?:\w+\s)?(?:briefing|interview|conference|speech|meeting|statement|hearing|address|broadcast|session|debate|call)\b"
)
_NEW_CLAUSE: Final = re.compile(
    r"[:()\x00]|\b(?:and|but|when|while|after|before|because|which|who|that|where|if|as|although|though|saying|adding|citing)\b", re.IGNORECASE
)
_GAP: Final = 14  # words between cue and time: "told reporters in the capital on Tuesday"
_LEAD: Final = 6

# Through whom: what comes before the one

_TOLD: Final = re.compile(r"\b(?:told|tells|telling|tell|informed)\s", re.IGNORECASE)
_INTERVIEW: Final = re.compile(r"\binterview(?:ed)?\s(?:\w+\s)?(?:with|by|to|for)\s", re.IGNORECASE)
_GIVEN: Final = re.compile(
    r"\b(?:comments?|remarks|statement|e-?mail|message|letter|response|essay|article|column)\s(?:\w+\s)?(?:to|for|in)\s|\b(?:on|over|through|via|in)\s",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"\b(?:published|released|carried|quoted|cited|reported|distributed|issued|broadcast|aired|posted|relayed|shared)\s(?:\w+\s)?by\s", re.IGNORECASE
)
_CITING: Final = re.compile(r"\b(?:citing|quoting)\s", re.IGNORECASE)
_ACCORDING: Final = re.compile(r"\baccording\sto\s", re.IGNORECASE)
_SITE: Final = re.compile(r"(?:[’']s?)\s(?:(?:official|own|news)\s)?(?:website|web\ssite|site|web\spage|page|channel|account|feed)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"\b(?:quoted|cited|quotes|cites)\b", re.IGNORECASE)
_COMMON_OUTLETS: Final = word_set(
    "television tv radio media newspaper newspapers paper broadcaster magazine daily weekly website podcast outlet outlets"
)
_NEEDS_NEWS: Final = word_set("agency agencies channel network station wire service website outlet outlets")
_NEWS: Final = word_set("news press tv television radio broadcasting media wire")
_OWN: Final = frozenset(("its", "his", "her", "their", "our", "my"))


@dataclass(frozen=True, slots=True)
class _Frame:
    """The words around a cue that are in nobody's content, cut at its sentence: character i stands at `start` + i of the text."""

    start: int
    words: str
    before: int  # where, in `words`, the statement before has its last cue, or 0
    after: int  # where the next cue begins, or the end


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where contents begin and end, and all cues, in the order of the text."""

    starts: list[int]
    ends: list[int]
    turns: list[tuple[int, int]]  # (place, +1 or -1)
    cues: list[tuple[int, int]]


def find_attributions(
    document: Document,
    article: Article,
    statements: tuple[Statement, ...],
    times: tuple[Time, ...],
    published: Published,
    actors: tuple[Actor, ...],
) -> tuple[Attribution, ...]:
    """One attribution for each statement, in their order."""
    edges = _edges(statements)
    mentions = _Mentions(actors)
    spoken = [time for time in times if time.type in (TimexType.DATE, TimexType.TIME)]
    starts = [time.span.start for time in spoken]
    by_id = {s.id: s for s in statements}
    day = days_of(published.date) if published.date else None
    page = (day[0].isoformat(), day[1].isoformat()) if day else None
    found: list[Attribution] = []
    last: tuple[Statement, Said | None] | None = None
    for statement in statements:
        frame = _frame(document.text, statement, edges)
        near = spoken[bisect_left(starts, frame.start) : bisect_left(starts, frame.start + len(frame.words))]
        said = _said(document.text, frame, statement, near, page, last)
        via = _via(document, frame, statement, by_id)
        found.append(Attribution(statement.id, mentions.of(statement.source), said, via))
        last = (statement, said)
    return tuple(found)


class _Mentions:
    """Which actors a source is: those with this very mention, else those with a part of it ("Ada Brandt and Per Lund")."""

    def __init__(self, actors: tuple[Actor, ...]) -> None:
        exact: dict[Span, list[str]] = defaultdict(list)
        for actor in actors:
            for span in actor.mentions:
                exact[span].append(actor.id)
        self.exact = exact
        self.spans = sorted(exact, key=lambda s: (s.start, -s.end))
        self.starts = [span.start for span in self.spans]

    def of(self, source: Source | None) -> tuple[str, ...]:
        """The IDs of a source's actors, in the order of its words."""
        found: dict[str, None] = {}
        for span in source.spans if source else ():
            if span in self.exact:
                found.update(dict.fromkeys(self.exact[span]))
        for span in source.spans if source and not found else ():
            end = 0
            for part in self.spans[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)][:_EDGES]:
                if part.start >= end and part.end <= span.end:
                    found.update(dict.fromkeys(self.exact[part]))
                    end = part.end
        return tuple(found)


# The words around a cue


def _edges(statements: tuple[Statement, ...]) -> _Edges:
    contents = [span for s in statements if s.content for span in s.content.spans]
    starts, ends = sorted(span.start for span in contents), sorted(span.end for span in contents)
    turns = sorted([*((at, 1) for at in starts), *((at, -1) for at in ends)])
    return _Edges(starts, ends, turns, sorted((s.cue.spans[0].start, s.cue.spans[-1].end) for s in statements))


def _frame(text: str, statement: Statement, edges: _Edges) -> _Frame:
    """The sentence of a cue without what anybody says in it; inside a content, what is outside that content is cut off."""
    start, end = statement.cue.spans[0].start, statement.cue.spans[-1].end
    depth = bisect_right(edges.starts, start) - bisect_right(edges.ends, start)
    low, high = max(0, start - _BEFORE), min(len(text), end + _AFTER)
    i, j = bisect_right(edges.turns, (low, 2)), bisect_left(edges.turns, (high, -2))
    middle = bisect_right(edges.turns, (start, 2))
    i, j = max(i, middle - _EDGES), min(j, middle + _EDGES)
    if i > 0 and i == middle - _EDGES:
        low = edges.turns[i][0]
    if j == middle + _EDGES:
        high = edges.turns[j][0] if j < len(edges.turns) else high
    now = bisect_right(edges.starts, low) - bisect_right(edges.ends, low)
    words: list[str] = []
    first, at = low, low
    for place, turn in [*edges.turns[i:j], (high, 0)]:
        place = min(max(place, at), high)
        if place > at:
            if now > depth:
                tail = text[max(at, place - 3) : place]
                words.append(_GONE * (place - at - 1) + ("." if _CLOSED.search(tail) and place > end else _GONE))
            elif now < depth and at > start:
                break
            elif now < depth:
                words, first = [], place
            else:
                words.append(text[at:place])
            at = place
        now += turn
    return _cut(first, "".join(words), start, end, edges)


def _cut(first: int, words: str, start: int, end: int, edges: _Edges) -> _Frame:
    """A frame cut to the sentence of its cue, with the cues before and after it."""
    low, high = 0, len(words)
    for stop in _STOP.finditer(words):
        if _ABBREVIATED.search(words, max(0, stop.start() - 6), stop.start()) and words[stop.start()] == ".":
            continue
        if stop.end() <= start - first:
            low = stop.end()
        elif stop.start() >= end - first:
            high = stop.start()
            break
    i = bisect_left(edges.cues, (start, end))
    before = max((e for s, e in edges.cues[max(0, i - 8) : i] if e <= start), default=0)
    after = min((s for s, _ in edges.cues[i + 1 : i + 9] if s >= end), default=first + high)
    base = first + low
    return _Frame(base, words[low:high], max(0, before - base), max(0, min(after - base, high - low)))


# When it was said


def _said(
    text: str, frame: _Frame, statement: Statement, times: list[Time], page: tuple[str, str] | None, last: tuple[Statement, Said | None] | None
) -> Said | None:
    tense = _tense(text, frame, statement)
    if tense is None:
        return None
    time = _time_of_cue(frame, statement, [t for t in times if page is None or t.earliest is None or t.earliest <= page[1]])
    if time is not None:
        return Said(time.id, time.earliest, time.latest, "stated")
    shared = None
    if last is not None and last[0].source == statement.source and last[0].cue.spans[0].start >= frame.start:
        shared = last[1]  # "On Tuesday Lund denied it and said …", "he said, adding …"
    if tense == "participle":
        return shared
    if tense == "perfect":
        return Said(None, None, page[1] if page else None, "no-later-than-page")
    if shared is not None and shared.basis == "stated":
        return shared
    return Said(None, page[0] if page else None, page[1] if page else None, "day-of-page")


def _tense(text: str, frame: _Frame, statement: Statement) -> _Tense | None:
    """How a cue tells when: a plain verb, a perfect, a participle; None where it is no verb, or one of what may come."""
    spans = statement.cue.spans
    cue = " ".join(text[span.start : span.end] for span in spans)
    words = [word.lower() for word in _WORD.findall(cue)]
    if not words:
        return None
    before = frame.words[max(frame.before, spans[0].start - frame.start - 50) : spans[0].start - frame.start].replace("\n", " ")
    after = frame.words[spans[-1].end - frame.start :][:25]
    if _POSSESSIVE.search(before) or words[0] in _NO_VERB or cue[:1] in ("’", "'"):
        return None
    if words[0] in _NOUNS and _DETERMINED.search(before):
        return None
    if _MODAL.match(cue):
        return "plain" if _REFUSED.match(cue) else None
    if _HAVE.match(cue):
        return "perfect"
    auxiliary = _AUXILIARY.search(before)
    if auxiliary is not None:
        if _HAVE.fullmatch(auxiliary[1]) or (auxiliary[1][0] in "’'" and auxiliary[1][1:].lower() != "ll"):
            return "perfect"
        if _MODAL.fullmatch(auxiliary[1]):
            return "plain" if _REFUSED.match(before, auxiliary.start()) else None
    elif words[0].endswith("ing"):
        return "participle"
    if words[0] in ("earlier", "previously", "once", "never", "repeatedly") or _EARLIER.search(before) or _THEN.match(after):
        return "perfect"
    return "plain"


def _time_of_cue(frame: _Frame, statement: Statement, times: list[Time]) -> Time | None:
    """The time that tells when the cue happened: behind it, between source and cue, or at the head of the sentence."""
    start, end = statement.cue.spans[0].start - frame.start, statement.cue.spans[-1].end - frame.start
    sources = [s for s in statement.source.spans if s.end <= statement.cue.spans[0].start] if statement.source else []
    source = (sources[0].start - frame.start, sources[-1].end - frame.start) if sources else (start, start)
    lead: Time | None = None
    middle: Time | None = None
    for time in times:
        at, stop = time.span.start - frame.start, time.span.end - frame.start
        if at < frame.before or stop > frame.after or _GONE in frame.words[at:stop]:
            continue
        if _NOT_WHEN.search(frame.words, max(0, at - 25), at):
            continue
        if _OWNS.match(frame.words, stop) and not _OCCASION.match(frame.words, stop):
            continue
        if at >= end:
            return time if _is_gap(frame.words[end:at], _GAP) else middle or lead
        if source[1] <= at and stop <= start and _is_gap(frame.words[source[1] : at], 3) and _is_gap(frame.words[stop:start], 3):
            middle = time
        elif stop <= source[0] and _is_gap(frame.words[frame.before : at], _LEAD) and _is_gap(frame.words[stop : source[0]], _LEAD):
            lead = time
    return middle or lead


def _is_gap(words: str, most: int) -> bool:
    """Whether few words stand there, none of which begins a new clause."""
    return _NEW_CLAUSE.search(words) is None and len(_WORD.findall(words)) <= most


# Through whom it came


def _via(document: Document, frame: _Frame, statement: Statement, by_id: dict[str, Statement]) -> tuple[Via, ...]:
    """Those through whom a statement came, in the order of the text."""
    text = document.text
    own = statement.source.spans if statement.source else ()
    found: dict[Span, None] = {}
    start, end = statement.cue.spans[0].start - frame.start, statement.cue.spans[-1].end - frame.start
    for low, high in ((frame.before, start), (start, frame.after)):
        for first, last in _passed(frame.words, low, high, behind=low == start):
            span = document.cite(frame.start + first, frame.start + last)
            if span is not None and not any(s.start < span.end and span.start < s.end for s in own):
                found[span] = None
    cue = frame.words[start:end]
    if _QUOTED.search(cue) and (before := _outlet_before(frame.words, frame.before, start)) is not None:
        span = document.cite(frame.start + before[0], frame.start + before[1])
        if span is not None and span not in own:
            found[span] = None
    outer = by_id.get(statement.within or "")
    if outer is not None and outer.source is not None:
        span = outer.source.spans[0]
        if _outlet(find_tokens(text, span.start, span.end, 10)) == span.end:
            found[span] = None
    same = {_bare(text, span) for span in own}
    return tuple(Via(span, None) for span in sorted(found) if _bare(text, span) not in same)


def _bare(text: str, span: Span) -> str:
    return text[span.start : span.end].casefold().removeprefix("the ")


def _passed(words: str, low: int, high: int, *, behind: bool) -> Iterator[tuple[int, int]]:
    """Places of those who passed it on, in a stretch of words before or behind the cue."""
    for pattern in (_TOLD, _INTERVIEW, _GIVEN, _BY, _CITING, _ACCORDING):
        for match in pattern.finditer(words, low, high):
            tokens = _noun_phrase(words, match.end(), high)
            if not tokens or tokens[0].low in words_of("opening") - _LEADING:
                continue
            owner = _owner_of_site(words, tokens) if pattern is _GIVEN else None
            if owner is not None:
                yield tokens[0].start, owner
                continue
            outlet = _outlet(tokens)
            if outlet is not None:
                yield tokens[0].start, outlet
                yield from _second(words, outlet, high)
            elif (pattern is _INTERVIEW and _is_name(tokens)) or pattern is _BY or (pattern is _CITING and behind and _can_speak(tokens)):
                yield tokens[0].start, tokens[-1].end


def _owner_of_site(words: str, tokens: list[Token]) -> int | None:
    """Where the owner's words end in "the navy’s website"; None where there is no such page, or it is the source's own."""
    if tokens[0].low in _OWN:
        return None
    marks = [t.start for t in tokens if t.text in ("'s", "’s")] or [tokens[-1].end]
    return next((at for at in marks if at > tokens[0].start and _SITE.match(words, at)), None)


def _second(words: str, at: int, high: int) -> Iterator[tuple[int, int]]:
    """A second outlet: "told Reuters and the Arkel Post"."""
    if words.startswith(" and ", at):
        tokens = _noun_phrase(words, at + 5, high)
        outlet = _outlet(tokens)
        if outlet is not None:
            yield tokens[0].start, outlet


_LEADING: Final = word_set("the a an its his her their our two three four five six several some many one another")
_ENDING: Final = word_set("said told late early separately directly")


def _noun_phrase(words: str, start: int, end: int) -> list[Token]:
    """The words of the noun phrase that begins there, up to a preposition, a clause or a mark."""
    tokens = find_tokens(words, start, min(end, start + 120), 12)
    kept: list[Token] = []
    for i, token in enumerate(tokens):
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if not token.low[0].isalnum() and token.text not in ("'s", "’s"):
            break
        if token.low in words_of("opening") or token.low in _ENDING:
            joins = token.low in ("of", "for") and kept and kept[-1].capital and following is not None and following.capital
            if not (joins or (not kept and token.low in _LEADING) or (kept and token.capital and kept[-1].capital)):
                break
        kept.append(token)
    while kept and (kept[-1].text in ("'s", "’s") or kept[-1].low in ("of", "for")):
        kept.pop()
    return kept


def _outlet(tokens: list[Token]) -> int | None:
    """Where the outlet ends that a noun phrase begins with: an agency, a newspaper, "state media"; None where it is no outlet."""
    opens = next((i for i, t in enumerate(tokens) if t.low not in ("the", "a", "an")), 0)
    if len(tokens) > opens + 1 and tokens[opens].text in _BEFORE_NAME and tokens[opens + 1].capital:
        return next((tokens[i - 1].end for i in range(opens + 1, len(tokens)) if not tokens[i].capital), tokens[-1].end)
    for size in range(len(tokens), 0, -1):
        last, before = tokens[size - 1], tokens[size - 2] if size > 1 else None
        inner = [t for t in tokens[:size] if t.low not in ("the", "a", "an")]
        if not inner:
            continue
        if any(_known(" ".join(t.text for t in inner[-count:])) for count in (1, 2, 3) if count <= len(inner)):
            return last.end
        news = before is not None and before.low in _NEWS
        if last.low in _NEEDS_NEWS:
            if news or (last.low in ("website", "outlet", "outlets") and before is not None and before.low == "news"):
                return last.end
        elif last.low in words_of("outlet-name") and last.text.isupper():
            return last.end
        elif last.low in words_of("outlet"):
            if last.capital and len(inner) > 1:
                return last.end
            if last.low in _COMMON_OUTLETS and (last.low != "media" or len(inner) > 1):
                return last.end
            if last.capital and before is not None and before.low == "the" and last.low not in ("press", "media", "agency"):
                return last.end  # "the Post"
    return None


_BEFORE_NAME: Final = frozenset(("Radio", "TV", "Television", "Channel"))  # "Radio Arkel"


@cache
def _agencies() -> frozenset[str]:
    return frozenset(name for short, others, *_ in read_table("article/agencies.tsv").rows for name in (short, *others.split(";")))


def _known(name: str) -> bool:
    return name in _agencies() or (name.upper() in _agencies() and name.islower() and len(name) == 3)


def _is_name(tokens: list[Token]) -> bool:
    """Whether a phrase is a name without a title: "Der Morgen"."""
    names = [t for t in tokens if t.low not in ("the", "a", "an", "of", "for")]
    return bool(names) and all(t.capital for t in names) and names[0].low not in words_of("title")


def _can_speak(tokens: list[Token]) -> bool:
    """Whether those that a report cites are people or bodies: "citing two officials", not "citing rising costs"."""
    last = tokens[-1]
    low = singular(last.low)
    human = (
        low in words_of("person")
        or low in words_of("body")
        or low in ("source", "spokesperson")
        or low.endswith(("man", "woman", "person", "people"))
    )
    return human or last.capital


def _outlet_before(words: str, low: int, at: int) -> tuple[int, int] | None:
    """The outlet that ends just before a place: "{State media} quoted Brandt as saying"."""
    tokens = find_tokens(words, max(low, at - 60), at, 30)
    for size in range(min(5, len(tokens)), 0, -1):
        part = tokens[-size:]
        if all(t.low[0].isalnum() for t in part) and _outlet(part) == part[-1].end and part[0].low not in words_of("opening") - _LEADING:
            return part[0].start, part[-1].end
    return None
