"""What an object makes of a cue: claims are denied, offers declined, persons and things acted on, goods ordered."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.record import Stance
from onrecord.statements.cues import Match
from onrecord.statements.tokens import NUMBERS, word_set
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
_GOODS: Final = word_set(
    "ballot ballots bond bonds crate crates debt debts kidney organ platoon troops soldiers battalion envoy ambassador cash money"
)
_LEADING: Final = word_set("of from by about over that after for")
_FINITE: Final = word_set("is are was were had has have would will")
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
_QUANTITIES: Final = NUMBERS | word_set("more another additional further new up at least some several many extra spare second-hand about around over")
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


def acted_on(match: Match, inside: Sequence[str]) -> Act | None:
    """An act, where the object is no claim: "denied them visas", "dismissed the coach", "withdrew its troops", "ordered 24 mortars".

    Args:
        inside: the content's words in lower case.
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
        return Act() if _KEPT_FROM.intersection(near) else None
    if verb == "dismiss" and not (CLAIMS | OFFERS | {"as"}).intersection(inside[:14]):
        object_ends = next((i for i, w in enumerate(near) if w in _LEADING), len(near))
        return Act() if _PERSONS.intersection(near[:object_ends]) else None
    if verb in ("reject", "withdraw", "repudiate", "disown") and not (CLAIMS | OFFERS).intersection(near):
        return Act() if _GOODS.intersection(near) else None
    if verb == "explode" or verb == "demolish":
        return None if {"myth", "myths", *NAMED_CLAIMS}.intersection(near) else Act()
    if verb in _OTHERWISE and (verb != "take" or "issue" in match.entry.words) and not NAMED_CLAIMS.intersection(inside[:8]):
        return None if verb == "exclude" and not _PERSONS.intersection(near[:4]) else Act(_OTHERWISE[verb])
    return None


def _is_bought(inside: Sequence[str]) -> bool:
    """Whether goods are ordered: a number or quantity of wares, and nobody is told "to" do anything."""
    near = [w for w in inside[:8] if w != "-"]
    if not near or "to" in inside[:14]:
        return False
    at = next((i for i, w in enumerate(near) if w in _WARES), None)
    if at is None or any(w in _BIDDEN_WORDS or (_BIDDEN.search(w) and len(w) > 5) for w in near[:at]):
        return False
    starts = near[0] in _QUANTITIES or near[0].isdigit() or near[0] in ("a", "an", "the", "its", "their", "his", "her")
    after = near[at + 1 : at + 2]
    return (starts or at <= 1) and not (after and after[0] in ("out", "into", "back", "away", "off", "home", "grounded", "seized", *_BIDDEN_WORDS))


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
