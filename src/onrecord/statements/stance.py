"""Stance: the source's attitude to the content, from the cue's words, their negation and the content's first words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.record import Stance
from onrecord.statements.cues import Match, match_at
from onrecord.statements.tokens import NEGATED, word_set

_WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?|\S")
_HEAD: Final = 40  # words of the content that are looked at

# Verbs that, negated, refuse an answer: "did not say", "would not confirm".
_ANSWERS: Final = word_set(
    "say comment respond reply answer mention confirm discuss disclose reveal elaborate specify address explain return name indicate detail"
    " describe provide give identify offer cite clarify tell announce acknowledge"
)
_NEGATED: Final = {
    Stance.ASSERTS: Stance.DENIES,
    Stance.DENIES: Stance.CONFIRMS,
    Stance.CONFIRMS: Stance.DECLINES,
    Stance.EXPECTS: Stance.DOUBTS,
    Stance.PROMISES: Stance.DECLINES,
    Stance.THREATENS: Stance.ASSERTS,
    Stance.DOUBTS: Stance.CONFIRMS,
    Stance.DECLINES: Stance.ASSERTS,
    Stance.HOLDS: Stance.DOUBTS,
}
# Wishes and judgements that stay attitudes when negated: "does not want", "did not support".
_ATTITUDES: Final = word_set("want wish prefer support back endorse favor favour like oppose seek care know see view regard consider understand")
# What is asserted of somebody or something rather than claimed: not to do it is no denial.
_JUDGEMENTS: Final = word_set(
    "accuse blame call label brand criticize criticise condemn praise describe name credit welcome hail defend cite refer point put speak talk argue"
)
_OFFERS: Final = word_set(
    "offer offers invitation invitations proposal proposals request requests demand demands call calls plan plans bid bids deal deals"
    " appeal appeals ceasefire truce talks terms ultimatum negotiations mediation motion amendment bill treaty agreement compromise"
    " pressure overture overtures advice resolution case lawsuit suit petition budget draft"
)
_CLAIMS: Final = word_set(
    "complaint complaints report reports claim claims allegation allegations accusation accusations charge charges figure figures"
    " suggestion suggestions assertion assertions account accounts rumour rumours rumor rumors story stories version reporting statement"
    " statements notion idea criticism comparison characterization"
    " remark remarks comment comments contention contentions talk tale theory that this it them speculation"
)
_NAMED_CLAIMS: Final = _CLAIMS - word_set("that this it them")
# What is said of a claim to deny it, whatever it is said of …
_FALSE: Final = re.compile(
    r"\b(?:baseless|groundless|unfounded|false|untrue|fake|fabricat\w+|invent(?:ed|ion|ions)|lies?|fiction|fictitious|forger\w+|hoax|montage|slander\w*"
    r"|libel\w*|disinformation|misinformation|bogus|smear)\b"
)
# … and what denies only a claim: "called the report absurd", but not "called the law absurd".
_FOOLISH: Final = re.compile(
    r"\b(?:nonsense|ludicrous|absurd|preposterous|ridiculous|propaganda|rubbish|myth|fantasy|fairy tale|incorrect|inaccurate|wrong|speculation)\b"
)
_THE: Final = r"^\W*(?:the|those|these|such|that|this|any|all) (?:\w+ ){0,3}?"
_CLAIM: Final = (
    r"(?:reports?|claims?|allegations?|accusations?|charges?|story|stories|figures?|rumou?rs?|account|documents?|footage|letter|messages?|pictures?"
    r"|quotation|recording|video) (?:\w+ ){0,4}?"
)
_VERDICT: Final = re.compile(
    _THE + _CLAIM + r"(?:is|are|was|were|had been) (?:\S+ ){0,3}?[“\"‘']?(?:" + _FALSE.pattern + "|" + _FOOLISH.pattern + ")"
)
_FALSE_REPORT: Final = re.compile(
    r"^\W*(?:the )?(?:reports?|claims?|allegations?|suggestions?|rumou?rs?|story|messages?|documents?|quotation)"
    r" (?:\w+ )?(?:that|of|circulating|warning|attributed) [^.;:]{1,120}? (?:is|are|was|were) \W?(?:\w+ ){0,2}?(?:" + _FALSE.pattern + r"|not true\b)"
)
# "Nonsense," and "All lies!": a verdict that is the whole of what is said, or its first words up to a stop.
_OUTRIGHT: Final = re.compile(
    r"^\W*(?:(?:pure|all|utter|complete|total|absolute|sheer|just|a|more) )*"
    r"(?:false|fake news|fiction|invention|lies?|fabrications?|nonsense|rubbish|propaganda|not true|untrue)(?:\W|, again\W)*(?:$|[.!?,;”\"])"
)
# "No such incident", "no airlift of the kind", "not one of them": what is negated is what was told.
_NO_SUCH: Final = re.compile(
    r"^\W*(?:(?:there|it|they|we|he|she) (?:\w+ ){1,3}?)?no (?:such \w|\w+ of (?:the|that|this) (?:kind|sort))"
    r"|^\W*(?:not one|none) of (?:them|it|this|that|these|those)\b|\bnothing (?:whatsoever|whatever|at all) to do with\b"
)
# What was never done, insisted on: "none of its planes flew", "he had never met them". "Taxes will not rise" is none.
_NEVER_DONE: Final = re.compile(
    r"^\W*(?:no|none of|not one|not a single|nobody|no one|nothing)\b(?! (?:\w+ )?(?:will|would|shall|should|can|could|may|might|must)\b)"
    r"|^\W*there (?:was|were|had been) (?:never|no)\b|^\W*(?:\S+ ){1,4}?(?:(?:had|has|have) never|never (?:was|were|did))\b|^\W*i never\b"
)
_INSISTING: Final = word_set("insist maintain contend protest testify")
_I_CANNOT_DENY: Final = re.compile(
    r"^\W*(?:i|we) (?:can ?not|can't|could not|couldn't|will not|won't|would not|wouldn't|do not|don't|did not|didn't|never|have never)"
    r" (?:\w+ly )?(?:deny|denied|dispute|disputed)\b"
)
_MADE_UP: Final = re.compile(r"\bof (?:inventing|fabricating|making (?:\w+ ){1,4}up|making up)\b")
_I_DOUBT: Final = re.compile(
    r"^\W*(?:i|we) (?:do not|don't) (?:think|believe) [^.!?]*\bwill\b|^\W*(?:i am|i'm|we are|we're) not (?:\w+ )?(?:sure|convinced)\b"
)
_TOLD_TO: Final = re.compile(r"^(?:his|her|its|their|the) \w+ to (?!(?:a|an|the)\b)(?!.*\b(?:is|are|was|were|had|has|have|would|will)\b)\w")
_I_DENY: Final = re.compile(r"^\W*(?:i|we) (?:\w+ ){0,2}(?:deny|reject|refute)\b")
_NOT_TRUE: Final = re.compile(
    r"^\W*(?:(?:the|those|these|such|that|this|any|all|it|they) ?(?:\w+ ){0,4})?(?:is|are|was|were) (?:simply )?not (?:true|correct|the case)\b"
    r"|^\W*(?:it|that)'s (?:simply |just )?not (?:true|correct|the case)\b"
)
# A flat negation: of any such thing, ever. "There is no bread left" is none.
_FLAT_NEGATION: Final = re.compile(
    r"\bno such\b|\bnot (?:one|(?:\w+ )?a single)\b|^\W*no \w+ (?:has|have|had|was|were)\b|\bnone of\b|\b(?:has|have|had) never\b"
    r"|^\W*(?:\w+ ){0,6}?(?:has|have|had|did|was|were|is|are|would|will)(?:n't| not| never)\b.{0,80}\b(?:any|ever|anything|anyone|either)\b"
    r"|^\W*(?:it|they|we|the \w+) (?:\w+ )?(?:had |has |have )?(?:\w+ )?nothing\b"
    r"|^\W*we (?:did not|didn't|have not|haven't)\b|^\W*(?:it|they|we) (?:had |has |have )?never\b"
)
# What negates without naming what it answers: enough to leave a statement to review, not to call it a denial.
_NEGATION: Final = re.compile(
    r"^\W*(?:i|he|she) (?:had |has |have )?never\b|^\W*there (?:is|are|was|were|has been|have been) no\b|^\W*(?:no|not|never|nothing)\b"
)
# "We never signed it": the pronoun stands for what the page told. "We never saw it coming" and "They never paid us" answer nothing.
_NEVER_IT: Final = re.compile(r"^\W*we (?:have |had )?never \w+ (?:it|them)\W*(?:$|[,.;!”\"])")
_NAMING: Final = word_set("call describe label brand characterize characterise dub denounce condemn deride term")
_FUTURE: Final = word_set("will would could may might can 'll risk risks risked")
_WITHDRAWN: Final = frozenset(
    ("withdrew", "withdraw", "withdrawn", "retracted", "retract", "retracts", "withdraws", "recanted", "withdrawing", "retracting")
)
_BROKEN_OFF: Final = re.compile(
    r"\bstop(?:s|ped|ping)? short of\b|\b(?:neither|not) (?:confirm\w*|admit\w*),? n?or den(?:y|ied)\b"
    r"|\bneither den(?:y|ied|ying) n?or (?:confirm|admit)\w*"
    r"|\bnot go (?:so|as) far as to\b|\b(?:unwilling|reluctant) to (?:rule out|deny|confirm|say)\b|\bright to silence\b"
)
# "was denied entry", "denied the team visas": what is kept from somebody is an act.
_KEPT_FROM: Final = word_set(
    "access admission admittance asylum bail berth credit doctor entry landing licence licences license licenses parole passage permission permit"
    " permits promotion refuge residence title treatment goal victory visa visas"
)
# "dismissed the minister", "rejected the ballots": persons and goods, and no claim, are acted on.
_PERSONS: Final = word_set(
    "adviser advisor aide ambassador captain chairman chief clerk coach commander commissioner conductor crew director doctor editor general"
    " governor head judge judges jury manager minister ministers officer officers official officials president prosecutor secretary staff teacher"
    " teachers watch worker workers employee employees batsman batsmen opener openers"
)
_GOODS: Final = word_set("ballot ballots bond bonds crate crates debt debts kidney organ platoon troops soldiers battalion")
_LEADING: Final = word_set("of from by about over that after for")
_FINITE: Final = word_set("is are was were had has have would will")
_PRINCIPLES: Final = word_set("violence terrorism war racism extremism force hatred communism capitalism")
_REVENGE: Final = re.compile(r"\b(?:revenge|vengeance|reprisals?|retaliat\w+|retribution|punish\w*|pay in blood|crushing)\b")
_HARM: Final = re.compile(
    r"\b(?:flatten|burn|bomb|shell|shoot|kill|destroy|attack|strike|sink|invade|seize|blow up|cut off|fire on|weld\w*|punish|crush|hit back)\b"
)
# Harm that the source would do itself: "it would cut off the gas if …", "any boat … will be sunk".
_OWN_WILL: Final = re.compile(r"^\W*(?:it|he|she|they|we|i) (?:would|will|'ll|shall)\b")
_OR_ELSE: Final = re.compile(r"\b(?:if|unless)\b")
_STRUCK: Final = re.compile(
    r"^\W*if (?:they|you|he|she|anyone|anybody)\b.*\b(?:will|shall|'ll) (?:lose|pay|die|suffer|regret)\b"
    r"|\b(?:will|would) be (?:sunk|shot|fired (?:on|at|upon)|destroyed|killed|attacked|bombed|targeted|shelled|hunted|treated as)\b"
)
_QUESTION: Final = re.compile(r"^(?=.{1,120}$)\W*[^.!?“\"]*\?\W*$")  # one short question and nothing else
_TO_KNOW: Final = re.compile(r"^(?:to know|(?:an |further |more |full )?(?:answers?|clarification|explanations?|information))\b")
# What these words of denial say where their object is no claim: "shot down a plane", "took issue with the tone".
_OTHERWISE: Final = {
    "shoot": None,
    "knock": None,
    "quash": None,
    "scotch": None,
    "quell": None,
    "squelch": None,
    "wave": Stance.ASSERTS,
    "take": Stance.HOLDS,
    "distance": Stance.HOLDS,
}
_ASKED_OF: Final = word_set("about over")
_IMPERATIVE: Final = re.compile(r"^[“\"‘'](?:come|drop|stop|let|leave|give|go|free|put|please|do not|don't)\b")
_REFUSAL: Final = re.compile(r"\b(?:declin|refus)(?:e|es|ed|ing)\b")


def read_stance(cue: str, content: str = "", *, answers_claim: bool = False) -> Stance | None:
    """The stance of a source.

    Args:
        cue: the words that attribute, auxiliaries and negation with them: "did not deny".
        content: what is attributed; its first words decide many cues ("asked whether", "asked … to").
        answers_claim: whether the page told before what the content speaks of, so that "said no such deal exists" is a denial.

    Returns:
        The stance; `asserts` for words that the lexicon does not know; None for an act without attitude ("known as").
    """
    words = _cue_words(cue)
    inside = _words(content[:600])[:_HEAD]
    joined = " ".join(words)
    if _BROKEN_OFF.search(joined):
        return Stance.DECLINES
    if _WITHDRAWN.intersection(words) and _GOODS.intersection(inside[:8]) and not _CLAIMS.intersection(inside[:8]):
        return None
    if _WITHDRAWN.intersection(words):
        return Stance.CONFIRMS if any(w in ("denial", "denials") for w in (*words, *inside[:6])) else Stance.DENIES
    if _REFUSAL.search(joined):
        return Stance.DENIES if inside[:2] and {"accept", "believe"} & {*words, *inside[:2]} and "that" in inside[:4] else Stance.DECLINES
    if "as" in words and "known" in words[: words.index("as")]:
        return None
    if words[:2] == ("no", "longer") or " no longer " in joined:
        words = tuple(w for w in words if w != "longer")
    match = _find_match(words)
    if match is None:  # "snapped", ":"
        return _assertion("", content, " ".join(inside), answers_claim=answers_claim)
    stance = _by_content(match, words, inside, content, answers_claim=answers_claim)
    return _negate(match, stance) if _is_negated(words, match) else stance


def is_doubtful(cue: str, content: str) -> bool:
    """Whether a negation makes the stance too fine for a rule: "did not deny", "I cannot deny", "We never signed it", a denial withdrawn."""
    words = _cue_words(cue)
    if _WITHDRAWN.intersection(words):
        return True
    match = _find_match(words)
    if match is None:
        return False
    if _is_negated(words, match):
        return _negate(match, match.entry.stance) is Stance.CONFIRMS
    low = content[:400].lower().replace("’", "'")
    return match.entry.stance is Stance.ASSERTS and any(
        (_I_CANNOT_DENY.match(low), _NOT_TRUE.match(low), _NEGATION.match(low), _FLAT_NEGATION.search(low[:220]), _NEVER_IT.match(low))
    )


def read_plain_stance(cue: str) -> Stance | None:
    """The plain rule beside it: the stance of the lexicon's entry, turned by a negation; no look at the content."""
    words = _cue_words(cue)
    match = _find_match(words)
    if match is None:
        return Stance.ASSERTS
    return _negate(match, match.entry.stance) if _is_negated(words, match) else match.entry.stance


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.lower().replace("’", "'") for w in _WORD.findall(text))


def _cue_words(cue: str) -> tuple[str, ...]:
    """Words of a cue; "has yet to say" is read as "has not say", as the lexicon has it."""
    words = _words(cue)
    at = next((i for i in range(len(words) - 1) if words[i : i + 2] == ("yet", "to")), None)
    return words if at is None else (*words[:at], "not", *words[at + 2 :])


def _find_match(words: Sequence[str]) -> Match | None:
    """The first entry in the cue; a longer one that begins inside the group decides over a shorter before it."""
    first: Match | None = None
    for i, word in enumerate(words):
        if word in NEGATED:
            spread = ("not", *words[i + 1 :])
            for match in match_at(spread, 0, known=True):
                return match
        if (word.startswith("continu") and words[i + 1 : i + 2] == ("to",)) or words[i + 1 : i + 3] == ("on", "to"):
            continue  # "continued to deny", "went on to say"
        if words[i + 1 : i + 2] == ("on",) and words[i + 2 : i + 3] and words[i + 2].endswith("ing"):
            continue  # "went on denying"
        for match in match_at(words, i, known=True):
            if first is None or (len(match.entry.words) > len(first.entry.words) and match.start - first.start < 4):
                first = match
            break
    return first


def _is_negated(words: Sequence[str], match: Match) -> bool:
    """Whether the cue is negated before its verb, or inside it: "are not convinced"."""
    before = words[: match.end]
    if "not" in before and "only" in before:
        return False
    return any(w in NEGATED or w in ("not", "never", "neither", "nor", "without", "no") or w.endswith("n't") for w in before)


def _negate(match: Match, stance: Stance | None) -> Stance | None:
    """What a negated cue says: "did not say" declines, "did not deny" confirms, "does not believe" doubts."""
    verb = match.entry.words[0]
    if verb == "neither" or not {"no", "not"}.isdisjoint(match.entry.words):
        return stance
    if match.entry.words == ("rule", "out"):
        return Stance.DECLINES
    if verb in ("question", "challenge", "wonder"):
        return Stance.CONFIRMS
    if verb == "doubt":
        return Stance.CONFIRMS
    if verb in _ANSWERS:
        return Stance.DECLINES
    if verb in _ATTITUDES:
        return Stance.HOLDS
    if verb in _JUDGEMENTS:
        return Stance.ASSERTS
    if verb == "be" and stance in (Stance.HOLDS, Stance.EXPECTS):
        return Stance.DOUBTS
    return _NEGATED.get(stance, stance) if stance is not None else None


def _by_content(match: Match, words: Sequence[str], inside: Sequence[str], content: str, *, answers_claim: bool) -> Stance | None:
    """The stance of the entry, where the content's first words may move it."""
    verb, stance = match.entry.words[0], match.entry.stance
    head = " ".join(inside)
    first = inside[0] if inside else ""
    rest = words[match.end :]
    acted = _acted_on(match, inside)
    if acted is not None:
        return acted.stance
    if verb == "ask" and len(match.entry.words) == 1:
        wants = (
            first in ("to", "that", "for")
            or rest[:1] == ("for",)
            or (("to" in inside[:9] or "for" in inside[1:4]) and not {"whether", "if", "why", "how", "what", "?"} & set(inside[:8]))
        )
        return Stance.URGES if wants else Stance.ASKS
    if verb in ("demand", "want", "seek", "request") and _TO_KNOW.match(head):
        return Stance.ASKS
    if verb == "question" and len(match.entry.words) == 1 and _is_asked(inside):
        return Stance.ASKS
    if verb == "challenge" and _QUESTION.match(content):
        return Stance.ASKS
    if verb == "tell" and (first == "to" or _TOLD_TO.match(head)):
        return Stance.URGES
    if verb in ("appeal", "call") and len(match.entry.words) == 1 and _IMPERATIVE.match(content.lower().replace("’", "'")):
        return Stance.URGES
    if verb in ("vow", "swear", "promise") and _REVENGE.search(head):
        return Stance.THREATENS
    if verb == "plead" and first == "guilty":
        return Stance.CONFIRMS
    if verb == "plead" and inside[:2] == ("not", "guilty"):
        return Stance.DENIES
    if verb == "warn" and _is_threat(head):
        return Stance.THREATENS
    if verb in ("warn", "caution") and len(match.entry.words) == 1:
        if first in ("against", "to", "not") or rest[:1] == ("against",) or "not to" in " ".join(inside[:8]) or "against" in inside[:6]:
            return Stance.URGES
        return Stance.EXPECTS if _FUTURE & set(inside[:25]) or not inside or first in ("of",) or rest[:1] == ("of",) else Stance.ASSERTS
    if verb in ("reject", "rebuff"):
        return _rejection(inside, head, stance)
    if verb == "dismiss":
        return Stance.DECLINES if _OFFERS & set(inside[:6]) and not _FALSE.search(head) and "as" not in inside else Stance.DENIES
    if verb == "agree":
        return Stance.PROMISES if first == "to" or rest[:1] == ("to",) else Stance.CONFIRMS
    if verb == "insist" and rest[:1] == ("on",):
        return Stance.URGES
    if verb == "swear":
        if first == "to" or _FUTURE & set(inside[:8]):
            return Stance.PROMISES
        return Stance.DENIES if answers_claim and _NEVER_DONE.match(head) else Stance.ASSERTS
    if verb in ("offer", "plan", "intend"):
        return Stance.PROMISES
    if verb == "challenge":
        return Stance.URGES if "to" in inside[1:12] else Stance.DOUBTS
    if verb == "suggest" and "should" in inside[:14]:
        return Stance.URGES
    if verb in ("brush", "wave", "shrug", "laugh") and {"question", "questions"} & set(inside[:5]):
        return Stance.DECLINES
    if stance is Stance.DENIES and verb in _OTHERWISE and inside and not _NAMED_CLAIMS.intersection(inside[:8]):
        return _OTHERWISE[verb]
    if verb == "disagree" and rest[:1] == ("with",) and not _NAMED_CLAIMS.intersection(inside[:6]):
        return Stance.HOLDS
    if stance is Stance.CONFIRMS and first in ("neither", "nothing"):
        return Stance.DECLINES
    if stance is Stance.ASSERTS:
        return _assertion(verb, content, head, answers_claim=answers_claim)
    return stance


@dataclass(frozen=True, slots=True)
class _Act:
    """What a verb of denial does to persons and things: no attitude to a claim."""

    stance: Stance | None = None


def _acted_on(match: Match, inside: Sequence[str]) -> _Act | None:
    """An act, where the object is no claim: "denied them visas", "dismissed the coach", "rejected the ballots", "withdrew its troops"."""
    verb, near = match.entry.words[0], inside[:9]
    if match.entry.stance is not Stance.DENIES or not near or near[0] in ("that", "having"):
        return None
    if verb == "deny" and len(match.entry.words) == 1:
        a_clause = near[0].endswith("ing") or _FINITE.intersection(inside[:14])
        return _Act() if _KEPT_FROM.intersection(near) and not a_clause and not _CLAIMS.intersection(near) else None
    if verb == "dismiss" and not (_CLAIMS | _OFFERS | {"as"}).intersection(inside[:14]):
        object_ends = next((i for i, w in enumerate(near) if w in _LEADING), len(near))
        return _Act() if _PERSONS.intersection(near[:object_ends]) else None
    if verb in ("reject", "withdraw", "repudiate", "disown") and not (_CLAIMS | _OFFERS).intersection(near):
        return _Act() if _GOODS.intersection(near) else None
    return None


def _is_asked(inside: Sequence[str]) -> bool:
    """Whether a person is questioned about something, rather than something questioned: "the pilot about the flight"."""
    at = next((i for i, w in enumerate(inside[:5]) if w in _ASKED_OF), 0)
    return at > 0 and not any(w in _NAMED_CLAIMS or w.endswith("'s") for w in inside[:at])


def _is_threat(head: str) -> bool:
    """Whether the harm that is foretold would be the source's own doing."""
    own = _OWN_WILL.match(head) and _HARM.search(head)
    return bool(own or _STRUCK.search(head))


def _rejection(inside: Sequence[str], head: str, stance: Stance | None) -> Stance:
    """ "rejected the report" denies, "rejected the offer" declines."""
    near = inside[:9]
    if _PRINCIPLES.intersection(near[:2]):
        return Stance.HOLDS
    if "as" in inside and _FALSE.search(head):
        return Stance.DENIES
    claim = next((i for i, w in enumerate(near) if w in _CLAIMS), None)
    offer = next((i for i, w in enumerate(near) if w in _OFFERS), None)
    if offer is not None and (claim is None or offer < claim or near[claim] in ("that", "this", "it", "them")):
        return Stance.DECLINES
    return Stance.DENIES if stance is Stance.DENIES else Stance.DECLINES


def _assertion(verb: str, content: str, head: str, *, answers_claim: bool) -> Stance:
    """A neutral cue denies where its words call a claim false, or flatly negate what the page told before."""
    low = content[:400].lower().replace("’", "'")
    if verb == "accuse" and _MADE_UP.search(head):
        return Stance.DENIES
    if verb in ("mock", "ridicule", "deride", "hit") and _NAMED_CLAIMS.intersection(_words(low)[:8]):
        return Stance.DENIES
    if verb in _NAMING and (_FALSE.search(head) or (_FOOLISH.search(head) and _CLAIMS.intersection(head.split()[:6]))):
        return Stance.DENIES
    if _I_CANNOT_DENY.match(low):
        return Stance.CONFIRMS
    if _I_DENY.match(low) or _OUTRIGHT.match(low) or _NO_SUCH.search(low[:220]):
        return Stance.DENIES
    if answers_claim and verb in _INSISTING and _NEVER_DONE.match(low):
        return Stance.DENIES
    if _QUESTION.match(content):
        return Stance.ASKS
    if _OWN_WILL.match(low) and _OR_ELSE.search(low[:300]) and _HARM.search(low[:300]):
        return Stance.THREATENS
    if _I_DOUBT.match(low):
        return Stance.DOUBTS
    verdict = _VERDICT.match(low) or _FALSE_REPORT.match(low)
    if _NOT_TRUE.match(low) or (verdict and " not " not in verdict.group().removesuffix("not true")):
        return Stance.DENIES
    if (answers_claim and _FLAT_NEGATION.search(low[:220])) or _NEVER_IT.match(low):
        return Stance.DENIES
    return Stance.ASSERTS
