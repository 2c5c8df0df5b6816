"""Statement and deed, weighed: does the one speak of the other, and does it deny it?

Every statement of a body is held against the deeds of its page: by what its content tells, which words of the deed it takes up, who speaks and
who does, what was told just before, by stance and negation. Boosted trees, taught on the train pages of our own corpus by what was read of them
out of fold (training.events links).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from onrecord.events.cases import RELATIONS, Case, Telling, is_narrated, status_of
from onrecord.events.judging import forests as shipped
from onrecord.events.slots import lemma_of
from onrecord.forest import Forest
from onrecord.record import Actor, Attribution, Kind, PloverRoot, Stance, Statement, Status
from onrecord.text import Document

FILES: Final = {"speaks": "speaks.npz", "denies": "denies.npz"}
MOST: Final = 40  # deeds that one statement is held against: those told nearest
MOST_STATEMENTS: Final = 400  # of a page
_FAR: Final = 5000.0
_STANCES: Final = (None, *Stance)
_STATUSES: Final = tuple(Status)
_KINDS: Final = tuple(Kind)
_ROOTS: Final = PloverRoot.__args__  # type: ignore[attr-defined]
_SECTORS: Final = ("GOV", "MIL", "BUS", "REB", "UAF", "SPY", "LEG", "PTY", "EDU", "JRN", "OPP")
_NO: Final = re.compile(r"\b(?:not|never|no|none|nothing|nobody|neither|nor|without|cannot)\b|n[’']t\b", re.IGNORECASE)
_HARD_NO: Final = re.compile(
    r"\b(?:false|untrue|fiction|invent(?:ed|ion)|fabricat\w+|lies?|baseless|groundless|nonsense|fake|wrong|absurd|fantasy|slander|myth|imagin\w+"
    r"|denie[sd]|deny|denials?|reject\w*|refut\w+|dismiss\w*|incorrect|unfounded|hoax|made up|rubbish|propaganda)\b",
    re.IGNORECASE,
)
SIZE: Final = re.compile(
    r"\b(?:figures?|numbers?|sums?|prices?|costs?|totals?|amounts?|size|quantit(?:y|ies)|value|terms|details|dates?|timing|timetable|schedule|count|tally|estimate"
    r"|how (?:many|much)|when|bill|volume|scale|exaggerated|inflated|too high|too low|as many|that many)\b",
    re.IGNORECASE,
)
# Content that points back: "it", "that", "the report", "any such deal", "reports of a sale".
ANAPHOR: Final = re.compile(
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
SWEEPING: Final = re.compile(
    r"\b(?:any|ever|never|no|not (?:a|one)|nothing|none|nobody|neither|whatever|at all|does not|do not|would never)\b", re.IGNORECASE
)
_SHORT: Final = re.compile(r"[“\"‘']?(?:the|that|this|any|any such|all|every|a)\s(?:[\w-]+\s?){1,3}[.,”\"’']*", re.IGNORECASE)


class Weighing:
    """What a page knows of its statements and deeds, gathered once."""

    def __init__(
        self, document: Document, statements: Sequence[Statement], attributions: Sequence[Attribution], cases: Sequence[Case], actors: Sequence[Actor]
    ) -> None:
        self.document, self.cases, self.actors = document, cases, {actor.id: actor for actor in actors}
        self.statements = [one for one in statements if one.part == "body"][:MOST_STATEMENTS]
        self.speakers = {one.statement: one.actors for one in attributions}
        self.named = sorted((span.start, self.whose(actor.id)) for actor in actors for span in actor.mentions)
        self.parties = [{self.whose(key) for role in _ROLES for key in case.all_of(role)} for case in cases]
        self.givers = [{self.whose(key) for role in ("suppliers", "initiators") for key in case.all_of(role)} for case in cases]
        self.takers = [{self.whose(key) for role in ("takers", "recipients") for key in case.all_of(role)} for case in cases]
        self.status = [status_of(case) for case in cases]
        self.words = [_own_words(document, case) for case in cases]
        self.asserted = [
            {self.whose(key) for t in case.tellings if t.relation == "asserts" and t.statement for key in self.speakers.get(t.statement.id, ())}
            for case in cases
        ]
        self.inside: dict[str, list[tuple[int, Telling]]] = {}
        self.around: dict[str, set[int]] = {}
        for number, case in enumerate(cases):
            for telling in case.tellings:
                if telling.statement is not None:
                    self.inside.setdefault(telling.statement.id, []).append((number, telling))
                    for outer in telling.draft.scene.governing(telling.draft.trigger.head)[1:]:
                        self.around.setdefault(outer.id, set()).add(number)

    def whose(self, key: str) -> str:
        """The state an actor belongs to, else the actor."""
        actor = self.actors.get(key)
        return (actor.country if actor else None) or key

    def pairings(self, statement: Statement) -> list[int]:
        """The deeds that a statement is held against: those of its content, and those told nearest to it."""
        at = _place(statement)
        far = sorted(range(len(self.cases)), key=lambda number: (min(abs(t.trigger.start - at) for t in self.cases[number].tellings), number))
        return sorted(far[:MOST])

    def rows(self, statement: Statement, numbers: Sequence[int]) -> "np.ndarray[Any, np.dtype[np.float32]]":
        """The signs of a statement with some deeds: shape (deeds, signs)."""
        text, at = self.document.text, _place(statement)
        content = " ".join(self.document[span] for span in statement.content.spans) if statement.content else ""
        low = {_stem(word) for word in re.findall(r"[^\W_]{4,}", content.lower())}
        voices = [self.whose(key) for key in self.speakers.get(statement.id, ())]
        sector = next((self.actors[key].sector for key in self.speakers.get(statement.id, ()) if key in self.actors), None)
        states = self.states_in(statement)
        inner = self.inside.get(statement.id, [])
        recency = {number: rank for rank, number in enumerate(sorted(numbers, key=lambda n: -_last_before(self.cases[n], at)))}
        echoes = {number: len(low & self.words[number] - _EVERYDAY) for number in numbers}
        most = max(echoes.values(), default=0)
        common = [
            float(_STANCES.index(statement.stance)),
            float(_KINDS.index(statement.kind)),
            statement.confidence,
            float(statement.settled),
            float(len(content.split())),
            float(bool(ANAPHOR.match(content))),
            float(bool(_SHORT.fullmatch(content))),
            float(bool(SIZE.search(content[:40]))),
            float(bool(SIZE.search(content))),
            float(bool(SWEEPING.search(content))),
            float(len(_NO.findall(content))),
            float(bool(_NO.search(content[:30]))),
            float(len(_HARD_NO.findall(content))),
            float(statement.within is not None),
            float(len(voices)),
            float(_SECTORS.index(sector)) if sector in _SECTORS else -1.0,
            float(statement.source is not None and statement.source.named),
            float(len(inner)),
            float(len(states)),
            float(len(self.cases)),
            float(any(one.draft.status is Status.DENIED for _, one in inner)),
            float(most),
        ]
        rows = []
        for number in numbers:
            case = self.cases[number]
            own = [telling for n, telling in inner if n == number]
            others = [telling for n, telling in inner if n != number]
            best = max(own, key=lambda t: t.draft.chance, default=None)
            last = _last_before(case, at)
            after = min((t.trigger.start for t in case.tellings if t.trigger.start >= at), default=-1)
            parties = self.parties[number]
            alike = max((self._alike(telling, number) for telling in others), default=(-1.0, -1.0, -1.0))
            rows.append(
                [
                    *common,
                    2.0 if own else float(number in self.around.get(statement.id, ())),
                    best.draft.chance if best else -1.0,
                    float(_STATUSES.index(best.draft.status)) if best else -1.0,
                    best.draft.certain if best else -1.0,
                    best.draft.arms if best else -1.0,
                    float(len(others)),
                    float(at - last) if last >= 0 else _FAR,
                    float(recency[number]),
                    float(text.count("\n", last, at)) if last >= 0 else 99.0,
                    float(after - at) if after >= 0 else _FAR,
                    float(echoes[number]),
                    float(echoes[number] == most and most > 0),
                    float(bool(set(voices) & parties)),
                    float(bool(set(voices) & self.givers[number])),
                    float(bool(set(voices) & self.takers[number])),
                    float(bool(set(voices) & self.asserted[number])),
                    float(len(states & parties)),
                    float(len(states - parties - set(voices))),
                    float(case.is_arms),
                    float(_STATUSES.index(self.status[number])),
                    sum(t.background for t in case.tellings) / len(case.tellings),
                    float(is_narrated(case)),
                    float(len(case.tellings)),
                    float(_ROOTS.index(case.first.draft.type)),
                    float(len(self.asserted[number])),
                    float(all(t.negated for t in case.tellings)),
                    float(len(parties)),
                    case.first.draft.chance,
                    *alike,
                ]
            )
        return np.array(rows, np.float32).reshape(len(rows), -1)

    def states_in(self, statement: Statement) -> set[str]:
        """Whose are those that a statement's content names: states, else actors."""
        spans = statement.content.spans if statement.content else ()
        return {whose for start, whose in self.named for span in spans if span.start <= start < span.end}

    def _alike(self, telling: Telling, number: int) -> tuple[float, float, float]:
        """How a deed told in a statement is like another of the page: parties shared, the same kind, the same word."""
        case = self.cases[number]
        mine = {self.whose(key) for role in _ROLES for key in getattr(telling, role)}
        lemma = lemma_of(telling.draft.tree, telling.draft.trigger.head)
        known = {lemma_of(one.draft.tree, one.draft.trigger.head) for one in case.tellings}
        same = float(telling.is_arms == case.is_arms) + float(telling.draft.type == case.first.draft.type)
        return float(len(mine & self.parties[number])), same, float(lemma in known)


_ROLES: Final = ("suppliers", "takers", "initiators", "recipients")


@dataclass(frozen=True, slots=True)
class Weighed:
    """The chances that a statement speaks of a deed, and that it then denies it."""

    case: Case
    speaks: float
    denies: float


def weigh_links(weighing: Weighing, forests: Mapping[str, Forest]) -> dict[str, list[Weighed]]:
    """Statement → the deeds of its page, each with its chances, rounded."""
    found: dict[str, list[Weighed]] = {}
    for statement in weighing.statements:
        numbers = weighing.pairings(statement)
        if not numbers:
            continue
        rows = weighing.rows(statement, numbers)
        chances = [forests[name].chances(rows) for name in FILES]
        found[statement.id] = [Weighed(weighing.cases[number], *pair) for number, pair in zip(numbers, zip(*chances, strict=True), strict=True)]
    return found


def relation_of(statement: Statement, weighed: Weighed) -> str | None:
    """What a statement that speaks of a deed says of it: declining and doubting by its stance, denial by what was weighed."""
    relation = RELATIONS.get(statement.stance) if statement.stance else None
    if relation in ("declines", "doubts"):
        return relation
    if relation is None:
        return None
    return "denies" if weighed.denies >= 0.5 else "asserts"


def _place(statement: Statement) -> int:
    return min(span.start for span in (*statement.cue.spans, *(statement.content.spans if statement.content else ())))


def _last_before(case: Case, at: int) -> int:
    return max((telling.trigger.start for telling in case.tellings if telling.trigger.start < at and not telling.headline), default=-1)


def _own_words(document: Document, case: Case) -> set[str]:
    """Stems of a deed's triggers and arms."""
    own: set[str] = set()
    for telling in case.tellings:
        own |= {_stem(word) for word in re.findall(r"[^\W_]{4,}", document[telling.trigger].lower())}
        own |= {_stem(telling.draft.tree.lows[arms.last]) for arms in telling.draft.items}
    return own


def _stem(word: str) -> str:
    """Enough of a word to know it again: "deliver" of "deliveries" and "delivered"."""
    return re.sub(r"(?:ies|ied|ing|ers?|ed|es|s|y|al|ment)$", "", word)[:7]


_EVERYDAY: Final = frozenset(("have", "been", "were", "would", "will", "with", "that", "hav", "thi"))


def is_sweeping(words: str) -> bool:
    """Whether some words deny a kind of deed: "any", "ever", "never"."""
    return bool(SWEEPING.search(words))


def told_in(weighing: Weighing, statement: Statement) -> Iterable[int]:
    """The deeds that a statement's content tells."""
    return {number for number, _ in weighing.inside.get(statement.id, ())}


@cache
def packaged() -> Mapping[str, Forest]:
    """The trees that ship with onrecord, by name.

    Raises:
        SetupError: a file is missing or altered; it names the file and the digest.
    """
    return shipped(FILES)
