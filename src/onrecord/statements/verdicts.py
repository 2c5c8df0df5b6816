"""What a content says of a claim: that it is false, that no such thing was done, or a question, a threat, a refusal under a neutral cue.

The patterns are asked of the content's first words in lower case, without quotation marks and contractions (`plain_words`).
"""

import re
from dataclasses import dataclass
from typing import Final

from onrecord.lexicon import word_set
from onrecord.record import Stance

_HEAD: Final = 400  # code points of a content that are looked at
_NEAR: Final = 220  # … for a negation

CLAIMS: Final = word_set(
    "complaint complaints report reports claim claims allegation allegations accusation accusations charge charges figure figures"
    " suggestion suggestions assertion assertions account accounts rumour rumours rumor rumors story stories version reporting statement"
    " statements notion idea criticism criticisms comparison comparisons characterization characterisation insinuation insinuations implication"
    " hypothesis gossip tale tales narrative article articles dossier footage finding findings conclusion conclusions theories testimony innuendo"
    " remark remarks comment comments contention contentions talk theory that this it them speculation"
)
NAMED_CLAIMS: Final = CLAIMS - word_set("that this it them")

# What is said of a claim to deny it, whatever it is said of …
_FALSE: Final = (
    r"\b(?:baseless|groundless|unfounded|false(?:hoods?)?|untrue|fak(?:e|es|ed|ery)|fabricat\w+|invent(?:ed|ion|ions)|lies?|fiction|fictitious"
    r"|fictional|forger\w+|forged|doctored|hoax|montage|slander\w*|libel\w*|defamat\w+|calumn\w+|disinformation|misinformation|bogus|smears?"
    r"|concoct\w+|made.up|cooked up|trumped.up|mendacious|spurious|canard|figment\w*|without (?:any )?(?:foundation|basis|substance|merit|truth)"
    r"|devoid of (?:truth|substance|fact|any)|without a (?:single )?true word|not a word of truth|wide of the mark|far from (?:the )?truth)\b"
)
# … and what denies only a claim: "called the report absurd", but not "called the law absurd".
_FOOLISH: Final = (
    r"\b(?:nonsens\w*|ludicrous|absurd\w*|preposterous|ridiculous|laughable|risible|outlandish|far.fetched|fanciful|propaganda|rubbish|myths?"
    r"|mythical|fantas(?:y|ies)|fairy ?tales?|tall tales?|tall stor(?:y|ies)|incorrect|inaccurate|erroneous|wrong|mistaken|misleading|speculati\w+"
    r"|guesswork|conjecture|hearsay|gossip|innuendo|scaremongering|hysteri\w+|witch.?hunt|politically motivated|unsubstantiated|scurrilous"
    r"|malicious|delusion\w*|exaggerat\w+|overblown|out of context|garbage|hogwash|bunk(?:um)?|balderdash|poppycock|baloney|claptrap|drivel|tosh"
    r"|twaddle|tripe|piffle|bullshit|frame.up|paranoi\w+|contrived|manufactured)\b"
)
FALSE: Final = re.compile(_FALSE)
FOOLISH: Final = re.compile(_FOOLISH)
_BE: Final = r"(?:is|are|was|were|had been|has been|have been|remains?|amounts? to|amounted to)"
_CLAIM: Final = (
    r"(?:reports?|claims?|allegations?|accusations?|charges?|suggestions?|assertions?|story|stories|tales?|figures?|numbers|rumou?rs?|account|version"
    r"|documents?|dossier|memo|footage|letter|messages?|pictures?|photographs?|photos?|images?|quotation|quote|recording|tape|video|article"
    r"|insinuations?|notion|idea|talk|theory|theories|speculation|evidence|testimony)\b"
)
_CLAIM_SUBJECT: Final = r"^\W*(?:(?:the|those|these|such|that|this|any|all|his|her|their|your|its|both|every|recent) )?(?:[\w'-]+ ){0,4}?" + _CLAIM
_VERDICT: Final = re.compile(_CLAIM_SUBJECT + r"[^.;:]{0,120}? " + _BE + r" (?:\S+ ){0,3}?\W?(?:" + _FALSE + "|" + _FOOLISH + r"|not true\b)")
_ENDS: Final = r"(?=\W*(?:$|[.,;:!?)]| (?:and|but|or|as|because|by|from|about|told|put|designed|meant|invented|spread)\b))"
_PRONOUN_VERDICT: Final = re.compile(
    r"^\W*(?:it|that|this|they|those|these|all of (?:it|this|that|them)|everything|the whole thing) "
    + _BE
    + r" (?:(?:a|an|all|just|simply|pure|utter|complete|total|absolute|sheer|plain|nothing but|patently|completely|totally|utterly|entirely"
    r"|absolutely|another|more|\w+ly) ){0,4}(?:" + _FALSE + r"|nonsense|rubbish|propaganda|garbage)" + _ENDS
)
# "Nonsense," and "All lies!": a verdict that is the whole of what is said, or its first words up to a stop.
_OUTRIGHT: Final = re.compile(
    r"^\W*(?:(?:pure|all|utter|complete|total|absolute|sheer|just|a|an|more|another|plain|\w+ly|pack of|tissue of|bunch of) )*"
    r"(?:false|fake news|fake|fiction|inventions?|lies?|fabrications?|slander|hoax|nonsense|rubbish|propaganda|garbage|hogwash|bunkum|baloney"
    r"|poppycock"
    r"|balderdash|tosh|bullshit|not true|untrue|not so|wrong|fairy ?tales?|fantasy|baseless|groundless|unfounded|preposterous|ludicrous|absurd)"
    r"(?:\W|, again\W)*(?:$|[.!?,;])"
)
# "No such incident", "no airlift of the kind", "not one of them": what is negated is what was told.
_NO_SUCH: Final = re.compile(
    r"^\W*(?:(?:there|it|they|we|he|she|i) (?:\w+ ){1,3}?)?no (?:such \w|\w+ of (?:the|that|this) (?:kind|sort))"
    r"|^\W*(?:[\w'-]+ ){1,6}?(?:did|done|said|seen|happened|planned|agreed) (?:nothing|no) (?:of the (?:kind|sort)|such thing)\b"
    r"|\bnothing of the (?:kind|sort)\b"
    r"|^\W*(?:not one|none) of (?:them|it|this|that|these|those)\b"
)
_NO_TRUTH: Final = re.compile(
    r"\b(?:no|not a|not an|not one|little|without a) (?:(?:\w+) ){0,2}?(?:truth|substance|foundation|factual basis|basis in (?:fact|reality|truth))\b"
    r"(?! commission)"
    r"|\b(?:has|have|had|with) no (?:\w+ )?(?:basis|foundation|merit|substance)\b|\bb(?:ears?|ore|earing) (?:no|little) (?:\w+ )?(?:relation"
    r"|resemblance)\b"
    r"|\bfurther from the truth\b|\bnothing (?:to|in) (?:it|the (?:story|report|claim|rumou?rs?|allegations?|suggestion))\b"
    r"|\bnot (?:based on|grounded in|rooted in) (?:any )?(?:fact|facts|reality|truth|evidence)\b|\bthe (?:very )?opposite is true\b"
)
_MADE_UP_BY: Final = re.compile(
    r"\b(?:made|making|makes|make) (?:it|that|this|things|(?:the|this|that) (?:whole )?(?:thing|story|lot)) (?:all )?up\b"
)
_NEVER_HAPPENED: Final = re.compile(
    r"^\W*(?:it|that|this|the|these|those|such|they|no)\b(?: [\w'-]+){0,7}? (?:never|did not|had not|has not|have not|does not|do not) "
    r"(?:happen(?:ed)?|take place|taken place|took place|occur(?:red)?|exist(?:ed)?)\b(?! (?:yet|again|until|since|overnight|before))"
)
_NOT_INVOLVED: Final = re.compile(
    r"\bnothing (?:\w+ ){0,2}?to do with\b"
    r"|^\W*(?:[\w'-]+ ){1,6}?(?:had|has|have|played|plays|took|takes) (?:absolutely )?no (?:\w+ )?(?:part|role|hand|involvement|connections?"
    r"|links?|ties)"
    r" (?:\w+ )?(?:in|with|to|whatsoever)\b"
    r"|^\W*(?:[\w'-]+ ){1,6}?(?:knew|knows?|known) nothing (?:of|about)\b"
    r"|^\W*(?:[\w'-]+ ){1,6}?(?:is|was|are|were|am|been) (?:not|never|in no way) (?:\w+ly |in any way )?(?:involved|responsible|behind"
    r"|implicated|party|complicit"
    r"|connected|linked)\b"
    r"|^\W*(?:[\w'-]+ ){1,6}?(?:had|has|have) (?:not|never) been (?:\w+ly )?(?:involved|responsible|implicated|party|complicit|behind)\b"
    r"|^\W*(?:i|we|he|she|they|it|the \w+|his client|her client) (?:\w+ ){0,2}?(?:done|did) nothing (?:wrong|illegal|improper)\b"
    r"|^\W*(?:i|we|he|she|they|his client|her client|the \w+) (?:is|was|are|were|am) (?:\w+ly )?(?:innocent|not guilty)\b"
    r"|\b(?:broken|broke|violated|breached) no (?:\w+ )?(?:laws?|rules?|treaty|sanctions|embargo)\b"
)
# "It does not", "No": an answer, and nothing else.
_ELLIPTIC: Final = re.compile(
    r"^\W*(?:(?:no|absolutely not|certainly not|of course not|not at all|not so|never|on the contrary)\W*(?:(?:it|he|she|they|we|i) (?:\w+) not\W*)?"
    r"|(?:it|he|she|they|we|i|that) (?:does|do|did|has|have|had|is|are|am|was|were) (?:not|never)(?: (?:do|done) (?:so|it|that))?\W*)$"
)
_ELLIPTIC_YES: Final = re.compile(
    r"^\W*(?:yes|yeah|true enough|quite so|(?:that|it) is (?:true|right|correct|me|so)|(?:yes\W+)?(?:it|he|she|they|we|i) (?:does|do|did|has"
    r"|have|had))\W*$"
)
# What was never done, insisted on: "none of its planes flew", "he had never met them". "Taxes will not rise" is none.
NEVER_DONE: Final = re.compile(
    r"^\W*(?:no|none of|not one|not a single|nobody|no one|nothing)\b(?! (?:\w+ )?(?:will|would|shall|should|can|could|may|might|must)\b)"
    r"|^\W*there (?:was|were|had been) (?:never|no)\b|^\W*(?:\S+ ){1,4}?(?:(?:had|has|have|was|were|been) never|never (?:was|were|did))\b"
    r"|^\W*i never\b"
    r"|^\W*(?:[\w'-]+ ){1,5}?(?:has|had|have) (?:\w+ ){1,4}?(?:nobody|nothing|no one|none)\b"
)
_FIRST_PERSON: Final = re.compile(r"^\W*(?:i|we)\b")
_INSISTING: Final = word_set("insist maintain contend protest testify counter retort object")
_I_CANNOT_DENY: Final = re.compile(
    r"^\W*(?:i|we) (?:can not|cannot|could not|will not|would not|do not|did not|never|have never) (?:\w+ly )?(?:deny|denied|dispute|disputed)\b"
)
_MADE_UP: Final = re.compile(
    r"\bof (?:inventing|fabricating|making (?:\w+ ){1,4}up|making up|lying about|spreading (?:\w+ ){0,2}?(?:lies|falsehoods|rumou?rs"
    r"|disinformation))\b"
)
_I_DOUBT: Final = re.compile(
    r"^\W*(?:i|we) do not (?:think|believe) [^.!?]*\bwill\b|^\W*(?:i am|we are) not (?:\w+ )?(?:sure|convinced)\b|^\W*(?:i|we) (?:\w+ly )?doubt\b"
)
_I_DENY: Final = re.compile(
    r"^\W*(?:no\W+)?(?:i|we) (?:(?:\w+ly|do|must|have to|can only|utterly) ){0,2}(?:deny|reject|refute|repudiate|dispute|disown)\b"
    r"(?!.{0,30}\b(?:offer|plan|proposal|deal|demand|request|violence|terrorism)\b)"
)
_I_PROMISE: Final = re.compile(
    r"^\W*(?:i|we) (?:\w+ly )?(?:promise|pledge|vow|guarantee|give (?:you |them )?(?:my|our) word)\b|, (?:i|we) (?:promise|guarantee)(?: (?:it"
    r"|that|you))?\W*$"
)
_I_DECLINE: Final = re.compile(
    r"^\W*no comment\b|^\W*it (?:is|was) (?:\w+ )?too (?:early|soon) to (?:say|tell|know|speculate|comment|confirm|judge)\b|^\W*(?:i"
    r"|we) (?:(?:am|are) not going to|will not|would not|can not|cannot|could not|do not|prefer not to|would rather not"
    r"|am not able to|are not able to)"
    r" (?:be )?(?:comment\w*|discuss\w*|answer\w*|speculate|speculating|elaborate|go into|get into|say (?:anything|any more|more)|be drawn"
    r"|talk about (?:it|that|this))\b"
    r"|^\W*(?:i|we) have (?:nothing (?:\w+ )?to (?:say|add)|no comment)\b|^\W*(?:i|we) (?:decline|refuse) to\b"
)
_NOT_TRUE: Final = re.compile(
    r"^\W*(?:(?:the|those|these|such|that|this|any|all|it|they) ?(?:[\w'-]+ ){0,5})?(?:is|are|was|were) (?:\w+ly |just )?not "
    r"(?:(?:at all|even|remotely|\w+ly) )?(?:true|correct|the case|accurate|authentic|genuine|so)\b(?! (?:much|far|sure|bad|good|easy|simple"
    r"|long|many|certain|different)\b)"
)
_DEED: Final = (
    r"(?:(?:arms|weapons?|secret|formal|official|such|direct|military|cash|other|foreign|new|single|[\w'-]+) ){0,3}?"
    r"(?:deals?|agreements?|orders?|contracts?|sales?|transfers?|shipments?|deliver(?:y|ies)|exports?|meetings?|talks|attacks?|strikes?|raids?"
    r"|coup|plot"
    r"|cover-up|massacres?|killings?|torture|fraud|violations?|breach(?:es)?|links?|connections?|contacts?|payments?|bribes?|pact|leak|rift"
    r"|conspiracy|negotiations?"
    r"|weapons?|arms|troops|soldiers|forces|mercenaries|missiles?|shells?|rockets?|ammunition|drones?|aircraft|planes?|flights?|convoys?"
    r"|explosions?|incidents?)"
)
# A flat negation: of any such thing, ever. "There is no bread left" is none, nor is advice: "I would not recommend it to anyone".
_FLAT_NEGATION: Final = re.compile(
    r"\bno such\b|\bnot (?:one|(?:\w+ ){0,2}?a single)\b|^\W*no (?:\w+ ){1,4}?(?:has|have|had|was|were|ever|exists?|existed|took|left|arrived"
    r"|crossed|changed)\b"
    r"|\bnot (?:\w+ ){0,2}?(?:a|one) (?:shot|word|penny|cent|soul|thing|bullet|drop|shred|scrap)\b"
    r"|^\W*there (?:is|are|was|were|had been|has been) (?:nobody|no one|nothing|none)\b|\bnone of\b|\b(?:has|have|had) never\b"
    r"|^\W*(?:\w+ ){0,6}?(?:has|have|had|did|was|were|is|are|would|will|does|do)(?: not| never)\b(?! (?:\w+ly )?(?:recommend|advise|suggest|wish)\b)"
    r"[^.!?]{0,80}\b(?:any|ever|anything|anyone|anybody|either)\b"
    r"|^\W*(?:it|they|we|the \w+) (?:\w+ )?(?:had |has |have )?(?:\w+ )?nothing\b"
    r"|^\W*(?:nobody|no one|nothing) (?:ever|has|had|have|was|were)\b(?!.{0,60}\bsince\b)|^\W*we (?:did not|have not)\b|^\W*(?:it|they"
    r"|we) (?:had |has "
    r"|have )?never\b"
    r"|^\W*there (?:is|are|was|were|had been|has been|have been) (?:absolutely |simply |never )?(?:no|any) " + _DEED + r"\b"
    r"|^\W*no " + _DEED + r"\b"
    r"|\b(?:had|has|have|having) no (?:knowledge of|record of|contact with|dealings with|relations? with|responsibility for)\b"
    r"|\bno evidence\b.{0,20}\b(?:of|that|for|to)\b"
)
# The source's own deed, denied: "it had not sold them". What it has not seen, decided or received is none.
_OWN_DEED: Final = re.compile(
    r"^\W*(?:it|they|we|he|she|i) (?:has|have|had|did) (?:not|never) (?:\w+ly )?"
    r"(?!yet\b|been (?:told|informed|able|given|paid|heard|contacted|notified|briefed|asked|invited)\b"
    r"|(?:see|seen|read|hear|heard|receive|received|decide|decided|know|known|want|wanted|think|thought|believe|believed|expect|expected|feel"
    r"|felt|need|needed"
    r"|understand|understood|sleep|slept|eat|eaten|get|got|had|have|make|made (?:a|any|up)|remember|recall|realise|realize|care|like|mind|even"
    r"|lose|lost|find|found"
    r"|come|go|gone|work|worked|finish\w*|complete\w*|learn\w*|ruled?|reach\w*|succeed\w*|be)\b)\w+"
)
# The same by its object: "it had received no rockets from anybody". What else it has had none of ("no reply", "no time") answers nothing.
_NONE_OF_DEED: Final = re.compile(
    r"^\W*(?:it|they|we|he|she|i) (?:(?:has|have|had) )?(?:\w+ly |ever |also )?"
    r"(?!(?:has|have|had|is|are|was|were|saw|seen|found|heard|lost)\b)\w+ (?:no|none of (?:the|these|those|its|their)) " + _DEED + r"\b"
)
# What negates without naming what it answers: enough to leave a statement to review, not to call it a denial.
_NEGATION: Final = re.compile(
    r"^\W*(?:i|he|she) (?:had |has |have )?never\b|^\W*there (?:is|are|was|were|has been|have been) no\b|^\W*(?:no|not|never|nothing)\b"
)
# "We never signed it": the pronoun stands for what the page told. "We never saw it coming" and "They never paid us" answer nothing.
_NEVER_IT: Final = re.compile(r"^\W*we (?:have |had )?never \w+ (?:it|them)\W*(?:$|[.,;!])")
# An object that is only spoken of to dispute it, under a word that no list holds: "torpedoed the rumours".
_DISPUTABLE: Final = re.compile(
    r"^\W*(?:(?:the|these|those|any|all|such|that|this|such|persistent|recent|media|press) )*(?:[\w'-]+ )?"
    r"(?:rumou?rs?|allegations?|accusations?|insinuations?|suggestions?|gossip|speculation|talk of)\b(?! (?:is|are|was|were|has|have|had|will"
    r"|would)\b)"
)
_AS_FALSE: Final = re.compile(r"\bas (?:\w+ ){0,3}?" + _FALSE)
_NAMING: Final = word_set("call describe label brand characterize characterise dub denounce condemn deride term portray depict paint refer")
_ATTACKING: Final = word_set("mock ridicule deride hit slam blast lambast decry criticize criticise attack lash")
_HARM: Final = re.compile(
    r"\b(?:flatten|burn|bomb|shell|shoot|kill|destroy|attack|strike|sink|invade|seize|blow up|cut off|fire on|weld\w*|punish|crush|hit back"
    r"|retaliate)\b"
)
# Harm that the source would do itself: "it would cut off the gas if …", "any boat … will be sunk".
_OWN_WILL: Final = re.compile(r"^\W*(?:it|he|she|they|we|i) (?:would|will|shall)\b")
_OR_ELSE: Final = re.compile(r"\b(?:if|unless|or else)\b")
_ANYONE: Final = re.compile(r"\bany(?:one|body)? .*\b(?:that|who|which|caught|found|crossing|entering)\b")
_STRUCK: Final = re.compile(
    r"^\W*if (?:they|you|he|she|anyone|anybody)\b.*\b(?:will|shall) (?:lose|pay|die|suffer|regret)\b"
    r"|\b(?:will|would) be (?:sunk|shot|fired (?:on|at|upon)|destroyed|killed|attacked|bombed|targeted|shelled|hunted|boarded|burned|treated as)\b"
    r"|\b(?:will|shall|would) (?:\w+ )?(?:regret (?:it|this)|pay (?:dearly|for (?:it|this|that)|(?:a|the) (?:\w+ )?price)|be made to pay|be sorry)\b"
    r"|\bwould face (?:\w+ )?(?:consequences|retaliation|reprisals)\b"
)
# A threat without a word of threatening: "Print that and you’re finished", "pay by noon or its jets will not take off".
_THREAT: Final = re.compile(
    r"\band you are (?:finished|dead|done|next|history|out)\b|\b(?:will|shall) have (?:your|his|her|their) (?:badge|job|head|licence|license"
    r"|hide|scalp)\b"
    r"|\byou (?:will|are going to) (?:\w+ )?(?:regret|pay|suffer|be sorry|die|bleed)\b"
    r"|^[^.]*\b(?:must|has to|have to|had better)\b[^.]*\bor (?:else|(?:[\w'-]+ ){1,4}?(?:will|would|shall|face|be)\b)"
    r"|^\W*(?:one|another|any|a single) .{0,60}\band\b .{0,40}\b(?:goes|dies|burns|dead|finished|gets it)\b"
    r"|^\W*[a-z]+ (?:[\w']+ ){1,6}?or (?:else|lose|die|face|be (?:shot|killed|burned))\b"
    r"|^\W*[a-z]+ (?:[\w']+ ){1,5}?and (?:we|i) (?:will |shall )?(?:fire|shoot|kill|burn|sink|attack)\b"
    r"|\bwould follow if\b[^.]*\b(?:not|did)\b|\bwill follow (?:if|unless)\b"
)
_QUESTION: Final = re.compile(r"^(?=.{1,120}$)\W*[^.!?“\"]*\?\W*$")  # one short question and nothing else

_QUOTES: Final = re.compile("[“”\"„«»‹›]|(?<!\\w)['‘]|['’](?!\\w)")
_SHORT: Final = (
    (re.compile(r"\bcan(?:'t|not)\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(it|that|there|he|she|this|what|here)'s\b"), r"\1 is"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"'ll\b"), " will"),
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The stance that a content gives to a neutral cue."""

    stance: Stance


def plain_words(content: str) -> str:
    """The first words of a content in lower case, without quotation marks, "don't" as "do not"."""
    low = _QUOTES.sub("", content[:_HEAD].lower().replace("’", "'"))
    for short, full in _SHORT:
        low = short.sub(full, low)
    return low


def calls_false(words: str, claim: bool) -> bool:
    """Whether words call something false: "a fake", and "absurd" where a claim is named beside them."""
    return bool(FALSE.search(words) or (claim and FOOLISH.search(words)))


def is_threat(low: str) -> bool:
    """Whether the harm that is foretold would be the source's own doing."""
    return bool((_OWN_WILL.match(low) and _HARM.search(low)) or _STRUCK.search(low))


def is_answer(low: str) -> bool:
    """Whether a content negates so that it may answer a claim, or may not: too fine for a rule."""
    return any(
        (
            _I_CANNOT_DENY.match(low),
            _NOT_TRUE.match(low),
            _NEGATION.match(low),
            _FLAT_NEGATION.search(low[:_NEAR]),
            _NEVER_IT.match(low),
            _OWN_DEED.match(low),
            _NONE_OF_DEED.match(low),
        )
    )


def denies_outright(low: str) -> bool:
    """Whether a content denies by its own words, whatever the page told: "that is a lie", "had nothing to do with it", "no such order"."""
    near = low[:_NEAR]
    verdict = _VERDICT.match(low)
    return bool(
        _I_DENY.match(low)
        or _OUTRIGHT.match(low)
        or _NO_SUCH.search(near)
        or _NO_TRUTH.search(near)
        or _MADE_UP_BY.search(near)
        or _NEVER_HAPPENED.match(near)
        or _NOT_INVOLVED.search(near)
        or _ELLIPTIC.match(low)
        or _NOT_TRUE.match(low)
        or _PRONOUN_VERDICT.match(low)
        or (verdict and " not " not in verdict.group().removesuffix("not true"))
    )


def read_content(verb: str, content: str, *, answers_claim: bool) -> Verdict | None:
    """The stance that a content gives to a neutral cue, None where it gives none.

    Args:
        verb: the cue's, in its base form; "" where the lexicon has none.
        answers_claim: whether the page told before what the content speaks of.
    """
    low = plain_words(content)
    near = low[:_NEAR]
    claim = bool(NAMED_CLAIMS.intersection(re.findall(r"[\w-]+", low)[:10]))
    if verb == "accuse":
        return Verdict(Stance.DENIES) if _MADE_UP.search(near) else None
    if claim and (_AS_FALSE.search(near) or (not verb and _DISPUTABLE.match(low))):
        return Verdict(Stance.DENIES)
    if verb in _ATTACKING and claim and (verb in ("mock", "ridicule", "deride", "hit") or calls_false(near, claim)):
        return Verdict(Stance.DENIES)
    if _QUESTION.match(content):
        return Verdict(Stance.ASKS)
    if verb in _NAMING:
        return Verdict(Stance.DENIES) if calls_false(near, claim) or (claim and _NO_TRUTH.search(near)) else None
    if _I_CANNOT_DENY.match(low):
        return Verdict(Stance.CONFIRMS)
    if denies_outright(low):
        return Verdict(Stance.DENIES)
    if ((answers_claim and verb in _INSISTING) or (verb == "protest" and _FIRST_PERSON.match(low))) and NEVER_DONE.match(low):
        return Verdict(Stance.DENIES)
    if (_OWN_WILL.match(low) and (_OR_ELSE.search(low[:300]) or _ANYONE.search(low[:300])) and _HARM.search(low[:300])) or _THREAT.search(near):
        return Verdict(Stance.THREATENS)
    for pattern, stance in (
        (_I_DOUBT, Stance.DOUBTS),
        (_I_DECLINE, Stance.DECLINES),
        (_I_PROMISE, Stance.PROMISES),
        (_ELLIPTIC_YES, Stance.CONFIRMS),
    ):
        if pattern.search(low):
            return Verdict(stance)
    if (answers_claim and (_FLAT_NEGATION.search(near) or _OWN_DEED.match(low) or _NONE_OF_DEED.match(low))) or _NEVER_IT.match(low):
        return Verdict(Stance.DENIES)
    return None
