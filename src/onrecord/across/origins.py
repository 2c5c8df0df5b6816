"""Utterances behind statements: one briefing is one origin, however many newsrooms retell it.

Two statements are one utterance where the same party speaks on the same occasion: the days on which it spoke meet, and nothing says that it
spoke twice. The unnamed are one only within a chain: what two newsrooms each have from "two officials" are two utterances, unless one cites
the other.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from onrecord.across.days import Days
from onrecord.across.deeds import gap
from onrecord.across.grouping import join_best_first
from onrecord.across.names import Who, is_same, is_same_description, is_state_medium
from onrecord.across.newsrooms import Newsrooms
from onrecord.across.telling import Utterance

_NEAR: Final = 1  # days by which a report may come after an occasion that it does not date
_QUOTED_LATE: Final = 4  # … where it shares its words
_OLD: Final = 21  # … where it says that somebody "had said"


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance with what the story adds to it.

    newsroom: whose report it is; the one that is cited where it came through another.
    own: the newsroom of the page.
    cited: the newsroom that is cited; None where the page has it itself.
    party: who stands behind it; None for the unnamed and for newsrooms.
    days: when it was said, as nearly as page and words tell.
    """

    utterance: Utterance
    newsroom: str | None
    own: str | None
    cited: str | None
    party: str | None
    days: Days | None
    lead: str  # the page whose text this page carries
    deeds: frozenset[str]  # the claims that it speaks of
    asserts: bool  # one of them
    itself: bool  # the speaker is a newsroom


def is_newsroom_itself(who: Who | None, newsrooms: Newsrooms) -> bool:
    """Whether a source is a newsroom that speaks in its own voice: "Orrin Wire reported"."""
    if who is None:
        return False
    return (who.sector == "JRN" and not is_state_medium(who.name)) or newsrooms.named(who.name) is not None


def group_utterances(spoken: Sequence[Spoken]) -> list[list[Spoken]]:
    """Statements in groups that each are one utterance; neither groups nor their order depend on the order given."""
    spoken = sorted(
        spoken, key=lambda s: (s.days or (0, 0), s.utterance.document, s.utterance.id, s.party or "", s.utterance.who.key if s.utterance.who else "")
    )
    pairs = []
    for speakers in _by_speaker(spoken):
        for at, i in enumerate(speakers):
            for j in speakers[at + 1 :]:
                if (weight := closeness(spoken[i], spoken[j])) is not None:
                    pairs.append((weight, i, j))
    return join_best_first(spoken, pairs, lambda some, others: not any(_apart(a, b) for a in some for b in others))


def _by_speaker(spoken: Sequence[Spoken]) -> Iterable[list[int]]:
    """Numbers of statements that could be one utterance at all: of one party, or of somebody without one."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(spoken):
        groups[one.party if one.party and one.party.isupper() else ""].append(number)
    return groups.values()


def closeness(a: Spoken, b: Spoken) -> float | None:
    """How much speaks for two statements being one utterance; None where they cannot be."""
    if not _one_speaker(a, b) or _apart(a, b):
        return None
    x, y = a.utterance, b.utterance
    if x.document == y.document or a.lead == b.lead:
        return 9.0
    shared = len(x.quotes & y.quotes) / min(len(x.quotes), len(y.quotes)) if x.quotes and y.quotes else 0.0
    figures = len(x.figures & y.figures)
    words = len(x.words & y.words) / min(len(x.words), len(y.words)) if x.words and y.words else 0.0
    return 1.0 + 2 * shared + min(figures, 2) * 0.5 + words + 0.5 * bool(a.deeds & b.deeds)


def _one_speaker(a: Spoken, b: Spoken) -> bool:
    who, other = a.utterance.who, b.utterance.who
    if who is None or other is None:
        return False
    if a.party is not None and b.party is not None:
        return a.party == b.party and _one_voice(who, other)
    if a.party is not None or b.party is not None:
        return False
    if a.newsroom is not None and a.newsroom == b.newsroom:
        relayed = (a.cited is not None and a.itself) or (b.cited is not None and b.itself)  # "Orrin Wire reported": whoever told Orrin Wire
        return is_same(who, other) or relayed or (who.standing == other.standing and is_same_description(who, other))
    return who.standing == "named" and is_same(who, other)


def _one_voice(a: Who, b: Who) -> bool:
    """Whether two who speak for one party may speak on one occasion: a state and any of its bodies, a ministry and its spokesman.

    Two persons with names are two voices, and so are two bodies of other sectors: the police and the foreign minister.
    """
    if a == b or is_same(a, b) or "state" in (a.standing, b.standing):
        return True
    if a.kind == b.kind == "person" and a.standing == b.standing == "named":
        return False
    return a.sector is None or b.sector is None or a.sector == b.sector


def _apart(a: Spoken, b: Spoken) -> bool:
    """Whether two statements were made on two occasions.

    A page that says on which day somebody spoke means that day. One that does not may print the next day what was said the day before, and
    one with "had said" may repeat what is weeks old: then it is the same speaker, or the same words.
    """
    x, y = a.utterance, b.utterance
    if a.days is None or b.days is None or (a.lead == b.lead and x.id == y.id):
        return False
    apart = gap(a.days, b.days)
    if x.document == y.document:
        return apart > 0 and not x.plain and not y.plain
    if apart == 0:
        return False
    late = max((a, b), key=lambda s: s.days or (0, 0)).utterance
    if not late.plain:
        return True
    in_chain = a.newsroom is not None and a.newsroom == b.newsroom and (a.cited is not None) != (b.cited is not None)
    same_words = bool(x.quotes & y.quotes) or bool(x.figures & y.figures) or in_chain
    same = same_words or (x.who is not None and y.who is not None and (is_same(x.who, y.who) or "person" not in (x.who.kind, y.who.kind)))
    return not same or apart > (_OLD if late.said is not None and late.said.basis == "no-later-than-page" else _QUOTED_LATE if same_words else _NEAR)


def order_of(said: Days | None, day: int | None) -> int:
    """When something was said, for putting what was said in order: its last possible day, else the page's."""
    return said[1] if said else day or 0


def origin_ids(groups: Sequence[Sequence[Spoken]], digests: Mapping[str, str]) -> dict[tuple[str, str, str], tuple[int, str]]:
    """Statement and speaker → number of its group and the key of the group: its first statement, by the digest of the page."""
    found = {}
    for number, group in enumerate(groups):
        first = min(group, key=lambda s: (order_of(s.days, None), digests[s.utterance.document], s.utterance.id))
        key = f"{digests[first.utterance.document]}#{first.utterance.id}#{first.utterance.who.key if first.utterance.who else ''}"
        for one in group:
            found[one.utterance.document, one.utterance.id, one.utterance.who.key if one.utterance.who else ""] = (number, key)
    return found
