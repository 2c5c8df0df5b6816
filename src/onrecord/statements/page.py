"""The statements of a page: its sentences in order, with the quotations that run on from one to the next."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from onrecord.record import Article, Kind, Note, Noted, Pieces, Source, Stance, Statement
from onrecord.statements.cues import first_words
from onrecord.statements.groups import Sentence, is_verb
from onrecord.statements.quotations import find_quotations
from onrecord.statements.relation import QUOTED, Relation, is_whole_refusal
from onrecord.statements.relations import find_relations
from onrecord.statements.sentences import find_sentences
from onrecord.statements.sources import Range, bodies, is_named, offices
from onrecord.statements.stance import is_doubtful, read_plain_stance, read_stance
from onrecord.statements.tokens import AUXILIARIES, DASHES, NEGATED, OPENERS, STOPS, TIME_WORDS, Words, find_lowers, find_words, is_capital, word_set
from onrecord.text import Document, Span, pieces

_STEM: Final = 5  # letters of a word by which content and what was told before are compared
_LOWER: Final = re.compile(r"\b[a-z]{3,}\b")
_FORMULA: Final = word_set("would could should there their which about after before other under being going where these those years")
_MOST: Final = 5000  # statements of one page: more are a log or made to hurt
_DOUBTFUL: Final = 0.65  # how sure a statement is at most whose stance hangs on a negation
_LONG: Final = 1000  # pieces of one content; a page of one-line quotations is no single statement


@dataclass(frozen=True, slots=True)
class _Block:
    """A headline or a paragraph, without its dateline."""

    start: int
    end: int
    part: Literal["headline", "body"]


@dataclass(slots=True)
class _Found:
    """A relation with the sentence that holds it, and pieces of content from later sentences."""

    relation: Relation
    sentence: Sentence
    part: Literal["headline", "body"]
    answers: bool
    extra: list[Span]


def read_statements(document: Document, article: Article) -> tuple[Statement, ...] | Noted:
    """Statements of the headline and body, in the order of the text; with a note where there were too many to keep all."""
    blocks = tuple(_blocks(document, article))
    found: list[_Found] = []
    waiting: list[Span] = []  # quotations that nobody has been found for yet
    last: list[_Found] = []  # statements of the sentence just before, outermost
    told: set[str] = set()
    for number, block in enumerate(blocks):
        if len(found) >= _MOST:
            break
        lowers = find_lowers(document.text, block.start, block.end)
        if lowers and _is_silent(lowers):
            waiting, last = [], []
            told.update(_stems(lowers))
            continue
        words = find_words(document.text, block.start, block.end)
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        goes_on = following is not None and document.text[following.start : following.start + 2].lstrip()[:1] in OPENERS
        if block.part == "headline":
            waiting, last = [], []
        for sentence in _sentences(words, document.text, goes_on=goes_on):
            if len(found) >= _MOST:
                break
            quotation = _whole_quotation(document, sentence)
            if quotation is not None:
                waiting.append(quotation)
                if last and _takes_on(last[-1]):
                    last[-1].extra.extend(waiting[:_LONG])
                    waiting = []
                continue
            new = [_Found(r, sentence, block.part, False, []) for r in find_relations(sentence)]
            new = new or _signed(sentence, block, waiting)
            _give_quotations(new, waiting)
            waiting = []
            new = [f for f in new if f.relation.content or f.extra or f.relation.awaits or _is_refusal(f)]
            for f in new:
                f.answers = _answers(document, f, told)
            told.update(_stems(sentence.words.lowers[sentence.start : sentence.end]))
            found.extend(new)
            last = [f for f in new if f.relation.inside is None]
    statements = _statements(document, [f for f in found if (f.relation.content or f.extra or _is_refusal(f)) and not _is_unsaid(document, f)])
    if len(found) < _MOST:
        return statements
    return Noted(statements, (Note("statements", "cut", f"only the first {len(statements)} statements were kept"),))


def _is_silent(lowers: list[str]) -> bool:
    """Whether nothing in a block can attribute or quote, as in every second one: it then takes no further reading."""
    return _MARKS.isdisjoint(lowers) and first_words().isdisjoint(lowers)


_MARKS: Final = NEGATED | OPENERS | DASHES | {":"}


def _blocks(document: Document, article: Article) -> Iterable[_Block]:
    """Headline and body in the order of the text; a dateline is not part of anybody's words."""
    blocks = [_Block(b.range.start, b.range.end, "body") for b in article.body]
    if article.headline is not None:
        inside = any(b.start <= article.headline.start < b.end for b in blocks)
        if not inside:
            blocks.append(_Block(article.headline.start, article.headline.end, "headline"))
    dateline = article.dateline.span if article.dateline else None
    for block in sorted(blocks, key=lambda b: b.start):
        start = block.start
        if dateline is not None and block.start <= dateline.start < block.end:
            start = _after_dateline(document.text, dateline.end, block.end)
        elif block.part == "body":
            mark = _DATELINE.match(document.text, start, min(block.end, start + 120))
            start = mark.end() if mark else start
        for first, last in pieces(document.text, start, block.end):
            yield _Block(first, last, block.part)


# "ARKEL, March 3 (Norland News) — ": a dateline that the article layer did not mark must not become part of a content either.
_DATELINE: Final = re.compile(r"[A-Z][A-Z .’'-]{2,40}(?:, [A-Z][\w. ]{2,25}){0,2}(?: ?\([^()\n]{2,40}\))? ?[—–-]{1,2} ")
_AFTER_DATELINE: Final = re.compile(r"[\s,]*(?:\([^()\n]{1,60}\))?[\s:]*(?:[—–-]{1,2}|:)?\s*")


def _after_dateline(text: str, start: int, end: int) -> int:
    mark = _AFTER_DATELINE.match(text, start, end)
    return mark.end() if mark else start


def _sentences(words: Words, text: str, *, goes_on: bool) -> Iterable[Sentence]:
    quotations = find_quotations(words, text, goes_on=goes_on)
    quoted = [0] * len(words)
    for q in quotations:
        quoted[q.start : q.end] = [q.end] * (q.end - q.start)
    for start, end in find_sentences(words, quotations):
        yield Sentence(words, start, end, quoted, text, _is_title(words, start, end))


def _is_title(words: Words, start: int, end: int) -> bool:
    """Whether most words of a sentence have a capital."""
    long = [t for t in words.texts[start : min(end, start + 40)] if len(t) > 3 and t[0].isalpha()]
    return len(long) > 2 and sum(map(is_capital, long)) > 0.7 * len(long)


def _whole_quotation(document: Document, sentence: Sentence) -> Span | None:
    """The sentence, where it stands in quotation marks from its first word to its last."""
    start, end = sentence.start, sentence.end
    while end > start and sentence.lower(end - 1) in STOPS and not sentence.quoted[end - 1]:
        end -= 1
    if end - start < 3 or not all(sentence.quoted[start:end]):
        return None
    return document.cite(sentence.words.starts[start], sentence.words.ends[end - 1])


def _takes_on(last: _Found) -> bool:
    """Whether a quotation that follows belongs to a statement: it was quoted itself, or ended in a colon."""
    relation = last.relation
    if last.part == "headline" or len(last.extra) >= _LONG:
        return False
    return (
        relation.awaits
        or bool(last.extra)
        or (len(relation.content) == 1 and relation.content[0][1] - relation.content[0][0] <= 2 and relation.content[0][1] <= relation.cue[0])
        or any(last.sentence.quoted[end - 1] and _is_long(last.sentence, start, end) for start, end in relation.content)
    )


def _is_long(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a piece is quoted speech rather than a word or two in quotation marks."""
    k = end - 1
    while k > start and sentence.quoted[k - 1] == sentence.quoted[end - 1]:
        k -= 1
    return end - k > 6 or k == start


def _give_quotations(new: list[_Found], waiting: list[Span]) -> None:
    """A cue that found no content in its sentence takes the quotations just before it: "“… home.” Smith said."."""
    first = new[0] if new else None
    if (
        waiting
        and first is not None
        and first.relation.content
        and first.relation.content[0][0] == first.sentence.start
        and first.sentence.quoted[first.sentence.start]
    ):
        first.extra.extend(waiting[:_LONG])  # a quotation in two paragraphs, with its speaker in the second
        return
    for f in new:
        if waiting and not f.relation.content and not f.relation.awaits and not f.extra and not _is_refusal(f):
            f.extra.extend(waiting[:_LONG])
            f.relation.strength = QUOTED
            return


def _is_refusal(f: _Found) -> bool:
    return is_whole_refusal(f.sentence, f.relation)


def _negation(f: _Found) -> str | None:
    """The word of a source that turns its cue round: "{Neither} side denied it", "{no} minister said so"; None where there is none."""
    source = f.relation.source
    if source is None:
        return None
    first, after = f.sentence.lower(source[0]), f.sentence.lower(source[0] + 1)
    if first not in ("no", "none", "nobody", "neither", "nothing") or after == "." or after.isdigit() or after in ("fewer", "less"):
        return None  # "No. 2", "No fewer than 12 witnesses"
    return first


def _is_unsaid(document: Document, f: _Found) -> bool:
    """Whether nobody spoke: "no minister has denied it". That nobody would answer, or neither of two denied, is worth telling."""
    negation = _negation(f)
    if negation is None:
        return False
    stance = _stance(document, f, " ".join(document[span] for span in _cite(document, f.sentence, [f.relation.cue])), "")
    return stance is not Stance.DECLINES and (negation != "neither" or stance is Stance.DENIES)


def _stance(document: Document, f: _Found, cue: str, content: str) -> Stance | None:
    return read_stance(_negated(f, cue), content, answers_claim=f.answers)


def _negated(f: _Found, cue: str) -> str:
    """The cue, negated where its source is: "Neither side {denied} it"."""
    return f"not {cue}" if _negation(f) else cue


def _signed(sentence: Sentence, block: _Block, waiting: list[Span]) -> list[_Found]:
    """Speech without a verb: "— Ada Brandt" under a quotation, "And from Ada Brandt: “…”", "Ada Brandt: “…”", "Norland: no shells sold"."""
    start, end = sentence.start, sentence.end
    while end > start and sentence.lower(end - 1) in STOPS and not sentence.quoted[end - 1]:
        end -= 1
    dash = sentence.quoted[start] if sentence.opens_quote(start) else 0
    if start < dash < end - 1 and sentence.lower(dash) in DASHES and end - dash <= 14 and is_capital(sentence.words.texts[dash + 1]):
        return [_Found(Relation(None, (dash, dash + 1), (dash + 1, end), [(start, dash)], QUOTED), sentence, block.part, False, [])]
    if sentence.lower(start) in DASHES and waiting and 1 < end - start <= 14 and is_capital(sentence.words.texts[start + 1]):
        relation = Relation(None, (start, start + 1), (start + 1, end), strength=QUOTED)
        return [_Found(relation, sentence, block.part, False, list(waiting[:_LONG]))]
    colon = next((k for k in range(start, min(end, start + 14)) if sentence.lower(k) == ":" and not sentence.quoted[k]), None)
    if colon is None or colon == start:
        return []
    first = start
    while first < colon and sentence.lower(first) in ("and", "this", "but", "then"):
        first += 1
    source: Range = (first, colon)
    cue: Range = (colon, colon + 1)
    if sentence.lower(first) == "from":
        source, cue = (first + 1, colon), (first, first + 1)
    if source[0] >= colon or (not is_capital(sentence.words.texts[source[0]]) and cue[0] == colon):
        return []
    if any(sentence.lower(k) in TIME_WORDS or sentence.lower(k)[0].isdigit() for k in range(*source)):
        return []  # "March 3, 1921: “The Long Winter”": a calendar, not a speaker
    if any(is_verb(sentence, k) for k in range(*source)) or colon - source[0] > 9:
        return _headline_tail(sentence, block, colon, end)
    if _is_topic(sentence, source):
        return []
    quoted = sentence.opens_quote(colon + 1)
    if not quoted and not (block.part == "headline" and end - colon > 3 and colon - source[0] <= 5):
        return []
    rest = range(colon + 1, end)
    if not quoted and any(sentence.lower(k) == "," for k in rest) and not any(is_verb(sentence, k) for k in rest):
        return []  # "Cold water: the dam, the bank and the river": a title in two parts
    plain = sentence.lower(source[0])
    if (
        not quoted
        and colon - source[0] == 1
        and plain not in bodies() | _TELLERS
        and not any(sentence.lower(k) in AUXILIARIES for k in range(colon + 1, end))
    ):
        return []  # "Norland: rival tolls after clash": a label, not a speaker
    stop = sentence.quoted[colon + 1] if quoted else end
    relation = Relation(None, cue, source, [(colon + 1, max(stop, end if block.part == "headline" else stop))], QUOTED if quoted else 0.6)
    return [_Found(relation, sentence, block.part, False, [])]


def _is_topic(sentence: Sentence, source: Range) -> bool:
    """What is talked of, not who talks: "Lanterns in a storm: “We feared it”"; no name in it, and no noun of those who speak before "in a"."""
    inside = range(source[0] + 1, source[1] - 1)
    inner = next((k for k in inside if sentence.lower(k) in _SETTINGS and sentence.lower(k + 1) in ("a", "an")), None)
    if inner is None or any(is_capital(sentence.words.texts[k]) for k in range(source[0] + 1, source[1])):
        return False
    return sentence.lower(inner - 1) not in bodies() | _TELLERS | offices()


_SETTINGS: Final = word_set("in on at after before during amid under without")
_TELLERS: Final = word_set(
    "poll report study survey police officials official minister ministers aide aides lawyer lawyers sources source reports data analyst analysts"
)


def _headline_tail(sentence: Sentence, block: _Block, colon: int, end: int) -> list[_Found]:
    """ "Norland sold shells to Estovia: minister"."""
    if block.part != "headline" or not 0 < end - colon - 1 <= 4 or any(is_verb(sentence, k) for k in range(colon + 1, end)):
        return []
    relation = Relation(None, (colon, colon + 1), (colon + 1, end), [(sentence.start, colon)], 0.6)
    return [_Found(relation, sentence, block.part, False, [])]


def _stems(lowers: Iterable[str]) -> set[str]:
    return {w[:_STEM] for w in lowers if len(w) >= _STEM and w.isalpha() and w not in _FORMULA}


def _answers(document: Document, f: _Found, told: set[str]) -> bool:
    """Whether the content speaks of what the page told before, so that negating it is a denial."""
    pieces = [f.sentence.words.lowers[start : min(end, start + 40)] for start, end in f.relation.content]
    pieces += [tuple(document[span][:300].lower().split()) for span in f.extra[:1]]
    return any(told & _stems(piece) for piece in pieces)


def _statements(document: Document, found: list[_Found]) -> tuple[Statement, ...]:
    common = frozenset(_LOWER.findall(document.text))
    rows = [(f, _cite(document, f.sentence, [f.relation.cue])) for f in found]
    rows = [(f, cue) for f, cue in rows if cue and _is_apart(f.relation)]
    rows.sort(key=lambda row: (_first(document, row[0], row[1]), row[1][0].start))
    names = {id(f.relation): f"s{number}" for number, (f, _) in enumerate(rows, 1)}
    return tuple(_statement(document, f, cue, common, names) for f, cue in rows)


def _is_apart(relation: Relation) -> bool:
    """Whether the cue shares no word with the source or the content; where it does, the sentence was misread."""
    parts = [*relation.content, *([relation.source] if relation.source else [])]
    return not any(start < relation.cue[1] and relation.cue[0] < end for start, end in parts)


def _first(document: Document, f: _Found, cue: tuple[Span, ...]) -> int:
    starts = [cue[0].start, *(span.start for span in f.extra)]
    ranges = [*f.relation.content, *([f.relation.source] if f.relation.source else [])]
    return min([*starts, *(f.sentence.words.starts[start] for start, _ in ranges)])


def _statement(document: Document, f: _Found, cue: tuple[Span, ...], common: frozenset[str], names: dict[int, str]) -> Statement:
    relation, sentence = f.relation, f.sentence
    own = relation.content
    content = tuple(sorted({*_cite(document, sentence, own), *f.extra}))
    text = " ".join(document[span] for span in content[:4])
    words = " ".join(document[span] for span in cue)
    spans = _cite(document, sentence, [relation.source]) if relation.source else ()
    stance = _stance(document, f, words, text)
    doubtful = is_doubtful(_negated(f, words), text) or relation.reported
    settled = stance == read_plain_stance(words) and not doubtful
    strength = min(relation.strength, _DOUBTFUL) if doubtful else relation.strength
    return Statement(
        id=names[id(relation)],
        part=f.part,
        source=Source(spans, is_named(sentence, relation.source, common)) if relation.source and spans else None,
        cue=Pieces(cue),
        content=Pieces(content) if content else None,
        kind=_kind(document, f, content),
        stance=stance,
        within=names.get(id(relation.inside)) if relation.inside is not None else None,
        settled=settled,
        confidence=round(max(0.3, strength - (0.0 if spans else 0.1) - (0.0 if settled else 0.05)), 2),
    )


def _kind(document: Document, f: _Found, content: tuple[Span, ...]) -> Kind:
    """Direct where every word of the content is quoted, mixed where some are."""
    sentence, total, quoted = f.sentence, 0, 0
    for start, end in f.relation.content:
        total += end - start
        quoted += sum(1 for k in range(start, end) if sentence.quoted[k])
    extra = len(f.extra)
    if not content or not (quoted or extra):
        return Kind.INDIRECT
    return Kind.DIRECT if total - quoted <= 1 else Kind.MIXED


def _cite(document: Document, sentence: Sentence, ranges: Iterable[Range]) -> tuple[Span, ...]:
    words = sentence.words
    spans = (document.cite(words.starts[start], words.ends[end - 1]) for start, end in ranges if start < end)
    return tuple(span for span in spans if span is not None)
