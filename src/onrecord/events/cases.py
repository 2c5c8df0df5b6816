"""Deeds told in several places of a page → cases: one for each deed, with who is meant, when, where, and how certain at its most committed.

A case never joins an actor, an act and a place from unrelated parts of a page: parties, time and place come from the clause of a trigger,
and two triggers are one case only where what both tell is compatible, and something that both tell is the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Final

from onrecord.events.amounts import counts_in
from onrecord.events.deeds import Draft, Party
from onrecord.events.slots import lemma_of
from onrecord.events.times import place_of, time_of
from onrecord.events.words import doer_of
from onrecord.grounding.actors.doers import Covering, actors_at
from onrecord.lexicon import read_table, word_set
from onrecord.record import Actor, Article, Deed, Place, Stance, Statement, Status, Time
from onrecord.text import Document, Span

MOST: Final = 400  # cases of a page: a list of five hundred deliveries is a table
_OLD, _RECENT = 3.0, 1.2  # years before the page
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
        return bool(self.draft.suppliers or self.draft.takers or self.draft.items) and self.draft.arms >= 0.5


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


def _fullness(telling: Telling) -> int:
    named = (telling.suppliers, telling.takers) if telling.is_arms else (telling.initiators, telling.recipients)
    return sum(map(bool, named)) + bool(telling.draft.items) + bool(telling.time)


def cases_of(
    document: Document,
    article: Article,
    statements: Sequence[Statement],
    deeds: Sequence[Deed],
    actors: Sequence[Actor],
    times: Sequence[Time],
    places: Sequence[Place],
    day: str | None,
) -> tuple[Case, ...]:
    """The cases of a page, e1 first, in the order of their first telling in the body.

    Args:
        day: on which the page was published, ISO; None where it is not known.
    """
    by_time = {time.id: time for time in times}
    at = actors_at(actors)
    by_id = {actor.id: actor for actor in actors}
    headline = article.headline
    tellings = []
    for deed in deeds:
        draft: Draft = deed.reading
        in_headline = headline is not None and headline.start <= deed.trigger.start < headline.end
        governing = draft.scene.governing(draft.trigger.head)
        resolved = {role: _resolved(document, draft, getattr(draft, role), at) for role in ("initiators", "recipients", "suppliers", "takers", "via")}
        for role in ("suppliers", "takers"):
            resolved[role] = tuple(key for key in resolved[role] if _may_trade(by_id[key]))
            resolved[role] = tuple(dict.fromkeys(side_of(by_id[key], by_id) for key in resolved[role]))
        if set(resolved["suppliers"]) & set(resolved["takers"]):
            resolved["takers"] = tuple(key for key in resolved["takers"] if key not in resolved["suppliers"])
        tellings.append(
            Telling(
                draft,
                deed.trigger,
                in_headline,
                governing[0] if governing else None,
                **resolved,
                time=(key := time_of(draft, times)),
                place=place_of(draft, places),
                background=_background(draft, by_time.get(key or ""), day),
            )
        )
    _carry_over(tellings, by_id)
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


# What takes up a state or its forces that were told before, without a name of its own.
_TAKES_UP: Final = word_set(
    "it its they them their itself kingdom country state nation republic emirate island islands government army navy military "
    "ministry forces generals junta strip north south regiment brigade battalion police force capital ally neighbour neighbor "
    "buyer customer"
)
_CARRY: Final = 400  # characters back to the deal whose party a pronoun may take up


def _carry_over(tellings: Sequence[Telling], actors: Mapping[str, Actor]) -> None:
    """Give a side that is a pronoun or "the kingdom", of which nobody knows whose, to who was on that side of the deal told just before."""
    for number, telling in enumerate(tellings):
        if not telling.is_arms or telling.headline:
            continue
        before = next((one for one in reversed(tellings[:number]) if one.is_arms and not one.headline), None)
        if before is None or telling.trigger.start - before.trigger.end > _CARRY:
            continue
        for role, other in (("suppliers", "takers"), ("takers", "suppliers")):
            parties, known = getattr(telling.draft, role), getattr(telling, role)
            vague = parties and all(telling.draft.tree.lows[party.word] in _TAKES_UP for party in parties)
            if vague and all(actors[key].country is None for key in known):
                taken = tuple(key for key in getattr(before, role) if key not in getattr(telling, other))
                setattr(telling, role, taken or known)


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
    """Whether an actor can be a side of a deal: not a bare adjective that is no state's ("Western"), not a pronoun's leftover."""
    return not (
        actor.kind is None
        and actor.country is None
        and len(actor.name.split()) == 1
        and ((actor.name.islower() and len(actor.name) < 6) or actor.name in _NO_SIDE)
    )


_NO_SIDE: Final = frozenset(["Western", "Eastern", "Northern", "Southern", "European", "African", "Asian", "Arab", "Western-made", "Soviet-era"])


def side_of(actor: Actor, actors: Mapping[str, Actor]) -> str:
    """Who stands on a side of a deal: the state for its army and officials; a company, an armed group and whoever is no state's for itself."""
    if actor.kind != "state" and actor.country is not None and actor.country in actors and actor.sector in _OFFICIAL - {"BUS"}:
        return actor.country
    return actor.id


def _is_same(telling: Telling, case: Case) -> bool:
    """Whether a telling is of a case that was told before."""
    other = case.first
    if telling.is_arms != case.is_arms:
        return False
    if (telling.background >= 0.5) != (other.background >= 0.5):
        return False
    if telling.time and other.time and telling.time != other.time and not telling.negated:
        return False
    if telling.is_arms:
        return _same_supply(telling, case)
    if telling.draft.type != other.draft.type or _steps_differ(telling, other):
        return False
    lemma, known = _lemma(telling), {_lemma(one) for one in case.tellings}
    sides = [(set(telling.initiators), set(case.all_of("initiators"))), (set(telling.recipients), set(case.all_of("recipients")))]
    if any(a and b and not a & b for a, b in sides):
        return False
    shared = sum(bool(a & b) for a, b in sides)
    return shared == 2 or (shared == 1 and lemma in known)


def _lemma(telling: Telling) -> str:
    return lemma_of(telling.draft.tree, telling.draft.trigger.head)


def _same_supply(telling: Telling, case: Case) -> bool:
    """Whether a supply is the case's: no party, step, kind or number of arms speaks against it, and both parties or the arms speak for it."""
    if telling.negated or _steps_differ(telling, case.first):
        return False  # a denial is linked, not joined
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
    return shared >= 1 and alike and (shared == 2 or _lemma(telling) in {_lemma(one) for one in case.tellings})


def _points_back(telling: Telling) -> bool:
    """Whether a telling is a noun that takes up what was told: "the deal", "this shipment", "such a handover"."""
    tree, head = telling.draft.tree, telling.draft.trigger.head
    return tree.is_noun(head) and any(
        tree.lows[child] in ("the", "this", "that", "such", "these", "those") for child in tree.children(head, "det", "predet", "mod")
    )


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
    """The status of a place, with what the statement around it adds."""
    status = telling.draft.status
    stance = telling.statement.stance if telling.statement else None
    if stance is Stance.EXPECTS and status in (Status.OCCURRED, Status.PLANNED):
        return Status.EXPECTED if telling.draft.tree.tags[telling.draft.trigger.core[-1]] in ("VB", "NN", "NNS") else status
    if stance in (Stance.URGES, Stance.ASKS, Stance.HOLDS) and status in (Status.OCCURRED, Status.EXPECTED):
        past = telling.draft.tree.tags[telling.draft.trigger.head] in ("VBD", "VBN", "VBZ")
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
