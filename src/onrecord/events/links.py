"""Which statement asserts, denies, declines or doubts which deed, by which words.

Specific: the deed is told in the statement's content. Anaphoric: the content, or nothing, stands for what was told before ("denied the
report", "declined to comment"). Blanket: the content denies the kind ("has never shipped any weapons"), and answers each deed of that kind
and those parties. A denial of a number, a price or a date is none of the deed.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.events.cases import RELATIONS, Case, Telling
from onrecord.record import Actor, Attribution, Stance, Statement
from onrecord.text import Document, Span

_SIZE: Final = re.compile(
    r"\b(?:figures?|numbers?|sums?|prices?|costs?|totals?|amounts?|size|quantit(?:y|ies)|value|terms|details|dates?|timing|timetable|schedule|count|tally|estimate"
    r"|how (?:many|much)|when|bill|volume|scale|exaggerated|inflated|too high|too low|as many|that many)\b",
    re.IGNORECASE,
)
# Content that points back: "it", "that", "the report", "any such deal", "reports of a sale".
_ANAPHOR: Final = re.compile(
    r"[“\"‘']?(?:(?:it|this|that|these|those|them|all of it|any of it|both|so|everything)"
    r"(?:$|[\s,.”\"’]*$|\s(?:was|is|were|had|would|account|report|claim|charge|"
    r"allegation|story|version|accusation|suggestion|assertion)\b)"
    r"|(?:the|any|such|these|those|all|both|her|his|their|its|press|media|what|every|a)?\s?(?:\w+\s){0,2}?(?:reports?|allegations?|accusations?|claims?|charges?|accounts?"
    r"|assertions?|suggestions?|rumou?rs?|story|stories|statements?|version|speculation|testimony|findings?|idea|notion|matter|tale|whispers?|talk)\b"
    r"|(?:any |such |no )+(?:such )?(?:\w+\s)?(?:deals?|sales?|shipments?|transfers?|deliver(?:y|ies)|contracts?|orders?"
    r"|purchases?|suppl(?:y|ies)|consignments?|handovers?"
    r"|agreements?|arrangements?|offers?|requests?|flights?|cargo(?:es)?|exports?|thing|part|role|involvement|link|hand|knowledge))",
    re.IGNORECASE,
)
_SWEEPING: Final = re.compile(
    r"\b(?:any|ever|never|no|not (?:a|one)|nothing|none|nobody|neither|whatever|at all|does not|do not|would never)\b", re.IGNORECASE
)
_REACH: Final = 700  # characters back to what a statement answers
_NEXT: Final = 250
_SHORT: Final = re.compile(r"[“\"‘']?(?:the|that|this|any|any such|all|every|a)\s(?:[\w-]+\s?){1,3}[.,”\"’']*", re.IGNORECASE)
_LIMIT: Final = 200  # cases that one statement is held against


@dataclass(frozen=True, slots=True)
class Link:
    """A statement and a case, before either has its place in the record."""

    statement: str
    case: Case
    relation: str
    basis: str
    about: tuple[Span, ...]
    confidence: float


def links_of(
    document: Document, statements: Sequence[Statement], attributions: Sequence[Attribution], cases: Sequence[Case], actors: Sequence[Actor]
) -> tuple[tuple[Case, ...], tuple[Link, ...]]:
    """The cases that stand, and the links; a denial that answers another case is a link to it and no case of its own."""
    countries = {actor.id: actor.country for actor in actors}
    speakers = {one.statement: one.actors for one in attributions}
    found: dict[tuple[str, int], Link] = {}
    gone: set[int] = set()

    def add(link: Link) -> None:
        found.setdefault((link.statement, id(link.case)), link)

    spoken = {telling.statement.id for case in cases for telling in case.tellings if telling.statement}
    for case in cases:
        if all(telling.negated for telling in case.tellings):
            answered = [(telling, target) for telling in case.tellings for target in _answered(telling, cases, countries)]
            if not answered and all(_is_thin(telling) for telling in case.tellings):
                answered = [(telling, target) for telling in case.tellings for target in _just_before(telling, cases)]
            for telling, target in answered:
                if (link := _link(document, telling, target)) is not None:
                    add(link)
            if answered:
                gone.add(id(case))
                continue
        for telling in case.tellings:
            if (link := _link(document, telling, case)) is not None:
                add(link)
    standing = tuple(case for case in cases if id(case) not in gone)
    for statement in statements:
        if statement.part == "body" and statement.id not in spoken:
            for link in _anaphoric(document, statement, standing, speakers, countries):
                add(link)
    order = {statement.id: number for number, statement in enumerate(statements)}
    place = {id(case): number for number, case in enumerate(standing)}
    links = [link for link in found.values() if id(link.case) in place]
    return standing, tuple(sorted(links, key=lambda link: (order[link.statement], place[id(link.case)])))


def _link(document: Document, telling: Telling, case: Case) -> Link | None:
    """The link of a statement to a deed that its content tells."""
    statement, relation = telling.statement, telling.relation
    if statement is None or relation is None or statement.part == "headline":
        return None
    words = " ".join(document[span] for span in statement.content.spans) if statement.content else ""
    own = telling.draft.status.value == "denied"
    if relation == "asserts" and own:
        relation = "denies"
    if relation == "denies" and _is_of_size(words, telling):
        return None
    sweeping = relation == "denies" and _is_sweeping(telling)
    confidence = round(statement.confidence * telling.draft.chance, 3)
    return Link(statement.id, case, relation, "blanket" if sweeping else "specific", (telling.trigger,), confidence)


def _is_of_size(words: str, telling: Telling) -> bool:
    """Whether a denial is of a number, a price or a date: such a word opens its content."""
    opening = words[:40]
    return bool(_SIZE.search(opening)) and telling.draft.status.value != "denied"


def _is_sweeping(telling: Telling) -> bool:
    """Whether the clause denies a kind of deed: "any", "ever", "never" in it, and no number of pieces or type."""
    tree, core = telling.draft.tree, telling.draft.trigger.core
    below = {word for one in core for word in tree.below(one)}
    words = " ".join(tree.lows[word] for word in sorted(below))
    typed = any(arms.designation for arms in telling.draft.items)
    return bool(_SWEEPING.search(words)) and not typed


def _answered(telling: Telling, cases: Sequence[Case], countries: dict[str, str | None]) -> Iterator[Case]:
    """The cases that a denial answers: not denials, of its kind, whose parties it names as far as it names any."""
    for case in cases[:_LIMIT]:
        if all(one.negated for one in case.tellings) or case.is_arms != telling.is_arms:
            continue
        if any(one.background >= 0.5 for one in case.tellings if not one.negated):
            continue
        roles = ("suppliers", "takers") if telling.is_arms else ("initiators", "recipients")
        if not telling.is_arms and telling.draft.type != case.first.draft.type:
            continue
        shared = 0
        for role in roles:
            mine, theirs = getattr(telling, role), case.all_of(role)
            if mine and theirs:
                if not _meet(mine, theirs, countries):
                    break
                shared += 1
        else:
            if (shared == 2 or (shared == 1 and telling.is_arms)) and not _other_goods(telling, case):
                yield case


def _is_thin(telling: Telling) -> bool:
    """Whether a denial hardly says what it denies: at most one party, and no arms of a kind ("denied having sold anything")."""
    roles = ("suppliers", "takers") if telling.is_arms else ("initiators", "recipients")
    named = any(arms.designation or arms.category not in ("unspecified", "other") for arms in telling.draft.items)
    return not named and sum(bool(getattr(telling, role)) for role in roles) < 2


def _just_before(telling: Telling, cases: Sequence[Case]) -> list[Case]:
    """The deed told last before a denial, which is then what it denies; a supply of arms where it speaks of arms."""
    told = [case for case in _told_before(cases, telling.trigger.start) if telling.trigger.start - _last_before(case, telling.trigger.start) < _REACH]
    arms = [case for case in told if case.is_arms] if telling.is_arms else told
    return arms[-1:] or told[-1:]


def _meet(mine: Iterable[str], theirs: Iterable[str], countries: dict[str, str | None]) -> bool:
    """Whether two lists of parties share one, or a state on one side and one of its own on the other."""
    a, b = set(mine), set(theirs)
    if a & b:
        return True
    return any(
        countries.get(x) is not None and countries.get(x) == countries.get(y) and (x == countries[x] or y == countries[y]) for x in a for y in b
    )


def _other_goods(telling: Telling, case: Case) -> bool:
    """Whether a denial names other arms than the case."""
    mine = {arms.category for arms in telling.draft.items} - {"unspecified", "other"}
    theirs = {arms.category for one in case.tellings for arms in one.draft.items} - {"unspecified", "other"}
    return bool(mine and theirs and not mine & theirs)


def _anaphoric(
    document: Document,
    statement: Statement,
    cases: Sequence[Case],
    speakers: Mapping[str, tuple[str, ...]],
    countries: Mapping[str, str | None],
) -> Iterator[Link]:
    """The deed that a statement speaks of without telling it again: one whose words its content has, else the last one told before it.

    A denial of which the content is a clause of its own, about something else, is linked to nothing.
    """
    relation = RELATIONS.get(statement.stance) if statement.stance else None
    if relation is None or (relation == "asserts" and statement.stance is not Stance.CONFIRMS):
        return
    words = " ".join(document[span] for span in statement.content.spans) if statement.content else ""
    if words and _SIZE.search(words[:40]) and not _ANAPHOR.match(words):
        return
    at = min(span.start for span in (*statement.cue.spans, *(statement.content.spans if statement.content else ())))
    told = _told_before(cases, at)
    echoed = [(case, shared) for case in told if (shared := _echo(document, case, words))]
    pointing = not words or _ANAPHOR.match(words) is not None or _SHORT.fullmatch(words) is not None
    own = {countries.get(key) or key for key in speakers.get(statement.id, ())}
    if echoed:
        most = max(shared for _, shared in echoed)
        target = [case for case, shared in echoed if shared == most][-1]
    elif pointing:
        concerned = [case for case in told if own & _parties(case, countries)]
        reach = _REACH if concerned or words else _NEXT  # who declines to comment on what is not their affair, speaks of what was just told
        near = [case for case in (concerned or told) if at - _last_before(case, at) < reach]
        if not near:
            return
        target = near[-1]
    else:
        return
    if own and own <= _asserting(target, speakers, countries) and relation != "asserts":
        return  # nobody answers themselves
    about = statement.content.spans if statement.content else statement.cue.spans
    sweeping = relation == "denies" and bool(_SWEEPING.search(words)) and not _ANAPHOR.match(words)
    yield Link(
        statement.id, target, relation, "blanket" if sweeping else "anaphoric", about, round(statement.confidence * (0.6 if echoed else 0.5), 3)
    )


def _told_before(cases: Sequence[Case], at: int) -> list[Case]:
    """The deeds that are told before a place, in order of their last telling there: those of the page's news, and background only where it
    was told just before."""
    told = []
    for case in cases[:_LIMIT]:
        if not all(telling.negated for telling in case.tellings):
            last = _last_before(case, at)
            if last >= 0 and (case.first.background < 0.5 or at - last < _NEXT):
                told.append((last, case))
    return [case for _, case in sorted(told, key=lambda one: one[0])]


def _last_before(case: Case, at: int) -> int:
    return max((telling.trigger.start for telling in case.tellings if telling.trigger.start < at and not telling.headline), default=-1)


def _echo(document: Document, case: Case, words: str) -> int:
    """How many words of a deed, its trigger and its arms, stand in some words."""
    if not words:
        return 0
    low = {_stem(word) for word in re.findall(r"[^\W_]{4,}", words.lower())}
    own: set[str] = set()
    for telling in case.tellings:
        own |= {_stem(word) for word in re.findall(r"[^\W_]{4,}", document[telling.trigger].lower())}
        own |= {_stem(telling.draft.tree.lows[arms.last]) for arms in telling.draft.items}
    return len(low & own - _EVERYDAY)


def _stem(word: str) -> str:
    """Enough of a word to know it again: "deliver" of "deliveries" and "delivered"."""
    return re.sub(r"(?:ies|ied|ing|ers?|ed|es|s|y|al|ment)$", "", word)[:7]


_EVERYDAY: Final = frozenset(("have", "been", "were", "would", "will", "with", "that", "hav", "thi"))


def _parties(case: Case, countries: Mapping[str, str | None]) -> set[str]:
    keys = {key for role in ("suppliers", "takers", "initiators", "recipients") for key in case.all_of(role)}
    return {countries.get(key) or key for key in keys}


def _asserting(case: Case, speakers: Mapping[str, tuple[str, ...]], countries: Mapping[str, str | None]) -> set[str]:
    """Who asserts a deed, by country or name, where all its tellings are statements."""
    said = [telling.statement for telling in case.tellings if telling.relation == "asserts"]
    return {key for statement in said if statement for key in speakers.get(statement.id, ()) for key in [countries.get(key) or key]}
