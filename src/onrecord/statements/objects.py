"""What an object makes of a cue: claims are denied, offers declined, persons and things acted on, goods ordered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.lexicon import word_set
from onrecord.record import Stance
from onrecord.statements.cues import Match
from onrecord.statements.tokens import NUMBERS
from onrecord.statements.verdicts import CLAIMS, FALSE, NAMED_CLAIMS

OFFERS: Final = word_set(
    "offer offers invitation invitations proposal proposals request requests demand demands call calls plan plans bid bids deal deals"
    " appeal appeals ceasefire truce talks terms ultimatum negotiations mediation motion amendment bill treaty agreement compromise"
    " pressure overture overtures advice resolution case lawsuit suit petition budget draft plea pleas application applications indictment"
    " injunction loan takeover merger contract olive"
)
# "was denied entry", "denied the team visas": what is kept from somebody is an act.
_KEPT_FROM: Final = word_set(
    "access admission admittance asylum bail berth boarding care citizenship clemency counsel credit doctor entry equaliser food funding goal justice"
    " landing lawyer lawyers licence licences license licenses opportunity parole passage permission permit permits promotion recognition refuge"
    " representation residency residence title treatment victory visa visas visitation vote water win"
)
# "denied the motion": a court turns down what it is asked for.
_PLEAS: Final = word_set("motion motions petition petitions appeal appeals application applications injunction plea pleas clemency")
# "dismissed the minister", "rejected the ballots": persons and goods, and no claim, are acted on.
_PERSONS: Final = word_set(
    "adviser advisor aide ambassador captain chairman chief clerk coach commander commissioner conductor crew director doctor editor general"
    " governor head judge judges jury manager minister ministers officer officers official officials president prosecutor secretary staff teacher"
    " teachers watch worker workers employee employees batsman batsmen opener openers magistrate magistrates envoy envoys colonel guard guards"
)
# What is claimed rather than told: "disputed the islands", "contested the seat".
_DISPUTED: Final = word_set(
    "area border boundary coast demarcation enclave exclave frontier hill hills island islands islet islets land peninsula province reef region"
    " ridge river sea seat shoal shoals sovereignty strait strip territory territories title valley village waters will zone"
)
# "dismissed the singing as dull": what somebody does not like.
_TASTE: Final = word_set(
    "boring dull bland tedious mediocre amateurish derivative forgettable uninspired ugly shallow pretentious overrated slow clumsy tasteless"
    " unfunny sentimental pedestrian lifeless"
)
_GOODS: Final = word_set(
    "ballot ballots bond batch batches blanks parcel parcels sample samples bonds crate crates debt debts kidney organ platoon troops soldiers"
    " battalion envoy ambassador cash money"
)
_DOER: Final = re.compile(r"\w{3}(?:er|or|ist|ian|man|ee|eer)$")
_NO_DOER: Final = word_set(
    "matter letter danger number order paper error factor terror answer banter chatter whisper offer power murder slander rumor fever water weather"
    " tanker container helicopter fighter bomber locomotor motor tractor reactor trailer carrier launcher cruiser destroyer freighter"
    " computer printer scanner sensor transformer generator detector boiler counter poster sticker banner shelter"
)
_LEADING: Final = word_set("of from by about over that after for")
_FINITE: Final = word_set("is are was were had has have would will")
_BEEN: Final = word_set("is are was were be been being")
_A_THING: Final = word_set("a an his her their its my our")
_TIES: Final = word_set(
    "link links tie ties role connection involvement knowledge deal plot affair part hand meeting relationship plan intention claim"
)
_PRINCIPLES: Final = word_set("violence terrorism war racism extremism force hatred communism capitalism")
# What these words of denial say where their object is no claim: "shot down a plane", "took issue with the tone".
_OTHERWISE: Final = {
    "shoot": None,
    "knock": None,
    "quash": None,
    "scotch": None,
    "quell": None,
    "squelch": None,
    "explode": None,
    "demolish": None,
    "dispel": None,
    "invalidate": None,
    "wave": Stance.ASSERTS,
    "discredit": Stance.ASSERTS,
    "clash": Stance.ASSERTS,
    "exclude": None,
    "take": Stance.HOLDS,
    "distance": Stance.HOLDS,
    "dissociate": Stance.HOLDS,
    "disassociate": Stance.HOLDS,
    "laugh": Stance.ASSERTS,
}
_ASKED_OF: Final = word_set("about over")
# What is bought rather than bidden: "has ordered 24 mortars". "Ordered two arrests", "ordered troops to fire" are biddings.
_WARES: Final = word_set(
    "aircraft jet jets plane planes helicopter helicopters drone drones missile missiles rocket rockets shell shells mortar mortars howitzer"
    " howitzers"
    " gun guns rifle rifles tank tanks vehicle vehicles truck trucks bus buses car cars ship ships frigate frigates tug tugs ferry ferries boat boats"
    " submarine submarines corvette corvettes radar radars battery batteries system systems round rounds ammunition cartridge cartridges grenade"
    " grenades pistol pistols helmet helmets vest vests dose doses vaccine vaccines tonne tonnes ton tons barrel barrels copy copies engine engines"
    " turbine turbines train trains carriage carriages locomotive locomotives machine machines component components part parts spares equipment"
    " supplies steel grain wheat fuel worth units coffee tea beer wine pizza lunch dinner"
)
_QUANTITIES: Final = NUMBERS | word_set("more another additional further new up at least some several many extra spare about around over")
_BIDDEN: Final = re.compile(r"(?:tions?|sions?|ments?|ings?|als?|ures?)$")
_BIDDEN_WORDS: Final = word_set(
    "halt inquiry inquiries review reviews probe probes strike strikes raid raids curfew lockdown recall ban search searches arrest arrests release"
    " report reports audit audits ceasefire attack attacks cut cuts test tests check checks return stop purge blockade pause days day hours"
    " months years"
)


@dataclass(frozen=True, slots=True)
class Act:
    """What a word of speech is where its object is no claim; without stance it is no attitude."""

    stance: Stance | None = None


def acted_on(match: Match, inside: Sequence[str], before: Sequence[str] = ()) -> Act | None:
    """An act, where the object is no claim: "denied them visas", "dismissed the coach", "withdrew its troops", "ordered 24 mortars".

    Args:
        inside: the content's words in lower case.
        before: the cue's words before the match.
    """
    verb, near = match.entry.words[0], inside[:9]
    if len(match.entry.words) == 1 and verb in ("order", "request") and _is_bought(inside):
        return Act()
    if match.entry.stance is not Stance.DENIES or not near or near[0] in ("that", "having"):
        return None
    if verb == "deny" and len(match.entry.words) == 1:
        a_clause = near[0].endswith("ing") or _FINITE.intersection(inside[:14])
        if a_clause or CLAIMS.intersection(near):
            return None
        if _PLEAS.intersection(near[:4]):
            return Act(Stance.DECLINES)
        if match.start > 0 and _BEEN.intersection(before) and near[0] in _A_THING and not _TIES.intersection(near):
            return Act()  # "were denied a penalty"
        return Act() if _KEPT_FROM.intersection(near) else None
    if verb in ("dispute", "contest") and _DISPUTED.intersection(near[:5]) and not CLAIMS.intersection(near):
        return Act(Stance.HOLDS)
    if verb == "dismiss" and _is_of_taste(inside):
        return Act(Stance.HOLDS)
    if verb == "dismiss" and not (CLAIMS | OFFERS | {"as"}).intersection(inside[:14]):
        object_ends = next((i for i, w in enumerate(near) if w in _LEADING), len(near))
        short = len(near) <= 4 or object_ends < len(near)
        return Act() if any(w in _PERSONS or (short and _is_person(w.removesuffix("s"))) for w in near[:object_ends]) else None
    if verb in ("reject", "withdraw", "repudiate", "disown") and not (CLAIMS | OFFERS).intersection(near):
        return Act() if _GOODS.intersection(near) or (near[0][0].isdigit() and _are_things(near[1:])) else None
    if verb == "explode" or verb == "demolish":
        return None if {"myth", "myths", *NAMED_CLAIMS}.intersection(near) else Act()
    if verb in _OTHERWISE and (verb != "take" or "issue" in match.entry.words) and not NAMED_CLAIMS.intersection(inside[:8]):
        return None if verb == "exclude" and not _PERSONS.intersection(near[:4]) else Act(_OTHERWISE[verb])
    return None


def _is_of_taste(inside: Sequence[str]) -> bool:
    """Whether something that is no claim is thought little of: "dismissed {his singing as dull}"."""
    at = next((i for i, w in enumerate(inside[:12]) if w == "as"), None)
    return at is not None and not CLAIMS.intersection(inside[:at]) and not _TASTE.isdisjoint(w.strip("\"'“”‘’") for w in inside[at + 1 : at + 5])


def _is_bought(inside: Sequence[str]) -> bool:
    """Whether goods are ordered: a number or quantity of wares, and nobody is told "to" do anything."""
    near = [w for w in inside[:8] if w != "-"]
    if not near or "to" in inside[:14]:
        return False
    if (near[0][0].isdigit() or near[0] in NUMBERS) and _are_things(near[1:5]):
        return True
    at = next((i for i, w in enumerate(near) if w in _WARES), None)
    if at is None or any(w in _BIDDEN_WORDS or (_BIDDEN.search(w) and len(w) > 5) for w in near[:at]):
        return False
    starts = near[0] in _QUANTITIES or near[0].isdigit() or near[0] in ("a", "an", "the", "its", "their", "his", "her")
    after = near[at + 1 : at + 2]
    return (starts or at <= 1) and not (after and after[0] in ("out", "into", "back", "away", "off", "home", "grounded", "seized", *_BIDDEN_WORDS))


def _are_things(near: Sequence[str]) -> bool:
    """Whether the first plural after a number is of things: no persons, nothing that is done."""
    noun = next((w for w in near if w.endswith("s") and len(w) > 3 and not w.endswith("ss")), "")
    return bool(noun) and not (noun in _BIDDEN_WORDS or noun.endswith("strikes") or _BIDDEN.search(noun) or _is_person(noun.removesuffix("s")))


def _is_person(noun: str) -> bool:
    """Whether a noun is by its form, or its place in the list, somebody who does something: "cellarer", "inspector"."""
    return noun in _PERSONS or (bool(_DOER.search(noun)) and noun not in _NO_DOER) or noun in ("witness", "witnesse", "familie", "troop")


def rejected(inside: Sequence[str], stance: Stance | None) -> Stance:
    """ "rejected the report" denies, "rejected the offer" declines, "rejects violence" holds."""
    near = inside[:9]
    if _PRINCIPLES.intersection(near[:2]):
        return Stance.HOLDS
    if "as" in inside and FALSE.search(" ".join(inside)):
        return Stance.DENIES
    claim = next((i for i, w in enumerate(near) if w in CLAIMS), None)
    offer = next((i for i, w in enumerate(near) if w in OFFERS), None)
    if offer is not None and (claim is None or offer < claim or near[claim] in ("that", "this", "it", "them")):
        return Stance.DECLINES
    return Stance.DENIES if stance is Stance.DENIES else Stance.DECLINES


def is_asked(inside: Sequence[str]) -> bool:
    """Whether a person is questioned about something, rather than something questioned: "the pilot about the flight"."""
    at = next((i for i, w in enumerate(inside[:5]) if w in _ASKED_OF), 0)
    return at > 0 and not any(w in NAMED_CLAIMS or w.endswith("'s") for w in inside[:at])
