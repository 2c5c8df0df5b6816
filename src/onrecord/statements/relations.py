"""Attribution relations of one sentence: cues joined to their sources and contents, one inside another where the text nests them."""

from typing import Final

from onrecord.record import Stance
from onrecord.statements.contents import (
    Complement,
    find_before,
    find_complement,
    find_object_end,
    find_question,
    find_remark,
    find_resumption,
)
from onrecord.statements.deeds import MENTAL, find_withdrawn, is_attribution, is_deed_refused, is_matter, is_weak_inside
from onrecord.statements.groups import Group, Sentence, Use, find_groups, is_verb, starts_noun
from onrecord.statements.relation import (
    BARE,
    CLAUSE,
    OBJECT,
    PASSIVE,
    QUOTED,
    SHARED,
    SOURCELESS,
    Relation,
    content_end,
    cue_of,
    holds_verb,
    is_noun,
    is_object,
    is_present,
    is_refusal,
    is_reported,
    is_whole_refusal,
    lacks_quote,
    refused_at,
    reported_end,
    second_verb,
    strength,
    trim,
    unanswered,
)
from onrecord.statements.sources import Range, find_inverted, find_subject, find_topic, is_speaker
from onrecord.statements.tokens import (
    AUXILIARIES,
    BE,
    CLAUSE_WORDS,
    COORDINATORS,
    DASHES,
    DETERMINERS,
    MODALS,
    NEGATIONS,
    OBJECTS,
    POSSESSIVES,
    PREPOSITIONS,
    is_adverb,
    is_capital,
)

_EVIDENT: Final = frozenset(("show", "suggest", "indicate", "imply", "prove", "signal", "reveal", "mean", "find"))
_BREAKS: Final = frozenset(("and", "but", "or", "while", "though", "although", "whereas", "nor", "yet", "then", "as"))
_SAID: Final = frozenset(
    (
        "say",
        "think",
        "expect",
        "believe",
        "report",
        "know",
        "understand",
        "fear",
        "suspect",
        "estimate",
        "claim",
        "allege",
        "consider",
        "assume",
        "feel",
    )
)


_ANONYMOUS: Final = (("not", "to", "be"), ("to", "remain", "anonymous"), ("for", "anonymity", ","))  # "who asked not to be named"


class _Reader:
    """Reads the groups of one sentence from left to right; a new clause closes what is open."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.found: list[Relation] = []
        self.open: list[Relation] = []  # outermost first
        self.low = sentence.start  # where the clause that is being read begins
        self.end = content_end(sentence)
        self.parted = ";" in sentence.words.lowers[sentence.start : sentence.end]

    def read(self) -> list[Relation]:
        for group in find_groups(self.sentence):
            relation = self._relate(group)
            if relation is not None:
                self.found.append(relation)
        self._pass_semicolon(self.end)
        self._close(self.end)
        for relation in self.found:
            if is_refusal(relation) and not relation.content:
                asked = refused_at(self.sentence, relation, self.end) or find_question(self.sentence, relation.cue, self.end)
                relation.content.extend([asked] if asked is not None else [])
        return [r for r in self.found if r.content or r.awaits or is_whole_refusal(self.sentence, r) or lacks_quote(self.sentence, r)]

    def _relate(self, group: Group) -> Relation | None:
        if self.found and group.start < self.found[-1].cue[1]:
            return None  # "did not answer {repeated} calls"
        if self.open and group.start < (self.open[-1].open_from or 0):
            return None  # "reported, {citing two officials}, that"
        self._pass_semicolon(group.start)
        if group.use is Use.ADVERB:
            return self._adverb(group)
        if group.use is Use.NOUN:
            return self._noun(group)
        if group.use is Use.PASSIVE:
            return self._passive(group)
        if group.use is Use.PARTICIPLE:
            return self._participle(group)
        return self._finite(group)

    def _pass_semicolon(self, i: int) -> None:
        """A semicolon before word i ends what is open, unless "that" goes on with it: "said it was safe; the owner said …"."""
        if not self.parted:
            return
        sentence = self.sentence
        after = max(self.low, self.found[-1].cue[1] if self.found else self.low)
        for k in range(i - 1, after - 1, -1):
            if sentence.lower(k) == ";" and not sentence.quoted[k] and sentence.lower(k + 1) not in ("that", "and"):
                self._close(k)
                self.low = k + 1
                return

    def _finite(self, group: Group) -> Relation | None:
        sentence = self.sentence
        inverted = self._inverted(group)
        if inverted is not None:
            return inverted
        low = max(self.found[-1].cue[1], self.low) if self.found else self.low
        subject = find_subject(sentence, group.start, low)
        shared = False
        if subject is None:
            if self.found and group.start == self.found[-1].cue[1]:
                return None  # "denied {reports} that": the noun after a cue
            if self._reads_on(group):
                return None
            subject, shared = self._shared(group, low), True
        if is_deed_refused(sentence, group):
            return None
        if group.entry.words == ("ask",) and sentence.words.lowers[group.end : group.end + 3] in _ANONYMOUS:
            return None
        if subject is not None and sentence.lower(subject[0]) in ("i", "we", "you") and subject[1] - subject[0] == 1:
            return None
        if subject is not None and not is_speaker(sentence, subject):
            return None
        yet_to = sentence.lower(group.head - 1) == "to" and sentence.lower(group.head - 2) == "yet"
        if yet_to or (subject is not None and sentence.lower(subject[0]) in ("neither", "no", "none", "nobody")):
            group = unanswered(group)
        if group.entry.words[0] in _EVIDENT and (sentence.lower(group.start - 1) in ("which", "that", "it")):
            return None  # "…, which suggests that": the clause before is no speaker
        if group.entry.words[0] in ("withdraw", "retract"):
            return self._withdrawn(group, subject, subject[0] if subject is not None and not shared else group.start)
        complement = find_complement(sentence, group)
        if subject is not None and not shared and (relative := self._in_relative(group, subject)) is not None:
            return relative
        start = group.start if shared or subject is None else subject[0]
        if subject is None and not complement.strong:
            return None
        follows_noun = sentence.lower(start - 1) in ("which", "that")
        if complement.start is None and not follows_noun and not group.entry.frames & {"that", "quote", "tell", "none"}:
            return None
        if subject is not None and (not complement.strong or sentence.lower(subject[0] - 1) == "as") and is_noun(sentence, group, subject):
            return None
        if self._continues_inside(start) and is_weak_inside(sentence, group, complement) and not self._is_led(start, group):
            return None
        if not is_attribution(sentence, group, subject, complement):
            if not shared and not self._continues_inside(start):
                self._break(start)
            return None
        relation = Relation(group, cue_of(sentence, group), subject, strength=strength(sentence, complement, group) - (SHARED if shared else 0))
        relation.reported = is_reported(sentence, start)
        self._place(relation, complement, start)
        return relation

    def _withdrawn(self, group: Group, subject: Range | None, start: int) -> Relation | None:
        """ "{withdrew its denial}", "{withdrew its claim} that {boats were sold}": of a denial nobody can tell here what had been denied."""
        end = find_withdrawn(self.sentence, group.end)
        if end is None or subject is None:
            if not self._continues_inside(start):
                self._break(start)
            return None
        relation = Relation(group, (group.start, end), subject, strength=OBJECT)
        if not self._continues_inside(start):
            self._break(start)
        self._nest(relation, start)
        if self.sentence.lower(end) == "that" and self.sentence.lower(end - 1) not in ("denial", "denials"):
            relation.open_from = end + 1
            self.open.append(relation)
        return relation

    def _inverted(self, group: Group) -> Relation | None:
        """ "…,” said Ada Brandt, a nurse." """
        sentence = self.sentence
        before = sentence.lower(group.start - 1)
        marked = before in (",", "?", "!", *DASHES) or (group.start > sentence.start and sentence.closes_quote(group.start - 1))
        if not (
            group.bare
            and marked
            and group.entry.frames & {"that", "quote"}
            and not ("tell" in group.entry.frames and group.entry.words[0] not in ("warn", "caution"))  # "told Reuters" has its addressee there
            and starts_noun(sentence, group.end)
        ):
            return None
        source = find_inverted(sentence, group.end)
        if source is None or not is_speaker(sentence, source):
            return None
        after = sentence.lower(source[1])
        if after in AUXILIARIES or after in ("to",) or (source[1] < sentence.end and is_verb(sentence, source[1])) or holds_verb(sentence, source):
            return None
        low = self.low
        content = find_before(sentence, low, group.start)
        if content is None or not self._is_clause(content):
            return None
        relation = Relation(group, (group.start, group.end), source, [content], QUOTED if sentence.quoted[content[1] - 1] else BARE)
        self._enclose(relation, low)
        self._resume(relation, source[1])
        return relation

    def _is_clause(self, content: Range) -> bool:
        """Whether what stands before an inverted cue can be said: it is quoted, or has a verb before its first comma."""
        sentence, (start, end) = self.sentence, content
        if sentence.quoted[start] or sentence.quoted[end - 1]:
            return True
        comma = next((k for k in range(start, end) if sentence.lower(k) == ","), end)
        return any(is_verb(sentence, k) for k in range(start, comma)) or comma == end

    def _participle(self, group: Group) -> Relation | None:
        sentence = self.sentence
        if sentence.lower(group.start - 1) == "as":
            return self._quoted_as_saying(group)
        if group.entry.words[0] in ("refer", "allude"):
            return None  # "…, she said, referring to the sale": the outlet's gloss
        if is_deed_refused(sentence, group):
            return None
        source = self._shared(group, max(self.found[-1].cue[1], self.low) if self.found else self.low)
        if group.entry.words[0] in ("withdraw", "retract"):
            return self._withdrawn(group, source, group.start)
        complement = find_complement(sentence, group)
        if source is None or (complement.start is None and "none" not in group.entry.frames) or not is_speaker(sentence, source):
            return None
        if sentence.lower(source[0]) in ("i", "we", "you", "it", "this", "that") and source[1] - source[0] == 1 and not complement.strong:
            return None
        if not is_attribution(sentence, group, source, complement):
            if self.open:
                self._break(group.start)
            return None
        relation = Relation(group, cue_of(sentence, group), source, strength=strength(sentence, complement, group) - SHARED)
        self._place(relation, complement, group.start)
        return relation

    def _quoted_as_saying(self, group: Group) -> Relation | None:
        """ "State radio quoted {Ada Brandt} {as saying} that …": the source stands between."""
        sentence, last = self.sentence, group.start - 1
        quoted = next(
            (k for k in range(last - 1, max(sentence.start, last - 16), -1) if sentence.lower(k) in ("quoted", "quotes", "quoting", "cited")), None
        )
        complement = find_complement(sentence, group)
        if quoted is None or quoted + 1 >= last or complement.start is None:
            return None
        source: Range | None = (quoted + 1, last)
        if sentence.lower(quoted + 1) == "by":  # "was quoted by state radio as saying"
            start = quoted - 1 if sentence.lower(quoted - 1) in BE else quoted
            source = find_subject(sentence, start, self.low)
        if source is None or source[0] >= source[1]:
            return None
        relation = Relation(group, (last, group.end), source, strength=strength(sentence, complement, group))
        self._nest(relation, quoted)
        relation.open_from = complement.start
        self.open.append(relation)
        return relation

    def _reads_on(self, group: Group) -> bool:
        """Whether a verb without a subject goes on with the clause that is open: "denied that it had sold boats {or planned to}".

        A second cue that shares the source is joined by "and" or "but", and stands in the form of the first.
        """
        sentence, i = self.sentence, group.start - 1
        while i > self.low and is_adverb(sentence.lower(i)):
            i -= 1
        joint = sentence.lower(i)
        if joint in ("or", "nor"):
            self._end_object(i)
            return bool(self.found)
        if joint != "and" or sentence.lower(i - 1) == "," or sentence.closes_quote(i - 1) or not self.open:
            return False
        outer, inner = self.open[0], self.open[-1]
        if outer.group is None or "that" not in outer.group.entry.frames or outer.open_from is None:
            return False
        if not any(is_verb(sentence, k) for k in range(outer.open_from, i)):
            return False
        if group.entry.words[0] in MENTAL or inner is not outer:
            self._end_object(i)
            return True
        if any(sentence.lower(k) in MODALS for k in range(group.start, group.head)) and outer.group.bare:
            return group.entry.stance is not Stance.DECLINES and not any(sentence.lower(k) in NEGATIONS for k in range(group.start, group.head))
        return group.bare and outer.group.bare and is_present(sentence, group) != is_present(sentence, outer.group)

    def _end_object(self, end: int) -> None:
        """A noun that the innermost cue governs ends before a verb that is joined to it: "denied {the sale} and promised"."""
        inner = self.open[-1] if self.open else None
        if inner is None or inner.open_from is None or inner.group is None or "object" not in inner.group.entry.frames:
            return
        if self.sentence.lower(inner.open_from - 1) != "that" and not any(is_verb(self.sentence, k) for k in range(inner.open_from, end)):
            piece = trim(self.sentence, inner.open_from, end)
            inner.content.extend([piece] if piece is not None else [])
            inner.open_from = None
            self.open.pop()

    def _shared(self, group: Group, low: int) -> Range | None:
        """The source of the clause before, or the sentence's subject: "confirmed the order and {said} …"."""
        top = [r for r in self.found if r.inside is None and r.source is not None]
        if top:
            return top[-1].source
        if self.sentence.lower(group.start - 1) == "," and group.use is Use.PARTICIPLE:
            subject = find_subject(self.sentence, group.start - 1, low)
            if subject is not None and find_topic(self.sentence, low, group.start) is None:
                return subject
        return find_topic(self.sentence, self.sentence.start, group.start)

    def _passive(self, group: Group) -> Relation | None:
        sentence, entry = self.sentence, group.entry
        low = max(self.found[-1].cue[1], self.low) if self.found else self.low
        subject = find_subject(sentence, group.start, low)
        if subject is None and group.start - 1 == self.low and sentence.lower(self.low) in ("that", "this"):
            subject = (self.low, group.start)  # "That was denied by the embassy"
        inner = self.open[-1] if self.open and self.open[-1].reported and subject is not None else None
        if inner is not None:  # "{Reports that he denied it} were dismissed by the palace"
            self._close(group.start)
            subject = (sentence.start, group.start)
        told = self.found[-1].source if self.found and inner is None else None
        if subject is None or (told is not None and subject[0] < told[1] and told[0] < subject[1]):
            return None
        after = group.end
        source: Range | None = None
        if sentence.lower(after) == "by":
            source = find_inverted(sentence, after + 1)
            if source is None or not is_speaker(sentence, source):
                return None
            after = source[1]
        relation = Relation(group, (group.start, group.end), source, strength=PASSIVE if source else PASSIVE - SOURCELESS)
        word = sentence.lower(after)
        impersonal = sentence.lower(subject[0]) == "it" and subject[1] - subject[0] == 1
        if "tell" in entry.frames or entry.words == ("ask",):
            complement = find_complement(sentence, Group(group.start, group.head, after, entry, group.use, group.bare))
            if complement.start is None or not (complement.strong or "tell" in entry.frames):
                return None
            self._place(relation, complement, subject[0])
            return relation
        if impersonal and word == "that" and entry.words[0] in _SAID:
            self._place(relation, Complement(after + 1, strong=True, resume=after), subject[0])
            return relation
        if impersonal:
            return None
        if entry.words[0] in _SAID and word == "to":
            self._break(subject[0])
            relation.content.append(subject)
            self._nest(relation, subject[0])
            relation.open_from = after
            self.open.append(relation)
            return relation
        if source is not None and "object" in entry.frames and entry.words[0] not in ("put", "cast"):
            self._break(subject[0])
            relation.content.append(subject)
            self._nest(relation, subject[0])
            if inner is not None:
                inner.inside = relation
            if word in ("as", "for", "of"):
                relation.open_from = after
                self.open.append(relation)
            return relation
        return None

    def _adverb(self, group: Group) -> Relation | None:
        sentence = self.sentence
        leads = group.start == sentence.start or sentence.lower(group.start - 1) in COORDINATORS
        source = find_inverted(sentence, group.end, apposition=not leads)
        if source is None or not is_speaker(sentence, source):
            return None
        relation = Relation(group, (group.start, group.end), source, strength=CLAUSE)
        low = self.low
        content = find_before(sentence, low, group.start)
        if content is not None and all(is_adverb(sentence.lower(k)) or sentence.lower(k) in COORDINATORS for k in range(*content)):
            content = None
        if content is None:
            start = source[1] + 1 if sentence.lower(source[1]) == "," else source[1]
            if start < self.end:
                self._break(group.start)
                self._nest(relation, group.start)
                relation.open_from = start
                self.open.append(relation)
            return relation if relation.open_from is not None else None
        relation.content.append(content)
        self._enclose(relation, low)
        self._resume(relation, source[1])
        return relation

    def _noun(self, group: Group) -> Relation | None:
        sentence = self.sentence
        owner = next(k for k in (group.start - 1, group.start - 2) if sentence.lower(k) == "'s" or sentence.lower(k) in POSSESSIVES)
        low = max(self.found[-1].cue[1], self.low) if self.found else self.low
        source = (owner, owner + 1) if sentence.lower(owner) in POSSESSIVES else find_subject(sentence, owner, low)
        if source is None or group.end + 1 >= self.end:
            return None
        if sentence.lower(source[0]) in ("my", "our", "your") or not is_speaker(sentence, source):
            return None
        relation = Relation(group, (group.start, group.end), source, strength=OBJECT)
        self._nest(relation, source[0])
        if relation.inside is None and source[0] - sentence.start <= 3:
            end = second_verb(sentence, group.end + 1, self.end)
            relation.content.append((group.end + 1, end))
        else:
            relation.open_from = group.end + 1
            self.open.append(relation)
        return relation

    # Where a relation stands among those that are open.

    def _place(self, relation: Relation, complement: Complement, start: int) -> None:
        """Give a relation its content: after the cue, before it, or both; close or nest in what is open."""
        sentence = self.sentence
        before_mark = start - 1
        ended = start > sentence.start and (sentence.lower(before_mark) in (",", "?", "!", *DASHES) or sentence.closes_quote(before_mark))
        as_put = sentence.lower(before_mark) == "as"
        loose = complement.start is not None and sentence.quoted[complement.start] and complement.start - relation.cue[1] > 2
        if loose and ended and self._ends_in_quote(before_mark):
            complement = Complement(None, strong=False, resume=self.end)  # “…,” she said on “Good Morning”
        both = complement.strong and ended and before_mark >= self.low and self._ends_in_quote(before_mark)
        if complement.start is None or (both and relation.group is not None and relation.group.use is Use.FINITE):
            low = self.low
            if complement.start is None and as_put:
                self._as_put(relation, start, complement.resume)
                return
            content = find_before(sentence, low, start) if ended else None
            if (
                content is not None
                and is_refusal(relation)
                and not sentence.quoted[content[1] - 1]
                and sentence.lower(content[0]) not in CLAUSE_WORDS
            ):
                content = None  # "With the talks stalled, the minister declined to comment": a circumstance
            if content is not None and not (complement.start is None and self._is_conjunct(relation, start)):
                relation.content.append(content)
                if sentence.quoted[content[1] - 1]:
                    relation.strength = QUOTED
                self._enclose(relation, low)
                if complement.start is not None:
                    relation.open_from = complement.start
                    self.open.append(relation)
                else:
                    self._resume(relation, complement.resume)
                return
        if (
            complement.start is None
            and sentence.lower(before_mark) == ","
            and self._interrupts(relation, complement.resume, low=self.low, high=before_mark)
        ):
            return
        if complement.start is None and sentence.lower(before_mark) in ("which", "that") and self._takes_relative(relation, before_mark):
            return
        if complement.start is None:
            if complement.at_colon:
                relation.awaits = True
            self._break(start)
            return
        if not self._continues_inside(start):
            self._break(start)
        self._nest(relation, start)
        relation.open_from = complement.start
        self.open.append(relation)

    def _interrupts(self, relation: Relation, resume: int, *, low: int, high: int) -> bool:
        """ "{Since May}, the bank estimates, {prices have fallen}": the cue stands behind an adverbial of what is said."""
        sentence, group = self.sentence, relation.group
        if group is None or "that" not in group.entry.frames or relation.source is None or relation.source[0] != high + 1:
            return False
        start = find_resumption(sentence, resume)
        if start is None or start >= self.end or low >= high or "," in sentence.words.lowers[low:high] or sentence.lower(low) not in PREPOSITIONS:
            return False
        relation.content.append((low, high))
        self._nest(relation, low)
        relation.open_from = start
        self.open.append(relation)
        return True

    def _in_relative(self, group: Group, subject: Range) -> Relation | None:
        """A cue inside a relative clause: "a charge {Norland denies}", "two crates, which {he said} held maps"."""
        sentence, first = self.sentence, subject[0]
        if sentence.lower(first) in ("a", "an") and is_matter(sentence.lower(first + 1)) and subject[1] - first > 2:
            marked = is_capital(sentence.words.texts[first + 2]) or sentence.lower(first + 2) in DETERMINERS
            ends = group.end >= self.end or sentence.lower(group.end) in (",", ";", "and", "but")
            if marked and ends and "object" in group.entry.frames and sentence.lower(first - 1) in (",", *DASHES):
                self._close(first - 1)
                self.low = group.end
                return Relation(group, (group.start, group.end), (first + 2, subject[1]), [(first, first + 2)], OBJECT)
        which = first - 1
        if sentence.lower(which) != "which" or "that" not in group.entry.frames or not is_verb(sentence, group.end) or which - 1 <= self.low:
            return None
        noun = find_subject(sentence, which, self.low) if sentence.lower(which - 1) != "," else find_subject(sentence, which - 1, self.low)
        comma = next((k for k in range(group.end, self.end) if sentence.lower(k) == "," and not sentence.quoted[k]), self.end)
        if noun is None or comma <= group.end:
            return None
        if self.open and self.open[0].open_from is not None and self.open[0].open_from <= noun[0]:
            return None  # inside another's words
        self.low = comma
        first = noun[0] + 1 if sentence.lower(noun[0]) in OBJECTS else noun[0]  # "showed us two crates, which"
        return Relation(group, (group.start, group.end), subject, [(first, which + 1), (group.end, comma)], BARE)

    def _takes_relative(self, relation: Relation, which: int) -> bool:
        """ "…, {which} the embassy denied" and "{a claim} which five drivers contradicted": the content is what the clause belongs to."""
        sentence, group = self.sentence, relation.group
        if group is None or "object" not in group.entry.frames or group.entry.stance not in (Stance.DENIES, Stance.CONFIRMS, Stance.DOUBTS):
            return False
        mark = which - 1
        if sentence.lower(mark) == "," and sentence.lower(which) == "which":
            content: Range = (which, which + 1)
        else:
            start = next((k for k in range(mark - 1, max(self.low, mark - 5), -1) if sentence.lower(k) in ("a", "an")), None)
            if start is None or not is_matter(sentence.lower(mark)):
                return False
            content, mark = (start, which), start - 1
        if mark >= self.low and sentence.lower(mark) in (",", *DASHES):
            self._close(mark)
        relation.content.append(content)
        self.low = relation.cue[0]
        return True

    def _is_conjunct(self, relation: Relation, start: int) -> bool:
        """Whether the cue only goes on with a clause that already has its cue: "He left, and said."."""
        return (
            relation.source is not None
            and relation.source[1] < start - 2
            and self.sentence.lower(start - 1) == ","
            and bool(self.found)
            and not self._ends_in_quote(start - 1)
        )

    def _as_put(self, relation: Relation, start: int, resume: int) -> None:
        """ "As the minister put it, …" and "…, as the minister said"."""
        sentence = self.sentence
        as_at = start - 1
        low = self.low
        if as_at > low:
            content = find_before(sentence, low, as_at)
            if content is not None:
                relation.content.append(content)
                self._enclose(relation, low)
            return
        comma = next((k for k in range(resume, min(resume + 8, self.end)) if sentence.lower(k) == ","), None)
        if comma is not None and comma + 1 < self.end:
            relation.open_from = comma + 1
            self.open.append(relation)

    def _ends_in_quote(self, i: int) -> bool:
        sentence = self.sentence
        return i >= sentence.start and (
            sentence.closes_quote(i) or (i - 1 >= sentence.start and sentence.lower(i) == "," and sentence.closes_quote(i - 1))
        )

    def _continues_inside(self, start: int) -> bool:
        """Whether a cue whose clause begins at word `start` lies inside the content that is open: "said that {Y had told} …"."""
        return bool(self.open) and self._separator(start) is None

    def _is_led(self, start: int, group: Group) -> bool:
        """Whether an adverb gives the clause at word `start` to somebody, so that a cue in it is a report: "According to Norland, {Lund said} …"."""
        outer = self.open[-1]
        return outer.group is not None and outer.group.use is Use.ADVERB and outer.open_from == start and group.entry.words[0] not in MENTAL

    def _separator(self, start: int) -> int | None:
        """The word that parts a new clause from the one before: ", but", "and", a comma before a participle; None where it is nested."""
        sentence = self.sentence
        i = start - 1
        while i > self.low and sentence.lower(i) in ("but", "then", "also", "later", "in", "turn"):
            if sentence.lower(i) == "but":
                break
            i -= 1
        if self.open and i < (self.open[0].open_from or 0):
            return None  # "According to Norland, {Estovia ordered boats}": the clause is what was said
        word = sentence.lower(i)
        if sentence.closes_quote(i) and sentence.words.texts[i - 1] == ",":
            return i + 1  # the comma stands inside the quotation: “… values,” adding
        if word in _BREAKS or word in (",", ";", *DASHES):
            if i - 1 > self.low and word in _BREAKS and sentence.lower(i - 1) == ",":
                return i - 1
            return i
        return None

    def _break(self, start: int) -> None:
        """A clause of its own begins: what is open ends before it."""
        separator = self._separator(start)
        if separator is None:
            return
        self._close(separator)
        self.low = min(separator + 1, start)
        while self.low < start and self.sentence.lower(self.low) in _BREAKS:
            self.low += 1

    def _nest(self, relation: Relation, start: int) -> None:
        if self.open:
            relation.inside = self.open[-1]

    def _enclose(self, relation: Relation, low: int) -> None:
        """A cue after its content takes in the statements made there: "The mayor told radio he was ill, an aide said."."""
        first = relation.content[0]
        self._close(first[1])
        for other in self.found:
            if other.inside is None and other.cue[0] >= first[0] and other.cue[1] <= first[1]:
                other.inside = relation
        self.low = max(low, relation.cue[0])

    def _resume(self, relation: Relation, i: int) -> None:
        start = find_resumption(self.sentence, i)
        if start is not None and start < self.end:
            relation.open_from = start
            self.open.append(relation)

    def _close(self, end: int) -> None:
        for relation in self.open:
            start = relation.open_from
            if start is None:
                continue
            stop = find_remark(self.sentence, start, end)
            if relation.reported:
                stop = min(stop, reported_end(self.sentence, relation, start, end))
            if is_object(relation, self.sentence, start):
                stop = min(stop, find_object_end(self.sentence, start, end))
            piece = trim(self.sentence, start, stop)
            if piece is not None:
                relation.content.append(piece)
            relation.open_from = None
        self.open.clear()


def find_relations(sentence: Sentence) -> list[Relation]:
    """Attribution relations of a sentence; one whose content stands in the sentences around it comes with none."""
    return _Reader(sentence).read()
