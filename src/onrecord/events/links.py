"""Which statement asserts, denies, declines or doubts which deed, by which words.

Specific: the deed is told in the statement's content. Anaphoric: the content, or nothing, stands for what was told before ("denied the
report", "declined to comment"). Blanket: the content denies the kind ("has never shipped any weapons"), and answers each deed of that kind
and those parties. A denial of a number, a price or a date is none of the deed. What speaks of what is weighed in linking.py.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.events.cases import Case, Telling, answers
from onrecord.events.linking import ANAPHOR, Weighed, Weighing, is_sweeping, packaged, relation_of, told_in, weigh_links
from onrecord.record import Actor, Attribution, Statement
from onrecord.text import Document, Span

LEAST: Final[Mapping[str, float]] = {"asserts": 0.35, "denies": 0.4, "declines": 0.35, "doubts": 0.4}  # chosen out of fold (training.events links)


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
    weighing = Weighing(document, statements, attributions, cases, actors)
    weighed = weigh_links(weighing, packaged())
    found: dict[tuple[str, int], Link] = {}
    for statement in weighing.statements:
        for link in _links(document, weighing, statement, weighed.get(statement.id, ())):
            found[link.statement, id(link.case)] = link
    gone: set[int] = set()
    for denial in filter(_is_denial, cases):
        for link in _answered(denial, weighing, weighed):
            found.setdefault((link.statement, id(link.case)), link)
            gone.add(id(denial))
    standing = tuple(case for case in cases if id(case) not in gone)
    for number, case in enumerate(standing, 1):
        case.id = f"e{number}"
    place = {id(case): number for number, case in enumerate(standing)}
    order = {statement.id: number for number, statement in enumerate(statements)}
    kept = [link for link in found.values() if id(link.case) in place]
    return standing, tuple(sorted(kept, key=lambda link: (order[link.statement], place[id(link.case)])))


def _answered(denial: Case, weighing: Weighing, weighed: Mapping[str, Sequence[Weighed]]) -> Iterator[Link]:
    """The deeds that are denied where a denial tells them again, or denies their kind between their two parties ("has never shipped any weapons")."""
    for telling in denial.tellings:
        statement = telling.statement
        if statement is None or telling.relation != "denies":
            continue
        chances = {id(one.case): one for one in weighed.get(statement.id, ())}
        sweeping = telling.is_arms and _sweeps(telling) and not _is_typed(telling)
        for case in weighing.cases:
            if case is denial or _is_denial(case):
                continue
            chance = chances[id(case)].speaks if id(case) in chances else 0.0
            if answers(telling, case):
                yield Link(statement.id, case, "denies", "blanket" if sweeping else "specific", (telling.trigger,), max(chance, 0.5))
            elif sweeping and case.is_arms and _is_news(case) and _between(telling, case, weighing):
                yield Link(statement.id, case, "denies", "blanket", (telling.trigger,), max(chance, 0.5))


def _is_news(case: Case) -> bool:
    return sum(telling.background for telling in case.tellings) < len(case.tellings) / 2


def _between(telling: Telling, case: Case, weighing: Weighing) -> bool:
    """Whether a supply is between the parties of another, a state standing for its own."""
    sides = ((telling.suppliers, case.all_of("suppliers")), (telling.takers, case.all_of("takers")))
    return all({weighing.whose(key) for key in mine} & {weighing.whose(key) for key in theirs} for mine, theirs in sides)


def _is_denial(case: Case) -> bool:
    """Whether every place that tells of a deed denies it."""
    return all(telling.negated for telling in case.tellings)


def _links(document: Document, weighing: Weighing, statement: Statement, weighed: Sequence[Weighed]) -> Iterator[Link]:
    inside = told_in(weighing, statement)
    cases = {id(case): number for number, case in enumerate(weighing.cases)}
    words = " ".join(document[span] for span in statement.content.spans) if statement.content else ""
    for one in weighed:
        relation = relation_of(statement, one)
        if relation is None or one.speaks < LEAST[relation] or (relation == "denies" and _OF_SIZE.fullmatch(words)):
            continue
        telling = next((t for t in one.case.tellings if t.statement is not None and t.statement.id == statement.id), None)
        basis = _basis(relation, words, telling, told=cases[id(one.case)] in inside)
        about = (telling.trigger,) if telling is not None else statement.content.spans if statement.content else statement.cue.spans
        sure = one.denies if relation == "denies" else 1 - one.denies if relation == "asserts" else 1.0
        yield Link(statement.id, one.case, relation, basis, about, round(one.speaks * sure, 3))


# What is denied where the deed is not: "denied the price", "disputed that figure".
_OF_SIZE: Final = re.compile(
    r"(?:(?:the|that|this|these|those|its|their|any|such) )?(?:[\w-]+ ){0,2}"
    r"(?:price|figure|number|date|amount|sum|cost|value|count|total|quantity|timing)s?",
    re.IGNORECASE,
)
_TAKES_UP: Final = re.compile(r"\bsuch\b|\b(?:any|none|one|nothing|each|all) of (?:the|them|it|these|those|its|this|that)\b", re.IGNORECASE)


def _basis(relation: str, words: str, telling: Telling | None, *, told: bool) -> str:
    """By which kind of words a statement speaks of a deed."""
    points = ANAPHOR.match(words) is not None
    if relation == "denies" and is_sweeping(words) and not points and not (telling is not None and _is_typed(telling)):
        if _TAKES_UP.search(words):
            return "specific" if told and not re.search(r"\bsuch\b", words) else "anaphoric"
        return "blanket" if telling is None or _sweeps(telling) else "specific"
    if relation == "asserts" and not points and len(words.split()) > 4:
        return "specific"
    return "specific" if told else "anaphoric"


def _is_typed(telling: Telling) -> bool:
    return any(arms.designation for arms in telling.draft.items)


def _sweeps(telling: Telling) -> bool:
    """Whether the clause denies a kind of deed: "any", "ever", "never" in it."""
    tree, core = telling.draft.tree, telling.draft.trigger.core
    below = {word for one in core for word in tree.below(one)}
    return is_sweeping(" ".join(tree.lows[word] for word in sorted(below)))
