"""Deeds and words: which verbs with a noun after them attribute something, and which only tell what somebody did.

"Ordered an inquiry" says what was asked for; "ordered 24 mortars" buys. The rows of cues.tsv with the frame `deed` count only
where what follows shows a message.
"""

from typing import Final

from onrecord.lexicon import word_set
from onrecord.record import Stance
from onrecord.statements.contents import Complement
from onrecord.statements.groups import Group, Sentence, Use, is_verb
from onrecord.statements.sources import Range, bodies
from onrecord.statements.tokens import DASHES, DAYS, DETERMINERS, MODALS, NUMBERS, PREPOSITIONS, PRONOUNS, STOPS, is_capital

_NEAR: Final = 14  # words of a content that are looked at
# Nouns of what can be asked for, welcomed or opposed: a plan, a ruling, an arrest. Most others are told by their ending.
_MATTERS: Final = word_set(
    "accord account advice aid amnesty answer apology appeal approach arrest assault asylum attack audit autopsy award bail-out bailout"
    " ban bid bill blockade boycott budget buyout call campaign case ceasefire ceasefires change charge claim comeback complaint"
    " comparison concern compromise concept constitution contract copy coup crackdown cull curb curfew curtailment cut deal debate"
    " decree defeat delay demand detail dialogue drawdown drill effort embargo end enquiry evidence exchange figure freeze handover help"
    " idea ideas increase inquest inquiry invasion law lawsuit levy licence license limit line list listing lockdown mandate measure"
    " merger message motion move nomination nonsense notion offer opposition order overhaul pact path pay peace permit plan pledge"
    " policy poll position post-mortem power price probe program programme project proof proposal protest pullout query question quota"
    " raid recall recount redeployment referendum reform refund release relief remark repeal report request rescue response result"
    " retrial return review right rise role rule ruling rumor rumour sale sanction scheme search sentence settlement shake-up shift"
    " silence speculation speech spending stance step stop story strategy strike study subsidy suggestion summit support surge takeover"
    " talk tariff tax term test text theory timetable transfer treaty trial trip truce ultimatum use verdict version view visit vote"
    " wage warning withdrawal work"
)
_MATTER_ENDINGS: Final = ("tion", "sion", "ment", "ance", "ence", "ism", "ship", "ing", "ty", "cy", "al")
# … and nouns with such an ending that are people, bodies or goods all the same.
_GOODS: Final = word_set(
    "administration admiral agency ambulance ammunition animal anything apartment armament arsenal association audience authority"
    " beauty building canal capital cardinal cement century cereal chemical city clothing coalition commission commodity community"
    " conference corporation county criminal currency delegation department deputy detachment element embassy equipment establishment"
    " everything facility federation fence flagship foundation garment general generation government gunship hospital individual"
    " institution instrument journal king legacy marshal material medal membership metal mineral minesweeping mission monument"
    " munition nation nothing official organisation organization painting parliament party pension pharmacy plantation population"
    " portion principal professional property ration regiment relation residence ring rival science ship shipment signal society"
    " something station string supplement television terminal thing union university vehicle warship wing"
)
_CLAIMED: Final = frozenset(("it", "this", "that", "these", "those", "them"))  # "dismissed it"
_ANSWERS: Final = frozenset((Stance.DENIES, Stance.DECLINES, Stance.DOUBTS))
# Feelings and intentions: inside another's words they are part of what is said, and they share nobody's source by "and" alone.
MENTAL: Final = word_set(
    "anticipate assume back believe consider decide doubt endorse envision expect favor favour fear feel foresee hope intend know learn"
    " oppose plan prefer realize regard see seek speculate support suspect theorize think understand view want wish wonder"
)
_NAMING: Final = word_set("call brand label dub consider")
_HEARINGS: Final = word_set("court jury tribunal inquiry inquest hearing committee panel commission parliament")
_MEASURES: Final = word_set(
    "poll polls survey surveys study studies report reports figures data analysis records documents audit inquiry numbers research footage"
)


def is_attribution(sentence: Sentence, group: Group, source: Range | None, complement: Complement) -> bool:
    """Whether what was read is an attribution: "offered tea", "reported to work" and "see the sea" are none."""
    verb, frames = group.entry.words[0], group.entry.frames
    start = complement.start
    if start is None:
        return True
    single = len(group.entry.words) == 1
    if verb in ("see", "view", "regard", "cast", "paint", "depict", "portray", "put") and "object" in frames and single:
        return ("at" if verb == "put" else "as") in sentence.words.lowers[start : min(start + _NEAR, sentence.end)]
    if verb in _NAMING and single and not complement.strong:
        return _names(sentence, start)
    if verb == "hear":
        return complement.strong and source is not None and sentence.lower(source[1] - 1) in _HEARINGS
    if verb in ("show", "find") and (not complement.strong or sentence.quoted[start]) and source is not None:
        return any(sentence.lower(k) in _MEASURES for k in range(*source))
    if verb in ("prove", "feel", "know", "learn", "realize", "understand", "think", "decide") and not complement.strong:
        return verb in ("think", "feel", "know") and _starts_clause(sentence, start)
    if verb == "cite" and not complement.strong:
        return not _is_someone(sentence, start)
    if "deed" in frames and not complement.strong:
        return _is_message(sentence, group, start)
    return source is None or sentence.lower(source[0]) != "it" or frames != {"object"}


# What one refuses who refuses to speak: "declined to explain", but not "declined to pay".
_ANSWERING: Final = word_set(
    "comment say answer discuss confirm deny elaborate name identify disclose reveal speak talk specify explain respond rule describe detail"
    " clarify acknowledge concede mention tell reply address estimate quantify divulge characterize characterise speculate expand predict"
)
# … and verbs that say nothing without an object that does: "declined to provide details", but not "declined to provide boats".
_OFFERING: Final = word_set("give provide release share offer make take go enter get admit")
_OFFERED: Final = word_set(
    "answer answers comment comments detail details question questions figure figures number numbers name names information specifics"
    " statement statements interview interviews explanation reason reasons date dates estimate estimates breakdown timeline account view"
    " views opinion examples guilt wrongdoing fault defeat responsibility blame error mistake mistakes that"
)
_ANSWERED_BY: Final = word_set("call calls email emails e-mail e-mails message messages letter letters text texts request requests inquiry inquiries")
_RUNG: Final = word_set("phone telephone door bell doorbell")


def is_deed_refused(sentence: Sentence, group: Group) -> bool:
    """Whether what was not done is no answer: "refused to pay", "won't return to teaching", "did not answer the door"."""
    words, end = group.entry.words, group.end
    if words in (("decline",), ("refuse",)):
        if sentence.lower(end) != "to":
            return False
        verb = sentence.lower(end + 1)
        if verb == "be":
            return sentence.lower(end + 2) not in ("drawn", "specific", "precise", "interviewed")
        if verb in ("accept", "believe", "recognize", "recognise"):
            return "that" not in sentence.words.lowers[end + 2 : end + 4]
        if verb in _OFFERING:
            return _OFFERED.isdisjoint(sentence.words.lowers[end + 2 : min(end + 8, sentence.end)])
        return verb not in _ANSWERING
    near = sentence.words.lowers[end : min(end + 6, sentence.end)]
    if words == ("not", "return"):
        return _ANSWERED_BY.isdisjoint(near)
    if words[-1] == "answer" or words[-1] == "answering":
        return not _RUNG.isdisjoint(near[:3])
    return False


_TAKEN_BACK: Final = word_set(
    "denial denials claim claims allegation allegations accusation accusations statement statements confession testimony assertion assertions"
    " remark remarks comment comments suggestion"
)


def find_withdrawn(sentence: Sentence, start: int) -> int | None:
    """The word after what was taken back, where it was said: "withdrew {its earlier denial}"; None for "withdrew its troops"."""
    last = min(start + 6, sentence.end)
    return next((k + 1 for k in range(start, last) if sentence.lower(k) in _TAKEN_BACK and not sentence.quoted[k]), None)


def is_weak_inside(sentence: Sentence, group: Group, complement: Complement) -> bool:
    """Whether a cue within another's content adds no speech of its own: "said that prices had risen and {members feared a strike}"."""
    if complement.start is None or group.use is not Use.FINITE:
        return False
    if group.entry.words[0] in MENTAL:
        return True
    if sentence.quoted[complement.start] and any(sentence.lower(k) in MODALS for k in range(group.start, group.head)):
        return True  # "said his government would answer “blow for blow”"
    return not complement.strong and "tell" not in group.entry.frames and group.entry.stance not in _ANSWERS | {Stance.CONFIRMS}


def _object(sentence: Sentence, start: int) -> Range:
    """The noun phrase that begins at word `start`, to its first preposition or mark."""
    k = start
    while k < min(sentence.end, start + _NEAR):
        word = sentence.lower(k)
        if (
            sentence.quoted[k]
            or word in PREPOSITIONS
            or word in STOPS
            or (word in _ENDS and k > start)
            or word in DASHES
            or (k > start and word in DAYS)
        ):
            break
        k += 1
    return start, k


_ENDS: Final = frozenset((",", ";", ":", "(", ")", "and", "or", "but", "that", "who", "which", "as", "because", "when", "while", "after"))


def _is_message(sentence: Sentence, group: Group, start: int) -> bool:
    """Whether the object of a verb that is often a deed shows that something was said: "ordered an inquiry", "the crew to wait"."""
    last = min(sentence.end, start + _NEAR)
    if any(sentence.quoted[k] for k in range(start, last)):
        return True
    for k in range(start, last - 1):
        word, after = sentence.lower(k), sentence.lower(k + 1)
        if word in (",", ";", ":"):
            break
        if (
            k > start
            and word == "to"
            and after.isalpha()
            and after not in DETERMINERS
            and after not in NUMBERS
            and after == sentence.words.texts[k + 1]
        ):
            return True
        if group.entry.stance is Stance.ASSERTS and "object" in group.entry.frames and word in ("as", "over", "for") and k > start:
            return True
        if group.entry.words == ("ask",) and word in ("for", "whether", "if", "why", "how") and k > start:
            return True
    if (
        "that" in group.entry.frames
        and group.entry.words != ("ask",)
        and (_starts_clause(sentence, start) or "that" in sentence.words.lowers[start + 1 : start + 4])
    ):
        return True
    if sentence.lower(start) in _CLAIMED and group.entry.stance in _ANSWERS:
        return True
    low, high = _object(sentence, start)
    if group.entry.stance in (Stance.URGES, Stance.HOLDS) and high - low > 2 and sentence.lower(high - 1).endswith("ed"):
        return True  # "wants the law tightened"
    return high > low and is_matter(sentence.lower(high - 1))


def _is_someone(sentence: Sentence, start: int) -> bool:
    """Whether the object is who told it rather than what: "citing {two officials}"."""
    low, high = _object(sentence, start)
    head = sentence.lower(high - 1) if high > low else ""
    return head in _TELLERS or head in bodies() or (high > low and is_capital(sentence.words.texts[high - 1]))


_TELLERS: Final = word_set(
    "official officials source sources aide aides adviser advisers spokesman spokeswoman minister ministers people person witnesses witness media"
    " diplomat diplomats lawyer lawyers lawmaker lawmakers relatives residents authorities police document documents report reports experts"
)


def is_matter(word: str) -> bool:
    """Whether a noun names what can be asked for or spoken of, rather than a thing or a person: "inquiry", "withdrawals"."""
    for form in (word, word[:-1] if word.endswith("s") and not word.endswith("ss") else word, word[:-3] + "y" if word.endswith("ies") else word):
        if form in _GOODS:
            return False
        if form in _MATTERS or (form.endswith(_MATTER_ENDINGS) and len(form) > 5):
            return True
    return False


def _names(sentence: Sentence, start: int) -> bool:
    """Whether a name or a judgement follows the one who is called: "the strike a mistake", "it theft", not "a meeting", "the police"."""
    last = min(sentence.end, start + _NEAR)
    if any(sentence.quoted[k] for k in range(start, last)):
        return True
    first = sentence.lower(start)
    if first in PREPOSITIONS or first in ("a", "an") or first in NUMBERS or first.isdigit():
        return False
    low, high = _object(sentence, start)
    if first in PRONOUNS | _CLAIMED or first in ("him", "her", "us", "me"):
        return high - low > 1 or sentence.lower(high) in ("as", "“", '"')
    if any(sentence.lower(k) in ("a", "an", "the", "one", "his", "its", "their", "another") for k in range(low + 1, high)):
        return True
    if sentence.lower(high) == "as":
        return True
    return any(is_matter(sentence.lower(k)) for k in range(low, high - 1))


def _starts_clause(sentence: Sentence, i: int) -> bool:
    """Whether a clause with a finite verb begins at word i."""
    return sentence.lower(i) in PRONOUNS or any(is_verb(sentence, k) for k in range(i + 1, min(i + 10, sentence.end)))
