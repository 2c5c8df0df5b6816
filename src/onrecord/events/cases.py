"""Deeds told in several places of a page → cases: one for each deed, with who is meant, when, where, and how certain at its most committed.

A case never joins an actor, an act and a place from unrelated parts of a page: parties, time and place come from the clause of a trigger,
and two triggers are one case only where what both tell is compatible, and something that both tell is the same.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from onrecord.events.amounts import counts_in
from onrecord.events.certainty import is_only_thought_of
from onrecord.events.deeds import Draft, Party
from onrecord.events.sides import Page, choose, packaged, page_of, weigh_sides
from onrecord.events.slots import lemma_of, points_back
from onrecord.events.times import place_of, time_of
from onrecord.events.words import doer_of
from onrecord.grounding.actors.doers import Covering, actors_at
from onrecord.lexicon import read_table, word_set
from onrecord.record import Actor, Article, Attribution, Deed, Place, Stance, Statement, Status, Time
from onrecord.text import Document, Span

MOST: Final = 400  # cases of a page: a list of five hundred deliveries is a table
_OLD, _RECENT = 3.0, 1.2  # years before the page
_APART: Final = 0.5  # between two chances of being background
_BACK: Final = 60  # cases that a deed is held against
_FIRM: Final = ("occurred", "ongoing", "cancelled", "planned", "expected", "possible", "hypothetical", "denied")
_STEPS: Final = {
    "occurred": "done",
    "ongoing": "done",
    "planned": "agreed",
    "expected": "ahead",
    "possible": "ahead",
    "hypothetical": "ahead",
    "cancelled": "off",
}
_OFFICIAL: Final = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "BUS", "PTY"))
RELATIONS: Final = {
    Stance.ASSERTS: "asserts", Stance.EXPECTS: "asserts", Stance.CONFIRMS: "asserts", Stance.PROMISES: "asserts", Stance.THREATENS: "asserts",
    Stance.DENIES: "denies", Stance.DECLINES: "declines", Stance.DOUBTS: "doubts",
}  # fmt: skip


@dataclass(eq=False)
class Telling:
    """One place that tells of a deed: its draft, with who is meant there."""

    draft: Draft
    trigger: Span
    headline: bool
    statement: Statement | None  # the innermost in whose content it stands
    initiators: tuple[str, ...]
    recipients: tuple[str, ...]
    suppliers: tuple[str, ...]
    takers: tuple[str, ...]
    via: tuple[str, ...]
    time: str | None
    place: str | None
    background: float  # chance that it is told as background
    heard: tuple[tuple[str, float, float], ...] = ()  # actors with the chances that the clause gives them as supplier and as recipient
    far: tuple[tuple[str, float, float], ...] = ()  # the same by other sentences
    vague: tuple[tuple[float, float], ...] = ()  # the same chances of words of which nobody knows whom they mean
    chances: tuple[float, float] = (0.0, 0.0)  # that its supplier and its recipient are right
    clear: bool = True  # whether its own clause names its sides
    when: tuple[str, str] | None = None  # the days between which its time lies

    @property
    def relation(self) -> str | None:
        """What the statement that it stands in says of it; None in the page's own voice, or where nothing is said of it."""
        return RELATIONS.get(self.statement.stance) if self.statement and self.statement.stance else None

    @property
    def negated(self) -> bool:
        """Whether the place tells that it was not so."""
        return self.draft.status is Status.DENIED or self.relation == "denies"

    @cached_property
    def counts(self) -> frozenset[float]:
        """The numbers that stand before its arms."""
        return _counts_of(self)

    @property
    def is_arms(self) -> bool:
        return bool(self.suppliers or self.takers or self.draft.suppliers or self.draft.takers or self.draft.items) and self.draft.arms >= LEAST_ARMS


@dataclass(eq=False)
class Case:
    """A deed of a page, by all places that tell of it."""

    id: str
    tellings: list[Telling] = field(default_factory=list)

    @property
    def first(self) -> Telling:
        """The fullest telling that is no denial, else the fullest."""
        return max(self.tellings, key=lambda t: (not t.negated, not t.headline, _fullness(t), t.draft.chance))

    def all_of(self, role: str) -> tuple[str, ...]:
        """The actors of a role: of the fullest telling, else of the first that names any."""
        for telling in (self.first, *self.tellings):
            if found := getattr(telling, role):
                return tuple(found)
        return ()

    @property
    def is_arms(self) -> bool:
        """Whether it is a supply of arms."""
        return any(telling.is_arms for telling in self.tellings)


def _fullness(telling: Telling) -> float:
    """How much a place tells; a side that is hardly likely is hardly told."""
    named = sum(telling.chances) if telling.is_arms else bool(telling.initiators) + bool(telling.recipients)
    return named + bool(telling.draft.items) + bool(telling.time)


def cases_of(
    document: Document,
    article: Article,
    statements: Sequence[Statement],
    deeds: Sequence[Deed],
    actors: Sequence[Actor],
    times: Sequence[Time],
    places: Sequence[Place],
    attributions: Sequence[Attribution],
    day: str | None,
) -> tuple[Case, ...]:
    """The cases of a page, e1 first, in the order of their first telling in the body.

    Args:
        day: on which the page was published, ISO; None where it is not known.
    """
    tellings = tellings_of(document, article, deeds, actors, times, places, day)
    _settle_sides(article, tellings, actors, attributions, places)
    cases: list[Case] = []
    for telling in sorted(tellings, key=lambda one: (one.headline, one.negated, one.trigger)):
        home = next((case for case in reversed(cases[-_BACK:]) if _is_same(telling, case)), None)
        if home is not None:
            home.tellings.append(telling)
        elif not telling.headline and len(cases) < MOST:
            cases.append(Case("", [telling]))
    cases.sort(key=lambda case: min(one.trigger for one in case.tellings if not one.headline))
    for number, case in enumerate(cases, 1):
        case.id = f"e{number}"
        case.tellings.sort(key=lambda one: one.trigger)
    return tuple(cases)


def tellings_of(
    document: Document,
    article: Article,
    deeds: Sequence[Deed],
    actors: Sequence[Actor],
    times: Sequence[Time],
    places: Sequence[Place],
    day: str | None,
) -> list[Telling]:
    """Each place that tells of a deed, with who is meant by its words; of a supply of arms, who its clause makes supplier and recipient."""
    by_time = {time.id: time for time in times}
    at = actors_at(actors)
    by_id = {actor.id: actor for actor in actors}
    headline = article.headline
    tellings = []
    for deed in deeds:
        draft: Draft = deed.reading
        in_headline = headline is not None and headline.start <= deed.trigger.start < headline.end
        governing = draft.scene.governing(draft.trigger.head)
        resolved = {role: _resolved(document, draft, getattr(draft, role), at) for role in _ROLES}
        for role in ("suppliers", "takers"):
            resolved[role] = tuple(key for key in resolved[role] if _may_trade(by_id[key]))
            resolved[role] = tuple(dict.fromkeys(side_of(by_id[key], by_id, gives=role == "suppliers") for key in resolved[role]))
        heard, vague = _heard(document, draft, draft.sides, at, by_id)
        far, _ = _heard(document, draft, draft.far, at, by_id)
        tellings.append(
            Telling(
                draft,
                deed.trigger,
                in_headline,
                governing[0] if governing else None,
                resolved["initiators"],
                resolved["recipients"],
                resolved["suppliers"],
                resolved["takers"],
                resolved["via"],
                time=(key := time_of(draft, times)),
                place=place_of(draft, places),
                background=_background(draft, by_time.get(key or ""), day),
                heard=heard,
                far=far,
                when=_when(by_time.get(key or "")),
                vague=vague,
            )
        )
    return tellings


_ROLES: Final = ("initiators", "recipients", "suppliers", "takers", "via")


def _when(time: Time | None) -> tuple[str, str] | None:
    return (time.earliest, time.latest) if time is not None and time.earliest is not None and time.latest is not None else None


def _heard(
    document: Document, draft: Draft, words: Iterable[tuple[int, float, float]], at: Covering, actors: Mapping[str, Actor]
) -> tuple[tuple[tuple[str, float, float], ...], tuple[tuple[float, float], ...]]:
    """Who is meant by the words that may be a side, and the chances of those of which that is not known."""
    heard, vague = [], []
    for word, supplier, recipient in words:
        keys = [key for key in _resolved(document, draft, (Party(word, 0.0),), at) if _may_trade(actors[key])]
        for key in keys:
            giver, taker = (side_of(actors[key], actors, gives=gives) for gives in (True, False))
            heard += [(giver, supplier, recipient)] if giver == taker else [(giver, supplier, 0.0), (taker, 0.0, recipient)]
        if not keys:
            vague.append((supplier, recipient))
    return tuple(heard), tuple(vague)


def _settle_sides(
    article: Article, tellings: Sequence[Telling], actors: Sequence[Actor], attributions: Sequence[Attribution], places: Sequence[Place]
) -> None:
    """Give every telling of a supply the supplier and the recipient that are likely enough with the whole page in view."""
    supplies = [telling for telling in tellings if telling.draft.arms >= LEAST_ARMS]
    if not supplies:
        return
    page = page_of_sides(article, actors, attributions, places)
    whose = {key: _OWNER.split(page.actors[key].name, maxsplit=1)[0] for key in page.keys}
    for telling, sided in zip(supplies, weigh_sides(page, supplies, packaged()), strict=False):
        supplier, taker = (_for_itself(side, telling, role, page.actors) for role, side in enumerate(choose(sided, LEAST_SIDE, whose)))
        telling.chances = (supplier[1] if supplier else 0.0, taker[1] if taker else 0.0)
        telling.clear = all(side is None or side[0] in own for side, own in ((supplier, telling.suppliers), (taker, telling.takers)))
        telling.suppliers = _with_beside(telling.suppliers, supplier, taker)
        telling.takers = _with_beside(telling.takers, taker, supplier)


_OWNER: Final = re.compile(r"[’']s? ")  # "Ostania's government" is of Ostania, though nobody knows that state


def _for_itself(side: tuple[str, float] | None, telling: Telling, role: int, actors: Mapping[str, Actor]) -> tuple[str, float] | None:
    """Who was chosen; for a state, the company or the armed group of that state that the clause rather names: it stands for itself."""
    if side is None:
        return None
    said = {key: chances[role] for key, *chances in sorted(telling.heard, key=lambda one: one[1 + role])}  # the best of each
    own = [key for key, chance in said.items() if chance > said.get(side[0], 0.0) and chance >= LEAST_SIDE and actors[key].country == side[0]]
    return (max(own, key=lambda key: (said[key], key)), side[1]) if own else side


LEAST_ARMS: Final = 0.35  # as the threshold of arms in training.events weigh; the chance of a row weighs what is doubtful
LEAST_SIDE: Final = 0.2  # one that is less likely than not still makes a row, whose chance tells how sure it is


def page_of_sides(article: Article, actors: Sequence[Actor], attributions: Sequence[Attribution], places: Sequence[Place]) -> Page:
    """The page as the weighing of sides sees it."""
    by_id = {actor.id: actor for actor in actors}
    sides = {(actor.id, side_of(actor, by_id, gives=gives)) for actor in actors if _may_trade(actor) for gives in (True, False)}
    return page_of(article, [(key, side) for key, side in sorted(sides) if by_id[side].kind != "person"], by_id, attributions, places)


def _with_beside(known: tuple[str, ...], chosen: tuple[str, float] | None, other: tuple[str, float] | None) -> tuple[str, ...]:
    """Who was chosen, then those who stand beside it in its clause; never who was chosen for the other side."""
    if chosen is None:
        return ()
    beside = known if chosen[0] in known else ()
    return (chosen[0], *(key for key in beside if key != chosen[0] and (other is None or key != other[0])))


def _background(draft: Draft, time: Time | None, day: str | None) -> float:
    """The chance that a deed is background: what its words say, and how long before the page it was. One of the last weeks is news, one of
    three years ago is not."""
    if time is None or time.latest is None or day is None:
        return draft.background
    years = (
        int(day[:4]) - int(time.latest[:4]) + (int(day[5:7]) - int(time.latest[5:7])) / 12
        if len(day) >= 7
        else float(int(day[:4]) - int(time.latest[:4]))
    )
    if years >= _OLD:
        return max(draft.background, 0.5 + draft.background / 2)
    if years <= _RECENT:
        return min(draft.background, draft.background / 2)
    return draft.background


def _resolved(document: Document, draft: Draft, parties: Iterable[Party], at: Covering) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for party in parties:
        doer = doer_of(document, draft.scene, party)
        if doer is not None:
            found.update(dict.fromkeys(at.of(document.text, doer)))
    return tuple(found)


def _may_trade(actor: Actor) -> bool:
    """Whether an actor can be a side of a deal: not a bare adjective that is no state's ("Western"), not a pronoun's leftover, not "the same company"
    or "the air force" of which nobody knows whose."""
    if actor.kind is not None or actor.country is not None:
        return True
    words = actor.name.split()
    if len(words) == 1 and ((actor.name.islower() and len(actor.name) < 6) or actor.name in _NO_SIDE):
        return False
    return not (actor.name.islower() and words[-1] in _ANYBODY)


_ANYBODY: Final = word_set(
    "company firm maker dealer yard shipyard manufacturer producer supplier buyer seller customer government army navy military force forces "
    "ministry junta regime kingdom country state nation republic side capital neighbour neighbor ally authorities officials generals police"
)
_NO_SIDE: Final = frozenset(["Western", "Eastern", "Northern", "Southern", "European", "African", "Asian", "Arab", "Western-made", "Soviet-era"])


def side_of(actor: Actor, actors: Mapping[str, Actor], *, gives: bool) -> str:
    """Who stands on a side of a deal: the state for its army, its officials and its companies; an armed group, a military company and whoever is no
    state's for itself. Somebody of a state of whom it is not known what they are sells for it ("Sweden's Halvard Aero"), but may be fighting it."""
    owned = actor.kind != "state" and actor.country is not None and actor.country in actors
    if owned and (actor.sector in _OFFICIAL or (gives and actor.kind is None and actor.sector is None)):
        return str(actor.country)
    return actor.id


def _is_same(telling: Telling, case: Case) -> bool:
    """Whether a telling is of a case that was told before."""
    other = case.first
    if telling.is_arms != case.is_arms:
        return False
    if abs(telling.background - other.background) > _APART:
        return False  # news and history
    if telling.when and other.when and not telling.negated and (telling.when[1] < other.when[0] or other.when[1] < telling.when[0]):
        return False
    if telling.is_arms:
        return _same_supply(telling, case)
    if telling.draft.type != other.draft.type or _steps_differ(telling, other):
        return False
    return _shares(telling, case, ("initiators", "recipients"))


def _lemma(telling: Telling) -> str:
    return lemma_of(telling.draft.tree, telling.draft.trigger.head)


def answers(telling: Telling, case: Case) -> bool:
    """Whether a denial tells the deed of a case, which is then what it denies: nothing speaks against it, and both parties are the same, or one and
    the word."""
    if telling.is_arms != case.is_arms:
        return False
    if telling.when and case.first.when and (telling.when[1] < case.first.when[0] or case.first.when[1] < telling.when[0]):
        return False
    if telling.is_arms:
        return _is_supply_of(telling, case)
    return telling.draft.type == case.first.draft.type and _shares(telling, case, ("initiators", "recipients"))


def _shares(telling: Telling, case: Case, roles: tuple[str, str]) -> bool:
    """Whether both parties are shared, or one and the word that tells the deed, and none differs."""
    sides = [(set(getattr(telling, role)), set(case.all_of(role))) for role in roles]
    if any(a and b and not a & b for a, b in sides):
        return False
    shared = sum(bool(a & b) for a, b in sides)
    return shared == 2 or (shared == 1 and _lemma(telling) in {_lemma(one) for one in case.tellings})


def _same_supply(telling: Telling, case: Case) -> bool:
    """Whether a supply is the case's: it is no denial, which is linked and not joined, and of the same step."""
    return not telling.negated and not _steps_differ(telling, case.first) and _is_supply_of(telling, case)


def _is_supply_of(telling: Telling, case: Case) -> bool:
    """Whether no party, kind or number of arms speaks against a supply being the case's, and both parties or the arms speak for it."""
    sides = [(set(telling.suppliers), set(case.all_of("suppliers"))), (set(telling.takers), set(case.all_of("takers")))]
    if any(a and b and not a & b for a, b in sides):
        return False
    shared = sum(bool(a & b) for a, b in sides)
    mine, theirs = _categories(telling), {one for other in case.tellings for one in _categories(other)}
    if mine and theirs and not mine & theirs:
        return False
    types = _types(telling), {one for other in case.tellings for one in _types(other)}
    if types[0] and types[1] and not types[0] & types[1]:
        return False
    counts = telling.counts, {one for other in case.tellings for one in other.counts}
    if counts[0] and counts[1] and not counts[0] & counts[1]:
        return False
    alike = bool(mine & theirs) or bool(types[0] & types[1]) or bool(counts[0] & counts[1])
    if _points_back(telling):
        return shared >= 1 or (alike and not (telling.suppliers or telling.takers))
    thin = not mine and not types[0] and not counts[0]  # names no arms of a kind: "would offer Moscow a lifeline"
    return shared >= 1 and (alike or (thin and shared == 2)) and (shared == 2 or _lemma(telling) in {_lemma(one) for one in case.tellings})


def _points_back(telling: Telling) -> bool:
    """Whether a telling is a noun that takes up what was told: "the deal", "this shipment", "such a handover"."""
    tree, head = telling.draft.tree, telling.draft.trigger.head
    return tree.is_noun(head) and points_back(tree, head)


def _counts_of(telling: Telling) -> frozenset[float]:
    text = telling.draft.tree.text
    found: set[float] = set()
    for arms in telling.draft.items:
        start = telling.draft.tree.words[arms.first].start
        near = [amount for amount in counts_in(text, max(0, start - 30), start) if start - amount.end < 20]
        found.update(amount.value for amount in near[-1:])
    return frozenset(found)


def _types(telling: Telling) -> set[str]:
    """Designations of the items: another type is another deal."""
    return {arms.designation for arms in telling.draft.items if arms.designation}


def _categories(telling: Telling) -> set[str]:
    return {arms.category for arms in telling.draft.items} - {"unspecified", "other"}


def _steps_differ(one: Telling, other: Telling) -> bool:
    return _STEPS.get(one.draft.status) != _STEPS.get(other.draft.status)


def status_of(case: Case) -> Status:
    """What the page at its most committed says: denied only where nobody in it asserts the deed."""
    told = [telling for telling in case.tellings if not telling.negated and not telling.headline] or [t for t in case.tellings if not t.negated]
    if not told:
        return Status.DENIED
    statuses = [_of_telling(telling) for telling in told]
    return Status(min(statuses, key=lambda status: _FIRM.index(status)))


def _of_telling(telling: Telling) -> str:
    """The status of a place, with what the statement around it adds: who declines to speak of a deed, doubts it or asks for it, asserts nothing."""
    status = telling.draft.status
    stance = telling.statement.stance if telling.statement else None
    if telling.relation in ("declines", "doubts") and status in (Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.EXPECTED):
        return Status.POSSIBLE
    if status in (Status.OCCURRED, Status.ONGOING) and is_only_thought_of(telling.draft.tree, telling.draft.trigger.head):
        return Status.POSSIBLE
    if stance is Stance.EXPECTS and status in (Status.OCCURRED, Status.PLANNED):
        return Status.EXPECTED if telling.draft.tree.tags[telling.draft.trigger.core[-1]] in ("VB", "NN", "NNS") else status
    if stance in (Stance.URGES, Stance.ASKS, Stance.HOLDS) and status in (Status.OCCURRED, Status.EXPECTED):
        past = telling.draft.tree.tags[telling.draft.trigger.head] in ("VBD", "VBN", "VBZ") and stance is not Stance.ASKS
        return status if past else Status.POSSIBLE
    return status


def is_narrated(case: Case) -> bool:
    """Whether the page says it in its own voice, outside its headline."""
    return any(telling.statement is None and not telling.negated and not telling.headline for telling in case.tellings)


def type_of(case: Case, status: Status) -> str:
    """The type that the model gives, as the codebook's rules turn it by status."""
    first = case.first
    arms = case.is_arms
    return _rules().get((first.draft.type, status.value, arms), first.draft.type)


@cache
def _rules() -> dict[tuple[str, str, bool], str]:
    found = {}
    for kind, status, arms, becomes, _ in read_table("events/codebook.tsv").rows:
        for is_arms in (True, False):
            if arms in ("", "yes" if is_arms else "no"):
                found[kind, status, is_arms] = becomes
    return found
