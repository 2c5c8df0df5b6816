"""Sentences → drafts by rule: the lexicon's cues with what grammar joins to them, and speech without a verb."""

from collections.abc import Iterable, Iterator
from typing import Final

from onrecord.encoder.passages import Passage
from onrecord.lexicon import word_set
from onrecord.statements.draft import Draft, span_of
from onrecord.statements.groups import Sentence, Use, is_verb
from onrecord.statements.quotations import find_quotations
from onrecord.statements.relation import QUOTED, Relation, is_whole_refusal
from onrecord.statements.relations import find_relations
from onrecord.statements.sentences import find_sentences
from onrecord.statements.sources import LABELS, Range, bodies, offices
from onrecord.statements.tokens import AUXILIARIES, DASHES, NUMBERS, STOPS, TIME_WORDS, Words, is_capital
from onrecord.text import Document, Span

UNQUOTED: Final = 0.6  # how sure speech without a verb and without quotation marks is


def sentences_of(words: Words, text: str, *, goes_on: bool) -> Iterator[Sentence]:
    """The sentences of a block, each with the quotations that its words stand in.

    Args:
        goes_on: whether the next block begins with a quotation mark.
    """
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


def read_sentence(document: Document, sentence: Sentence, passage: Passage, waiting: list[Span]) -> list[Draft]:
    """The drafts of a sentence, in the order of the text.

    Args:
        waiting: quotations just before it that nobody has been found for yet.
    """
    relations = find_relations(sentence) or _signed(sentence, passage, waiting)
    return [draft for r in relations if (draft := _draft(document, sentence, passage, r)) is not None]


def _draft(document: Document, sentence: Sentence, passage: Passage, relation: Relation) -> Draft | None:
    """A relation in spans of the text; None where its cue shares a word with its source or content: the sentence was misread."""
    parts = [*relation.content, *([relation.source] if relation.source else [])]
    if any(start < relation.cue[1] and relation.cue[0] < end for start, end in parts):
        return None
    cue, source = _cite(document, sentence, [relation.cue]), _cite(document, sentence, [relation.source] if relation.source else [])
    if not cue:
        return None
    return Draft(
        part=passage.part,
        cue=cue[0],
        source=source,
        content=list(_cite(document, sentence, relation.content)),
        confidence=relation.strength,
        refuses=is_whole_refusal(sentence, relation),
        awaits=relation.awaits,
        stands=_stands(sentence, relation),
        stance=relation.entry.stance if relation.entry else None,
        reported=relation.reported,
    )


def _stands(sentence: Sentence, relation: Relation) -> bool:
    """Whether a form is sure by itself: quoted speech without a verb, "according to", or a figure that somebody puts: "put the toll at 17"."""
    if relation.entry is None:
        return relation.strength >= QUOTED
    if relation.group is not None and relation.group.use is Use.ADVERB:
        return True
    if relation.entry.words != ("put",):
        return False
    words = [sentence.lower(k) for first, behind in relation.content for k in range(first, behind)]
    return "at" in words and any(word[0].isdigit() or word in NUMBERS for word in words[words.index("at") :][:4])


def _cite(document: Document, sentence: Sentence, ranges: Iterable[Range]) -> tuple[Span, ...]:
    spans = [span_of(sentence, words) for words in ranges if words[0] < words[1]]
    return tuple(cited for span in spans if (cited := document.cite(span.start, span.end)) is not None)


def _signed(sentence: Sentence, passage: Passage, waiting: list[Span]) -> list[Relation]:
    """Speech without a verb: "— Ada Brandt" under a quotation, "And from Ada Brandt: “…”", "Ada Brandt: “…”", "Norland: no shells sold"."""
    start, end = sentence.start, sentence.end
    while end > start and sentence.lower(end - 1) in STOPS and not sentence.quoted[end - 1]:
        end -= 1
    dash = sentence.quoted[start] if sentence.opens_quote(start) else 0
    if start < dash < end - 1 and sentence.lower(dash) in DASHES and end - dash <= 14 and is_capital(sentence.words.texts[dash + 1]):
        return [Relation(None, (dash, dash + 1), (dash + 1, end), [(start, dash)], QUOTED)]
    if sentence.lower(start) in DASHES and waiting and 1 < end - start <= 14 and is_capital(sentence.words.texts[start + 1]):
        return [Relation(None, (start, start + 1), (start + 1, end), strength=QUOTED)]
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
        return _headline_tail(sentence, passage, colon, end)
    if _is_topic(sentence, source) or (source[1] - source[0] == 1 and sentence.lower(source[0]) in LABELS):
        return []
    quoted = sentence.opens_quote(colon + 1)
    if not quoted and not (passage.part == "headline" and end - colon > 3 and colon - source[0] <= 5):
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
    return [Relation(None, cue, source, [(colon + 1, max(stop, end if passage.part == "headline" else stop))], QUOTED if quoted else UNQUOTED)]


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


def _headline_tail(sentence: Sentence, passage: Passage, colon: int, end: int) -> list[Relation]:
    """ "Norland sold shells to Estovia: minister"."""
    if passage.part != "headline" or not 0 < end - colon - 1 <= 4 or any(is_verb(sentence, k) for k in range(colon + 1, end)):
        return []
    return [Relation(None, (colon, colon + 1), (colon + 1, end), [(sentence.start, colon)], UNQUOTED)]
