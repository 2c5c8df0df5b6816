"""Figures of a deed on which its sources differ, side by side: how many, for how much, by when, how many dead."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from onrecord.across.names import fold, speaker_name
from onrecord.across.newsrooms import Newsrooms
from onrecord.across.telling import Deed, Goods, Telling, Utterance
from onrecord.across.totals import REST
from onrecord.across.wording import singular
from onrecord.record import Stance
from onrecord.stories import Figure, Voice

_FIGURE: Final = re.compile(r"\b(?:figures?|numbers?|tolls?|counts?|prices?|sums?|costs?|estimates?)\b", re.IGNORECASE)

_HEAD: Final = re.compile(r"(?:.*?\b)??([^\W\d_]+(?:[-'][^\W_]+)*)(?=\s*[(,]|\W*(?:$|\b(?:of|for|with|from|in|to|on|that|which)\b))")


def figures_of(group: Sequence[Deed], voices: Mapping[str, Voice], pages: Mapping[str, Telling], newsrooms: Newsrooms) -> tuple[Figure, ...]:
    """The figures of one claim.

    Args:
        group: its deeds.
        voices: "statement@page" → who speaks.
        pages: by ID.
        newsrooms: whose word it is where a page says it in its own voice.

    Returns:
        What and value, with who gives it and who denies it; of one `what` the values stand together, the one that most give first.
    """
    given: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    actors: dict[str, list[str | None]] = defaultdict(list)
    for voice in voices.values():
        if voice.party:
            actors[voice.party].append(voice.actor)

    def add(what: str, value: str, deed: Deed, by: Sequence[str]) -> None:
        speakers = [voice for s in by if (voice := voices.get(f"{s}@{deed.document}"))]
        names = [speaker_name(v.party, v.actor, actors[v.party]) if v.party else v.actor or v.newsroom or v.document for v in speakers if v.statement]
        given[what][value] += names or [newsrooms.of_page[deed.document] or deed.document]

    denied: dict[tuple[str, str], list[str]] = defaultdict(list)
    nouns: dict[str, str] = {}
    numbers: dict[tuple[str, str], tuple[float, str]] = {}  # what and value → as a number, and the page that gives it
    for deed in group:
        for goods in deed.goods:
            if goods.value is not None:
                what = f"{'number' if goods.part_of is None else 'batch'} of {called(goods, nouns)}"
                numbers.setdefault((what, amount(goods)), (goods.value, deed.document))
                add(what, amount(goods), deed, goods.by)
        if deed.price:
            value, currency, by = deed.price
            numbers.setdefault(("price", f"{value:,.0f} {currency}"), (value, deed.document))
            add("price", f"{value:,.0f} {currency}", deed, by)
        for what, count, by in deed.tolls:
            numbers.setdefault((what, f"{count:,.0f}"), (count, deed.document))
            add(what, f"{count:,.0f}", deed, by)
    for page in {deed.document: pages[deed.document] for deed in group}.values():
        for utterance in _denying_figures(page):
            who = utterance.who
            name = speaker_name(who.party or who.label, who.label, [*actors.get(who.party or "", ()), who.label]) if who else None
            for key, (value, document) in numbers.items():
                told = given[key[0]][key[1]]
                meant = value in utterance.figures or (not utterance.figures and document == page.id)
                if name and meant and name not in told:
                    denied[key].append(name)
    return tuple(
        Figure(what, value, tuple(dict.fromkeys(names)), tuple(dict.fromkeys(denied[what, value])))
        for what, values in given.items()
        for value, names in sorted(values.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def called(goods: Goods, nouns: dict[str, str]) -> str:
    """What a figure counts: the category of the goods, and of those that are of none the page's noun for them: "radars".

    Args:
        nouns: singular → the first form that a page has, so that "radars" and "coastal radar" stand together; filled here.
    """
    if goods.category not in REST:
        return goods.category
    head = _HEAD.match(fold(goods.what))
    noun = head[1] if head else goods.category
    return nouns.setdefault(singular(noun), noun)


def _denying_figures(page: Telling) -> Iterator[Utterance]:
    """Statements that deny no deed, and speak of a number: "rejected that figure", "denied that forty were sold"."""
    linked = {link.statement for link in page.links if link.relation == "denies"}
    for utterance in page.utterances:
        if (
            utterance.stance == Stance.DENIES
            and utterance.id not in linked
            and (utterance.figures or _FIGURE.search(f"{utterance.text} {utterance.around}"))
        ):
            yield utterance


def amount(goods: Goods) -> str:
    """A number with its bound: "at least 12", "about 20,000", "40-60"."""
    value = f"{goods.value:,.0f}" if goods.value is not None and goods.value == int(goods.value) else f"{goods.value}"
    if goods.bound == "between" and goods.upper is not None:
        return f"{value}-{goods.upper:,.0f}"
    return value if goods.bound in (None, "exact") else f"{goods.bound.replace('-', ' ')} {value}"
