"""Stance: the source's attitude to the content, from the cue's words, their negation and the content's first words."""

import re
from collections.abc import Sequence
from typing import Final

from onrecord.lexicon import word_set
from onrecord.record import Stance
from onrecord.statements.cues import Match, match_at
from onrecord.statements.idioms import find_idiom, handles_claims
from onrecord.statements.objects import OFFERS, acted_on, is_asked, rejected
from onrecord.statements.tokens import DETERMINERS
from onrecord.statements.verdicts import (
    CLAIMS,
    FALSE,
    NAMED_CLAIMS,
    NEVER_DONE,
    denies_outright,
    is_answer,
    is_threat,
    plain_words,
    read_content,
)

_WORD: Final = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?|\S")
_HEAD: Final = 40  # words of the content that are looked at

# Verbs that, negated, refuse an answer: "did not say", "would not confirm".
_ANSWERS: Final = word_set(
    "say comment respond reply answer mention confirm discuss disclose reveal elaborate specify address explain return name indicate detail"
    " describe provide give identify offer cite clarify tell announce acknowledge speak"
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
_ATTITUDES: Final = word_set(
    "want wish prefer support back endorse favor favour like oppose seek care know see view regard consider understand resent tolerate embrace"
)
_SURE: Final = word_set("convinced certain sure aware persuaded confident")  # "is not …" doubts; "is not happy" holds
# What is asserted of somebody or something rather than claimed: not to do it is no denial.
_JUDGEMENTS: Final = word_set(
    "accuse blame call label brand criticize criticise condemn praise describe name credit welcome hail defend cite refer point put speak talk"
    " argue boast brag joke"
    " complain lament remind"
)
_TOLD_TO: Final = re.compile(r"^(?:his|her|its|their|the) \w+ to (?!(?:a|an|the)\b)(?!.*\b(?:is|are|was|were|had|has|have|would|will)\b)\w")
_FINITE: Final = word_set("is are was were had has have would will could can may did")
_FUTURE: Final = word_set("will would could may might can 'll risk risks risked")
_WITHDRAWN: Final = frozenset(
    ("withdrew", "withdraw", "withdrawn", "retracted", "retract", "retracts", "withdraws", "recanted", "withdrawing", "retracting")
)
_BROKEN_OFF: Final = re.compile(
    r"\bstop(?:s|ped|ping)? short of\b|\b(?:neither|not) (?:confirm\w*|admit\w*),? n?or den(?:y|ied)\b"
    r"|\bneither den(?:y|ied|ying) n?or (?:confirm|admit)\w*"
    r"|\bnot go (?:so|as) far as to\b|\b(?:unwilling|reluctant|unable) to (?:rule out|deny|confirm|say|comment)\b|\bright to silence\b"
)
_DENIALS: Final = word_set("denial denials disclaimer")
_REVENGE: Final = re.compile(r"\b(?:revenge|vengeance|reprisals?|retaliat\w+|retribution|punish\w*|pay in blood|crushing)\b")
_TO_HARM: Final = re.compile(
    r"^(?:to )?(?:hunt (?:\w+ )?down|crush|destroy|kill|wipe out|avenge|bomb|flatten|burn|strike back|hit back|annihilate|shoot|sink"
    r"|make (?:[\w']+ ){1,6}?(?:pay|suffer|bleed|regret|ungovernable|sorry))\b"
)
_CONSEQUENCES: Final = re.compile(r"\b(?:consequences|retaliation|reprisals|response)\b.*\b(?:if|unless|should)\b")
_TO_A_POST: Final = re.compile(
    r"\bas (?:\w+ ){0,3}?(?:next|interim|acting|president|captain|head|coach|minister|director|chief|chair\w*|ambassador|successor|secretary"
    r"|patron)\b"
    r"|\b(?:in|to) (?:the|its|their|his|her) (?:\w+ )?(?:board|post|squad|team|panel|cabinet|side|xi|bench|court)\b"
)
_TO_KNOW: Final = re.compile(r"^(?:to know|(?:an |further |more |full )?(?:answers?|clarification|explanations?|information))\b")
_IMPERATIVE: Final = re.compile(r"^[“\"‘'](?:come|drop|stop|let|leave|give|go|free|put|please|do not|don't)\b")
_REFUSAL: Final = re.compile(r"\b(?:declin|refus)(?:e|es|ed|ing)\b")
_WHETHER: Final = word_set("whether if why how what who")
# Turns of phrase that deny only where a claim is named: "put an end to rumours", but "put an end to the strike".
_ONLY_OF_CLAIMS: Final = frozenset(
    (
        "put an end to",
        "put paid to",
        "pick apart",
        "take apart",
        "lay to rest",
        "put to rest",
        "walk back",
        "take back",
        "wave aside",
        "set the record straight",
    )
)
_AT_QUESTIONS: Final = word_set("brush wave shrug laugh bat swat")  # done to a question it declines
_SHORT: Final = {"cannot": ("can", "not"), "can't": ("can", "not"), "won't": ("will", "not")}


def read_stance(cue: str, content: str = "", *, answers_claim: bool = False) -> Stance | None:
    """The stance of a source.

    Args:
        cue: the words that attribute, auxiliaries and negation with them: "did not deny".
        content: what is attributed; its first words decide many cues ("asked whether", "asked … to").
        answers_claim: whether the page told before what the content speaks of, so that "said no such deal exists" is a denial.

    Returns:
        The stance; `asserts` for words that the lexicon does not know; None for an act without attitude ("known as").
    """
    words = cue_words(cue)
    inside = _words(content[:600])[:_HEAD]
    joined = " ".join(words)
    if _BROKEN_OFF.search(joined):
        return Stance.DECLINES
    if _WITHDRAWN.intersection(words) and not CLAIMS.intersection(inside[:8]):
        match = find_match(words, inside)
        act = acted_on(match, inside) if match else None
        if act is not None:
            return act.stance
    if _WITHDRAWN.intersection(words):
        return Stance.CONFIRMS if _DENIALS.intersection((*words, *inside[:6])) else Stance.DENIES
    if _REFUSAL.search(joined):
        return Stance.DENIES if inside[:2] and {"accept", "believe"} & {*words, *inside[:2]} and "that" in inside[:4] else Stance.DECLINES
    if "as" in words and "known" in words[: words.index("as")]:
        return None
    if words[:2] == ("no", "longer") or " no longer " in joined:
        words = tuple("not" if w == "no" else w for w in words if w != "longer")
    match = find_match(words, inside)
    if match is None:  # "snapped", ":"
        return _assertion("handle" if handles_claims(words) else "", content, answers_claim=answers_claim)
    stance = _by_content(match, words, inside, content, answers_claim=answers_claim)
    return _negate(match, stance) if is_negated(words, match) else stance


def is_doubtful(cue: str, content: str) -> bool:
    """Whether a negation makes the stance too fine for a rule: "did not deny", "I cannot deny", "We never signed it", a denial withdrawn."""
    words = cue_words(cue)
    if _WITHDRAWN.intersection(words):
        return True
    match = find_match(words)
    if match is None:
        return False
    if is_negated(words, match):
        return _negate(match, match.entry.stance) is Stance.CONFIRMS
    return match.entry.stance is Stance.ASSERTS and is_answer(plain_words(content))


def read_plain_stance(cue: str) -> Stance | None:
    """The plain rule beside it: the stance of the lexicon's entry, turned by a negation; no look at the content."""
    words = cue_words(cue)
    match = find_match(words)
    if match is None:
        return Stance.ASSERTS
    return _negate(match, match.entry.stance) if is_negated(words, match) else match.entry.stance


def _words(text: str) -> tuple[str, ...]:
    return tuple(w.lower().replace("’", "'") for w in _WORD.findall(text))


def cue_words(cue: str) -> tuple[str, ...]:
    """Words of a cue; "has yet to say" is read as "has not say", as the lexicon has it, and "didn’t" as "did not"."""
    words: list[str] = []
    for word in _words(cue):
        words.extend(_SHORT.get(word) or ((word.removesuffix("n't"), "not") if word.endswith("n't") else (word,)))
    at = next((i for i in range(len(words) - 1) if words[i : i + 2] == ["yet", "to"]), None)
    return tuple(words) if at is None else (*words[:at], "not", *words[at + 2 :])


def find_match(words: Sequence[str], inside: Sequence[str] = ()) -> Match | None:
    """The first entry in the cue; a longer one that begins inside the group decides over a shorter before it, and a turn of phrase over both."""
    first: Match | None = None
    for i, word in enumerate(words):
        if (word.startswith("continu") and words[i + 1 : i + 2] == ("to",)) or words[i + 1 : i + 3] == ("on", "to"):
            continue  # "continued to deny", "went on to say"
        if words[i + 1 : i + 2] == ("on",) and words[i + 2 : i + 3] and words[i + 2].endswith("ing"):
            continue  # "went on denying"
        for match in match_at(words, i, known=True):
            if first is None or (len(match.entry.words) > len(first.entry.words) and match.start - first.start < 4):
                first = match
            break
    idiom = find_idiom(words, inside[:5])
    if idiom is not None and (first is None or len(idiom.entry.words) > len(first.entry.words)):
        return idiom
    return first


def is_negated(words: Sequence[str], match: Match) -> bool:
    """Whether the cue is negated before its verb, or inside it: "are not convinced"."""
    before = words[: match.end]
    if "not" in before and "only" in before:
        return False
    return any(w in ("not", "never", "neither", "nor", "without", "no", "hardly", "scarcely", "barely") for w in before)


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
        return Stance.DOUBTS if stance is Stance.EXPECTS or _SURE.intersection(match.entry.words) else Stance.HOLDS
    return _NEGATED.get(stance, stance) if stance is not None else None


def _by_content(match: Match, words: Sequence[str], inside: Sequence[str], content: str, *, answers_claim: bool) -> Stance | None:
    """The stance of the entry, where the content's first words may move it."""
    verb, stance = match.entry.words[0], match.entry.stance
    head = " ".join(inside)
    first = inside[0] if inside else ""
    rest = words[match.end :]
    alone = len(match.entry.words) == 1
    acted = acted_on(match, inside, words[: match.start])
    if acted is not None:
        return acted.stance
    if stance is Stance.DENIES and not alone and verb not in ("reject", "dismiss"):
        return _denial(match, inside)
    if verb == "ask" and alone:
        return _asked(inside, rest)
    if verb in ("demand", "want", "seek", "request") and _TO_KNOW.match(head):
        return Stance.ASKS
    if verb == "question" and alone and is_asked(inside):
        return Stance.ASKS
    if verb == "challenge":
        if content.rstrip("”\"’' ").endswith("?") and len(content) < 120:
            return Stance.ASKS
        return Stance.URGES if "to" in inside[1:12] else Stance.DOUBTS
    if verb == "press" and alone and {"on", "about", "over"}.intersection((*rest[:1], *inside[:6])) and "to" not in inside[:8]:
        return Stance.ASKS
    if verb in ("estimate", "reckon", "calculate") and _FORETELLS.match(head):
        return Stance.EXPECTS
    if verb == "tell" and (first == "to" or _TOLD_TO.match(head)):
        return Stance.URGES
    if verb in ("appeal", "call") and alone and _IMPERATIVE.match(content.lower().replace("’", "'")):
        return Stance.URGES
    if verb in ("vow", "swear", "promise", "pledge") and (_REVENGE.search(head) or _TO_HARM.match(head)):
        return Stance.THREATENS
    if verb == "plead" and first == "guilty":
        return Stance.CONFIRMS
    if verb == "plead" and (first == "innocent" or inside[:2] == ("not", "guilty")):
        return Stance.DENIES
    if verb in ("warn", "caution") and (alone or match.entry.words[1:] == ("of",)):
        return _warned(verb, inside, rest, content, alone=alone)
    if verb in ("reject", "rebuff"):
        return rejected(inside, stance)
    if verb == "dismiss":
        return Stance.DECLINES if OFFERS & set(inside[:6]) and not FALSE.search(head) and "as" not in inside else Stance.DENIES
    if verb == "name" and alone and _TO_A_POST.search(head):
        return None  # "named an uncapped spinner in the squad"
    if verb == "agree":
        return Stance.PROMISES if first == "to" or rest[:1] == ("to",) else Stance.CONFIRMS
    if verb == "insist" and rest[:1] == ("on",):
        return Stance.URGES
    if verb == "swear" and alone:
        if first == "to" or _FUTURE & set(inside[:8]):
            return Stance.PROMISES
        low = plain_words(content)
        return Stance.DENIES if denies_outright(low) or (answers_claim and NEVER_DONE.match(low)) else Stance.ASSERTS
    if verb in ("offer", "plan", "intend") and alone:
        return Stance.PROMISES
    if verb == "suggest" and "should" in inside[:14]:
        return Stance.URGES
    if verb == "disagree" and rest[:1] == ("with",) and not NAMED_CLAIMS.intersection(inside[:6]):
        return Stance.HOLDS
    if verb in ("grant", "allow", "second", "certify") and alone and not _is_clause(inside) and not NAMED_CLAIMS.intersection(inside[:6]):
        return None  # "granted the visa"
    if verb == "see" and alone and _FORESEEN.search(head):
        return Stance.EXPECTS
    if stance is Stance.CONFIRMS and first in ("neither", "nothing"):
        return Stance.DECLINES
    if stance is Stance.ASSERTS:
        return _assertion(verb, " ".join((*rest, content)) if rest[:1] == ("as",) else content, answers_claim=answers_claim)
    return stance


_FORETELLS: Final = re.compile(r"^(?:(?!and\b|but\b|which\b|that\b|if\b)\S+ ){0,25}?(?:will|would)\b")  # before a second clause
_FORESEEN: Final = re.compile(
    r"\b(?:rising|falling|doubling|growing|climbing|shrinking|reaching|hitting|slowing|halving|tripling|peaking)\b"
    r"|\bby (?:(?:next|the end|late|early|mid) |monday|tuesday|wednesday|thursday|friday|saturday|sunday|spring|summer|autumn|winter|christmas"
    r"|easter|20\d\d)"
)


def _is_clause(inside: Sequence[str]) -> bool:
    """Whether a content is a clause rather than a thing: a finite verb stands among its first words."""
    return not _FINITE.isdisjoint(inside[:12])


def _denial(match: Match, inside: Sequence[str]) -> Stance:
    """A turn of phrase that denies: "poured cold water on the report"; on an offer it declines."""
    phrase = " ".join(match.entry.words)
    near = inside[:7]
    if match.entry.words[0] in _AT_QUESTIONS and {"question", "questions"} & set(near):
        return Stance.DECLINES
    claim = next((i for i, w in enumerate(near) if w in NAMED_CLAIMS), None)
    offer = next((i for i, w in enumerate(near) if w in OFFERS), None)
    if offer is not None and (claim is None or offer < claim) and match.entry.words[-1] in ("to", "on", "off", "away", "aside", "down"):
        return Stance.DECLINES
    if phrase in _ONLY_OF_CLAIMS and near and claim is None and "what" not in near:
        return Stance.ASSERTS
    return Stance.DENIES


def _asked(inside: Sequence[str], rest: Sequence[str]) -> Stance:
    """ "asked whether" asks, "asked … to" and "asked for" urge."""
    first = inside[0] if inside else ""
    to_do = "to" in inside[:9] or "for" in inside[1:4] or any(inside[i : i + 2] == (",", "to") for i in range(min(len(inside), 25)))
    to_do = to_do or any(inside[i : i + 2] == ("not", "be") for i in range(min(len(inside), 7)))  # "asked their names not be used"
    wants = first in ("to", "that", "for") or rest[:1] == ("for",) or (to_do and "?" not in inside and not _WHETHER.intersection(inside[:8]))
    return Stance.URGES if wants else Stance.ASKS


def _warned(verb: str, inside: Sequence[str], rest: Sequence[str], content: str, *, alone: bool) -> Stance:
    """A warning: a threat of the source's own, advice against something, or something foretold."""
    low = plain_words(content)
    if verb == "warn" and (is_threat(low) or _CONSEQUENCES.search(low)):
        return Stance.THREATENS
    first = inside[0] if inside else ""
    if not alone:
        return Stance.EXPECTS
    told = next((i for i, w in enumerate(inside[:8]) if w in ("to", "that", "if") or w in _FUTURE or w in _FINITE), None)
    if told and inside[told] == "to" and inside[told + 1 : told + 2] and inside[told + 1] not in DETERMINERS:
        return Stance.URGES  # "warned the crew to stay"
    if first in ("against", "to", "not") or rest[:1] == ("against",) or "not to" in " ".join(inside[:8]) or "against" in inside[:6]:
        return Stance.URGES
    return Stance.EXPECTS if _FUTURE & set(inside[:25]) or not inside or first == "of" or rest[:1] == ("of",) else Stance.ASSERTS


def _assertion(verb: str, content: str, *, answers_claim: bool) -> Stance:
    """What a neutral cue says: the content's own verdict, where it has one."""
    verdict = read_content(verb, content, answers_claim=answers_claim)
    return verdict.stance if verdict is not None else Stance.ASSERTS
