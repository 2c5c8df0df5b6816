"""Who stands behind what the sources of a story say: one party for all the names that one speaker is called by."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from onrecord.across.names import Who, fold, is_same
from onrecord.across.telling import Telling

_WORD: Final = re.compile(r"[^\W_]+")


def one_party(actors: Iterable[Who]) -> dict[Who, str | None]:
    """Each speaker of a story → its party: one that pages call by several names, or read as of two countries, is one.

    Args:
        actors: the speakers of every statement; who speaks more often outweighs who speaks once.
    """
    count = Counter(actors)
    groups: list[list[Who]] = []
    by_key: dict[tuple[str, bool], list[Who]] = {}  # a minister who is in opposition on a later page is another party there
    for who in sorted(count, key=lambda w: (-len(w.words), -len(w.key), w.key, w.country or "", w.sector or "", w.kind or "")):
        if who.party is None or who.standing == "state":
            continue
        group = by_key.get((who.key, who.party == who.country)) if who.standing == "named" and len(who.words) > 1 else None
        if group is None and who.party != who.country:
            group = next((g for g in groups if g[0].party != g[0].country and is_same(g[0], who)), None)
        if group is None:
            group = []
            groups.append(group)
        group.append(who)
        by_key.setdefault((who.key, who.party == who.country), group)
    found = {who: who.party for who in count}
    for group in groups:
        votes: Counter[str] = Counter()
        for who in group:
            votes[who.party or ""] += count[who] + (len(group) * 100 if who is group[0] and who.party != who.country else 0)
        party = max(sorted(votes), key=votes.__getitem__)
        found.update(dict.fromkeys(group, party))
    return found


def of_bodies(pages: Sequence[Telling], parties: Mapping[Who, str | None]) -> dict[Who, str | None]:
    """Persons who speak for a firm, a group or a party that a page names beside them: it is the party, "Halvard Aero spokeswoman Karin Öhrnberg"."""
    bodies = sorted({body for page in pages for body in page.bodies if body.words}, key=lambda b: (-len(b.words), b.key))
    found: dict[Who, str | None] = {}
    for page in pages:
        for utterance in page.utterances:
            who = utterance.who
            if who is None or who.kind != "person" or who.standing == "unnamed" or parties.get(who) in (None, who.country) or who in found:
                continue
            words = set(_WORD.findall(fold(utterance.source))) - who.words
            body = next((b for b in bodies if b.words <= words), None)
            if body is not None:
                found[who] = parties.get(body, body.party)
    return found
