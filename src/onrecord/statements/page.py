"""The statements of a page: what the encoder and the rules read, joined; the quotations that run on; stance; one within another.

The encoder finds what attributes and what belongs to it. The rules read the same sentences beside it: what both read alike is surer, and
settled if its stance is plain too.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Final

from onrecord.encoder.encode import Encoding
from onrecord.encoder.passages import Passage, find_passages
from onrecord.lexicon import word_set
from onrecord.record import Article, Kind, Note, Noted, Pieces, Source, Stance, Statement
from onrecord.statements.by_rule import read_sentence, sentences_of
from onrecord.statements.draft import Draft, Quotes, words_of
from onrecord.statements.groups import Sentence
from onrecord.statements.joined import LEAST, Least, join
from onrecord.statements.running import Running, whole_quotation
from onrecord.statements.silence import is_silent
from onrecord.statements.sources import LABELS, is_abstract, is_named, people
from onrecord.statements.stance import is_doubtful, read_plain_stance, read_stance
from onrecord.statements.tokens import OPENERS, find_lowers, find_words
from onrecord.statements.unsaid import give_to_quoted, is_urged, is_wish_for_no_name
from onrecord.text import Document, Span

_STEM: Final = 5  # letters of a word by which content and what was told before are compared
_LOWER: Final = re.compile(r"\b[a-z]{3,}\b")
_WORD: Final = re.compile(r"\w+")
_FORMULA: Final = word_set("would could should there their which about after before other under being going where these those years")
_LEAD: Final = re.compile(r"(?:\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?\s+)?[,;:.–—-]*\s*(?:(?:But|And|Yet|So|Nor)\s+)?(?=[^\s,;:.])")
_ASKED: Final = re.compile(r"\b(?:ask|tell|urge|beg)(?:s|ed|ged|ing)?$|\btold$", re.IGNORECASE)
_NAME: Final = re.compile(r"(?:[Tt]he )?[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}")
_JOINT: Final = re.compile(r",?\s+(?:but|and|while|though|although|or|yet)\s+(?:\w+ly\s+)?$")
_CLAUSE: Final = re.compile(r",?\s+(?:who|which)\b")
_MOST: Final = 5000  # statements of one page: more are a log or made to hurt
_ACT: Final = 0.8  # how sure the encoder alone must be of an act without attitude: "has signed", "was imposed"
_DOUBTFUL: Final = 0.65  # how sure a statement is at most whose stance hangs on a negation
# A source that is nobody: "no minister", "not a single one". "No. 2", "No fewer than 12 witnesses" and "No Peace Without Justice" are somebody.
_NO_ONE: Final = re.compile(
    r"(no|none|nobody|no one|neither|nothing|not (?:a single|one|any))\b(?!\s*(?:\.|\d|(?:fewer|less|more)\b|(?-i:[A-Z][a-z]+ [A-Z])))", re.IGNORECASE
)
_FEW: Final = re.compile(
    r"(?:few|not (?:all|even|every\w*|many)|(?:hardly|scarcely|barely) any\w*)\b", re.IGNORECASE
)  # and the next might have said it
_NOT_BEFORE: Final = re.compile(
    r"\b(not (?:a single|one)|no|neither)\s+$|\b(few|not (?:all|even|every|many)|(?:hardly|scarcely|barely)(?: any)?|not)\s+$", re.IGNORECASE
)
# Words before a clause that leave open, or deny, that anything was said: "if the army says", "it is not true that the army said".
_OPEN: Final = re.compile(
    r"\b(?:if|unless|whether|should|once|until)\s+$|^\W*had\s+$"
    r"|\b(?:not|never|nobody|no one|nothing|false|untrue|no (?:evidence|proof|sign))\b[^.;:”\"]{0,60}\bthat\s+$",
    re.IGNORECASE,
)
_MODAL: Final = re.compile(r"\b(?:will|would|may|might|could|can|must|should|shall|(?:has|have|had) to|going to)\b", re.IGNORECASE)
_LOOKED_BACK: Final = 100  # characters before a source


def read_statements(document: Document, article: Article, encoding: Encoding | None) -> tuple[Statement, ...] | Noted:
    """Statements of the headline and body, in the order of the text; with a note where there were too many to keep all.

    Args:
        encoding: the page in windows; None: the rules read alone.
    """
    found, quotes = _read(document, article, encoding)
    statements = _statements(document, found[:_MOST], quotes)
    if len(found) <= _MOST:
        return statements
    return Noted(statements, (Note("statements", "cut", f"only the first {len(statements)} statements were kept"),))


def find_drafts(document: Document, article: Article, encoding: Encoding | None, least: Least = LEAST) -> list[Draft]:
    """What the statements are made of: for training, which asks how sure each reader was."""
    return _read(document, article, encoding, least)[0]


def _read(document: Document, article: Article, encoding: Encoding | None, least: Least = LEAST) -> tuple[list[Draft], Quotes]:
    page = PageReader(document, encoding, least)
    read_passages(page, document, article, encoding)
    return page.found, page.quotes


def read_passages(page: "PageReader", document: Document, article: Article, encoding: Encoding | None) -> None:
    """Give a page's passages to its reader, in the order of the text."""
    passages = encoding.passages if encoding is not None else tuple(find_passages(document, article))
    for number, passage in enumerate(passages):
        if len(page.found) > _MOST:
            break
        following = passages[number + 1] if number + 1 < len(passages) else None
        page.read(passage, goes_on=following is not None and document.text[following.start : following.start + 2].lstrip()[:1] in OPENERS)
    page.running.stop()


class PageReader:
    """A page while its passages go by, one after another: only what runs on from one to the next is kept."""

    def __init__(self, document: Document, encoding: Encoding | None, least: Least) -> None:
        self.document = document
        self.least = least
        self.heard: list[Draft] = []
        if encoding is not None:
            from onrecord.statements.by_encoder import read_windows  # here: what it imports is not needed to show help

            self.heard = sorted(read_windows(document, encoding), key=lambda draft: draft.cue.start)
        self.end = encoding.end if encoding is not None else 0  # of what the encoder has read
        self.cues = [draft.cue.start for draft in self.heard]
        self.common = frozenset(_LOWER.findall(document.text))
        self.quotes = Quotes()
        self.running = Running(document.text, self.quotes)
        self.told: set[str] = set()
        self.found: list[Draft] = []

    def read(self, passage: Passage, *, goes_on: bool) -> None:
        """Add the statements of a passage.

        Args:
            goes_on: whether the next one begins with a quotation mark.
        """
        lowers = find_lowers(self.document.text, passage.start, passage.end)
        if lowers and is_silent(lowers) and not self._heard(passage.start, passage.end):
            self.running.stop()
            self.told.update(_stems(lowers))
            return
        if passage.part == "headline":
            self.running.stop()
        words = find_words(self.document.text, passage.start, passage.end)
        for sentence in sentences_of(words, self.document.text, goes_on=goes_on):
            if len(self.found) > _MOST:
                return
            self._sentence(passage, sentence)

    def _sentence(self, passage: Passage, sentence: Sentence) -> None:
        start, end = sentence.words.starts[sentence.start], sentence.words.ends[sentence.end - 1]
        heard = [draft for draft in self._heard(start, end) if not _is_nobody(self.document, sentence, draft)]
        for draft in heard:
            _own_sentence(self.document, draft, start, end)
        self.quotes.add(sentence)
        quotation = whole_quotation(self.document, sentence)
        if quotation is not None:
            heard = [draft for draft in heard if _clip(draft, quotation)]
            if self._holder(quotation) is None:
                self.running.pass_on(quotation)
            drafts = self.join(heard, (), unheard=False)
        else:
            ruled = read_sentence(self.document, sentence, passage, self.running.waiting)
            drafts = self.join(heard, ruled, unheard=start >= self.end)
            self.running.give([draft for draft in drafts if not _stands_in_another(draft, drafts)], start)
        drafts = [draft for draft in drafts if _is_apart(draft) and (draft.content or draft.extra or draft.awaits or draft.refuses)]
        for draft in drafts:
            draft.source = tuple(_without_clause(self.document, _without_lead(self.document, span), drafts) for span in draft.source)
        drafts = give_to_quoted(self.document, drafts, start, end)
        drafts = [draft for draft in drafts if not _says_nothing(self.document, draft, drafts)]
        for draft in drafts:
            draft.content = [_before_sibling(self.document, draft, piece, drafts) for piece in draft.content]
        for draft in drafts:
            draft.named, draft.answers = self._is_named(sentence, draft), self._answers(draft)
        if quotation is None:
            self.told.update(_stems(sentence.words.lowers[sentence.start : sentence.end]))
        self.found.extend(drafts)

    def join(self, heard: Sequence[Draft], ruled: Sequence[Draft], *, unheard: bool) -> list[Draft]:
        """The drafts of a sentence, of both readers."""
        return join(heard, ruled, unheard=unheard, least=self.least)

    def _heard(self, start: int, end: int) -> list[Draft]:
        """The encoder's drafts whose cue begins there."""
        return self.heard[bisect_left(self.cues, start) : bisect_left(self.cues, end)]

    def _holder(self, quotation: Span) -> Draft | None:
        """The statement found so far, among the last, that has a quotation in its content already."""
        return next((d for d in self.found[:-5:-1] if any(quotation.overlaps(piece) for piece in d.content)), None)

    def _is_named(self, sentence: Sentence, draft: Draft) -> bool:
        words = words_of(sentence, draft.source[0]) if draft.source else None
        return words is not None and is_named(sentence, words, self.common)

    def _answers(self, draft: Draft) -> bool:
        """Whether the content speaks of what the page told before, so that negating it is a denial."""
        pieces = [*draft.content, *draft.extra[:1]]
        return any(self.told & _stems(find_lowers(self.document.text, span.start, min(span.end, span.start + 300))) for span in pieces)


def _is_nobody(document: Document, sentence: Sentence, draft: Draft) -> bool:
    """Whether what the encoder took for a source, for a cue or for words is none.

    "{experience} shows"; "{Interview}: “…”"; “…,” said {Jorun} {Aske}; "State radio, {citing} two aides"; "So you {deny} it?"
    """
    cue = document[draft.cue]
    source = document[draft.source[0]].lower() if draft.source else ""
    words = words_of(sentence, draft.source[0]) if draft.source else None
    if (words is not None and is_abstract(sentence, words)) or source in LABELS:
        return True
    if not draft.known and not sentence.title and cue[0].isupper() and draft.cue.start != sentence.words.starts[sentence.start]:
        return True  # a name
    if source == "you" and document.text[sentence.words.ends[sentence.end - 1] - 1] == "?":
        return True
    if _ASKED.search(cue) and len(draft.content) == 1 and _NAME.fullmatch(document.text, draft.content[0].start, draft.content[0].end):
        return True  # "had first asked {Norland}, which could not deliver": whom, not what
    if cue.lower() not in ("citing", "quoting") or not draft.content:
        return False
    cited = find_lowers(document.text, draft.content[0].start, draft.content[0].end)[:6]
    return not people().isdisjoint(cited)


def _says_nothing(document: Document, draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Whether a draft is none of its source's statements: it wants no name, or is urged to speak."""
    return is_wish_for_no_name(document, draft) or is_urged(document, draft, drafts)


def _own_sentence(document: Document, draft: Draft, start: int, end: int) -> None:
    """Leave out of a content what stands in another sentence without quotation marks, where words of its own are left."""
    inside = [piece for piece in draft.content if (piece.start < end and piece.end > start) or document.text[piece.start] in OPENERS]
    if inside and len(inside) < len(draft.content):
        draft.content = inside


def _is_apart(draft: Draft) -> bool:
    """Whether no word stands in two of cue, source and what is said; where one does, the sentence was misread."""
    said = (*draft.content, *draft.extra)
    return not any(draft.cue.overlaps(span) for span in (*draft.source, *said)) and not any(s.overlaps(span) for s in draft.source for span in said)


def _without_lead(document: Document, source: Span) -> Span:
    """A source without what stands before it: a clock, marks, the word that joins its sentence to the one before: "But {a pilot} said"."""
    lead = _LEAD.match(document.text, source.start, source.end)
    return (document.cite(lead.end(), source.end) if lead is not None else None) or source


def _before_sibling(document: Document, draft: Draft, piece: Span, drafts: Sequence[Draft]) -> Span:
    """A content up to the next thing that the same source does: "denied {that it had sold shells}, but did not rule out a sale"."""
    for other in drafts:
        if other.source == draft.source and draft.source and other.cue in piece and draft.source[0].end <= draft.cue.start < piece.start:
            joint = _JOINT.search(document.text, piece.start, other.cue.start)
            cut = document.cite(piece.start, joint.start()) if joint is not None else None
            if cut is not None:
                return cut
    return piece


def _without_clause(document: Document, source: Span, drafts: Sequence[Draft]) -> Span:
    """A source without a clause in which another statement stands: "said {Otto Lund}, who declined to say more"."""
    if any(draft.cue in source for draft in drafts):
        clause = _CLAUSE.search(document.text, source.start, source.end)
        return (document.cite(source.start, clause.start()) if clause is not None else None) or source
    return source


def _clip(draft: Draft, quotation: Span) -> bool:
    """Keep what a statement inside a quotation has in it: others' words stand around. Whether any content is left."""
    draft.content = [piece for piece in draft.content if piece.overlaps(quotation) and piece != quotation]
    return bool(draft.content)


def _stands_in_another(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(other is not draft and any(draft.cue in piece for piece in other.content) for other in drafts)


def _stems(lowers: Iterable[str]) -> set[str]:
    return {w[:_STEM] for w in lowers if len(w) >= _STEM and w.isalpha() and w not in _FORMULA}


def _statements(document: Document, found: Sequence[Draft], quotes: Quotes) -> tuple[Statement, ...]:
    kept: list[tuple[Draft, Stance | None]] = []
    for draft in found:
        if (draft.content or draft.extra or draft.refuses) and not _is_unsaid(document, draft):
            stance = read_stance(negated_cue(document, draft), first_words(document, draft), answers_claim=draft.answers)
            if stance in (Stance.DECLINES, Stance.DENIES) and not draft.source and draft.second not in ("same", None):
                continue  # "the request would be refused", "in effect a rejection of the mayor": one reader alone, and nobody to name
            if stance is not None or draft.second in ("same", None) or not draft.source or draft.confidence >= _ACT:
                kept.append((draft, stance))
    kept.sort(key=lambda row: (row[0].start, row[0].cue.start))
    names = {id(draft): f"s{number}" for number, (draft, _) in enumerate(kept, 1)}
    outer = _outer([draft for draft, _ in kept])
    return tuple(_statement(document, draft, stance, quotes, names, outer) for draft, stance in kept)


def _outer(drafts: Sequence[Draft]) -> dict[int, Draft]:
    """Of each draft that stands in another's content, the one with the shortest such content: longer than its own, so that no chain closes."""
    size = {id(draft): (sum(map(len, draft.contents())), -rank) for rank, draft in enumerate(drafts)}
    found: dict[int, Draft] = {}
    ranked = sorted(drafts, key=lambda d: d.cue.start)
    cues = [draft.cue.start for draft in ranked]
    for holder in sorted(drafts, key=lambda d: size[id(d)], reverse=True):  # the longest first: a shorter one that holds the cue replaces it
        for piece in holder.contents():
            for draft in ranked[bisect_left(cues, piece.start) : bisect_left(cues, piece.end)]:
                if draft is not holder and size[id(holder)] > size[id(draft)] and draft.cue in piece:
                    found[id(draft)] = holder
    return found


def _statement(document: Document, draft: Draft, stance: Stance | None, quotes: Quotes, names: dict[int, str], outer: dict[int, Draft]) -> Statement:
    content = draft.contents()
    doubtful = is_doubtful(negated_cue(document, draft), first_words(document, draft)) or draft.reported
    holder = outer.get(id(draft))
    return Statement(
        id=names[id(draft)],
        part=draft.part,
        source=Source(draft.source, draft.named) if draft.source else None,
        cue=Pieces((draft.cue,)),
        content=Pieces(content) if content else None,
        kind=_kind(document, content, quotes),
        stance=stance,
        within=names[id(holder)] if holder is not None else None,
        settled=draft.settled and stance == read_plain_stance(document[draft.cue]) and not doubtful and not is_open(document, draft, stance),
        confidence=round(min(draft.confidence, _DOUBTFUL) if doubtful else draft.confidence, 2),
    )


def first_words(document: Document, draft: Draft) -> str:
    """The first pieces of a content, by which its stance is read."""
    return " ".join(document[span] for span in draft.contents()[:4])


def _is_unsaid(document: Document, draft: Draft) -> bool:
    """Whether nobody spoke: "no minister has denied it". That nobody would answer, or neither of two denied, is worth telling."""
    negation = _negation(document, draft)
    if negation is None:
        return False
    stance = read_stance(negated_cue(document, draft), "", answers_claim=draft.answers)
    return stance is not Stance.DECLINES and (negation != "neither" or stance is Stance.DENIES)


def _negation(document: Document, draft: Draft) -> str | None:
    """The word in or before a source that turns its cue round: "{Neither} side denied it", "{no} minister said so"; None where there is none."""
    if not draft.source:
        return None
    source = draft.source[0]
    match = _NO_ONE.match(document.text, source.start, source.end) or _NOT_BEFORE.search(document.text[max(0, source.start - 20) : source.start])
    return match[1].lower() if match is not None and match[1] else None


def is_open(document: Document, draft: Draft, stance: Stance | None) -> bool:
    """Whether it is left open that the source spoke at all: "if the army says", "few ministers denied", "the army may deny"."""
    text, start = document.text, draft.source[0].start if draft.source else draft.cue.start
    before = text[max(0, start - _LOOKED_BACK) : start]
    stop = max(before.rfind(mark) for mark in (". ", "\n", "; "))
    before = before[stop + 1 :]
    if _OPEN.search(before) or _NOT_BEFORE.search(before[-20:]):
        return True
    if draft.source and _FEW.match(text, draft.source[0].start, draft.source[0].end):
        return True
    return stance is not Stance.DECLINES and _MODAL.search(document[draft.cue]) is not None


def negated_cue(document: Document, draft: Draft) -> str:
    """The cue, negated where its source is: "Neither side {denied} it"."""
    cue = document[draft.cue]
    return f"not {cue}" if _negation(document, draft) else cue


def _kind(document: Document, content: Sequence[Span], quotes: Quotes) -> Kind:
    """Direct where every word of the content is quoted, or all but one; mixed where some are."""
    total = quoted = 0
    for span in content[:20]:
        for word in _WORD.finditer(document.text, span.start, span.end):
            total += 1
            quoted += quotes.around(word.start()) is not None
    if not quoted:
        return Kind.INDIRECT
    return Kind.DIRECT if total - quoted <= 1 else Kind.MIXED
